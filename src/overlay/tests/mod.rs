//! Fixtures in, composed topics out.
#![expect(clippy::format_push_string, reason = "what a test shows is short")]
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]

mod blocks;
mod clearance;
mod data;
mod fields;
mod from_edit;
mod laws;
mod more_laws;
mod review;
mod sections;
mod tables;
mod targets;
mod two_layers;

use std::collections::BTreeMap;

use expect_test::Expect;

use super::{Class, Composed, ComposedTopic, Layer, LayerId, Layers, Stack, compose};
use crate::finding::{Finding, LineIndex, Place, sort_findings};
use crate::source::{Date, SourcePath, SourceText, SourceTree};
use crate::topic::{Block, BlockKind, MarkdownOptions, TopicSettings, read_topics};

/// Topics under `topics/`, layers `group` and, above it, `site` under `overlays/`. Shows each topic's headings and words
/// with the label of the layer that brought them, then the findings.
fn check(fixture: &str, expected: Expect) {
    check_ranks(fixture, &[&["group"], &["site"]], expected);
}

fn check_ranks(fixture: &str, ranks: &[&[&str]], expected: Expect) {
    let sources = sources_of(fixture);
    let (composed, mut findings) = compose_fixture(&sources, ranks);
    let mut shown = String::new();
    for topic in &composed.topics {
        shown += &shown_topic(&composed, topic);
    }
    sort_findings(&mut findings);
    shown += &shown_findings(&sources, &findings);
    expected.assert_eq(&shown);
}

fn sources_of(fixture: &str) -> SourceTree {
    let texts: Vec<SourceText> = format!("\n{fixture}")
        .split("\n-- ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap_or((part, "")))
        .map(|(path, text)| SourceText {
            path: SourcePath::new(path.trim()).unwrap(),
            text: format!("{text}\n").into(),
        })
        .collect();
    SourceTree::new(texts, BTreeMap::new(), Date::default())
}

fn compose_fixture(sources: &SourceTree, ranks: &[&[&str]]) -> (Composed, Vec<Finding>) {
    compose_with(sources, ranks, None)
}

/// The same, the first ranks by themselves and the rest over what they made.
fn compose_in_two(sources: &SourceTree, ranks: &[&[&str]], first: usize) -> (Composed, Vec<Finding>) {
    let (set, stack, mut findings) = read_with(sources, ranks, None);
    let composed = super::compose::compose_in_two(&set, sources, &stack, first).take(&mut findings);
    (composed, findings)
}

fn compose_with(
    sources: &SourceTree,
    ranks: &[&[&str]],
    reviews: Option<std::sync::Arc<super::Reviews>>,
) -> (Composed, Vec<Finding>) {
    let (set, stack, mut findings) = read_with(sources, ranks, reviews);
    let composed = compose(&set, sources, &stack).take(&mut findings);
    (composed, findings)
}

fn read_with(
    sources: &SourceTree,
    ranks: &[&[&str]],
    reviews: Option<std::sync::Arc<super::Reviews>>,
) -> (crate::topic::TopicSet, Stack, Vec<Finding>) {
    let settings = TopicSettings {
        source_folder: "topics".into(),
        overlays_folder: Some("overlays".into()),
        markdown: MarkdownOptions { variables: true, ..MarkdownOptions::default() },
        ..TopicSettings::default()
    };
    // A layer whose name is a class is of that class.
    let layer = |name: &&str| Layer {
        name: (*name).into(),
        label: (*name).into(),
        folder: SourcePath::new(&format!("overlays/{name}")).ok(),
        classification: Some(Class { name: if CLASSES.contains(name) { *name } else { "public" }.into(), place: None }),
        ..Layer::default()
    };
    let mut names: Vec<&str> = ranks.iter().copied().flatten().copied().collect();
    names.sort_unstable();
    let layers = Layers::new(names.iter().map(layer).collect());
    let ranks = ranks.iter().map(|rank| rank.iter().map(|name| layers.find(name).unwrap()).collect()).collect();
    let stack =
        Stack { source_folder: "topics".into(), overlays_folder: Some("overlays".into()), layers, ranks, reviews };
    let mut findings = Vec::new();
    let set = read_topics(sources, &settings).take(&mut findings);
    (set, stack, findings)
}

fn shown_topic(composed: &Composed, topic: &ComposedTopic) -> String {
    let mut shown = format!("{}\n", topic.path);
    for (field, origin) in &topic.fields {
        let value = field.value.items().iter().filter_map(|item| item.text()).collect::<Vec<_>>().join(", ");
        shown += &format!("  {}: {value}{}\n", field.key, label(composed, origin.layer));
    }
    for node in &topic.body {
        let text = Shown { composed, topic }.block(&node.block, 1);
        shown += &text.replacen('\n', &format!("{}\n", label(composed, node.origin.layer)), 1);
    }
    for (old, new) in &topic.aliases() {
        shown += &format!("  #{old} → #{}\n", new.as_deref().unwrap_or_default());
    }
    shown
}

fn shown_findings(sources: &SourceTree, findings: &[Finding]) -> String {
    let mut shown = String::new();
    for finding in findings {
        shown +=
            &format!("{} {} {}", finding.code.id, place(sources, finding.place.as_ref().unwrap()), finding.message);
        shown += &finding.help.as_ref().map_or(String::new(), |help| format!(" | {help}"));
        shown += &finding.fix.as_ref().map_or("\n".into(), |fix| format!(" > {}\n", fix.line));
        for (related, note) in &finding.related {
            shown += &format!("  {} {note}\n", place(sources, related));
        }
    }
    shown
}

fn place(sources: &SourceTree, place: &Place) -> String {
    let text = sources.find(&SourcePath::new(&place.file).unwrap()).unwrap().1;
    let line = LineIndex::new(&text.text).line_column(&text.text, place.span.start as usize).0;
    format!("{}:{line}", place.file)
}

fn label(composed: &Composed, layer: LayerId) -> String {
    let label = &composed.layers.get(layer).unwrap().label;
    if layer == LayerId::BASE { String::new() } else { format!("  [{label}]") }
}

struct Shown<'a> {
    composed: &'a Composed,
    topic: &'a ComposedTopic,
}

