//! Text → HTML text and attribute values.
//!
//! Written the way html5ever serialises (`&nbsp;` for U+00A0, `<` and `>` escaped in attributes too), so that a pass of
//! the sanitiser leaves it alone. Characters that HTML forbids become U+FFFD, as `CommonMark` has it for NUL.

/// Appends `text` for use between tags.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, b'&');
}

/// Appends ` name="value"`. The name is ours, the value anybody's.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value, b'"');
    out.push('"');
}

fn push_escaped(out: &mut String, text: &str, quote: u8) {
    let mut clean = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    // What begins something to replace, or may do so; most bytes of any text are none of it.
    let is_special = |byte: &u8| matches!(*byte, 0..0x20 | b'&' | b'<' | b'>' | b'"' | 0x7F | 0xC2 | 0xEF..=0xF4);
    while let Some(further) = bytes.get(at..).and_then(|rest| rest.iter().position(is_special)) {
        at += further;
        let Some(&byte) = bytes.get(at) else { break };
        let next = || bytes.get(at + 1).copied().unwrap_or(0);
        let (replacement, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if quote == b'"' => ("&quot;", 1),
            // A raw carriage return would be read back as a line end.
            b'\r' => ("\n", 1),
            b'\t' | b'\n' => ("", 0),
            0..0x20 | 0x7F => ("\u{FFFD}", 1),
            0xC2 if next() == 0xA0 => ("&nbsp;", 2),
            // U+0080 to U+009F: control characters, forbidden in HTML.
            0xC2 if next() < 0xA0 => ("\u{FFFD}", 2),
            // The non-characters: U+FDD0 to U+FDEF, and the last two of each plane.
            0xEF..=0xF4 => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(character) if is_noncharacter(character) => ("\u{FFFD}", character.len_utf8()),
                _ => ("", 0),
            },
            _ => ("", 0),
        };
        if length == 0 {
            at += 1;
            continue;
        }
        out.push_str(text.get(clean..at).unwrap_or_default());
        out.push_str(replacement);
        at += length;
        clean = at;
    }
    out.push_str(text.get(clean..).unwrap_or_default());
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::{push_attribute, push_text};

    fn text(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text);
        out
    }

    #[test]
    fn nothing_in_a_text_can_become_a_tag() {
        assert_eq!(text("a <b> & \"c\"\u{a0}ä"), "a &lt;b&gt; &amp; \"c\"&nbsp;ä");
        assert_eq!(text("x\0\r\u{85}\u{fffe}\u{1f600}\u{1ffff}y"), "x\u{fffd}\n\u{fffd}\u{fffd}\u{1f600}\u{fffd}y");
    }

    #[test]
    fn nothing_in_a_value_can_end_the_attribute() {
        let mut out = String::new();
        push_attribute(&mut out, "title", "\" onclick='x' <b>");
        assert_eq!(out, " title=\"&quot; onclick='x' &lt;b&gt;\"");
    }
}
