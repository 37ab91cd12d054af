//! What is read of a project, what is left out, and what is found about it.
#![expect(clippy::needless_raw_string_hashes, reason = "so the expected values update themselves")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use expect_test::{Expect, expect};
use lifeboat::edge::read::{ReadPlan, read_sources, read_text};
use lifeboat::edge::root::Refusal;
use lifeboat::finding::sort_findings;
use lifeboat::source::SourcePath;

use crate::project::Project;

/// Reads `content` and `book.toml` and shows texts, other files with sizes, and findings.
fn check(project: &Project, expected: &Expect) {
    check_folders(project, &["content"], expected);
}

fn check_folders(project: &Project, folders: &[&str], expected: &Expect) {
    let folders = folders.iter().map(|folder| SourcePath::new(folder).ok()).collect();
    let plan = ReadPlan { folders, files: vec![SourcePath::new("book.toml").unwrap()], ..ReadPlan::default() };
    expected.assert_eq(&shown(project, &plan));
}

fn shown(project: &Project, plan: &ReadPlan) -> String {
    let mut read = read_sources(&project.root(), plan).unwrap();
    sort_findings(&mut read.findings);
    let texts = read.value.texts().map(|(_, text)| format!("text {:?}\n", text.path));
    let files = read.value.files().iter().map(|(path, size)| format!("file {path:?} {size}\n"));
    let findings = read.findings.iter().map(|found| {
        let place = found.place.as_ref().map_or("-", |place| &*place.file);
        format!("{} {:?} {place}: {}", found.code.id, found.severity, found.message).replace('\n', "\\n") + "\n"
    });
    let shown: String = texts.chain(files).chain(findings).collect();
    shown.replace('\u{301}', "\\u{301}")
}

/// A root user reads everything, whatever its mode.
fn mode_counts() -> bool {
    !rustix::process::geteuid().is_root()
}

