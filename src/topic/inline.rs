//! Running text: a flat list of words, styles and links that open and close in a balanced way.

use super::document::Slice;
use super::link::LinkId;

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
