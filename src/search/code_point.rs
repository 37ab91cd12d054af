//! Turns whole numbers into characters that stand in a JavaScript string without an escape.
//!
//! A number is one character past the quote and short of the surrogates, so that the browser's own UTF-8 decoder is our
//! variable-length decoder: 0–86 take one byte, to 1,995 two, to 55,000 three, to 999,999 four. The backslash, the
//! two line separators and the surrogates are stepped over. The client's `readNumber` is the other half;
//! both read the cases in `tests/search/numbers.json`. Never writes a control character, `'` or `\`.

/// First character used: past the controls, both quotes and the punctuation before `(`.
const FIRST: u32 = 0x28;
/// From here on a number takes three: a mark, the millions and the rest.
const LIMIT: u32 = 1_000_000;

/// Appends `number` to `text`.
pub(crate) fn push_number(text: &mut String, number: usize) {
    let limit = LIMIT as usize;
    if number >= limit {
        text.push(character(LIMIT));
        push_number(text, number / limit);
        push_number(text, number % limit);
    } else {
        text.push(character(u32::try_from(number).unwrap_or(LIMIT)));
    }
}

/// How many bytes of UTF-8 a number takes; beyond a million about so many.
pub(crate) fn number_length(number: usize) -> usize {
    u32::try_from(number).ok().filter(|&number| number < LIMIT).map_or(9, |number| character(number).len_utf8())
}

/// Appends a number that may be negative: 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 …
pub(crate) fn push_signed(text: &mut String, number: i64) {
    let folded = if number < 0 { -2 * number - 1 } else { 2 * number };
    push_number(text, usize::try_from(folded).unwrap_or(0));
}

/// How many UTF-16 units, the client's measure of a string, `text` takes.
pub(crate) fn utf16_length(text: &str) -> usize {
    // All bytes but those that continue a character, and once more those that begin one beyond U+FFFF.
    text.bytes().map(|byte| usize::from((byte & 0xC0) != 0x80) + usize::from(byte >= 0xF0)).sum()
}

fn character(number: u32) -> char {
    let mut point = number + FIRST;
    if point >= 0x5C {
        point += 1;
    }
    if point >= 0x2028 {
        point += 2;
    }
    if point >= 0xD800 {
        point += 0x2800;
    }
    char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_shared_cases_say() {
        let cases: Vec<(usize, Vec<u32>)> =
            serde_json::from_str(include_str!("../../tests/search/numbers.json")).expect("cases");
        for (number, points) in cases {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text.chars().map(u32::from).collect::<Vec<_>>(), points, "{number}");
        }
    }

    #[test]
    fn no_number_writes_a_character_that_javascript_would_read_as_more() {
        for number in 0..1_100_000 {
            let mut text = String::new();
            push_number(&mut text, number);
            assert!(!text.contains(['\'', '"', '\\', '\n', '\r', '\u{2028}', '\u{2029}', char::REPLACEMENT_CHARACTER]));
            assert!(text.chars().all(|letter| letter >= '('));
        }
    }
}
