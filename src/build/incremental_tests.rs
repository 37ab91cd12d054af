//! The law of the workshop: whatever edits came before, it makes what a clean build makes, byte for byte.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;

use super::{BuildOptions, Workshop, build_site};
use crate::config::{Config, read_config};
use crate::finding::Finding;
use crate::site::{Content, SitePlan};
use crate::source::{Date, SourcePath, SourceText, SourceTree};

/// A project in which everything depends on everything: links and anchors both ways, an include, layers of two ranks with
/// a restricted one, data in text and tables, a navigation file, a template and a style of its own.
const PROJECT: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"Playbook\"\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"group\", \"vault\"]\n[html]\ntheme = \"theme\"\n[editions.everyone]\nclearance = \"internal\"\n[editions.responders]\nclearance = \"restricted\"\n[data.contacts]\nkey = \"id\"\n[data.contacts.fields]\nname = { type = \"text\" }\n",
    ),
    (
        "topics/index.md",
        "---\ntitle: Home\n---\n# Home\n\nSee [calls](calls.md#who-to-call), [door](deep/door.md) and [none](none.md).\n\nAsk {{contacts.desk.name}}.\n",
    ),
    (
        "topics/calls.md",
        "# Calls\n\n## Who to call\n\n| Who | Number |\n|---|---|\n| Desk | 1 |\n\n[!INCLUDE [n](parts/note.md)]\n",
    ),
    (
        "topics/deep/door.md",
        "---\naliases: [gate]\nredirect_from: [old.md]\n---\n# Door\n\nBack to [home](../index.md) and <https://example.org/>.\n\n:::class restricted\n\nThe code opens the second door on the left.\n\n:::class-end\n",
    ),
    ("topics/parts/note.md", "> [!NOTE]\n> Ring [twice](../calls.md).\n"),
    ("overlays/group/layer.toml", "classification = \"internal\"\n"),
    ("overlays/group/changes/calls.md", "# Add after: Who to call\n\n## At night\n\nRing the [door](deep/door.md).\n"),
    ("overlays/vault/layer.toml", "classification = \"restricted\"\n"),
    ("overlays/vault/topics/bridge.md", "# Bridge\n\nFrom [home](index.md).\n"),
    ("data/contacts.yaml", "desk:\n  name: Ann\n"),
    ("theme/parts/mark.html", "<b>mark</b>\n"),
    ("theme/own.css", "b { color: red }\n"),
];

/// What becomes of some files: a path with a text, or with nothing.
type Edit = Vec<(&'static str, Option<&'static str>)>;

