//! The stages in a row: [`SourceTree`] + [`Config`] → [`SitePlan`] with everything that was found.
//!
//! The only place that knows the whole way. Reads nothing and writes nothing: the sources are read before, the plan is
//! published after. `build`, `check` and the preview call the same function.

mod data;
mod editions;
mod layers;
mod leaks;
mod search;
mod settings;
mod shell;
mod site;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::data::ProjectData;
use self::editions::{EditionPlan, plan_editions};
use self::leaks::scan_leaks;
use crate::config::Config;
use crate::finding::codes::overlay::O411;
use crate::finding::codes::site::{S013, S020};
use crate::finding::{Checked, Finding, Place, sort_findings};
use crate::overlay::{Clearance, Layers, Stack, clear, compose, fill};
use crate::page::{Faults, PageSettings, PageSources, page_texts, render_pages};
use crate::playbook::resolve;
use crate::search::build_index;
use crate::site::SitePlan;
use crate::source::{SitePath, SourcePath, SourceTree};
use crate::theme::{Theme, load_theme};
use crate::topic::docset::{Docsets, read_docsets};
use crate::topic::{TopicSet, read_topics};

/// What to build.
#[derive(Debug, Clone, Copy)]
pub struct BuildOptions<'c> {
    /// The configuration, already read, since it says which sources there are.
    pub config: &'c Config,
    /// The edition, or a pattern such as `site-*`; `None`: every edition that there is.
    pub edition: Option<&'c str>,
    /// Losses that reading the sources met, which every page must tell.
    pub losses: usize,
}

/// There is no such edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchEdition(String);

impl std::fmt::Display for NoSuchEdition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSuchEdition {}

/// Builds the site: one edition as it is, several each in a folder of its own.
///
/// # Errors
/// When no edition has the name that is asked for.
pub fn build_site(sources: &SourceTree, options: &BuildOptions<'_>) -> Result<Checked<SitePlan>, NoSuchEdition> {
    let config = options.config;
    let mut findings: Vec<Finding> = Vec::new();
    let docsets = read_docsets(sources).take(&mut findings);
    let (layers, overlay_folder) = layers::read_project_layers(sources, config).take(&mut findings);
    let data = ProjectData::read(sources, config, &layers, &mut findings);
    let records = |set: &str| data.base_records(set);
    let plans = plan_editions(config, &layers, &overlay_folder, &records).take(&mut findings);
    let plans = editions::chosen(plans, options.edition).map_err(NoSuchEdition)?;
    let project = Project::read(sources, options, docsets, layers, overlay_folder, data, &mut findings);
    let several = plans.len() > 1;
    let mut site = SitePlan::default();
    let mut told: BTreeMap<Told, (Finding, Vec<&str>)> = BTreeMap::new();
    for plan in &plans {
        let edition = project.build(plan, &findings);
        for finding in edition.findings {
            let key = (finding.place.clone(), finding.code.id, finding.message.clone());
            let (_, names) = told.entry(key).or_insert_with(|| (finding, Vec::new()));
            // Several findings of one edition may say the same.
            if names.last() != Some(&plan.name.as_str()) {
                names.push(&plan.name);
            }
        }
        if !several {
            site = edition.value;
            continue;
        }
        for (path, content) in edition.value.into_files() {
            if let Ok(path) = SitePath::new(&format!("{}/{path}", plan.folder)) {
                // Folders of editions are distinct; one inside of another may still hold a page of that name.
                if let Err(clash) = site.add(path, content) {
                    let message = format!("two editions want the path `{}`; the first one stays", clash.path);
                    findings.push(Finding::new(&S020, message));
                }
            }
        }
    }
    findings.extend(told.into_values().map(|(finding, names)| in_editions(finding, &names, plans.len())));
    sort_findings(&mut findings);
    Ok(Checked::new(site, findings))
}

/// What makes two findings of different editions the same.
type Told = (Option<Place>, &'static str, String);

/// Says in how many editions a finding occurs, where not in all of them.
fn in_editions(mut finding: Finding, names: &[&str], all: usize) -> Finding {
    if names.len() < all {
        let first = names.first().copied().unwrap_or_default();
        let count = format!("in {} of {all} editions, first: {first}", names.len());
        finding.help = Some(finding.help.map_or(count.clone(), |help| format!("{help} ({count})")));
    }
    finding
}

/// What all editions of a project share: everything that is read once.
struct Project<'a> {
    sources: &'a SourceTree,
    config: &'a Config,
    losses: usize,
    docsets: Docsets,
    layers: Layers,
    source_folder: String,
    /// Where the layers are; `None` where there are none.
    overlays_folder: Option<String>,
    data: ProjectData,
    set: TopicSet,
    theme: Theme,
}

