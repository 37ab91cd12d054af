//! `lifeboat overlay …` and `lifeboat base …` as the owner of a layer meets them.

use std::path::Path;

use expect_test::{Expect, expect};

use super::{Project, Said};

const PROJECT: &str = "
    -- book.toml
    [book]
    title = \"Plan\"
    src = \"content/topics\"
    [overlays]
    dir = \"content/overlays\"
    order = [\"group\", \"site\", \"secret\"]
    -- content/topics/ebcm.md
    ---
    title: EBCM
    ---
    # EBCM

    You use cloud services.

    Even with this resilience, service incidents do occur. When they do, be prepared.

    ## List of topics

    - Plan

    ## See also

    Read the legal disclaimer first.
    -- content/topics/index.md
    # Home

    [EBCM](ebcm.md)
    -- content/overlays/group/layer.toml
    label = \"Group\"
    -- content/overlays/group/changes/ebcm.md
    ---
    changes: ebcm.md
    set:
      title: Running through an outage
    ---

    # Replace paragraph: Even with this resilience…

    Incidents occur. We declare after 30 minutes.

    # Add after: List of topics

    ## Assembly point

    Named by each site.

    # Require: Assembly point

    Name it, and who takes the roll call.

    # Remove: See also

    Legal has its own (LEG-114).
    -- content/overlays/site/layer.toml
    label = \"Site\"
    -- content/overlays/site/changes/ebcm.md
    # Replace: Assembly point

    Car park C.
    -- content/overlays/secret/layer.toml
    label = \"Crisis team\"
    classification = \"restricted\"
    -- content/overlays/secret/changes/ebcm.md
    # Add to end of: this topic

    Bridge PIN 4711.
    -- content/overlays/secret/changes/index.md
    # Replace paragraph: EBCM

    The vault code is in the safe.
";

fn shown(said: &Said) -> String {
    format!("{}{}exit {}\n", said.out, said.err, said.code.unwrap_or(-1))
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]
fn check(project: &Project, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&shown(&project.run(arguments)));
}

fn write(project: &Project, path: &str, text: &str) {
    let path = project.path().join(path);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder is made");
    std::fs::write(path, text).expect("a file is written");
}

fn edit(project: &Project, path: &str, from: &str, to: &str) {
    let text = project.file(path).expect("the file is there");
    assert!(text.contains(from), "{text}");
    write(project, path, &text.replace(from, to));
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the walk goes on");
        let path = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(path).expect("a folder is made");
        } else {
            std::fs::copy(entry.path(), path).expect("a file is copied");
        }
    }
}

/// The vendor's next topics, in `new` beside the project's own.
fn next_topics(project: &Project) {
    copy(&project.path().join("content/topics"), &project.path().join("new"));
    edit(
        project,
        "new/ebcm.md",
        "this resilience, service incidents do occur",
        "that resilience, service incidents still happen",
    );
    edit(project, "new/ebcm.md", "## See also", "## Related topics");
}

