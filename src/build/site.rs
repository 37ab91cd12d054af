//! Pages, index, theme and assets → [`SitePlan`].

use rayon::prelude::*;

use super::editions::EditionPlan;
use super::shell::{author_asset, site_view};
use crate::config::Config;
use crate::finding::{Checked, Finding, Place, codes};
use crate::overlay::Stack;
use crate::page::Page;
use crate::page::view::{PageView, SiteView};
use crate::page::{
    AzTarget, AzTerm, Faults, az_page, contents_entries, contents_page, front_page, internet_page, not_found_page,
    topic_view,
};
use crate::playbook::{Playbook, Target};
use crate::search::{IndexEntry, SearchIndex};
use crate::site::{Content, SitePlan};
use crate::source::{SitePath, SourcePath, SourceTree};
use crate::theme::{Shell, Theme, navigation_script};

/// Everything that a site is put together from, apart from what is used up on the way.
pub(super) struct Site<'a> {
    pub(super) sources: &'a SourceTree,
    pub(super) config: &'a Config,
    pub(super) edition: &'a EditionPlan,
    pub(super) playbook: &'a Playbook,
    pub(super) theme: &'a Theme,
    pub(super) faults: &'a Faults,
}

/// The plan while it grows.
#[derive(Default)]
struct Draft {
    plan: SitePlan,
    findings: Vec<Finding>,
}

impl Site<'_> {
    /// Plans every file. `losses` is told on the pages.
    pub(super) fn plan(&self, pages: Vec<Page>, index: SearchIndex, stack: &Stack, losses: usize) -> Checked<SitePlan> {
        let mut draft = Draft::default();
        let home = own_page("index.html");
        let internet = own_page("internet.html");
        let needs_internet = internet_page(self.playbook, &internet);
        let mut view = site_view(self.config, self.edition, self.playbook, stack, &home, losses);
        view.internet = needs_internet.is_some();
        let shell = self.theme.shell(&view);
        let frames: Vec<Checked<Option<(SitePath, String)>>> =
            pages.into_par_iter().map(|page| self.frame(&shell, page)).collect();
        for frame in frames {
            if let Some((path, html)) = frame.take(&mut draft.findings) {
                draft.text(path, html);
            }
        }
        self.own_pages(&shell, &view, &index, &mut draft);
        if let Some(view) = needs_internet {
            draft.page(&shell, &internet, &view);
        }
        self.redirects(&mut draft);
        for asset in self.theme.assets() {
            draft.add(asset.path.clone(), Content::Bytes(asset.bytes.clone()));
        }
        if self.config.search.enable {
            for (path, bytes) in index.files {
                draft.named(&format!("search/{path}"), Content::Bytes(bytes));
            }
        }
        for (path, source) in &self.playbook.assets {
            draft.add(path.clone(), Content::Copy(source.clone()));
        }
        self.author_files(&mut draft);
        Checked::new(draft.plan, draft.findings)
    }

    fn frame(&self, shell: &Shell<'_>, page: Page) -> Checked<Option<(SitePath, String)>> {
        let path = page.path.clone();
        match topic_view(self.playbook, page, self.faults) {
            None => Checked::clean(None),
            Some(view) => shell.render_page(&view).map(|html| Some((path, html))),
        }
    }

    /// The pages that no topic makes.
    fn own_pages(&self, shell: &Shell<'_>, site: &SiteView, index: &SearchIndex, draft: &mut Draft) {
        let contents = own_page("contents.html");
        let entries = contents_entries(self.playbook, &contents);
        if let Some((path, script)) = navigation_script(&entries) {
            draft.text(path, script);
        }
        draft.page(shell, &contents, &contents_page(&contents, entries));
        let az = own_page("az.html");
        let terms: Vec<AzTerm> = index.a_to_z.iter().filter_map(az_term).collect();
        draft.page(shell, &az, &az_page(&az, &terms));
        let missing = own_page("404.html");
        if draft.plan.get(&missing).is_none() {
            draft.page(shell, &missing, &not_found_page(&missing));
        }
        // Where no topic is the first page, the whole contents are, under the name of the playbook.
        let first = own_page("index.html");
        if draft.plan.get(&first).is_none() {
            let entries = contents_entries(self.playbook, &first);
            draft.page(shell, &first, &front_page(&first, &site.title, entries));
        }
    }

    /// Old addresses: stubs that lead to the new ones, also without scripts.
    fn redirects(&self, draft: &mut Draft) {
        for (path, target) in &self.playbook.redirects {
            let address = match target {
                Target::Topic { topic, anchor, .. } => {
                    let topic = self.playbook.topics.get(topic.0 as usize);
                    topic.map(|topic| path.url_to(&topic.page, anchor.as_deref()))
                }
                Target::Page { page, anchor } => Some(path.url_to(page, anchor.as_deref())),
                Target::Asset(asset) => Some(path.url_to(asset, None)),
                Target::External(address) => Some(address.to_string()),
                Target::Broken(_) | Target::Text => None,
            };
            if let Some(address) = address
                && draft.plan.get(path).is_none()
            {
                draft.text(path.clone(), stub(&address));
            }
        }
    }

    /// Style sheets, scripts and icons that `book.toml` names, and the theme's files that are no text.
    fn author_files(&self, draft: &mut Draft) {
        let html = &self.config.html;
        let named = html.additional_css.iter().chain(&html.additional_js).chain(&self.config.theme.icon);
        for written in named {
            if let Some(content) = self.content(&written.value) {
                draft.named(&author_asset(&written.value), content);
            } else {
                let message = format!("`{}` does not exist", written.value);
                let place = written.place.clone().unwrap_or_else(|| Place::new("book.toml", 0..0));
                draft.findings.push(Finding::new(&codes::config::C009, message).at(place));
            }
        }
        let Some(folder) = &html.theme else { return };
        for path in self.sources.files().keys() {
            if let Some(below) = path.below(&folder.value) {
                draft.named(&format!("lifeboat/{below}"), Content::Copy(path.clone()));
            }
        }
    }

    fn content(&self, path: &SourcePath) -> Option<Content> {
        let there = self.sources.find(path).is_some() || self.sources.files().contains_key(path);
        there.then(|| Content::Copy(path.clone()))
    }
}

