//! `nav` of `mkdocs.yml` → entries: paths, or names with a path or a list.

use super::entry::Entry;
use crate::finding::Finding;
use crate::finding::codes::link;
use crate::source::SourceText;
use crate::topic::docset::parse_yaml_file;
use crate::topic::{Value, ValueKind};

/// Reads the entries, and the folder that their paths count from; `None` where there is no `nav`.
pub(super) fn parse_mkdocs(source: &SourceText, findings: &mut Vec<Finding>) -> Option<(String, Vec<Entry>)> {
    let root = parse_yaml_file(source, &link::L022, findings)?;
    let entries = root.get("nav")?.items().iter().filter_map(parse_entry).collect();
    let folder = root.get("docs_dir").and_then(Value::text).unwrap_or("docs");
    Some((folder.to_owned(), entries))
}

fn parse_entry(value: &Value) -> Option<Entry> {
    let href = |value: &Value| Some((value.text()?.to_owned(), value.span));
    match &value.kind {
        ValueKind::Text(_) => Some(Entry { href: href(value), ..Entry::default() }),
        ValueKind::Map(fields) => {
            let field = fields.first()?;
            let items = match &field.value.kind {
                ValueKind::List(items) => items.iter().filter_map(parse_entry).collect(),
                _ => Vec::new(),
            };
            Some(Entry { name: Some(field.key.clone()), href: href(&field.value), items, ..Entry::default() })
        }
        ValueKind::List(_) | ValueKind::Null => None,
    }
}
