//! What the disk refused, in plain words.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

/// The disk refused something: what was tried, on which path, and why.
#[derive(Debug)]
pub struct DiskError {
    deed: &'static str,
    path: PathBuf,
    cause: io::Error,
}

impl DiskError {
    /// `deed` completes "cannot …", such as `write`.
    pub(crate) fn new(deed: &'static str, path: impl Into<PathBuf>, cause: impl Into<io::Error>) -> Self {
        Self { deed, path: path.into(), cause: cause.into() }
    }

    /// For `map_err`.
    pub(crate) fn on<E: Into<io::Error>>(deed: &'static str, path: &Path) -> impl FnOnce(E) -> Self {
        move |cause| Self::new(deed, path, cause)
    }

    /// What the system said.
    pub fn cause(&self) -> &io::Error {
        &self.cause
    }

    /// The path that it is about.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.deed, shown(&self.path), plain(&self.cause))
    }
}

impl std::error::Error for DiskError {}

/// Whether the machine fails rather than the file: every other file would fail the same way, or the disk is broken.
pub(crate) fn is_world_failing(cause: &io::Error) -> bool {
    matches!(
        Errno::from_io_error(cause),
        Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM | Errno::IO | Errno::STALE | Errno::NODEV)
    )
}

/// A path for a message; control characters are escaped so that a file name cannot steer the terminal.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for character in path.to_string_lossy().chars() {
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

/// The cause in words that a reader without a manual understands, and what to do about it.
pub(crate) fn plain(cause: &io::Error) -> String {
    let words = match Errno::from_io_error(cause) {
        Some(Errno::NOSPC) => "the disk is full; make room and try again",
        Some(Errno::DQUOT) => "the disk quota is used up; make room and try again",
        Some(Errno::FBIG) => "the file is larger than the system allows",
        Some(Errno::ROFS) => "the disk is read-only",
        Some(Errno::ACCESS | Errno::PERM) => "permission denied; check who owns it and its mode",
        Some(Errno::NOENT) => "it does not exist",
        Some(Errno::EXIST) => "a file of that name is there already (on this disk letter case may not count)",
        Some(Errno::NOTDIR) => "a part of the path is a file, not a folder",
        Some(Errno::ISDIR) => "it is a folder",
        Some(Errno::NOTEMPTY) => "the folder is not empty",
        Some(Errno::BUSY) => "it is in use, or another disk is mounted there",
        Some(Errno::XDEV) => "it lies on another disk, or another disk is mounted there",
        Some(Errno::NAMETOOLONG) => "the name or the path is too long for this disk",
        Some(Errno::MFILE | Errno::NFILE) => "too many files are open; raise the limit (`ulimit -n`) and try again",
        Some(Errno::NOMEM) => "the memory is used up",
        Some(Errno::INVAL) => "the disk does not take it; USB sticks refuse names with `?`, `:`, `*` and the like",
        Some(Errno::IO) => "the disk reports a fault",
        Some(Errno::LOOP) => "its links lead in a circle",
        Some(Errno::NOLCK) => "this disk cannot lock files",
        _ => {
            let words = cause.to_string();
            return words.split(" (os error").next().unwrap_or(&words).to_lowercase();
        }
    };
    words.to_owned()
}
