//! What is served is what a build writes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::preview::Preview;

const SITE: [(&str, &str); 4] = [
    ("book.toml", "[book]\ntitle = \"Test\"\nsrc = \"topics\"\n[output.html]\ntheme = \"theme\"\n"),
    ("topics/index.md", "# Start\n\n[On](a b/c#1.md)\n\n![A mark](mark.svg)\n"),
    ("topics/a b/c#1.md", "# Next\n\n- [ ] Call\n"),
    ("topics/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

/// The files that `build` makes.
fn built(project: &Path) -> BTreeMap<String, Vec<u8>> {
    let outside = tempfile::tempdir().unwrap();
    let out = outside.path().join("out");
    let status = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .args(["build", "--quiet", "--as-of", "2026-12-01", "--dest-dir"])
        .args([&out, project])
        .status()
        .unwrap();
    assert!(status.success());
    let entries =
        walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let files = entries.map(|entry| {
        let path = entry.path().strip_prefix(&out).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read(entry.path()).unwrap())
    });
    files.filter(|(path, _)| !path.starts_with(".lifeboat") && path != "MANIFEST.sha256").collect()
}

fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('#', "%23")
}

/// Without the line of the preview's tags.
fn without_tags(page: &str) -> String {
    let end = "</script>\n";
    let Some(at) = page.find("<link rel=\"stylesheet\" href=\"/~lifeboat/") else { return page.to_owned() };
    let length = page[at..].find(end).unwrap() + end.len();
    assert!(
        page[at..at + length]
            .split('>')
            .filter(|tag| tag.contains('<') && !tag.contains("</"))
            .all(|tag| tag.contains("data-lifeboat-preview"))
    );
    format!("{}{}", &page[..at], &page[at + length..])
}

fn compare(preview: &Preview) {
    let files = built(&preview.project());
    assert!(files.len() > 20, "{files:?}");
    for (path, bytes) in files {
        let answer = preview.get(&format!("/{}", encoded(&path)));
        assert_eq!(answer.status, 200, "{path}");
        if path.split('.').next_back() == Some("html") {
            assert_ne!(answer.body, bytes, "{path} carries the preview's tags");
            assert!(without_tags(&answer.text()).as_bytes() == bytes, "{path} is another page than that of a build");
        } else {
            assert!(answer.body == bytes, "{path} is another file than that of a build");
        }
    }
}

#[test]
fn every_file_is_that_of_a_build_after_any_edit() {
    let mut preview = Preview::of(&SITE, &[]);
    compare(&preview);
    preview.write("topics/new.md", "# New\n\nSee [start](index.md).\n");
    preview.wait_for("new.md added");
    compare(&preview);
    preview.write("book.toml", "[book]\ntitle = \"Other\"\nsrc = \"topics\"\n[output.html]\ntheme = \"theme\"\n");
    preview.wait_for("book.toml changed");
    compare(&preview);
    preview.write("theme/style/text.css", "main { color: red }\n");
    preview.wait_for("theme/style/text.css added");
    compare(&preview);
    std::fs::remove_file(preview.project().join("topics/new.md")).unwrap();
    preview.wait_for("new.md removed");
    compare(&preview);
}

#[test]
fn an_unknown_address_gets_the_page_that_says_so_with_its_styles() {
    let preview = Preview::of(&SITE, &[]);
    let answer = preview.get("/no/such/page.html");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("Page not found"));
    assert!(answer.text().contains("href=\"../../lifeboat/style/site.css\""), "{}", answer.text());
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let preview = Preview::of(&SITE, &[]);
    let first = preview.get("/index.html");
    let tag = first.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = preview.get_with("/index.html", &format!("If-None-Match: {tag}"));
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn the_edition_that_a_build_makes_is_shown_first_and_its_findings_alone_are_told() {
    let book = "[book]\nsrc = \"topics\"\n[build]\nedition = \"open\"\n\
                [editions.all]\nclearance = \"internal\"\n[editions.open]\nclearance = \"public\"\n";
    let start = "---\nclassification: public\n---\n# Start\n";
    let inner = "---\nclassification: internal\n---\n# Inner\n\n[x](gone.md)\n";
    let files = [("book.toml", book), ("topics/index.md", start), ("topics/inner.md", inner)];
    let preview = Preview::of(&files, &[]);
    assert_eq!(preview.get("/inner.html").status, 404);
    assert!(!preview.said.contains("[L001]"), "{}", preview.said);
    let first = |preview: &Preview| {
        let state = preview.get(&format!("/~lifeboat/state?since=0&token={}", preview.token())).text();
        state.find("\"name\":\"open\"").expect("it is there") < state.find("\"name\":\"all\"").expect("it is there")
    };
    assert!(first(&preview), "the panel takes the first for the one that is shown");
    let preview = Preview::of(&files, &["--edition", "all"]);
    assert!(!first(&preview));
    assert_eq!(preview.get("/inner.html").status, 200);
    assert!(preview.said.contains("[L001]"), "{}", preview.said);
}

#[test]
fn the_view_of_a_reader_is_another_playbook() {
    let preview = Preview::of(
        &[
            (
                "book.toml",
                "[book]\nsrc = \"topics\"\n[editions.all]\nclearance = \"internal\"\n[editions.open]\nclearance = \"public\"\nlabel = \"For all\"\n",
            ),
            ("topics/index.md", "---\nclassification: public\n---\n# Start\n"),
            ("topics/inner.md", "---\nclassification: internal\n---\n# Inner\n"),
        ],
        &[],
    );
    let view =
        |written: &str| preview.get_with("/inner.html", &format!("Cookie: lifeboat-view-{}={written}", preview.port));
    assert_eq!(preview.get("/inner.html").status, 200);
    assert_eq!(view("edition%3Dopen").status, 404);
    assert_eq!(view("clearance%3Dpublic").status, 404);
    assert_eq!(view("edition%3Dnone").status, 200, "an edition that there is not is no choice");
    assert_eq!(view("clearance%3Dnone").status, 200, "nor is such a class");
    let on_day = preview.get_with("/index.html", &format!("Cookie: lifeboat-view-{}=as-of%3D2031-05-06", preview.port));
    assert!(on_day.text().contains("2031-05-06"));
}
