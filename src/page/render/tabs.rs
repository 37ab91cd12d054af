//! Groups of tabs: every panel in reading order, each with its label. Scripts choose what shows.

use std::collections::BTreeSet;

use super::Renderer;
use crate::topic::Tab;

impl<'a> Renderer<'a> {
    pub(super) fn tabs(&mut self, tabs: &'a [Tab]) {
        self.tab_groups += 1;
        let group = self.tab_groups;
        let mut labels = BTreeSet::new();
        self.push("<div class=\"tabs\" data-tabs=\"\">\n");
        for tab in tabs {
            let ids = tab.ids.join("+");
            self.push("<section class=\"tab\"");
            self.attribute("data-tab", &ids);
            if let Some(condition) = &tab.condition {
                self.attribute("data-condition", condition);
            }
            self.push("><p class=\"tab-label\"");
            let id = self.label_id(group, &ids, &mut labels);
            self.attribute("id", &id);
            self.push(">");
            if let Some(document) = self.playbook.documents.get(tab.source) {
                self.inlines(document, tab.label);
            }
            self.push("</p>\n");
            self.children(&tab.content);
            self.push("</section>\n");
        }
        self.push("</div>\n");
    }

    /// An id for a label that neither another label nor a heading of the page has.
    fn label_id(&self, group: usize, ids: &str, labels: &mut BTreeSet<String>) -> String {
        let word: String = ids.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let mut id = format!("tabs-{group}-{word}");
        let mut number = 1_usize;
        while labels.contains(&id) || self.topic.outline.iter().any(|heading| *heading.id == *id) {
            number += 1;
            id = format!("tabs-{group}-{word}-{number}");
        }
        labels.insert(id.clone());
        id
    }
}
