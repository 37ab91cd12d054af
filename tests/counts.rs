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

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use program::{Built, Program, Told};

/// Where the scanner and the pages differ: page, what, in the source, on the page, why.
const DIFFERENCES: &[(&str, &str, usize, usize, &str)] = &[(
    "container-registry/artifact-cache-cli.html",
    "tabs",
    3,
    4,
    "a fence in a list item is never closed: it ends with the item, while the scanner takes the next heading for code",
)];

/// Links that the scanner finds and a page shows as they are written: file, destination, why.
const AS_WRITTEN: &[(&str, &str, &str)] = &[(
    "docs/training/courses/incident_response.md",
    "https://response.pagerduty.com",
    "it stands in an admonition of MkDocs (`???+`), whose indented text is code in CommonMark",
)];

/// What stands in a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn add(&mut self, what: &'static str, count: usize) {
        *self.0.entry(what).or_default() += count;
    }

    fn get(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or_default()
    }

    fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(what, count)| self.add(what, *count));
    }
}

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

/// The text without front matter, comments, code; each include replaced by what it names.
fn expanded(path: &Path, base: &Path, root: &Path, counts: &mut Counts, depth: usize) -> String {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let text = visible(body_of(&text));
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((start, end, dest)) = next_include(rest) {
        out.push_str(&rest[..start]);
        counts.add("includes", 1);
        let dest = dest.split(['?', '#']).next().unwrap();
        let file = match dest.strip_prefix("~/") {
            Some(dest) => [base.join(dest), root.join(dest)].into_iter().find(|path| path.is_file()),
            None => Some(path.parent().unwrap().join(dest)).filter(|path| path.is_file()),
        };
        match file {
            Some(file) if depth < 8 => out.push_str(&expanded(&file, base, root, counts, depth + 1)),
            _ => counts.add("includes of other repositories", 1),
        }
        rest = &rest[end..];
    }
    out + rest
}

fn body_of(text: &str) -> &str {
    if !text.starts_with("---\n") && !text.starts_with("--- ") {
        return text;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && ["---", "..."].contains(&line.trim_end()) {
            return &text[at..];
        }
    }
    text
}

fn visible(text: &str) -> String {
    let mut uncommented = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        uncommented.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    uncommented.push_str(rest);
    let mut lines = String::new();
    let mut fence: Option<(char, usize)> = None;
    for line in uncommented.lines() {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).unwrap_or(text);
        let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        let mark = text.chars().next().filter(|c| ['`', '~'].contains(c));
        let length = mark.map_or(0, |mark| text.chars().take_while(|c| *c == mark).count());
        match fence {
            Some((open, least)) => {
                if mark == Some(open) && length >= least && text.trim_end().chars().all(|c| c == open) {
                    fence = None;
                }
            }
            None if length >= 3 && !(mark == Some('`') && text[length..].contains('`')) => {
                fence = mark.map(|mark| (mark, length));
            }
            None => {
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    without_code_spans(&lines)
}

/// Spans of code close with as many backticks as they opened with, within their paragraph.
fn without_code_spans(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let length = rest[start..].chars().take_while(|c| *c == '`').count();
        let inside = &rest[start + length..];
        let paragraph = inside.find("\n\n").map_or(inside, |end| &inside[..end]);
        let mut at = 0;
        let close = loop {
            let Some(found) = paragraph[at..].find('`') else { break None };
            let count = paragraph[at + found..].chars().take_while(|c| *c == '`').count();
            if count == length {
                break Some(at + found);
            }
            at += found + count;
        };
        out.push_str(&rest[..start]);
        match close {
            Some(close) => rest = &inside[close + length..],
            None => {
                out.push_str(&rest[start..start + length]);
                rest = inside;
            }
        }
    }
    out + rest
}

/// `[!INCLUDE [text](path)]`: where it starts and ends, and the path.
fn next_include(text: &str) -> Option<(usize, usize, String)> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let start = from + lower[from..].find("[!include")?;
        let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let open = text[start..line_end].find("](").map(|at| start + at + 2);
        let close = open.and_then(|open| Some(open + text[open..line_end].find(')')?));
        if let (Some(open), Some(close)) = (open, close)
            && text[close + 1..].trim_start().starts_with(']')
        {
            let end = close + 1 + text[close + 1..].find(']').unwrap() + 1;
            return Some((start, end, text[open..close].trim().trim_matches(['<', '>']).to_owned()));
        }
        from = start + 1;
    }
}

