//! `[findings]` and `--deny`/`--warn`/`--allow`: another level for a code.

use std::collections::BTreeMap;

use crate::finding::codes::LEAK;
use crate::finding::{Finding, Severity};

/// The level that a user gives a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Worth knowing.
    Note,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// The level of this name in `[findings]`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Allow),
            "note" => Some(Self::Note),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }
}

/// The levels that differ from the codes' own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Gives a code a level; a later call counts.
    pub fn set(&mut self, code: &'static str, level: Level) {
        self.0.insert(code, level);
    }

    /// Lays other levels over these.
    #[must_use]
    pub fn with(mut self, over: &Self) -> Self {
        self.0.extend(over.0.iter().map(|(code, level)| (*code, *level)));
        self
    }

    /// Gives each finding the level of its code. A loss stays a loss: a topic would be missing without a word. A leak stays one
    /// too: silence about it would publish what its edition may not show.
    pub fn apply(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let level_of = |finding: &Finding| self.0.get(finding.code.id).copied();
        findings
            .into_iter()
            .filter_map(|finding| match level_of(&finding) {
                _ if finding.severity == Severity::Loss || finding.code.id == LEAK => Some(finding),
                None => Some(finding),
                Some(Level::Allow) => None,
                Some(Level::Note) => Some(finding.severity(Severity::Note)),
                Some(Level::Warn) => Some(finding.severity(Severity::Warning)),
                Some(Level::Deny) => Some(finding.severity(Severity::Error)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels};
    use crate::finding::codes::{front_matter::F004, link::L001, markdown::M001, overlay::O606};
    use crate::finding::{Finding, Severity};

    #[test]
    fn a_level_changes_its_code_and_never_a_loss_or_a_leak() {
        let mut levels = Levels::default();
        levels.set("F004", Level::Deny);
        levels.set("L001", Level::Allow);
        levels.set("M001", Level::Allow);
        levels.set("O606", Level::Allow);
        let found = [&F004, &L001, &M001, &O606].map(|code| Finding::new(code, "x"));
        let left: Vec<_> = levels.apply(found.to_vec()).into_iter().map(|left| (left.code.id, left.severity)).collect();
        assert_eq!(left, [("F004", Severity::Error), ("M001", Severity::Loss), ("O606", Severity::Error)]);
    }
}
