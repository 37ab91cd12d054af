//! Findings that are accepted for now: those of a book from before, so that what is new stands out.
//!
//! Findings → a list without lines, which move with every edit: code, file and words, and how often. Findings and a list →
//! what the list does not cover. A loss or a leak is never accepted: silence about it would hand readers less, or more,
//! than they should have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::codes::LEAK;
use super::{Finding, Severity};

/// The form of the file.
const FORM: u32 = 1;

/// How often each accepted finding occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Key, usize>);

/// What makes two findings the same, wherever they stand in their file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    code: String,
    message: String,
    label: String,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    baseline: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    code: String,
    message: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

/// What findings are left when a baseline has taken its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Those that it does not cover.
    pub new: Vec<Finding>,
    /// How many it covers.
    pub accepted: usize,
    /// What it lists and what does not occur any more: file and words, with how many times too often.
    pub stale: Vec<(String, usize)>,
}

impl Baseline {
    /// The list of all findings that may be accepted.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings.iter().filter(|finding| may_be_accepted(finding)) {
            *counts.entry(key(finding)).or_default() += 1;
        }
        Self(counts)
    }

    /// Reads a list.
    ///
    /// # Errors
    /// What is wrong with it, in words, where it is no such list.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        if written.baseline != FORM {
            return Err(format!("it has the form {}, and this program reads the form {FORM}", written.baseline));
        }
        let mut counts = BTreeMap::new();
        for Entry { file, code, message, label, count } in written.findings {
            *counts.entry(Key { file, code, message, label }).or_default() += count;
        }
        Ok(Self(counts))
    }

    /// The list as text: one finding a line, sorted, so that a change of it can be read.
    pub fn to_text(&self) -> String {
        let entry = |(key, count): (&Key, &usize)| {
            let Key { file, code, message, label } = key.clone();
            serde_json::to_string(&Entry { file, code, message, label, count: *count }).unwrap_or_default()
        };
        let lines: Vec<String> = self.0.iter().map(entry).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n  {}\n ", lines.join(",\n  ")) };
        format!("{{\n \"baseline\": {FORM},\n \"findings\": [{lines}]\n}}\n")
    }

    /// How many findings it lists.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it lists none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes away what is accepted; the first ones of a kind, in their order.
    pub fn compare(&self, findings: Vec<Finding>) -> Compared {
        let mut left = self.0.clone();
        let before = findings.len();
        let mut is_new = |finding: &Finding| {
            let taken = left.get_mut(&key(finding)).filter(|count| **count > 0 && may_be_accepted(finding));
            taken.map(|count| *count -= 1).is_none()
        };
        let new: Vec<Finding> = findings.into_iter().filter(|finding| is_new(finding)).collect();
        let stale = left.into_iter().filter(|(_, count)| *count > 0);
        let stale = stale.map(|(key, count)| (format!("{}: {} {}", key.file, key.code, key.message), count)).collect();
        Compared { accepted: before - new.len(), new, stale }
    }
}

fn may_be_accepted(finding: &Finding) -> bool {
    finding.severity < Severity::Loss && finding.code.id != LEAK
}

fn key(finding: &Finding) -> Key {
    Key {
        file: finding.place.as_ref().map(|place| place.file.to_string()).unwrap_or_default(),
        code: finding.code.id.to_owned(),
        message: finding.message.clone(),
        label: finding.label.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::Baseline;
    use crate::finding::codes::{link::L001, link::L007, markdown::M001};
    use crate::finding::{Finding, Place};

    fn at(line: usize, code: &'static crate::finding::Code, message: &str) -> Finding {
        Finding::new(code, message).at(Place::new("a.md", line..line + 1))
    }

    #[test]
    fn what_is_listed_is_accepted_wherever_it_stands_and_a_loss_never() {
        let before = [at(1, &L001, "x"), at(5, &L001, "x"), at(9, &L007, "y"), at(3, &M001, "z")];
        let baseline = Baseline::parse(&Baseline::of(&before).to_text()).unwrap();
        assert_eq!(baseline.len(), 3);
        let now = vec![at(2, &L001, "x"), at(20, &L001, "x"), at(30, &L001, "x"), at(3, &M001, "z"), at(4, &L001, "n")];
        let compared = baseline.compare(now);
        assert_eq!(compared.new, [at(30, &L001, "x"), at(3, &M001, "z"), at(4, &L001, "n")]);
        assert_eq!((compared.accepted, compared.stale), (2, vec![("a.md: L007 y".to_owned(), 1)]));
    }

    #[test]
    fn what_is_no_list_says_so() {
        assert!(Baseline::parse("{").is_err() && Baseline::parse("{\"baseline\": 9, \"findings\": []}").is_err());
        assert_eq!(Baseline::parse(&Baseline::default().to_text()), Ok(Baseline::default()));
    }
}
