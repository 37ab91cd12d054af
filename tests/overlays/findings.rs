//! Every finding about layers as its author reads it: a fixture for each code, and the whole of what is said.
//!
//! A fixture is a project on top of [`GIVEN`], written as `-- path` and the text of the file, `-- path -> target` for a
//! link, and `$ command` for what is run before the files below it are written. What the last run says stands behind
//! `== said`; `UPDATE_EXPECT=1` writes it anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lifeboat::finding::{Severity, codes};

use super::Project;

/// The project that the fixtures change.
const GIVEN: &str = "\
-- book.toml
[book]
title = \"Plan\"
src = \"topics\"
[overlays]
dir = \"overlays\"
order = [\"group\", \"site\"]
-- topics/index.md
---
title: Plan
owner: office
tags: [a, b]
---
# Plan

Read this first.

## Calls

Call reception. Wait for an answer.

- Reception
- Guard

## Times

| Service | RTO | Owner |
|---|---|---|
| Mail | 4 h | Ann |
| Files | 8 h | Ben |

## Office

Open the door.

### Nights

Ring twice.
-- overlays/group/layer.toml
label = \"Group\"
owner = \"continuity office\"
-- overlays/site/layer.toml
label = \"Site\"
";

/// Codes whose finding names a second place: in the base, in another layer or in the instruction.
const TWO_PLACES: [&str; 20] = [
    "O109", "O202", "O203", "O205", "O207", "O209", "O302", "O303", "O306", "O311", "O401", "O402", "O403", "O405",
    "O408", "O501", "O502", "O503", "O504", "O601",
];

/// Codes whose finding offers no line, since there is nothing that could be pasted.
const NO_LINE: [&str; 13] =
    ["O114", "O115", "O208", "O210", "O211", "O305", "O311", "O405", "O408", "O411", "O509", "O510", "O607"];
/// The same where the line depends on a name that is nearly right.
const PERHAPS_A_LINE: [&str; 10] = ["O203", "O301", "O407", "O410", "O412", "O602", "O603", "O604", "O605", "O608"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlays/findings")
}

/// The fixtures that there are, by code.
fn fixtures() -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder()).expect("the folder of fixtures");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        path.file_stem().expect("a name").to_string_lossy().into_owned()
    };
    entries.map(name).collect()
}

/// The project of a fixture.
fn project(fixture: &str) -> Project {
    let project = Project::empty();
    let mut file: Option<(String, String)> = None;
    let lines = GIVEN.lines().chain(fixture.lines()).chain(["-- end"]);
    for line in lines {
        let starts = line.starts_with("-- ") || line.starts_with("$ ");
        if !starts {
            if let Some((_, text)) = &mut file {
                text.push_str(line);
                text.push('\n');
            }
            continue;
        }
        if let Some((path, text)) = file.take() {
            project.write(&path, &text);
        }
        if let Some(command) = line.strip_prefix("$ ") {
            match command.strip_prefix("rm ") {
                Some(path) => std::fs::remove_file(project.folder.path().join(path)).expect("the file is there"),
                None => _ = project.told(&command.split(' ').collect::<Vec<_>>()),
            }
        } else if let Some((link, target)) = line.strip_prefix("-- ").and_then(|line| line.split_once(" -> ")) {
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, project.folder.path().join(link)).expect("a link is made");
            #[cfg(not(unix))]
            let _ = (link, target);
        } else if let Some(path) = line.strip_prefix("-- ") {
            file = Some((path.to_owned(), String::new()));
        }
    }
    project
}

/// What the program says of a fixture.
fn said(fixture: &str) -> String {
    let said = project(fixture).run(&["build", "--keep-going", "--verbose"]);
    // The closing line tells how long it took and where the site lies.
    let findings: Vec<&str> = said.err.lines().filter(|line| !line.contains(" pages; ")).collect();
    format!("{}\nexit {}\n", findings.join("\n").trim_end(), said.code.expect("it ends by itself"))
}

/// The findings of a code in what was said.
fn of_code<'s>(said: &'s str, code: &str) -> Vec<&'s str> {
    let head = format!("[{code}]: ");
    said.split("\n\n").filter(|finding| finding.lines().next().is_some_and(|line| line.contains(&head))).collect()
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let codes: BTreeSet<String> = codes::overlay::ALL.iter().map(|code| code.id.to_owned()).collect();
    assert_eq!(fixtures(), codes);
}

/// What every fixture says, by code.
fn all_said(run: impl Fn(&'static str, &str) -> String + Sync) -> Vec<(&'static str, String)> {
    use rayon::prelude::*;
    let code = |code: &&'static codes::Code| {
        let text = std::fs::read_to_string(folder().join(format!("{}.txt", code.id))).ok()?;
        Some((code.id, run(code.id, text.split("== said\n").next().unwrap_or_default())))
    };
    codes::overlay::ALL.par_iter().filter_map(code).collect()
}

