//! A topic's body → its headings, the links that really stand in it, and ids that are unique on the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Heading;
use crate::overlay::Node;
use crate::source::SourceId;
use crate::topic::{Block, BlockKind, Documents, Inline, Inlines, LinkId, Slice};

/// What the links and the outline of a page need to know of its body.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The headings in order, those in tabs, zones and quotes included.
    pub outline: Vec<Heading>,
    /// The links in order: the document that holds each, and its number there.
    pub links: Vec<(SourceId, LinkId)>,
    /// Ids of headings that had to change because the page had them already: by source and old id.
    pub renamed: BTreeMap<(SourceId, Box<str>), Box<str>>,
    /// Every id on the page.
    pub ids: BTreeSet<Box<str>>,
    /// Whether a file that the page takes in is missing, and with it perhaps some ids.
    pub incomplete: bool,
}

/// Reads a body. Blocks taken in from other sources may repeat an id; theirs change, those of `host` do not move.
pub(super) fn read_body(body: &mut [Node], host: SourceId, documents: &Documents) -> Body {
    let mut read = Body::default();
    for node in &*body {
        collect_ids(&node.block, host, documents, &mut read.ids);
    }
    let mut numbers = BTreeMap::new();
    for node in &mut *body {
        if has_foreign_heading(&node.block, host) && clashes(&node.block, host, &mut read.ids) {
            rename(Arc::make_mut(&mut node.block), host, &mut read, &mut numbers);
        }
    }
    let mut reader = Reader { documents, read: &mut read };
    for node in &*body {
        reader.block(&node.block);
    }
    read
}

/// The host's heading ids, and those of raw HTML. Only what is shown counts: a source may hold more.
fn collect_ids(block: &Block, host: SourceId, documents: &Documents, ids: &mut BTreeSet<Box<str>>) {
    let document = documents.get(block.source);
    match &block.kind {
        BlockKind::Heading { id, .. } if block.source == host => drop(ids.insert(id.clone())),
        BlockKind::Html(html) => {
            ids.extend(document.iter().flat_map(|document| document.raw_ids_in(*html)).map(Box::from));
        }
        _ => {}
    }
    if let (Some(document), Some(content)) = (document, block.inlines()) {
        for inline in document.inlines(content) {
            if let Inline::Html(html) = inline {
                ids.extend(document.raw_ids_in(*html).map(Box::from));
            }
        }
    }
    for child in block.children() {
        collect_ids(child, host, documents, ids);
    }
}

fn has_foreign_heading(block: &Block, host: SourceId) -> bool {
    (block.source != host && matches!(block.kind, BlockKind::Heading { .. }))
        || block.children().any(|child| has_foreign_heading(child, host))
}

/// Takes the ids of foreign headings into `ids` while none is there already; so a block whose ids are free is never
/// copied.
fn clashes(block: &Block, host: SourceId, ids: &mut BTreeSet<Box<str>>) -> bool {
    let mut own = Vec::new();
    foreign_ids(block, host, &mut own);
    let distinct: BTreeSet<_> = own.iter().collect();
    if distinct.len() < own.len() || own.iter().any(|id| ids.contains(id)) {
        return true;
    }
    ids.extend(own);
    false
}

fn foreign_ids(block: &Block, host: SourceId, found: &mut Vec<Box<str>>) {
    if let BlockKind::Heading { id, .. } = &block.kind
        && block.source != host
    {
        found.push(id.clone());
    }
    for child in block.children() {
        foreign_ids(child, host, found);
    }
}

fn rename(block: &mut Block, host: SourceId, read: &mut Body, numbers: &mut BTreeMap<Box<str>, u32>) {
    let source = block.source;
    if let BlockKind::Heading { id, .. } = &mut block.kind
        && source != host
        && !read.ids.insert(id.clone())
    {
        let number = numbers.entry(id.clone()).or_insert(0);
        let free = loop {
            *number += 1;
            let candidate: Box<str> = format!("{id}-{number}").into();
            if read.ids.insert(candidate.clone()) {
                break candidate;
            }
        };
        read.renamed.entry((source, id.clone())).or_insert_with(|| free.clone());
        *id = free;
    }
    for child in block.children_mut() {
        rename(child, host, read, numbers);
    }
}

/// Walks the blocks in reading order.
struct Reader<'d> {
    documents: &'d Documents,
    read: &'d mut Body,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let source = block.source;
        match &block.kind {
            BlockKind::Heading { level, id, content, .. } => {
                let text = self.documents.get(source).map(|document| document.plain(*content)).unwrap_or_default();
                let text = text.trim().to_owned();
                self.read.outline.push(Heading { level: *level, id: id.clone(), text });
                self.inlines(source, *content);
            }
            BlockKind::Paragraph(inlines)
            | BlockKind::Plain(inlines)
            | BlockKind::Cell(inlines)
            | BlockKind::Term(inlines) => self.inlines(source, *inlines),
            BlockKind::Include(_) => self.read.incomplete = true,
            BlockKind::Html(html) => self.html(source, *html),
            BlockKind::Tabs(tabs) => tabs.iter().for_each(|tab| self.inlines(tab.source, tab.label)),
            BlockKind::Video(link) => self.link(source, *link),
            BlockKind::Picture(picture) => {
                self.link(source, picture.image);
                for link in [picture.lightbox, picture.link].into_iter().flatten() {
                    self.link(source, link);
                }
            }
            _ => {}
        }
        for child in block.children() {
            self.block(child);
        }
    }

    fn inlines(&mut self, source: SourceId, inlines: Inlines) {
        let Some(document) = self.documents.get(source) else { return };
        for inline in document.inlines(inlines) {
            match inline {
                Inline::LinkOpen(link) | Inline::ImageOpen(link) => self.link(source, *link),
                Inline::Picture { image, lightbox, .. } => {
                    self.link(source, *image);
                    if let Some(link) = lightbox {
                        self.link(source, *link);
                    }
                }
                Inline::Include(_) => self.read.incomplete = true,
                Inline::Html(html) => self.html(source, *html),
                _ => {}
            }
        }
    }

    fn html(&mut self, source: SourceId, html: Slice) {
        let Some(document) = self.documents.get(source) else { return };
        for (_, link) in document.raw_links(html) {
            self.link(source, link);
        }
    }

    fn link(&mut self, source: SourceId, link: LinkId) {
        self.read.links.push((source, link));
    }
}
