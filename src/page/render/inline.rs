//! Running text.

use super::Renderer;
use super::link::Closing;
use crate::topic::{Document, Inline, Inlines, Style};

impl<'a> Renderer<'a> {
    /// A range of inlines. What the author's raw tags open in it ends with it.
    pub(super) fn inlines(&mut self, document: &'a Document, range: Inlines) {
        let around = self.enter();
        self.forget_unclosed();
        let inlines = document.inlines(range);
        // What closes each span that is open, and how many raw tags were open before it.
        let mut spans: Vec<(usize, Closing)> = Vec::new();
        let mut rest = inlines;
        while let Some((inline, after)) = rest.split_first() {
            rest = after;
            match *inline {
                Inline::Text(text) => self.text(document.str(text)),
                Inline::Code(code) => self.element("code", document.str(code)),
                Inline::SoftBreak => self.push("\n"),
                Inline::HardBreak => self.push("<br>\n"),
                Inline::Open(style) => {
                    self.push("<");
                    self.push(element_of(style));
                    self.push(">");
                    spans.push((self.enter(), Closing::Tag(element_of(style))));
                }
                Inline::LinkOpen(link) => {
                    let closing = self.open_link(document, link);
                    spans.push((self.enter(), closing));
                }
                Inline::Close(_) | Inline::LinkClose => {
                    if let Some((floor, closing)) = spans.pop() {
                        self.close_span(floor, closing);
                    }
                }
                Inline::ImageOpen(link) => {
                    let end = closing_image(rest);
                    let (alt, after) = rest.split_at(end);
                    rest = after.get(1..).unwrap_or_default();
                    self.image(document, link, alt);
                }
                // Only a stray one is left: its opening took it along.
                Inline::ImageClose => {}
                Inline::Picture { image, alt, lightbox } => {
                    self.picture(document, image, document.str(alt), lightbox);
                }
                Inline::Html(tag) => rest = self.raw_inline(document, tag, rest),
                Inline::Include(link) => self.missing_inline_include(document, link),
                Inline::FootnoteRef(label) => self.footnote_ref(document.source, document.str(label)),
                Inline::Variable(name) => {
                    self.push("{{");
                    self.text(document.str(name));
                    self.push("}}");
                }
                Inline::Math(math) => {
                    self.push("<code class=\"math\">");
                    self.text(document.str(math));
                    self.push("</code>");
                }
            }
        }
        while let Some((floor, closing)) = spans.pop() {
            self.close_span(floor, closing);
        }
        self.leave(around);
    }

    fn close_span(&mut self, floor: usize, closing: Closing) {
        self.leave(floor);
        self.close_link(closing);
    }

    fn element(&mut self, name: &str, text: &str) {
        self.push("<");
        self.push(name);
        self.push(">");
        self.text(text);
        self.push("</");
        self.push(name);
        self.push(">");
    }
}

/// How many inlines stand before the end of the image that has just begun; images in its text count as text.
fn closing_image(inlines: &[Inline]) -> usize {
    let mut depth = 0_usize;
    inlines
        .iter()
        .position(|inline| {
            match inline {
                Inline::ImageOpen(_) => depth += 1,
                Inline::ImageClose if depth == 0 => return true,
                Inline::ImageClose => depth -= 1,
                _ => {}
            }
            false
        })
        .unwrap_or(inlines.len())
}

fn element_of(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
    }
}
