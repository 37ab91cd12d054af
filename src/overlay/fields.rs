//! Front matter of a change file: what it sets, adds and removes in the topic's.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::leaf::{Slot, differs, find_leaf, is_inside, leaves, nested, same, take_leaf, way_in};
use super::{LayerId, Layers, Origin};
use crate::finding::{Code, Finding, Place, codes::overlay as o, nearest};
use crate::source::{SourceId, SourcePath, SourceTree};
use crate::topic::{Field, Fields, Value, ValueKind};

/// Keys that the front matter of a change file may have.
const KEYS: &[&str] = &["changes", "set", "add", "remove", "hide", "nav", "note"];

/// The front matter of a topic before any layer.
#[derive(Debug, Clone)]
pub(super) struct BaseFields {
    pub(super) entries: Vec<Field>,
    pub(super) source: SourceId,
    pub(super) layer: LayerId,
}

impl BaseFields {
    /// Each entry with its origin.
    pub(super) fn fields(&self) -> Vec<(Field, Origin)> {
        let origin = |field: &Field| Origin::new(self.layer, self.source, field.key_span);
        self.entries.iter().map(|field| (field.clone(), origin(field))).collect()
    }

    /// The same, for layers to be laid over it.
    pub(super) fn matter(&self) -> Matter {
        Matter { fields: self.fields(), leaves: BTreeMap::new(), base: (self.layer, self.source) }
    }
}

/// The front matter of a topic while layers are laid over it.
#[derive(Debug, Clone)]
pub(super) struct Matter {
    pub(super) fields: Vec<(Field, Origin)>,
    /// Who brought a leaf, where a layer did: by its whole name, such as `activation.authority`.
    leaves: BTreeMap<String, Origin>,
    /// Where everything else is from.
    base: (LayerId, SourceId),
}

/// What a finding about fields needs to name the other place.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) sources: &'a SourceTree,
    pub(super) layers: &'a Layers,
}

/// The front matter of one change file.
#[derive(Debug, Clone)]
pub(super) struct FieldEdits {
    pub(super) file: SourcePath,
    pub(super) source: SourceId,
    pub(super) layer: LayerId,
    pub(super) edits: Fields,
}

/// What `hide:` says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hide {
    /// The whole topic stays out of the edition.
    pub(super) topic: bool,
    /// Only its entry in the navigation does.
    pub(super) entry: bool,
}

impl FieldEdits {
    /// Carries out what the front matter says, and tells what is wrong with it.
    pub(super) fn apply(&self, matter: &mut Matter, named: Named<'_>, findings: &mut Vec<Finding>) {
        Applying { by: self, named: Some(named), findings }.apply(matter);
    }

    /// The same where all that is wrong was told already.
    pub(super) fn apply_again(&self, matter: &mut Matter) {
        Applying { by: self, named: None, findings: &mut Vec::new() }.apply(matter);
    }

    /// The class that it sets, if it sets one.
    pub(super) fn classification(&self) -> Option<&Field> {
        let set = self.edits.get("set")?;
        set.value.fields().iter().find(|field| field.key == "classification")
    }
}

struct Applying<'a> {
    by: &'a FieldEdits,
    named: Option<Named<'a>>,
    findings: &'a mut Vec<Finding>,
}

