//! The findings of several editions → each once, with the editions that it is found in.

use std::collections::BTreeMap;

use crate::finding::{Finding, InEditions, Place};

/// What makes two findings of different editions the same.
type Key = (Option<Place>, &'static str, String);

/// Findings, each with the editions that have it.
#[derive(Debug, Default)]
pub struct Told {
    findings: BTreeMap<Key, (Finding, Vec<String>)>,
    editions: usize,
}

impl Told {
    /// Takes in what was found in an edition.
    pub fn add(&mut self, edition: &str, findings: Vec<Finding>) {
        self.editions += 1;
        for finding in findings {
            let key = (finding.place.clone(), finding.code.id, finding.message.clone());
            let (_, names) = self.findings.entry(key).or_insert_with(|| (finding, Vec::new()));
            // Several findings of one edition may say the same.
            if names.last().is_none_or(|last| last != edition) {
                names.push(edition.to_owned());
            }
        }
    }

    /// Each finding; with several editions it says which of them have it.
    pub fn all(self) -> Vec<Finding> {
        let Self { findings, editions: of } = self;
        let in_editions =
            |(finding, names)| Finding { editions: (of > 1).then_some(InEditions { names, of }), ..finding };
        findings.into_values().map(in_editions).collect()
    }
}
