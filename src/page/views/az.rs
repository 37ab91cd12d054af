//! Terms of the index from A to Z → the page that shows them under their letters.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::topic::bare_page;
use crate::page::Html;
use crate::page::view::{AzEntry, AzGroup, ContentView, PageView};
use crate::source::SitePath;

/// A term of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AzTerm {
    /// The words to look for.
    pub term: String,
    /// The term to look at in its place.
    pub see: Option<String>,
    /// Where it leads; empty where it has a `see`.
    pub targets: Vec<AzTarget>,
}

/// A place that a term leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AzTarget {
    /// The page.
    pub page: SitePath,
    /// A section of it.
    pub anchor: Option<String>,
    /// The page's title.
    pub title: String,
}

/// The index page. Terms come in the order in which they are shown; those of one letter stand together.
pub fn az_page(path: &SitePath, terms: &[AzTerm]) -> PageView {
    let by_term: BTreeMap<&str, &AzTerm> = terms.iter().map(|term| (term.term.as_str(), term)).collect();
    let mut groups: Vec<AzGroup> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for term in terms {
        let entries = entries(path, term, &by_term);
        let letter = az_letter(&term.term);
        let at = *places.entry(letter.clone()).or_insert_with(|| {
            groups.push(AzGroup { anchor: anchor_of(&letter), letter, entries: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.entries.extend(entries);
        }
    }
    groups.retain(|group| !group.entries.is_empty());
    let title = "Index from A to Z";
    PageView {
        title: title.to_owned(),
        heading: Html::text(title),
        content: ContentView::Az { groups },
        ..bare_page(path)
    }
}

fn entries(path: &SitePath, term: &AzTerm, by_term: &BTreeMap<&str, &AzTerm>) -> Vec<AzEntry> {
    let entry = |target: &AzTarget, see: Option<String>| AzEntry {
        term: term.term.clone(),
        href: path.url_to(&target.page, target.anchor.as_deref()),
        see,
    };
    if let Some(see) = &term.see {
        let target = by_term.get(see.as_str()).and_then(|other| other.targets.first());
        return target.map(|target| entry(target, Some(see.clone()))).into_iter().collect();
    }
    let alone = term.targets.len() == 1;
    let is_title = |target: &AzTarget| target.title.to_lowercase() == term.term.to_lowercase();
    let titled = |target: &AzTarget| (!alone || !is_title(target)).then(|| target.title.clone());
    term.targets.iter().map(|target| entry(target, titled(target))).collect()
}

/// The letter under which a term stands: without accents, in capitals; one group for digits and signs.
pub fn az_letter(term: &str) -> String {
    let first = term.nfd().find(|character| character.is_alphanumeric());
    match first {
        Some(letter) if letter.is_alphabetic() => letter.to_uppercase().collect(),
        _ => "0–9".to_owned(),
    }
}

fn anchor_of(letter: &str) -> String {
    let mut anchor = String::from("letter-");
    for character in letter.to_lowercase().chars() {
        match character {
            'a'..='z' => anchor.push(character),
            '0'..='9' => {}
            '–' => anchor.push_str("digits"),
            other => anchor += &u32::from(other).to_string(),
        }
    }
    anchor
}