/// Counts what stands in a text without code.
fn count(text: &str, counts: &mut Counts) {
    for line in text.lines() {
        let inner = line
            .trim_start_matches([' ', '\t', '>', '-', '*', '+', '.', ')'])
            .trim_start_matches(|c: char| c.is_ascii_digit() || ". \t>)".contains(c));
        let prefix = &line[..line.len() - inner.len()];
        let marker = inner.trim().to_ascii_lowercase();
        if prefix.contains('>')
            && ["[!note]", "[!tip]", "[!important]", "[!warning]", "[!caution]"].contains(&marker.as_str())
        {
            counts.add("alerts", 1);
        }
        let heading = inner.trim_start_matches('#');
        if heading.len() < inner.len()
            && heading.trim_start().starts_with('[')
            && heading.to_ascii_lowercase().contains("](#tab/")
        {
            counts.add("tabs", 1);
        }
        let zone = inner.strip_prefix(":::").map(str::trim_start);
        if zone.is_some_and(|zone| zone.starts_with("zone") && zone.contains("pivot")) {
            counts.add("zones", 1);
        }
    }
    let learn = text
        .match_indices(":::")
        .filter(|(at, _)| text[at + 3..].trim_start_matches(' ').starts_with("image "))
        .count();
    let html = text.to_ascii_lowercase().matches("<img").count();
    let markdown = text.match_indices("![").filter(|(at, _)| {
        let rest = &text[at + 2..];
        rest.find(']').is_some_and(|end| rest[end + 1..].starts_with(['(', '[']))
    });
    let markdown = markdown.count();
    counts.add("pictures", learn + html + markdown);
}

/// The destinations of inline links and images: whether an image, and the destination.
fn destinations(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](") {
        let mut depth = 0;
        let open = text[..at].char_indices().rev().take(600).find(|(_, c)| {
            match c {
                ']' => depth += 1,
                '[' if depth == 0 => return true,
                '[' => depth -= 1,
                _ => {}
            }
            false
        });
        let Some((open, _)) = open else { continue };
        let image = text[..open].ends_with('!');
        let rest = text[at + 2..].trim_start();
        let dest = match rest.strip_prefix('<') {
            Some(rest) => rest.split(['>', '\n']).next().unwrap_or_default(),
            None => {
                let mut depth = 0;
                let end = rest.find(|c: char| {
                    match c {
                        '(' => depth += 1,
                        ')' if depth == 0 => return true,
                        ')' => depth -= 1,
                        _ => {}
                    }
                    c.is_whitespace()
                });
                &rest[..end.unwrap_or(rest.len())]
            }
        };
        found.push((image, dest.to_owned()));
    }
    found
}

/// What stands on a page.
fn counted(body: &str) -> Counts {
    let mut counts = Counts::default();
    counts.add("alerts", body.matches("<aside class=\"alert ").count());
    counts.add("tabs", body.matches("class=\"tab-label\"").count());
    counts.add("zones", body.matches("<div class=\"zone\"").count());
    let shown = body.matches("<img ").count();
    counts.add("pictures", shown + body.matches("class=\"missing-image\"").count() + body.matches(">Image: ").count());
    counts.add("includes of other repositories", body.matches("class=\"missing-include\"").count());
    counts
}

