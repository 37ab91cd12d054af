//! Overlays: topics + change files → the topics of one edition, with the origin of every block.
//!
//! [`Composed`] holds what the layers made of the base; [`Cleared`] what the edition may show. Links, navigation,
//! search, assets and print take only [`Cleared`]. Block trees are composed, never text, and nothing is rendered here.

mod apply;
mod change;
mod clear;
mod clearance;
mod compose;
mod composed;
mod conflict;
mod difference;
mod edit;
mod facts;
mod field_peers;
mod fields;
mod fill;
mod filled;
mod find;
mod find_block;
mod guard;
mod instruction;
mod journal;
mod lay;
mod layer;
mod leaf;
mod memory;
mod merge;
mod origin;
mod query;
mod replaced;
mod review;
mod stack;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod toc;
mod tree;
mod unfilled;
mod withheld;
mod words;

pub use clear::{clear, clear_again};
pub use clearance::{Clearance, Gate, Rank};
pub use compose::{compose, compose_again};
pub use composed::{AnchorAlias, Cleared, Composed, ComposedTopic, Node};
pub use difference::{Difference, differences};
pub use facts::{Fact, Step, facts};
pub use filled::{FillMemory, fill, fill_again};
pub use journal::{Change, Deed, HiddenTopic};
pub use layer::{Class, Layer, LayerId, Layers};
pub use memory::{ClearMemory, ComposeMemory};
pub use origin::Origin;
pub use review::{
    Acceptance, BASE_FILE, BaseManifest, Delta, Edited, Grain, Pinned, Review, ReviewFile, ReviewState, Reviews, Seen,
    TargetName, TextHash, Weight, What, blocks_markdown, change_file, deltas, quoted, read_base, read_reviews,
    target_names, topic_markdown,
};
pub use stack::Stack;
pub use text::PartOrigins;
pub use toc::{TocDeed, TocEdit, TocEntry};
pub use withheld::Withheld;
pub use words::fold as fold_words;
