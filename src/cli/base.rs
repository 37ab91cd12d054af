//! `lifeboat base …`: what can be done with the vendor's topics that all layers stand on.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AskArgs;

/// What `base` takes.
#[derive(Debug, Args)]
pub struct BaseArgs {
    /// What to do with the base.
    #[command(subcommand)]
    pub command: BaseCommand,
}

/// What can be done with the base.
#[derive(Debug, Subcommand)]
pub enum BaseCommand {
    /// Take the vendor's new topics, and tell what that means to each layer
    Update(BaseUpdateArgs),
    /// Put files of the base back that were edited by hand
    Restore(BaseRestoreArgs),
}

/// What `base update` takes.
#[derive(Debug, Args)]
pub struct BaseUpdateArgs {
    /// The folder of the new topics; the base's own folder puts it on record as it is
    #[arg(long, value_name = "FOLDER")]
    pub from: PathBuf,
    /// Tell what would happen, and write nothing
    #[arg(long)]
    pub rehearse: bool,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
    /// The name of the base, such as m365-ebcm
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The revision of the new topics, such as 2027-01
    #[arg(long, value_name = "LABEL")]
    pub revision: Option<String>,
    /// The licence of the new topics
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Whom the licence wants named
    #[arg(long, value_name = "TEXT")]
    pub attribution: Option<String>,
    /// Move change files and records after topics that upstream moved
    #[arg(long)]
    pub move_changes: bool,
    /// Drop what was edited or added by hand in the base
    #[arg(long)]
    pub discard_edits: bool,
}

/// What `base restore` takes.
#[derive(Debug, Args)]
pub struct BaseRestoreArgs {
    /// Files of the base, below its folder; the default is all that were edited
    pub files: Vec<String>,
    /// The folder of the vendor's topics; the default is the copy that `base update` kept in `.lifeboat`
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// The folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub dir: PathBuf,
}
