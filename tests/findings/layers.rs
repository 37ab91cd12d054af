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
        ",
        &["error[O114] overlays/group/change/index.md:1:1", "error[O114] overlays/group/index.md:1:1"],
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

#[test]
fn a_container_for_a_clearance_that_is_not_parted_from_its_neighbours() {
    check_change(
        "# Replace: Office\nOpen.\n:::class internal\n\nThe code.\n\n:::class-end",
        &[&format!("note[O505] {CHANGES}:1:1"), &format!("warning[O113] {CHANGES}:3:1")],
    );
}

#[test]
fn a_path_into_another_layer() {
    check(
        "
        -- book.toml
        [book]
        src = \"topics\"
        [overlays]
        dir = \"overlays\"
        order = [\"a\", \"b\"]
        -- topics/index.md
        # Home
        -- overlays/a/assets/map.txt
        Here.
        -- overlays/b/changes/index.md
        # Add to start of: this topic

        See [the map](../overlays/a/assets/map.txt).
        ",
        &["note[O505] overlays/b/changes/index.md:1:1", "error[O603] overlays/b/changes/index.md:3:15"],
    );
}

#[test]
fn raw_html_in_a_layer_that_is_trusted_for_text() {
    check_change(
        "---\nset:\n  layout: wide\n---\n# Replace: Office\nPress <kbd>F1</kbd>.\n\n<table><tr><td>x</td></tr></table>",
        &[
            &format!("error[O605] {CHANGES}:3:3"),
            &format!("note[O505] {CHANGES}:5:1"),
            &format!("error[O605] {CHANGES}:8:1"),
        ],
    );
}

#[test]
fn instructions_about_the_contents() {
    check(
        "
        -- book.toml
        [book]
        src = \"topics\"
        -- topics/toc.yml
        - name: Home
          href: index.md
        - name: Twice
        - name: Group
          items:
          - name: Twice
            href: a.md
        -- topics/index.md
        # Home
        -- topics/a.md
        # A
        -- overlays/group/layer.toml
        label = \"Group\"
        -- overlays/group/toc.md
        # Add after: Hom
        - [A](a.md)
        # Remove: Nothing (if present)
        gone
        # Replace: Home
        Other
        # Add to end of: Home
        - [B](b.md)
        # Rename: Group
        - a list
        ",
        &[
            "error[O201] overlays/group/toc.md:1:1",
            "note[O208] overlays/group/toc.md:3:1",
            "error[O211] overlays/group/toc.md:5:1",
            "error[L020] overlays/group/toc.md:8:7",
            "error[O211] overlays/group/toc.md:9:1",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_link_among_the_files_of_a_layer() {
    let project = tempfile::tempdir().expect("a folder for the project");
    let write = |path: &str, text: &str| {
        let path = project.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("book.toml", "[book]\nsrc = \"topics\"\n");
    write("topics/index.md", "# Home\n");
    write("overlays/group/layer.toml", "label = \"Group\"\n");
    write("overlays/group/topics/own.md", "# Own\n");
    std::os::unix::fs::symlink("own.md", project.path().join("overlays/group/topics/other.md")).expect("a link");
    let built = super::program::Program::build(project.path()).run();
    let told: Vec<(&str, &str)> = built.findings.iter().map(|told| (told.code.as_str(), told.place.as_str())).collect();
    assert!(told.contains(&("O604", "overlays/group/topics/other.md")), "{}", built.said);
}
