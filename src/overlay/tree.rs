//! The sections and blocks of a topic while layers are laid over it.
//!
//! A [`Tree`] keeps what a rank adds in runs beside or inside the part that it was added to, so that neither removing a
//! neighbour nor the order of the work moves it: the text is put in order only at the end (`text`). Parts are never
//! deleted, so that their numbers stay true while the instructions of a rank are carried out. Blocks that hold blocks
//! (lists, tables, quotes, tabs) are parts with parts inside, so that an item or a cell is as much a target as a section.

use std::sync::Arc;

use super::{LayerId, Node, Origin};
use crate::finding::Span;
use crate::source::{SourceId, SourcePath};
use crate::topic::{Block, BlockKind};

/// The number of a part of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PartId(usize);

/// A section or a block of a topic.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The heading of a section, or the block. The root may have none, a panel of tabs has none.
    pub(super) node: Option<Node>,
    /// The heading's level; 0 for the root, `None` for a block.
    pub(super) level: Option<u8>,
    /// Who took it away.
    pub(super) removed: Option<Removal>,
    /// The section or block that it stands in.
    pub(super) parent: Option<PartId>,
    /// Whether it came with the block around it and is still as it was.
    pub(super) original: bool,
    /// Who says that later layers may not replace it.
    pub(super) lock: Option<Pin>,
    /// Who says that a later layer must fill it.
    pub(super) require: Option<Pin>,
    runs: [Vec<PartId>; 9],
}

/// Which run of a part. In the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Before it.
    Before = 0,
    /// What stands in its place.
    Instead = 1,
    /// Added to the start of its opening.
    Start = 2,
    /// Its own opening: the blocks before its first sub-section; for a block what stands in it.
    Opening = 3,
    /// Added to the end of its opening.
    End = 4,
    /// Sub-sections added before its first.
    StartSections = 5,
    /// Its own sub-sections.
    Sections = 6,
    /// Sub-sections added after its last.
    EndSections = 7,
    /// After it.
    After = 8,
}

/// The runs inside a part, in the order of the text.
pub(super) const INSIDE: [Run; 6] =
    [Run::Start, Run::Opening, Run::End, Run::StartSections, Run::Sections, Run::EndSections];

/// The runs of the opening.
pub(super) const OPENING: [Run; 3] = [Run::Start, Run::Opening, Run::End];

/// Who took a part away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Removal {
    pub(super) layer: LayerId,
    pub(super) source: SourceId,
    pub(super) span: Span,
}

/// Who locked a part or requires that it be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pin {
    pub(super) layer: LayerId,
    /// The number of its rank.
    pub(super) rank: usize,
    pub(super) file: SourcePath,
    /// The instruction.
    pub(super) span: Span,
    /// The text below it.
    pub(super) text: String,
}

/// A topic as sections.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    parts: Vec<Part>,
}

impl Tree {
    /// The root section: the whole topic. Its heading is the first block where that is a heading of level 1.
    pub(super) const ROOT: PartId = PartId(0);

    /// The sections of a topic's blocks.
    pub(super) fn new(blocks: &[Arc<Block>], layer: LayerId) -> Self {
        let mut tree = Self { parts: vec![Part { level: Some(0), original: true, ..Part::default() }] };
        let nodes = blocks
            .iter()
            .map(|block| Node { block: Arc::clone(block), origin: Origin::new(layer, block.source, block.span) });
        let mut nodes = nodes.peekable();
        if let Some(title) = nodes.next_if(|node| level_of(&node.block) == Some(1))
            && let Some(root) = tree.parts.first_mut()
        {
            root.node = Some(title);
        }
        tree.grow(Self::ROOT, nodes, Run::Opening, Run::Sections, true);
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

    /// The block of a part, or its heading.
    pub(super) fn block(&self, id: PartId) -> Option<&Arc<Block>> {
        self.part(id).node.as_ref().map(|node| &node.block)
    }

    /// The parts of one run.
    pub(super) fn run(&self, id: PartId, run: Run) -> &[PartId] {
        self.part(id).runs.get(run as usize).map_or(&[], Vec::as_slice)
    }

    /// Adds nodes to a part: blocks to the run `blocks`, sections to the run `sections`.
    pub(super) fn fill(&mut self, into: PartId, nodes: impl IntoIterator<Item = Node>, blocks: Run, sections: Run) {
        self.grow(into, nodes.into_iter(), blocks, sections, false);
    }

    /// Puts another node in the place of a part's own.
    pub(super) fn swap(&mut self, id: PartId, node: Node) {
        if let Some(part) = self.parts.get_mut(id.0) {
            part.node = Some(node);
            part.original = false;
        }
    }

    /// Takes away what stands inside a section: its opening only, or everything.
    pub(super) fn empty(&mut self, id: PartId, opening_only: bool, removal: Removal) {
        let runs = if opening_only { &OPENING[..] } else { &INSIDE[..] };
        let gone: Vec<PartId> = runs.iter().flat_map(|run| self.run(id, *run).to_vec()).collect();
        for part in gone {
            self.remove_with_sides(part, removal);
        }
    }

    /// Takes a part away with all that stands in it. What was added beside it stays.
    pub(super) fn remove(&mut self, id: PartId, removal: Removal) {
        for part in std::iter::once(id).chain(self.inside(id)) {
            self.mark(part, removal);
        }
    }

    fn remove_with_sides(&mut self, id: PartId, removal: Removal) {
        let mut gone = Vec::new();
        self.walk_with_sides(id, &mut |part| gone.push(part));
        for part in gone {
            self.mark(part, removal);
        }
    }

    fn mark(&mut self, id: PartId, removal: Removal) {
        if let Some(part) = self.parts.get_mut(id.0) {
            part.removed.get_or_insert(removal);
            part.original = false;
        }
    }

    /// The parts inside a part and beside what is inside it, in the order of the text, the part itself left out.
    /// What was taken away is left out with all that stood in it; what was added beside it is not.
    pub(super) fn inside(&self, id: PartId) -> Vec<PartId> {
        let mut found = Vec::new();
        self.walk(id, &mut |part| found.push(part));
        found
    }

    /// The parts that were taken away.
    pub(super) fn removed(&self) -> impl Iterator<Item = (PartId, Removal)> {
        self.parts.iter().enumerate().filter_map(|(at, part)| Some((PartId(at), part.removed?)))
    }

    /// The parts around a part, from itself outwards.
    pub(super) fn around(&self, id: PartId) -> impl Iterator<Item = PartId> {
        std::iter::successors(Some(id), |id| self.part(*id).parent)
    }

    fn walk(&self, id: PartId, found: &mut impl FnMut(PartId)) {
        for run in INSIDE {
            for child in self.run(id, run) {
                self.walk_with_sides(*child, found);
            }
        }
    }

    pub(super) fn walk_with_sides(&self, id: PartId, found: &mut impl FnMut(PartId)) {
        for beside in self.run(id, Run::Before) {
            self.walk_with_sides(*beside, found);
        }
        if self.part(id).removed.is_none() {
            found(id);
            self.walk(id, found);
        }
        for beside in self.run(id, Run::Instead).iter().chain(self.run(id, Run::After)) {
            self.walk_with_sides(*beside, found);
        }
    }

    /// Adds nodes with all that stands in them. `original`: they come with what they stand in.
    fn grow(&mut self, into: PartId, nodes: impl Iterator<Item = Node>, blocks: Run, sections: Run, original: bool) {
        let beside = matches!(sections, Run::Before | Run::Instead | Run::After);
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
            let parent = if open.is_empty() { parent } else { Some(owner) };
            let id = self.push(Part { node: Some(node), level, parent, original, ..Part::default() }, owner, run);
            self.grow_inside(id);
            if let Some(level) = level {
                open.push((level, id));
            }
        }
    }

