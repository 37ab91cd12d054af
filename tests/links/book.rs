//! An mdBook as it is: the same addresses of pages and the same ids of headings as mdBook's own.
//!
//! `book.mdbook.txt` is what mdBook makes of `book`; `scripts/compare-mdbook --record` writes it.

use std::collections::BTreeSet;
use std::path::Path;

use super::program::{Built, Program};

/// What mdBook makes and Lifeboat does not, or otherwise, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("duty/night.html#binsh", "hidden lines of `rustdoc_include` are for Rust alone and are left out"),
    ("duty/night.html#echo-one", "as above"),
    ("duty/night.html#echo-two", "as above"),
    ("how to read.html#", "an id may not be empty; it is `section`"),
    ("index.html#before-you-start", "the first page is the contents; the first chapter stands at its own address"),
    ("index.html#included-heading", "as above"),
    ("print.html", "made by the print stage"),
    ("toc.html", "`contents.html`"),
];

#[test]
fn a_book_of_mdbook_keeps_its_addresses_and_ids() {
    let recorded = include_str!("book.mdbook.txt");
    let built = build();
    assert_eq!(built.code, Some(0), "{}", built.said);
    let codes: Vec<&str> = built.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["C005"], "the preprocessor is told of once: {}", built.said);
    let ours = ids(&built);
    let missing: Vec<&str> = recorded.lines().filter(|line| !ours.contains(*line)).collect();
    let reasoned = |line: &&&str| DIFFERENCES.iter().any(|(known, _)| *known == **line);
    assert_eq!(missing.iter().filter(|line| !reasoned(line)).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn what_chapters_take_in_stands_in_their_pages() {
    let built = build();
    let files = built.files();
    let page = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let body = |path: &str| page(path).split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
    let handover = body("duty/handover.html");
    for code in ["echo one", "echo two", "echo three", "echo outside"] {
        assert_eq!(plain(&handover).matches(code).count(), 1, "{handover}");
    }
    assert!(handover.contains("language-rust"));
    let before = body("before.html");
    assert!(before.contains("{{#include snippets.md}}") && before.contains("href=\"glossary.html\""), "{before}");
    assert!(page("duty/night.html").contains("<title>Nights"));
    assert!(page("old/contacts-call.html").contains("url=../duty/contacts.html#on-call-hours"));
}

#[test]
fn keys_of_mdbook_do_what_they_do_there() {
    let key = |name: &str| format!("LIFEBOAT_OUTPUT__HTML__{name}");
    let built = program()
        .env(&key("DEFAULT_THEME"), "navy")
        .env(&key("CNAME"), "duty.example.org")
        .env(&key("GIT_REPOSITORY_URL"), "https://example.org/duty.git")
        .env(&key("EDIT_URL_TEMPLATE"), "https://example.org/edit/{path}")
        .env(&key("SITE_URL"), "/duty/")
        .env(&key("INPUT_404"), "glossary.md")
        .run();
    let files = built.files();
    let page = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert_eq!(page("CNAME"), "duty.example.org\n");
    let contacts = page("duty/contacts.html");
    for written in [
        "data-scheme=\"dark\"",
        "<meta name=\"author\" content=\"Continuity Office\">",
        "<a href=\"https://example.org/duty.git\" rel=\"external noopener\">",
        "<a href=\"https://example.org/edit/src/duty/contacts.md\" rel=\"external noopener\">",
        "<link rel=\"stylesheet\" href=\"../lifeboat/own/duty.css\">",
        "<script defer src=\"../lifeboat/own/duty.js\"></script>",
    ] {
        assert!(contacts.contains(written), "{written}: {contacts}");
    }
    assert!(!files.contains_key("glossary.html"));
    assert!(page("404.html").contains("href=\"/duty/lifeboat/style/site.css\""), "{}", page("404.html"));
    assert!(page("before.html").contains("href=\"404.html\""));
}

#[test]
fn keys_of_mdbook_that_change_nothing_are_told_once_with_what_stands_in_their_place() {
    let built = program().env("LIFEBOAT_OUTPUT__HTML__FOLD__ENABLE", "true").run();
    let told: Vec<&str> = built.said.lines().filter(|line| line.starts_with("note[C004]")).collect();
    let place = "(environment variable `LIFEBOAT_OUTPUT__HTML__FOLD`)";
    assert_eq!(told, [format!("note[C004]: `output.html.fold` changes nothing here {place}")], "{}", built.said);
}

fn build() -> Built {
    program().run()
}

fn program() -> Program {
    Program::build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links/book"))
}

/// Without tags.
fn plain(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

/// `path` for each page, `path#id` for each heading of it.
fn ids(built: &Built) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let is_page = |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "html");
    for (path, content) in built.files().iter().filter(|(path, _)| is_page(path)) {
        let text = String::from_utf8_lossy(content);
        for tag in text.split("<h").skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_digit())) {
            let id = tag.split('>').next().and_then(|tag| tag.split(" id=\"").nth(1)?.split('"').next());
            found.extend(id.map(|id| format!("{path}#{id}")));
        }
        found.insert(path.clone());
    }
    found
}
