//! The reviews of an edition → its findings: one for a change file that nobody reviewed at all, one for each
//! instruction else, and one for each record that no instruction needs any more.

use std::collections::BTreeMap;

use super::super::instruction::Instruction;
use super::super::{LayerId, Layers};
use super::{Review, ReviewState, Reviews, Weight};
use crate::finding::{Finding, Place, Severity, codes::overlay as o};
use crate::source::SourcePath;

/// What is told from.
pub(in crate::overlay) struct Told<'a> {
    pub(in crate::overlay) reviews: &'a [Review],
    pub(in crate::overlay) seen: &'a Reviews,
    pub(in crate::overlay) layers: &'a Layers,
    pub(in crate::overlay) source_folder: &'a str,
}

/// The record names of the instructions of a change file; `None` where there is none, or not all can be read.
type Names<'n> = dyn Fn(LayerId, &SourcePath) -> Option<Vec<String>> + 'n;

impl Told<'_> {
    /// The findings. `in_edition`: whether the edition has a layer.
    pub(in crate::overlay) fn findings(&self, names: &Names<'_>, in_edition: &dyn Fn(LayerId) -> bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut files: BTreeMap<(&SourcePath, LayerId), Vec<&Review>> = BTreeMap::new();
        for review in self.reviews {
            files.entry((&review.file, review.layer)).or_default().push(review);
        }
        for ((file, layer), reviews) in files {
            let topic = reviews.first().map_or("", |review| self.name(&review.topic));
            let unseen = reviews.iter().filter(|review| review.state == ReviewState::Unseen).count();
            let none_seen = unseen > 1 && reviews.iter().all(|review| review.seen.is_none());
            if let Some(first) = reviews.iter().filter(|_| none_seen).min_by_key(|review| review.span) {
                let layer = self.layers.get(layer).map_or("", |layer| layer.name.as_str());
                let against = self.seen.below.as_ref().map_or_else(String::new, |below| format!(" against {below}"));
                let finding = Finding::new(&o::O505, format!("no instruction of this file was reviewed{against} yet"))
                    .at(Place::new(file.shared(), first.span))
                    .try_line(format!("lifeboat overlay accept {layer} {topic}"));
                findings.push(finding);
            }
            let told = reviews.iter().filter(|review| !(none_seen && review.state == ReviewState::Unseen));
            findings.extend(told.filter_map(|review| finding_of(review, self.layers, topic)));
        }
        for ((layer, topic), file) in &self.seen.files {
            if in_edition(*layer) {
                findings.extend(self.stale(*layer, topic, file, names));
            }
        }
        findings
    }

    fn stale(&self, layer: LayerId, topic: &SourcePath, file: &super::ReviewFile, names: &Names<'_>) -> Vec<Finding> {
        let Some(written) = names(layer, topic) else { return Vec::new() };
        let name = self.layers.get(layer).map_or("", |layer| layer.name.as_str());
        let known = |record: &str| {
            let of_matter = record.starts_with("set: ") || record.starts_with("replaces: ");
            let seen = self
                .reviews
                .iter()
                .any(|review| review.layer == layer && review.topic == *topic && review.name == record);
            seen || (!of_matter && written.iter().any(|name| name == record))
        };
        let stale = file.seen.iter().filter(|(record, _)| !known(record));
        stale
            .map(|(record, seen)| {
                let mut finding = Finding::new(&o::O506, format!("no instruction “{record}” stands there any more"))
                    .try_line(format!("lifeboat overlay accept {name} {} --prune", self.name(topic)));
                finding.place.clone_from(&seen.place);
                finding
            })
            .collect()
    }

    fn name<'p>(&self, topic: &'p SourcePath) -> &'p str {
        topic.below(self.source_folder).unwrap_or(topic.as_str())
    }
}

/// What there is to say of an instruction whose target is there; a missing one says it where it is missed.
fn finding_of(review: &Review, layers: &Layers, topic: &str) -> Option<Finding> {
    let layer = layers.get(review.layer).map_or("", |layer| layer.name.as_str());
    let words = &review.words;
    let at = Place::new(review.file.shared(), review.span);
    let now = review.now.as_ref();
    let mut finding = match &review.state {
        ReviewState::Changed => {
            let seen = review.seen.as_ref();
            let when = seen.map_or_else(String::new, |seen| match (&seen.by, seen.on) {
                (Some(by), Some(on)) => format!(" since {by} reviewed it on {on}"),
                (None, Some(on)) => format!(" since it was reviewed on {on}"),
                (Some(by), None) => format!(" since {by} reviewed it"),
                (None, None) => " with an update of the base".to_owned(),
            });
            let note = now.is_some_and(|now| now.weight == Weight::Note);
            let stands = if note {
                "our text stands there as before"
            } else if review.name.starts_with("remove") {
                "it is still taken away"
            } else {
                "our text still applies"
            };
            let finding = Finding::new(&o::O501, format!("upstream changed “{words}”{when}; {stands}"))
                .try_line(format!("lifeboat overlay review {layer} {topic}"));
            if note { finding.severity(Severity::Note) } else { finding }
        }
        ReviewState::Unseen => Finding::new(&o::O505, format!("“{words}” was never reviewed"))
            .try_line(format!("lifeboat overlay accept {layer} {topic}")),
        ReviewState::Absorbed if !review.name.starts_with("set:") => {
            Finding::new(&o::O504, format!("upstream now says the same as our text for “{words}”"))
                .try_line("delete the instruction")
        }
        _ => return None,
    };
    if let Some(place) = now.and_then(|now| now.place.clone()) {
        finding.related.push((place, "as it is now".to_owned()));
    }
    if let Some(place) = review.seen.as_ref().and_then(|seen| seen.place.clone())
        && review.state == ReviewState::Changed
    {
        finding.related.push((place, "as it was reviewed".to_owned()));
    }
    Some(finding.at(at))
}

/// What there is to say of an instruction whose target is gone but is like something else.
pub(in crate::overlay) fn gone(review: &Review, by: &Instruction) -> Option<Finding> {
    let heading = by.heading();
    let qualifiers = if by.with_additions { " (with additions)" } else { "" };
    let (code, message, to) = match &review.state {
        ReviewState::Moved(to) => (&o::O502, format!("“{}” is gone; the same text now stands at “{to}”", by.words), to),
        ReviewState::Near(to, percent) => {
            (&o::O503, format!("“{}” is gone; closest is “{to}” ({percent} % alike)", by.words), to)
        }
        _ => return None,
    };
    let line = format!("# {heading}: {to}{qualifiers}");
    let mut finding = Finding::new(code, message).at(Place::new(by.file.shared(), by.span)).try_edit(by.span, line);
    if let Some(place) = review.elsewhere.as_ref().and_then(|there| there.place.clone()) {
        finding.related.push((place, "it is this now".to_owned()));
    }
    if let Some(place) = review.seen.as_ref().and_then(|seen| seen.place.clone()) {
        finding.related.push((place, "as it was reviewed".to_owned()));
    }
    Some(finding)
}
