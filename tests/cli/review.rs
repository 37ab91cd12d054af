//! `lifeboat overlay …` as the owner of a layer meets it.

use expect_test::expect;

use super::Project;
use super::layered::{PROJECT, check, edit, write};

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
