//! Topics + change files → [`Composed`]: every layer of an edition laid over the base, rank by rank.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::apply::{Placed, Work};
use super::fields::{FieldEdits, hide_of};
use super::instruction::{Instruction, read_instructions};
use super::tree::Tree;
use super::{Composed, ComposedTopic, LayerId, Layers, Origin};
use crate::finding::{Checked, Finding, Place, codes::overlay as o};
use crate::source::{SourceId, SourcePath};
use crate::topic::{Documents, Fields, Topic, TopicSet};

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
}

/// A change file that belongs to the edition.
struct Change<'a> {
    path: &'a SourcePath,
    source: SourceId,
    layer: LayerId,
    fields: &'a Fields,
    instructions: Vec<Instruction>,
}

/// Lays the layers of an edition over the base.
pub fn compose(set: TopicSet, stack: &Stack) -> Checked<Composed> {
    let mut findings = Vec::new();
    let TopicSet { topics, documents, changes } = set;
    let mut by_topic: BTreeMap<SourcePath, Vec<Change<'_>>> = BTreeMap::new();
    for (path, (source, fields)) in &changes {
        let Some((layer, target)) = stack.mirrored(path, "changes") else { continue };
        let Some(document) = documents.get(*source) else { continue };
        let instructions = read_instructions(path, layer, document, &mut findings);
        by_topic.entry(target).or_default().push(Change { path, source: *source, layer, fields, instructions });
    }
    let bases = stack.place_topics(topics, &mut findings);
    for (target, changes) in &by_topic {
        for change in changes {
            stack.check_place(target, change, bases.get(target), &mut findings);
        }
    }
    let work: Vec<(SourcePath, (LayerId, Topic))> = bases.into_iter().collect();
    let composed: Vec<Checked<Option<ComposedTopic>>> = work
        .into_par_iter()
        .map(|(path, (layer, topic))| {
            let changes = by_topic.get(&path).map_or(&[][..], Vec::as_slice);
            compose_topic(path, layer, topic, changes, &documents, stack)
        })
        .collect();
    let topics = composed.into_iter().filter_map(|topic| topic.take(&mut findings)).collect();
    Checked::new(Composed { topics, documents, layers: stack.layers.clone() }, findings)
}

impl Stack {
    /// The layer and the mirrored path of a file in a layer's `changes` or `topics`; `None` for other files and for
    /// layers that the edition does not have.
    fn mirrored(&self, path: &SourcePath, kind: &str) -> Option<(LayerId, SourcePath)> {
        let (layer, rest) = path.below(self.overlays_folder.as_deref()?)?.split_once('/')?;
        let below = rest.strip_prefix(kind)?.strip_prefix('/')?;
        let layer = self.layers.find(layer)?;
        self.rank_of(layer)?;
        Some((layer, SourcePath::new(&format!("{}/{below}", self.source_folder)).ok()?))
    }

    fn rank_of(&self, layer: LayerId) -> Option<usize> {
        if layer == LayerId::BASE {
            Some(0)
        } else {
            self.ranks.iter().position(|rank| rank.contains(&layer)).map(|rank| rank + 1)
        }
    }

    /// The topics of the base and of the edition's layers, each at its place among the base.
    fn place_topics(&self, topics: Vec<Topic>, findings: &mut Vec<Finding>) -> BTreeMap<SourcePath, (LayerId, Topic)> {
        let mut placed: BTreeMap<SourcePath, (LayerId, Topic)> = BTreeMap::new();
        let mut own: Vec<(usize, LayerId, SourcePath, Topic)> = Vec::new();
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
        for (_, layer, path, topic) in own {
            let Some((below, _)) = placed.get(&path) else {
                placed.insert(path, (layer, topic));
                continue;
            };
            if topic.fields.text("replaces").is_some_and(|replaces| self.below_source(&path) == Some(replaces)) {
                placed.insert(path, (layer, topic));
                continue;
            }
            let label = self.layers.get(*below).map_or("", |layer| layer.label.as_str());
            let name = self.below_source(&path).unwrap_or(path.as_str());
            let message = format!("“{name}” exists in {label}; a whole topic here would hide it");
            let finding = Finding::new(&o::O109, message)
                .at(Place::new(topic.path.shared(), 0..0))
                .help(format!("move it to `changes/`, or add `replaces: {name}` to its front matter"));
            findings.push(finding);
        }
        placed
    }

