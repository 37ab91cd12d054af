//! Topics: Markdown sources → front matter, block tree, outline.
//!
//! Never resolves a link and never makes HTML.

mod control;
mod document;
mod fields;
mod set;

pub use control::Control;
pub use document::{
    AlertKind, Align, Block, BlockKind, Document, Documents, Inline, Inlines, Link, LinkId, LinkKind, Picture, Slice,
    Style, Tab, Table,
};
pub use fields::{Field, Fields, Value, ValueKind};
pub use set::{Topic, TopicSet};

/// Blocks nest at most so deep; deeper ones are lifted to this depth with a finding, so that no walk can exhaust the
/// stack. Real topics stay below 12.
pub const MAX_DEPTH: usize = 48;
