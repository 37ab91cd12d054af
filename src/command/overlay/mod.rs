//! `lifeboat overlay …`, a file for each thing that can be asked about the layers.

pub(in crate::command) mod accept;
mod adopt;
pub(in crate::command) mod ask;
mod copy;
mod delta;
mod drop;
mod editor;
mod explain;
mod from_edit;
mod new;
mod review;
pub(in crate::command) mod status;
mod targets;
mod words;

use super::{Exit, Failure, Report};
use crate::cli::{OverlayArgs, OverlayCommand};

/// Does what was asked.
pub(super) fn overlay(
    args: &OverlayArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    match &args.command {
        OverlayCommand::Explain(args) => explain::explain(args, environment, report),
        OverlayCommand::Status(args) => status::status(args, environment, report),
        OverlayCommand::Review(args) => review::review(args, environment, report),
        OverlayCommand::Accept(args) => accept::accept(args, environment, report),
        OverlayCommand::New(args) => new::new(args, environment, report),
        OverlayCommand::Targets(args) => targets::targets(args, environment, report),
        OverlayCommand::Delta(args) => delta::delta(args, environment, report),
        OverlayCommand::FromEdit(args) => from_edit::from_edit(args, environment, report),
        OverlayCommand::Adopt(args) => adopt::adopt(args, environment, report),
    }
}
