//! `{{#name …}}` in a text.

use std::fmt;
use std::ops::Range;

/// A directive as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// All of it.
    pub(super) text: &'t str,
    /// What it says.
    pub(super) kind: Kind<'t>,
}

/// What a directive says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// `\{{#…}}`: the same without the backslash.
    Escaped,
    /// `{{#title …}}`
    Title(&'t str),
    /// `{{#include path:part}}`
    Include {
        /// The file.
        path: &'t str,
        /// What of it.
        part: Part,
    },
    /// `{{#playground path words}}`
    Playground {
        /// The file.
        path: &'t str,
        /// What follows, for the first line of the fence.
        words: Vec<&'t str>,
    },
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Lines from the first number, counted from 0, up to before the second.
    Lines(usize, usize),
    /// What stands between the comments `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines(from, to) => write!(f, "{} to {to}", from + 1),
            Self::Anchor(name) => write!(f, "`{name}`"),
        }
    }
}

impl Part {
    /// `1:3`, `1:`, `:3`, `2`, an anchor's name, or nothing for the whole; as mdBook reads them.
    fn read(written: &str) -> Self {
        let mut parts = written.splitn(3, ':');
        let first = parts.next().unwrap_or_default();
        let start = first.parse::<usize>().ok().map(|line| line.saturating_sub(1));
        if start.is_none() && !first.is_empty() {
            return Self::Anchor(first.to_owned());
        }
        let end = parts.next().map(str::parse::<usize>);
        match (start, end) {
            (start, Some(Ok(end))) => Self::Lines(start.unwrap_or(0), end),
            (Some(start), None) => Self::Lines(start, start + 1),
            (start, _) => Self::Lines(start.unwrap_or(0), usize::MAX),
        }
    }
}

/// The directives of a text that are known, in order.
pub(super) fn find_directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    // What is looked for behind an opening is looked for once, or a text of openings alone would be read once for each.
    let mut next_close = 0;
    let mut line = Line { end: 0, last_close: None };
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        from = at + 2;
        if next_close < from {
            let Some(close) = text.get(from..).and_then(|rest| rest.find('}')) else { break };
            next_close = from + close;
        }
        let before = text.get(..at).unwrap_or_default();
        let escaped = before.ends_with('\\') && text.as_bytes().get(from) == Some(&b'#');
        if escaped && line.end <= at {
            line = Line::around(text, at);
        }
        let end = line.last_close.filter(|end| escaped && *end > from);
        let directive = match end {
            // `\{{#` up to the last `}}` of its line.
            Some(end) => {
                text.get(at - 1..end).map(|all| Directive { range: at - 1..end, text: all, kind: Kind::Escaped })
            }
            None => read(text, at, next_close),
        };
        if let Some(directive) = directive {
            from = directive.range.end;
            found.push(directive);
        }
    }
    found
}

/// The line on which an opening stands.
struct Line {
    /// Where it ends.
    end: usize,
    /// Where its last `}}` ends.
    last_close: Option<usize>,
}

impl Line {
    fn around(text: &str, at: usize) -> Self {
        let rest = text.get(at..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        Self { end: at + rest.len(), last_close: rest.rfind("}}").map(|close| at + close + 2) }
    }
}

/// The directive that opens at `start`, with the first `}` behind it at `close`.
fn read(text: &str, start: usize, close: usize) -> Option<Directive<'_>> {
    let inside = text.get(start + 2..close).filter(|_| text.get(close..).is_some_and(|rest| rest.starts_with("}}")))?;
    let (name, rest) = inside.trim_start().strip_prefix('#')?.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let mut words = rest.split_whitespace();
    let path = words.next()?;
    let kind = match name {
        "title" => Kind::Title(rest),
        "include" | "rustdoc_include" => {
            let (path, part) = path.split_once(':').unwrap_or((path, ""));
            Kind::Include { path, part: Part::read(part) }
        }
        "playground" | "playpen" => Kind::Playground { path, words: words.collect() },
        _ => return None,
    };
    let range = start..close + 2;
    Some(Directive { text: text.get(range.clone())?, range, kind })
}

#[cfg(test)]
mod tests {
    use super::{Part, find_directives};

    #[test]
    fn parts_are_read_as_mdbook_reads_them() {
        let read = Part::read;
        assert_eq!(
            [read(""), read(":"), read("2"), read("0")].map(|part| part.to_string()),
            ["1 to 18446744073709551615", "1 to 18446744073709551615", "2 to 2", "1 to 1"]
        );
        assert_eq!(
            [read("2:4"), read("2:"), read(":4"), read("2:x")],
            [Part::Lines(1, 4), Part::Lines(1, usize::MAX), Part::Lines(0, 4), Part::Lines(1, usize::MAX)]
        );
        assert_eq!(read("name:3"), Part::Anchor("name".into()));
    }

    #[test]
    fn what_is_not_known_or_not_closed_is_no_directive() {
        let count = |text: &str| find_directives(text).len();
        assert_eq!(count("{{#include}} {{#x y}} {{ include a }} {{#include a} }} {{#include a"), 0);
        assert_eq!(count("{{#include a\nb}}{{#title x}}\\{{#include y}} and {{#include z}}"), 3);
        assert_eq!(count(&"{{#include ".repeat(100_000)), 0);
        assert_eq!(count(&format!("{}}}", "\\{{#".repeat(100_000))), 0);
    }
}
