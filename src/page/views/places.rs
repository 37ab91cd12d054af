//! Where a page stands: its trail, the pages beside and below it, the one before and the one after.

use crate::page::address::{Scheme, address_of};
use crate::page::anchor::Anchors;
use crate::page::view::LinkView;
use crate::playbook::{NavNode, Playbook, PlaybookTopic, Target, TopicId};
use crate::source::SitePath;

/// So many pages beside a page are listed, half before and half after it. In a flat contents of 10,000 entries every
/// page would otherwise carry all of them; the whole contents is one page and one script.
const MOST_SIBLINGS: usize = 12;

/// The surroundings of a topic.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) trail: Vec<LinkView>,
    pub(super) siblings: Vec<LinkView>,
    pub(super) children: Vec<LinkView>,
}

/// Finds the surroundings of a topic in the navigation.
pub(super) fn places_of(playbook: &Playbook, id: TopicId, topic: &PlaybookTopic) -> Places {
    let mut places = Places::default();
    let mut anchors = Anchors::new(playbook);
    places.trail.extend(neighbour(playbook, topic, playbook.home.filter(|home| *home != id)));
    let Some((last, above)) = topic.neighbours.entry.split_last() else { return places };
    let mut level: &[NavNode] = &playbook.nav;
    for index in above {
        let Some(node) = level.get(*index as usize) else { return places };
        let is_home = matches!(&node.target, Some(Target::Topic { topic, .. }) if Some(*topic) == playbook.home);
        if !is_home {
            places.trail.push(nav_link(playbook, &mut anchors, &topic.page, node, id));
        }
        level = &node.items;
    }
    let at = *last as usize;
    let first = at.saturating_sub(MOST_SIBLINGS / 2).min(level.len().saturating_sub(MOST_SIBLINGS));
    let beside = level.iter().enumerate().skip(first).take(MOST_SIBLINGS);
    places.siblings = beside
        .map(|(index, node)| LinkView {
            current: index == at,
            ..nav_link(playbook, &mut anchors, &topic.page, node, id)
        })
        .collect();
    if let Some(node) = level.get(at) {
        places.children =
            node.items.iter().map(|node| nav_link(playbook, &mut anchors, &topic.page, node, id)).collect();
    }
    places
}

/// A link to a topic, as navigation names it.
pub(super) fn neighbour(playbook: &Playbook, from: &PlaybookTopic, to: Option<TopicId>) -> Option<LinkView> {
    Some(neighbour_of(&from.page, topic_at(playbook, to?)?))
}

/// A link from a page to a topic.
pub(super) fn neighbour_of(from: &SitePath, to: &PlaybookTopic) -> LinkView {
    LinkView { title: short_title(to).to_owned(), href: Some(from.url_to(&to.page, None)), current: false }
}

/// The topic with this number.
pub(super) fn topic_at(playbook: &Playbook, id: TopicId) -> Option<&PlaybookTopic> {
    playbook.topics.get(id.0 as usize)
}

/// The title for lists of links.
pub(super) fn short_title(topic: &PlaybookTopic) -> &str {
    topic.nav_title.as_deref().unwrap_or(&topic.title)
}

/// The address of a navigation entry on the page `from`.
pub(super) fn nav_address(
    playbook: &Playbook,
    anchors: &mut Anchors<'_>,
    from: &SitePath,
    target: &Target,
) -> Option<String> {
    match target {
        Target::External(address) => Scheme::of(address).map(|_| address.to_string()),
        target => address_of(playbook, anchors, from, target),
    }
}

fn nav_link(
    playbook: &Playbook,
    anchors: &mut Anchors<'_>,
    from: &SitePath,
    node: &NavNode,
    here: TopicId,
) -> LinkView {
    let target = node.target.as_ref();
    LinkView {
        title: node.name.clone(),
        href: target.and_then(|target| nav_address(playbook, anchors, from, target)),
        current: matches!(target, Some(Target::Topic { topic, anchor: None, .. }) if *topic == here),
    }
}
