//! Text of a topic → [`Document`].
//!
//! pulldown-cmark reads CommonMark and gives byte offsets; this module builds the block tree and folds Learn's
//! constructs, one a file, into it. Nothing of the text is lost: what is not understood stays literal and is reported.
//! Never reads another file: includes are put in their places by `assemble`.

mod depth;
mod directive;
mod fold;
mod frame;
mod ids;
mod inline;
mod prepare;
mod quote;
mod raw;
mod table;
mod tabs;
#[cfg(test)]
mod tests;
mod variable;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser};

use self::frame::{Child, Frame, FrameKind};
use self::prepare::Prepared;
use super::mdbook::Expanded;
use super::slug::Slugs;
use super::{Block, BlockKind, Document, MAX_DEPTH, MarkdownOptions};
use crate::finding::{Checked, Code, Finding, Place, Span, codes::markdown, codes::overlay};
use crate::source::{SourceId, SourcePath};

/// Parses the body of a Markdown file, which begins at byte `body` of its text.
pub fn parse_document(
    source: SourceId,
    path: &SourcePath,
    text: &Arc<str>,
    body: usize,
    options: &MarkdownOptions,
) -> Checked<Document> {
    parse_expanded(source, path, text, &Expanded { text: Arc::clone(text), ..Expanded::default() }, body, options)
}

/// Parses the body of a text whose mdBook includes stand in their places; `written` is the text without them, in which
/// all spans count.
pub(super) fn parse_expanded(
    source: SourceId,
    path: &SourcePath,
    written: &Arc<str>,
    expanded: &Expanded,
    body: usize,
    options: &MarkdownOptions,
) -> Checked<Document> {
    let prepared = Prepared::new(&expanded.text, body, &expanded.places);
    let document = Document { written: Arc::clone(written), ..Document::empty(source, Arc::clone(&prepared.text)) };
    let start = prepared.body;
    let end = prepared.text.len();
    let mut builder = Builder {
        prepared: &prepared,
        path,
        options,
        document,
        slugs: Slugs::default(),
        findings: Vec::new(),
        frames: vec![Frame::new(FrameKind::Root, start)],
        lifted: false,
        marker: None,
        own_ids: BTreeMap::new(),
        left_out: None,
        blocks: 0,
    };
    let read = prepared.text.get(start..).unwrap_or_default();
    for (event, range) in Parser::new_ext(read, extensions(options)).into_offset_iter() {
        if builder.blocks > MAX_BLOCKS {
            let message = format!("the text has more than {MAX_BLOCKS} blocks; the rest is left out");
            let from = range.start + start;
            let line = prepared.text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            builder.report(&markdown::M007, message, &(from..from + line.len()));
            return builder.finish(from);
        }
        builder.event(event, range.start + start..range.end + start);
    }
    builder.finish(end)
}

fn extensions(options: &MarkdownOptions) -> Options {
    let mut extensions = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    extensions.set(Options::ENABLE_TASKLISTS, options.task_lists);
    extensions.set(Options::ENABLE_FOOTNOTES, options.footnotes);
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    extensions.set(Options::ENABLE_MATH, options.math);
    extensions.set(Options::ENABLE_HEADING_ATTRIBUTES, options.heading_attributes);
    extensions.set(Options::ENABLE_DEFINITION_LIST, options.definition_lists);
    extensions
}

/// Builds the tree from the parser's events. All offsets count in the prepared text; only spans of blocks, links and
/// findings count in the source.
struct Builder<'a> {
    prepared: &'a Prepared<'a>,
    path: &'a SourcePath,
    options: &'a MarkdownOptions,
    document: Document,
    slugs: Slugs,
    findings: Vec<Finding>,
    /// The blocks that are open, the root first.
    frames: Vec<Frame>,
    /// Whether the finding about too deep nesting was made.
    lifted: bool,
    /// Ids that authors gave headings, by the place of the heading.
    own_ids: BTreeMap<u32, String>,
    /// What the comment above says of the table that comes next.
    marker: Option<(super::Slice, Range<usize>)>,
    /// The element whose content is left out, in a text of a layer that is trusted for text alone.
    left_out: Option<String>,
    /// How many blocks there are so far.
    blocks: usize,
}

