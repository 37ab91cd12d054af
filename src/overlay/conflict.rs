//! Edits of one rank that cannot both be carried out (overlay design, 5.10).
//!
//! Order inside a rank has no meaning, so of two edits that meet neither is carried out, and both places are told.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Action, Edit};
use super::instruction::Instruction;
use super::tree::{PartId, Run, Tree};
use super::words::plain_words;
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::topic::{Block, Documents};

/// What may be carried out: edits that met no other, and of equal ones the first.
pub(super) struct Settled {
    pub(super) edits: Vec<Edit>,
    pub(super) findings: Vec<Finding>,
}

/// Finds the edits that meet. All edits of an instruction fall with one of them.
pub(super) fn settle(edits: Vec<Edit>, by: &[&Instruction], tree: &Tree, documents: &Documents) -> Settled {
    let mut meetings = Meetings { edits: &edits, tree, documents, met: BTreeSet::new(), equal: BTreeSet::new() };
    meetings.parts();
    meetings.new_rows();
    let Meetings { met, equal, .. } = meetings;
    let fallen: BTreeSet<usize> = met.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    let mut findings = Vec::new();
    for (one, other, words) in &met {
        let (Some(a), Some(b)) = (by.get(*one), by.get(*other)) else { continue };
        let message = format!("two instructions change “{words}” in one rank: {} and {}", a.heading(), b.heading());
        let finding = Finding::new(&o::O401, message)
            .at(Place::new(b.file.shared(), b.span))
            .related(Place::new(a.file.shared(), a.span), "the other")
            .try_line("join them, or move one to a later layer");
        findings.push(finding);
    }
    let mut kept = Vec::with_capacity(edits.len());
    for (at, edit) in edits.into_iter().enumerate() {
        if fallen.contains(&edit.by) {
            continue;
        }
        match equal.get(&at).map(|_| by.get(edit.by)) {
            None => kept.push(edit),
            Some(instruction) => findings.extend(instruction.map(|instruction| {
                Finding::new(&o::O406, "another file of the same rank says this already")
                    .at(Place::new(instruction.file.shared(), instruction.span))
                    .try_line("delete one of them")
            })),
        }
    }
    Settled { edits: kept, findings }
}

struct Meetings<'a> {
    edits: &'a [Edit],
    tree: &'a Tree,
    documents: &'a Documents,
    /// Two instructions, the earlier first, and what they meet at.
    met: BTreeSet<(usize, usize, String)>,
    /// Edits that repeat another.
    equal: BTreeSet<usize>,
}

impl Meetings<'_> {
    fn parts(&mut self) {
        let mut changes: BTreeMap<PartId, Vec<usize>> = BTreeMap::new();
        for (at, edit) in self.edits.iter().enumerate().filter(|(_, edit)| edit.action.changes()) {
            changes.entry(edit.target).or_default().push(at);
        }
        for (at, one) in self.edits.iter().enumerate() {
            let mut below = None;
            for part in self.tree.around(one.target) {
                for other in changes.get(&part).into_iter().flatten().copied() {
                    self.meet(at, other, below);
                }
                below = Some(part);
            }
        }
    }

    /// `below`: the part through which `at` stands in what `other` changes; `None` where both have one target.
    fn meet(&mut self, at: usize, other: usize, below: Option<PartId>) {
        let (Some(one), Some(change)) = (self.edits.get(at), self.edits.get(other)) else { return };
        if one.by == change.by || !meets(one, change, below, self.tree) {
            return;
        }
        if let (Action::Swap(a), Action::Swap(b)) = (&one.action, &change.action)
            && self.say_the_same(&a.block, &b.block)
        {
            self.equal.insert(at.max(other));
            return;
        }
        let (first, second) = (one.by.min(change.by), one.by.max(change.by));
        self.met.insert((first, second, self.name(change.target)));
    }

    /// Two files that bring a row with one key into one table.
    fn new_rows(&mut self) {
        let mut rows: BTreeMap<(PartId, &str), usize> = BTreeMap::new();
        for (at, edit) in self.edits.iter().enumerate() {
            let Action::AddRow { key, node } = &edit.action else { continue };
            let Some(first) = rows.get(&(edit.target, key.as_str())).and_then(|first| self.edits.get(*first)) else {
                rows.insert((edit.target, key), at);
                continue;
            };
            if matches!(&first.action, Action::AddRow { node: other, .. } if self.say_the_same(&node.block, &other.block))
            {
                self.equal.insert(at);
            } else {
                self.met.insert((first.by, edit.by, key.clone()));
            }
        }
    }

    fn say_the_same(&self, a: &Block, b: &Block) -> bool {
        // Each cell for itself: `a | b` is not `a b`.
        let cells = |block: &Block| -> Vec<String> {
            let children: Vec<&Block> = block.children().collect();
            let blocks = if children.is_empty() { vec![block] } else { children };
            blocks.into_iter().map(|block| plain_words(block, self.documents)).collect()
        };
        cells(a) == cells(b)
    }

    fn name(&self, id: PartId) -> String {
        let words = self.tree.block(id).map(|block| match &block.kind {
            crate::topic::BlockKind::Heading { .. } => plain_words(block, self.documents),
            _ => plain_words(block, self.documents).split_whitespace().take(6).collect::<Vec<_>>().join(" "),
        });
        words.filter(|words| !words.is_empty()).unwrap_or_else(|| "this topic".to_owned())
    }
}

/// Whether `one` and `change`, at the same part or one around it, cannot both be carried out.
fn meets(one: &Edit, change: &Edit, below: Option<PartId>, tree: &Tree) -> bool {
    let Some(below) = below else {
        return match (&change.action, &one.action) {
            // What is added beside a part keeps its place when that part goes.
            (_, Action::Insert { blocks: Run::Before | Run::After, .. }) => false,
            // A new heading leaves what stands under it alone.
            (Action::Swap(_), action) => action.changes(),
            _ => true,
        };
    };
    match change.action {
        // Inside a cell or heading nothing else is a target.
        Action::Swap(_) => false,
        // Only blocks of the opening go; what stands in sub-sections is not met.
        Action::ReplaceOpening(_) => tree.part(below).level.is_none(),
        _ => true,
    }
}
