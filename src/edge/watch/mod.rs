//! Changes on the disk → batches of paths, once it has been quiet for a moment.
//!
//! Tells that something may have changed, never what it is now: whoever builds reads the sources again. Native events
//! where the disk has them; where it has none (folders of other machines), names and dates are looked at every second.

mod disk;
mod looking;
mod noise;
mod quiet;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _, recommended_watcher};

use self::disk::without_events;
use self::looking::Looker;
use self::quiet::gather;

/// What may have changed.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Files and folders.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost, so anything may have.
    pub anything: bool,
}

impl Batch {
    /// Takes another batch in.
    pub fn join(&mut self, other: Self) {
        self.paths.extend(other.paths);
        self.anything |= other.anything;
    }

    /// Whether nothing may have changed.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.anything
    }
}

/// A folder to watch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched {
    /// The folder; one that does not exist is passed over until the next time.
    pub folder: PathBuf,
    /// Whether what lies in its folders counts too.
    pub deep: bool,
}

/// How changes are noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The system tells.
    Events,
    /// By looking every second, for this reason.
    Looking(String),
}

/// Changes cannot be noticed.
#[derive(Debug)]
pub struct CannotWatch(String);

impl fmt::Display for CannotWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot watch for changes: {}", self.0)
    }
}

impl std::error::Error for CannotWatch {}

type Told = Box<dyn Fn(Batch) + Send>;

/// Watches folders until it is dropped.
pub struct Watcher {
    eyes: Eyes,
    watched: Vec<Watched>,
}

enum Eyes {
    Native(RecommendedWatcher),
    Looking(Looker),
}

impl Watcher {
    /// Begins with these folders. `poll`: look, though the disk may have events.
    ///
    /// Where the system cannot tell, it is looked at.
    pub fn start(folders: Vec<Watched>, poll: bool, tell: impl Fn(Batch) + Send + Clone + 'static) -> (Self, Way) {
        let reason = if poll {
            Some("as asked".to_owned())
        } else {
            folders
                .iter()
                .find_map(|watched| without_events(&watched.folder))
                .map(|disk| format!("{disk} sends no events"))
        };
        let reason = match reason {
            Some(reason) => reason,
            None => match Self::native(Box::new(tell.clone()), &folders) {
                Ok(watcher) => return (watcher, Way::Events),
                Err(cause) => why(&cause),
            },
        };
        let looker = Looker::start(Box::new(tell));
        looker.follow(&folders);
        (Self { eyes: Eyes::Looking(looker), watched: folders }, Way::Looking(reason))
    }

    fn native(tell: Told, folders: &[Watched]) -> notify::Result<Self> {
        let eyes = Eyes::Native(recommended_watcher(gather(tell))?);
        let mut watcher = Self { eyes, watched: Vec::new() };
        watcher.watch(folders.to_vec())?;
        Ok(watcher)
    }

    /// Watches these folders from now on. `renewed`: also those that are watched already, for a folder that was removed
    /// and made again is another one to the system. Whether it began anew with them: what changed meanwhile went by
    /// unseen.
    ///
    /// # Errors
    /// When the system has no room for more.
    pub fn follow(&mut self, folders: Vec<Watched>, renewed: bool) -> Result<bool, CannotWatch> {
        let anew = renewed || folders != self.watched;
        if anew {
            self.watch(folders).map_err(|cause| CannotWatch(why(&cause)))?;
        }
        Ok(anew)
    }

    fn watch(&mut self, folders: Vec<Watched>) -> notify::Result<()> {
        match &mut self.eyes {
            Eyes::Looking(looker) => looker.follow(&folders),
            Eyes::Native(eyes) => {
                for old in std::mem::take(&mut self.watched) {
                    // It may be gone, and its watch with it.
                    _ = eyes.unwatch(&old.folder);
                }
                for watched in &folders {
                    let mode = if watched.deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
                    match eyes.watch(&watched.folder, mode) {
                        Err(cause) if !is_gone(&cause) => return Err(cause),
                        _ => {}
                    }
                }
            }
        }
        self.watched = folders;
        Ok(())
    }
}

fn is_gone(cause: &notify::Error) -> bool {
    match &cause.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(cause) => cause.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn why(cause: &notify::Error) -> String {
    match &cause.kind {
        ErrorKind::MaxFilesWatch => "the system watches no more folders".to_owned(),
        ErrorKind::Io(cause) => super::error::plain(cause),
        ErrorKind::PathNotFound => "the folder does not exist".to_owned(),
        _ => "the system refused".to_owned(),
    }
}

#[cfg(test)]
mod tests;
