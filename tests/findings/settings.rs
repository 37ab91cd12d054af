//! `book.toml`: layers, and files that it names.

use super::check;

/// A project with two layers, whose `book.toml` has these lines under `[overlays]`.
fn check_overlays(lines: &str, expected: &[&str]) {
    check(
        &format!(
            "
        -- book.toml
        [book]
        src = \"topics\"
        [overlays]
        dir = \"overlays\"
        {lines}
        -- overlays/group/layer.toml
        label = \"Group\"
        -- overlays/site/layer.toml
        label = \"Site\"
        -- topics/index.md
        # Home
        "
        ),
        expected,
    );
}

#[test]
fn a_layer_that_appears_twice() {
    check_overlays("order = [\"group\", \"site\", \"group\"]", &["error[O407] book.toml:5:27"]);
}

#[test]
fn a_layer_that_is_not_there() {
    check_overlays("order = [\"group\", \"side\"]", &["error[O410] book.toml:5:19"]);
}

#[test]
fn layers_without_an_order() {
    check_overlays("", &["error[O409] "]);
}

#[test]
fn a_style_sheet_that_is_not_there() {
    check(
        "
        -- book.toml
        [output.html]
        additional-css = [\"ours.css\"]
        -- index.md
        # Home
        ",
        &["error[C009] book.toml:2:19"],
    );
}

#[test]
fn an_old_address_of_a_section() {
    check(
        "
        -- index.md
        # Home
        -- book.toml
        [output.html.redirect]
        \"/old.html#part\" = \"index.html\"
        ",
        &["note[L032] book.toml:2:20"],
    );
}
