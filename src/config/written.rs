//! A TOML file as written: a tree of values, each with its place.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::finding::codes::config::C001;
use crate::finding::{Checked, Finding, Place};

/// A value and where it stands; what comes from the environment stands nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// What it is.
    pub kind: NodeKind,
}

/// The kinds of value that TOML has.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// `"text"`
    Text(String),
    /// `3`
    Integer(i64),
    /// `3.5`
    Number(f64),
    /// `true`
    Flag(bool),
    /// `2026-11-23`, as written
    Date(String),
    /// `[…]`
    List(Vec<Node>),
    /// `[table]` or `{…}`, in the order of the file
    Table(Vec<Entry>),
}

/// A key of a table with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Option<Place>,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// A table without entries.
    pub(crate) fn empty() -> Self {
        Self { place: None, kind: NodeKind::Table(Vec::new()) }
    }

    /// The entries of a table; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value at a path of keys, joined by dots.
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, |node, key| node.entry(key).map(|entry| &entry.node))
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) | NodeKind::Date(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self) -> Option<bool> {
        match &self.kind {
            NodeKind::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        match &self.kind {
            NodeKind::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// Any number.
    #[expect(clippy::cast_precision_loss, reason = "weights are small numbers")]
    pub fn number(&self) -> Option<f64> {
        match &self.kind {
            NodeKind::Integer(integer) => Some(*integer as f64),
            NodeKind::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of a list; anything else counts as a list of one.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// What it is, for a label.
    pub(crate) fn kind_word(&self) -> &'static str {
        match self.kind {
            NodeKind::Text(_) => "text",
            NodeKind::Integer(_) | NodeKind::Number(_) => "a number",
            NodeKind::Flag(_) => "`true` or `false`",
            NodeKind::Date(_) => "a date",
            NodeKind::List(_) => "a list",
            NodeKind::Table(_) => "a table",
        }
    }
}

/// Reads a TOML file; what stands on broken lines is missing.
pub(crate) fn read_toml(text: &str, file: &Arc<str>) -> Checked<Node> {
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut findings: Vec<Finding> = Vec::new();
    let mut last_line = None;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let start = span.start.min(text.len());
        let line = text.get(..start).map_or(0, |before| before.matches('\n').count());
        // One broken line gives several errors; the first says it.
        if last_line.replace(line) == Some(line) {
            continue;
        }
        let finding = Finding::new(&C001, "this line is no valid TOML")
            .at(Place::new(Arc::clone(file), mark(text, start, span.end)))
            .label(in_plain_words(error.message()));
        findings.push(finding);
        // Behind an open bracket every line is an error of its own.
        if ["comma", "unclosed", "missing opening"].iter().any(|word| error.message().contains(word)) {
            break;
        }
    }
    let node = Node { place: None, kind: NodeKind::Table(entries(table.get_ref(), file)) };
    Checked::new(node, findings)
}

/// The span of an error, at least one character and never over a line's end.
fn mark(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    if line.is_empty() {
        let before = text.get(..start).unwrap_or_default().trim_end();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        return line_start..before.len();
    }
    let end = end.clamp(start, start + line.len());
    if end > start { start..end } else { start..start + line.chars().next().map_or(0, char::len_utf8) }
}

fn in_plain_words(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    if message.contains("duplicate key") {
        "the key stands twice in its table".to_owned()
    } else if message.contains("string values must be quoted") {
        "text must be put in quotation marks".to_owned()
    } else if message.contains("key with no value") {
        "a key without `= value`".to_owned()
    } else if message.contains("missing comma") {
        "a list above is not closed, or a comma is missing".to_owned()
    } else if message.contains("missing value") || message.contains("expected value") {
        "the value is missing".to_owned()
    } else {
        message.lines().next().unwrap_or("it cannot be read").to_lowercase()
    }
}

fn entries(table: &DeTable<'_>, file: &Arc<str>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            place: Some(Place::new(Arc::clone(file), key.span())),
            node: node(value.get_ref(), value.span(), file),
        })
        .collect();
    // The map is sorted by key; a reader of findings expects the order of the file.
    entries.sort_by_key(|entry| entry.place.as_ref().map(|place| place.span.start));
    entries
}

/// The recursion is bounded: the TOML parser refuses deep nesting.
fn node(value: &DeValue<'_>, span: std::ops::Range<usize>, file: &Arc<str>) -> Node {
    let kind = match value {
        DeValue::String(text) => NodeKind::Text(text.to_string()),
        DeValue::Integer(integer) => {
            NodeKind::Integer(i64::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i64::MAX))
        }
        DeValue::Float(number) => NodeKind::Number(number.as_str().parse().unwrap_or(0.0)),
        DeValue::Boolean(flag) => NodeKind::Flag(*flag),
        DeValue::Datetime(date) => NodeKind::Date(date.to_string()),
        DeValue::Array(items) => {
            NodeKind::List(items.iter().map(|item| node(item.get_ref(), item.span(), file)).collect())
        }
        DeValue::Table(table) => NodeKind::Table(entries(table, file)),
    };
    Node { place: Some(Place::new(Arc::clone(file), span)), kind }
}
