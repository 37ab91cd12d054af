//! Layers over topics that nobody here wrote: every paragraph, item and heading of them can be named and changed.

use std::path::Path;

use super::Project;

/// The topics of a collection that lies beside the checkout, or nothing after saying so.
fn topics() -> Option<Vec<(String, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/ebcm/enterprise");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "../shared/corpus/ebcm is missing, and CI is set");
        eprintln!("NOT RUN: ../shared/corpus/ebcm is missing");
        return None;
    }
    let mut topics = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the collection can be read") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        topics.push((name, std::fs::read_to_string(&path).expect("a text")));
    }
    topics.sort();
    Some(topics)
}

#[test]
fn every_block_of_a_real_topic_can_be_named() {
    let Some(topics) = topics() else { return };
    let project = Project::empty();
    project.write("book.toml", "[book]\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"group\"]\n");
    project.write("overlays/group/layer.toml", "label = \"Group\"\n");
    for (name, text) in &topics {
        project.write(&format!("topics/{name}"), text);
    }
    let mut named = 0;
    for (name, _) in &topics {
        let explained = project.told(&["overlay", "explain", name, "--format", "json"]);
        let explained: serde_json::Value = serde_json::from_str(&explained).expect("JSON");
        let mut changes = format!("---\nchanges: {name}\n---\n\n");
        let mut seen = std::collections::BTreeSet::new();
        for fact in explained["facts"].as_array().expect("facts") {
            let (kind, words) = (fact["kind"].as_str().expect("a kind"), fact["name"].as_str().expect("a name"));
            // What stands on the page twice, or has marks in it that Markdown reads, is named by its place instead.
            if !seen.insert((kind, words.to_lowercase())) || words.contains(['[', '*', '_', '`', '<', '(', '|']) {
                continue;
            }
            match kind {
                "paragraph" | "item" | "note" | "important" | "tip" => {
                    let kind = if ["paragraph", "item"].contains(&kind) { kind } else { "note" };
                    let body = if kind == "item" { "- Marked." } else { "Marked." };
                    changes += &format!("# Add after {kind}: {words}\n\n{body}\n\n");
                    named += 1;
                }
                "heading" => {
                    changes += &format!("# Add to end of: {words}\n\nMarked.\n\n");
                    named += 1;
                }
                _ => {}
            }
        }
        project.write(&format!("overlays/group/changes/{name}"), &changes);
    }
    assert!(named > 100, "{named}");
    let checked = project.run(&["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&checked.out).expect("JSON");
    let of_layers: Vec<&str> = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        // That nobody has reviewed them yet is true.
        .filter(|finding| finding["code"].as_str().is_some_and(|code| code.starts_with('O') && code != "O505"))
        .map(|finding| finding["message"].as_str().expect("a message"))
        .collect();
    assert_eq!(of_layers, Vec::<&str>::new());
}
