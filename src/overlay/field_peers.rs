//! Change files of one rank that speak of one field: what they cannot both have is left out, and both places are told.
//!
//! As with instructions, order inside a rank has no meaning (overlay design, 5.10). The unit is the leaf: peers may set
//! different leaves of one map, and add to one list.

use std::collections::BTreeSet;

use super::fields::FieldEdits;
use super::leaf::{is_inside, leaves, same};
use crate::finding::{Finding, Place, Span, codes::overlay as o};
use crate::topic::{Field, Value, ValueKind};

/// What a change file does to a field.
#[derive(Debug)]
struct FieldDeed {
    /// The number of its file.
    by: usize,
    /// `set`, `add`, `remove` or `nav`.
    verb: &'static str,
    /// The field or leaf.
    name: String,
    /// What it sets, or the item that it adds or takes away; `None`: the whole field goes.
    value: Option<Value>,
    span: Span,
}

/// Takes out of the change files of a rank what they cannot both have.
pub(super) fn settle_fields(files: &mut [FieldEdits], findings: &mut Vec<Finding>) {
    if files.len() < 2 {
        return;
    }
    let deeds: Vec<FieldDeed> =
        files.iter().enumerate().flat_map(|(by, file)| deeds_of(by, &file.edits.entries)).collect();
    let mut fallen = BTreeSet::new();
    let mut met = Vec::new();
    for (at, one) in deeds.iter().enumerate() {
        for (later, other) in deeds.iter().enumerate().skip(at + 1).filter(|(_, other)| other.by != one.by) {
            let place = |deed: &FieldDeed| {
                let file = files.get(deed.by).map(|file| file.file.shared());
                file.map(|file| Place::new(file, deed.span))
            };
            let (Some(first), Some(second)) = (place(one), place(other)) else { continue };
            if one.says_the_same(other) {
                fallen.insert(later);
                // Two files may well add the same.
                if one.verb != "add" {
                    let message = format!("another file of the same rank says this of “{}” already", other.name);
                    let finding = Finding::new(&o::O406, message).at(second).related(first, "the other");
                    met.push(finding.try_line("delete one of them"));
                }
            } else if one.meets(other) {
                fallen.extend([at, later]);
                let message = format!("two change files of one rank change “{}” in different ways", other.name);
                let finding = Finding::new(&o::O401, message).at(second).related(first, "the other");
                met.push(finding.try_line("keep one of them, or move one to a later layer"));
            }
        }
    }
    findings.append(&mut met);
    for deed in fallen.into_iter().filter_map(|at| deeds.get(at)) {
        if let Some(file) = files.get_mut(deed.by) {
            leave_out(&mut file.edits.entries, deed);
        }
    }
}

fn deeds_of(by: usize, entries: &[Field]) -> Vec<FieldDeed> {
    let mut deeds = Vec::new();
    for entry in entries {
        let inner = entry.value.fields();
        match entry.key.as_str() {
            "set" => deeds.extend(inner.iter().flat_map(leaves).map(|(way, leaf)| FieldDeed {
                by,
                verb: "set",
                name: way.join("."),
                value: Some(leaf.value.clone()),
                span: leaf.key_span,
            })),
            "add" => deeds.extend(inner.iter().flat_map(|field| items(field).map(move |item| (field, item))).map(
                |(field, item)| FieldDeed {
                    by,
                    verb: "add",
                    name: field.key.clone(),
                    value: Some(item.clone()),
                    span: field.key_span,
                },
            )),
            "remove" => deeds.extend(inner.iter().flat_map(|field| items(field).map(move |item| (field, item))).map(
                |(field, item)| {
                    let key = item.text().filter(|_| field.key == "keys").map(str::to_owned);
                    let value = key.is_none().then(|| item.clone());
                    FieldDeed {
                        by,
                        verb: "remove",
                        name: key.unwrap_or_else(|| field.key.clone()),
                        value,
                        span: item.span,
                    }
                },
            )),
            "nav" => deeds.push(FieldDeed {
                by,
                verb: "nav",
                name: "nav".to_owned(),
                value: Some(entry.value.clone()),
                span: entry.key_span,
            }),
            _ => {}
        }
    }
    deeds
}

/// The items of a list; a single value is one.
fn items(field: &Field) -> impl Iterator<Item = &Value> {
    field.value.items().iter()
}

impl FieldDeed {
    fn says_the_same(&self, other: &Self) -> bool {
        let values = match (&self.value, &other.value) {
            (Some(one), Some(other)) => same(one, other),
            (None, None) => true,
            _ => false,
        };
        self.verb == other.verb && self.name == other.name && values
    }

    fn meets(&self, other: &Self) -> bool {
        let one_field = is_inside(&self.name, &other.name) || is_inside(&other.name, &self.name);
        let of_items = |deed: &Self| deed.verb == "add" || (deed.verb == "remove" && deed.value.is_some());
        one_field
            && match (of_items(self), of_items(other)) {
                // One adds what the other takes away.
                (true, true) => {
                    let values = self.value.as_ref().zip(other.value.as_ref());
                    self.verb != other.verb && values.is_some_and(|(one, other)| same(one, other))
                }
                _ => true,
            }
    }
}

/// Takes what a deed says out of the front matter that says it.
fn leave_out(entries: &mut Vec<Field>, deed: &FieldDeed) {
    if deed.verb == "nav" {
        entries.retain(|entry| entry.key != "nav");
        return;
    }
    let Some(verb) = entries.iter_mut().find(|entry| entry.key == deed.verb) else { return };
    let ValueKind::Map(fields) = &mut verb.value.kind else { return };
    fields.retain_mut(|field| keep(field, deed));
}

/// Takes the part of a field that a deed means out of it; whether something is left.
fn keep(field: &mut Field, deed: &FieldDeed) -> bool {
    if deed.verb == "set" {
        if field.key_span == deed.span && !matches!(field.value.kind, ValueKind::Map(_)) {
            return false;
        }
        if let ValueKind::Map(inner) = &mut field.value.kind {
            inner.retain_mut(|field| keep(field, deed));
            return !inner.is_empty();
        }
        return true;
    }
    let of_field = match &deed.value {
        Some(_) => field.key == deed.name,
        None => field.key == "keys",
    };
    let goes = |item: &Value| match &deed.value {
        Some(value) => same(item, value),
        None => item.text() == Some(&deed.name),
    };
    match &mut field.value.kind {
        ValueKind::List(items) if of_field => {
            items.retain(|item| !goes(item));
            !items.is_empty()
        }
        ValueKind::Text(_) if of_field => !goes(&field.value),
        _ => true,
    }
}
