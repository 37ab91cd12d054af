//! The sections of a topic while layers are laid over it.
//!
//! A [`Tree`] keeps what a rank adds in runs beside or inside the part that it was added to, so that neither removing a
//! neighbour nor the order of the work moves it: the text is put in order only at the end. Parts are never deleted, so
//! that their numbers stay true while the instructions of a rank are carried out.

use std::sync::Arc;

use super::{LayerId, Node, Origin};
use crate::finding::Span;
use crate::source::SourceId;
use crate::topic::{Block, BlockKind};

/// The number of a part of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PartId(usize);

/// A section or a block of a topic.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The heading of a section, or the block. The root may have none.
    pub(super) node: Option<Node>,
    /// The heading's level; 0 for the root, `None` for a block.
    pub(super) level: Option<u8>,
    /// Who took it away.
    pub(super) removed: Option<Removal>,
    /// The section that it stands in.
    pub(super) parent: Option<PartId>,
    runs: [Vec<PartId>; 8],
}

/// Which run of a part. In the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Before it.
    Before = 0,
    /// Added to the start of its opening.
    Start = 1,
    /// Its own opening: the blocks before its first sub-section.
    Opening = 2,
    /// Added to the end of its opening.
    End = 3,
    /// Sub-sections added before its first.
    StartSections = 4,
    /// Its own sub-sections.
    Sections = 5,
    /// Sub-sections added after its last.
    EndSections = 6,
    /// After it.
    After = 7,
}

/// All runs, in the order of the text.
pub(super) const RUNS: [Run; 8] =
    [Run::Before, Run::Start, Run::Opening, Run::End, Run::StartSections, Run::Sections, Run::EndSections, Run::After];

const INSIDE: [Run; 6] = [Run::Start, Run::Opening, Run::End, Run::StartSections, Run::Sections, Run::EndSections];

/// Who took a part away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Removal {
    pub(super) layer: LayerId,
    pub(super) source: SourceId,
    pub(super) span: Span,
}

/// A topic as sections.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    parts: Vec<Part>,
}

impl Tree {
    /// The root section: the whole topic. Its heading is the first block where that is the only heading of level 1.
    pub(super) const ROOT: PartId = PartId(0);

    /// The sections of a topic's blocks.
    pub(super) fn new(blocks: &[Arc<Block>], layer: LayerId) -> Self {
        let mut tree = Self { parts: vec![Part { level: Some(0), ..Part::default() }] };
        let nodes = blocks
            .iter()
            .map(|block| Node { block: Arc::clone(block), origin: Origin::new(layer, block.source, block.span) });
        let mut nodes = nodes.peekable();
        if let Some(title) = nodes.next_if(|node| level_of(&node.block) == Some(1))
            && let Some(root) = tree.parts.first_mut()
        {
            root.node = Some(title);
        }
        tree.fill(Self::ROOT, nodes, Run::Opening, Run::Sections);
        tree
    }

    /// The part with this number.
    pub(super) fn part(&self, id: PartId) -> &Part {
        // Numbers come from this tree alone and parts are never deleted; the root stands for a number that is none.
        self.parts.get(id.0).unwrap_or_else(|| self.parts.first().unwrap_or(&EMPTY))
    }

    pub(super) fn part_mut(&mut self, id: PartId) -> Option<&mut Part> {
        self.parts.get_mut(id.0)
    }

    /// The parts of one run.
    pub(super) fn run(&self, id: PartId, run: Run) -> &[PartId] {
        self.part(id).runs.get(run as usize).map_or(&[], Vec::as_slice)
    }

    /// Adds nodes to a part: blocks to the run `blocks`, sections to the run `sections`.
    pub(super) fn fill(&mut self, into: PartId, nodes: impl Iterator<Item = Node>, blocks: Run, sections: Run) {
        let beside = matches!(sections, Run::Before | Run::After);
        let parent = if beside { self.part(into).parent } else { Some(into) };
        let mut open: Vec<(u8, PartId)> = Vec::new();
        for node in nodes {
            let level = level_of(&node.block);
            let (run, owner) = match level {
                None => open.last().map_or((blocks, into), |(_, section)| (Run::Opening, *section)),
                Some(level) => {
                    while open.last().is_some_and(|(above, _)| *above >= level) {
                        open.pop();
                    }
                    open.last().map_or((sections, into), |(_, section)| (Run::Sections, *section))
                }
            };
            let id = PartId(self.parts.len());
            let parent = if open.is_empty() { parent } else { Some(owner) };
            self.parts.push(Part { node: Some(node), level, parent, ..Part::default() });
            if let Some(run) = self.parts.get_mut(owner.0).and_then(|part| part.runs.get_mut(run as usize)) {
                run.push(id);
            }
            if let Some(level) = level {
                open.push((level, id));
            }
        }
    }

    /// Empties what stands inside a section: its opening only, or everything.
    pub(super) fn clear(&mut self, id: PartId, opening_only: bool) {
        let runs = if opening_only { &INSIDE[..3] } else { &INSIDE[..] };
        if let Some(part) = self.parts.get_mut(id.0) {
            for run in runs {
                if let Some(run) = part.runs.get_mut(*run as usize) {
                    run.clear();
                }
            }
        }
    }

    /// The parts inside a part and beside what is inside it, in the order of the text, the part itself left out.
    /// What was taken away is left out with all that stood in it; what was added beside it is not.
    pub(super) fn inside(&self, id: PartId) -> Vec<PartId> {
        let mut found = Vec::new();
        self.walk(id, &mut |part| found.push(part));
        found
    }

    /// The text in order.
    pub(super) fn into_nodes(self) -> Vec<Node> {
        let order = self.inside(Self::ROOT);
        let mut nodes = Vec::with_capacity(order.len() + 1);
        nodes.extend(self.part(Self::ROOT).node.clone());
        nodes.extend(order.into_iter().filter_map(|id| self.part(id).node.clone()));
        nodes
    }

    fn walk(&self, id: PartId, found: &mut impl FnMut(PartId)) {
        for run in INSIDE {
            for child in self.run(id, run) {
                self.walk_with_sides(*child, found);
            }
        }
    }

    fn walk_with_sides(&self, id: PartId, found: &mut impl FnMut(PartId)) {
        for beside in self.run(id, Run::Before) {
            self.walk_with_sides(*beside, found);
        }
        if self.part(id).removed.is_none() {
            found(id);
            self.walk(id, found);
        }
        for beside in self.run(id, Run::After) {
            self.walk_with_sides(*beside, found);
        }
    }
}

static EMPTY: Part = Part { node: None, level: None, removed: None, parent: None, runs: [const { Vec::new() }; 8] };

/// The level of a heading; `None` for any other block.
pub(super) fn level_of(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    }
}
