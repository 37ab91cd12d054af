//! The printed book as a value: what both renderings read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scope::{CopyStamp, Layout};
use crate::overlay::LayerId;
use crate::page::Bars;
use crate::playbook::TopicId;

/// A book to be printed. Made by [`Arrangement::book`](super::Arrangement::book) alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// What the cover says.
    pub cover: Cover,
    /// The paper and the size of the text.
    pub layout: Layout,
    /// Language tag of the text.
    pub language: String,
    /// Whether the text is written from right to left.
    pub right_to_left: bool,
    /// The parts, in the order of the binder, those without a sheet in this book left out.
    pub parts: Vec<Part>,
    /// The sheets, in order, one a topic.
    pub sheets: Vec<Sheet>,
    /// The index from A to Z: terms that lead to at least one sheet of this book.
    pub index: Vec<IndexTerm>,
    /// The sheet that explains words, where there is one.
    pub glossary: Option<usize>,
    /// The layers that something on a sheet comes from, lowest first.
    pub legend: Vec<LayerMark>,
    /// What changed, where it was asked for.
    pub changes: Option<Changes>,
    /// Topics of the edition that are not in this book, by path.
    pub left_out: Vec<LeftOut>,
    /// Whether the sheets only replace older ones.
    pub replaces_pages: bool,
    /// Whether topics follow each other on a sheet of paper.
    pub runs_on: bool,
    pub(super) numbers: Arc<[Option<Numbered>]>,
    pub(super) sheet_of: BTreeMap<TopicId, usize>,
}

/// What the cover, and the margin of every sheet, says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// The playbook's name.
    pub title: String,
    /// The booklet's own name, such as "Booklet: Scribe"; `None` for the whole book.
    pub subtitle: Option<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// The edition as readers see it.
    pub edition: Option<String>,
    /// The edition's number.
    pub code: Option<String>,
    /// The day of the build, ISO.
    pub produced_on: String,
    /// The last day of its use, ISO where it is a day.
    pub valid_until: Option<String>,
    /// The highest class of what it holds.
    pub classification: Option<String>,
    /// Which copy it is.
    pub copy: Option<CopyStamp>,
    /// Labels of the layers of the edition, lowest first.
    pub layers: Vec<String>,
    /// A line for the head of every sheet, such as "EXERCISE".
    pub notice: Option<String>,
    /// How many sources could not be taken in.
    pub losses: usize,
    /// Where to begin: sheets by their place in [`Book::sheets`], at most four.
    pub start_here: Vec<usize>,
    /// Whom to call, at most three.
    pub numbers: Vec<CoverNumber>,
}

/// A telephone number of the cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverNumber {
    /// Whose it is.
    pub name: String,
    /// The number as it is written in the text.
    pub number: String,
    /// The address, `tel:…`.
    pub address: String,
}

/// A part of the book: what stands behind one tab of the binder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its number; `None` where the book is a single part.
    pub number: Option<usize>,
    /// Its id in the rendered book, such as `p4`.
    pub id: String,
    /// What stands on the tab.
    pub title: String,
    /// Its sheets in [`Book::sheets`].
    pub sheets: std::ops::Range<usize>,
}

/// One topic of the book. It begins on a new sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Which topic.
    pub topic: TopicId,
    /// Its id in the rendered book, such as `t12`. The same in every booklet of the edition.
    pub id: String,
    /// Its number, such as `4.2`. The same in every booklet of the edition.
    pub number: String,
    /// Its title.
    pub title: String,
    /// How deep it stands below its part in the navigation, from 0.
    pub depth: usize,
    /// The headings below its title, in order.
    pub sections: Vec<Section>,
    /// The line under its title.
    pub stamp: Stamp,
    /// How it is laid out.
    pub form: SheetForm,
    /// Addresses on the internet in the order of the text, each once; the first has the number 1.
    pub addresses: Vec<String>,
    /// An address to print as a QR code.
    pub qr: Option<String>,
    /// What changed on it, where that was asked for and something did.
    pub change: Option<SheetChange>,
    pub(super) section_of: BTreeMap<Box<str>, usize>,
    pub(super) address_numbers: Arc<Addresses>,
}

/// The addresses on the internet that a topic leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Addresses {
    /// In the order of the text, each once.
    pub(super) in_order: Vec<String>,
    /// The first has the number 1.
    pub(super) number_of: BTreeMap<String, usize>,
}

/// A heading of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// Its id on the topic's page.
    pub anchor: Box<str>,
    /// Its id in the rendered book, such as `t12-3`.
    pub id: String,
    /// Its number, such as `4.2.1`; a heading too deep for a number of its own has none.
    pub number: Option<String>,
    /// How deep it stands below the topic's title, from 1; no level is skipped.
    pub level: u8,
    /// Its words.
    pub title: String,
}

/// The line under the title of a topic: whose text it is and how fresh. Dates are ISO.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The topic's id in the register.
    pub id: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// `draft`, `in-review`, `approved`, `retired`.
    pub status: Option<&'static str>,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// Who approved it.
    pub approver: Option<String>,
    /// When.
    pub approved_on: Option<String>,
    /// Last review.
    pub reviewed_on: Option<String>,
    /// When the next is due.
    pub next_review: Option<String>,
    /// Whether that day had passed on the day of the build.
    pub overdue: bool,
    /// Its own class, where it gives one.
    pub classification: Option<String>,
    /// The layers that its text comes from, lowest first; not the base.
    pub layers: Vec<LayerMark>,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SheetForm {
    /// Running text; tasks have boxes.
    #[default]
    Text,
    /// Steps: tasks have boxes and room for a time and initials, the sheet ends with lines to sign.
    Steps,
    /// The same, with a frame around the whole, to be carried.
    Card,
}

