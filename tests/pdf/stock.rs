//! A Typst that knows nothing of Lifeboat: its own `compile`, over a folder of files.

use std::path::{Path, PathBuf};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

struct Stock {
    library: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    folder: PathBuf,
}

/// The pages of `FOLDER/book.typ`, as `typst compile --font-path FOLDER` makes them. Any warning fails.
pub(crate) fn pages_by_stock_typst(folder: &Path) -> usize {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "ttf"));
    let fonts: Vec<Font> = files.flat_map(|path| Font::iter(Bytes::new(std::fs::read(path).unwrap()))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    let world = Stock { library: LazyHash::new(Library::default()), fonts, book, folder: folder.to_owned() };
    let set = typst::compile::<PagedDocument>(&world);
    assert!(set.warnings.is_empty(), "{:?}", set.warnings);
    set.output.unwrap().pages().len()
}

impl Stock {
    fn read(&self, id: FileId) -> FileResult<Vec<u8>> {
        let path = self.folder.join(id.get().vpath().get_without_slash());
        std::fs::read(&path).map_err(|_| FileError::NotFound(path))
    }
}

impl World for Stock {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        RootedPath::new(VirtualRoot::Project, VirtualPath::new("book.typ").unwrap()).intern()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, String::from_utf8(self.read(id)?).map_err(|_| FileError::InvalidUtf8)?))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(Bytes::new(self.read(id)?))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
