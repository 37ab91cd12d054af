//! Writes what the client shows of a hit: titles, headings, and the text from which it cuts a snippet.

use rayon::prelude::*;

use super::document::SearchPage;
use super::shard::{Cut, ShardSet, cut_shards, join_records, write_shards};

/// The texts' shards; the start of each is the number of its first page.
pub(crate) fn write_texts(pages: &[SearchPage]) -> ShardSet {
    let records: Vec<String> = pages.par_iter().map(write_record).collect();
    let sizes: Vec<usize> = records.iter().map(String::len).collect();
    let ranges = cut_shards(&sizes, Cut { target: 48_000, most: 340 }, |_| false);
    let starts = ranges.iter().map(|range| range.start).collect();
    let texts: Vec<String> = ranges
        .into_iter()
        .filter_map(|range| records.get(range))
        .map(|run| join_records(run.iter().map(String::as_str)))
        .collect();
    write_shards('d', starts, &texts)
}

/// One line of the page's own fields, then one line a section; fields are parted by tabs.
fn write_record(page: &SearchPage) -> String {
    let head = [&page.path, &page.title, &page.kind, &page.phase, &page.status, &page.description];
    let mut record = head.map(|field| one_line(field)).join("\t");
    for section in &page.sections {
        record.push('\n');
        let anchor = section.anchor.as_deref().unwrap_or_default();
        record.push_str(&[anchor, &section.heading, &section.text].map(one_line).join("\t"));
    }
    record
}

/// Blanks of all kinds become one blank, so that tabs and line ends can part fields.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
