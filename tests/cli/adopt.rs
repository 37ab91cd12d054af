//! `lifeboat overlay adopt`: what becomes of a layer's work when the vendor drops a topic.

use std::fs;

use expect_test::expect;

use super::Project;

const PROJECT: &str = "
    -- book.toml
    [book]
    title = \"Plan\"
    src = \"topics\"
    [overlays]
    dir = \"overlays\"
    order = [\"group\", \"site\"]
    -- topics/index.md
    # Plan
    -- topics/fax.md
    ---
    title: Fax
    ---
    # Fax

    Use the fax when mail is down. See [the plan](index.md).

    ## Numbers

    Ask the vendor.

    ## Paper

    Any will do.
    -- overlays/group/layer.toml
    label = \"Group\"
    -- overlays/group/changes/fax.md
    ---
    changes: fax.md
    set: { owner: office }
    ---

    # Replace opening of: Numbers

    Dial 100.

    # Require: Numbers

    Name the site's own machine.

    # Remove: Paper

    There is one kind only.
    -- overlays/site/layer.toml
    label = \"Site\"
    -- overlays/site/changes/fax.md
    # Add to end of: Numbers

    At the site dial 200.
";

/// The project once the vendor's next topics have no `fax.md`.
fn dropped() -> Project {
    let project = Project::new(PROJECT);
    assert_eq!(project.run(&["base", "update", "--from", "topics", "--revision", "1"]).code, Some(0));
    project.run(&["overlay", "accept", "--all", "--reason", "first import", "--by", "a.murphy"]);
    fs::create_dir(project.path().join("new")).expect("a folder");
    fs::copy(project.path().join("topics/index.md"), project.path().join("new/index.md")).expect("a copy");
    let said = project.run(&["base", "update", "--from", "new", "--revision", "2"]);
    assert!(said.err.contains("try: lifeboat overlay adopt group fax.md"), "{}", said.err);
    assert!(project.file("topics/fax.md").is_none());
    project
}

#[test]
fn a_dropped_topic_becomes_the_layers_own_with_its_changes() {
    let project = dropped();
    let first = project.run(&["overlay", "adopt", "site", "fax.md"]);
    assert_eq!(first.code, Some(2));
    assert!(first.err.contains("lifeboat overlay adopt group fax.md"), "{}", first.err);
    let said = project.run(&["overlay", "adopt", "group", "fax.md"]);
    expect![[r#"
        overlays/group/topics/fax.md
        overlays/group/changes/fax.md: taken away, its instructions are carried out
        overlays/group/reviewed/fax.toml: taken away with it
        not in a topic of one's own: “Remove: Paper”: There is one kind only.
        not in a topic of one's own: “Require: Numbers”: Name the site's own machine.
        the topic is group's own; `nav:` in its front matter gives it a place; 1 layer above may need another accept
    "#]]
    .assert_eq(&format!("{}{}", said.out, said.err));
    expect![[r#"
        ---
        title: Fax
        owner: office
        ---

        # Fax

        Use the fax when mail is down. See [the plan](index.md).

        ## Numbers

        Dial 100.
    "#]]
    .assert_eq(&project.file("overlays/group/topics/fax.md").unwrap());
    assert!(project.file("overlays/group/changes/fax.md").is_none());
    assert!(project.file("overlays/group/reviewed/fax.toml").is_none());
    let built = project.run(&["build"]);
    assert_eq!(built.code, Some(0), "{}{}", built.out, built.err);
    let page = project.file("book/fax.html").unwrap();
    assert!(page.contains("Dial 100.") && page.contains("At the site dial 200.") && !page.contains("Any will do"));
}

#[test]
fn nothing_is_written_where_the_change_file_does_not_fit_the_last_text() {
    let project = dropped();
    fs::write(project.path().join("old.md"), "# Fax\n\n## Paper\n\nAny.\n").unwrap();
    let said = project.run(&["overlay", "adopt", "group", "fax.md", "--from", "old.md"]);
    assert_eq!(said.code, Some(1));
    assert!(format!("{}{}", said.out, said.err).contains("O201"), "{}{}", said.out, said.err);
    assert!(said.err.contains("nothing was written"), "{}", said.err);
    assert!(project.file("overlays/group/topics/fax.md").is_none());
    assert!(project.file("overlays/group/changes/fax.md").is_some());
}

#[test]
fn what_a_layer_may_not_say_as_its_own_is_told_at_once() {
    let project = dropped();
    let old = "# Fax\n\n<div class=\"x\">Vendor's words.</div>\n\n## Numbers\n\nAsk.\n\n## Paper\n\nAny.\n";
    fs::write(project.path().join("old.md"), old).unwrap();
    let said = project.run(&["overlay", "adopt", "group", "fax.md", "--from", "old.md"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("error[O605]") && said.err.contains("overlays/group/topics/fax.md:"), "{}", said.err);
}

#[test]
fn what_cannot_be_adopted_is_told() {
    let project = Project::new(PROJECT);
    let refused = |arguments: &[&str], why: &str| {
        let said = project.run(&[&["overlay", "adopt"], arguments].concat());
        assert!(said.code == Some(2) && said.err.contains(why), "{}", said.err);
    };
    refused(&["group", "fax.md"], "`fax.md` is still there below the layer");
    refused(&["group", "index.md"], "layer `group` has no change file for `index.md`");
    fs::remove_file(project.path().join("topics/fax.md")).unwrap();
    refused(&["group", "fax.md"], "no copy of the vendor's `fax.md` was kept");
    refused(&["group", "fax.md", "--from", "nothing.md"], "there is no file `nothing.md`");
    fs::write(
        project.path().join("overlays/group/changes/fax.md"),
        "---\nchanges: fax.md\nhide: yes\nnote: Gone.\n---\n",
    )
    .unwrap();
    fs::write(project.path().join("old.md"), "# Fax\n").unwrap();
    refused(&["group", "fax.md", "--from", "old.md"], "hides the topic, which is gone anyway");
}
