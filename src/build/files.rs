//! A playbook → the list of its site's files, before any of them is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Project;
use super::shell::author_asset;
use super::snapshot::AZ;
use crate::finding::{Checked, Finding, Place, codes};
use crate::page::Drawings;
use crate::page::view::{BookletView, SiteView};
use crate::playbook::{Playbook, Target};
use crate::print::roles;
use crate::source::{SitePath, SourcePath};

/// What a file of the site is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum File {
    /// The page of the topic at this place among the playbook's.
    Topic(usize),
    /// The script with the whole contents.
    Navigation,
    /// The page with the whole contents.
    Contents,
    /// The whole contents under the name of the playbook, where no topic is the first page.
    Front,
    /// The index from A to Z.
    Az,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// What needs the internet.
    Internet,
    /// What layers changed.
    Changes,
    /// A page that leads on from an old address: its text.
    Stub(String),
    /// The whole book for paper.
    Book,
    /// The booklet of this role.
    Booklet(String),
    /// What the edition keeps of itself, for what later ones change.
    Record,
    /// The theme's asset at this place.
    Theme(usize),
    /// This file of the sources.
    Copy(SourcePath),
    /// The name of the host that serves the site.
    HostName(String),
    /// What a program drew.
    Drawing(Arc<[u8]>),
}

/// The list while it grows.
#[derive(Default)]
struct Draft {
    files: BTreeMap<SitePath, File>,
    findings: Vec<Finding>,
}

/// Lists every file but those of the search index. `site` says which pages of ours there are.
pub(super) fn list_files(
    project: &Project,
    playbook: &Playbook,
    site: &SiteView,
    drawings: &Drawings,
) -> Checked<BTreeMap<SitePath, File>> {
    let mut draft = Draft::default();
    for (at, topic) in playbook.topics.iter().enumerate() {
        draft.add(topic.page.clone(), File::Topic(at));
    }
    draft.add(own_page("lifeboat/navigation.js"), File::Navigation);
    draft.add(own_page("contents.html"), File::Contents);
    draft.add(own_page(AZ), File::Az);
    draft.add_if_free(own_page("404.html"), File::NotFound);
    draft.add_if_free(own_page("index.html"), File::Front);
    if site.internet {
        draft.add(own_page("internet.html"), File::Internet);
    }
    if site.changes {
        draft.add(own_page("changes.html"), File::Changes);
    }
    draft.books(project, playbook);
    draft.redirects(playbook);
    for (at, asset) in project.theme.assets().iter().enumerate() {
        draft.add(asset.path.clone(), File::Theme(at));
    }
    for (path, source) in &*playbook.assets {
        draft.add(path.clone(), File::Copy(source.clone()));
    }
    for picture in drawings.pictures() {
        draft.add(picture.path.clone(), File::Drawing(Arc::clone(&picture.bytes)));
    }
    if let Some(name) = &project.config.html.cname {
        draft.named("CNAME", File::HostName(name.clone()));
    }
    draft.author_files(project);
    Checked::new(draft.files, draft.findings)
}

/// So many topics make about 8,000 sheets, more than a browser prints and a binder holds; beyond, the page would only cost
/// as much room as all other pages together (decision 0017).
const MOST_PRINTED: usize = 2_000;

/// Whether the site has a page for printing the whole book.
pub(super) fn prints_book(project: &Project, playbook: &Playbook) -> bool {
    project.config.html.print.unwrap_or(playbook.topics.len() <= MOST_PRINTED)
}

/// The booklets among the files, by the names of their roles. Their paths count from `home`, a page of the root.
pub(super) fn booklets(files: &BTreeMap<SitePath, File>, playbook: &Playbook, home: &SitePath) -> Vec<BookletView> {
    let titles: BTreeMap<String, String> = roles(playbook).into_iter().collect();
    let booklet = |(path, file): (&SitePath, &File)| match file {
        File::Booklet(role) => {
            let title = titles.get(role).unwrap_or(role).clone();
            Some(BookletView { title, path: home.url_to(path, None) })
        }
        _ => None,
    };
    files.iter().filter_map(booklet).collect()
}

/// A page of ours. Its name is a constant of this module, so it is a path.
pub(super) fn own_page(name: &'static str) -> SitePath {
    SitePath::new(name).unwrap_or_else(|_| unreachable!("`{name}` is a path"))
}

