//! Mutations of a kept corpus: front matter, bodies and change files that are nearly right. Whatever is read, nothing
//! panics, every span lies in its text, and the same text is read the same twice.
//!
//! Seeds lie in `tests/mutations/FOLDER`; each is changed `LIFEBOAT_MUTATIONS` times (60 if that is not set), always in
//! the same way. A text that failed is printed: put it into the corpus, so that it is tried first from then on
//! (docs/decisions/0014).
#![expect(clippy::disallowed_methods, reason = "the test reads its own corpus and its own setting")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect fails there"
)]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use lifeboat::build::{BuildOptions, build_site};
use lifeboat::config::Config;
use lifeboat::finding::Finding;
use lifeboat::source::{Date, SourceId, SourcePath, SourceText, SourceTree, decode};
use lifeboat::topic::{MarkdownOptions, parse_document, read_control, read_front_matter};

/// A stream of numbers, the same for the same start (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }
}

/// Pieces that readers of Markdown, YAML and HTML stumble over.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "---\n",
    "...\n",
    ": ",
    "- ",
    "> ",
    "# ",
    "    ",
    "\t",
    "|",
    "|-|-|\n",
    "`",
    "```\n",
    "~~~",
    "*",
    "__",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<?lb?>",
    "<lb>",
    "&",
    "&amp;",
    "\\",
    "'",
    "\"",
    "{",
    "}",
    "{{",
    "}}",
    "{{#include a}}",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">-\n",
    "@",
    "%",
    "$",
    "^",
    "[^1]",
    "[^1]: ",
    ":::",
    "::: zone pivot=\"a\"\n",
    "::: zone-end\n",
    ":::row:::\n",
    ":::column:::\n",
    ":::column-end:::\n",
    ":::image source=\"",
    ":::class internal\n",
    "> [!NOTE]\n",
    "[!INCLUDE [a](b.md)]",
    "# [a](#tab/b)\n",
    "# Replace: ",
    "# After: ",
    "# Rows: ",
    "# Hide: ",
    "<div>",
    "<table><tr><td>",
    "<a href='",
    "<svg>",
    "\u{0}",
    "\u{feff}",
    "\u{fdd0}",
    "\u{202e}",
    "é",
    "名",
    "\u{301}",
    "\u{1f600}",
    "\r",
    "\r\n",
    "\u{2028}",
];

fn mutated(seed: &str, others: &[String], numbers: &mut Numbers) -> String {
    let mut text = seed.to_owned();
    for _ in 0..=numbers.below(4) {
        let at = |text: &str, numbers: &mut Numbers| text.floor_char_boundary(numbers.below(text.len() + 1));
        let (mut from, mut to) = (at(&text, numbers), at(&text, numbers));
        if from > to {
            std::mem::swap(&mut from, &mut to);
        }
        match numbers.below(6) {
            0 => text.replace_range(from..to.min(text.floor_char_boundary(from + 40)), ""),
            1 | 2 => text.insert_str(from, PIECES[numbers.below(PIECES.len())]),
            3 => {
                let piece = text[from..to.min(text.floor_char_boundary(from + 200))].to_owned();
                text.insert_str(to, &piece);
            }
            4 => {
                let other = &others[numbers.below(others.len())];
                let (start, end) = (at(other, numbers), at(other, numbers));
                let piece = other.get(start..end).unwrap_or_default().to_owned();
                text.insert_str(from, &piece);
            }
            _ => {
                let (old, new) = (PIECES[numbers.below(PIECES.len())], PIECES[numbers.below(PIECES.len())]);
                text = text.replacen(old, new, 3);
            }
        }
        if text.len() > 20_000 {
            text.truncate(text.floor_char_boundary(20_000));
        }
    }
    text
}

/// Runs `read` on every seed of a folder and on its mutations.
fn check(folder: &str, read: impl Fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutations").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<String> = paths.iter().map(|path| decode(&std::fs::read(path).unwrap()).unwrap()).collect();
    let count = std::env::var("LIFEBOAT_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    for (number, seed) in seeds.iter().enumerate() {
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1));
        let texts = std::iter::once(seed.clone()).chain((0..count).map(|_| mutated(seed, &seeds, &mut numbers)));
        for text in texts {
            // What reaches the parsers has been decoded.
            let text = decode(text.as_bytes()).unwrap();
            let done = catch_unwind(AssertUnwindSafe(|| read(&text)));
            assert!(done.is_ok(), "this text failed; put it into the corpus:\n{text:?}");
        }
    }
}

fn spans_lie_in(text: &str, findings: &[Finding]) {
    for finding in findings {
        let span = finding.place.as_ref().unwrap().span;
        assert!(text.get(span.range()).is_some(), "{} has the span {span:?} in {} bytes", finding.code.id, text.len());
    }
}

#[test]
fn front_matter() {
    let file: Arc<str> = "t.md".into();
    check("front-matter", |text| {
        let read = read_front_matter(text, &file);
        assert!(text.get(read.value.body_start..).is_some());
        spans_lie_in(text, &read.findings);
        let files = std::iter::repeat(&file);
        let control = read_control(read.value.fields.entries.iter().zip(files), Date::parse("2026-12-01").unwrap());
        spans_lie_in(text, &control.findings);
        let again = read_front_matter(text, &file);
        assert_eq!((again.value, again.findings), (read.value, read.findings));
    });
}

#[test]
fn bodies() {
    let path = SourcePath::new("t.md").unwrap();
    let all = MarkdownOptions {
        footnotes: true,
        math: true,
        heading_attributes: true,
        definition_lists: true,
        variables: true,
        ..MarkdownOptions::default()
    };
    check("bodies", |text| {
        for options in [&MarkdownOptions::default(), &all] {
            let parsed = parse_document(SourceId(0), &path, &text.into(), 0, options);
            spans_lie_in(text, &parsed.findings);
            for (_, link) in parsed.value.links() {
                assert!(text.get(link.span.range()).is_some(), "{link:?}");
            }
        }
    });
}

#[test]
fn change_files() {
    let base = "---\ntitle: Contacts\n---\n# Contacts\n\nIntro.\n\n## On call\n\nAsk the vendor.\n\n- one\n- two\n\n| Service | Phone |\n|---|---|\n| a | 1 |\n| b | 2 |\n\n## Office\n\nCall reception.\n";
    check("changes", |change| {
        let file = |path: &str, text: &str| SourceText { path: SourcePath::new(path).unwrap(), text: text.into() };
        let texts = vec![file("src/contacts.md", base), file("overlays/group/changes/contacts.md", change)];
        let sources = SourceTree::new(texts, BTreeMap::new(), Date::parse("2026-12-01").unwrap());
        let config = Config::default();
        let options = BuildOptions { config: &config, edition: None, losses: 0, draw: None };
        let built = build_site(&sources, &options).unwrap();
        for finding in &built.findings {
            if let Some(place) = &finding.place {
                let text = if &*place.file == "src/contacts.md" { base } else { change };
                assert!(text.get(place.span.range()).is_some(), "{finding:?}");
            }
        }
    });
}
