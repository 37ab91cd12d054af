//! Topics + change files → [`Composed`]: every layer of an edition laid over the base, rank by rank.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::change::{ChangeFile, read_instructions};
use super::lay::{Around, Change, compose_topic};
use super::memory::{ComposeKey, ComposeMemory, LaidOver, Made, MaybeHidden};
use super::review::{Review, Told, record_name};
use super::toc::{TocEdit, read_toc};
use super::tree::level_of;
use super::{Composed, LayerId, Stack};
use crate::finding::{Checked, Finding, Place, codes::overlay as o};
use crate::source::{Same, SourcePath, SourceTree};
use crate::topic::{Fields, Topic, TopicSet};

/// Lays the layers of an edition over the base.
pub fn compose(set: &TopicSet, sources: &SourceTree, stack: &Stack) -> Checked<Composed> {
    compose_again(set, sources, stack, &mut ComposeMemory::default())
}

/// The same, without composing again what is known.
pub fn compose_again(
    set: &TopicSet,
    sources: &SourceTree,
    stack: &Stack,
    memory: &mut ComposeMemory,
) -> Checked<Composed> {
    compose_copying(
        set,
        sources,
        stack,
        memory,
        #[cfg(test)]
        None,
    )
}

/// The same in two parts: the first ranks, and the rest over a copy of what they made.
#[cfg(test)]
pub(super) fn compose_in_two(set: &TopicSet, sources: &SourceTree, stack: &Stack, first: usize) -> Checked<Composed> {
    compose_copying(set, sources, stack, &mut ComposeMemory::default(), Some(first))
}

fn compose_copying(
    set: &TopicSet,
    sources: &SourceTree,
    stack: &Stack,
    memory: &mut ComposeMemory,
    #[cfg(test)] copied_at: Option<usize>,
) -> Checked<Composed> {
    let mut findings = Vec::new();
    let TopicSet { topics, documents, changes, .. } = set;
    let mut by_topic: BTreeMap<SourcePath, Vec<Change<'_>>> = BTreeMap::new();
    let mut toc: Vec<(Option<usize>, TocEdit)> = Vec::new();
    for (path, (source, fields)) in changes {
        let Some(document) = documents.get(*source) else { continue };
        if let Some((layer, topics)) = stack.toc_of(path) {
            let file = ChangeFile { path, topic: &topics, layer, document };
            refuse_fields(fields, path, &mut findings);
            toc.extend(read_toc(&file, &mut findings).into_iter().map(|edit| (stack.rank_of(layer), edit)));
            continue;
        }
        let Some((layer, target)) = stack.mirrored(path, "changes") else { continue };
        let file = ChangeFile { path, topic: &target, layer, document };
        let instructions = read_instructions(&file, &mut findings);
        by_topic.entry(target).or_default().push(Change {
            path,
            source: *source,
            document,
            layer,
            fields,
            instructions,
        });
    }
    let mut replaced = Vec::new();
    let bases = stack.place_topics(topics, &mut replaced, &mut findings);
    for (target, changes) in &by_topic {
        for change in changes {
            stack.check_place(target, change, bases.get(target), &mut findings);
        }
    }
    let work: Vec<(SourcePath, (LayerId, &Arc<Topic>))> = bases.into_iter().collect();
    let known = &memory.0;
    let composed: Vec<(ComposeKey, Made)> = work
        .into_par_iter()
        .map(|(path, (layer, topic))| {
            let changes = by_topic.get(&path).map_or(&[][..], Vec::as_slice);
            let of_rank = |change: &Change<'_>| {
                let rank = stack.rank_of(change.layer).unwrap_or_default();
                (rank, change.layer, Same(Arc::clone(change.document)))
            };
            let laid_over: Vec<LaidOver> = changes.iter().map(of_rank).collect();
            let seen = stack.reviews.as_ref().filter(|_| !laid_over.is_empty()).map(|seen| Same(Arc::clone(seen)));
            let key: ComposeKey = (Same(Arc::clone(topic)), layer, stack.rank_of(layer), laid_over, seen);
            let made = known.get(&key).cloned().unwrap_or_else(|| {
                let around = Around {
                    documents,
                    sources,
                    stack,
                    #[cfg(test)]
                    copied_at,
                };
                compose_topic(path, layer, topic, changes, &around)
            });
            (key, made)
        })
        .collect();
    let mut topics = Vec::with_capacity(composed.len());
    let mut hidden = Vec::new();
    let mut reviews: Vec<Review> =
        stack.reviews.iter().flat_map(|seen| replaced.iter().map(|one| one.review(seen, documents))).collect();
    for (key, made) in composed {
        let (topic, mut reviewed) = made.clone().take(&mut findings);
        match topic {
            MaybeHidden::Yes(topic) => topics.push(topic),
            MaybeHidden::No(topic) => hidden.push(topic),
        }
        reviews.append(&mut reviewed);
        memory.0.keep(key, made);
    }
    for finding in &mut findings {
        stack.name_filler(finding);
    }
    if let Some(seen) = &stack.reviews {
        let told = Told { reviews: &reviews, seen, layers: &stack.layers, source_folder: &stack.source_folder };
        let names = |layer: LayerId, topic: &SourcePath| {
            let change = by_topic.get(topic).and_then(|all| all.iter().find(|change| change.layer == layer));
            let Some(changes) = change else { return Some(Vec::new()) };
            // Of a file with an instruction that cannot be read nobody knows what it no longer speaks of.
            let written = documents.get(changes.source)?.blocks.iter().filter(|block| level_of(block) == Some(1));
            (written.count() == changes.instructions.len())
                .then(|| changes.instructions.iter().map(record_name).collect::<Vec<_>>())
        };
        findings.extend(told.findings(&names, &|layer| stack.rank_of(layer).is_some()));
    }
    // Lower ranks first; in a rank and a file the order of the text.
    toc.sort_by_key(|(rank, _)| *rank);
    let toc = toc.into_iter().map(|(_, edit)| edit).collect();
    let layers = stack.layers.clone();
    Checked::new(Composed { topics, hidden, toc, documents: documents.clone(), layers, reviews }, findings)
}

