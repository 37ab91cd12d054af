//! Redirection files, front matter and configuration → old pages and what each says of its new place.

use std::collections::BTreeMap;

use super::files::page_key;
use super::page_path::site_path_of;
use super::{PageFolder, Redirect};
use crate::finding::{Finding, Place, codes};
use crate::source::{SitePath, SourcePath, SourceText, SourceTree};
use crate::topic::Value;
use crate::topic::docset::parse_json;

/// The old pages, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moves(BTreeMap<String, Move>);

/// An old page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    /// The page as it was.
    pub page: SitePath,
    /// Where it leads, as written; a relative path counts from the page's folder.
    pub to: String,
    /// Where that is written.
    pub place: Place,
    /// Who wrote it.
    pub by: MoveBy,
}

/// Who wrote a redirection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MoveBy {
    /// A file of the docset. Those that lead to other web sites are followed but get no page.
    Docset,
    /// The topic at the old place, or the configuration.
    Author,
    /// The topic at the new place, whose page is the destination.
    Topic,
}

impl Moves {
    /// The move of the page with this address, in any spelling.
    pub(super) fn find(&self, page: &str) -> Option<&Move> {
        self.0.get(&page_key(page))
    }

    /// All moves, by key.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Move> {
        self.0.values()
    }

    /// Adds a move; the first for a page counts.
    pub(super) fn add(&mut self, moved: Move) {
        self.0.entry(page_key(moved.page.as_str())).or_insert(moved);
    }

    /// Adds those of the configuration.
    pub(super) fn add_configured(&mut self, redirects: &[Redirect], findings: &mut Vec<Finding>) {
        for redirect in redirects {
            if redirect.from.contains('#') {
                let finding = Finding::new(&codes::link::L032, "the old address of a section is not kept")
                    .at(redirect.place.clone())
                    .label("a browser tells no page which section it was asked for");
                findings.push(finding.help("give the new heading the old id, with `{#id}`"));
                continue;
            }
            match SitePath::new(&redirect.from) {
                Ok(page) => {
                    let (to, place) = (redirect.to.clone(), redirect.place.clone());
                    self.add(Move { page, to, place, by: MoveBy::Author });
                }
                Err(_) => findings.push(
                    Finding::new(&codes::link::L031, "this old address is no page")
                        .at(redirect.place.clone())
                        .label("it leaves the site or is empty"),
                ),
            }
        }
    }

    /// Adds those of all `.openpublishing.redirection*.json`.
    pub(super) fn add_docset(&mut self, sources: &SourceTree, folders: &[PageFolder], findings: &mut Vec<Finding>) {
        let is_redirection = |source: &&SourceText| {
            let name = source.path.name();
            name.starts_with(".openpublishing.redirection") && source.path.ending() == "json"
        };
        for source in sources.texts().map(|(_, text)| text).filter(is_redirection) {
            let root = parse_json(source, &codes::config::C020, findings);
            let entries = root.as_ref().and_then(|root| root.get("redirections"));
            for entry in entries.map_or(&[][..], Value::items) {
                self.add_entry(source, entry, folders);
            }
        }
    }

    /// The new addresses as written.
    pub(super) fn destinations(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|moved| moved.to.as_str())
    }

    fn add_entry(&mut self, source: &SourceText, entry: &Value, folders: &[PageFolder]) {
        let text = |key| entry.get(key).and_then(Value::text);
        let old = match (text("source_path_from_root"), text("source_path")) {
            (Some(path), _) => SourcePath::new(path).ok(),
            (None, Some(path)) => source.path.sibling(path.trim_start_matches('/')).ok(),
            (None, None) => None,
        };
        let Some((old, to)) = old.zip(entry.get("redirect_url")) else { return };
        let page = page_of(&site_path_of(&old, folders));
        if let (Ok(page), Some(url)) = (SitePath::new(&page), to.text()) {
            let place = Place::new(source.path.shared(), to.span);
            self.add(Move { page, to: url.to_owned(), place, by: MoveBy::Docset });
        }
    }
}

/// `a/b.md`, `a/b`, `a/b.html` → `a/b.html`; a folder → its `index.html`.
pub(super) fn page_of(site_path: &str) -> String {
    let stem = [".md", ".yml", ".html", ".htm"].iter().find_map(|ending| site_path.strip_suffix(ending));
    match stem {
        Some(stem) => format!("{stem}.html"),
        None if site_path.is_empty() || site_path.ends_with('/') => format!("{site_path}index.html"),
        None => format!("{site_path}.html"),
    }
}
