//! The search's list from A to Z → the index at the end of a book.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, IndexTerm, TermTarget};
use super::order::all_topics;
use crate::page::az_letter;
use crate::playbook::{Playbook, TopicId};
use crate::search::IndexEntry;

/// The terms that lead to a sheet of the book. Terms that say "see" stay where the other one does.
pub(super) fn index_terms(playbook: &Playbook, book: &Book, index: &[IndexEntry]) -> Vec<IndexTerm> {
    let by_page: BTreeMap<&str, TopicId> = all_topics(playbook).map(|(id, topic)| (topic.page.as_str(), id)).collect();
    let target = |page: &str, anchor: Option<&str>| {
        let sheet = book.sheet(*by_page.get(page)?)?;
        let place = book.place(sheet.topic, anchor)?;
        Some(TermTarget { id: place.id?.to_owned(), number: place.number.to_owned(), title: sheet.title.clone() })
    };
    let terms = index.iter().map(|entry| {
        let mut targets: Vec<TermTarget> =
            entry.targets.iter().filter_map(|to| target(&to.path, to.anchor.as_deref())).collect();
        targets.dedup();
        IndexTerm { term: entry.term.clone(), letter: az_letter(&entry.term), see: entry.see.clone(), targets }
    });
    let terms: Vec<IndexTerm> = terms.filter(|term| term.see.is_some() || !term.targets.is_empty()).collect();
    let shown: BTreeSet<String> =
        terms.iter().filter(|term| term.see.is_none()).map(|term| term.term.clone()).collect();
    terms.into_iter().filter(|term| term.see.as_ref().is_none_or(|see| shown.contains(see))).collect()
}
