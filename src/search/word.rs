//! Splits text into the words that are looked up, the same way as `themes/default/search/words.js` does for a query.
//!
//! A word is a run of letters, digits and marks; an apostrophe inside it is dropped (or splits, in French and Italian).
//! Scripts without blanks become overlapping pairs. Pieces joined by `-`, `.`, `:` or `_` are words each, and one more
//! together: `BCP-014` is `bcp`, `014`, `bcp014`; `3.2` is `3`, `2`, `3.2`; `e-mail` is `e`, `mail`, `email`. Digits of
//! a telephone number count joined too (`phone`). Both sides read the cases in `tests/search/tokens.json`.

use super::fold::{fold, is_word_character};
use super::phone::{Phone, find_phones};

/// Longer terms are cut: what is longer is a key or a coded picture, not a word.
const LONGEST_TERM: usize = 40;
/// More pieces make a path or a list, not an identifier.
const MOST_PIECES: usize = 6;

/// One term at one place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded form.
    pub term: String,
    /// Count of words before it. Extra forms of a word share its position.
    pub position: u32,
    /// First and last character (exclusive) in the text, counted in characters.
    pub span: (usize, usize),
    /// The lower-case form with its accents, if folding changed it. The stemmer wants it.
    pub accented: Option<String>,
    /// Whether this is an extra form: a joined identifier or telephone number.
    pub joined: bool,
}

/// How the language writes words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apostrophe {
    /// `can't` is `cant`.
    Inside,
    /// `l'eau` is `l`, `eau`.
    Splits,
}

/// The words of `text` in order.
pub(crate) fn find_words(text: &str, apostrophe: Apostrophe) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let mut finder = Finder { phones: find_phones(&letters), letters, apostrophe, position: 0, words: Vec::new() };
    let mut at = 0;
    while at < finder.letters.len() {
        at = if finder.starts_word(at) { finder.read_compound(at) } else { at + 1 };
    }
    finder.words
}

struct Finder {
    letters: Vec<char>,
    phones: Vec<Phone>,
    apostrophe: Apostrophe,
    position: u32,
    words: Vec<Word>,
}

impl Finder {
    fn letter(&self, at: usize) -> char {
        self.letters.get(at).copied().unwrap_or('\0')
    }

    fn starts_word(&self, at: usize) -> bool {
        let letter = self.letter(at);
        letter.is_alphanumeric() && !is_apostrophe(letter)
    }

    /// Reads pieces and the single connectors between them; returns where the compound ends.
    fn read_compound(&mut self, start: usize) -> usize {
        let first_word = self.words.len();
        let mut pieces = Vec::new();
        let mut connectors = Vec::new();
        let mut at = start;
        loop {
            let end = self.piece_end(at);
            pieces.push((at, end));
            if !is_connector(self.letter(end)) || !self.starts_word(end + 1) {
                break;
            }
            connectors.push(self.letter(end));
            at = end + 1;
        }
        let position = self.position;
        let end = pieces.last().map_or(start, |piece| piece.1);
        for &piece in &pieces {
            self.push_piece(piece);
        }
        if let Some(term) = self.join(first_word, &pieces, &connectors) {
            self.words.push(Word { term, position, span: (start, end), accented: None, joined: true });
        }
        end
    }

