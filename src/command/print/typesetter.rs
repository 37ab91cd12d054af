//! A book and its snapshot → a PDF: pictures are read, the engine sets the book.
//!
//! One way for `lifeboat pdf` and for the preview, so that both give the same bytes.

use super::LARGEST_PICTURE;
use crate::build::Snapshot;
use crate::command::Failure;
use crate::edge::root::Root;
use crate::finding::{Checked, Finding};
use crate::print::Book;
use crate::print::emit::{EmitInput, pictures_of};
use crate::print::engine::{
    DecodedPictures, Fonts, Memory, PdfBook, PdfInput, PictureFile, PictureMemory, PrintTheme, Standard,
    decode_pictures_again, set_book,
};
use crate::source::SourceTree;
use crate::theme::Theme;

/// Sets books, and knows what it set last.
pub(in crate::command) struct Typesetter {
    fonts: Fonts,
    pictures: PictureMemory,
    memory: Memory,
}

/// A book that is to be set.
#[derive(Clone, Copy)]
pub(in crate::command) struct Order<'a> {
    /// The folder in which its pictures lie.
    pub(in crate::command) root: &'a Root,
    /// What the snapshot was made from.
    pub(in crate::command) sources: &'a SourceTree,
    /// What the book is of.
    pub(in crate::command) snapshot: &'a Snapshot,
    /// The book.
    pub(in crate::command) book: &'a Book,
    /// What the PDF must conform to.
    pub(in crate::command) standards: &'a [Standard],
}

/// A book that is set.
pub(in crate::command) struct SetBook {
    /// The file.
    pub(in crate::command) pdf: PdfBook,
    /// The pictures in it.
    pub(in crate::command) pictures: DecodedPictures,
}

impl Typesetter {
    /// One with these fonts; `memory` says whether it will set nearly the same book again.
    pub(in crate::command) fn new(fonts: Fonts, memory: Memory) -> Self {
        Self { fonts, pictures: PictureMemory::default(), memory }
    }

    /// Sets a book. Findings: what could not be printed as it was meant, and text that the edition may not show.
    pub(in crate::command) fn set(&mut self, order: &Order<'_>) -> Result<Checked<SetBook>, Failure> {
        let Order { sources, snapshot, book, standards, .. } = *order;
        let mut findings: Vec<Finding> = Vec::new();
        let pictures = decode_pictures_again(read_pictures(order), &mut self.pictures);
        let own = snapshot.project().theme.own_print_theme();
        let theme =
            PrintTheme { built_in: Theme::built_in_print_theme(), own: own.map(|(path, text)| (path.clone(), text)) };
        let pages = snapshot.pages_of_book(book);
        let emit = EmitInput {
            book,
            playbook: snapshot.playbook(),
            pages: &pages,
            pictures: &pictures.facts,
            coverage: self.fonts.coverage(),
            sources,
        };
        let input =
            PdfInput { emit, pictures: &pictures, fonts: &self.fonts, theme: &theme, standards, memory: self.memory };
        let pdf = set_book(&input).map_err(|said| Failure(format!("the book cannot be set: {said}")))?;
        let pdf = pdf.take(&mut findings);
        findings.extend(snapshot.leaks_on_paper(book));
        Ok(Checked::new(SetBook { pdf, pictures }, findings))
    }
}

/// The pictures of the topics in the book, in the order of their paths.
fn read_pictures(order: &Order<'_>) -> Vec<PictureFile> {
    let Order { root, snapshot, book, .. } = *order;
    let shown = pictures_of(book, snapshot.pages());
    let assets = snapshot.playbook().assets.iter().filter(|(path, _)| shown.contains(*path));
    let files = assets.map(|(path, source)| {
        let bytes = match root.open_file(source) {
            Err(refusal) => Err(refusal.words()),
            Ok(file) => match file.read(LARGEST_PICTURE) {
                Ok(Some(bytes)) => Ok(bytes),
                Ok(None) => Err(format!("is larger than {} MB", LARGEST_PICTURE / 1_048_576)),
                Err(_) => Err("cannot be read".to_owned()),
            },
        };
        PictureFile { path: path.clone(), bytes }
    });
    let drawn = snapshot.drawings().pictures().filter(|drawn| shown.contains(&drawn.path));
    let drawn = drawn.map(|drawn| PictureFile { path: drawn.path.clone(), bytes: Ok(drawn.bytes.to_vec()) });
    files.chain(drawn).collect()
}
