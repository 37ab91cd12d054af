//! A Chromium that is installed: an HTML file in, a PDF out.
//!
//! Each run has a profile folder of its own, which is removed afterwards, and ends in time or is killed with everything
//! that it started. The browser is asked for nothing but the file: no network, no extensions, no updates.
#![expect(clippy::disallowed_methods, reason = "the edge starts other programs and writes their files")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::geteuid;

use super::DiskError;
use super::run::{Ended, Run, Scratch, is_program, last_line};

/// Names of Chromium and of browsers made from it, most likely first.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "brave-browser",
];

/// Where macOS keeps it.
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Flags of every run: no window, no network of its own, no questions.
const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
];

/// A browser that can print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    program: PathBuf,
}

/// Why a browser did not print.
#[derive(Debug)]
pub enum BrowserError {
    /// It could not be started.
    Start(DiskError),
    /// It was still at work when its time was over.
    Late(Duration),
    /// It ended without a PDF; with what it said last.
    NoPdf(String),
    /// The disk failed.
    Disk(DiskError),
}

impl std::fmt::Display for BrowserError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start(cause) | Self::Disk(cause) => write!(f, "{cause}"),
            Self::Late(time) => write!(f, "the browser did not finish within {} s and was stopped", time.as_secs()),
            Self::NoPdf(said) if said.is_empty() => f.write_str("the browser ended without a PDF"),
            Self::NoPdf(said) => write!(f, "the browser ended without a PDF; it said: {said}"),
        }
    }
}

impl std::error::Error for BrowserError {}

impl Browser {
    /// Finds one: `named` (the value of `CHROME_PATH`), else the first of the usual names in the folders of `path`.
    pub fn find(named: Option<OsString>, path: Option<&OsStr>) -> Option<Self> {
        let named = named.filter(|named| !named.is_empty()).map(PathBuf::from);
        if let Some(named) = named {
            return is_program(&named).then_some(Self { program: named });
        }
        let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
        let usual = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        usual.chain([PathBuf::from(MAC)]).find(|program| is_program(program)).map(|program| Self { program })
    }

    /// The program.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Prints a page that needs no other file.
    ///
    /// # Errors
    /// When it cannot be started, takes longer than `time`, or makes no PDF.
    pub fn print(&self, html: &str, time: Duration) -> Result<Vec<u8>, BrowserError> {
        let folder = Scratch::new("print").map_err(BrowserError::Disk)?;
        let page = folder.path().join("book.html");
        let pdf = folder.path().join("book.pdf");
        let said = folder.path().join("said.txt");
        fs::write(&page, html).map_err(|cause| BrowserError::Disk(DiskError::new("write", &page, cause)))?;
        let log = File::create(&said).map_err(|cause| BrowserError::Disk(DiskError::new("write", &said, cause)))?;
        let mut command = Command::new(&self.program);
        command.args(FLAGS);
        if geteuid().is_root() {
            // Chromium refuses to run as root inside its sandbox.
            command.arg("--no-sandbox");
        }
        let mut profile = OsString::from("--user-data-dir=");
        profile.push(folder.path().join("profile"));
        let mut output = OsString::from("--print-to-pdf=");
        output.push(&pdf);
        let mut address = OsString::from("file://");
        address.push(&page);
        command.arg(profile).arg(output).arg(address);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let run =
            Run::start(command).map_err(|cause| BrowserError::Start(DiskError::new("start", &self.program, cause)))?;
        match run.wait(time, || true) {
            Ok(Ended::ByItself(_)) => {}
            Ok(_) => return Err(BrowserError::Late(time)),
            Err(cause) => return Err(BrowserError::Start(DiskError::new("wait for", &self.program, cause))),
        }
        match fs::read(&pdf) {
            Ok(bytes) if bytes.starts_with(b"%PDF-") => Ok(bytes),
            _ => Err(BrowserError::NoPdf(last_line(&fs::read_to_string(&said).unwrap_or_default()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use super::{Browser, BrowserError};

    fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn print(script: &str, time: Duration) -> Result<Vec<u8>, BrowserError> {
        let folder = tempfile::tempdir().unwrap();
        program(folder.path(), "chromium", script);
        let browser = Browser::find(None, Some(folder.path().as_os_str())).unwrap();
        browser.print("<p>x", time)
    }

    #[test]
    fn a_browser_that_prints_nothing_is_told_with_what_it_said() {
        let error = print("echo first >&2; echo 'no display' >&2", Duration::from_secs(20)).unwrap_err();
        assert_eq!(error.to_string(), "the browser ended without a PDF; it said: no display");
    }

    #[test]
    fn a_browser_that_hangs_is_stopped_with_its_children_and_leaves_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("told");
        let script = format!("echo \"$*\" > {0}; sleep 600 & echo $! >> {0}; wait", told.display());
        let error = print(&script, Duration::from_millis(400)).unwrap_err();
        assert!(matches!(error, BrowserError::Late(_)));
        let told = std::fs::read_to_string(&told).unwrap();
        let mut lines = told.lines();
        let profile = lines.next().unwrap().split("--user-data-dir=").nth(1).unwrap().split(' ').next().unwrap();
        assert!(!Path::new(profile).parent().unwrap().exists());
        let child = lines.next().unwrap();
        let state = || std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        // The signal is sent; a busy system takes a moment to carry it out.
        let ended = (0..250).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            state().is_empty() || state().contains(") Z")
        });
        assert!(ended, "{}", state());
    }

    #[test]
    fn what_the_browser_wrote_comes_back() {
        let script = "for a in \"$@\"; do case $a in --print-to-pdf=*) printf '%%PDF-1.4' > \"${a#*=}\";; esac; done";
        assert_eq!(print(script, Duration::from_secs(20)).unwrap(), b"%PDF-1.4");
    }

    #[test]
    fn only_a_program_is_taken_and_a_named_one_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("chromium"), "").unwrap();
        let path = || Some(folder.path().as_os_str());
        assert_eq!(Browser::find(None, path()), None);
        let other = program(folder.path(), "google-chrome", "");
        assert_eq!(Browser::find(None, path()).unwrap().program(), other);
        assert_eq!(Browser::find(Some("/nowhere/chrome".into()), path()), None);
    }
}
