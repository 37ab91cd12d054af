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
    let mut shown = String::new();
    for character in what.chars() {
        match character {
            '\n' => shown.push(' '),
            control if control.is_control() => shown.extend(control.escape_unicode()),
            other => shown.push(other),
        }
    }
    format!(
        "lifeboat: this is a fault of the program, not of your files. Nothing was published, and the site that was there is \
         untouched.\nPlease report it with this line and the file that was changed last:\n  lifeboat {}: {shown}",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::bug_message;

    #[test]
    fn a_bug_is_told_in_plain_words_on_a_line_that_can_be_copied() {
        let said = bug_message("panicked at src/x.rs:1:2:\nfile \u{1b}[2J");
        assert!(said.contains("not of your files"));
        assert!(said.ends_with("panicked at src/x.rs:1:2: file \\u{1b}[2J"), "{said}");
    }
}
