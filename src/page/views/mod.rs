//! Playbook and pages → the values that templates see ([`super::view`]).
//!
//! What is the same on every page (contents, actions) is made once an edition; a page gets its own surroundings alone.

mod actions;
mod az;
mod changes;
mod contents;
mod control;
mod faults;
mod internet;
mod places;
mod topic;

pub use actions::{actions, first_actions};
pub use az::{AzTarget, AzTerm, az_letter, az_page};
pub use changes::{ChangesTold, changes_page};
pub use contents::{contents_entries, contents_page, front_page};
pub use faults::Faults;
pub(super) use internet::internet_links;
pub use internet::internet_page;
pub use topic::{not_found_page, topic_view};
