//! [`Book`](super::Book) → PDF, with Typst as a library. Behind the feature `pdf`.
//!
//! Everything is in memory: the emitter's text, the theme, decoded pictures, fonts. Never opens a file, never asks for the
//! time, never fetches a package. The book always comes out: what the typesetter refuses is set more plainly, and told.

mod degrade;
mod fonts;
mod pictures;
mod rounds;
mod world;

pub use degrade::{Memory, PdfBook, PdfInput, PrintTheme, set_book};
pub use fonts::{FontFile, Fonts};
pub use pictures::{DecodedPictures, PictureFile, PictureMemory, decode_pictures, decode_pictures_again};

/// What the PDF must conform to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standard {
    /// ISO 14289-1: usable with assistive technology.
    Ua1,
    /// ISO 19005-2, level A: readable in decades, tagged.
    A2a,
}

/// The standards of a PDF unless it is told otherwise.
pub const STANDARDS: [Standard; 2] = [Standard::Ua1, Standard::A2a];
