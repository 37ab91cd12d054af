//! Playbook → [`Arrangement`]: the whole book's order and numbers, made once an edition; with a [`Scope`] → [`Book`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::{Addresses, Book, LayerMark, LeftOut, LeftOutWhy, Numbered, Part, Section, Sheet, SheetForm, Stamp};
use super::change::mark_changes;
use super::cover::make_cover;
use super::mark::layer_marks;
use super::memory::PaperMemory;
use super::order::{OrderedPart, all_topics, is_glossary, is_printed, order_parts, topic_at};
use super::record::EditionRecord;
use super::scope::{Scope, Selection};
use super::select::select;
use super::terms::index_terms;
use super::walk::links_of;
use crate::finding::codes::print::{P001, P005, P008};
use crate::finding::{Checked, Finding, Place};
use crate::overlay::LayerId;
use crate::page::view::{Direction, EditionView, SiteView};
use crate::page::{PageSources, has_main_heading};
use crate::playbook::{Playbook, PlaybookTopic, Target, TopicId};
use crate::search::IndexEntry;
use crate::source::SitePath;
use crate::topic::{Print, Qr, Status, TopicType};

/// Headings so deep below the topic's title have numbers: `4.2.1.3.2` is the longest that a reader still finds.
const NUMBERED_LEVELS: usize = 3;

/// The whole book of an edition: which topics are printed, in which order, with which numbers.
/// Holds for the playbook that it was made of alone.
#[derive(Debug)]
pub struct Arrangement {
    parts: Vec<OrderedPart>,
    numbers: Arc<[Option<Numbered>]>,
    /// Which sections each printed topic has.
    sections: BTreeMap<TopicId, Vec<Section>>,
    /// Marks of layers, by layer.
    marks: Vec<LayerMark>,
}

/// What a book is made from besides the playbook.
#[derive(Debug, Clone, Copy)]
pub struct BookSources<'a> {
    /// The topics.
    pub playbook: &'a Playbook,
    /// The values of the edition's site.
    pub site: &'a SiteView,
    /// The index from A to Z.
    pub index: &'a [IndexEntry],
    /// Which file each source is.
    pub sources: &'a PageSources,
    /// The address under which the site is served, for QR codes.
    pub site_address: Option<&'a str>,
    /// Whom to call, for the cover: a name, a colon, a number each. None: the first numbers of the topics.
    pub cover_numbers: &'a [String],
    /// Whether topics follow each other on a sheet of paper.
    pub runs_on: bool,
    /// What was made of topics for other books.
    pub memory: &'a PaperMemory,
}

impl Arrangement {
    /// Arranges the whole book.
    pub fn of(playbook: &Playbook, sources: &PageSources, layers: &[String]) -> Checked<Self> {
        let mut findings = Vec::new();
        let parts = order_parts(playbook, &mut findings);
        let mut numbers: Vec<Option<Numbered>> = vec![None; playbook.topics.len()];
        let mut sections = BTreeMap::new();
        let single = parts.len() == 1;
        for (part_at, part) in parts.iter().enumerate() {
            for (at, (id, _)) in part.topics.iter().enumerate() {
                let number = if single { format!("{}", at + 1) } else { format!("{}.{}", part_at + 1, at + 1) };
                let Some(topic) = topic_at(playbook, *id) else { continue };
                let of_topic = number_sections(*id, topic, &number);
                let mut by_anchor = BTreeMap::new();
                let mut last = number.clone();
                for section in &of_topic {
                    last = section.number.clone().unwrap_or(last);
                    by_anchor.entry(section.anchor.clone()).or_insert_with(|| last.clone());
                }
                if let Some(slot) = numbers.get_mut(id.0 as usize) {
                    *slot = Some(Numbered { number, sections: by_anchor });
                }
                sections.insert(*id, of_topic);
            }
        }
        if all_topics(playbook).any(|(id, _)| !is_printed(playbook, id)) {
            for (id, topic) in all_topics(playbook).filter(|(id, _)| is_printed(playbook, *id)) {
                findings.extend(unprinted_references(playbook, id, topic, sources));
            }
        }
        let marks = layer_marks(playbook, layers);
        Checked::new(Self { parts, numbers: numbers.into(), sections, marks }, findings)
    }

    /// What the edition keeps of itself for later ones.
    pub fn record(&self, playbook: &Playbook, edition: &EditionView, memory: &PaperMemory) -> EditionRecord {
        let number = |at: usize| self.numbers.get(at)?.as_ref().map(|numbered| numbered.number.clone());
        EditionRecord::of(playbook, edition, number, memory)
    }

