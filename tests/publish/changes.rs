//! What is written, what keeps its time, and what stays of other people's files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use lifeboat::edge::clean::clean;
use lifeboat::edge::publish::{Published, rollback};
use lifeboat::edge::verify::verify;
use lifeboat::site::{Content, SitePlan};
use lifeboat::source::{SitePath, SourcePath};

use crate::project::{Force, Project, plan, stamp};

fn counts(published: &Published) -> (usize, usize, usize) {
    (published.written, published.unchanged, published.removed)
}

#[test]
fn a_site_is_published_with_its_manifest_and_nothing_else_beside_it_but_one_folder() {
    let project = Project::new();
    let published = project.publish(&plan(&[("index.html", "one"), ("a/b c#.html", "two")])).unwrap();
    assert_eq!(counts(&published), (2, 0, 0));
    assert_eq!(project.names("."), [".book.lifeboat", "book", "content"]);
    assert_eq!(project.names("book"), [".lifeboat-site", "MANIFEST.sha256", "a", "index.html"]);
    assert!(verify(&project.path("book")).unwrap().is_whole());
    let lines = project.read("book/MANIFEST.sha256");
    assert_eq!(
        lines.lines().map(|line| &line[66..]).collect::<Vec<_>>(),
        [".lifeboat-site", "a/b c#.html", "index.html"]
    );
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let project = Project::new();
    let site = plan(&[("index.html", "one"), ("a/b.html", "two")]);
    project.publish(&site).unwrap();
    let everything = [".", "book", "book/a", "book/index.html", "book/MANIFEST.sha256", ".book.lifeboat"];
    let before = everything.map(|path| stamp(&project.path(path)));
    assert_eq!(counts(&project.publish(&site).unwrap()), (0, 2, 0));
    assert_eq!(everything.map(|path| stamp(&project.path(path))), before);
}

#[test]
fn only_what_changed_is_written_and_the_rest_keeps_its_time() {
    let project = Project::new();
    project.publish(&plan(&[("index.html", "one"), ("b.html", "two"), ("c/d.html", "three")])).unwrap();
    let before = stamp(&project.path("book/b.html"));
    let published = project.publish(&plan(&[("index.html", "new"), ("b.html", "two")])).unwrap();
    assert_eq!(counts(&published), (1, 1, 1));
    assert_eq!(project.names("book"), [".lifeboat-site", "MANIFEST.sha256", "b.html", "index.html"]);
    assert_eq!(stamp(&project.path("book/b.html")), before);
    assert_eq!(project.read("book/index.html"), "new");
}

#[test]
fn a_published_file_that_somebody_edited_or_removed_is_mended() {
    let project = Project::new();
    let site = plan(&[("a.html", "aaa"), ("b.html", "bbb"), ("c.html", "ccc"), ("d/e.html", "ddd")]);
    project.publish(&site).unwrap();
    let whole = project.tree("book");
    fs::write(project.path("book/a.html"), "xxx").unwrap();
    fs::remove_file(project.path("book/b.html")).unwrap();
    fs::remove_file(project.path("book/c.html")).unwrap();
    std::os::unix::fs::symlink("a.html", project.path("book/c.html")).unwrap();
    fs::remove_dir_all(project.path("book/d")).unwrap();
    std::os::unix::fs::symlink("../content", project.path("book/d")).unwrap();
    assert_eq!(counts(&project.publish(&site).unwrap()), (4, 0, 0));
    assert_eq!(project.tree("book"), whole);
    assert_eq!(project.names("content"), ["index.md"]);

    for lost in ["MANIFEST.sha256", ".lifeboat-site"] {
        fs::write(project.path("book").join(lost), "0").unwrap();
        project.publish(&site).unwrap();
        assert_eq!(project.tree("book"), whole);
    }
    fs::remove_file(project.path("book/MANIFEST.sha256")).unwrap();
    project.publish(&site).unwrap();
    assert_eq!(project.tree("book"), whole);
}

#[test]
fn a_file_shared_with_the_previous_site_is_never_written_through() {
    let project = Project::new();
    project.publish(&plan(&[("a.html", "old"), ("b.html", "same")])).unwrap();
    project.publish(&plan(&[("a.html", "mid"), ("b.html", "same")])).unwrap();
    assert_eq!(project.read(".book.lifeboat/previous/a.html"), "old");
    assert_eq!(project.read(".book.lifeboat/previous/b.html"), "same");
    assert_eq!(stamp(&project.path(".book.lifeboat/previous/b.html")), stamp(&project.path("book/b.html")));
    project.publish(&plan(&[("a.html", "mid"), ("b.html", "changed")])).unwrap();
    assert_eq!(project.read(".book.lifeboat/previous/b.html"), "same");
    assert!(verify(&project.path(".book.lifeboat/previous")).unwrap().is_whole());
}

