//! `lifeboat overlay …`, a file for each thing that can be asked about the layers.

mod explain;

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
    }
}