impl Draft {
    fn add(&mut self, path: SitePath, content: Content) {
        if let Err(clash) = self.plan.add(path, content) {
            let message = format!("two files of the site want the path `{}`; the first one stays", clash.path);
            self.findings.push(Finding::new(&codes::site::S020, message));
        }
    }

    fn text(&mut self, path: SitePath, text: String) {
        self.add(path, Content::Bytes(text.into_bytes()));
    }

    fn named(&mut self, path: &str, content: Content) {
        if let Ok(path) = SitePath::new(path) {
            self.add(path, content);
        }
    }

    fn page(&mut self, shell: &Shell<'_>, path: &SitePath, view: &PageView) {
        let html = shell.render_page(view).take(&mut self.findings);
        self.text(path.clone(), html);
    }
}

fn az_term(entry: &IndexEntry) -> Option<AzTerm> {
    let targets: Option<Vec<AzTarget>> = entry
        .targets
        .iter()
        .map(|target| {
            let page = SitePath::new(&target.path).ok()?;
            Some(AzTarget { page, anchor: target.anchor.clone(), title: target.title.clone() })
        })
        .collect();
    Some(AzTerm { term: entry.term.clone(), see: entry.see.clone(), targets: targets? })
}

/// A page of ours. Its name is a constant of this module, so it is a path.
pub(super) fn own_page(name: &'static str) -> SitePath {
    SitePath::new(name).unwrap_or_else(|_| unreachable!("`{name}` is a path"))
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
