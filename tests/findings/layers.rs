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

#[test]
fn a_comment_about_a_table_that_does_not_follow() {
    check_change(
        "# Replace: Office\n<!-- key: Door -->\n\nOpen the door.",
        &[&format!("note[O505] {CHANGES}:1:1"), &format!("warning[O115] {CHANGES}:2:1")],
    );
}

#[test]
fn files_of_a_layer_that_nothing_reads() {
    check(
        "
        -- book.toml
        [book]
        src = \"topics\"
        -- topics/index.md
        # Home
        -- overlays/group/layer.toml
        label = \"Group\"
        -- overlays/group/index.md
        # Replace: Home
        -- overlays/group/change/index.md
        # Replace: Home
        -- overlays/group/toc.md
        # Remove: Home
        ",
        &[
            "error[O114] overlays/group/change/index.md:1:1",
            "error[O114] overlays/group/index.md:1:1",
            "error[O114] overlays/group/toc.md:1:1",
        ],
    );
}

#[test]
fn the_order_of_layers_has_to_be_told_and_to_be_true() {
    let layers = "
        -- topics/index.md
        # Home
        -- overlays/a/layer.toml
        label = \"A\"
        -- overlays/b/layer.toml
        label = \"B\"
        -- book.toml
        [book]
        src = \"topics\"";
    check(layers, &["error[O409] "]);
    check(
        &format!("{layers}\n        [overlays]\n        order = [\"a\", \"a\", \"c\"]\n"),
        &["error[O407] book.toml:4:15", "error[O410] book.toml:4:20"],
    );
}
