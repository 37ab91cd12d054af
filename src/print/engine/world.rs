//! The world that the typesetter sees: texts, pictures and fonts in memory, and nothing else.

use std::collections::{BTreeMap, HashMap};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::Fonts;

/// Everything that a book is set from.
pub(super) struct BookWorld<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    sources: HashMap<FileId, Source>,
    pictures: HashMap<FileId, Bytes>,
}

impl<'a> BookWorld<'a> {
    /// A world of these texts and pictures by path; `None` where `main` is none of them.
    pub(super) fn new(
        library: &'a LazyHash<Library>,
        fonts: &'a Fonts,
        main: &str,
        texts: &BTreeMap<String, String>,
        pictures: &BTreeMap<String, Bytes>,
    ) -> Option<Self> {
        let sources = texts
            .iter()
            .filter_map(|(path, text)| {
                let id = file_id(path)?;
                Some((id, Source::new(id, text.clone())))
            })
            .collect();
        let pictures = pictures.iter().filter_map(|(path, bytes)| Some((file_id(path)?, bytes.clone()))).collect();
        Some(Self { library, fonts, main: file_id(main)?, sources, pictures })
    }

    /// Replaces a text.
    pub(super) fn replace(&mut self, path: &str, text: &str) {
        let Some(id) = file_id(path) else { return };
        // Only what differs is parsed again, and what does not depend on it is not laid out again.
        match self.sources.get_mut(&id) {
            Some(source) => drop(source.replace(text)),
            None => drop(self.sources.insert(id, Source::new(id, text.to_owned()))),
        }
    }
}

fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The path of a file of the world, without a slash in front.
pub(super) fn path_of(id: FileId) -> &'static str {
    id.get().vpath().get_without_slash()
}

impl World for BookWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| FileError::NotFound(path_of(id).into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let text = || self.sources.get(&id).map(|source| Bytes::from_string(source.text().to_owned()));
        self.pictures.get(&id).cloned().or_else(text).ok_or_else(|| FileError::NotFound(path_of(id).into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.all.get(index).cloned()
    }

    /// The day is in the book; there is no clock here.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
