//! `Merge into table` and the rows that other instructions bring: a table of a change file → edits of rows and cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Node;
use super::edit::{Action, Edit, Planner, nodes_of};
use super::instruction::Instruction;
use super::review::escaped;
use super::table::{Grid, cells_of, heads};
use super::tree::PartId;
use super::words::{fold, plain_words};
use crate::finding::{Finding, Place, codes::overlay as o, nearest};
use crate::topic::{Block, BlockKind, Inline, Inlines, Style, Table};

/// What a cell says to empty the cell of the page.
const BLANK: &str = "(blank)";

impl Planner<'_> {
    /// The edits of a keyed merge: all of them, or none where something in it is wrong.
    pub(super) fn merge(&mut self, by: usize, instruction: &Instruction, table: PartId) -> Vec<Edit> {
        let before = self.findings.len();
        let edits = self.merge_rows(by, instruction, table).unwrap_or_default();
        let wrong = self.findings.get(before..).unwrap_or_default();
        if wrong.iter().any(|finding| finding.code != &o::O406) { Vec::new() } else { edits }
    }

    fn merge_rows(&mut self, by: usize, instruction: &Instruction, table: PartId) -> Option<Vec<Edit>> {
        let (body, content) = self.body_table(instruction)?;
        let grid = Grid::of(self.tree, self.documents, table)?;
        let mut findings = Vec::new();
        let columns = self.columns_of(instruction, (table, &grid), body, content, &mut findings);
        let known = self.known_rows(instruction, &grid, &mut findings);
        self.findings.append(&mut findings);
        let columns = columns?;
        let Some(key_at) = columns.iter().position(|column| *column == grid.key) else {
            let key = grid.columns.get(grid.key).cloned().unwrap_or_default();
            let message = format!("the table has no column “{key}”, which names the rows");
            self.report(&o::O301, message, instruction, &content.head, None);
            self.relate_table(table);
            return None;
        };
        let mut edits = Vec::new();
        let mut seen: BTreeMap<String, &Block> = BTreeMap::new();
        for row in &content.rows {
            let cells = cells_of(row);
            let Some(key_cell) = cells.get(key_at) else { continue };
            let key = plain_words(key_cell, self.documents);
            let folded = fold(&key);
            if let Some(first) = seen.insert(folded.clone(), row) {
                let message = format!("key “{key}” occurs twice here; one row of the page takes one row");
                let related = Some((first.span, "the other"));
                self.report(&o::O302, message, instruction, row, related);
                continue;
            }
            match known.get(&folded) {
                Some(there) if self.is_struck(key_cell) => {
                    edits.push(Edit { by, target: *there, action: Action::Remove });
                }
                Some(there) => edits.extend(self.merge_row(by, instruction, *there, cells, &columns)),
                None if self.is_struck(key_cell) => {
                    let names: Vec<String> = grid.rows().into_iter().map(|row| grid.key_of(row)).collect();
                    let near = nearest(&key, names.iter().map(String::as_str));
                    let mut finding = Finding::new(&o::O303, format!("~~{key}~~ is not in the table"))
                        .at(Place::new(instruction.file.shared(), row.span));
                    finding = match near {
                        Some(near) => {
                            let key = format!("~~{}~~", escaped(near));
                            finding.try_text(key_cell.span, format!(" {key} "), key)
                        }
                        None => finding.help(format!("its rows are {}", names.join(", "))),
                    };
                    finding.related.extend(self.place_of(table).map(|place| (place, "the table".to_owned())));
                    self.findings.push(finding);
                }
                None => {
                    let node = self.new_row(instruction, row, &columns, grid.columns.len());
                    edits.push(Edit { by, target: table, action: Action::AddRow { key: folded, node } });
                }
            }
        }
        Some(edits)
    }

    /// The rows of the body for `Add after row` and the like: a table with the columns of the page's table.
    pub(super) fn rows_of_body(&mut self, instruction: &Instruction, table: PartId) -> Option<Vec<Node>> {
        let (body, content) = self.body_table(instruction)?;
        let grid = Grid::of(self.tree, self.documents, table)?;
        let mut findings = Vec::new();
        let columns = self.columns_of(instruction, (table, &grid), body, content, &mut findings);
        self.findings.append(&mut findings);
        let columns = columns?;
        let missing: Vec<&str> = (0..grid.columns.len())
            .filter(|at| !columns.contains(at))
            .filter_map(|at| grid.columns.get(at).map(String::as_str))
            .collect();
        if !missing.is_empty() {
            let message = format!("a whole row needs every column; here is no “{}”", missing.join("”, “"));
            self.report(&o::O301, message, instruction, &content.head, None);
            self.relate_table(table);
            return None;
        }
        let width = grid.columns.len();
        Some(content.rows.iter().map(|row| self.new_row(instruction, row, &columns, width)).collect())
    }

    fn body_table<'i>(&mut self, instruction: &'i Instruction) -> Option<(&'i Arc<Block>, &'i Table)> {
        match instruction.body.as_slice() {
            [only] => match &only.kind {
                BlockKind::Table(table) => Some((only, table)),
                _ => self.refuse_body(instruction, "one table"),
            },
            _ => self.refuse_body(instruction, "one table"),
        }
    }

    /// For each column of the body the column of the page's table that it means.
    fn columns_of(
        &self,
        instruction: &Instruction,
        (table, grid): (PartId, &Grid<'_>),
        body: &Block,
        content: &Table,
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<usize>> {
        let names = heads(content, self.documents);
        let same = names.len() == grid.columns.len()
            && names.iter().zip(&grid.columns).all(|(here, there)| fold(here) == fold(there));
        if same {
            return Some((0..names.len()).collect());
        }
        let mut columns = Vec::with_capacity(names.len());
        let mut complete = true;
        for (name, cell) in names.iter().zip(content.head.children()) {
            let known = grid.column(&fold(name)).filter(|at| !columns.contains(at));
            if let Some(at) = known {
                columns.push(at);
                continue;
            }
            complete = false;
            let twice = grid.column(&fold(name)).is_some();
            let message = if twice {
                format!("column “{name}” stands twice here")
            } else {
                format!("the table has no column “{name}” (it has {})", grid.names())
            };
            let span = if cell.span.start == cell.span.end { body.span } else { cell.span };
            let mut finding = Finding::new(&o::O301, message).at(Place::new(instruction.file.shared(), span));
            let near = nearest(name, grid.columns.iter().map(String::as_str));
            let near = near.filter(|_| !twice);
            finding.help = near.map(|near| format!("did you mean “{near}”?"));
            if let Some(near) = near.filter(|_| cell.span.start < cell.span.end) {
                finding = finding.try_text(cell.span, format!(" {} ", escaped(near)), near);
            }
            finding.related.extend(self.place_of(table).map(|place| (place, "the table".to_owned())));
            findings.push(finding);
        }
        complete.then_some(columns)
    }

    /// The rows of the page's table by key; a key that stands twice names no row.
    fn known_rows(
        &self,
        instruction: &Instruction,
        grid: &Grid<'_>,
        findings: &mut Vec<Finding>,
    ) -> BTreeMap<String, PartId> {
        let place = Place::new(instruction.file.shared(), instruction.span);
        if let Some(name) = &grid.unknown_key {
            let message = format!("the comment above the table names the column “{name}” (it has {})", grid.names());
            findings.push(Finding::new(&o::O301, message).at(place.clone()));
        }
        let mut rows: BTreeMap<String, PartId> = BTreeMap::new();
        for row in grid.rows() {
            let key = grid.key_of(row);
            if let Some(first) = rows.insert(fold(&key), row) {
                let message = format!("key “{key}” occurs twice in the table; its rows cannot be told apart");
                let mut finding = Finding::new(&o::O302, message)
                    .at(place.clone())
                    .try_line("ask upstream for a `<!-- key: column -->` above the table, or replace the whole table");
                let both = [first, row].into_iter().filter_map(|row| self.place_of(row));
                finding.related.extend(both.map(|place| (place, format!("“{key}”"))));
                findings.push(finding);
            }
        }
        rows
    }

    fn merge_row(
        &mut self,
        by: usize,
        instruction: &Instruction,
        row: PartId,
        cells: &[Block],
        columns: &[usize],
    ) -> Vec<Edit> {
        let there = self.tree.inside(row);
        let mut edits = Vec::new();
        for (cell, column) in cells.iter().zip(columns) {
            let Some(target) = there.get(*column).copied() else { continue };
            let words = plain_words(cell, self.documents);
            let now = self.tree.block(target).map(|block| plain_words(block, self.documents)).unwrap_or_default();
            let empty = matches!(cell.kind, BlockKind::Cell(content) if content.is_empty());
            let same_key = self.is_key(row, *column) && fold(&words) == fold(&now);
            if empty || same_key {
                continue;
            }
            let blank = words == BLANK;
            if (blank && now.is_empty()) || (!blank && words == now && self.says_the_same(cell, target)) {
                let message = format!("this sets “{now}” to what it already is");
                let place = Place::new(instruction.file.shared(), cell.span);
                let mut finding = Finding::new(&o::O406, message).at(place).try_line("leave the cell empty");
                finding.related.extend(self.place_of(target).map(|place| (place, "it is so here".to_owned())));
                self.findings.push(finding);
                continue;
            }
            let block = Arc::new(cleared(cell, blank));
            if let Some(node) = self.over_target(instruction, target, &block) {
                edits.push(Edit { by, target, action: Action::Swap(node) });
            }
        }
        edits
    }

    fn is_key(&self, row: PartId, column: usize) -> bool {
        let table = self.tree.part(row).parent;
        table.and_then(|table| self.grid(table)).is_some_and(|grid| grid.key == column)
    }

    /// Whether a cell has the same words and leads to the same places.
    fn says_the_same(&self, cell: &Block, target: PartId) -> bool {
        let links = |block: &Block| -> Vec<String> {
            let BlockKind::Cell(content) = block.kind else { return Vec::new() };
            let Some(document) = self.documents.get(block.source) else { return Vec::new() };
            let link = |inline: &Inline| match inline {
                Inline::LinkOpen(link) | Inline::ImageOpen(link) => document.link(*link),
                _ => None,
            };
            let links = document.inlines(content).iter().filter_map(link);
            links.map(|link| document.str(link.dest).to_owned()).collect()
        };
        self.tree.block(target).is_some_and(|now| links(now) == links(cell))
    }

    /// A row in the columns of the page's table.
    fn new_row(&self, instruction: &Instruction, row: &Block, columns: &[usize], width: usize) -> Node {
        let own = cells_of(row);
        let cells = (0..width).map(|column| {
            let cell = columns.iter().position(|at| *at == column).and_then(|at| own.get(at));
            match cell {
                Some(cell) => cleared(cell, plain_words(cell, self.documents) == BLANK),
                None => Block { source: row.source, span: row.span, kind: BlockKind::Cell(Inlines::default()) },
            }
        });
        let block = Block { source: row.source, span: row.span, kind: BlockKind::Row(cells.collect()) };
        let node = nodes_of(instruction, &[Arc::new(block)], None).into_iter().next();
        node.unwrap_or_else(|| unreachable!("one block makes one node"))
    }

    /// Whether all of a cell is struck out.
    fn is_struck(&self, cell: &Block) -> bool {
        let BlockKind::Cell(content) = cell.kind else { return false };
        let inlines = self.documents.get(cell.source).map(|document| document.inlines(content));
        let Some([Inline::Open(Style::Strikethrough), inside @ .., Inline::Close(Style::Strikethrough)]) = inlines
        else {
            return false;
        };
        !inside.iter().any(|inline| matches!(inline, Inline::Close(Style::Strikethrough)))
    }

    /// Adds the table of the page to the last finding.
    fn relate_table(&mut self, table: PartId) {
        let place = self.place_of(table);
        if let Some(last) = self.findings.last_mut() {
            last.related.extend(place.map(|place| (place, "the table".to_owned())));
        }
    }

    fn place_of(&self, id: PartId) -> Option<Place> {
        let block = self.tree.block(id)?;
        self.sources.text(block.source).map(|file| Place::new(file.path.shared(), block.span))
    }

    fn report(
        &mut self,
        code: &'static crate::finding::Code,
        message: String,
        instruction: &Instruction,
        at: &Block,
        related: Option<(crate::finding::Span, &str)>,
    ) {
        let mut finding = Finding::new(code, message).at(Place::new(instruction.file.shared(), at.span));
        let related = related.map(|(span, note)| (Place::new(instruction.file.shared(), span), note.to_owned()));
        finding.related.extend(related);
        self.findings.push(finding);
    }
}

/// A cell, without its words where it says so.
fn cleared(cell: &Block, blank: bool) -> Block {
    let kind = if blank { BlockKind::Cell(Inlines::default()) } else { cell.kind.clone() };
    Block { source: cell.source, span: cell.span, kind }
}
