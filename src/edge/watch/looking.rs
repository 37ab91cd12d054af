//! Looking at folders again and again, where the disk tells nobody of changes.
//!
//! Compares names, sizes and times to the nanosecond, never contents: on a folder of another machine reading everything
//! each second would be felt. (notify's own way compares whole seconds, and so misses a second save within one.)

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use walkdir::WalkDir;

use super::noise::is_noise;
use super::{Batch, Told, Watched};

/// How often.
const EVERY: Duration = Duration::from_secs(1);

/// What lies in the folders: of each entry its time in seconds and nanoseconds, size and number.
type Seen = BTreeMap<PathBuf, (i64, i64, u64, u64)>;

/// The folders, and what was seen in them last.
#[derive(Default)]
struct Memory {
    folders: Vec<Watched>,
    seen: Seen,
}

/// Looks until it is dropped.
pub(super) struct Looker {
    memory: Arc<Mutex<Memory>>,
    /// Dropped with it, which ends the thread.
    _end: Sender<()>,
}

impl Looker {
    /// Begins; no folder is looked at yet.
    pub(super) fn start(tell: Told) -> Self {
        let memory: Arc<Mutex<Memory>> = Arc::default();
        let shared = Arc::clone(&memory);
        let (end, ended) = channel();
        thread::spawn(move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                let paths = {
                    let mut memory = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    let now = look(&memory.folders);
                    let paths = differing(&memory.seen, &now);
                    memory.seen = now;
                    paths
                };
                if !paths.is_empty() {
                    tell(Batch { paths, anything: false });
                }
            }
        });
        Self { memory, _end: end }
    }

    /// Looks at these folders from now on.
    pub(super) fn follow(&self, folders: &[Watched]) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        *memory = Memory { folders: folders.to_vec(), seen: look(folders) };
    }
}

fn look(folders: &[Watched]) -> Seen {
    let mut seen = Seen::new();
    for watched in folders {
        let depth = if watched.deep { usize::MAX } else { 1 };
        let walk = WalkDir::new(&watched.folder).max_depth(depth).follow_links(true);
        // What cannot be looked at is told when it is read.
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_noise(entry.path())).flatten() {
            // Of folders only their being there: their time changes with editors' own files.
            let facts = match entry.metadata() {
                Ok(found) if found.is_dir() => (0, 0, 0, found.ino()),
                Ok(found) => (found.mtime(), found.mtime_nsec(), found.size(), found.ino()),
                Err(_) => continue,
            };
            seen.insert(entry.into_path(), facts);
        }
    }
    seen
}

fn differing(before: &Seen, now: &Seen) -> BTreeSet<PathBuf> {
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let new = now.iter().filter(|(path, facts)| before.get(*path) != Some(facts)).map(|(path, _)| path);
    gone.chain(new).cloned().collect()
}
