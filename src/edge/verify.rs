//! A published folder, or a copy of one → which of its files are missing, changed or not of the site.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::DiskError;
use super::error::shown;
use super::root::{OpenFile, Root};
use super::tree::{EntryKind, list_tree};
use crate::site::{Hash, Hasher, MANIFEST, Manifest};

/// How a folder differs from its manifest. Paths are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that the manifest lists.
    pub listed: usize,
    /// Listed files that are not there.
    pub missing: Vec<String>,
    /// Listed files that hold other bytes, cannot be read, or are no regular files.
    pub changed: Vec<String>,
    /// Files that the manifest does not list.
    pub extra: Vec<String>,
}

impl Verified {
    /// Whether the folder is exactly what was published.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.extra.is_empty()
    }
}

/// Why a folder could not be checked.
#[derive(Debug)]
pub enum VerifyError {
    /// It has no manifest.
    NoManifest(PathBuf),
    /// A line of the manifest is none.
    BadLine(PathBuf, usize),
    /// The disk failed.
    Disk(DiskError),
}

impl From<DiskError> for VerifyError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest(folder) => {
                write!(f, "`{}` has no {MANIFEST}, so there is nothing to compare it with", shown(folder))
            }
            Self::BadLine(folder, line) => {
                write!(f, "`{}`, line {line}: not a line of a manifest; the manifest is damaged", {
                    shown(&folder.join(MANIFEST))
                })
            }
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Compares a folder with its manifest.
///
/// # Errors
/// When there is no manifest, it is damaged, or the disk fails.
pub fn verify(folder: &Path) -> Result<Verified, VerifyError> {
    let root = Root::open(folder)?;
    let text = root
        .open_beneath(MANIFEST)
        .ok()
        .and_then(|file| file.read(u64::MAX - 1).ok()?)
        .ok_or_else(|| VerifyError::NoManifest(folder.to_owned()))?;
    let (manifest, bad) = Manifest::parse(&String::from_utf8_lossy(&text));
    if let Some(line) = bad.first() {
        return Err(VerifyError::BadLine(folder.to_owned(), *line));
    }
    let entries = list_tree(root.path())?;
    let files: BTreeSet<&Path> = entries.iter().filter(|(_, kind)| kind.is_file()).map(|(path, _)| &**path).collect();
    let others: BTreeSet<&Path> = entries.iter().filter(|(_, kind)| !kind.is_file()).map(|(path, _)| &**path).collect();

    let mut verified = Verified { listed: manifest.files().len(), ..Verified::default() };
    let listed: Vec<_> = manifest.files().collect();
    let states: Vec<_> = listed
        .par_iter()
        .map(|(path, hash)| {
            let place = Path::new(path.as_str());
            if !files.contains(place) {
                return if others.contains(place) { State::Changed } else { State::Missing };
            }
            let found = root.open_beneath(path.as_str()).ok().and_then(hash_of);
            if found == Some(*hash) { State::Same } else { State::Changed }
        })
        .collect();
    for ((path, _), state) in listed.iter().zip(states) {
        match state {
            State::Same => {}
            State::Changed => verified.changed.push(path.to_string()),
            State::Missing => verified.missing.push(path.to_string()),
        }
    }
    let is_listed = |path: &Path| {
        path.to_str().is_some_and(|path| {
            path == MANIFEST
                || is_signature(path)
                || listed.binary_search_by(|(listed, _)| listed.as_str().cmp(path)).is_ok()
        })
    };
    verified.extra = entries
        .iter()
        .filter(|(path, kind)| *kind != EntryKind::Folder && !is_listed(path))
        .map(|(path, _)| path.to_string_lossy().into_owned())
        .collect();
    Ok(verified)
}

/// Whether a file is a signature of the manifest, made by the user's own minisign, ssh or PGP key.
pub(super) fn is_signature(path: &str) -> bool {
    path.strip_prefix(MANIFEST).is_some_and(|ending| matches!(ending, ".minisig" | ".sig" | ".asc"))
}

enum State {
    Same,
    Changed,
    Missing,
}

fn hash_of(opened: OpenFile) -> Option<Hash> {
    let mut file = opened.file;
    let mut hasher = Hasher::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Some(hasher.finish()),
            Ok(length) => hasher.update(piece.get(..length)?),
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
