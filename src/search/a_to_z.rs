//! Makes the A–Z index: the way to a topic for those without scripts and on paper.
//!
//! Titles, aliases, keywords, telling headings, and "see" entries from acronyms and synonyms. Makes entries, not markup.

use std::collections::{BTreeMap, BTreeSet};

use super::acronym::Acronym;
use super::document::{Document, Names};
use super::fold::fold;

/// A heading on more pages than this ("Next steps") tells nobody where to go.
const COMMON_HEADING: usize = 3;
/// Above this many pages headings would make the index longer than a person reads.
const MOST_PAGES_FOR_HEADINGS: usize = 1500;

/// One line of the A–Z page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexEntry {
    /// The words, as an author wrote them.
    pub term: String,
    /// "RTO, see Recovery time objective": the entry to look at instead.
    pub see: Option<String>,
    /// Where the entry leads; empty if `see` is set.
    pub targets: Vec<IndexTarget>,
}

/// A place that an entry of the A–Z page leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexTarget {
    /// Path of the page from the root of the site.
    pub path: String,
    /// Section of the page.
    pub anchor: Option<String>,
    /// Title of the page, to tell two targets apart.
    pub title: String,
}

/// Entries by their folded words.
type Drafts<'p> = BTreeMap<String, Draft<'p>>;

/// An entry in the making.
#[derive(Default)]
struct Draft<'p> {
    term: &'p str,
    targets: BTreeSet<IndexTarget>,
    see: Option<&'p str>,
}

/// All entries in the order to print.
pub(crate) fn list_entries<'d>(
    documents: &[&'d Document],
    acronyms: &'d [Acronym],
    synonyms: &'d [Vec<String>],
) -> Vec<IndexEntry> {
    let mut drafts = Drafts::new();
    let pages: Vec<&Names> = documents.iter().map(|document| &document.names).collect();
    for page in &pages {
        for term in std::iter::once(&page.title).chain(&page.further) {
            add_target(&mut drafts, term, target(page, None));
        }
    }
    if pages.len() <= MOST_PAGES_FOR_HEADINGS {
        add_headings(&mut drafts, &pages);
    }
    for acronym in acronyms {
        add_acronym(&mut drafts, &pages, acronym);
    }
    for group in synonyms {
        let known = group.iter().find(|word| drafts.get(&sort_key(word)).is_some_and(|draft| draft.see.is_none()));
        for word in group {
            if let Some(known) = known.filter(|known| sort_key(known) != sort_key(word)) {
                add_see(&mut drafts, word, known);
            }
        }
    }
    drafts
        .into_values()
        .map(|draft| IndexEntry {
            term: draft.term.to_string(),
            see: draft.see.map(str::to_string),
            targets: draft.targets.into_iter().collect(),
        })
        .collect()
}

fn add_headings<'p>(drafts: &mut Drafts<'p>, pages: &[&'p Names]) {
    let mut headings: BTreeMap<String, Vec<(&str, IndexTarget)>> = BTreeMap::new();
    for page in pages {
        for (heading, anchor) in &page.headings {
            let target = target(page, Some(anchor.clone()));
            headings.entry(sort_key(heading)).or_default().push((heading, target));
        }
    }
    for (term, target) in headings.into_values().filter(|places| places.len() <= COMMON_HEADING).flatten() {
        // The page's own title already leads there.
        let titled = drafts
            .get(&sort_key(term))
            .is_some_and(|draft| draft.targets.iter().any(|known| known.path == target.path));
        if !titled {
            add_target(drafts, term, target);
        }
    }
}

/// "RTO, see Recovery time objective", which leads to where the text explains it unless it has a place of its own.
fn add_acronym<'p>(drafts: &mut Drafts<'p>, pages: &[&'p Names], acronym: &'p Acronym) {
    let Some(page) = pages.get(acronym.place.0) else { return };
    let long = &acronym.expansion.long;
    if !drafts.contains_key(&sort_key(long)) {
        let section = page.anchors.iter().find(|(number, _)| *number == acronym.place.1);
        add_target(drafts, long, target(page, section.and_then(|(_, anchor)| anchor.clone())));
    }
    let known = drafts.get(&sort_key(long)).map_or(long.as_str(), |draft| draft.term);
    add_see(drafts, &acronym.expansion.short, known);
}

