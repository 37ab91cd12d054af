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
use self::graph::Includes;
use super::docset::Docsets;
use super::{Document, Documents, LinkId, LinkKind};
use crate::finding::Checked;
use crate::source::{Memo, Same, SourceId, SourceText, SourceTree};

/// Files taken in by one topic, counted through all levels (reliability design, demand 5).
const MAX_EXPANSIONS: usize = 10_000;
/// Bytes taken in by one topic, counted through all levels (reliability design, demand 5).
const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Levels of files that take in each other (reliability design, demand 5).
const MAX_LEVELS: usize = 32;

/// A document whose includes are in their places.
#[derive(Debug, Clone)]
pub(super) struct Assembled {
    document: Arc<Document>,
    /// Files that it took in, through all levels.
    expansions: usize,
    /// Bytes of text that it holds, through all levels.
    bytes: usize,
    /// Levels of files below it.
    levels: usize,
}

/// What a document with its includes in place depends on: itself, and what each of its links takes in.
type GraftKey = (Same<Document>, Vec<(LinkId, TakenIn)>);

/// Documents with their includes in place, by what they were made from.
pub(super) type AssembleMemory = Memo<GraftKey, Checked<Assembled>>;

/// What a link takes in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TakenIn {
    /// Blocks or words.
    Document(Same<Document>),
    /// Code.
    Text(Same<str>),
    /// A circle was cut here, or the file is no text.
    Nothing,
}

/// A document with its includes in place: the one that is known, or a new one.
fn grafted(
    includes: &Includes,
    done: &BTreeMap<SourceId, Assembled>,
    sources: &SourceTree,
    document: Arc<Document>,
    memory: &AssembleMemory,
) -> (GraftKey, Checked<Assembled>) {
    let taken_in = includes.of(document.source).map(|(link, target)| {
        let is_code = document.link(link).is_some_and(|link| link.kind == LinkKind::Code);
        let taken_in = if is_code {
            sources.text(target).map(|text| TakenIn::Text(Same(Arc::clone(&text.text))))
        } else {
            done.get(&target).map(|part| TakenIn::Document(Same(Arc::clone(&part.document))))
        };
        (link, taken_in.unwrap_or(TakenIn::Nothing))
    });
    let key: GraftKey = (Same(Arc::clone(&document)), taken_in.collect());
    let assembled = match memory.get(&key).filter(|_| key.0.0.takes_in()) {
        Some(known) => known.clone(),
        None => Grafter::new(includes, done, sources, document).graft(),
    };
    (key, assembled)
}

/// Puts includes and code files in their places. `parse` reads a file that only others take in.
pub(super) fn assemble(
    documents: Vec<Arc<Document>>,
    sources: &SourceTree,
    docsets: &Docsets,
    parse: impl Fn(SourceId, &SourceText) -> Checked<Arc<Document>> + Sync,
    memory: &mut AssembleMemory,
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
            let (key, assembled) = grafted(&includes, &done, sources, document, memory);
            done.insert(source, assembled.clone().take(&mut findings));
            memory.keep(key, assembled);
        }
    }
    let wholes: Vec<Arc<Document>> = wholes.into_values().collect();
    let known = &*memory;
    let wholes: Vec<(GraftKey, Checked<Assembled>)> =
        wholes.into_par_iter().map(|document| grafted(&includes, &done, sources, document, known)).collect();
    let mut all: Vec<Arc<Document>> = Vec::with_capacity(done.len() + wholes.len());
    for (key, whole) in wholes {
        // Where a file is missing, nothing is taken in, and yet the document is another one.
        if !key.1.is_empty() || !Arc::ptr_eq(&key.0.0, &whole.value.document) {
            memory.keep(key, whole.clone());
        }
        all.push(whole.take(&mut findings).document);
    }
    all.extend(done.into_values().map(|assembled| assembled.document));
    Checked::new(Documents::new(all), findings)
}