impl Applying<'_> {
    fn apply(&mut self, matter: &mut Matter) {
        let edits = &self.by.edits;
        for entry in &edits.entries {
            if !KEYS.contains(&entry.key.as_str()) {
                let finding = self.found(&o::O108, format!("“{}” is not a known key here", entry.key), entry);
                let near = nearest(&entry.key, KEYS.iter().copied());
                self.findings.push(if let Some(key) = near {
                    finding.help(format!("did you mean “{key}”?")).try_edit(entry.key_span, key)
                } else {
                    let line = format!("set: {{ {}: {} }}", entry.key, entry.value.text().unwrap_or("…"));
                    finding.help("fields of the page go under `set:`").try_line(line)
                });
            }
        }
        let of = |key: &str| edits.get(key).map_or(&[][..], |field| field.value.fields());
        for field in of("set") {
            for (path, leaf) in leaves(field) {
                self.set(&path, leaf, matter);
            }
        }
        for field in of("add") {
            self.add(field, matter);
        }
        for field in of("remove") {
            self.remove(field, matter);
        }
        // A place in the navigation is the topic's own field, so that there is one way to say it.
        if let Some(nav) = edits.get("nav") {
            matter.fields.retain(|(there, _)| there.key != "nav");
            matter.fields.push((nav.clone(), self.origin(nav)));
        }
    }

    fn origin(&self, field: &Field) -> Origin {
        Origin::new(self.by.layer, self.by.source, field.key_span)
    }

    /// Sets one leaf: a map is never replaced as a whole.
    fn set(&mut self, path: &[&str], leaf: &Field, matter: &mut Matter) {
        let name = path.join(".");
        let is_empty = matches!(&leaf.value.kind, ValueKind::Map(inner) if inner.is_empty());
        if leaf.value.kind == ValueKind::Null || is_empty {
            let finding = self.found(&o::O304, format!("“{name}” has an empty value"), leaf);
            let finding = finding.help("to keep the value below delete the line; to clear it remove the field");
            return self.findings.push(finding.try_line(format!("remove: {{ keys: [{name}] }}")));
        }
        let origin = self.origin(leaf);
        let path = matter.way_to(path);
        let Some((first, rest)) = path.split_first() else { return };
        let base = matter.base;
        let was = |leaves: &BTreeMap<String, Origin>, there: &Field| {
            leaves.get(&name).cloned().unwrap_or_else(|| Origin::new(base.0, base.1, there.key_span))
        };
        let Some(slot) = matter.fields.iter_mut().find(|(there, _)| there.key == *first) else {
            matter.fields.push((nested(first, rest, leaf), origin.clone()));
            matter.leaves.insert(name, origin);
            return;
        };
        match find_leaf(&mut slot.0, rest) {
            Err(there) => {
                let message =
                    format!("“{}” is {} below; `set` cannot make it a map", there.key, there.value.kind_word());
                let was = was(&matter.leaves, there);
                self.report(&o::O305, message, leaf, &was, None);
            }
            Ok(Slot::Missing(fields, rest)) => {
                if let Some((key, deeper)) = rest.split_first() {
                    fields.push(nested(key, deeper, leaf));
                }
                matter.own(first, name, &origin, None);
            }
            Ok(Slot::There(there)) => {
                let was = was(&matter.leaves, there);
                if differs(&there.value, &leaf.value) {
                    let (old, new) = (there.value.kind_word(), leaf.value.kind_word());
                    let message = format!("“{name}” is {old} below; `set` cannot make it {new}");
                    return self.report(&o::O305, message, leaf, &was, None);
                }
                if same(&there.value, &leaf.value) {
                    let message = format!("“{name}” is set to what it already is");
                    return self.report(&o::O406, message, leaf, &was, Some("delete the line"));
                }
                there.value = leaf.value.clone();
                there.key_span = leaf.key_span;
                if was.layer != LayerId::BASE && was.layer != self.by.layer {
                    let label = |id| self.named.and_then(|named| named.layers.get(id)).map_or("", |layer| &layer.label);
                    let message = format!("{} overrides {} for “{name}”", label(self.by.layer), label(was.layer));
                    self.report(&o::O405, message, leaf, &was, None);
                }
                matter.own(first, name, &origin, Some(was));
            }
        }
    }

    fn add(&mut self, field: &Field, matter: &mut Matter) {
        let origin = self.origin(field);
        let Some((there, was)) = matter.fields.iter_mut().find(|(there, _)| there.key == field.key) else {
            let value = Value { span: field.value.span, kind: ValueKind::List(field.value.items().to_vec()) };
            matter.fields.push((Field { value, ..field.clone() }, origin.clone()));
            matter.leaves.insert(field.key.clone(), origin);
            return;
        };
        match &mut there.value.kind {
            ValueKind::List(items) => {
                let new = field.value.items().iter();
                let new: Vec<Value> =
                    new.filter(|item| !items.iter().any(|old| old.kind == item.kind)).cloned().collect();
                items.extend(new);
            }
            ValueKind::Null => there.value.kind = ValueKind::List(field.value.items().to_vec()),
            ValueKind::Text(_) | ValueKind::Map(_) => {
                let message = format!("“{}” is {}; `add` cannot be used", field.key, there.value.kind_word());
                let was = was.clone();
                self.report(&o::O305, message, field, &was, None);
            }
        }
    }

    fn remove(&mut self, field: &Field, matter: &mut Matter) {
        for item in field.value.items() {
            let Some(text) = item.text() else { continue };
            let found = if field.key == "keys" {
                matter.remove(text)
            } else {
                let there = matter.fields.iter_mut().find(|(there, _)| there.key == field.key);
                there.is_some_and(|(there, _)| match &mut there.value.kind {
                    ValueKind::List(items) => {
                        let before = items.len();
                        items.retain(|item| item.text() != Some(text));
                        items.len() < before
                    }
                    _ => false,
                })
            };
            if !found {
                let message = format!("“{text}” is not in “{}”, so it cannot be removed", field.key);
                let finding = self.found(&o::O305, message, field);
                self.findings.push(finding);
            }
        }
    }

    /// `was`: where the value below is from.
    fn report(&mut self, code: &'static Code, message: String, field: &Field, was: &Origin, line: Option<&str>) {
        let mut finding = self.found(code, message, field);
        let file = self.named.and_then(|named| named.sources.text(was.source));
        finding.related.extend(file.map(|file| {
            let note = if code == &o::O405 { "overridden here" } else { "it is so here" };
            (Place::new(file.path.shared(), was.span), note.to_owned())
        }));
        self.findings.push(match line {
            Some(line) => finding.try_line(line),
            None => finding,
        });
    }

    fn found(&self, code: &'static Code, message: String, field: &Field) -> Finding {
        Finding::new(code, message).at(Place::new(self.by.file.shared(), field.key_span))
    }
}

