//! `book.toml` and `layer.toml` → [`Config`] and [`LayerConfig`].
//!
//! A file is read as written (places kept, unknown keys are findings), checked against one table of keys, and turned into
//! values with defaults. The environment is handed in; nothing is read from the disk here. mdBook's keys keep their
//! names, meaning and defaults.

mod check;
mod diagrams;
mod environment;
mod layer;
mod levels;
mod markdown;
mod monikers;
mod read;
pub mod settings;
#[cfg(test)]
mod tests;
mod used;
mod written;

pub use diagrams::{Diagrams, Renderer};
pub use layer::{LayerConfig, Trust, UNREADABLE_CLASS, read_layer};
pub use levels::{Level, Levels};
pub use markdown::{HeadingIds, MarkdownOptions, MdBookMarkdown};
pub use monikers::Monikers;
pub use read::read_config;
pub use used::{
    Book, Build, Clearance, Config, Edition, Html, Links, Overlays, Rank, Scheme, Search, TextDirection, Theme, Written,
};
pub(crate) use written::read_toml;
pub use written::{Entry, Node, NodeKind};
