//! [`Book`] → one HTML file that prints the same from any browser, with scripts off.
//!
//! Its parts are rendered apart, some at a time, so that the whole is in memory once. Pages are numbered where the
//! printing program does it: each place that could name one has an empty `<span class="page-number" data-p="ID">`, which
//! the browser engine fills in its second pass.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

use super::book::{Book, LeftOutWhy, Sheet, SheetChange, SheetForm};
use super::memory::{KeyHasher, PaperMemory, SheetKey};
use super::paper::BookOnPaper;
use super::qr::{qr_modules, too_long_for_a_code};
use super::style::{book_style, copy_words, foot_line, style_hash};
use super::view::{
    BackView, ChangedView, ChangesView, EntryView, Fact, FrontView, LetterView, NumberView, PartView, QrView,
    RegisterRow, SheetView, TermView,
};
use crate::finding::{Checked, Finding};
use crate::overlay::LayerId;
use crate::page::{Html, PageSettings, render_on_paper};
use crate::playbook::{Playbook, Target};
use crate::source::{Same, SitePath};
use crate::theme::Shell;

/// A printed book as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintPage {
    /// The whole file.
    pub html: String,
}

/// What a page is rendered with besides the book.
#[derive(Debug, Clone, Copy)]
struct Press<'a> {
    memory: &'a PaperMemory,
    playbook: &'a Playbook,
    book: &'a Book,
    settings: &'a PageSettings,
    shell: &'a Shell<'a>,
    page: &'a SitePath,
}

/// Sheets that are rendered at once, before they are added to the page.
const AT_ONCE: usize = 64;

/// Renders a book that lies at `page`; `style` is the theme's style sheet for books.
pub fn render_book(
    playbook: &Playbook,
    book: &Book,
    settings: &PageSettings,
    shell: &Shell<'_>,
    style: &str,
    page: &SitePath,
    memory: &PaperMemory,
) -> Checked<PrintPage> {
    let press = Press { memory, playbook, book, settings, shell, page };
    let mut findings = Vec::new();
    let mut html = shell.render_print("print/front.html", &front(book, style)).take(&mut findings);
    let numbered: Vec<(usize, &Sheet)> = book.sheets.iter().enumerate().collect();
    for some in numbered.chunks(AT_ONCE) {
        let sheets: Vec<Checked<Arc<str>>> = some.par_iter().map(|(at, sheet)| press.sheet(*at, sheet)).collect();
        for sheet in sheets {
            html.push_str(&sheet.take(&mut findings));
        }
    }
    html.push_str(&shell.render_print("print/back.html", &back(book)).take(&mut findings));
    Checked::new(PrintPage { html }, findings)
}

