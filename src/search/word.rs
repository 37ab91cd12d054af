//! Splits text into the words that are looked up, the same way as the browser's half does for a query.
//!
//! A word is a run of letters, digits and marks; an apostrophe inside it is dropped (or splits, in French and Italian).
//! Scripts without blanks become overlapping pairs. Pieces joined by `-`, `.`, `:` or `_` are words each, and one more
//! together: `BCP-014` is `bcp`, `014`, `bcp014`; `3.2` is `3`, `2`, `3.2`; `e-mail` is `e`, `mail`, `email`. Digits of
//! a telephone number count joined too (`phone`). Both sides read the cases in `tests/search/tokens.json`.
//!
//! Words go to a [`WordSink`] as slices of the text, so that a text of plain words costs no allocation.

use super::fold::{fold, is_word_character};
use super::phone::{Phone, find_phones};

/// Longer terms are cut: what is longer is a key or a coded picture, not a word.
const LONGEST_TERM: usize = 40;
/// More pieces make a path or a list, not an identifier.
const MOST_PIECES: usize = 6;

/// Takes the words of a text in order.
pub(crate) trait WordSink<'t> {
    /// A word as it is written, at a place counted in words. Returns whether anything of it is left to compare
    /// ([`plain_term`]); if not, it takes no place.
    fn written(&mut self, written: &'t str, place: u32) -> bool;

    /// A pair of characters, or (`joined`) an extra form of the words from this place on.
    fn term(&mut self, term: &str, place: u32, joined: bool);
}

/// How the language writes words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apostrophe {
    /// `can't` is `cant`.
    Inside,
    /// `l'eau` is `l`, `eau`.
    Splits,
}

/// Hands the words of `text` to `sink`; returns how many places they take.
pub(crate) fn read_words<'t>(text: &'t str, apostrophe: Apostrophe, sink: &mut impl WordSink<'t>) -> u32 {
    let mut reader = Reader { text, phones: find_phones(text), apostrophe, place: 0, sink };
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        at = if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() { reader.read_from_ascii(at) } else { at + 1 }
        } else if reader.starts_word(at) {
            reader.read_compound(at)
        } else {
            at + reader.letter(at).map_or(1, char::len_utf8)
        };
    }
    reader.place
}

/// The compared form of a plain word, and its lower-case form with accents if folding changed it: the stemmer wants
/// that one. `None` if nothing is left.
pub(crate) fn plain_term(written: &str) -> Option<(String, Option<String>)> {
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let term = written.get(..LONGEST_TERM).unwrap_or(written).to_ascii_lowercase();
        return (!term.is_empty()).then_some((term, None));
    }
    let read: String = written.chars().filter(|&letter| !is_apostrophe(letter) && !is_ignored(letter)).collect();
    let mut term = fold(&read);
    let accented = (!read.is_ascii()).then(|| lower(&read)).filter(|lower| *lower != term);
    if let Some((cut, _)) = term.char_indices().nth(LONGEST_TERM) {
        term.truncate(cut);
    }
    (!term.is_empty()).then_some((term, accented))
}

/// The plain words and pairs of a text, folded: what makes a title the same as a query.
pub(crate) fn fold_words(text: &str, apostrophe: Apostrophe) -> Vec<String> {
    struct Folded(Vec<String>);
    impl WordSink<'_> for Folded {
        fn written(&mut self, written: &str, _: u32) -> bool {
            let term = plain_term(written);
            let any = term.is_some();
            self.0.extend(term.map(|(term, _)| term));
            any
        }
        fn term(&mut self, term: &str, _: u32, joined: bool) {
            if !joined {
                self.0.push(term.to_string());
            }
        }
    }
    let mut folded = Folded(Vec::new());
    read_words(text, apostrophe, &mut folded);
    folded.0
}

struct Reader<'t, 's, S> {
    text: &'t str,
    phones: Vec<Phone>,
    apostrophe: Apostrophe,
    place: u32,
    sink: &'s mut S,
}