    fn below_source<'p>(&self, path: &'p SourcePath) -> Option<&'p str> {
        path.below(&self.source_folder)
    }

    fn check_place(
        &self,
        target: &SourcePath,
        change: &Change<'_>,
        topic: Option<&(LayerId, Topic)>,
        findings: &mut Vec<Finding>,
    ) {
        let name = self.below_source(target).unwrap_or(target.as_str());
        let below = topic.is_some_and(|(layer, _)| self.rank_of(*layer) < self.rank_of(change.layer));
        if !below {
            let message = format!("“{name}” changes a topic that no lower layer has");
            let finding = Finding::new(&o::O110, message)
                .at(Place::new(change.path.shared(), 0..0))
                .help("move it to `topics/` if it is a topic of its own, or correct the path");
            findings.push(finding);
        }
        let said = change.fields.get("changes");
        if let Some(field) = said
            && field.value.text() != Some(name)
        {
            let message = format!(
                "`changes: {}` does not match this file's place ({name})",
                field.value.text().unwrap_or_default()
            );
            let finding = Finding::new(&o::O107, message)
                .at(Place::new(change.path.shared(), field.value.span))
                .help("move the file or correct the line");
            findings.push(finding);
        }
    }
}

fn compose_topic(
    path: SourcePath,
    layer: LayerId,
    topic: Topic,
    changes: &[Change<'_>],
    documents: &Documents,
    stack: &Stack,
) -> Checked<Option<ComposedTopic>> {
    let name = path.below(&stack.source_folder).unwrap_or(path.as_str()).to_owned();
    let mut work = Work {
        tree: Tree::new(&topic.document.blocks, layer),
        topic: &name,
        documents,
        layers: &stack.layers,
        aliases: Vec::new(),
        findings: Vec::new(),
    };
    let entries = topic.fields.entries.into_iter();
    let mut fields: Vec<_> =
        entries.map(|field| (field.clone(), Origin::new(layer, topic.source, field.key_span))).collect();
    let mut changed_by = BTreeSet::new();
    let mut hidden = false;
    let mut hidden_in_nav = false;
    for rank in &stack.ranks {
        let own_rank = stack.rank_of(layer);
        let of_rank: Vec<&Change<'_>> = changes
            .iter()
            .filter(|change| rank.contains(&change.layer) && own_rank < stack.rank_of(change.layer))
            .collect();
        let instructions: Vec<Placed<'_>> = of_rank
            .iter()
            .flat_map(|change| change.instructions.iter().map(|instruction| (change.path, instruction)))
            .collect();
        work.apply_rank(&instructions);
        for change in of_rank {
            changed_by.insert((stack.rank_of(change.layer), change.layer));
            FieldEdits { path: change.path, source: change.source, layer: change.layer, findings: &mut work.findings }
                .apply(change.fields, &mut fields);
            let hide = hide_of(change.fields, change.path, &mut work.findings);
            hidden |= hide.topic;
            hidden_in_nav |= hide.entry;
        }
    }
    let Work { tree, aliases, findings, .. } = work;
    let composed = (!hidden).then(|| ComposedTopic {
        path,
        source: topic.source,
        layer,
        fields,
        body: tree.into_nodes(),
        changed_by: changed_by.into_iter().map(|(_, layer)| layer).collect(),
        hidden_in_nav,
        anchor_aliases: aliases,
    });
    Checked::new(composed, findings)
}
