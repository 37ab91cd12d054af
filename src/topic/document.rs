//! The block tree of one parsed Markdown text.
//!
//! A [`Document`] owns its text; blocks hold ranges of its inlines, inlines hold slices of its text. So a parsed topic
//! costs little more memory than its source, and a block can be shared between editions without copying a word.
//! Blocks from several documents may stand in one composed topic: each block names the source it came from, and
//! [`Documents`] gives the document back.

use std::sync::Arc;

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
    start: u32,
    end: u32,
}

/// The number of a link of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// One parsed Markdown text.
#[derive(Debug, Clone)]
pub struct Document {
    /// The source it was parsed from.
    pub source: SourceId,
    /// The top-level blocks, in order.
    pub blocks: Vec<Arc<Block>>,
    /// Ids that the text's raw HTML defines (`<a name="x">`, `<p id="x">`), in order; targets for links.
    pub raw_ids: Vec<Slice>,
    pub(super) text: Arc<str>,
    pub(super) extra: String,
    pub(super) inlines: Vec<Inline>,
    pub(super) links: Vec<Link>,
    pub(super) raw_links: Vec<RawLink>,
}

/// An address in raw HTML: `href` or `src`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLink {
    /// The attribute's value as it stands between its quotes, inside of the raw HTML's slice.
    pub value: Slice,
    /// The link.
    pub link: LinkId,
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

    /// The whole text that the parser read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The link with this number.
    pub fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(id.0 as usize)
    }

    /// All links in the order of the text, with their numbers.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (LinkId, &Link)> {
        self.links.iter().enumerate().map(|(at, link)| (LinkId(u32::try_from(at).unwrap_or(u32::MAX)), link))
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

    /// An empty document for tests and for sources without a body.
    pub fn empty(source: SourceId, text: Arc<str>) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            raw_ids: Vec::new(),
            text,
            extra: String::new(),
            inlines: Vec::new(),
            links: Vec::new(),
            raw_links: Vec::new(),
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
        let joined = format!("{}{}", self.str(first), self.str(second));
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

