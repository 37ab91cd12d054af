//! [`Playbook`] → the plain text of each page by section, for search.
//!
//! Text only: markup, comments and whatever the sanitiser takes away never reach the index.

use rayon::prelude::*;

use super::anchor::heading_anchor;
use super::render::main_heading;
use super::sanitise::goes_with_content;
use super::words::{push_words, words_of};
use crate::playbook::{Playbook, PlaybookTopic};
use crate::topic::html::{Piece, decode_entities, scan};
use crate::topic::{Block, BlockKind, Documents};

/// Stands between the cells of a row.
const CELL_GAP: &str = " · ";

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageText {
    /// The words of the main heading; empty where the topic has none.
    pub heading: String,
    /// What stands before any other heading.
    pub opening: String,
    /// The headings with what stands below each, in order; those in tabs and zones too.
    pub sections: Vec<SectionText>,
}

/// A heading and the text below it, up to the next heading of any level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionText {
    /// The heading's id on the page.
    pub anchor: String,
    /// Its words.
    pub heading: String,
    /// 1 to 6.
    pub level: u8,
    /// What stands below it. A line for each paragraph, item, row and line of code.
    pub text: String,
}

/// The texts of all pages, in the order of the topics.
pub fn page_texts(playbook: &Playbook) -> Vec<PageText> {
    playbook.topics.par_iter().map(|topic| page_text(&playbook.documents, topic)).collect()
}

/// The text of one page.
pub fn page_text(documents: &Documents, topic: &PlaybookTopic) -> PageText {
    let mut collector = Collector { documents, text: PageText::default() };
    let main = main_heading(topic);
    for (at, node) in topic.body.iter().enumerate() {
        if Some(at) == main
            && let (Some(document), BlockKind::Heading { content, .. }) =
                (documents.get(node.block.source), &node.block.kind)
        {
            collector.text.heading = words_of(document, *content);
        } else {
            collector.block(&node.block);
        }
    }
    collector.text
}

struct Collector<'a> {
    documents: &'a Documents,
    text: PageText,
}

impl Collector<'_> {
    fn block(&mut self, block: &Block) {
        let Some(document) = self.documents.get(block.source) else { return };
        match &block.kind {
            BlockKind::Heading { level, id, content, .. } => {
                let anchor = heading_anchor(id).into_owned();
                let heading = words_of(document, *content);
                self.text.sections.push(SectionText { anchor, heading, level: *level, text: String::new() });
                return;
            }
            BlockKind::Paragraph(content)
            | BlockKind::Plain(content)
            | BlockKind::Cell(content)
            | BlockKind::Term(content) => push_words(self.line(), document, *content),
            BlockKind::Row(cells) => return self.row(cells),
            BlockKind::Code { text, .. } => self.line().push_str(document.str(*text).trim_end()),
            BlockKind::Html(html) => push_raw_text(self.line(), document.str(*html)),
            BlockKind::Picture(picture) => self.line().push_str(document.str(picture.alt)),
            BlockKind::Video(link) => {
                let title = document.link(*link).map_or("", |link| document.str(link.title));
                self.line().push_str(title);
            }
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    if let Some(document) = self.documents.get(tab.source) {
                        push_words(self.line(), document, tab.label);
                    }
                    tab.content.iter().for_each(|block| self.block(block));
                }
                return;
            }
            _ => {}
        }
        block.children().for_each(|child| self.block(child));
    }

    fn row(&mut self, cells: &[Block]) {
        self.line();
        for (at, cell) in cells.iter().enumerate() {
            if let (Some(document), BlockKind::Cell(content)) = (self.documents.get(cell.source), &cell.kind) {
                let text = self.current();
                if at > 0 {
                    text.push_str(CELL_GAP);
                }
                push_words(text, document, *content);
            }
        }
    }

    /// The text of the current section, on a new line.
    fn line(&mut self) -> &mut String {
        let text = self.current();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    fn current(&mut self) -> &mut String {
        match self.text.sections.last_mut() {
            Some(section) => &mut section.text,
            None => &mut self.text.opening,
        }
    }
}

/// The text of raw HTML: every tag parts words, and elements that no page holds take their text along.
fn push_raw_text(out: &mut String, html: &str) {
    let mut written = 0;
    let mut skipped: Option<&str> = None;
    let pieces = scan(html);
    for piece in &pieces {
        let range = match piece {
            Piece::Hidden(range) => range,
            Piece::Tag(tag) => &tag.range,
        };
        if skipped.is_none() {
            push_trimmed(out, html.get(written..range.start).unwrap_or_default());
        }
        written = range.end;
        if let Piece::Tag(tag) = piece {
            match skipped {
                Some(name) if tag.closes && tag.name == name => skipped = None,
                None if !tag.closes && goes_with_content(&tag.name) => skipped = Some(&tag.name),
                _ => {}
            }
        }
    }
    if skipped.is_none() {
        push_trimmed(out, html.get(written..).unwrap_or_default());
    }
}

fn push_trimmed(out: &mut String, html: &str) {
    let words = html.trim();
    if words.is_empty() {
        return;
    }
    if !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
    out.push_str(&decode_entities(words));
}
