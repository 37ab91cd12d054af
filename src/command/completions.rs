//! `lifeboat completions`: the shell's script, out of the definition of the command line.

use clap::CommandFactory;

use super::{Exit, Report};
use crate::cli::{Cli, CompletionsArgs};

/// Prints the script.
pub(super) fn completions(args: &CompletionsArgs, report: &mut Report<'_>) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "lifeboat", &mut script);
    report.result(&String::from_utf8_lossy(&script));
    Exit::Clean
}
