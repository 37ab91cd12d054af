//! What happens to the sources, and that the preview lives through it.

use std::fs;

use crate::preview::Preview;

const SITE: [(&str, &str); 3] = [
    ("book.toml", "[book]\ntitle = \"Test\"\nsrc = \"topics\"\n[output.html]\ntheme = \"theme\"\n"),
    ("topics/index.md", "# Start\n\nFirst words.\n"),
    ("topics/other.md", "# Other\n\nText.\n"),
];

#[test]
fn a_file_that_cannot_be_read_leaves_its_last_good_page() {
    let mut preview = Preview::of(&SITE, &[]);
    fs::write(preview.project().join("topics/other.md"), b"# Half \xff\xfe").unwrap();
    preview.wait_for("1 loss");
    assert!(preview.said.contains("error[S002]") || preview.said.contains("[S002]"), "{}", preview.said);
    let page = preview.get("/other.html");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Text."), "{}", page.text());
    // Meanwhile other topics go on.
    preview.write("topics/index.md", "# Start\n\nSecond words.\n");
    preview.wait_for("index.md changed");
    assert!(preview.get("/").text().contains("Second words."));
    preview.write("topics/other.md", "# Other\n\nMended.\n");
    preview.wait_for("no findings");
    assert!(preview.get("/other.html").text().contains("Mended."));
}

#[test]
fn a_file_that_vanishes_takes_its_page_along() {
    let mut preview = Preview::of(&SITE, &[]);
    fs::remove_file(preview.project().join("topics/other.md")).unwrap();
    preview.wait_for("other.md removed");
    assert_eq!(preview.get("/other.html").status, 404);
    preview.write("topics/other.md", "# Other\n\nBack.\n");
    preview.wait_for("other.md added");
    assert!(preview.get("/other.html").text().contains("Back."));
}

#[test]
fn a_broken_theme_is_told_and_pages_stay() {
    let mut preview = Preview::of(&SITE, &[]);
    preview.write("theme/topic.html", "{% extends \"layout.html\" %}{% block main %}{{ }}{% endblock %}");
    preview.wait_for("theme/topic.html added");
    assert!(preview.said.contains("[T0"), "{}", preview.said);
    assert!(preview.get("/other.html").text().contains("Text."));
    fs::remove_dir_all(preview.project().join("theme")).unwrap();
    preview.wait_for("no findings");
}

#[test]
fn without_its_settings_the_last_good_playbook_stays() {
    let mut preview = Preview::of(&SITE, &[]);
    let book = preview.project().join("book.toml");
    fs::remove_file(&book).unwrap();
    preview.wait_for("`book.toml` is gone");
    assert!(preview.get("/").text().contains("First words."));
    fs::write(&book, "[book]\ntitle = \"Again\"\nsrc = \"topics\"\n").unwrap();
    preview.wait_for("book.toml changed");
    assert!(preview.get("/").text().contains("Again"));
}

#[test]
fn a_project_that_goes_away_and_comes_back_is_shown_again() {
    let mut preview = Preview::of(&SITE, &[]);
    let (project, aside) = (preview.project(), preview.project().with_file_name("aside"));
    fs::rename(&project, &aside).unwrap();
    preview.wait_for("not shown: ");
    assert!(preview.get("/").text().contains("First words."));
    fs::rename(&aside, &project).unwrap();
    preview.write("topics/index.md", "# Start\n\nBack again.\n");
    preview.wait_for("index.md changed");
    assert!(preview.get("/").text().contains("Back again."));
}

#[test]
fn a_thousand_changes_are_shown_and_the_folder_may_be_another_one() {
    let mut preview = Preview::of(&SITE, &[]);
    let topics = preview.project().join("topics");
    fs::remove_dir_all(&topics).unwrap();
    for at in 0..1_000 {
        preview.write(&format!("topics/many/{at}.md"), &format!("# Topic {at}\n\nText {at}.\n"));
    }
    preview.write("topics/index.md", "# Start\n\nOf many.\n");
    // However many batches it takes: a change after all of them is the last.
    preview.wait_for("added");
    preview.write("topics/last.md", "# Last\n");
    while preview.get("/last.html").status != 200 || preview.get("/many/999.html").status != 200 {
        preview.wait_for("; ");
    }
    assert!(preview.get("/").text().contains("Of many."));
}

