//! Where a block, cell, field or navigation entry came from.

use std::sync::Arc;

use super::LayerId;
use crate::finding::Span;
use crate::source::SourceId;

/// The layer, file and place of something, and what it stands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The layer that brought it.
    pub layer: LayerId,
    /// The file.
    pub source: SourceId,
    /// Where in the file.
    pub span: Span,
    /// The instruction that brought it, in the same file; `None` for the base and for own topics of a layer.
    pub instruction: Option<Span>,
    /// What it replaced, latest first.
    pub over: Option<Arc<Origin>>,
}

impl Origin {
    /// The origin of what a layer's own topic (or the base) holds.
    pub fn new(layer: LayerId, source: SourceId, span: Span) -> Self {
        Self { layer, source, span, instruction: None, over: None }
    }
}
