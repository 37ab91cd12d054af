//! A snapshot with the files that its plan only names: what a browser is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::reading::Reading;
use super::shelf::{Job, Leak};
use crate::build::Snapshot;
use crate::edge::preview::{Exhibit, View};
use crate::edge::server::Body;
use crate::finding::codes::overlay::O606;
use crate::finding::{Finding, Place};
use crate::site::Content;
use crate::source::{SitePath, SourcePath};

/// The largest file that is served, in bytes: a film of an exercise, not a disk image.
const LARGEST: u64 = 512 * 1024 * 1024;

/// A playbook as it was at one moment.
pub(super) struct Shown {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) reading: Arc<Reading>,
    view: View,
    /// Pages of an earlier moment, where a part of the page of this one would be missing.
    pub(super) kept: BTreeMap<SitePath, Body>,
    /// Who is told of files that are kept back, and those that it was told of.
    desk: Sender<Job>,
    told: Mutex<BTreeSet<SitePath>>,
}

impl Shown {
    /// What a snapshot shows in a view. `losses`: of the pages that they are in, the version of `before` stays. `desk` is told of
    /// what must not be shown.
    pub(super) fn new(
        snapshot: Arc<Snapshot>,
        reading: Arc<Reading>,
        view: View,
        before: Option<&Self>,
        losses: &[&Finding],
        desk: Sender<Job>,
    ) -> Self {
        let mut kept = BTreeMap::new();
        for loss in losses {
            let source = loss.place.as_ref().and_then(|place| SourcePath::new(&place.file).ok());
            let Some((before, source)) = before.zip(source) else { continue };
            for page in before.snapshot.pages_of(&source) {
                if let Some(body) = before.file(page) {
                    kept.insert(page.clone(), body);
                }
            }
        }
        Self { snapshot, reading, view, kept, desk, told: Mutex::default() }
    }

    /// Says once that a file is kept back.
    fn tell(&self, path: &SitePath, findings: Vec<Finding>) {
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
            let (view, reading) = (self.view.clone(), Arc::clone(&self.reading));
            let leak = Leak { view, reading, path: path.clone(), findings };
            // A desk that is gone has nobody to tell.
            _ = self.desk.send(Job::Tell(leak));
        }
    }

    /// The line of a place, counted from 1.
    fn line_of(&self, place: &Place) -> usize {
        let text = SourcePath::new(&place.file).ok().and_then(|path| self.reading.tree.find(&path));
        text.map_or(1, |(_, text)| {
            let before = text.text.get(..place.span.start as usize).unwrap_or_default();
            before.matches('\n').count() + 1
        })
    }
}

impl Exhibit for Shown {
    fn file(&self, path: &SitePath) -> Option<Body> {
        if let Some(kept) = self.kept.get(path) {
            return Some(Arc::clone(kept));
        }
        // Rendering goes as deep as a topic is nested: it gets a thread with room for that.
        let made = rayon::scope(|_| self.snapshot.content(path))?;
        // Not even to the author: the edition may not show it.
        if made.findings.iter().any(|finding| finding.code.id == O606.id) {
            self.tell(path, made.findings);
            return None;
        }
        match made.value {
            Content::Bytes(bytes) => Some(bytes.into()),
            Content::Copy(source) => {
                let file = self.reading.project.root.open_file(&source).ok()?;
                file.read(LARGEST).ok().flatten().map(Body::from)
            }
        }
    }

    fn blocks(&self, path: &SitePath) -> Option<String> {
        let found = rayon::scope(|_| self.snapshot.blocks(path))?;
        let written =
            |layer: &str, place: &Place| json!({ "layer": layer, "file": &*place.file, "line": self.line_of(place) });
        let blocks = found.blocks.iter().map(|block| {
            let over: Vec<Value> = block.over.iter().map(|(layer, place)| written(layer, place)).collect();
            json!({ "at": written(&block.layer, &block.place), "over": over, "instruction": block.instruction })
        });
        let blocks: Vec<Value> = blocks.collect();
        Some(json!({ "page": found.page, "changeFile": found.change_file, "blocks": blocks }).to_string())
    }
}
