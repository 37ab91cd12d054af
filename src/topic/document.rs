//! The block tree of one parsed Markdown text.
//!
//! A [`Document`] owns its text; blocks hold ranges of its inlines, inlines hold slices of its text. So a parsed topic
//! costs little more memory than its source, and a block can be shared between editions without copying a word.
//! Blocks from several documents may stand in one composed topic: each block names the source it came from, and
//! [`Documents`] gives the document back.

use std::sync::{Arc, OnceLock};

use super::block::Block;
use super::inline::Inline;
use super::link::{Link, LinkId, LinkKind, RawLink};
use crate::finding::Span;
use crate::source::SourceId;

/// A piece of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Slice {
    start: u32,
    end: u32,
}

/// A range of a document's inlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inlines {
    pub(super) start: u32,
    end: u32,
}

/// One parsed Markdown text.
#[derive(Debug, Clone)]
pub struct Document {
    /// The source it was parsed from.
    pub source: SourceId,
    /// The top-level blocks, in order.
    pub blocks: Vec<Arc<Block>>,
    /// Ids that the text's raw HTML defines (`<a name="x">`, `<p id="x">`), sorted; targets for links.
    pub raw_ids: Vec<Slice>,
    pub(super) written: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) extra: String,
    pub(super) inlines: Vec<Inline>,
    pub(super) links: Vec<Link>,
    pub(super) raw_links: Vec<RawLink>,
    /// Whether it takes in files, once somebody asked.
    pub(super) takes_in: OnceLock<bool>,
}

impl Slice {
    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether all of it lies in `whole`.
    pub(super) fn within(self, whole: Self) -> bool {
        whole.start <= self.start && self.end <= whole.end
    }

    /// The first `at` bytes, and the rest.
    pub(super) fn split(self, at: usize) -> (Self, Self) {
        let middle = self.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)).min(self.end);
        (Self { start: self.start, end: middle }, Self { start: middle, end: self.end })
    }
}

impl Document {
    /// The text of a slice.
    pub fn str(&self, slice: Slice) -> &str {
        let (start, end, split) = (slice.start as usize, slice.end as usize, self.text.len());
        if start >= split {
            self.extra.get(start - split..end.saturating_sub(split))
        } else {
            self.text.get(start..end)
        }
        .unwrap_or_default()
    }

    /// The inlines of a range.
    pub fn inlines(&self, range: Inlines) -> &[Inline] {
        self.inlines.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The source as its author wrote it, which spans count in.
    pub fn source_text(&self) -> &str {
        &self.written
    }

    /// The link with this number.
    pub fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(id.0 as usize)
    }

