//! The files of a site → a folder, so that at every moment it is exactly the old site or exactly the new one.
//!
//! Beside the output `book` stands one folder of ours, `.book.lifeboat`. In it the new site is built: what did not change
//! is a hard link to the published file, the rest is written and flushed to the disk. Then one rename exchanges the two
//! folders, and the old site stays as the one to go back to. Nothing is ever written into a published file, for the
//! site to go back to may share it. When nothing changed, nothing is written.

mod compare;
mod error;
mod publication;
mod side;
mod stage;
mod stamp;
mod swap;
mod target;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;

pub use self::error::PublishError;
pub use self::publication::Publication;
use self::side::Side;
pub use self::stamp::{Stamped, Stands, program_id};
pub(super) use self::swap::flush;
use self::target::Target;
use super::error::shown;
use super::root::Root;
use super::verify::verify;
use crate::site::{Content, SitePlan, TakeFiles};
use crate::source::SourcePath;

pub(super) use self::side::Side as SideFolder;
pub(super) use self::target::Target as Output;

/// How to publish.
#[derive(Debug, Clone)]
pub struct PublishOptions {
    /// Replace a folder that is not ours, and drop files in ours that we did not write. Never the sources.
    pub force: bool,
    /// The files and folders that the site is made of, beside those that it copies. An output that is, or holds, one of
    /// them is refused.
    pub sources: Vec<SourcePath>,
    /// How long to wait for another builder of the same output.
    pub patience: Duration,
}

impl Default for PublishOptions {
    fn default() -> Self {
        Self { force: false, sources: Vec::new(), patience: Duration::from_secs(10) }
    }
}

/// What publishing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Where the site is: absolute, free of links.
    pub output: PathBuf,
    /// Files that are new or changed; the manifest and the marker are not counted here or below.
    pub written: usize,
    /// Files that were there already and keep their time.
    pub unchanged: usize,
    /// Files of the old site that the new one does not have.
    pub removed: usize,
    /// Files in the output that Lifeboat did not write. They were left in place; sorted.
    pub foreign: Vec<String>,
}

/// Publishes a site to a folder.
///
/// # Errors
/// When the output is refused, another builder holds it, or the disk fails; the old site is then whole.
pub fn publish(
    plan: &SitePlan,
    root: &Root,
    output: &Path,
    options: &PublishOptions,
) -> Result<Published, PublishError> {
    for (path, _) in plan.files() {
        compare::check_name(path)?;
    }
    compare::check_folders(plan.files().map(|(path, _)| path), |path| plan.get(path).is_some())?;
    let copied = plan.files().filter_map(|(_, content)| match content {
        Content::Copy(source) => Some(source),
        Content::Bytes(_) => None,
    });
    let sources = options.sources.iter().chain(copied).cloned().collect();
    let publication = Publication::begin(root, output, PublishOptions { sources, ..options.clone() })?;
    plan.files().par_bridge().for_each(|(path, content)| publication.take(path.clone(), content.clone()));
    publication.finish(None)
}

/// Puts the previous site back in the place of the published one, which becomes the previous one in turn.
///
/// # Errors
/// When there is no previous site, it is damaged, or the disk fails.
pub fn rollback(output: &Path, patience: Duration) -> Result<PathBuf, PublishError> {
    let target = Target::existing(output)?;
    target.check_owner(false)?;
    let side = Side::lock(&target, patience)?;
    side.recover(&target)?;
    if !side.has_previous() {
        return Err(PublishError::refused(output, "there is no previous site to go back to"));
    }
    let damage = verify(&side.previous()).map_err(|error| PublishError::refused(output, error.to_string()))?;
    if let Some(path) = damage.missing.iter().chain(&damage.changed).next() {
        let why = format!("the previous site is damaged (`{}`), so it is not put back", shown(path.as_ref()));
        return Err(PublishError::refused(output, why));
    }
    swap::swap_with_previous(&target, &side)?;
    Ok(target.path())
}
