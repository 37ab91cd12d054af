//! What is the same on every page of an edition: names, dates, actions, the theme's files.

use super::editions::EditionPlan;
use super::files::own_page;
use crate::config::{Config, Scheme, TextDirection};
use crate::overlay::{LayerId, Stack};
use crate::page::actions;
use crate::page::view::{Direction, EditionView, SiteView};
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::{SitePath, SourcePath, SourceTree};
use crate::theme::ThemeFile;

/// The values of the site.
pub(super) fn site_view(
    config: &Config,
    plan: &EditionPlan,
    playbook: &Playbook,
    stack: &Stack,
    home: &SitePath,
    losses: usize,
) -> SiteView {
    // Everything in these values counts from the root, as an address: a page writes its own way to the root before it.
    let root = own_page("index.html");
    let own = |path: &SourcePath| {
        let written = author_asset(path);
        SitePath::new(&written).map_or_else(|_| written.clone(), |asset| root.url_to(&asset, None))
    };
    let title = config.book.title.clone().unwrap_or_else(|| home_title(playbook));
    let edition = edition_view(plan, playbook, stack);
    SiteView {
        key: key_of(&title, plan),
        title,
        description: config.book.description.clone(),
        authors: config.book.authors.clone(),
        scheme: config.html.default_theme.map(|scheme| match scheme {
            Scheme::Light => "light".to_owned(),
            Scheme::Dark => "dark".to_owned(),
        }),
        repository: config.html.git_repository_url.clone().filter(|address| is_web_address(address)),
        language: config.book.language.clone(),
        direction: match config.book.text_direction {
            Some(TextDirection::RightToLeft) => Direction::Rtl,
            Some(TextDirection::LeftToRight) => Direction::Ltr,
            None => natural_direction(&config.book.language),
        },
        edition,
        home: root.url_to(home, None),
        actions: actions(playbook, &root),
        losses,
        search: config.search.enable,
        // Whoever makes the page that lists them knows whether there is any.
        internet: false,
        changes: false,
        print: false,
        booklets: Vec::new(),
        styles: config.html.additional_css.iter().map(|path| own(&path.value)).collect(),
        scripts: config.html.additional_js.iter().map(|path| own(&path.value)).collect(),
        icon: config.theme.icon.as_ref().map(|path| own(&path.value)),
        notice: plan.notice.clone().or_else(|| config.theme.notice.clone()),
    }
}

/// Where a style sheet, script or icon of the author's goes: apart from pages and pictures, so that nothing clashes.
pub(super) fn author_asset(path: &SourcePath) -> String {
    format!("lifeboat/own/{path}")
}

/// Where the source of a topic can be edited, by `edit-url-template`. A layer's is not told: its folder would be.
pub(super) fn edit_address(config: &Config, topic: &PlaybookTopic) -> Option<String> {
    let template = config.html.edit_url_template.as_deref()?;
    let address = template.replace("{path}", topic.path.as_str());
    (topic.layer == LayerId::BASE && is_web_address(&address)).then_some(address)
}

fn is_web_address(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
}

/// The files of the author's theme folder that are text; others go into the site as they are.
pub(super) fn theme_files(sources: &SourceTree, config: &Config) -> Vec<ThemeFile> {
    let folder = config.theme_folder();
    let texts = sources.texts().filter_map(|(_, text)| {
        let path = text.path.below(folder)?.to_owned();
        Some(ThemeFile { source: text.path.clone(), path, bytes: text.text.as_bytes().to_vec() })
    });
    texts.collect()
}

fn edition_view(plan: &EditionPlan, playbook: &Playbook, stack: &Stack) -> EditionView {
    let shown = stack.ranks.iter().flatten().filter(|id| plan.clearance.shows_layer(&stack.layers, **id));
    let layers = shown.filter_map(|id| stack.layers.get(*id));
    EditionView {
        name: plan.label.clone(),
        code: plan.code.clone(),
        produced_on: playbook.date.to_string(),
        valid_until: plan.valid_until.clone(),
        layers: layers.map(|layer| layer.label.clone()).collect(),
        classification: stack.overlays_folder.as_ref().map(|_| plan.clearance.ceiling.clone()),
    }
}

fn home_title(playbook: &Playbook) -> String {
    let home = playbook.home.and_then(|id| playbook.topics.get(id.0 as usize));
    home.map_or_else(|| "Playbook".to_owned(), |topic| topic.title.clone())
}

/// A short text that differs between playbooks and their editions, for what the browser keeps.
fn key_of(title: &str, plan: &EditionPlan) -> String {
    let edition = if plan.label.is_some() { plan.name.as_str() } else { "" };
    let hash = blake3::hash(format!("{title}{edition}").as_bytes()).to_hex();
    hash.get(..12).unwrap_or_default().to_owned()
}

/// Languages written from right to left: the scripts Arabic, Hebrew, Thaana and Syriac of CLDR's likely subtags.
fn natural_direction(language: &str) -> Direction {
    let primary = language.split('-').next().unwrap_or_default().to_lowercase();
    let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];
    if rtl.contains(&primary.as_str()) { Direction::Rtl } else { Direction::Ltr }
}