    /// The blocks that stand in a block. The recursion ends with the depth that blocks may have.
    fn grow_inside(&mut self, id: PartId) {
        let Some(node) = self.part(id).node.clone() else { return };
        let child = |block: &Block| Node {
            block: Arc::new(block.clone()),
            origin: Origin { source: block.source, span: block.span, over: None, ..node.origin.clone() },
        };
        if let BlockKind::Tabs(tabs) = &node.block.kind {
            for tab in tabs {
                let panel = Part { parent: Some(id), original: true, ..Part::default() };
                let panel = self.push(panel, id, Run::Opening);
                self.grow(panel, tab.content.iter().map(child), Run::Opening, Run::Sections, true);
            }
        } else if let Some(content) = content_of(&node.block.kind) {
            self.grow(id, content.iter().map(child), Run::Opening, Run::Sections, true);
        }
    }

    fn push(&mut self, part: Part, owner: PartId, run: Run) -> PartId {
        let id = PartId(self.parts.len());
        self.parts.push(part);
        if let Some(run) = self.parts.get_mut(owner.0).and_then(|part| part.runs.get_mut(run as usize)) {
            run.push(id);
        }
        id
    }
}

static EMPTY: Part = Part {
    node: None,
    level: None,
    removed: None,
    parent: None,
    original: true,
    lock: None,
    require: None,
    runs: [const { Vec::new() }; 9],
};

/// The level of a heading; `None` for any other block.
pub(super) fn level_of(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// The blocks in a block that may be targets: rows of a table without its head; panels of tabs are parts of their own.
pub(super) fn content_of(kind: &BlockKind) -> Option<&Vec<Block>> {
    match kind {
        BlockKind::Quote(content)
        | BlockKind::Alert { content, .. }
        | BlockKind::Div { content, .. }
        | BlockKind::List { items: content, .. }
        | BlockKind::Item { content, .. }
        | BlockKind::Row(content)
        | BlockKind::Zone { content, .. }
        | BlockKind::Moniker { content, .. }
        | BlockKind::Class { content, .. }
        | BlockKind::Columns(content)
        | BlockKind::Column { content, .. }
        | BlockKind::Footnote { content, .. }
        | BlockKind::Definitions(content)
        | BlockKind::Definition(content) => Some(content),
        BlockKind::Table(table) => Some(&table.rows),
        _ => None,
    }
}

/// The blocks of [`content_of`], to be put back.
pub(super) fn content_of_mut(kind: &mut BlockKind) -> Option<&mut Vec<Block>> {
    match kind {
        BlockKind::Quote(content)
        | BlockKind::Alert { content, .. }
        | BlockKind::Div { content, .. }
        | BlockKind::List { items: content, .. }
        | BlockKind::Item { content, .. }
        | BlockKind::Row(content)
        | BlockKind::Zone { content, .. }
        | BlockKind::Moniker { content, .. }
        | BlockKind::Class { content, .. }
        | BlockKind::Columns(content)
        | BlockKind::Column { content, .. }
        | BlockKind::Footnote { content, .. }
        | BlockKind::Definitions(content)
        | BlockKind::Definition(content) => Some(content),
        BlockKind::Table(table) => Some(&mut table.rows),
        _ => None,
    }
}

/// The ids of the headings of a block and of those in it.
pub(super) fn heading_ids<'b>(block: &'b Block, ids: &mut Vec<&'b str>) {
    if let BlockKind::Heading { id, .. } = &block.kind {
        ids.push(id);
    }
    for child in block.children() {
        heading_ids(child, ids);
    }
}
