//! Marks of what a layer added or changed: a labelled group around each run of its blocks, with what stood there before
//! folded away; a title on its rows and items.

use super::Renderer;
use crate::finding::Span;
use crate::overlay::{Change, Deed, LayerId, Node};
use crate::page::words::push_inline_words;
use crate::source::SourceId;
use crate::topic::{Block, BlockKind};

/// A block on its way into a run.
struct Part<'a> {
    layer: LayerId,
    block: &'a Block,
    /// Whether paper marks it as changed.
    changed: bool,
    /// The instruction that put it in the place of something else.
    instead: Option<Span>,
}

/// An open run: the floor of what the author's raw HTML opened in it, and the instruction, where what it brought stands
/// in the place of something else.
type Run = (usize, Option<(SourceId, Span)>);

/// What a layer did, at the head of a sentence.
fn deed_word(instead: bool) -> &'static str {
    if instead { "Changed" } else { "Added" }
}

impl<'a> Renderer<'a> {
    /// The top-level blocks of a topic.
    pub(super) fn nodes(&mut self, nodes: impl Iterator<Item = (usize, &'a Node)>) {
        let bars = self.bars;
        let changed = move |at| bars.is_some_and(|bars| bars.are_at(at));
        self.runs(nodes.map(|(at, node)| {
            let instead = node.origin.instruction.filter(|_| node.origin.over.is_some());
            Part { layer: node.origin.layer, block: &node.block, changed: changed(at), instead }
        }));
    }

    /// The blocks that stand in another.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        let (sources, topic) = (&self.settings.sources, self.topic);
        self.runs(blocks.iter().map(move |block| Part {
            layer: sources.layer(block.source),
            block,
            changed: false,
            instead: topic.replaced.get(&(block.source, block.span)).copied(),
        }));
    }

    /// The blocks inside an element of ours: what the author's raw HTML opens among them ends with them.
    pub(super) fn children(&mut self, blocks: &'a [Block]) {
        let floor = self.enter();
        self.blocks(blocks);
        self.leave(floor);
    }

    fn runs(&mut self, blocks: impl Iterator<Item = Part<'a>>) {
        let around = self.layer;
        let mut run: Option<Run> = None;
        let mut after_text = false;
        let mut of_run: Option<Span> = None;
        for Part { layer, block, changed, instead } in blocks {
            let text = matches!(block.kind, BlockKind::Plain(_));
            if text && after_text {
                self.push("<br>\n");
            }
            after_text = text;
            let layer = self.contributes(layer, around).unwrap_or(around);
            if layer != self.layer || (layer != around && instead != of_run) {
                self.end_run(run.take());
                self.layer = layer;
                of_run = instead;
                if layer != around {
                    let instead = instead.map(|span| (block.source, span));
                    run = Some((self.begin_run(layer, instead.is_some()), instead));
                }
            }
            if changed {
                self.push("<div class=\"changed\">\n");
                let floor = self.enter();
                self.block(block);
                self.leave(floor);
                self.push("</div>\n");
            } else {
                self.block(block);
            }
        }
        self.end_run(run);
        self.layer = around;
    }

    /// The layer, if it added something to text of `around`. The base adds nothing: its texts are what others add to,
    /// and its includes may stand in any layer's topic.
    fn contributes(&self, layer: LayerId, around: LayerId) -> Option<LayerId> {
        (layer != around && layer != LayerId::BASE && layer != self.topic.layer).then_some(layer)
    }

    /// `instead`: whether what the run holds stands in the place of something else.
    fn begin_run(&mut self, layer: LayerId, instead: bool) -> usize {
        let (name, label) = self.layer_names(layer);
        let class = if instead { "layer layer-changed" } else { "layer" };
        self.push("<div");
        self.attribute("class", class);
        self.push(" role=\"group\"");
        self.attribute("aria-label", &format!("{} by {label}", deed_word(instead)));
        self.attribute("data-layer", name);
        if let Some(paper) = self.paper {
            self.push("><span class=\"mark\">");
            self.text(paper.mark_of(layer).unwrap_or(label));
            self.push("</span>\n");
        } else {
            self.push("><p class=\"layer-label\">");
            self.letter(layer);
            self.text(label);
            self.push("</p>\n");
        }
        self.enter()
    }

