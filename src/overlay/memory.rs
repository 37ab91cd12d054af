//! What composing and clearing keep for the next time.

use std::sync::Arc;

use super::journal::HiddenTopic;
use super::review::{Review, Reviews};
use super::withheld::Withheld;
use super::{Clearance, ComposedTopic, LayerId};
use crate::finding::{Checked, Finding};
use crate::source::{Memo, Same};
use crate::topic::{Document, Topic};

/// Topics that were cleared before, to be used again. Holds only for one set of layers.
#[derive(Debug, Default)]
pub struct ClearMemory {
    /// The clearances, without the names of their editions.
    clearances: Vec<Clearance>,
    pub(super) topics: Memo<(usize, Same<ComposedTopic>), Arc<Shown>>,
}

/// What an edition may show of a topic, and what not.
#[derive(Debug)]
pub(super) struct Shown {
    pub topic: Option<Arc<ComposedTopic>>,
    pub withheld: Vec<Withheld>,
    pub findings: Vec<Finding>,
}

impl ClearMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.topics.turn();
    }

    /// A number for all clearances that show the same.
    pub(super) fn number(&mut self, clearance: &Clearance) -> usize {
        let nameless = Clearance { edition: String::new(), ..clearance.clone() };
        let known = self.clearances.iter().position(|known| *known == nameless);
        known.unwrap_or_else(|| {
            self.clearances.push(nameless);
            self.clearances.len() - 1
        })
    }
}

/// Topics that were composed before, to be used again where what they are made from is the same: in another edition, or
/// after an edit. Holds only for one set of layers.
#[derive(Debug, Default)]
pub struct ComposeMemory(pub(super) Memo<ComposeKey, Made>);

/// What a composed topic depends on: the topic, its layer with its rank, each change, and what its owner last saw.
pub(super) type ComposeKey = (Same<Topic>, LayerId, Option<usize>, Vec<LaidOver>, Option<Same<Reviews>>);
/// A change with its rank and layer.
pub(super) type LaidOver = (usize, LayerId, Same<Document>);
pub(super) type Made = Checked<(MaybeHidden, Vec<Review>)>;

impl ComposeMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.0.turn();
    }
}

/// A topic after all layers, or word that one of them hides it.
#[derive(Debug, Clone)]
pub(super) enum MaybeHidden {
    Yes(Arc<ComposedTopic>),
    No(HiddenTopic),
}
