//! Whole topics that layers put in the place of those below.

use super::review::{Review, Reviews, review_of_topic};
use super::{LayerId, Stack};
use crate::finding::Finding;
use crate::source::SourcePath;
use crate::topic::{Documents, Field, Topic};

/// A whole topic of a layer in the place of another.
pub(super) struct Replaced<'t> {
    pub layer: LayerId,
    pub path: SourcePath,
    pub topic: &'t Topic,
    /// The topic that it replaces.
    pub there: &'t Topic,
    pub name: String,
    pub field: &'t Field,
}

impl Replaced<'_> {
    pub(super) fn review(&self, seen: &Reviews, documents: &Documents) -> Review {
        let blocks = self.there.document.blocks.iter().map(|block| &**block);
        let file = (self.layer, &self.topic.path, &self.path);
        review_of_topic(seen, file, (&self.name, self.field.value.span), blocks, documents)
    }
}

impl Stack {
    /// Adds where the texts stand that were last reviewed, so that they can become a topic of the layer's own.
    pub(super) fn with_last_review(&self, finding: Finding, layer: LayerId, topic: &SourcePath) -> Finding {
        let file = self.reviews.as_ref().and_then(|reviews| reviews.files.get(&(layer, topic.clone())));
        let place = file.and_then(|file| file.seen.values().find_map(|seen| seen.place.clone()));
        match place {
            Some(place) => finding.related(place, "the texts as they were last reviewed"),
            None => finding,
        }
    }
}
