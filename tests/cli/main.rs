//! The program as its users meet it: what it says, in which form, and with which exit code.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on files that they write")]

mod adopt;
mod asked;
mod base;
mod baseline;
mod commands;
mod formats;
mod layered;
mod nothing_changed;
mod publication;
mod records;
mod reference;
mod review;

use std::path::Path;
use std::process::{Command, Output};

/// A project in a folder of its own.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    /// The files of a fixture: a line `-- path` begins each.
    pub(crate) fn new(fixture: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the project");
        let mut file: Option<(&str, String)> = None;
        let write = |file: Option<(&str, String)>| {
            if let Some((name, text)) = file {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder is made");
                std::fs::write(path, text).expect("a file is written");
            }
        };
        for line in fixture.lines().map(str::trim_start) {
            if let Some(name) = line.strip_prefix("-- ") {
                write(file.replace((name, String::new())));
            } else if let Some((_, text)) = &mut file {
                text.push_str(line);
                text.push('\n');
            }
        }
        write(file);
        Self { folder }
    }

    /// The project's folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program in the project's folder on a fixed day.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, &[])
    }

    /// The same with environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Said {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .args(arguments)
            .current_dir(self.folder.path())
            // 2026-06-01
            .env("SOURCE_DATE_EPOCH", "1780272000")
            .env_remove("NO_COLOR")
            .envs(environment.iter().copied())
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
        Said { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// Whether there is a site, and what its first page says.
    pub(crate) fn site(&self) -> Option<String> {
        self.file("book/index.html")
    }

    /// A text file of the project, if it is there.
    pub(crate) fn file(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.path().join(path)).ok()
    }
}
