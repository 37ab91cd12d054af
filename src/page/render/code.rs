//! Blocks of code.

use super::Renderer;
use crate::finding::Finding;
use crate::finding::codes::markdown::M050;
use crate::page::Highlight;
use crate::page::diagram::{Drawing, DrawnPicture, NotDrawn, diagram_name};
use crate::page::highlight::push_code;

impl Renderer<'_> {
    /// Code in a language; empty where none is named.
    pub(super) fn code(&mut self, language: &str, text: &str) {
        let diagram = diagram_name(language);
        let settings = self.settings;
        match (diagram, settings.drawings.get(language, text)) {
            (Some(name), Some(Drawing::Picture(picture))) => return self.drawn(name, picture, language, text),
            (Some(name), Some(Drawing::Failed(NotDrawn::NotNow(why) | NotDrawn::Refused(why))))
                if self.paper.is_none() =>
            {
                let message = format!("this {name} diagram could not be drawn");
                self.report(Finding::new(&M050, message).label(why));
            }
            _ => {}
        }
        if self.paper.is_some() {
            return self.paper_code(text);
        }
        self.push("<div class=\"code\">");
        if let Some(name) = diagram {
            self.push("<p class=\"diagram-label\">Diagram, as its source (");
            self.push(name);
            self.push(")</p>");
        }
        self.code_lines(language, text);
        self.push("</div>\n");
    }

    /// A diagram as a picture, with its source for who cannot see it or wants its words.
    fn drawn(&mut self, name: &str, picture: &DrawnPicture, language: &str, text: &str) {
        let here = self.paper.map_or(&self.topic.page, |paper| paper.page());
        let address = here.url_to(&picture.path, None);
        let title = title_of(text);
        self.push("<figure class=\"diagram\"><img");
        self.attribute("src", &address);
        let alt = title.map_or_else(
            || format!("{name} diagram{}", if self.paper.is_some() { "" } else { "; its source follows" }),
            str::to_owned,
        );
        self.attribute("alt", &alt);
        if self.paper.is_some() {
            // What a program draws from a text that is printed is read as a picture alone.
            return self.push("></figure>\n");
        }
        if let Some(size) = picture.size {
            self.attribute("width", &size.width.to_string());
            self.attribute("height", &size.height.to_string());
        }
        self.push(
            " loading=\"lazy\" decoding=\"async\">\n<details class=\"description\"><summary>Source of the diagram (",
        );
        self.push(name);
        self.push(")</summary>\n<div class=\"code\">");
        self.code_lines(language, text);
        self.push("</div>\n</details></figure>\n");
    }

    fn code_lines(&mut self, language: &str, text: &str) {
        self.push("<pre><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        self.highlighted(language, text);
        self.push("</code></pre>");
    }

    /// The code itself, with marks of the language's words where they are wanted.
    fn highlighted(&mut self, language: &str, text: &str) {
        if self.settings.highlight == Highlight::Marked {
            push_code(&mut self.out, language, text);
        } else {
            self.text(text);
        }
    }
}

/// What a diagram says of itself for those who cannot see it: Mermaid's `accTitle: …`.
fn title_of(text: &str) -> Option<&str> {
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix("accTitle"))?;
    Some(line.trim_start().strip_prefix(':')?.trim()).filter(|title| !title.is_empty())
}
