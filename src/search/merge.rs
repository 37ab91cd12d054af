//! Turns documents into the lexicon: every term once, in the order in which the client looks it up, with the other forms
//! of its stem, and the documents that hold it.
//!
//! Terms are counted through and then handled as numbers: each distinct term is hashed once a document, compared and
//! stemmed once. The outcome depends on the documents and their order alone.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::code_point::{number_length, push_number};
use super::document::{Document, Term};
use super::stem::Stems;

/// All terms of an index.
pub(crate) struct Lexicon<'d> {
    documents: &'d [&'d Document],
    /// Terms in the order of their UTF-16 units.
    pub(crate) terms: Vec<&'d str>,
    /// Step from each to the next form of its stem; the last leads back to the first. 0 if there is none.
    pub(crate) next_forms: Vec<i64>,
    /// For all terms in a row, each document that holds it and the term's number there.
    holders: Vec<(u32, u32)>,
    /// Where the holders of each term begin; one more than there are terms.
    starts: Vec<usize>,
}

impl<'d> Lexicon<'d> {
    pub(crate) fn merge(documents: &'d [&'d Document], stems: &Stems) -> Self {
        let Numbered { terms, numbers, spellings } = Numbered::of(documents);
        let mut order: Vec<u32> = (0..terms.len()).map(narrow).collect();
        let text = |number: u32| terms.get(number as usize).copied().unwrap_or_default();
        order.par_sort_unstable_by(|&one, &other| utf16_order(text(one), text(other)));
        let mut rank = vec![0_u32; terms.len()];
        for (place, &number) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(number as usize) {
                *rank = narrow(place);
            }
        }
        let stem_of = |&number: &u32| {
            let spelling = spellings.get(&number).and_then(|met| usual_spelling(met));
            stems.stem(spelling.unwrap_or_else(|| text(number)))
        };
        let stems: Vec<Option<String>> = order.par_iter().with_min_len(512).map(stem_of).collect();
        let (holders, starts) = collect_holders(documents, &numbers, &rank);
        let terms = order.iter().map(|&number| text(number)).collect();
        Self { documents, terms, next_forms: link_forms(&stems), holders, starts }
    }

    /// The documents that hold a term, with what it is there.
    pub(crate) fn holders(&self, term: usize) -> impl Iterator<Item = (usize, Term<'d>)> {
        let range = self.starts.get(term).zip(self.starts.get(term + 1)).map_or(0..0, |(&from, &to)| from..to);
        self.holders.get(range).unwrap_or_default().iter().filter_map(|&(document, number)| {
            let held = self.documents.get(document as usize)?.terms.get(number as usize)?;
            Some((document as usize, held))
        })
    }

    /// Each posting: base × step to the page, + the occurrences less one where the term stands in the body alone and less
    /// than base times, else + base − 1 and then the packed fields. The base is 2, or the one of [`BASES`] that makes them
    /// shortest: then it stands first, and the answer is true.
    pub(crate) fn push_postings(&self, term: usize, text: &mut String) -> bool {
        let mut postings: Vec<(usize, usize)> = Vec::new();
        let mut previous = 0;
        for (page, held) in self.holders(term) {
            postings.push((page - previous, held.fields.into()));
            previous = page;
        }
        let base = if postings.len() < WORTH_A_BASE { 2 } else { shortest_base(&postings) };
        if base != 2 {
            push_number(text, base);
        }
        for (step, fields) in postings {
            let alone = (1..base).contains(&fields);
            push_number(text, base * step + if alone { fields - 1 } else { base - 1 });
            if !alone {
                push_number(text, fields);
            }
        }
        base != 2
    }
}

/// Bases of postings: a small one for rare terms far apart, a large one for those that fill pages.
const BASES: [usize; 8] = [2, 3, 4, 6, 8, 12, 20, 32];

/// With fewer postings a base of their own saves nothing.
const WORTH_A_BASE: usize = 8;

/// The base by which postings take the fewest bytes.
fn shortest_base(postings: &[(usize, usize)]) -> usize {
    let length = |base: &usize| -> usize {
        let one = |&(step, fields): &(usize, usize)| {
            if (1..*base).contains(&fields) {
                number_length(base * step + fields - 1)
            } else {
                number_length(base * step + base - 1) + number_length(fields)
            }
        };
        postings.iter().map(one).sum::<usize>() + usize::from(*base != 2)
    };
    BASES.into_iter().min_by_key(length).unwrap_or(2)
}

/// Numbers are of terms and pages; four thousand million are beyond any disk.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The terms in the order first met.
struct Numbered<'d> {
    terms: Vec<&'d str>,
    /// For all documents in a row, the number of each of their terms.
    numbers: Vec<u32>,
    /// Spellings with accents by the number of their term, and how often they were met.
    spellings: HashMap<u32, BTreeMap<&'d str, u32>, FxBuildHasher>,
}

