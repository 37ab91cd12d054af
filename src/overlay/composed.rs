//! The topics of one edition after all layers were laid over them, and what of them the edition may show.

use std::sync::Arc;

use super::fields::{BaseFields, FieldEdits};
use super::journal::{Change, HiddenTopic};
use super::toc::TocEdit;
use super::withheld::{Withheld, hidden_places};
use super::{Gate, LayerId, Layers, Origin, PartOrigins, Review};
use crate::finding::Span;
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
    /// The front matter before the layers.
    pub(super) base: BaseFields,
    /// What the layers changed in it, in order; done again without the layers that an edition may not show.
    pub(super) field_edits: Vec<FieldEdits>,
    /// The body.
    pub body: Vec<Node>,
    /// The layers that changed something in it, lowest first, without its own.
    pub changed_by: Vec<LayerId>,
    /// Whether it stays out of the navigation (`hide: nav`).
    pub hidden_in_nav: bool,
    /// Earlier anchors of renamed or replaced headings.
    pub anchor_aliases: Vec<AnchorAlias>,
    /// The origins of what layers brought into blocks of the body.
    pub parts: PartOrigins,
    /// What instructions did to it.
    pub journal: Vec<Change>,
}

impl ComposedTopic {
    /// Each earlier anchor with the id that stands now; `None`: the topic itself.
    pub fn aliases(&self) -> Vec<(Box<str>, Option<Box<str>>)> {
        self.anchor_aliases.iter().map(|alias| (alias.old.clone(), alias.now.clone())).collect()
    }
}

/// An anchor that a heading had before a layer renamed, replaced or removed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorAlias {
    /// The anchor.
    pub old: Box<str>,
    /// The anchor that stands now; `None`: the topic itself.
    pub now: Option<Box<str>>,
    /// The layer that brought the heading.
    pub layer: LayerId,
    /// The layer that renamed, replaced or removed it.
    pub by: LayerId,
    /// What the containers ask that it stood in.
    pub gates: Vec<Gate>,
}

/// The topics of one edition, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Composed {
    /// The topics.
    pub topics: Vec<Arc<ComposedTopic>>,
    /// Topics that a layer took out.
    pub hidden: Vec<HiddenTopic>,
    /// What layers change in the navigation, lowest rank first.
    pub toc: Vec<TocEdit>,
    /// Every document that a block of them may come from.
    pub documents: Documents,
    /// The layers of the project.
    pub layers: Layers,
    /// How each instruction stands to what its owner last saw; empty where nobody asked (`Stack::reviews`).
    pub reviews: Vec<Review>,
}

/// What an edition may show. Only [`clear`](super::clear) makes one.
#[derive(Debug, Clone, Default)]
pub struct Cleared {
    composed: Composed,
    withheld: Vec<Withheld>,
}

impl Cleared {
    pub(super) fn new(composed: Composed, withheld: Vec<Withheld>) -> Self {
        Self { composed, withheld }
    }

    pub(super) fn split(self) -> (Composed, Vec<Withheld>) {
        (self.composed, self.withheld)
    }

    /// What the edition may not show. Only findings and the scan of the finished site may look at it.
    pub fn withheld(&self) -> &[Withheld] {
        &self.withheld
    }

    /// Whether a place of a source is one that the edition does not show.
    pub fn hides(&self) -> impl Fn(SourceId, Span) -> bool + use<> {
        let places = hidden_places(&self.withheld);
        move |source, span| {
            let hidden = places.get(&source).into_iter().flatten();
            hidden.into_iter().any(|hidden| hidden.start <= span.end && span.start <= hidden.end)
        }
    }

    /// The topics, sorted by path.
    pub fn topics(&self) -> &[Arc<ComposedTopic>] {
        &self.composed.topics
    }

    /// Topics that a layer took out, sorted by path.
    pub fn hidden(&self) -> &[HiddenTopic] {
        &self.composed.hidden
    }

    /// What layers change in the navigation, lowest rank first.
    pub fn toc(&self) -> &[TocEdit] {
        &self.composed.toc
    }

    /// Every document that a block of them may come from.
    pub fn documents(&self) -> &Documents {
        &self.composed.documents
    }

    /// The layers of the project.
    pub fn layers(&self) -> &Layers {
        &self.composed.layers
    }

    /// Gives the topics away to the next stage.
    pub fn into_parts(self) -> (Vec<Arc<ComposedTopic>>, Documents, Layers) {
        (self.composed.topics, self.composed.documents, self.composed.layers)
    }
}
