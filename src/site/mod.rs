//! The site plan: every output file by path, before anything is written.
//!
//! Pages, theme, index and assets → [`SitePlan`]. Nothing is written here, and nothing is rendered: `edge` publishes a
//! plan to a folder, an archive or memory.

mod plan;

pub use plan::{Clash, Content, SitePlan};
