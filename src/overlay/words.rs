//! Words of an author and words of a page, made comparable.

use unicode_normalization::UnicodeNormalization as _;

/// Folds what a person does not see as a difference: letter case, runs of white space, typographic quotes and dashes,
/// Unicode forms (overlay design, 5.3).
pub(super) fn fold(words: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(fold("  The\u{a0}“Café” \n– it’s"), fold("the \"Cafe\u{301}\" - IT'S"));
        assert_ne!(fold("On call"), fold("Oncall"));
    }
}
