//! `--open`: hands the first page to the system.
#![expect(clippy::disallowed_methods, reason = "the system's own program opens the page")]

use std::path::Path;
use std::process::{Command, Stdio};

use super::Report;

/// Opens a page; where that cannot be done, the page's place is said and the build is none the worse.
pub(super) fn open_page(page: &Path, report: &mut Report<'_>) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started =
        Command::new(opener).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        report.say(&format!("`{opener}` is not there to open {}", page.display()));
    }
}
