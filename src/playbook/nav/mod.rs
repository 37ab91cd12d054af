//! The navigation: files that describe it, or what the topics themselves say → a forest of entries, and each topic's
//! place in it.

mod build;
mod entry;
mod files;
mod implied;
mod layers;
mod markdown;
mod mkdocs;
mod order;
mod place;
mod toc;

use std::sync::Arc;

use super::read_topic::ReadTopic;
use super::resolver::Resolver;
use super::topic_links::Linked;
use super::{NavNode, Neighbours, Target, TopicId};
use crate::finding::{Finding, Place};
use crate::overlay::TocEdit;
use crate::source::SourceTree;

pub(super) use files::is_nav_file;
pub(super) use place::NavWish;

/// What the navigation needs to know of a topic besides what the playbook keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NavNotes {
    /// The start of its file.
    pub start: Place,
    /// Whether it stays out of the navigation.
    pub hidden: bool,
    /// The place it asks for, and where it does.
    pub wish: Option<(NavWish, Place)>,
}

/// The navigation of a playbook.
#[derive(Debug, Default)]
pub(super) struct Nav {
    pub forest: Arc<Vec<NavNode>>,
    /// One for each topic.
    pub neighbours: Vec<Neighbours>,
    pub home: Option<TopicId>,
}

/// Makes the navigation. `reads` and `linked` have one entry for each topic.
pub(super) fn make_nav(
    resolver: &Resolver<'_>,
    reads: &[Arc<ReadTopic>],
    linked: &[Arc<Linked>],
    toc: &[TocEdit],
    sources: &SourceTree,
    findings: &mut Vec<Finding>,
) -> Nav {
    let mut notes: Vec<NavNotes> = reads.iter().map(|read| read.notes.clone()).collect();
    let files = files::read_nav_files(resolver, sources, findings);
    let home = home_page(resolver);
    // A series without an index often has an overview that leads to the others.
    let home = if files.is_empty() { home.or_else(|| overview_page(reads, linked)) } else { home };
    let mut forest = if files.is_empty() {
        let of_home = home.map(|home| linked_topics(home, reads, linked)).unwrap_or_default();
        implied::imply(resolver, &notes, home, &of_home)
    } else {
        build::build_forest(resolver, &notes, &files, findings)
    };
    // The page that opens the playbook needs no entry of its own to be found.
    if let Some(home) = home.filter(|home| !is_hidden(&notes, *home))
        && !contains(&forest, home)
    {
        forest.insert(0, topic_node(resolver, home));
    }
    let removed = layers::apply_layers(&mut build::Builder::of_layers(resolver, &notes, findings), toc, &mut forest);
    // What a layer took out of the contents comes in by no other way.
    for topic in removed {
        if let Some(notes) = notes.get_mut(topic.0 as usize) {
            notes.hidden = true;
        }
    }
    place::place_topics(resolver, &notes, &mut forest, findings);
    let (neighbours, first) = order::neighbours(&forest, resolver.topics.len());
    let home = home.or(first).or_else(|| (!resolver.topics.is_empty()).then_some(TopicId(0)));
    Nav { forest: Arc::new(forest), neighbours, home }
}

/// The topic that is the site's `index.html`.
fn home_page(resolver: &Resolver<'_>) -> Option<TopicId> {
    let ids = (0..).map(TopicId).zip(resolver.topics);
    ids.into_iter().find(|(_, topic)| topic.page.as_str() == "index.html").map(|(id, _)| id)
}

/// The topic whose links lead to the most others, if to at least two and at least half of them.
fn overview_page(reads: &[Arc<ReadTopic>], linked: &[Arc<Linked>]) -> Option<TopicId> {
    let ids = (0..).map(TopicId).take(reads.len());
    let counts = ids.map(|id| (linked_topics(id, reads, linked).len(), id));
    // Of equals the first by path.
    let (count, id) = counts.max_by_key(|(count, id)| (*count, std::cmp::Reverse(*id)))?;
    (count >= 2 && count * 2 >= reads.len() - 1).then_some(id)
}

/// The topics that a topic's links lead to, in their order, each once.
pub(super) fn linked_topics(topic: TopicId, reads: &[Arc<ReadTopic>], linked: &[Arc<Linked>]) -> Vec<TopicId> {
    let at = topic.0 as usize;
    let Some((read, linked)) = reads.get(at).zip(linked.get(at)) else { return Vec::new() };
    let mut seen = std::collections::BTreeSet::from([topic]);
    let topics = read.body.links.iter().filter_map(|(source, link)| match linked.targets.get(*source, *link)? {
        Target::Topic { topic, .. } => Some(*topic),
        _ => None,
    });
    topics.filter(|topic| seen.insert(*topic)).collect()
}

/// The entry that a topic gets where nobody wrote one.
fn topic_node(resolver: &Resolver<'_>, topic: TopicId) -> NavNode {
    let name =
        resolver.topics.get(topic.0 as usize).map(|topic| topic.nav_title.as_ref().unwrap_or(&topic.title).clone());
    let target = Target::Topic { topic, anchor: None, select: None };
    NavNode { name: name.unwrap_or_default(), target: Some(target), items: Vec::new() }
}

fn is_hidden(notes: &[NavNotes], topic: TopicId) -> bool {
    notes.get(topic.0 as usize).is_some_and(|notes| notes.hidden)
}

/// The topic that an entry leads to.
fn topic_of(node: &NavNode) -> Option<TopicId> {
    match node.target {
        Some(Target::Topic { topic, .. }) => Some(topic),
        _ => None,
    }
}

fn contains(forest: &[NavNode], topic: TopicId) -> bool {
    forest.iter().any(|node| topic_of(node) == Some(topic) || contains(&node.items, topic))
}
