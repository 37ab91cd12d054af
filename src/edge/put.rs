//! One file beneath a root → the disk, whole or not at all: the records and change files that a command writes when its
//! user asks for it. Follows no link on the way, and never leaves the root.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{AtFlags, FlockOperation, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::DiskError;
use super::root::Root;
use super::tree::FOLDER;
use crate::source::SourcePath;

/// Writes a file in the place of the one that is there. After a kill there is the old one or the new one.
///
/// # Errors
/// When the disk refuses, or a link stands on the way.
pub fn put_file(root: &Root, path: &SourcePath, bytes: &[u8]) -> Result<(), DiskError> {
    write(root, path, bytes, false)
}

/// Writes a file where there is none.
///
/// # Errors
/// When there is one, the disk refuses, or a link stands on the way.
pub fn put_new_file(root: &Root, path: &SourcePath, bytes: &[u8]) -> Result<(), DiskError> {
    write(root, path, bytes, true)
}

/// Gives a file another path, where none has it.
///
/// # Errors
/// When there is a file already, the disk refuses, or a link stands on the way.
pub fn move_file(root: &Root, from: &SourcePath, to: &SourcePath) -> Result<(), DiskError> {
    let failed = |cause: io::Error| DiskError::new("move", root.path().join(from.as_str()), cause);
    let old = open_folder(root, from.folder()).map_err(failed)?;
    let new = open_folder(root, to.folder()).map_err(failed)?;
    rename_new(&old, from.name(), &new, to.name()).map_err(failed)?;
    _ = rustix::fs::fsync(&new);
    Ok(())
}

/// Removes a file; one that is not there is removed already.
///
/// # Errors
/// When the disk refuses, or a link stands on the way.
pub fn drop_file(root: &Root, path: &SourcePath) -> Result<(), DiskError> {
    let failed = |cause: io::Error| DiskError::new("remove", root.path().join(path.as_str()), cause);
    let folder = open_folder(root, path.folder()).map_err(failed)?;
    match rustix::fs::unlinkat(&folder, path.name(), AtFlags::empty()) {
        Ok(()) | Err(Errno::NOENT) => Ok(()),
        Err(errno) => Err(failed(errno.into())),
    }
}

fn write(root: &Root, path: &SourcePath, bytes: &[u8], new: bool) -> Result<(), DiskError> {
    let failed = |cause: io::Error| DiskError::new("write", root.path().join(path.as_str()), cause);
    let folder = open_folder(root, path.folder()).map_err(failed)?;
    // What a killed writer left can be told from what a living one makes: the living one holds the folder.
    rustix::fs::flock(&folder, FlockOperation::LockExclusive).map_err(|errno| failed(errno.into()))?;
    let beside = format!(".{}.lifeboat-new", path.name());
    let put = || -> io::Result<()> {
        match rustix::fs::unlinkat(&folder, &*beside, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(errno) => return Err(errno.into()),
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = rustix::fs::statat(&folder, path.name(), AtFlags::SYMLINK_NOFOLLOW)
            .map_or(Mode::from_raw_mode(0o666), |found| Mode::from_raw_mode(found.st_mode & 0o777));
        let mut file = File::from(rustix::fs::openat(&folder, &*beside, flags, mode)?);
        file.write_all(bytes)?;
        file.sync_all()?;
        if new {
            rename_new(&folder, &beside, &folder, path.name())?;
        } else {
            rustix::fs::renameat(&folder, &*beside, &folder, path.name())?;
        }
        _ = rustix::fs::fsync(&folder);
        Ok(())
    };
    put().map_err(|cause| {
        _ = rustix::fs::unlinkat(&folder, &*beside, AtFlags::empty());
        failed(cause)
    })
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn rename_new(old: &OwnedFd, from: &str, new: &OwnedFd, to: &str) -> io::Result<()> {
    match rustix::fs::renameat_with(old, from, new, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => rename_unless_there(old, from, new, to),
        done => Ok(done?),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn rename_new(old: &OwnedFd, from: &str, new: &OwnedFd, to: &str) -> io::Result<()> {
    rename_unless_there(old, from, new, to)
}

fn rename_unless_there(old: &OwnedFd, from: &str, new: &OwnedFd, to: &str) -> io::Result<()> {
    if rustix::fs::statat(new, to, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
        return Err(Errno::EXIST.into());
    }
    Ok(rustix::fs::renameat(old, from, new, to)?)
}

/// Opens a folder beneath the root, made where it is missing, without following a link on the way.
fn open_folder(root: &Root, folder: &str) -> io::Result<OwnedFd> {
    let mut open = rustix::fs::openat(root.folder(), ".", FOLDER, Mode::empty())?;
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        match rustix::fs::mkdirat(open.as_fd(), part, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(errno.into()),
        }
        open = rustix::fs::openat(open.as_fd(), part, FOLDER | OFlags::NOFOLLOW, Mode::empty()).map_err(|errno| {
            match errno {
                Errno::LOOP | Errno::NOTDIR => {
                    io::Error::other(format!("`{part}` on its way is a link or a file, no folder"))
                }
                errno => errno.into(),
            }
        })?;
    }
    Ok(open)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests look at what was written")]
mod tests {
    use std::fs;

    use super::{Root, SourcePath, drop_file, move_file, put_file, put_new_file};

    fn path(written: &str) -> SourcePath {
        SourcePath::new(written).unwrap()
    }

    #[test]
    fn a_file_is_written_whole_and_what_a_killed_writer_left_goes() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        let file = path("a/b/c.toml");
        put_file(&root, &file, b"one").unwrap();
        fs::write(folder.path().join("a/b/.c.toml.lifeboat-new"), "half").unwrap();
        put_file(&root, &file, b"two").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a/b/c.toml")).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
        let refused = put_new_file(&root, &file, b"three").unwrap_err();
        assert!(refused.to_string().contains("is there already"), "{refused}");
        assert_eq!(fs::read_to_string(folder.path().join("a/b/c.toml")).unwrap(), "two");
        move_file(&root, &file, &path("x/d.toml")).unwrap();
        drop_file(&root, &path("x/d.toml")).unwrap();
        drop_file(&root, &path("x/d.toml")).unwrap();
        assert_eq!(fs::read_dir(folder.path().join("x")).unwrap().count(), 0);
    }

    #[test]
    fn no_link_is_followed() {
        let outside = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        fs::write(outside.path().join("kept"), "kept").unwrap();
        std::os::unix::fs::symlink(outside.path().join("kept"), folder.path().join("link")).unwrap();
        let refused = put_file(&root, &path("out/a.toml"), b"x").unwrap_err();
        assert!(refused.to_string().contains("is a link"), "{refused}");
        put_file(&root, &path("link"), b"x").unwrap();
        assert_eq!(fs::read_to_string(outside.path().join("kept")).unwrap(), "kept");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    }
}
