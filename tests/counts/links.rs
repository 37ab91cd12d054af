//! Each link of a source: on its page, or told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::page_of;
use super::program::{Built, Told};
use super::scanner::{body_of, destinations, next_include, visible};

/// Links that the scanner finds and a page shows as they are written: file, destination, why.
const AS_WRITTEN: &[(&str, &str, &str)] = &[(
    "docs/training/courses/incident_response.md",
    "https://response.pagerduty.com",
    "it stands in an admonition of MkDocs (`???+`), whose indented text is code in CommonMark",
)];

/// What became of relative links to topics.
#[derive(Default)]
pub(super) struct Links {
    pub(super) open: usize,
    pub(super) told: usize,
    pub(super) silent: Vec<String>,
    /// Links of other kinds: how many stand on their page, and how many are findings.
    pub(super) kinds: BTreeMap<&'static str, (usize, usize)>,
}

impl Links {
    /// Each `[…](x.md#y)` of a topic's own text: its page has a link to the page of `x.md` with an id that is there, or a
    /// finding names the line.
    #[expect(clippy::too_many_arguments, reason = "all that is known of one page")]
    pub(super) fn check(
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
