//! Findings for people: what is wrong, where, why, and what to do.

use std::fmt::Write;
use std::ops::Range;

use super::screen::{one_line, shown};
use super::{Excerpt, Finding, Place, Severity, Texts};

/// How the text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// How many columns an excerpt may take.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// Renders the findings in their order, each with a blank line after it.
pub fn render_human(findings: &[Finding], texts: &mut Texts<'_>, style: Style) -> String {
    let mut out = String::new();
    for finding in findings {
        let paint = Paint { style, severity: finding.severity };
        let head = format!("{}[{}]", finding.severity.word(), finding.code.id);
        _ = writeln!(out, "{}{}", paint.severity(&head), paint.bold(&format!(": {}", one_line(&finding.message))));
        if let Some(place) = &finding.place {
            excerpt(place, finding.label.as_deref(), '^', texts, &paint, &mut out);
        } else if let Some(label) = &finding.label {
            _ = writeln!(out, "  {} {}", paint.frame("="), one_line(label));
        }
        for (place, note) in &finding.related {
            _ = writeln!(out, "{}: {}", paint.bold("note"), one_line(note));
            excerpt(place, None, '-', texts, &paint, &mut out);
        }
        if let Some(help) = &finding.help {
            _ = writeln!(out, "{}: {}", paint.bold("help"), one_line(help));
        }
        if let Some(fix) = &finding.fix {
            _ = writeln!(out, "{}: {}", paint.bold("try"), one_line(&fix.line));
        }
        if let Some(editions) = &finding.editions {
            _ = writeln!(out, "{}: {}", paint.bold("editions"), one_line(&editions.to_string()));
        }
        out.push('\n');
    }
    out
}

/// The place, and its line with the marks below it.
fn excerpt(place: &Place, label: Option<&str>, mark: char, texts: &mut Texts<'_>, paint: &Paint, out: &mut String) {
    let file = one_line(&place.file);
    let Some(position) = texts.position(place) else {
        _ = writeln!(out, "  {} {file}", paint.frame("-->"));
        if let Some(label) = label {
            _ = writeln!(out, "   {} {}", paint.frame("="), one_line(label));
        }
        return;
    };
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    _ = writeln!(out, "{gutter}{} {file}:{}:{}", paint.frame("-->"), position.line, position.column);
    let Some(Excerpt { line, marked }) = texts.excerpt(place) else { return };
    let cut = cut_line(line, marked, paint.style.width);
    let bar = paint.frame("|");
    _ = writeln!(out, "{gutter} {bar}");
    _ = writeln!(out, "{} {bar} {}", paint.frame(&number), cut.text);
    let marks: String = std::iter::repeat_n(mark, cut.mark.len().max(1)).collect();
    let below = label.map_or_else(|| marks.clone(), |label| format!("{marks} {}", one_line(label)));
    _ = writeln!(out, "{gutter} {bar} {}{}", " ".repeat(cut.mark.start), paint.severity(&below));
    _ = writeln!(out, "{gutter} {bar}");
}

/// A line as it is shown, and the columns of the mark in it.
struct Cut {
    text: String,
    mark: Range<usize>,
}

/// Shows the characters of a line; a long line is cut so that its marked part can be seen. Never looks at more of the
/// line than it shows.
fn cut_line(line: &str, marked: Range<usize>, limit: usize) -> Cut {
    let (head, tail) = line.split_at(marked.end);
    let (before, mark) = head.split_at(marked.start);
    let fits = width_up_to(line, limit).is_some() || width_up_to(head, limit.saturating_sub(1)).is_some();
    // Where it does not fit, a third of the room goes to what stands before the mark.
    let before_shown = if fits { before } else { last_columns(before, limit / 3) };
    let mut cut = Cut { text: String::new(), mark: 0..0 };
    let mut column = 0;
    if before_shown.len() < before.len() {
        cut.text.push('…');
        column = 1;
    }
    let mut push = |part: &str, more_follows: bool| {
        let mut rest = part.chars().peekable();
        while let Some(character) = rest.next() {
            let (how, width) = shown(character);
            let last = rest.peek().is_none() && !more_follows;
            if column + width + usize::from(!last) > limit {
                cut.text.push('…');
                return (column, false);
            }
            how.push_to(&mut cut.text);
            column += width;
        }
        (column, true)
    };
    let (start, _) = push(before_shown, true);
    let (end, whole) = push(mark, !tail.is_empty());
    if whole {
        push(tail, false);
    }
    // A place without characters, such as the line's end, still gets a mark.
    cut.mark = start..end.max(start + 1);
    cut
}

/// The columns of a text, or `None` where it takes more than `limit`.
fn width_up_to(text: &str, limit: usize) -> Option<usize> {
    let mut total = 0;
    for character in text.chars() {
        total += shown(character).1;
        if total > limit {
            return None;
        }
    }
    Some(total)
}

/// The end of a text that takes at most `room` columns.
fn last_columns(text: &str, room: usize) -> &str {
    let mut start = text.len();
    let mut width = 0;
    for (at, character) in text.char_indices().rev() {
        width += shown(character).1;
        if width > room {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or_default()
}

struct Paint {
    style: Style,
    severity: Severity,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn severity(&self, text: &str) -> String {
        let code = match self.severity {
            Severity::Loss | Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
            Severity::Hint => "1;32",
        };
        self.with(code, text)
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn frame(&self, text: &str) -> String {
        self.with("34", text)
    }
}
