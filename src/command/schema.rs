//! `lifeboat schema`: JSON Schemas (draft 2020-12) for editors, out of the tables that check the files.

use serde_json::{Map, Value, json};

use super::{Exit, Report};
use crate::cli::{SchemaArgs, SchemaOf};
use crate::config::settings::{BOOK, Kind, LAYER, Setting};
use crate::topic::{KEYS, Kind as FieldKind};

/// Prints one schema.
pub(super) fn schema(args: &SchemaArgs, report: &mut Report<'_>) -> Exit {
    let schema = match args.of {
        SchemaOf::Book => settings_schema("book.toml", BOOK),
        SchemaOf::Layer => settings_schema("layer.toml", LAYER),
        SchemaOf::FrontMatter => front_matter_schema(),
    };
    report.result(&format!("{schema:#}\n"));
    Exit::Clean
}

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

fn settings_schema(title: &str, settings: &[Setting]) -> Value {
    let mut root = json!({ "$schema": DRAFT, "title": title, "type": "object", "properties": {} });
    for setting in settings {
        let mut table = &mut root;
        let mut keys = setting.path.split('.').peekable();
        while let Some(key) = keys.next() {
            let last = keys.peek().is_none();
            let inner = if last { setting_schema(setting) } else { json!({ "type": "object" }) };
            table = entry(table, key, inner);
        }
    }
    root
}

/// The schema of a key of a table; a free key (`*`) is what stands under every other name. Only the tables of the file
/// itself may hold more: those of other programs stand beside them.
fn entry<'s>(table: &'s mut Value, key: &str, inner: Value) -> &'s mut Value {
    let Value::Object(fields) = table else { return table };
    if key == "*" {
        let free = fields.entry("additionalProperties").or_insert(Value::Null);
        if !free.is_object() {
            *free = inner;
        }
        return free;
    }
    if !fields.contains_key("$schema") {
        fields.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    let properties = fields.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(properties) = properties else { return properties };
    properties.entry(key).or_insert(inner)
}

fn setting_schema(setting: &Setting) -> Value {
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    let mut schema = match setting.kind {
        Kind::Text | Kind::Path => text,
        Kind::Texts | Kind::Paths => json!({ "anyOf": [text, texts] }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Integer(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::Number => json!({ "type": "number", "minimum": 0 }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Stack => json!({ "type": "array", "items": { "anyOf": [text, texts] } }),
        Kind::Groups => json!({ "type": "array", "items": texts }),
        Kind::Any => json!({}),
    };
    describe(&mut schema, setting.about, Some(setting.default));
    schema
}

fn front_matter_schema() -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        for name in std::iter::once(&key.name).chain(key.also) {
            let mut schema = field_schema(key.kind);
            describe(&mut schema, key.about, None);
            properties.insert((*name).to_owned(), schema);
        }
    }
    json!({
        "$schema": DRAFT,
        "title": "front matter",
        "type": "object",
        "properties": properties,
        "additionalProperties": true,
    })
}

/// Every value may be left empty. Editors read `3.10` as a number and `2026-11-23` as a text or a date; the program takes
/// what is written, so that a scalar of any kind serves as text.
fn field_schema(kind: FieldKind) -> Value {
    let scalar = json!({ "type": ["string", "number", "boolean", "null"] });
    match kind {
        FieldKind::Text => scalar,
        FieldKind::Any => json!({}),
        FieldKind::ShortText(limit) => json!({ "type": ["string", "number", "boolean", "null"], "maxLength": limit }),
        FieldKind::Texts => {
            json!({ "anyOf": [scalar, { "type": "array", "items": scalar }] })
        }
        FieldKind::Number(from, to) => json!({ "type": ["integer", "null"], "minimum": from, "maximum": to }),
        FieldKind::Date | FieldKind::PastDate => {
            json!({ "type": ["string", "null"], "pattern": "^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ].*)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})?$" })
        }
        FieldKind::Duration | FieldKind::Cycle => {
            json!({ "type": ["string", "null"], "pattern": "^(P.*|[0-9].*[A-Za-z].*)?$" })
        }
        FieldKind::Word(words) => {
            let words: Vec<Value> = words.iter().map(|word| json!(word)).chain([Value::Null]).collect();
            json!({ "enum": words })
        }
        FieldKind::Slug => json!({ "type": ["string", "integer", "null"], "pattern": "^[a-z0-9-]*$" }),
        FieldKind::Map(keys) => {
            let properties: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
            json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
        }
    }
}

fn describe(schema: &mut Value, about: &str, default: Option<&str>) {
    if let Value::Object(fields) = schema {
        let text = default.map_or_else(|| about.to_owned(), |default| format!("{about} (default: {default})"));
        fields.insert("description".to_owned(), Value::String(text));
    }
}

#[cfg(test)]
mod tests {
    use super::{BOOK, LAYER, front_matter_schema, settings_schema};
    use crate::topic::KEYS;

    #[test]
    fn every_key_has_its_place_in_the_schema() {
        for (title, settings) in [("book.toml", BOOK), ("layer.toml", LAYER)] {
            let schema = settings_schema(title, settings);
            for setting in settings {
                let mut at = &schema;
                for key in setting.path.split('.') {
                    at = if key == "*" { &at["additionalProperties"] } else { &at["properties"][key] };
                }
                let description = at["description"].as_str().unwrap_or_default();
                assert!(description.starts_with(setting.about), "{}: {at}", setting.path);
            }
        }
    }

    #[test]
    fn a_misspelled_key_of_a_known_table_is_not_allowed() {
        let schema = settings_schema("book.toml", BOOK);
        assert_eq!(schema["properties"]["book"]["additionalProperties"], false);
        assert_eq!(schema["properties"]["output"]["properties"]["html"]["additionalProperties"], false);
        assert!(schema["additionalProperties"].is_null(), "tables of other programs may stand in the file");
        assert_eq!(schema["properties"]["findings"]["additionalProperties"]["enum"][3], "deny");
    }

    #[test]
    fn front_matter_knows_every_spelling_of_every_key() {
        let schema = front_matter_schema();
        for name in KEYS.iter().flat_map(|key| std::iter::once(&key.name).chain(key.also)) {
            assert!(schema["properties"][name].is_object(), "{name}");
        }
    }
}