/// A block of a text, with the place it came from. Rows, cells and items are blocks too, since each may come from
/// another layer than its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The source that it stands in; its inlines and slices belong to that source's [`Document`].
    pub source: SourceId,
    /// Where in the source text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is and holds. Nesting never exceeds [`super::MAX_DEPTH`], so walks may recurse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6 with its id, unique in its text.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its anchor, by Learn's rule or as the author set it.
        id: Box<str>,
        /// Classes given by a heading attribute (`{.x}`), where those are turned on.
        classes: Vec<Box<str>>,
        /// Its words.
        content: Inlines,
    },
    /// A paragraph.
    Paragraph(Inlines),
    /// The text of an item of a tight list: a paragraph that is written without `<p>`.
    Plain(Inlines),
    /// A thematic break.
    Rule,
    /// A plain block quote.
    Quote(Vec<Block>),
    /// A Learn alert.
    Alert {
        /// Which one.
        kind: AlertKind,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// A Learn `[!div class="…"]` quote.
    Div {
        /// Its classes as written.
        class: Slice,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// A list; every child is an [`BlockKind::Item`].
    List {
        /// The first number of an ordered list; `None` for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Block>,
    },
    /// An item of a list.
    Item {
        /// `Some` for a task: whether its box is ticked.
        task: Option<bool>,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// A table.
    Table(Table),
    /// A row of a table; every child is a [`BlockKind::Cell`].
    Row(Vec<Block>),
    /// A cell of a row.
    Cell(Inlines),
    /// A block of code.
    Code {
        /// The language, lower case, `-interactive` dropped; empty where none is named.
        language: Box<str>,
        /// The words after the language, as written.
        info: Slice,
        /// The code.
        text: Slice,
    },
    /// Code taken from a file: `:::code …:::`, `[!code-x[](…)]`. Replaced by [`BlockKind::Code`] when assembled.
    CodeFile {
        /// The language; empty: by the file's ending.
        language: Box<str>,
        /// The file.
        link: LinkId,
        /// The value of `range`, as written.
        range: Slice,
        /// The value of `id` (a region's name), as written.
        region: Slice,
    },
    /// Raw HTML as the author wrote it, before the sanitiser.
    Html(Slice),
    /// Blocks of another file, taken in here: `[!INCLUDE [t](path)]` alone on its line. Replaced by those blocks when
    /// assembled; one that stays stands for a file that is missing.
    Include(LinkId),
    /// A Learn image block that needs more than `![]()` says.
    Picture(Picture),
    /// A group of tabs.
    Tabs(Vec<Tab>),
    /// `::: zone`: blocks for some readers.
    Zone {
        /// The pivot ids; empty where the zone has only a `target`.
        pivots: Vec<Box<str>>,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// `::: moniker range="…"`: blocks for some versions.
    Moniker {
        /// The range as written.
        range: Slice,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// `:::class …`: blocks for a clearance and above.
    Class {
        /// The name of the class as written.
        class: Slice,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// `:::row:::`; every child is a [`BlockKind::Column`].
    Columns(Vec<Block>),
    /// `:::column span="2":::`.
    Column {
        /// How many columns of the grid it takes, 1 to 12.
        span: u8,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// A video, shown as a labelled link.
    Video(LinkId),
    /// What a footnote says.
    Footnote {
        /// Its label.
        label: Slice,
        /// What stands in it.
        content: Vec<Block>,
    },
    /// A list of terms and their definitions; children are `Term` and `Definition` blocks.
    Definitions(Vec<Block>),
    /// A term of a definition list.
    Term(Inlines),
    /// A definition of the term before it.
    Definition(Vec<Block>),
}

/// A table. The widest row decides the columns; no cell is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One alignment per column.
    pub columns: Vec<Align>,
    /// The head: a [`BlockKind::Row`].
    pub head: Box<Block>,
    /// The rows below it: [`BlockKind::Row`]s.
    pub rows: Vec<Block>,
}

/// How a column of a table is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// As the reader's language has it.
    #[default]
    Natural,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// The kinds of Learn alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// A panel of a group of tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its ids: `a+b` joins two.
    pub ids: Vec<Box<str>>,
    /// The tab that must be chosen elsewhere for this one to show.
    pub condition: Option<Box<str>>,
    /// The label, inlines of the heading's link. It belongs to the document of `source`.
    pub label: Inlines,
    /// The source of the label.
    pub source: SourceId,
    /// What stands on it.
    pub content: Vec<Block>,
}

/// A `:::image:::`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The picture's file.
    pub image: LinkId,
    /// What it shows, in words; empty for an icon.
    pub alt: Slice,
    /// The large version to open.
    pub lightbox: Option<LinkId>,
    /// Where a click leads.
    pub link: Option<LinkId>,
    /// Whether it is drawn with a border.
    pub border: bool,
    /// The long description of a `complex` image.
    pub description: Vec<Block>,
}

/// A piece of running text. Spans open and close in a balanced way within one range of inlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(Slice),
    /// A code span.
    Code(Slice),
    /// A line end in the source.
    SoftBreak,
    /// A forced line end.
    HardBreak,
    /// A style begins.
    Open(Style),
    /// A style ends.
    Close(Style),
    /// A link begins.
    LinkOpen(LinkId),
    /// A link ends.
    LinkClose,
    /// An image begins; what stands up to its end is the text that describes it.
    ImageOpen(LinkId),
    /// An image ends.
    ImageClose,
    /// An inline `:::image:::`, with the text that describes it.
    Picture {
        /// The picture's file.
        image: LinkId,
        /// What it shows, in words; empty for an icon.
        alt: Slice,
        /// The large version to open.
        lightbox: Option<LinkId>,
    },
    /// One raw HTML tag of a known element, before the sanitiser.
    Html(Slice),
    /// Text of another file, taken in here. Replaced by that text when assembled; one that stays stands for a file that
    /// is missing.
    Include(LinkId),
    /// A reference to a footnote.
    FootnoteRef(Slice),
    /// `{{set.record.field}}`, the name without braces. Replaced when the topic is cleared.
    Variable(Slice),
    /// Mathematics, shown as its source: `$…$` where turned on.
    Math(Slice),
}

/// A style of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `*x*`
    Emphasis,
    /// `**x**`
    Strong,
    /// `~~x~~`
    Strikethrough,
    /// `^x^`, where turned on.
    Superscript,
    /// `~x~`, where turned on.
    Subscript,
}

/// A reference from a text to something else, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// The source from whose folder a relative destination counts, and that `span` is of. Another than the document's
    /// own only where an inline include brought the link in.
    pub from: SourceId,
    /// The destination, entities and escapes decoded, not percent-decoded.
    pub dest: Slice,
    /// The title, empty where there is none.
    pub title: Slice,
    /// Where the destination stands in the source; the whole link where that cannot be told.
    pub span: Span,
}

