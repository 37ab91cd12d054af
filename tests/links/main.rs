//! Links, pages and navigation: the files of a project in, facts about the playbook out.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that meets a gap has failed")]

#[path = "../program/mod.rs"]
#[expect(clippy::disallowed_methods, reason = "runs the program on a book and reads what it made")]
mod program;

mod book;
mod docsets;
mod links;
mod navigation;
mod pages;

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::Expect;
use lifeboat::finding::{Finding, Place, Severity, Span, sort_findings};
use lifeboat::overlay::{Clearance, Layer, LayerId, Layers, Stack, clear, compose};
use lifeboat::playbook::{NavNode, PageFolder, Playbook, ResolveSettings, Target, resolve};
use lifeboat::source::{Date, LineIndex, SourcePath, SourceText, SourceTree};
use lifeboat::topic::docset::read_docsets;
use lifeboat::topic::{TopicSettings, read_topics};

/// What a test looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Where each link leads.
    Links,
    /// The entries of the navigation.
    Navigation,
    /// The page, title and neighbours of each topic.
    Pages,
    /// The files that are carried along, and the old addresses.
    Files,
}

/// Makes a playbook of the files `-- path` in `fixture`, and compares what `show` names, then all findings. A file
/// without text stands for one that is no text where its ending says so.
fn check(show: Show, fixture: &str, expected: &Expect) {
    check_with(show, fixture, |_| (), expected);
}

/// As [`check`], with settings as the configuration would give them.
fn check_with(show: Show, fixture: &str, set: impl FnOnce(&mut ResolveSettings), expected: &Expect) {
    let (playbook, sources, mut findings) = playbook_of(fixture, set);
    let mut out = match show {
        Show::Links => links(&playbook),
        Show::Navigation => navigation(&playbook.nav, &playbook, 0),
        Show::Pages => pages(&playbook),
        Show::Files => files(&playbook),
    };
    sort_findings(&mut findings);
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Hint) {
        out += &told(finding, &sources);
    }
    expected.assert_eq(&out);
}

/// The playbook of a fixture. Topics stand in `content/topics` and layers in `content/overlays` where there are such
/// folders; in `docs` where there is that; else everything stands at the root.
fn playbook_of(fixture: &str, set: impl FnOnce(&mut ResolveSettings)) -> (Playbook, SourceTree, Vec<Finding>) {
    let sources = sources_of(fixture);
    let mut findings = Vec::new();
    let docsets = read_docsets(&sources).take(&mut findings);
    let mut settings = ResolveSettings::for_docsets(&docsets);
    let has = |folder: &str| sources.texts().any(|(_, text)| text.path.below(folder).is_some());
    if let Some(folder) = ["content/topics", "docs"].into_iter().find(|folder| has(folder)) {
        settings.source_folder = folder.into();
        settings.folders = vec![PageFolder { source: folder.into(), site: String::new() }];
    }
    let overlays_folder = has("content/overlays").then(|| "content/overlays".to_owned());
    let read = TopicSettings {
        source_folder: settings.source_folder.clone(),
        overlays_folder: overlays_folder.clone(),
        docsets,
        ..TopicSettings::default()
    };
    let topics = read_topics(&sources, &read).take(&mut findings);
    settings.known_topics = topics.topics.iter().map(|topic| topic.path.clone()).collect();
    set(&mut settings);
    let layers = layers_of(&sources);
    let ranks = layers.iter().skip(1).map(|(id, _)| vec![id]).collect();
    let stack = Stack { source_folder: settings.source_folder.clone(), overlays_folder, layers, ranks, reviews: None };
    let composed = compose(&topics, &sources, &stack).take(&mut findings);
    let cleared = clear(composed, &sources, &Clearance::default()).take(&mut findings);
    let playbook = resolve(cleared, &sources, &settings).take(&mut findings);
    (playbook, sources, findings)
}

fn sources_of(fixture: &str) -> SourceTree {
    let mut texts = Vec::new();
    let mut files = BTreeMap::new();
    for part in fixture
        .split("\n-- ")
        .map(|part| part.strip_prefix("-- ").unwrap_or(part))
        .skip_while(|part| part.trim().is_empty())
    {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        let path = SourcePath::new(path).unwrap();
        if ["png", "svg", "pdf", "exe", "html"].contains(&path.ending()) || path.ending().is_empty() {
            files.insert(path, 1);
        } else {
            texts.push(SourceText { path, text: format!("{text}\n").into() });
        }
    }
    SourceTree::new(texts, files, Date::default())
}

