//! Review: what the owner of a layer last saw below each instruction, and how it stands now (overlay design, 5.11).
//!
//! Instructions + the topic as their layer sees it + `reviewed/TOPIC.toml` → a [`Review`] each, and the findings O501 to
//! O506. Nothing here changes what is shown: our text goes on applying, since a page that fell back to the vendor's would
//! drop telephone numbers when they are needed.

mod canon;
mod markdown;
mod name;
mod near;
mod pin;
mod record;
mod state;

pub use canon::TextHash;
pub use name::TargetName;
pub use pin::{Pinned, Weight};
pub use record::{ReviewFile, Seen, quoted, read_reviews};
pub use state::{Review, ReviewState, Reviews};

pub(super) use state::{Observer, finding_of, gone, record_name, review_of_value, state_of};
