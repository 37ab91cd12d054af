//! All sources of a project, sorted by path: the decoded texts, and the names of the other files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Date, PictureSize, SourcePath};

/// The number of a text of a [`SourceTree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// One decoded text file.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Where it stands below the project's root.
    pub path: SourcePath,
    /// Its text: no byte-order mark, every line end `\n`.
    pub text: Arc<str>,
}

/// The sources of a project. Texts are sorted by path, so that an id never depends on the order of the disk.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    texts: Vec<SourceText>,
    files: BTreeMap<SourcePath, u64>,
    pictures: BTreeMap<SourcePath, PictureSize>,
    /// Day for which the playbook is built: the only clock that the core knows.
    pub date: Date,
}

impl SourceTree {
    /// A tree of texts and of other files with their sizes in bytes.
    pub fn new(mut texts: Vec<SourceText>, files: BTreeMap<SourcePath, u64>, date: Date) -> Self {
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        texts.dedup_by(|a, b| a.path == b.path);
        Self { texts, files, pictures: BTreeMap::new(), date }
    }

    /// The same tree with the sizes of pictures, as far as they are known.
    #[must_use]
    pub fn with_pictures(self, pictures: BTreeMap<SourcePath, PictureSize>) -> Self {
        Self { pictures, ..self }
    }

    /// How large the picture at this path is, where that is known.
    pub fn picture(&self, path: &SourcePath) -> Option<PictureSize> {
        self.pictures.get(path).copied()
    }

    /// The texts with their ids, sorted by path.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (SourceId, &SourceText)> {
        self.texts.iter().enumerate().map(|(at, text)| (SourceId(u32::try_from(at).unwrap_or(u32::MAX)), text))
    }

    /// The text with this id.
    pub fn text(&self, id: SourceId) -> Option<&SourceText> {
        self.texts.get(id.0 as usize)
    }

    /// The text at this path.
    pub fn find(&self, path: &SourcePath) -> Option<(SourceId, &SourceText)> {
        let at = self.texts.binary_search_by(|text| text.path.cmp(path)).ok()?;
        Some((SourceId(u32::try_from(at).ok()?), self.texts.get(at)?))
    }

    /// The same tree; texts that an earlier one has already are shared with it, so that what was made from them is known
    /// again.
    #[must_use]
    pub fn sharing(mut self, before: &Self) -> Self {
        for text in &mut self.texts {
            if let Some((_, known)) = before.find(&text.path)
                && (Arc::ptr_eq(&known.text, &text.text) || known.text == text.text)
            {
                text.clone_from(known);
            }
        }
        self
    }

    /// Files that are no decoded text (pictures and the like), with their sizes in bytes, sorted by path.
    pub fn files(&self) -> &BTreeMap<SourcePath, u64> {
        &self.files
    }
}
