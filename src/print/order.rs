//! The navigation of a playbook → the order of the binder: parts, the topics in them, and which roles there are.
//!
//! The author's own navigation gives the parts (its top-level groups) and the order within them; `binder: {tab, order}`
//! moves a topic behind another tab. Parts then stand in the order in which an incident needs them: the opening topic,
//! the first hour, response, recovery, the return, then what is read before anything happens, then all else. A playbook
//! without phases keeps the order of its navigation. Every topic has a place here, printed or not, so that numbers are
//! the same in the binder and in each booklet.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::codes::print::P006;
use crate::finding::{Finding, Place};
use crate::playbook::{NavNode, Playbook, PlaybookTopic, Target, TopicId};
use crate::topic::{Phase, Print, TopicType};

/// A part with its topics in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OrderedPart {
    pub(super) title: String,
    /// Topics with their depth below the part.
    pub(super) topics: Vec<(TopicId, usize)>,
}

/// The title of topics that stand at the top of the navigation without a group, the opening topic first among them.
const OPENING: &str = "Start here";
/// The title of others that do.
const MORE: &str = "More topics";

/// The parts of a playbook's whole book. Topics that are never printed are not in them.
pub(super) fn order_parts(playbook: &Playbook, findings: &mut Vec<Finding>) -> Vec<OrderedPart> {
    let mut parts = by_navigation(playbook);
    move_to_tabs(playbook, &mut parts);
    for part in &mut parts {
        part.topics.retain(|(id, _)| is_printed(playbook, *id));
        order_within(playbook, part, findings);
    }
    parts.retain(|part| !part.topics.is_empty());
    // Stable: parts that are needed at the same time stay as the author has them.
    parts.sort_by_key(|part| urgency(playbook, part));
    parts
}

/// Whether a topic may go on paper.
pub(super) fn is_printed(playbook: &Playbook, id: TopicId) -> bool {
    topic_at(playbook, id).is_some_and(|topic| topic.control.print != Some(Print::Never))
}

pub(super) fn topic_at(playbook: &Playbook, id: TopicId) -> Option<&PlaybookTopic> {
    playbook.topics.get(id.0 as usize)
}

/// All topics with their numbers.
pub(super) fn all_topics(playbook: &Playbook) -> impl Iterator<Item = (TopicId, &PlaybookTopic)> {
    playbook.topics.iter().enumerate().map(|(at, topic)| (TopicId(u32::try_from(at).unwrap_or(u32::MAX)), topic))
}

/// The id that a topic gives itself, else the name of its file.
pub(super) fn name_of(topic: &PlaybookTopic) -> &str {
    topic.control.id.as_deref().unwrap_or_else(|| topic.path.stem())
}

/// The roles of a playbook with what readers call them, sorted by name: topics of that type, and names that topics list.
pub fn roles(playbook: &Playbook) -> Vec<(String, String)> {
    let mut roles: BTreeMap<String, String> = BTreeMap::new();
    for topic in playbook.topics.iter().filter(|topic| topic.control.kind == Some(TopicType::Role)) {
        roles.insert(name_of(topic).to_owned(), topic.title.clone());
    }
    for name in playbook.topics.iter().flat_map(|topic| &topic.control.roles) {
        if !roles.contains_key(name) {
            roles.insert(name.clone(), words_of_name(name));
        }
    }
    roles.into_iter().collect()
}

/// `night-shift_lead` → "Night shift lead".
fn words_of_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn by_navigation(playbook: &Playbook) -> Vec<OrderedPart> {
    let mut parts: Vec<OrderedPart> = Vec::new();
    let mut seen = vec![false; playbook.topics.len()];
    // Whether the last part is a run of topics that stand at the top themselves.
    let mut in_run = false;
    for node in &*playbook.nav {
        let mut topics = Vec::new();
        collect(node, &mut seen, &mut topics);
        if topics.is_empty() {
            continue;
        }
        let alone = node.items.is_empty();
        match parts.last_mut().filter(|_| alone && in_run) {
            Some(run) => {
                run.topics.append(&mut topics);
                MORE.clone_into(&mut run.title);
            }
            None => parts.push(OrderedPart { title: node.name.trim().to_owned(), topics }),
        }
        in_run = alone;
    }
    let rest: Vec<_> = all_topics(playbook)
        .filter(|(id, _)| seen.get(id.0 as usize).is_some_and(|seen| !seen))
        .map(|(id, _)| (id, 0))
        .collect();
    if !rest.is_empty() {
        parts.push(OrderedPart { title: MORE.to_owned(), topics: rest });
    }
    let opening = parts.iter_mut().find(|part| part.topics.first().map(|(id, _)| *id) == playbook.home);
    if let Some(opening) = opening.filter(|part| part.title == MORE) {
        OPENING.clone_into(&mut opening.title);
    }
    parts
}

