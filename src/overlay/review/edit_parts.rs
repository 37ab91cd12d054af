//! An edited list or table → instructions about its items and rows, where the change allows it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use super::super::instruction::Kind;
use super::super::table::{Grid, cells_of, heads};
use super::super::tree::PartId;
use super::super::words::{fold, plain_words};
use super::canon::TextHash;
use super::from_edit::{REASON, Writer};
use super::markdown::{escaped, leans};
use super::pieces::{Piece, pieces};
use crate::topic::{Block, BlockKind, Table};

impl Writer<'_> {
    /// Names what changed inside one block; whether it could.
    pub(super) fn parts(&mut self, old: PartId, new: &Arc<Block>) -> bool {
        let mark = self.text.len();
        let done = match &new.kind {
            BlockKind::List { items, .. } if self.finder.is_kind(old, Kind::List) => self.items(old, new, items),
            BlockKind::Table(table) if self.finder.is_kind(old, Kind::Table) => self.rows(old, new, table),
            _ => None,
        };
        if done.is_none() {
            self.text.truncate(mark);
        }
        done.is_some()
    }

    /// The words of a list or table as `Add to list` and `Merge into table` take them: without … they would mean a section.
    fn first_words(&self, part: PartId, kind: Kind) -> Option<String> {
        let words = self.namer.words(part, kind)?;
        if words.contains('…') {
            return Some(words);
        }
        (!words.ends_with(')')).then(|| format!("{words}…"))
    }

    fn items(&mut self, list: PartId, new: &Block, items: &[Block]) -> Option<()> {
        let tree = self.finder.tree;
        let old: Vec<PartId> = tree.inside(list).into_iter().filter(|id| tree.part(*id).parent == Some(list)).collect();
        let old_hashes: Vec<TextHash> = old.iter().map(|id| self.hash_old(*id)).collect();
        let new_hashes: Vec<TextHash> = items.iter().map(|item| TextHash::of([item], self.edited.documents)).collect();
        let all = pieces(&old_hashes, &new_hashes);
        // A list of which nothing stayed is another list.
        all.iter().any(|piece| piece.next.is_some()).then_some(())?;
        let mut last_kept: Option<PartId> = None;
        for Piece { gone, came, next } in all {
            let gone: Vec<PartId> = old.get(gone)?.to_vec();
            let came = items.get(came)?;
            let next_kept = next.and_then(|at| old.get(at).copied());
            let body = (!came.is_empty()).then(|| {
                let mut body = new.clone();
                if let BlockKind::List { items, .. } = &mut body.kind {
                    *items = came.to_vec();
                }
                Arc::new(body)
            });
            let mut gone = gone.into_iter();
            if let Some(body) = body {
                let body = [body];
                if let Some(first) = gone.next() {
                    let words = self.namer.words(first, Kind::Item)?;
                    self.anew("Replace item", &words, &body);
                } else if next_kept.is_none() {
                    let words = self.first_words(list, Kind::List)?;
                    self.anew("Add to list", &words, &body);
                } else if let Some(id) = last_kept {
                    let words = self.namer.words(id, Kind::Item)?;
                    self.anew("Add after item", &words, &body);
                } else {
                    let words = self.namer.words(next_kept?, Kind::Item)?;
                    self.anew("Add before item", &words, &body);
                }
            }
            for id in gone {
                let words = self.namer.words(id, Kind::Item)?;
                _ = write!(self.text, "\n# Remove item: {words}\n\n{REASON}\n");
            }
            last_kept = next_kept.or(last_kept);
        }
        Some(())
    }

    /// A keyed merge of what is otherwise in some rows.
    fn rows(&mut self, old: PartId, new: &Block, table: &Table) -> Option<()> {
        let (tree, documents) = (self.finder.tree, self.finder.documents);
        let grid = Grid::of(tree, documents, old)?;
        let columns = heads(table, self.edited.documents);
        let same = columns.len() == grid.columns.len()
            && columns.iter().zip(&grid.columns).all(|(here, there)| fold(here) == fold(there));
        (same && grid.unknown_key.is_none()).then_some(())?;
        let document = self.edited.documents.get(new.source)?;
        let written = |cell: &Block| -> Option<String> {
            let text = cell.span.of(document.source_text()).trim().trim_matches('|').trim().to_owned();
            let empty = cell.inlines().is_none_or(crate::topic::Inlines::is_empty);
            (cell.source == new.source && !leans(&text) && (empty || !text.is_empty()))
                .then(|| if empty { String::new() } else { text })
        };
        let key = |row: &Block| cells_of(row).get(grid.key).map(|cell| plain_words(cell, self.edited.documents));
        let there: Vec<(String, PartId)> = grid.rows().into_iter().map(|row| (fold(&grid.key_of(row)), row)).collect();
        let known: BTreeSet<&str> = there.iter().map(|(key, _)| key.as_str()).collect();
        (known.len() == there.len() && !known.contains("")).then_some(())?;
        let mut lines = Vec::new();
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            let folded = fold(&key(row)?);
            seen.insert(folded.clone()).then_some(())?;
            let cells: Vec<String> = cells_of(row).iter().map(written).collect::<Option<_>>()?;
            let Some((_, old)) = there.iter().find(|(key, _)| *key == folded) else {
                lines.push(cells);
                continue;
            };
            let mut line = Vec::with_capacity(cells.len());
            let mut changed = false;
            for (at, (now, text)) in cells_of(row).iter().zip(cells).enumerate() {
                let was = grid.cells(*old).get(at).map(|cell| self.hash_old(*cell));
                let is_same = was == Some(TextHash::of([now], self.edited.documents));
                changed |= !is_same;
                line.push(match (at == grid.key, is_same) {
                    (false, true) => String::new(),
                    (false, false) if text.is_empty() => "(blank)".to_owned(),
                    (true, _) | (false, false) => text,
                });
            }
            if changed {
                lines.push(line);
            }
        }
        for (folded, row) in there.iter().filter(|(key, _)| !seen.contains(key)) {
            debug_assert!(!folded.is_empty(), "keys were looked at");
            let mut line = vec![String::new(); columns.len()];
            *line.get_mut(grid.key)? = format!("~~{}~~", escaped(&grid.key_of(*row)));
            lines.push(line);
        }
        // A table of which nothing stayed is another table.
        (!lines.is_empty() && lines.len() < there.len() + table.rows.len()).then_some(())?;
        let words = self.first_words(old, Kind::Table)?;
        let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = table.head.children().map(written).collect::<Option<_>>()?;
        _ = write!(self.text, "\n# Merge into table: {words}\n\n{}{}", row(&head), "|---".repeat(head.len()));
        self.text.push_str("|\n");
        for line in &lines {
            self.text.push_str(&row(line));
        }
        Some(())
    }
}