#[test]
fn files_of_the_same_bytes_are_one_file_until_one_of_them_changes() {
    let project = Project::new();
    project.publish(&plan(&[("a/x.txt", "same"), ("b/x.txt", "same"), ("c/x.txt", "other")])).unwrap();
    let file = |path: &str| stamp(&project.path(path)).0;
    assert_eq!(file("book/a/x.txt"), file("book/b/x.txt"));
    assert_ne!(file("book/a/x.txt"), file("book/c/x.txt"));
    let published = project.publish(&plan(&[("a/x.txt", "new"), ("b/x.txt", "same"), ("c/x.txt", "other")])).unwrap();
    assert_eq!(counts(&published), (1, 2, 0));
    let read = |path: &str| project.read(path);
    assert_eq!([read("book/a/x.txt"), read("book/b/x.txt"), read("book/c/x.txt")], ["new", "same", "other"]);
    // Who edits one of them in its place has edited all; each is mended.
    project.publish(&plan(&[("a/x.txt", "same"), ("b/x.txt", "same")])).unwrap();
    project.write("book/a/x.txt", "edited");
    project.publish(&plan(&[("a/x.txt", "same"), ("b/x.txt", "same")])).unwrap();
    assert_eq!([read("book/a/x.txt"), read("book/b/x.txt")], ["same", "same"]);
}

#[test]
fn a_rollback_brings_the_previous_site_back_and_a_second_one_undoes_it() {
    let project = Project::new();
    let book = project.path("book");
    let wait = Duration::ZERO;
    project.publish(&plan(&[("a.html", "one")])).unwrap();
    assert!(rollback(&book, wait).unwrap_err().to_string().contains("there is no previous site"));
    let one = project.tree("book");
    project.publish(&plan(&[("a.html", "two")])).unwrap();
    let two = project.tree("book");
    rollback(&book, wait).unwrap();
    assert_eq!(project.tree("book"), one);
    rollback(&book, wait).unwrap();
    assert_eq!(project.tree("book"), two);

    fs::write(project.path(".book.lifeboat/previous/a.html"), "bad").unwrap();
    assert!(rollback(&book, wait).unwrap_err().to_string().contains("the previous site is damaged (`a.html`)"));
    assert_eq!(project.tree("book"), two);
}

#[test]
fn files_that_others_put_into_the_output_stay_unless_force_is_given() {
    let project = Project::new();
    project.publish(&plan(&[("index.html", "one"), ("guide/a.html", "a")])).unwrap();
    project.write("book/.git/refs/heads/main", "ref");
    fs::create_dir_all(project.path("book/.git/refs/tags")).unwrap();
    project.write("book/guide/notes.txt", "mine");
    project.write("book/index.html.d/x", "mine");
    std::os::unix::fs::symlink("/etc/passwd", project.path("book/link")).unwrap();

    let published = project.publish(&plan(&[("index.html", "two")])).unwrap();
    let foreign = [".git", ".git/refs", ".git/refs/heads", ".git/refs/heads/main", ".git/refs/tags", "guide/notes.txt"];
    assert_eq!(published.foreign[..6], foreign);
    assert_eq!(project.read("book/guide/notes.txt"), "mine");
    assert_eq!(project.read("book/.git/refs/heads/main"), "ref");
    assert!(project.path("book/.git/refs/tags").is_dir());
    assert!(!project.path("book/guide/a.html").exists());
    assert_eq!(fs::read_link(project.path("book/link")).unwrap(), Path::new("/etc/passwd"));
    let extra = verify(&project.path("book")).unwrap().extra;
    assert_eq!(extra, [".git/refs/heads/main", "guide/notes.txt", "index.html.d/x", "link"]);

    project.publish_to(&project.path("book"), &plan(&[("index.html", "two")]), Force::Yes).unwrap();
    assert!(verify(&project.path("book")).unwrap().is_whole());
    assert_eq!(project.read(".book.lifeboat/previous/guide/notes.txt"), "mine");
}

#[test]
fn a_stale_signature_does_not_outlive_its_manifest() {
    let project = Project::new();
    project.publish(&plan(&[("index.html", "one")])).unwrap();
    project.write("book/MANIFEST.sha256.minisig", "signed");
    assert!(verify(&project.path("book")).unwrap().is_whole());
    project.publish(&plan(&[("index.html", "one")])).unwrap();
    assert!(project.path("book/MANIFEST.sha256.minisig").exists());
    project.publish(&plan(&[("index.html", "two")])).unwrap();
    assert!(!project.path("book/MANIFEST.sha256.minisig").exists());
}

