//! The playbook: cleared topics → topics whose every link is a target, in their place in the navigation.
//!
//! Never touches the file system: whether a topic or a picture exists is asked of the source tree. Never makes HTML.

mod address;
mod anchors;
mod asset;
mod body;
mod files;
mod follow;
mod forget;
mod memory;
mod moves;
mod nav;
mod nearest;
mod page_path;
mod read_topic;
mod redirects;
mod report;
mod resolve;
mod resolver;
mod settings;
mod settled;
mod site_paths;
mod target;
mod topic;
mod topic_links;

pub use forget::LastShown;
pub use memory::ResolveMemory;
pub use resolve::{resolve, resolve_again};
pub use settings::{PageFolder, Readme, Redirect, ResolveSettings, SitePrefix};
pub use target::{Broken, Target, Targets};
pub use topic::{Heading, NavNode, Neighbours, Playbook, PlaybookTopic, TopicFacts, TopicId};
