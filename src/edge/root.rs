//! The project's root: the one way by which sources are opened.
//!
//! A [`SourcePath`] → an open regular file beneath the root, or a [`Refusal`]. Links that stay beneath the root are
//! followed, links that leave it never; folders, FIFOs, devices and sockets are refused without waiting on them.
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::Errno;

use super::DiskError;
use super::error::plain;
use super::tree::EntryKind;
use crate::source::SourcePath;

/// The folder that holds a project. Nothing outside it is ever read as a source.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    folder: OwnedFd,
}

/// Why a file was not opened.
#[derive(Debug)]
pub enum Refusal {
    /// There is no such file.
    Missing,
    /// A link leads out of the root.
    LeavesRoot,
    /// Links lead in a circle.
    Circle,
    /// It is no regular file but this, such as `a folder`.
    NotAFile(&'static str),
    /// The system refused it.
    Failed(io::Error),
}

impl Refusal {
    /// Completes "`file` …", in plain words.
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "does not exist".to_owned(),
            Self::LeavesRoot => "is a link that leads out of the project".to_owned(),
            Self::Circle => "is a link that leads in a circle".to_owned(),
            Self::NotAFile(kind) => format!("is {kind}, not a file"),
            Self::Failed(cause) => format!("cannot be read: {}", plain(cause)),
        }
    }
}

/// A file opened for reading.
#[derive(Debug)]
pub struct OpenFile {
    /// The file, at its start.
    pub file: File,
    /// Its size in bytes when it was opened.
    pub size: u64,
}

impl OpenFile {
    /// Its first bytes, at most `most`.
    ///
    /// # Errors
    /// When the system refuses to read on.
    pub fn head(self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Its bytes; `None` where there are more than `limit`. A file that grows meanwhile is cut off there as well.
    ///
    /// # Errors
    /// When the system refuses to read on.
    pub fn read(self, limit: u64) -> io::Result<Option<Vec<u8>>> {
        if self.size > limit {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        self.file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    }
}

impl Root {
    /// Opens a folder as a root.
    ///
    /// # Errors
    /// When it does not exist, is no folder or may not be read.
    pub fn open(folder: &Path) -> Result<Self, DiskError> {
        let failed = DiskError::on("open the folder", folder);
        let open = || -> io::Result<Self> {
            let path = fs::canonicalize(folder)?;
            let folder = rustix::fs::open(&path, FOLDER, Mode::empty())?;
            Ok(Self { path, folder })
        };
        open().map_err(failed)
    }

    /// Its absolute path, free of links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &OwnedFd {
        &self.folder
    }

    /// Opens a regular file beneath the root.
    ///
    /// # Errors
    /// When there is none, or it may not be opened.
    pub fn open_file(&self, path: &SourcePath) -> Result<OpenFile, Refusal> {
        self.open_beneath(path.as_str())
    }

    /// Whether a regular file is there to be opened.
    pub fn has_file(&self, path: &SourcePath) -> bool {
        self.open_file(path).is_ok()
    }

    /// What stands at a path, following no link at its end; `None` where there is nothing.
    pub(super) fn entry_kind(&self, path: &SourcePath) -> Option<EntryKind> {
        let found = fs::symlink_metadata(self.path.join(path.as_str())).ok()?;
        Some(match FileType::from_raw_mode(found.mode()) {
            FileType::RegularFile => EntryKind::File(found.len()),
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Special,
        })
    }

    /// Whether a folder is there, beneath the root.
    pub fn has_folder(&self, path: &SourcePath) -> bool {
        self.find_folder(path).is_ok()
    }

    /// The names in a folder beneath the root, sorted; none where it cannot be listed.
    pub fn names_in(&self, folder: &SourcePath) -> Vec<String> {
        let listing = self.find_folder(folder).ok().and_then(|()| fs::read_dir(self.path.join(folder.as_str())).ok());
        let names = listing.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names
    }

    /// Like [`has_folder`](Self::has_folder), but says why not.
    pub(super) fn find_folder(&self, path: &SourcePath) -> Result<(), Refusal> {
        self.resolve(path.as_str(), FOLDER).map(drop)
    }

    /// Like [`open_file`](Self::open_file), for any path below the root.
    pub(super) fn open_beneath(&self, path: &str) -> Result<OpenFile, Refusal> {
        // Without NONBLOCK, opening a FIFO waits for a writer that never comes.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = self.resolve(path, flags)?;
        let found = rustix::fs::fstat(&file).map_err(|errno| Refusal::Failed(errno.into()))?;
        match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => {
                Ok(OpenFile { file: file.into(), size: u64::try_from(found.st_size).unwrap_or(0) })
            }
            other => Err(Refusal::NotAFile(kind_words(other))),
        }
    }

