//! What was found in a making: with which level it counts, what of it is new, and where it is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cli::WatchArgs;
use crate::command::Report;
use crate::command::project::Project;
use crate::config::{Level, Levels};
use crate::finding::{Finding, sort_findings};
use crate::source::{SourcePath, SourceTree};

/// Findings with the levels that the project and the command line give them, sorted.
pub(super) fn graded(found: Vec<Finding>, project: &Project, args: &WatchArgs) -> Vec<Finding> {
    let mut findings = project.config.levels.clone().with(&levels(args)).apply(found);
    sort_findings(&mut findings);
    findings
}

/// The levels of the command line; the gravest counts where a code is named twice.
fn levels(args: &WatchArgs) -> Levels {
    let mut levels = Levels::default();
    for (codes, level) in [(&args.allow, Level::Allow), (&args.warn, Level::Warn), (&args.deny, Level::Deny)] {
        for code in codes {
            levels.set(code.id, level);
        }
    }
    levels
}

/// Those of `findings` that are not among the known ones. One further down than before is the same.
pub(super) fn not_among(known: &[Finding], findings: &[Finding]) -> Vec<Finding> {
    let key = |finding: &Finding| {
        (finding.code.id, finding.place.as_ref().map(|place| Arc::clone(&place.file)), finding.message.clone())
    };
    let known: BTreeSet<_> = known.iter().map(key).collect();
    findings.iter().filter(|finding| !known.contains(&key(finding))).cloned().collect()
}

/// Prints findings with the lines that they are at.
pub(super) fn tell(report: &mut Report<'_>, findings: &[Finding], tree: &SourceTree) {
    if !findings.is_empty() {
        report.findings(findings, &|file| text_of(tree, file));
    }
}

/// The text of a source by its path.
pub(super) fn text_of(tree: &SourceTree, file: &str) -> Option<Arc<str>> {
    let path = SourcePath::new(file).ok()?;
    tree.find(&path).map(|(_, text)| Arc::clone(&text.text))
}
