//! `lifeboat base …`: the vendor's topics on the disk, exchanged as a whole and put back where they were edited.

pub(in crate::command) mod kept;
mod moved;
mod restore;
mod told;
mod update;

use super::{Exit, Failure, Report};
use crate::cli::{BaseArgs, BaseCommand};

/// Does what was asked.
pub(super) fn base(
    args: &BaseArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    match &args.command {
        BaseCommand::Update(args) => update::update(args, environment, report),
        BaseCommand::Restore(args) => restore::restore(args, environment, report),
    }
}
