//! What instructions did to a topic: each with what it took away and why.
//!
//! The body of a composed topic tells where each block comes from; the journal tells of what is no longer there. It is
//! cleared like the body, so that nobody reads in it what the edition may not show.

use std::sync::Arc;

use super::instruction::{Instruction, Verb};
use super::{ComposedTopic, Gate, LayerId, Node};
use crate::finding::Span;
use crate::source::{SourceId, SourcePath};
use crate::topic::Block;

/// One thing that an instruction did.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it did.
    pub deed: Deed,
    /// The layer of the instruction.
    pub layer: LayerId,
    /// The change file.
    pub source: SourceId,
    /// The instruction's heading; for a cell or row of a merge that cell or row.
    pub span: Span,
    /// The instruction as a person writes it: `Replace paragraph: Ask the vendor…`.
    pub instruction: String,
    /// The row and column of a cell, such as `Mail/RTO`; the key of a row; the words of a locked heading.
    pub name: Option<String>,
    /// What is no longer there, in reading order: blocks with the origin that they had.
    pub gone: Vec<Node>,
    /// The anchors of the sections around it and of its own, the outermost first.
    pub sections: Vec<Box<str>>,
    /// Why: the body of `Remove`, `Lock` and `Require`.
    pub reason: Vec<Arc<Block>>,
    /// What the containers ask that it stands in.
    pub(super) gates: Vec<Gate>,
    /// The layers of what it stands in.
    pub(super) within: Vec<LayerId>,
}

/// What an instruction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Something new stands there.
    Added,
    /// Something stands in the place of something else.
    Replaced,
    /// A heading has other words.
    Renamed,
    /// Something is gone.
    Removed,
    /// Later layers may not change it.
    Locked,
    /// A later layer must fill it.
    Required,
}

impl Deed {
    /// In a sentence: `removed by Group`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Renamed => "renamed",
            Self::Removed => "removed",
            Self::Locked => "locked",
            Self::Required => "required",
        }
    }
}

impl Change {
    /// What an instruction did, before anything is known of what it met.
    pub(super) fn by(instruction: &Instruction, deed: Deed) -> Self {
        let keeps_reason = matches!(instruction.verb, Verb::Remove | Verb::Lock | Verb::Require);
        Self {
            deed,
            layer: instruction.layer,
            source: instruction.source,
            span: instruction.span,
            instruction: format!("{}: {}", instruction.heading(), instruction.words),
            name: None,
            gone: Vec::new(),
            sections: Vec::new(),
            reason: if keeps_reason { instruction.body.clone() } else { Vec::new() },
            gates: Vec::new(),
            within: Vec::new(),
        }
    }
}

/// A topic that a layer took out of an edition with `hide: yes`.
#[derive(Debug, Clone)]
pub struct HiddenTopic {
    /// What it would be.
    pub(super) topic: Arc<ComposedTopic>,
    /// The layer that hides it.
    pub layer: LayerId,
    /// The change file.
    pub source: SourceId,
    /// Where it says so.
    pub span: Span,
    /// Why.
    pub note: Option<String>,
}

impl HiddenTopic {
    /// Its path among the topics of the base.
    pub fn path(&self) -> &SourcePath {
        &self.topic.path
    }

    /// Its title, where its front matter gives one; else its path.
    pub fn title(&self) -> &str {
        let title = self.topic.fields.iter().find(|(field, _)| field.key == "title");
        title.and_then(|(field, _)| field.value.text()).unwrap_or(self.topic.path.as_str())
    }
}
