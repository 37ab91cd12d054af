//! The instructions of one rank, carried out on a topic's tree.

use std::collections::BTreeSet;

use super::conflict::{Settled, settle};
use super::edit::{Action, Edit, Planner};
use super::find::{Finder, NotFound};
use super::guard::Guard;
use super::instruction::{Instruction, Verb};
use super::journal::{Change, Deed};
use super::review::{Observer, Review, Reviews, gone};
use super::table::Grid;
use super::tree::{PartId, Pin, Removal, Run, Tree};
use super::words::plain_words;
use super::{AnchorAlias, Gate, Layers, Node};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::{SourcePath, SourceTree};
use crate::topic::{BlockKind, Documents};

/// A topic while layers are laid over it.
#[derive(Clone)]
pub(super) struct Work<'a> {
    pub(super) tree: Tree,
    /// The topic's name in messages: its path below the source folder.
    pub(super) topic: &'a str,
    pub(super) documents: &'a Documents,
    pub(super) sources: &'a SourceTree,
    pub(super) layers: &'a Layers,
    /// Earlier anchors, each with the id that stands now.
    pub(super) aliases: Vec<AnchorAlias>,
    /// What was done so far.
    pub(super) journal: Vec<Change>,
    /// What the owners of layers last saw, and the topic's path; `None` where nobody asks.
    pub(super) reviews: Option<(&'a Reviews, &'a SourcePath)>,
    /// How each instruction stands to that.
    pub(super) reviewed: Vec<Review>,
    pub(super) findings: Vec<Finding>,
}