/// The findings of a code in the JSON document of a run.
fn told(project: &Project, code: &str) -> Vec<serde_json::Value> {
    let said = project.run(&["check", "--verbose", "--format", "json"]);
    let document: serde_json::Value =
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    let findings = document.get("findings").and_then(|list| list.as_array()).expect("a list of findings").iter();
    findings.filter(|finding| finding.get("code").is_some_and(|it| it == code)).cloned().collect()
}

/// Where a line and a column, counted in characters, stand in a text.
fn offset(text: &str, line: &serde_json::Value, column: &serde_json::Value) -> usize {
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let before: usize = text.split_inclusive('\n').take(number(line) - 1).map(str::len).sum();
    before + text[before..].chars().take(number(column) - 1).map(char::len_utf8).sum::<usize>()
}

#[test]
fn an_edit_that_is_offered_mends_what_it_is_offered_for() {
    let faults: Vec<(&str, String)> = all_said(|code, fixture| {
        let project = project(fixture);
        let before = told(&project, code);
        let Some(edit) = before.iter().find_map(|finding| finding["try"]["edits"].get(0)) else { return String::new() };
        let path = project.folder.path().join(edit["file"].as_str().expect("a file"));
        let text = std::fs::read_to_string(&path).expect("the file is there");
        let from = offset(&text, &edit["line"], &edit["column"]);
        let until = offset(&text, &edit["endLine"], &edit["endColumn"]);
        let new = edit["newText"].as_str().expect("a text");
        let mended = format!("{}{new}{}", &text[..from], &text[until..]);
        std::fs::write(&path, &mended).expect("the file is written");
        let after = told(&project, code);
        if after.len() < before.len() { "mended".to_owned() } else { format!("{code}: {edit}\n{mended}\n{after:?}") }
    });
    let wrong: Vec<&String> = faults.iter().map(|(_, fault)| fault).filter(|fault| fault.contains('{')).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mended = faults.iter().filter(|(_, fault)| fault == "mended").count();
    assert!(mended >= 20, "only {mended} codes offer an edit");
}

#[test]
fn a_fault_of_a_layers_file_names_the_editions_that_have_the_layer() {
    let editions = "\n[editions.both]\nstack = [\"group\", \"site\"]\nclearance = \"restricted\"\n\
                    [editions.one]\nstack = [\"group\"]\nclearance = \"restricted\"\n";
    let faults: Vec<(&str, String)> = all_said(|code, fixture| {
        let project = project(fixture);
        let book = std::fs::read_to_string(project.folder.path().join("book.toml")).expect("it is there");
        // A link is met while files are read, before there are editions.
        if book.contains("[editions") || code == "O604" {
            return String::new();
        }
        project.write("book.toml", &format!("{book}{editions}"));
        let mut told = String::new();
        for finding in self::told(&project, code) {
            let file = finding["file"].as_str().unwrap_or_default();
            let names = finding["editions"]["names"].as_array().cloned().unwrap_or_default();
            let has = |name: &str| names.iter().any(|other| other == name);
            let right = match () {
                () if file.starts_with("overlays/site/") => has("both") && !has("one"),
                () if file.starts_with("overlays/group/") => has("both") || has("one"),
                () => continue,
            };
            told.push_str(if right { "right " } else { "wrong: " });
            told.push_str(if right { "" } else { finding["message"].as_str().unwrap_or_default() });
        }
        told
    });
    let wrong: Vec<_> = faults.iter().filter(|(_, fault)| fault.contains("wrong")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let right = faults.iter().filter(|(_, fault)| fault.contains("right")).count();
    assert!(right >= 40, "only {right} codes were met in files of layers");
}

#[test]
fn every_finding_says_what_where_and_what_to_write() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut faults = Vec::new();
    for (id, said) in all_said(|_, fixture| said(fixture)) {
        let code = codes::find(id).expect("a code");
        let path = folder().join(format!("{id}.txt"));
        let text = std::fs::read_to_string(&path).expect("the fixture is there");
        let (fixture, expected) = text.split_once("== said\n").unwrap_or((&text, ""));
        if said != expected {
            if update {
                std::fs::write(&path, format!("{fixture}== said\n{said}")).expect("the fixture is written");
            } else {
                faults.push(format!("{}: expected\n{expected}\nsaid\n{said}", code.id));
            }
        }
        let Some(finding) = of_code(&said, code.id).first().copied() else {
            faults.push(format!("{}: its fixture does not have it:\n{said}", code.id));
            continue;
        };
        let mut must = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{}: {what}:\n{finding}", code.id));
            }
        };
        let places = finding.matches("--> ").count();
        must(places >= 1 || ["O409", "O411"].contains(&code.id), "a place");
        must(places >= 2 || !TWO_PLACES.contains(&code.id), "the other place");
        let line = finding.contains("\ntry: ");
        must(line != NO_LINE.contains(&code.id) || PERHAPS_A_LINE.contains(&code.id), "`try:` or none");
        let word = if code.severity == Severity::Loss { "loss" } else { code.severity.word() };
        must(finding.starts_with(word), "its severity");
        if fixture.contains("\n[editions.") || fixture.starts_with("[editions.") {
            must(finding.contains("\neditions: ") || ["O411", "O412"].contains(&code.id), "the editions");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
