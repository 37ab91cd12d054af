//! Blocks, items and rows by their first words.

use super::find::{Finder, NotFound};
use super::instruction::{Instruction, Kind};
use super::review::escaped;
use super::table::Grid;
use super::tree::PartId;
use super::words::fold;
use crate::finding::codes::overlay as o;
use crate::topic::{BlockKind, Inline};

impl Finder<'_> {
    /// The one block of a kind that begins with words.
    pub(super) fn block(&self, words: &str, whole: bool, within: PartId, by: &Instruction) -> Result<PartId, NotFound> {
        let candidates = self.tree.inside(within).into_iter().filter(|id| self.is_kind(*id, by.kind));
        let candidates = candidates.filter(|id| self.has_column(*id, by));
        let matches: Vec<(PartId, bool)> = candidates
            .filter_map(|id| {
                let text = self.naming_words(id);
                text.starts_with(words).then(|| (id, text == words))
            })
            .collect();
        if whole && !matches.is_empty() && !matches.iter().any(|(_, exact)| *exact) {
            return Err(NotFound {
                code: &o::O207,
                message: format!("the beginning “{}” needs … at its end unless it is the whole text", by.words),
                help: None,
                line: Some(by.line(&format!("{}…", escaped(&by.words)))),
                related: self.places(&matches.iter().map(|(id, _)| *id).collect::<Vec<_>>()),
            });
        }
        let found: Vec<PartId> = matches.into_iter().filter(|(_, exact)| !whole || *exact).map(|(id, _)| id).collect();
        self.only(&found, words, by.kind, by)
    }

    /// Whether a part is what the word for a kind means.
    pub(super) fn is_kind(&self, id: PartId, kind: Kind) -> bool {
        let Some(block) = self.tree.block(id) else { return false };
        let only_image = |content| {
            let inlines = self.documents.get(block.source).map(|document| document.inlines(content));
            matches!(inlines, Some([Inline::ImageOpen(_), .., Inline::ImageClose] | [Inline::Picture { .. }]))
        };
        match (&block.kind, kind) {
            (BlockKind::Paragraph(content), Kind::Image) => only_image(*content),
            (BlockKind::Paragraph(_) | BlockKind::Plain(_), Kind::Paragraph)
            | (BlockKind::Alert { .. }, Kind::Note)
            | (BlockKind::List { .. }, Kind::List)
            | (BlockKind::Item { .. }, Kind::Item)
            | (BlockKind::Table(_), Kind::Table)
            | (BlockKind::Row(_), Kind::Row)
            | (BlockKind::Code { .. } | BlockKind::CodeFile { .. }, Kind::Code)
            | (BlockKind::Picture(_), Kind::Image) => true,
            _ => false,
        }
    }

    /// Whether a table, or the table of a row, has the column of `(with column: …)`.
    pub(super) fn has_column(&self, id: PartId, by: &Instruction) -> bool {
        let Some(column) = &by.column else { return true };
        let grid = self.tree.around(id).find_map(|part| Grid::of(self.tree, self.documents, part));
        grid.is_some_and(|grid| grid.column(&fold(column)).is_some())
    }

    /// The words that name a block: of a row its key, of anything else all that it says.
    pub(super) fn naming_words(&self, id: PartId) -> String {
        fold(&self.written_words(id))
    }

    /// The same as they are written.
    pub(super) fn written_words(&self, id: PartId) -> String {
        let is_row = self.tree.block(id).is_some_and(|block| matches!(block.kind, BlockKind::Row(_)));
        if is_row
            && let Some(parent) = self.tree.part(id).parent
            && let Some(grid) = Grid::of(self.tree, self.documents, parent)
        {
            return grid.key_of(id);
        }
        self.words(id)
    }
}
