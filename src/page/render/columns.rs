//! Columns side by side, and quotes with a class.

use super::Renderer;
use super::raw::is_plain_class;
use crate::topic::{Block, BlockKind};

impl<'a> Renderer<'a> {
    /// `:::row:::`. Reading order is the order of the source.
    pub(super) fn columns(&mut self, columns: &'a [Block]) {
        self.push("<div class=\"row\">\n");
        for column in columns {
            let BlockKind::Column { span, content } = &column.kind else {
                self.block(column);
                continue;
            };
            self.push("<div");
            let around = self.begin_part(column, "layer-item", "column");
            self.attribute("data-span", &span.clamp(&1, &12).to_string());
            self.push(">\n");
            self.children(content);
            self.push("</div>\n");
            self.end_part(around);
        }
        self.push("</div>\n");
    }

    /// `> [!div class="…"]`. A selector of variants of the page is navigation; any other class is a hint for the look.
    pub(super) fn div(&mut self, class: &str, content: &'a [Block]) {
        let selector = class.split_whitespace().any(|class| class.starts_with("op_") && class.ends_with("_selector"));
        self.push(if selector { "<nav" } else { "<div" });
        let classes: Vec<&str> = class.split_whitespace().filter(|class| is_plain_class(class)).collect();
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        if selector {
            let name = self.region_name("Versions of this page".to_owned());
            self.attribute("aria-label", &name);
        }
        self.wrapped(">\n", content, if selector { "</nav>\n" } else { "</div>\n" });
    }
}
