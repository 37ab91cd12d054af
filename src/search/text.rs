//! Writes what the client shows of a hit: titles, headings, and the text from which it cuts a snippet.
//!
//! A shard begins with its own dictionary; each word of its texts is then one character. That halves what a hit makes the
//! browser load, and no change of one page touches the shards of others.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::code_point::{push_number, utf16_length};
use super::document::Document;
use super::page::SearchPage;
use super::shard::{Cut, ShardSet, cut_shards, push_records, write_shards};
use crate::source::{Memo, Same};

/// Begins a piece that stands right behind the word before it, such as a comma.
const JOINED: char = '\u{8}';

/// Shards by the documents in them.
pub(super) type TextMemo = Memo<Vec<Same<Document>>, Arc<str>>;

/// The texts' shards; the start of each is the number of its first page. `memory`: those of other indexes, to be used again.
pub(crate) fn write_texts(documents: &[Arc<Document>], memory: Option<&mut TextMemo>) -> ShardSet {
    let sizes: Vec<usize> = documents.iter().map(|document| document.record.len()).collect();
    let ranges = cut_shards(&sizes, Cut { target: 80_000, most: 212 }, |_| false);
    let starts = ranges.iter().map(|range| range.start).collect();
    let runs = ranges.into_par_iter().filter_map(|range| documents.get(range));
    let Some(memory) = memory else {
        return write_shards('d', starts, runs.map(encode_shard).collect());
    };
    let known = &*memory;
    let texts: Vec<(Vec<Same<Document>>, Arc<str>)> = runs
        .map(|run| {
            let key: Vec<Same<Document>> = run.iter().map(|document| Same(Arc::clone(document))).collect();
            let text = known.get(&key).map_or_else(|| encode_shard(run).into(), Arc::clone);
            (key, text)
        })
        .collect();
    let set = write_shards('d', starts, texts.iter().map(|(_, text)| &**text).collect());
    for (key, text) in texts {
        memory.keep(key, text);
    }
    set
}

/// Length of the dictionary, its words by falling use with blanks between, then the records.
fn encode_shard(documents: &[Arc<Document>]) -> String {
    let mut words: Vec<(&str, bool, usize)> = Vec::new();
    let mut numbers: HashMap<(&str, bool), usize, FxBuildHasher> = HashMap::default();
    let mut codes: Vec<Vec<usize>> = Vec::with_capacity(documents.len());
    for document in documents {
        let mut record = Vec::with_capacity(document.record.len() / 5);
        for_each_piece(&document.record, |piece, joined| {
            let number = *numbers.entry((piece, joined)).or_insert_with(|| {
                words.push((piece, joined, 0));
                words.len() - 1
            });
            if let Some(word) = words.get_mut(number) {
                word.2 += 1;
            }
            record.push(number);
        });
        codes.push(record);
    }
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_key(|&number| std::cmp::Reverse(words.get(number).map_or(0, |word| word.2)));
    let mut rank = vec![0; words.len()];
    let mut dictionary = String::new();
    for (place, number) in order.into_iter().enumerate() {
        let Some(&(word, joined, _)) = words.get(number) else { continue };
        if place > 0 {
            dictionary.push(' ');
        }
        if joined {
            dictionary.push(JOINED);
        }
        dictionary.push_str(word);
        if let Some(rank) = rank.get_mut(number) {
            *rank = place;
        }
    }
    let records: Vec<String> = codes
        .into_iter()
        .map(|record| {
            let mut text = String::with_capacity(record.len() * 2);
            for number in record {
                push_number(&mut text, rank.get(number).copied().unwrap_or(0));
            }
            text
        })
        .collect();
    let mut text = String::with_capacity(dictionary.len() + records.iter().map(String::len).sum::<usize>() + 64);
    push_number(&mut text, utf16_length(&dictionary));
    text.push_str(&dictionary);
    push_records(&mut text, records.iter().map(String::as_str));
    text
}

/// The words of a record, with the punctuation behind a word, and the tabs and line ends, as pieces of their own.
fn for_each_piece<'t>(record: &'t str, mut piece: impl FnMut(&'t str, bool)) {
    let mut rest = record;
    while let Some(first) = rest.bytes().next() {
        if matches!(first, b'\t' | b'\n') {
            let (mark, after) = rest.split_at(1);
            piece(mark, false);
            rest = after;
            continue;
        }
        let end = rest.bytes().position(|byte| matches!(byte, b' ' | b'\t' | b'\n')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let stem = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        if stem.is_empty() || stem.len() == word.len() {
            piece(word, false);
        } else {
            piece(stem, false);
            piece(word.get(stem.len()..).unwrap_or_default(), true);
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
}

/// One line of the page's own fields, then one line a section; fields are parted by tabs.
pub(crate) fn write_record(page: &SearchPage) -> String {
    let length: usize = page.sections.iter().map(|section| section.heading.len() + section.text.len() + 40).sum();
    let mut record = String::with_capacity(length + 300);
    for (number, field) in
        [&page.path, &page.title, &page.kind, &page.phase, &page.status, &page.description].into_iter().enumerate()
    {
        if number > 0 {
            record.push('\t');
        }
        push_line(&mut record, field);
    }
    for section in &page.sections {
        record.push('\n');
        push_line(&mut record, section.anchor.as_deref().unwrap_or_default());
        record.push('\t');
        push_line(&mut record, &section.heading);
        record.push('\t');
        push_line(&mut record, &section.text);
    }
    record.shrink_to_fit();
    record
}

/// Blanks of all kinds become one blank, so that tabs and line ends can part fields.
fn push_line(record: &mut String, text: &str) {
    // The first bytes of all blanks; most bytes are none of them.
    let may_be_blank = |byte: u8| byte <= b' ' || matches!(byte, 0xC2 | 0xE1..=0xE3);
    let (start, mut rest, mut is_parted) = (record.len(), text, false);
    let mut push = |piece: &str, is_parted: bool| {
        if is_parted && record.len() > start {
            record.push(' ');
        }
        record.push_str(piece);
    };
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.bytes().position(may_be_blank).unwrap_or(rest.len()));
        if !piece.is_empty() {
            push(piece, std::mem::take(&mut is_parted));
        }
        let Some(letter) = after.chars().next() else { break };
        let (one, after) = after.split_at(letter.len_utf8());
        if letter.is_whitespace() || letter == JOINED {
            is_parted = true;
        } else {
            push(one, std::mem::take(&mut is_parted));
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_cut_into_words_and_what_stands_right_behind_them() {
        let mut pieces = Vec::new();
        for_each_piece("a.html\tTwo words\t\t\nx\t…\tStop. (No?) ... e.g., end", |piece, joined| {
            pieces.push(format!("{}{piece}", if joined { "<" } else { "" }));
        });
        let expected = "a.html|\t|Two|words|\t|\t|\n|x|\t|…|\t|Stop|<.|(No|<?)|...|e.g|<.,|end";
        assert_eq!(pieces.join("|"), expected);
    }

    #[test]
    fn blanks_of_all_kinds_and_the_mark_of_the_format_are_one_blank() {
        let mut record = String::new();
        push_line(&mut record, " one\u{a0}two\t\nthree\u{8}four\u{2009}\u{3000}“five”é\u{1}e\u{1680} ");
        assert_eq!(record, "one two three four “five”é\u{1}e");
    }
}
