//! What stands in a source, found line by line without a Markdown parser.

use std::collections::BTreeMap;
use std::path::Path;

/// What stands in a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts(pub(super) BTreeMap<&'static str, usize>);

impl Counts {
    pub(super) fn add(&mut self, what: &'static str, count: usize) {
        *self.0.entry(what).or_default() += count;
    }

    pub(super) fn get(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or_default()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(what, count)| self.add(what, *count));
    }
}

/// The text without front matter, comments, code; each include replaced by what it names.
pub(super) fn expanded(path: &Path, base: &Path, root: &Path, counts: &mut Counts, depth: usize) -> String {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let text = visible(body_of(&text));
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((start, end, dest)) = next_include(rest) {
        out.push_str(&rest[..start]);
        counts.add("includes", 1);
        let dest = dest.split(['?', '#']).next().unwrap();
        let file = match dest.strip_prefix("~/") {
            Some(dest) => [base.join(dest), root.join(dest)].into_iter().find(|path| path.is_file()),
            None => Some(path.parent().unwrap().join(dest)).filter(|path| path.is_file()),
        };
        match file {
            Some(file) if depth < 8 => out.push_str(&expanded(&file, base, root, counts, depth + 1)),
            _ => counts.add("includes of other repositories", 1),
        }
        rest = &rest[end..];
    }
    out + rest
}

pub(super) fn body_of(text: &str) -> &str {
    if !text.starts_with("---\n") && !text.starts_with("--- ") {
        return text;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && ["---", "..."].contains(&line.trim_end()) {
            return &text[at..];
        }
    }
    text
}

pub(super) fn visible(text: &str) -> String {
    let mut uncommented = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        uncommented.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    uncommented.push_str(rest);
    let mut lines = String::new();
    let mut fence: Option<(char, usize)> = None;
    for line in uncommented.lines() {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).unwrap_or(text);
        let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        let mark = text.chars().next().filter(|c| ['`', '~'].contains(c));
        let length = mark.map_or(0, |mark| text.chars().take_while(|c| *c == mark).count());
        match fence {
            Some((open, least)) => {
                if mark == Some(open) && length >= least && text.trim_end().chars().all(|c| c == open) {
                    fence = None;
                }
            }
            None if length >= 3 && !(mark == Some('`') && text[length..].contains('`')) => {
                fence = mark.map(|mark| (mark, length));
            }
            None => {
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    without_code_spans(&lines)
}

/// Spans of code close with as many backticks as they opened with, within their paragraph.
pub(super) fn without_code_spans(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let length = rest[start..].chars().take_while(|c| *c == '`').count();
        let inside = &rest[start + length..];
        let paragraph = inside.find("\n\n").map_or(inside, |end| &inside[..end]);
        let mut at = 0;
        let close = loop {
            let Some(found) = paragraph[at..].find('`') else { break None };
            let count = paragraph[at + found..].chars().take_while(|c| *c == '`').count();
            if count == length {
                break Some(at + found);
            }
            at += found + count;
        };
        out.push_str(&rest[..start]);
        match close {
            Some(close) => rest = &inside[close + length..],
            None => {
                out.push_str(&rest[start..start + length]);
                rest = inside;
            }
        }
    }
    out + rest
}

/// `[!INCLUDE [text](path)]`: where it starts and ends, and the path.
pub(super) fn next_include(text: &str) -> Option<(usize, usize, String)> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let start = from + lower[from..].find("[!include")?;
        let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let open = text[start..line_end].find("](").map(|at| start + at + 2);
        let close = open.and_then(|open| Some(open + text[open..line_end].find(')')?));
        if let (Some(open), Some(close)) = (open, close)
            && text[close + 1..].trim_start().starts_with(']')
        {
            let end = close + 1 + text[close + 1..].find(']').unwrap() + 1;
            return Some((start, end, text[open..close].trim().trim_matches(['<', '>']).to_owned()));
        }
        from = start + 1;
    }
}

