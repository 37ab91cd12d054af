//! The folder of a project → its settings and sources, as they are at one moment.

use crate::cli::WatchArgs;
use crate::command::Failure;
use crate::command::project::{Project, edits_of_base, open_project, read_changed_in, read_project_again};
use crate::edge::clock::build_date;
use crate::edge::read::ReadMemory;
use crate::edge::watch::Batch;
use crate::finding::{Checked, Finding};
use crate::source::{SourcePath, SourceTree};

/// A project with its sources, as they were read.
pub(super) struct Reading {
    pub(super) project: Project,
    pub(super) tree: SourceTree,
    /// Whether there was a `book.toml`.
    pub(super) has_book: bool,
    /// What was found in reading the files.
    in_files: Vec<Finding>,
    pub(super) findings: Vec<Finding>,
}

/// Reads the project. `before`: what was read last, and what changed since.
pub(super) fn read(
    args: &WatchArgs,
    environment: &[(String, String)],
    before: Option<(&Reading, &Batch)>,
    memory: &mut ReadMemory,
) -> Result<Reading, Failure> {
    let mut findings = Vec::new();
    let date = args.as_of.map_or_else(build_date, Ok)?;
    let project = open_project(&args.dir, environment)?.take(&mut findings);
    let alike = before.filter(|(before, _)| before.project.reads_as(&project) && before.tree.date == date);
    let quick = match alike {
        Some((before, batch)) => read_changed_in(&project, &before.tree, &batch.paths, memory)?
            .map(|tree| Checked::new(tree, before.in_files.clone())),
        None => None,
    };
    let read = match quick {
        Some(read) => read,
        None => read_project_again(&project, date, memory)?,
    };
    let Checked { value: tree, findings: in_files } = read;
    findings.extend_from_slice(&in_files);
    findings.extend(edits_of_base(&project, &tree)?);
    let has_book = SourcePath::new("book.toml").is_ok_and(|book| project.root.has_file(&book));
    Ok(Reading { project, tree, has_book, in_files, findings })
}
