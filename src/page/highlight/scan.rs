//! The pass over a text: marks in order, each byte looked at a bounded number of times.

use std::ops::Range;

use super::Mark;
use super::shape::{Language, Quote, Shape};

/// The marks of a code, in order and apart from each other.
pub(super) fn scan(code: &str, language: &'static Language, keywords: &[&str]) -> Vec<(Range<usize>, Mark)> {
    let mut scan = Scan {
        code,
        bytes: code.as_bytes(),
        language,
        keywords,
        at: 0,
        marks: Vec::new(),
        expects: Expects::Start,
        body: false,
    };
    while scan.at < scan.bytes.len() {
        scan.step();
    }
    scan.marks
}

/// What may come next, for the shapes where that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expects {
    /// The beginning of a line or command.
    Start,
    /// Anything.
    Rest,
    /// In a tag: names of attributes.
    Attributes,
}

struct Scan<'c> {
    code: &'c str,
    bytes: &'c [u8],
    language: &'static Language,
    /// Sorted.
    keywords: &'c [&'c str],
    at: usize,
    marks: Vec<(Range<usize>, Mark)>,
    expects: Expects,
    /// Whether the body of a message has begun.
    body: bool,
}

impl Scan<'_> {
    fn step(&mut self) {
        let start = self.at;
        if self.line_start() && self.line() {
            return;
        }
        if self.comment() || self.quote() {
            return;
        }
        let byte = self.byte(start);
        match byte {
            b'\n' => {
                let continued = self.language.shape == Shape::Commands && self.is_continued(start);
                if self.expects != Expects::Attributes && !continued {
                    self.expects = Expects::Start;
                }
                self.at += 1;
            }
            b'|' | b';' | b'&' | b'(' | b'{' | b'}' if self.is_shell() => {
                self.expects = Expects::Start;
                self.at += 1;
            }
            b'<' if self.language.shape == Shape::Tags => self.tag(),
            b'>' if self.expects == Expects::Attributes => {
                self.expects = Expects::Rest;
                self.at += 1;
            }
            b'-' | b'/' if self.is_shell() && self.option() => {}
            _ if self.language.sigils.contains(&byte) && self.variable() => {}
            b'0'..=b'9' => self.number(),
            _ if is_word(byte) => self.word(),
            _ => self.at += self.code.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn rest(&self) -> &str {
        self.code.get(self.at..).unwrap_or_default()
    }

    fn starts(&self, with: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    fn mark(&mut self, to: usize, mark: Mark) {
        self.marks.push((self.at..to, mark));
        self.at = to;
    }

    fn line_start(&self) -> bool {
        self.at == 0 || self.byte(self.at - 1) == b'\n'
    }

    fn line_end(&self) -> usize {
        self.rest().find('\n').map_or(self.bytes.len(), |length| self.at + length)
    }

    fn is_shell(&self) -> bool {
        matches!(self.language.shape, Shape::Commands | Shape::Session)
    }

    /// Whether the line that ends at `end` goes on in the next.
    fn is_continued(&self, end: usize) -> bool {
        matches!(self.byte(end.wrapping_sub(1)), b'\\' | b'`' | b'^' | b',')
    }

    /// What the beginning of a line means by itself. True where something was taken.
    fn line(&mut self) -> bool {
        let end = self.line_end();
        let line = self.code.get(self.at..end).unwrap_or_default();
        let blanks = line.len() - line.trim_start().len();
        let text = line.trim();
        match self.language.shape {
            Shape::Session => {
                let prompt = prompt_length(line);
                if prompt == 0 {
                    self.at = (end + 1).min(self.bytes.len());
                } else {
                    self.at += prompt;
                    self.expects = Expects::Start;
                }
                self.at > end || prompt > 0
            }
            Shape::Http if !self.body => {
                self.body = text.is_empty();
                let word = text.split([' ', ':']).next().unwrap_or_default().len();
                if word > 0 {
                    let from = self.at + blanks;
                    self.at = from;
                    let header = line.get(blanks + word..).is_some_and(|rest| rest.starts_with(": "));
                    self.mark(from + word, if header { Mark::Name } else { Mark::Keyword });
                }
                self.at = (end + 1).min(self.bytes.len());
                true
            }
            Shape::Ini if text.starts_with('[') => {
                self.at += blanks;
                let to = self.at + text.find(']').map_or(text.len(), |at| at + 1);
                self.mark(to, Mark::Keyword);
                true
            }
            Shape::Ini => {
                self.key(blanks, line.find('=').map(|at| line.get(..at).unwrap_or_default().trim_end().len()))
            }
            Shape::Yaml => {
                let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
                let key = line.get(dashes..).unwrap_or_default();
                let colon = key.match_indices(':').map(|(at, _)| at);
                let ends = |at: &usize| matches!(key.as_bytes().get(at + 1), None | Some(b' ' | b'\r'));
                let colon = colon.take(1).find(ends).filter(|_| !key.starts_with(['#', '"', '\'']));
                self.key(dashes, colon.map(|at| dashes + at))
            }
            Shape::Instructions if !text.starts_with('#') => {
                let word = text.split(' ').next().unwrap_or_default();
                let known = self.keywords.binary_search(&word.to_ascii_lowercase().as_str()).is_ok();
                self.at += blanks;
                if known {
                    self.mark(self.at + word.len(), Mark::Keyword);
                }
                known || blanks > 0
            }
            _ => false,
        }
    }

    /// Marks a key from column `from` to column `to` of the line.
    fn key(&mut self, from: usize, to: Option<usize>) -> bool {
        let Some(to) = to.filter(|to| *to > from) else {
            self.at += from;
            return from > 0;
        };
        let line = self.at;
        self.at += from;
        self.mark(line + to, Mark::Name);
        true
    }

    fn comment(&mut self) -> bool {
        if let Some((open, close)) = self.language.block_comment
            && self.starts(open)
        {
            let inside = self.at + open.len();
            let end = self.code.get(inside..).and_then(|rest| rest.find(close));
            self.mark(end.map_or(self.bytes.len(), |at| inside + at + close.len()), Mark::Comment);
            return true;
        }
        let found = self.language.line_comments.iter().any(|open| self.starts(open));
        // `a#b` is a word of a shell or an address, `https://` none of a program.
        let before = self.byte(self.at.wrapping_sub(1));
        let apart = self.at == 0 || before.is_ascii_whitespace() || (self.byte(self.at) != b'#' && before != b':');
        if found && apart {
            self.mark(self.line_end(), Mark::Comment);
        }
        found && apart
    }

    fn quote(&mut self) -> bool {
        if self.language.shape == Shape::Tags && self.expects != Expects::Attributes {
            return false;
        }
        let Some(quote) = self.language.quotes.iter().find(|quote| self.starts(quote.open)) else { return false };
        let end = self.quote_end(quote);
        let is_key = self.language.shape == Shape::Json || (self.language.shape == Shape::Http && self.body);
        let after = self.code.get(end..).unwrap_or_default().bytes().find(|byte| !matches!(byte, b' ' | b'\t'));
        self.mark(end, if is_key && after == Some(b':') { Mark::Name } else { Mark::Text });
        self.expects = if self.expects == Expects::Start { Expects::Rest } else { self.expects };
        true
    }

    /// Where a text ends; one that never does ends with its line, or with the code where it may go over lines.
    fn quote_end(&self, quote: &Quote) -> usize {
        let mut at = self.at + quote.open.len();
        let close = quote.close.as_bytes();
        while let Some(&byte) = self.bytes.get(at) {
            if byte == b'\n' && !quote.lines {
                return at;
            }
            if byte == quote.escape && byte != 0 {
                // The character behind may be of several bytes; its later ones end nothing.
                at += if self.byte(at + 1) == b'\n' { 1 } else { 2 };
                continue;
            }
            if self.bytes.get(at..).is_some_and(|rest| rest.starts_with(close)) {
                return at + close.len();
            }
            at += 1;
        }
        self.bytes.len()
    }

    fn tag(&mut self) {
        let rest = self.rest();
        let name = rest.get(1..).unwrap_or_default().trim_start_matches(['/', '?', '!']);
        let from = rest.len() - name.len();
        let length = name.find(|c: char| !(c.is_alphanumeric() || ":-_.".contains(c))).unwrap_or(name.len());
        self.at += from;
        if length > 0 {
            self.mark(self.at + length, Mark::Keyword);
            self.expects = Expects::Attributes;
        }
    }

    /// `-x`, `--long`; `/x` in sessions. Only where it begins a word.
    fn option(&mut self) -> bool {
        let before = self.byte(self.at.wrapping_sub(1));
        if self.at > 0 && !matches!(before, b' ' | b'\t' | b'[' | b'(') {
            return false;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let dashes = rest.iter().take_while(|byte| matches!(byte, b'-' | b'/')).count();
        let word = rest.iter().skip(dashes).take_while(|byte| is_word(**byte) || **byte == b'-').count();
        let letter = rest.get(dashes).is_some_and(u8::is_ascii_alphabetic);
        let path = rest.get(dashes + word) == Some(&b'/') || (self.byte(self.at) == b'/' && word > 2);
        let option = dashes <= 2 && letter && !path;
        if option {
            self.mark(self.at + dashes + word, Mark::Number);
        }
        option
    }

    /// `$name`, `${name}`, `@name`, `%name%`.
    fn variable(&mut self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let length = match rest.first() {
            Some(b'{') => rest
                .iter()
                .position(|byte| matches!(byte, b'}' | b'\n'))
                .filter(|end| rest.get(*end) == Some(&b'}'))
                .map(|end| end + 1),
            Some(byte) if is_word(*byte) => Some(rest.iter().take_while(|byte| is_word(**byte)).count()),
            _ => None,
        };
        if let Some(length) = length {
            self.mark(self.at + 1 + length, Mark::Name);
            self.expects = if self.expects == Expects::Start { Expects::Rest } else { self.expects };
        }
        length.is_some()
    }

    fn number(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        if rest.get(length) == Some(&b'.') && rest.get(length + 1).is_some_and(u8::is_ascii_digit) {
            length += 1 + rest.iter().skip(length + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        }
        // A day, an address or a version is no number.
        let joined = |byte: &u8| is_word(*byte) || matches!(byte, b'-' | b'.' | b':' | b'/');
        let more = rest.iter().skip(length).take_while(|byte| joined(byte)).count();
        let more = if rest.get(length + more.saturating_sub(1)) == Some(&b'.') { more.saturating_sub(1) } else { more };
        if more > 1 || self.language.shape == Shape::Tags {
            self.at += length + more;
        } else {
            self.mark(self.at + length, Mark::Number);
        }
    }

    fn word(&mut self) {
        let inner = self.language.in_words;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_word(**byte) || inner.contains(byte)).count().max(1);
        let end = self.at + length;
        let word = self.code.get(self.at..end).unwrap_or_default();
        let folded = if self.language.cased { word.to_owned() } else { word.to_ascii_lowercase() };
        // A word of a shell's own is one only where a command may stand: `az account set` sets no variable.
        let may_be = !self.is_shell() || self.expects == Expects::Start;
        let keyword = may_be && self.keywords.binary_search(&folded.as_str()).is_ok();
        let assigns = self.byte(end) == b'=' && self.is_shell();
        match (self.expects, self.language.shape) {
            (Expects::Attributes, _) => self.mark(end, Mark::Name),
            (_, Shape::Tags) => self.at = end,
            _ if keyword => {
                self.mark(end, Mark::Keyword);
                return;
            }
            (Expects::Start, Shape::Commands | Shape::Session) if assigns => {
                // `A=1 command`: the command is still to come.
                self.mark(end, Mark::Name);
                let value = self.rest();
                let plain = value.find([' ', '\n', '"', '\'', '$', '`', ';']).unwrap_or(value.len());
                self.at += plain;
                return;
            }
            (Expects::Start, Shape::Commands | Shape::Session) => self.mark(end, Mark::Name),
            _ => self.at = end,
        }
        self.expects = if self.expects == Expects::Start { Expects::Rest } else { self.expects };
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The length of a prompt at the start of a line: `$ `, `# `, `> `, `PS C:\> `, `C:\> `, `user@host:~$ `.
fn prompt_length(line: &str) -> usize {
    let blanks = line.len() - line.trim_start().len();
    let text = line.get(blanks..).unwrap_or_default();
    let end = |at: usize| blanks + at;
    if text.starts_with("$ ") || text.starts_with("# ") || text.starts_with("> ") {
        return end(2);
    }
    let to = text.find(['>', '$']).filter(|at| *at < 80);
    let Some(to) = to else { return 0 };
    let before = text.get(..to).unwrap_or_default();
    let drive = before.get(1..3) == Some(":\\") || before.starts_with("PS");
    let host = before.contains('@') && !before.contains(' ');
    if drive || host { end(to + 1) } else { 0 }
}
