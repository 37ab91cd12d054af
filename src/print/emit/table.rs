//! Tables, an author's raw ones among them → Typst text.
//!
//! Cells are laid on a grid first, as browsers do it (WHATWG HTML, 4.9.12): what spans too far is cut, what is missing is
//! filled, so that the typesetter is never asked for a cell that has no room.

use std::collections::BTreeSet;

use super::html::{Element, Node};
use super::list::mark_first;
use super::sheet::{Around, Here, SheetWriter};
use super::typst::{array, call, named, string};
use super::words::Within;

/// Rows of one table; longer ones are split, each piece with the head.
const MOST_ROWS: usize = 120;

/// With more columns a row becomes a list of "head: cell": no sheet is wide enough.
const MOST_COLUMNS: usize = 12;

/// Characters that fit beside each other in the text of a table on an upright sheet.
const LINE: usize = 84;

/// A row of so many lines may not be parted by the end of a sheet.
const SHORT_ROW: usize = 12;

/// A head with more characters than this is not repeated: it would fill the sheet.
const LONGEST_HEAD: usize = 600;

/// A cell on the grid.
#[derive(Debug, Clone)]
struct Cell<'e> {
    element: Option<&'e Element>,
    column: usize,
    columns: usize,
    rows: usize,
}

type Row<'e> = Vec<Cell<'e>>;

