//! The same sources, settings and build date give the same bytes, wherever and however the build runs.
#![expect(clippy::disallowed_methods, reason = "these tests run the program and read what it wrote")]

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use program::Program;

fn sample() -> Program {
    Program::build(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// Builds the sample plainly and in this other way, and compares every file.
fn check(other: &Program) {
    let plain = sample().run();
    let other = other.run();
    assert_eq!((plain.code, other.code), (Some(0), Some(0)), "{}\n{}", plain.said, other.said);
    assert_eq!(plain.findings, other.findings, "the same findings in the same order");
    let (plain, other) = (plain.files(), other.files());
    assert!(plain.contains_key("index.html"), "the sample has a first page");
    assert_eq!(plain.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "the same files");
    let differing: Vec<&String> =
        plain.iter().filter(|(path, bytes)| other.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "these files differ: {differing:?}");
}

/// Copies what a build of the sample reads into another folder.
fn copy_of_the_sample(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::copy(root.join("book.toml"), to.join("book.toml")).expect("book.toml is copied");
    // Names sorted the other way round, so that a folder that lists in the order of creation lists differently.
    let mut sources: Vec<_> = walkdir::WalkDir::new(root.join("content"))
        .into_iter()
        .map(|entry| entry.expect("a source").into_path())
        .collect();
    sources.sort();
    for source in sources.iter().filter(|path| path.is_dir()) {
        std::fs::create_dir_all(to.join(source.strip_prefix(root).expect("inside"))).expect("a folder is made");
    }
    for source in sources.iter().rev().filter(|path| path.is_file()) {
        std::fs::copy(source, to.join(source.strip_prefix(root).expect("inside"))).expect("a file is copied");
    }
}

#[test]
fn two_builds_are_the_same_bytes() {
    check(&sample());
}

#[test]
fn one_thread_writes_what_the_default_number_writes() {
    check(&sample().env("RAYON_NUM_THREADS", "1"));
}

#[test]
fn eight_threads_write_what_the_default_number_writes() {
    check(&sample().env("RAYON_NUM_THREADS", "8"));
}

#[test]
fn time_zone_and_locale_change_nothing() {
    check(&sample().env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8"));
}

#[test]
fn each_edition_has_the_bytes_that_it_has_among_all_others() {
    let all = sample().arg("--all-editions").run().files();
    let names: BTreeSet<&str> = all.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    assert!(names.len() > 4, "the sample has several editions: {names:?}");
    for name in names {
        let alone = sample().arg("--edition").arg(name).run().files();
        let of_site = |path: &&String| !path.starts_with('.') && *path != "MANIFEST.sha256";
        let differing: Vec<&String> = alone
            .iter()
            .filter(|(path, bytes)| of_site(path) && all.get(&format!("{name}/{path}")) != Some(*bytes))
            .map(|(path, _)| path)
            .collect();
        assert!(differing.is_empty(), "{name}: these files differ: {differing:?}");
        let among = all.keys().filter(|path| path.starts_with(&format!("{name}/"))).count();
        assert_eq!(among, alone.keys().filter(of_site).count(), "{name}: the same files");
    }
}

#[test]
fn another_folder_changes_nothing() {
    let elsewhere = tempfile::tempdir().expect("another folder");
    let copy = elsewhere.path().join("une autre é#%20 place");
    std::fs::create_dir_all(&copy).expect("another folder");
    copy_of_the_sample(&copy);
    check(&Program::build(&copy));
}

#[test]
fn no_file_names_the_folder_it_was_built_in() {
    let root = env!("CARGO_MANIFEST_DIR").as_bytes();
    let files: BTreeMap<String, Vec<u8>> = sample().run().files();
    let naming: Vec<&String> = files
        .iter()
        .filter(|(_, bytes)| bytes.windows(root.len()).any(|part| part == root))
        .map(|(path, _)| path)
        .collect();
    assert!(naming.is_empty(), "these files name it: {naming:?}");
}
