//! Writes which pages have which value of a facet, so that the client can filter and count.

use std::collections::{BTreeMap, BTreeSet};

use super::code_point::{push_number, utf16_length};
use super::document::Document;
use super::shard::write_file;

/// A facet's name and its file.
pub(crate) type FacetFile = (String, (String, Vec<u8>));

/// One file for each facet that any page has, in the order of their names.
pub(crate) fn write_facets(documents: &[&Document]) -> Vec<FacetFile> {
    let mut facets: BTreeMap<&str, BTreeMap<&str, BTreeSet<usize>>> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        for (name, value) in document.facets.iter().filter(|(_, value)| !value.is_empty()) {
            facets.entry(name).or_default().entry(value).or_default().insert(number);
        }
    }
    let numbered = facets.into_iter().enumerate();
    numbered
        .map(|(number, (name, values))| (name.to_string(), write_file('f', &format!("f{number}"), &encode(&values))))
        .collect()
}

/// Each value: its length, its text, how many pages have it, and the step to each of them.
fn encode(values: &BTreeMap<&str, BTreeSet<usize>>) -> String {
    let mut text = String::new();
    for (value, pages) in values {
        push_number(&mut text, utf16_length(value));
        text.push_str(value);
        push_number(&mut text, pages.len());
        let mut previous = 0;
        for &page in pages {
            push_number(&mut text, page - previous);
            previous = page;
        }
    }
    text
}
