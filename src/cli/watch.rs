//! `lifeboat watch`: what the preview can be told.

use std::path::PathBuf;

use clap::Args;

use super::{code, date};
use crate::finding::Code;
use crate::source::Date;

/// What `watch` takes.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Open the first page in the browser
    #[arg(short, long)]
    pub open: bool,
    /// The port; 0 lets the system choose. Without it 3000, or the next one that is free
    #[arg(short, long, value_name = "NUMBER")]
    pub port: Option<u16>,
    /// The name or address to listen at; another one than of this machine's own loopback shows the playbook to others
    #[arg(short = 'n', long, value_name = "NAME", default_value = "localhost")]
    pub hostname: String,
    /// Look for changes every second instead of being told, as is done by itself for folders of other machines
    #[arg(long)]
    pub poll: bool,
    /// Show the page of the topic that was edited last
    #[arg(long)]
    pub follow: bool,
    /// The day for which the playbook is built, such as 2026-11-23; the default is today, or `SOURCE_DATE_EPOCH`
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// The edition to show first; the default is `[build] edition`, else the first of `book.toml`
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Report a code as an error
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub deny: Vec<&'static Code>,
    /// Report a code as a warning
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub warn: Vec<&'static Code>,
    /// Do not report a code
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub allow: Vec<&'static Code>,
}
