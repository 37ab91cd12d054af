//! Zones and monikers: text for some readers, labelled with whom it is for. Scripts choose what shows.

use super::Renderer;
use crate::topic::Block;

impl<'a> Renderer<'a> {
    /// `::: zone pivot="…"`; one without pivots is for everybody.
    pub(super) fn zone(&mut self, pivots: &[Box<str>], content: &'a [Block]) {
        if pivots.is_empty() {
            return self.blocks(content);
        }
        let title = |id: &str| self.settings.pivots.get(id).map_or_else(|| id.to_owned(), Clone::clone);
        let titles: Vec<String> = pivots.iter().map(|id| title(id)).collect();
        self.push("<div class=\"zone\"");
        self.attribute("data-pivot", &pivots.join(" "));
        self.applies_to(&titles.join(", "), content);
    }

    /// `::: moniker range="…"`.
    pub(super) fn moniker(&mut self, range: &str, content: &'a [Block]) {
        self.push("<div class=\"moniker\"");
        self.attribute("data-moniker", range);
        self.applies_to(range, content);
    }

    fn applies_to(&mut self, whom: &str, content: &'a [Block]) {
        self.push("><p class=\"zone-label\">Applies to: ");
        self.text(whom);
        self.wrapped("</p>\n", content, "</div>\n");
    }
}