#[test]
fn texts_are_read_and_other_files_listed() {
    let project = Project::new();
    project.write("book.toml", "");
    project.write("content/a b/#1 100%.md", "x");
    project.write("content/~/it's \"x\".MD", "x");
    project.write("content/p.png", "1234");
    project.write("content/toc.yml", "");
    project.write("other/never.md", "x");
    check(
        &project,
        &expect![[r#"
        text "book.toml"
        text "content/a b/#1 100%.md"
        text "content/index.md"
        text "content/toc.yml"
        text "content/~/it's \"x\".MD"
        file "content/p.png" 4
        S009 Warning content/~/it's "x".MD: `content/~/it's "x".MD` is a name that Windows cannot hold
    "#]],
    );
}

#[test]
fn dot_files_editor_leftovers_and_our_own_outputs_are_passed_over() {
    let project = Project::new();
    for path in [".git/a.md", ".hidden.md", "a.md~", "b.md.swp", "#c.md#", ".#d.md", "node_modules/x/README.md"] {
        project.write(&format!("content/{path}"), "x");
    }
    project.write("content/.openpublishing.redirection.json", "{}");
    project.write("content/out/.lifeboat-site", "");
    project.write("content/out/index.md", "x");
    symlink("../out", project.path("content/node_modules/out")).unwrap();
    symlink("out", project.path("content/linked")).unwrap();
    check(
        &project,
        &expect![[r#"
        text "content/.openpublishing.redirection.json"
        text "content/index.md"
    "#]],
    );
}

#[test]
fn folders_that_lie_in_each_other_are_read_once_and_a_missing_one_is_told() {
    let project = Project::new();
    project.write("content/out/.lifeboat-site", "");
    check_folders(
        &project,
        &["content", "content/missing", "overlays", "content/out"],
        &expect![[r#"
        text "content/index.md"
        S010 Loss -: the folder `overlays` does not exist
    "#]],
    );
    check_folders(
        &project,
        &["content/out"],
        &expect![[r#"
        S011 Loss -: the folder `content/out` is marked as an output of Lifeboat, so it is not read as sources
    "#]],
    );
    let plan =
        ReadPlan { folders: vec![None], left_out: vec![SourcePath::new("content").unwrap()], ..ReadPlan::default() };
    assert_eq!(shown(&project, &plan), "");
}

#[test]
fn links_are_followed_within_the_project_and_never_out_of_it() {
    let outside = Project::new();
    outside.write("secret.md", "secret");
    let project = Project::new();
    project.write("shared/part.md", "x");
    let content = |name: &str| project.path("content").join(name);
    symlink("../shared", content("folder")).unwrap();
    symlink("../shared/part.md", content("relative.md")).unwrap();
    symlink(project.path("shared/part.md"), content("absolute.md")).unwrap();
    symlink(project.path("shared"), content("absolute-folder")).unwrap();
    symlink(outside.path("secret.md"), content("out.md")).unwrap();
    symlink(outside.path("secret.md"), content("out.png")).unwrap();
    symlink(outside.path("content"), content("out-folder")).unwrap();
    symlink("../../../../../../../../etc", content("up")).unwrap();
    symlink("/etc/passwd", content("passwd")).unwrap();
    symlink("/proc/self/cwd/Cargo.toml", content("magic.toml")).unwrap();
    symlink("nowhere.md", content("dangling.md")).unwrap();
    symlink("nowhere.png", content("dangling.png")).unwrap();
    check(
        &project,
        &expect![[r#"
        text "content/absolute-folder/part.md"
        text "content/absolute.md"
        text "content/folder/part.md"
        text "content/index.md"
        text "content/relative.md"
        S001 Loss content/dangling.md: `dangling.md` is a link to something that does not exist
        S001 Warning content/dangling.png: `dangling.png` is a link to something that does not exist
        S003 Loss content/magic.toml: `magic.toml` is a link that leads out of the project
        S003 Loss content/out-folder: `out-folder` is a link that leads out of the project
        S003 Loss content/out.md: `out.md` is a link that leads out of the project
        S003 Warning content/out.png: `out.png` is a link that leads out of the project
        S003 Loss content/passwd: `passwd` is a link that leads out of the project
        S003 Loss content/up: `up` is a link that leads out of the project
    "#]],
    );
}

#[test]
fn links_in_a_circle_end() {
    let project = Project::new();
    project.write("content/a/x.md", "x");
    project.write("content/b/y.md", "y");
    symlink("..", project.path("content/a/up")).unwrap();
    symlink("../b", project.path("content/a/b")).unwrap();
    symlink("../a", project.path("content/b/a")).unwrap();
    symlink("self.md", project.path("content/self.md")).unwrap();
    symlink("pong.md", project.path("content/ping.md")).unwrap();
    symlink("ping.md", project.path("content/pong.md")).unwrap();
    check(
        &project,
        &expect![[r#"
        text "content/a/b/y.md"
        text "content/a/x.md"
        text "content/b/a/x.md"
        text "content/b/y.md"
        text "content/index.md"
        S006 Warning content/a/b/a: the link `a` leads back into itself
        S006 Warning content/a/up: the link `up` leads back into itself
        S006 Warning content/b/a/b: the link `b` leads back into itself
        S006 Warning content/b/a/up: the link `up` leads back into itself
        S006 Warning content/ping.md: the link `ping.md` leads back into itself
        S006 Warning content/pong.md: the link `pong.md` leads back into itself
        S006 Warning content/self.md: the link `self.md` leads back into itself
    "#]],
    );
}

#[test]
fn pipes_sockets_and_devices_are_told_and_never_waited_for() {
    let project = Project::new();
    let fifo = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(project.path(name)).status().unwrap();
        assert!(made.success());
    };
    fifo("content/pipe.md");
    fifo("content/pipe.png");
    fifo("book.toml");
    symlink("pipe.md", project.path("content/to-pipe.md")).unwrap();
    fs::create_dir(project.path("content/folder.md")).unwrap();
    let _socket = UnixListener::bind(project.path("content/socket.md")).unwrap();
    check(
        &project,
        &expect![[r#"
        text "content/index.md"
        S005 Loss book.toml: `book.toml` is a pipe (FIFO), not a file
        S005 Loss content/pipe.md: `pipe.md` is a pipe (FIFO), not a file
        S005 Warning content/pipe.png: `pipe.png` is a pipe (FIFO), not a file
        S005 Loss content/socket.md: `socket.md` is a socket, not a file
        S005 Loss content/to-pipe.md: `to-pipe.md` is a pipe (FIFO), not a file
    "#]],
    );
}

#[test]
fn one_bad_file_is_told_with_its_place_and_the_others_are_read() {
    let project = Project::new();
    project.write("content/bad.md", b"one\ntwo \xE9\n");
    project.write("content/cut.md", b"\xFF\xFEa\0b");
    project.write("content/bad.txt", b"\xE9");
    project.write("content/large.md", vec![b'x'; 8 * 1024 * 1024 + 1]);
    project.write("content/just.md", vec![b'x'; 8 * 1024 * 1024]);
    project.write("content/large.js", vec![b'x'; 8 * 1024 * 1024 + 1]);
    project.write("content/utf16.md", b"\xFF\xFEa\0");
    check(
        &project,
        &expect![[r#"
        text "content/index.md"
        text "content/just.md"
        text "content/utf16.md"
        file "content/bad.txt" 1
        file "content/large.js" 8388609
        S002 Loss content/bad.md: `bad.md` is no UTF-8 text: line 2, byte 9 (0xE9)
        S002 Note content/bad.txt: `bad.txt` is no UTF-8 text: line 1, byte 1 (0xE9)
        S002 Loss content/cut.md: `cut.md` is no UTF-8 text: line 1, byte 5 (0x62)
        S004 Loss content/large.md: `large.md` is larger than 8 MB, so it is not read
    "#]],
    );
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    project.write("content/locked.md", "x");
    project.write("content/closed/x.md", "x");
    let lock = |path: &str, mode| fs::set_permissions(project.path(path), fs::Permissions::from_mode(mode)).unwrap();
    lock("content/locked.md", 0o000);
    lock("content/closed", 0o000);
    if mode_counts() {
        check(
            &project,
            &expect![[r#"
            text "content/index.md"
            S001 Loss content/closed: `closed` cannot be read: permission denied; check who owns it and its mode
            S001 Loss content/locked.md: `locked.md` cannot be read: permission denied; check who owns it and its mode
        "#]],
        );
    } else {
        check(
            &project,
            &expect![[r#"
            text "content/closed/x.md"
            text "content/index.md"
            text "content/locked.md"
        "#]],
        );
    }
    lock("content/closed", 0o700);
}

#[test]
fn names_that_are_no_utf8_or_hold_control_characters_are_told_not_fatal() {
    let project = Project::new();
    let content = project.path("content");
    fs::write(content.join(OsStr::from_bytes(b"caf\xE9.md")), "x").unwrap();
    fs::write(content.join(OsStr::from_bytes(b"caf\xE9.png")), "x").unwrap();
    fs::create_dir(content.join(OsStr::from_bytes(b"d\xFF"))).unwrap();
    fs::write(content.join(OsStr::from_bytes(b"d\xFF/x.md")), "x").unwrap();
    project.write("content/new\nline.md", "x");
    project.write("content/con.md", "x");
    project.write("content/dot./x.md", "x");
    project.write("content/Index.md", "x");
    project.write("content/e\u{301}.md", "x");
    project.write("content/\u{e9}.md", "x");
    check(
        &project,
        &expect![[r#"
            text "content/Index.md"
            text "content/con.md"
            text "content/dot./x.md"
            text "content/e\u{301}.md"
            text "content/index.md"
            text "content/new\nline.md"
            text "content/é.md"
            S007 Loss content/caf�.md: the name `caf\xe9.md` is no UTF-8
            S007 Warning content/caf�.png: the name `caf\xe9.png` is no UTF-8
            S009 Warning content/con.md: `content/con.md` is a name that Windows cannot hold
            S009 Warning content/dot./x.md: `content/dot.` is a name that Windows cannot hold
            S007 Loss content/d�: the name `d\xff` is no UTF-8
            S008 Warning content/index.md: `content/Index.md` and `content/index.md` differ only by letter case
            S009 Warning content/new\nline.md: `content/new\nline.md` is a name that Windows cannot hold
            S008 Warning content/é.md: `content/e\u{301}.md` and `content/é.md` differ only by the Unicode form of a letter
        "#]],
    );
}

#[test]
fn the_threads_and_the_order_of_the_disk_do_not_show() {
    let one = Project::new();
    let other = Project::new();
    let names: Vec<String> = (0..200).map(|n| format!("content/{}/{}/t{n}.md", n % 7, n % 3)).collect();
    for (name, last) in names.iter().zip(names.iter().rev()) {
        one.write(name, name);
        other.write(last, last);
    }
    for project in [&one, &other] {
        project.write("content/3/bad.md", b"\xFF");
        symlink("../../..", project.path("content/5/out.md")).unwrap();
    }
    let plan = ReadPlan { folders: vec![None], ..ReadPlan::default() };
    let with_threads = |project: &Project, threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| shown(project, &plan))
    };
    let expected = with_threads(&one, 1);
    assert_eq!(expected.lines().filter(|line| line.starts_with("text")).count(), 201);
    assert_eq!(with_threads(&one, 8), expected);
    assert_eq!(with_threads(&other, 3), expected);
}

#[test]
fn the_root_opens_files_beneath_it_only() {
    let project = Project::new();
    symlink("/etc", project.path("etc")).unwrap();
    symlink("content", project.path("inside")).unwrap();
    symlink(project.path("content"), project.path("absolute")).unwrap();
    let root = project.root();
    let open = |path: &str| root.open_file(&SourcePath::new(path).unwrap());
    assert!(open("content/index.md").is_ok());
    assert!(open("inside/index.md").is_ok());
    assert!(open("absolute/index.md").is_ok());
    assert!(matches!(open("etc/passwd"), Err(Refusal::LeavesRoot)));
    assert!(matches!(open("content"), Err(Refusal::NotAFile("a folder"))));
    assert!(matches!(open("content/index.md/x"), Err(Refusal::Missing)));
    assert!(matches!(open(&"long".repeat(100)), Err(Refusal::Failed(_))));
    assert!(!root.has_folder(&SourcePath::new("etc").unwrap()));
    assert!(root.has_folder(&SourcePath::new("absolute").unwrap()));
    let missing = read_text(&root, &SourcePath::new("book.toml").unwrap()).unwrap();
    assert!(missing.value.is_none() && missing.findings.is_empty());
}
