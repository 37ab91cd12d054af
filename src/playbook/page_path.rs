//! Topic paths → the pages they become, one page for each, with names that every file system can hold.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::{PageFolder, Readme, ResolveSettings};
use crate::finding::{Finding, Place, codes};
use crate::source::{SitePath, SourcePath};

/// Pages of the site's own.
const OWN_PAGES: [&str; 5] = ["contents.html", "az.html", "internet.html", "404.html", "print.html"];
/// The page for addresses that lead nowhere.
const NOT_FOUND: &str = "404.html";
/// Names at the site's root that no folder of pictures may have, folded: the site's folders of styles and scripts, of the
/// index and of printed booklets, and its files (a folder of a file's name cannot be beside it).
pub(super) const OWN_NAMES: [&str; 6] = ["lifeboat", "search", "print", "manifest.sha256", ".lifeboat-site", "cname"];
/// Those that no folder of topics may have. Pages may stand beside the files of the index, which are scripts, and beside
/// booklets, which make way.
const OWN_FOLDERS: [&str; 4] = ["lifeboat", "manifest.sha256", ".lifeboat-site", "cname"];
/// Names that Windows keeps for devices, whatever their ending (learn.microsoft.com, "Naming Files, Paths, and
/// Namespaces").
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
/// Linux and Windows hold names of 255 units; some room stays for the ending.
const MAX_NAME: usize = 240;

/// Gives each topic its page; `None` where another topic has it already. Each is a path and the start of its file; the
/// paths are sorted.
pub(super) fn name_pages(
    topics: &[(&SourcePath, Place)],
    settings: &ResolveSettings,
    findings: &mut Vec<Finding>,
) -> Vec<Option<SitePath>> {
    let mut taken: BTreeMap<String, (&SourcePath, &Place)> = BTreeMap::new();
    let mut wanted: BTreeMap<String, &Place> = BTreeMap::new();
    let indexes: BTreeSet<String> =
        topics.iter().filter(|(path, _)| is_stem(path, "index")).map(|(path, _)| folded(path.folder())).collect();
    let is_index = |path: &SourcePath| {
        is_stem(path, "index")
            || (settings.readme == Readme::Index
                && is_stem(path, "readme")
                && !indexes.contains(&folded(path.folder())))
    };
    let as_named: Vec<String> =
        topics.iter().map(|(path, _)| page_of(&site_path_of(path, &settings.folders), is_index(path))).collect();
    let files: BTreeSet<String> = as_named.iter().map(|page| folded(page)).collect();
    let mut pages = Vec::with_capacity(topics.len());
    for ((path, start), page) in topics.iter().zip(as_named) {
        if let Some(first) = wanted.get(&page) {
            findings.push(two_topics(first, start));
            pages.push(None);
            continue;
        }
        wanted.insert(page.clone(), start);
        if settings.not_found.as_ref() == Some(path) && taken.insert(NOT_FOUND.to_owned(), (path, start)).is_none() {
            pages.push(SitePath::new(NOT_FOUND).ok());
            continue;
        }
        let (held, reason) = holdable(&page, &files);
        findings.extend(reason.map(|reason| renamed(start, reason, &held)));
        let mut free = held.clone();
        let first = taken.get(&folded(&held)).copied();
        let mut number = 0;
        while taken.contains_key(&folded(&free)) {
            number += 1;
            free = format!("{}-{number}.html", held.strip_suffix(".html").unwrap_or(&held));
        }
        // Two names that differ in nothing else are reported where the folder is read (S008).
        if let Some((other, other_start)) = first.filter(|(other, _)| folded(path.as_str()) != folded(other.as_str())) {
            findings.push(
                Finding::new(&codes::site::S021, "two names that some computers cannot tell apart")
                    .at(start.clone())
                    .label(format!("only letter case or accents tell it from `{other}`"))
                    .related(other_start.clone(), "the other one")
                    .help(format!("rename one of them; until then this page is `{free}`")),
            );
        }
        taken.insert(folded(&free), (path, start));
        pages.push(SitePath::new(&free).ok());
    }
    pages
}