/// One save; or a file that gets another name, as it is or with another one in its place.
fn edit() -> impl Strategy<Value = Edit> {
    let texts: &[(&str, &[&str])] = &[
        (
            "topics/index.md",
            &[
                "# Start\n\n[calls](calls.md#at-night)\n",
                "---\ntitle: Other\n---\n# H\n\n{{contacts.desk.name}} {{contacts.x}}\n",
                "---\nnav: {after: calls.md}\n---\nText\n",
            ],
        ),
        (
            "topics/calls.md",
            &[
                "# Ring\n\n## Who\n\nText.\n",
                "---\nclassification: restricted\n---\n# Calls\n\n## Who to call\n",
                "# Calls\n\n## Who to call\n\n{{contacts.desk.name}}\n\n[!INCLUDE [n](parts/none.md)]\n",
                "---\nuid: calls\nhide: yes\n---\n# Calls\n",
            ],
        ),
        (
            "topics/deep/door.md",
            &[
                "# Door\n\n## Who to call\n\n[x](#who-to-call) @calls\n",
                "---\nredirect_url: ../calls.md\n---\n",
                "# Door\n\n:::class restricted\n\nUnclosed\n",
            ],
        ),
        ("topics/deep/new.md", &["# New\n\n[door](door.md)\n", "# Newer\n\nwords <b>bold\n"]),
        ("topics/parts/note.md", &["Plain words\n", "## Who to call\n\nTwice\n"]),
        ("topics/SUMMARY.md", &["- [Calls](calls.md)\n  - [Door](deep/door.md)\n"]),
        ("topics/toc.yml", &["- name: C\n  href: calls.md\n- name: D\n  href: deep/door.md\n"]),
        ("overlays/group/layer.toml", &["classification = \"restricted\"\nlabel = \"The group\"\n"]),
        (
            "overlays/group/changes/calls.md",
            &[
                "# Rename: Who to call\n\nWhom to call\n",
                "# Remove: Nothing\n\nx\n",
                "---\nset:\n  title: Named\n---\n# Merge into table: Calls\n\n| Who | Number |\n|---|---|\n| Desk | 2 |\n",
            ],
        ),
        (
            "overlays/vault/changes/index.md",
            &["# Add to end of: this topic\n\nThe vault opens at seven in the morning.\n"],
        ),
        ("overlays/vault/topics/bridge.md", &["# Bridge of ours\n\n[call](calls.md#whom-to-call)\n"]),
        ("overlays/vault/data/contacts.yaml", &["desk:\n  name: Ben\n"]),
        ("data/contacts.yaml", &["desk:\n  name: Cay\n", "desk: [\n"]),
        ("theme/parts/mark.html", &["<i>other</i>\n", "{{ nothing }}\n"]),
        ("theme/own.css", &["b { color: blue }\n"]),
        (
            "book.toml",
            &[
                "[book]\nsrc = \"topics\"\n",
                "[book]\ntitle = \"Other\"\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"vault\"]\n",
            ],
        ),
    ];
    let mut edits: Vec<(&str, Option<&str>)> = PROJECT.iter().map(|(path, text)| (*path, Some(*text))).collect();
    for (path, texts) in texts {
        edits.push((path, None));
        edits.extend(texts.iter().map(|text| (*path, Some(*text))));
    }
    let mut edits: Vec<Edit> = edits.into_iter().map(|edit| vec![edit]).collect();
    let text = |of: &str| PROJECT.iter().find(|(path, _)| *path == of).map(|(_, text)| *text);
    for (from, to) in [
        ("topics/deep/door.md", "topics/deep/hatch.md"),
        ("topics/calls.md", "topics/deep/calls.md"),
        ("topics/parts/note.md", "topics/parts/other.md"),
        ("overlays/group/changes/calls.md", "overlays/vault/changes/calls.md"),
    ] {
        edits.push(vec![(from, None), (to, text(from))]);
        edits.push(vec![(to, None), (from, text(from))]);
    }
    let (index, door) = ("topics/index.md", "topics/deep/door.md");
    edits.push(vec![(index, text(door)), (door, text(index))]);
    select(edits)
}

fn made(files: &BTreeMap<&str, &str>) -> (SourceTree, Config) {
    let text = |(path, text): (&&str, &&str)| SourceText { path: SourcePath::new(path).unwrap(), text: (*text).into() };
    let sources =
        SourceTree::new(files.iter().map(text).collect(), BTreeMap::new(), Date::parse("2026-11-23").unwrap());
    let file = SourcePath::new("book.toml").unwrap();
    let book = files.get("book.toml").map(|book| (*book, file.shared()));
    let config = read_config(book.as_ref().map(|(text, path)| (*text, path)), &[]).take(&mut Vec::new());
    (sources, config)
}

/// The files of each edition and everything that was found, made by a workshop that may know something already.
fn by_workshop(workshop: &mut Workshop, sources: &SourceTree, config: &Config) -> (SitePlan, Vec<Finding>) {
    let made = workshop.make(sources, config, 0, None).unwrap();
    let several = made.editions.len() > 1;
    let mut site = SitePlan::default();
    let mut findings = made.findings;
    for edition in &made.editions {
        for path in edition.paths() {
            let content: Content = edition.content(path).unwrap().take(&mut findings);
            let path = if several { format!("{}/{path}", edition.edition().folder) } else { path.to_string() };
            site.add(crate::source::SitePath::new(&path).unwrap(), content).unwrap();
        }
    }
    (site, findings)
}

