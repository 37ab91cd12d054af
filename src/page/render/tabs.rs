//! Groups of tabs: every panel in reading order, each with its label. Scripts choose what shows.

use super::Renderer;
use crate::topic::Tab;

impl<'a> Renderer<'a> {
    pub(super) fn tabs(&mut self, tabs: &'a [Tab]) {
        self.tab_groups += 1;
        let group = self.tab_groups;
        self.push("<div class=\"tabs\" data-tabs=\"\">\n");
        for tab in tabs {
            let ids = tab.ids.join("+");
            self.push("<section class=\"tab\"");
            self.attribute("data-tab", &ids);
            if let Some(condition) = &tab.condition {
                self.attribute("data-condition", condition);
            }
            self.push("><p class=\"tab-label\"");
            if self.paper.is_none() {
                let id = self.label_id(group, &ids);
                self.attribute("id", &id);
            }
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

    /// An id for a label that nothing else on the page has.
    fn label_id(&mut self, group: usize, ids: &str) -> String {
        let word: String = ids.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let id = format!("tabs-{group}-{word}");
        if self.take_id(&id) {
            return id;
        }
        self.label_repeats += 1;
        let mut id = format!("tabs-{group}-{word}--{}", self.label_repeats);
        while !self.take_id(&id) {
            id.push('-');
        }
        id
    }
}
