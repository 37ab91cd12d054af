//! Layers: named folders of organisation-specific material.

use crate::finding::Place;
use crate::source::SourcePath;

/// The number of a layer; 0 is the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LayerId(pub u16);

impl LayerId {
    /// The base: the topics that all layers stand on.
    pub const BASE: Self = Self(0);
}

/// A layer as its `layer.toml` describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// The folder's name.
    pub name: String,
    /// What readers see; the name where `layer.toml` gives none.
    pub label: String,
    /// One or two letters for the print margin.
    pub mark: String,
    /// Its folder below the project's root; `None` for the base.
    pub folder: Option<SourcePath>,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// The lowest class of what it adds, where `layer.toml` gives one.
    pub classification: Option<Class>,
    /// The audiences that it is for; empty: all.
    pub audience: Vec<String>,
    /// Whether it may use raw HTML.
    pub full_trust: bool,
}

impl Layer {
    /// Whom to ask about it: its owner, or the layer itself.
    pub fn asked(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.label)
    }
}

/// The name of a class as somebody wrote it, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Option<Place>,
}

/// The layers of a project: the base first, then by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers(Vec<Layer>);

impl Layers {
    /// The base and these layers; a layer's id is its place in `layers` plus one.
    pub fn new(layers: Vec<Layer>) -> Self {
        let base = Layer { name: "base".into(), label: "Base".into(), ..Layer::default() };
        Self(std::iter::once(base).chain(layers).collect())
    }

    /// The layer with this id.
    pub fn get(&self, id: LayerId) -> Option<&Layer> {
        self.0.get(usize::from(id.0))
    }

    /// All layers with their ids, the base first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (LayerId, &Layer)> {
        self.0.iter().enumerate().map(|(at, layer)| (LayerId(u16::try_from(at).unwrap_or(u16::MAX)), layer))
    }

    /// The id of the layer with this name.
    pub fn find(&self, name: &str) -> Option<LayerId> {
        self.iter().find(|(_, layer)| layer.name == name).map(|(id, _)| id)
    }

    /// The layer whose folder a file stands in; the base where it stands in none.
    pub fn of_file(&self, path: &SourcePath) -> LayerId {
        let inside = |folder: &SourcePath| path.below(folder.as_str()).is_some();
        self.iter().find(|(_, layer)| layer.folder.as_ref().is_some_and(inside)).map_or(LayerId::BASE, |(id, _)| id)
    }
}

impl Default for Layers {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}
