//! The snapshots that are shown, between the thread that makes them and those that answer browsers.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::reading::Reading;
use super::shown::Shown;
use crate::edge::preview::{Exhibit, Maker, View};
use crate::edge::watch::Batch;
use crate::finding::Finding;
use crate::source::SitePath;

/// What the desk is asked to do.
pub(super) enum Job {
    /// Something may have changed.
    Changed(Batch),
    /// Make what this view shows, and hand it over.
    Show(View, Sender<Arc<Shown>>),
    /// Tell of a file that was made for a browser and kept back.
    Tell(Leak),
}

/// A file that is not shown, since its edition may not show what is in it.
pub(super) struct Leak {
    /// Whose file it is.
    pub(super) view: View,
    /// The sources that it was made from.
    pub(super) reading: Arc<Reading>,
    /// The file.
    pub(super) path: SitePath,
    /// What was found in it.
    pub(super) findings: Vec<Finding>,
}

/// What is shown in each view.
pub(super) struct Shelf {
    shown: Mutex<BTreeMap<View, Arc<Shown>>>,
    desk: Mutex<Sender<Job>>,
}

impl Shelf {
    /// An empty shelf of the desk that takes these jobs.
    pub(super) fn new(desk: Sender<Job>) -> Arc<Self> {
        Arc::new(Self { shown: Mutex::default(), desk: Mutex::new(desk) })
    }

    /// Puts a snapshot up. `alone`: the others show what was before, so they go.
    pub(super) fn put(&self, view: &View, shown: &Arc<Shown>, alone: bool) {
        let mut all = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if alone {
            all.clear();
        }
        all.insert(view.clone(), Arc::clone(shown));
    }

    /// A way to ask the desk.
    pub(super) fn desk(&self) -> Sender<Job> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn get(&self, view: &View) -> Option<Arc<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).get(view).cloned()
    }
}

impl Maker for Arc<Shelf> {
    fn exhibit(&self, view: &View) -> Result<Arc<dyn Exhibit>, String> {
        if let Some(shown) = self.get(view) {
            return Ok(shown);
        }
        let (reply, answer) = channel();
        let asked = self.desk().send(Job::Show(view.clone(), reply));
        let made = asked.ok().and_then(|()| answer.recv().ok());
        made.map(|shown| shown as Arc<dyn Exhibit>).ok_or_else(|| "the preview is ending".to_owned())
    }
}
