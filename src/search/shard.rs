//! Cuts a run of records into files of a size that a browser loads in a blink, each one call with one string.
//!
//! A file's name holds a hash of its content, so an unchanged shard keeps its name and its date.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::code_point::{push_number, utf16_length};

/// Files of one kind with what the root file must know of them.
#[derive(Debug, Default)]
pub(crate) struct ShardSet {
    /// Letter of the kind, as in `l0`, `l1`.
    pub kind: char,
    /// Number of the first record in each shard.
    pub starts: Vec<usize>,
    /// Name and content of each file.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Length of the hash in a file name.
const HASH: usize = 8;

/// Where records are cut into shards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// Size in bytes that a shard should have, at least.
    pub target: usize,
    /// Most shards of this kind; above it they grow instead.
    pub most: usize,
}

/// Ranges of records whose sizes add up to about the target. A record that `starts_anew` begins a shard.
pub(crate) fn cut_shards(
    sizes: &[usize],
    cut: Cut,
    starts_anew: impl Fn(usize) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let target = cut.target.max(sizes.iter().sum::<usize>() / cut.most.max(1));
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut size = 0;
    for (index, record) in sizes.iter().enumerate() {
        if index > start && (size + record > target || starts_anew(index)) {
            ranges.push(start..index);
            start = index;
            size = 0;
        }
        size += record;
    }
    if start < sizes.len() {
        ranges.push(start..sizes.len());
    }
    ranges
}

/// Appends the number of records, the length of each, then the records: the client finds one without reading others.
pub(crate) fn push_records<'t>(text: &mut String, records: impl ExactSizeIterator<Item = &'t str> + Clone) {
    push_number(text, records.len());
    for record in records.clone() {
        push_number(text, utf16_length(record));
    }
    text.extend(records);
}

/// Makes the files of one kind from the text of each shard.
pub(crate) fn write_shards<T: AsRef<str> + Send>(kind: char, starts: Vec<usize>, texts: Vec<T>) -> ShardSet {
    let numbered = texts.into_par_iter().enumerate();
    let files = numbered.map(|(number, text)| write_file(kind, &format!("{kind}{number}"), text.as_ref()));
    ShardSet { kind, files: files.collect(), starts }
}

/// One file that hands `text` to the client under `name`.
pub(crate) fn write_file(kind: char, name: &str, text: &str) -> (String, Vec<u8>) {
    let mut script = String::with_capacity(text.len() + text.len() / 16 + 32);
    let _ = write!(script, "lifeboat.shard('{name}','");
    push_quoted(&mut script, text);
    script.push_str("');\n");
    let hash = blake3::hash(script.as_bytes()).to_hex();
    let hash = hash.get(..HASH).unwrap_or_default();
    (format!("{kind}-{hash}.js"), script.into_bytes())
}

/// The hashes of a kind's files in a row; the client puts the names together again.
pub(crate) fn joined_hashes(set: &ShardSet) -> String {
    set.files.iter().filter_map(|(name, _)| name.get(2..2 + HASH)).collect()
}

/// Writes `text` inside a string in single quotes.
fn push_quoted(script: &mut String, text: &str) {
    // Of what is escaped, all but three characters are told by one byte; those three begin with one of two.
    let is_special = |byte: u8| matches!(byte, 0..=0x1F | b'\'' | b'\\' | 0x7F | 0xE2 | 0xEF);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        let (plain, from) = rest.split_at(at);
        script.push_str(plain);
        let mut letters = from.chars();
        match letters.next().unwrap_or_default() {
            letter @ ('\'' | '\\') => script.extend(['\\', letter]),
            '\n' => script.push_str("\\n"),
            '\t' => script.push_str("\\t"),
            '\r' => script.push_str("\\r"),
            // Old browsers end a line at two of these; controls may not survive a transfer.
            letter @ ('\u{2028}' | '\u{2029}' | '\u{0}'..='\u{1F}' | '\u{7F}' | '\u{FEFF}') => {
                let _ = write!(script, "\\u{:04x}", u32::from(letter));
            }
            letter => script.push(letter),
        }
        rest = letters.as_str();
    }
    script.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_cut_at_the_target_and_where_asked() {
        let cut = Cut { target: 10, most: 100 };
        assert_eq!(cut_shards(&[4, 4, 4, 30, 1, 1], cut, |_| false), [0..2, 2..3, 3..4, 4..6]);
        assert_eq!(cut_shards(&[1, 1, 1], cut, |record| record == 1), [0..1, 1..3]);
        assert_eq!(cut_shards(&[10, 10, 10, 10], Cut { target: 10, most: 2 }, |_| false), [0..2, 2..4]);
        assert!(cut_shards(&[], cut, |_| false).is_empty());
    }

    #[test]
    fn nothing_in_a_text_ends_the_string_or_the_script() {
        let (name, script) = write_file('d', "d0", "it's \\ a\nb\u{2028}\u{0}</script>");
        let script = String::from_utf8(script).expect("UTF-8");
        assert_eq!(script, "lifeboat.shard('d0','it\\'s \\\\ a\\nb\\u2028\\u0000</script>');\n");
        assert!(name.starts_with("d-") && name.len() == 13);
    }
}
