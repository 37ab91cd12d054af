//! Includes and code files in their places.
//!
//! Parsed documents → documents in which every include that exists is replaced by what it takes in. Blocks keep the
//! source they came from; running text is copied into the document that takes it in. One that stays stands for a file
//! that is missing, and has a finding.

mod code;
mod graft;
mod graph;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::graft::Grafter;
use super::docset::Docsets;
use super::{Document, Documents};
use crate::finding::Checked;
use crate::source::{SourceId, SourceText, SourceTree};

/// Files taken in by one topic, counted through all levels (reliability design, demand 5).
const MAX_EXPANSIONS: usize = 10_000;
/// Bytes taken in by one topic, counted through all levels (reliability design, demand 5).
const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Levels of files that take in each other (reliability design, demand 5).
const MAX_LEVELS: usize = 32;

/// A document whose includes are in their places.
#[derive(Debug, Clone)]
struct Assembled {
    document: Arc<Document>,
    /// Files that it took in, through all levels.
    expansions: usize,
    /// Bytes of text that it holds, through all levels.
    bytes: usize,
    /// Levels of files below it.
    levels: usize,
}

/// Puts includes and code files in their places. `parse` reads a file that only others take in.
pub(super) fn assemble(
    documents: Vec<Document>,
    sources: &SourceTree,
    docsets: &Docsets,
    parse: impl Fn(SourceId, &SourceText) -> Checked<Document> + Sync,
) -> Checked<Documents> {
    let mut findings = Vec::new();
    let (documents, mut includes) = graph::follow(documents, sources, docsets, parse).take(&mut findings);
    let order = includes.order(sources, &documents).take(&mut findings);
    let taken_in: BTreeSet<SourceId> = order.iter().copied().collect();
    let (mut parts, wholes): (BTreeMap<_, _>, BTreeMap<_, _>) =
        documents.into_iter().partition(|(source, _)| taken_in.contains(source));
    // What others take in comes first, each after what it takes in itself. They are few.
    let mut done: BTreeMap<SourceId, Assembled> = BTreeMap::new();
    for source in order {
        if let Some(document) = parts.remove(&source) {
            let assembled = Grafter::new(&includes, &done, sources, document).graft().take(&mut findings);
            done.insert(source, assembled);
        }
    }
    let wholes: Vec<Document> = wholes.into_values().collect();
    let wholes: Vec<Checked<Assembled>> =
        wholes.into_par_iter().map(|document| Grafter::new(&includes, &done, sources, document).graft()).collect();
    let mut all: Vec<Arc<Document>> = Vec::with_capacity(done.len() + wholes.len());
    all.extend(wholes.into_iter().map(|whole| whole.take(&mut findings).document));
    all.extend(done.into_values().map(|assembled| assembled.document));
    Checked::new(Documents::new(all), findings)
}
