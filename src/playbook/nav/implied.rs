//! The navigation where nobody wrote one: what the index topic links to, in its order, then the rest by folder.

use std::collections::{BTreeMap, BTreeSet};

use super::build::folder_name;
use super::{NavNotes, is_hidden, topic_node};
use crate::playbook::resolver::Resolver;
use crate::playbook::{NavNode, PlaybookTopic, TopicId};

/// A folder of topics.
#[derive(Default)]
struct Folder {
    topics: Vec<TopicId>,
    folders: BTreeMap<String, Folder>,
}

/// Makes it.
pub(super) fn imply(
    resolver: &Resolver<'_>,
    notes: &[NavNotes],
    home: Option<TopicId>,
    linked: &[TopicId],
) -> Vec<NavNode> {
    let mut forest: Vec<NavNode> = Vec::new();
    let mut named: BTreeSet<TopicId> = BTreeSet::new();
    for topic in home.iter().chain(linked).filter(|topic| !is_hidden(notes, **topic)) {
        if named.insert(*topic) {
            forest.push(topic_node(resolver, *topic));
        }
    }
    let mut root = Folder::default();
    for (id, topic) in (0..).map(TopicId).zip(resolver.topics) {
        let wishes = notes.get(id.0 as usize).is_some_and(|notes| notes.hidden || notes.wish.is_some());
        if wishes || named.contains(&id) {
            continue;
        }
        let mut folder = &mut root;
        for part in topic.page.folder().split('/').filter(|part| !part.is_empty()) {
            folder = folder.folders.entry(part.to_owned()).or_default();
        }
        folder.topics.push(id);
    }
    // Folders that all topics share say nothing.
    while root.topics.is_empty() && root.folders.len() == 1 {
        root = root.folders.into_values().next().unwrap_or_default();
    }
    forest.extend(nodes(resolver, root));
    forest
}

/// The entries of a folder by weight and title, a folder with those of its index topic.
fn nodes(resolver: &Resolver<'_>, folder: Folder) -> Vec<NavNode> {
    let mut nodes: Vec<(i64, NavNode)> = Vec::new();
    for topic in folder.topics {
        nodes.push((weight(resolver, topic), topic_node(resolver, topic)));
    }
    for (name, mut below) in folder.folders {
        let is_index = |id: &TopicId| topic(resolver, *id).is_some_and(|topic| topic.page.name() == "index.html");
        let index = below.topics.iter().position(is_index).map(|at| below.topics.remove(at));
        let mut node = match index {
            Some(index) => topic_node(resolver, index),
            None => NavNode { name: folder_name(&name), ..NavNode::default() },
        };
        node.items = self::nodes(resolver, below);
        nodes.push((index.map_or(0, |index| weight(resolver, index)), node));
    }
    nodes.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.name.to_lowercase().cmp(&b.1.name.to_lowercase())));
    nodes.into_iter().map(|(_, node)| node).collect()
}

fn topic<'r>(resolver: &Resolver<'r>, id: TopicId) -> Option<&'r PlaybookTopic> {
    resolver.topics.get(id.0 as usize)
}

fn weight(resolver: &Resolver<'_>, id: TopicId) -> i64 {
    topic(resolver, id).and_then(|topic| topic.control.weight).unwrap_or(0)
}
