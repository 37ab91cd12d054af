//! Makes the tables that answer with one look-up whether a query, as a whole, is a title, an alias or a heading, and which
//! words begin with another letter than the one typed.
//!
//! Texts are known by a hash, so that ten thousand titles take some fifty kilobytes in a few shards. Two texts with one
//! hash are told apart by nobody: at 28 bits that is one query in some thousands, and costs a rank.

use super::code_point::push_number;
use super::document::Document;
use super::shard::{Cut, ShardSet, cut_shards, write_shards};
use super::word::{Apostrophe, fold_words};

/// What a page calls by these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// Itself, by its title or first heading.
    Title,
    /// Itself, by a word of its readers.
    Alias,
    /// One of its sections.
    Heading,
}

/// A heading on more pages than this ("Next steps") leads nowhere.
const COMMON_HEADING: usize = 8;

/// The shards of titles, aliases and headings; the start of each is the first hash in it. A record is the step from the
/// hash before, and 3 × page + what it names.
pub(crate) fn write_exact(documents: &[&Document]) -> ShardSet {
    let mut phrases: Vec<(usize, usize, Named)> = documents
        .iter()
        .enumerate()
        .flat_map(|(page, document)| document.phrases.iter().map(move |&(hash, named)| (hash, page, named)))
        .collect();
    phrases.sort_unstable();
    phrases.dedup_by_key(|phrase| (phrase.0, phrase.1));
    let kept = phrases.chunk_by(|one, other| one.0 == other.0).flat_map(|same| {
        let common = same.len() > COMMON_HEADING;
        same.iter().filter(move |phrase| !common || phrase.2 != Named::Heading)
    });
    let kept: Vec<_> = kept.map(|&(hash, page, named)| (hash, 3 * page + named as usize)).collect();
    write_hashed('e', &kept, Cut { target: 10_000, most: 20 })
}

/// The shards that find a word whose first letter was mistyped or left out: the hash of what follows its first letter,
/// and its number in the lexicon.
pub(crate) fn write_tails(terms: &[&str]) -> ShardSet {
    let tail = |(number, term): (usize, &&str)| {
        let mut letters = term.chars();
        letters.next()?;
        let tail = letters.as_str();
        let corrected = letters.clone().nth(2).is_some() && !term.contains(char::is_numeric);
        corrected.then(|| (hash_text(tail), number))
    };
    let mut tails: Vec<(usize, usize)> = terms.iter().enumerate().filter_map(tail).collect();
    tails.sort_unstable();
    // Asked for a misspelt word alone, so that fewer files may be larger.
    write_hashed('t', &tails, Cut { target: 16_000, most: 20 })
}

fn write_hashed(kind: char, records: &[(usize, usize)], cut: Cut) -> ShardSet {
    let ranges = cut_shards(&vec![6; records.len()], cut, |_| false);
    let runs: Vec<&[(usize, usize)]> = ranges.into_iter().filter_map(|range| records.get(range)).collect();
    let starts = runs.iter().filter_map(|run| Some(run.first()?.0)).collect();
    let texts = runs.iter().map(|run| encode_run(run)).collect();
    write_shards(kind, starts, texts)
}

/// Each record: step from the hash before, its number.
fn encode_run(run: &[(usize, usize)]) -> String {
    let mut text = String::new();
    let mut previous = run.first().map_or(0, |record| record.0);
    for &(hash, number) in run {
        push_number(&mut text, hash - previous);
        push_number(&mut text, number);
        previous = hash;
    }
    text
}

/// The hash of the words of a text, with a blank between. `None` for a text without words.
pub(crate) fn phrase_hash(text: &str, apostrophe: Apostrophe) -> Option<usize> {
    let words = fold_words(text, apostrophe);
    (!words.is_empty()).then(|| hash_text(&words.join(" ")))
}

/// FNV-1a over the UTF-16 units, its upper 28 bits.
fn hash_text(text: &str) -> usize {
    let step = |hash: u32, unit: u16| (hash ^ u32::from(unit)).wrapping_mul(16_777_619);
    (text.encode_utf16().fold(2_166_136_261, step) >> 4) as usize
}
