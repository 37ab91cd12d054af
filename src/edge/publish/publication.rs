//! A site that is being published: takes its files one by one, and exchanges the finished whole for the published one.
//!
//! What is published already is only noted; what is new is written into the site in the making at once, so that no more of
//! a site stands in memory than the files in hand. Files of the same bytes are one file with several names: editions share
//! much, and nothing is ever written into a published file. Until [`Publication::finish`] nothing of it can be seen, and without it
//! nothing of it stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::compare::{Filed, Files, Old, check_folders, check_name, compare, folders_of, published_as};
use super::side::Side;
use super::stage::{complete, copy_file, link, make_folder, write_file};
use super::stamp::{Stamped, Stands, stands, write_stamp};
use super::swap::exchange;
use super::{PublishError, PublishOptions, Published, Target};
use crate::edge::root::Root;
use crate::site::{Content, Hash, TakeFiles};
use crate::source::{SitePath, SourcePath};

/// A site that is being published. Its output is locked until this is finished, abandoned or dropped.
#[derive(Debug)]
pub struct Publication<'r> {
    root: &'r Root,
    target: Target,
    side: Side,
    old: Old,
    options: PublishOptions,
    taken: Mutex<Taken>,
}

/// What was taken so far.
#[derive(Debug, Default)]
struct Taken {
    files: Files,
    copied: BTreeMap<SitePath, SourcePath>,
    /// A written file of each content, and a copy of each source: what is the same becomes a second name of it.
    written: BTreeMap<Hash, (SitePath, Filed)>,
    copies: BTreeMap<SourcePath, (SitePath, Filed)>,
    /// The folders of the site in the making that are there; its own is the empty path.
    folders: BTreeSet<String>,
    /// The first file in the order of paths that could not be taken.
    failed: BTreeMap<SitePath, PublishError>,
}

impl<'r> Publication<'r> {
    /// Looks at the output and locks it. Nothing of it is changed before the end.
    ///
    /// # Errors
    /// When the output is refused, another builder holds it, or the disk fails.
    pub fn begin(root: &'r Root, output: &Path, options: PublishOptions) -> Result<Self, PublishError> {
        let target = Target::prepare(output)?;
        let sources: Vec<&SourcePath> = options.sources.iter().collect();
        let check = || {
            target.check_sources(root, &sources)?;
            target.check_owner(options.force)?;
            target.check_mount()
        };
        check()?;
        let side = Side::lock(&target, options.patience)?;
        side.recover(&target)?;
        // What a killed builder left may have become the output, or somebody put a folder there while we waited.
        check()?;
        let old = Old::look(&target)?;
        Ok(Self { root, target, side, old, options, taken: Mutex::default() })
    }

    /// Whether the published site is what these inputs make, untouched since it was published. Then no file need be taken,
    /// nor this be finished.
    pub fn stands(&self, inputs: &str) -> Option<Stands> {
        let Self { root, target, side, old, options, .. } = self;
        let (stands, copied) = stands(inputs, root, target, side, old, options.force)?;
        target.check_sources(root, &copied.iter().collect::<Vec<_>>()).ok()?;
        Some(stands)
    }

    /// Publishes what was taken. With a stamp the next build can tell whether it would be the same.
    ///
    /// # Errors
    /// When a file could not be taken, the output is refused for a source that is copied into it, or the disk fails. The
    /// old site is then whole.
    pub fn finish(self, stamped: Option<&Stamped>) -> Result<Published, PublishError> {
        let Self { root, target, side, old, options, taken } = self;
        let taken = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        let error = match settle(&taken, root, &target, &side, &old, &options) {
            Ok(Some(published)) => {
                let Taken { files, copied, .. } = &taken;
                let _next_is_whole = stamped.and_then(|stamped| write_stamp(stamped, files, copied, &target, &side));
                return Ok(published);
            }
            Ok(None) => None,
            Err(error) => Some(error),
        };
        let _left_to_the_next = side.abandon(&target);
        let first = || taken.failed.into_values().next();
        Err(error.or_else(first).unwrap_or_else(|| PublishError::refused(target.given(), "it cannot be written")))
    }

