//! Values of front matter → YAML on one line, so that it reads them as they were.

use crate::topic::{Value, ValueKind};

/// A key.
pub(super) fn key(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter));
    if plain { key.to_owned() } else { quoted(key) }
}

/// A value in YAML on one line.
pub(super) fn flow(value: &Value) -> String {
    match &value.kind {
        ValueKind::Null => "''".to_owned(),
        ValueKind::Text(text) => quoted(text),
        ValueKind::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        ValueKind::Map(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", key(&field.key), flow(&field.value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

/// Text that YAML reads as text: bare where it is plain words.
pub(super) fn quoted(text: &str) -> String {
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|letter| letter.is_alphanumeric() || " -_./".contains(letter))
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if plain { text.to_owned() } else { super::quoted(text) }
}