    /// The book that is asked for.
    pub fn book(&self, sources: &BookSources<'_>, scope: &Scope) -> Checked<Book> {
        let playbook = sources.playbook;
        let mut findings = Vec::new();
        let selected = select(playbook, &scope.selection).take(&mut findings);
        let (mut sheets, mut parts) = self.sheets(&selected.topics, sources, scope, &mut findings);
        let of_all = scope.selection == Selection::WholeBook;
        let changes = scope.since.as_ref().map(|since| mark_changes(playbook, since, &mut sheets, of_all));
        let mut left_out = left_out(playbook, &sheets);
        if scope.replace_pages && changes.is_some() {
            left_out.extend(drop_unchanged(&mut sheets, &mut parts));
        }
        if sheets.is_empty() && findings.is_empty() && !scope.replace_pages {
            findings.push(Finding::new(&P001, "no topic of this edition goes on paper"));
        }
        let used: BTreeSet<LayerId> = sheets
            .iter()
            .filter_map(|sheet| topic_at(playbook, sheet.topic))
            .flat_map(|topic| topic.changed_by.iter().chain([&topic.layer]).copied())
            .collect();
        let legend = self.marks.iter().filter(|mark| used.contains(&mark.layer)).cloned().collect();
        let sheet_of: BTreeMap<TopicId, usize> =
            sheets.iter().enumerate().map(|(at, sheet)| (sheet.topic, at)).collect();
        let mut book = Book {
            cover: make_cover(sources, scope, selected.subtitle, &sheets),
            layout: scope.layout,
            language: sources.site.language.clone(),
            right_to_left: sources.site.direction == Direction::Rtl,
            parts,
            glossary: sheets.iter().position(|sheet| is_glossary(playbook, sheet.topic)),
            sheets,
            legend,
            changes,
            left_out,
            replaces_pages: scope.replace_pages,
            // Sheets that are exchanged must begin on paper of their own.
            runs_on: sources.runs_on && !scope.replace_pages,
            numbers: Arc::clone(&self.numbers),
            sheet_of,
            index: Vec::new(),
        };
        book.index = index_terms(playbook, &book, sources.index);
        Checked::new(book, findings)
    }

    fn sheets(
        &self,
        selected: &BTreeSet<TopicId>,
        sources: &BookSources<'_>,
        scope: &Scope,
        findings: &mut Vec<Finding>,
    ) -> (Vec<Sheet>, Vec<Part>) {
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut parts = Vec::new();
        let single = self.parts.len() == 1;
        for (at, part) in self.parts.iter().enumerate() {
            let first = sheets.len();
            for (id, depth) in part.topics.iter().filter(|(id, _)| selected.contains(id)) {
                let Some(topic) = topic_at(sources.playbook, *id) else { continue };
                let mut sheet = self.sheet(*id, topic, sources, scope.qr, findings);
                sheet.depth = *depth;
                sheets.push(sheet);
            }
            if sheets.len() > first {
                parts.push(Part {
                    number: (!single).then_some(at + 1),
                    id: format!("p{}", at + 1),
                    title: part.title.clone(),
                    sheets: first..sheets.len(),
                });
            }
        }
        (sheets, parts)
    }

    fn sheet(
        &self,
        id: TopicId,
        topic: &PlaybookTopic,
        sources: &BookSources<'_>,
        all_codes: bool,
        findings: &mut Vec<Finding>,
    ) -> Sheet {
        let sections = self.sections.get(&id).cloned().unwrap_or_default();
        let mut section_of = BTreeMap::new();
        for (at, section) in sections.iter().enumerate() {
            section_of.entry(section.anchor.clone()).or_insert(at);
        }
        let addresses = sources.memory.addresses(topic, || addresses_of(sources.playbook, topic));
        let numbered = self.numbers.get(id.0 as usize).and_then(Option::as_ref);
        Sheet {
            topic: id,
            id: sheet_id(id),
            number: numbered.map(|numbered| numbered.number.clone()).unwrap_or_default(),
            title: topic.title.clone(),
            depth: 0,
            sections,
            stamp: self.stamp(topic, sources.playbook),
            form: form_of(topic),
            addresses: addresses.in_order.clone(),
            qr: qr_address(topic, sources.site_address, all_codes, findings),
            change: None,
            section_of,
            address_numbers: addresses,
        }
    }

    fn stamp(&self, topic: &PlaybookTopic, playbook: &Playbook) -> Stamp {
        let control = &topic.control;
        let layers =
            self.marks.iter().filter(|mark| topic.layer == mark.layer || topic.changed_by.contains(&mark.layer));
        let date = |date: Option<crate::source::Date>| date.map(|date| date.to_string());
        Stamp {
            id: control.id.clone(),
            version: control.version.clone(),
            status: control.status.map(Status::word),
            owner: control.owner.clone(),
            approver: control.approver.clone(),
            approved_on: date(control.approved_on),
            reviewed_on: date(control.reviewed_on.or(control.learn_date)),
            next_review: date(control.next_review),
            overdue: control.next_review.is_some_and(|due| due < playbook.date),
            classification: control.classification.clone(),
            layers: layers.cloned().collect(),
        }
    }
}

/// The addresses on the internet that a topic leads to.
fn addresses_of(playbook: &Playbook, topic: &PlaybookTopic) -> Addresses {
    let mut addresses = Addresses::default();
    for link in links_of(playbook, topic) {
        if let Target::External(address) = link.target
            && is_web(address)
            && !addresses.number_of.contains_key(&**address)
        {
            addresses.in_order.push(address.to_string());
            addresses.number_of.insert(address.to_string(), addresses.in_order.len());
        }
    }
    addresses
}

