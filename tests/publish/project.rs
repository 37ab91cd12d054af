//! A throw-away project with a folder of sources and an output, and the words to talk about it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lifeboat::edge::publish::{PublishError, PublishOptions, Published, publish};
use lifeboat::edge::root::Root;
use lifeboat::site::{Content, SitePlan};
use lifeboat::source::{SitePath, SourcePath};
use tempfile::TempDir;

pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A project with one topic, `content/index.md`.
    pub(crate) fn new() -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        project.write("content/index.md", "# Index\n");
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn root(&self) -> Root {
        Root::open(self.folder.path()).unwrap()
    }

    /// Publishes to `book`.
    pub(crate) fn publish(&self, plan: &SitePlan) -> Result<Published, PublishError> {
        self.publish_to(&self.path("book"), plan, Force::No)
    }

    pub(crate) fn publish_to(&self, output: &Path, plan: &SitePlan, force: Force) -> Result<Published, PublishError> {
        publish(plan, &self.root(), output, &options(force))
    }

    /// What lies in a folder.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        tree(&self.path(folder))
    }

    /// The names in a folder, sorted, dot files included.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let names = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    Yes,
    No,
}

pub(crate) fn options(force: Force) -> PublishOptions {
    PublishOptions {
        force: force == Force::Yes,
        sources: vec![SourcePath::new("content/index.md").unwrap()],
        patience: Duration::from_millis(200),
    }
}

/// A plan of these files and bytes.
pub(crate) fn plan(files: &[(&str, &str)]) -> SitePlan {
    let mut plan = SitePlan::default();
    for (path, text) in files {
        plan.add(SitePath::new(path).unwrap(), Content::Bytes(text.as_bytes().to_vec())).unwrap();
    }
    plan
}

/// Files by path with their text; a folder has `/` at its end and a link ` ->`.
pub(crate) type Tree = BTreeMap<String, String>;

pub(crate) fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                found.insert(format!("{name}/"), String::new());
                folders.push(entry.path());
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                found.insert(format!("{name} ->"), target.to_string_lossy().into_owned());
            } else {
                let bytes = fs::read(entry.path()).unwrap();
                found.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    found
}

/// Identity and time of a file: the same only where it was not written again.
pub(crate) fn stamp(path: &Path) -> (u64, i64, i64) {
    let found = fs::symlink_metadata(path).unwrap();
    (found.ino(), found.mtime(), found.mtime_nsec())
}
