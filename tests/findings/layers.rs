//! Change files of layers.

use super::check;

/// A project whose one layer has this change file.
fn check_change(change: &str, expected: &[&str]) {
    let margin = "\n        ";
    check(
        &format!(
            "
        -- book.toml
        [book]
        src = \"topics\"
        [overlays]
        dir = \"overlays\"
        order = [\"group\"]
        -- overlays/group/layer.toml
        label = \"Group\"
        -- topics/index.md
        ---
        title: Home
        audience: everybody
        ---
        # Home

        ## Calls

        Call reception.

        ## Office

        Open the door.

        ### Calls

        Call the guard.
        -- overlays/group/changes/index.md{margin}{}
        ",
            change.trim().replace('\n', margin)
        ),
        expected,
    );
}

const CHANGES: &str = "overlays/group/changes/index.md";

#[test]
fn an_instruction_without_text() {
    check_change("# Replace: Office", &[&format!("error[O105] {CHANGES}:1:1")]);
}

#[test]
fn a_target_that_is_not_the_only_one() {
    check_change("# Replace: Calls\nCall nobody.", &[&format!("error[O202] {CHANGES}:1:1")]);
}

#[test]
fn an_empty_value_under_set() {
    check_change("---\nset:\n  audience:\n---", &[&format!("error[O304] {CHANGES}:3:3")]);
}

#[test]
fn a_field_of_another_kind() {
    check_change("---\nadd:\n  audience: [guards]\n---", &[&format!("error[O305] {CHANGES}:3:3")]);
}