/// A term of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexTerm {
    /// The words to look for.
    pub term: String,
    /// The letter that it stands under, or `0–9`.
    pub letter: String,
    /// The term to look at; then there are no targets.
    pub see: Option<String>,
    /// Where it leads.
    pub targets: Vec<TermTarget>,
}

/// A place that a term leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermTarget {
    /// The id in the rendered book.
    pub id: String,
    /// The number of the section or sheet.
    pub number: String,
    /// The title of the sheet.
    pub title: String,
}

/// A layer, for the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LayerMark {
    /// Which layer.
    pub layer: LayerId,
    /// One or two letters; no two layers of a book have the same.
    pub mark: String,
    /// What readers call it.
    pub label: String,
}

/// What changed since an earlier edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What it is compared with, as readers know it: "edition 2026-03, produced on 2026-03-02".
    pub since: String,
    /// Sheets that are gone, in the order of their numbers.
    pub removed: Vec<RemovedSheet>,
    /// How many topics are as they were.
    pub unchanged: usize,
}

/// A sheet that an earlier edition had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemovedSheet {
    /// Its number there.
    pub number: String,
    /// Its title there.
    pub title: String,
}

/// What changed on a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SheetChange {
    /// Whether the whole topic is new, or known only to have changed somewhere.
    pub whole: Option<&'static str>,
    /// The number that it had, where it has another now.
    pub was: Option<String>,
    /// What of it is new or changed.
    pub bars: Bars,
    /// Whether something was taken out and nothing put in its place.
    pub less: bool,
    /// Numbers and titles of the sections that the changed blocks stand in.
    pub sections: Vec<String>,
}

/// A topic that is not in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub topic: TopicId,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: LeftOutWhy,
}

/// Why a topic is not in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutWhy {
    /// `print: never`.
    Never,
    /// It is in the whole book, and not asked for here.
    NotAsked,
    /// It is as it was, and only changed sheets are printed.
    Unchanged,
}

/// Where a link within the playbook leads on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'b> {
    /// The id in the rendered book; `None` where the topic is not in this book.
    pub id: Option<&'b str>,
    /// The number, such as `4.2` or `4.2.1`.
    pub number: &'b str,
}

/// The numbers of one topic in the whole book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) number: String,
    /// By the heading's id on the page; a heading without a number has that of the one above it.
    pub(super) sections: BTreeMap<Box<str>, String>,
}

impl Book {
    /// What a reference to a topic, or to an id on its page, reads. `None` where the topic is on no paper at all. An id
    /// that no heading has stands for the topic.
    pub fn place(&self, topic: TopicId, anchor: Option<&str>) -> Option<Place<'_>> {
        let numbered = self.numbers.get(topic.0 as usize)?.as_ref()?;
        let sheet = self.sheet(topic);
        let section = anchor.and_then(|anchor| numbered.sections.get(anchor));
        let id = sheet.map(|sheet| {
            let section = anchor.and_then(|anchor| sheet.section(anchor));
            section.map_or(sheet.id.as_str(), |section| section.id.as_str())
        });
        Some(Place { id, number: section.unwrap_or(&numbered.number) })
    }

    /// The sheet of a topic, if it is in this book.
    pub fn sheet(&self, topic: TopicId) -> Option<&Sheet> {
        self.sheets.get(*self.sheet_of.get(&topic)?)
    }

    /// Whether a sheet has a list of addresses at its end.
    pub fn has_addresses(&self) -> bool {
        self.sheets.iter().any(|sheet| !sheet.addresses.is_empty())
    }

    /// Whether somebody is to tick and sign.
    pub fn has_steps(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.form != SheetForm::Text)
    }

    /// Whether references may lead to sheets that are only in the whole book.
    pub fn has_elsewhere(&self) -> bool {
        self.left_out.iter().any(|left| left.why != LeftOutWhy::Never)
    }

    /// The letters of a layer for the margin; `None` for the base and for layers of which nothing is here.
    pub fn mark_of(&self, layer: LayerId) -> Option<&str> {
        self.legend.iter().find(|mark| mark.layer == layer).map(|mark| mark.mark.as_str())
    }
}

impl Sheet {
    /// What stands in the margin above each of its sheets of paper, so that one that is found alone can be put back.
    pub fn running_head(&self) -> String {
        let version = self.stamp.version.as_ref().map(|version| format!(" · version {version}"));
        format!("{} {}{}", self.number, self.title, version.unwrap_or_default())
    }

    /// The section with this id on the topic's page.
    pub fn section(&self, anchor: &str) -> Option<&Section> {
        self.sections.get(*self.section_of.get(anchor)?)
    }

    /// The number of the footnote for an address.
    pub fn address_number(&self, address: &str) -> Option<usize> {
        self.address_numbers.number_of.get(address).copied()
    }
}