/// The contents have no fields.
fn refuse_fields(fields: &Fields, path: &SourcePath, findings: &mut Vec<Finding>) {
    for field in fields.entries.iter().filter(|field| field.key != "note") {
        let message = format!("“{}” is not a known key here", field.key);
        let help = "the `toc.md` of a layer has instructions alone";
        findings.push(Finding::new(&o::O108, message).at(Place::new(path.shared(), field.key_span)).help(help));
    }
}

impl Stack {
    fn check_place(
        &self,
        target: &SourcePath,
        change: &Change<'_>,
        topic: Option<&(LayerId, &Arc<Topic>)>,
        findings: &mut Vec<Finding>,
    ) {
        let name = self.below_source(target).unwrap_or(target.as_str());
        let below = topic.is_some_and(|(layer, _)| self.rank_of(*layer) < self.rank_of(change.layer));
        if !below {
            let message = format!("“{name}” changes a topic that no lower layer has");
            let finding = Finding::new(&o::O110, message).at(Place::new(change.path.shared(), 0..0));
            let own = "move it to `topics/` if it is a topic of its own, or correct the path";
            let layer = self.layers.get(change.layer).map_or("", |layer| layer.name.as_str());
            let finding = self.with_last_review(finding, change.layer, target);
            // What was reviewed was there: upstream dropped it.
            findings.push(if finding.related.is_empty() {
                finding.try_line(own)
            } else {
                finding.help(own).try_line(format!("lifeboat overlay adopt {layer} {name}"))
            });
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
                .help("move the file or correct the line")
                .try_text(field.value.span, name, format!("changes: {name}"));
            findings.push(finding);
        }
    }
}
