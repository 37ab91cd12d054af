//! The book through the program: the page alone, and the PDF that an installed browser makes, read back with poppler and qpdf.
#![expect(clippy::disallowed_methods, reason = "these tests run the program and read what it wrote")]
#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const TOPICS: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"Playbook\"\nsrc = \"src\"\n[output.html]\nsite-url = \"https://intranet.example/bc/\"\n",
    ),
    (
        "src/index.md",
        "# Home\n\nSee [the call tree](respond/call-tree.md) and [its second part](respond/call-tree.md#second).\n",
    ),
    (
        "src/respond/call-tree.md",
        "---\ntype: procedure\nphase: first-hour\nprint: always\nqr: true\n---\n# Call tree\n\n- [ ] [The desk](tel:+441632960100)\n\n## Second\n\nBack [home](../index.md), or [the status](https://status.example/x).\n",
    ),
    ("src/roles/scribe.md", "---\ntype: role\nphase: respond\n---\n# Scribe\n\n![Plan](plan.svg)\n"),
    (
        "src/roles/plan.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>",
    ),
];

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in TOPICS {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .args(arguments)
        .args(["--as-of", "2026-11-23"])
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn written(folder: &Path, arguments: &[&str], file: &str) -> PathBuf {
    let done = run(folder, arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder.join(file)
}

#[test]
fn the_page_is_one_file_and_the_same_each_time() {
    let folder = project();
    let page = std::fs::read_to_string(written(folder.path(), &["print"], "book.html")).unwrap();
    for expected in [
        "data:image/svg+xml;base64,",
        "data:font/woff2;base64,",
        "(§2.1<span",
        "<sup class=\"address-ref\">1</sup>",
        "<li>https://status.example/x</li>",
        "(+441632960100)",
        "QR code of https://intranet.example/bc/respond/call-tree.html",
        "uncontrolled when printed",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("<script"));
    let again = written(folder.path(), &["print", "-o", "again.html"], "again.html");
    assert_eq!(std::fs::read_to_string(again).unwrap(), page);
    let booklet = written(folder.path(), &["print", "--role", "scribe", "--copy", "7"], "book-scribe.html");
    let booklet = std::fs::read_to_string(booklet).unwrap();
    assert!(booklet.contains("Booklet: Scribe") && booklet.contains("copy no. 7"));
    assert!(booklet.contains("(§1 of the whole book)"));
}

#[test]
fn what_cannot_be_printed_is_said() {
    let folder = project();
    let told = |arguments: &[&str]| {
        let done = run(folder.path(), arguments);
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (code, said) = told(&["print", "--role", "scrib"]);
    assert!(
        code == Some(1) && said.contains("did you mean `scribe`?") && said.contains("nothing was written"),
        "{said}"
    );
    let (code, said) = told(&["print", "--since", "2025-01"]);
    assert!(code == Some(2) && said.contains("no edition `2025-01` is at hand"), "{said}");
    let (code, said) = told(&["print", "-o", "no/such/folder.html"]);
    assert!(code == Some(2) && said.contains("no/such/folder.html"), "{said}");
    let long = format!("---\nqr: https://x.example/{}\n---\n# Long\n", "x".repeat(3_000));
    std::fs::write(folder.path().join("src/long.md"), long).unwrap();
    let (code, said) = told(&["print"]);
    assert!(code == Some(0) && said.contains("P007"), "{said}");
    let (code, said) = told(&["print", "--replace-pages"]);
    assert!(code == Some(2) && said.contains("--since"), "{said}");
}

#[test]
fn only_what_changed_since_the_published_copy_replaces_sheets() {
    let folder = project();
    written(folder.path(), &["build"], "book");
    let home = folder.path().join("src/index.md");
    std::fs::write(&home, format!("{}\nMore.\n", std::fs::read_to_string(&home).unwrap())).unwrap();
    let arguments = ["print", "--since", "book", "--replace-pages", "-o", "new.html"];
    let page = std::fs::read_to_string(written(folder.path(), &arguments, "new.html")).unwrap();
    assert!(page.contains("What this edition changes") && page.contains("class=\"changed\""));
    assert_eq!(page.matches("<article ").count(), 1);
}

#[test]
fn what_a_layer_put_something_else_in_the_place_of_is_not_on_paper() {
    let folder = project();
    for (path, text) in [
        ("book.toml", "[book]\nsrc = \"src\"\n[overlays]\ndir = \"overlays\"\norder = [\"site\"]\n"),
        ("src/index.md", "# Home\n\nAsk the vendor.\n"),
        ("overlays/site/layer.toml", "label = \"Site\"\n"),
        ("overlays/site/changes/index.md", "# Replace paragraph: Ask the vendor.\n\nPage the porter.\n"),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let page = std::fs::read_to_string(written(folder.path(), &["print"], "book.html")).unwrap();
    assert!(page.contains("Page the porter.") && !page.contains("Ask the vendor."));
    written(folder.path(), &["build"], "book");
    let page = std::fs::read_to_string(folder.path().join("book/print.html")).unwrap();
    assert!(page.contains("Page the porter.") && !page.contains("Ask the vendor."));
}

/// [`project`] with topics that follow each other on a sheet.
fn running_on() -> TempDir {
    let folder = project();
    let settings = folder.path().join("book.toml");
    let text = std::fs::read_to_string(&settings).unwrap() + "[output.html.print]\npage-break = false\n";
    std::fs::write(settings, text).unwrap();
    folder
}

#[test]
fn topics_follow_each_other_on_the_print_page_where_the_settings_say_so() {
    let begins = ".sheet, .duplex .sheet { break-before: auto; }";
    for (folder, follow) in [(project(), false), (running_on(), true)] {
        written(folder.path(), &["build"], "book");
        for file in ["print.html", "print/scribe.html"] {
            let page = std::fs::read_to_string(folder.path().join("book").join(file)).unwrap();
            assert_eq!(page.contains(begins), follow, "{file}");
            // A running head of its own would begin a page.
            assert_eq!(page.contains("@top-left"), !follow, "{file}");
        }
    }
}

/// What a tool of Debian's says of a file; these are installed by `scripts/test`.
fn tool(name: &str, arguments: &[&str]) -> String {
    let done = Command::new(name).args(arguments).output().expect("the tool runs");
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Whether the browser and the readers of its PDF are there; where they must be, a test fails without them.
fn can_print() -> bool {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    let all = has("chromium") && has("pdftotext") && has("qpdf");
    if !all {
        assert!(std::env::var_os("CI").is_none(), "chromium, poppler-utils and qpdf are missing");
        eprintln!("NOT RUN: needs chromium, pdftotext and qpdf");
    }
    all
}

#[test]
fn each_reference_of_the_browsers_pdf_names_the_page_that_it_is_on() {
    if !can_print() {
        return;
    }
    let folder = project();
    let pdf = written(folder.path(), &["pdf", "--engine", "browser"], "book.pdf");
    let pdf = pdf.to_str().unwrap();
    tool("qpdf", &["--check", pdf]);
    let text = tool("pdftotext", &["-layout", pdf, "-"]);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let call = 1 + pages.iter().rposition(|page| page.contains("2 Call tree") && page.contains("2.1 Second")).unwrap();
    let home = pages.iter().find(|page| page.contains("the call tree")).unwrap();
    assert!(home.contains(&format!("the call tree (§2, p. {call})")), "{home}");
    assert!(home.contains(&format!("its second part (§2.1, p. {call})")), "{home}");
    let objects = tool("qpdf", &["--json=2", pdf]);
    for what in ["\"/Outlines\"", "\"/Subtype\": \"/Link\"", "\"/StructTreeRoot\""] {
        assert!(objects.contains(what), "no {what}");
    }
    // Those that begin a page too: Chromium would have them twice if they reached over to the page before.
    for title in
        ["Contents", "1 Home", "2 Call tree", "2.1 Second", "3 Scribe", "Index from A to Z", "Document control"]
    {
        assert!(objects.contains(&format!("\"/Title\": \"u:{title}\"")), "{title} is not in the outline");
    }
    let fonts = tool("pdffonts", &[pdf]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains(" yes yes ")), "{fonts}");
}

#[test]
fn topics_follow_each_other_in_the_browsers_pdf_where_the_settings_say_so() {
    if !can_print() {
        return;
    }
    for (folder, follow) in [(project(), false), (running_on(), true)] {
        let pdf = written(folder.path(), &["pdf", "--engine", "browser"], "book.pdf");
        let text = tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
        let page_of = |words: &str| text.split('\u{c}').position(|page| page.contains(words)).unwrap();
        assert_eq!(page_of("See the call tree") == page_of("or the status"), follow, "{text}");
    }
}

#[test]
fn the_browsers_pdf_numbers_the_sheets_of_each_topic() {
    if !can_print() {
        return;
    }
    let folder = project();
    let line = "A paragraph that takes a line of the sheet.\n\n";
    let columns = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(8));
    let table = format!("{}{}{}", columns("Head"), columns("---"), columns("Cell"));
    let long = format!("# Long\n\n{}{table}\n{}", line.repeat(60), line.repeat(5));
    std::fs::write(folder.path().join("src/long.md"), long).unwrap();
    let pdf = written(folder.path(), &["pdf", "--engine", "browser"], "book.pdf");
    let text = tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
    let squeeze = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    let of_long = |page: &&str| {
        page.lines().find(|line| !line.trim().is_empty()).is_some_and(|head| head.trim().ends_with("Long"))
    };
    let sheets: Vec<String> = text.split('\u{c}').filter(of_long).map(squeeze).collect();
    assert!(sheets.len() >= 4, "the table lies across on a sheet of its own: {text}");
    for (at, sheet) in sheets.iter().enumerate() {
        assert!(sheet.contains(&format!("sheet {} of {}", at + 1, sheets.len())), "{sheet}");
    }
    // A browser that prints the page by itself knows no ends.
    let page = std::fs::read_to_string(written(folder.path(), &["print"], "book.html")).unwrap();
    assert!(page.contains("counter(t") && !page.contains("\" of 1\""));
}