#[test]
fn status_tells_what_was_never_reviewed_and_accept_puts_it_on_record() {
    let project = Project::new(PROJECT);
    check(
        &project,
        &["overlay", "status", "--color", "never"],
        expect![[r#"
            group
              ebcm.md  3 instructions: 3 never reviewed
            site
              ebcm.md  1 instruction: 1 never reviewed
            note[O505]: no instruction of this file was reviewed yet
             --> content/overlays/group/changes/ebcm.md:7:1
              |
            7 | # Replace paragraph: Even with this resilience…
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
            try: lifeboat overlay accept group ebcm.md

            note[O505]: “Assembly point” was never reviewed
             --> content/overlays/site/changes/ebcm.md:1:1
              |
            1 | # Replace: Assembly point
              | ^^^^^^^^^^^^^^^^^^^^^^^^^
              |
            note: as it is now
              --> content/overlays/group/changes/ebcm.md:13:1
               |
            13 | ## Assembly point
               | -----------------
               |
            try: lifeboat overlay accept site ebcm.md
            4 of 4 instructions need a look: lifeboat overlay review (shown as far as each edition may show it; --clearance CLASS says otherwise)
            exit 0
        "#]],
    );
    check(
        &project,
        &["overlay", "accept", "group", "ebcm.md", "--by", "a.murphy"],
        expect![[r#"
        content/overlays/group/reviewed/ebcm.toml: 3 accepted
        3 instructions accepted
        exit 0
    "#]],
    );
    expect![[r##"
        # Written by `lifeboat overlay accept`: what was last looked at below this layer.
        topic = "ebcm.md"

        [[seen]]
        instruction = "add after: list of topics"
        hash = ["b3:78d2c2e60ca9c1b501fbb9b8d290df5ae643c937c5b567fa42556472cfe4046e"]
        inside = ["b3:2e77b503325d0d1159626b2631d6077460d393aa386af05f07fdcad9ef4d9ad8"]
        by = "a.murphy"
        on = 2026-06-01
        text = '''
        ## List of topics

        - Plan
        '''

        [[seen]]
        instruction = "remove: see also"
        hash = ["b3:d24765a8008bfa38ac44d93003b24f6f0fdb8aee79eb5c2a367b6b9a888cb064"]
        inside = ["b3:d6af41d3a2b5bd72d8414fb0c7c96536256ee3ba09643ac8e1af121cd21d3f68"]
        by = "a.murphy"
        on = 2026-06-01
        text = '''
        ## See also

        Read the legal disclaimer first.
        '''

        [[seen]]
        instruction = "replace paragraph: even with this resilience"
        hash = ["b3:b8b054a01de7526ba6613e2f6eaace5ce32e9cbf11ea39978b91764261f71ffb"]
        by = "a.murphy"
        on = 2026-06-01
        text = '''
        Even with this resilience, service incidents do occur. When they do, be prepared.
        '''
    "##]]
    .assert_eq(&project.file("content/overlays/group/reviewed/ebcm.toml").unwrap());
    check(
        &project,
        &["overlay", "accept", "group", "ebcm.md", "--by", "b.byrne"],
        expect![[r#"
        0 instructions accepted; 3 on record already
        exit 0
    "#]],
    );
    check(
        &project,
        &["overlay", "status", "group"],
        expect![[r#"
        group
          ebcm.md  3 instructions: all reviewed
        3 instructions, nothing to look at (shown as far as each edition may show it; --clearance CLASS says otherwise)
        exit 0
    "#]],
    );
    let strict = project.run(&["overlay", "status", "site", "--strict", "-q"]);
    assert_eq!(strict.code, Some(1), "{}", strict.err);
    assert!(strict.err.contains("error[O505]"), "{}", strict.err);
    let check_strict = project.run(&["check", "--strict", "--color", "never"]);
    assert!(check_strict.err.contains("error[O505]") && check_strict.code == Some(1), "{}", check_strict.err);
}

#[test]
fn review_shows_three_texts_and_takes_an_answer() {
    let project = Project::new(PROJECT);
    project.run(&["overlay", "accept", "--all", "--reason", "first import", "--by", "a.murphy"]);
    edit(&project, "content/topics/ebcm.md", "do occur", "still happen");
    check(
        &project,
        &["overlay", "review"],
        expect![[r#"
        1 of 1  group · ebcm.md · Replace paragraph: Even with this resilience…
          upstream changed this; our text still applies: is it still right?
          as reviewed by a.murphy on 2026-06-01
            Even with this resilience, service incidents [-do occur.-] When they do, be prepared.
          upstream now (content/topics/ebcm.md:8)
            Even with this resilience, service incidents {+still happen.+} When they do, be prepared.
          ours (content/overlays/group/changes/ebcm.md:7)
            Incidents occur. We declare after 30 minutes.
          keep ours: lifeboat overlay review group 'ebcm.md#Even with this resilience…' --keep
          drop ours: lifeboat overlay review group 'ebcm.md#Even with this resilience…' --drop

        1 instruction to look at
        exit 0
    "#]],
    );
    check(
        &project,
        &["overlay", "review", "group", "ebcm.md#even-with-this-resilience", "--keep", "--by", "b.byrne"],
        expect![[r#"
            content/overlays/group/reviewed/ebcm.toml: 1 accepted
            1 instruction accepted
            exit 0
        "#]],
    );
    check(
        &project,
        &["overlay", "review"],
        expect![[r#"
        nothing to look at
        exit 0
    "#]],
    );
    check(
        &project,
        &["overlay", "review", "group", "ebcm.md#See also", "--drop"],
        expect![[r#"
        content/overlays/group/changes/ebcm.md: dropped “Remove: See also” (3 lines)
        exit 0
    "#]],
    );
    assert!(!project.file("content/overlays/group/changes/ebcm.md").unwrap().contains("See also"));
    check(
        &project,
        &["overlay", "accept", "group", "ebcm.md", "--prune"],
        expect![[r#"
        content/overlays/group/reviewed/ebcm.toml: 0 accepted, 1 taken out
        0 instructions accepted; 2 on record already
        exit 0
    "#]],
    );
    let json = project.run(&["overlay", "review", "group", "ebcm.md", "--format", "json"]);
    assert_eq!((json.code, json.out.as_str()), (Some(0), "{\n  \"instructions\": []\n}\n"), "{}", json.err);
}

#[test]
fn accept_needs_a_reason_for_more_than_one_topic_and_a_target_that_is_there() {
    let project = Project::new(PROJECT);
    check(
        &project,
        &["overlay", "accept", "group"],
        expect![[r#"
        lifeboat: to accept more than one topic unseen takes a reason: --reason TEXT
        exit 2
    "#]],
    );
    check(
        &project,
        &["overlay", "accept", "grup", "ebcm.md"],
        expect![[r#"
        lifeboat: there is no layer `grup`; did you mean `group`? (the layers are group, secret, site)
        exit 2
    "#]],
    );
    check(
        &project,
        &["overlay", "accept", "group", "ebcm.md#Nothing"],
        expect![[r#"
        lifeboat: no instruction of layer group for ebcm.md is called `Nothing`; there are
          ebcm.md#List of topics
          ebcm.md#See also
          ebcm.md#Even with this resilience…
        exit 2
    "#]],
    );
    check(
        &project,
        &["overlay", "accept", "group", "other.md"],
        expect![[r#"
        lifeboat: there is no topic `other.md`
        exit 2
    "#]],
    );
    assert_eq!(project.run(&["overlay", "accept", "--all"]).code, Some(2));
}

#[test]
fn what_a_clearance_excludes_is_in_no_answer() {
    let project = Project::new(PROJECT);
    for command in [
        &["overlay", "status"][..],
        &["overlay", "status", "--format", "json"],
        &["overlay", "status", "--format", "sarif"],
        &["overlay", "review"],
        &["overlay", "review", "--format", "json"],
        &["overlay", "delta"],
        &["overlay", "targets", "ebcm.md"],
        &["overlay", "targets", "index.md", "--format", "json"],
    ] {
        let said = project.run(command);
        for hidden in ["secret", "Crisis team", "Bridge", "4711", "vault"] {
            assert!(!said.out.contains(hidden) && !said.err.contains(hidden), "{command:?}\n{}{}", said.out, said.err);
        }
        let open = project.run(&[command, &["--clearance", "restricted"]].concat());
        let all = format!("{}{}", open.out, open.err);
        assert!(all.contains("secret") || all.contains("Bridge") || all.contains("vault"), "{command:?}\n{all}");
    }
    check(
        &project,
        &["overlay", "status", "--clearance", "secrt"],
        expect![[r#"
        lifeboat: there is no class `secrt`; the classes are public, internal, confidential, restricted
        exit 2
    "#]],
    );
}

#[test]
fn new_writes_a_skeleton_once() {
    let project = Project::new(PROJECT);
    std::fs::remove_file(project.path().join("content/overlays/site/changes/ebcm.md")).unwrap();
    check(
        &project,
        &["overlay", "new", "site", "ebcm.md"],
        expect![[r#"
        content/overlays/site/changes/ebcm.md
        write an instruction below the comment; lifeboat overlay accept says that the text below was looked at
        exit 0
    "#]],
    );
    expect![[r#"
        ---
        changes: ebcm.md
        ---

        <!--
        To be filled:

        # Replace: Assembly point
          Group: Name it, and who takes the roll call.

        Headings of the page, to name in an instruction:

        # Add to end of: this topic
        # Add to end of: List of topics
        # Add to end of: Assembly point

        All that can be named: lifeboat overlay targets ebcm.md
        -->
    "#]]
    .assert_eq(&project.file("content/overlays/site/changes/ebcm.md").unwrap());
    check(
        &project,
        &["overlay", "new", "site", "ebcm.md"],
        expect![[r#"
        lifeboat: `content/overlays/site/changes/ebcm.md` is there already; `--print` shows what a new one would hold
        exit 2
    "#]],
    );
    let told = project.run(&["check"]);
    assert!(!told.err.contains("O103"), "a comment is no text: {}", told.err);
}

#[test]
fn targets_and_delta_list_what_there_is() {
    let project = Project::new(PROJECT);
    check(
        &project,
        &["overlay", "targets", "ebcm.md", "--layer", "group"],
        expect![[r#"
        section: this topic
          paragraph: You use cloud services.
          paragraph: Even with this resilience, service incidents…
          section: List of topics
            list: Plan
              item: Plan
          section: See also
            paragraph: Read the legal disclaimer first.
        8 targets of ebcm.md; write `# Replace`, `# Remove`, `# Add after` … before one, such as `# Add after paragraph: You use cloud services.`
        exit 0
    "#]],
    );
    check(
        &project,
        &["overlay", "delta"],
        expect![[r#"
        group  ebcm.md
          ADDED     after “List of topics”: Assembly point  (content/overlays/group/changes/ebcm.md:11)
          REPLACED  paragraph “Even with this resilience…”  (content/overlays/group/changes/ebcm.md:7)
          REMOVED   “See also”  (content/overlays/group/changes/ebcm.md:21)
          REQUIRED  “Assembly point”  (content/overlays/group/changes/ebcm.md:17)
        site  ebcm.md
          REPLACED  “Assembly point”  (content/overlays/site/changes/ebcm.md:1)
        5 changes in 2 topics
        exit 0
    "#]],
    );
}

#[test]
fn an_edited_copy_becomes_a_change_file() {
    let project = Project::new(PROJECT);
    std::fs::remove_file(project.path().join("content/overlays/site/changes/ebcm.md")).unwrap();
    let copy = project.run(&["overlay", "from-edit", "site", "ebcm.md", "-q"]).out;
    write(&project, "copy.md", &copy.replace("Named by each site.", "Car park D."));
    check(
        &project,
        &["overlay", "from-edit", "site", "ebcm.md", "copy.md", "--write"],
        expect![[r#"
        content/overlays/site/changes/ebcm.md
        composed with this file, the topic reads as the copy does
        exit 0
    "#]],
    );
    expect![[r#"
        ---
        changes: ebcm.md
        ---

        # Replace paragraph: Named by each site.

        Car park D.
    "#]]
    .assert_eq(&project.file("content/overlays/site/changes/ebcm.md").unwrap());
    write(&project, "copy.md", &copy.replace("## List", "# List"));
    check(
        &project,
        &["overlay", "from-edit", "site", "ebcm.md", "copy.md"],
        expect![[r#"
        ---
        changes: ebcm.md
        ---

        # Remove: List of topics

        Taken out in the edited copy; write here why.

        # Remove: Assembly point

        Taken out in the edited copy; write here why.

        # Add to end of: this topic

        # List of topics

        - Plan

        ## Assembly point

        Named by each site.
        cannot be said: “List of topics” is not an instruction; in a change file every # heading is one (O101)
        cannot be said: “Add to end of” needs text below it (O105)
        cannot be said in instructions: the text of the copy
        this file does not make all of the copy; see above
        exit 1
    "#]],
    );
}

#[test]
fn the_base_is_put_on_record_rehearsed_and_exchanged() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    check(
        &project,
        &[
            "base",
            "update",
            "--from",
            "content/topics",
            "--name",
            "m365",
            "--revision",
            "2026-03",
            "--licence",
            "CC-BY-4.0",
        ],
        expect![[r#"
            4 change files apply as before
            the base is now m365@2026-03, 2 files; 0 instructions need an owner's decision
            exit 0
        "#]],
    );
    let before = project.file("content/topics/base.toml").unwrap();
    assert!(before.contains("name = \"m365\"\nrevision = \"2026-03\"\nlicence = \"CC-BY-4.0\"\n"), "{before}");
    check(
        &project,
        &["base", "update", "--from", "new", "--rehearse", "--color", "never"],
        expect![[r#"
            group   ebcm.md    instructions 3   apply 1   changed 0   moved 2   lost 0   absorbed 0
            3 change files apply as before
            error[O503]: “Even with this resilience…” is gone; closest is “Even with that resilience, service incidents…” (76 % alike)
             --> content/overlays/group/changes/ebcm.md:7:1
              |
            7 | # Replace paragraph: Even with this resilience…
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
            note: it is this now
             --> content/topics/ebcm.md:8:1
              |
            8 | Even with that resilience, service incidents still happen. When they do, be prepared.
              | -------------------------------------------------------------------------------------
              |
            try: # Replace paragraph: Even with that resilience, service incidents…

            error[O502]: “See also” is gone; the same text now stands at “Related topics”
              --> content/overlays/group/changes/ebcm.md:21:1
               |
            21 | # Remove: See also
               | ^^^^^^^^^^^^^^^^^^
               |
            note: it is this now
              --> content/topics/ebcm.md:14:1
               |
            14 | ## Related topics
               | -----------------
               |
            try: # Remove: Related topics
            rehearsal only, nothing was written; 2 instructions need an owner's decision
            exit 1
        "#]],
    );
    assert_eq!(project.file("content/topics/base.toml").unwrap(), before, "a rehearsal writes nothing");
    assert!(!project.path().join("content/overlays/group/reviewed").exists());
}

#[test]
fn an_update_leaves_something_to_compare_with() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    project.run(&["base", "update", "--from", "content/topics", "--name", "m365", "--revision", "2026-03"]);
    let said = project.run(&["base", "update", "--from", "new", "--revision", "2027-01"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(
        said.err.ends_with("the base is now m365@2027-01, 2 files; 2 instructions need an owner's decision\n"),
        "{}",
        said.err
    );
    assert!(project.file("content/topics/ebcm.md").unwrap().contains("still happen"));
    // What nobody had reviewed is on record as it stood, so that there is something to compare with.
    check(
        &project,
        &["overlay", "review", "group"],
        expect![[r#"
            1 of 3  group · ebcm.md · Replace paragraph: Even with this resilience…
              this is gone; 76 % like it is what stands at “Even with that resilience, service incidents…”. If it is the same, write: # Replace paragraph: Even with that resilience, service incidents…
              as it stood before the update (m365@2026-03); nobody had looked at it
                Even with [-this-] resilience, service incidents [-do occur.-] When they do, be prepared.
              upstream now (content/topics/ebcm.md:8)
                Even with {+that+} resilience, service incidents {+still happen.+} When they do, be prepared.
              ours (content/overlays/group/changes/ebcm.md:7)
                Incidents occur. We declare after 30 minutes.

            2 of 3  group · ebcm.md · Add after: List of topics
              never reviewed: is our text right, with this below it?
              upstream now (content/topics/ebcm.md:10)
                ## List of topics

                - Plan
              ours (content/overlays/group/changes/ebcm.md:11)
                ## Assembly point

                Named by each site.
              keep ours: lifeboat overlay review group 'ebcm.md#List of topics' --keep
              drop ours: lifeboat overlay review group 'ebcm.md#List of topics' --drop

            3 of 3  group · ebcm.md · Remove: See also
              upstream renamed or moved this. Write: # Remove: Related topics
              as it stood before the update (m365@2026-03); nobody had looked at it
                ## See also

                Read the legal disclaimer first.
              upstream now (content/topics/ebcm.md:14)
                ## Related topics

                Read the legal disclaimer first.
              ours (content/overlays/group/changes/ebcm.md:21)
                Legal has its own (LEG-114).

            3 instructions to look at
            exit 1
        "#]],
    );
    let names: Vec<_> =
        std::fs::read_dir(project.path().join("content")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left beside: {names:?}");
}

#[test]
fn edits_by_hand_are_told_kept_and_put_back() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    project.run(&["base", "update", "--from", "content/topics", "--revision", "1"]);
    edit(&project, "content/topics/ebcm.md", "cloud services", "no services");
    write(&project, "content/topics/own.md", "# Own\n");
    let told = project.run(&["check", "--color", "never"]).err;
    for line in [
        "error[O507]: `ebcm.md` of the base was edited by hand\n --> content/topics/ebcm.md:1:1",
        "error[O507]: `own.md` was added to the base by hand",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let said = project.run(&["base", "update", "--from", "new", "--revision", "2"]);
    assert!(
        said.code == Some(1) && said.err.contains("nothing was written: 2 edits by hand would be lost"),
        "{}",
        said.err
    );
    assert!(project.file("content/topics/base.toml").unwrap().contains("revision = \"1\""));
    check(
        &project,
        &["base", "restore"],
        expect![[r#"
        restored content/topics/ebcm.md
        left in place, since base.toml does not list it: content/topics/own.md
        1 file restored
        exit 0
    "#]],
    );
    assert!(project.file("content/topics/ebcm.md").unwrap().contains("cloud services"));
    assert!(project.file("content/topics/own.md").is_some(), "nothing of the author's is removed");
    // Without the kept copies the vendor's folder is needed.
    std::fs::remove_dir_all(project.path().join(".lifeboat")).unwrap();
    edit(&project, "content/topics/index.md", "Home", "House");
    check(
        &project,
        &["base", "restore", "index.md"],
        expect![[r#"
        not restored, for its original is not kept here: content/topics/index.md; --from names the vendor's folder
        0 files restored
        exit 1
    "#]],
    );
    check(
        &project,
        &["base", "restore", "content/topics/index.md", "--from", "new"],
        expect![[r#"
        restored content/topics/index.md
        1 file restored
        exit 0
    "#]],
    );
    check(
        &project,
        &["base", "restore", "nothing.md"],
        expect![[r#"
        lifeboat: base.toml lists no file `nothing.md`
        exit 2
    "#]],
    );
}

#[test]
fn a_base_that_nobody_put_on_record_is_kept_beside() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    let said = project.run(&["base", "update", "--from", "new"]);
    assert!(said.err.contains("it is kept as"), "{}", said.err);
    assert!(project.file("content/topics.before/ebcm.md").unwrap().contains("do occur"));
    assert!(project.file("content/topics/ebcm.md").unwrap().contains("still happen"));
    std::fs::remove_file(project.path().join("content/topics/base.toml")).unwrap();
    let again = project.run(&["base", "update", "--from", "new"]);
    assert!(again.code == Some(2) && again.err.contains("move it away"), "{}", again.err);
    assert!(project.file("content/topics.before/ebcm.md").unwrap().contains("do occur"));
}

#[test]
fn change_files_go_along_with_a_topic_that_upstream_moved() {
    let project = Project::new(PROJECT);
    project.run(&["base", "update", "--from", "content/topics", "--revision", "1"]);
    project.run(&["overlay", "accept", "--all", "--reason", "first import", "--by", "a.murphy"]);
    copy(&project.path().join("content/topics"), &project.path().join("new"));
    std::fs::remove_file(project.path().join("new/base.toml")).unwrap();
    std::fs::create_dir(project.path().join("new/plan")).unwrap();
    std::fs::rename(project.path().join("new/ebcm.md"), project.path().join("new/plan/ebcm.md")).unwrap();
    check(
        &project,
        &["base", "update", "--from", "new", "--rehearse", "--color", "never"],
        expect![[r#"
            1 change file applies as before
            error[O110]: “ebcm.md” changes a topic that no lower layer has
             --> content/overlays/group/changes/ebcm.md:1:1
              |
            1 | ---
              | ^
              |
            note: the texts as they were last reviewed
             --> content/overlays/group/reviewed/ebcm.toml:5:15
              |
            5 | instruction = "add after: list of topics"
              |               ---------------------------
              |
            try: --move-changes takes the change file along to plan/ebcm.md

            error[O110]: “ebcm.md” changes a topic that no lower layer has
             --> content/overlays/secret/changes/ebcm.md:1:1
              |
            1 | # Add to end of: this topic
              | ^
              |
            note: the texts as they were last reviewed
             --> content/overlays/secret/reviewed/ebcm.toml:5:15
              |
            5 | instruction = "add to end of: this topic"
              |               ---------------------------
              |
            try: --move-changes takes the change file along to plan/ebcm.md

            error[O110]: “ebcm.md” changes a topic that no lower layer has
             --> content/overlays/site/changes/ebcm.md:1:1
              |
            1 | # Replace: Assembly point
              | ^
              |
            note: the texts as they were last reviewed
             --> content/overlays/site/reviewed/ebcm.toml:5:15
              |
            5 | instruction = "replace: assembly point"
              |               -------------------------
              |
            try: --move-changes takes the change file along to plan/ebcm.md
            upstream moved ebcm.md to plan/ebcm.md; --move-changes takes its change files along
            rehearsal only, nothing was written; 0 instructions need an owner's decision
            exit 1
        "#]],
    );
    let said = project.run(&["base", "update", "--from", "new", "--revision", "2", "--move-changes"]);
    assert!(said.err.contains("0 instructions need"), "{}", said.err);
    let moved = project.file("content/overlays/group/changes/plan/ebcm.md").unwrap();
    assert!(moved.starts_with("---\nchanges: plan/ebcm.md\n"), "{moved}");
    assert!(
        project.file("content/overlays/group/reviewed/plan/ebcm.toml").unwrap().contains("topic = \"plan/ebcm.md\"")
    );
    check(
        &project,
        &["overlay", "status", "group"],
        expect![[r#"
        group
          plan/ebcm.md  3 instructions: all reviewed
        3 instructions, nothing to look at (shown as far as each edition may show it; --clearance CLASS says otherwise)
        exit 0
    "#]],
    );
}

#[test]
fn hostile_folders_and_records_are_refused_in_plain_words() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    std::os::unix::fs::symlink("/etc/hostname", project.path().join("new/link.md")).unwrap();
    check(
        &project,
        &["base", "update", "--from", "new"],
        expect![[r#"
        lifeboat: the new topics hold what no base may hold, links or odd names: link.md
        exit 2
    "#]],
    );
    std::fs::remove_file(project.path().join("new/link.md")).unwrap();
    let wrong = format!("[files]\n\"ebcm.md\" = \"{}\"\n", "0".repeat(64));
    write(&project, "new/base.toml", &wrong);
    let said = project.run(&["base", "update", "--from", "new"]);
    assert!(said.code == Some(2) && said.err.contains("not as their own base.toml says"), "{}", said.err);
    check(
        &project,
        &["base", "update", "--from", "content"],
        expect![[r#"
        lifeboat: `content` and the base lie in each other
        exit 2
    "#]],
    );
    std::fs::create_dir(project.path().join("empty")).unwrap();
    assert_eq!(project.run(&["base", "update", "--from", "empty"]).code, Some(2));
    // A record that is no text, and one that is no record.
    let record = project.path().join("content/overlays/group/reviewed/ebcm.toml");
    std::fs::create_dir_all(record.parent().unwrap()).unwrap();
    std::fs::write(&record, b"\xff\xfe\xffseen").unwrap();
    let told = project.run(&["check", "--color", "never"]);
    assert!(told.code != Some(2) && !told.err.contains("loss["), "{}", told.err);
    std::fs::write(&record, "<<<<<<< ours\n[[seen]]\n").unwrap();
    assert!(project.run(&["check"]).err.contains("O509"));
    let said = project.run(&["overlay", "accept", "group", "ebcm.md", "--by", "x"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(!project.run(&["check"]).err.contains("O509"));
    // A folder of records that is a link leads nowhere.
    std::fs::remove_dir_all(record.parent().unwrap()).unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), record.parent().unwrap()).unwrap();
    let said = project.run(&["overlay", "accept", "group", "ebcm.md", "--by", "x"]);
    assert!(said.code == Some(2) && said.err.contains("is a link"), "{}", said.err);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_killed_update_leaves_the_old_base_or_the_new_one() {
    let project = Project::new(PROJECT);
    next_topics(&project);
    for at in 0..60 {
        write(&project, &format!("content/topics/more/{at}.md"), &format!("# {at}\n\nold\n"));
        write(&project, &format!("new/more/{at}.md"), &format!("# {at}\n\nnew\n"));
    }
    project.run(&["base", "update", "--from", "content/topics", "--revision", "1"]);
    let pristine = tempfile::tempdir().unwrap();
    copy(&project.path().join("content"), pristine.path());
    let mut finished = 0;
    for wait in [20, 40, 60, 80, 100, 130, 160, 200, 300, 600] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .args(["base", "update", "--from", "new", "--revision", "2", "-q"])
            .current_dir(project.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        _ = child.kill();
        child.wait().unwrap();
        let manifest = project.file("content/topics/base.toml").unwrap();
        let (word, other) = if manifest.contains("revision = \"1\"") { ("old", "new") } else { ("new", "old") };
        for at in 0..60 {
            let text = project.file(&format!("content/topics/more/{at}.md")).unwrap();
            assert!(text.contains(word) && !text.contains(other), "{at}: {text}");
        }
        if word == "new" {
            finished += 1;
            std::fs::remove_dir_all(project.path().join("content")).unwrap();
            copy(pristine.path(), &project.path().join("content"));
        }
    }
    let said = project.run(&["base", "update", "--from", "new", "--revision", "2"]);
    assert!(said.err.contains("the base is now 2, 62 files"), "{finished} {}", said.err);
    assert!(!project.path().join("content/.topics.lifeboat-new").exists());
}
