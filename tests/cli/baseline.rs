//! Findings that are accepted for now.

use super::Project;

fn project(links: &str) -> Project {
    Project::new(&format!(
        "-- index.md
        # Home

        {links}
        "
    ))
}

#[test]
fn what_a_baseline_lists_is_accepted_and_what_is_new_is_told() {
    let old = project("[a](gone.md)");
    let file = old.path().join("accepted.json");
    let file = file.to_str().expect("a path");
    assert_eq!(old.run(&["check"]).code, Some(1));
    let written = old.run(&["check", "--write-baseline", file]);
    assert_eq!((written.code, written.err.contains("1 finding written")), (Some(0), true), "{}", written.err);
    let again = old.run(&["check", "--strict", "--baseline", file]);
    assert_eq!((again.code, again.err.contains("L001")), (Some(0), false), "{}", again.err);

    let new = project("[a](gone.md) [b](other.md)");
    let said = new.run(&["check", "--baseline", file]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("no topic at `other.md`") && !said.err.contains("no topic at `gone.md`"), "{}", said.err);

    let mended = project("[a](index.md)").run(&["check", "--baseline", file]);
    assert_eq!(mended.code, Some(0));
    assert!(mended.err.contains("no longer found"), "{}", mended.err);
}

#[test]
fn a_loss_is_never_accepted_and_a_file_that_is_no_baseline_stops() {
    let project = project("[!INCLUDE [x](gone.md)]");
    let file = project.path().join("accepted.json");
    let file = file.to_str().expect("a path");
    let written = project.run(&["check", "--write-baseline", file]);
    assert_eq!((written.code, written.err.contains("M001")), (Some(1), true), "{}", written.err);
    assert_eq!(project.run(&["check", "--baseline", "book.toml"]).code, Some(2));
}

#[cfg(not(feature = "external"))]
#[test]
fn a_plain_build_of_the_program_cannot_ask_the_internet() {
    let said = project("[a](https://a.example)").run(&["check", "--external"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--features external"), "{}", said.err);
}
