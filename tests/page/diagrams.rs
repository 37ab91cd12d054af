//! Diagrams drawn by a program of the user's: a script, and Graphviz where it is installed.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::program::{Built, Program};

/// A project with one topic, and a script `draw` beside it.
fn build(command: &str, script: &str, topic: &str) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    write("book.toml", &format!("[diagrams]\ntimeout = 2\n[diagrams.graphviz]\ncommand = {command}\n"));
    write("src/index.md", topic);
    let script = write("tools/draw", &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let cache = folder.path().join("cache");
    Program::build(folder.path()).env("XDG_CACHE_HOME", cache.to_str().unwrap()).run()
}

fn drawings(built: &Built) -> Vec<String> {
    let files = built.files();
    let drawn = files.iter().filter(|(path, _)| path.starts_with("lifeboat/diagrams/"));
    drawn.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

const TOPIC: &str = "# Call tree\n\n```dot\ndigraph { a -> b }\n```\n";

#[test]
fn a_script_of_the_project_draws() {
    let built = build(
        "[\"tools/draw\", \"{input}\", \"{output}\"]",
        "sed 's/.*/<svg><!-- & --><\\/svg>/' \"$1\" > \"$2\"",
        TOPIC,
    );
    assert_eq!(drawings(&built), ["<svg><!-- digraph { a -> b } --></svg>\n"], "{}", built.said);
    assert_eq!(built.code, Some(0), "{}", built.said);
}

#[test]
fn a_program_that_hangs_or_is_not_there_costs_the_picture_alone() {
    for (command, script, why) in [
        ("\"tools/draw\"", "sleep 60", "`draw` did not finish within 2 s"),
        ("\"tools/draw -x\"", "echo \"<svg onload='x'/>\"", "what it made could run a script"),
        ("\"no-such-program\"", "", "there is no program `no-such-program`"),
    ] {
        let built = build(command, script, TOPIC);
        assert!(built.said.contains(why), "{}", built.said);
        let [told] = built.findings.as_slice() else { panic!("{}", built.said) };
        assert_eq!((told.code.as_str(), told.place.as_str()), ("M050", "src/index.md:3:1"));
        assert_eq!(built.code, Some(0));
        let page = String::from_utf8(built.files().remove("index.html").unwrap()).unwrap();
        assert!(page.contains("Diagram, as its source (Graphviz)"), "{page}");
    }
}

#[test]
fn graphviz_draws_where_it_is_installed() {
    if !Path::new("/usr/bin/dot").exists() {
        println!("not run: Graphviz is not installed");
        return;
    }
    let topic =
        format!("{TOPIC}\n```dot\ndigraph {{ a [label=\"</text><script>x\", URL=\"javascript:alert(1)\"] }}\n```\n");
    let built = build("\"/usr/bin/dot -Tsvg\"", "", &topic);
    assert_eq!(drawings(&built).len(), 1, "{}", built.said);
    assert!(drawings(&built).iter().all(|drawing| drawing.starts_with("<svg") && drawing.contains(">a</text>")));
    assert_eq!(built.findings.iter().map(|told| told.place.as_str()).collect::<Vec<_>>(), ["src/index.md:7:1"]);
}
