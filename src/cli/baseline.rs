//! What `check` and `build` take about findings that are accepted for now.

use std::path::PathBuf;

use clap::Args;

/// Findings that are accepted for now.
#[derive(Debug, Clone, Default, Args)]
pub struct BaselineArgs {
    /// Report only what this file does not list; entries of it that no longer occur are told
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all findings to this file, apart from losses, and report none of them
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
}
