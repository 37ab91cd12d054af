//! Bytes of a file → text: byte-order marks, UTF-16, line ends.

use std::borrow::Cow;

/// Where a file stops being text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecodable {
    /// Offset of the first byte that is no text, counted from the file's start.
    pub offset: usize,
}

/// Decodes UTF-8 with or without a byte-order mark, and UTF-16 with one. Every line end (`\r\n`, a lone `\r`, mixed)
/// becomes `\n`. NUL, as CommonMark asks, and other control characters but tabs and form feeds become U+FFFD.
///
/// # Errors
/// Where the bytes are no such text: the offset of the first bad byte.
pub fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?.into(),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?.into(),
        bytes => utf8(bytes, 0)?,
    };
    Ok(normalise_line_ends(text))
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<Cow<'_, str>, Undecodable> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| Undecodable { offset: skipped + error.valid_up_to() })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Undecodable> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)]));
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 2;
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| Undecodable { offset })?;
        text.push(character);
        offset += 2 * character.len_utf16();
    }
    if odd { Err(Undecodable { offset }) } else { Ok(text) }
}

fn normalise_line_ends(text: Cow<'_, str>) -> String {
    if !text.bytes().any(|byte| byte == b'\r' || is_lost(byte.into())) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            lost if is_lost(lost) => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}

/// Whether a character is for machines alone: no page can show it, and YAML forbids it.
fn is_lost(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::{Undecodable, decode};

    #[test]
    fn every_line_end_and_mark_is_read() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\rc\n").unwrap(), "a\nb\nc\n");
        assert_eq!(decode(b"\xFF\xFEa\0\xE9\0").unwrap(), "a\u{e9}");
        assert_eq!(decode(b"\xFE\xFF\0a\0\r").unwrap(), "a\n");
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn what_no_page_can_show_becomes_the_mark_of_a_lost_character() {
        assert_eq!(decode(b"a\0b\x07c\x1Bd\x7F").unwrap(), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(decode(b"a\tb\x0Cc\n").unwrap(), "a\tb\x0Cc\n");
    }

    #[test]
    fn a_bad_byte_is_reported_with_its_offset() {
        assert_eq!(decode(b"ab\xFFc"), Err(Undecodable { offset: 2 }));
        assert_eq!(decode(b"\xEF\xBB\xBFab\xC3"), Err(Undecodable { offset: 5 }));
        assert_eq!(decode(b"\xFF\xFEa\0b"), Err(Undecodable { offset: 4 }));
    }
}