fn add_target<'p>(drafts: &mut Drafts<'p>, term: &'p str, target: IndexTarget) {
    let key = sort_key(term);
    if key.is_empty() {
        return;
    }
    let draft = drafts.entry(key).or_default();
    if draft.term.is_empty() {
        draft.term = term;
    }
    draft.targets.insert(target);
}

/// An entry with places of its own stays what it is.
fn add_see<'p>(drafts: &mut Drafts<'p>, term: &'p str, see: &'p str) {
    let key = sort_key(term);
    if key.is_empty() || key == sort_key(see) {
        return;
    }
    let draft = drafts.entry(key).or_insert(Draft { term, ..Draft::default() });
    if draft.targets.is_empty() && draft.see.is_none() {
        draft.see = Some(see);
    }
}

fn target(page: &Names, anchor: Option<String>) -> IndexTarget {
    IndexTarget { path: page.path.clone(), anchor, title: page.title.clone() }
}

/// Words folded, so that `Über` stands at U and `e-mail` beside `email`.
fn sort_key(term: &str) -> String {
    term.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::acronym::harvest_acronyms;
    use crate::search::page::{SearchPage, SearchSection};
    use expect_test::{Expect, expect};

    fn section(anchor: &str, heading: &str, text: &str) -> SearchSection {
        SearchSection { anchor: Some(anchor.into()), heading: heading.into(), level: 2, text: text.into() }
    }

    fn check(pages: &[SearchPage], synonyms: &[&[&str]], expected: &Expect) {
        let synonyms: Vec<Vec<String>> =
            synonyms.iter().map(|group| group.iter().map(ToString::to_string).collect()).collect();
        let mut lines = String::new();
        let documents: Vec<Document> = pages.iter().map(|page| Document::read(page, "en")).collect();
        let documents: Vec<&Document> = documents.iter().collect();
        for entry in list_entries(&documents, &harvest_acronyms(&documents), &synonyms) {
            let see = entry.see.map(|see| format!("see {see}"));
            let targets = entry
                .targets
                .iter()
                .map(|target| format!("{}#{}", target.path, target.anchor.clone().unwrap_or_default()));
            let places: Vec<String> = see.into_iter().chain(targets).collect();
            lines.extend([entry.term, ": ".into(), places.join(", "), "\n".into()]);
        }
        expected.assert_eq(&lines);
    }

    #[test]
    fn short_forms_and_synonyms_see_the_entry_that_has_a_place() {
        let page = SearchPage {
            path: "recover/order.html".into(),
            title: "Recovery order".into(),
            aliases: vec!["which server first".into()],
            sections: vec![
                SearchSection { text: "Each has a recovery time objective (RTO).".into(), ..SearchSection::default() },
                section("email", "E-mail", ""),
                section("order", "Recovery order", ""),
            ],
            ..SearchPage::default()
        };
        check(
            &[page],
            &[&["mail", "Email"], &["nothing", "nowhere"]],
            &expect![[r#"
            E-mail: recover/order.html#email
            mail: see Email
            Recovery order: recover/order.html#
            recovery time objective: recover/order.html#
            RTO: see recovery time objective
            which server first: recover/order.html#
        "#]],
        );
    }

    #[test]
    fn a_heading_of_many_pages_is_no_entry() {
        let page = |name: &str| SearchPage {
            path: format!("{name}.html"),
            title: name.into(),
            sections: vec![section("next", "Next steps", "")],
            ..SearchPage::default()
        };
        check(
            &["a", "b", "c", "d"].map(page),
            &[],
            &expect![[r#"
            a: a.html#
            b: b.html#
            c: c.html#
            d: d.html#
        "#]],
        );
    }
}
