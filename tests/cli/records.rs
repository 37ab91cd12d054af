//! Records of reviews on the disk: whole after a kill, and with a hash for each way in which editions differ below.

use super::Project;

#[test]
fn a_killed_accept_leaves_each_record_whole() {
    let project = Project::new(
        "
        -- book.toml
        [book]
        title = \"Plan\"
        src = \"topics\"
        [overlays]
        dir = \"overlays\"
        order = [\"group\"]
        -- topics/index.md
        # Plan
        -- overlays/group/layer.toml
        label = \"Group\"
        ",
    );
    let write = |path: String, text: String| {
        let path = project.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    };
    let topics = |word: &str| {
        for at in 0..80 {
            write(
                format!("topics/more/{at}.md"),
                format!("# {at}\n\n## Part\n\n{}\n", format!("{word} words. ").repeat(200)),
            );
        }
    };
    topics("Old");
    for at in 0..80 {
        write(
            format!("overlays/group/changes/more/{at}.md"),
            "# Replace: Part\n\nOurs.\n\n# Add after: Part\n\n## More\n\nx\n".to_owned(),
        );
    }
    let accept = ["overlay", "accept", "group", "--reason", "all at once", "--by", "a.murphy"];
    project.run(&accept);
    topics("New");
    let (mut old, mut new) = (0, 0);
    for wait in [10, 25, 40, 50, 60, 70, 80, 90, 100, 115, 130, 150, 180, 220, 300] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .args(accept)
            .current_dir(project.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        _ = child.kill();
        child.wait().expect("it is gone");
        for at in 0..80 {
            let record = project.file(&format!("overlays/group/reviewed/more/{at}.toml")).expect("a record is there");
            let (is_old, is_new) = (record.contains("Old words."), record.contains("New words."));
            assert!(is_old != is_new, "{at}: {record}");
            assert_eq!(record.matches("[[seen]]").count(), 2, "{at}: {record}");
            assert!(record.ends_with("'''\n") || record.ends_with("\"\n"), "{at}: {record}");
            old += usize::from(is_old);
            new += usize::from(is_new);
        }
    }
    assert!(old > 0 || new > 0);
    let said = project.run(&accept);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let said = project.run(&["check", "--strict"]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let left = walkdir::WalkDir::new(project.path().join("overlays")).into_iter().filter_map(Result::ok);
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().contains("lifeboat-new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_record_holds_a_hash_for_each_way_in_which_editions_differ_below() {
    let project = Project::new(
        "
        -- book.toml
        [book]
        title = \"Plan\"
        src = \"topics\"
        [overlays]
        dir = \"overlays\"
        [editions.east]
        stack = [\"group-east\", \"site\"]
        [editions.west]
        stack = [\"group-west\", \"site\"]
        -- topics/index.md
        # Plan

        ## Office

        Open the door.
        -- overlays/group-east/changes/index.md
        # Replace: Office

        East door.
        -- overlays/group-west/changes/index.md
        # Replace: Office

        West door.
        -- overlays/site/changes/index.md
        # Add to end of: Office

        Lock it.
        # Rename: Office

        Our office
        # Replace paragraph: East door. (if present)

        Our east door.
        ",
    );
    project.run(&["overlay", "accept", "--all", "--reason", "first import", "--by", "a.murphy"]);
    let record = |what: &str| {
        let text = project.file("overlays/site/reviewed/index.toml").expect("the record");
        let part =
            text.split("[[seen]]").find(|part| part.contains(&format!("\"{what}\""))).unwrap_or_default().to_owned();
        part.matches("\"b3:").count()
    };
    // What stands beside it differs between the editions, the heading does not; one edition alone has the paragraph.
    assert!(record("add to end of: office") >= 2);
    assert_eq!(project.run(&["check", "--strict"]).code, Some(0));
    let change = |layer: &str, from: &str, to: &str| {
        let path = project.path().join(format!("overlays/{layer}/changes/index.md"));
        let text = std::fs::read_to_string(&path).expect("it is there");
        std::fs::write(path, text.replace(from, to)).expect("it is written");
    };
    // A text that one edition was reviewed with is known in the other too.
    change("group-west", "West door.", "East door.");
    let said = project.run(&["overlay", "status", "site", "--strict"]);
    assert!(!said.err.contains("O501"), "{}{}", said.out, said.err);
    change("group-west", "East door.", "North door.");
    project.run(&["overlay", "accept", "group-west", "index.md"]);
    let said = project.run(&["overlay", "status", "site"]);
    assert!(said.err.contains("O501") && said.err.contains("editions: 1 of 2, first west"), "{}{}", said.out, said.err);
    project.run(&["overlay", "accept", "site", "index.md", "--by", "b.byrne"]);
    assert_eq!(project.run(&["check", "--strict"]).code, Some(0));
}
