//! The forest → each topic's entry, and the topics before and after it in reading order.

use super::topic_of;
use crate::playbook::{NavNode, Neighbours, TopicId};

/// One [`Neighbours`] for each of `count` topics, and the first topic in reading order. A topic that stands in the forest
/// twice has its first place.
pub(super) fn neighbours(forest: &[NavNode], count: usize) -> (Vec<Neighbours>, Option<TopicId>) {
    let mut all = vec![Neighbours::default(); count];
    let mut order: Vec<TopicId> = Vec::new();
    walk(forest, &mut Vec::new(), &mut all, &mut order);
    for pair in order.windows(2) {
        let [before, after] = pair else { continue };
        if let Some(neighbours) = all.get_mut(before.0 as usize) {
            neighbours.next = Some(*after);
        }
        if let Some(neighbours) = all.get_mut(after.0 as usize) {
            neighbours.previous = Some(*before);
        }
    }
    (all, order.first().copied())
}

fn walk(nodes: &[NavNode], trail: &mut Vec<u32>, all: &mut [Neighbours], order: &mut Vec<TopicId>) {
    for (at, node) in (0..).zip(nodes) {
        trail.push(at);
        if let Some(topic) = topic_of(node)
            && let Some(neighbours) = all.get_mut(topic.0 as usize)
            && neighbours.entry.is_empty()
        {
            neighbours.entry.clone_from(trail);
            order.push(topic);
        }
        walk(&node.items, trail, all, order);
        trail.pop();
    }
}
