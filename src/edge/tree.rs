//! A folder → the list of what lies in it, following no link; and its removal.
//!
//! Both stop at a folder where something else is mounted: what lies there is not ours, and removing it could remove
//! the sources themselves (`mount --bind src book/src`).
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk and removes its own folders")]

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use walkdir::WalkDir;

use super::DiskError;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A regular file with its size.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A FIFO, socket or device.
    Special,
}

impl EntryKind {
    pub(super) fn is_file(self) -> bool {
        matches!(self, Self::File(_))
    }
}

/// Lists what lies below a folder, by path, folders before what they hold. A missing folder holds nothing.
pub(super) fn list_tree(folder: &Path) -> Result<Vec<(PathBuf, EntryKind)>, DiskError> {
    let opened = match rustix::fs::open(folder, FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
        Ok(opened) => opened,
        Err(Errno::NOENT) => return Ok(Vec::new()),
        Err(errno) => return Err(DiskError::new("read the folder", folder, errno)),
    };
    let mut entries = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            DiskError::new("read", path, error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into()))
        })?;
        let beneath = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
        let kind = entry.file_type();
        let kind = if kind.is_dir() {
            refuse_mount(&opened, &beneath).map_err(DiskError::on("go into", entry.path()))?;
            EntryKind::Folder
        } else if kind.is_file() {
            let found = fs::symlink_metadata(entry.path()).map_err(DiskError::on("read", entry.path()))?;
            EntryKind::File(found.len())
        } else if kind.is_symlink() {
            EntryKind::Link
        } else {
            EntryKind::Special
        };
        entries.push((beneath, kind));
    }
    Ok(entries)
}

/// Removes a folder of ours and all it holds; one that is not there is removed already.
pub(super) fn remove_tree(folder: &Path) -> Result<(), DiskError> {
    list_tree(folder)?;
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(DiskError::new("remove", folder, cause)),
        _ => Ok(()),
    }
}

pub(super) const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// XDEV where the path crosses a mount, bind mounts of the same disk included.
#[cfg(target_os = "linux")]
pub(super) fn refuse_mount(folder: &OwnedFd, beneath: &Path) -> rustix::io::Result<()> {
    use rustix::fs::ResolveFlags;
    let confined = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
    match rustix::fs::openat2(folder, beneath, OFlags::PATH | FOLDER, Mode::empty(), confined) {
        Ok(_) => Ok(()),
        Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => refuse_other_disk(folder, beneath),
        Err(errno) => Err(errno),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn refuse_mount(folder: &OwnedFd, beneath: &Path) -> rustix::io::Result<()> {
    refuse_other_disk(folder, beneath)
}

fn refuse_other_disk(folder: &OwnedFd, beneath: &Path) -> rustix::io::Result<()> {
    let here = rustix::fs::fstat(folder)?;
    let there = rustix::fs::statat(folder, beneath, rustix::fs::AtFlags::SYMLINK_NOFOLLOW)?;
    if here.st_dev == there.st_dev { Ok(()) } else { Err(Errno::XDEV) }
}
