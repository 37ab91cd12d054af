//! One document: what it takes in → its own blocks and words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::graph::Includes;
use super::{Assembled, MAX_BYTES, MAX_EXPANSIONS, MAX_LEVELS, code};
use crate::finding::{Checked, Finding, Place, codes::markdown};
use crate::source::{SourceId, SourceTree};
use crate::topic::{Block, BlockKind, Document, Inline, Inlines, Link, LinkId, Picture, RawLink, Slice, Tab, Table};

/// Puts what a document takes in into its places.
pub(super) struct Grafter<'a> {
    includes: &'a Includes,
    done: &'a BTreeMap<SourceId, Assembled>,
    sources: &'a SourceTree,
    /// Shared with whoever keeps the parsed text; copied when something is really taken in.
    host: Arc<Document>,
    expansions: usize,
    bytes: usize,
    levels: usize,
    findings: Vec<Finding>,
}

impl<'a> Grafter<'a> {
    pub(super) fn new(
        includes: &'a Includes,
        done: &'a BTreeMap<SourceId, Assembled>,
        sources: &'a SourceTree,
        host: Arc<Document>,
    ) -> Self {
        let bytes = host.text.len();
        Self { includes, done, sources, host, expansions: 0, bytes, levels: 0, findings: Vec::new() }
    }

    pub(super) fn graft(mut self) -> Checked<Assembled> {
        if self.host.takes_in() {
            let blocks = std::mem::take(&mut self.own().blocks);
            let mut grafted: Vec<Arc<Block>> = Vec::with_capacity(blocks.len());
            for block in blocks {
                if self.touches(&block) {
                    grafted.extend(self.block(Arc::unwrap_or_clone(block)).into_iter().map(Arc::new));
                } else {
                    grafted.push(block);
                }
            }
            self.own().blocks = grafted;
        }
        let Self { host, expansions, bytes, levels, findings, .. } = self;
        Checked::new(Assembled { document: host, expansions, bytes, levels }, findings)
    }

    /// The document, to be changed.
    fn own(&mut self) -> &mut Document {
        Arc::make_mut(&mut self.host)
    }

