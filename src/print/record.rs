//! What an edition keeps of itself, so that a later one can say what has changed: [`EditionRecord`].
//!
//! The site carries it as `edition.json`. It holds titles and numbers of topics and a short hash of each block of text,
//! of the cleared topics alone; the text itself is not in it, and cannot be found from it.

use serde::{Deserialize, Serialize};

use super::memory::PaperMemory;
use crate::finding::Span;
use crate::page::view::EditionView;
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::SourceId;
use crate::topic::{Block, BlockKind, Document, Inline, Inlines, LinkId};

/// The format that this version writes.
const FORMAT: u32 = 1;
/// Letters of a hash: 32 bits, so that one change in four thousand million is missed.
const HASH: usize = 8;

/// One edition as it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRecord {
    /// The version of this format, 1.
    pub format: u32,
    /// The edition as readers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The day of its build, ISO.
    pub produced_on: String,
    /// Its printed topics, sorted by path.
    pub topics: Vec<TopicRecord>,
}

/// A topic of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRecord {
    /// Its page.
    pub page: String,
    /// Its number in the book.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Eight hexadecimal digits for each top-level block of its body, one after another.
    pub blocks: String,
    /// The same for each item and row of the lists and tables among them, each without the items that stand in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parts: String,
}

impl EditionRecord {
    /// Records an edition; `number_of` gives a topic's number in the book, `None` for what is not printed.
    pub(super) fn of(
        playbook: &Playbook,
        edition: &EditionView,
        number_of: impl Fn(usize) -> Option<String>,
        memory: &PaperMemory,
    ) -> Self {
        let topics = playbook.topics.iter().enumerate().filter_map(|(at, topic)| {
            let number = number_of(at)?;
            let hashes = memory.hashes(&topic.facts, || joined(&block_hashes(playbook, topic)));
            let (blocks, parts) = hashes.split_once(' ').unwrap_or_default();
            Some(TopicRecord {
                page: topic.page.to_string(),
                number,
                title: topic.title.clone(),
                blocks: blocks.to_owned(),
                parts: parts.to_owned(),
            })
        });
        Self {
            format: FORMAT,
            edition: edition.name.clone(),
            code: edition.code.clone(),
            produced_on: edition.produced_on.clone(),
            topics: topics.collect(),
        }
    }

    /// Reads a record; `None` where the bytes are none, or of a format of a later version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let record: Self = serde_json::from_slice(bytes).ok()?;
        (record.format == FORMAT).then_some(record)
    }

    /// The record as it is written, with a line end.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// The edition in a reader's words.
    pub fn words(&self) -> String {
        let name = self.edition.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
        let code = self.code.as_deref().map(|code| format!("edition {code}, ")).unwrap_or_default();
        format!("{name}{code}produced on {}", self.produced_on)
    }
}

impl TopicRecord {
    /// The hashes of its blocks.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &str> {
        pieces(&self.blocks)
    }

    /// The hashes of its items and rows.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        pieces(&self.parts)
    }
}

/// The hashes of blocks, a space, and those of their parts.
fn joined(hashes: &[BlockHash]) -> String {
    let mut joined: String = hashes.iter().map(|block| block.hash.as_str()).collect();
    joined.push(' ');
    joined.extend(hashes.iter().flat_map(|block| &block.parts).map(|part| part.hash.as_str()));
    joined
}

fn pieces(hashes: &str) -> impl Iterator<Item = &str> {
    (0..hashes.len() / HASH).filter_map(|at| hashes.get(at * HASH..(at + 1) * HASH))
}

/// A top-level block by what a reader sees of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BlockHash {
    pub(super) hash: String,
    /// The items or rows of a list or table, those of its inner lists among them.
    pub(super) parts: Vec<PartHash>,
}

/// An item or row by what a reader sees of it, without the items that stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartHash {
    pub(super) source: SourceId,
    pub(super) span: Span,
    pub(super) hash: String,
}

/// A hash of each top-level block of a topic's body: of what a reader sees, not of how it is written.
pub(super) fn block_hashes(playbook: &Playbook, topic: &PlaybookTopic) -> Vec<BlockHash> {
    let of_block = |block: &Block| {
        let has_parts = matches!(block.kind, BlockKind::List { .. } | BlockKind::Table(_));
        let mut reading =
            Reading { playbook, whole: blake3::Hasher::new(), open: Vec::new(), parts: has_parts.then(Vec::new) };
        reading.block(block);
        BlockHash { hash: short(&reading.whole), parts: reading.parts.unwrap_or_default() }
    };
    topic.body.iter().map(|node| of_block(&node.block)).collect()
}

fn short(hasher: &blake3::Hasher) -> String {
    let hex = hasher.finalize().to_hex();
    hex.get(..HASH).unwrap_or_default().to_owned()
}

