//! Makes the table that answers "is this query, as a whole, a title or an alias?" with one look-up.
//!
//! A title is known by a hash of its words, so that ten thousand titles take some fifty kilobytes in a few shards. Two
//! texts with one hash are told apart by nobody: at 28 bits that is one query in twenty thousand, and costs a rank.

use super::code_point::push_number;
use super::document::Document;
use super::shard::{Cut, ShardSet, cut_shards, write_shards};
use super::word::{Apostrophe, fold_words};

/// A title or alias: the hash of its words, its page, and which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Phrase {
    hash: usize,
    page: usize,
    alias: bool,
}

/// The table's shards; the start of each is the first hash in it.
pub(crate) fn write_exact(documents: &[&Document]) -> ShardSet {
    let mut phrases: Vec<Phrase> = documents
        .iter()
        .enumerate()
        .flat_map(|(page, document)| document.phrases.iter().map(move |&(hash, alias)| Phrase { hash, page, alias }))
        .collect();
    phrases.sort_unstable();
    phrases.dedup_by_key(|phrase| (phrase.hash, phrase.page));
    let ranges = cut_shards(&vec![5; phrases.len()], Cut { target: 8_000, most: 32 }, |_| false);
    let runs: Vec<&[Phrase]> = ranges.into_iter().filter_map(|range| phrases.get(range)).collect();
    let starts = runs.iter().filter_map(|run| Some(run.first()?.hash)).collect();
    let texts: Vec<String> = runs.iter().map(|run| encode_run(run)).collect();
    write_shards('e', starts, texts)
}

/// Each phrase: step from the hash before, 2 × page + 1 for an alias.
fn encode_run(run: &[Phrase]) -> String {
    let mut text = String::new();
    let mut previous = run.first().map_or(0, |phrase| phrase.hash);
    for phrase in run {
        push_number(&mut text, phrase.hash - previous);
        push_number(&mut text, 2 * phrase.page + usize::from(phrase.alias));
        previous = phrase.hash;
    }
    text
}

/// FNV-1a over the UTF-16 units of the words with a blank between, its upper 28 bits. `None` for a text without words.
pub(crate) fn phrase_hash(text: &str, apostrophe: Apostrophe) -> Option<usize> {
    let words = fold_words(text, apostrophe);
    if words.is_empty() {
        return None;
    }
    let step = |hash: u32, unit: u16| (hash ^ u32::from(unit)).wrapping_mul(16_777_619);
    Some((words.join(" ").encode_utf16().fold(2_166_136_261, step) >> 4) as usize)
}
