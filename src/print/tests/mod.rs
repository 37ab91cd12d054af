//! Fixtures in, books out. Only [`Fixture`] knows how a playbook is put together.

mod book;
mod changes;

use std::collections::BTreeMap;

use super::{Arrangement, Book, BookSources, PaperMemory, Scope};
use crate::finding::Finding;
use crate::overlay::{Clearance, Layer, LayerId, Layers, Stack, clear, compose};
use crate::page::PageSources;
use crate::page::view::{EditionView, SiteView};
use crate::playbook::{PageFolder, Playbook, ResolveSettings, resolve};
use crate::search::{IndexEntry, IndexTarget};
use crate::source::{Date, SourcePath, SourceText, SourceTree};
use crate::topic::{MarkdownOptions, TopicSettings, read_topics};

/// A playbook of topics under `topics/`, with a layer `site` under `overlays/site`, built on 2026-11-23.
pub(super) struct Fixture {
    pub(super) playbook: Playbook,
    pub(super) sources: PageSources,
    pub(super) site: SiteView,
    pub(super) index: Vec<IndexEntry>,
    pub(super) read: Vec<Finding>,
}

impl Fixture {
    pub(super) fn new(fixture: &str) -> Self {
        let texts = format!("\n{fixture}");
        let texts: Vec<SourceText> = texts
            .split("\n-- ")
            .skip(1)
            .map(|part| part.split_once('\n').unwrap_or((part, "")))
            .map(|(path, text)| SourceText {
                path: SourcePath::new(path.trim()).unwrap(),
                text: format!("{text}\n").into(),
            })
            .collect();
        let (pictures, texts): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|text| text.path.as_str().rsplit('.').next() == Some("png"));
        let files = pictures.into_iter().map(|picture| (picture.path, 9)).collect::<BTreeMap<_, u64>>();
        let tree = SourceTree::new(texts, files, Date::parse("2026-11-23").unwrap());
        let site = Layer {
            name: "site".into(),
            label: "North site".into(),
            mark: "N".into(),
            folder: Some(SourcePath::new("overlays/site").unwrap()),
            ..Layer::default()
        };
        let layers = Layers::new(vec![site]);
        let settings = TopicSettings {
            source_folder: "topics".into(),
            overlays_folder: Some("overlays".into()),
            markdown: MarkdownOptions::default(),
            ..TopicSettings::default()
        };
        let mut read = Vec::new();
        let set = read_topics(&tree, &settings).take(&mut read);
        let stack = Stack {
            source_folder: "topics".into(),
            overlays_folder: Some("overlays".into()),
            layers: layers.clone(),
            ranks: vec![vec![LayerId(1)]],
            reviews: None,
        };
        let composed = compose(&set, &tree, &stack).take(&mut read);
        let cleared = clear(composed, &tree, &Clearance::default()).take(&mut read);
        let settings = ResolveSettings {
            source_folder: "topics".into(),
            folders: vec![PageFolder { source: "topics".into(), site: String::new() }],
            ..ResolveSettings::default()
        };
        let playbook = resolve(cleared, &tree, &settings).take(&mut read);
        let sources = PageSources::new(&tree, &playbook.layers);
        let site = SiteView {
            title: "Playbook".into(),
            language: "en".into(),
            edition: EditionView {
                code: Some("2026-04".into()),
                produced_on: "2026-11-23".into(),
                valid_until: Some("2027-05-31".into()),
                classification: Some("internal".into()),
                layers: vec!["North site".into()],
                ..EditionView::default()
            },
            ..SiteView::default()
        };
        let index = playbook.topics.iter().flat_map(|topic| {
            let target = |anchor: Option<&str>| IndexTarget {
                path: topic.page.to_string(),
                anchor: anchor.map(str::to_owned),
                title: topic.title.clone(),
            };
            let own = IndexEntry { term: topic.title.clone(), see: None, targets: vec![target(None)] };
            let alias = |alias: &String| IndexEntry { term: alias.clone(), see: None, targets: vec![target(None)] };
            std::iter::once(own).chain(topic.control.aliases.iter().map(alias)).collect::<Vec<_>>()
        });
        let mut index: Vec<IndexEntry> = index.collect();
        index.sort();
        Self { playbook, sources, site, index, read }
    }

    pub(super) fn arrangement(&self, found: &mut Vec<Finding>) -> Arrangement {
        Arrangement::of(&self.playbook, &self.sources, &self.site.edition.layers).take(found)
    }

    pub(super) fn book(&self, scope: &Scope) -> (Book, Vec<Finding>) {
        let mut findings = self.read.clone();
        let sources = BookSources {
            playbook: &self.playbook,
            site: &self.site,
            index: &self.index,
            sources: &self.sources,
            site_address: Some("https://intranet.example/bc/"),
            cover_numbers: &[],
            runs_on: false,
            memory: &PaperMemory::default(),
        };
        let book = self.arrangement(&mut findings).book(&sources, scope).take(&mut findings);
        (book, findings)
    }
}

/// Findings of the family P, each as its code and message.
pub(super) fn told(findings: &[Finding]) -> Vec<String> {
    let ours = findings.iter().filter(|finding| finding.code.id.starts_with('P'));
    ours.map(|finding| {
        let place = finding.place.as_ref().map(|place| format!(" at {}", place.file)).unwrap_or_default();
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} {}{place}{help}", finding.code.id, finding.message)
    })
    .collect()
}
