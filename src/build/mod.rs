//! The stages in a row: [`SourceTree`] + [`Config`] → [`SitePlan`] with everything that was found.
//!
//! The only place that knows the whole way. Reads nothing and writes nothing: the sources are read before, the plan is
//! published after. `build`, `check` and the preview call the same function.

mod layers;
mod search;
mod settings;
mod shell;
mod site;

use crate::config::Config;
use crate::finding::codes::site::S013;
use crate::finding::{Checked, Finding, sort_findings};
use crate::overlay::{clear, compose};
use crate::page::{Faults, PageSettings, PageSources, page_texts, render_pages};
use crate::playbook::resolve;
use crate::search::build_index;
use crate::site::SitePlan;
use crate::source::SourceTree;
use crate::theme::load_theme;
use crate::topic::docset::read_docsets;
use crate::topic::read_topics;

/// What to build.
#[derive(Debug, Clone, Copy)]
pub struct BuildOptions<'c> {
    /// The configuration, already read, since it says which sources there are.
    pub config: &'c Config,
    /// The edition; `None`: the only one there is.
    pub edition: Option<&'c str>,
    /// Losses that reading the sources met, which every page must tell.
    pub losses: usize,
}

/// Builds the site of one edition.
pub fn build_site(sources: &SourceTree, options: &BuildOptions<'_>) -> Checked<SitePlan> {
    let config = options.config;
    let mut findings: Vec<Finding> = Vec::new();
    let docsets = read_docsets(sources).take(&mut findings);
    let stack = layers::read_stack(sources, config).take(&mut findings);
    let topic_settings = settings::topic_settings(config, &stack, docsets.clone());
    let set = read_topics(sources, &topic_settings).take(&mut findings);
    if set.topics.is_empty() {
        findings.push(no_topics(config, &stack.source_folder));
    }
    let resolve_settings = settings::resolve_settings(config, &stack, &docsets, &set);
    let composed = compose(&set, sources, &stack).take(&mut findings);
    let playbook = resolve(clear(composed), sources, &resolve_settings).take(&mut findings);
    let page_settings =
        PageSettings { sources: PageSources::new(sources, &playbook.layers), ..settings::page_settings(&playbook) };
    let pages = render_pages(&playbook, &page_settings).take(&mut findings);
    let texts = page_texts(&playbook);
    let index = build_index(&search::search_pages(&playbook, &texts, config), &search::search_options(config));
    drop(texts);
    let theme_files = shell::theme_files(sources, config);
    let theme = load_theme(theme_files).take(&mut findings);
    sort_findings(&mut findings);
    let faults = Faults::new(&findings, &page_settings.sources);
    let site = site::Site { sources, config, playbook: &playbook, theme: &theme, faults: &faults };
    let losses = options.losses + findings.iter().filter(|finding| finding.severity.is_loss()).count();
    let plan = site.plan(pages, index, &stack, losses).take(&mut findings);
    sort_findings(&mut findings);
    Checked::new(plan, findings)
}

/// The site would hold nothing to read; an old one had better stay.
fn no_topics(config: &Config, folder: &str) -> Finding {
    let folder = if folder.is_empty() { "the project's folder".to_owned() } else { format!("the folder `{folder}`") };
    let mut finding = Finding::new(&S013, format!("{folder} holds no topics"))
        .label("a topic is a file whose name ends in `.md`")
        .help("`lifeboat init` writes a small project to start from");
    finding.place = config.book.src.as_ref().and_then(|src| src.place.clone());
    finding
}
