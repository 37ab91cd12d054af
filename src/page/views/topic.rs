//! [`Page`] → [`PageView`].

use super::changes::layer_view;
use super::control::{continuity_view, control_view};
use super::faults::Faults;
use super::places::{neighbour, places_of};
use crate::page::anchor::heading_anchor;
use crate::page::view::{ContentView, OutlineEntry, PageView};
use crate::page::{Html, Page};
use crate::playbook::{Playbook, PlaybookTopic, TopicId};
use crate::source::SitePath;

/// The values for the page of a topic; `None` where the playbook has no such topic.
pub fn topic_view(playbook: &Playbook, id: TopicId, page: Page, faults: &Faults) -> Option<PageView> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let places = places_of(playbook, id, topic);
    let (heading, anchor) = match page.heading {
        Some(heading) => (heading.html, Some(heading.anchor)),
        None => (Html::text(&topic.title), None),
    };
    let content = if playbook.home == Some(id) {
        ContentView::Home { body: page.body }
    } else {
        ContentView::Topic { body: page.body }
    };
    Some(PageView {
        title: topic.title.clone(),
        heading,
        anchor,
        description: topic.control.description.clone(),
        indexed: !topic.unlisted,
        content,
        trail: places.trail,
        siblings: places.siblings,
        children: places.children,
        previous: neighbour(playbook, topic, topic.neighbours.previous),
        next: neighbour(playbook, topic, topic.neighbours.next),
        outline: outline(topic),
        control: control_view(&topic.control, playbook.date),
        continuity: continuity_view(&topic.control),
        layers: layer_labels(playbook, topic),
        legend: topic.changed_by.iter().map(|id| layer_view(playbook, *id)).collect(),
        backlinks: topic.backlinks.iter().filter_map(|from| neighbour(playbook, topic, Some(*from))).collect(),
        faults: faults.of(topic),
        ..bare_page(&page.path)
    })
}

/// The page that a server shows for an address that leads nowhere.
pub fn not_found_page(path: &SitePath) -> PageView {
    let title = "Page not found";
    PageView { title: title.to_owned(), heading: Html::text(title), content: ContentView::NotFound, ..bare_page(path) }
}

/// A page with nothing on it.
pub(super) fn bare_page(path: &SitePath) -> PageView {
    PageView { path: path.to_string(), root: path.to_root(), ..PageView::default() }
}

fn outline(topic: &PlaybookTopic) -> Vec<OutlineEntry> {
    let shown = topic.outline.iter().filter(|heading| matches!(heading.level, 2 | 3));
    shown
        .map(|heading| OutlineEntry {
            title: heading.text.clone(),
            anchor: heading_anchor(&heading.id).into_owned(),
            level: heading.level,
        })
        .collect()
}

fn layer_labels(playbook: &Playbook, topic: &PlaybookTopic) -> Vec<String> {
    let layers = topic.changed_by.iter().filter_map(|id| playbook.layers.get(*id));
    layers.map(|layer| layer.label.clone()).collect()
}