/// The dialect's own marks in the words of a page, outside of code.
fn leftovers(body: &str) -> Vec<String> {
    let mut words = String::new();
    let mut in_code = false;
    for piece in body.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        in_code = (in_code || tag.starts_with("code")) && !tag.starts_with("/code");
        if !in_code {
            words.push_str(text);
        }
    }
    let lower = words.to_ascii_lowercase();
    let marks = ["[!note", "[!tip", "[!important", "[!warning", "[!caution", "[!include", "[!div", "[!video", "#tab/"];
    let lines = words.lines().filter(|line| line.trim_start().starts_with(":::"));
    marks.into_iter().filter(|mark| lower.contains(*mark)).map(str::to_owned).chain(lines.map(str::to_owned)).collect()
}

/// What became of relative links to topics.
#[derive(Default)]
struct Links {
    open: usize,
    told: usize,
    silent: Vec<String>,
    /// Links of other kinds: how many stand on their page, and how many are findings.
    kinds: BTreeMap<&'static str, (usize, usize)>,
}

impl Links {
    /// Each `[…](x.md#y)` of a topic's own text: its page has a link to the page of `x.md` with an id that is there, or a
    /// finding names the line.
    #[expect(clippy::too_many_arguments, reason = "all that is known of one page")]
    fn check(
        &mut self,
        root: &Path,
        path: &Path,
        topic: &str,
        page: &str,
        html: &str,
        built: &Built,
        files: &BTreeMap<String, Vec<u8>>,
    ) {
        let bytes = std::fs::read(path).unwrap();
        let written = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        let mut own = visible(body_of(written.trim_start_matches('\u{feff}')));
        while let Some((start, end, _)) = next_include(&own) {
            own.replace_range(start..end, "");
        }
        let folder = topic.rsplit_once('/').map_or("", |(folder, _)| folder);
        let hrefs: BTreeSet<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let file = path.strip_prefix(root).unwrap().to_str().unwrap();
        for (_, dest) in destinations(&own).into_iter().filter(|(image, _)| !image) {
            if let Some(kind) = kind_of(&dest) {
                let as_written = AS_WRITTEN.iter().any(|known| (known.0, known.1) == (file, dest.as_str()));
                let there = stands_on_page(kind, &dest, &hrefs, html) || as_written;
                let mut lines = written.lines().enumerate().filter(|(_, line)| line.contains(&dest));
                let told = lines.any(|(at, _)| {
                    let place = format!("{file}:{}:", at + 1);
                    built.findings.iter().any(|found| found.place.starts_with(&place))
                });
                let counts = self.kinds.entry(kind).or_default();
                match (there, told) {
                    (true, _) => counts.0 += 1,
                    (false, true) => counts.1 += 1,
                    (false, false) => self.silent.push(format!("{file}: {dest} ({kind})")),
                }
                continue;
            }
            let (target, fragment) = dest.split_once('#').unwrap_or((&dest, ""));
            let target = target.split('?').next().unwrap_or_default();
            if target.contains(':')
                || target.starts_with(['/', '~', '\\'])
                || Path::new(target).extension().is_none_or(|ending| ending != "md")
            {
                continue;
            }
            let wanted = joined(folder, &target.replace("%20", " "));
            let wanted = wanted.map(|path| page_of(&path, files)).filter(|path| files.contains_key(path));
            let opens = wanted.as_deref().is_some_and(|wanted| {
                let href = relative(page, wanted);
                // A link on its own page names the section alone, or the top.
                let on_page = |written: &str| match written.strip_prefix(&href) {
                    Some(rest) => Some(rest.to_owned()),
                    None => (wanted == page && written.starts_with('#')).then(|| written.to_owned()),
                };
                let parts = hrefs.iter().filter_map(|written| on_page(written));
                let text = String::from_utf8_lossy(&files[wanted]);
                parts.into_iter().any(|part| {
                    let id = part.split_once('#').map_or("", |(_, id)| id);
                    // Other rules for ids, such as mkdocs', write one dash where Learn's writes several.
                    let same = dashes(id) == dashes(fragment);
                    let to_page = part.is_empty() || part.starts_with(['#', '?']);
                    to_page && (fragment.is_empty() || (same && text.contains(&format!("id=\"{id}\""))))
                })
            });
            let lines = || written.lines().enumerate().filter(|(_, line)| line.contains(&dest)).map(|(at, _)| at + 1);
            let told = || {
                lines()
                    .any(|line| built.findings.iter().any(|found| found.place.starts_with(&format!("{file}:{line}:"))))
            };
            // A page with a part from a repository that is not here is told of; which sections that part has, nobody knows.
            let stem = wanted.as_deref().and_then(|wanted| wanted.strip_suffix(".html")).unwrap_or("-");
            let partial = |found: &Told| found.code == "M006" && found.place.contains(&format!("{stem}.md:"));
            let told = || told() || built.findings.iter().any(partial);
            if opens {
                self.open += 1;
            } else if told() {
                self.told += 1;
            } else {
                self.silent.push(format!("{file}: {dest}"));
            }
        }
    }
}

