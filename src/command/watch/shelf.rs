//! The snapshots that are shown, between the thread that makes them and those that answer browsers.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::shown::Shown;
use crate::edge::preview::{Exhibit, Maker, View};
use crate::edge::watch::Batch;

/// What the desk is asked to do.
pub(super) enum Job {
    /// Something may have changed.
    Changed(Batch),
    /// Make what this view shows, and hand it over.
    Show(View, Sender<Arc<Shown>>),
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
        let asked = self.desk.lock().unwrap_or_else(PoisonError::into_inner).send(Job::Show(view.clone(), reply));
        let made = asked.ok().and_then(|()| answer.recv().ok());
        made.map(|shown| shown as Arc<dyn Exhibit>).ok_or_else(|| "the preview is ending".to_owned())
    }
}
