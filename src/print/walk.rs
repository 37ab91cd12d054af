//! A topic's blocks in reading order → its links with the words around them.

use crate::playbook::{Playbook, PlaybookTopic, Target};
use crate::source::SourceId;
use crate::topic::{Block, BlockKind, Document, Inline, Inlines, LinkId};

/// A link as a reader meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenLink<'a> {
    pub(super) target: &'a Target,
    /// Where it is written.
    pub(super) source: SourceId,
    pub(super) link: LinkId,
    /// Its own words.
    pub(super) words: String,
    /// The words right before it, back to the link before it; where there are none, those of the cell before.
    pub(super) before: String,
    /// The number of the table row that it stands in, counted over the topic from 1; 0 outside of tables.
    pub(super) row: usize,
}

/// The links of a topic in reading order, those in raw HTML and around pictures among them.
pub(super) fn links_of<'a>(playbook: &'a Playbook, topic: &'a PlaybookTopic) -> Vec<SeenLink<'a>> {
    let mut walk = Walk { playbook, topic, links: Vec::new(), row: 0, rows: 0 };
    for node in &topic.body {
        walk.block(&node.block, "");
    }
    walk.links
}

struct Walk<'a> {
    playbook: &'a Playbook,
    topic: &'a PlaybookTopic,
    links: Vec<SeenLink<'a>>,
    row: usize,
    rows: usize,
}

impl<'a> Walk<'a> {
    fn block(&mut self, block: &'a Block, before: &str) {
        let Some(document) = self.playbook.documents.get(block.source).map(|document| &**document) else { return };
        match &block.kind {
            BlockKind::Html(html) => {
                for (_, link) in document.raw_links(*html) {
                    self.link(document, link, String::new(), String::new());
                }
            }
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    if let Some(document) = self.playbook.documents.get(tab.source) {
                        self.inlines(document, tab.label, "");
                    }
                    tab.content.iter().for_each(|block| self.block(block, ""));
                }
                return;
            }
            BlockKind::Video(link) => self.link(document, *link, String::new(), String::new()),
            BlockKind::Picture(picture) => {
                for link in [picture.link, picture.lightbox, Some(picture.image)].into_iter().flatten() {
                    self.link(document, link, document.str(picture.alt).to_owned(), String::new());
                }
            }
            BlockKind::Row(cells) => {
                let mut last = String::new();
                self.rows += 1;
                self.row = self.rows;
                for cell in cells {
                    self.block(cell, &last);
                    let words = self.playbook.documents.get(cell.source).zip(cell.inlines());
                    last = words.map(|(document, words)| document.plain(words).trim().to_owned()).unwrap_or_default();
                }
                self.row = 0;
                return;
            }
            _ => {
                if let Some(content) = block.inlines() {
                    self.inlines(document, content, before);
                }
            }
        }
        block.children().for_each(|child| self.block(child, ""));
    }

    fn inlines(&mut self, document: &'a Document, content: Inlines, before: &str) {
        // The words since the last link.
        let mut text = String::new();
        let mut open: Option<(LinkId, String, String)> = None;
        let mut alone = true;
        for inline in document.inlines(content) {
            let words = match inline {
                Inline::Text(slice) | Inline::Code(slice) | Inline::Math(slice) => document.str(*slice),
                Inline::SoftBreak | Inline::HardBreak => " ",
                Inline::LinkOpen(link) => {
                    let words = trimmed(&text);
                    let around = if words.is_empty() && alone { before.to_owned() } else { words };
                    open = Some((*link, String::new(), around));
                    text.clear();
                    alone = false;
                    continue;
                }
                Inline::LinkClose => {
                    if let Some((link, words, around)) = open.take() {
                        self.link(document, link, words, around);
                    }
                    continue;
                }
                Inline::ImageOpen(link) => {
                    self.link(document, *link, String::new(), String::new());
                    continue;
                }
                Inline::Picture { image, lightbox, alt } => {
                    let alt = document.str(*alt);
                    for link in lightbox.iter().chain([image]) {
                        self.link(document, *link, alt.to_owned(), String::new());
                    }
                    continue;
                }
                Inline::Html(html) => {
                    for (_, link) in document.raw_links(*html) {
                        self.link(document, link, String::new(), String::new());
                    }
                    continue;
                }
                _ => continue,
            };
            open.as_mut().map_or(&mut text, |(_, words, _)| words).push_str(words);
        }
    }

    fn link(&mut self, document: &'a Document, link: LinkId, words: String, before: String) {
        if let Some(target) = self.topic.targets.get(document.source, link) {
            self.links.push(SeenLink { target, source: document.source, link, words, before, row: self.row });
        }
    }
}

/// Words without the signs that lead over to a link.
fn trimmed(words: &str) -> String {
    let signs = |character: char| !character.is_alphanumeric() && !matches!(character, ')' | '(' | '?' | '!');
    words.trim_matches(signs).trim().to_owned()
}
