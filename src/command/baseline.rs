//! `--baseline` and `--write-baseline`: the file of the findings that are accepted for now.

use std::path::Path;

use super::report::plural;
use super::{Failure, Report};
use crate::cli::BaselineArgs;
use crate::finding::{Baseline, Finding};

/// Stale entries that are told one by one.
const TOLD: usize = 10;

/// The findings that are left to be reported.
pub(super) fn without_accepted(
    findings: Vec<Finding>,
    args: &BaselineArgs,
    report: &mut Report<'_>,
) -> Result<Vec<Finding>, Failure> {
    if let Some(path) = &args.write_baseline {
        let baseline = Baseline::of(&findings);
        write(path, &baseline.to_text())?;
        report.say(&format!("{} written to {}", plural(baseline.len(), "finding"), path.display()));
        return Ok(baseline.compare(findings).new);
    }
    let Some(path) = &args.baseline else { return Ok(findings) };
    let baseline = Baseline::parse(&read(path)?).map_err(|why| Failure(format!("{}: {why}", path.display())))?;
    let compared = baseline.compare(findings);
    report.say(&format!("{} accepted by {}", plural(compared.accepted, "finding"), path.display()));
    for (entry, count) in compared.stale.iter().take(TOLD) {
        report.say(&format!("no longer found, take it out of the baseline ({count} ×): {}", entry.escape_debug()));
    }
    if compared.stale.len() > TOLD {
        report
            .say(&format!("{} more are no longer found; --write-baseline writes it anew", compared.stale.len() - TOLD));
    }
    Ok(compared.new)
}

#[expect(clippy::disallowed_methods, reason = "a file that the user names on the command line, outside of the sources")]
fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure(format!("cannot read {}: {error}", path.display())))
}

#[expect(clippy::disallowed_methods, reason = "a file that the user names on the command line, outside of the sources")]
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure(format!("cannot write {}: {error}", path.display())))
}
