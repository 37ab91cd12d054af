//! Changes on the disk → batches of paths, once it has been quiet for a moment.
//!
//! Tells that something may have changed, never what it is now: whoever builds reads the sources again. Native events
//! where the disk has them; where it has none (folders of other machines), names and dates are looked at every second.

mod disk;
mod noise;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::EventKind;
use notify::{Config, ErrorKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use self::disk::without_events;
use self::noise::is_noise;

/// How long a file must be left alone before its change counts: editors write in several steps.
const QUIET: Duration = Duration::from_millis(40);

/// How often the disk is looked at where it does not tell.
const POLL: Duration = Duration::from_secs(1);

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
    Native(Debouncer<RecommendedWatcher, NoCache>),
    Polling(Debouncer<PollWatcher, NoCache>),
}

impl Watcher {
    /// Begins with these folders. `poll`: look, though the disk may have events.
    ///
    /// # Errors
    /// When the system can neither tell nor be looked at.
    pub fn start(
        folders: Vec<Watched>,
        poll: bool,
        tell: impl Fn(Batch) + Send + Clone + 'static,
    ) -> Result<(Self, Way), CannotWatch> {
        let reason = if poll {
            Some("as asked".to_owned())
        } else {
            folders
                .iter()
                .find_map(|watched| without_events(&watched.folder))
                .map(|disk| format!("{disk} sends no events"))
        };
        let Some(reason) = reason else {
            let native = Self::native(Box::new(tell.clone())).and_then(|mut watcher| {
                watcher.watch(folders.clone())?;
                Ok(watcher)
            });
            return match native {
                Ok(watcher) => Ok((watcher, Way::Events)),
                Err(cause) => {
                    let reason = why(&cause);
                    let mut watcher = Self::polling(Box::new(tell)).map_err(|cause| CannotWatch(why(&cause)))?;
                    watcher.watch(folders).map_err(|cause| CannotWatch(why(&cause)))?;
                    Ok((watcher, Way::Looking(reason)))
                }
            };
        };
        let mut watcher = Self::polling(Box::new(tell)).map_err(|cause| CannotWatch(why(&cause)))?;
        watcher.watch(folders).map_err(|cause| CannotWatch(why(&cause)))?;
        Ok((watcher, Way::Looking(reason)))
    }

    fn native(tell: Told) -> notify::Result<Self> {
        let eyes = new_debouncer_opt(QUIET, None, handler(tell), NoCache::new(), Config::default())?;
        Ok(Self { eyes: Eyes::Native(eyes), watched: Vec::new() })
    }

    fn polling(tell: Told) -> notify::Result<Self> {
        let config = Config::default().with_poll_interval(POLL);
        let eyes = new_debouncer_opt(QUIET, None, handler(tell), NoCache::new(), config)?;
        Ok(Self { eyes: Eyes::Polling(eyes), watched: Vec::new() })
    }

    /// Watches these folders from now on. `renewed`: also those that are watched already, for a folder that was removed
    /// and made again is another one to the system.
    ///
    /// # Errors
    /// When the system has no room for more.
    pub fn follow(&mut self, folders: Vec<Watched>, renewed: bool) -> Result<(), CannotWatch> {
        if renewed || folders != self.watched {
            self.watch(folders).map_err(|cause| CannotWatch(why(&cause)))?;
        }
        Ok(())
    }

    fn watch(&mut self, folders: Vec<Watched>) -> notify::Result<()> {
        for old in std::mem::take(&mut self.watched) {
            // It may be gone, and its watch with it.
            _ = self.eyes.unwatch(&old.folder);
        }
        for watched in &folders {
            let mode = if watched.deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match self.eyes.watch(&watched.folder, mode) {
                Err(cause) if !is_gone(&cause) => return Err(cause),
                _ => {}
            }
        }
        self.watched = folders;
        Ok(())
    }
}

impl Eyes {
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self {
            Self::Native(eyes) => eyes.watch(folder, mode),
            Self::Polling(eyes) => eyes.watch(folder, mode),
        }
    }

    fn unwatch(&mut self, folder: &Path) -> notify::Result<()> {
        match self {
            Self::Native(eyes) => eyes.unwatch(folder),
            Self::Polling(eyes) => eyes.unwatch(folder),
        }
    }
}

/// Events → a batch, unless all of it is noise.
fn handler(tell: Told) -> impl FnMut(DebounceEventResult) + Send {
    move |result: DebounceEventResult| {
        let mut batch = Batch::default();
        match result {
            Ok(events) => {
                for event in &events {
                    batch.anything |= event.need_rescan();
                    // Reading the sources is no change of them.
                    if !matches!(event.kind, EventKind::Access(_)) {
                        batch.paths.extend(event.paths.iter().filter(|path| !is_noise(path)).cloned());
                    }
                }
            }
            // Something went by unseen.
            Err(_) => batch.anything = true,
        }
        if batch.anything || !batch.paths.is_empty() {
            tell(batch);
        }
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
