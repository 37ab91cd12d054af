//! Marks of what a layer added: a labelled group around each run of its blocks, a title on its rows and items.

use super::Renderer;
use crate::overlay::{LayerId, Node};
use crate::topic::{Block, BlockKind};

impl<'a> Renderer<'a> {
    /// The top-level blocks of a topic.
    pub(super) fn nodes(&mut self, nodes: impl Iterator<Item = (usize, &'a Node)>) {
        let (paper, id) = (self.paper, self.id);
        let changed = move |at| paper.is_some_and(|paper| paper.is_changed(id, at));
        self.runs(nodes.map(|(at, node)| (node.origin.layer, &*node.block, changed(at))));
    }

    /// The blocks that stand in another.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        let sources = &self.settings.sources;
        self.runs(blocks.iter().map(move |block| (sources.layer(block.source), block, false)));
    }

    /// The blocks inside an element of ours: what the author's raw HTML opens among them ends with them.
    pub(super) fn children(&mut self, blocks: &'a [Block]) {
        let floor = self.enter();
        self.blocks(blocks);
        self.leave(floor);
    }

    fn runs(&mut self, blocks: impl Iterator<Item = (LayerId, &'a Block, bool)>) {
        let around = self.layer;
        let mut run: Option<usize> = None;
        let mut after_text = false;
        for (layer, block, changed) in blocks {
            let text = matches!(block.kind, BlockKind::Plain(_));
            if text && after_text {
                self.push("<br>\n");
            }
            after_text = text;
            let layer = self.contributes(layer, around).unwrap_or(around);
            if layer != self.layer {
                self.end_run(run.take());
                self.layer = layer;
                if layer != around {
                    run = Some(self.begin_run(layer));
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

    fn begin_run(&mut self, layer: LayerId) -> usize {
        let (name, label) = self.layer_names(layer);
        self.push("<div class=\"layer\" role=\"group\"");
        self.attribute("aria-label", &format!("Added by {label}"));
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

    fn end_run(&mut self, run: Option<usize>) {
        if let Some(floor) = run {
            self.leave(floor);
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
        self.attribute("title", &format!("Added by {label}"));
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
