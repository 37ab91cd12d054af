//! Which files describe the navigation, and in which order they count.

use std::collections::BTreeMap;

use super::entry::NavFile;
use super::markdown::{parse_summary, parse_toc_markdown};
use super::mkdocs::parse_mkdocs;
use super::toc::parse_toc;
use crate::finding::Finding;
use crate::overlay::LayerId;
use crate::playbook::ResolveSettings;
use crate::playbook::resolver::Resolver;
use crate::source::{SourcePath, SourceText, SourceTree};
use crate::topic::docset::is_navigation_file;

/// Reads them. Only one kind counts: the file that the configuration names, else mdBook's `SUMMARY.md` at the root of the
/// topics, else every `toc.yml` and `TOC.md`, else `mkdocs.yml`.
pub(super) fn read_nav_files(
    resolver: &Resolver<'_>,
    sources: &SourceTree,
    findings: &mut Vec<Finding>,
) -> Vec<NavFile> {
    let base = |text: &&SourceText| resolver.layers.of_file(&text.path) == LayerId::BASE;
    let texts: Vec<&SourceText> = sources.texts().map(|(_, text)| text).filter(base).collect();
    if let Some(named) = &resolver.settings.navigation {
        return texts
            .iter()
            .find(|text| text.path == *named)
            .and_then(|text| read(text, sources, findings))
            .into_iter()
            .collect();
    }
    let folders = &resolver.settings.folders;
    let at_root = |path: &SourcePath| {
        if folders.is_empty() { path.folder().is_empty() } else { folders.iter().any(|f| f.source == path.folder()) }
    };
    if let Some(summary) = texts.iter().find(|text| text.path.name() == "SUMMARY.md" && at_root(&text.path)) {
        return read(summary, sources, findings).into_iter().collect();
    }
    // `toc.yml` before `TOC.md` of the same folder.
    let mut tocs: BTreeMap<&str, &SourceText> = BTreeMap::new();
    for text in texts.iter().filter(|text| is_navigation_file(&text.path) && text.path.name() != "SUMMARY.md") {
        let inside = folders.is_empty() || folders.iter().any(|folder| text.path.below(&folder.source).is_some());
        if !inside {
            continue;
        }
        let there = tocs.entry(text.path.folder()).or_insert(text);
        if text.path.ending().eq_ignore_ascii_case("yml") {
            *there = text;
        }
    }
    let tocs: Vec<NavFile> = tocs.into_values().filter_map(|text| read(text, sources, findings)).collect();
    if !tocs.is_empty() {
        return tocs;
    }
    let mkdocs = texts.iter().find(|text| text.path.as_str() == "mkdocs.yml");
    mkdocs.and_then(|text| read(text, sources, findings)).into_iter().collect()
}

/// Whether a text can describe the navigation.
pub(in crate::playbook) fn is_nav_file(path: &SourcePath, settings: &ResolveSettings) -> bool {
    let named = settings.navigation.as_ref() == Some(path);
    named || ["SUMMARY.md", "mkdocs.yml"].contains(&path.name()) || is_navigation_file(path)
}

/// Reads a file by its name; `None` where it holds no navigation.
fn read(source: &SourceText, sources: &SourceTree, findings: &mut Vec<Finding>) -> Option<NavFile> {
    let path = source.path.clone();
    let (base, entries) = match path.name() {
        "SUMMARY.md" => (path.clone(), parse_summary(&source.text)),
        "mkdocs.yml" => {
            let (folder, entries) = parse_mkdocs(source, findings)?;
            let inside = path.sibling(&format!("{folder}/x")).ok()?;
            let holds = sources.texts().any(|(_, text)| text.path.below(inside.folder()).is_some());
            (if holds { inside } else { path.clone() }, entries)
        }
        _ if path.ending().eq_ignore_ascii_case("md") => (path.clone(), parse_toc_markdown(&source.text)),
        _ => (path.clone(), parse_toc(source, findings)?),
    };
    (!entries.is_empty()).then_some(NavFile { path, base, layer: LayerId::BASE, entries })
}