impl SheetWriter<'_> {
    /// A table.
    pub(super) fn table(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        for part in element.elements().filter(|part| part.name == "caption") {
            let content = self.running(&part.children, here);
            blocks.push(call("caption", &[content]));
        }
        let rows = rows_of(element);
        let head = head_rows(element, &rows);
        let grid = lay_out(&rows, head);
        let columns = grid.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        let widths = Widths::measure(&grid, head, columns);
        if columns > MOST_COLUMNS {
            return self.records(&rows, &grid, head, here, blocks);
        }
        let wide = here.around == Around::Nothing && widths.needed() > LINE;
        let signs: usize =
            grid.iter().take(head).flatten().filter_map(|cell| cell.element).map(|cell| cell.words().len()).sum();
        let mut start = head;
        loop {
            let end = piece_end(&grid, start);
            let mut arguments = vec![named("columns", &widths.columns())];
            if wide {
                arguments.push(named("wide", "true"));
            }
            if signs > LONGEST_HEAD {
                arguments.push(named("repeat", "false"));
            }
            let head_cells = self.rows(&rows, &grid, 0..head, &widths, true, here);
            let body_cells = self.rows(&rows, &grid, start..end, &widths, false, here);
            arguments.push(array(&head_cells));
            arguments.push(array(&body_cells));
            blocks.push(call("grid-table", &arguments));
            start = end;
            if start >= grid.len() {
                return;
            }
        }
    }

    /// The cells of some rows, in the order of the grid.
    fn rows(
        &mut self,
        rows: &[&Element],
        grid: &[Row<'_>],
        range: std::ops::Range<usize>,
        widths: &Widths,
        head: bool,
        here: Here,
    ) -> Vec<String> {
        let inner = Here { within: Within::Cell, depth: here.depth + 1, heading: head, ..here.framed() };
        let mut cells = Vec::new();
        for (row, element) in grid.iter().zip(rows).skip(range.start).take(range.len()) {
            let row_mark = self.mark(element);
            let whole = !head && widths.lines(row).is_some_and(|lines| lines <= SHORT_ROW);
            for cell in row.iter().filter(|cell| cell.column < widths.words.len()) {
                let mut content = cell.element.map(|cell| self.cell(cell, inner)).unwrap_or_default();
                let mark = cell.element.and_then(|cell| self.mark(cell));
                let row_mark = row_mark.as_ref().filter(|_| cell.column == 0);
                if let Some(mark) = mark.as_ref().or(row_mark) {
                    mark_first(&mut content, mark);
                }
                let blank = content.is_empty() && !head && widths.blank.get(cell.column) == Some(&true);
                let mut arguments = vec![super::typst::stacked(content)];
                if blank {
                    arguments.push(named("blank", "true"));
                }
                if whole && cell.column == 0 {
                    arguments.push(named("whole", "true"));
                }
                if cell.column == 0 && element.has_class("changed") {
                    arguments.push(named("changed", "true"));
                }
                if cell.columns > 1 {
                    arguments.push(named("colspan", &cell.columns.to_string()));
                }
                if cell.rows > 1 {
                    arguments.push(named("rowspan", &cell.rows.to_string()));
                }
                if let Some(element) = cell.element {
                    if element.name == "th" && !head {
                        arguments.push(named("heads", "true"));
                    }
                    if let Some(side) =
                        ["left", "center", "right"].into_iter().find(|side| element.has_class(&format!("align-{side}")))
                    {
                        arguments.push(named("side", side));
                    }
                }
                cells.push(call("cell", &arguments));
            }
        }
        cells
    }

    fn cell(&mut self, cell: &Element, here: Here) -> Vec<String> {
        if cell.children.iter().any(Node::is_block) {
            return self.blocks(&cell.children, here);
        }
        let content = self.running(&cell.children, here);
        if content == "[]" { Vec::new() } else { vec![content] }
    }

    /// A table with more columns than any sheet has room for.
    fn records(&mut self, rows: &[&Element], grid: &[Row<'_>], head: usize, here: Here, blocks: &mut Vec<String>) {
        let names: Vec<(usize, &Element)> = grid
            .iter()
            .take(head)
            .flatten()
            .filter_map(|cell| cell.element.map(|element| (cell.column, element)))
            .collect();
        for (row, element) in grid.iter().zip(rows).skip(head) {
            let mut fields = Vec::new();
            for cell in row {
                let Some(cell_element) = cell.element else { continue };
                let name = names.iter().find(|(column, _)| *column == cell.column);
                let name = name.map_or_else(
                    || string(&format!("Column {}", cell.column + 1)),
                    |(_, name)| self.running(&name.children, Here { heading: true, ..here }),
                );
                let content = super::typst::stacked(self.cell(cell_element, here.deeper()));
                if content != "[]" {
                    fields.push(format!("({name}, {content})"));
                }
            }
            if !fields.is_empty() {
                let fields = call("fields", &fields);
                let changed = || call("changed", &[named("heads", "false"), fields.clone()]);
                blocks.push(if element.has_class("changed") { changed() } else { fields });
            }
        }
    }
}

/// All rows of a table, those of a table inside left out.
fn rows_of(table: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    // The head comes first and the foot last, wherever they are written.
    for names in [&["thead"][..], &["tbody", "tr"], &["tfoot"]] {
        for part in table.elements().filter(|part| names.contains(&part.name.as_str())) {
            if part.name == "tr" {
                rows.push(part);
            } else {
                rows.extend(part.elements().filter(|row| row.name == "tr"));
            }
        }
    }
    rows
}

/// How many rows head the others.
fn head_rows(table: &Element, rows: &[&Element]) -> usize {
    let heads = table.elements().filter(|part| part.name == "thead");
    let count = heads.flat_map(|part| part.elements().filter(|row| row.name == "tr")).count();
    let all_heads = |row: &&Element| row.elements().next().is_some() && row.elements().all(|cell| cell.name == "th");
    let count = if count == 0 { rows.first().filter(|row| all_heads(row)).map_or(0, |_| 1) } else { count };
    // A head without anything below it is a table like any other.
    if count >= rows.len() { 0 } else { count }
}

/// Lays cells on the grid. A span never crosses the end of the head, nor that of the table.
fn lay_out<'e>(rows: &[&'e Element], head: usize) -> Vec<Row<'e>> {
    let mut taken: Vec<usize> = Vec::new();
    let mut grid: Vec<Row<'e>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let left = if at < head { head - at } else { rows.len() - at };
        let mut placed: Row<'e> = Vec::new();
        let mut column = 0;
        for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")) {
            while taken.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let span =
                |name: &str| cell.attribute(name).and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).max(1);
            let wanted = span("colspan").min(200);
            let free = (0..wanted).take_while(|at| taken.get(column + at).is_none_or(|rows| *rows == 0)).count();
            let (columns, rows) = (free.max(1), span("rowspan").min(left));
            if taken.len() < column + columns {
                taken.resize(column + columns, 0);
            }
            for slot in taken.iter_mut().skip(column).take(columns) {
                *slot = rows;
            }
            placed.push(Cell { element: Some(cell), column, columns, rows });
            column += columns;
        }
        for slot in &mut taken {
            *slot = slot.saturating_sub(1);
        }
        grid.push(placed);
    }
    drop_empty_columns(&mut grid);
    fill(&mut grid);
    grid
}

