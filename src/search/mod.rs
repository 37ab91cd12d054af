//! Turns the text of cleared pages into the search index: classic scripts that a page opened from a disk can load.
//!
//! `build_index` takes plain text and options; it returns files by name, the name of the first, and the A–Z list. The
//! format is described in `docs/reference/search-index.md`; `themes/default/search` reads it. Never sees markup, never
//! touches a file, and gives the same bytes whatever the number of threads.

mod a_to_z;
mod acronym;
mod code_point;
mod document;
mod exact;
mod facet;
mod fold;
mod gather;
mod lexicon;
mod phone;
mod root;
mod shard;
mod stem;
mod text;
mod word;

use rayon::prelude::*;

pub use document::{FieldWeights, IndexEntry, IndexTarget, SearchIndex, SearchOptions, SearchPage, SearchSection};

use acronym::harvest_acronyms;
use code_point::{push_number, push_signed, utf16_length};
use gather::{BATCH, Batch, gather_terms};
use lexicon::{Entry, merge_lexicon};
use shard::{Cut, ShardSet, cut_shards, join_records, write_shards};
use stem::{Stems, has_elision};
use word::Apostrophe;

/// The index of `pages`, in their order.
#[must_use]
pub fn build_index(pages: &[SearchPage], options: &SearchOptions) -> SearchIndex {
    let elision = has_elision(&options.language);
    let apostrophe = if elision { Apostrophe::Splits } else { Apostrophe::Inside };
    let batches: Vec<Batch> = pages
        .par_chunks(BATCH)
        .enumerate()
        .map(|(number, pages)| gather_terms(pages, number * BATCH, apostrophe))
        .collect();
    let acronyms = harvest_acronyms(pages);
    let mut synonyms = options.synonyms.clone();
    synonyms.extend(acronyms.iter().map(|acronym| vec![acronym.short.clone(), acronym.long.clone()]));

    let lexicon = merge_lexicon(&batches, &Stems::for_language(&options.language));
    let (terms, first_terms) = write_lexicon(&lexicon);
    let postings = write_postings(&lexicon, &terms.starts);
    let places = write_places(&lexicon);
    let shards = [terms, postings, places, exact::write_exact(pages, apostrophe), text::write_texts(pages)];
    let facets = facet::write_facets(pages);
    let measures: Vec<_> = batches.iter().flat_map(|batch| batch.measures.iter().copied()).collect();
    let (entry, root) = root::write_root(&root::Root {
        pages,
        measures: &measures,
        synonyms,
        first_terms,
        shards: &shards,
        facets: &facets,
        weights: options.weights,
        language: &options.language,
        elision,
    });

    let a_to_z = a_to_z::list_entries(pages, &acronyms, &options.synonyms);
    let mut files = vec![(entry.clone(), root)];
    files.extend(shards.into_iter().flat_map(|set| set.files));
    files.extend(facets.into_iter().map(|(_, file)| file));
    SearchIndex { files, a_to_z, entry }
}

/// Each term: letters shared with the one before, further letters and their number, step to its next form, length of
/// its postings. Returns the shards and the first term of each.
fn write_lexicon(lexicon: &[Entry<'_>]) -> (ShardSet, Vec<String>) {
    let sizes: Vec<usize> = lexicon.iter().map(|entry| entry.term.len() / 2 + 5).collect();
    let ranges = cut_shards(&sizes, Cut { target: 20_000, most: 256 }, |_| false);
    let runs: Vec<&[Entry<'_>]> = ranges.iter().filter_map(|range| lexicon.get(range.clone())).collect();
    let texts: Vec<String> = runs.par_iter().map(|run| encode_terms(run)).collect();
    let first_terms = runs.iter().filter_map(|run| Some(run.first()?.term.to_string())).collect();
    (write_shards('l', ranges.iter().map(|range| range.start).collect(), &texts), first_terms)
}

fn encode_terms(run: &[Entry<'_>]) -> String {
    let mut text = String::new();
    let mut previous = "";
    for entry in run {
        let shared: usize = previous
            .chars()
            .zip(entry.term.chars())
            .take_while(|(one, other)| one == other)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        let rest = entry.term.get(shared..).unwrap_or_default();
        push_number(&mut text, utf16_length(entry.term) - utf16_length(rest));
        push_number(&mut text, utf16_length(rest));
        text.push_str(rest);
        push_signed(&mut text, entry.next_form);
        push_number(&mut text, utf16_length(&entry.postings));
        previous = entry.term;
    }
    text
}

/// Postings one after another; their lengths stand in the lexicon, so a shard begins wherever one of the lexicon does.
fn write_postings(lexicon: &[Entry<'_>], lexicon_starts: &[usize]) -> ShardSet {
    let sizes: Vec<usize> = lexicon.iter().map(|entry| entry.postings.len()).collect();
    let ranges =
        cut_shards(&sizes, Cut { target: 20_000, most: 160 }, |record| lexicon_starts.binary_search(&record).is_ok());
    let runs = ranges.iter().filter_map(|range| lexicon.get(range.clone()));
    let texts: Vec<String> = runs.map(|run| run.iter().map(|entry| entry.postings.as_str()).collect()).collect();
    write_shards('p', ranges.iter().map(|range| range.start).collect(), &texts)
}

/// Number of terms, length of the places of each, then the places.
fn write_places(lexicon: &[Entry<'_>]) -> ShardSet {
    let sizes: Vec<usize> = lexicon.iter().map(|entry| entry.places.len() + 2).collect();
    let ranges = cut_shards(&sizes, Cut { target: 40_000, most: 150 }, |_| false);
    let runs: Vec<&[Entry<'_>]> = ranges.iter().filter_map(|range| lexicon.get(range.clone())).collect();
    let texts: Vec<String> =
        runs.par_iter().map(|run| join_records(run.iter().map(|entry| entry.places.as_str()))).collect();
    write_shards('x', ranges.iter().map(|range| range.start).collect(), &texts)
}
