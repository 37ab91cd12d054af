//! A topic's text → its front matter's [`Fields`], and where its body begins.
//!
//! `gray_matter` decides what is front matter; it hands back a trimmed copy without places, so the place is worked out
//! from its answer (docs/decisions/0002). A fault costs the field it stands in, never the others and never the body.

use std::collections::BTreeMap;
use std::sync::Arc;

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use super::braces::{parse_with_braces, report_braces};
use super::fields::{Field, Fields, Value, ValueKind};
use super::yaml::{FaultKind, Yaml, YamlFault};
use crate::finding::codes::front_matter::{F001, F002, F005, F006, F007};
use crate::finding::{Checked, Finding, Place, Span};

/// The largest front matter in bytes (reliability design, demand 5).
pub(crate) const MAX_FRONT_MATTER: usize = 256 * 1024;

/// The front matter of a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its fields; empty where there is none.
    pub fields: Fields,
    /// Offset of the body's first byte.
    pub body_start: usize,
}

/// Reads the front matter of a decoded text.
pub fn read_front_matter(text: &str, file: &Arc<str>) -> Checked<FrontMatter> {
    let mut findings = Vec::new();
    let split = split_front_matter(text);
    if let Some((code, message, label)) = match split.closing {
        Closing::Closed => None,
        Closing::Missing => Some((&F002, "the front matter is never closed", "no line `---` or `...` follows")),
        Closing::TooFar => Some((&F006, "the front matter is larger than 256 KiB", "only its readable start is used")),
    } {
        let opening = Place::new(Arc::clone(file), 0..3);
        let mut finding = Finding::new(code, message).at(opening).label(label);
        if split.closing == Closing::Missing && split.yaml.is_some() {
            finding = finding.help("add a line `---` below the last `key: value` line");
        }
        findings.push(finding);
    }
    let fields = split.yaml.map(|span| parse_fields(text, span, file).take(&mut findings)).unwrap_or_default();
    Checked::new(FrontMatter { fields, body_start: split.body_start }, findings)
}

/// How a front matter ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// With its closing line, or there is none to close.
    Closed,
    /// Never: it was taken as far as its lines look like one.
    Missing,
    /// Only beyond 256 KiB, the largest front matter.
    TooFar,
}

/// Where the front matter and the body of a text stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The lines between the opening and the closing line; `None` where there are none or they are blank.
    pub yaml: Option<Span>,
    /// Offset of the body's first byte.
    pub body_start: usize,
    /// How the front matter ends.
    pub closing: Closing,
}

/// Hands the YAML text back as it is; `yaml` reads it, with places.
struct Verbatim;

impl Engine for Verbatim {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::String(content.to_owned()))
    }
}

/// Finds the front matter of a decoded text (no byte-order mark, every line end `\n`).
pub fn split_front_matter(text: &str) -> Split {
    let none = Split { yaml: None, body_start: 0, closing: Closing::Closed };
    let start = match text.split_once('\n') {
        Some((first, _)) if first.trim_end() == "---" => first.len() + 1,
        _ => return none,
    };
    // `gray_matter` copies what it is given, so it is given no more than a front matter may have.
    let head = text.get(..text.floor_char_boundary(start + MAX_FRONT_MATTER)).unwrap_or(text);
    let mut matter = Matter::<Verbatim>::new();
    matter.close_delimiter = Some("...".to_owned());
    let inner = matter.parse::<String>(head).map(|parsed| parsed.matter).unwrap_or_default();
    let rest = head.get(start..).unwrap_or_default();
    // The answer is trimmed: it stands where the first character that is no white space stands.
    let leading = rest.len() - rest.trim_start().len();
    let inner_end = if inner.is_empty() { 0 } else { leading + inner.len() };
    let closing = lines(rest).find(|(at, line)| *at >= inner_end && !line.trim().is_empty());
    let Some((close_at, close)) = closing.filter(|(_, line)| matches!(line.trim_end(), "---" | "...")) else {
        return unclosed(text, start, head.len());
    };
    let yaml = rest.get(..close_at).unwrap_or_default();
    if !opens_front_matter(yaml) {
        return none;
    }
    let yaml = (!inner.is_empty()).then(|| Span::new(start, start + close_at));
    let body_start = (start + close_at + close.len() + 1).min(text.len());
    Split { yaml, body_start, closing: Closing::Closed }
}

/// A thematic break may open a text too: a blank line after it means that, unless a `key: value` line follows.
fn opens_front_matter(yaml: &str) -> bool {
    let blank_first = yaml.lines().next().is_some_and(|line| line.trim().is_empty());
    let first = yaml.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with('#'));
    !blank_first || first.map_or_else(|| yaml.trim().is_empty(), starts_field)
}

