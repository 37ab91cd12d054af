//! Headings that are only a link `#tab/ID` → groups of tabs.

use super::Builder;
use crate::topic::{Block, BlockKind, Inline, Inlines, Tab};

impl Builder<'_> {
    /// Folds runs of tab headings and what stands under them. A group goes to the next thematic break, which belongs
    /// to it, or to the end of `blocks`.
    pub(super) fn fold_tabs(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        if !blocks.iter().any(|block| self.tab_heading(block).is_some()) {
            return blocks;
        }
        let mut folded: Vec<Block> = Vec::with_capacity(blocks.len());
        let mut group: Option<Block> = None;
        for block in blocks {
            if let Some(tab) = self.tab_heading(&block) {
                let group = group.get_or_insert_with(|| Block { kind: BlockKind::Tabs(Vec::new()), ..block.clone() });
                if let BlockKind::Tabs(tabs) = &mut group.kind {
                    tabs.push(tab);
                }
                group.span.end = block.span.end;
            } else if let Some(mut open) = group.take() {
                if matches!(block.kind, BlockKind::Rule) {
                    folded.push(open);
                    continue;
                }
                open.span.end = open.span.end.max(block.span.end);
                if let BlockKind::Tabs(tabs) = &mut open.kind
                    && let Some(tab) = tabs.last_mut()
                {
                    tab.content.push(block);
                }
                group = Some(open);
            } else {
                folded.push(block);
            }
        }
        folded.extend(group);
        folded
    }

    /// The tab that a heading opens: its only content is a link to `#tab/ID` or `#tab/ID/CONDITION`.
    fn tab_heading(&mut self, block: &Block) -> Option<Tab> {
        let BlockKind::Heading { content, .. } = block.kind else { return None };
        let (id, label) = match self.document.inlines(content) {
            [Inline::LinkOpen(id), label @ .., Inline::LinkClose] => (*id, label.to_vec()),
            _ => return None,
        };
        if label.contains(&Inline::LinkClose) {
            return None;
        }
        let dest = self.document.str(self.document.link(id)?.dest);
        let rest = dest.get(..5).filter(|start| start.eq_ignore_ascii_case("#tab/")).and_then(|_| dest.get(5..))?;
        let (ids, condition) = rest.split_once('/').unwrap_or((rest, ""));
        let ids: Vec<Box<str>> =
            ids.split('+').filter(|id| !id.is_empty()).map(|id| id.to_lowercase().into()).collect();
        if ids.is_empty() {
            return None;
        }
        let condition = Some(condition.to_lowercase()).filter(|id| !id.is_empty()).map(Into::into);
        let label: Inlines = self.document.store(label);
        Some(Tab { ids, condition, label, source: block.source, content: Vec::new() })
    }
}
