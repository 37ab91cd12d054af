//! Blocks: what stands in a topic, with the place it came from. Rows, cells and items are blocks too.

use super::document::{Inlines, Slice};
use super::link::LinkId;
use crate::finding::Span;
use crate::source::SourceId;

/// A block of a text, with the place it came from. Rows, cells and items are blocks too, since each may come from
/// another layer than its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The source that it stands in; its inlines and slices belong to that source's [`Document`](super::Document).
    pub source: SourceId,
    /// Where in the source text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

impl Block {
    /// The running text that stands directly in this block.
    pub fn inlines(&self) -> Option<Inlines> {
        match &self.kind {
            BlockKind::Paragraph(content)
            | BlockKind::Plain(content)
            | BlockKind::Cell(content)
            | BlockKind::Term(content)
            | BlockKind::Heading { content, .. } => Some(*content),
            _ => None,
        }
    }

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
        /// The name of the class as written; empty where only audiences are named.
        class: Slice,
        /// The audiences, as written.
        audience: Option<Slice>,
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
    /// What the comment right above it says for overlays and data, such as `key: Service`; see [`TABLE_MARKERS`].
    pub marker: Option<Slice>,
}

/// The beginnings of the comments that say something about the table below them.
pub const TABLE_MARKERS: [&str; 2] = ["key:", "rows:"];

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
