//! A number of topics → a project of so many, in memory: the same number gives the same text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lifeboat::source::{Date, SourcePath, SourceText, SourceTree};

/// The project's own topics.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content/topics");

/// Of so many topics one is changed by the layer, and of so many words one is another.
const CHANGED: usize = 10;
const EXCHANGED: u64 = 50;

/// The settings of the project that [`project`] makes.
pub(crate) const BOOK: &str = "[book]\ntitle = \"Stages\"\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\n\
    order = [\"own\"]\n[editions.all]\nstack = [\"own\"]\nclearance = \"internal\"\n";

/// A project of `count` topics: those of a folder, round after round in a folder of its own, from the second round on with
/// one word in fifty exchanged for another; and a layer that changes one topic in ten. The folder is `LIFEBOAT_TOPICS`,
/// where that is set, such as one of `benches/topics`; else the project's own topics.
pub(crate) fn project(count: usize) -> SourceTree {
    let originals = originals();
    let words: Vec<&str> =
        originals.iter().flat_map(|(_, text)| text.split(' ')).filter(|word| is_plain(word)).take(20_000).collect();
    let mut chance = Chance(20_260_101);
    let mut texts = vec![source("overlays/own/layer.toml", "classification = \"internal\"\n".to_owned())];
    for (number, (path, text)) in originals.iter().cycle().take(count).enumerate() {
        let round = number / originals.len();
        let (place, text) = match round {
            0 => (path.clone(), text.clone()),
            _ => (format!("round-{round}/{path}"), perturbed(text, &words, &mut chance)),
        };
        texts.push(source(&format!("topics/{place}"), text));
        if number % CHANGED == 0 {
            let edit = format!("# Add to end of: this topic\n\nOur own words about number {number}.\n");
            texts.push(source(&format!("overlays/own/changes/{place}"), edit));
        }
    }
    SourceTree::new(texts, BTreeMap::new(), Date::parse("2026-12-01").unwrap_or_default())
}

fn source(path: &str, text: String) -> SourceText {
    SourceText { path: SourcePath::new(path).expect("a path of a project"), text: text.into() }
}

/// Path and text of every topic of the folder, sorted.
#[expect(clippy::disallowed_methods, reason = "a measuring tool reads its input and what it is asked")]
fn originals() -> Vec<(String, String)> {
    let root = std::env::var("LIFEBOAT_TOPICS").map_or_else(|_| PathBuf::from(OWN), PathBuf::from);
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let topics = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "md"));
    let read: Vec<(String, String)> = topics
        .filter_map(|file| Some((below(&root, file.path())?, std::fs::read_to_string(file.path()).ok()?)))
        .collect();
    assert!(!read.is_empty(), "{} holds no topics", root.display());
    read
}

fn below(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    SourcePath::new(&path).ok().map(|path| path.to_string())
}

/// The body with some words exchanged; front matter stays as it is.
fn perturbed(text: &str, words: &[&str], chance: &mut Chance) -> String {
    let (head, body) = text.split_at(text.find("\n---").unwrap_or(0));
    let mut out = head.to_owned();
    for (at, word) in body.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let other = (is_plain(word) && chance.below(EXCHANGED) == 0).then(|| chance.of(words)).flatten();
        out.push_str(other.unwrap_or(word));
    }
    out
}

/// Whether a word is nothing but a word: no mark-up, no path, no line's end.
fn is_plain(word: &str) -> bool {
    word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A row of numbers that looks like chance and is always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        let at = self.below((words.len() as u64).max(1));
        words.get(usize::try_from(at).unwrap_or(0)).copied()
    }
}
