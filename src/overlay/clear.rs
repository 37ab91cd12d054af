//! [`Composed`] → [`Cleared`]: what an edition may show of its topics.
//!
//! Nothing is derived before this: links, navigation, search, assets and print take only what is cleared. What is
//! withheld is handed on as words alone, for the scan of the finished site.

use std::sync::Arc;

use rayon::prelude::*;

use super::clearance::{Clearance, Gate, Rank};
use super::journal::{Change, HiddenTopic};
use super::memory::{ClearMemory, Shown};
use super::toc::clear_toc;
use super::tree::{content_of_mut, heading_ids, level_of};
use super::withheld::Withheld;
use super::words::plain_words;
use super::{Cleared, Composed, ComposedTopic, LayerId, Layers, Node, PartOrigins};
use crate::finding::{Checked, Finding, Place, Span, codes::overlay as o};
use crate::source::{Same, SourceId, SourceTree};
use crate::topic::{Block, BlockKind, Documents, Field, Inlines};

/// Takes away what the edition may not show.
pub fn clear(composed: Composed, sources: &SourceTree, clearance: &Clearance) -> Checked<Cleared> {
    clear_again(composed, sources, clearance, &mut ClearMemory::default())
}

/// The same, without clearing again what is known.
pub fn clear_again(
    composed: Composed,
    sources: &SourceTree,
    clearance: &Clearance,
    memory: &mut ClearMemory,
) -> Checked<Cleared> {
    let Composed { topics, hidden, toc, documents, layers, .. } = composed;
    let mut findings = unknown_layers(&layers, clearance);
    let number = memory.number(clearance);
    let known = &memory.topics;
    let none = PartOrigins::new();
    let clearing = || Clearing {
        documents: &documents,
        sources,
        layers: &layers,
        clearance,
        parts: &none,
        withheld: Vec::new(),
        findings: Vec::new(),
    };
    let cleared: Vec<_> = topics
        .into_par_iter()
        .map(|topic| {
            let key = (number, Same(Arc::clone(&topic)));
            if let Some(shown) = known.get(&key) {
                return (key, Arc::clone(shown));
            }
            let mut clearing = clearing();
            let topic = clearing.topic(topic);
            (key, Arc::new(Shown { topic, withheld: clearing.withheld, findings: clearing.findings }))
        })
        .collect();
    let (mut topics, mut withheld) = (Vec::with_capacity(cleared.len()), Vec::new());
    for (key, shown) in cleared {
        topics.extend(shown.topic.clone());
        withheld.extend_from_slice(&shown.withheld);
        findings.extend_from_slice(&shown.findings);
        memory.topics.keep(key, shown);
    }
    // What a layer that is not shown hides stays hidden, and nothing tells of it.
    let mut hiding = clearing();
    let hidden: Vec<HiddenTopic> = hidden
        .into_iter()
        .filter_map(|hidden| {
            let topic = hiding.topic(hidden.topic)?;
            clearance.shows_layer(&layers, hidden.layer).then_some(HiddenTopic { topic, ..hidden })
        })
        .collect();
    withheld.append(&mut hiding.withheld);
    let (toc, withheld_entries) = clear_toc(toc, sources, &layers, clearance);
    withheld.extend(withheld_entries);
    Checked::new(
        Cleared::new(Composed { topics, hidden, toc, documents, layers, reviews: Vec::new() }, withheld),
        findings,
    )
}

fn unknown_layers(layers: &Layers, clearance: &Clearance) -> Vec<Finding> {
    let classes = layers.iter().filter_map(|(_, layer)| layer.classification.as_ref());
    let unknown = classes.filter(|class| class.place.is_some() && clearance.rank(&class.name) == Rank::UNKNOWN);
    unknown.map(|class| Finding { place: class.place.clone(), ..unknown_class(&class.name, clearance) }).collect()
}

fn unknown_class(name: &str, clearance: &Clearance) -> Finding {
    let message = format!("class “{name}” is not one of {}; nothing of it is shown", clearance.classes.join(", "));
    let near = crate::finding::nearest(name, clearance.classes.iter().map(String::as_str));
    let finding = Finding::new(&o::O608, message);
    match near {
        Some(near) => finding.try_line(near),
        None => finding.help("the scale stands in book.toml under `[clearance] classes`"),
    }
}

