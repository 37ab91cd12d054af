//! Turns a word as written into the form that is compared: `Überprüfung` and `uberprufung` are one.
//!
//! Compatibility forms, case and the accents of Latin, Greek, Cyrillic, Hebrew and Arabic are dropped; marks that spell
//! a vowel (Thai, Devanagari …) stay. `themes/search/words.mjs` does the same in the browser; both read the
//! cases in `tests/search/tokens.json`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The compared form of `word`. Holds letters, digits and vowel marks only.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let decomposed: String = word.nfkd().collect();
    let mut plain = String::with_capacity(word.len());
    for letter in decomposed.to_lowercase().nfkd() {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'ħ' => plain.push('h'),
            'ŧ' => plain.push('t'),
            'ς' => plain.push('σ'),
            _ if is_word_character(letter) && !is_dropped(letter) => plain.push(letter),
            _ => {}
        }
    }
    plain.nfc().collect()
}

/// A letter, digit or mark.
pub(crate) fn is_word_character(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Accents, Hebrew points, Arabic vowel signs and the stretcher, variation selectors, apostrophe-like letters.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}'
        | '\u{670}' | '\u{6D6}'..='\u{6ED}' | '\u{2BC}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_case_and_compatibility_forms_do_not_tell_words_apart() {
        for (written, compared) in [
            ("Überprüfung", "uberprufung"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("ΟΔΟΣ", "οδοσ"),
            ("ﬁre", "fire"),
            ("Ｆｕｌｌ", "full"),
            ("m²", "m2"),
            ("がぎ", "がぎ"),
            ("ｶﾞ", "ガ"),
            ("한국", "한국"),
            ("น้ำ", "น\u{e49}\u{e4d}า"),
        ] {
            assert_eq!(fold(written), compared, "{written}");
        }
    }
}