impl Shown<'_> {
    /// A block with what stands in it, each on a line of its own; a row on one line.
    fn block(&self, block: &Block, depth: usize) -> String {
        let own = self.words(block);
        let mark = match &block.kind {
            BlockKind::List { .. } => "list".to_owned(),
            BlockKind::Item { .. } => "-".to_owned(),
            BlockKind::Table(_) => "table".to_owned(),
            BlockKind::Alert { .. } => "note".to_owned(),
            BlockKind::Quote(_) => "quote".to_owned(),
            BlockKind::Tabs(_) => "tabs".to_owned(),
            BlockKind::Class { .. } => "class".to_owned(),
            BlockKind::Row(cells) => {
                let cell = |cell: &Block| format!("{}{}", self.words(cell), self.part(cell).trim_start());
                format!("| {} |", cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
            }
            _ => own,
        };
        let mut shown = format!("{}{mark}\n", "  ".repeat(depth));
        if !matches!(block.kind, BlockKind::Row(_)) {
            for child in block.children() {
                let text = self.block(child, depth + 1);
                shown += &text.replacen('\n', &format!("{}\n", self.part(child)), 1);
            }
        }
        shown
    }

    /// The label of the layer that brought a part of a block.
    fn part(&self, block: &Block) -> String {
        let origin = self.topic.parts.get(&(block.source, block.span));
        origin.map_or_else(String::new, |origin| label(self.composed, origin.layer))
    }

    fn words(&self, block: &Block) -> String {
        let document = self.composed.documents.get(block.source).unwrap();
        match &block.kind {
            BlockKind::Heading { level, content, .. } => {
                format!("{} {}", "#".repeat(usize::from(*level)), document.plain(*content))
            }
            BlockKind::Paragraph(content) | BlockKind::Plain(content) | BlockKind::Cell(content) => {
                document.plain(*content)
            }
            BlockKind::Code { text, .. } => format!("`{}`", document.str(*text).trim()),
            _ => String::new(),
        }
    }
}

const CLASSES: [&str; 3] = ["internal", "confidential", "restricted"];

const CONTACTS: &str = "\
-- topics/contacts.md
---
title: Contacts
tags: [a]
---
# Contacts
Intro.
## On call
Ask the vendor.
### Nights
Ring twice.
## Office
Call reception.
";
