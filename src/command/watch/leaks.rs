//! Files that are kept back, since they would show what their edition may not, by the view that they are of.
//!
//! Each is looked through again after every change, in its own view, and told until nothing is found in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::edge::preview::View;
use crate::finding::codes::overlay::O606;
use crate::finding::{Finding, sort_findings};
use crate::source::SitePath;

/// What is kept back.
#[derive(Debug, Default)]
pub(super) struct Leaks(BTreeMap<View, Kept>);

/// What is kept back of a view.
#[derive(Debug, Default, PartialEq)]
struct Kept {
    files: BTreeSet<SitePath>,
    findings: Vec<Finding>,
}

impl Leaks {
    /// The files of a view.
    pub(super) fn files(&self, view: &View) -> BTreeSet<SitePath> {
        self.0.get(view).map(|kept| kept.files.clone()).unwrap_or_default()
    }

    /// The views that a reader chose of which something is kept back.
    pub(super) fn chosen_views(&self) -> Vec<View> {
        self.0.keys().filter(|view| **view != View::default()).cloned().collect()
    }

    /// Keeps a file of a view back that a browser asked for.
    pub(super) fn add(&mut self, view: View, file: SitePath, findings: &[Finding]) {
        let kept = self.0.entry(view).or_default();
        kept.files.insert(file);
        kept.findings.extend(of_leaks(findings));
        sort_findings(&mut kept.findings);
    }

    /// Takes what looking through the files of a view found, in the place of what was known of it. Whether that is another
    /// thing.
    pub(super) fn set(&mut self, view: &View, files: BTreeSet<SitePath>, findings: &[Finding]) -> bool {
        let now = Kept { files, findings: of_leaks(findings).collect() };
        let before = self.0.remove(view).unwrap_or_default();
        let changed = before != now;
        if !now.files.is_empty() {
            self.0.insert(view.clone(), now);
        }
        changed
    }

    /// Tells of these, and of no other leaks, among findings.
    pub(super) fn tell_in(&self, findings: &mut Vec<Finding>) {
        if self.0.is_empty() && of_leaks(findings).next().is_none() {
            return;
        }
        findings.retain(|finding| finding.code.id != O606.id);
        findings.extend(self.0.values().flat_map(|kept| kept.findings.iter().cloned()));
        sort_findings(findings);
    }
}

fn of_leaks(findings: &[Finding]) -> impl Iterator<Item = Finding> {
    findings.iter().filter(|finding| finding.code.id == O606.id).cloned()
}
