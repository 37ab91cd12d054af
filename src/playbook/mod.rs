//! The playbook: cleared topics → topics whose every link is a target, in their place in the navigation.
//!
//! Never touches the file system: whether a topic or a picture exists is asked of the source tree. Never makes HTML.

mod target;
mod topic;

pub use target::{Broken, Target, Targets};
pub use topic::{Heading, NavNode, Neighbours, Playbook, PlaybookTopic, TopicId};