    /// Publishes nothing, and leaves nothing of what was taken.
    ///
    /// # Errors
    /// When the disk fails; the next build removes what is left then.
    pub fn abandon(self) -> Result<(), PublishError> {
        self.side.abandon(&self.target)
    }

    fn filed(&self, path: &SitePath, content: &Content) -> Result<Filed, PublishError> {
        check_name(path)?;
        if let Some(published) = published_as(path, content, self.root, &self.old)? {
            return Ok(published);
        }
        self.make_folders(path)?;
        let to = self.side.new_site().join(path.as_str());
        match content {
            Content::Bytes(bytes) => {
                let hash = Hash::of(bytes);
                let same = self.taken().written.get(&hash).cloned();
                if let Some(filed) = same.and_then(|same| self.second_name(same, &to)) {
                    return Ok(filed);
                }
                let filed = write_file(&to, hash, bytes)?;
                self.taken().written.entry(hash).or_insert_with(|| (path.clone(), filed));
                Ok(filed)
            }
            Content::Copy(source) => {
                let same = self.taken().copies.get(source).cloned();
                if let Some(filed) = same.and_then(|same| self.second_name(same, &to)) {
                    return Ok(filed);
                }
                let filed = copy_file(&to, source, self.root)?;
                self.taken().copies.entry(source.clone()).or_insert_with(|| (path.clone(), filed));
                Ok(filed)
            }
        }
    }

    /// Gives a written file a second name; `None` where the disk or the file allows none.
    fn second_name(&self, (path, filed): (SitePath, Filed), to: &Path) -> Option<Filed> {
        link(&self.side.new_site().join(path.as_str()), to).then_some(filed)
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the folders that a file of the site in the making stands in.
    fn make_folders(&self, path: &SitePath) -> Result<(), PublishError> {
        let mut taken = self.taken();
        if taken.folders.is_empty() {
            self.side.sign();
        }
        // Most files stand in a folder that is there, and so then are those around it.
        if taken.folders.contains(folders_of(path.as_str()).last().unwrap_or_default()) {
            return Ok(());
        }
        for folder in [""].into_iter().chain(folders_of(path.as_str())) {
            if !taken.folders.contains(folder) {
                make_folder(&self.side.new_site().join(folder))?;
                taken.folders.insert(folder.to_owned());
            }
        }
        Ok(())
    }
}

impl TakeFiles for Publication<'_> {
    fn take(&self, path: SitePath, content: Content) {
        // After a failure nothing will be published; on a full disk each further file would only fail as well.
        if !self.taken().failed.is_empty() {
            return;
        }
        let filed = self.filed(&path, &content);
        let mut taken = self.taken();
        if let Content::Copy(source) = content {
            taken.copied.insert(path.clone(), source);
        }
        match filed {
            Ok(filed) => drop(taken.files.insert(path, filed)),
            Err(error) => drop(taken.failed.insert(path, error)),
        }
    }
}

/// Publishes what could be taken, if all could.
fn settle(
    taken: &Taken,
    root: &Root,
    target: &Target,
    side: &Side,
    old: &Old,
    options: &PublishOptions,
) -> Result<Option<Published>, PublishError> {
    let Taken { files, copied, failed, .. } = taken;
    check_folders(files.keys().chain(failed.keys()), |path| files.contains_key(path))?;
    if !failed.is_empty() {
        return Ok(None);
    }
    target.check_sources(root, &options.sources.iter().chain(copied.values()).collect::<Vec<_>>())?;
    let comparison = compare(files, old, options.force);
    if !comparison.is_same {
        side.sign();
        let ready = complete(files, &comparison, old, target, side)?;
        exchange(target, side, &ready)?;
    }
    Ok(Some(comparison.published(files, target)))
}
