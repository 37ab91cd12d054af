//! [`Book`] + pages → [`TypstSources`]: the book as Typst text.
//!
//! Plain and deterministic: functions of a small vocabulary (`topic-page`, `para`, `xref`, `callout`, `grid-table`, `tick`,
//! `picture` …), whose look is the theme's (`print/theme.typ`), called with string literals. Nothing that an author
//! wrote is ever anything but the inside of a string literal, so it cannot become code. A stock `typst` compiles the
//! result. Never reads a file, never measures a font: what fonts have and which pictures are sound is told to it.
//!
//! A topic is read from its page: what the page renderer and the sanitiser have made of Markdown, dialect and raw HTML
//! is printed, by one way (`docs/decisions/0018`).

mod block;
mod coverage;
mod front;
mod html;
mod inline;
mod list;
mod picture;
mod place;
mod plain;
mod report;
mod sheet;
mod table;
mod typst;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use self::coverage::Coverage;
pub use self::picture::{PictureFact, Pictures, PrintPicture};
pub use self::plain::Plainness;

use self::front::{book_text, settings_text};
use self::html::{Node, read_html};
use self::place::Leads;
use self::report::Reporter;
use self::sheet::SheetWriter;
use self::typst::{array, call, named, optional, string};
use self::words::Words;
use super::qr::{qr_modules, too_long_for_a_code};
use super::{Book, Sheet, SheetForm};
use crate::finding::{Checked, Finding};
use crate::page::Page;
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::{SitePath, SourceTree};
use crate::topic::html::{Piece, decode_entities, scan};

/// What the Typst text of a book is made from.
#[derive(Debug, Clone, Copy)]
pub struct EmitInput<'a> {
    /// The book.
    pub book: &'a Book,
    /// The playbook that it was arranged from.
    pub playbook: &'a Playbook,
    /// A page for each topic of the playbook, in its order.
    pub pages: &'a [Arc<Page>],
    /// The pictures.
    pub pictures: &'a Pictures,
    /// What the fonts have.
    pub coverage: &'a Coverage,
    /// The sources, for the places of findings.
    pub sources: &'a SourceTree,
}

/// The Typst text of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypstSources {
    /// Files by path: `book.typ` is the one to compile, `settings.typ` what it says in the margins, `topics/ID.typ` one for
    /// each sheet. The theme's `print/theme.typ` is not among them.
    pub files: BTreeMap<String, String>,
}

/// The path of the file that is compiled.
pub const MAIN: &str = "book.typ";

/// The path of a sheet's file.
pub fn sheet_file(sheet: &Sheet) -> String {
    format!("topics/{}.typ", sheet.id)
}

/// Writes the whole book.
pub fn emit_book(input: &EmitInput<'_>) -> Checked<TypstSources> {
    let leads = Leads::new(input.playbook);
    let sheets: Vec<Checked<Option<(String, String)>>> = input
        .book
        .sheets
        .par_iter()
        .map(|sheet| emit_with(input, &leads, sheet, Plainness::Full).map(|text| Some((sheet_file(sheet), text?))))
        .collect();
    let mut findings = Vec::new();
    let mut files: BTreeMap<String, String> =
        sheets.into_iter().filter_map(|sheet| sheet.take(&mut findings)).collect();
    // What the fonts lack in titles is told where the titles are written, with their sheets.
    let mut words = Words::new(input.coverage);
    files.insert("settings.typ".to_owned(), settings_text(input.book, &mut words));
    files.insert(MAIN.to_owned(), book_text(input.book, &mut words));
    Checked::new(TypstSources { files }, findings)
}

/// The pictures that the sheets of a book show.
pub fn pictures_of(book: &Book, pages: &[Arc<Page>]) -> BTreeSet<SitePath> {
    let mut found = BTreeSet::new();
    for page in book.sheets.iter().filter_map(|sheet| pages.get(sheet.topic.0 as usize)) {
        for piece in scan(page.body.as_str()) {
            let Piece::Tag(tag) = piece else { continue };
            let source = tag.attributes.iter().find(|(name, _)| name == "src" && tag.name == "img");
            let source = source.and_then(|(_, value)| page.body.as_str().get(value.clone()));
            found.extend(source.and_then(|source| place::picture_path(&page.path, &decode_entities(source))));
        }
    }
    found
}

/// Writes one sheet again, more plainly.
pub fn emit_sheet(input: &EmitInput<'_>, sheet: &Sheet, plainness: Plainness) -> Option<String> {
    emit_with(input, &Leads::new(input.playbook), sheet, plainness).value
}

