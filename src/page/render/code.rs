//! Blocks of code.

use super::Renderer;

impl Renderer<'_> {
    /// Code in a language; empty where none is named.
    pub(super) fn code(&mut self, language: &str, text: &str) {
        if self.paper.is_some() {
            return self.paper_code(text);
        }
        self.push("<div class=\"code\"><pre><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
        self.highlighted(language, text);
        self.push("</code></pre></div>\n");
    }

    /// The code itself. The one place where marks of the language's words may come in.
    fn highlighted(&mut self, _language: &str, text: &str) {
        self.text(text);
    }
}
