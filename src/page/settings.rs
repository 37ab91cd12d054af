//! What rendering needs to know besides the playbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::diagram::Drawings;
use crate::finding::{Place, Span};
use crate::overlay::{LayerId, Layers};
use crate::source::{PictureSize, SitePath, SourceId, SourcePath, SourceTree};

/// Facts of one edition that no topic holds.
#[derive(Debug, Clone, Default)]
pub struct PageSettings {
    /// Where each source stands.
    pub sources: PageSources,
    /// The titles of pivots by id, from the zone groups; an id without one is shown as it is.
    pub pivots: BTreeMap<Box<str>, String>,
    /// Whether the words of code are marked.
    pub highlight: Highlight,
    /// How large the pictures of the site are, as far as that is known.
    pub pictures: BTreeMap<SitePath, PictureSize>,
    /// Whether readers may unfold what stood in the place of what a layer changed: not in the edition of the lowest class,
    /// which is for everybody.
    pub earlier_words: bool,
    /// What programs of the user's drew of its diagrams.
    pub drawings: Arc<Drawings>,
}

/// Whether the words of code are marked, for the theme to colour them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Highlight {
    /// By what they are in the language of the block.
    #[default]
    Marked,
    /// Not at all.
    Plain,
}

/// The file of each source, and the layer in whose folder it stands.
#[derive(Debug, Clone, Default)]
pub struct PageSources {
    tree: SourceTree,
    layers: Layers,
}

impl PageSources {
    /// Those of a tree.
    pub fn new(sources: &SourceTree, layers: &Layers) -> Self {
        Self { tree: sources.clone(), layers: layers.clone() }
    }

    /// The layer of a source; the base where nothing is known of it.
    pub(crate) fn layer(&self, source: SourceId) -> LayerId {
        self.tree.text(source).map_or(LayerId::BASE, |text| self.layers.of_file(&text.path))
    }

    /// The source with this path.
    pub(super) fn find(&self, path: &str) -> Option<SourceId> {
        self.tree.find(&SourcePath::new(path).ok()?).map(|(id, _)| id)
    }

    /// A span of a source, for a finding.
    pub(crate) fn place(&self, source: SourceId, span: Span) -> Option<Place> {
        self.tree.text(source).map(|text| Place::new(text.path.shared(), span))
    }
}
