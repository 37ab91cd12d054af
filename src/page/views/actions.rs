//! What the first hour needs, found by what the topics say of themselves.

use super::places::{short_title, topic_at};
use crate::page::view::{ActionKind, ActionView};
use crate::playbook::{NavNode, Playbook, PlaybookTopic, Target, TopicId};
use crate::source::SitePath;
use crate::topic::{Phase, TopicType};

/// Ids, and names of files, of the topic that tells whom to call.
const CONTACTS: [&str; 5] = ["call-tree", "contacts", "contact-list", "call-list", "on-call"];

/// The actions of a playbook: the topic of the first hour, the one on declaring, the one on whom to call, and the roles,
/// in reading order. `from` is the page that paths count from: the first page.
pub fn actions(playbook: &Playbook, from: &SitePath) -> Vec<ActionView> {
    let actions = first_actions(playbook).into_iter();
    actions
        .filter_map(|(kind, id)| Some((kind, topic_at(playbook, id)?)))
        .map(|(kind, topic)| ActionView {
            kind,
            title: short_title(topic).to_owned(),
            path: from.url_to(&topic.page, None),
            description: topic.control.description.clone(),
        })
        .collect()
}

/// The topics of these actions.
pub fn first_actions(playbook: &Playbook) -> Vec<(ActionKind, TopicId)> {
    let order = reading_order(playbook);
    let topics: Vec<(TopicId, &PlaybookTopic)> =
        order.into_iter().filter_map(|id| Some((id, topic_at(playbook, id)?))).collect();
    let first =
        |wanted: &dyn Fn(&PlaybookTopic) -> bool| topics.iter().find(|(_, topic)| wanted(topic)).map(|(id, _)| *id);
    let first_hour = first(&|topic| name_of(topic) == "first-hour").or_else(|| {
        first(&|topic| {
            topic.control.phase == Some(Phase::FirstHour) && topic.control.kind == Some(TopicType::Procedure)
        })
    });
    let activation = first(&|topic| topic.control.kind == Some(TopicType::Decision));
    let contacts = first(&|topic| CONTACTS.contains(&name_of(topic)));
    let named =
        [(ActionKind::FirstHour, first_hour), (ActionKind::Activation, activation), (ActionKind::Contacts, contacts)];
    let roles = topics.iter().filter(|(_, topic)| topic.control.kind == Some(TopicType::Role));
    let named = named.into_iter().filter_map(|(kind, id)| Some((kind, id?)));
    named.chain(roles.map(|(id, _)| (ActionKind::Role, *id))).collect()
}

/// The topics in the order of the navigation, then those that no entry names.
fn reading_order(playbook: &Playbook) -> Vec<TopicId> {
    let mut order = Vec::with_capacity(playbook.topics.len());
    let mut waiting: Vec<&NavNode> = playbook.nav.iter().rev().collect();
    let mut seen = vec![false; playbook.topics.len()];
    while let Some(node) = waiting.pop() {
        if let Some(Target::Topic { topic, .. }) = &node.target
            && let Some(seen) = seen.get_mut(topic.0 as usize)
            && !std::mem::replace(seen, true)
        {
            order.push(*topic);
        }
        waiting.extend(node.items.iter().rev());
    }
    let rest = seen.iter().enumerate().filter(|(_, seen)| !**seen);
    order.extend(rest.map(|(at, _)| TopicId(u32::try_from(at).unwrap_or(u32::MAX))));
    order
}

/// The id that a topic gives itself, else the name of its file.
fn name_of(topic: &PlaybookTopic) -> &str {
    topic.control.id.as_deref().unwrap_or_else(|| topic.path.stem())
}
