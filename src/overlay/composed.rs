//! The topics of one edition after all layers were laid over them, and what of them the edition may show.

use std::sync::Arc;

use super::{LayerId, Layers, Origin};
use crate::source::{SourceId, SourcePath};
use crate::topic::{Block, Documents, Field};

/// A top-level block of a composed topic, with its origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The block; shared with the source's document wherever no layer changed it.
    pub block: Arc<Block>,
    /// Where it came from.
    pub origin: Origin,
}

/// A topic after all layers.
#[derive(Debug, Clone)]
pub struct ComposedTopic {
    /// Where it stands among the topics of the base, below the project's root; for a layer's own topic the path that it
    /// would have there. Its relative links count from here.
    pub path: SourcePath,
    /// The source that holds the topic itself.
    pub source: SourceId,
    /// The layer that brought it.
    pub layer: LayerId,
    /// Front matter after all layers, each entry with its origin.
    pub fields: Vec<(Field, Origin)>,
    /// The body.
    pub body: Vec<Node>,
    /// The layers that changed something in it, lowest first, without its own.
    pub changed_by: Vec<LayerId>,
    /// Whether it stays out of the navigation (`hide: nav`).
    pub hidden_in_nav: bool,
    /// Earlier anchors of renamed or replaced headings, each with the id that stands now; `None`: the topic itself.
    pub anchor_aliases: Vec<(Box<str>, Option<Box<str>>)>,
}

/// The topics of one edition, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Composed {
    /// The topics.
    pub topics: Vec<ComposedTopic>,
    /// Every document that a block of them may come from.
    pub documents: Documents,
    /// The layers of the project.
    pub layers: Layers,
}

/// What an edition may show. Only [`clear`] makes one.
#[derive(Debug, Clone, Default)]
pub struct Cleared(Composed);

impl Cleared {
    /// The topics, sorted by path.
    pub fn topics(&self) -> &[ComposedTopic] {
        &self.0.topics
    }

    /// Every document that a block of them may come from.
    pub fn documents(&self) -> &Documents {
        &self.0.documents
    }

    /// The layers of the project.
    pub fn layers(&self) -> &Layers {
        &self.0.layers
    }

    /// Gives the topics away to the next stage.
    pub fn into_parts(self) -> (Vec<ComposedTopic>, Documents, Layers) {
        (self.0.topics, self.0.documents, self.0.layers)
    }
}

/// Takes away what the edition may not show.
pub fn clear(composed: Composed) -> Cleared {
    Cleared(composed)
}
