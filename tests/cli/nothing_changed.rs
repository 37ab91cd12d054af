//! A build of what is published already ends early; whatever changed, it is what a clean build makes.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use proptest::prelude::*;

use super::Project;

const PROJECT: &str = "\
    -- book.toml
    [book]
    title = \"Old\"
    src = \"src\"
    [data.sites]
    -- src/index.md
    # Home

    [gone](gone.md) ![plan](plan.png) {{sites.ksb.name}}
    -- src/a.md
    ---
    next_review: 2026-06-10
    ---
    # A

    {{#include ../outside.txt}}
    -- src/plan.png
    first
    -- outside.txt
    Outside words.
    -- data/sites.yaml
    ksb:
      name: Kelsby
    -- theme/parts/mark.html
    <i>mark</i>
    ";

/// One thing that somebody does to the project or its output, and the flags of the build after it.
type Edit = (&'static str, Option<&'static str>, &'static [&'static str]);

const EDITS: [Edit; 18] = [
    ("src/index.md", Some("# Home\n\nNew words.\n"), &[]),
    ("src/a.md", None, &[]),
    ("src/b.md", Some("# B\n"), &[]),
    ("src/plan.png", Some("other\n"), &[]),
    ("outside.txt", Some("Other words outside.\n"), &[]),
    ("outside.txt", None, &[]),
    ("data/sites.yaml", Some("ksb:\n  name: Other\n"), &[]),
    ("theme/parts/mark.html", Some("<i>other</i>\n"), &[]),
    ("theme/own.css", Some("b {}\n"), &[]),
    ("book.toml", Some("[book]\ntitle = \"New\"\nsrc = \"src\"\n"), &[]),
    ("book.toml", None, &[]),
    ("book/index.html", Some("tampered\n"), &[]),
    ("book/a.html", None, &[]),
    ("book/MANIFEST.sha256", None, &[]),
    ("book/foreign.txt", Some("mine\n"), &["--force"]),
    ("nothing", None, &["--as-of", "2026-07-01"]),
    ("nothing", None, &["--deny", "L001"]),
    ("nothing", None, &[]),
];

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in std::fs::read_dir(open).expect("a folder is read") {
            let path = entry.expect("an entry is read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("a file is read"));
            }
        }
    }
    found
}

/// What a build said of the playbook, without where it went and how long that took.
fn told(said: &str) -> Vec<&str> {
    let of_output = |line: &str| line.contains(" pages; ") || line.starts_with("left in place");
    said.lines().filter(|line| !of_output(line)).collect()
}

#[test]
fn nothing_is_made_or_written_where_nothing_changed_and_the_findings_are_told_again() {
    let project = Project::new(PROJECT);
    let first = project.run(&["build", "--timings"]);
    let identity = |path: &str| {
        let found = std::fs::metadata(project.path().join(path)).expect("it is there");
        (found.ino(), found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec())
    };
    let all = ["book/index.html", "book/MANIFEST.sha256", "book", ".book.lifeboat/stamp", ".book.lifeboat"];
    let before = all.map(identity);
    let second = project.run(&["build", "--timings"]);
    assert!(first.err.contains("build ") && first.err.contains("publish "), "{}", first.err);
    assert!(second.err.contains("compare ") && !second.err.contains("publish "), "{}", second.err);
    assert!(second.err.contains("; 0 files written"), "{}", second.err);
    assert_eq!(all.map(identity), before);
    assert_eq!((first.code, &first.out), (second.code, &second.out));
    let findings = |said: &str| {
        told(said).iter().filter(|line| !line.contains("processor")).map(|line| (*line).to_owned()).collect::<Vec<_>>()
    };
    assert!(first.err.contains("L001"));
    assert_eq!(findings(&first.err), findings(&second.err));
    // What is found does not depend on what is published: levels and rules are those of this run.
    let strict = project.run(&["build", "--strict"]);
    assert!(strict.err.contains("as --strict asks"), "{}", strict.err);
    assert_eq!(all.map(identity), before);
}

#[test]
fn a_published_folder_behind_a_link_is_made_anew() {
    let project = Project::new(PROJECT);
    project.run(&["build"]);
    let (folder, elsewhere) = (project.path().join("book/search"), project.path().join("elsewhere"));
    std::fs::rename(&folder, &elsewhere).expect("it is moved away");
    std::os::unix::fs::symlink(&elsewhere, &folder).expect("a link takes its place");
    project.run(&["build"]);
    assert!(std::fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()));
    assert!(files(&folder) == files(&elsewhere));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changed_the_build_is_a_clean_one(edits in proptest::collection::vec(0..EDITS.len(), 1..5)) {
        let project = Project::new(PROJECT);
        project.run(&["build"]);
        for at in edits {
            let (path, text, flags) = EDITS[at];
            match text {
                Some(text) => std::fs::write(project.path().join(path), text).expect("a file is written"),
                None => _ = std::fs::remove_file(project.path().join(path)),
            }
            let said = project.run(&[&["build"], flags].concat());
            let clean = tempfile::tempdir().expect("a folder for a clean build");
            let into = clean.path().join("book");
            let from_nothing = project.run(&[&["build", "-d", into.to_str().expect("a plain path")], flags].concat());
            prop_assert_eq!(said.code, from_nothing.code, "{}", said.err);
            prop_assert_eq!(told(&said.err), told(&from_nothing.err));
            if into.is_dir() {
                prop_assert!(files(&project.path().join("book")) == files(&into), "after {path}");
            }
        }
    }
}
