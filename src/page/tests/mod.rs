//! What Markdown becomes on a page. Only [`render`] knows how a playbook is put together.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its literals so")]

mod dialect;
mod layers;
mod links;
mod markdown;
mod raw_html;
mod safety;
mod text;
mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::Expect;

use super::{Page, PageSettings, PageSources, render_pages};
use crate::overlay::{Layer, LayerId, Layers, Node, Origin};
use crate::playbook::{Broken, Heading, Neighbours, Playbook, PlaybookTopic, Target, Targets, TopicFacts, TopicId};
use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};
use crate::topic::{Block, BlockKind, Control, Document, Documents, MarkdownOptions, parse_document};

/// The body of the page that a topic becomes. Two blanks at the start of each line are the test's own indentation.
fn check(markdown: &str, expected: &Expect) {
    let page = render(markdown);
    let heading = page.heading.map(|heading| format!("[{}: {}]\n", heading.anchor, heading.html));
    expected.assert_eq(&format!("{}{}", heading.unwrap_or_default(), page.body));
}

/// The page of a topic `guide/here.md`; there is another topic `guide/other.md` with the heading `On call`.
fn render(markdown: &str) -> Page {
    let playbook = playbook(&[("guide/here.md", markdown)]);
    let page = render_pages(&playbook, &settings(&["guide/here.md"], &playbook)).value.swap_remove(0);
    assert_eq!(super::sanitise::sanitise(page.body.as_str()), page.body.as_str(), "the sanitiser changes our own HTML");
    page
}

/// The topic that the others lead to.
const OTHER: &str = "guide/other.md";

/// Texts that stand at these paths, and the other topic.
fn tree(paths: &[&str]) -> SourceTree {
    let text = |path: &&str| SourceText { path: SourcePath::new(path).unwrap(), text: "".into() };
    SourceTree::new(paths.iter().chain([&OTHER]).map(text).collect(), BTreeMap::new(), Date::default())
}

/// Settings for texts that stand at these paths, those of the playbook.
fn settings(paths: &[&str], playbook: &Playbook) -> PageSettings {
    let tree = tree(paths);
    let pivots = [("phone".into(), "By phone".to_owned())].into();
    PageSettings { sources: PageSources::new(&tree, &playbook.layers), pivots, ..PageSettings::default() }
}

/// Topics from these texts, and the other topic.
fn playbook(texts: &[(&str, &str)]) -> Playbook {
    let tree = tree(&texts.iter().map(|(path, _)| *path).collect::<Vec<_>>());
    let texts: Vec<_> = texts.iter().copied().chain([(OTHER, "# Other\n\n## On call\n")]).collect();
    let options = MarkdownOptions {
        footnotes: true,
        math: true,
        heading_attributes: true,
        definition_lists: true,
        ..MarkdownOptions::default()
    };
    let mut topics = Vec::new();
    let mut documents = Vec::new();
    for (path, text) in &texts {
        let path = SourcePath::new(path).unwrap();
        let source = tree.find(&path).unwrap().0;
        let document = Arc::new(parse_document(source, &path, &Arc::from(*text), 0, &options).value);
        topics.push(topic(&path, &document));
        documents.push(document);
    }
    Playbook { topics, documents: Documents::new(documents), date: Date::default(), ..Playbook::default() }
}

fn topic(path: &SourcePath, document: &Arc<Document>) -> PlaybookTopic {
    let mut targets = Targets::default();
    for (id, link) in document.links() {
        targets.set(document.source, id, target(document.str(link.dest)));
    }
    let nodes = document.blocks.iter().map(|block| Node {
        block: Arc::clone(block),
        origin: Origin::new(LayerId::BASE, document.source, block.span),
    });
    let mut outline = Vec::new();
    document.blocks.iter().for_each(|block| collect_headings(document, block, &mut outline));
    let facts = TopicFacts {
        path: path.clone(),
        source: document.source,
        layer: LayerId::BASE,
        page: SitePath::new(&path.as_str().replace(".md", ".html")).unwrap(),
        title: path.stem().to_owned(),
        nav_title: None,
        control: Control::default(),
        body: nodes.collect(),
        outline,
        journal: Vec::new(),
        replaced: std::collections::BTreeMap::new(),
        changed_by: Vec::new(),
        anchor_aliases: Vec::new(),
        unlisted: false,
    };
    PlaybookTopic {
        facts: Arc::new(facts),
        targets: Arc::new(targets),
        known_by: Arc::default(),
        neighbours: Neighbours::default(),
        backlinks: Arc::default(),
    }
}

fn collect_headings(document: &Document, block: &Block, outline: &mut Vec<Heading>) {
    if let BlockKind::Heading { level, id, content, .. } = &block.kind {
        outline.push(Heading { level: *level, id: id.clone(), text: document.plain(*content) });
    }
    block.children().for_each(|child| collect_headings(document, child, outline));
}

/// A stand-in for the resolving of links, which is tested where it is done.
fn target(dest: &str) -> Target {
    let scheme = dest.split_once(':').map_or("", |(scheme, _)| scheme);
    let (path, anchor) = dest.split_once('#').map_or((dest, None), |(path, anchor)| (path, Some(anchor.into())));
    match (scheme, path) {
        ("http" | "https" | "mailto" | "tel", _) => Target::External(dest.into()),
        ("javascript" | "data" | "vbscript", _) => Target::Broken(Broken::Refused),
        (_, "") => Target::Topic { topic: TopicId(0), anchor, select: None },
        (_, "other.md") => Target::Topic { topic: TopicId(1), anchor, select: None },
        (_, "other.md?tabs=a%20b") => Target::Topic { topic: TopicId(1), anchor, select: Some("tabs=a%20b".into()) },
        (_, "a@example.com") => Target::External("mailto:a@example.com".into()),
        (_, "withheld.md") => Target::Text,
        (_, path) if path.contains(".png") => Target::Asset(SitePath::new(&format!("guide/{path}")).unwrap()),
        _ => Target::Broken(Broken::Missing),
    }
}

/// Two layers beside the base, with a source each.
fn layered(base: &str, group: &str, edit: impl FnOnce(&mut Vec<Node>, Vec<Node>)) -> Page {
    let mut playbook = playbook(&[("guide/here.md", base), ("overlays/group/added.md", group)]);
    let folder = SourcePath::new("overlays/group").unwrap();
    let layer = Layer {
        name: "group".into(),
        label: "Contoso “Group”".into(),
        mark: "G".into(),
        folder: Some(folder),
        ..Layer::default()
    };
    playbook.layers = Layers::new(vec![layer]);
    let added = std::mem::take(&mut Arc::make_mut(&mut playbook.topics[1].facts).body);
    let added = added.into_iter().map(|mut node| {
        node.origin.layer = LayerId(1);
        node
    });
    let added = added.collect();
    edit(&mut Arc::make_mut(&mut playbook.topics[0].facts).body, added);
    let settings = settings(&["guide/here.md", "overlays/group/added.md"], &playbook);
    let page = render_pages(&playbook, &settings).value.swap_remove(0);
    assert_eq!(super::sanitise::sanitise(page.body.as_str()), page.body.as_str(), "the sanitiser changes our own HTML");
    page
}
