//! The command line: what can be typed, and what it means. Decides nothing.

mod base;
mod baseline;
mod external;
mod overlay;
mod print;
mod provenance;
mod watch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::finding::{Code, codes, nearest};
use crate::source::Date;

pub use base::{BaseArgs, BaseCommand, BaseRestoreArgs, BaseUpdateArgs};
pub use baseline::BaselineArgs;
pub use external::ExternalArgs;
pub use overlay::{
    AskArgs, ClearanceArgs, OverlayAcceptArgs, OverlayAdoptArgs, OverlayArgs, OverlayCommand, OverlayFromEditArgs,
    OverlayNewArgs, OverlayReviewArgs, OverlayStatusArgs, OverlayTargetsArgs, WhichArgs, WhoArgs,
};
pub use print::{Engine, Expiry, PaperSize, PdfArgs, PdfStandard, PrintArgs, ScopeArgs};
pub use provenance::{DiffArgs, EditionsArgs, OverlayExplainArgs};
pub use watch::WatchArgs;

/// Turns Markdown topics into a continuity playbook that opens when everything else is down.
#[derive(Debug, Parser)]
#[command(name = "lifeboat", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 clean; 1 findings of error severity, or of any severity above note with --strict; \
    2 the program could not do its work; 3 the site would show what its edition may not show."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How it is reported.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The form of the findings
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORM")]
    pub format: Format,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Report errors only, and no closing line
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Report hints as well, and every finding where there are many
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Say how long each step took
    #[arg(long, global = true)]
    pub timings: bool,
}

/// The form of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on standard error
    Human,
    /// One JSON document on standard output
    Json,
    /// SARIF 2.1.0 on standard output, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow on standard output
    Github,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a playbook: a small complete project to start from
    Init(InitArgs),
    /// Build the site
    Build(BuildArgs),
    /// Report what `build` would, and write nothing
    #[command(visible_alias = "test")]
    Check(CheckOnlyArgs),
    /// Show the playbook in the browser, and every change as soon as it is saved
    #[command(visible_alias = "serve")]
    Watch(WatchArgs),
    /// Write a book, or a part of it, as one HTML file to be printed
    Print(PrintArgs),
    /// Write a book, or a part of it, as a PDF with page numbers
    Pdf(PdfArgs),
    /// Remove the output folder
    Clean(CleanArgs),
    /// Tell what a finding means and how to mend it
    Explain(ExplainArgs),
    /// Compare a published folder with its MANIFEST.sha256
    Verify(VerifyArgs),
    /// Ask about the layers of a project, and keep their review
    Overlay(OverlayArgs),
    /// Take the vendor's new topics, or put edited ones back
    Base(BaseArgs),
    /// Tell what two editions, or two layers, show differently
    Diff(DiffArgs),
    /// List the editions with their layers and counts
    Editions(EditionsArgs),
    /// Print a JSON Schema, for editors
    Schema(SchemaArgs),
    /// Print a script that completes commands in a shell
    Completions(CompletionsArgs),
}

/// What `init` takes.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder of the project; made where it does not exist
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The playbook's name
    #[arg(long, value_name = "TEXT", default_value = "Continuity playbook")]
    pub title: String,
}

/// What `build` takes.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// The project, the edition and the strictness
    #[command(flatten)]
    pub check: CheckArgs,
    /// The output folder, from the current folder; the default is `[build] build-dir`, from the project's
    #[arg(short, long, value_name = "FOLDER")]
    pub dest_dir: Option<PathBuf>,
    /// Open the first page afterwards
    #[arg(short, long)]
    pub open: bool,
    /// Publish though a topic is missing or incomplete; the pages say so
    #[arg(long)]
    pub keep_going: bool,
    /// Replace an output folder that Lifeboat did not make
    #[arg(long)]
    pub force: bool,
}

/// What `check` takes, and `build` too.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The day for which the playbook is built, such as 2026-11-23; the default is today, or `SOURCE_DATE_EPOCH`
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// The edition to build, or a pattern such as 'site-*'; the default of `build` is `[build] edition`, else every edition
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Build every edition, each in a folder of its own where there are several
    #[arg(long, conflicts_with = "edition")]
    pub all_editions: bool,
    /// Publish nothing when there is an error or a warning
    #[arg(long)]
    pub strict: bool,
    /// Report a code as an error
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub deny: Vec<&'static Code>,
    /// Report a code as a warning
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub warn: Vec<&'static Code>,
    /// Do not report a code
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub allow: Vec<&'static Code>,
    /// Findings that are accepted for now
    #[command(flatten)]
    pub baseline: BaselineArgs,
}

/// What `check` alone takes.
#[derive(Debug, Args)]
pub struct CheckOnlyArgs {
    /// The project, the edition and the strictness
    #[command(flatten)]
    pub check: CheckArgs,
    /// Addresses on the internet
    #[command(flatten)]
    pub external: ExternalArgs,
}

/// What `clean` takes.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The output folder, from the current folder; the default is `[build] build-dir`, from the project's
    #[arg(short, long, value_name = "FOLDER")]
    pub dest_dir: Option<PathBuf>,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code, such as L001; without one all codes are listed
    #[arg(value_parser = code)]
    pub code: Option<&'static Code>,
}

/// What `verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A published folder
    pub dir: PathBuf,
}

/// What `schema` takes.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_enum, default_value_t = SchemaOf::Book)]
    pub of: SchemaOf,
}

/// The kinds of file that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `book.toml`
    Book,
    /// `layer.toml`
    Layer,
    /// The front matter of topics
    FrontMatter,
}

/// What `completions` takes.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

fn date(written: &str) -> Result<Date, String> {
    Date::parse(written).ok_or_else(|| "a day is written as 2026-11-23".to_owned())
}

fn code(written: &str) -> Result<&'static Code, String> {
    codes::find(written).ok_or_else(|| {
        let near = nearest(written, codes::all().map(|code| code.id));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
        format!("there is no such code{hint} `lifeboat explain` lists all")
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