impl<'d> Numbered<'d> {
    fn of(documents: &'d [&'d Document]) -> Self {
        let total = documents.iter().map(|document| document.terms.len()).sum();
        let mut terms: Vec<&'d str> = Vec::new();
        let mut numbers: Vec<u32> = Vec::with_capacity(total);
        let mut known: HashMap<&'d str, u32, FxBuildHasher> = HashMap::default();
        let mut spellings: HashMap<u32, BTreeMap<&'d str, u32>, FxBuildHasher> = HashMap::default();
        for document in documents {
            let first = numbers.len();
            for held in document.terms.iter() {
                numbers.push(*known.entry(held.text).or_insert_with(|| {
                    terms.push(held.text);
                    narrow(terms.len() - 1)
                }));
            }
            for (local, spelling, count) in &document.terms.spellings {
                if let Some(&number) = numbers.get(first + *local as usize) {
                    *spellings.entry(number).or_default().entry(spelling).or_default() += count;
                }
            }
        }
        Self { terms, numbers, spellings }
    }
}

/// Sorts the terms of all documents by term; within one, documents keep their order.
fn collect_holders(documents: &[&Document], numbers: &[u32], rank: &[u32]) -> (Vec<(u32, u32)>, Vec<usize>) {
    let place = |number: &u32| rank.get(*number as usize).map_or(0, |&place| place as usize);
    let mut starts = vec![0_usize; rank.len() + 1];
    for number in numbers {
        if let Some(start) = starts.get_mut(place(number) + 1) {
            *start += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut holders = vec![(0, 0); numbers.len()];
    let mut of_document = numbers.iter();
    for (page, document) in documents.iter().enumerate() {
        for local in 0..document.terms.len() {
            let Some(at) = of_document.next().and_then(|number| next.get_mut(place(number))) else { continue };
            if let Some(slot) = holders.get_mut(*at) {
                *slot = (narrow(page), narrow(local));
            }
            *at += 1;
        }
    }
    (holders, starts)
}

/// The accented spelling met most often: Snowball expects accents, and a writer who drops them is in haste.
fn usual_spelling<'s>(met: &BTreeMap<&'s str, u32>) -> Option<&'s str> {
    met.iter().max_by(|one, other| one.1.cmp(other.1).then(other.0.cmp(one.0))).map(|(spelling, _)| *spelling)
}

/// The order in which JavaScript compares strings. It differs from that of bytes where one has a character beyond
/// U+FFFF, two surrogates, and the other one from U+E000 on.
fn utf16_order(one: &str, other: &str) -> std::cmp::Ordering {
    let weight = |byte: u8| match byte {
        0xF0..=0xFF => u16::from(byte) - 2,
        0xEE..=0xEF => u16::from(byte) + 0x20,
        _ => u16::from(byte),
    };
    match one.bytes().zip(other.bytes()).find(|(one, other)| one != other) {
        Some((one, other)) => weight(one).cmp(&weight(other)),
        None => one.len().cmp(&other.len()),
    }
}

/// For each term the step to the next with the same stem, in a ring.
fn link_forms(stems: &[Option<String>]) -> Vec<i64> {
    // First and latest term of each stem.
    let mut rings: HashMap<&str, (usize, usize), FxBuildHasher> = HashMap::default();
    let mut next_forms = vec![0_i64; stems.len()];
    let mut lead = |from: usize, to: usize| {
        if let Some(next) = next_forms.get_mut(from) {
            *next = to.cast_signed() as i64 - from.cast_signed() as i64;
        }
    };
    for (index, stem) in stems.iter().enumerate() {
        let Some(stem) = stem else { continue };
        let ring = rings.entry(stem).or_insert((index, index));
        if ring.1 != index {
            lead(ring.1, index);
            lead(index, ring.0);
            ring.1 = index;
        }
    }
    next_forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_written_by_the_base_that_makes_them_shortest() {
        // Far apart and once each; on every page and often; rare, but in titles.
        assert_eq!(shortest_base(&[(40, 1); 50]), 2);
        assert_eq!(shortest_base(&[(1, 9); 50]), 12);
        assert_eq!(shortest_base(&[(3, 128); 50]), 2);
    }

    #[test]
    fn forms_of_one_stem_make_a_ring() {
        let stems: Vec<Option<String>> =
            ["a", "b", "a", "", "a", "b"].iter().map(|stem| (!stem.is_empty()).then(|| (*stem).to_string())).collect();
        assert_eq!(link_forms(&stems), [2, 4, 2, 0, -4, -4]);
    }

    proptest::proptest! {
        #[test]
        fn terms_stand_in_the_order_of_javascript(one in "[a\u{e9}\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}]{0,4}", other in "[a\u{e9}\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}]{0,4}") {
            proptest::prop_assert_eq!(utf16_order(&one, &other), one.encode_utf16().cmp(other.encode_utf16()));
        }
    }
}