impl<'t, S: WordSink<'t>> Reader<'t, '_, S> {
    fn letter(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn starts_word(&self, at: usize) -> bool {
        self.letter(at).is_some_and(|letter| letter.is_alphanumeric() && !is_apostrophe(letter))
    }

    /// The usual case: a run of plain letters and digits with nothing around it that could belong to it.
    fn read_from_ascii(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let run = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = start + run;
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
        let (next, after) = (byte(end), byte(end + 1));
        let may_join = matches!(next, b'-' | b'.' | b':' | b'_' | b'\'' | b'`');
        let ends = next.is_ascii() && !(may_join && (after.is_ascii_alphanumeric() || !after.is_ascii()));
        if !ends || self.phones.iter().any(|phone| phone.start == start) {
            return self.read_compound(start);
        }
        self.push_plain((start, end));
        end
    }

    /// Reads pieces and the single connectors between them; returns where the compound ends.
    fn read_compound(&mut self, start: usize) -> usize {
        let place = self.place;
        let mut pieces = Vec::new();
        let mut connectors = Vec::new();
        let mut at = start;
        let end = loop {
            let end = self.piece_end(at);
            pieces.push((at, end));
            let connector = self.letter(end).filter(|&letter| is_connector(letter));
            let next = connector.map_or(end, |connector| end + connector.len_utf8());
            let Some(connector) = connector.filter(|_| self.starts_word(next)) else { break end };
            connectors.push(connector);
            at = next;
        };
        let mut each_is_one_word = true;
        for &piece in &pieces {
            let before = self.place;
            self.push_piece(piece);
            each_is_one_word &= self.place == before + 1;
        }
        if each_is_one_word && let Some(term) = self.join(&pieces, &connectors) {
            self.sink.term(&term, place, true);
        }
        end
    }

    fn piece_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(letter) = self.letter(at) {
            let next = at + letter.len_utf8();
            let inside = if is_apostrophe(letter) {
                self.apostrophe == Apostrophe::Inside && self.starts_word(next)
            } else {
                is_word_character(letter) || is_ignored(letter)
            };
            if !inside {
                break;
            }
            at = next;
        }
        at
    }

    /// A piece is cut where its script changes between pairs and plain words: `Azure防災` is `azure`, `防災`.
    fn push_piece(&mut self, (start, end): (usize, usize)) {
        let place = self.place;
        let mut at = start;
        while at < end {
            let paired = self.letter(at).is_some_and(is_paired);
            let run = self.text.get(at..end).unwrap_or_default().char_indices().skip(1);
            let mut same = run.skip_while(|&(_, letter)| is_paired(letter) == paired || !letter.is_alphanumeric());
            let stop = same.next().map_or(end, |(offset, _)| at + offset);
            if paired {
                self.push_pairs((at, stop));
            } else {
                self.push_plain((at, stop));
            }
            at = stop;
        }
        for phone in self.phones.iter().filter(|phone| phone.start == start) {
            for form in &phone.forms {
                self.sink.term(form, place, true);
            }
        }
    }

    fn push_plain(&mut self, (start, end): (usize, usize)) {
        if self.sink.written(self.text.get(start..end).unwrap_or_default(), self.place) {
            self.place += 1;
        }
    }

    fn push_pairs(&mut self, (start, end): (usize, usize)) {
        let written = self.text.get(start..end).unwrap_or_default();
        let read: String = written.chars().filter(|&letter| !is_apostrophe(letter) && !is_ignored(letter)).collect();
        let folded: Vec<char> = fold(&read).chars().collect();
        for pair in folded.windows(folded.len().clamp(1, 2)) {
            self.sink.term(&pair.iter().collect::<String>(), self.place, false);
            self.place += 1;
        }
    }

