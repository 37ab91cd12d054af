//! Tables by names: columns by their heads, rows by their keys.

use super::tree::{PartId, Tree};
use super::words::{fold, plain_words};
use crate::topic::{Block, BlockKind, Documents, Table};

/// A table of a topic, looked at by the names of its columns and the keys of its rows.
pub(super) struct Grid<'t> {
    tree: &'t Tree,
    documents: &'t Documents,
    table: PartId,
    /// The heads of the columns as written.
    pub(super) columns: Vec<String>,
    /// The column that names the rows.
    pub(super) key: usize,
    /// Where the comment above names a column that the table has not, its words.
    pub(super) unknown_key: Option<String>,
}

impl<'t> Grid<'t> {
    /// The table that a part is; `None` for any other part.
    pub(super) fn of(tree: &'t Tree, documents: &'t Documents, table: PartId) -> Option<Self> {
        let block = tree.block(table)?;
        let BlockKind::Table(content) = &block.kind else { return None };
        let columns = heads(content, documents);
        let marker = content.marker.and_then(|marker| Some(documents.get(block.source)?.str(marker)));
        let named = marker.and_then(|marker| marker.strip_prefix("key:")).map(str::trim);
        let at = named.and_then(|name| columns.iter().position(|column| fold(column) == fold(name)));
        let unknown_key = named.filter(|_| at.is_none()).map(str::to_owned);
        Some(Self { tree, documents, table, columns, key: at.unwrap_or(0), unknown_key })
    }

    /// The column with this folded name.
    pub(super) fn column(&self, folded: &str) -> Option<usize> {
        self.columns.iter().position(|column| fold(column) == folded)
    }

    /// The rows that are there now.
    pub(super) fn rows(&self) -> Vec<PartId> {
        let children = self.tree.inside(self.table);
        children.into_iter().filter(|id| self.tree.part(*id).parent == Some(self.table)).collect()
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: PartId) -> Vec<PartId> {
        self.tree.inside(row)
    }

    /// The key of a row, as written.
    pub(super) fn key_of(&self, row: PartId) -> String {
        let key = self.cells(row).get(self.key).copied();
        key.and_then(|cell| self.tree.block(cell)).map(|cell| plain_words(cell, self.documents)).unwrap_or_default()
    }

    /// The names of the columns, for a message.
    pub(super) fn names(&self) -> String {
        self.columns.join(", ")
    }
}

/// The heads of a table's columns, as written.
pub(super) fn heads(table: &Table, documents: &Documents) -> Vec<String> {
    table.head.children().map(|cell| plain_words(cell, documents)).collect()
}

/// The cells of a row that stands in no tree yet.
pub(super) fn cells_of(row: &Block) -> &[Block] {
    match &row.kind {
        BlockKind::Row(cells) => cells,
        _ => &[],
    }
}