    fn piece_end(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            let letter = self.letter(at);
            let inside = if is_apostrophe(letter) {
                self.apostrophe == Apostrophe::Inside && self.starts_word(at + 1)
            } else {
                at < self.letters.len() && (is_word_character(letter) || is_ignored(letter))
            };
            if !inside {
                return at;
            }
            at += 1;
        }
    }

    /// A piece is cut where its script changes between pairs and plain words: `Azure防災` is `azure`, `防災`.
    fn push_piece(&mut self, (start, end): (usize, usize)) {
        let position = self.position;
        let mut at = start;
        while at < end {
            let paired = is_paired(self.letter(at));
            let mut stop = at + 1;
            while stop < end && (is_paired(self.letter(stop)) == paired || !self.letter(stop).is_alphanumeric()) {
                stop += 1;
            }
            if paired {
                self.push_pairs((at, stop));
            } else {
                self.push_plain((at, stop));
            }
            at = stop;
        }
        let phones: Vec<String> =
            self.phones.iter().filter(|phone| phone.start == start).flat_map(|phone| phone.forms.clone()).collect();
        for term in phones {
            self.words.push(Word { term, position, span: (start, end), accented: None, joined: true });
        }
    }

    fn push_plain(&mut self, span: (usize, usize)) {
        let written = self.text(span);
        let mut term = fold(&written);
        if term.is_empty() {
            return;
        }
        let accented = (!written.is_ascii()).then(|| lower(&written)).filter(|lower| *lower != term);
        if let Some((cut, _)) = term.char_indices().nth(LONGEST_TERM) {
            term.truncate(cut);
        }
        self.words.push(Word { term, position: self.position, span, accented, joined: false });
        self.position += 1;
    }

    fn push_pairs(&mut self, span: (usize, usize)) {
        let folded: Vec<char> = fold(&self.text(span)).chars().collect();
        let aligned = folded.len() == span.1 - span.0;
        let width = folded.len().min(2);
        for (offset, pair) in folded.windows(width.max(1)).enumerate() {
            let span = if aligned { (span.0 + offset, span.0 + offset + width) } else { span };
            let term = pair.iter().collect();
            self.words.push(Word { term, position: self.position, span, accented: None, joined: false });
            self.position += 1;
        }
    }

    /// The extra word that the pieces make together, if they read as an identifier or a hyphenated word.
    fn join(&self, first_word: usize, pieces: &[(usize, usize)], connectors: &[char]) -> Option<String> {
        let parts: Vec<&Word> = self.words.get(first_word..)?.iter().filter(|word| !word.joined).collect();
        let plain = parts.len() == pieces.len() && pieces.iter().all(|piece| !is_paired(self.letter(piece.0)));
        let numbered = pieces.iter().any(|piece| (piece.0..piece.1).any(|at| self.letter(at).is_numeric()));
        let hyphened = pieces.len() <= 3 && connectors.iter().all(|&connector| is_hyphen(connector));
        if !plain || !(2..=MOST_PIECES).contains(&pieces.len()) || !(numbered || hyphened) {
            return None;
        }
        let mut joined = String::new();
        for (index, part) in parts.iter().enumerate() {
            let dotted =
                index > 0 && connectors.get(index - 1).is_some_and(|&connector| matches!(connector, '.' | ':'));
            if dotted && ends_with_digit(&joined) && part.term.starts_with(|letter: char| letter.is_ascii_digit()) {
                joined.push('.');
            }
            joined.push_str(&part.term);
        }
        (joined.chars().count() <= LONGEST_TERM).then_some(joined)
    }

    fn text(&self, (start, end): (usize, usize)) -> String {
        let letters = self.letters.get(start..end).unwrap_or_default();
        letters.iter().filter(|&&letter| !is_apostrophe(letter) && !is_ignored(letter)).collect()
    }
}

fn lower(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    written.nfkc().collect::<String>().to_lowercase()
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|letter: char| letter.is_ascii_digit())
}

/// Straight, curly, modifier, full-width, grave, acute, prime.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{FF07}' | '`' | '\u{B4}' | '\u{2032}')
}

/// Soft hyphen, zero-width joiners and the word joiner: written, not read.
fn is_ignored(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

fn is_connector(letter: char) -> bool {
    is_hyphen(letter) || matches!(letter, '.' | ':' | '_')
}

/// Scripts written without blanks between words (and Korean, whose blanks part phrases): Thai, Lao, Myanmar, Khmer,
/// kana, Han, Hangul.
fn is_paired(letter: char) -> bool {
    matches!(letter,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
        #[serde(default)]
        elision: bool,
        words: Vec<(String, u32, String)>,
    }

    #[test]
    fn words_are_those_of_the_shared_cases() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/search/tokens.json")).expect("cases");
        assert!(cases.len() > 30);
        for case in cases {
            let apostrophe = if case.elision { Apostrophe::Splits } else { Apostrophe::Inside };
            let found: Vec<_> = find_words(&case.text, apostrophe)
                .into_iter()
                .map(|word| {
                    let written = case.text.chars().skip(word.span.0).take(word.span.1 - word.span.0).collect();
                    (word.term, word.position, written)
                })
                .collect();
            assert_eq!(found, case.words, "{}", case.text);
        }
    }

    #[test]
    fn the_stemmer_gets_the_accents_that_the_term_lost() {
        let words = find_words("Réunions d'équipe", Apostrophe::Splits);
        let accented: Vec<_> = words.iter().map(|word| word.accented.as_deref()).collect();
        assert_eq!(accented, [Some("réunions"), None, Some("équipe")]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_every_span_lies_inside(text in "\\PC{0,60}") {
            let length = text.chars().count();
            for word in find_words(&text, Apostrophe::Inside) {
                proptest::prop_assert!(!word.term.is_empty());
                proptest::prop_assert!(word.span.0 < word.span.1 && word.span.1 <= length);
            }
        }
    }
}
