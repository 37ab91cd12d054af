//! `lifeboat overlay …`, a file for each thing that can be asked about the layers.

use super::{Exit, Failure, Report};
use crate::cli::OverlayArgs;

/// Does what was asked.
pub(super) fn overlay(
    args: &OverlayArgs,
    _environment: &[(String, String)],
    _report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    match args.command {}
}
