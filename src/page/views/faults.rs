//! Findings → what readers are told of them on the page they concern.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Severity, Span};
use crate::page::PageSources;
use crate::page::view::FaultView;
use crate::playbook::PlaybookTopic;
use crate::source::SourceId;

/// The findings that readers can see the effect of, by the source they stand in.
#[derive(Debug, Default)]
pub struct Faults(BTreeMap<SourceId, Vec<(Span, FaultView)>>);

impl Faults {
    /// Keeps the errors and losses among the findings of a build.
    pub fn new(findings: &[Finding], sources: &PageSources) -> Self {
        let mut faults: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.severity >= Severity::Error) {
            let Some(place) = &finding.place else { continue };
            let Some(source) = sources.find(&place.file) else { continue };
            let fault = FaultView {
                code: finding.code.id.to_owned(),
                loss: finding.severity == Severity::Loss,
                message: finding.message.clone(),
            };
            faults.entry(source).or_default().push((place.span, fault));
        }
        Self(faults)
    }

    /// The faults of a topic: those of its own file, and those of blocks that other files brought into it. Each is
    /// said once.
    pub fn of(&self, topic: &PlaybookTopic) -> Vec<FaultView> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut spans: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for node in &topic.body {
            spans.entry(node.block.source).or_default().push(node.block.span);
        }
        spans.entry(topic.source).or_default();
        let mut shown = BTreeSet::new();
        let mut views = Vec::new();
        for (source, spans) in spans {
            for (place, fault) in self.0.get(&source).into_iter().flatten() {
                let here = source == topic.source
                    || spans.iter().any(|span| span.start <= place.start && place.start <= span.end);
                if here && shown.insert((fault.code.as_str(), fault.message.as_str())) {
                    views.push(fault.clone());
                }
            }
        }
        views
    }
}