/// No closing line in `..head_end`: the lines that look like front matter are taken for it, the rest is the body.
fn unclosed(text: &str, start: usize, head_end: usize) -> Split {
    let closed_later = text.get(head_end..).unwrap_or_default().lines().any(|line| line.trim_end() == "---");
    let rest = text.get(start..head_end).unwrap_or_default();
    let taken = lines(rest)
        .find(|(_, line)| {
            let inner = line.starts_with([' ', '\t', '#']) || *line == "-" || line.starts_with("- ");
            !(starts_field(line) || inner && !line.trim().is_empty())
        })
        .map_or(rest.len(), |(at, _)| at);
    let taken_lines = rest.get(..taken).unwrap_or_default();
    if !taken_lines.lines().any(starts_field) {
        // A text that opens with a thematic break.
        return Split { yaml: None, body_start: 0, closing: Closing::Closed };
    }
    let closing = if closed_later { Closing::TooFar } else { Closing::Missing };
    Split { yaml: Some(Span::new(start, start + taken)), body_start: start + taken, closing }
}

/// The lines of a text with their offsets, without their line ends.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches('\n')))
    })
}

/// Whether a line begins with a key at column 1: `key:`, `"key":`, with `: ` or the line's end after it.
fn starts_field(line: &str) -> bool {
    let key_first = line.chars().next().is_some_and(|first| !" \t#-[]{},&*!|>%@`".contains(first));
    key_first && (line.contains(": ") || line.trim_end().ends_with(':') || line.contains(":\t"))
}

/// Reads the YAML at `span` of `text` as fields.
pub fn parse_fields(text: &str, span: Span, file: &Arc<str>) -> Checked<Fields> {
    let mut findings = Vec::new();
    let Yaml { value, broken, faults } = parse_with_braces(text, span);
    let entries = match (value.map(|value| value.kind), broken) {
        (None | Some(ValueKind::Null), None) => Vec::new(),
        (Some(ValueKind::Map(fields)), None) => {
            findings.extend(faults.into_iter().map(|fault| fault.into_finding(&F007, file)));
            fields
        }
        (_, Some(fault)) => save_readable(text, span, fault, file).take(&mut findings),
        (Some(kind), None) => {
            let word = Value { span, kind }.kind_word();
            let first = span.start as usize + (span.of(text).len() - span.of(text).trim_start().len());
            let line = text.get(first..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let finding = Finding::new(&F005, "the front matter is no list of `key: value` lines")
                .at(Place::new(Arc::clone(file), first..first + line.trim_end().len()))
                .label(format!("YAML reads this as {word}"));
            findings.push(finding);
            Vec::new()
        }
    };
    for field in &entries {
        report_braces(text, field, file, &mut findings);
    }
    cap_findings(&mut findings);
    Checked::new(Fields { entries }, findings)
}

/// Findings of one front matter. What an author mends makes room for the next.
const MOST_FINDINGS: usize = 40;

/// Keeps the first findings of a front matter and says how many more there are.
pub(super) fn cap_findings(findings: &mut Vec<Finding>) {
    if findings.len() <= MOST_FINDINGS {
        return;
    }
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
    let more = findings.len() - MOST_FINDINGS + 1;
    findings.truncate(MOST_FINDINGS);
    if let Some(last) = findings.last_mut() {
        *last = Finding {
            place: last.place.take(),
            severity: last.severity,
            ..Finding::new(last.code, format!("{more} more faults in this front matter"))
        }
        .label("the first of them");
    }
}

/// The text cannot be read as a whole: each top-level field is read by itself, so that one bad line costs one field.
fn save_readable(source: &str, span: Span, whole: YamlFault, file: &Arc<str>) -> Checked<Vec<Field>> {
    let mut findings = Vec::new();
    let mut entries: Vec<Field> = Vec::new();
    let text = span.of(source);
    let mut starts: Vec<usize> = lines(text).filter(|(_, line)| starts_field(line)).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut seen = BTreeMap::new();
    for (from, to) in starts.iter().zip(ends) {
        let part = Span::new(span.start as usize + from, span.start as usize + to);
        let Yaml { value, broken, faults } = parse_with_braces(source, part);
        findings.extend(faults.into_iter().map(|fault| fault.into_finding(&F007, file)));
        match (value.map(|value| value.kind), broken) {
            (_, Some(mut fault)) => {
                let line = part.of(source).lines().next().unwrap_or_default();
                if let Some((key, _)) = line.split_once(':').filter(|_| starts_field(line)) {
                    fault.message = format!("`{}` is no valid YAML", key.trim());
                }
                findings.push(fault.into_finding(&F001, file));
            }
            (Some(ValueKind::Map(fields)), None) => {
                for field in fields {
                    // A key in two of the parts: the later one counts here too.
                    if let Some(there) = seen.get(&field.key).and_then(|at: &usize| entries.get_mut(*at)) {
                        *there = field;
                    } else {
                        seen.insert(field.key.clone(), entries.len());
                        entries.push(field);
                    }
                }
            }
            (_, None) => {}
        }
    }
    if whole.kind == FaultKind::Limit {
        // Names given in one part and used in another would only make noise now.
        findings = vec![whole.into_finding(&F006, file)];
    } else if findings.is_empty() {
        findings.push(whole.into_finding(&F001, file));
    }
    Checked::new(entries, findings)
}

#[cfg(test)]
mod tests;
