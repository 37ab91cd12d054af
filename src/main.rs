//! The `lifeboat` program: hands the command line to the library and leaves with its exit code.

use std::io::Write;
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use lifeboat::cli::Cli;
use lifeboat::command::{Exit, Report, run};

fn main() -> ExitCode {
    // Wrong usage ends here: clap says what is wrong and leaves with 2; `--help` and `--version` leave with 0.
    let cli = Cli::parse();
    panic::set_hook(Box::new(|info| {
        // Not `eprintln!`, which panics when standard error is closed.
        _ = writeln!(std::io::stderr(), "{}", bug_message(&info.to_string()));
    }));
    let environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("LIFEBOAT_"))
        .collect();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let exit = panic::catch_unwind(|| {
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        let mut report = Report::new(cli.report.clone(), no_color, &mut out, &mut err);
        run(cli, &environment, &mut report)
    });
    ExitCode::from(exit.unwrap_or(Exit::CouldNotRun).code())
}

/// What is said when the program itself is at fault.
fn bug_message(what: &str) -> String {
    let what: String = what
        .chars()
        .flat_map(|c| if c.is_control() && c != '\n' { c.escape_unicode().collect() } else { vec![c] })
        .collect();
    format!(
        "lifeboat: this is a fault of the program, not of your files. Nothing was published, and the site that was \
         there is untouched.\nPlease report it with these lines, and the topic that was changed last:\n  lifeboat {}: {what}",
        env!("CARGO_PKG_VERSION")
    )
}
