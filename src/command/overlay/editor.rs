//! A change file in the editor of the user.
#![expect(clippy::disallowed_methods, reason = "this command starts the editor that the environment names")]

use std::ffi::OsString;
use std::path::Path;
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
    if let Err(cause) = Command::new(program).args(words).args(at_line(program, &path, line)).status() {
        report.say(&format!("  cannot start `{editor}`: {cause}; edit {file}, line {line}"));
    }
}

/// A file and the line to open it at, in the words of the editors that have some; of another editor only the file is asked.
fn at_line(program: &str, path: &Path, line: usize) -> Vec<OsString> {
    let with_line = || {
        let mut place = path.as_os_str().to_owned();
        place.push(format!(":{line}"));
        place
    };
    match Path::new(program).file_name().and_then(|name| name.to_str()).unwrap_or_default() {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "pico" | "emacs" | "emacsclient" | "kak" | "joe" | "jed"
        | "mg" | "ne" | "mcedit" | "gedit" | "micro" => vec![format!("+{line}").into(), path.into()],
        "code" | "codium" | "code-insiders" => vec!["--wait".into(), "--goto".into(), with_line()],
        "hx" | "helix" | "subl" | "zed" => vec![with_line()],
        _ => vec![path.into()],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::at_line;

    #[test]
    fn editors_open_at_the_line_where_they_can() {
        let of = |program| at_line(program, Path::new("/p/a b.md"), 12);
        assert_eq!(of("/usr/bin/vim"), ["+12", "/p/a b.md"]);
        assert_eq!(of("code"), ["--wait", "--goto", "/p/a b.md:12"]);
        assert_eq!(of("hx"), ["/p/a b.md:12"]);
        assert_eq!(of("my-editor"), ["/p/a b.md"]);
    }
}
