//! A Learn docset: `docfx.json` and what stands beside it → which files are its topics, their metadata and addresses.
//!
//! Pure: asks the source tree for its texts. Never decides what is published; the topic stage and the playbook ask.

mod docfx;
mod glob;
mod json;
mod zones;

pub use docfx::Docset;
pub use zones::{Pivot, ZoneGroup};

pub(crate) use json::{parse_json, parse_yaml_file};

use crate::finding::{Checked, Finding, codes};
use crate::source::{SourcePath, SourceTree};
use zones::{holds_zone_groups, parse_zone_groups};

/// The docsets of a project, and what they share.
#[derive(Debug, Clone, Default)]
pub struct Docsets {
    /// By folder. Empty for a project that is no docset.
    pub sets: Vec<Docset>,
    /// The choices that zones offer.
    pub zone_groups: Vec<ZoneGroup>,
}

impl Docsets {
    /// The docset that a file belongs to: the one with the deepest folder above it.
    pub fn of(&self, path: &SourcePath) -> Option<&Docset> {
        self.sets.iter().filter(|set| path.below(&set.folder).is_some()).max_by_key(|set| set.folder.len())
    }
}

/// Reads the docsets of a project: the folders that `.openpublishing.publish.config.json` names, else every folder
/// with a `docfx.json` that stands in no other docset.
pub fn read_docsets(sources: &SourceTree) -> Checked<Docsets> {
    let mut findings = Vec::new();
    let named = publish_folders(sources, &mut findings);
    let mut sets: Vec<Docset> = Vec::new();
    for (_, text) in sources.texts().filter(|(_, text)| text.path.name() == "docfx.json") {
        let folder = text.path.folder();
        let wanted = if named.is_empty() {
            !sets.iter().any(|set| text.path.below(&set.folder).is_some())
        } else {
            named.iter().any(|name| name == folder)
        };
        if wanted {
            sets.extend(Docset::read(text, sources, &mut findings));
        }
    }
    let zone_groups = if sets.is_empty() { Vec::new() } else { read_zone_groups(sources, &mut findings) };
    Checked::new(Docsets { sets, zone_groups }, findings)
}

/// Whether a file is one that only describes the navigation, and so no topic: `toc.yml` and `TOC.md` in any letter
/// case, and mdBook's `SUMMARY.md`.
pub fn is_navigation_file(path: &SourcePath) -> bool {
    let name = path.name();
    ["toc.yml", "toc.md"].iter().any(|toc| name.eq_ignore_ascii_case(toc)) || name == "SUMMARY.md"
}

/// Whether a file is only ever taken into others: it stands in a folder `includes` or `_includes`.
pub fn is_include(path: &SourcePath) -> bool {
    let folders = path.folder().split('/');
    folders.into_iter().any(|part| part.eq_ignore_ascii_case("includes") || part.eq_ignore_ascii_case("_includes"))
}

fn publish_folders(sources: &SourceTree, findings: &mut Vec<Finding>) -> Vec<String> {
    let config = sources.texts().map(|(_, text)| text);
    let Some(config) = config.into_iter().find(|text| text.path.as_str() == ".openpublishing.publish.config.json")
    else {
        return Vec::new();
    };
    let read = parse_json(config, &codes::config::C020, findings);
    let sets = read.as_ref().and_then(|root| root.get("docsets_to_publish"));
    let folders = sets.map_or(&[][..], |sets| sets.items()).iter().filter_map(|set| {
        let folder = set.get("build_source_folder")?.text()?;
        // The root itself is no path below the root.
        Some(SourcePath::new(folder).map_or(String::new(), |path| path.as_str().to_owned()))
    });
    let folders = folders.collect::<Vec<_>>();
    let has_docfx =
        |folder: &String| SourcePath::new(&format!("{folder}/docfx.json")).is_ok_and(|p| sources.find(&p).is_some());
    folders.into_iter().filter(has_docfx).collect()
}

fn read_zone_groups(sources: &SourceTree, findings: &mut Vec<Finding>) -> Vec<ZoneGroup> {
    let mut groups: Vec<ZoneGroup> = Vec::new();
    for (_, text) in sources.texts().filter(|(_, text)| holds_zone_groups(text)) {
        for group in parse_zone_groups(text, &codes::config::C021, findings) {
            if !groups.iter().any(|there| there.id == group.id) {
                groups.push(group);
            }
        }
    }
    groups
}

/// The path of a folder that a docset names, joined to the folder it is named in; empty for the project's root.
fn joined(folder: &str, written: &str) -> Option<String> {
    let path = format!("{folder}/{}", written.replace('\\', "/"));
    match SourcePath::new(path.trim_start_matches('/')) {
        Ok(path) => Some(path.as_str().to_owned()),
        Err(crate::source::PathError::Empty) => Some(String::new()),
        Err(crate::source::PathError::LeavesRoot) => None,
    }
}

#[cfg(test)]
mod tests;