impl Draft {
    fn add(&mut self, path: SitePath, file: File) {
        match self.files.get(&path) {
            Some(there) if *there == file => {}
            Some(_) => {
                let message = format!("two files of the site want the path `{path}`; the first one stays");
                self.findings.push(Finding::new(&codes::site::S020, message));
            }
            None => {
                self.files.insert(path, file);
            }
        }
    }

    fn add_if_free(&mut self, path: SitePath, file: File) {
        self.files.entry(path).or_insert(file);
    }

    /// Whether no file has the path, in any letter case: some computers cannot tell those apart.
    fn is_free(&self, path: &SitePath) -> bool {
        let folded = path.as_str().to_lowercase();
        !self.files.keys().any(|taken| taken.as_str().to_lowercase() == folded)
    }

    fn named(&mut self, path: &str, file: File) {
        if let Ok(path) = SitePath::new(path) {
            self.add(path, file);
        }
    }

    /// The book for paper, and one for each role.
    fn books(&mut self, project: &Project, playbook: &Playbook) {
        if !prints_book(project, playbook) {
            if project.config.html.print.is_none() {
                let message = format!("{} topics are too many for one print page", playbook.topics.len());
                let help = "`lifeboat print` makes a book of a part; `[output.html.print] enable = true` makes it all the same";
                self.findings.push(Finding::new(&codes::print::P009, message).help(help));
            }
            return;
        }
        self.add_if_free(own_page("print.html"), File::Book);
        self.add_if_free(own_page("edition.json"), File::Record);
        for (role, _) in roles(playbook) {
            // A topic may have the name; its address is known to its readers, so the booklet takes another.
            let named = booklet_name(&role);
            let paths = ["", "-booklet", "-booklet-2"].iter().map(|more| format!("print/{named}{more}.html"));
            let free = paths.filter_map(|path| SitePath::new(&path).ok()).find(|path| self.is_free(path));
            if let Some(path) = free {
                self.add_if_free(path, File::Booklet(role));
            }
        }
    }

    /// Old addresses: stubs that lead to the new ones, also without scripts.
    fn redirects(&mut self, playbook: &Playbook) {
        for (path, target) in &*playbook.redirects {
            let address = match target {
                Target::Topic { topic, anchor, .. } => {
                    let topic = playbook.topics.get(topic.0 as usize);
                    topic.map(|topic| path.url_to(&topic.page, anchor.as_deref()))
                }
                Target::Page { page, anchor } => Some(path.url_to(page, anchor.as_deref())),
                Target::Asset(asset) => Some(path.url_to(asset, None)),
                Target::External(address) => Some(address.to_string()),
                Target::Broken(_) | Target::Text => None,
            };
            if let Some(address) = address {
                self.add_if_free(path.clone(), File::Stub(stub(&address)));
            }
        }
    }

    /// Style sheets, scripts and icons that `book.toml` names, and the theme's files that are no text.
    fn author_files(&mut self, project: &Project) {
        let Project { sources, config, .. } = project;
        let html = &config.html;
        let named = html.additional_css.iter().chain(&html.additional_js).chain(&config.theme.icon);
        for written in named {
            let there = sources.find(&written.value).is_some() || sources.files().contains_key(&written.value);
            if there {
                self.named(&author_asset(&written.value), File::Copy(written.value.clone()));
            } else {
                let message = format!("`{}` does not exist", written.value);
                let place = written.place.clone().unwrap_or_else(|| Place::new("book.toml", 0..0));
                self.findings.push(Finding::new(&codes::config::C009, message).at(place));
            }
        }
        for path in sources.files().keys() {
            if let Some(below) = path.below(config.theme_folder()) {
                self.named(&format!("lifeboat/{below}"), File::Copy(path.clone()));
            }
        }
    }
}

/// The name of a role's booklet: the role's with what no file name should hold as `-`.
fn booklet_name(role: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    let name: String = role.to_lowercase().chars().map(plain).collect();
    name.trim_matches('.').to_owned()
}

/// A page that leads on to another, with a link for browsers that do not.
fn stub(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={escaped}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>This page has moved</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n<main>\n<h1>This page has moved</h1>\n\
         <p><a href=\"{escaped}\">Go to the page</a></p>\n</main>\n</body>\n</html>\n"
    )
}
