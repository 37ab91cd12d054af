//! What protects the text of other layers: locks, additions that may not be dropped unknowingly, a list of overrides.

use std::collections::BTreeMap;

use super::edit::{Action, Edit};
use super::instruction::{Instruction, Verb};
use super::review::escaped;
use super::table::Grid;
use super::tree::{INSIDE, OPENING, PartId, Pin, Tree};
use super::words::plain_words;
use super::{LayerId, Layers, Origin};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::SourceTree;
use crate::topic::Documents;

/// Asks whether an edit may be carried out on the tree that the lower ranks left.
pub(super) struct Guard<'a> {
    pub(super) tree: &'a Tree,
    pub(super) documents: &'a Documents,
    pub(super) layers: &'a Layers,
    pub(super) sources: &'a SourceTree,
}

impl Guard<'_> {
    /// Whether it may be; what forbids it, and what it overrides, is added to the findings.
    pub(super) fn allows(&self, edit: &Edit, by: &Instruction, findings: &mut Vec<Finding>) -> bool {
        if let Some(pin) = self.lock(edit, by) {
            let (label, owner) = self.names(pin.layer);
            let message = format!("“{}” is locked by {label}: {}", by.words, pin.text);
            findings.push(
                Finding::new(&o::O402, message)
                    .at(Place::new(by.file.shared(), by.span))
                    .related(Place::new(pin.file.shared(), pin.span), "locked here")
                    .try_line(format!("add beside it, or ask {owner}")),
            );
            return false;
        }
        let added = self.additions(edit, by);
        if !by.with_additions && !added.is_empty() {
            findings.extend(added.into_iter().map(|(layer, added)| self.dropped(layer, &added, by)));
            return false;
        }
        findings.extend(self.overridden(edit, by));
        true
    }

    /// The lock that an edit would break: on its target, around it, or on something that it would drop.
    fn lock(&self, edit: &Edit, by: &Instruction) -> Option<&Pin> {
        if !edit.action.changes() && by.verb != Verb::MergeInto {
            return None;
        }
        let lock = |id: PartId| self.tree.part(id).lock.as_ref();
        let around = self.tree.around(edit.target).find_map(lock);
        around.or_else(|| self.dropped_parts(edit).into_iter().find_map(lock))
    }

    /// The parts that go with an edit, its target left out.
    fn dropped_parts(&self, edit: &Edit) -> Vec<PartId> {
        let runs = match edit.action {
            Action::Remove | Action::Replace(_) | Action::ReplaceSection { .. } => &INSIDE[..],
            Action::ReplaceOpening(_) => &OPENING[..],
            Action::Swap(_) | Action::Insert { .. } | Action::AddRow { .. } => &[],
        };
        let mut parts = Vec::new();
        for run in runs {
            for child in self.tree.run(edit.target, *run) {
                self.tree.walk_with_sides(*child, &mut |part| parts.push(part));
            }
        }
        parts
    }

    /// What other layers added to the target and would be dropped, by layer. What came with the target itself is none.
    fn additions(&self, edit: &Edit, by: &Instruction) -> BTreeMap<LayerId, Vec<PartId>> {
        let own = self.tree.part(edit.target).node.as_ref().map(|node| (node.origin.source, node.origin.instruction));
        let mut added: BTreeMap<LayerId, Vec<PartId>> = BTreeMap::new();
        for part in self.dropped_parts(edit) {
            let Some(node) = &self.tree.part(part).node else { continue };
            let Origin { layer, source, instruction, .. } = node.origin;
            let foreign = layer != LayerId::BASE && layer != by.layer && instruction.is_some();
            if foreign && own != Some((source, instruction)) {
                added.entry(layer).or_default().push(part);
            }
        }
        added
    }

    fn dropped(&self, layer: LayerId, parts: &[PartId], by: &Instruction) -> Finding {
        let (label, owner) = self.names(layer);
        // An item's paragraph says what the item says; the outermost part names them all.
        let outermost = |part: &&PartId| !self.tree.around(**part).skip(1).any(|around| parts.contains(&around));
        let named: Vec<PartId> = parts.iter().filter(outermost).copied().collect();
        let titles: Vec<String> = named.iter().take(3).map(|part| self.title(*part)).collect();
        let count = named.len();
        let things = if count == 1 { "addition" } else { "additions" };
        let message = format!("this would also drop {count} {things} of {label}: {}", titles.join(", "));
        let line = format!("{} (with additions)", by.line(&escaped(&by.words)));
        let mut finding = Finding::new(&o::O403, message)
            .at(Place::new(by.file.shared(), by.span))
            .help(format!("check with {owner} first"))
            .try_edit(by.span, line);
        finding.related.extend(named.iter().take(3).filter_map(|part| Some((self.place(*part)?, "added here".into()))));
        finding
    }

    /// A note on what an organisation's layer loses to a later one. What it requires to be filled it does not lose.
    fn overridden(&self, edit: &Edit, by: &Instruction) -> Option<Finding> {
        let part = self.tree.part(edit.target);
        let origin = part.node.as_ref().map(|node| &node.origin)?;
        let wanted = self.tree.around(edit.target).any(|part| self.tree.part(part).require.is_some());
        let loses = edit.action.changes() && origin.layer != LayerId::BASE && origin.layer != by.layer;
        if !loses || wanted {
            return None;
        }
        let (label, _) = self.names(by.layer);
        let (other, _) = self.names(origin.layer);
        let message = format!("{label} overrides {other} for “{}”", self.named(edit.target));
        let span = match &edit.action {
            Action::Swap(node) => node.block.span,
            _ => by.span,
        };
        let mut finding = Finding::new(&o::O405, message).at(Place::new(by.file.shared(), span));
        finding.related.extend(self.place(edit.target).map(|place| (place, "overridden here".to_owned())));
        Some(finding)
    }

    /// A cell by its row and column, anything else by its first words.
    fn named(&self, part: PartId) -> String {
        let row = self.tree.part(part).parent;
        let table = row.and_then(|row| self.tree.part(row).parent);
        let grid = table.and_then(|table| Grid::of(self.tree, self.documents, table));
        if let (Some(row), Some(grid)) = (row, grid) {
            let column = grid.cells(row).iter().position(|cell| *cell == part);
            let column = column.and_then(|at| grid.columns.get(at)).map_or("", String::as_str);
            return format!("{}, {column}", grid.key_of(row));
        }
        self.title(part)
    }

    fn title(&self, part: PartId) -> String {
        let words = self.tree.block(part).map(|block| plain_words(block, self.documents)).unwrap_or_default();
        words.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
    }

    fn place(&self, part: PartId) -> Option<Place> {
        let block = self.tree.block(part)?;
        let file = self.sources.text(block.source)?;
        Some(Place::new(file.path.shared(), block.span))
    }

    /// The label of a layer, and whom to ask about it.
    fn names(&self, id: LayerId) -> (&str, &str) {
        self.layers.get(id).map_or(("", ""), |layer| (layer.label.as_str(), layer.asked()))
    }
}
