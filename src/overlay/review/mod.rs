//! Review: what the owner of a layer last saw below each instruction, and how it stands now (overlay design, 5.11).
//!
//! Instructions + the topic as their layer sees it + `reviewed/TOPIC.toml` → a [`Review`] each, and the findings O501 to
//! O506. Nothing here changes what is shown: our text goes on applying, since a page that fell back to the vendor's would
//! drop telephone numbers when they are needed.

mod accept;
mod base;
mod canon;
mod copy;
mod delta;
mod edit_parts;
mod from_edit;
mod markdown;
mod name;
mod near;
mod pieces;
mod pin;
mod record;
mod state;
mod told;
mod whole;
mod yaml;

pub use accept::Acceptance;
pub use base::{BASE_FILE, BaseManifest, read_base};
pub use canon::TextHash;
pub use copy::topic_markdown;
pub use delta::{Delta, What, deltas};
pub use from_edit::{Edited, Grain, change_file};
pub use markdown::blocks_markdown;
pub use name::{TargetName, target_names};
pub use pin::{Pinned, Weight};
pub use record::{ReviewFile, Seen, quoted, read_reviews};
pub use state::{Review, ReviewState, Reviews};

pub(super) use markdown::escaped;
pub(super) use name::Namer;
pub(super) use state::{Observer, record_name};
pub(super) use told::{Told, gone};
pub(super) use whole::{review_of_topic, review_of_value};
