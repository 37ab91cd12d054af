//! A playbook whose pages are given away one after another → without what the pages that are gone were made from.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Playbook, PlaybookTopic};
use crate::source::SourceId;
use crate::topic::{Block, BlockKind};

/// For each topic the texts that no later one shows.
#[derive(Debug)]
pub struct LastShown(Vec<Vec<SourceId>>);

impl Playbook {
    /// Which texts can be forgotten after each topic, when pages are made in the order of the topics. A playbook that
    /// layers changed keeps its texts: what was replaced may be shown by any page.
    pub fn last_shown(&self) -> LastShown {
        let mut going = vec![Vec::new(); self.topics.len()];
        if self.topics.iter().any(|topic| !topic.journal.is_empty()) {
            return LastShown(going);
        }
        let shown: Vec<Vec<SourceId>> = self.topics.par_iter().map(sources_of).collect();
        let numbered = shown.iter().enumerate();
        let last: HashMap<SourceId, usize> =
            numbered.flat_map(|(at, sources)| sources.iter().map(move |source| (*source, at))).collect();
        for (at, (sources, going)) in shown.into_iter().zip(&mut going).enumerate() {
            going.extend(sources.into_iter().filter(|source| last.get(source) == Some(&at)));
        }
        LastShown(going)
    }

    /// Forgets the bodies of topics whose pages are made, where nobody else holds them, and the texts of these.
    pub fn forget(&mut self, topics: Range<usize>, last: &LastShown) {
        for topic in self.topics.get_mut(topics.clone()).unwrap_or_default() {
            (topic.targets, topic.known_by) = (Arc::default(), Arc::default());
            if let Some(facts) = Arc::get_mut(&mut topic.facts) {
                facts.body = Vec::new();
            }
        }
        self.documents.forget(last.0.get(topics).unwrap_or_default().iter().flatten().copied());
    }
}

/// The sources of all blocks of a topic, each once.
fn sources_of(topic: &PlaybookTopic) -> Vec<SourceId> {
    let mut found = vec![topic.source];
    for node in &topic.body {
        collect(&node.block, &mut found);
    }
    found
}

fn collect(block: &Block, found: &mut Vec<SourceId>) {
    let mut add = |source: SourceId| {
        if !found.contains(&source) {
            found.push(source);
        }
    };
    add(block.source);
    if let BlockKind::Tabs(tabs) = &block.kind {
        for tab in tabs {
            add(tab.source);
        }
    }
    block.children().for_each(|child| collect(child, found));
}
