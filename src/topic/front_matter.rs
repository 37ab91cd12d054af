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
mod tests {
    use std::fmt::Write;
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use super::{MAX_FRONT_MATTER, read_front_matter};
    use crate::topic::{Field, Value, ValueKind};

    /// Shows every field with the text its spans cut out, the findings, and how the body begins.
    fn check(text: &str, expected: &Expect) {
        let mut shown = String::new();
        let read = read_front_matter(text, &Arc::from("a.md"));
        for field in &read.value.fields.entries {
            show(text, field, 0, &mut shown);
        }
        for finding in &read.findings {
            let span = finding.place.as_ref().unwrap().span;
            writeln!(shown, "{} {}: {:?} {}", finding.code.id, finding.message, span.of(text), {
                finding.label.as_deref().unwrap_or_default()
            })
            .unwrap();
            if let Some(help) = &finding.help {
                writeln!(shown, "     help: {help}").unwrap();
            }
        }
        let body: String = text[read.value.body_start..].chars().take(20).collect();
        writeln!(shown, "body {body:?}").unwrap();
        expected.assert_eq(&shown);
    }

    fn show(text: &str, field: &Field, depth: usize, shown: &mut String) {
        assert_eq!(field.key_span.of(text).trim_matches(['"', '\'']), field.key);
        write!(shown, "{}{} =", "  ".repeat(depth), field.key).unwrap();
        show_value(text, &field.value, depth, shown);
    }

    fn show_value(text: &str, value: &Value, depth: usize, shown: &mut String) {
        match &value.kind {
            ValueKind::Null => writeln!(shown, " null").unwrap(),
            ValueKind::Text(scalar) => writeln!(shown, " {scalar:?} at {:?}", value.span.of(text)).unwrap(),
            ValueKind::List(items) => {
                writeln!(shown, " list at {:?}", value.span.of(text)).unwrap();
                for item in items {
                    write!(shown, "{}-", "  ".repeat(depth + 1)).unwrap();
                    show_value(text, item, depth + 1, shown);
                }
            }
            ValueKind::Map(fields) => {
                writeln!(shown, " map at {:?}", value.span.of(text)).unwrap();
                for field in fields {
                    show(text, field, depth + 1, shown);
                }
            }
        }
    }

