#![expect(clippy::disallowed_methods, reason = "the tests change files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::{Batch, Watched, Watcher, Way};

/// Long enough for any machine; a test that gets its batch does not wait it out.
const PATIENCE: Duration = Duration::from_secs(20);

fn watch(folder: &Path, poll: bool) -> (Watcher, Receiver<Batch>) {
    let (send, receive) = channel();
    let folders = vec![Watched { folder: folder.to_owned(), deep: true }];
    let (watcher, way) = Watcher::start(folders, poll, move |batch| _ = send.send(batch));
    assert_eq!(way != Way::Events, poll, "{way:?}");
    (watcher, receive)
}

/// Waits until a batch names the path.
fn told(batches: &Receiver<Batch>, path: &PathBuf) -> bool {
    while let Ok(batch) = batches.recv_timeout(PATIENCE) {
        if batch.paths.contains(path) {
            return true;
        }
    }
    false
}

#[test]
fn changes_in_old_and_new_folders_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("a.md"), "one").unwrap();
    let (_watcher, batches) = watch(&root, false);
    fs::write(root.join("a.md"), "two").unwrap();
    assert!(told(&batches, &root.join("a.md")));
    // An atomic save: a new file takes the name of the old one.
    fs::write(root.join(".a.md.new"), "three").unwrap();
    fs::rename(root.join(".a.md.new"), root.join("a.md")).unwrap();
    assert!(told(&batches, &root.join("a.md")));
    fs::create_dir_all(root.join("b")).unwrap();
    assert!(told(&batches, &root.join("b")));
    fs::write(root.join("b/c.md"), "x").unwrap();
    assert!(told(&batches, &root.join("b/c.md")));
    fs::remove_dir_all(root.join("b")).unwrap();
    assert!(told(&batches, &root.join("b")));
}

#[test]
fn looking_finds_what_events_would_tell() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let (_watcher, batches) = watch(&root, true);
    fs::write(root.join("a.md"), "two").unwrap();
    assert!(told(&batches, &root.join("a.md")));
}

#[test]
fn reading_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("a.md"), "one").unwrap();
    let (_watcher, batches) = watch(&root, false);
    fs::read(root.join("a.md")).unwrap();
    fs::write(root.join("z.md"), "end").unwrap();
    let batch = batches.recv_timeout(PATIENCE).unwrap();
    assert!(!batch.paths.contains(&root.join("a.md")), "{batch:?}");
}

#[test]
fn a_folder_that_was_made_again_is_watched_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("topics");
    fs::create_dir(&root).unwrap();
    let (mut watcher, batches) = watch(&root, false);
    fs::remove_dir_all(&root).unwrap();
    fs::create_dir(&root).unwrap();
    watcher.follow(vec![Watched { folder: root.clone(), deep: true }], true).unwrap();
    fs::write(root.join("a.md"), "one").unwrap();
    assert!(told(&batches, &root.join("a.md")));
}
