//! File names → what other systems would make of them. Pure: asks the names, never a disk.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use unicode_normalization::UnicodeNormalization;

use super::SourcePath;
use crate::finding::codes::site::{S008, S009};
use crate::finding::{Finding, Place};

/// Finds names that a copy on Windows, macOS or a USB stick would lose: such that differ only by letter case or Unicode
/// form, and such that Windows cannot hold. Each file or folder is reported once, at its first file in path order.
pub fn check_names<'p>(paths: impl IntoIterator<Item = &'p SourcePath>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    let mut before = "";
    for path in paths {
        for entry in prefixes(path.as_str()) {
            // Sorted as they mostly come, a path shares its folders with the one before it.
            let is_shared = before.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/'));
            if is_shared || !seen.insert(entry) {
                continue;
            }
            let name = last_part(entry);
            if let Some(why) = windows_refuses(name) {
                let message = format!("`{entry}` is a name that Windows cannot hold");
                findings.push(Finding::new(&S009, message).at(Place::new(path.shared(), 0..0)).label(why));
            }
            match folded.entry(fold(entry)) {
                Entry::Occupied(first) if last_part(first.get()) != name => {
                    findings.push(clash(first.get(), entry, path));
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => drop(free.insert(entry)),
            }
        }
        before = path.as_str();
    }
    findings
}

fn clash(first: &str, second: &str, path: &SourcePath) -> Finding {
    let same_case = first.nfc().eq(second.nfc());
    let by = if same_case { "the Unicode form of a letter" } else { "letter case" };
    let message = format!("`{first}` and `{second}` differ only by {by}");
    Finding::new(&S008, message).at(Place::new(path.shared(), 0..0))
}

/// The path's folders from the outermost on, then the path itself.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| at).chain([path.len()]).filter_map(|end| path.get(..end))
}

fn last_part(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// What a name becomes on a disk where neither letter case nor Unicode form counts. Upper case first, for `ς` and `σ`
/// meet only there.
fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Why Windows cannot hold a name, after "Naming Files, Paths, and Namespaces" of the Windows documentation.
fn windows_refuses(name: &str) -> Option<String> {
    if let Some(bad) = name.chars().find(|c| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\') || *c < ' ') {
        return Some(format!("it holds `{}`", bad.escape_debug()));
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends with a dot or a blank".to_owned());
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|number| {
            let mut characters = number.chars();
            matches!((characters.next(), characters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT");
    device.then(|| format!("`{stem}` is a device there, with any ending"))
}

#[cfg(test)]
mod tests {
    use super::{SourcePath, check_names};

    fn check(paths: &[&str], expected: &[&str]) {
        let paths: Vec<_> = paths.iter().map(|path| SourcePath::new(path).unwrap()).collect();
        let found: Vec<_> =
            check_names(&paths).iter().map(|found| format!("{} {}", found.code.id, found.message)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_that_differ_only_by_case_or_form_are_found() {
        check(&["A.md", "a.md"], &["S008 `A.md` and `a.md` differ only by letter case"]);
        check(
            &["e\u{301}.md", "\u{e9}.md"],
            &["S008 `e\u{301}.md` and `\u{e9}.md` differ only by the Unicode form of a letter"],
        );
        check(&["ΟΔΟΣ.md", "οδος.md"], &["S008 `ΟΔΟΣ.md` and `οδος.md` differ only by letter case"]);
        check(&["a/b.md", "b.md", "c.md", "c.png"], &[]);
    }

    #[test]
    fn a_folder_is_reported_once_however_many_files_it_holds() {
        check(
            &["Docs/a.md", "Docs/b.md", "docs/a.md", "docs/b.md"],
            &["S008 `Docs` and `docs` differ only by letter case"],
        );
        check(&["aux/a.md", "aux/b.md"], &["S009 `aux` is a name that Windows cannot hold"]);
    }

    #[test]
    fn names_that_windows_refuses_are_found() {
        let refused = ["a?.md", "b\n.md", "c\\d.md", "Com1.md", "lpt\u{b9}", "nul.tar.gz", "prn .md", "q.", "r "];
        for name in refused {
            check(&[name], &[&format!("S009 `{name}` is a name that Windows cannot hold")]);
        }
        check(&["com10.md", "console.md", "a#b%.md", "~/a.md", "who's.md", "com.md"], &[]);
    }
}
