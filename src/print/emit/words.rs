//! Running words → string literals: white space, characters that no font has, long words.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Coverage;
use super::typst::{call, string};

/// A word longer than this gets places to break at.
const LONG_WORD: usize = 28;

/// The same in a cell of a table.
const LONG_WORD_IN_CELL: usize = 14;

/// A run without a natural place to break is broken after so many characters.
const LONG_RUN: usize = 24;

/// Signs that fonts for text lack, and the plain sign that says the same in black and white.
const PLAIN_SIGNS: [(char, &str); 12] = [
    ('✅', "✔"),
    ('☑', "☑"),
    ('❌', "✘"),
    ('❎', "✘"),
    ('🚫', "✘"),
    ('❗', "!"),
    ('❓', "?"),
    ('➡', "→"),
    ('⬅', "←"),
    ('⬆', "↑"),
    ('⬇', "↓"),
    ('\u{2011}', "\u{2011}"),
];

/// Where words stand: decides how they may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Within {
    /// Running text: never hyphenated.
    #[default]
    Text,
    /// A cell of a table: hyphenated where it must be.
    Cell,
}

/// What is to be told about words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WordNotes {
    /// Characters that no font has, and how often each stands there.
    pub(super) unknown: BTreeMap<char, usize>,
}

/// Makes string literals of words.
#[derive(Debug)]
pub(super) struct Words<'a> {
    coverage: &'a Coverage,
    /// Whether what was written last ends with a space, or nothing was.
    pub(super) after_space: bool,
    pub(super) notes: WordNotes,
}

impl<'a> Words<'a> {
    pub(super) fn new(coverage: &'a Coverage) -> Self {
        Self { coverage, after_space: true, notes: WordNotes::default() }
    }

    /// The pieces of running text: literals, and calls for what a literal cannot say.
    pub(super) fn pieces(&mut self, text: &str, within: Within) -> Vec<String> {
        let mut run = Run { pieces: Vec::new(), literal: String::new() };
        let mut word = String::new();
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                self.word(&mut word, &mut run, within);
                if !self.after_space {
                    run.literal.push(' ');
                    self.after_space = true;
                }
            } else {
                word.push(character);
                self.after_space = false;
            }
        }
        self.word(&mut word, &mut run, within);
        run.end();
        run.pieces
    }

    /// Text of one line without markup, such as a title: characters that no font has are written as code points.
    pub(super) fn plain(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in text.split_ascii_whitespace().collect::<Vec<_>>().join(" ").chars() {
            self.push_plain(character, &mut out);
        }
        out
    }

    /// A line of code.
    pub(super) fn code(&mut self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        for character in line.chars() {
            if character == '\t' {
                out.push_str("    ");
            } else {
                self.push_plain(character, &mut out);
            }
        }
        out
    }

    fn push_plain(&mut self, character: char, out: &mut String) {
        match self.known(character) {
            Known::Yes => out.push(character),
            Known::Instead(text) => out.push_str(text),
            Known::Hidden => {}
            Known::No => _ = write!(out, "[U+{:04X}]", u32::from(character)),
        }
    }

    fn known(&mut self, character: char) -> Known {
        if let Some((_, plain)) = PLAIN_SIGNS.iter().find(|(sign, _)| *sign == character) {
            let there = |text: &str| text.chars().all(|character| self.coverage.has(character));
            if there(plain) {
                return Known::Instead(plain);
            }
            if character == '\u{2011}' {
                return Known::Instead("-");
            }
        }
        match character {
            // Forms of the character before, marks of byte order, joiners between emoji: nothing to see.
            '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{2060}' | '\u{e0000}'..='\u{e01ef}' => Known::Hidden,
            '\u{200b}' | '\u{ad}' => Known::Yes,
            '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                if !self.coverage.has(character) =>
            {
                Known::Hidden
            }
            // Spaces of all widths: Typst makes them of the font's own.
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
                if !self.coverage.has(character) =>
            {
                Known::Instead("\u{a0}")
            }
            control if control.is_control() => Known::Hidden,
            // What is not assigned means something else in every font; PDF/A refuses it for that.
            '\u{e000}'..='\u{f8ff}'
            | '\u{f0000}'..='\u{10ffff}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                *self.notes.unknown.entry(character).or_default() += 1;
                Known::No
            }
            '\u{2028}' | '\u{2029}' => Known::Instead(" "),
            other if self.coverage.has(other) => Known::Yes,
            other => {
                *self.notes.unknown.entry(other).or_default() += 1;
                Known::No
            }
        }
    }

    fn word(&mut self, word: &mut String, run: &mut Run, within: Within) {
        if word.is_empty() {
            return;
        }
        let whole = std::mem::take(word);
        let length = whole.chars().count();
        let long = length > if within == Within::Cell { LONG_WORD_IN_CELL } else { LONG_WORD };
        // A stop that ends a sentence is no part of the word.
        let bare = whole.trim_end_matches(|c: char| ".:,;)\"'”’".contains(c));
        let keep = within == Within::Cell && bare.contains(|c: char| c.is_ascii_digit() || "@/:._".contains(c));
        if keep {
            run.end();
        }
        let mut since = 0;
        for (at, character) in whole.chars().enumerate() {
            match self.known(character) {
                Known::Yes => run.literal.push(character),
                Known::Instead(text) => run.literal.push_str(text),
                Known::Hidden => continue,
                Known::No => {
                    run.end();
                    run.pieces.push(call("glyph", &[string(&format!("{:04X}", u32::from(character)))]));
                }
            }
            since += 1;
            let natural = "/._-:@&=?#,;+|\\".contains(character) && since > 2;
            if long && at + 1 < length && (natural || (since >= LONG_RUN && length > LONG_RUN + 8)) {
                run.literal.push('\u{200b}');
                since = 0;
            }
        }
        if keep && !run.literal.is_empty() {
            let literal = std::mem::take(&mut run.literal);
            run.pieces.push(call("keep", &[string(&literal)]));
        }
    }
}

/// Pieces while they grow.
struct Run {
    pieces: Vec<String>,
    literal: String,
}

impl Run {
    fn end(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(string(&self.literal));
            self.literal.clear();
        }
    }
}

enum Known {
    Yes,
    Instead(&'static str),
    Hidden,
    No,
}

#[cfg(test)]
mod tests {
    use super::super::Coverage;
    use super::{Within, Words};

    fn check(text: &str, within: Within, expected: &str) {
        let coverage = Coverage::of((0x20..0x17f).chain([0x2714]));
        let mut words = Words::new(&coverage);
        assert_eq!(words.pieces(text, within).join(" "), expected);
    }

    #[test]
    fn white_space_is_one_space() {
        check("  a \n\t b ", Within::Text, "\"a b \"");
    }

    #[test]
    fn a_character_that_no_font_has_stands_as_its_code_point() {
        check("a🔥b ✅", Within::Text, "\"a\" glyph(\"1F525\") \"b ✔\"");
    }

    #[test]
    fn words_with_digits_are_kept_whole_in_cells() {
        check("srv-12 restarts.", Within::Cell, "keep(\"srv-12\") \" restarts.\"");
        check("ask gate@site.example.", Within::Cell, "\"ask \" keep(\"gate@\\u{200b}site.\\u{200b}example.\")");
    }

    #[test]
    fn a_long_word_can_break_without_a_hyphen() {
        check(
            &"a".repeat(60),
            Within::Text,
            &format!("\"{0}\\u{{200b}}{0}\\u{{200b}}{1}\"", "a".repeat(24), "a".repeat(12)),
        );
        check("a/b", Within::Text, "\"a/b\"");
    }
}
