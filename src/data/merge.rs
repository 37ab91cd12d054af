//! Data files, lowest layer first → [`DataSets`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{DataFile, RawField};
use super::schema::{FieldKind, Schema};
use crate::finding::{Finding, Place, Span, codes::data as d, codes::overlay as o, nearest};
use crate::topic::Duration;

/// The data files of one layer of an edition.
#[derive(Debug, Clone)]
pub struct LayerData<'a> {
    /// The number of its rank; 0 for the base.
    pub rank: usize,
    /// Its name.
    pub name: &'a str,
    /// What readers call it.
    pub label: &'a str,
    /// Its files.
    pub files: Vec<&'a DataFile>,
}

/// A value with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datum {
    /// The value.
    pub text: String,
    /// The file.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
    /// The class that the schema gives the field.
    pub classification: Option<String>,
    /// The audiences that the schema gives the field; empty: all.
    pub audience: Vec<String>,
    /// The name of the layer that says so.
    pub layer: Arc<str>,
    /// What it replaced.
    pub over: Option<Arc<Datum>>,
    rank: usize,
}

/// The fields of a record by name.
type Record = BTreeMap<String, Datum>;

/// The records of a set, in the order in which they were first written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Set {
    order: Vec<String>,
    records: BTreeMap<String, (Place, Record)>,
}

/// All data of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataSets {
    sets: BTreeMap<String, Set>,
    /// Values of the edition itself, such as `site.id`.
    pub values: BTreeMap<String, String>,
}

/// Lays the layers over each other, lowest first.
pub fn merge_data(
    layers: &[LayerData<'_>],
    schemas: &BTreeMap<String, Schema>,
    findings: &mut Vec<Finding>,
) -> DataSets {
    let mut data = DataSets::default();
    for layer in layers {
        for file in &layer.files {
            data.lay(layer, file, schemas.get(&file.set), findings);
        }
    }
    for (name, set) in &data.sets {
        if let Some(schema) = schemas.get(name) {
            data.check(name, set, schema, findings);
        }
    }
    data
}

impl DataSets {
    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.values.is_empty()
    }

    /// The value of `set.record.field`; an edition's own values come from [`Self::values`].
    pub fn get(&self, name: &str) -> Option<&Datum> {
        let mut parts = name.splitn(3, '.');
        let (set, record, field) = (parts.next()?, parts.next()?, parts.next()?);
        self.sets.get(set)?.records.get(record)?.1.get(field)
    }

    /// Whether there is a set of this name.
    pub fn has_set(&self, set: &str) -> bool {
        self.sets.contains_key(set)
    }

    /// The records of a set, each with its name and its fields.
    pub fn records(&self, set: &str) -> Vec<(&str, &BTreeMap<String, Datum>)> {
        let Some(set) = self.sets.get(set) else { return Vec::new() };
        let record = |id: &String| set.records.get_key_value(id).map(|(id, (_, record))| (id.as_str(), record));
        set.order.iter().filter_map(record).collect()
    }

    /// Every name that a page may use, sorted.
    pub fn names(&self) -> Vec<String> {
        let of_set = |(name, set): (&String, &Set)| -> Vec<String> {
            let fields = set.records.iter().flat_map(|(id, (_, record))| record.keys().map(move |field| (id, field)));
            fields.map(|(id, field)| format!("{name}.{id}.{field}")).collect()
        };
        self.values.keys().cloned().chain(self.sets.iter().flat_map(of_set)).collect()
    }

    /// All values.
    pub fn all(&self) -> impl Iterator<Item = &Datum> {
        self.sets.values().flat_map(|set| set.records.values()).flat_map(|(_, record)| record.values())
    }

    fn lay(&mut self, layer: &LayerData<'_>, file: &DataFile, schema: Option<&Schema>, findings: &mut Vec<Finding>) {
        let first = !self.sets.contains_key(&file.set);
        let set = self.sets.entry(file.set.clone()).or_default();
        for raw in &file.records {
            let place = Place::new(Arc::clone(&file.file), raw.span);
            let known = set.records.contains_key(&raw.id);
            if !first && !known && !raw.new && !set.came_from(&raw.id, layer.rank) {
                let near = nearest(&raw.id, set.records.keys().map(String::as_str));
                let message = format!("record “{}” of {} is not known to lower layers", raw.id, file.set);
                let finding = Finding::new(&o::O306, message).at(place);
                let finding = match near.and_then(|near| Some((near, set.records.get(near)?))) {
                    Some((near, (there, _))) => {
                        let finding = finding.help(format!("nearest: {near}; a new record needs `new: yes`"));
                        finding.related(there.clone(), format!("“{near}”"))
                    }
                    None => finding.help("a record that lower layers do not have says that it is new"),
                };
                let line = if near.is_some() { near.unwrap_or_default().to_owned() } else { "new: yes".to_owned() };
                findings.push(finding.try_line(line));
                continue;
            }
            if raw.remove {
                set.records.remove(&raw.id);
                set.order.retain(|id| *id != raw.id);
                continue;
            }
            if !known {
                set.order.push(raw.id.clone());
            }
            let (_, record) = set.records.entry(raw.id.clone()).or_insert_with(|| (place, Record::new()));
            for field in &raw.fields {
                set_field(record, &raw.id, field, layer, file, schema, findings);
            }
        }
    }

    fn check(&self, name: &str, set: &Set, schema: &Schema, findings: &mut Vec<Finding>) {
        for (id, (_, record)) in &set.records {
            for (field, datum) in record {
                let Some(rule) = schema.fields.get(field) else { continue };
                let place = Place::new(Arc::clone(&datum.file), datum.span);
                let is_ref = rule.kind == FieldKind::Ref;
                let target = rule.to.as_deref().unwrap_or(name);
                let known = !is_ref || self.sets.get(target).is_some_and(|set| set.records.contains_key(&datum.text));
                if !rule.kind.fits(&datum.text) || !known {
                    let what = if is_ref { format!("record of {target}") } else { rule.kind.word().to_owned() };
                    let message = format!("{name}.{id}.{field}: “{}” is not a {what}", datum.text);
                    let near = self.sets.get(target).filter(|_| is_ref);
                    let near = near.and_then(|set| nearest(&datum.text, set.records.keys().map(String::as_str)));
                    let example = near.unwrap_or(rule.kind.example());
                    let finding = Finding::new(&o::O307, message).at(place);
                    // A name that is nearly right can be put right; a value can only be shown by an example.
                    findings.push(match near {
                        Some(near) => finding.try_line(near),
                        None => finding.help("such as this").try_line(example),
                    });
                    continue;
                }
                let (Ok(here), Some(limit)) = (Duration::parse(&datum.text), limit(rule, record)) else { continue };
                if rule.kind == FieldKind::Duration && here.seconds > limit.0.seconds {
                    let message =
                        format!("{field} {} of {name}.{id} is longer than {} {}", datum.text, limit.1, limit.0.written);
                    let finding = Finding::new(&o::O311, message).at(place).help("shorten it, or correct the other");
                    let other = rule.at_most.as_ref().and_then(|other| record.get(other));
                    findings.push(match other {
                        Some(other) => {
                            finding.related(Place::new(Arc::clone(&other.file), other.span), "the time that limits it")
                        }
                        None => finding,
                    });
                }
            }
        }
    }
}