    #[test]
    fn scalars_stay_as_they_were_written() {
        check(
            "---\nversion: 3.10\nid: 0123\nprint: no\nempty:\ntilde: ~\nquoted: ''\nms.date: 11/23/2026 # day\n---\n# T\n",
            &expect![[r##"
                version = "3.10" at "3.10"
                id = "0123" at "0123"
                print = "no" at "no"
                empty = null
                tilde = null
                quoted = null
                ms.date = "11/23/2026" at "11/23/2026"
                body "# T\n"
            "##]],
        );
    }

    #[test]
    fn places_count_bytes_though_the_parser_counts_characters() {
        check(
            "---\ntitle: \"Größe — 名前\"\nname: ünder\n---\nx",
            &expect![[r#"
            title = "Größe — 名前" at "\"Größe — 名前\""
            name = "ünder" at "ünder"
            body "x"
        "#]],
        );
    }

    #[test]
    fn lists_maps_and_block_scalars_are_read_in_every_layout() {
        check(
            "---\nms.custom: \n- a\n- b: c\n  d: e\nflow: [x, 'y, z' ]\nactivation: {who: me}\nlong: |\n  one\n  two\nfold: >-\n  one\n  two\n\nplain: one\n  two\n---\n",
            &expect![[r#"
                ms.custom = list at "a\n- b: c\n  d: e"
                  - "a" at "a"
                  - map at "b: c\n  d: e"
                    b = "c" at "c"
                    d = "e" at "e"
                flow = list at "[x, 'y, z' ]"
                  - "x" at "x"
                  - "y, z" at "'y, z'"
                activation = map at "{who: me}"
                  who = "me" at "me"
                long = "one\ntwo\n" at "one\n  two"
                fold = "one two" at "one\n  two"
                plain = "one two" at "one\n  two"
                body ""
            "#]],
        );
    }

    #[test]
    fn one_front_matter_tells_no_more_than_can_be_read() {
        let text = format!("---\n{}---\n", "k: {{x}} y\n".repeat(5_000));
        let found = read_front_matter(&text, &Arc::from("a.md")).findings;
        assert_eq!(found.len(), 40);
        assert!(found.last().unwrap().message.ends_with(" more faults in this front matter"), "{:?}", found.last());
    }

    #[test]
    fn keys_may_hold_colons_and_blanks() {
        check(
            "---\nms:assetid: x\nonline version: y\n\"quoted key\": z\n---\n",
            &expect![[r#"
            ms:assetid = "x" at "x"
            online version = "y" at "y"
            quoted key = "z" at "z"
            body ""
        "#]],
        );
    }

    #[test]
    fn a_text_without_front_matter_is_all_body() {
        check(
            "",
            &expect![[r#"
            body ""
        "#]],
        );
        check(
            "# Title\n---\na: b\n---\n",
            &expect![[r##"
            body "# Title\n---\na: b\n---"
        "##]],
        );
        check(
            "---",
            &expect![[r#"
            body "---"
        "#]],
        );
        check(
            "----\na: b\n---\n",
            &expect![[r#"
            body "----\na: b\n---\n"
        "#]],
        );
        check(
            "---\n\n# Title\n\nText\n\n---\nmore\n",
            &expect![[r#"
            body "---\n\n# Title\n\nText\n\n"
        "#]],
        );
        check(
            "---\n\nText without an end\n",
            &expect![[r#"
            body "---\n\nText without an"
        "#]],
        );
    }

    #[test]
    fn an_empty_block_is_front_matter_without_fields() {
        check(
            "---\n---\nbody",
            &expect![[r#"
            body "body"
        "#]],
        );
        check(
            "---\n\n \n...  \nbody",
            &expect![[r#"
            body "body"
        "#]],
        );
        check(
            "---\n# only a comment\n---\nbody",
            &expect![[r#"
            body "body"
        "#]],
        );
    }

    #[test]
    fn dots_or_dashes_close_the_block_and_blanks_may_follow_them() {
        check(
            "---  \ntitle: a\n...\nbody\n---\n",
            &expect![[r#"
            title = "a" at "a"
            body "body\n---\n"
        "#]],
        );
        check(
            "---\n\n  title: a\n  owner: b\n---\t\nbody",
            &expect![[r#"
            title = "a" at "a"
            owner = "b" at "b"
            body "body"
        "#]],
        );
        check(
            "---\ntitle: a\n---",
            &expect![[r#"
            title = "a" at "a"
            body ""
        "#]],
        );
    }

    #[test]
    fn an_unclosed_block_keeps_its_fields_and_its_body() {
        check(
            "---\ntitle: a\nlist:\n- b\n\n# Title\ntext\n",
            &expect![[r#"
            title = "a" at "a"
            list = list at "b"
              - "b" at "b"
            F002 the front matter is never closed: "---" no line `---` or `...` follows
                 help: add a line `---` below the last `key: value` line
            body "\n# Title\ntext\n"
        "#]],
        );
    }

    #[test]
    fn a_bad_line_costs_its_own_field_only() {
        check(
            "---\ntitle: Who: me\nowner: b\nquote: \"open\nlast: c\n---\nbody",
            &expect![[r#"
            owner = "b" at "b"
            last = "c" at "c"
            F001 `title` is no valid YAML: ": me" a second `: ` on the line, or a line without its key
                 help: put the value in quotes
            F001 `quote` is no valid YAML: "\"open" the quotation mark before this is never closed
                 help: close the quotation mark
            body "body"
        "#]],
        );
        check(
            "---\nowner: a\n\tdeputy: b\nreviewed_on: @c\nsee: *d\n---\nbody",
            &expect![[r#"
            F001 `owner` is no valid YAML: "\t" a tab, where YAML takes only blanks
                 help: replace the tab with blanks
            F001 `reviewed_on` is no valid YAML: "@c" a value cannot start with this character
                 help: put the value in quotes
            F001 `see` is no valid YAML: "*d" nothing above is named by `&` so
                 help: put the value in quotes
            body "body"
        "#]],
        );
        check(
            "---\nflow: [a, b\nowner: c\nmap: {a: b\n---\nbody",
            &expect![[r#"
            owner = "c" at "c"
            F001 `flow` is no valid YAML: "flow: [a, b" a `[` or `{` that is not closed as YAML expects
                 help: close the bracket, or put the value in quotes
            F001 `map` is no valid YAML: "map: {a: b" a `[` or `{` that is not closed as YAML expects
                 help: close the bracket, or put the value in quotes
            body "body"
        "#]],
        );
    }

    #[test]
    fn braces_without_quotes_are_read_as_text() {
        check(
            "---\ntitle: {{ org }} contacts\nlist:\n  - {{ a: b }}\nnote: |\n  key: {{ c }}\n---\n",
            &expect![[r#"
            title = "{{ org }} contacts" at "{{ org }} contacts"
            list = list at "- {{ a: b }}"
              - "{{ a: b }}" at "{{ a: b }}"
            note = "key: {{ c }}\n" at "key: {{ c }}"
            F003 `title` must be text: "{{ org }}" YAML reads this as a mapping
                 help: put the title in quotes: title: "{{ org }} contacts"
            F003 an item of `list` must be text: "{{ a: b }}" YAML reads this as a mapping
                 help: put it in quotes: - "{{ a: b }}"
            body ""
        "#]],
        );
        check(
            "---\ntitle: \"{{ org }} contacts\"\nplain: call {{ org }}\n---\n",
            &expect![[r#"
            title = "{{ org }} contacts" at "\"{{ org }} contacts\""
            plain = "call {{ org }}" at "call {{ org }}"
            body ""
        "#]],
        );
    }

    #[test]
    fn a_block_that_is_no_mapping_is_reported() {
        check(
            "---\njust words\n---\nbody",
            &expect![[r#"
            F005 the front matter is no list of `key: value` lines: "just words" YAML reads this as text
            body "body"
        "#]],
        );
        check(
            "---\n- a\n- b\n---\nbody",
            &expect![[r#"
            F005 the front matter is no list of `key: value` lines: "- a" YAML reads this as a list
            body "body"
        "#]],
        );
    }

    #[test]
    fn a_key_given_twice_counts_as_given_last() {
        check(
            "---\ntitle: a\nowner: b\ntitle: c\n---\n",
            &expect![[r#"
            title = "c" at "c"
            owner = "b" at "b"
            F007 `title` is given twice: "title" this one counts
            body ""
        "#]],
        );
    }

    #[test]
    fn limits_are_findings() {
        let deep = format!("---\na: {}1{}\n---\nbody", "[".repeat(40), "]".repeat(40));
        check(
            &deep,
            &expect![[r#"
            F006 more than 32 lists or mappings inside each other: "[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" the reading stopped here
            body "body"
        "#]],
        );
        let aliases = format!("---\na: &a [1]\nb: [{}]\n---\nbody", "*a, ".repeat(101));
        check(
            &aliases,
            &expect![[r#"
            a = list at "&a [1]"
              - "1" at "1"
            F006 more than 100 aliases, or aliases that repeat too much: "*a" the reading stopped here
                 help: write the values out
            body "body"
        "#]],
        );
        let bomb = "---\na: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n---\nbody";
        check(
            bomb,
            &expect![[r#"
            a = list at "&a [1,1,1,1,1,1,1,1,1,1]"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
              - "1" at "1"
            F006 more than 100 aliases, or aliases that repeat too much: "*c" the reading stopped here
                 help: write the values out
            body "body"
        "#]],
        );
        let large = format!("---\ntitle: a\n\nlong: {}\n---\nbody", "x".repeat(MAX_FRONT_MATTER));
        check(
            &large,
            &expect![[r#"
            title = "a" at "a"
            F006 the front matter is larger than 256 KiB: "---" only its readable start is used
            body "\nlong: xxxxxxxxxxxxx"
        "#]],
        );
        check(
            "---\na: &a [*a]\n---\nbody",
            &expect![[r#"
            F001 `a` is no valid YAML: "*a]" nothing above is named by `&` so
                 help: put the value in quotes
            body "body"
        "#]],
        );
    }

    #[test]
    fn no_text_makes_it_panic() {
        let pieces = [
            "---\n", "...\n", "a: ", "{{ ", "}} ", "[", "]", "\"", "'", "|\n", "&a ", "*a", "- ", "\n", "\t", "ü",
            "\u{FDD0}", "? ", ": ", "%", "!", "  ",
        ];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = String::from("---\n");
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            }
            let read = read_front_matter(&text, &Arc::from("a.md"));
            assert!(text.is_char_boundary(read.value.body_start));
        }
    }
}
