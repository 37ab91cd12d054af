//! What an instruction pins of the topic below it: the smallest text whose change its owner has to look at.
//!
//! | instruction | pins | a change is |
//! |---|---|---|
//! | Replace, Remove | the target with all in it | for review |
//! | Replace opening of | the opening | for review |
//! | Rename | the heading | for review |
//! | Merge into table | the head and the rows that it touches | for review |
//! | Add … | the section, block, list or row that it stands by; of `this topic` the title | a note |
//! | Lock | the section | a note |
//! | Require | the heading | a note |

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::find::Finder;
use super::super::instruction::{Instruction, SectionTarget, Target, Verb};
use super::super::table::{Grid, cells_of, heads};
use super::super::tree::{INSIDE, OPENING, PartId, Tree};
use super::super::words::{fold, plain_words};
use super::canon::TextHash;
use super::markdown::markdown_of;
use crate::finding::Place;
use crate::topic::{Block, BlockKind, Table};

/// What a change of the pinned text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The owner has to look at it: our text stands in the place of what changed.
    Review,
    /// Worth knowing: our text stands beside what changed.
    Note,
}

/// The text that an instruction stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// Its hash.
    pub hash: TextHash,
    /// Of a section with something in it: the hash of what stands under its heading.
    pub inside: Option<TextHash>,
    /// What a change means.
    pub weight: Weight,
    /// The text as Markdown; empty unless texts were asked for.
    pub text: String,
    /// Where the target stands in the base or in a lower layer.
    pub place: Option<Place>,
}

/// Looks at the topic as a layer sees it.
pub(super) struct Pinner<'a> {
    pub(super) finder: &'a Finder<'a>,
    /// Whether the texts are wanted too.
    pub(super) texts: bool,
}

impl Pinner<'_> {
    /// What an instruction pins of its target.
    pub(super) fn pin(&self, by: &Instruction, target: PartId) -> Pinned {
        let tree = self.finder.tree;
        let (blocks, weight) = match by.verb {
            Verb::Replace | Verb::Remove => (tree.blocks_of(target), Weight::Review),
            Verb::ReplaceOpening => (tree.blocks_inside(target, &OPENING), Weight::Review),
            Verb::Rename => (self.heading(target), Weight::Review),
            Verb::MergeInto => (self.touched(by, target), Weight::Review),
            Verb::Require => (self.heading(target), Weight::Note),
            // All of a topic stands beside what is added to it; that its title is another says enough.
            _ if target == Tree::ROOT && by.verb != Verb::Lock => (self.heading(target), Weight::Note),
            _ => (tree.blocks_of(target), Weight::Note),
        };
        let documents = self.finder.documents;
        let text = if self.texts { markdown_of(blocks.iter().map(|block| &**block), documents) } else { String::new() };
        Pinned {
            hash: self.hash(&blocks),
            inside: self.named_section(by, target).and_then(|section| self.inside(section)),
            weight,
            text,
            place: self.finder.place(target),
        }
    }

    /// The hash of blocks.
    pub(super) fn hash(&self, blocks: &[Arc<Block>]) -> TextHash {
        TextHash::of(blocks.iter().map(|block| &**block), self.finder.documents)
    }

    /// The hash of what stands under a section's heading; `None` where that is nothing.
    pub(super) fn inside(&self, section: PartId) -> Option<TextHash> {
        let blocks = self.finder.tree.blocks_inside(section, &INSIDE);
        (!blocks.is_empty()).then(|| self.hash(&blocks))
    }

    /// The section that the words of an instruction name, if they name one other than the topic.
    fn named_section(&self, by: &Instruction, target: PartId) -> Option<PartId> {
        let named = matches!(&by.target, Target::Section(SectionTarget::Path(_) | SectionTarget::Anchor(_)));
        let tree = self.finder.tree;
        let section = tree.around(target).find(|part| tree.part(*part).level.is_some())?;
        // `Add to list: Section` means the list, but the section is what is named.
        (named && section != Tree::ROOT).then_some(section)
    }

    fn heading(&self, section: PartId) -> Vec<Arc<Block>> {
        self.finder.tree.block(section).cloned().into_iter().collect()
    }

    /// The table without the rows that a merge does not speak of.
    fn touched(&self, by: &Instruction, target: PartId) -> Vec<Arc<Block>> {
        let Finder { tree, documents, .. } = *self.finder;
        let (Some(block), Some(grid)) = (tree.block(target), Grid::of(tree, documents, target)) else {
            return Vec::new();
        };
        let BlockKind::Table(table) = &block.kind else { return Vec::new() };
        let mut keys: BTreeSet<String> = BTreeSet::new();
        if let [Block { kind: BlockKind::Table(body), .. }] =
            by.body.iter().map(|block| &**block).collect::<Vec<_>>().as_slice()
        {
            let key = grid.columns.get(grid.key).map(|name| fold(name)).unwrap_or_default();
            let at = heads(body, documents).iter().position(|head| fold(head) == key).unwrap_or(0);
            let words = |row: &Block| cells_of(row).get(at).map(|cell| fold(&plain_words(cell, documents)));
            keys = body.rows.iter().filter_map(words).collect();
        }
        let rows = grid.rows().into_iter().filter(|row| keys.contains(&fold(&grid.key_of(*row))));
        let rows = rows.flat_map(|row| tree.blocks_of(row)).map(|row| Block::clone(&row)).collect();
        let kind = BlockKind::Table(Table { rows, ..table.clone() });
        vec![Arc::new(Block { kind, source: block.source, span: block.span })]
    }
}