#[test]
fn an_atomic_save_and_a_save_of_the_same_text() {
    let mut preview = Preview::of(&SITE, &[]);
    let topics = preview.project().join("topics");
    fs::write(topics.join(".index.md.swp"), "x").unwrap();
    fs::write(topics.join("index.md~"), "# Start\n").unwrap();
    fs::write(topics.join("index.md"), SITE[1].1).unwrap();
    fs::write(topics.join("4913"), "# Start\n\nNew words.\n").unwrap();
    fs::rename(topics.join("4913"), topics.join("index.md")).unwrap();
    preview.wait_for("index.md changed; 1 page");
    let rebuilds = preview.said.lines().filter(|line| line.ends_with(" ms")).count();
    assert_eq!(rebuilds, 2, "the start and the one change: {}", preview.said);
}

#[test]
fn looking_works_where_nobody_tells() {
    let mut preview = Preview::of(&SITE, &["--poll"]);
    assert!(preview.said.contains("changes are looked for every second: as asked"), "{}", preview.said);
    preview.write("topics/index.md", "# Start\n\nSeen by looking.\n");
    preview.wait_for("index.md changed");
    assert!(preview.get("/").text().contains("Seen by looking."));
}

/// A plan whose theme says, on one page that is only made when it is asked for, what is for responders alone.
const LEAK: [(&str, &str); 4] = [
    (
        "book.toml",
        "[book]\nsrc = \"topics\"\n[output.html]\ntheme = \"theme\"\n[editions.everybody]\nclearance = \"internal\"\n",
    ),
    ("topics/index.md", "# Start\n\nWords for everybody.\n"),
    (
        "topics/bridge.md",
        "---\nclassification: restricted\n---\n# Bridge\n\nThe number of the crisis bridge is kept in the red safe of the plant.\n",
    ),
    ("theme/own.css", "/* The number of the crisis bridge is kept in the red safe of the plant. */\n"),
];

#[test]
fn a_file_that_is_kept_back_is_told_in_the_terminal_and_on_every_page() {
    let mut preview = Preview::of(&LEAK, &[]);
    assert!(!preview.said.contains("O606"), "nobody asked for it yet: {}", preview.said);
    for _ in 0..2 {
        assert_eq!(preview.get("/lifeboat/own.css").status, 404);
    }
    preview.wait_for("not shown: `lifeboat/own.css`");
    let state = |preview: &Preview| preview.get(&format!("/~lifeboat/state?since=0&token={}", preview.token())).text();
    let told = state(&preview);
    assert!(told.contains("\"O606\"") && told.contains("was found in lifeboat/own.css"), "{told}");
    // It is looked through again with every change, and told once until it is mended.
    preview.write("topics/index.md", "# Start\n\nOther words.\n");
    preview.wait_for("1 error");
    assert_eq!(preview.said.matches("[O606]").count(), 1, "{}", preview.said);
    assert!(state(&preview).contains("\"O606\""));
    preview.write("theme/own.css", "/* Nothing of that. */\n");
    preview.wait_for("no findings");
    assert!(!state(&preview).contains("\"O606\""));
    assert_eq!(preview.get("/lifeboat/own.css").status, 200);
}

