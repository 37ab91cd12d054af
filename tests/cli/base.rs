//! `lifeboat base …` as the owner of the vendor's topics meets it.

use expect_test::expect;

use super::Project;
use super::layered::{PROJECT, check, copy, edit, next_topics, write};

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