struct Reading<'a> {
    playbook: &'a Playbook,
    whole: blake3::Hasher,
    /// The items and rows that are being read, outermost first.
    open: Vec<blake3::Hasher>,
    /// Those that were read, where they are told apart.
    parts: Option<Vec<PartHash>>,
}

impl Reading<'_> {
    fn word(&mut self, word: &str) {
        let hasher = self.open.last_mut().unwrap_or(&mut self.whole);
        hasher.update(word.as_bytes());
        hasher.update(&[0]);
    }

    fn block(&mut self, block: &Block) {
        let is_part = self.parts.is_some() && matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row(_));
        if !is_part {
            return self.content(block);
        }
        self.open.push(blake3::Hasher::new());
        self.content(block);
        if let Some(hash) = self.open.pop().map(|hasher| short(&hasher)) {
            self.whole.update(hash.as_bytes());
            let part = PartHash { source: block.source, span: block.span, hash };
            self.parts.iter_mut().for_each(|parts| parts.push(part.clone()));
        }
    }

    fn content(&mut self, block: &Block) {
        let Some(document) = self.playbook.documents.get(block.source) else { return };
        let kind = match &block.kind {
            BlockKind::Heading { level, .. } => format!("h{level}"),
            BlockKind::Alert { kind, .. } => format!("alert {kind:?}"),
            BlockKind::List { start, .. } => format!("list {start:?}"),
            BlockKind::Item { task, .. } => format!("item {}", task.is_some()),
            BlockKind::Code { text, .. } => format!("code {}", document.str(*text)),
            BlockKind::Html(html) => format!("html {}", document.str(*html)),
            BlockKind::Picture(picture) => {
                format!("picture {} {}", dest(document, picture.image), document.str(picture.alt))
            }
            BlockKind::Video(link) | BlockKind::Include(link) | BlockKind::CodeFile { link, .. } => {
                format!("file {}", dest(document, *link))
            }
            BlockKind::Tabs(tabs) => tabs.iter().map(|tab| document.plain(tab.label)).collect::<Vec<_>>().join("\u{1}"),
            BlockKind::Moniker { range, .. } => format!("moniker {}", document.str(*range)),
            BlockKind::Zone { pivots, .. } => format!("zone {}", pivots.join(" ")),
            BlockKind::Footnote { label, .. } => format!("note {}", document.str(*label)),
            other => kind_word(other).to_owned(),
        };
        self.word(&kind);
        if let Some(content) = block.inlines() {
            self.inlines(document, content);
        }
        block.children().for_each(|child| self.block(child));
        self.word("/");
    }

    /// Line ends of the source and runs of blanks are nothing that a reader sees.
    fn inlines(&mut self, document: &Document, content: Inlines) {
        let mut words = String::new();
        for inline in document.inlines(content) {
            match inline {
                Inline::Text(text) => words.push_str(document.str(*text)),
                Inline::Code(text) | Inline::Math(text) => {
                    words.push('\u{1}');
                    words.push_str(document.str(*text));
                    words.push('\u{2}');
                }
                Inline::SoftBreak | Inline::HardBreak => words.push(' '),
                Inline::LinkOpen(link) | Inline::ImageOpen(link) | Inline::Picture { image: link, .. } => {
                    words.push('\u{3}');
                    words.push_str(dest(document, *link));
                    words.push('\u{4}');
                }
                Inline::Html(tag) => words.push_str(document.str(*tag)),
                _ => {}
            }
        }
        for word in words.split_whitespace() {
            self.word(word);
        }
    }
}

fn dest(document: &Document, link: LinkId) -> &str {
    document.link(link).map_or("", |link| document.str(link.dest))
}

fn kind_word(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) | BlockKind::Plain(_) => "p",
        BlockKind::Rule => "rule",
        BlockKind::Quote(_) => "quote",
        BlockKind::Table(_) => "table",
        BlockKind::Row(_) => "row",
        BlockKind::Cell(_) => "cell",
        BlockKind::Columns(_) | BlockKind::Column { .. } => "columns",
        BlockKind::Definitions(_) | BlockKind::Definition(_) | BlockKind::Term(_) => "definitions",
        _ => "block",
    }
}

#[cfg(test)]
mod tests {
    use super::EditionRecord;

    #[test]
    fn a_record_is_read_back_and_what_is_none_is_refused() {
        let record = EditionRecord { format: 1, code: Some("2026-03".into()), ..EditionRecord::default() };
        assert_eq!(EditionRecord::read(record.to_json().as_bytes()), Some(record));
        for bad in [&b"{}"[..], b"", b"\xff\xfe", b"{\"format\":99,\"produced_on\":\"\",\"topics\":[]}", b"[1]"] {
            assert_eq!(EditionRecord::read(bad), None);
        }
    }
}
