//! The words of running text: inlines without their markup.

use crate::topic::{Document, Inline, Inlines};

/// Appends the words of a range of inlines: code, alternative texts and mathematics included, raw tags and comments not.
pub(super) fn push_words(out: &mut String, document: &Document, range: Inlines) {
    push_inline_words(out, document, document.inlines(range));
}

/// The words of a range of inlines, trimmed.
pub(super) fn words_of(document: &Document, range: Inlines) -> String {
    let mut words = String::new();
    push_words(&mut words, document, range);
    let trimmed = words.trim();
    if trimmed.len() == words.len() { words } else { trimmed.to_owned() }
}

/// Appends the words of these inlines.
pub(super) fn push_inline_words(out: &mut String, document: &Document, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => out.push_str(document.str(*text)),
            Inline::Picture { alt, .. } => out.push_str(document.str(*alt)),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Variable(name) => {
                out.push_str("{{");
                out.push_str(document.str(*name));
                out.push_str("}}");
            }
            // `one<br>two` are two words.
            Inline::Html(tag) if is_line_break(document.str(*tag)) => out.push(' '),
            Inline::Html(_)
            | Inline::Open(_)
            | Inline::Close(_)
            | Inline::LinkOpen(_)
            | Inline::LinkClose
            | Inline::ImageOpen(_)
            | Inline::ImageClose
            | Inline::Include(_)
            | Inline::FootnoteRef(_) => {}
        }
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}
