//! What is asked to be printed: which topics, on which paper, for whom.

use super::record::EditionRecord;
use crate::source::Date;

/// What is asked to be printed. The default is the whole book on A4.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// Which topics.
    pub selection: Selection,
    /// What is compared with; `None`: nothing is marked as changed.
    pub since: Option<Since>,
    /// Whether only the sheets that changed are printed, to be put in the place of the old ones.
    pub replace_pages: bool,
    /// The paper and the size of the text.
    pub layout: Layout,
    /// Which copy it is, stamped on each sheet; `None` for one that nobody keeps a record of.
    pub copy: Option<CopyStamp>,
    /// The last day of this copy's use; the edition's own day counts where it is earlier.
    pub expires: Option<Date>,
    /// What stands as classification in the place of the edition's own.
    pub classification: Option<String>,
    /// Whether every sheet shows the address of its page as a QR code, rather than those alone that ask for it.
    pub qr: bool,
}

/// Which topics are printed. `print: never` keeps a topic out of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Selection {
    /// All.
    #[default]
    WholeBook,
    /// What a role needs: its card, the topics that name it in `roles`, and what is `print: always`.
    Role(String),
    /// The topics whose paths match one of these patterns.
    Topics(Vec<String>),
}

/// What an edition is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Since {
    /// An earlier edition, as it recorded itself.
    Edition(Box<EditionRecord>),
    /// A day: topics that were approved, reviewed or begin to hold after it.
    Date(Date),
}

/// How the book lies on paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The paper.
    pub paper: Paper,
    /// Whether both sides are printed: margins for holes change sides, topics begin on a right-hand page.
    pub duplex: bool,
    /// The size of the text.
    pub text: TextSize,
}

/// The size of a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 in (ANSI A).
    Letter,
}

impl Paper {
    /// Its name in style sheets and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }
}

/// The size of the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextSize {
    /// 11 pt.
    #[default]
    Normal,
    /// 18 pt, for readers who need large print (UK Association for Accessible Formats: 16 to 18 pt).
    Large,
}

impl TextSize {
    /// In points.
    pub fn points(self) -> u8 {
        match self {
            Self::Normal => 11,
            Self::Large => 18,
        }
    }
}

/// Which copy of an edition it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyStamp {
    /// Its number, as the list of copies has it.
    pub number: Option<String>,
    /// Who holds it.
    pub holder: Option<String>,
}
