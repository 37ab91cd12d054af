//! Holds the shape of the project: who may use whom, how long a file is, what a file may be called, what a code needs.
//!
//! Reads the tracked files and judges text alone; what the code does is for the other tests.
#![expect(clippy::disallowed_methods, reason = "these tests read the project's own files")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The modules, lowest first: each uses only what stands before it. Those of one row may use each other.
const ORDER: &[&[&str]] = &[
    &["finding"],
    &["source"],
    &["config"],
    &["topic"],
    &["data"],
    &["overlay"],
    &["playbook"],
    &["page"],
    &["search"],
    &["theme"],
    &["print"],
    &["site"],
    &["build"],
    &["edge"],
    &["command", "cli", "main"],
];

/// Lines that a source file may have before its tests.
const LONGEST: usize = 400;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "manager", "ctx", "context"];

/// Where reading, writing, the clock and the environment belong.
const EDGE: &[&str] = &["edge", "command", "main"];

/// A tracked file: its path with `/`, and its text where it is text.
struct Tracked {
    path: String,
    text: String,
}

impl Tracked {
    /// The top-level module that a file below `src` belongs to.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        inside.split('/').next().filter(|module| *module != "lib")
    }

    /// The lines before the first test module.
    fn lines_before_tests(&self) -> impl Iterator<Item = &str> {
        self.text.lines().take_while(|line| line.trim() != "#[cfg(test)]")
    }

    /// The modules in files of their own that are declared for tests alone: `src/theme/gallery` of `src/theme/mod.rs`.
    fn test_modules(&self) -> impl Iterator<Item = String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
            _ => self.path.trim_end_matches(".rs").to_owned(),
        };
        let lines = self.text.lines().map(str::trim);
        let declared =
            lines.clone().zip(lines.skip(1)).filter(|(line, _)| *line == "#[cfg(test)]").filter_map(|(_, next)| {
                let name = next.strip_suffix(';')?.rsplit_once("mod ")?.1;
                Some(format!("{folder}/{name}"))
            });
        declared.collect::<Vec<_>>().into_iter()
    }
}

/// What git has, and what is about to be added to it.
fn tracked_files() -> Vec<Tracked> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .expect("git lists the project's files");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).expect("tracked names are UTF-8");
    let files: Vec<Tracked> = names
        .split_terminator('\0')
        .filter_map(|path| {
            // A file that was removed and not yet committed is listed and gone.
            let bytes = std::fs::read(root.join(path)).ok()?;
            Some(Tracked { path: path.to_owned(), text: String::from_utf8(bytes).unwrap_or_default() })
        })
        .collect();
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "the listing is of another folder");
    files
}

/// The program's own code, without the files that only its tests are in.
fn rust_sources() -> Vec<Tracked> {
    let mut sources = tracked_files();
    sources.retain(|file| {
        file.path.starts_with("src/") && Path::new(&file.path).extension().is_some_and(|end| end == "rs")
    });
    let tests: Vec<String> = sources.iter().flat_map(Tracked::test_modules).collect();
    sources.retain(|file| {
        let is_of =
            |test: &String| file.path.strip_prefix(test).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'));
        !tests.iter().any(is_of)
    });
    sources
}

/// The place of a module in the order.
fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&module))
}

/// The top-level modules that a line of code names by `crate::module` or `crate::{module, …}`.
fn modules_named(code: &str) -> Vec<&str> {
    fn word(text: &str) -> &str {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
    }
    let mut named = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let after = &code[at + found.len()..];
        let Some(group) = after.strip_prefix('{') else {
            named.push(word(after));
            continue;
        };
        let mut depth = 0_usize;
        let mut item = true;
        for (offset, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => item = true,
                c if item && !c.is_whitespace() => {
                    named.push(word(&group[offset..]));
                    item = false;
                }
                _ => {}
            }
        }
    }
    named
}

