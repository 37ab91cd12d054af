//! Topics that say themselves where they stand, and those of which nobody says it.

use std::collections::{BTreeMap, BTreeSet};

use super::{NavNotes, is_hidden, topic_node, topic_of};
use crate::finding::{Finding, Severity, codes::link};
use crate::overlay::LayerId;
use crate::playbook::files::What;
use crate::playbook::resolver::Resolver;
use crate::playbook::{NavNode, TopicId};
use crate::topic::Value;

/// The place that a topic asks for with `nav` in its front matter. The paths count from the folder of topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::playbook) enum NavWish {
    /// Right after another topic.
    After(String),
    /// Right before another topic.
    Before(String),
    /// The first below another topic.
    Start(String),
    /// The last below another topic.
    End(String),
}

impl NavWish {
    /// Reads the value of `nav`: `{ after: x.md }`, `{ under: x.md, at: start }`.
    pub(in crate::playbook) fn read(value: &Value) -> Option<Self> {
        let text = |key| value.get(key).and_then(Value::text).map(str::to_owned);
        if let Some(path) = text("under") {
            return Some(if text("at").as_deref() == Some("start") { Self::Start(path) } else { Self::End(path) });
        }
        text("after").map(Self::After).or_else(|| text("before").map(Self::Before))
    }

    fn path(&self) -> &str {
        match self {
            Self::After(path) | Self::Before(path) | Self::Start(path) | Self::End(path) => path,
        }
    }
}

/// Topics stand under topics at most so deep.
const MAX_DEPTH: usize = 32;
/// How many topics without an entry are reported one by one.
const MAX_SINGLE: usize = 20;

/// Puts every topic that the forest does not name into its place; what has none stands in a last group.
pub(super) fn place_topics(
    resolver: &Resolver<'_>,
    notes: &[NavNotes],
    forest: &mut Vec<NavNode>,
    findings: &mut Vec<Finding>,
) {
    let mut named = BTreeSet::new();
    collect(forest, &mut named);
    let mut asked: BTreeMap<TopicId, Vec<(&NavWish, TopicId)>> = BTreeMap::new();
    let mut left: Vec<TopicId> = Vec::new();
    let mut told: BTreeSet<TopicId> = BTreeSet::new();
    for (id, _) in (0..).map(TopicId).zip(resolver.topics) {
        if named.contains(&id) || is_hidden(notes, id) {
            continue;
        }
        let Some((wish, place)) = notes.get(id.0 as usize).and_then(|notes| notes.wish.as_ref()) else {
            left.push(id);
            continue;
        };
        if let Some(other) = find(resolver, id, wish.path()) {
            asked.entry(other).or_default().push((wish, id));
        } else {
            findings.push(
                Finding::new(&link::L024, "the place in the navigation is unknown")
                    .at(place.clone())
                    .label(format!("no topic at `{}`", wish.path())),
            );
            left.push(id);
            told.insert(id);
        }
    }
    // Lower layers first, then by path, which is the order of the ids.
    for wishes in asked.values_mut() {
        wishes.sort_by_key(|(_, id)| (resolver.topics.get(id.0 as usize).map(|topic| topic.layer), *id));
    }
    grow(resolver, forest, &mut asked, 0);
    // What asked for a place beside a topic that itself has none.
    let stranded = asked.into_values().flatten().map(|(_, id)| id);
    left.extend(stranded);
    left.sort_unstable();
    if left.is_empty() {
        return;
    }
    let untold: Vec<TopicId> = left.iter().copied().filter(|id| !told.contains(id)).collect();
    report(notes, &untold, findings);
    let items = left.into_iter().map(|id| topic_node(resolver, id)).collect();
    forest.push(NavNode { name: "More topics".to_owned(), target: None, items });
}

fn collect(nodes: &[NavNode], named: &mut BTreeSet<TopicId>) {
    for node in nodes {
        named.extend(topic_of(node));
        collect(&node.items, named);
    }
}

/// The topic at a path that counts from a folder of topics, else from the topic's own folder.
fn find(resolver: &Resolver<'_>, topic: TopicId, path: &str) -> Option<TopicId> {
    let own = &resolver.topics.get(topic.0 as usize)?.path;
    let mut paths = resolver.files.sources_of(path.trim_start_matches("./"));
    paths.extend(own.sibling(path).ok().map(|path| path.as_str().to_owned()));
    paths.iter().find_map(|path| match resolver.files.find(path, LayerId::BASE)?.what {
        What::Topic(other) if other != topic => Some(other),
        _ => None,
    })
}

/// Walks the forest once and puts in what asked for a place beside or below each topic; what is put in is walked too, so
/// that others may ask for a place beside it.
fn grow(
    resolver: &Resolver<'_>,
    nodes: &mut Vec<NavNode>,
    asked: &mut BTreeMap<TopicId, Vec<(&NavWish, TopicId)>>,
    depth: usize,
) {
    let mut waiting: Vec<NavNode> = std::mem::take(nodes);
    waiting.reverse();
    while let Some(mut node) = waiting.pop() {
        let wishes = topic_of(&node).and_then(|topic| asked.remove(&topic)).unwrap_or_default();
        let (mut before, mut after, mut start) = (Vec::new(), Vec::new(), Vec::new());
        for (wish, id) in wishes {
            let placed = topic_node(resolver, id);
            match wish {
                NavWish::Before(_) => before.push(placed),
                // A chain of topics each under the one before would have no end.
                NavWish::Start(_) | NavWish::End(_) if depth >= MAX_DEPTH => after.push(placed),
                NavWish::After(_) => after.push(placed),
                NavWish::Start(_) => start.push(placed),
                NavWish::End(_) => node.items.push(placed),
            }
        }
        node.items.splice(0..0, start);
        if before.is_empty() {
            grow(resolver, &mut node.items, asked, depth + 1);
            waiting.extend(after.into_iter().rev());
            nodes.push(node);
        } else {
            // Its own wishes are done; it comes back right after those that asked to stand before it.
            waiting.extend(after.into_iter().rev());
            waiting.push(node);
            waiting.extend(before.into_iter().rev());
        }
    }
}

fn report(notes: &[NavNotes], left: &[TopicId], findings: &mut Vec<Finding>) {
    let mut starts = left.iter().filter_map(|id| notes.get(id.0 as usize)).map(|notes| notes.start.clone());
    if left.len() > MAX_SINGLE {
        let finding = Finding::new(&link::L023, format!("{} topics stand in no navigation", left.len()))
            .severity(Severity::Hint)
            .label("the first of them");
        findings.extend(starts.next().map(|start| finding.at(start)));
        return;
    }
    findings.extend(starts.map(|start| {
        Finding::new(&link::L023, "a topic in no navigation")
            .at(start)
            .label("no entry leads to this topic; it stands under “More topics”")
    }));
}
