//! The site plan: every output file by path, before anything is written.
//!
//! Pages, theme, index and assets → [`SitePlan`]. Nothing is written here, and nothing is rendered: `edge` publishes a
//! plan to a folder, an archive or memory.

mod manifest;
mod plan;

pub use manifest::{Hash, Hasher, MANIFEST, Manifest};
pub use plan::{Clash, Content, SitePlan};
