//! A change file in the editor of the user.
#![expect(clippy::disallowed_methods, reason = "this command starts the editor that the environment names")]

use std::process::Command;

use crate::command::Report;
use crate::edge::root::Root;
use crate::source::SourcePath;

/// Opens a file; without an editor it says where the file is.
pub(super) fn edit(root: &Root, file: &SourcePath, line: usize, report: &mut Report<'_>) {
    let named = |name: &str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let Some(editor) = named("VISUAL").or_else(|| named("EDITOR")) else {
        report.say(&format!("  edit {file}, line {line} (set EDITOR, and it opens here)"));
        return;
    };
    let mut words = editor.split_whitespace();
    let Some(program) = words.next() else { return };
    let path = root.path().join(file.as_str());
    if let Err(cause) = Command::new(program).args(words).arg(path).status() {
        report.say(&format!("  cannot start `{editor}`: {cause}; edit {file}, line {line}"));
    }
}
