//! What templates see of layers: their names and letters, and what they did to each topic.

use serde::Serialize;

use super::view::LinkView;

/// A layer as readers see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LayerView {
    /// Its name.
    pub label: String,
    /// The one or two letters that mark what it brought.
    pub mark: String,
}

/// What layers did to one topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangesGroup {
    /// The topic's page; without an address where the whole page was taken out.
    pub page: LinkView,
    /// What was done, in order.
    pub changes: Vec<ChangeView>,
}

/// One thing that a layer did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// `added`, `replaced`, `renamed` or `removed`.
    pub deed: &'static str,
    /// To what, as its author wrote it.
    pub what: String,
    /// The layer.
    pub layer: LayerView,
    /// What stood there, block by block; only where the edition is for the audit.
    pub was: Vec<String>,
    /// Why it was taken away; only where the edition is for the audit.
    pub reason: Option<String>,
}
