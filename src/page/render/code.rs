//! Blocks of code.

use super::Renderer;
use crate::page::Highlight;
use crate::page::highlight::push_code;

/// Languages that describe a drawing. Nothing here draws them: their text is shown, and said to be that.
const DIAGRAMS: [(&str, &str); 6] = [
    ("mermaid", "Mermaid"),
    ("dot", "Graphviz"),
    ("graphviz", "Graphviz"),
    ("plantuml", "PlantUML"),
    ("puml", "PlantUML"),
    ("d2", "D2"),
];

impl Renderer<'_> {
    /// Code in a language; empty where none is named.
    pub(super) fn code(&mut self, language: &str, text: &str) {
        if self.paper.is_some() {
            return self.paper_code(text);
        }
        self.push("<div class=\"code\">");
        if let Some((_, name)) = DIAGRAMS.iter().find(|(known, _)| *known == language) {
            self.push("<p class=\"diagram-label\">Diagram, as its source (");
            self.push(name);
            self.push(")</p>");
        }
        self.push("<pre><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        self.highlighted(language, text);
        self.push("</code></pre></div>\n");
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
