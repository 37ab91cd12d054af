//! Topics + change files → [`Composed`]: every layer of an edition laid over the base, rank by rank.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::apply::Work;
use super::change::{ChangeFile, read_instructions};
use super::field_peers::settle_fields;
use super::fields::{BaseFields, FieldEdits, Matter, Named, hide_of};
use super::instruction::Instruction;
use super::journal::HiddenTopic;
use super::leaf::leaves;
use super::memory::{ComposeKey, ComposeMemory, LaidOver, Made, MaybeHidden};
use super::review::{Review, Reviews, Told, record_name, review_of_value};
use super::toc::{TocEdit, read_toc};
use super::tree::{Tree, level_of};
use super::{Composed, ComposedTopic, LayerId, Node, Origin, PartOrigins, Stack};
use crate::finding::{Checked, Finding, Place, Span, codes::overlay as o};
use crate::source::{Same, SourceId, SourcePath, SourceTree};
use crate::topic::{Block, Document, Documents, Field, Fields, Topic, TopicSet, ValueKind};

/// A change file that belongs to the edition.
struct Change<'a> {
    path: &'a SourcePath,
    source: SourceId,
    document: &'a Arc<Document>,
    layer: LayerId,
    fields: &'a Fields,
    instructions: Vec<Instruction>,
}

impl Change<'_> {
    /// What its front matter says of the topic's fields.
    fn field_edits(&self) -> FieldEdits {
        FieldEdits { file: self.path.clone(), source: self.source, layer: self.layer, edits: self.fields.clone() }
    }
}

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
    let mut findings = Vec::new();
    let TopicSet { topics, documents, changes } = set;
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
                let around = Around { documents, sources, stack };
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
            let finding = Finding::new(&o::O110, message)
                .at(Place::new(change.path.shared(), 0..0))
                .try_line("move it to `topics/` if it is a topic of its own, or correct the path");
            findings.push(self.with_last_review(finding, change.layer, target));
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

/// What composing a topic needs around it.
struct Around<'a> {
    documents: &'a Documents,
    sources: &'a SourceTree,
    stack: &'a Stack,
}

fn compose_topic(
    path: SourcePath,
    layer: LayerId,
    topic: &Topic,
    changes: &[Change<'_>],
    around: &Around<'_>,
) -> Checked<(MaybeHidden, Vec<Review>)> {
    let stack = around.stack;
    let own_rank = stack.rank_of(layer);
    let ranks = stack.ranks.iter().zip(1..).map(|(rank, number)| {
        let of_rank = changes.iter().filter(|change| rank.contains(&change.layer) && own_rank < Some(number));
        (number, of_rank.collect::<Vec<_>>())
    });
    let ranks: Vec<(usize, Vec<&Change<'_>>)> = ranks.filter(|(_, changes)| !changes.is_empty()).collect();
    let base = BaseFields { entries: topic.fields.entries.clone(), source: topic.source, layer };
    if ranks.is_empty() {
        let composed = untouched(path, layer, topic, base);
        return Checked::clean((MaybeHidden::Yes(Arc::new(composed)), Vec::new()));
    }
    let name = path.below(&stack.source_folder).unwrap_or(path.as_str()).to_owned();
    let mut work = Work {
        tree: Tree::new(&topic.document.blocks, layer),
        topic: &name,
        documents: around.documents,
        sources: around.sources,
        layers: &stack.layers,
        highest: stack.highest(),
        aliases: Vec::new(),
        journal: Vec::new(),
        reviews: stack.reviews.as_deref().map(|reviews| (reviews, &path)),
        reviewed: Vec::new(),
        findings: Vec::new(),
    };
    let mut matter = base.matter();
    let named = Named { sources: around.sources, layers: &stack.layers };
    let mut field_edits = Vec::new();
    let mut changed_by = Vec::new();
    let mut hidden = None;
    let mut hidden_in_nav = false;
    for (number, of_rank) in ranks {
        let instructions: Vec<&Instruction> = of_rank.iter().flat_map(|change| &change.instructions).collect();
        work.apply_rank(number, &instructions);
        let mut of_files: Vec<FieldEdits> = of_rank.iter().map(|change| change.field_edits()).collect();
        settle_fields(&mut of_files, &mut work.findings);
        for (change, edits) in of_rank.into_iter().zip(of_files) {
            changed_by.push(change.layer);
            if let Some(reviews) = &stack.reviews {
                let values = values_set(change, &path, &matter, reviews);
                work.reviewed.extend(values);
            }
            edits.apply(&mut matter, named, &mut work.findings);
            field_edits.push(edits);
            let hide = hide_of(change.fields, change.path, &mut work.findings);
            if hide.topic && hidden.is_none() {
                let field = change.fields.get("hide");
                let span = field.map_or_else(Span::default, |field| field.key_span);
                hidden = Some((change, span));
            }
            hidden_in_nav |= hide.entry;
        }
    }
    work.check_requirements(|layer| stack.rank_of(layer).unwrap_or(0));
    let Work { tree, aliases, journal, findings, reviewed, .. } = work;
    let (body, parts) = tree.into_text();
    let composed = ComposedTopic {
        path,
        source: topic.source,
        layer,
        fields: matter.fields,
        base,
        field_edits,
        body,
        changed_by,
        hidden_in_nav,
        anchor_aliases: aliases,
        parts,
        journal,
    };
    let topic = Arc::new(composed);
    let shown = match hidden {
        None => MaybeHidden::Yes(topic),
        Some((Change { layer, source, fields, .. }, span)) => {
            let note = fields.text("note").map(str::to_owned);
            MaybeHidden::No(HiddenTopic { topic, layer: *layer, source: *source, span, note })
        }
    };
    Checked::new((shown, reviewed), findings)
}

/// A topic that no layer touches: it shares every block with its source.
fn untouched(path: SourcePath, layer: LayerId, topic: &Topic, base: BaseFields) -> ComposedTopic {
    let own =
        |block: &Arc<Block>| Node { block: Arc::clone(block), origin: Origin::new(layer, block.source, block.span) };
    let body = topic.document.blocks.iter().map(own).collect();
    ComposedTopic {
        path,
        source: topic.source,
        layer,
        fields: base.fields(),
        body,
        base,
        field_edits: Vec::new(),
        changed_by: Vec::new(),
        hidden_in_nav: false,
        anchor_aliases: Vec::new(),
        parts: PartOrigins::new(),
        journal: Vec::new(),
    }
}

/// The values that a change file sets, each with what it stands over.
fn values_set(change: &Change<'_>, topic: &SourcePath, below: &Matter, reviews: &Reviews) -> Vec<Review> {
    let set = change.fields.get("set").map_or(&[][..], |set| set.value.fields());
    let review = |(way, leaf): (Vec<&str>, &Field)| {
        let file = (change.layer, change.path, topic);
        review_of_value(reviews, file, (&way.join("."), leaf.key_span), (below.leaf(&way), &leaf.value))
    };
    set.iter().flat_map(leaves).filter(|(_, leaf)| leaf.value.kind != ValueKind::Null).map(review).collect()
}
