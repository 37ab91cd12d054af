//! `zone-pivot-groups.yml` → the names that readers see for the pivots of zones.

use super::json::parse_yaml_file;
use crate::finding::{Code, Finding};
use crate::source::SourceText;
use crate::topic::Value;

/// A choice that zones offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneGroup {
    /// The name that `zone_pivot_groups` of a topic's front matter gives.
    pub id: String,
    /// What is chosen: "Platform".
    pub title: String,
    /// The question: "Choose a platform".
    pub prompt: Option<String>,
    /// What can be chosen.
    pub pivots: Vec<Pivot>,
}

/// One of the things that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The name that `::: zone pivot="…"` gives.
    pub id: String,
    /// What readers see.
    pub title: String,
}

/// Whether a file holds zone groups, by its name or by the first line that Learn demands.
pub(crate) fn holds_zone_groups(source: &SourceText) -> bool {
    let name = source.path.name();
    name.eq_ignore_ascii_case("zone-pivot-groups.yml")
        || (source.path.ending().eq_ignore_ascii_case("yml")
            && source.text.lines().next().is_some_and(|line| line.trim() == "### YamlMime:ZonePivotGroups"))
}

/// Reads the groups of a file.
pub(crate) fn parse_zone_groups(
    source: &SourceText,
    code: &'static Code,
    findings: &mut Vec<Finding>,
) -> Vec<ZoneGroup> {
    let root = parse_yaml_file(source, code, findings);
    let groups = root.as_ref().and_then(|root| root.get("groups")).into_iter().flat_map(Value::items);
    groups
        .filter_map(|group| {
            let id = text(group, "id")?;
            let pivots = group.get("pivots").into_iter().flat_map(Value::items).filter_map(|pivot| {
                let id = text(pivot, "id")?;
                Some(Pivot { title: text(pivot, "title").unwrap_or_else(|| id.clone()), id })
            });
            Some(ZoneGroup {
                title: text(group, "title").unwrap_or_else(|| id.clone()),
                prompt: text(group, "prompt"),
                pivots: pivots.collect(),
                id,
            })
        })
        .collect()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.text().map(str::to_owned)
}
