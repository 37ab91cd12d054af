//! Every construct and link of real topics, counted in the sources by a scanner that knows nothing of the parser, and
//! held against the built pages: equal, or listed here with its reason.
#![expect(clippy::single_match_else, reason = "each case of the scanner is said by itself")]
#![expect(clippy::disallowed_methods, reason = "these tests run the program and read what it wrote")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so, and the ratio of links is told")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect fails there"
)]

mod links;
#[path = "../program/mod.rs"]
mod program;
mod scanner;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use links::Links;
use program::Program;
use scanner::{Counts, count, counted, expanded, leftovers};

/// Where the scanner and the pages differ: page, what, in the source, on the page, why.
const DIFFERENCES: &[(&str, &str, usize, usize, &str)] = &[(
    "container-registry/artifact-cache-cli.html",
    "tabs",
    3,
    4,
    "a fence in a list item is never closed: it ends with the item, while the scanner takes the next heading for code",
)];

const WHAT: [&str; 4] = ["alerts", "tabs", "zones", "pictures"];

/// Counts a collection; `docset` is the folder of its topics.
fn check(name: &str, docset: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "../shared/corpus/{name} is missing, and CI is set");
        eprintln!("NOT RUN: ../shared/corpus/{name} is missing");
        return;
    }
    let base = root.join(docset);
    // Every finding, however many there are of a kind.
    let built = Program::build(&root).arg("--verbose").run();
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.said);
    let files = built.files();
    let (mut in_sources, mut on_pages, mut different) = (Counts::default(), Counts::default(), Vec::new());
    let mut links = Links::default();
    for (topic, path) in topics(&base) {
        let page = page_of(&topic, &files);
        let html = String::from_utf8_lossy(&files[&page]).into_owned();
        let body = html.split_once("<div class=\"body\">").map_or("", |(_, body)| body);
        let mut source = Counts::default();
        let text = expanded(&path, &base, &root, &mut source, 0);
        count(&text, &mut source);
        let there = counted(body);
        for what in WHAT {
            let (wanted, found) = (source.get(what), there.get(what));
            let known = DIFFERENCES
                .iter()
                .any(|known| (known.0, known.1, known.2, known.3) == (page.as_str(), what, wanted, found));
            if wanted != found && !known {
                different.push(format!("{page}: {what}: {wanted} in the source, {found} on the page"));
            }
        }
        let left = leftovers(body);
        assert!(left.is_empty(), "{page}: the dialect's own marks stand on the page: {left:?}");
        links.check(&root, &path, &topic, &page, &html, &built, &files);
        in_sources.merge(&source);
        on_pages.merge(&there);
    }
    assert!(different.is_empty(), "{different:#?}");
    assert!(links.silent.is_empty(), "links that neither open their page nor are told of: {:#?}", links.silent);
    eprintln!("{name}: links by kind, on their page and findings: {:?}", links.kinds);
    eprintln!(
        "{name}: {:?} in the sources, {:?} on the pages; relative links: {} open, {} are findings, 0 silent",
        in_sources.0, on_pages.0, links.open, links.told
    );
}

/// The Markdown files of a docset that are topics, with their paths below it.
fn topics(base: &Path) -> BTreeMap<String, PathBuf> {
    let found = walkdir::WalkDir::new(base).into_iter().map(|entry| entry.unwrap().into_path());
    let markdown = found.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let named = markdown.map(|path| (path.strip_prefix(base).unwrap().to_str().unwrap().to_owned(), path));
    named
        .filter(|(name, _)| !name.split('/').any(|part| part == "includes" || part.eq_ignore_ascii_case("toc.md")))
        .collect()
}

fn page_of(topic: &str, files: &BTreeMap<String, Vec<u8>>) -> String {
    let page = format!("{}.html", topic.trim_end_matches(".md"));
    if files.contains_key(&page) { page } else { format!("{}index.html", page.trim_end_matches("README.html")) }
}

#[test]
fn ebcm() {
    check("ebcm", "");
}

#[test]
fn the_pagerduty_handbook() {
    check("pagerduty-incident-response", "docs");
}

#[test]
fn well_architected() {
    check("well-architected", "well-architected");
}

#[test]
fn azure_management_docs() {
    check("azure-management-docs", "articles");
}