/// Code without its line comments; a comment may speak of anything.
fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn check(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn paths_are_read_out_of_every_form_of_use() {
    let code =
        "use crate::source::{Span, a};\nuse crate::{finding::{Code, x}, topic};\ncrate::page::render(); $crate::site";
    assert_eq!(modules_named(code), ["source", "finding", "topic", "page", "site"]);
}

#[test]
fn no_module_knows_a_later_one() {
    let mut faults = Vec::new();
    for file in rust_sources() {
        let Some(module) = file.module() else { continue };
        let Some(here) = rank(module) else {
            faults.push(format!("{}: module `{module}` has no place in the order", file.path));
            continue;
        };
        for used in modules_named(&without_comments(&file.text)) {
            match rank(used) {
                Some(there) if there > here => {
                    faults.push(format!("{}: `{module}` uses `{used}`, which comes later", file.path));
                }
                // An item at the crate root would belong to no module.
                None => faults.push(format!("{}: `crate::{used}` is no module of the order", file.path)),
                Some(_) => {}
            }
        }
    }
    check(&faults);
}

#[test]
fn no_source_file_is_longer_than_one_noun_needs() {
    let faults: Vec<String> = rust_sources()
        .iter()
        .map(|file| (&file.path, file.lines_before_tests().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{path}: {lines} lines before its tests, {LONGEST} at most"))
        .collect();
    check(&faults);
}

#[test]
fn every_module_says_what_it_does() {
    let faults: Vec<String> = rust_sources()
        .iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| format!("{}: does not begin with `//! ` and what it turns into what", file.path))
        .collect();
    check(&faults);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let faults: Vec<String> = tracked_files()
        .iter()
        .filter(|file| {
            let names = file.path.split('/').map(|part| part.split('.').next().unwrap_or_default());
            names.into_iter().any(|name| EMPTY_NAMES.contains(&name.to_lowercase().as_str()))
        })
        .map(|file| format!("{}: name it after what it holds", file.path))
        .collect();
    check(&faults);
}

#[test]
fn only_the_edge_is_excused_from_the_ban_on_io() {
    let faults: Vec<String> = rust_sources()
        .iter()
        .filter(|file| !file.module().is_some_and(|module| EDGE.contains(&module)))
        .filter(|file| file.lines_before_tests().any(|line| line.contains("disallowed_methods")))
        .map(|file| format!("{}: I/O, clock and environment belong to {EDGE:?}", file.path))
        .collect();
    check(&faults);
}

#[test]
fn an_excused_lint_always_has_to_be_needed() {
    let faults: Vec<String> = rust_sources()
        .iter()
        .filter(|file| {
            let code = without_comments(&file.text);
            code.contains("#[allow(") || code.contains("#![allow(")
        })
        .map(|file| format!("{}: use `#[expect(…, reason = \"…\")]`, which speaks up when it is not needed", file.path))
        .collect();
    check(&faults);
}

#[test]
fn every_finding_code_is_tried_by_a_test() {
    let code: Vec<Tracked> = rust_sources();
    let mut tried = String::new();
    for file in tracked_files() {
        let is_test = if file.path.starts_with("tests/") {
            file.path != "tests/architecture.rs"
        } else {
            file.path.starts_with("src/") && !code.iter().any(|source| source.path == file.path)
        };
        if is_test {
            tried.push_str(&file.text);
        }
    }
    for file in code.iter().filter(|file| !file.path.starts_with("src/finding/codes/")) {
        tried.extend(file.text.lines().skip(file.lines_before_tests().count()));
    }
    let words: BTreeSet<&str> = tried.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let faults: Vec<String> = lifeboat::finding::codes::all()
        .filter(|code| !words.contains(code.id))
        .map(|code| format!("{}: no test names it ({})", code.id, code.title))
        .collect();
    check(&faults);
}

#[test]
fn every_law_of_layers_names_the_tests_that_try_it() {
    let files = tracked_files();
    let reference = files.iter().find(|file| file.path == "docs/reference/overlays.md").expect("the reference");
    let rows: Vec<&str> = reference.text.lines().filter(|line| line.starts_with("| P")).collect();
    let mut faults = Vec::new();
    for number in 1..=22 {
        let Some(row) = rows.iter().find(|row| row.starts_with(&format!("| P{number} "))) else {
            faults.push(format!("P{number} is not in docs/reference/overlays.md"));
            continue;
        };
        let tests: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let exists = |test: &str| files.iter().any(|file| file.text.contains(&format!("fn {test}(")));
        faults.extend(
            tests.iter().filter(|test| !exists(test)).map(|test| format!("P{number}: there is no test {test}")),
        );
        if tests.is_empty() {
            faults.push(format!("P{number} names no test"));
        }
    }
    check(&faults);
}

#[test]
fn no_tracked_file_names_a_machine_or_a_registry_host() {
    // Written in halves, so that this file does not name them either.
    let forbidden = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("crates", ".io"),
        concat!("pypi", ".org"),
        concat!("python", "hosted"),
        concat!("npmjs", ".org"),
        concat!("npmjs", ".com"),
        concat!("debian", ".org"),
    ];
    let mut faults = Vec::new();
    for file in tracked_files() {
        // Cargo writes the name of its default registry beside every package of the lock file.
        if file.path == "Cargo.lock" {
            continue;
        }
        for (index, line) in file.text.lines().enumerate() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: {word}", file.path, index + 1));
            }
        }
    }
    check(&faults);
}

#[test]
fn the_index_of_decisions_lists_each_once_under_its_title() {
    let files = tracked_files();
    let index = files.iter().find(|file| file.path == "docs/decisions/README.md").expect("an index of the decisions");
    let mut by_number: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for file in &files {
        let Some(name) = file.path.strip_prefix("docs/decisions/").filter(|name| *name != "README.md") else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if let Some(other) = by_number.insert(number, name) {
            faults.push(format!("{name} and {other} have one number"));
        }
        let title = file.text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
        let line = format!("[{title}]({name})");
        if index.text.matches(&line).count() != 1 {
            faults.push(format!("docs/decisions/README.md does not list `{line}` once"));
        }
    }
    for file in &files {
        for (at, before) in file.text.match_indices(concat!("docs/", "decisions/")) {
            let number: String = file.text[at + before.len()..].chars().take_while(char::is_ascii_digit).collect();
            if number.len() == 4 && !by_number.contains_key(number.as_str()) {
                faults.push(format!("{} speaks of decision {number}, which is not there", file.path));
            }
        }
    }
    check(&faults);
}
