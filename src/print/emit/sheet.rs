//! One topic's body → Typst text: what is kept while its blocks are written.

use std::collections::BTreeSet;

use super::html::Node;
use super::inline::breakable;
use super::place::Leads;
use super::typst::string;
use super::words::{Within, Words};
use super::{Coverage, Pictures};
use crate::playbook::{Playbook, PlaybookTopic};
use crate::print::{Book, Sheet, SheetForm};
use crate::source::SitePath;

/// Lists and quotes nest so deep at most; what stands deeper follows at that depth. A sheet has no room for more, and
/// the typesetter has a limit of its own.
pub(super) const DEEPEST: usize = 12;

/// What stands around a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Around {
    /// A list, a quote or a frame.
    #[default]
    Frame,
    /// A bar or the letters of a layer: its headings are those of the book, but the sheet cannot be turned.
    Bar,
    /// The sheet alone, so that it may have one of its own.
    Nothing,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Here {
    /// Lists and quotes around it.
    pub(super) depth: usize,
    /// Whether it stands in a cell.
    pub(super) within: Within,
    /// What stands around it.
    pub(super) around: Around,
    /// Whether it stands in a heading: no notes, no references.
    pub(super) heading: bool,
    /// Whether it stands in a link.
    pub(super) link: bool,
}

impl Here {
    /// One list or quote further in.
    pub(super) fn deeper(self) -> Self {
        Self { depth: self.depth + 1, around: Around::Frame, ..self }
    }

    /// In a frame of ours.
    pub(super) fn framed(self) -> Self {
        Self { around: Around::Frame, ..self }
    }

    /// Beside a bar.
    pub(super) fn barred(self) -> Self {
        let around = if self.around == Around::Nothing { Around::Bar } else { self.around };
        Self { around, ..self }
    }
}

/// What there is to tell of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetNotes {
    /// Whether something was nested too deep.
    pub(super) flattened: bool,
    /// Pictures that cannot be printed, and why.
    pub(super) pictures: Vec<(Option<SitePath>, String)>,
    /// Headings that were set a level higher than they were written: their words.
    pub(super) raised: Vec<String>,
}

/// Writes the body of one sheet.
pub(super) struct SheetWriter<'a> {
    pub(super) book: &'a Book,
    pub(super) playbook: &'a Playbook,
    pub(super) sheet: &'a Sheet,
    pub(super) topic: &'a PlaybookTopic,
    pub(super) leads: &'a Leads<'a>,
    pub(super) pictures: &'a Pictures,
    pub(super) words: Words<'a>,
    /// The level of the topic's own heading.
    pub(super) level: u8,
    /// Addresses on the internet, in the order of their numbers on this sheet.
    pub(super) addresses: Vec<String>,
    /// Ids that have been written; each once.
    pub(super) ids: BTreeSet<String>,
    pub(super) notes: SheetNotes,
}

impl<'a> SheetWriter<'a> {
    #[expect(clippy::too_many_arguments, reason = "each is a different thing, named at the one place that calls it")]
    pub(super) fn new(
        book: &'a Book,
        playbook: &'a Playbook,
        sheet: &'a Sheet,
        topic: &'a PlaybookTopic,
        leads: &'a Leads<'a>,
        pictures: &'a Pictures,
        coverage: &'a Coverage,
        level: u8,
    ) -> Self {
        Self {
            book,
            playbook,
            sheet,
            topic,
            leads,
            pictures,
            words: Words::new(coverage),
            level,
            addresses: Vec::new(),
            ids: BTreeSet::new(),
            notes: SheetNotes::default(),
        }
    }

    /// Whether tasks and steps have room for a time and initials.
    pub(super) fn signs(&self) -> bool {
        matches!(self.sheet.form, SheetForm::Steps | SheetForm::Card)
    }

    /// The blocks of a body.
    pub(super) fn body(&mut self, nodes: &[Node]) -> Vec<String> {
        self.blocks(nodes, Here { around: Around::Nothing, ..Here::default() })
    }

    /// The number of an address among those at the end of the sheet.
    pub(super) fn address(&mut self, address: &str) -> usize {
        if let Some(at) = self.addresses.iter().position(|there| there == address) {
            return at + 1;
        }
        self.addresses.push(address.to_owned());
        self.addresses.len()
    }

    /// The addresses at the end of the sheet, each with what is printed of it.
    pub(super) fn addresses(&mut self) -> Vec<String> {
        let addresses = std::mem::take(&mut self.addresses);
        let shown = |address: &String| string(&breakable(&self.words.code(address)));
        addresses.iter().map(shown).collect()
    }
}
