//! The values that the templates of `print/` see, and nothing else. Everything in them is ready to print.

use serde::Serialize;

use crate::page::Html;

/// The values of `print/front.html`: everything before the first sheet.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one line of the page stands there")]
pub(super) struct FrontView {
    pub(super) style: String,
    /// The hash of `style` as a Content-Security-Policy names it.
    pub(super) style_hash: String,
    pub(super) language: String,
    pub(super) right_to_left: bool,
    /// Classes of the body: the paper, `duplex`, `large`.
    pub(super) layout: String,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) description: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) losses: usize,
    /// What the cover says of this copy: name and value.
    pub(super) facts: Vec<Fact>,
    pub(super) starts: Vec<EntryView>,
    pub(super) numbers: Vec<NumberView>,
    pub(super) parts: Vec<PartView>,
    pub(super) legend: Vec<Fact>,
    pub(super) changes: Option<ChangesView>,
    pub(super) replaces_pages: bool,
    pub(super) has_addresses: bool,
    pub(super) has_steps: bool,
    pub(super) has_elsewhere: bool,
}

/// A name with its value.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

/// A line that leads to a place of the book.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct EntryView {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) depth: usize,
}

/// A telephone number of the cover.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct NumberView {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) address: String,
}

/// A part with its sheets.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct PartView {
    pub(super) id: String,
    pub(super) number: Option<usize>,
    pub(super) title: String,
    pub(super) entries: Vec<EntryView>,
}

/// What an edition changes.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ChangesView {
    pub(super) since: String,
    pub(super) unchanged: usize,
    pub(super) sheets: Vec<ChangedView>,
    pub(super) removed: Vec<Fact>,
}

/// A sheet that changed.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ChangedView {
    pub(super) entry: EntryView,
    /// What happened, in words.
    pub(super) what: String,
}

/// The values of `print/sheet.html`.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct SheetView {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) heading: Html,
    /// The part that begins with this sheet.
    pub(super) part: Option<EntryView>,
    /// `text`, `steps` or `card`.
    pub(super) form: &'static str,
    pub(super) stamp: Vec<Fact>,
    pub(super) overdue: bool,
    pub(super) draft: bool,
    pub(super) body: Html,
    pub(super) addresses: Vec<String>,
    pub(super) qr: Option<QrView>,
    /// What changed on it, in words.
    pub(super) change: Option<String>,
    /// Which copy it is, for browsers that print no margins.
    pub(super) foot: String,
}

/// A QR code as the path of a picture.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub(super) struct QrView {
    pub(super) size: usize,
    pub(super) path: String,
    pub(super) address: String,
}

/// The values of `print/back.html`: everything after the last sheet.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct BackView {
    pub(super) letters: Vec<LetterView>,
    pub(super) glossary: Option<EntryView>,
    pub(super) register: Vec<RegisterRow>,
    pub(super) facts: Vec<Fact>,
    pub(super) left_out: Vec<Fact>,
    pub(super) foot: String,
}

/// A letter of the index.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct LetterView {
    pub(super) letter: String,
    pub(super) terms: Vec<TermView>,
}

/// A term of the index.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct TermView {
    pub(super) term: String,
    pub(super) see: Option<String>,
    pub(super) targets: Vec<EntryView>,
}

/// A row of the document control.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct RegisterRow {
    pub(super) entry: EntryView,
    pub(super) version: String,
    pub(super) status: String,
    pub(super) owner: String,
    pub(super) approved: String,
    pub(super) reviewed: String,
    pub(super) next_review: String,
    pub(super) overdue: bool,
}
