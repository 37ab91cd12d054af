//! Front matter as written: keys and values with their places, scalars as text.

use crate::finding::Span;

/// The entries of a front matter block, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The entries.
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
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is. Scalars stay text, so that `3.10` is not 3.1, `0123` not 123 and `no` not false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `null`, `~` or `''`.
    Null,
    /// A scalar as written.
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
        match &self.get(key)?.value.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }
}
