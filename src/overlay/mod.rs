//! Overlays: topics + change files → the topics of one edition, with the origin of every block.
//!
//! [`Composed`] holds what the layers made of the base; [`Cleared`] what the edition may show. Links, navigation,
//! search, assets and print take only [`Cleared`]. Block trees are composed, never text, and nothing is rendered here.

mod apply;
mod compose;
mod composed;
mod fields;
mod find;
mod instruction;
mod layer;
mod origin;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub use compose::{Stack, compose};
pub use composed::{Cleared, Composed, ComposedTopic, Node, clear};
pub use layer::{Layer, LayerId, Layers};
pub use origin::Origin;