impl<'a> Project<'a> {
    fn read(
        sources: &'a SourceTree,
        options: &BuildOptions<'a>,
        docsets: Docsets,
        layers: Layers,
        folder_of_layers: String,
        data: ProjectData,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let config = options.config;
        let source_folder = config.source_folder(sources);
        let overlays_folder = (layers.iter().len() > 1).then_some(folder_of_layers);
        let stack = Stack {
            source_folder: source_folder.clone(),
            overlays_folder: overlays_folder.clone(),
            layers: layers.clone(),
            ranks: Vec::new(),
        };
        let mut topic_settings = settings::topic_settings(config, &stack, docsets.clone());
        topic_settings.markdown.variables = data.in_use;
        let set = read_topics(sources, &topic_settings).take(findings);
        if set.topics.is_empty() {
            findings.push(no_topics(config, &source_folder));
        }
        let theme = load_theme(shell::theme_files(sources, config)).take(findings);
        Self {
            sources,
            config,
            losses: options.losses,
            docsets,
            layers,
            source_folder,
            overlays_folder,
            data,
            set,
            theme,
        }
    }

    /// One edition. `common`: what was found before, in the sources themselves.
    fn build(&self, edition: &EditionPlan, common: &[Finding]) -> Checked<SitePlan> {
        let Self { sources, config, .. } = *self;
        let mut findings = Vec::new();
        let stack = Stack {
            source_folder: self.source_folder.clone(),
            overlays_folder: self.overlays_folder.clone(),
            layers: self.layers.clone(),
            ranks: edition.ranks.clone(),
        };
        let resolve_settings = settings::resolve_settings(config, &stack, &self.docsets, &self.set);
        let composed = compose(&self.set, sources, &stack).take(&mut findings);
        let cleared = clear(composed, sources, &edition.clearance).take(&mut findings);
        let data = self.data.of(edition, &self.layers, &mut findings);
        let cleared = fill(cleared, &data, sources, &edition.clearance).take(&mut findings);
        if cleared.topics().is_empty() && !self.set.topics.is_empty() {
            let message = format!("edition `{}` shows no topic at all", edition.name);
            let help =
                format!("its clearance is `{}`; topics say theirs with `classification`", edition.clearance.ceiling);
            findings.push(Finding::new(&O411, message).help(help));
        }
        let withheld = cleared.withheld().to_vec();
        let shown_words = if withheld.is_empty() { Vec::new() } else { cleared.shown_words() };
        let hides = cleared.hides();
        let playbook = resolve(cleared, sources, &resolve_settings).take(&mut findings);
        let page_settings =
            PageSettings { sources: PageSources::new(sources, &playbook.layers), ..settings::page_settings(&playbook) };
        let pages = render_pages(&playbook, &page_settings).take(&mut findings);
        let texts = page_texts(&playbook);
        let index = build_index(&search::search_pages(&playbook, &texts, config), &search::search_options(config));
        drop(texts);
        sort_findings(&mut findings);
        let shown = |finding: &&Finding| {
            let place = finding.place.as_ref();
            let source = place.and_then(|place| SourcePath::new(&place.file).ok()).and_then(|path| sources.find(&path));
            // Readers are told of faults in what they see, and of nothing else.
            let hidden = place.zip(source).is_some_and(|(place, (source, _))| hides(source, place.span));
            !hidden && !in_hidden_layer(place, &self.layers, &edition.clearance)
        };
        let on_pages: Vec<Finding> = common.iter().chain(&findings).filter(shown).map(for_readers).collect();
        let faults = Faults::new(&on_pages, &page_settings.sources);
        let site = site::Site { sources, config, edition, playbook: &playbook, theme: &self.theme, faults: &faults };
        let lost = on_pages.iter().filter(|finding| finding.severity.is_loss()).count();
        let plan = site.plan(pages, index, &stack, self.losses + lost).take(&mut findings);
        if !withheld.is_empty() {
            let of_book = [&config.book.title, &config.book.description].into_iter().flatten();
            let shown = shown_words.iter().chain(of_book).map(String::as_str);
            findings.extend(scan_leaks(&plan, &withheld, shown, sources));
        }
        Checked::new(plan, findings)
    }
}

/// A finding as a page may tell it: what overlays and data say of each other is for their authors.
fn for_readers(finding: &Finding) -> Finding {
    let inner = finding.code.id.starts_with(['O', 'D']);
    let message = if inner { finding.code.title.to_owned() } else { finding.message.clone() };
    Finding { message, ..finding.clone() }
}

/// Whether a place is in the folder of a layer that the edition does not show.
fn in_hidden_layer(place: Option<&Place>, layers: &Layers, clearance: &Clearance) -> bool {
    let Some(file) = place.and_then(|place| SourcePath::new(&place.file).ok()) else { return false };
    let folders = layers.iter().filter_map(|(id, layer)| Some((id, layer.folder.as_ref()?)));
    folders
        .filter(|(_, folder)| file.below(folder.as_str()).is_some())
        .any(|(id, _)| !clearance.shows_layer(layers, id))
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
