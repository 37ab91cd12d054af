//! Ids of headings in a text that holds parts for a clearance.
//!
//! A heading that some readers do not see must not decide the id of one that they do see: `Bridge` stays `bridge`
//! though a withheld part above it has a heading of that name. So the headings outside of such parts get their ids
//! first, and those of each class get theirs after them, as if the other classes were not there.

use std::collections::BTreeMap;

use super::Builder;
use crate::topic::slug::Slugs;
use crate::topic::{Block, BlockKind};

impl Builder<'_> {
    /// Gives the headings their ids anew, where the text has parts for a clearance.
    pub(super) fn ids_by_class(&self, blocks: &mut [Block]) {
        if !blocks.iter().any(has_class) {
            return;
        }
        let mut open = Slugs::default();
        self.assign(blocks.iter_mut(), &mut open);
        let mut by_class: BTreeMap<String, Slugs> = BTreeMap::new();
        self.assign_in_classes(blocks, "", &open, &mut by_class);
    }

    /// The headings that stand in no part for a clearance.
    fn assign<'b>(&self, blocks: impl IntoIterator<Item = &'b mut Block>, slugs: &mut Slugs) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Class { .. } => {}
                BlockKind::Heading { id, content, .. } => {
                    let own = self.own_ids.get(&block.span.start).cloned();
                    let words = self.document.plain(*content);
                    *id = slugs.heading_id(&words, own, self.options.heading_ids).into();
                }
                _ => self.assign(block.children_mut(), slugs),
            }
        }
    }

    /// The headings of each class, by the names of all classes around them.
    fn assign_in_classes<'b>(
        &self,
        blocks: impl IntoIterator<Item = &'b mut Block>,
        around: &str,
        outside: &Slugs,
        by_class: &mut BTreeMap<String, Slugs>,
    ) {
        for block in blocks {
            let BlockKind::Class { class, audience, content } = &mut block.kind else {
                self.assign_in_classes(block.children_mut(), around, outside, by_class);
                continue;
            };
            let audience = audience.map_or("", |audience| self.document.str(audience));
            let name = format!("{around} {} {audience}", self.document.str(*class));
            let mut slugs = by_class.remove(&name).unwrap_or_else(|| outside.clone());
            self.assign(content.iter_mut(), &mut slugs);
            self.assign_in_classes(content.iter_mut(), &name, &slugs, by_class);
            by_class.insert(name, slugs);
        }
    }
}

fn has_class(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Class { .. }) || block.children().any(has_class)
}
