//! Blocks that are open while the parser's events come in.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::Builder;
use super::directive::Directive;
use crate::topic::{AlertKind, Align, Block, BlockKind, Inline, Table};

/// An open block.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// Where it begins in the prepared text.
    pub(super) start: usize,
    /// What stands in it so far.
    pub(super) children: Vec<Child>,
    /// Running text that stands in it so far.
    pub(super) inlines: Vec<Inline>,
    /// Text of code or raw HTML, in pieces: each with its place in the prepared text where it stands there.
    pub(super) pieces: Vec<(String, Range<usize>)>,
    /// Whether the last piece of raw HTML ends within a comment.
    pub(super) in_comment: bool,
}

/// What an open block will become.
pub(super) enum FrameKind {
    Root,
    Paragraph,
    /// The text of a tight item.
    Plain,
    Heading {
        level: u8,
        id: Option<String>,
        classes: Vec<Box<str>>,
    },
    Quote,
    List(Option<u64>),
    Item {
        task: Option<bool>,
    },
    Table(Vec<Align>),
    Row,
    Cell,
    Code {
        info: Option<String>,
    },
    Html,
    Footnote(String),
    Definitions,
    Term,
    Definition,
    /// Too deep: its children go to the block that it stands in.
    Lifted,
}

/// What stands in an open block.
pub(super) enum Child {
    Block(Block),
    /// A `:::` construct on a line of its own.
    Directive(Directive),
    /// The marker that begins an alert, a div or a video in a quote.
    Marker(Marker),
}

/// The first line of a Learn quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    Alert(AlertKind),
    /// Its classes, with their place in the source.
    Div(String, crate::finding::Span),
    /// The address, with its place in the source.
    Video(String, crate::finding::Span),
}

impl Frame {
    pub(super) fn new(kind: FrameKind, start: usize) -> Self {
        Self { kind, start, children: Vec::new(), inlines: Vec::new(), pieces: Vec::new(), in_comment: false }
    }
}

impl FrameKind {
    /// The block that a start tag opens; `None` for inline tags.
    pub(super) fn opened_by(tag: &Tag<'_>) -> Option<Self> {
        Some(match tag {
            Tag::Paragraph => Self::Paragraph,
            Tag::Heading { level, id, classes, .. } => Self::Heading {
                level: level_number(*level),
                id: id.as_ref().map(ToString::to_string),
                classes: classes.iter().map(|class| Box::from(&**class)).collect(),
            },
            Tag::BlockQuote(_) => Self::Quote,
            Tag::CodeBlock(CodeBlockKind::Indented) => Self::Code { info: None },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Self::Code { info: Some(info.to_string()) },
            Tag::HtmlBlock | Tag::MetadataBlock(_) => Self::Html,
            Tag::List(start) => Self::List(*start),
            Tag::Item => Self::Item { task: None },
            Tag::FootnoteDefinition(label) => Self::Footnote(label.to_string()),
            Tag::DefinitionList => Self::Definitions,
            Tag::DefinitionListTitle => Self::Term,
            Tag::DefinitionListDefinition => Self::Definition,
            Tag::Table(columns) => Self::Table(columns.iter().map(|column| align(*column)).collect()),
            Tag::TableHead | Tag::TableRow => Self::Row,
            Tag::TableCell => Self::Cell,
            _ => return None,
        })
    }

    /// Whether blocks of this kind may hold themselves, so that their depth must be bounded.
    pub(super) fn nests(&self) -> bool {
        matches!(self, Self::Quote | Self::List(_) | Self::Item { .. } | Self::Footnote(_) | Self::Definitions)
    }

    /// Whether running text may stand in it without a paragraph.
    pub(super) fn takes_inlines(&self) -> bool {
        matches!(self, Self::Paragraph | Self::Plain | Self::Heading { .. } | Self::Cell | Self::Term)
    }
}

/// Whether an end tag ends a block.
pub(super) fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

impl Builder<'_> {
    /// Closes the innermost block and hands what it became to the block around it.
    pub(super) fn close(&mut self, end: usize) {
        if self.frames.len() <= 1 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let range = frame.start..end;
        match frame.kind {
            FrameKind::Root | FrameKind::Lifted => {
                if let Some(parent) = self.top() {
                    parent.children.extend(frame.children);
                }
            }
            FrameKind::Paragraph | FrameKind::Plain => {
                let tight = matches!(frame.kind, FrameKind::Plain);
                self.close_paragraph(frame.inlines, &range, tight);
            }
            FrameKind::Heading { level, id, classes } => self.close_heading(level, id, classes, frame.inlines, &range),
            FrameKind::Quote => self.close_quote(frame.children, &range),
            FrameKind::List(start) => {
                let items = blocks_of(frame.children);
                self.push_block(BlockKind::List { start, items }, &range);
            }
            FrameKind::Item { task } => {
                let content = self.fold(frame.children);
                self.push_block(BlockKind::Item { task, content }, &range);
            }
            FrameKind::Table(columns) => {
                let mut rows = blocks_of(frame.children).into_iter();
                let head = rows.next().unwrap_or_else(|| self.block(BlockKind::Row(Vec::new()), &range));
                let marker = self.marker.take().map(|(words, _)| words);
                let table = Table { columns, head: Box::new(head), rows: rows.collect(), marker };
                self.push_block(BlockKind::Table(table), &range);
            }
            FrameKind::Row => {
                let mut cells = blocks_of(frame.children);
                // The parser fills up short rows; in a very wide table that is more than the text itself.
                while cells.len() > MOST_FILLED && cells.last().is_some_and(is_filling) {
                    cells.pop();
                    self.blocks = self.blocks.saturating_sub(1);
                }
                self.push_block(BlockKind::Row(cells), &range);
            }
            FrameKind::Cell => {
                let content = self.store_inlines(frame.inlines);
                self.push_block(BlockKind::Cell(content), &range);
            }
            FrameKind::Term => {
                let content = self.store_inlines(frame.inlines);
                self.push_block(BlockKind::Term(content), &range);
            }
            FrameKind::Code { info } => self.close_code(info, frame.pieces, &range),
            FrameKind::Html => self.close_html(frame.pieces, &range),
            FrameKind::Footnote(label) => {
                let content = self.fold(frame.children);
                let label = self.document.slice(&label, range.start + 2);
                self.push_block(BlockKind::Footnote { label, content }, &range);
            }
            FrameKind::Definitions => {
                let content = blocks_of(frame.children);
                self.push_block(BlockKind::Definitions(content), &range);
            }
            FrameKind::Definition => {
                let content = self.fold(frame.children);
                self.push_block(BlockKind::Definition(content), &range);
            }
        }
    }
}

/// Cells that a row keeps though nobody wrote them.
const MOST_FILLED: usize = 32;

/// Whether a cell takes up no room in the text.
fn is_filling(cell: &Block) -> bool {
    cell.span.start == cell.span.end
}

/// The blocks among the children of a block that holds no directives (a list's items, a table's rows).
fn blocks_of(children: Vec<Child>) -> Vec<Block> {
    children
        .into_iter()
        .filter_map(|child| match child {
            Child::Block(block) => Some(block),
            Child::Directive(_) | Child::Marker(_) => None,
        })
        .collect()
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Natural,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
