//! Layers over somebody else's topics, as their authors meet them: what the program answers when it is asked where
//! something comes from, and what reaches the pages of an edition.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on files that they write")]
#![expect(clippy::format_push_string, reason = "what a test shows is short")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so")]

mod findings;
mod malformed;
mod provenance;
mod real_topics;
mod trust;
mod withheld;
mod worked;

use std::path::Path;
use std::process::{Command, Output};

/// A project in a folder of its own.
struct Project {
    folder: tempfile::TempDir,
}

/// What a run said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Project {
    /// The files of a folder beside this file.
    fn of_folder(name: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a folder for the project") };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlays").join(name);
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.expect("the fixture can be read");
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&from).expect("the walk stays inside");
                let text = std::fs::read_to_string(entry.path()).expect("a text");
                project.write(&path.to_string_lossy(), &text);
            }
        }
        project
    }

    /// A project of nothing.
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the project") }
    }

    /// Writes a file.
    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }

    /// A file of the output.
    fn page(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join("book").join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the program in the project's folder on a fixed day.
    fn run(&self, arguments: &[&str]) -> Said {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Said { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// What a run printed; it must have gone well.
    fn told(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {}", said.err);
        said.out
    }
}
