//! Font files → the fonts of a book, and what they have.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::finding::codes::print::P057;
use crate::finding::{Checked, Finding, Place};
use crate::print::emit::Coverage;

/// A font file of the author's.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// What findings call it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The fonts of a book: the built-in ones, then the author's.
#[derive(Debug)]
pub struct Fonts {
    pub(super) all: Vec<Font>,
    pub(super) book: LazyHash<FontBook>,
    coverage: Coverage,
}

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../../", $name)) as &[u8])),*]
    };
}

/// `fonts/README.md` and `themes/default/fonts/README.md` say where they come from.
const FILES: &[(&str, &[u8])] = built_in! {
    "themes/default/fonts/atkinson-hyperlegible-regular.ttf"
    "themes/default/fonts/atkinson-hyperlegible-italic.ttf"
    "themes/default/fonts/atkinson-hyperlegible-bold.ttf"
    "themes/default/fonts/atkinson-hyperlegible-bold-italic.ttf"
    "fonts/AtkinsonHyperlegibleMono-Regular.ttf"
    "fonts/AtkinsonHyperlegibleMono-Bold.ttf"
    "fonts/DejaVuSans.ttf"
    "fonts/DejaVuSansMono.ttf"
};

impl Fonts {
    /// The built-in fonts and these.
    pub fn new(own: Vec<FontFile>) -> Checked<Self> {
        let mut findings = Vec::new();
        let mut fonts: Vec<Font> = FILES.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
        for file in own {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(file.bytes)));
            if fonts.len() == before {
                let finding = Finding::new(&P057, format!("`{}` is no font that can be read", file.name));
                findings.push(finding.at(Place::new(file.name, 0..0)));
            }
        }
        let coverage = Coverage::of(fonts.iter().flat_map(|font| font.info().coverage.iter()));
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Checked::new(Self { all: fonts, book, coverage }, findings)
    }

    /// The built-in font files by path, for a typesetter that does not have them.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static [u8])> {
        FILES.iter().copied()
    }

    /// The characters that at least one of them has.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}
