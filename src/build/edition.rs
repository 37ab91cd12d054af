//! One edition of a [`Project`] → composed, cleared, resolved, planned: each stage can be asked for by itself.
//!
//! A stage does those before it again and gives back what all of them found, so that nobody can skip one.

use super::editions::EditionPlan;
use super::leaks::scan_leaks;
use super::{Project, search, settings, site};
use crate::finding::codes::overlay::O411;
use crate::finding::{Checked, Finding, Place, Span, sort_findings};
use crate::overlay::{Clearance, Cleared, Composed, Layers, Withheld, clear, compose, fill};
use crate::page::{Faults, PageSettings, PageSources, page_texts, render_pages};
use crate::playbook::{Playbook, resolve};
use crate::search::build_index;
use crate::site::SitePlan;
use crate::source::{SourceId, SourcePath};

/// One edition of a project.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'p> {
    /// The project.
    pub project: &'p Project<'p>,
    /// Which edition.
    pub plan: &'p EditionPlan,
}

/// A playbook, and what its edition withholds: for the scan of the finished site and for what pages tell of faults.
struct Resolved {
    playbook: Playbook,
    withheld: Vec<Withheld>,
    /// All words that are shown, where something is withheld.
    shown_words: Vec<String>,
    hides: Box<dyn Fn(SourceId, Span) -> bool>,
}

impl Edition<'_> {
    /// Its topics with every layer laid over them, before anything is withheld.
    pub fn composed(&self) -> Checked<Composed> {
        let Self { project, plan } = self;
        compose(&project.set, project.sources, &project.stack(plan))
    }

    /// What it may show, with the values of data filled in.
    pub fn cleared(&self) -> Checked<Cleared> {
        let Self { project, plan } = self;
        let mut findings = Vec::new();
        let composed = self.composed().take(&mut findings);
        let cleared = clear(composed, project.sources, &plan.clearance).take(&mut findings);
        let data = project.data.of(plan, &project.layers, &mut findings);
        let cleared = fill(cleared, &data, project.sources, &plan.clearance).take(&mut findings);
        if cleared.topics().is_empty() && !project.set.topics.is_empty() {
            let message = format!("edition `{}` shows no topic at all", plan.name);
            let help =
                format!("its clearance is `{}`; topics say theirs with `classification`", plan.clearance.ceiling);
            findings.push(Finding::new(&O411, message).help(help));
        }
        Checked::new(cleared, findings)
    }

    /// Its topics with every link resolved and a place in the navigation.
    pub fn playbook(&self) -> Checked<Playbook> {
        self.resolved().map(|resolved| resolved.playbook)
    }

    fn resolved(&self) -> Checked<Resolved> {
        let Self { project, plan } = self;
        let mut findings = Vec::new();
        let cleared = self.cleared().take(&mut findings);
        let withheld = cleared.withheld().to_vec();
        let shown_words = if withheld.is_empty() { Vec::new() } else { cleared.shown_words() };
        let hides = Box::new(cleared.hides());
        let stack = project.stack(plan);
        let settings = settings::resolve_settings(project.config, &stack, &project.docsets, &project.set);
        let playbook = resolve(cleared, project.sources, &settings).take(&mut findings);
        Checked::new(Resolved { playbook, withheld, shown_words, hides }, findings)
    }

    /// Every file of its site. `common`: what was found before, in the sources themselves; pages tell of it.
    pub fn plan(&self, common: &[Finding]) -> Checked<SitePlan> {
        let Project { sources, config, .. } = *self.project;
        let mut findings = Vec::new();
        let Resolved { playbook, withheld, shown_words, hides } = self.resolved().take(&mut findings);
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
            !hidden && !in_hidden_layer(place, &self.project.layers, &self.plan.clearance)
        };
        let on_pages: Vec<Finding> = common.iter().chain(&findings).filter(shown).map(for_readers).collect();
        let faults = Faults::new(&on_pages, &page_settings.sources);
        let theme = &self.project.theme;
        let site = site::Site { sources, config, edition: self.plan, playbook: &playbook, theme, faults: &faults };
        let lost = on_pages.iter().filter(|finding| finding.severity.is_loss()).count();
        let stack = self.project.stack(self.plan);
        let plan = site.plan(pages, index, &stack, self.project.losses + lost).take(&mut findings);
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
