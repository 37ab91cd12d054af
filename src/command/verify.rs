//! `lifeboat verify`: compares a published folder with its manifest.

use super::report::plural;
use super::{Exit, Failure, Report};
use crate::cli::{Format, VerifyArgs};
use crate::edge;

/// Tells what is missing, changed or extra.
pub(super) fn verify(args: &VerifyArgs, report: &mut Report<'_>) -> Result<Exit, Failure> {
    let found = edge::verify::verify(&args.dir)?;
    let lists = [("missing", &found.missing), ("changed", &found.changed), ("extra", &found.extra)];
    if report.format() == Format::Human {
        for (word, paths) in lists {
            for path in paths {
                report.result(&format!("{word}: {}\n", path.escape_debug()));
            }
        }
    } else {
        let json = serde_json::json!({
            "listed": found.listed,
            "missing": found.missing,
            "changed": found.changed,
            "extra": found.extra,
        });
        report.result(&format!("{json:#}\n"));
    }
    let whole = found.is_whole();
    let listed = plural(found.listed, "file");
    report.close(&if whole {
        format!("{listed}, all as published")
    } else {
        let counts = lists.map(|(word, paths)| format!("{} {word}", paths.len()));
        format!("{listed} published; {}", counts.join(", "))
    });
    Ok(if whole { Exit::Clean } else { Exit::Findings })
}
