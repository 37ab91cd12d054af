//! Where in the sources something stands. Byte offsets; lines and columns are computed only when a finding is shown.

use std::sync::Arc;

/// A range of bytes of one source text, as decoded (after the byte-order mark, line ends made `\n`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from a range of offsets; offsets past 4 GiB (no source is that large) become the last one.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span; empty where it does not lie in `text` or cuts a character.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A span of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's path below the project's root, with `/`.
    pub file: Arc<str>,
    /// Where in its decoded text.
    pub span: Span,
}

impl Place {
    /// A place in a file.
    pub fn new(file: impl Into<Arc<str>>, span: impl Into<Span>) -> Self {
        Self { file: file.into(), span: span.into() }
    }
}
