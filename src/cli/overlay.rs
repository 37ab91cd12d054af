//! `lifeboat overlay …`: what can be asked about the layers of a project.

use clap::{Args, Subcommand};

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
}
