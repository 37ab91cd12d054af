//! Words of Typst: string literals, calls, blocks of code. The only place that writes a quote or a bracket.
//!
//! Everything an author wrote goes through [`string`], so it can only ever be the inside of a string literal. What the
//! emitter writes around it is code of the theme's vocabulary: function names of ours, numbers, labels.

use std::fmt::Write;

/// A string literal whose value is `text`.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control if control.is_control() || is_invisible(control) => {
                _ = write!(out, "\\u{{{:x}}}", u32::from(control));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// Characters that a reader of the source could not see, among them those that change the order of text.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A call of a function of the vocabulary.
pub(super) fn call(name: &str, arguments: &[String]) -> String {
    format!("{name}({})", arguments.join(", "))
}

/// A named argument.
pub(super) fn named(name: &str, value: &str) -> String {
    format!("{name}: {value}")
}

/// An array.
pub(super) fn array(items: &[String]) -> String {
    match items {
        [one] => format!("({one},)"),
        items => format!("({})", items.join(", ")),
    }
}

/// A string literal, or `none`.
pub(super) fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), string)
}

/// Pieces of running text joined to one value.
pub(super) fn joined(pieces: Vec<String>) -> String {
    join(pieces, "; ", "{", "}")
}

/// Blocks joined to one value, one a line.
pub(super) fn stacked(blocks: Vec<String>) -> String {
    join(blocks, "\n", "{\n", "\n}")
}

fn join(mut pieces: Vec<String>, between: &str, open: &str, close: &str) -> String {
    match pieces.len() {
        0 => "[]".to_owned(),
        1 => pieces.pop().unwrap_or_default(),
        _ => format!("{open}{}{close}", pieces.join(between)),
    }
}

#[cfg(test)]
mod tests {
    use super::{array, joined, string};

    #[test]
    fn a_text_stays_inside_its_quotes() {
        assert_eq!(string("a\"b\\c\n#x $y$ \u{202e}"), "\"a\\\"b\\\\c\\n#x $y$ \\u{202e}\"");
        assert_eq!(string("\\\""), "\"\\\\\\\"\"");
    }

    #[test]
    fn one_piece_needs_no_braces_and_none_is_empty_content() {
        assert_eq!(joined(Vec::new()), "[]");
        assert_eq!(joined(vec!["\"a\"".to_owned()]), "\"a\"");
        assert_eq!(array(&["1".to_owned()]), "(1,)");
    }
}
