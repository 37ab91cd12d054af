//! All topics of a project, parsed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Document, Documents, Fields};
use crate::source::{SourceId, SourcePath};

/// One Markdown source that becomes a page.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The source it was read from.
    pub source: SourceId,
    /// Its path below the project's root.
    pub path: SourcePath,
    /// Its front matter, with defaults from the docset's metadata below it.
    pub fields: Arc<Fields>,
    /// Its body, includes already in their places.
    pub document: Arc<Document>,
}

/// The parsed Markdown of a project.
#[derive(Debug, Clone, Default)]
pub struct TopicSet {
    /// The topics, sorted by path: those of the base and those that layers add.
    pub topics: Vec<Arc<Topic>>,
    /// Topics whose `monikerRange` does not hold the version that is chosen: they become no pages, and links to them lead to
    /// a topic that the playbook leaves out.
    pub of_other_versions: Vec<SourcePath>,
    /// Every parsed text by source: topics, includes and change files.
    pub documents: Documents,
    /// Change files by path, with their front matter; their bodies are in `documents`.
    pub changes: BTreeMap<SourcePath, (SourceId, Arc<Fields>)>,
}