    /// Whether anything in a block is taken in from elsewhere.
    fn touches(&self, block: &Block) -> bool {
        let inline =
            |inlines: Inlines| self.host.inlines(inlines).iter().any(|inline| matches!(inline, Inline::Include(_)));
        match &block.kind {
            BlockKind::Include(_) | BlockKind::CodeFile { .. } => true,
            BlockKind::Paragraph(content)
            | BlockKind::Plain(content)
            | BlockKind::Cell(content)
            | BlockKind::Term(content)
            | BlockKind::Heading { content, .. } => inline(*content),
            BlockKind::Tabs(tabs) => {
                tabs.iter().any(|tab| inline(tab.label) || tab.content.iter().any(|block| self.touches(block)))
            }
            _ => block.children().any(|child| self.touches(child)),
        }
    }

    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut grafted = Vec::with_capacity(blocks.len());
        for block in blocks {
            grafted.extend(self.block(block));
        }
        grafted
    }

    fn block(&mut self, block: Block) -> Vec<Block> {
        let Block { source, span, kind } = block;
        let kind = match kind {
            BlockKind::Include(link) => match self.take_in(link) {
                Some(part) => return part.document.blocks.iter().map(|block| Block::clone(block)).collect(),
                None => BlockKind::Include(link),
            },
            BlockKind::CodeFile { language, link, range, region } => code::code_file(
                Arc::make_mut(&mut self.host),
                self.includes,
                self.sources,
                language,
                link,
                range,
                region,
            )
            .take(&mut self.findings),
            BlockKind::Paragraph(content) => BlockKind::Paragraph(self.inlines(content)),
            BlockKind::Plain(content) => BlockKind::Plain(self.inlines(content)),
            BlockKind::Cell(content) => BlockKind::Cell(self.inlines(content)),
            BlockKind::Term(content) => BlockKind::Term(self.inlines(content)),
            BlockKind::Heading { level, id, classes, content } => {
                BlockKind::Heading { level, id, classes, content: self.inlines(content) }
            }
            BlockKind::Quote(content) => BlockKind::Quote(self.blocks(content)),
            BlockKind::Alert { kind, content } => BlockKind::Alert { kind, content: self.blocks(content) },
            BlockKind::Div { class, content } => BlockKind::Div { class, content: self.blocks(content) },
            BlockKind::List { start, items } => BlockKind::List { start, items: self.blocks(items) },
            BlockKind::Item { task, content } => BlockKind::Item { task, content: self.blocks(content) },
            BlockKind::Row(cells) => BlockKind::Row(self.blocks(cells)),
            BlockKind::Zone { pivots, content } => BlockKind::Zone { pivots, content: self.blocks(content) },
            BlockKind::Moniker { range, content } => BlockKind::Moniker { range, content: self.blocks(content) },
            BlockKind::Class { class, audience, content } => {
                BlockKind::Class { class, audience, content: self.blocks(content) }
            }
            BlockKind::Columns(content) => BlockKind::Columns(self.blocks(content)),
            BlockKind::Column { span, content } => BlockKind::Column { span, content: self.blocks(content) },
            BlockKind::Footnote { label, content } => BlockKind::Footnote { label, content: self.blocks(content) },
            BlockKind::Definitions(content) => BlockKind::Definitions(self.blocks(content)),
            BlockKind::Definition(content) => BlockKind::Definition(self.blocks(content)),
            BlockKind::Picture(picture) => {
                let description = self.blocks(picture.description);
                BlockKind::Picture(Picture { description, ..picture })
            }
            BlockKind::Table(table) => {
                let head = self.block(*table.head).pop().map(Box::new);
                match head {
                    Some(head) => {
                        let rows = self.blocks(table.rows);
                        BlockKind::Table(Table { head, rows, columns: table.columns, marker: table.marker })
                    }
                    None => return Vec::new(),
                }
            }
            BlockKind::Tabs(tabs) => BlockKind::Tabs(
                tabs.into_iter()
                    .map(|tab| {
                        let label = self.inlines(tab.label);
                        Tab { label, content: self.blocks(tab.content), ..tab }
                    })
                    .collect(),
            ),
            kind @ (BlockKind::Rule | BlockKind::Code { .. } | BlockKind::Html(_) | BlockKind::Video(_)) => kind,
        };
        vec![Block { source, span, kind }]
    }

    /// What a link takes in, unless it is missing or too much.
    fn take_in(&mut self, link: LinkId) -> Option<&'a Assembled> {
        let part = self.done.get(&self.includes.target(self.host.source, link)?)?;
        let expansions = self.expansions + 1 + part.expansions;
        let bytes = self.bytes + part.bytes;
        if expansions > MAX_EXPANSIONS || bytes > MAX_BYTES || part.levels + 1 > MAX_LEVELS {
            // One finding tells it; every further include of this text would fail for the same reason.
            if !self.findings.iter().any(|finding| finding.code == &markdown::M003) {
                let message = "the files taken in here are too many, too deep or too large; they are left out";
                let span = self.host.link(link).map(|link| link.span).unwrap_or_default();
                let path = self.sources.text(self.host.source).map(|text| text.path.shared());
                self.findings
                    .push(Finding::new(&markdown::M003, message).at(Place::new(path.unwrap_or_default(), span)));
            }
            return None;
        }
        (self.expansions, self.bytes) = (expansions, bytes);
        self.levels = self.levels.max(part.levels + 1);
        Some(part)
    }

    /// Running text with what it takes in.
    fn inlines(&mut self, range: Inlines) -> Inlines {
        let inlines = self.host.inlines(range).to_vec();
        if !inlines.iter().any(|inline| matches!(inline, Inline::Include(_))) {
            return range;
        }
        let mut grafted = Vec::with_capacity(inlines.len());
        for inline in inlines {
            let part = match inline {
                Inline::Include(link) => self.take_in(link),
                _ => None,
            };
            match part {
                Some(part) => self.copy_words(&part.document, &mut grafted),
                None => grafted.push(inline),
            }
        }
        self.own().store(grafted)
    }

    /// The running text of all paragraphs of a document, with a blank between them.
    fn copy_words(&mut self, part: &Document, out: &mut Vec<Inline>) {
        let mut first = true;
        let mut open: Vec<&Block> = part.blocks.iter().rev().map(|block| &**block).collect();
        while let Some(block) = open.pop() {
            let content = match &block.kind {
                BlockKind::Paragraph(content)
                | BlockKind::Plain(content)
                | BlockKind::Heading { content, .. }
                | BlockKind::Cell(content)
                | BlockKind::Term(content) => *content,
                // A sentence cannot hold a part for a clearance; what cannot be kept apart is not shown.
                BlockKind::Class { .. } => continue,
                _ => {
                    let children: Vec<&Block> = block.children().collect();
                    open.extend(children.into_iter().rev());
                    continue;
                }
            };
            if !std::mem::take(&mut first) {
                out.push(Inline::SoftBreak);
            }
            // A part may itself hold blocks of further files.
            let owner = self.done.get(&block.source).map(|done| Arc::clone(&done.document));
            let owner = if block.source == part.source { part } else { owner.as_deref().unwrap_or(part) };
            for inline in owner.inlines(content) {
                let copied = self.copy_inline(owner, *inline);
                out.push(copied);
            }
        }
    }

    fn copy_inline(&mut self, from: &Document, inline: Inline) -> Inline {
        match inline {
            Inline::Text(slice) => Inline::Text(self.copy(from, slice)),
            Inline::Code(slice) => Inline::Code(self.copy(from, slice)),
            Inline::Math(slice) => Inline::Math(self.copy(from, slice)),
            Inline::Variable(slice) => Inline::Variable(self.copy(from, slice)),
            Inline::FootnoteRef(slice) => Inline::FootnoteRef(self.copy(from, slice)),
            Inline::LinkOpen(link) => Inline::LinkOpen(self.copy_link(from, link)),
            Inline::ImageOpen(link) => Inline::ImageOpen(self.copy_link(from, link)),
            Inline::Include(link) => Inline::Include(self.copy_link(from, link)),
            Inline::Picture { image, alt, lightbox } => Inline::Picture {
                image: self.copy_link(from, image),
                alt: self.copy(from, alt),
                lightbox: lightbox.map(|link| self.copy_link(from, link)),
            },
            Inline::Html(html) => {
                let copied = self.copy(from, html);
                for (value, link) in from.raw_links(html).collect::<Vec<_>>() {
                    let link = self.copy_link(from, link);
                    let value = copied.split(value.start).1.split(value.len()).0;
                    self.own().raw_links.push(RawLink { value, link });
                }
                Inline::Html(copied)
            }
            Inline::SoftBreak
            | Inline::HardBreak
            | Inline::Open(_)
            | Inline::Close(_)
            | Inline::LinkClose
            | Inline::ImageClose => inline,
        }
    }

    fn copy(&mut self, from: &Document, slice: Slice) -> Slice {
        self.own().slice(from.str(slice), usize::MAX)
    }

    fn copy_link(&mut self, from: &Document, link: LinkId) -> LinkId {
        let Some(link) = from.link(link).cloned() else { return link };
        let (dest, title) = (self.copy(from, link.dest), self.copy(from, link.title));
        self.own().store_link(Link { dest, title, ..link })
    }
}