fn emit_with(input: &EmitInput<'_>, leads: &Leads<'_>, sheet: &Sheet, plainness: Plainness) -> Checked<Option<String>> {
    let at = sheet.topic.0 as usize;
    let (Some(topic), Some(page)) = (input.playbook.topics.get(at), input.pages.get(at)) else {
        return Checked::clean(None);
    };
    let level = level_of(input.book, sheet);
    let mut writer =
        SheetWriter::new(input.book, input.playbook, sheet, topic, leads, input.pictures, input.coverage, level);
    let nodes = read_html(page.body.as_str());
    let body = match plainness {
        Plainness::Full => writer.body(&nodes),
        Plainness::Words => plain::words_of(&mut writer, &nodes),
        Plainness::Nothing => vec![call("could-not-set", &[])],
    };
    let text = page_text(&mut writer, page, topic, level, &body);
    let mut findings: Vec<Finding> = Reporter::new(input, topic).tell(&writer);
    if let Some(address) = sheet.qr.as_ref().filter(|address| qr_modules(address).is_none()) {
        findings.push(too_long_for_a_code(address, topic));
    }
    Checked::new(Some(text), findings)
}

/// The address that a sheet prints, with its code where it fits into one.
fn code_text(words: &mut Words<'_>, sheet: &Sheet) -> String {
    let Some(address) = &sheet.qr else { return "none".to_owned() };
    let picture = qr_modules(address).map(|modules| modules.svg());
    let shown = inline::breakable(&words.code(address));
    let fields = [
        named("address", &string(address)),
        named("shown", &string(&shown)),
        named("picture", &optional(picture.as_deref())),
    ];
    format!("({})", fields.join(", "))
}

/// The level of a topic's heading: below its part, and below the topics that it stands under.
fn level_of(book: &Book, sheet: &Sheet) -> u8 {
    let above = u8::from(book.parts.iter().any(|part| part.number.is_some()));
    let mut depth = 0;
    for other in &book.sheets {
        // No level is skipped, whatever the navigation does.
        depth = if is_first_of_part(book, other) { 0 } else { other.depth.min(depth + 1) };
        if other.id == sheet.id {
            break;
        }
    }
    u8::try_from(depth.min(2)).unwrap_or(2) + 1 + above
}

fn is_first_of_part(book: &Book, sheet: &Sheet) -> bool {
    book.parts.iter().any(|part| book.sheets.get(part.sheets.start).is_some_and(|first| first.id == sheet.id))
}

fn page_text(writer: &mut SheetWriter<'_>, page: &Page, topic: &PlaybookTopic, level: u8, body: &[String]) -> String {
    let sheet = writer.sheet;
    let stamp = &sheet.stamp;
    let heading = page.heading.as_ref().map(|heading| read_html(heading.html.as_str()));
    let title =
        heading.map(|nodes: Vec<Node>| writer.running(&nodes, sheet::Here { heading: true, ..sheet::Here::default() }));
    let short = writer.words.plain(&sheet.title);
    let head = writer.words.plain(&sheet.running_head());
    let title = title.filter(|title| title != "[]").unwrap_or_else(|| string(&short));
    let mut text = |value: Option<&str>| optional(value.map(|value| writer.words.plain(value)).as_deref());
    let layers = stamp.layers.iter().map(|layer| text(Some(&format!("{} {}", layer.mark, layer.label))));
    let layers: Vec<String> = layers.collect();
    let stamp = [
        named("id", &text(stamp.id.as_deref())),
        named("version", &text(stamp.version.as_deref())),
        named("status", &text(stamp.status)),
        named("owner", &text(stamp.owner.as_deref())),
        named("approver", &text(stamp.approver.as_deref())),
        named("approved-on", &text(stamp.approved_on.as_deref())),
        named("reviewed-on", &text(stamp.reviewed_on.as_deref())),
        named("next-review", &text(stamp.next_review.as_deref())),
        named("overdue", &stamp.overdue.to_string()),
        named("classification", &text(stamp.classification.as_deref())),
        named("layers", &array(&layers)),
    ];
    let changed = sheet.change.as_ref().map(|change| match change.whole {
        Some(whole) => whole.to_owned(),
        None if change.sections.is_empty() => "changed".to_owned(),
        None => format!("changed: {}", change.sections.join("; ")),
    });
    let changed = changed.map(|changed| writer.words.plain(&changed));
    let description = topic.control.description.as_deref().map(|description| writer.words.plain(description));
    let addresses = array(&writer.addresses());
    let code = code_text(&mut writer.words, sheet);
    let arguments = [
        named("id", &string(&sheet.id)),
        named("number", &string(&sheet.number)),
        named("head", &string(&head)),
        named("title", &title),
        named("level", &level.to_string()),
        named(
            "form",
            &string(match sheet.form {
                SheetForm::Text => "text",
                SheetForm::Steps => "steps",
                SheetForm::Card => "card",
            }),
        ),
        named("description", &optional(description.as_deref())),
        named("changed", &optional(changed.as_deref())),
        named("qr", &code),
        named("addresses", &addresses),
        named("stamp", &format!("({})", stamp.join(", "))),
    ];
    let mut out = "#import \"/print/theme.typ\": *\n#topic-page(\n".to_owned();
    for argument in &arguments {
        out.push_str(argument);
        out.push_str(",\n");
    }
    out.push_str("{\n");
    for block in body {
        out.push_str(block);
        out.push('\n');
    }
    out.push_str("})\n");
    out
}
