//! What of a topic has changed, for the bars in the margin of paper.

use std::collections::BTreeSet;

use crate::finding::Span;
use crate::source::SourceId;

/// What of a topic gets a bar in the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Bars {
    /// Whether everything does.
    pub all: bool,
    /// Places in the body of the top-level blocks that do.
    pub blocks: BTreeSet<usize>,
    /// The items and rows that do, where the list or table that they stand in is what it was but for them.
    pub parts: BTreeSet<(SourceId, Span)>,
}

impl Bars {
    /// Whether nothing gets one.
    pub fn is_empty(&self) -> bool {
        !self.all && self.blocks.is_empty() && self.parts.is_empty()
    }

    /// Whether a top-level block of the body gets one along its whole length.
    pub fn are_at(&self, block: usize) -> bool {
        self.all || self.blocks.contains(&block)
    }
}
