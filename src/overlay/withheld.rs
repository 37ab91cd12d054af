//! The words that an edition shows and those that it may not, for the scan of the finished site.

use std::collections::BTreeMap;

use super::words::plain_words;
use super::{Cleared, ComposedTopic};
use crate::finding::Span;
use crate::source::SourceId;
use crate::topic::{Block, Documents};

/// Words that an edition may not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The words.
    pub words: String,
    /// Where they stand.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
    /// The class that they are for.
    pub class: String,
}

impl Cleared {
    /// All words that a topic of the edition shows, block by block and field by field.
    pub fn shown_words(&self, topic: &ComposedTopic) -> Vec<String> {
        let mut words = Vec::new();
        for node in &topic.body {
            push_leaf_words(&node.block, self.documents(), &mut words);
        }
        let mut open: Vec<_> = topic.fields.iter().map(|(field, _)| &field.value).collect();
        while let Some(value) = open.pop() {
            words.extend(value.text().map(str::to_owned));
            open.extend(value.fields().iter().map(|field| &field.value));
            if value.text().is_none() && value.fields().is_empty() {
                open.extend(value.items());
            }
        }
        words
    }
}

fn push_leaf_words(block: &Block, documents: &Documents, words: &mut Vec<String>) {
    let mut children = block.children().peekable();
    if children.peek().is_none() {
        words.push(plain_words(block, documents));
    }
    children.for_each(|child| push_leaf_words(child, documents, words));
}

/// The places that an edition does not show, by source, so that nothing is told of them on its pages.
pub(super) fn hidden_places(withheld: &[Withheld]) -> BTreeMap<SourceId, Vec<Span>> {
    let mut places: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
    for part in withheld {
        places.entry(part.source).or_default().push(part.span);
    }
    places
}
