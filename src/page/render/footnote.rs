//! Footnotes: numbered in the order of their references, all at the end of the topic.

use std::collections::BTreeMap;

use super::Renderer;
use crate::source::SourceId;
use crate::topic::Block;

/// The footnotes of a page.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// What each says. Labels count within their source: two includes may both have a `[^1]`.
    defined: BTreeMap<(SourceId, &'a str), &'a [Block]>,
    /// Labels in the order of their first references, and those without one in the order of the text after them.
    order: Vec<(SourceId, &'a str)>,
    numbers: BTreeMap<(SourceId, &'a str), Number>,
    /// How many of `order` are written.
    written: usize,
}

#[derive(Default)]
struct Number {
    number: usize,
    references: usize,
}

impl<'a> Footnotes<'a> {
    /// Keeps what a footnote says for the end of the page.
    pub(super) fn define(&mut self, source: SourceId, label: &'a str, content: &'a [Block]) {
        self.defined.entry((source, label)).or_insert(content);
    }

    fn number(&mut self, label: (SourceId, &'a str)) -> &mut Number {
        let order = &mut self.order;
        self.numbers.entry(label).or_insert_with(|| {
            order.push(label);
            Number { number: order.len(), references: 0 }
        })
    }
}

impl<'a> Renderer<'a> {
    /// A reference: a number that leads to the note.
    pub(super) fn footnote_ref(&mut self, source: SourceId, label: &'a str) {
        let number = self.footnotes.number((source, label));
        number.references += 1;
        let (number, references) = (number.number, number.references);
        if self.in_link {
            return self.push(&format!("<sup class=\"footnote-ref\">{number}</sup>"));
        }
        let prefix = self.note_prefix();
        let id = if references == 1 { format!(" id=\"{prefix}noteref-{number}\"") } else { String::new() };
        self.push(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#{prefix}note-{number}\"{id} aria-label=\"Note {number}\">{number}</a></sup>"
        ));
    }

    /// What ids of notes begin with: on paper many topics share one page.
    fn note_prefix(&self) -> String {
        self.paper.map_or_else(|| "lb-".to_owned(), |paper| format!("{}-", paper.sheet_id(self.id)))
    }

    /// All notes, each with the way back. A note may refer to others, so the list grows while it is written.
    pub(super) fn footnote_section(&mut self) {
        if self.footnotes.defined.is_empty() && self.footnotes.order.is_empty() {
            return;
        }
        let unreferenced: Vec<_> = self.footnotes.defined.keys().copied().collect();
        self.push("<div class=\"footnotes\">\n<ol>\n");
        self.notes();
        for label in unreferenced {
            self.footnotes.number(label);
        }
        self.notes();
        self.push("</ol>\n</div>\n");
    }

    fn notes(&mut self) {
        while let Some(&label) = self.footnotes.order.get(self.footnotes.written) {
            self.footnotes.written += 1;
            let number = self.footnotes.written;
            let prefix = self.note_prefix();
            self.push(&format!("<li id=\"{prefix}note-{number}\">\n"));
            if let Some(content) = self.footnotes.defined.remove(&label) {
                self.children(content);
            } else {
                self.push("<p>");
                self.text(label.1);
                self.push("</p>\n");
            }
            let referenced = self.footnotes.numbers.get(&label).is_some_and(|number| number.references > 0);
            if referenced && self.paper.is_none() {
                self.push(&format!(
                    "<a class=\"footnote-back\" href=\"#lb-noteref-{number}\" aria-label=\"Back to the text of note {number}\">↩</a>"
                ));
            }
            self.push("</li>\n");
        }
    }
}
