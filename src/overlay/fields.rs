//! Front matter of a change file: what it sets, adds and removes in the topic's.

use super::{LayerId, Origin};
use crate::finding::{Finding, Place, codes::overlay as o, nearest};
use crate::source::{SourceId, SourcePath};
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
    /// Carries out what the front matter says.
    pub(super) fn apply(&self, fields: &mut Vec<(Field, Origin)>, findings: &mut Vec<Finding>) {
        Applying { by: self, findings }.apply(fields);
    }

    /// The class that it sets, if it sets one.
    pub(super) fn classification(&self) -> Option<&Field> {
        let set = self.edits.get("set")?;
        set.value.fields().iter().find(|field| field.key == "classification")
    }
}

struct Applying<'a> {
    by: &'a FieldEdits,
    findings: &'a mut Vec<Finding>,
}

impl Applying<'_> {
    fn apply(&mut self, fields: &mut Vec<(Field, Origin)>) {
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
            self.set(field, fields);
        }
        for field in of("add") {
            self.add(field, fields);
        }
        for field in of("remove") {
            self.remove(field, fields);
        }
        // A place in the navigation is the topic's own field, so that there is one way to say it.
        if let Some(nav) = edits.get("nav") {
            fields.retain(|(there, _)| there.key != "nav");
            fields.push((nav.clone(), Origin::new(self.by.layer, self.by.source, nav.key_span)));
        }
    }

    fn set(&mut self, field: &Field, fields: &mut Vec<(Field, Origin)>) {
        if field.value.kind == ValueKind::Null {
            let finding = self.found(&o::O304, format!("“{}” has an empty value", field.key), field);
            let finding = finding.help("to keep the value below delete the line; to clear it remove the field");
            self.findings.push(finding.try_line(format!("remove: {{ keys: [{}] }}", field.key)));
            return;
        }
        let origin = Origin::new(self.by.layer, self.by.source, field.key_span);
        // `activation.authority` names one leaf of a map, unless the topic has a field of that whole name.
        if let Some((outer, inner)) = field.key.split_once('.')
            && !fields.iter().any(|(there, _)| there.key == field.key)
            && let Some(slot) = fields.iter_mut().find(|(there, _)| there.key == outer)
            && matches!(slot.0.value.kind, ValueKind::Map(_))
        {
            let leaf = Field { key: inner.to_owned(), ..field.clone() };
            return self.set_leaf(&leaf, &field.key, slot, &origin);
        }
        match fields.iter_mut().find(|(there, _)| there.key == field.key) {
            None => fields.push((field.clone(), origin)),
            Some((there, _)) if differs(&there.value, &field.value) => {
                let message = format!(
                    "“{}” is {} below; `set` cannot make it {}",
                    field.key,
                    there.value.kind_word(),
                    field.value.kind_word()
                );
                self.report(&o::O305, message, field, None);
            }
            Some((there, _)) if same(&there.value, &field.value) => {
                let message = format!("“{}” is set to what it already is", field.key);
                let finding = self.found(&o::O406, message, field).try_line("delete the line");
                self.findings.push(finding);
            }
            // A map is never replaced as a whole: each leaf that is named is.
            Some(slot) if matches!(field.value.kind, ValueKind::Map(_)) => {
                for leaf in field.value.fields() {
                    let name = format!("{}.{}", field.key, leaf.key);
                    self.set_leaf(leaf, &name, slot, &origin);
                }
            }
            Some(slot) => {
                if slot.1.layer != LayerId::BASE && slot.1.layer != self.by.layer {
                    let message = format!("“{}” overrides what another layer set", field.key);
                    self.report(&o::O405, message, field, None);
                }
                let over = Some(std::sync::Arc::new(slot.1.clone()));
                *slot = (field.clone(), Origin { over, ..origin });
            }
        }
    }

    /// Sets one leaf of a map; `name` is the whole name, for messages.
    fn set_leaf(&mut self, leaf: &Field, name: &str, slot: &mut (Field, Origin), origin: &Origin) {
        let (map, _) = &mut *slot;
        let place = leaf;
        if leaf.value.kind == ValueKind::Null {
            let finding = self.found(&o::O304, format!("“{name}” has an empty value"), place);
            return self
                .findings
                .push(finding.try_line("to keep the value below delete the line; to clear it write the field anew"));
        }
        let ValueKind::Map(leaves) = &mut map.value.kind else { return };
        match leaves.iter_mut().find(|there| there.key == leaf.key) {
            None => match leaf.key.split_once('.').map(|(outer, inner)| (outer.to_owned(), inner.to_owned())) {
                Some((outer, inner)) => {
                    let deeper = leaves.iter_mut().find(|there| there.key == outer);
                    let Some(deeper) = deeper.filter(|there| matches!(there.value.kind, ValueKind::Map(_))) else {
                        leaves.push(leaf.clone());
                        return;
                    };
                    let mut inside = (deeper.clone(), origin.clone());
                    self.set_leaf(&Field { key: inner, ..leaf.clone() }, name, &mut inside, origin);
                    *deeper = inside.0;
                }
                None => leaves.push(leaf.clone()),
            },
            Some(there) if differs(&there.value, &leaf.value) => {
                let (old, new) = (there.value.kind_word(), leaf.value.kind_word());
                return self.report(
                    &o::O305,
                    format!("“{name}” is {old} below; `set` cannot make it {new}"),
                    place,
                    None,
                );
            }
            Some(there) if same(&there.value, &leaf.value) => {
                let message = format!("“{name}” is set to what it already is");
                let finding = self.found(&o::O406, message, place).try_line("delete the line");
                return self.findings.push(finding);
            }
            Some(there) => there.value = leaf.value.clone(),
        }
        let over = Some(std::sync::Arc::new(slot.1.clone()));
        slot.1 = Origin { over, ..origin.clone() };
    }

    fn add(&mut self, field: &Field, fields: &mut Vec<(Field, Origin)>) {
        let origin = Origin::new(self.by.layer, self.by.source, field.key_span);
        let Some((there, _)) = fields.iter_mut().find(|(there, _)| there.key == field.key) else {
            let value = Value { span: field.value.span, kind: ValueKind::List(field.value.items().to_vec()) };
            fields.push((Field { value, ..field.clone() }, origin));
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
                self.report(&o::O305, message, field, Some("use `set`".to_owned()));
            }
        }
    }

    fn remove(&mut self, field: &Field, fields: &mut Vec<(Field, Origin)>) {
        for item in field.value.items() {
            let Some(text) = item.text() else { continue };
            let found = if field.key == "keys" {
                let before = fields.len();
                fields.retain(|(there, _)| there.key != text);
                fields.len() < before
            } else {
                let there = fields.iter_mut().find(|(there, _)| there.key == field.key);
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
                self.report(&o::O305, message, field, None);
            }
        }
    }

    fn report(&mut self, code: &'static crate::finding::Code, message: String, field: &Field, help: Option<String>) {
        let mut finding = self.found(code, message, field);
        finding.help = help;
        self.findings.push(finding);
    }

    fn found(&self, code: &'static crate::finding::Code, message: String, field: &Field) -> Finding {
        Finding::new(code, message).at(Place::new(self.by.file.shared(), field.key_span))
    }
}

/// Whether two values say the same, wherever they stand.
fn same(one: &Value, other: &Value) -> bool {
    match (&one.kind, &other.kind) {
        (ValueKind::List(one), ValueKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (ValueKind::Map(one), ValueKind::Map(other)) => {
            let pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.into_iter().all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
        }
        (one, other) => one == other,
    }
}

/// Whether a value would change its kind; nothing may become anything.
fn differs(old: &Value, new: &Value) -> bool {
    old.kind != ValueKind::Null && std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind)
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