fn left_out(playbook: &Playbook, sheets: &[Sheet]) -> Vec<LeftOut> {
    let here: BTreeSet<TopicId> = sheets.iter().map(|sheet| sheet.topic).collect();
    let missing = all_topics(playbook).filter(|(id, _)| !here.contains(id));
    missing
        .map(|(id, topic)| LeftOut {
            topic: id,
            title: topic.title.clone(),
            why: if is_printed(playbook, id) { LeftOutWhy::NotAsked } else { LeftOutWhy::Never },
        })
        .collect()
}

/// Takes out the sheets that are as they were.
fn drop_unchanged(sheets: &mut Vec<Sheet>, parts: &mut Vec<Part>) -> Vec<LeftOut> {
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    let mut all: Vec<Option<Sheet>> = std::mem::take(sheets).into_iter().map(Some).collect();
    for part in &mut *parts {
        let first = kept.len();
        for sheet in all.get_mut(part.sheets.clone()).unwrap_or_default().iter_mut().filter_map(Option::take) {
            if sheet.change.is_some() {
                kept.push(sheet);
            } else {
                dropped.push(LeftOut { topic: sheet.topic, title: sheet.title, why: LeftOutWhy::Unchanged });
            }
        }
        part.sheets = first..kept.len();
    }
    parts.retain(|part| !part.sheets.is_empty());
    *sheets = kept;
    dropped
}

/// The id of a topic's sheet.
fn sheet_id(id: TopicId) -> String {
    format!("t{}", id.0 + 1)
}

/// The headings below a topic's title with their numbers.
fn number_sections(id: TopicId, topic: &PlaybookTopic, number: &str) -> Vec<Section> {
    let skip = usize::from(has_main_heading(topic));
    // The author's levels of the headings that the next may stand under, outermost first.
    let mut open: Vec<u8> = Vec::new();
    let mut counts = [0_usize; NUMBERED_LEVELS];
    let mut sections = Vec::with_capacity(topic.outline.len());
    for (at, heading) in topic.outline.iter().enumerate().skip(skip) {
        while open.last().is_some_and(|above| *above >= heading.level) {
            open.pop();
        }
        open.push(heading.level);
        let level = open.len();
        let numbered = counts.get_mut(level - 1).map(|count| *count += 1).is_some();
        for deeper in counts.iter_mut().skip(level) {
            *deeper = 0;
        }
        let own = counts.iter().take(level).fold(number.to_owned(), |number, count| format!("{number}.{count}"));
        sections.push(Section {
            anchor: heading.id.clone(),
            id: format!("{}-{}", sheet_id(id), at + 1),
            number: numbered.then_some(own),
            level: u8::try_from(level).unwrap_or(6),
            title: heading.text.clone(),
        });
    }
    sections
}

/// Links of a printed topic to topics that are never printed: a reader of the paper could not follow them.
fn unprinted_references(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    sources: &PageSources,
) -> Option<Finding> {
    let unprinted = |to: TopicId| topic_at(playbook, to).is_some_and(|topic| topic.control.print == Some(Print::Never));
    let mut links = links_of(playbook, topic).into_iter().filter_map(|link| match link.target {
        Target::Topic { topic: to, .. } if *to != id && unprinted(*to) => Some((link.source, link.link, *to)),
        _ => None,
    });
    let (source, link, to) = links.next()?;
    let title = topic_at(playbook, to).map_or("", |topic| topic.title.as_str());
    let mut finding = Finding::new(&P005, format!("“{title}” is never printed, and this printed topic refers to it"));
    finding.place = playbook
        .documents
        .get(source)
        .and_then(|document| document.link(link))
        .and_then(|link| sources.place(link.from, link.span));
    Some(finding)
}

/// Steps where somebody does something and must later say when.
fn form_of(topic: &PlaybookTopic) -> SheetForm {
    let acts = matches!(
        topic.control.kind,
        Some(
            TopicType::Procedure
                | TopicType::Role
                | TopicType::Scenario
                | TopicType::Function
                | TopicType::Site
                | TopicType::Form
                | TopicType::Decision
        )
    );
    match topic.control.print {
        Some(Print::Card) => SheetForm::Card,
        _ if acts => SheetForm::Steps,
        _ => SheetForm::Text,
    }
}

fn is_web(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn qr_address(
    topic: &PlaybookTopic,
    site_address: Option<&str>,
    all: bool,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let own = || {
        let root = SitePath::new("index.html").ok()?;
        let site = site_address?.trim_end_matches('/');
        Some(format!("{site}/{}", root.url_to(&topic.page, None)))
    };
    match &topic.control.qr {
        Some(Qr::Address(address)) => Some(address.clone()),
        Some(Qr::Page) => own().or_else(|| {
            let message = "the address of this page is not known, so there is no code to print";
            findings.push(Finding::new(&P008, message).at(Place::new(topic.path.shared(), 0..0)));
            None
        }),
        None if all => own(),
        None => None,
    }
}