/// Counts what stands in a text without code.
pub(super) fn count(text: &str, counts: &mut Counts) {
    for line in text.lines() {
        let inner = line
            .trim_start_matches([' ', '\t', '>', '-', '*', '+', '.', ')'])
            .trim_start_matches(|c: char| c.is_ascii_digit() || ". \t>)".contains(c));
        let prefix = &line[..line.len() - inner.len()];
        let marker = inner.trim().to_ascii_lowercase();
        if prefix.contains('>')
            && ["[!note]", "[!tip]", "[!important]", "[!warning]", "[!caution]"].contains(&marker.as_str())
        {
            counts.add("alerts", 1);
        }
        let heading = inner.trim_start_matches('#');
        if heading.len() < inner.len()
            && heading.trim_start().starts_with('[')
            && heading.to_ascii_lowercase().contains("](#tab/")
        {
            counts.add("tabs", 1);
        }
        let zone = inner.strip_prefix(":::").map(str::trim_start);
        if zone.is_some_and(|zone| zone.starts_with("zone") && zone.contains("pivot")) {
            counts.add("zones", 1);
        }
    }
    let learn = text
        .match_indices(":::")
        .filter(|(at, _)| text[at + 3..].trim_start_matches(' ').starts_with("image "))
        .count();
    let html = text.to_ascii_lowercase().matches("<img").count();
    let markdown = text.match_indices("![").filter(|(at, _)| {
        let rest = &text[at + 2..];
        rest.find(']').is_some_and(|end| rest[end + 1..].starts_with(['(', '[']))
    });
    let markdown = markdown.count();
    counts.add("pictures", learn + html + markdown);
}

/// The destinations of inline links and images: whether an image, and the destination.
pub(super) fn destinations(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](") {
        let mut depth = 0;
        let open = text[..at].char_indices().rev().take(600).find(|(_, c)| {
            match c {
                ']' => depth += 1,
                '[' if depth == 0 => return true,
                '[' => depth -= 1,
                _ => {}
            }
            false
        });
        let Some((open, _)) = open else { continue };
        let image = text[..open].ends_with('!');
        let rest = text[at + 2..].trim_start();
        let dest = match rest.strip_prefix('<') {
            Some(rest) => rest.split(['>', '\n']).next().unwrap_or_default(),
            None => {
                let mut depth = 0;
                let end = rest.find(|c: char| {
                    match c {
                        '(' => depth += 1,
                        ')' if depth == 0 => return true,
                        ')' => depth -= 1,
                        _ => {}
                    }
                    c.is_whitespace()
                });
                &rest[..end.unwrap_or(rest.len())]
            }
        };
        found.push((image, dest.to_owned()));
    }
    found
}

/// What stands on a page.
pub(super) fn counted(body: &str) -> Counts {
    let mut counts = Counts::default();
    counts.add("alerts", body.matches("<aside class=\"alert ").count());
    counts.add("tabs", body.matches("class=\"tab-label\"").count());
    counts.add("zones", body.matches("<div class=\"zone\"").count());
    let shown = body.matches("<img ").count();
    counts.add("pictures", shown + body.matches("class=\"missing-image\"").count() + body.matches(">Image: ").count());
    counts.add("includes of other repositories", body.matches("class=\"missing-include\"").count());
    counts
}

/// The dialect's own marks in the words of a page, outside of code.
pub(super) fn leftovers(body: &str) -> Vec<String> {
    let mut words = String::new();
    let mut in_code = false;
    for piece in body.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        in_code = (in_code || tag.starts_with("code")) && !tag.starts_with("/code");
        if !in_code {
            words.push_str(text);
        }
    }
    let lower = words.to_ascii_lowercase();
    let marks = ["[!note", "[!tip", "[!important", "[!warning", "[!caution", "[!include", "[!div", "[!video", "#tab/"];
    let lines = words.lines().filter(|line| line.trim_start().starts_with(":::"));
    marks.into_iter().filter(|mark| lower.contains(*mark)).map(str::to_owned).chain(lines.map(str::to_owned)).collect()
}