/// How a link is written; decides what its destination may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[t](d)`, `[t][r]`
    Link,
    /// `<https://…>` or a bare address.
    Autolink,
    /// `<a@b.example>`
    Email,
    /// `<xref:uid>`, `@uid`
    Xref,
    /// `![t](d)`, `:::image source:::`
    Image,
    /// The large version of an image.
    Lightbox,
    /// `<a href>` in raw HTML.
    HtmlLink,
    /// `<img src>` in raw HTML.
    HtmlImage,
    /// `[!INCLUDE [t](d)]`
    Include,
    /// `:::code source:::`, `[!code-x[](d)]`
    Code,
    /// `[!VIDEO d]`
    Video,
}

/// All documents of a project by source. Sources that are no Markdown have none.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    by_source: Vec<Option<Arc<Document>>>,
}

impl Documents {
    /// Documents in any order.
    pub fn new(documents: impl IntoIterator<Item = Arc<Document>>) -> Self {
        let mut by_source = Vec::new();
        for document in documents {
            let at = document.source.0 as usize;
            if by_source.len() <= at {
                by_source.resize(at + 1, None);
            }
            if let Some(slot) = by_source.get_mut(at) {
                *slot = Some(document);
            }
        }
        Self { by_source }
    }

    /// The document of a source.
    pub fn get(&self, source: SourceId) -> Option<&Arc<Document>> {
        self.by_source.get(source.0 as usize)?.as_ref()
    }
}

impl Block {
    /// The blocks that stand directly in this one, in reading order; rows for a table (head first), panels' blocks for
    /// tabs.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Block> + '_> {
        match &self.kind {
            BlockKind::Quote(content)
            | BlockKind::Alert { content, .. }
            | BlockKind::Div { content, .. }
            | BlockKind::List { items: content, .. }
            | BlockKind::Item { content, .. }
            | BlockKind::Row(content)
            | BlockKind::Zone { content, .. }
            | BlockKind::Moniker { content, .. }
            | BlockKind::Class { content, .. }
            | BlockKind::Columns(content)
            | BlockKind::Column { content, .. }
            | BlockKind::Footnote { content, .. }
            | BlockKind::Definitions(content)
            | BlockKind::Definition(content) => Box::new(content.iter()),
            BlockKind::Picture(picture) => Box::new(picture.description.iter()),
            BlockKind::Table(table) => Box::new(std::iter::once(&*table.head).chain(&table.rows)),
            BlockKind::Tabs(tabs) => Box::new(tabs.iter().flat_map(|tab| &tab.content)),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The blocks of [`Self::children`], to be changed.
    pub fn children_mut(&mut self) -> Box<dyn Iterator<Item = &mut Block> + '_> {
        match &mut self.kind {
            BlockKind::Quote(content)
            | BlockKind::Alert { content, .. }
            | BlockKind::Div { content, .. }
            | BlockKind::List { items: content, .. }
            | BlockKind::Item { content, .. }
            | BlockKind::Row(content)
            | BlockKind::Zone { content, .. }
            | BlockKind::Moniker { content, .. }
            | BlockKind::Class { content, .. }
            | BlockKind::Columns(content)
            | BlockKind::Column { content, .. }
            | BlockKind::Footnote { content, .. }
            | BlockKind::Definitions(content)
            | BlockKind::Definition(content) => Box::new(content.iter_mut()),
            BlockKind::Picture(picture) => Box::new(picture.description.iter_mut()),
            BlockKind::Table(table) => Box::new(std::iter::once(&mut *table.head).chain(&mut table.rows)),
            BlockKind::Tabs(tabs) => Box::new(tabs.iter_mut().flat_map(|tab| &mut tab.content)),
            _ => Box::new(std::iter::empty()),
        }
    }
}