struct Clearing<'a> {
    documents: &'a Documents,
    sources: &'a SourceTree,
    layers: &'a Layers,
    clearance: &'a Clearance,
    parts: &'a PartOrigins,
    withheld: Vec<Withheld>,
    findings: Vec<Finding>,
}

impl Clearing<'_> {
    fn topic(&mut self, topic: Arc<ComposedTopic>) -> Option<Arc<ComposedTopic>> {
        let class = self.class_of(&topic);
        let audience = topic.fields.iter().find(|(field, _)| field.key == "audience");
        let audience: Vec<&str> =
            audience.iter().flat_map(|(field, _)| field.value.items()).filter_map(|item| item.text()).collect();
        if !self.clearance.shows(class) || !self.clearance.is_for(&audience) {
            let class = self.clearance.name(class).to_owned();
            for (field, origin) in &topic.fields {
                self.withhold_field(field, origin.source, &class);
            }
            for node in &topic.body {
                self.withhold(&node.block, &class);
            }
            return None;
        }
        if self.shows_all(&topic) {
            return Some(topic);
        }
        let mut topic = Arc::unwrap_or_clone(topic);
        self.fields(&mut topic);
        let (parts, body) = (std::mem::take(&mut topic.parts), std::mem::take(&mut topic.body));
        let mut inner = Clearing { parts: &parts, withheld: Vec::new(), findings: Vec::new(), ..*self };
        topic.body = inner.body(body);
        topic.journal = inner.journal(std::mem::take(&mut topic.journal));
        self.withheld.append(&mut inner.withheld);
        self.findings.append(&mut inner.findings);
        topic.parts = parts;
        self.aliases(&mut topic);
        topic.changed_by.retain(|layer| self.shows_layer(*layer));
        Some(Arc::new(topic))
    }

    /// Whether nothing of a topic needs to be looked at: no part of it may be withheld.
    fn shows_all(&self, topic: &ComposedTopic) -> bool {
        let parts = topic.parts.values().map(|origin| origin.layer);
        let mut layers = topic.changed_by.iter().copied().chain(parts).chain(topic.body.iter().map(|n| n.origin.layer));
        topic.anchor_aliases.is_empty()
            && layers.all(|layer| self.shows_layer(layer))
            && !topic.body.iter().any(|node| self.touches(&node.block))
            && topic.journal.iter().all(|change| self.shows_change(change))
    }

    fn shows_change(&self, change: &Change) -> bool {
        let shows = |layer: &LayerId| self.shows_layer(*layer);
        let gone = change.gone.iter().all(|node| shows(&node.origin.layer) && !self.touches(&node.block));
        gone && !change.reason.iter().any(|block| self.touches(block))
            && change.gates.is_empty()
            && change.within.iter().chain([&change.layer]).all(shows)
    }

    /// The class of a topic: what it says itself and every layer above says of it, but never lower than before.
    fn class_of(&mut self, topic: &ComposedTopic) -> Rank {
        let floor = self.clearance.floor(self.layers, topic.layer);
        let own = topic.base.entries.iter().find(|field| field.key == "classification");
        let mut class = match own {
            Some(field) => self.raised(floor, field, topic.base.source, topic.layer),
            None if topic.layer == LayerId::BASE => self.clearance.default_rank(),
            None => floor,
        };
        for edits in &topic.field_edits {
            if let Some(field) = edits.classification() {
                class = self.raised(class, field, edits.source, edits.layer);
            }
        }
        class
    }

    /// The higher of a class and the one that a field gives; a lower one is a finding.
    fn raised(&mut self, class: Rank, field: &Field, source: SourceId, layer: LayerId) -> Rank {
        let Some(name) = field.value.text() else { return Rank::UNKNOWN };
        let rank = self.clearance.rank(name);
        let place = self.place(source, field.value.span);
        if rank == Rank::UNKNOWN {
            let finding = unknown_class(name, self.clearance);
            self.findings.push(Finding { place, ..finding });
        } else if rank < class && class != Rank::UNKNOWN {
            let (from, to) = (self.clearance.name(class), self.clearance.name(rank));
            let label = self.layers.get(layer).map_or("", |layer| layer.label.as_str());
            let message = format!("{label} lowers the class of this topic from {from} to {to}; it can only rise");
            let finding = Finding::new(&o::O602, message).help("take the line out, or raise it");
            self.findings.push(Finding { place, ..finding });
        }
        class.max(rank)
    }

    /// The front matter without what layers that are not shown did to it.
    fn fields(&mut self, topic: &mut ComposedTopic) {
        if topic.field_edits.iter().all(|edits| self.shows_layer(edits.layer)) {
            return;
        }
        let mut matter = topic.base.matter();
        for edits in &topic.field_edits {
            if self.shows_layer(edits.layer) {
                // What is wrong with them was told when they were composed.
                edits.apply_again(&mut matter);
            } else {
                let class = self.layer_class(edits.layer);
                for part in edits.edits.entries.iter().filter(|part| part.key != "changes") {
                    self.withhold_field(part, edits.source, &class);
                }
            }
        }
        topic.fields = matter.fields;
    }

    fn body(&mut self, body: Vec<Node>) -> Vec<Node> {
        let mut shown = Vec::with_capacity(body.len());
        // Under a heading that is not shown nothing is: it would read as part of the section before.
        let mut hidden_from: Option<u8> = None;
        for node in body {
            let level = level_of(&node.block);
            if let (Some(hidden), Some(level)) = (hidden_from, level)
                && level <= hidden
            {
                hidden_from = None;
            }
            let by_layer = !self.shows_layer(node.origin.layer);
            if by_layer || hidden_from.is_some() {
                hidden_from = hidden_from.or(level);
                let class = self.layer_class(node.origin.layer);
                self.withhold(&node.block, &class);
                continue;
            }
            shown.extend(self.block(&node.block).map(|block| Node { block, origin: node.origin }));
        }
        shown
    }

    /// What may be told of what instructions did.
    fn journal(&mut self, journal: Vec<Change>) -> Vec<Change> {
        let mut told = Vec::with_capacity(journal.len());
        for mut change in journal {
            let open = change.gates.iter().all(|gate| self.clearance.opens(gate));
            if !open || !change.within.iter().chain([&change.layer]).all(|layer| self.shows_layer(*layer)) {
                continue;
            }
            let before = change.gone.len();
            change.gone = self.body(change.gone);
            change.reason = change.reason.iter().filter_map(|block| self.block(block)).collect();
            if before == 0 || !change.gone.is_empty() {
                told.push(change);
            }
        }
        told
    }

    /// The block as it may be shown; `None` where nothing of it may.
    fn block(&mut self, block: &Arc<Block>) -> Option<Arc<Block>> {
        if !self.touches(block) {
            return Some(Arc::clone(block));
        }
        self.reduced(Block::clone(block)).map(Arc::new)
    }

    /// Whether anything in a block may have to go.
    fn touches(&self, block: &Block) -> bool {
        matches!(block.kind, BlockKind::Class { .. })
            || self.hides_part(block).is_some()
            || block.children().any(|child| self.touches(child))
    }

    fn reduced(&mut self, mut block: Block) -> Option<Block> {
        if let BlockKind::Class { class, audience, .. } = &block.kind {
            let word = |slice| self.documents.get(block.source).map_or("", |document| document.str(slice));
            let name = word(*class);
            let gate = Gate::read(name, audience.map(word));
            let rank = self.clearance.rank(name);
            if rank == Rank::UNKNOWN && (!name.is_empty() || gate.audience.is_empty()) {
                let place = self.place(block.source, block.span);
                self.findings.push(Finding { place, ..unknown_class(name, self.clearance) });
            }
            if !self.clearance.opens(&gate) {
                let class = self.clearance.name(rank).to_owned();
                self.withhold(&block, &class);
                return None;
            }
        }
        let around = (block.source, block.span);
        match &mut block.kind {
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    self.retain(&mut tab.content, around);
                }
            }
            BlockKind::Picture(picture) => self.retain(&mut picture.description, around),
            kind => {
                let may_be_empty = matches!(kind, BlockKind::Row(_) | BlockKind::Table(_));
                let content = content_of_mut(kind)?;
                self.retain(content, around);
                if content.is_empty() && !may_be_empty {
                    return None;
                }
            }
        }
        Some(block)
    }

    /// `around`: the place of the block that holds them.
    fn retain(&mut self, blocks: &mut Vec<Block>, around: (SourceId, Span)) {
        let all = std::mem::take(blocks);
        let mut hidden_from: Option<(u8, LayerId)> = None;
        for block in all {
            let level = level_of(&block);
            if level.zip(hidden_from).is_some_and(|(level, (hidden, _))| level <= hidden) {
                hidden_from = None;
            }
            if let Some(layer) = self.hides_part(&block).or(hidden_from.map(|(_, layer)| layer)) {
                hidden_from = hidden_from.or(level.map(|level| (level, layer)));
                let class = self.layer_class(layer);
                self.withhold(&block, &class);
                // A table keeps its shape; nothing tells who filled the cell.
                if let BlockKind::Cell(_) = block.kind {
                    let (source, span) = around;
                    blocks.push(Block { source, span, kind: BlockKind::Cell(Inlines::default()) });
                }
                continue;
            }
            if self.touches(&block) {
                blocks.extend(self.reduced(block));
            } else {
                blocks.push(block);
            }
        }
    }

    /// The layer that brought a part into a block, where it is not shown.
    fn hides_part(&self, block: &Block) -> Option<LayerId> {
        let layer = self.parts.get(&(block.source, block.span))?.layer;
        (!self.shows_layer(layer)).then_some(layer)
    }

    /// Keeps the earlier anchors whose headings, then and now, may be shown.
    fn aliases(&self, topic: &mut ComposedTopic) {
        let mut ids = Vec::new();
        topic.body.iter().for_each(|node| heading_ids(&node.block, &mut ids));
        topic.anchor_aliases.retain(|alias| {
            let open = alias.gates.iter().all(|gate| self.clearance.opens(gate));
            let live = alias.now.as_ref().is_none_or(|now| ids.contains(&&**now));
            // The heading that a withheld layer gave is withheld too; another may by chance have its id.
            let shown = alias.now.is_none() || self.shows_layer(alias.by);
            open && live && shown && self.shows_layer(alias.layer)
        });
    }

    fn shows_layer(&self, layer: LayerId) -> bool {
        self.clearance.shows_layer(self.layers, layer)
    }

    fn layer_class(&self, layer: LayerId) -> String {
        self.clearance.name(self.clearance.floor(self.layers, layer)).to_owned()
    }

    fn place(&self, source: SourceId, span: Span) -> Option<Place> {
        self.sources.text(source).map(|text| Place::new(text.path.shared(), span))
    }

    /// Notes the words of a block, of each part of it by itself.
    fn withhold(&mut self, block: &Block, class: &str) {
        let mut children = block.children().peekable();
        if children.peek().is_none() {
            let words = plain_words(block, self.documents);
            let words = if let BlockKind::Html(html) = block.kind {
                self.documents.get(block.source).map_or("", |document| document.str(html)).to_owned()
            } else {
                words
            };
            self.withheld.push(Withheld { words, source: block.source, span: block.span, class: class.to_owned() });
        }
        for child in children {
            self.withhold(child, class);
        }
    }

    fn withhold_field(&mut self, field: &Field, source: SourceId, class: &str) {
        let mut open = vec![&field.value];
        while let Some(value) = open.pop() {
            if let Some(words) = value.text() {
                let words = words.to_owned();
                self.withheld.push(Withheld { words, source, span: value.span, class: class.to_owned() });
            } else {
                open.extend(value.fields().iter().map(|field| &field.value));
                if value.fields().is_empty() {
                    open.extend(value.items());
                }
            }
        }
    }
}