fn layers_of(sources: &SourceTree) -> Layers {
    let mut names: Vec<&str> = sources
        .texts()
        .filter_map(|(_, text)| text.path.below("content/overlays")?.split('/').next())
        .chain(sources.files().keys().filter_map(|path| path.below("content/overlays")?.split('/').next()))
        .collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    let base = Layers::default().get(LayerId::BASE).unwrap().clone();
    let layer = |name: &&str| {
        let mut layer: Layer = base.clone();
        (*name).clone_into(&mut layer.name);
        layer.folder = SourcePath::new(&format!("content/overlays/{name}")).ok();
        layer
    };
    Layers::new(names.iter().map(layer).collect())
}

fn shown(target: &Target, playbook: &Playbook) -> String {
    match target {
        Target::Topic { topic, anchor, select } => {
            let page = &playbook.topics[topic.0 as usize].page;
            let anchor = anchor.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
            let select = select.as_ref().map(|select| format!(" [{select}]")).unwrap_or_default();
            format!("{page}{anchor}{select}")
        }
        Target::Page { page, .. } => format!("page {page}"),
        Target::Asset(path) => format!("file {path}"),
        Target::External(url) => format!("outside {url}"),
        Target::Broken(why) => format!("broken: {why:?}"),
        Target::Text => "text".to_owned(),
    }
}

fn links(playbook: &Playbook) -> String {
    let mut out = String::new();
    for topic in &playbook.topics {
        for document in playbook.documents.all() {
            let source = document.source;
            for (id, link) in document.links() {
                if let Some(target) = topic.targets.get(source, id) {
                    writeln!(out, "{}: {} → {}", topic.page, document.str(link.dest), shown(target, playbook)).unwrap();
                }
            }
        }
    }
    out
}

fn navigation(nodes: &[NavNode], playbook: &Playbook, depth: usize) -> String {
    let mut out = String::new();
    for node in nodes {
        let target = node.target.as_ref().map(|target| format!(" → {}", shown(target, playbook))).unwrap_or_default();
        writeln!(out, "{}{}{target}", "  ".repeat(depth), node.name).unwrap();
        out += &navigation(&node.items, playbook, depth + 1);
    }
    out
}

fn pages(playbook: &Playbook) -> String {
    let name =
        |id: Option<lifeboat::playbook::TopicId>| id.map_or("–", |id| playbook.topics[id.0 as usize].page.as_str());
    let mut out = String::new();
    for topic in &playbook.topics {
        let near = &topic.neighbours;
        let outline: Vec<&str> = topic.outline.iter().map(|heading| &*heading.id).collect();
        let backlinks: Vec<&str> = topic.backlinks.iter().map(|id| name(Some(*id))).collect();
        writeln!(
            out,
            "{} “{}” entry {:?}, {} ← → {}, outline {outline:?}, linked from {backlinks:?}",
            topic.page,
            topic.title,
            near.entry,
            name(near.previous),
            name(near.next)
        )
        .unwrap();
    }
    writeln!(out, "home {}", name(playbook.home)).unwrap();
    out
}

fn files(playbook: &Playbook) -> String {
    let mut out = String::new();
    for (path, source) in &*playbook.assets {
        writeln!(out, "{path} from {source}").unwrap();
    }
    for (path, target) in &*playbook.redirects {
        writeln!(out, "{path} is now {}", shown(target, playbook)).unwrap();
    }
    out
}

/// `L001 index.md:3:4 [text]: message; label; help`
fn told(finding: &Finding, sources: &SourceTree) -> String {
    let place = finding.place.as_ref().map(|Place { file, span }| {
        let text = sources.texts().find(|(_, text)| text.path.as_str() == &**file);
        let text = text.map_or_else(|| "".into(), |(_, text)| text.text.clone());
        let (line, column) = LineIndex::new(&text).line_column(&text, span.start as usize);
        format!(" {file}:{line}:{column} [{}]", Span::of(*span, &text))
    });
    let label = finding.label.as_ref().map(|label| format!("; {label}")).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{}: {}{label}{help}\n", finding.code.id, place.unwrap_or_default(), finding.message)
}
