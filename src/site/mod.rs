//! The site plan: every output file by path, before anything is written.
//!
//! Pages, theme, index and assets → a [`SitePlan`] in memory, or one file after the other to whoever takes them
//! ([`TakeFiles`]). Nothing is written here, and nothing is rendered: `edge` publishes to a folder.

mod files;
mod manifest;
mod paths;
mod plan;

pub use files::TakeFiles;
pub use manifest::{Hash, Hasher, MANIFEST, Manifest};
pub use paths::SitePaths;
pub use plan::{Clash, Content, SitePlan};
