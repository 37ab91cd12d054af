//! Lists and their items, boxes to tick among them.

use super::Renderer;
use crate::topic::{Block, BlockKind};

impl<'a> Renderer<'a> {
    /// A list. An ordered one begins with its first number.
    pub(super) fn list(&mut self, start: Option<u64>, items: &'a [Block]) {
        let steps = self.begin_steps(items);
        match start {
            None => self.push("<ul>\n"),
            Some(1) => self.push("<ol>\n"),
            Some(start) => {
                self.push("<ol");
                // Browsers read a number of 32 bits here; CommonMark's numbers have nine digits at most.
                self.attribute("start", &start.min(999_999_999).to_string());
                self.push(">\n");
            }
        }
        for item in items {
            self.item(item);
        }
        self.push(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
        self.end_steps(steps);
    }

    fn item(&mut self, item: &'a Block) {
        let BlockKind::Item { task, content } = &item.kind else { return self.block(item) };
        self.mark(item);
        self.push("<li");
        let own = match (task.is_some(), self.has_bar(item)) {
            (true, true) => "task changed",
            (true, false) => "task",
            (false, true) => "changed",
            (false, false) => "",
        };
        let around = self.begin_part(item, "layer-item", own);
        self.push(">");
        self.margin_mark();
        if let (Some(ticked), Some(_)) = (task, self.paper) {
            self.paper_task(*ticked, content);
            self.push("</li>\n");
            return self.end_part(around);
        }
        let content = match task {
            Some(ticked) => self.task(*ticked, content),
            None => content,
        };
        self.children(content);
        self.push("</li>\n");
        self.end_part(around);
    }

    /// The box of a task with the words that name it. Gives back the blocks that remain.
    fn task(&mut self, ticked: bool, content: &'a [Block]) -> &'a [Block] {
        self.push(if ticked {
            "<label><input type=\"checkbox\" checked=\"\">"
        } else {
            "<label><input type=\"checkbox\">"
        });
        let named = match content.split_first() {
            Some((first, rest)) => match &first.kind {
                BlockKind::Plain(words) | BlockKind::Paragraph(words) => {
                    self.document(first).map(|document| (document, *words, rest))
                }
                _ => None,
            },
            None => None,
        };
        let Some((document, words, rest)) = named else {
            self.push(" <span class=\"visually-hidden\">Task</span></label>\n");
            return content;
        };
        self.push(" <span>");
        self.inlines(document, words);
        self.push("</span></label>");
        rest
    }
}