impl Work<'_> {
    /// Carries out the instructions of a rank, which see the topic as the ranks below left it; locks and requirements
    /// see what the rank itself brought.
    pub(super) fn apply_rank(&mut self, rank: usize, instructions: &[&Instruction]) {
        let (pins, changes): (Vec<&Instruction>, Vec<&Instruction>) =
            instructions.iter().partition(|by| matches!(by.verb, Verb::Lock | Verb::Require));
        let targets = self.targets(&changes);
        let mut planner =
            Planner { tree: &self.tree, documents: self.documents, sources: self.sources, findings: Vec::new() };
        let mut edits = Vec::new();
        for (by, instruction, target) in &targets {
            edits.extend(planner.plan(*by, instruction, *target));
        }
        let mut findings = planner.findings;
        let guard = Guard { tree: &self.tree, documents: self.documents, layers: self.layers, sources: self.sources };
        let refused: BTreeSet<usize> = edits
            .iter()
            .filter(|edit| changes.get(edit.by).is_some_and(|by| !guard.allows(edit, by, &mut findings)))
            .map(|edit| edit.by)
            .collect();
        edits.retain(|edit| !refused.contains(&edit.by));
        let settled: Settled = settle(edits, &changes, &self.tree, self.documents);
        findings.extend(settled.findings);
        self.findings.append(&mut findings);
        for edit in settled.edits {
            if let Some(by) = changes.get(edit.by) {
                self.carry_out(edit, by);
            }
        }
        for (_, instruction, target) in self.targets(&pins) {
            self.pin(rank, instruction, target);
        }
    }

    /// Reports what is required and not filled. Called after the last rank.
    pub(super) fn check_requirements(&mut self, rank_of: impl Fn(super::LayerId) -> usize) {
        for id in std::iter::once(Tree::ROOT).chain(self.tree.inside(Tree::ROOT)).collect::<Vec<_>>() {
            let Some(pin) = self.tree.part(id).require.clone() else { continue };
            let later = |part: PartId| {
                let node = self.tree.part(part).node.as_ref();
                node.is_some_and(|node| rank_of(node.origin.layer) > pin.rank)
            };
            if !self.tree.inside(id).into_iter().any(later) {
                let name = self.name(id);
                self.report_unfilled(&pin, &name);
            }
        }
        let removed: Vec<_> = self.tree.removed().collect();
        for (id, removal) in removed {
            if let Some(pin) = self.tree.part(id).require.clone()
                && let Some(file) = self.sources.text(removal.source)
            {
                let place = Place::new(file.path.shared(), removal.span);
                let name = self.name(id);
                self.report_unfilled(&pin, &name);
                if let Some(last) = self.findings.last_mut() {
                    last.related.push((place, "removed here".to_owned()));
                }
            }
        }
    }

    fn report_unfilled(&mut self, pin: &Pin, name: &str) {
        let layer = self.layers.get(pin.layer).map_or("", |layer| layer.label.as_str());
        let message = format!("{layer} requires “{name}” of {} to be filled; no later layer does", self.topic);
        let finding = Finding::new(&o::O404, message)
            .at(Place::new(pin.file.shared(), pin.span))
            .help(format!("in a later layer: `# Replace: {name}` ({})", pin.text));
        self.findings.push(finding.try_line(format!("lifeboat overlay new LAYER {}", self.topic)));
    }

    /// The targets of instructions, each with its number.
    fn targets<'i>(&mut self, instructions: &[&'i Instruction]) -> Vec<(usize, &'i Instruction, PartId)> {
        let finder = Finder {
            tree: &self.tree,
            documents: self.documents,
            layers: self.layers,
            sources: self.sources,
            topic: self.topic,
            quiet: false,
        };
        let mut targets = Vec::with_capacity(instructions.len());
        let mut missing = Vec::new();
        for (at, instruction) in instructions.iter().enumerate() {
            match finder.find(instruction) {
                Ok(target) => targets.push((at, *instruction, target)),
                Err(problem) => missing.push((*instruction, problem)),
            }
        }
        let observer = self.reviews.map(|(reviews, topic)| Observer { finder, reviews, topic });
        let mut reviewed = Vec::new();
        if let Some(observer) = &observer {
            reviewed.extend(targets.iter().filter_map(|(_, by, target)| observer.found(by, *target)));
        }
        let missing: Vec<_> = missing
            .into_iter()
            .map(|(by, problem)| {
                let review = observer.as_ref().and_then(|observer| observer.missing(by, &problem));
                let gone = review.as_ref().and_then(|review| gone(review, by));
                reviewed.extend(review);
                (by, problem, gone)
            })
            .collect();
        self.reviewed.append(&mut reviewed);
        for (instruction, problem, gone) in missing {
            self.report_missing(instruction, problem, gone);
        }
        targets
    }

    /// `gone`: what is to be said where the target, or something like it, stands elsewhere.
    fn report_missing(&mut self, instruction: &Instruction, problem: NotFound, gone: Option<Finding>) {
        let place = Place::new(instruction.file.shared(), instruction.span);
        let finding = if let Some(gone) = gone {
            gone
        } else if instruction.if_present && problem.code == &o::O201 {
            let message = format!("(if present): “{}” is not in {}; nothing done", instruction.words, self.topic);
            Finding::new(&o::O208, message)
        } else {
            let mut finding = Finding::new(problem.code, problem.message);
            finding.help = problem.help;
            finding.related = problem.related;
            match problem.line {
                Some(line) => finding.at(place.clone()).try_edit(instruction.span, line),
                None => finding,
            }
        };
        self.findings.push(finding.at(place));
    }

    fn carry_out(&mut self, edit: Edit, by: &Instruction) {
        let Edit { target, action, .. } = edit;
        let change = self.change(target, &action, by);
        self.journal.push(change);
        let removal = Removal { layer: by.layer, source: by.source, span: by.span };
        match action {
            Action::Insert { blocks, sections, nodes } => self.tree.fill(target, nodes, blocks, sections),
            Action::AddRow { node, .. } => self.tree.fill(target, [node], Run::End, Run::End),
            Action::Replace(nodes) => {
                self.tree.remove(target, removal);
                self.tree.fill(target, nodes, Run::Instead, Run::Instead);
            }
            Action::ReplaceSection { heading, nodes } => {
                let dropped = self.anchors(self.tree.inside(target), by.layer);
                self.tree.empty(target, false, removal);
                if let Some(heading) = heading {
                    self.change_heading(target, heading, by.layer);
                }
                let now = self.anchor(target);
                self.lead(dropped, now.as_deref());
                self.tree.fill(target, nodes, Run::Opening, Run::Sections);
            }
            Action::ReplaceOpening(nodes) => {
                self.tree.empty(target, true, removal);
                self.tree.fill(target, nodes, Run::Opening, Run::Opening);
            }
            Action::Swap(node) if matches!(node.block.kind, BlockKind::Heading { .. }) => {
                self.change_heading(target, node, by.layer);
            }
            Action::Swap(node) => self.tree.swap(target, node),
            Action::Remove => {
                let gone = std::iter::once(target).chain(self.tree.inside(target)).collect();
                let aliases = self.anchors(gone, by.layer);
                self.lead(aliases, None);
                self.tree.remove(target, removal);
            }
        }
    }

    /// What carrying out an edit will do, with what it takes away.
    fn change(&self, target: PartId, action: &Action, by: &Instruction) -> Change {
        let (deed, gone, span) = match action {
            Action::Insert { .. } => (Deed::Added, Vec::new(), None),
            Action::AddRow { node, .. } => (Deed::Added, Vec::new(), Some(node.block.span)),
            Action::Swap(node) => {
                let heading = matches!(node.block.kind, BlockKind::Heading { .. });
                let deed = if heading { Deed::Renamed } else { Deed::Replaced };
                (deed, self.nodes(&[target]), Some(node.block.span).filter(|_| !heading))
            }
            Action::Replace(_) => (Deed::Replaced, self.nodes(&[target]), None),
            Action::ReplaceSection { heading, .. } => {
                let own = heading.as_ref().map(|_| target);
                let gone: Vec<PartId> = own.into_iter().chain(self.outermost(target, false)).collect();
                (Deed::Replaced, self.nodes(&gone), None)
            }
            Action::ReplaceOpening(_) => (Deed::Replaced, self.nodes(&self.outermost(target, true)), None),
            Action::Remove => {
                let gone: Vec<PartId> = std::iter::once(target).chain(self.outermost(target, false)).collect();
                (Deed::Removed, self.nodes(&gone), None)
            }
        };
        let mut change = Change { gone, ..Change::by(by, deed) };
        change.span = span.unwrap_or(change.span);
        change.name = match action {
            Action::AddRow { key, .. } => Some(key.clone()),
            _ => self.name_in_table(target),
        };
        self.around(target, change)
    }

    /// Adds what a part stands in.
    fn around(&self, target: PartId, mut change: Change) -> Change {
        let around: Vec<PartId> = self.tree.around(target).collect();
        change.sections = around.iter().rev().filter_map(|part| self.anchor(*part)).collect();
        let outside = around.iter().skip(1);
        change.gates = outside.clone().filter_map(|part| self.gate(*part)).collect();
        let layers = outside.filter_map(|part| self.tree.part(*part).node.as_ref().map(|node| node.origin.layer));
        change.within = layers.collect();
        change
    }

    /// The blocks and headings inside a section that stand in no other block.
    fn outermost(&self, section: PartId, opening_only: bool) -> Vec<PartId> {
        if self.tree.part(section).level.is_none() {
            return Vec::new();
        }
        let is_section = |part: PartId| self.tree.part(part).level.is_some();
        let mut inside = self.tree.inside(section);
        inside.retain(|part| {
            let around = self.tree.around(*part).skip(1).take_while(|around| *around != section);
            let mut around = around.peekable();
            let in_opening = around.peek().is_none() && !is_section(*part);
            (!opening_only || in_opening) && around.all(is_section)
        });
        inside
    }

    fn nodes(&self, parts: &[PartId]) -> Vec<Node> {
        parts.iter().filter_map(|part| self.tree.part(*part).node.clone()).collect()
    }

    /// `Mail/RTO` for a cell, `Mail` for a row.
    fn name_in_table(&self, part: PartId) -> Option<String> {
        let parent = self.tree.part(part).parent?;
        if let Some(grid) = Grid::of(&self.tree, self.documents, parent) {
            return Some(grid.key_of(part));
        }
        let table = self.tree.part(parent).parent?;
        let grid = Grid::of(&self.tree, self.documents, table)?;
        let at = grid.cells(parent).iter().position(|cell| *cell == part)?;
        Some(format!("{}/{}", grid.key_of(parent), grid.columns.get(at)?))
    }

    /// Puts another heading in the place of a section's; the old anchor goes on working.
    fn change_heading(&mut self, target: PartId, heading: super::Node, by: super::LayerId) {
        let old = self.anchors(vec![target], by);
        self.tree.swap(target, heading);
        let new = self.anchor(target);
        let moved = old.into_iter().filter(|alias| Some(&alias.old) != new.as_ref()).collect();
        self.lead(moved, new.as_deref());
    }

    /// Lets anchors lead elsewhere, and with them those that led to them already.
    fn lead(&mut self, anchors: Vec<AnchorAlias>, now: Option<&str>) {
        for anchor in anchors {
            for earlier in self.aliases.iter_mut().filter(|earlier| earlier.now.as_ref() == Some(&anchor.old)) {
                earlier.now = now.map(Box::from);
                earlier.by = anchor.by;
            }
            self.aliases.push(AnchorAlias { now: now.map(Box::from), ..anchor });
        }
    }

    fn pin(&mut self, rank: usize, by: &Instruction, target: PartId) {
        let text = by.body.iter().map(|block| plain_words(block, self.documents)).collect::<Vec<_>>().join(" ");
        let pin = Pin { layer: by.layer, rank, file: by.file.clone(), span: by.span, text };
        let deed = if by.verb == Verb::Lock { Deed::Locked } else { Deed::Required };
        let change = Change { name: Some(self.name(target)), ..Change::by(by, deed) };
        self.journal.push(self.around(target, change));
        let Some(part) = self.tree.part_mut(target) else { return };
        match by.verb {
            Verb::Lock => part.lock.get_or_insert(pin),
            _ => part.require.get_or_insert(pin),
        };
    }

    /// The anchors of headings, as aliases that lead to the topic.
    fn anchors(&self, parts: Vec<PartId>, by: super::LayerId) -> Vec<AnchorAlias> {
        let alias = |id: PartId| {
            let layer = self.tree.part(id).node.as_ref()?.origin.layer;
            let gates = self.tree.around(id).skip(1).filter_map(|part| self.gate(part)).collect();
            Some(AnchorAlias { old: self.anchor(id)?, now: None, layer, by, gates })
        };
        parts.into_iter().filter_map(alias).collect()
    }

    /// What a `:::class` container asks.
    fn gate(&self, id: PartId) -> Option<Gate> {
        let block = self.tree.block(id)?;
        let BlockKind::Class { class, audience, .. } = block.kind else { return None };
        let document = self.documents.get(block.source)?;
        Some(Gate::read(document.str(class), audience.map(|audience| document.str(audience))))
    }

    fn anchor(&self, id: PartId) -> Option<Box<str>> {
        match &self.tree.block(id)?.kind {
            BlockKind::Heading { id, .. } => Some(id.clone()),
            _ => None,
        }
    }

    fn name(&self, id: PartId) -> String {
        let words = self.tree.block(id).map(|block| plain_words(block, self.documents)).unwrap_or_default();
        if words.is_empty() { "this topic".to_owned() } else { words }
    }
}
