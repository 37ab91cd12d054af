//! Runs the `lifeboat` program on a folder and reads what it said and made.
//!
//! Knows the command line and the form of a finding as a person reads it; knows nothing of the library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A finding as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// `error`, `warning`, …
    pub(crate) severity: String,
    /// The code, such as `L001`.
    pub(crate) code: String,
    /// What is wrong.
    pub(crate) message: String,
    /// `file:line:column`, or nothing where no file is at fault.
    pub(crate) place: String,
}

/// A build that is over: the folder it made goes when this does.
pub(crate) struct Built {
    /// The exit code; a signal is none.
    pub(crate) code: Option<i32>,
    /// Everything that was printed.
    pub(crate) said: String,
    /// The findings, in the order they were printed.
    pub(crate) findings: Vec<Told>,
    out: PathBuf,
    _outside: tempfile::TempDir,
}

/// How a build is run.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    source: PathBuf,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
}

impl Program {
    /// `lifeboat build SOURCE` on a fixed day.
    pub(crate) fn build(source: &Path) -> Self {
        let plain = Self { source: source.to_owned(), arguments: Vec::new(), environment: BTreeMap::new() };
        plain.arg("--as-of").arg("2026-12-01").env("NO_COLOR", "1")
    }

    /// Adds an argument.
    pub(crate) fn arg(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Runs it, into a new folder with a blank and a `#` in its name.
    pub(crate) fn run(&self) -> Built {
        let outside = tempfile::tempdir().expect("a folder for the output");
        let out = outside.path().join("play book #1");
        let output = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .arg("build")
            .arg(&self.source)
            .arg("--dest-dir")
            .arg(&out)
            .args(&self.arguments)
            .envs(&self.environment)
            .output()
            .expect("the program runs");
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        Built { code: output.status.code(), findings: findings_in(&said), said, out, _outside: outside }
    }
}

impl Built {
    /// Every file of the output with its bytes, by its path with `/`.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&self.out) {
            let entry = entry.unwrap_or_else(|error| panic!("{error}\n{}", self.said));
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&self.out).expect("the walk stays inside");
                let bytes = std::fs::read(entry.path()).expect("the output can be read");
                files.insert(path.to_string_lossy().replace('\\', "/"), bytes);
            }
        }
        files
    }
}

/// Reads `error[L001]: message` with ` --> place` below it.
fn findings_in(said: &str) -> Vec<Told> {
    let mut findings: Vec<Told> = Vec::new();
    for line in said.lines() {
        if let Some(place) = line.trim_start().strip_prefix("--> ") {
            // A second arrow under one finding shows a related place.
            if let Some(last) = findings.last_mut().filter(|last| last.place.is_empty()) {
                place.clone_into(&mut last.place);
            }
        } else if let Some((severity, rest)) = line.split_once('[')
            && let Some((code, message)) = rest.split_once("]: ")
            && ["loss", "error", "warning", "note", "hint"].contains(&severity)
        {
            let (severity, code, message) = (severity.to_owned(), code.to_owned(), message.to_owned());
            findings.push(Told { severity, code, message, place: String::new() });
        }
    }
    findings
}
