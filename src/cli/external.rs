//! What `check` takes about addresses on the internet.

use std::path::PathBuf;

use clap::Args;

/// Whether and how addresses on the internet are tried.
#[derive(Debug, Clone, Args)]
pub struct ExternalArgs {
    /// Ask every web address that a topic links to whether it is still there; needs the internet
    #[arg(long)]
    pub external: bool,
    /// Keep what was answered in this file, and ask again after a week
    #[arg(long, value_name = "FILE", requires = "external")]
    pub external_cache: Option<PathBuf>,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, requires = "external")]
    pub external_pause: f64,
    /// Seconds after which an answer is no longer waited for
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, requires = "external")]
    pub external_timeout: f64,
}
