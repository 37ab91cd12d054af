//! `lifeboat init`: a small complete project that builds without findings. Never overwrites a file.
#![expect(clippy::disallowed_methods, reason = "this command writes the author's first files")]

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::{Exit, Failure, Report};
use crate::cli::InitArgs;

/// The files of the project; `TITLE` stands for its name, quoted as TOML quotes it.
const FILES: [(&str, &str); 5] = [
    ("book.toml", include_str!("starter/book.toml")),
    ("content/topics/index.md", include_str!("starter/index.md")),
    ("content/topics/first-hour.md", include_str!("starter/first-hour.md")),
    ("content/topics/contacts.md", include_str!("starter/contacts.md")),
    (".gitignore", include_str!("starter/gitignore")),
];

/// Writes the files that are not there.
pub(super) fn init(args: &InitArgs, report: &mut Report<'_>) -> Result<Exit, Failure> {
    let title = serde_json::Value::from(args.title.as_str()).to_string();
    for (name, text) in FILES {
        let path = args.dir.join(name);
        let written = write_new(&path, &text.replace("TITLE", &title))
            .map_err(|cause| Failure(format!("cannot write `{}`: {}", path.display(), cause)))?;
        report.close(&format!("{} {name}", if written { "written" } else { "kept   " }));
    }
    let dir = args.dir.display().to_string();
    let place = if dir == "." { String::new() } else { format!(" {dir}") };
    report.close(&format!("next: lifeboat build{place}"));
    Ok(Exit::Clean)
}

/// Whether the file was written; one that is there is left as it is.
fn write_new(path: &Path, text: &str) -> std::io::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
