//! The snapshots that are shown, between the thread that makes them and those that answer browsers.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::press::{Press, Printed};
use super::reading::Reading;
use super::shown::Shown;
use crate::edge::preview::{Exhibit, Maker, NoPdf, View};
use crate::edge::server::Body;
use crate::edge::watch::Batch;
use crate::finding::Finding;
use crate::print::Selection;
use crate::source::SitePath;

/// What the desk is asked to do.
pub(super) enum Job {
    /// Something may have changed.
    Changed(Batch),
    /// Make what this view shows, and hand it over.
    Show(View, Sender<Arc<Shown>>),
    /// Tell of a file that was made for a browser and kept back.
    Tell(Leak),
    /// Tell of a book that was made for a browser of these sources.
    Printed(Arc<Reading>, Printed),
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
    press: Press,
}

/// So often a book is made anew where the sources changed while it was made.
const MOST_EDITIONS: usize = 3;

impl Shelf {
    /// An empty shelf of the desk that takes these jobs.
    pub(super) fn new(desk: Sender<Job>) -> Arc<Self> {
        Arc::new(Self { shown: Mutex::default(), desk: Mutex::new(desk), press: Press::default() })
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

    /// What a view shows, made by the desk where it is not up.
    fn get(&self, view: &View) -> Result<Arc<Shown>, String> {
        let up = self.shown.lock().unwrap_or_else(PoisonError::into_inner).get(view).cloned();
        if let Some(shown) = up {
            return Ok(shown);
        }
        let (reply, answer) = channel();
        let asked = self.desk().send(Job::Show(view.clone(), reply));
        asked.ok().and_then(|()| answer.recv().ok()).ok_or_else(|| "the preview is ending".to_owned())
    }
}

impl Maker for Arc<Shelf> {
    fn exhibit(&self, view: &View) -> Result<Arc<dyn Exhibit>, String> {
        self.get(view).map(|shown| shown as Arc<dyn Exhibit>)
    }

    fn pdf(&self, view: &View, selection: &Selection) -> Result<Body, NoPdf> {
        let mut shown = self.get(view).map_err(NoPdf::Failed)?;
        let mut made = 1;
        loop {
            let tell = |printed| _ = self.desk().send(Job::Printed(Arc::clone(&shown.reading), printed));
            let body = self.press.pdf(&shown, selection, tell)?;
            let now = self.get(view).map_err(NoPdf::Failed)?;
            // Who asked wants what the sources say now; but an author who never stops typing gets a book all the same.
            if Arc::ptr_eq(&shown, &now) || made == MOST_EDITIONS {
                return Ok(body);
            }
            shown = now;
            made += 1;
        }
    }
}
