//! The commands, a file each: they read the world through `edge`, let the library do the work, and report.

mod base;
mod baseline;
mod build;
mod clean;
mod completions;
mod diff;
mod editions;
mod explain;
mod external;
mod init;
mod inspect;
mod open;
mod overlay;
mod print;
mod project;
mod report;
mod schema;
mod verdict;
mod verify;
mod watch;

use std::fmt;

pub use report::Report;
pub use verdict::{Exit, Rules, Verdict, judge};

use crate::cli::{Cli, Command};

/// Why a command could not do its work, in plain words.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure in plain words.
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Does what the command line asks for. `environment` holds the variables that may set keys of `book.toml`.
pub fn run(cli: Cli, environment: &[(String, String)], report: &mut Report<'_>) -> Exit {
    let done = match cli.command {
        Command::Init(args) => init::init(&args, report),
        Command::Build(args) => build::build(&args, environment, report),
        Command::Check(args) => build::check(&args, environment, report),
        Command::Watch(args) => watch::watch(&args, environment, report),
        Command::Print(args) => print::print(&args, environment, report),
        Command::Pdf(args) => print::pdf(&args, environment, report),
        Command::Clean(args) => clean::clean(&args, environment, report),
        Command::Explain(args) => Ok(explain::explain(&args, report)),
        Command::Verify(args) => verify::verify(&args, report),
        Command::Diff(args) => diff::diff(&args, environment, report),
        Command::Editions(args) => editions::editions(&args, environment, report),
        Command::Base(args) => base::base(&args, environment, report),
        Command::Overlay(args) => overlay::overlay(&args, environment, report),
        Command::Schema(args) => Ok(schema::schema(&args, report)),
        Command::Completions(args) => Ok(completions::completions(&args, report)),
    };
    done.unwrap_or_else(|failure| {
        report.failure(&failure);
        Exit::CouldNotRun
    })
}