    fn resolve(&self, path: &str, flags: OFlags) -> Result<OwnedFd, Refusal> {
        match open_confined(&self.folder, path, flags) {
            Ok(file) => Ok(file),
            // XDEV: a link leaves the root, or is absolute although its target lies beneath the root.
            // The others: the kernel (before 5.6) or a container's filter does not know the call.
            Err(Errno::XDEV | Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::TOOBIG | Errno::AGAIN) => {
                self.resolve_by_parts(path, flags)
            }
            Err(errno) => Err(refusal(errno)),
        }
    }

    /// Finds where the path really leads, and opens that part by part without following any link: a link put there
    /// in between makes it fail, not leave.
    fn resolve_by_parts(&self, path: &str, flags: OFlags) -> Result<OwnedFd, Refusal> {
        let real = fs::canonicalize(self.path.join(path))
            .map_err(|cause| Errno::from_io_error(&cause).map_or(Refusal::Failed(cause), refusal))?;
        let beneath = real.strip_prefix(&self.path).map_err(|_| Refusal::LeavesRoot)?;
        let mut parts = beneath.components().peekable();
        let mut folder: Option<OwnedFd> = None;
        while let Some(Component::Normal(part)) = parts.next() {
            let flags = if parts.peek().is_some() { FOLDER } else { flags };
            let opened = match &folder {
                Some(folder) => rustix::fs::openat(folder, part, flags | OFlags::NOFOLLOW, Mode::empty()),
                None => rustix::fs::openat(&self.folder, part, flags | OFlags::NOFOLLOW, Mode::empty()),
            };
            folder = Some(opened.map_err(refusal)?);
        }
        folder.ok_or(Refusal::NotAFile("a folder"))
    }
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

#[cfg(target_os = "linux")]
fn open_confined(root: &OwnedFd, path: &str, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    let confined = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    // The kernel answers AGAIN when a folder on the way was renamed meanwhile.
    for _ in 0..8 {
        match rustix::fs::openat2(root, path, flags, Mode::empty(), confined) {
            Err(Errno::AGAIN | Errno::INTR) => {}
            done => return done,
        }
    }
    Err(Errno::AGAIN)
}

#[cfg(not(target_os = "linux"))]
fn open_confined(_: &OwnedFd, _: &str, _: OFlags) -> rustix::io::Result<OwnedFd> {
    Err(Errno::NOSYS)
}

fn refusal(errno: Errno) -> Refusal {
    match errno {
        Errno::NOENT | Errno::NOTDIR => Refusal::Missing,
        Errno::LOOP => Refusal::Circle,
        Errno::NXIO => Refusal::NotAFile("a socket or a device"),
        Errno::ISDIR => Refusal::NotAFile("a folder"),
        errno => Refusal::Failed(errno.into()),
    }
}

/// A kind of entry, with its article.
pub(super) fn kind_words(kind: FileType) -> &'static str {
    match kind {
        FileType::Directory => "a folder",
        FileType::Fifo => "a pipe (FIFO)",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Symlink => "a link",
        _ => "a special file",
    }
}