/// The topics of a tree, each once; a walk with a stack, since a hostile tree has no limit in depth.
fn collect(node: &NavNode, seen: &mut [bool], topics: &mut Vec<(TopicId, usize)>) {
    let mut waiting = vec![(node, 0_usize)];
    while let Some((node, depth)) = waiting.pop() {
        if let Some(Target::Topic { topic, anchor: None, .. }) = &node.target
            && let Some(seen) = seen.get_mut(topic.0 as usize)
            && !std::mem::replace(seen, true)
        {
            topics.push((*topic, depth.saturating_sub(1)));
        }
        waiting.extend(node.items.iter().rev().map(|item| (item, depth + 1)));
    }
}

/// Whether a topic explains words.
pub(super) fn is_glossary(playbook: &Playbook, id: TopicId) -> bool {
    let names = ["glossary", "terms", "abbreviations"];
    topic_at(playbook, id).is_some_and(|topic| names.iter().any(|name| same_name(name, name_of(topic))))
}

/// Moves topics behind the tabs that they name; a tab that no part has begins one, after the part that it left. A glossary
/// has a tab of its own, unless the book is a single part: everybody looks for it, and nobody remembers where.
fn move_to_tabs(playbook: &Playbook, parts: &mut Vec<OrderedPart>) {
    let mut moved: Vec<(usize, String, TopicId)> = Vec::new();
    let several = parts.len() > 1;
    for (at, part) in parts.iter_mut().enumerate() {
        part.topics.retain(|(id, _)| {
            let topic = topic_at(playbook, *id);
            let named = topic.and_then(|topic| topic.control.binder.as_ref()?.tab.as_ref());
            let of_glossary = topic.filter(|_| several && is_glossary(playbook, *id)).map(|topic| &topic.title);
            let tab = named.or(of_glossary).filter(|tab| !same_name(tab, &part.title));
            if let Some(tab) = tab {
                moved.push((at, tab.clone(), *id));
            }
            tab.is_none()
        });
    }
    let mut begun = 0;
    for (from, tab, id) in moved {
        if let Some(part) = parts.iter_mut().find(|part| same_name(&part.title, &tab)) {
            part.topics.push((id, 0));
        } else {
            begun += 1;
            let at = (from + begun).min(parts.len());
            parts.insert(at, OrderedPart { title: tab, topics: vec![(id, 0)] });
        }
    }
}

/// Whether two names are the same to a person.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Topics with an `order` first, by it; the others stay as they are.
fn order_within(playbook: &Playbook, part: &mut OrderedPart, findings: &mut Vec<Finding>) {
    let order = |id: TopicId| topic_at(playbook, id)?.control.binder.as_ref()?.order;
    part.topics.sort_by_key(|(id, _)| order(*id).unwrap_or(i64::MAX));
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    for (id, _) in &part.topics {
        if let (Some(order), Some(topic)) = (order(*id), topic_at(playbook, *id))
            && !taken.insert(order)
        {
            let message = format!("another topic has the place {order} behind the tab “{}” too", part.title);
            findings.push(Finding::new(&P006, message).at(Place::new(topic.path.shared(), 0..0)));
        }
    }
}

/// When a part is needed, by the first of its topics that is.
fn urgency(playbook: &Playbook, part: &OrderedPart) -> u8 {
    if part.topics.iter().all(|(id, _)| is_glossary(playbook, *id)) {
        return 7;
    }
    let topics = part.topics.iter().filter_map(|(id, _)| Some((*id, topic_at(playbook, *id)?)));
    let of_topic = |(id, topic): (TopicId, &PlaybookTopic)| {
        if playbook.home == Some(id) {
            return 0;
        }
        match topic.control.phase {
            Some(Phase::FirstHour) => 1,
            Some(Phase::Respond) => 2,
            Some(Phase::Recover) => 3,
            Some(Phase::Return) => 4,
            Some(Phase::Prepare) => 5,
            None => 6,
        }
    };
    topics.map(of_topic).min().unwrap_or(6)
}
