//! A [`Tree`] → the blocks of a topic in the order of the text.
//!
//! A block in which nothing changed is shared with its source's document; one in which something did is put together
//! anew, and the origins of what was brought into it are kept beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tree::{INSIDE, PartId, Run, Tree, content_of_mut};
use super::{Node, Origin};
use crate::finding::Span;
use crate::source::SourceId;
use crate::topic::{Block, BlockKind};

/// The origins of blocks that layers brought into other blocks: items, rows, cells, paragraphs of quotes. A block is
/// known by its source and its place in it.
pub type PartOrigins = BTreeMap<(SourceId, Span), Origin>;

impl Tree {
    /// The top-level blocks in order, and the origins of what layers brought into them.
    pub(super) fn into_text(self) -> (Vec<Node>, PartOrigins) {
        let mut text = Text { tree: &self, parts: PartOrigins::new() };
        let mut nodes = Vec::new();
        nodes.extend(self.part(Self::ROOT).node.clone());
        text.inside(Self::ROOT, &mut nodes);
        (nodes, text.parts)
    }

    /// The block of a part, or the section, as it stands now; what was added beside it is left out.
    pub(super) fn blocks_of(&self, id: PartId) -> Vec<Arc<Block>> {
        let mut text = Text { tree: self, parts: PartOrigins::new() };
        let mut nodes = Vec::new();
        text.own(id, &mut nodes);
        nodes.into_iter().map(|node| node.block).collect()
    }

    /// What stands in some runs of a part now.
    pub(super) fn blocks_inside(&self, id: PartId, runs: &[Run]) -> Vec<Arc<Block>> {
        let mut text = Text { tree: self, parts: PartOrigins::new() };
        let mut nodes = Vec::new();
        for child in runs.iter().flat_map(|run| self.run(id, *run)) {
            text.part(*child, &mut nodes);
        }
        nodes.into_iter().map(|node| node.block).collect()
    }
}

struct Text<'t> {
    tree: &'t Tree,
    parts: PartOrigins,
}

impl Text<'_> {
    fn inside(&mut self, id: PartId, nodes: &mut Vec<Node>) {
        for run in INSIDE {
            for child in self.tree.run(id, run) {
                self.part(*child, nodes);
            }
        }
    }

    fn part(&mut self, id: PartId, nodes: &mut Vec<Node>) {
        for beside in self.tree.run(id, Run::Before) {
            self.part(*beside, nodes);
        }
        if self.tree.part(id).removed.is_none() {
            self.own(id, nodes);
        }
        for beside in self.tree.run(id, Run::Instead).iter().chain(self.tree.run(id, Run::After)) {
            self.part(*beside, nodes);
        }
    }

    /// A part without what stands beside it. The topic itself may have no heading.
    fn own(&mut self, id: PartId, nodes: &mut Vec<Node>) {
        let part = self.tree.part(id);
        match &part.node {
            node if part.level.is_some() => {
                nodes.extend(node.clone());
                self.inside(id, nodes);
            }
            Some(node) if self.is_untouched(id) => nodes.push(node.clone()),
            Some(node) => nodes.extend(self.rebuilt(id, node)),
            None => {}
        }
    }

    /// Whether a block holds what it came with and nothing else.
    fn is_untouched(&self, id: PartId) -> bool {
        let is_own = |run: Run| matches!(run, Run::Opening | Run::Sections);
        INSIDE.iter().all(|run| {
            let children = self.tree.run(id, *run);
            (is_own(*run) || children.is_empty()) && children.iter().all(|child| self.is_original(*child))
        })
    }

    fn is_original(&self, id: PartId) -> bool {
        let beside = [Run::Before, Run::Instead, Run::After];
        self.tree.part(id).original
            && beside.iter().all(|run| self.tree.run(id, *run).is_empty())
            && self.is_untouched(id)
    }

    /// The block with what stands in it now; `None` where that is nothing, as a list without items is no list.
    fn rebuilt(&mut self, id: PartId, node: &Node) -> Option<Node> {
        let mut block = Block::clone(&node.block);
        if let BlockKind::Tabs(tabs) = &mut block.kind {
            for (tab, panel) in tabs.iter_mut().zip(self.tree.run(id, Run::Opening)) {
                tab.content = self.content(*panel);
            }
        } else if let Some(content) = content_of_mut(&mut block.kind) {
            *content = self.content(id);
            let may_be_empty = matches!(block.kind, BlockKind::Table(_) | BlockKind::Row(_));
            if !may_be_empty && block.children().next().is_none() {
                return None;
            }
        }
        Some(Node { block: Arc::new(block), origin: node.origin.clone() })
    }

    fn content(&mut self, id: PartId) -> Vec<Block> {
        let mut nodes = Vec::new();
        self.inside(id, &mut nodes);
        let mut blocks = Vec::with_capacity(nodes.len());
        for Node { block, origin } in nodes {
            if origin.instruction.is_some() {
                self.parts.insert((block.source, block.span), origin);
            }
            blocks.push(Arc::unwrap_or_clone(block));
        }
        blocks
    }
}
