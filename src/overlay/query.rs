//! `contacts where site is north and role in lead, deputy sort by name (may be empty)`: which records fill a table.

use std::collections::BTreeMap;

use crate::data::{DataSets, Datum};

/// A record with its name.
type Found = (String, BTreeMap<String, Datum>);

/// What the comment above a table asks for.
#[derive(Debug)]
pub(super) struct Query {
    set: String,
    conditions: Vec<Condition>,
    sort: Option<String>,
    may_be_empty: bool,
    written: String,
}

#[derive(Debug)]
struct Condition {
    field: String,
    /// `is not`
    not: bool,
    values: Vec<String>,
}

/// Reads a query; the message says what is wrong with it.
pub(super) fn read_query(written: &str) -> Result<Query, String> {
    let written = written.trim();
    let (text, may_be_empty) = match written.strip_suffix("(may be empty)") {
        Some(text) => (text.trim(), true),
        None => (written, false),
    };
    let (text, sort) = match text.rsplit_once(" sort by ") {
        Some((text, field)) => (text.trim(), Some(field.trim().to_owned())),
        None => (text, None),
    };
    let (set, conditions) = text.split_once(" where ").map_or((text, None), |(set, rest)| (set, Some(rest)));
    if set.is_empty() || set.contains(' ') {
        return Err(format!("“{written}” does not begin with the name of a data set"));
    }
    let conditions =
        conditions.into_iter().flat_map(|all| all.split(" and ")).map(condition).collect::<Result<_, _>>()?;
    Ok(Query { set: set.to_owned(), conditions, sort, may_be_empty, written: written.to_owned() })
}

fn condition(written: &str) -> Result<Condition, String> {
    let parts = [(" is not ", true), (" is ", false), (" in ", false)];
    let found =
        parts.iter().find_map(|(word, not)| written.split_once(word).map(|(field, value)| (field, value, *word, *not)));
    let Some((field, value, word, not)) = found else {
        return Err(format!(
            "“{}” is no condition; write `field is value`, `field is not value` or `field in a, b`",
            written.trim()
        ));
    };
    let values = if word == " in " { value.split(',').collect() } else { vec![value] };
    let values = values.into_iter().map(|value| value.trim().to_lowercase()).collect();
    Ok(Condition { field: field.trim().to_owned(), not, values })
}

impl Query {
    /// The records, in order.
    pub(super) fn records(&self, data: &DataSets) -> Result<Vec<Found>, String> {
        if !data.has_set(&self.set) {
            return Err(format!("there is no data set “{}”", self.set));
        }
        let fits = |id: &str, record: &BTreeMap<String, Datum>| {
            self.conditions.iter().all(|condition| {
                let value = if condition.field == "id" {
                    Some(id)
                } else {
                    record.get(&condition.field).map(|datum| datum.text.as_str())
                };
                let value = value.unwrap_or_default().trim().to_lowercase();
                condition.values.contains(&value) != condition.not
            })
        };
        let all = data.records(&self.set).into_iter().filter(|(id, record)| fits(id, record));
        let mut found: Vec<Found> = all.map(|(id, record)| (id.to_owned(), record.clone())).collect();
        if let Some(field) = &self.sort {
            found.sort_by_key(|(id, record)| {
                let text = record.get(field).map(|datum| datum.text.clone()).unwrap_or_default();
                let number = text.parse::<u64>().unwrap_or(u64::MAX);
                (number, text.to_lowercase(), id.clone())
            });
        }
        if found.is_empty() && !self.may_be_empty {
            return Err(format!("the comment finds no record: {}; add (may be empty) if that is right", self.written));
        }
        Ok(found)
    }
}
