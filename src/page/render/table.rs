//! Tables.

use super::Renderer;
use crate::page::words::push_words;
use crate::topic::{Align, Block, BlockKind, Table};

/// A row is filled up with empty cells in a table of so many columns at most. In a wider one a single cell stands for all
/// that are missing, or a table with a very wide head would grow by its width with each short row.
const FILLED_UP: usize = 32;
/// The most columns that a cell may span (HTML standard, `colspan`).
const WIDEST_SPAN: usize = 1000;
/// The name of a table's region is cut after so many characters: a screen reader says it each time.
const LONGEST_NAME: usize = 80;

impl<'a> Renderer<'a> {
    /// A table in a region that scrolls sideways where the screen is narrow.
    pub(super) fn table(&mut self, table: &'a Table) {
        let rows = std::iter::once(&*table.head).chain(&table.rows);
        let columns = rows.map(|row| cells(row).len()).max().unwrap_or_default().max(table.columns.len());
        if self.paper.is_some() {
            self.begin_paper_table(columns);
        } else {
            let name = self.table_name(table);
            self.push("<div class=\"table-wrap\" role=\"region\"");
            self.attribute("aria-label", &name);
            self.push(" tabindex=\"0\"><table>\n");
        }
        if !is_blank(&table.head) {
            self.push("<thead>\n");
            self.row(&table.head, table, columns, Cells::Head);
            self.push("</thead>\n");
        }
        if !table.rows.is_empty() {
            self.push("<tbody>\n");
            for row in &table.rows {
                self.row(row, table, columns, Cells::Body);
            }
            self.push("</tbody>\n");
        }
        self.push("</table></div>\n");
    }

    fn row(&mut self, row: &'a Block, table: &Table, columns: usize, kind: Cells) {
        self.mark(row);
        self.push("<tr");
        let around = self.begin_part(row, "layer-row", if self.has_bar(row) { "changed" } else { "" });
        self.push(">\n");
        let cells = cells(row);
        let missing = columns - cells.len();
        let filled = if columns > FILLED_UP { cells.len() } else { columns };
        for at in 0..filled {
            let align = match table.columns.get(at).copied().unwrap_or_default() {
                Align::Natural => "",
                Align::Left => "align-left",
                Align::Center => "align-center",
                Align::Right => "align-right",
            };
            let cell = cells.get(at);
            // An empty cell heads nothing.
            let head = kind == Cells::Head && cell.is_some_and(|cell| !is_blank(cell));
            self.push(if head { "<th scope=\"col\"" } else { "<td" });
            if let Some(cell) = cell {
                let around = self.begin_part(cell, "layer-cell", align);
                self.push(">");
                self.margin_mark();
                self.cell(cell);
                self.end_part(around);
            } else {
                if !align.is_empty() {
                    self.attribute("class", align);
                }
                self.push(">");
            }
            self.push(if head { "</th>\n" } else { "</td>\n" });
        }
        if filled < columns {
            self.push("<td");
            if missing > 1 {
                self.attribute("colspan", &missing.min(WIDEST_SPAN).to_string());
            }
            self.push("></td>\n");
        }
        self.push("</tr>\n");
        self.end_part(around);
    }

    fn cell(&mut self, cell: &'a Block) {
        if let (Some(document), BlockKind::Cell(content)) = (self.document(cell), &cell.kind) {
            self.here = Some((cell.source, cell.span));
            self.inlines(document, *content);
        }
    }

    fn table_name(&mut self, table: &Table) -> String {
        let mut words = String::new();
        for cell in cells(&table.head) {
            if let (Some(document), BlockKind::Cell(content)) = (self.document(cell), &cell.kind)
                && !content.is_empty()
                && words.len() < LONGEST_NAME
            {
                words.push_str(if words.is_empty() { "" } else { ", " });
                push_words(&mut words, document, *content);
            }
        }
        if let Some((end, _)) = words.char_indices().nth(LONGEST_NAME) {
            words.truncate(end);
            words.push('…');
        }
        let name = if words.is_empty() { "Table".to_owned() } else { format!("Table: {words}") };
        self.region_name(name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    Head,
    Body,
}

fn cells(row: &Block) -> &[Block] {
    match &row.kind {
        BlockKind::Row(cells) => cells,
        _ => &[],
    }
}

/// Whether nothing stands in a cell, or in any cell of a row.
fn is_blank(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Cell(content) => content.is_empty(),
        BlockKind::Row(cells) => cells.iter().all(is_blank),
        _ => false,
    }
}
