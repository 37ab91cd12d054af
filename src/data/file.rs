//! One data file → records as written.

use std::sync::Arc;

use super::csv::read_rows;
use crate::config::{Node, NodeKind, read_toml};
use crate::finding::{Checked, Finding, Place, Span, codes::data as d, codes::overlay as o};
use crate::source::SourceText;
use crate::topic::{Value, parse_fields};

/// A data set as one file has it.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// The set's name: the file's, without its ending.
    pub set: String,
    /// The file.
    pub file: Arc<str>,
    pub(super) records: Vec<RawRecord>,
}

/// A record as written.
#[derive(Debug, Clone)]
pub(super) struct RawRecord {
    pub(super) id: String,
    pub(super) span: Span,
    pub(super) fields: Vec<RawField>,
    /// `remove: yes`
    pub(super) remove: bool,
    /// `new: yes`
    pub(super) new: bool,
}

/// A field as written. No text: it is emptied.
#[derive(Debug, Clone)]
pub(super) struct RawField {
    pub(super) name: String,
    pub(super) text: Option<String>,
    pub(super) span: Span,
}

/// What a cell or value says to empty a field.
const BLANK: &str = "(blank)";

/// Reads a file below a `data` folder; `None` for one that is no data file.
pub fn read_data_file(text: &SourceText) -> Option<Checked<DataFile>> {
    let file = text.path.shared();
    let mut findings = Vec::new();
    let records = match text.path.ending().to_ascii_lowercase().as_str() {
        "yaml" | "yml" => yaml_records(&text.text, &file, &mut findings),
        "toml" => toml_records(&text.text, &file, &mut findings),
        "csv" => csv_records(&text.text, &file, &mut findings),
        _ => return None,
    };
    let mut records: Vec<RawRecord> = records;
    let mut seen = std::collections::BTreeMap::new();
    records.retain(|record| match seen.insert(record.id.clone(), record.span) {
        None => true,
        Some(first) => {
            let message = format!("record “{}” stands twice in this file; the first one counts", record.id);
            let finding = Finding::new(&d::D002, message).at(Place::new(Arc::clone(&file), record.span));
            findings.push(finding.related(Place::new(Arc::clone(&file), first), "the first"));
            false
        }
    });
    Some(Checked::new(DataFile { set: text.path.stem().to_owned(), file, records }, findings))
}

fn yaml_records(text: &str, file: &Arc<str>, findings: &mut Vec<Finding>) -> Vec<RawRecord> {
    let fields = parse_fields(text, Span::new(0, text.len()), file).take(findings);
    let mut records = Vec::new();
    for field in &fields.entries {
        if field.value.fields().is_empty() {
            report_no_record(&field.key, file, field.key_span, findings);
            continue;
        }
        let values = field.value.fields().iter().map(|inner| {
            let text = match &inner.value.kind {
                crate::topic::ValueKind::List(items) => {
                    Some(items.iter().filter_map(Value::text).collect::<Vec<_>>().join(", "))
                }
                _ => inner.value.text().map(str::to_owned),
            };
            (inner.key.clone(), text, inner.value.span)
        });
        records.push(record(&field.key, field.key_span, values.collect(), file, findings));
    }
    records
}

fn toml_records(text: &str, file: &Arc<str>, findings: &mut Vec<Finding>) -> Vec<RawRecord> {
    let root = read_toml(text, file).take(findings);
    let mut records = Vec::new();
    for entry in root.entries() {
        let span = entry.place.as_ref().map(|place| place.span).unwrap_or_default();
        if !matches!(entry.node.kind, NodeKind::Table(_)) {
            report_no_record(&entry.key, file, span, findings);
            continue;
        }
        let values = entry.node.entries().iter().map(|inner| {
            let span = inner.node.place.as_ref().map(|place| place.span).unwrap_or_default();
            (inner.key.clone(), toml_text(&inner.node), span)
        });
        records.push(record(&entry.key, span, values.collect(), file, findings));
    }
    records
}

fn toml_text(node: &Node) -> Option<String> {
    Some(match &node.kind {
        NodeKind::Text(text) | NodeKind::Date(text) => text.clone(),
        NodeKind::Integer(number) => number.to_string(),
        NodeKind::Number(number) => number.to_string(),
        NodeKind::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        NodeKind::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join(", "),
        NodeKind::Table(_) => return None,
    })
}

fn csv_records(text: &str, file: &Arc<str>, findings: &mut Vec<Finding>) -> Vec<RawRecord> {
    let mut rows = read_rows(text).into_iter();
    let Some(head) = rows.next() else { return Vec::new() };
    let mut records = Vec::new();
    for row in rows {
        let Some((id, span)) = row.first().cloned() else { continue };
        let whole = Span { start: span.start, end: row.last().map_or(span.end, |(_, last)| last.end) };
        if row.len() > head.len() {
            let message = format!("this row has {} cells, the first row names {} columns", row.len(), head.len());
            let help = "put a value that holds a separator between quotation marks";
            findings.push(Finding::new(&d::D001, message).at(Place::new(Arc::clone(file), whole)).help(help));
            continue;
        }
        if id.is_empty() {
            report_no_record("", file, whole, findings);
            continue;
        }
        // A blank cell keeps what lower layers say.
        let cells = head.iter().zip(&row).skip(1).filter(|(_, (text, _))| !text.is_empty());
        let values = cells.map(|((name, _), (text, span))| (name.clone(), Some(text.clone()), *span));
        records.push(record(&id, span, values.collect(), file, findings));
    }
    records
}

fn record(
    id: &str,
    span: Span,
    values: Vec<(String, Option<String>, Span)>,
    file: &Arc<str>,
    findings: &mut Vec<Finding>,
) -> RawRecord {
    let mut record = RawRecord { id: id.to_owned(), span, fields: Vec::new(), remove: false, new: false };
    for (name, text, span) in values {
        let is_yes = || text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("yes") || text == "true");
        match (name.as_str(), &text) {
            ("remove", _) => record.remove = is_yes(),
            ("new", _) => record.new = is_yes(),
            (_, None) => {
                let message = format!("“{name}” of {id} has an empty value");
                let finding = Finding::new(&o::O304, message)
                    .at(Place::new(Arc::clone(file), span))
                    .help("to keep the value below delete the line; to clear it say so")
                    .try_line(format!("{name}: {BLANK}"));
                findings.push(finding);
            }
            (_, Some(text)) => {
                let text = (text != BLANK).then(|| text.clone());
                record.fields.push(RawField { name, text, span });
            }
        }
    }
    record
}

fn report_no_record(key: &str, file: &Arc<str>, span: Span, findings: &mut Vec<Finding>) {
    let message = if key.is_empty() { "a row without a key".to_owned() } else { format!("“{key}” is no record") };
    let help = "a record is a name with fields below it, such as `duty-manager:` and `phone:`";
    findings.push(Finding::new(&d::D001, message).at(Place::new(Arc::clone(file), span)).help(help));
}
