//! Turns batches of terms into the lexicon: every term once, in the order in which the client looks it up, with the
//! other forms of its stem and its postings and places in the form of the index.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::code_point::push_number;
use super::gather::{Batch, BatchTerm};
use super::stem::Stems;

/// One term of the whole index.
#[derive(Debug)]
pub(crate) struct Entry<'b> {
    /// Folded form.
    pub term: &'b str,
    /// Step to the next form of the same stem; the last leads back to the first. 0 if it has none.
    pub next_form: i64,
    /// Pages, as `docs/reference/search-index.md` says.
    pub postings: String,
    /// Places within these pages.
    pub places: String,
}

/// All terms of `batches`, in the order of their UTF-16 units.
pub(crate) fn merge_lexicon<'b>(batches: &'b [Batch], stems: &Stems) -> Vec<Entry<'b>> {
    let mut terms: Vec<(&BatchTerm, usize)> =
        batches.iter().enumerate().flat_map(|(batch, held)| held.terms.iter().map(move |term| (term, batch))).collect();
    terms.par_sort_unstable_by(|one, other| {
        one.0.term.encode_utf16().cmp(other.0.term.encode_utf16()).then(one.1.cmp(&other.1))
    });
    let groups: Vec<&[(&BatchTerm, usize)]> = terms.chunk_by(|one, other| one.0.term == other.0.term).collect();
    let stems: Vec<Option<String>> = groups.iter().map(|group| stems.stem(&usual_spelling(group))).collect();
    let next_forms = link_forms(&stems);
    groups.into_par_iter().zip(next_forms).map(|(group, next_form)| encode_entry(group, next_form)).collect()
}

/// The accented spelling met most often, else the term: Snowball expects accents, and a writer who drops them is in haste.
fn usual_spelling(group: &[(&BatchTerm, usize)]) -> String {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (term, _) in group {
        for (spelling, count) in &term.spellings {
            *counts.entry(spelling).or_default() += count;
        }
    }
    let plain = group.first().map(|(term, _)| term.term.as_str()).unwrap_or_default();
    let best = counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)));
    best.map_or(plain, |(spelling, _)| spelling).to_string()
}

/// For each term the step to the next with the same stem, in a ring.
fn link_forms(stems: &[Option<String>]) -> Vec<i64> {
    let mut rings: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, stem) in stems.iter().enumerate() {
        if let Some(stem) = stem {
            rings.entry(stem).or_default().push(index);
        }
    }
    let ring_of = |stem: &String| rings.get(stem.as_str()).map(Vec::as_slice).unwrap_or_default();
    let step = |(index, stem): (usize, &Option<String>)| {
        let ring = stem.as_ref().map(ring_of).unwrap_or_default();
        let place = ring.binary_search(&index).unwrap_or(0);
        let next = ring.get(place + 1).or(ring.first()).copied().unwrap_or(index);
        next.cast_signed() as i64 - index.cast_signed() as i64
    };
    stems.iter().enumerate().map(step).collect()
}

/// Each posting: 2 × step to the page, + 1 and the packed fields unless the term stands there once, in the body.
fn encode_entry<'b>(group: &[(&'b BatchTerm, usize)], next_form: i64) -> Entry<'b> {
    let mut postings = String::new();
    let mut places = String::new();
    let mut previous = 0;
    for (term, _) in group {
        for posting in &term.postings {
            let plain = posting.fields == 1;
            push_number(&mut postings, 2 * (posting.page - previous) + usize::from(!plain));
            if !plain {
                push_number(&mut postings, posting.fields);
            }
            previous = posting.page;
        }
        places.push_str(&term.places);
    }
    Entry { term: group.first().map(|(term, _)| term.term.as_str()).unwrap_or_default(), next_form, postings, places }
}
