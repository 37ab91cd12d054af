//! The folder of the base on the disk: the hashes of its files, and its exchange for another.
//!
//! The new base is made whole beside the old one and takes its place by one rename; a kill leaves the old base or the new
//! one. What a killed update left beside is removed by the next, which holds the lock.
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk, and puts the vendor's files into it")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{CWD, FlockOperation, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::DiskError;
use super::error::shown;
use super::publish::flush;
use super::tree::{EntryKind, list_tree, remove_tree};

/// The files of a folder, each with its SHA-256 in hexadecimal, and what lies there that is no file of a base.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// By path below the folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Links, devices and names that are no UTF-8: a base may hold none.
    pub refused: Vec<String>,
}

/// Lists a folder. Names that begin with a dot are passed over, as the reading of sources does.
///
/// # Errors
/// When it cannot be read.
pub fn list_base(folder: &Path) -> Result<Listed, DiskError> {
    let mut listed = Listed::default();
    let mut paths = Vec::new();
    for (path, kind) in list_tree(folder)? {
        let hidden = path.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        if hidden || kind == EntryKind::Folder {
            continue;
        }
        match path.to_str().filter(|_| kind.is_file()) {
            Some(name) => paths.push(name.replace(std::path::MAIN_SEPARATOR, "/")),
            None => listed.refused.push(shown(&path)),
        }
    }
    let hashed: Vec<(String, String)> = paths
        .into_par_iter()
        .map(|path| {
            let hash = hash_file(&folder.join(&path))?;
            Ok((path, hash))
        })
        .collect::<Result<_, DiskError>>()?;
    listed.files = hashed.into_iter().collect();
    Ok(listed)
}

/// The SHA-256 of a file in hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn hash_file(path: &Path) -> Result<String, DiskError> {
    let mut file = open_plain(path).map_err(DiskError::on("read", path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(DiskError::new("read", path, cause)),
        };
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
    let mut hash = String::with_capacity(64);
    for byte in hasher.finalize() {
        _ = write!(hash, "{byte:02x}");
    }
    Ok(hash)
}

/// A file, and no link.
fn open_plain(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// What becomes of the old base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldBase {
    /// Every file of it is the vendor's: it goes.
    Drop,
    /// Nobody can tell whose its files are: it stays beside, under a name that ends in `.before`.
    Keep,
}

/// Puts the files of a folder in the place of the base, with these bytes as its manifest. Where the old base is now, if
/// it was kept.
///
/// # Errors
/// When the disk refuses; then the old base is in its place.
pub fn exchange_base(
    base: &Path,
    from: &Path,
    files: &BTreeMap<String, String>,
    manifest: (&str, &[u8]),
    old: OldBase,
) -> Result<Option<PathBuf>, DiskError> {
    let parent = base.parent().unwrap_or(base);
    let name = base.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let _lock = lock(parent)?;
    let was = parent.join(format!(".{name}.lifeboat-old"));
    recover(base, &was)?;
    let kept = parent.join(format!("{name}.before"));
    // An old base that stays is exchanged to the place where it stays: a kill leaves it there, or where it was.
    let staged = if old == OldBase::Keep { kept.clone() } else { parent.join(format!(".{name}.lifeboat-new")) };
    if old == OldBase::Keep && fs::symlink_metadata(&kept).is_ok() {
        let cause = io::Error::other("it is there already, from an update before; move it away and try again");
        return Err(DiskError::new("keep the old base as", kept, cause));
    }
    remove_tree(&staged)?;
    let made = stage(&staged, from, files, manifest).and_then(|()| put_in_place(base, &staged, &was));
    if made.is_err() {
        let _left_to_the_next = remove_tree(&staged);
    }
    made?;
    // From here on the new base is in its place; the old one lies where the new one was made.
    let result = match old {
        OldBase::Drop => {
            let _left_to_the_next = remove_tree(&staged);
            None
        }
        OldBase::Keep => Some(kept),
    };
    flush(parent)?;
    Ok(result)
}

/// Writes the new base beside the old one, and sees that each file is the one that was looked at.
fn stage(
    staged: &Path,
    from: &Path,
    files: &BTreeMap<String, String>,
    (name, bytes): (&str, &[u8]),
) -> Result<(), DiskError> {
    fs::create_dir(staged).map_err(DiskError::on("make the folder", staged))?;
    for (path, hash) in files {
        let (source, target) = (from.join(path), staged.join(path));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(DiskError::on("make the folder", folder))?;
        }
        copy_file(&source, &target)?;
        if hash_file(&target)? != *hash {
            let cause = io::Error::other("it changed while it was read; try again");
            return Err(DiskError::new("copy", source, cause));
        }
    }
    let manifest = staged.join(name);
    let mut file = File::create(&manifest).map_err(DiskError::on("write", &manifest))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(DiskError::on("write", &manifest))?;
    flush(staged)
}

/// Copies one file and waits until it is on the disk.
///
/// # Errors
/// When the disk refuses.
pub fn copy_file(from: &Path, to: &Path) -> Result<(), DiskError> {
    let mut source = open_plain(from).map_err(DiskError::on("read", from))?;
    let mut target = File::create(to).map_err(DiskError::on("write", to))?;
    io::copy(&mut source, &mut target).map_err(DiskError::on("write", to))?;
    target.sync_all().map_err(DiskError::on("write", to))
}

/// Exchanges the two folders; where the disk cannot, two renames do, and `was` is what a killed one is repaired from.
fn put_in_place(base: &Path, staged: &Path, was: &Path) -> Result<(), DiskError> {
    let failed = DiskError::on("exchange", base);
    match rename_exchanging(base, staged) {
        Ok(()) => Ok(()),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => {
            fs::rename(base, was).map_err(DiskError::on("move", base))?;
            if let Err(cause) = fs::rename(staged, base) {
                fs::rename(was, base).map_err(DiskError::on("move back", was))?;
                return Err(DiskError::new("move", staged, cause));
            }
            fs::rename(was, staged).map_err(DiskError::on("move", was))
        }
        Err(errno) => Err(failed(errno)),
    }
}

/// Puts the old base back that a killed pair of renames left aside.
fn recover(base: &Path, was: &Path) -> Result<(), DiskError> {
    if fs::symlink_metadata(was).is_err() {
        return Ok(());
    }
    if fs::symlink_metadata(base).is_err() {
        return fs::rename(was, base).map_err(DiskError::on("move back", was));
    }
    remove_tree(was)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn rename_exchanging(one: &Path, other: &Path) -> rustix::io::Result<()> {
    rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn rename_exchanging(_: &Path, _: &Path) -> rustix::io::Result<()> {
    Err(Errno::NOSYS)
}

/// Holds the folder that the base lies in, until the file is dropped.
fn lock(parent: &Path) -> Result<File, DiskError> {
    let folder = File::open(parent).map_err(DiskError::on("open the folder", parent))?;
    match rustix::fs::flock(&folder, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(folder),
        Err(Errno::WOULDBLOCK) => {
            let cause = io::Error::other("another update is at work");
            Err(DiskError::new("lock", parent, cause))
        }
        Err(errno) => Err(DiskError::new("lock", parent, errno)),
    }
}
