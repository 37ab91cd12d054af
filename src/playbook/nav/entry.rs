//! An entry of a navigation file, as written.

use crate::finding::Span;
use crate::overlay::LayerId;
use crate::source::SourcePath;

/// An entry with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// What readers see; `None`: the title of what it leads to.
    pub name: Option<String>,
    /// The destination and where it stands.
    pub href: Option<(String, Span)>,
    /// The `uid` of the topic that it leads to, where it has no destination.
    pub uid: Option<(String, Span)>,
    /// A navigation file that it takes in.
    pub toc: Option<(String, Span)>,
    /// Whether it is announced but not written yet: mdBook's `[x]()`.
    pub draft: bool,
    /// What stands below it.
    pub items: Vec<Entry>,
}

/// A navigation file that was read.
#[derive(Debug, Clone)]
pub(super) struct NavFile {
    /// The file.
    pub path: SourcePath,
    /// The path that its destinations count from, a file's in the same folder.
    pub base: SourcePath,
    /// The layer that wrote it.
    pub layer: LayerId,
    /// Its entries.
    pub entries: Vec<Entry>,
}