impl Press<'_> {
    fn sheet(&self, at: usize, sheet: &Sheet) -> Checked<Arc<str>> {
        let Self { book, .. } = *self;
        let mut findings = Vec::new();
        let part = book.parts.binary_search_by_key(&at, |part| part.sheets.start).ok();
        let part = part.and_then(|at| book.parts.get(at)).filter(|part| part.number.is_some());
        let view = SheetView {
            id: sheet.id.clone(),
            number: sheet.number.clone(),
            heading: Html::default(),
            part: part.map(|part| EntryView {
                id: part.id.clone(),
                number: part.number.map(|number| number.to_string()).unwrap_or_default(),
                title: part.title.clone(),
                depth: 0,
            }),
            form: match sheet.form {
                SheetForm::Text => "text",
                SheetForm::Steps => "steps",
                SheetForm::Card => "card",
            },
            stamp: stamp(book, sheet),
            overdue: sheet.stamp.overdue,
            draft: matches!(sheet.stamp.status, Some("draft" | "in-review" | "retired")),
            body: Html::default(),
            addresses: sheet.addresses.clone(),
            qr: self.qr(sheet, &mut findings),
            change: sheet.change.as_ref().map(change_words),
            foot: format!("{} · {}", sheet.number, foot_line(&book.cover)),
        };
        // A template of the author's may ask for anything, and a fault of it must be told each time.
        let html = match self.key(sheet, &view).filter(|_| !self.shell.has_own_templates()) {
            Some(key) => self.memory.sheet(key, || self.rendered(sheet, view).value),
            None => self.rendered(sheet, view).take(&mut findings).into(),
        };
        Checked::new(html, findings)
    }

    /// Everything that a sheet depends on.
    fn key(&self, sheet: &Sheet, view: &SheetView) -> Option<SheetKey> {
        let Self { playbook, book, settings, .. } = *self;
        let topic = playbook.topics.get(sheet.topic.0 as usize)?;
        let mut digest = KeyHasher::default();
        self.page.hash(&mut digest);
        (view, &sheet.sections, &sheet.change).hash(&mut digest);
        let of_body = topic.body.iter().map(|node| node.origin.layer);
        let layers: BTreeSet<LayerId> = topic.changed_by.iter().copied().chain([topic.layer]).chain(of_body).collect();
        for layer in layers {
            book.mark_of(layer).hash(&mut digest);
        }
        for target in topic.targets.iter() {
            match target {
                Target::Topic { topic, anchor, .. } => {
                    let place = book.place(*topic, anchor.as_deref());
                    place.map(|place| (place.id, place.number)).hash(&mut digest);
                }
                Target::Asset(path) => settings.pictures.get(path).hash(&mut digest),
                _ => {}
            }
        }
        let drawings = settings.drawings.of_topic(playbook, topic);
        Some((Same(Arc::clone(&topic.facts)), Same(Arc::clone(&topic.known_by)), drawings, digest.of()))
    }

    fn rendered(&self, sheet: &Sheet, view: SheetView) -> Checked<String> {
        let paper = BookOnPaper { book: self.book, page: self.page };
        // What is wrong with a topic was told when its page was rendered.
        let topic = render_on_paper(self.playbook, sheet.topic, self.settings, &paper)
            .map(|rendered| rendered.value)
            .unwrap_or_default();
        let view = SheetView { heading: topic.heading, body: topic.body, ..view };
        self.shell.render_print("print/sheet.html", &view)
    }

    fn qr(&self, sheet: &Sheet, findings: &mut Vec<Finding>) -> Option<QrView> {
        let address = sheet.qr.as_ref()?;
        let Some(modules) = qr_modules(address) else {
            let topic = self.playbook.topics.get(sheet.topic.0 as usize)?;
            findings.push(too_long_for_a_code(address, topic));
            return None;
        };
        Some(QrView { size: modules.size(), path: modules.path(), address: address.clone() })
    }
}

fn entry(sheet: &Sheet) -> EntryView {
    EntryView {
        id: sheet.id.clone(),
        number: sheet.number.clone(),
        title: sheet.title.clone(),
        depth: sheet.depth.min(4),
    }
}

fn fact(name: &str, value: impl Into<String>) -> Fact {
    Fact { name: name.to_owned(), value: value.into() }
}

fn front(book: &Book, theme_style: &str) -> FrontView {
    let cover = &book.cover;
    let style = format!("\n{}", book_style(book, theme_style));
    let mut layout = book.layout.paper.name().to_owned();
    if book.layout.duplex {
        layout.push_str(" duplex");
    }
    if book.layout.text.points() > 11 {
        layout.push_str(" large");
    }
    let sheets = |range: std::ops::Range<usize>| book.sheets.get(range).unwrap_or_default().iter().map(entry).collect();
    let parts = book.parts.iter().map(|part| PartView {
        id: part.id.clone(),
        number: part.number,
        title: part.title.clone(),
        entries: sheets(part.sheets.clone()),
    });
    let numbers = cover.numbers.iter().map(|number| NumberView {
        name: number.name.clone(),
        number: number.number.clone(),
        address: number.address.clone(),
    });
    FrontView {
        style_hash: style_hash(&style),
        style,
        language: book.language.clone(),
        right_to_left: book.right_to_left,
        layout,
        title: cover.title.clone(),
        subtitle: cover.subtitle.clone(),
        description: cover.description.clone(),
        notice: cover.notice.clone(),
        losses: cover.losses,
        facts: cover_facts(book),
        starts: cover.start_here.iter().filter_map(|at| book.sheets.get(*at)).map(entry).collect(),
        numbers: numbers.collect(),
        parts: parts.collect(),
        legend: book.legend.iter().map(|mark| fact(&mark.mark, mark.label.clone())).collect(),
        changes: changes(book),
        replaces_pages: book.replaces_pages,
        has_addresses: book.has_addresses(),
        has_steps: book.has_steps(),
        has_elsewhere: book.has_elsewhere(),
    }
}

/// What tells this copy from any other.
fn cover_facts(book: &Book) -> Vec<Fact> {
    let cover = &book.cover;
    let copy = cover.copy.as_ref();
    let facts = [
        ("Edition", cover.edition.clone()),
        ("Code", cover.code.clone()),
        ("Produced on", Some(cover.produced_on.clone())),
        ("Valid until", cover.valid_until.clone()),
        ("Classification", cover.classification.clone()),
        ("Copy no.", copy.and_then(|copy| copy.number.clone())),
        ("Held by", copy.and_then(|copy| copy.holder.clone())),
        ("Layers", (!cover.layers.is_empty()).then(|| cover.layers.join(", "))),
    ];
    facts.into_iter().filter_map(|(name, value)| Some(fact(name, value?))).collect()
}

