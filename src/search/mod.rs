//! Turns the text of cleared pages into the search index: classic scripts that a page opened from a disk can load.
//!
//! In two steps. [`Document::read`] turns one page into a document: pure, in parallel, and worth keeping, since it
//! depends on that page's text and on the language tag alone. [`merge_documents`] turns the documents of an edition, in
//! the order of its pages, into the index. A build that keeps the documents of unchanged pages redoes the merge only,
//! which is the smaller part. [`build_index`] is both steps in a row.
//!
//! The index is files by name, the name of the first, and the A–Z list. The format is described in
//! `docs/reference/search-index.md`; the client in `themes/default/search` reads it. Never sees markup, never touches a
//! file, and gives the same bytes whatever the number of threads.

mod a_to_z;
mod acronym;
mod code_point;
mod document;
mod exact;
mod facet;
mod fold;
mod merge;
mod options;
mod page;
mod phone;
mod root;
mod shard;
mod standing;
mod stem;
mod text;
mod word;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

pub use a_to_z::{IndexEntry, IndexTarget};
pub use document::Document;
pub use options::{FieldWeights, SearchOptions};
pub use page::{SearchPage, SearchSection};

use acronym::harvest_acronyms;
use code_point::{push_number, push_signed, utf16_length};
use merge::Lexicon;
use shard::{Cut, ShardSet, cut_shards, write_shards};
use stem::{Stems, has_elision};

/// The index of one edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchIndex {
    /// Path below `search/` and content of each file; every name but that of the entry changes with the content.
    pub files: Vec<(String, Vec<u8>)>,
    /// Entries of the A–Z page, in the order to print.
    pub a_to_z: Vec<IndexEntry>,
    /// Name of the file that tells the client of all others. It stays the same, so that pages need not change with it.
    pub entry: String,
}

/// The index of `pages`, in their order.
#[must_use]
pub fn build_index(pages: &[SearchPage], options: &SearchOptions) -> SearchIndex {
    let read = |page: &SearchPage| Arc::new(Document::read(page, &options.language));
    merge_documents(&mut pages.par_iter().map(read).collect::<Vec<_>>(), options, None)
}

/// What was made for other indexes out of some of the same documents, to be used again.
#[derive(Debug, Default)]
pub struct MergeMemory {
    texts: text::TextMemo,
}

impl MergeMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.texts.turn();
    }
}

/// The index of documents that were read with the language of `options`, in the order of their pages. The text of a document
/// that nobody else holds is forgotten once it is written.
#[must_use]
pub fn merge_documents(
    documents: &mut [Arc<Document>],
    options: &SearchOptions,
    memory: Option<&mut MergeMemory>,
) -> SearchIndex {
    let texts = text::write_texts(documents, memory.map(|memory| &mut memory.texts));
    for document in documents.iter_mut().filter_map(Arc::get_mut) {
        document.record = String::new();
    }
    let documents = &documents.iter().map(|document| &**document).collect::<Vec<&Document>>();
    let acronyms = harvest_acronyms(documents);
    let mut synonyms = options.synonyms.clone();
    synonyms.extend(acronyms.iter().map(|one| vec![one.expansion.short.clone(), one.expansion.long.clone()]));

    let lexicon = Lexicon::merge(documents, &Stems::for_language(&options.language));
    let postings = Postings::of(&lexicon);
    let (terms, first_terms) = write_lexicon(&lexicon, &postings);
    let (postings, postings_before) = write_postings(&postings, &terms.starts);
    let shards = [
        postings,
        write_places(&lexicon),
        exact::write_exact(documents),
        exact::write_tails(&lexicon.terms),
        texts,
        terms,
    ];
    let facets = facet::write_facets(documents);
    let (entry, root) = root::write_root(&root::Root {
        documents,
        synonyms,
        first_terms,
        postings_before,
        shards: &shards,
        facets: &facets,
        weights: options.weights,
        language: &options.language,
        elision: has_elision(&options.language),
    });

    let a_to_z = a_to_z::list_entries(documents, &acronyms, &options.synonyms);
    let mut files = vec![(entry.clone(), root)];
    files.extend(shards.into_iter().flat_map(|set| set.files));
    files.extend(facets.into_iter().map(|(_, file)| file));
    SearchIndex { files, a_to_z, entry }
}

/// The postings of all terms, one after another.
struct Postings {
    text: String,
    /// Where those of each term end, in bytes, and whether they begin with their base.
    ends: Vec<(usize, bool)>,
}

impl Postings {
    fn of(lexicon: &Lexicon<'_>) -> Self {
        const RUN: usize = 1024;
        let runs: Vec<usize> = (0..lexicon.terms.len()).step_by(RUN).collect();
        let encoded: Vec<(String, Vec<(usize, bool)>)> = runs
            .into_par_iter()
            .map(|first| {
                let mut text = String::new();
                let terms = first..lexicon.terms.len().min(first + RUN);
                let ends = terms.map(|term| {
                    let has_base = lexicon.push_postings(term, &mut text);
                    (text.len(), has_base)
                });
                let ends = ends.collect();
                (text, ends)
            })
            .collect();
        let mut postings = Self { text: String::new(), ends: Vec::with_capacity(lexicon.terms.len()) };
        for (text, ends) in encoded {
            let before = postings.text.len();
            postings.text.push_str(&text);
            postings.ends.extend(ends.into_iter().map(|(end, has_base)| (before + end, has_base)));
        }
        postings
    }

