//! What was read of the sources → which of it need not be read again.
//!
//! A file is known again by everything that the disk tells of it without being read: its size, its times to the nanosecond, and
//! which file it is. One that changed shortly before it was read is not trusted: a disk may give two changes the same time.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::finding::Finding;
use crate::source::{PictureSize, SourcePath, SourceText, check_names};

/// Times of some disks are as coarse as this (FAT counts in two seconds).
const COARSEST: Duration = Duration::from_millis(2_100);

/// What the disk tells of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// In bytes.
    pub(super) size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    file: (u64, u64),
}

/// Files by path, with what the disk tells of each.
pub(super) type Files = BTreeMap<SourcePath, Stamp>;

impl Stamp {
    pub(super) fn of(found: &Metadata) -> Self {
        Self {
            size: found.len(),
            modified: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
            file: (found.dev(), found.ino()),
        }
    }

    /// Whether it last changed long enough before a moment that a later change has another time.
    fn is_settled(&self, moment: SystemTime) -> bool {
        let settled = moment.checked_sub(COARSEST).and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
        let settled = settled.and_then(|settled| i64::try_from(settled.as_secs()).ok());
        settled.is_some_and(|settled| self.changed.0 < settled && self.modified.0 < settled)
    }
}

/// What an earlier reading found, for the next one.
#[derive(Debug, Default)]
pub struct ReadMemory {
    texts: HashMap<SourcePath, (Stamp, SourceText)>,
    pictures: HashMap<SourcePath, (Stamp, PictureSize)>,
    /// What is odd about the names of these files.
    names: Option<(Vec<SourcePath>, Vec<Finding>)>,
    /// Whether a link was among what was read.
    pub(super) links: bool,
}

impl ReadMemory {
    /// Forgets these files, for something told that they changed.
    pub fn doubt<'p>(&mut self, root: &Path, paths: impl Iterator<Item = &'p PathBuf>) {
        for path in paths {
            let beneath = path.strip_prefix(root).ok().and_then(Path::to_str);
            if let Some(file) = beneath.and_then(|beneath| SourcePath::new(beneath).ok()) {
                self.texts.remove(&file);
                self.pictures.remove(&file);
            }
        }
    }

    /// Forgets everything.
    pub fn doubt_all(&mut self) {
        *self = Self::default();
    }

    /// What is odd about names.
    pub(super) fn names(&mut self, files: &Files) -> &[Finding] {
        let known = self.names.take().filter(|(known, _)| known.iter().eq(files.keys()));
        let looked_at = || (files.keys().cloned().collect(), check_names(files.keys()));
        &self.names.insert(known.unwrap_or_else(looked_at)).1
    }

    /// The text of a file, if it is still the one that was read.
    pub(super) fn text(&self, path: &SourcePath, stamp: &Stamp) -> Option<&SourceText> {
        self.texts.get(path).filter(|(known, _)| known == stamp).map(|(_, text)| text)
    }

    /// The size of a picture, if it is still the one that was looked at.
    pub(super) fn picture(&self, path: &SourcePath, stamp: &Stamp) -> Option<PictureSize> {
        self.pictures.get(path).filter(|(known, _)| known == stamp).map(|(_, size)| *size)
    }

    /// Keeps what a reading found that began at this moment, and nothing else.
    pub(super) fn keep(
        &mut self,
        began: SystemTime,
        texts: impl Iterator<Item = (Stamp, SourceText)>,
        pictures: impl Iterator<Item = (SourcePath, Stamp, Option<PictureSize>)>,
    ) {
        let texts = texts.filter(|(stamp, _)| stamp.is_settled(began));
        self.texts = texts.map(|(stamp, text)| (text.path.clone(), (stamp, text))).collect();
        let pictures = pictures.filter(|(_, stamp, _)| stamp.is_settled(began));
        self.pictures = pictures.filter_map(|(path, stamp, size)| Some((path, (stamp, size?)))).collect();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::clock::now;
    use super::Stamp;

    #[test]
    fn a_file_that_has_only_just_changed_is_not_trusted() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stamp = Stamp::of(&file.as_file().metadata().unwrap());
        assert!(!stamp.is_settled(now()));
        assert!(stamp.is_settled(now() + Duration::from_secs(10)));
    }
}