/// Where a source file lies on the site, its ending kept; a file outside of all folders keeps its whole path.
pub(super) fn site_path_of(path: &SourcePath, folders: &[PageFolder]) -> String {
    let holding = folders.iter().filter_map(|folder| Some((folder, path.below(&folder.source)?)));
    match holding.max_by_key(|(folder, _)| folder.source.len()) {
        Some((folder, below)) => super::settings::joined(&folder.site, below),
        None => path.as_str().to_owned(),
    }
}

/// [`site_path_of`] of a path that is known to be one.
pub(super) fn site_path_of_str(path: &str, folders: &[PageFolder]) -> String {
    SourcePath::new(path).map_or_else(|_| path.to_owned(), |path| site_path_of(&path, folders))
}

/// Letter case and Unicode form taken away: what is equal then is one file on some computers.
pub(super) fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().collect::<String>().to_lowercase() }
}

fn is_stem(path: &SourcePath, stem: &str) -> bool {
    path.stem().eq_ignore_ascii_case(stem)
}

fn page_of(site_path: &str, index: bool) -> String {
    let (folder, name) = site_path.rsplit_once('/').map_or(("", site_path), |(folder, name)| (folder, name));
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    super::settings::joined(folder, &format!("{}.html", if index { "index" } else { stem }))
}

/// The page's path as every computer can hold it (S009 tells where the folder is read), and as nothing else of the site
/// has it; with the reason in the second case. `files`: all pages, folded.
fn holdable(page: &str, files: &BTreeSet<String>) -> (String, Option<&'static str>) {
    let mut reason = None;
    let last = page.matches('/').count();
    let mut parts: Vec<String> = Vec::new();
    for (at, part) in page.split('/').enumerate() {
        let stem = part.strip_suffix(".html").filter(|_| at == last);
        let (stem, ending) = stem.map_or((part, ""), |stem| (stem, ".html"));
        let odd = |character: char| character.is_control() || r#"<>:"|?*\"#.contains(character);
        let mut held: String = stem.chars().map(|character| if odd(character) { '-' } else { character }).collect();
        held.truncate(held.trim_end_matches(['.', ' ']).len());
        if held.is_empty() || DEVICES.contains(&folded(held.split('.').next().unwrap_or_default()).trim_end()) {
            held.push('-');
        }
        if held.len() > MAX_NAME {
            held = shortened(&held);
        }
        if at == 0 && at != last && OWN_FOLDERS.contains(&folded(&held).as_str()) {
            held.push_str("-topics");
            reason = Some("the site keeps its own files in a folder of this name");
        }
        if at != last && files.contains(&folded(&format!("{}{held}", page_folder(&parts)))) {
            held.push_str("-topics");
            reason = Some("the page of another topic has the name of this folder");
        }
        held.push_str(ending);
        parts.push(held);
    }
    let mut page = parts.join("/");
    if OWN_PAGES.contains(&folded(&page).as_str()) {
        page = format!("{}-topic.html", page.strip_suffix(".html").unwrap_or(&page));
        reason = Some("the site has a page of its own with this name");
    }
    (page, reason)
}

/// The folders so far with a slash behind each.
fn page_folder(parts: &[String]) -> String {
    parts.iter().flat_map(|part| [part.as_str(), "/"]).collect()
}

/// A long name cut, with a hash of the whole behind it so that two of them stay two.
fn shortened(name: &str) -> String {
    let end = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_NAME - 20).last().unwrap_or(0);
    format!("{}-{}", name.get(..end).unwrap_or_default(), short_hash(name))
}

/// Eight characters that stand for a text.
pub(super) fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(8).collect()
}

fn two_topics(first: &Place, second: &Place) -> Finding {
    Finding::new(&codes::site::S020, "two topics for one page")
        .at(second.clone())
        .label(format!("the page is already made from `{}`, so this topic would be missing", first.file))
        .related(first.clone(), "this one is shown")
        .help("rename one of them, or join them")
}

