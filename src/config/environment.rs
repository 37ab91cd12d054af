//! Environment variables `LIFEBOAT_A__B_C` → the key `a.b-c`, as mdBook does with `MDBOOK_…`.

use toml::de::DeValue;

use super::written::{Entry, Node, NodeKind};

const PREFIX: &str = "LIFEBOAT_";

/// Lays the variables over what the file says. A variable without `__` names no key and is somebody else's.
pub(crate) fn lay_over(root: &mut Node, environment: &[(String, String)]) {
    for (name, value) in environment {
        let Some(written) = name.strip_prefix(PREFIX).filter(|rest| rest.contains("__")) else { continue };
        let path = written.to_ascii_lowercase().replace("__", ".").replace('_', "-");
        set(root, &path, read_value(value));
    }
}

/// The variable that sets the key at this path.
pub(crate) fn variable_of(path: &[&str]) -> String {
    let path = path.join(".").replace('.', "__").replace('-', "_").to_ascii_uppercase();
    format!("{PREFIX}{path}")
}

/// A value is read as TOML (`true`, `3`, `["a", "b"]`); what is none is text.
fn read_value(written: &str) -> Node {
    let kind = match DeValue::parse(written) {
        Ok(value) => match value.get_ref() {
            DeValue::Boolean(flag) => NodeKind::Flag(*flag),
            DeValue::Integer(integer) => integer.as_str().parse().map_or(text(written), NodeKind::Integer),
            DeValue::Float(number) => number.as_str().parse().map_or(text(written), NodeKind::Number),
            DeValue::String(inner) => NodeKind::Text(inner.to_string()),
            DeValue::Array(items) => NodeKind::List(
                items
                    .iter()
                    .map(|item| Node { place: None, kind: item.get_ref().as_str().map_or_else(|| text(written), text) })
                    .collect(),
            ),
            DeValue::Datetime(_) | DeValue::Table(_) => text(written),
        },
        Err(_) => text(written),
    };
    Node { place: None, kind }
}

fn text(written: &str) -> NodeKind {
    NodeKind::Text(written.to_owned())
}

fn set(root: &mut Node, path: &str, value: Node) {
    let mut node = root;
    for key in path.split('.') {
        if !matches!(node.kind, NodeKind::Table(_)) {
            node.kind = NodeKind::Table(Vec::new());
        }
        let NodeKind::Table(entries) = &mut node.kind else { return };
        let at = entries.iter().position(|entry| entry.key == key).unwrap_or(entries.len());
        if at == entries.len() {
            entries.push(Entry { key: key.to_owned(), place: None, node: Node::empty() });
        }
        let Some(entry) = entries.get_mut(at) else { return };
        node = &mut entry.node;
    }
    *node = value;
}