impl Matter {
    fn way_to<'p>(&self, way: &[&'p str]) -> Vec<&'p str> {
        let fields: Vec<&Field> = self.fields.iter().map(|(field, _)| field).collect();
        way_in(&fields, way)
    }

    /// The leaf that a change file names.
    pub(super) fn leaf(&self, way: &[&str]) -> Option<&Value> {
        let way = self.way_to(way);
        let (first, rest) = way.split_first()?;
        let (field, _) = self.fields.iter().find(|(there, _)| there.key == *first)?;
        rest.iter().try_fold(&field.value, |value, key| {
            value.fields().iter().find(|there| there.key == *key).map(|there| &there.value)
        })
    }

    /// Notes that a leaf of a field is a layer's now.
    fn own(&mut self, key: &str, name: String, origin: &Origin, was: Option<Origin>) {
        if let Some((_, whole)) = self.fields.iter_mut().find(|(there, _)| there.key == key) {
            *whole = Origin { over: Some(Arc::new(whole.clone())), ..origin.clone() };
        }
        self.leaves.insert(name, Origin { over: was.map(Arc::new), ..origin.clone() });
    }

    /// Takes a field or a leaf away; whether there was one.
    fn remove(&mut self, name: &str) -> bool {
        let before = self.fields.len();
        self.fields.retain(|(there, _)| there.key != name);
        self.leaves.retain(|leaf, _| !is_inside(leaf, name));
        let path = self.way_to(&[name]);
        let [first, rest @ ..] = path.as_slice() else { return false };
        self.fields.len() < before
            || self
                .fields
                .iter_mut()
                .find(|(there, _)| there.key == *first)
                .is_some_and(|(there, _)| take_leaf(there, rest))
    }
}

/// What a change file says about showing its topic at all.
pub(super) fn hide_of(fields: &Fields, path: &SourcePath, findings: &mut Vec<Finding>) -> Hide {
    let Some(field) = fields.get("hide") else { return Hide::default() };
    match field.value.text().map(str::to_lowercase).as_deref() {
        Some("yes" | "true") => {
            if fields.text("note").is_none() {
                let finding = Finding::new(&o::O106, "say why the topic is hidden: the note is kept for the audit")
                    .at(Place::new(path.shared(), field.key_span))
                    .help("say it in the front matter")
                    .try_line("note: why, who, when");
                findings.push(finding);
            }
            Hide { topic: true, entry: true }
        }
        Some("nav") => Hide { topic: false, entry: true },
        Some("no" | "false") | None => Hide::default(),
        Some(other) => {
            let finding = Finding::new(&o::O108, format!("`hide: {other}` is not known"))
                .at(Place::new(path.shared(), field.value.span))
                .help("`hide: yes` takes the topic away, `hide: nav` its entry in the navigation")
                .try_text(field.value.span, "yes", "hide: yes");
            findings.push(finding);
            Hide::default()
        }
    }
}
