//! References from a text to something else, as written. What they lead to is the playbook's to say.

use super::document::Slice;
use crate::finding::Span;
use crate::source::SourceId;

/// The number of a link of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

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

/// An address in raw HTML: `href` or `src`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLink {
    /// The attribute's value as it stands between its quotes, inside of the raw HTML's slice.
    pub value: Slice,
    /// The link.
    pub link: LinkId,
}
