//! Identity, control and continuity facts of a topic, typed from its front matter.

/// What the front matter says of a topic, typed by the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {}
