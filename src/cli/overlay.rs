//! `lifeboat overlay …`: what can be asked about the layers of a project.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::date;
use crate::source::Date;

/// What `overlay` takes.
#[derive(Debug, Args)]
pub struct OverlayArgs {
    /// What to ask about the layers.
    #[command(subcommand)]
    pub command: OverlayCommand,
}

/// What can be asked about the layers.
#[derive(Debug, Subcommand)]
pub enum OverlayCommand {
    /// Tell where each part of a topic comes from, and what it stands over
    Explain(super::OverlayExplainArgs),
    /// Tell how each change file stands to the text below it
    Status(OverlayStatusArgs),
    /// Show what changed below the instructions: as reviewed, upstream now, ours
    Review(OverlayReviewArgs),
    /// Put on record that the text below instructions was looked at
    Accept(OverlayAcceptArgs),
    /// Begin a change file, with the topic's headings and what must be filled
    New(OverlayNewArgs),
    /// Print every part of a topic that an instruction can name, with the words to use
    Targets(OverlayTargetsArgs),
    /// List what layers add, replace, remove, set, lock and require
    Delta(WhichArgs),
    /// Turn an edited copy of a topic into a change file
    FromEdit(OverlayFromEditArgs),
    /// Make a topic that the vendor dropped the layer's own, as the layer had changed it
    Adopt(OverlayAdoptArgs),
}

/// Which project and which editions.
#[derive(Debug, Clone, Args)]
pub struct AskArgs {
    /// The folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub dir: PathBuf,
    /// The edition, or a pattern such as 'site-*'; the default is every edition of `book.toml`
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
}

/// What may be shown.
#[derive(Debug, Clone, Args)]
pub struct ClearanceArgs {
    /// The highest class that is shown; the default is each edition's own
    #[arg(long, value_name = "CLASS")]
    pub clearance: Option<String>,
}

/// Which instructions are asked about.
#[derive(Debug, Args)]
pub struct WhichArgs {
    /// The layer; the default is all
    pub layer: Option<String>,
    /// The topic, below the source folder
    pub topic: Option<String>,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
    /// What may be shown
    #[command(flatten)]
    pub clearance: ClearanceArgs,
}

/// Who looked.
#[derive(Debug, Clone, Args)]
pub struct WhoArgs {
    /// Who looked; the default is the name of the user
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// The day; the default is today, or `SOURCE_DATE_EPOCH`
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What `overlay status` takes.
#[derive(Debug, Args)]
pub struct OverlayStatusArgs {
    /// Which instructions
    #[command(flatten)]
    pub which: WhichArgs,
    /// Count what needs a look as an error
    #[arg(long)]
    pub strict: bool,
}

/// What `overlay review` takes.
#[derive(Debug, Args)]
pub struct OverlayReviewArgs {
    /// The layer; the default is all
    pub layer: Option<String>,
    /// The topic, below the source folder; `topic.md#words` for one instruction
    pub topic: Option<String>,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
    /// What may be shown
    #[command(flatten)]
    pub clearance: ClearanceArgs,
    /// Who looked
    #[command(flatten)]
    pub who: WhoArgs,
    /// Keep our text: accept what is shown
    #[arg(long, conflicts_with = "drop", requires = "topic")]
    pub keep: bool,
    /// Drop our text: take the instruction out of the change file
    #[arg(long, requires = "topic")]
    pub drop: bool,
    /// Only report, even on a terminal
    #[arg(long)]
    pub no_questions: bool,
}

/// What `overlay accept` takes.
#[derive(Debug, Args)]
pub struct OverlayAcceptArgs {
    /// The layer
    #[arg(required_unless_present = "all")]
    pub layer: Option<String>,
    /// The topic, below the source folder; `topic.md#words` for one instruction. Without it all topics of the layer,
    /// which takes a --reason
    pub topic: Option<String>,
    /// Accept all layers, which takes a --reason
    #[arg(long, conflicts_with = "layer", requires = "reason")]
    pub all: bool,
    /// Take away records that no instruction needs any more
    #[arg(long)]
    pub prune: bool,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
    /// Who looked
    #[command(flatten)]
    pub who: WhoArgs,
}

/// What `overlay new` takes.
#[derive(Debug, Args)]
pub struct OverlayNewArgs {
    /// The layer
    pub layer: String,
    /// The topic, below the source folder
    pub topic: String,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
    /// Print the file, and write nothing
    #[arg(long)]
    pub print: bool,
}

/// What `overlay targets` takes.
#[derive(Debug, Args)]
pub struct OverlayTargetsArgs {
    /// The topic, below the source folder
    pub topic: String,
    /// The layer that wants to change it: it sees what lies below it. The default is a layer on top of all
    #[arg(long, value_name = "NAME")]
    pub layer: Option<String>,
    /// The project and the edition
    #[command(flatten)]
    pub ask: AskArgs,
    /// What may be shown
    #[command(flatten)]
    pub clearance: ClearanceArgs,
}

/// What `overlay from-edit` takes.
#[derive(Debug, Args)]
pub struct OverlayFromEditArgs {
    /// The layer that shall hold the change file
    pub layer: String,
    /// The topic, below the source folder
    pub topic: String,
    /// The edited copy, from the current folder; without it the copy to edit is printed
    pub edited: Option<PathBuf>,
    /// The project and the edition
    #[command(flatten)]
    pub ask: AskArgs,
    /// Write the change file, where the layer has none for the topic yet
    #[arg(long, requires = "edited")]
    pub write: bool,
}

/// What `overlay adopt` takes.
#[derive(Debug, Args)]
pub struct OverlayAdoptArgs {
    /// The layer with a change file for the topic
    pub layer: String,
    /// The topic, below the source folder
    pub topic: String,
    /// The vendor's last text of it; the default is the copy that `base update` kept in `.lifeboat`
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The project and the editions
    #[command(flatten)]
    pub ask: AskArgs,
}
