//! The output folder: where it really is, whose it is, and whether it may be replaced at all.
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::io::Errno;

use super::PublishError;
use super::side::side_path;
use crate::edge::DiskError;
use crate::edge::marker::{MARKER, Owner, owner};
use crate::edge::root::Root;
use crate::edge::tree::{FOLDER, refuse_mount};
use crate::source::SourcePath;

/// An output folder, which need not exist yet.
#[derive(Debug)]
pub(in crate::edge) struct Target {
    /// As the user named it, for messages.
    given: PathBuf,
    /// The folder it stands in: absolute, free of links.
    pub(super) parent: PathBuf,
    /// Its name there.
    pub(super) name: OsString,
}

impl Target {
    /// Finds an output to publish to, and makes the folder it stands in. A link to a folder elsewhere means that folder.
    pub(super) fn prepare(output: &Path) -> Result<Self, PublishError> {
        if let Some(target) = Self::named(output)? {
            return Ok(target);
        }
        let parent = parent_of(output);
        fs::create_dir_all(parent).map_err(DiskError::on("make the folder", parent))?;
        Self::named(output)?.ok_or_else(|| DiskError::new("find", parent, io::ErrorKind::NotFound).into())
    }

    /// Finds an output that need not exist; `None` where the folder that it would stand in does not exist either.
    pub(in crate::edge) fn named(output: &Path) -> Result<Option<Self>, PublishError> {
        match fs::symlink_metadata(output) {
            Ok(_) => return Self::existing(output).map(Some),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(DiskError::new("find", output, cause).into()),
        }
        let Some(name) = output.file_name() else {
            return Err(PublishError::refused(output, "it names no folder; give it a name of its own"));
        };
        match fs::canonicalize(parent_of(output)) {
            Ok(parent) => Ok(Some(Self { given: output.to_owned(), parent, name: name.to_owned() })),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(DiskError::new("find", parent_of(output), cause).into()),
        }
    }

    /// Finds an output that is there.
    pub(in crate::edge) fn existing(output: &Path) -> Result<Self, PublishError> {
        let real = fs::canonicalize(output).map_err(|cause| {
            let is_link = fs::symlink_metadata(output).is_ok_and(|found| found.is_symlink());
            match cause.kind() {
                io::ErrorKind::NotFound if is_link => PublishError::refused(
                    output,
                    "it is a link to a folder that does not exist; make it, or remove the link",
                ),
                _ => DiskError::new("find", output, cause).into(),
            }
        })?;
        if !fs::symlink_metadata(&real).is_ok_and(|found| found.is_dir()) {
            return Err(PublishError::refused(output, "it is a file, not a folder; choose another name"));
        }
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(PublishError::refused(output, "it is the root of the disk; choose a folder of its own"));
        };
        Ok(Self { given: output.to_owned(), parent: parent.to_owned(), name: name.to_owned() })
    }

    /// Where it is: absolute, free of links.
    pub(in crate::edge) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// Whether there is something at its place.
    pub(in crate::edge) fn is_there(&self) -> bool {
        fs::symlink_metadata(self.path()).is_ok()
    }

    /// Whether our folder is beside it.
    pub(in crate::edge) fn has_side(&self) -> bool {
        fs::symlink_metadata(side_path(self)).is_ok()
    }

    /// As the user named it.
    pub(in crate::edge) fn given(&self) -> &Path {
        &self.given
    }

    /// Refuses a folder that somebody else filled, unless `force` is given, and one of a later Lifeboat.
    pub(in crate::edge) fn check_owner(&self, force: bool) -> Result<(), PublishError> {
        let path = self.path();
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(DiskError::new("find", path, cause).into()),
        };
        if !found.is_dir() {
            return Err(self.refused("it is no folder"));
        }
        match owner(&path) {
            _ if force => Ok(()),
            Owner::Ours => Ok(()),
            Owner::Newer => {
                Err(self.refused("a later Lifeboat published there; use that one, or `--force` to replace the site"))
            }
            Owner::Stranger => {
                let mut entries = fs::read_dir(&path).map_err(DiskError::on("read the folder", &path))?;
                if entries.next().is_none() {
                    return Ok(());
                }
                Err(self.refused(format!(
                    "it holds files but not the marker `{MARKER}` of a site that Lifeboat published, so it is left \
                     alone; choose an empty or new folder, or give `--force` if all that it holds may go"
                )))
            }
        }
    }

    /// Refuses a folder at which a disk is mounted: a mount cannot be renamed, so there can be no exchange.
    pub(super) fn check_mount(&self) -> Result<(), PublishError> {
        if !self.is_there() {
            return Ok(());
        }
        let parent = rustix::fs::open(&self.parent, FOLDER, Mode::empty());
        let parent = parent.map_err(DiskError::on("open the folder", &self.parent))?;
        match refuse_mount(&parent, Path::new(&self.name)) {
            Ok(()) => Ok(()),
            Err(Errno::XDEV) => Err(self.refused(
                "another disk is mounted at it, so it cannot be exchanged for a new site; choose a folder below it",
            )),
            Err(errno) => Err(DiskError::new("open the folder", self.path(), errno).into()),
        }
    }

    /// Refuses the project's folder, a source and every folder that holds one of them, by path and by identity: a bind
    /// mount or a link shows the same folder under another path.
    pub(in crate::edge) fn check_sources(&self, root: &Root, sources: &[&SourcePath]) -> Result<(), PublishError> {
        let output = self.path();
        let holders = holders_of(root, sources);
        let identity = |path: &Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
        let ours = identity(&output);
        for holder in &holders {
            if *holder == output || (ours.is_some() && identity(holder) == ours) {
                let what = if *holder == root.path() {
                    "it is the project's own folder"
                } else if root.path().starts_with(holder) {
                    "the project lies in it"
                } else {
                    "sources of the playbook lie in it"
                };
                return Err(self.refused(format!(
                    "{what}, and publishing would replace it; choose a folder that holds nothing else"
                )));
            }
        }
        Ok(())
    }

    fn refused(&self, why: impl Into<String>) -> PublishError {
        PublishError::refused(&self.given, why)
    }
}

fn parent_of(output: &Path) -> &Path {
    output.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
}

/// The project's folder, the sources, and every folder above one of them, each where it really is.
fn holders_of(root: &Root, sources: &[&SourcePath]) -> BTreeSet<PathBuf> {
    let mut found: BTreeSet<PathBuf> = root.path().ancestors().map(Path::to_owned).collect();
    let mut folders = BTreeSet::new();
    let mut add = |path: &Path| {
        if let Ok(real) = fs::canonicalize(path) {
            found.extend(real.ancestors().map(Path::to_owned));
        }
    };
    for source in sources {
        let path = root.path().join(source.as_str());
        // Most sources are plain files; only links and folders lead elsewhere than their folder does.
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            add(&path);
        }
        if folders.insert(source.folder()) {
            add(&root.path().join(source.folder()));
        }
    }
    found
}