    /// The postings of some terms in a row.
    fn run(&self, terms: Range<usize>) -> &str {
        let end =
            |before: usize| before.checked_sub(1).map_or(0, |term| self.ends.get(term).map_or(0, |&(end, _)| end));
        self.text.get(end(terms.start)..end(terms.end)).unwrap_or_default()
    }
}

/// Each term: letters shared with the one before, further letters and their number, step to its next form, length of
/// its postings twice, + 1 if they begin with their base. Returns the shards and the first term of each.
fn write_lexicon(lexicon: &Lexicon<'_>, postings: &Postings) -> (ShardSet, Vec<String>) {
    let sizes: Vec<usize> = lexicon.terms.iter().map(|term| term.len() / 2 + 5).collect();
    let ranges = cut_shards(&sizes, Cut { target: 4_800, most: 140 }, |_| false);
    let starts: Vec<usize> = ranges.iter().map(|range| range.start).collect();
    let first_terms =
        starts.iter().filter_map(|&start| lexicon.terms.get(start)).map(|term| (*term).to_string()).collect();
    let texts = ranges.into_par_iter().map(|range| encode_terms(lexicon, postings, range)).collect();
    (write_shards('l', starts, texts), first_terms)
}

fn encode_terms(lexicon: &Lexicon<'_>, postings: &Postings, run: Range<usize>) -> String {
    let mut text = String::new();
    let mut previous = "";
    for index in run {
        let (Some(&term), Some(&next_form)) = (lexicon.terms.get(index), lexicon.next_forms.get(index)) else {
            continue;
        };
        let shared: usize = previous
            .chars()
            .zip(term.chars())
            .take_while(|(one, other)| one == other)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        let rest = term.get(shared..).unwrap_or_default();
        push_number(&mut text, utf16_length(term) - utf16_length(rest));
        push_number(&mut text, utf16_length(rest));
        text.push_str(rest);
        push_signed(&mut text, next_form);
        let has_base = postings.ends.get(index).is_some_and(|&(_, has_base)| has_base);
        push_number(&mut text, 2 * utf16_length(postings.run(index..index + 1)) + usize::from(has_base));
        previous = term;
    }
    text
}

/// Postings of so many bytes stand alone in their shard: the words of every query would bring their neighbours along.
const ALONE: usize = 8_000;

/// Postings one after another; their lengths stand in the lexicon. A shard's start is told by the length of what stands
/// before it, in UTF-16 units, and so is that of the postings of each part of the lexicon (the second result).
fn write_postings(postings: &Postings, lexicon_starts: &[usize]) -> (ShardSet, Vec<usize>) {
    let sizes: Vec<usize> = (0..postings.ends.len()).map(|term| postings.run(term..term + 1).len()).collect();
    let large = |record: usize| sizes.get(record).is_some_and(|size| *size >= ALONE);
    let begins = |record: usize| large(record) || record.checked_sub(1).is_some_and(large);
    let ranges = cut_shards(&sizes, Cut { target: 12_000, most: 266 }, begins);
    let units_before = |records: &mut dyn Iterator<Item = usize>| {
        let mut units = 0;
        let mut done = 0;
        let before = records.map(|record| {
            units += utf16_length(postings.run(done..record));
            done = record;
            units
        });
        before.collect::<Vec<usize>>()
    };
    let starts = units_before(&mut ranges.iter().map(|range| range.start));
    let of_parts = units_before(&mut lexicon_starts.iter().copied());
    let texts = ranges.into_iter().map(|range| postings.run(range).to_string()).collect();
    (write_shards('p', starts, texts), of_parts)
}

/// Number of terms, length of the places of each, then the places.
fn write_places(lexicon: &Lexicon<'_>) -> ShardSet {
    let all = 0..lexicon.terms.len();
    let size = |term| lexicon.holders(term).map(|(_, held)| held.places.len()).sum::<usize>() + 2;
    let sizes: Vec<usize> = all.into_par_iter().with_min_len(256).map(size).collect();
    let ranges = cut_shards(&sizes, Cut { target: 40_000, most: 100 }, |_| false);
    let starts = ranges.iter().map(|range| range.start).collect();
    let texts = ranges.into_par_iter().map(|range| encode_places(lexicon, range)).collect();
    write_shards('x', starts, texts)
}

fn encode_places(lexicon: &Lexicon<'_>, run: Range<usize>) -> String {
    let mut text = String::new();
    push_number(&mut text, run.len());
    for term in run.clone() {
        push_number(&mut text, lexicon.holders(term).map(|(_, held)| utf16_length(held.places)).sum());
    }
    for term in run {
        lexicon.holders(term).for_each(|(_, held)| text.push_str(held.places));
    }
    text
}