/// Two sites for two audiences over the same topics: one site has a topic of its own, both change the same one.
const EDITIONS: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"Playbook\"\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\n[editions.site]\nfor-each = { site = [\"south\", \"north\", \"east\"], class = [\"internal\", \"restricted\"] }\nname = \"{site}-{class}\"\nnotice = \"{site}\"\nstack = [\"group\", \"{site}?\", \"vault\"]\nclearance = \"{class}\"\nchanges = \"audit\"\n[data.contacts]\nkey = \"id\"\n[data.contacts.fields]\nname = { type = \"text\" }\n",
    ),
    ("overlays/north/layer.toml", "label = \"Ägypten\"\n"),
    ("overlays/north/changes/calls.md", "# Replace opening of: Who to call\n\nThe tower.\n"),
    ("overlays/south/changes/calls.md", "---\nset:\n  title: Southern calls\n---\n\n# Add to list: Calls\n\n- x\n"),
    ("overlays/south/changes/deep/door.md", "# Rename: Door\n\nGate\n"),
    ("overlays/south/topics/a-first.md", "---\nnav: {after: calls.md}\n---\n# First\n\n[door](deep/door.md)\n"),
    ("overlays/south/data/contacts.yaml", "desk:\n  name: Dora\n"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn an_edition_among_others_has_the_bytes_that_it_has_alone(edits in proptest::collection::vec(edit(), 0..4)) {
        let mut files: BTreeMap<&str, &str> = PROJECT.iter().copied().filter(|(path, _)| !path.starts_with("theme/")).collect();
        for (path, text) in edits.into_iter().flatten() {
            match text {
                Some(text) => drop(files.insert(path, text)),
                None => drop(files.remove(path)),
            }
        }
        files.extend(EDITIONS.iter().copied());
        let (sources, config) = made(&files);
        let build = |edition: Option<&str>| {
            build_site(&sources, &BuildOptions { config: &config, edition, losses: 0, draw: None }).unwrap().value
        };
        let all = build(None);
        let mut compared = 0;
        for site in ["south", "north", "east"] {
            for class in ["internal", "restricted"] {
                let name = format!("{site}-{class}");
                for (path, content) in build(Some(&name)).files() {
                    let among = crate::source::SitePath::new(&format!("{name}/{path}")).unwrap();
                    prop_assert!(all.get(&among) == Some(content), "{among} differs");
                    compared += 1;
                }
            }
        }
        prop_assert_eq!(all.files().len(), compared);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_after_edits_is_what_a_clean_build_makes(edits in proptest::collection::vec(edit(), 1..6)) {
        let mut workshop = Workshop::default();
        let mut files: BTreeMap<&str, &str> = PROJECT.iter().copied().collect();
        let (sources, config) = made(&files);
        let before = workshop.make(&sources, &config, 0, None).unwrap();
        // A reader searches now and then, so that some documents of the index are known and others are not.
        before.editions[0].paths();
        for edit in edits {
            for (path, text) in edit {
                match text {
                    Some(text) => drop(files.insert(path, text)),
                    None => drop(files.remove(path)),
                }
            }
            let (sources, config) = made(&files);
            let (site, findings) = by_workshop(&mut workshop, &sources, &config);
            let options = BuildOptions { config: &config, edition: None, losses: 0, draw: None };
            let clean = build_site(&sources, &options).unwrap();
            for (path, content) in clean.value.files() {
                prop_assert!(site.get(path) == Some(content), "{path} differs");
            }
            prop_assert_eq!(site.files().len(), clean.value.files().len());
            let codes = |findings: &[Finding]| -> std::collections::BTreeSet<String> {
                findings.iter().map(|finding| format!("{} {:?} {}", finding.code.id, finding.place, finding.message)).collect()
            };
            prop_assert_eq!(codes(&findings), codes(&clean.findings));
        }
    }
}
