//! `{{set.record.field}}` in running text → [`Inline::Variable`]. Only in projects that have data: topics of others may
//! hold such braces and mean them literally.

use super::Builder;
use crate::topic::{Inline, Slice};

/// Stands for the `{` of `\{{`, which is written literally. A noncharacter of Unicode, so that no text holds it.
pub(super) const LITERAL_BRACE: char = '\u{FDD0}';

impl Builder<'_> {
    /// Splits texts at the names between double braces.
    pub(super) fn find_variables(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        if !self.options.variables {
            return inlines;
        }
        let mut found = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.split_text(text, &mut found),
                other => found.push(other),
            }
        }
        found
    }

    fn split_text(&mut self, mut text: Slice, found: &mut Vec<Inline>) {
        loop {
            let words = self.document.str(text);
            let Some((start, end)) = braces(words) else { break };
            let (before, rest) = text.split(start);
            let (braces, after) = rest.split(end - start);
            self.push_text(before, found);
            let name = braces.split(2).1;
            let length = end - start - 4;
            found.push(Inline::Variable(name.split(length).0));
            text = after;
        }
        self.push_text(text, found);
    }

    fn push_text(&mut self, text: Slice, found: &mut Vec<Inline>) {
        let words = self.document.str(text);
        if words.contains(LITERAL_BRACE) {
            let literal = words.replace(LITERAL_BRACE, "{");
            found.push(Inline::Text(self.document.slice(&literal, usize::MAX)));
        } else if !text.is_empty() {
            found.push(Inline::Text(text));
        }
    }
}

/// Where the first name between double braces stands, braces included. Anything else between braces is literal.
fn braces(words: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = words.get(from..)?.find("{{") {
        let start = from + at;
        let inside = words.get(start + 2..)?;
        let length = inside.find("}}")?;
        let name = inside.get(..length)?;
        if is_name(name) {
            return Some((start, start + length + 4));
        }
        from = start + 2;
    }
    None
}

/// Names hold small letters, digits, `-`, `_` and dots; a filter may follow them.
fn is_name(inside: &str) -> bool {
    let name = inside.split('|').next().unwrap_or_default().trim();
    let first = name.chars().next().is_some_and(|letter| letter.is_ascii_lowercase());
    first && inside.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_. |".contains(letter))
}