#[test]
fn sources_are_copied_as_they_are_when_the_site_is_published() {
    let project = Project::new();
    let picture: Vec<u8> = (0..300_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    project.write("content/p.png", &picture);
    let mut site = SitePlan::default();
    let source = SourcePath::new("content/p.png").unwrap();
    site.add(SitePath::new("img/p.png").unwrap(), Content::Copy(source)).unwrap();
    assert_eq!(counts(&project.publish(&site).unwrap()), (1, 0, 0));
    assert_eq!(fs::read(project.path("book/img/p.png")).unwrap(), picture);
    assert_ne!(stamp(&project.path("book/img/p.png")).0, stamp(&project.path("content/p.png")).0);
    assert_eq!(counts(&project.publish(&site).unwrap()), (0, 1, 0));
    project.write("content/p.png", &picture[1..]);
    assert_eq!(counts(&project.publish(&site).unwrap()), (1, 0, 0));
    assert!(verify(&project.path("book")).unwrap().is_whole());
    fs::remove_file(project.path("content/p.png")).unwrap();
    assert_eq!(project.publish(&site).unwrap_err().to_string(), "`content/p.png` does not exist");
    assert!(verify(&project.path("book")).unwrap().is_whole());
}

#[test]
fn verifying_tells_missing_changed_and_extra_files() {
    let project = Project::new();
    project.publish(&plan(&[("a.html", "a"), ("b.html", "b"), ("c.html", "c"), ("d\ne.html", "d")])).unwrap();
    fs::remove_file(project.path("book/a.html")).unwrap();
    project.write("book/b.html", "x");
    project.write("book/new.html", "x");
    fs::remove_file(project.path("book/c.html")).unwrap();
    fs::create_dir(project.path("book/c.html")).unwrap();
    let found = verify(&project.path("book")).unwrap();
    assert_eq!(
        (found.missing, found.changed),
        (vec!["a.html".to_owned()], vec!["b.html".to_owned(), "c.html".to_owned()])
    );
    assert_eq!((found.extra, found.listed), (vec!["new.html".to_owned()], 5));
    project.write("book/MANIFEST.sha256", "nonsense\n");
    assert!(verify(&project.path("book")).unwrap_err().to_string().contains("line 1: not a line of a manifest"));
    assert!(verify(&project.path("content")).unwrap_err().to_string().contains("has no MANIFEST.sha256"));
}

#[test]
fn sha256sum_agrees_with_the_manifest() {
    let project = Project::new();
    project.publish(&plan(&[("a b.html", "a"), ("c\\d.html", "b"), ("e\nf.html", "c"), ("g/ä.html", "")])).unwrap();
    let checked = std::process::Command::new("sha256sum")
        .args(["--check", "--quiet", "--strict", "MANIFEST.sha256"])
        .current_dir(project.path("book"))
        .output()
        .expect("sha256sum is part of coreutils");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

#[test]
fn cleaning_removes_the_site_and_keeps_what_others_put_there() {
    let project = Project::new();
    let sources = [SourcePath::new("content/index.md").unwrap()];
    let root = project.root();
    let book = project.path("book");
    project.publish(&plan(&[("a.html", "a"), ("b/c.html", "b")])).unwrap();
    project.publish(&plan(&[("a.html", "a"), ("b/c.html", "new")])).unwrap();
    project.write("book/b/mine.txt", "mine");
    let cleaned = clean(&book, &root, &sources).unwrap();
    assert_eq!((cleaned.removed, cleaned.kept), (2, vec!["b/mine.txt".to_owned()]));
    assert_eq!(project.tree("book").keys().collect::<Vec<_>>(), ["b/", "b/mine.txt"]);
    assert!(clean(&book, &root, &sources).unwrap_err().to_string().contains("not the marker"));
    fs::remove_dir_all(&book).unwrap();

    project.publish(&plan(&[("a.html", "a"), ("b/c.html", "b")])).unwrap();
    clean(&book, &root, &sources).unwrap();
    assert_eq!(project.names("."), ["content"]);
    assert_eq!(clean(&book, &root, &sources).unwrap().removed, 0);
    let refused = clean(&project.path("content"), &root, &sources).unwrap_err().to_string();
    assert!(refused.contains("sources of the playbook lie in it"), "{refused}");
    assert_eq!(project.names("content"), ["index.md"]);
}
