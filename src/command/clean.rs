//! `lifeboat clean`: removes the output folder, and never a file that Lifeboat did not write.

use super::project::open_project;
use super::report::plural;
use super::{Exit, Failure, Report};
use crate::cli::CleanArgs;
use crate::edge;

/// Cleans the output of a project. Faults of `book.toml` are `check`'s to report; its output folder is used as read.
pub(super) fn clean(
    args: &CleanArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let project = open_project(&args.dir, environment)?.value;
    let output = args.dest_dir.as_ref().unwrap_or(&project.build_dir);
    let cleaned = edge::clean::clean(output, &project.root, &project.sources())?;
    for path in &cleaned.kept {
        report.say(&format!("kept, since Lifeboat did not write it: {}", path.escape_debug()));
    }
    report.close(&format!("removed {}", plural(cleaned.removed, "file")));
    Ok(Exit::Clean)
}
