//! Topics: Markdown sources → front matter, block tree, outline.
//!
//! Never resolves a link and never makes HTML.

mod assemble;
mod block;
mod braces;
mod control;
pub mod docset;
mod document;
mod fields;
mod front_matter;
pub(crate) mod html;
mod inline;
mod learn_keys;
mod link;
mod mdbook;
mod parse;
mod read;
mod revise;
mod schema;
mod set;
mod slug;
#[cfg(test)]
mod tests;
mod time;
mod trust;
mod words;
mod yaml;
mod yaml_page;

pub use crate::config::{HeadingIds, MarkdownOptions};
pub use block::{AlertKind, Align, Block, BlockKind, Picture, TABLE_MARKERS, Tab, Table};
pub use control::{Binder, Control, Qr, read_control};
pub use document::{Document, Documents, Inlines, Slice};
pub use fields::{Field, Fields, Value, ValueKind};
pub use front_matter::{Closing, FrontMatter, Split, parse_fields, read_front_matter, split_front_matter};
pub use inline::{Inline, Style};
pub use link::{Link, LinkId, LinkKind, RawLink};
pub use mdbook::missing_includes;
pub use parse::parse_document;
pub use read::{MAX_TOPIC, Role, TopicMemory, TopicSettings, read_topics, read_topics_again};
pub use revise::Revision;
pub use schema::{KEYS, Key, Kind};
pub use set::{Topic, TopicSet};
pub use slug::heading_id;
pub use time::{Cycle, Duration};
pub use trust::TextOnly;
pub use words::{Phase, Print, Status, TopicType};

/// Blocks nest at most so deep; deeper ones are lifted to this depth with a finding, so that no walk can exhaust the
/// stack. Real topics stay below 12.
pub const MAX_DEPTH: usize = 48;
