//! The book of the live preview: the bytes of `lifeboat pdf`, after every edit, and nobody else waits for it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use super::running::Preview;

const BOOK: &str = "/~lifeboat/book.pdf";

const FILES: [(&str, &str); 6] = [
    ("book.toml", "[book]\ntitle = \"Test\"\nsrc = \"topics\"\n"),
    ("topics/index.md", "# Start\n\nSee [the desk](desk.md).\n\n![A mark](mark.svg)\n"),
    ("topics/desk.md", "---\nroles: [scribe]\n---\n# Desk\n\n- [ ] Call\n\n[Back](index.md)\n"),
    ("topics/odd [1].md", "# Odd\n\nA sign that no font has: \u{1f525}\n"),
    ("topics/scribe.md", "---\ntype: role\n---\n# Scribe\n\nWrite.\n"),
    ("topics/mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>"),
];

/// What `lifeboat pdf` writes of a project.
fn built(project: &Path, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.pdf");
    let done = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .args(["pdf", "--quiet", "--engine", "embedded", "--as-of", "2026-12-01", "-o"])
        .args([&file, project])
        .args(arguments)
        .output()
        .unwrap();
    std::fs::read(&file).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)))
}

fn compare(preview: &Preview) {
    for (query, arguments) in [
        ("", &[][..]),
        ("?role=scribe", &["--role", "scribe"]),
        ("?topic=desk.html", &["--topic", "desk.html"]),
        ("?topic=odd%20%5B%5B%5D1%5B%5D%5D.html", &["--topic", "odd [[]1[]].html"]),
    ] {
        let answer = preview.get(&format!("{BOOK}{query}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        assert!(answer.head.contains("content-type: application/pdf"), "{}", answer.head);
        assert!(answer.body == built(&preview.project(), arguments), "{query} is another book than that of `pdf`");
    }
}

#[test]
fn the_book_is_that_of_the_command_after_any_edit() {
    let mut preview = Preview::of(&FILES, &[]);
    compare(&preview);
    for (path, text, told) in [
        ("topics/desk.md", "---\nroles: [scribe]\n---\n# Desk\n\n- [ ] Ring\n\n[Back](index.md)\n", "desk.md changed"),
        (
            "topics/mark.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"60\"/>",
            "mark.svg changed",
        ),
        ("topics/before.md", "# A topic that gives others new numbers\n\n[Desk](desk.md)\n", "before.md added"),
        ("topics/index.md", "# Beginning\n\nSee [the desk](desk.md).\n", "index.md changed"),
        ("theme/print/theme.typ", "#let broken(", "theme.typ added"),
        ("book.toml", "[book]\ntitle = \"Other\"\nsrc = \"topics\"\n", "book.toml changed"),
    ] {
        preview.write(path, text);
        preview.wait_for(told);
        compare(&preview);
    }
}

#[test]
fn a_book_is_told_in_the_terminal_with_what_was_found_in_it_and_made_once() {
    let mut preview = Preview::of(&FILES, &[]);
    assert!(!preview.said.contains("P051"), "nobody asked for it yet: {}", preview.said);
    let first = preview.get(BOOK);
    preview.wait_for("the book as PDF: ");
    assert!(preview.said.contains("warning[P051]"), "{}", preview.said);
    let tag = first.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = preview.get_with(BOOK, &format!("If-None-Match: {tag}"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    preview.write("topics/scribe.md", "---\ntype: role\n---\n# Scribe\n\nWrite more.\n");
    preview.wait_for("scribe.md changed");
    assert_eq!(preview.get_with(BOOK, &format!("If-None-Match: {tag}")).status, 200);
    preview.wait_for("the book as PDF: ");
    assert_eq!(preview.said.matches("the book as PDF: ").count(), 2, "{}", preview.said);
    assert_eq!(preview.said.matches("[P051]").count(), 1, "{}", preview.said);
}

#[test]
fn what_has_no_book_is_said() {
    let preview = Preview::of(&FILES, &[]);
    for query in ["?role=nobody", "?topic=no/such/*"] {
        let answer = preview.get(&format!("{BOOK}{query}"));
        assert_eq!(answer.status, 404, "{query}");
        assert!(answer.text().contains("There is no sheet in this book"), "{}", answer.text());
    }
    for foreign in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site"] {
        assert_eq!(preview.get_with(BOOK, foreign).status, 403, "{foreign}");
    }
}

#[test]
fn the_book_is_of_the_view_that_the_reader_chose() {
    let preview = Preview::of(
        &[
            (
                "book.toml",
                "[book]\nsrc = \"topics\"\n[editions.all]\nclearance = \"internal\"\n[editions.open]\nclearance = \"public\"\n",
            ),
            ("topics/index.md", "---\nclassification: public\n---\n# Start\n"),
            ("topics/inner.md", "---\nclassification: internal\n---\n# Inner\n"),
        ],
        &[],
    );
    let view = format!("Cookie: lifeboat-view-{}=edition%3Dopen", preview.port);
    let open = preview.get_with(BOOK, &view);
    assert!(open.body == built(&preview.project(), &["--edition", "open"]));
    assert!(preview.get(BOOK).body == built(&preview.project(), &["--edition", "all"]));
}

/// Enough topics for a book that takes a while.
fn long_book() -> Vec<(String, String)> {
    let mut files = vec![("book.toml".to_owned(), FILES[0].1.to_owned())];
    for at in 0..60 {
        let mut text = format!("# Topic {at}\n\n");
        for line in 0..60 {
            _ = writeln!(text, "Line {line} of topic {at}, which refers to [another](topic-{}.md).\n", (at + 1) % 60);
        }
        files.push((format!("topics/topic-{at}.md"), text));
    }
    files
}

#[test]
fn others_are_served_while_a_book_is_made_and_an_edit_meanwhile_is_in_it() {
    let files = long_book();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut preview = Preview::of(&files, &[]);
    let port = preview.port;
    let begun = Instant::now();
    let making = thread::spawn(move || {
        let answer = Preview::get_at(port, BOOK);
        (answer, begun.elapsed())
    });
    thread::sleep(std::time::Duration::from_millis(100));
    // The desk takes an edit, and pages are made of it, before the book is there.
    preview.write("topics/topic-0.md", "# Topic 0\n\nWritten while the book was made.\n");
    preview.wait_for("topic-0.md changed");
    assert!(preview.get("/topic-0.html").text().contains("Written while the book was made."));
    let served = begun.elapsed();
    let (answer, made) = making.join().unwrap();
    assert!(served < made, "the page came after {served:?}, the book after {made:?}");
    assert_eq!(answer.status, 200);
    assert!(answer.body == built(&preview.project(), &[]), "the edit is not in the book");
}