/// Takes columns away in which no cell begins: there is nothing that could stand in them alone.
fn drop_empty_columns(grid: &mut [Row<'_>]) {
    let begun: BTreeSet<usize> = grid.iter().flatten().map(|cell| cell.column).collect();
    for cell in grid.iter_mut().flatten() {
        cell.columns = begun.range(cell.column..cell.column + cell.columns).count();
        cell.column = begun.range(..cell.column).count();
    }
}

/// Puts an empty cell wherever nothing stands, so that rows end where they should.
fn fill(grid: &mut [Row<'_>]) {
    let columns = grid.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let mut taken = vec![0_usize; columns];
    for row in grid {
        for cell in &*row {
            for slot in taken.iter_mut().skip(cell.column).take(cell.columns) {
                *slot = cell.rows;
            }
        }
        let empty = taken.iter().enumerate().filter(|(_, rows)| **rows == 0).map(|(at, _)| at);
        let empty: Vec<usize> = empty.collect();
        row.extend(empty.into_iter().map(|column| Cell { element: None, column, columns: 1, rows: 1 }));
        row.sort_by_key(|cell| cell.column);
        for slot in &mut taken {
            *slot = slot.saturating_sub(1);
        }
    }
}

/// Where a piece of a long table ends: between rows that no cell joins.
fn piece_end(grid: &[Row<'_>], start: usize) -> usize {
    let mut open = start;
    for (at, row) in grid.iter().enumerate().skip(start) {
        if at >= start + MOST_ROWS && at >= open {
            return at;
        }
        open = row.iter().map(|cell| at + cell.rows).max().unwrap_or(at + 1).max(open);
    }
    grid.len()
}

/// Whether a cell has neither words nor a picture nor a box.
fn says_nothing(cell: &Element) -> bool {
    let says = |node: &Node| match node {
        Node::Text(_) => !node.is_blank(),
        Node::Element(child) => ["img", "input"].contains(&child.name.as_str()) || !says_nothing(child),
    };
    !cell.children.iter().any(says)
}

/// Whether a picture stands in it.
fn holds_picture(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.name == "img" || element.children.iter().any(holds_picture))
}

/// How much room columns want.
struct Widths {
    /// The longest word of each column, in characters.
    words: Vec<usize>,
    /// The longest cell of each, and the mean.
    cells: Vec<(usize, usize)>,
    /// Columns below whose head nothing stands: somebody is to write there.
    blank: Vec<bool>,
}

/// The room that somebody needs to write in, in characters.
const HAND: usize = 16;

impl Widths {
    fn measure(grid: &[Row<'_>], head: usize, columns: usize) -> Self {
        let mut words = vec![1; columns];
        let mut longest = vec![1; columns];
        let mut sums = vec![(0_usize, 0_usize); columns];
        for cell in grid.iter().flatten().filter(|cell| cell.columns == 1) {
            let Some(element) = cell.element else { continue };
            let text = element.words();
            let length = text.trim().chars().count();
            let word = text.split_whitespace().map(|word| word.chars().count().min(22)).max().unwrap_or(0);
            if let Some(slot) = words.get_mut(cell.column) {
                *slot = word.max(*slot);
            }
            if let Some(slot) = longest.get_mut(cell.column) {
                *slot = length.max(*slot);
            }
            if let Some((sum, count)) = sums.get_mut(cell.column) {
                *sum += length;
                *count += 1;
            }
        }
        let cells = longest.into_iter().zip(sums).map(|(most, (sum, count))| (most, sum / count.max(1))).collect();
        let mut blank = vec![head > 0 && grid.len() > head; columns];
        for cell in grid.iter().skip(head).flatten().filter(|cell| cell.element.is_some_and(|cell| !says_nothing(cell)))
        {
            blank.iter_mut().skip(cell.column).take(cell.columns).for_each(|blank| *blank = false);
        }
        Self { words, cells, blank }
    }

    /// Characters that the longest words want beside each other, with the room between columns.
    fn needed(&self) -> usize {
        let prose = self.cells.iter().filter(|(_, mean)| *mean > 40).count();
        self.words.iter().map(|word| word + 3).sum::<usize>() + prose.saturating_sub(3) * 12
    }

    /// Whether all cells fit beside each other on a line.
    fn fit(&self) -> bool {
        self.cells.iter().map(|(most, _)| most + 3).sum::<usize>() <= LINE - 14
    }

    /// What part of the sheet each column gets, where they do not.
    fn shares(&self) -> impl Iterator<Item = usize> {
        self.words.iter().zip(&self.cells).zip(&self.blank).map(|((word, (most, mean)), blank)| {
            // Prose wants room as the root of its length: twice the text is not twice the width.
            let prose = (mean * 3 + most).isqrt() * 3;
            let hand = if *blank { HAND } else { 0 };
            // A head is bold, so its words are wider than they are long.
            (*word + 1).max(prose.min(60)).max(hand).max(6)
        })
    }

    /// The widths for the typesetter: as the cells are where all fit on a line, else shares of the sheet.
    fn columns(&self) -> String {
        if self.fit() {
            let width = |blank: &bool| if *blank { "1fr" } else { "auto" }.to_owned();
            return array(&self.blank.iter().map(width).collect::<Vec<_>>());
        }
        array(&self.shares().map(|share| format!("{share}fr")).collect::<Vec<_>>())
    }

    /// About how many lines a row has; `None` where blocks stand in it, or a cell reaches into other rows.
    fn lines(&self, row: &[Cell<'_>]) -> Option<usize> {
        let shares: Vec<usize> = self.shares().collect();
        let all: usize = shares.iter().sum();
        let mut most = 1;
        for cell in row {
            let Some(element) = cell.element else { continue };
            if cell.rows > 1 || element.children.iter().any(|node| node.is_block() || holds_picture(node)) {
                return None;
            }
            let share: usize = shares.iter().skip(cell.column).take(cell.columns).sum();
            let room = if self.fit() { LINE } else { LINE * share / all.max(1) };
            most = most.max(element.words().chars().count() / room.max(1) + 1);
        }
        Some(most)
    }
}
