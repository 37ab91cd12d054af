//! The edge: the only place that touches files, the clock and the network.
//!
//! Disk → [`SourceTree`](crate::source::SourceTree), [`SitePlan`](crate::site::SitePlan) → folder. What to write is
//! decided above; here it is done, and done so that a kill, a full disk or a second builder leaves a whole site.
//! No source file is ever written, moved or deleted by a build; what a command writes among them goes through [`put`] and
//! [`base`].

pub mod base;
pub mod browser;
pub mod clean;
pub mod clock;
pub mod draw;
mod error;
#[cfg(feature = "external")]
pub mod external;
pub mod file;
mod known;
mod marker;
pub mod preview;
pub mod publish;
pub mod put;
pub mod read;
pub mod root;
mod run;
pub mod server;
mod tree;
pub mod verify;
mod walk;
pub mod watch;

pub use error::DiskError;
