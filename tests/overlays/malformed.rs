//! A layer that is malformed in every way that a change of some bytes makes: the build ends by itself, writes nothing
//! outside its output, and shows nothing in an edition that the layer's class keeps it from.

use std::collections::BTreeSet;
use std::fs;

use super::Project;

/// A change file that uses most of what there is.
const CHANGE: &str = "---\nchanges: index.md\nset:\n  owner: group\n  map: { a: 1 }\nadd:\n  tags: [x]\n---\n\n\
    # Add to start of: this topic\n\n> [!NOTE]\n> Unmistakable note with {{contacts.ann.phone}}.\n\n\
    :::class restricted\n\nUnmistakable code.\n\n:::class-end\n\n\
    # Merge into table: Times\n\n| Service | RTO |\n|---|---|\n| Mail | 2 h |\n| ~~Files~~ | |\n\n\
    # Add to list: Calls (if present)\n\n- Unmistakable item [x](own.md) ![p](pic.png)\n\n\
    # Replace: Office (in: Plan)\n\n```text vars\nUnmistakable {{x}}\n```\n\n<b>Unmistakable</b>\n";

/// What is put in the place of some bytes.
const PIECES: [&str; 22] = [
    "",
    "\n",
    "#",
    "# ",
    "## ",
    "---\n",
    "```\n",
    ":::class-end\n",
    ":::class public\n\n",
    "<script>",
    "<!--",
    "-->",
    "{{",
    "}}",
    "|",
    "../../../",
    "[!INCLUDE [x](../../../../secret.md)]",
    "![x](../../../../secret.png)",
    "\\",
    ": ",
    "\0",
    "classification: public\n",
];

#[test]
fn a_malformed_layer_builds_and_leaves_nothing_outside() {
    let project = Project::empty();
    project.write(
        "book.toml",
        "[book]\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"group\"]\n[data.contacts.fields]\nphone = { type = \"phone\" }\n\
         [editions.low]\nclearance = \"internal\"\n[editions.high]\nclearance = \"restricted\"\n",
    );
    project.write(
        "topics/index.md",
        "---\ntitle: Plan\nowner: office\ntags: [a]\n---\n# Plan\n\nRead this.\n\n## Calls\n\n- Reception\n\n## Times\n\n\
         | Service | RTO |\n|---|---|\n| Mail | 4 h |\n| Files | 8 h |\n\n## Office\n\nOpen the door.\n",
    );
    project.write("topics/other.md", "# Other\n\nOf another topic, untouched.\n");
    project.write("data/contacts.yaml", "ann:\n  phone: \"+44 1632 960111\"\n");
    project.write("overlays/group/layer.toml", "label = \"Group\"\nclassification = \"confidential\"\n");
    project.write("overlays/group/topics/own.md", "# Own\n\nUnmistakable topic.\n");
    project.write("overlays/group/changes/index.md", "");
    let root = project.folder.path().to_owned();
    let outside = tempfile::tempdir_in(root.parent().expect("a parent")).expect("a neighbour");
    fs::write(outside.path().join("secret.md"), "Secret of a neighbour.\n").expect("a file is written");
    let build = || {
        let said = project.run(&["build", "--keep-going"]);
        assert!(matches!(said.code, Some(0 | 1)), "{:?}: {}", said.code, said.err);
        project.page("low/other.html").split_once("<main").map(|(_, main)| main.to_owned()).expect("a main part")
    };
    let neighbour = build();
    let named = |folder: &std::path::Path| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).expect("it can be listed");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    };
    let there = named(&root);
    // A small generator of its own: the same mutations each time.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(below.max(1)).expect("small")).expect("small")
    };
    for _ in 0..40 {
        let mut bytes = CHANGE.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let from = random(bytes.len());
            let until = (from + random(12)).min(bytes.len());
            bytes.splice(from..until, PIECES[random(PIECES.len())].bytes());
        }
        let change = String::from_utf8_lossy(&bytes).into_owned();
        project.write("overlays/group/changes/index.md", &change);
        assert_eq!(build(), neighbour, "another topic changed:\n{change}");
        for entry in walkdir::WalkDir::new(root.join("book/low")) {
            let entry = entry.expect("the output can be read");
            if entry.file_type().is_file() {
                let text = String::from_utf8_lossy(&fs::read(entry.path()).expect("a file")).into_owned();
                assert!(!text.contains("Unmistakable"), "{}:\n{change}", entry.path().display());
                assert!(!text.contains("Secret of a neighbour"), "{}:\n{change}", entry.path().display());
            }
        }
        assert_eq!(named(&root), there, "{change}");
        assert_eq!(named(outside.path()).len(), 1, "{change}");
    }
}
