//! One topic + the change files of an edition → the composed topic: rank by rank, each over what those below left.
//!
//! What stands after some ranks depends on nothing above them, so that layers may be composed up to one and the rest laid
//! over that (overlay design, law P5).

use std::sync::Arc;

use super::apply::Work;
use super::field_peers::settle_fields;
use super::fields::{BaseFields, FieldEdits, Matter, Named, hide_of};
use super::instruction::Instruction;
use super::journal::HiddenTopic;
use super::leaf::leaves;
use super::memory::MaybeHidden;
use super::review::{Review, Reviews, review_of_value};
use super::tree::Tree;
use super::{ComposedTopic, LayerId, Node, Origin, PartOrigins, Stack};
use crate::finding::{Checked, Span};
use crate::source::{SourceId, SourcePath, SourceTree};
use crate::topic::{Block, Document, Documents, Field, Fields, Topic, ValueKind};

/// A change file that belongs to the edition.
pub(super) struct Change<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) source: SourceId,
    pub(super) document: &'a Arc<Document>,
    pub(super) layer: LayerId,
    pub(super) fields: &'a Fields,
    pub(super) instructions: Vec<Instruction>,
}

impl Change<'_> {
    /// What its front matter says of the topic's fields.
    fn field_edits(&self) -> FieldEdits {
        FieldEdits { file: self.path.clone(), source: self.source, layer: self.layer, edits: self.fields.clone() }
    }
}

/// What composing a topic needs around it.
pub(super) struct Around<'a> {
    pub(super) documents: &'a Documents,
    pub(super) sources: &'a SourceTree,
    pub(super) stack: &'a Stack,
    /// After so many ranks the work goes on with a copy, and the first is brought to an end.
    #[cfg(test)]
    pub(super) copied_at: Option<usize>,
}

/// A topic with the ranks so far laid over it.
#[derive(Clone)]
struct Laying<'a> {
    work: Work<'a>,
    base: BaseFields,
    matter: Matter,
    field_edits: Vec<FieldEdits>,
    changed_by: Vec<LayerId>,
    /// The layer that hides the topic, where it says so, and why.
    hidden: Option<(LayerId, SourceId, Span, Option<String>)>,
    hidden_in_nav: bool,
}

/// Lays the ranks of an edition over a topic.
pub(super) fn compose_topic(
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
    let work = Work {
        tree: Tree::new(&topic.document.blocks, layer),
        topic: &name,
        documents: around.documents,
        sources: around.sources,
        layers: &stack.layers,
        aliases: Vec::new(),
        journal: Vec::new(),
        reviews: stack.reviews.as_deref().map(|reviews| (reviews, &path)),
        reviewed: Vec::new(),
        findings: Vec::new(),
    };
    let mut laying = Laying {
        work,
        matter: base.matter(),
        base,
        field_edits: Vec::new(),
        changed_by: Vec::new(),
        hidden: None,
        hidden_in_nav: false,
    };
    for (number, of_rank) in ranks {
        #[cfg(test)]
        if around.copied_at.is_some_and(|at| at < number) {
            let copy = laying.clone();
            drop(std::mem::replace(&mut laying, copy).finish(&path, topic, stack));
        }
        laying.rank(number, &of_rank, &path, stack);
    }
    laying.finish(&path, topic, stack)
}

impl Laying<'_> {
    fn rank(&mut self, number: usize, of_rank: &[&Change<'_>], path: &SourcePath, stack: &Stack) {
        let work = &mut self.work;
        let instructions: Vec<&Instruction> = of_rank.iter().flat_map(|change| &change.instructions).collect();
        work.apply_rank(number, &instructions);
        let mut of_files: Vec<FieldEdits> = of_rank.iter().map(|change| change.field_edits()).collect();
        settle_fields(&mut of_files, &mut work.findings);
        let named = Named { sources: work.sources, layers: work.layers };
        for (change, edits) in of_rank.iter().zip(of_files) {
            self.changed_by.push(change.layer);
            if let Some(reviews) = &stack.reviews {
                work.reviewed.extend(values_set(change, path, &self.matter, reviews));
            }
            edits.apply(&mut self.matter, named, &mut work.findings);
            self.field_edits.push(edits);
            let hide = hide_of(change.fields, change.path, &mut work.findings);
            if hide.topic && self.hidden.is_none() {
                let span = change.fields.get("hide").map_or_else(Span::default, |field| field.key_span);
                let note = change.fields.text("note").map(str::to_owned);
                self.hidden = Some((change.layer, change.source, span, note));
            }
            self.hidden_in_nav |= hide.entry;
        }
    }

    fn finish(mut self, path: &SourcePath, topic: &Topic, stack: &Stack) -> Checked<(MaybeHidden, Vec<Review>)> {
        self.work.check_requirements(|layer| stack.rank_of(layer).unwrap_or(0));
        let Work { tree, aliases, journal, findings, reviewed, .. } = self.work;
        let (body, parts) = tree.into_text();
        let composed = ComposedTopic {
            path: path.clone(),
            source: topic.source,
            layer: self.base.layer,
            fields: self.matter.fields,
            base: self.base,
            field_edits: self.field_edits,
            body,
            changed_by: self.changed_by,
            hidden_in_nav: self.hidden_in_nav,
            anchor_aliases: aliases,
            parts,
            journal,
        };
        let topic = Arc::new(composed);
        let shown = match self.hidden {
            None => MaybeHidden::Yes(topic),
            Some((layer, source, span, note)) => MaybeHidden::No(HiddenTopic { topic, layer, source, span, note }),
        };
        Checked::new((shown, reviewed), findings)
    }
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
