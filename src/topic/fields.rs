//! Front matter as written: keys and values with their places, scalars as text.
//!
//! The look-ups that the rest of the program makes are here; `schema` types what they find.

use crate::finding::Span;
use crate::source::Date;

/// The entries of a front matter block, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The entries, each key once; where it was given twice, with the later value.
    pub entries: Vec<Field>,
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Value,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Where it stands; of a quoted scalar with its quotation marks.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is. Scalars stay text, so that `3.10` is not 3.1, `0123` not 123 and `no` not false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `null`, `~` or `''`: as if the key were not there.
    Null,
    /// A scalar as written between its quotation marks, folded where it runs over lines.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Vec<Field>),
}

impl Fields {
    /// The entry with this key.
    pub fn get(&self, key: &str) -> Option<&Field> {
        self.entries.iter().find(|field| field.key == key)
    }

    /// The text of a key; `None` where it is absent, null, or no text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.text()
    }

    /// The texts of a key: a scalar counts as a list of one; lists and mappings inside it are left out.
    pub fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).map_or_else(Vec::new, |field| field.value.items().iter().filter_map(Value::text).collect())
    }

    /// The day that a key gives, in any spelling that [`Date::parse`] reads.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.text(key).and_then(Date::parse)
    }
}

impl Value {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields().iter().find(|field| field.key == key).map(|field| &field.value)
    }

    /// The entries of a mapping; none for anything else.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            ValueKind::Map(fields) => fields,
            _ => &[],
        }
    }

    /// The items of a list; a scalar or mapping counts as a list of one, null as an empty one.
    pub fn items(&self) -> &[Value] {
        match &self.kind {
            ValueKind::List(items) => items,
            ValueKind::Text(_) | ValueKind::Map(_) => std::slice::from_ref(self),
            ValueKind::Null => &[],
        }
    }

    /// What YAML made of it, for a label.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            ValueKind::Null => "nothing",
            ValueKind::Text(_) => "text",
            ValueKind::List(_) => "a list",
            ValueKind::Map(_) => "a mapping",
        }
    }
}