fn stamp(book: &Book, sheet: &Sheet) -> Vec<Fact> {
    let stamp = &sheet.stamp;
    let layers = stamp.layers.iter().map(|layer| format!("{} {}", layer.mark, layer.label));
    let approved = match (&stamp.approved_on, &stamp.approver) {
        (Some(day), Some(who)) => Some(format!("{day}, {who}")),
        (day, who) => day.clone().or_else(|| who.clone()),
    };
    let facts = [
        ("Version", stamp.version.clone()),
        ("Status", stamp.status.map(|status| status.replace('-', " "))),
        ("Owner", stamp.owner.clone()),
        (if stamp.approved_on.is_some() { "Approved" } else { "Approver" }, approved),
        ("Reviewed", stamp.reviewed_on.clone()),
        ("Next review", stamp.next_review.clone()),
        ("Class", stamp.classification.clone().or_else(|| book.cover.classification.clone())),
        ("Layers", (!stamp.layers.is_empty()).then(|| layers.collect::<Vec<_>>().join(", "))),
    ];
    facts.into_iter().filter_map(|(name, value)| Some(fact(name, value?))).collect()
}

fn changes(book: &Book) -> Option<ChangesView> {
    let changes = book.changes.as_ref()?;
    let sheets = book
        .sheets
        .iter()
        .filter_map(|sheet| Some(ChangedView { entry: entry(sheet), what: change_words(sheet.change.as_ref()?) }));
    Some(ChangesView {
        since: changes.since.clone(),
        unchanged: changes.unchanged,
        sheets: sheets.collect(),
        removed: changes.removed.iter().map(|sheet| fact(&sheet.number, sheet.title.clone())).collect(),
    })
}

fn change_words(change: &SheetChange) -> String {
    let mut words: Vec<String> = change.whole.iter().map(|what| (*what).to_owned()).collect();
    if change.whole.is_none() && !change.bars.is_empty() {
        let sections =
            if change.sections.is_empty() { String::new() } else { format!(" in {}", change.sections.join("; ")) };
        words.push(format!("changed{sections}"));
    }
    if change.less {
        words.push("something was taken out".to_owned());
    }
    words.extend(change.was.as_ref().map(|was| format!("was number {was}")));
    if words.is_empty() { "title changed".to_owned() } else { words.join("; ") }
}

fn back(book: &Book) -> BackView {
    let mut letters: Vec<LetterView> = Vec::new();
    for term in &book.index {
        let targets = term.targets.iter().map(|target| EntryView {
            id: target.id.clone(),
            number: target.number.clone(),
            title: target.title.clone(),
            depth: 0,
        });
        let view = TermView { term: term.term.clone(), see: term.see.clone(), targets: targets.collect() };
        match letters.last_mut().filter(|last| last.letter == term.letter) {
            Some(last) => last.terms.push(view),
            None => letters.push(LetterView { letter: term.letter.clone(), terms: vec![view] }),
        }
    }
    let register = book.sheets.iter().map(|sheet| {
        let stamp = &sheet.stamp;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        RegisterRow {
            entry: entry(sheet),
            version: text(&stamp.version),
            status: stamp.status.unwrap_or_default().replace('-', " "),
            owner: text(&stamp.owner),
            approved: text(&stamp.approved_on),
            reviewed: text(&stamp.reviewed_on),
            next_review: text(&stamp.next_review),
            overdue: stamp.overdue,
        }
    });
    let why = |why| match why {
        LeftOutWhy::Never => "for screens only",
        LeftOutWhy::NotAsked => "in the whole book",
        LeftOutWhy::Unchanged => "unchanged",
    };
    // What is merely not asked for is most of a book; only what no paper has is worth a line.
    let left_out = book.left_out.iter().filter(|left| left.why == LeftOutWhy::Never);
    BackView {
        letters,
        glossary: book.glossary.and_then(|at| book.sheets.get(at)).map(entry),
        register: register.collect(),
        facts: cover_facts(book),
        left_out: left_out.map(|left| fact(&left.title, why(left.why))).collect(),
        foot: copy_words(&book.cover),
    }
}

/// Base64 with the letters of RFC 4648, section 4.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let letter = LETTERS.get((word >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'A');
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
