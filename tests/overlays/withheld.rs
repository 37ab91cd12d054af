//! What an edition may not show is in no byte of it, and changing it changes no byte (P16, P17).

use std::collections::BTreeMap;

use super::Project;

/// A project in which every kind of thing that the edition `open` may not show has a word of its own.
const FILES: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"Book\"\nsrc = \"content/topics\"\n[clearance]\ndefault = \"public\"\n[overlays]\ndir = \"content/overlays\"\n\
         [data.bridge.fields]\npin = { type = \"text\", classification = \"restricted\" }\nphone = { type = \"text\" }\n\
         word = { type = \"text\", audience = [\"team\"] }\n\
         [editions.open]\nstack = [\"house\", \"team\", \"vault\"]\nclearance = \"public\"\naudience = [\"staff\"]\nchanges = \"names\"\n\
         [editions.full]\nstack = [\"house\", \"team\", \"vault\"]\nclearance = \"restricted\"\nchanges = \"audit\"\n",
    ),
    ("content/data/bridge.yaml", "main: { phone: \"020 7946 0133\", pin: \"canarya 1111\", word: canaryb }\n"),
    (
        "content/topics/index.md",
        "---\ntitle: Home\naliases: [start]\n---\n# Home\n\nFor everybody, [more](secret.md) and [own](own.md).\n\n## Numbers\n\n\
         | Who | Phone |\n|---|---|\n| Desk | {{bridge.main.phone}} |\n\n- first\n\n:::class restricted\n\n## Canaryc heading\n\n\
         PIN {{bridge.main.pin}} canaryd.\n\n![canarye](canaryf.png)\n\n:::class-end\n\n:::class audience=\"team\"\n\nWord {{bridge.main.word}}\n\
         canaryg.\n\n:::class-end\n\n## Old name\n\nUnder it.\n\n## Gone\n\nPlain.\n",
    ),
    (
        "content/topics/secret.md",
        "---\ntitle: Canaryh\nclassification: restricted\ndescription: canaryi\naliases: [canaryj]\nowner: canaryk\n---\n# Canaryh\n\ncanaryl\n",
    ),
    ("content/overlays/house/layer.toml", "label = \"House\"\nclassification = \"public\"\n"),
    ("content/overlays/house/changes/index.md", "# Remove: Gone\n\ncanarym reason\n"),
    ("content/overlays/team/layer.toml", "label = \"Canaryn\"\nclassification = \"public\"\naudience = [\"team\"]\n"),
    ("content/overlays/team/changes/index.md", "# Add to start of: this topic\n\ncanaryo\n"),
    (
        "content/overlays/vault/layer.toml",
        "label = \"Canaryp\"\nmark = \"Q\"\nclassification = \"restricted\"\nowner = \"canaryq\"\n",
    ),
    (
        "content/overlays/vault/changes/index.md",
        "---\nset:\n  title: Canaryr\nadd:\n  aliases: [canarys]\n---\n# Add to end of: this topic\n\ncanaryt\n\n\
         # Add to list: Numbers\n\n- canaryu\n\n# Merge into table: Numbers\n\n| Who | Phone |\n|---|---|\n| Safe | canaryv |\n\n\
         # Rename: Old name\n\nCanaryw\n",
    ),
    ("content/overlays/vault/topics/own.md", "---\ntitle: Canaryx\n---\n# Canaryx\n\ncanaryy\n"),
    ("content/overlays/vault/toc.md", "# Add to end of: this topic\n\n- [Canaryz](own.md)\n"),
    ("content/overlays/vault/data/bridge.yaml", "main: { phone: \"canaryaa 2222\" }\n"),
];

/// Every file of the output with its bytes.
fn bytes(project: &Project, edition: &str) -> BTreeMap<String, Vec<u8>> {
    let built = project.run(&["build", "--edition", edition]);
    assert_ne!(built.code, Some(3), "{}", built.err);
    assert_ne!(built.code, Some(2), "{}", built.err);
    let book = project.folder.path().join("book");
    let files = walkdir::WalkDir::new(&book).into_iter().map(|entry| entry.expect("an entry"));
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&book).expect("inside").to_string_lossy().into_owned();
            (path, std::fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

/// The project, with other text in the place of each such word.
fn project(word: impl Fn(&str) -> String) -> Project {
    let project = Project::empty();
    for (path, text) in FILES {
        // The name of a picture stays: it names a file.
        let text = text.replace("canaryf.png", "PICTURE.png");
        project.write(path, &word(&text).replace("PICTURE.png", "canaryf.png"));
    }
    project.write("content/topics/canaryf.png", "not looked at");
    project
}

#[test]
fn what_an_edition_may_not_show_is_in_none_of_its_bytes() {
    let project = project(str::to_owned);
    let open = bytes(&project, "open");
    for (path, content) in &open {
        let text = String::from_utf8_lossy(content).to_lowercase();
        let found: Vec<&str> =
            text.match_indices("canary").map(|(at, _)| text.get(at..at + 10).unwrap_or("")).collect();
        assert!(found.is_empty() && !path.to_lowercase().contains("canary"), "{path}: {found:?}");
    }
    // The words are where they may be.
    let full = bytes(&project, "full");
    let all: String = full.values().map(|content| String::from_utf8_lossy(content).to_lowercase()).collect();
    let numbers = ["a", "c", "d", "e", "g", "h", "l", "m", "o", "r", "t", "u", "v", "w", "x", "y", "z", "aa"];
    let missing: Vec<&&str> = numbers.iter().filter(|letter| !all.contains(&format!("canary{letter}"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn changing_what_an_edition_may_not_show_changes_none_of_its_bytes() {
    let before = bytes(&project(str::to_owned), "open");
    let other =
        project(|text| text.replace("canary", "some quite other words 77").replace("Canary", "Much longer heading "));
    let after = bytes(&other, "open");
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let differing: Vec<&String> =
        before.iter().filter(|(path, content)| after.get(*path) != Some(*content)).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{differing:?}");
}
