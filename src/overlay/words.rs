//! Words of an author and words of a page, made comparable.

use unicode_normalization::UnicodeNormalization as _;

use crate::topic::{Block, BlockKind, Documents};

/// Folds what a person does not see as a difference: letter case, runs of white space, typographic quotes and dashes,
/// Unicode forms (overlay design, 5.3).
pub fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.nfc().flat_map(char::to_lowercase).map(|character| match character {
            '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' => '\'',
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        }));
    }
    folded
}

/// Text with each run of white space as one blank, and none around it.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All words of a block without markup, with a blank between its parts.
pub(super) fn plain_words(block: &Block, documents: &Documents) -> String {
    let mut words = String::new();
    push_words(block, documents, &mut words);
    words.trim().to_owned()
}

fn push_words(block: &Block, documents: &Documents, words: &mut String) {
    let Some(document) = documents.get(block.source) else { return };
    let own = match &block.kind {
        BlockKind::Paragraph(content)
        | BlockKind::Plain(content)
        | BlockKind::Cell(content)
        | BlockKind::Term(content)
        | BlockKind::Heading { content, .. } => document.plain(*content),
        BlockKind::Code { text, .. } => document.str(*text).to_owned(),
        BlockKind::Picture(picture) => document.str(picture.alt).to_owned(),
        _ => String::new(),
    };
    if !own.is_empty() {
        words.push(' ');
        words.push_str(own.trim());
    }
    for child in block.children() {
        push_words(child, documents, words);
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(fold("  The\u{a0}“Café” \n– it’s"), fold("the \"Cafe\u{301}\" - IT'S"));
        assert_ne!(fold("On call"), fold("Oncall"));
    }
}
