//! One edition of a [`Project`] → composed, cleared, resolved: each stage can be asked for by itself.
//!
//! A stage does those before it again and gives back what all of them found, so that nobody can skip one. What comes after is a
//! [`Snapshot`](super::Snapshot).

use super::editions::EditionPlan;
use super::leaks::LeakScan;
use super::memory::Memory;
use super::{Project, settings};
use crate::data::DataSets;
use crate::finding::codes::overlay::O411;
use crate::finding::{Checked, Finding, Span};
use crate::overlay::{Cleared, Composed, clear_again, compose_again, fill_again};
use crate::playbook::{Playbook, resolve_again};
use crate::source::SourceId;

/// One edition of a project.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'p> {
    /// The project.
    pub project: &'p Project,
    /// Which edition.
    pub plan: &'p EditionPlan,
}

/// A playbook, and what its edition withholds: for the scan of the finished site and for what pages tell of faults.
pub(super) struct Resolved {
    pub(super) playbook: Playbook,
    /// Finds what is withheld in finished files; nothing is to be found where nothing is withheld.
    pub(super) scan: Option<LeakScan>,
    pub(super) hides: Box<dyn Fn(SourceId, Span) -> bool>,
}

impl Edition<'_> {
    /// Its topics with every layer laid over them, before anything is withheld.
    pub fn composed(&self) -> Checked<Composed> {
        self.composed_again(&mut Memory::default())
    }

    fn composed_again(&self, memory: &mut Memory) -> Checked<Composed> {
        let Self { project, plan } = self;
        compose_again(&project.set, &project.sources, &project.stack(plan), &mut memory.compose)
    }

    /// What it may show, with the values of data filled in.
    pub fn cleared(&self) -> Checked<Cleared> {
        self.cleared_again(&mut Memory::default())
    }

    fn cleared_again(&self, memory: &mut Memory) -> Checked<Cleared> {
        let Self { project, plan } = self;
        let mut findings = Vec::new();
        let composed = self.composed_again(memory).take(&mut findings);
        let cleared = clear_again(composed, &project.sources, &plan.clearance, &mut memory.clear).take(&mut findings);
        let data = self.data().take(&mut findings);
        let cleared =
            fill_again(cleared, &data, &project.sources, &plan.clearance, &mut memory.fill).take(&mut findings);
        if cleared.topics().is_empty() && !project.set.topics.is_empty() {
            let message = format!("edition `{}` shows no topic at all", plan.name);
            let help =
                format!("its clearance is `{}`; topics say theirs with `classification`", plan.clearance.ceiling);
            findings.push(Finding::new(&O411, message).help(help));
        }
        Checked::new(cleared, findings)
    }

    /// The data of its layers, with its own values.
    pub fn data(&self) -> Checked<DataSets> {
        let mut findings = Vec::new();
        let data = self.project.data.of(self.plan, &self.project.layers, &mut findings);
        Checked::new(data, findings)
    }

    /// Its topics with every link resolved and a place in the navigation.
    pub fn playbook(&self) -> Checked<Playbook> {
        self.resolved(&mut Memory::default()).map(|resolved| resolved.playbook)
    }

    pub(super) fn resolved(&self, memory: &mut Memory) -> Checked<Resolved> {
        let Self { project, plan } = self;
        let mut findings = Vec::new();
        let cleared = self.cleared_again(memory).take(&mut findings);
        let of_book = [&project.config.book.title, &project.config.book.description].into_iter().flatten();
        let scan = LeakScan::of(&cleared, of_book, &mut memory.leaks);
        let hides = Box::new(cleared.hides());
        let stack = project.stack(plan);
        let settings = settings::resolve_settings(&project.config, &stack, &project.docsets, &project.set);
        let playbook = resolve_again(cleared, &project.sources, &settings, &mut memory.resolve).take(&mut findings);
        memory.has_resolved();
        Checked::new(Resolved { playbook, scan, hides }, findings)
    }
}