    /// All links in the order of the text, with their numbers.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (LinkId, &Link)> {
        self.links.iter().enumerate().map(|(at, link)| (LinkId(u32::try_from(at).unwrap_or(u32::MAX)), link))
    }

    /// Whether it takes in other files, as it was parsed.
    pub(super) fn takes_in(&self) -> bool {
        let takes_in = |link: &Link| matches!(link.kind, LinkKind::Include | LinkKind::Code);
        *self.takes_in.get_or_init(|| self.links.iter().any(takes_in))
    }

    /// The addresses in a piece of raw HTML, in order: each with the range of its value in the piece, and its link.
    pub fn raw_links(&self, html: Slice) -> impl Iterator<Item = (std::ops::Range<usize>, LinkId)> {
        let first = self.raw_links.partition_point(|raw| raw.value.start < html.start);
        let within = self.raw_links.get(first..).unwrap_or_default().iter();
        within.take_while(move |raw| raw.value.end <= html.end).map(move |raw| {
            let (start, end) = (raw.value.start - html.start, raw.value.end - html.start);
            (start as usize..end as usize, raw.link)
        })
    }

    /// The ids that a piece of raw HTML defines.
    pub fn raw_ids_in(&self, html: Slice) -> impl Iterator<Item = &str> {
        let first = self.raw_ids.partition_point(|id| id.start < html.start);
        let within = self.raw_ids.get(first..).unwrap_or_default().iter();
        within.take_while(move |id| id.end <= html.end).map(|id| self.str(*id))
    }

    /// An empty document for tests and for sources without a body.
    pub fn empty(source: SourceId, text: Arc<str>) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            raw_ids: Vec::new(),
            written: Arc::clone(&text),
            text,
            extra: String::new(),
            inlines: Vec::new(),
            links: Vec::new(),
            raw_links: Vec::new(),
            takes_in: OnceLock::new(),
        }
    }

    /// Makes a slice of `piece`: of the text itself where `at` is its place there, else of the text beside it.
    pub(super) fn slice(&mut self, piece: &str, at: usize) -> Slice {
        let here =
            at.checked_add(piece.len()).and_then(|end| self.text.get(at..end)).is_some_and(|there| there == piece);
        let start = if here {
            at
        } else {
            self.extra.push_str(piece);
            self.text.len() + self.extra.len() - piece.len()
        };
        let span = Span::new(start, start + piece.len());
        Slice { start: span.start, end: span.end }
    }

    /// Where a slice stands in the text; `None` where it is of the text beside it.
    pub(super) fn place(&self, slice: Slice) -> Option<std::ops::Range<usize>> {
        (slice.end as usize <= self.text.len()).then_some(slice.start as usize..slice.end as usize)
    }

    /// One slice of two that follow each other in a sentence: they are joined where they stand together.
    pub(super) fn join(&mut self, first: Slice, second: Slice) -> Slice {
        let split = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if first.end == second.start && (first.start >= split) == (second.start >= split) {
            return Slice { start: first.start, end: second.end };
        }
        let second = self.str(second).to_owned();
        // What was joined last stands at the end: a text of many pieces is not copied once for each of them.
        let at_end = first.start >= split && first.end as usize == self.text.len() + self.extra.len();
        if at_end {
            let end = Span::new(0, first.end as usize + second.len()).end;
            self.extra.push_str(&second);
            return Slice { start: first.start, end };
        }
        let joined = format!("{}{second}", self.str(first));
        self.slice(&joined, usize::MAX)
    }

    /// Stores inlines and gives their range back.
    pub(super) fn store(&mut self, inlines: impl IntoIterator<Item = Inline>) -> Inlines {
        let start = self.inlines.len();
        self.inlines.extend(inlines);
        let span = Span::new(start, self.inlines.len());
        Inlines { start: span.start, end: span.end }
    }

    /// The words of running text without markup: text, code, descriptions of images.
    pub fn plain(&self, range: Inlines) -> String {
        self.words(self.inlines(range))
    }

    /// The words of inlines that may not be stored yet.
    pub(super) fn words(&self, inlines: &[Inline]) -> String {
        let mut words = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(slice)
                | Inline::Code(slice)
                | Inline::Math(slice)
                | Inline::Picture { alt: slice, .. } => {
                    words.push_str(self.str(*slice));
                }
                Inline::Variable(slice) => {
                    words.push_str("{{");
                    words.push_str(self.str(*slice));
                    words.push_str("}}");
                }
                Inline::SoftBreak | Inline::HardBreak => words.push(' '),
                _ => {}
            }
        }
        words
    }

    /// Stores a link and gives its number back.
    pub(super) fn store_link(&mut self, link: Link) -> LinkId {
        self.links.push(link);
        LinkId(u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX))
    }
}

impl Inlines {
    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// All documents of a project, sorted by source. Sources that are no Markdown have none.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    by_source: Arc<Vec<Arc<Document>>>,
}

impl Documents {
    /// Documents in any order, one of each source.
    pub fn new(documents: impl IntoIterator<Item = Arc<Document>>) -> Self {
        let mut by_source: Vec<_> = documents.into_iter().collect();
        by_source.sort_unstable_by_key(|document| document.source);
        Self { by_source: Arc::new(by_source) }
    }

    /// These documents with others in the place of some.
    #[must_use]
    pub fn with(&self, others: impl IntoIterator<Item = Arc<Document>>) -> Self {
        let mut all = self.clone();
        for document in others {
            if let Some(at) = self.place(document.source)
                && let Some(place) = Arc::make_mut(&mut all.by_source).get_mut(at)
            {
                *place = document;
            }
        }
        all
    }

    /// Forgets what these sources hold: nobody will ask for it again.
    pub fn forget(&mut self, sources: impl IntoIterator<Item = SourceId>) {
        for source in sources {
            let nothing = Document::empty(source, Arc::from(""));
            if let Some(at) = self.place(source)
                && let Some(place) = Arc::make_mut(&mut self.by_source).get_mut(at)
            {
                *place = Arc::new(nothing);
            }
        }
    }

    /// The document of a source.
    pub fn get(&self, source: SourceId) -> Option<&Arc<Document>> {
        self.by_source.get(self.place(source)?)
    }

    /// All of them, by source.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.by_source.iter()
    }

    fn place(&self, source: SourceId) -> Option<usize> {
        self.by_source.binary_search_by_key(&source, |document| document.source).ok()
    }
}
