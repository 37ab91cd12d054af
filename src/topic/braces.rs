//! YAML values such as `{{ org }} contacts`, which YAML reads as a mapping and authors mean as text.
//!
//! The text is read with the braces hidden, the value is kept as text, and a finding asks for quotation marks.

use std::sync::Arc;

use super::fields::{Field, Value, ValueKind};
use super::yaml::{Yaml, parse_yaml, parse_yaml_as};
use crate::finding::codes::front_matter::F003;
use crate::finding::{Finding, Place, Span};

/// What hides from YAML, and the noncharacters of Unicode that stand in for it: one character each, so that places
/// stay. A text that holds one of those is read as it is.
const HIDDEN: [(char, char); 3] = [('{', '\u{FDD0}'), ('}', '\u{FDD1}'), (':', '\u{FDD2}')];

/// Reads the YAML at `span` of `source`; unquoted values that begin with `{{` become text.
pub(crate) fn parse_with_braces(source: &str, span: Span) -> Yaml {
    let Some(hidden) = hide(span.of(source)) else { return parse_yaml(source, span) };
    let mut yaml = parse_yaml_as(source, span, &hidden);
    if let Some(value) = &mut yaml.value {
        show(value);
    }
    yaml
}

/// Reports each unquoted `{{` value of a field.
pub(crate) fn report_braces(source: &str, field: &Field, file: &Arc<str>, findings: &mut Vec<Finding>) {
    let mut report = |value: &Value, message: String, help: &str| {
        let ValueKind::Text(text) = &value.kind else { return };
        let written = value.span.of(source);
        if written.starts_with("{{") {
            let start = value.span.start as usize;
            let braces = written.find("}}").map_or(written.len(), |at| at + 2);
            let quote = if text.contains('"') { '\'' } else { '"' };
            let finding = Finding::new(&F003, message)
                .at(Place::new(Arc::clone(file), start..start + braces))
                .label("YAML reads this as a mapping")
                .help(format!("{help}{quote}{text}{quote}"));
            findings.push(finding);
        }
    };
    let key = &field.key;
    match &field.value.kind {
        ValueKind::List(items) => {
            for item in items {
                report(item, format!("an item of `{key}` must be text"), "put it in quotes: - ");
            }
        }
        ValueKind::Map(fields) => {
            for inner in fields {
                report_braces(source, inner, file, findings);
            }
        }
        _ => report(&field.value, format!("`{key}` must be text"), &format!("put the {key} in quotes: {key}: ")),
    }
}

fn hide(text: &str) -> Option<String> {
    if !text.contains("{{") || text.contains(HIDDEN.map(|(_, stand_in)| stand_in)) {
        return None;
    }
    let mut hidden = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (before, value) = line.split_at(value_in_braces(line).unwrap_or(line.len()));
        hidden.push_str(before);
        for character in value.chars() {
            let stand_in = HIDDEN.iter().find(|(plain, _)| *plain == character);
            hidden.push(stand_in.map_or(character, |(_, stand_in)| *stand_in));
        }
    }
    Some(hidden)
}

/// Where an unquoted value that begins with `{{` stands in a line `key: {{ …` or `- {{ …`.
fn value_in_braces(line: &str) -> Option<usize> {
    let at = line.find("{{")?;
    let before = line.get(..at)?.trim_start();
    let key = before.trim_start_matches("- ");
    let after_key = key.trim_end().ends_with(':') && key.ends_with(' ') && !key.contains(['"', '\'', '{', '[', '#']);
    let in_list = key.is_empty() && !before.is_empty();
    (after_key || in_list).then_some(at)
}

/// Puts the hidden characters back. The recursion is bounded by the depth that `yaml` allows.
fn show(value: &mut Value) {
    match &mut value.kind {
        ValueKind::Null => {}
        ValueKind::Text(text) => {
            for (plain, stand_in) in HIDDEN {
                if text.contains(stand_in) {
                    *text = text.replace(stand_in, plain.encode_utf8(&mut [0; 4]));
                }
            }
        }
        ValueKind::List(items) => items.iter_mut().for_each(show),
        ValueKind::Map(fields) => fields.iter_mut().for_each(|field| show(&mut field.value)),
    }
}
