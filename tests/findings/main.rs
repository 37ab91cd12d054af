//! What an author reads about a fault: the code, how grave it is, and the exact place, for each fixture.
//!
//! A fixture is a whole project; a test names every finding that the program makes of it, and so holds as well that one
//! fault is told once.
#![expect(clippy::disallowed_methods, reason = "these tests write a project and run the program on it")]

#[path = "../program/mod.rs"]
mod program;

mod layers;
mod links;
mod navigation;
mod settings;
mod topics;

use program::Program;

/// Builds the project of the fixture, whose files begin with `-- path` or `-- path in UTF-16`, and compares its findings, sorted by place.
fn check(fixture: &str, expected: &[&str]) {
    let project = tempfile::tempdir().expect("a folder for the project");
    let margin =
        fixture.lines().find(|line| !line.trim().is_empty()).map_or(0, |line| line.len() - line.trim_start().len());
    for file in format!("\n{}", unindented(fixture, margin)).split("\n-- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        let (path, bytes) = match path.strip_suffix(" in UTF-16") {
            Some(path) => (path, format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()),
            None => (path, text.as_bytes().to_vec()),
        };
        let path = project.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder of the fixture");
        std::fs::write(path, bytes).expect("a file of the fixture");
    }
    let built = Program::build(project.path()).arg("--keep-going").run();
    let told: Vec<String> =
        built.findings.iter().map(|told| format!("{}[{}] {}", told.severity, told.code, told.place)).collect();
    assert_eq!(told, expected, "{}", built.said);
    let grave = expected.iter().any(|told| told.starts_with("error") || told.starts_with("loss"));
    assert_eq!(built.code, Some(i32::from(grave)), "{}", built.said);
    assert!(built.files().contains_key("index.html"), "the site is there with its faults marked: {}", built.said);
}

/// The text without the blanks that every line begins with.
fn unindented(text: &str, margin: usize) -> String {
    text.lines()
        .map(|line| line.get(margin..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
        .trim_start()
        .to_owned()
}