/// Blocks that a text may have: paragraphs, items, cells and the like. Each costs about 1 KB on the way to its page
/// (headings the most), so that this many stay well below the memory that one topic may take (reliability design,
/// demand 5). Real topics stay below 10,000.
const MAX_BLOCKS: usize = 250_000;

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => match FrameKind::opened_by(&tag) {
                Some(kind) => self.open(kind, &range),
                None => self.open_inline(&tag, &range),
            },
            Event::End(tag) => {
                if frame::is_block(tag) {
                    self.end_plain(range.end);
                    self.close(range.end);
                } else {
                    self.close_inline(tag);
                }
            }
            Event::Rule => {
                self.end_plain(range.start);
                self.push_block(BlockKind::Rule, &range);
            }
            Event::Html(html) => self.html_line(&html, &range),
            Event::TaskListMarker(ticked) => {
                for frame in self.frames.iter_mut().rev() {
                    if let FrameKind::Item { task } = &mut frame.kind {
                        *task = Some(ticked);
                        break;
                    }
                }
            }
            inline => self.inline_event(inline, &range),
        }
    }

    fn open(&mut self, kind: FrameKind, range: &Range<usize>) {
        self.end_plain(range.start);
        self.left_out = None;
        let goes_on = matches!(kind, FrameKind::Table(_) | FrameKind::Row | FrameKind::Cell);
        if !goes_on && let Some((_, place)) = self.marker.take() {
            let finding = Finding::new(&overlay::O115, "this comment speaks of a table, but none follows it")
                .help("put it on the line right above the table");
            let span = self.span(&place);
            self.report_at(finding, span);
        }
        if self.frames.len() > MAX_DEPTH && kind.nests() {
            if !self.lifted {
                self.lifted = true;
                let message = format!("blocks are nested more than {MAX_DEPTH} levels deep; deeper ones are lifted");
                self.report(&markdown::M031, message, range);
            }
            self.frames.push(Frame::new(FrameKind::Lifted, range.start));
        } else {
            self.frames.push(Frame::new(kind, range.start));
        }
    }

    /// Ends the text of a tight item, which no event of the parser ends.
    fn end_plain(&mut self, end: usize) {
        if self.frames.last().is_some_and(|frame| matches!(frame.kind, FrameKind::Plain)) {
            self.close(end);
        }
    }

    /// The innermost frame; the root is never closed before the end.
    fn top(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn push_child(&mut self, child: Child) {
        if let Some(frame) = self.top() {
            frame.children.push(child);
        }
    }

    fn push_block(&mut self, kind: BlockKind, range: &Range<usize>) {
        self.blocks += 1;
        let block = self.block(kind, range);
        self.push_child(Child::Block(block));
    }

    fn block(&self, kind: BlockKind, range: &Range<usize>) -> Block {
        Block { source: self.document.source, span: self.span(range), kind }
    }

    /// The span in the source, without the line ends that the parser counts to a block.
    fn span(&self, range: &Range<usize>) -> Span {
        let text = self.prepared.text.get(range.clone()).unwrap_or_default();
        self.prepared.source_span(&(range.start..range.start + text.trim_end_matches('\n').len()))
    }

    fn report(&mut self, code: &'static Code, message: impl Into<String>, range: &Range<usize>) {
        let span = self.span(range);
        self.report_at(Finding::new(code, message), span);
    }

    fn report_at(&mut self, finding: Finding, span: Span) {
        self.findings.push(finding.at(Place::new(self.path.shared(), span)));
    }

    fn finish(mut self, end: usize) -> Checked<Document> {
        while self.frames.len() > 1 {
            self.close(end);
        }
        self.open(FrameKind::Root, &(end..end));
        self.close(end);
        let children = self.frames.pop().map(|root| root.children).unwrap_or_default();
        let mut blocks = self.fold(children);
        self.ids_by_class(&mut blocks);
        self.document.blocks = blocks.into_iter().map(Arc::new).collect();
        // Values that stand in the text come before those that had to be put beside it.
        self.document.raw_links.sort_by_key(|raw| raw.value);
        self.document.raw_ids.sort_unstable();
        self.document.inlines.shrink_to_fit();
        self.document.links.shrink_to_fit();
        self.document.extra.shrink_to_fit();
        Checked::new(self.document, self.findings)
    }
}