#[test]
fn what_leaks_in_a_chosen_view_alone_is_told_until_it_is_mended() {
    let seen_by_all =
        [LEAK[0], LEAK[1], LEAK[2]].map(|(path, text)| (path, text.replace("= \"internal\"\n", "= \"restricted\"\n")));
    let mut files: Vec<(&str, &str)> = seen_by_all.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(LEAK[3]);
    let mut preview = Preview::of(&files, &[]);
    let state = |preview: &Preview| preview.get(&format!("/~lifeboat/state?since=0&token={}", preview.token())).text();
    let chosen = format!("Cookie: lifeboat-view-{}=clearance%3Dinternal", preview.port);
    assert_eq!(preview.get("/lifeboat/own.css").status, 200);
    assert_eq!(preview.get_with("/lifeboat/own.css", &chosen).status, 404);
    preview.wait_for("not shown: `lifeboat/own.css`");
    for words in ["Other words.", "Yet others."] {
        preview.write("topics/index.md", &format!("# Start\n\n{words}\n"));
        preview.wait_for("index.md changed; 1 page; 1 error");
        assert!(state(&preview).contains("\"O606\""), "{}", state(&preview));
    }
    assert_eq!(preview.said.matches("[O606]").count(), 1, "{}", preview.said);
    preview.write("theme/own.css", "/* Nothing of that. */\n");
    preview.wait_for("own.css changed");
    // The view is looked at after the usual one is shown: the news of it may come a moment later.
    let token = preview.token();
    let news = |since: u64| preview.get(&format!("/~lifeboat/state?since={since}&token={token}")).text();
    let number = |state: &str| serde_json::from_str::<serde_json::Value>(state).unwrap()["number"].as_u64().unwrap();
    let mut told = news(0);
    if told.contains("\"O606\"") {
        told = news(number(&told));
    }
    assert!(!told.contains("\"O606\""), "{told}");
    assert_eq!(preview.get_with("/lifeboat/own.css", &chosen).status, 200);
}

#[test]
fn an_edit_of_the_base_by_hand_is_told_until_it_is_undone() {
    let (topic, other) = ("# Start\n\nThe vendor's words.\n", "# Other\n\nText.\n");
    let mut preview = Preview::of(&[("book.toml", SITE[0].1), ("topics/index.md", topic)], &[]);
    let update = std::process::Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .args(["base", "update", "--from", "topics", "--revision", "2026-1"])
        .current_dir(preview.project())
        .output()
        .unwrap();
    assert!(update.status.success(), "{}", String::from_utf8_lossy(&update.stderr));
    preview.replace("topics/index.md", "# Start\n\nWords of ours.\n");
    preview.wait_for("1 error");
    assert!(preview.said.contains("error[O507]: `index.md` of the base was edited by hand"), "{}", preview.said);
    assert!(preview.get("/").text().contains("Words of ours."));
    preview.write("topics/more.md", other);
    preview.wait_for("2 errors");
    assert!(preview.said.contains("error[O507]: `more.md` was added to the base by hand"), "{}", preview.said);
    assert!(preview.said.contains("topics/more.md added; 1 page; 2 errors"), "{}", preview.said);
    fs::remove_file(preview.project().join("topics/more.md")).unwrap();
    preview.wait_for("more.md removed");
    preview.replace("topics/index.md", topic);
    preview.wait_for("no findings");
    assert!(preview.get("/").text().contains("The vendor's words."));
}

#[test]
fn findings_are_told_once() {
    let mut preview = Preview::of(&SITE, &[]);
    preview.write("topics/other.md", "# Other\n\n[x](gone.md)\n");
    preview.wait_for("1 error");
    preview.write("topics/other.md", "# Other\n\nMore.\n\n[x](gone.md)\n");
    preview.wait_for("1 error");
    assert_eq!(preview.said.matches("[L001]").count(), 1, "{}", preview.said);
}

#[test]
fn ctrl_c_ends_it_at_once_and_leaves_nothing_behind() {
    let mut preview = Preview::of(&SITE, &[]);
    let waiting = preview.connect();
    let before: Vec<_> =
        walkdir::WalkDir::new(preview.project()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    assert!(preview.is_running());
    let id = i32::try_from(preview.id()).ok().and_then(rustix::process::Pid::from_raw).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    preview.wait();
    let after: Vec<_> =
        walkdir::WalkDir::new(preview.project()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    assert_eq!(before, after);
    drop(waiting);
}

#[test]
fn a_busy_port_that_was_asked_for_is_an_error() {
    let preview = Preview::of(&SITE, &[]);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .arg("serve")
        .arg(preview.project())
        .args(["--port", &preview.port.to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(&format!("port {} of localhost is in use", preview.port)), "{said}");
}