fn renamed(start: &Place, reason: &str, page: &str) -> Finding {
    Finding::new(&codes::site::S022, "the topic's name cannot be the name of its page")
        .at(start.clone())
        .label(reason)
        .help(format!("rename the file; until then its page is `{page}`"))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::name_pages;
    use crate::finding::Place;
    use crate::playbook::{PageFolder, ResolveSettings};
    use crate::source::SourcePath;

    fn check(settings: &ResolveSettings, paths: &[&str], expected: &Expect) {
        let paths: Vec<SourcePath> = paths.iter().map(|path| SourcePath::new(path).unwrap()).collect();
        let mut findings = Vec::new();
        let topics: Vec<_> = paths.iter().map(|path| (path, Place::new(path.shared(), 0..0))).collect();
        let pages = name_pages(&topics, settings, &mut findings);
        let mut out = String::new();
        for (path, page) in paths.iter().zip(pages) {
            // A letter with its accent apart would be lost in this file, so it is shown as its code.
            let line = format!("{path} → {}", page.map_or("nothing".into(), |page| page.to_string()));
            writeln!(out, "{}", line.replace('\u{301}', "{301}")).unwrap();
        }
        for finding in findings {
            writeln!(out, "{} {}: {}", finding.code.id, finding.place.unwrap().file, finding.label.unwrap()).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn pages_mirror_the_topics_below_their_folder() {
        let folder = |source: &str, site: &str| PageFolder { source: source.into(), site: site.into() };
        let folders = vec![folder("content/topics", ""), folder("content/topics/more", "extra")];
        check(
            &ResolveSettings { folders, ..Default::default() },
            &[
                "README.md",
                "content/topics/README.md",
                "content/topics/a/Index.md",
                "content/topics/a/README.md",
                "content/topics/a/b c#1.md",
                "content/topics/more/x.y.md",
                "other/z.md",
            ],
            &expect![[r"
                README.md → index.html
                content/topics/README.md → nothing
                content/topics/a/Index.md → a/index.html
                content/topics/a/README.md → a/README.html
                content/topics/a/b c#1.md → a/b c#1.html
                content/topics/more/x.y.md → extra/x.y.html
                other/z.md → other/z.html
                S020 content/topics/README.md: the page is already made from `README.md`, so this topic would be missing
            "]],
        );
    }

    #[test]
    fn names_that_some_computer_cannot_hold_are_changed_and_reported() {
        let long = format!("{}.md", "é".repeat(126));
        check(
            &ResolveSettings::default(),
            &[
                "404.md",
                "CON.md",
                "Contents.md",
                "a/nul.x.md",
                "a: b?.md",
                "caf\u{e9}.md",
                "cafe\u{301}.md",
                "end .md",
                "index.html.md",
                "lifeboat/x.md",
                "Manifest.sha256/x.md",
                "search/x.md",
                "x.html/y.md",
                "x.md",
                "x.yml",
                "X.md",
                &long,
            ],
            &expect![[r#"
                404.md → 404-topic.html
                CON.md → CON-.html
                Contents.md → Contents-topic.html
                a/nul.x.md → a/nul.x-.html
                a: b?.md → a- b-.html
                café.md → café.html
                cafe{301}.md → cafe{301}-1.html
                end .md → end.html
                index.html.md → index.html.html
                lifeboat/x.md → lifeboat-topics/x.html
                Manifest.sha256/x.md → Manifest.sha256-topics/x.html
                search/x.md → search/x.html
                x.html/y.md → x.html-topics/y.html
                x.md → x.html
                x.yml → nothing
                X.md → X-1.html
                éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé.md → éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé-3a1f61b0.html
                S022 404.md: the site has a page of its own with this name
                S022 Contents.md: the site has a page of its own with this name
                S022 lifeboat/x.md: the site keeps its own files in a folder of this name
                S022 Manifest.sha256/x.md: the site keeps its own files in a folder of this name
                S022 x.html/y.md: the page of another topic has the name of this folder
                S020 x.yml: the page is already made from `x.md`, so this topic would be missing
            "#]],
        );
    }
}