/// What kind of link a destination is; `None` for one to a file by its path from here.
fn kind_of(dest: &str) -> Option<&'static str> {
    let lower = dest.to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    Some(match () {
        () if begins(&["#tab/"]) => return None,
        () if begins(&["#"]) => "section of this page",
        () if begins(&["https://learn.microsoft.com", "https://docs.microsoft.com"]) => "Learn by its address",
        () if begins(&["http://", "https://"]) => "internet",
        () if begins(&["mailto:", "tel:"]) => "mail and telephone",
        () if begins(&["xref:"]) => "xref",
        () if begins(&["/"]) => "path of the site",
        () => return None,
    })
}

/// Whether a page has a link as an author wrote it: the same address, or that of a page which stands for it.
fn stands_on_page(kind: &str, dest: &str, hrefs: &BTreeSet<&str>, html: &str) -> bool {
    let plain = |href: &str| href.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    let wanted = dest.replace("&amp;", "&").replace('\\', "");
    let wanted = wanted.trim_end_matches('/');
    let same = |href: &&str| {
        let href = plain(href);
        let href = href.trim_end_matches('/');
        href == wanted || percent_free(href) == percent_free(wanted)
    };
    if hrefs.iter().any(same) {
        return match kind {
            "section of this page" => html.contains(&format!("id=\"{}\"", &dest[1..])) || dest == "#top",
            _ => true,
        };
    }
    // A path of the site is either a topic of the playbook, or lies under the address of the site.
    let (path, _) = wanted.split_once(['?', '#']).unwrap_or((wanted, ""));
    let path = path.strip_prefix("https://learn.microsoft.com").unwrap_or(path);
    let path = path.strip_prefix("https://docs.microsoft.com").unwrap_or(path).trim_end_matches('/');
    let name =
        path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").trim_end_matches(".yml").to_lowercase();
    let is_its_page = |href: &&str| {
        let href = plain(href).to_lowercase();
        let page = href.split(['?', '#']).next().unwrap_or_default();
        page.contains(&format!("learn.microsoft.com{}", path.to_lowercase()))
            || page.rsplit('/').next() == Some(&format!("{name}.html"))
            || (page.ends_with("index.html")
                && page.trim_end_matches("/index.html").rsplit('/').next() == Some(name.as_str()))
            || (page.is_empty() && href.starts_with('#'))
    };
    matches!(kind, "path of the site" | "Learn by its address") && hrefs.iter().any(is_its_page)
}

/// Without the percent signs that one writes and another does not.
fn percent_free(address: &str) -> String {
    address.replace("%20", " ").replace("%28", "(").replace("%29", ")").replace("%7B", "{").replace("%7D", "}")
}

/// Runs of dashes as one.
fn dashes(id: &str) -> String {
    id.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn relative(from: &str, to: &str) -> String {
    let (mut here, mut there): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    while here.len() > 1 && there.len() > 1 && here[0] == there[0] {
        here.remove(0);
        there.remove(0);
    }
    format!("{}{}", "../".repeat(here.len() - 1), there.join("/").replace(' ', "%20"))
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
