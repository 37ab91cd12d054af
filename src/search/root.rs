//! Writes the file that a page names: measures of all pages, synonyms, and which shard holds what.

use serde::Serialize;

use super::code_point::push_number;
use super::document::Document;
use super::facet::FacetFile;
use super::options::FieldWeights;
use super::shard::{ShardSet, joined_hashes, write_file};
use super::standing::USUAL;

/// Grows with every change of the format, so that a page never reads an index of another age.
const VERSION: u32 = 3;

/// The one name without a hash: were it in every page, one changed topic would change all pages.
const ROOT_FILE: &str = "root.js";

/// What goes into the root file.
pub(crate) struct Root<'i> {
    /// All pages.
    pub documents: &'i [&'i Document],
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// First term of each lexicon shard.
    pub first_terms: Vec<String>,
    /// Length of the postings before those of each lexicon shard.
    pub postings_before: Vec<usize>,
    /// Lexicon, postings, places, exact phrases, texts.
    pub shards: &'i [ShardSet],
    /// Facets with their files.
    pub facets: &'i [FacetFile],
    /// Worth of the fields.
    pub weights: FieldWeights,
    /// Language tag.
    pub language: &'i str,
    /// Whether an apostrophe ends a word.
    pub elision: bool,
}

#[derive(Serialize)]
struct Json<'i> {
    version: u32,
    language: &'i str,
    elision: bool,
    weights: [f32; 5],
    pages: usize,
    average: f64,
    measures: String,
    synonyms: &'i [Vec<String>],
    first: &'i [String],
    before: String,
    shards: Vec<JsonShards>,
    facets: Vec<(&'i str, &'i str)>,
}

#[derive(Serialize)]
struct JsonShards {
    kind: char,
    starts: String,
    names: String,
}

/// The root file: its name and content.
pub(crate) fn write_root(root: &Root<'_>) -> (String, Vec<u8>) {
    let weights = root.weights;
    let total: usize = root.documents.iter().map(|document| document.body_words).sum();
    #[expect(clippy::cast_precision_loss, reason = "an average of word counts needs no more than 52 bits")]
    let average = (total as f64 / root.documents.len().max(1) as f64).round();
    let json = Json {
        version: VERSION,
        language: root.language,
        elision: root.elision,
        weights: [weights.title, weights.heading, weights.aliases, weights.description, weights.body],
        pages: root.documents.len(),
        average,
        measures: encode_measures(root.documents),
        synonyms: &root.synonyms,
        first: &root.first_terms,
        before: encode_steps(&root.postings_before),
        shards: root.shards.iter().map(encode_shards).collect(),
        facets: root.facets.iter().map(|(name, (file, _))| (name.as_str(), file.as_str())).collect(),
    };
    // Strings and numbers always serialise; an empty root would be an index without pages.
    (ROOT_FILE.to_string(), write_file('m', "m", &serde_json::to_string(&json).unwrap_or_default()).1)
}

/// Each page: 2 × length class + 1 if it has a standing of its own, that standing, words of the title.
fn encode_measures(documents: &[&Document]) -> String {
    let mut text = String::new();
    for document in documents {
        let usual = document.standing == USUAL;
        push_number(&mut text, 2 * length_class(document.body_words) + usize::from(!usual));
        if !usual {
            push_number(&mut text, document.standing);
        }
        push_number(&mut text, document.title_words);
    }
    text
}

/// Four classes to each doubling: a tenth of a page more or less never changes a rank that matters.
fn length_class(words: usize) -> usize {
    let exact = f64::from(u32::try_from(words).unwrap_or(u32::MAX)) + 1.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 128")]
    let class = (exact.log2() * 4.0).round() as usize;
    class
}

fn encode_shards(set: &ShardSet) -> JsonShards {
    JsonShards { kind: set.kind, starts: encode_steps(&set.starts), names: joined_hashes(set) }
}

/// Rising numbers, each as the step from the one before.
fn encode_steps(numbers: &[usize]) -> String {
    let mut text = String::new();
    let mut previous = 0;
    for &number in numbers {
        push_number(&mut text, number - previous);
        previous = number;
    }
    text
}