    /// The extra word that the pieces, each one word, make together if they read as an identifier or a hyphenated word.
    fn join(&self, pieces: &[(usize, usize)], connectors: &[char]) -> Option<String> {
        let written: Vec<&str> = pieces.iter().filter_map(|&(start, end)| self.text.get(start..end)).collect();
        let plain = written.iter().all(|piece| !piece.starts_with(is_paired));
        let numbered = written.iter().any(|piece| piece.contains(char::is_numeric));
        let hyphened = pieces.len() <= 3 && connectors.iter().all(|&connector| is_hyphen(connector));
        if !plain || !(2..=MOST_PIECES).contains(&pieces.len()) || !(numbered || hyphened) {
            return None;
        }
        let mut joined = String::new();
        for (index, piece) in written.iter().enumerate() {
            let (term, _) = plain_term(piece)?;
            let dotted =
                index > 0 && connectors.get(index - 1).is_some_and(|&connector| matches!(connector, '.' | ':'));
            if dotted && ends_with_digit(&joined) && term.starts_with(|letter: char| letter.is_ascii_digit()) {
                joined.push('.');
            }
            joined.push_str(&term);
        }
        (joined.chars().count() <= LONGEST_TERM).then_some(joined)
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

    #[derive(Default)]
    struct Words(Vec<(String, u32)>);

    impl WordSink<'_> for Words {
        fn written(&mut self, written: &str, place: u32) -> bool {
            let term = plain_term(written);
            let any = term.is_some();
            self.0.extend(term.map(|(term, _)| (term, place)));
            any
        }
        fn term(&mut self, term: &str, place: u32, _: bool) {
            self.0.push((term.to_string(), place));
        }
    }

    fn find_words(text: &str, apostrophe: Apostrophe) -> (Vec<(String, u32)>, u32) {
        let mut words = Words::default();
        let places = read_words(text, apostrophe, &mut words);
        (words.0, places)
    }

    #[test]
    fn words_are_those_of_the_shared_cases() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/search/tokens.json")).expect("cases");
        assert!(cases.len() > 30);
        for case in cases {
            let apostrophe = if case.elision { Apostrophe::Splits } else { Apostrophe::Inside };
            let expected: Vec<_> = case.words.into_iter().map(|(term, place, _)| (term, place)).collect();
            assert_eq!(find_words(&case.text, apostrophe).0, expected, "{}", case.text);
        }
    }

    #[test]
    fn the_stemmer_gets_the_accents_that_the_term_lost() {
        for (written, accented) in [("Réunions", Some("réunions")), ("d", None), ("équipe", Some("équipe"))] {
            assert_eq!(plain_term(written).and_then(|(_, accented)| accented).as_deref(), accented, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_every_place_lies_inside(text in "\\PC{0,60}", splits: bool) {
            let apostrophe = if splits { Apostrophe::Splits } else { Apostrophe::Inside };
            let (words, places) = find_words(&text, apostrophe);
            for (term, place) in words {
                proptest::prop_assert!(!term.is_empty() && place < places);
            }
        }

        // The quick way for plain letters gives what the careful one does.
        #[test]
        fn plain_letters_are_read_like_any_others(text in "[a-c1 .:_'`é\u{2019}+-]{0,24}") {
            struct Slow(Vec<(String, u32)>);
            impl WordSink<'_> for Slow {
                fn written(&mut self, written: &str, place: u32) -> bool {
                    self.0.extend(plain_term(written).map(|(term, _)| (term, place)));
                    true
                }
                fn term(&mut self, term: &str, place: u32, _: bool) {
                    self.0.push((term.to_string(), place));
                }
            }
            let mut sink = Slow(Vec::new());
            let phones = find_phones(&text);
            let mut reader = Reader { text: &text, phones, apostrophe: Apostrophe::Inside, place: 0, sink: &mut sink };
            let mut at = 0;
            while let Some(letter) = reader.letter(at) {
                at = if reader.starts_word(at) { reader.read_compound(at) } else { at + letter.len_utf8() };
            }
            proptest::prop_assert_eq!(find_words(&text, Apostrophe::Inside).0, sink.0);
        }
    }
}
