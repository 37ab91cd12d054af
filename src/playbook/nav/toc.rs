//! `toc.yml` → entries. A list, or a mapping with `items`.

use super::entry::Entry;
use crate::finding::{Finding, Place, Span, codes::link};
use crate::source::SourcePath;
use crate::source::SourceText;
use crate::topic::docset::{is_navigation_file, parse_yaml_file};
use crate::topic::{Value, ValueKind};

/// Reads a `toc.yml`; `None` where it describes the way back to other sites (a breadcrumb) and no navigation.
pub(super) fn parse_toc(source: &SourceText, findings: &mut Vec<Finding>) -> Option<Vec<Entry>> {
    let root = parse_yaml_file(source, &link::L022, findings)?;
    let list = match &root.kind {
        ValueKind::Map(_) => {
            let Some(items) = root.get("items") else {
                findings.push(
                    Finding::new(&link::L022, "this file lists no entries")
                        .at(Place::new(source.path.shared(), Span::new(0, 0)))
                        .label("a navigation file is a list, or has a list under `items`"),
                );
                return None;
            };
            items
        }
        _ => &root,
    };
    if list.items().iter().any(|entry| entry.get("tocHref").is_some()) {
        return None;
    }
    Some(list.items().iter().filter_map(|entry| parse_entry(entry, source, findings)).collect())
}

fn parse_entry(value: &Value, source: &SourceText, findings: &mut Vec<Finding>) -> Option<Entry> {
    if !matches!(value.kind, ValueKind::Map(_)) {
        if !matches!(value.kind, ValueKind::Null) {
            findings.push(
                Finding::new(&link::L022, "this is no entry of a navigation")
                    .at(Place::new(source.path.shared(), value.span))
                    .label(format!("{} where `name:` and `href:` are expected", value.kind_word())),
            );
        }
        return None;
    }
    let text = |key: &str| value.get(key).and_then(|value| Some((value.text()?.trim().to_owned(), value.span)));
    let own = text("topicHref").or_else(|| text("homepage"));
    let (href, toc) = match text("href") {
        Some(href) if is_toc(&href.0) => (own, Some(href)),
        href => (href.or(own), text("tocHref")),
    };
    let items = value.get("items").map_or(&[][..], Value::items);
    Some(Entry {
        name: text("name").or_else(|| text("displayName")).map(|(name, _)| name).filter(|name| !name.is_empty()),
        href: href.filter(|(href, _)| !href.is_empty()),
        uid: text("uid").or_else(|| text("topicUid")),
        toc,
        draft: false,
        items: items.iter().filter_map(|item| parse_entry(item, source, findings)).collect(),
    })
}

/// Whether a destination is another navigation file.
fn is_toc(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    SourcePath::new(&path.replace("../", "")).is_ok_and(|path| is_navigation_file(&path))
}
