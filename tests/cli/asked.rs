//! `lifeboat overlay review` as somebody at a terminal meets it: questions, answers and an editor.
//!
//! The terminal is that of the program `script`, which hands on what is typed.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::{Command, Stdio};

use super::Project;

const PROJECT: &str = "
    -- book.toml
    [book]
    title = \"Plan\"
    src = \"topics\"
    [overlays]
    dir = \"overlays\"
    order = [\"group\"]
    -- topics/index.md
    # Plan

    Call reception.

    ## Office

    Open the door.

    ## Garage

    Close the gate.
    -- overlays/group/layer.toml
    label = \"Group\"
    -- overlays/group/changes/index.md
    # Replace: Office

    Leave it shut.

    # Replace: Garage

    Leave it open.
";

/// What a person at a terminal sees who types this, or nothing where there is no `script`.
fn typed(project: &Project, keys: &str, editor: Option<&str>) -> Option<String> {
    let command = format!("'{}' overlay review --by a.murphy", env!("CARGO_BIN_EXE_lifeboat"));
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).current_dir(project.path());
    script.env("NO_COLOR", "1").env("TERM", "dumb").env_remove("VISUAL").env_remove("EDITOR");
    script.env("SOURCE_DATE_EPOCH", "1780272000");
    if let Some(editor) = editor {
        script.env("EDITOR", editor);
    }
    let started = script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else {
        assert!(std::env::var_os("CI").is_none(), "`script` is missing");
        return None;
    };
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(keys.as_bytes()).expect("what is typed");
    // The end of the input would be read as Ctrl+D before the answers are.
    let output = std::thread::spawn(move || child.wait_with_output());
    let output = output.join().expect("it ends").expect("it ran");
    drop(stdin);
    Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
}

/// The project, with both targets changed since they were reviewed.
fn changed() -> Project {
    let project = Project::new(PROJECT);
    project.run(&["overlay", "accept", "--all", "--reason", "first import", "--by", "a.murphy"]);
    let path = project.path().join("topics/index.md");
    let text = std::fs::read_to_string(&path).expect("the topic");
    std::fs::write(&path, text.replace("the door", "the front door").replace("the gate", "both gates"))
        .expect("written");
    project
}

#[test]
fn each_instruction_is_asked_about_and_the_answer_is_done() {
    let project = changed();
    let Some(seen) = typed(&project, "what\nk\nd\n", None) else { return };
    assert_eq!(seen.matches("[k]eep our text, [e]dit it, [d]rop it, [s]kip, [q]uit?").count(), 3, "{seen}");
    assert!(seen.contains("Open the {+front +}door.") && seen.contains("1 of 2"), "{seen}");
    assert!(seen.contains("1 accepted") && seen.contains("dropped “Replace: Garage”"), "{seen}");
    let change = project.file("overlays/group/changes/index.md").expect("the change file");
    assert!(change.contains("# Replace: Office") && !change.contains("Garage"), "{change}");
    let record = project.file("overlays/group/reviewed/index.toml").expect("the record");
    assert!(record.contains("Open the front door."), "{record}");
}

#[test]
fn who_skips_or_quits_changes_nothing() {
    for keys in ["s\n\n", "q\n", "\u{4}"] {
        let project = changed();
        let before = project.file("overlays/group/reviewed/index.toml");
        let Some(seen) = typed(&project, keys, None) else { return };
        assert!(seen.contains("[q]uit?"), "{seen}");
        assert_eq!(project.file("overlays/group/reviewed/index.toml"), before, "{keys:?}");
    }
}

#[test]
fn an_editor_is_opened_at_the_change_file() {
    let project = changed();
    let editor = project.path().join("editor.sh");
    std::fs::write(
        &editor,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > seen.txt\nsed -i 's/Leave it shut/Leave it ajar/' \"$2\"\n",
    )
    .expect("written");
    let command = format!("sh {} --wait", editor.display());
    let Some(seen) = typed(&project, "e\ns\n", Some(&command)) else { return };
    assert!(seen.contains("look at it again with `lifeboat overlay review`"), "{seen}");
    let arguments = project.file("seen.txt").expect("the editor ran");
    assert!(arguments.starts_with("--wait\n") && arguments.trim_end().ends_with("changes/index.md"), "{arguments}");
    assert!(project.file("overlays/group/changes/index.md").expect("it").contains("Leave it ajar"));
    let Some(seen) = typed(&changed(), "e\nq\n", None) else { return };
    assert!(seen.contains("edit overlays/group/changes/index.md, line 1 (set EDITOR, and it opens here)"), "{seen}");
    let Some(seen) = typed(&changed(), "e\nq\n", Some("/nowhere/editor")) else { return };
    assert!(seen.contains("cannot start `/nowhere/editor`"), "{seen}");
}
