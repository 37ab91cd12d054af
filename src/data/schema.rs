//! `[data.*]` of `book.toml` → what the fields of each set hold.

use std::collections::BTreeMap;

use crate::config::Node;
use crate::finding::{Checked, Finding, codes::data as d, nearest};
use crate::source::Date;
use crate::topic::Duration;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A telephone number.
    Phone,
    /// An address of electronic mail.
    Email,
    /// A length of time.
    Duration,
    /// A day.
    Date,
    /// A number.
    Number,
    /// `yes` or `no`.
    Flag,
    /// The name of a record of another set.
    Ref,
}

const KINDS: &[(&str, FieldKind, &str)] = &[
    ("text", FieldKind::Text, ""),
    ("phone", FieldKind::Phone, "+44 1632 960111"),
    ("email", FieldKind::Email, "desk@tallowmere.example"),
    ("duration", FieldKind::Duration, "4 h"),
    ("date", FieldKind::Date, "2026-11-23"),
    ("number", FieldKind::Number, "12"),
    ("flag", FieldKind::Flag, "yes"),
    ("ref", FieldKind::Ref, "the name of a record"),
];

/// A field of a schema.
#[derive(Debug, Clone)]
pub(super) struct FieldSchema {
    pub(super) kind: FieldKind,
    /// The set that a reference leads to.
    pub(super) to: Option<String>,
    /// The longest that a duration may be.
    pub(super) max: Option<Duration>,
    /// The field that it may not be longer than.
    pub(super) at_most: Option<String>,
    /// Who may see it.
    pub(super) classification: Option<String>,
    /// The audiences that it is for; empty: all.
    pub(super) audience: Vec<String>,
}

/// The fields of a data set.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    pub(super) fields: BTreeMap<String, FieldSchema>,
}

/// Reads the schemas.
pub fn read_schemas(data: &[(String, Node)]) -> Checked<BTreeMap<String, Schema>> {
    let mut findings = Vec::new();
    let mut schemas = BTreeMap::new();
    for (set, node) in data {
        let mut schema = Schema::default();
        for entry in node.entries().iter().filter(|entry| !matches!(entry.key.as_str(), "fields" | "key")) {
            let message = format!("`data.{set}.{}` is not known; a set has `key` and `fields`", entry.key);
            findings.push(Finding { place: entry.place.clone(), ..Finding::new(&d::D004, message) });
        }
        for entry in node.at("fields").map_or(&[][..], Node::entries) {
            schema.fields.insert(entry.key.clone(), field(set, &entry.key, &entry.node, &mut findings));
        }
        schemas.insert(set.clone(), schema);
    }
    Checked::new(schemas, findings)
}

fn field(set: &str, name: &str, node: &Node, findings: &mut Vec<Finding>) -> FieldSchema {
    let text = |key: &str| node.at(key).and_then(Node::text).map(str::to_owned);
    let mut report = |message: String, help: Option<String>| {
        let finding = Finding { place: node.place.clone(), help, ..Finding::new(&d::D004, message) };
        findings.push(finding);
    };
    let known = ["type", "to", "max", "at-most", "classification", "audience"];
    for entry in node.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let near = nearest(&entry.key, known).map(|near| format!("did you mean `{near}`?"));
        report(format!("`{}` of {set}.{name} is not known", entry.key), near);
    }
    let written = text("type").unwrap_or_else(|| "text".to_owned());
    let kind = KINDS.iter().find(|(word, ..)| *word == written).map(|(_, kind, _)| *kind);
    if kind.is_none() {
        let words = KINDS.iter().map(|(word, ..)| *word).collect::<Vec<_>>().join(", ");
        report(format!("{set}.{name} has the unknown type “{written}”"), Some(format!("the types are {words}")));
    }
    let max = text("max").map(|max| Duration::parse(&max).ok());
    if max == Some(None) {
        report(format!("`max` of {set}.{name} is no length of time"), Some("such as `72 h`".to_owned()));
    }
    FieldSchema {
        kind: kind.unwrap_or(FieldKind::Text),
        to: text("to"),
        max: max.flatten(),
        at_most: text("at-most"),
        audience: node.at("audience").map(tags).unwrap_or_default(),
        classification: node.at("classification").map(|class| class.text().unwrap_or("?").to_owned()),
    }
}

/// One audience, or a list of them. What cannot be read is an audience that nobody is.
fn tags(node: &Node) -> Vec<String> {
    let text = |node: &Node| node.text().unwrap_or("?").to_owned();
    if node.items().is_empty() { vec![text(node)] } else { node.items().iter().map(text).collect() }
}

impl FieldKind {
    /// As `book.toml` has it.
    pub(super) fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("", |(word, ..)| word)
    }

    /// What a value of it looks like.
    pub(super) fn example(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("", |(.., example)| example)
    }

    /// Whether a text is one. References are checked when all sets are known.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Text | Self::Ref => true,
            Self::Phone => {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                // 15 digits are the most that a number has (ITU-T E.164); extensions follow it.
                (3..=20).contains(&digits)
                    && text.chars().all(|letter| letter.is_ascii_digit() || "+ -()./x#*,".contains(letter))
            }
            Self::Email => text
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' ')),
            Self::Duration => Duration::parse(text).is_ok(),
            Self::Date => Date::parse(text).is_some(),
            Self::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Flag => ["yes", "no", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)),
        }
    }
}
