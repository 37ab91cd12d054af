//! All sources of a project, sorted by path: the decoded texts, and the names of the other files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::number::Numbers;
use super::{Date, PictureSize, SourceId, SourcePath};

/// One decoded text file.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Where it stands below the project's root.
    pub path: SourcePath,
    /// Its text: no byte-order mark, every line end `\n`.
    pub text: Arc<str>,
}

/// The sources of a project. Texts are sorted by path, and so are their ids, whatever the order of the disk.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    texts: Arc<Vec<SourceText>>,
    ids: Arc<Vec<SourceId>>,
    numbers: Arc<Numbers>,
    files: Arc<BTreeMap<SourcePath, u64>>,
    pictures: Arc<BTreeMap<SourcePath, PictureSize>>,
    /// Day for which the playbook is built: the only clock that the core knows.
    pub date: Date,
}

impl SourceTree {
    /// A tree of texts and of other files with their sizes in bytes.
    pub fn new(mut texts: Vec<SourceText>, files: BTreeMap<SourcePath, u64>, date: Date) -> Self {
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        texts.dedup_by(|a, b| a.path == b.path);
        let numbers = Numbers::of(texts.iter().map(|text| text.path.clone()));
        let ids = Arc::new(numbers.all().collect());
        let (texts, numbers) = (Arc::new(texts), Arc::new(numbers));
        Self { texts, ids, numbers, files: Arc::new(files), pictures: Arc::default(), date }
    }

    /// The same tree with the sizes of pictures, as far as they are known.
    #[must_use]
    pub fn with_pictures(self, pictures: BTreeMap<SourcePath, PictureSize>) -> Self {
        Self { pictures: Arc::new(pictures), ..self }
    }

    /// How large the picture at this path is, where that is known.
    pub fn picture(&self, path: &SourcePath) -> Option<PictureSize> {
        self.pictures.get(path).copied()
    }

    /// The texts with their ids, sorted by path.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (SourceId, &SourceText)> {
        self.ids.iter().copied().zip(&*self.texts)
    }

    /// The text with this id.
    pub fn text(&self, id: SourceId) -> Option<&SourceText> {
        self.texts.get(self.ids.binary_search(&id).ok()?)
    }

    /// The text at this path.
    pub fn find(&self, path: &SourcePath) -> Option<(SourceId, &SourceText)> {
        let at = self.texts.binary_search_by(|text| text.path.cmp(path)).ok()?;
        Some((*self.ids.get(at)?, self.texts.get(at)?))
    }

    /// Whether a text lies below a folder.
    pub fn has_texts_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        let first = self.texts.partition_point(|text| text.path.as_str() < start.as_str());
        self.texts.get(first).is_some_and(|text| text.path.below(folder).is_some())
    }

    /// The same tree; texts that an earlier one has already are shared with it, so that what was made from them is known
    /// again, and each path has the id that it had there or in a tree before.
    #[must_use]
    pub fn sharing(mut self, before: &Self) -> Self {
        if Arc::ptr_eq(&self.texts, &before.texts) {
            (self.ids, self.numbers) = (Arc::clone(&before.ids), Arc::clone(&before.numbers));
            return self;
        }
        let is_new = |at: usize, text: &SourceText| before.texts.get(at).is_none_or(|known| known.path != text.path);
        let moved =
            self.texts.len() != before.texts.len() || self.texts.iter().enumerate().any(|(at, t)| is_new(at, t));
        for (at, text) in Arc::make_mut(&mut self.texts).iter_mut().enumerate() {
            // Most often no file came or went, and each stands where it stood.
            let there = before.texts.get(at).filter(|_| !moved);
            if let Some(known) = there.or_else(|| before.find(&text.path).map(|(_, known)| known))
                && (Arc::ptr_eq(&known.text, &text.text) || known.text == text.text)
            {
                text.clone_from(known);
            }
        }
        if moved {
            let numbers = before.numbers.with(self.texts.iter().map(|text| &text.path));
            self.ids = Arc::new(self.texts.iter().filter_map(|text| numbers.get(&text.path)).collect());
            self.numbers = Arc::new(numbers);
        } else {
            (self.ids, self.numbers) = (Arc::clone(&before.ids), Arc::clone(&before.numbers));
        }
        self
    }

    /// Whether each id means the path that it means in another tree, where both have it.
    pub fn is_numbered_as(&self, other: &Self) -> bool {
        self.numbers.follows(&other.numbers)
    }

    /// The same tree with other texts at paths that it has already; `None` where it has no text at one of them.
    pub fn with_texts(&self, texts: Vec<SourceText>) -> Option<Self> {
        let mut tree = self.clone();
        let all = Arc::make_mut(&mut tree.texts);
        for text in texts {
            let at = all.binary_search_by(|known| known.path.cmp(&text.path)).ok()?;
            all.get_mut(at)?.text = text.text;
        }
        Some(tree)
    }

    /// Files that are no decoded text (pictures and the like), with their sizes in bytes, sorted by path.
    pub fn files(&self) -> &BTreeMap<SourcePath, u64> {
        &self.files
    }
}
