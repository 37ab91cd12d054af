//! The layers of an edition in their ranks, and where the files of each belong.
//!
//! Path of a file → its layer and the topic that it is, or changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::replaced::Replaced;
use super::review::Reviews;
use super::{LayerId, Layers};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::SourcePath;
use crate::topic::Topic;

/// What an edition is composed from.
#[derive(Debug, Clone, Default)]
pub struct Stack {
    /// The folder of the base's topics below the project's root; empty for the root itself.
    pub source_folder: String,
    /// The folder of the layers.
    pub overlays_folder: Option<String>,
    /// The layers of the project.
    pub layers: Layers,
    /// The ranks of the edition, lowest first: each a layer or several peers.
    pub ranks: Vec<Vec<LayerId>>,
    /// What the owners of the layers last saw; `None`: nobody asks how the instructions stand to it.
    pub reviews: Option<Arc<Reviews>>,
}

impl Stack {
    /// The layer and the mirrored path of a file in a layer's `changes` or `topics`; `None` for other files and for
    /// layers that the edition does not have.
    pub(super) fn mirrored(&self, path: &SourcePath, kind: &str) -> Option<(LayerId, SourcePath)> {
        let (layer, rest) = path.below(self.overlays_folder.as_deref()?)?.split_once('/')?;
        let below = rest.strip_prefix(kind)?.strip_prefix('/')?;
        let layer = self.layers.find(layer)?;
        self.rank_of(layer)?;
        Some((layer, SourcePath::new(&format!("{}/{below}", self.source_folder)).ok()?))
    }

    /// A layer of the highest rank.
    pub(super) fn highest(&self) -> Option<LayerId> {
        self.ranks.iter().rev().find_map(|rank| rank.last().copied())
    }

    /// Names the layer that shall fill what another requires: the highest of the edition is the one nearest to a reader.
    /// What is composed once is told in several editions, so that this is said at the end.
    pub(super) fn name_filler(&self, finding: &mut Finding) {
        let Some(highest) = self.highest().and_then(|layer| self.layers.get(layer)) else { return };
        let required_by_it = || {
            let file = finding.place.as_ref().and_then(|place| SourcePath::new(&place.file).ok());
            let folder = highest.folder.as_ref();
            file.zip(folder).is_some_and(|(file, folder)| file.below(folder.as_str()).is_some())
        };
        if finding.code == &o::O404
            && !required_by_it()
            && let Some(fix) = &mut finding.fix
        {
            fix.line = fix.line.replacen(" LAYER ", &format!(" {} ", highest.name), 1);
        }
    }

    /// The layer of a `toc.md`, and a file of the folder of topics, from which its links count.
    pub(super) fn toc_of(&self, path: &SourcePath) -> Option<(LayerId, SourcePath)> {
        let (layer, rest) = path.below(self.overlays_folder.as_deref()?)?.split_once('/')?;
        let layer = self.layers.find(layer).filter(|_| rest == "toc.md")?;
        self.rank_of(layer)?;
        Some((layer, SourcePath::new(&format!("{}/toc.md", self.source_folder)).ok()?))
    }

    pub(super) fn rank_of(&self, layer: LayerId) -> Option<usize> {
        if layer == LayerId::BASE {
            Some(0)
        } else {
            self.ranks.iter().position(|rank| rank.contains(&layer)).map(|rank| rank + 1)
        }
    }

    /// The topics of the base and of the edition's layers, each at its place among the base.
    pub(super) fn place_topics<'t>(
        &self,
        topics: &'t [Arc<Topic>],
        replaced: &mut Vec<Replaced<'t>>,
        findings: &mut Vec<Finding>,
    ) -> BTreeMap<SourcePath, (LayerId, &'t Arc<Topic>)> {
        let mut placed: BTreeMap<SourcePath, (LayerId, &'t Arc<Topic>)> = BTreeMap::new();
        let mut own: Vec<(usize, LayerId, SourcePath, &'t Arc<Topic>)> = Vec::new();
        for topic in topics {
            let in_overlays = self.overlays_folder.as_deref().is_some_and(|folder| topic.path.below(folder).is_some());
            if !in_overlays {
                placed.insert(topic.path.clone(), (LayerId::BASE, topic));
            } else if let Some((layer, path)) = self.mirrored(&topic.path, "topics")
                && let Some(rank) = self.rank_of(layer)
            {
                own.push((rank, layer, path, topic));
            }
        }
        own.sort_by(|a, b| (a.0, &a.2, a.1).cmp(&(b.0, &b.2, b.1)));
        for (rank, layer, path, topic) in own {
            let Some((below, there)) = placed.get(&path) else {
                placed.insert(path, (layer, topic));
                continue;
            };
            let name = self.below_source(&path).unwrap_or(path.as_str());
            if self.rank_of(*below) == Some(rank) {
                let (one, other) = (self.label(*below), self.label(layer));
                let finding = Finding::new(&o::O408, format!("{one} and {other} claim the same address {name}"))
                    .at(Place::new(topic.path.shared(), 0..0))
                    .related(Place::new(there.path.shared(), 0..0), "the other")
                    .help("give one of them another name, or put one layer above the other");
                findings.push(finding);
                continue;
            }
            if let Some(field) = topic.fields.get("replaces").filter(|field| field.value.text() == Some(name)) {
                replaced.push(Replaced { layer, path: path.clone(), topic, there, name: name.to_owned(), field });
                placed.insert(path, (layer, topic));
                continue;
            }
            let message = format!("“{name}” exists in {}; a whole topic here would hide it", self.label(*below));
            let finding = Finding::new(&o::O109, message)
                .at(Place::new(topic.path.shared(), 0..0))
                .related(Place::new(there.path.shared(), 0..0), "the topic that it would hide")
                .help("move it to `changes/`, or say in its front matter that it replaces the other")
                .try_line(format!("replaces: {name}"));
            findings.push(finding);
        }
        placed
    }

    pub(super) fn label(&self, layer: LayerId) -> &str {
        self.layers.get(layer).map_or("", |layer| layer.label.as_str())
    }

    pub(super) fn below_source<'p>(&self, path: &'p SourcePath) -> Option<&'p str> {
        path.below(&self.source_folder)
    }
}