/// What a duration may not be longer than, and what to call that.
fn limit<'r>(rule: &'r super::schema::FieldSchema, record: &Record) -> Option<(Duration, &'r str)> {
    if let Some(other) = &rule.at_most
        && let Some(datum) = record.get(other)
        && let Ok(limit) = Duration::parse(&datum.text)
    {
        return Some((limit, other));
    }
    rule.max.clone().map(|max| (max, "the limit of"))
}

fn set_field(
    record: &mut Record,
    id: &str,
    field: &RawField,
    layer: &LayerData<'_>,
    file: &DataFile,
    schema: Option<&Schema>,
    findings: &mut Vec<Finding>,
) {
    let place = Place::new(Arc::clone(&file.file), field.span);
    let rule = schema.and_then(|schema| schema.fields.get(&field.name));
    if let (Some(schema), None) = (schema, rule) {
        let near = nearest(&field.name, schema.fields.keys().map(String::as_str));
        let message = format!("{} has no field “{}”", file.set, field.name);
        let mut finding = Finding::new(&d::D003, message).at(place.clone());
        finding.help = near.map(|near| format!("did you mean “{near}”?"));
        findings.push(finding);
        return;
    }
    let Some(text) = field.text.clone() else {
        record.remove(&field.name);
        return;
    };
    let classification = rule.and_then(|rule| rule.classification.clone());
    let datum = Datum {
        text,
        file: Arc::clone(&file.file),
        span: field.span,
        classification,
        audience: rule.map(|rule| rule.audience.clone()).unwrap_or_default(),
        layer: layer.name.into(),
        over: record.get(&field.name).cloned().map(Arc::new),
        rank: layer.rank,
    };
    if let Some(there) = record.get(&field.name).filter(|there| there.rank == layer.rank && there.text != datum.text) {
        let message = format!("two layers of one rank set “{}” of {id}", field.name);
        let finding = Finding::new(&o::O401, message)
            .at(place)
            .related(Place::new(Arc::clone(&there.file), there.span), "the other")
            .help("keep one of them, or put one layer above the other");
        findings.push(finding);
        return;
    }
    record.insert(field.name.clone(), datum);
}

impl Set {
    /// Whether a peer of this rank brought the record, which the layers of the rank do not see.
    fn came_from(&self, id: &str, rank: usize) -> bool {
        let record = self.records.get(id).map(|(_, record)| record);
        record.is_some_and(|record| record.values().all(|datum| datum.rank == rank))
    }
}
