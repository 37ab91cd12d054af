//! The findings of a project and of its editions → each once, with the editions that it is found in.

use std::collections::{BTreeMap, BTreeSet};

use super::EditionPlan;
use crate::finding::{Finding, InEditions, Place, sort_findings};
use crate::overlay::{LayerId, Layers};
use crate::source::SourcePath;

/// What makes two findings of different editions the same.
type Key = (Option<Place>, &'static str, String);

/// Findings of editions, each with the editions that have it.
#[derive(Debug, Default)]
pub struct Told {
    findings: BTreeMap<Key, (Finding, Vec<String>)>,
    /// The editions by their names, each with its layers.
    editions: Vec<(String, BTreeSet<LayerId>)>,
}

impl Told {
    /// Takes in what was found in an edition.
    pub fn add(&mut self, edition: &EditionPlan, findings: Vec<Finding>) {
        self.editions.push((edition.name.clone(), edition.ranks.iter().flatten().copied().collect()));
        for finding in findings {
            let key = (finding.place.clone(), finding.code.id, finding.message.clone());
            let (_, names) = self.findings.entry(key).or_insert_with(|| (finding, Vec::new()));
            // Several findings of one edition may say the same.
            if names.last().is_none_or(|last| *last != edition.name) {
                names.push(edition.name.clone());
            }
        }
    }

    /// Each finding, sorted, with those that were met before there were editions. Where there are several editions it says
    /// which of them have it; of a file of a layer those that have the layer.
    pub fn all(self, of_project: Vec<Finding>, layers: &Layers) -> Vec<Finding> {
        let Self { findings, editions } = self;
        let of = editions.len();
        let in_editions = |names: Vec<String>| (of > 1 && !names.is_empty()).then_some(InEditions { names, of });
        let with_layer = |finding: &Finding| {
            let file = finding.place.as_ref().and_then(|place| SourcePath::new(&place.file).ok());
            let layer = file.map_or(LayerId::BASE, |file| layers.of_file(&file));
            editions.iter().filter(|(_, has)| has.contains(&layer)).map(|(name, _)| name.clone()).collect()
        };
        let before =
            of_project.into_iter().map(|finding| Finding { editions: in_editions(with_layer(&finding)), ..finding });
        let after = findings.into_values().map(|(finding, names)| Finding { editions: in_editions(names), ..finding });
        let mut all: Vec<Finding> = before.chain(after).collect();
        sort_findings(&mut all);
        all
    }
}