    /// What stood in the place of a run, folded away. Its words alone: what they linked to may be gone.
    fn earlier_words(&mut self, (source, span): (SourceId, Span)) {
        let topic = self.topic;
        let by = |change: &&Change| change.deed == Deed::Replaced && (change.source, change.span) == (source, span);
        let Some(change) = topic.journal.iter().find(by) else { return };
        let words: Vec<String> = change.gone.iter().map(|node| self.words_of(&node.block)).collect();
        let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
        let Some(first) = change.gone.first().filter(|_| !words.is_empty()) else { return };
        let summary = match first.origin.layer {
            LayerId::BASE => "Show vendor text".to_owned(),
            layer => format!("Show text of {}", self.layer_names(layer).1),
        };
        self.push("<details class=\"layer-was\"><summary>");
        self.text(&summary);
        self.push("</summary>\n");
        for words in words {
            self.push("<p>");
            self.text(&words);
            self.push("</p>\n");
        }
        self.push("</details>\n");
    }

    fn words_of(&self, block: &Block) -> String {
        let documents = &self.playbook.documents;
        let mut words = String::new();
        if let (Some(content), Some(document)) = (block.inlines(), documents.get(block.source)) {
            push_inline_words(&mut words, document, document.inlines(content));
        }
        for child in block.children() {
            let inner = self.words_of(child);
            if !words.is_empty() && !inner.is_empty() {
                words.push(' ');
            }
            words.push_str(&inner);
        }
        words.trim().to_owned()
    }

    fn end_run(&mut self, run: Option<Run>) {
        if let Some((floor, instead)) = run {
            self.leave(floor);
            // What counts now comes first.
            if let Some(instead) = instead.filter(|_| self.settings.earlier_words && self.paper.is_none()) {
                self.earlier_words(instead);
            }
            self.push("</div>\n");
        }
    }

    /// Appends the marks of a row, cell or item that another layer brought; `own` are its other classes. Gives back the
    /// layer that its neighbours belong to, for [`Self::end_part`].
    pub(super) fn begin_part(&mut self, block: &Block, mark: &str, own: &str) -> LayerId {
        let around = self.layer;
        let Some(layer) = self.contributes(self.settings.sources.layer(block.source), around) else {
            if !own.is_empty() {
                self.attribute("class", own);
            }
            return around;
        };
        let (name, label) = self.layer_names(layer);
        let space = if own.is_empty() { "" } else { " " };
        self.attribute("class", &format!("{own}{space}{mark}"));
        self.attribute("data-layer", name);
        let instead = self.topic.replaced.contains_key(&(block.source, block.span));
        self.attribute("title", &format!("{} by {label}", deed_word(instead)));
        self.pending_change = instead;
        let mark = self.playbook.layers.get(layer).map(|layer| layer.mark.as_str()).filter(|mark| !mark.is_empty());
        self.pending_mark = self.paper.map_or(mark, |paper| paper.mark_of(layer));
        self.layer = layer;
        around
    }

    /// The letter of a layer on a screen. Readers are not told it: the layer's name stands beside it.
    pub(super) fn letter(&mut self, layer: LayerId) {
        let mark = self.playbook.layers.get(layer).map_or("", |layer| layer.mark.as_str());
        if !mark.is_empty() {
            self.push("<span class=\"layer-mark\" aria-hidden=\"true\">");
            self.text(mark);
            self.push("</span> ");
        }
    }

    /// The letter of the layer that brought the part which begins here, with its name for those who do not see it.
    pub(super) fn screen_mark(&mut self) {
        if self.pending_mark.take().is_some() {
            let (_, label) = self.layer_names(self.layer);
            self.letter(self.layer);
            self.push("<span class=\"visually-hidden\">(");
            if std::mem::take(&mut self.pending_change) {
                self.push("changed by ");
            }
            self.text(label);
            self.push(") </span>");
        }
    }

    /// Ends what [`Self::begin_part`] began.
    pub(super) fn end_part(&mut self, around: LayerId) {
        self.layer = around;
    }

    fn layer_names(&self, layer: LayerId) -> (&'a str, &'a str) {
        self.playbook.layers.get(layer).map_or(("", "another layer"), |layer| (&layer.name, &layer.label))
    }
}
