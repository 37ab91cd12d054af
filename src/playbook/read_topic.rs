//! A cleared topic and its page → what it says itself, whatever the other topics are.

use std::sync::Arc;

use super::anchors::Anchors;
use super::body::{Body, read_body};
use super::nav::{NavNotes, NavWish};
use super::topic::TopicFacts;
use crate::finding::{Finding, Place, Span};
use crate::overlay::{ComposedTopic, Origin};
use crate::source::{SitePath, SourceId, SourceTree};
use crate::topic::{Documents, Value, read_control};

/// A topic before its links are resolved.
#[derive(Debug)]
pub(super) struct ReadTopic {
    pub facts: Arc<TopicFacts>,
    pub body: Body,
    pub anchors: Anchors,
    pub notes: NavNotes,
    pub uid: Option<String>,
    pub findings: Vec<Finding>,
}

impl ReadTopic {
    /// Whether links to it lead to the same places of the same page, with the same words.
    pub(super) fn is_reached_as(&self, other: &Self) -> bool {
        self.anchors == other.anchors
            && self.facts.title == other.facts.title
            && self.facts.nav_title == other.facts.nav_title
            && self.facts.outline == other.facts.outline
    }
}

impl ReadTopic {
    /// Whether the navigation has the same to say of it.
    pub(super) fn is_named_as(&self, other: &Self) -> bool {
        let (facts, others) = (&*self.facts, &*other.facts);
        self.is_reached_as(other)
            && self.notes == other.notes
            && facts.layer == others.layer
            && facts.unlisted == others.unlisted
            && facts.control == others.control
    }
}

/// The instruction that put something in the place of something else.
fn replaced_by(origin: &Origin) -> Option<Span> {
    origin.instruction.filter(|_| origin.over.is_some())
}

/// Reads the front matter and the body of a topic.
pub(super) fn read_topic(
    topic: &ComposedTopic,
    page: SitePath,
    documents: &Documents,
    sources: &SourceTree,
) -> ReadTopic {
    let mut nodes = topic.body.clone();
    let mut body = read_body(&mut nodes, topic.source, documents);
    let files: Vec<Arc<str>> = topic.fields.iter().map(|(_, origin)| file(sources, origin.source)).collect();
    let control = read_control(topic.fields.iter().map(|(field, _)| field).zip(&files), sources.date);
    let text =
        |key: &str| value(topic, key).and_then(|(value, _)| value.text()).map(str::trim).filter(|t| !t.is_empty());
    let robots = topic.fields.iter().find(|(field, _)| field.key.eq_ignore_ascii_case("robots"));
    let robots = robots.and_then(|(field, _)| field.value.text()).unwrap_or_default();
    let heading = body.outline.iter().find(|heading| heading.level == 1).map(|heading| heading.text.as_str());
    let title = text("title").or(heading.filter(|title| !title.is_empty())).unwrap_or(topic.path.stem()).to_owned();
    let wish = value(topic, "nav")
        .and_then(|(value, source)| Some((NavWish::read(value)?, Place::new(file(sources, source), value.span))));
    let start = Place::new(file(sources, topic.source), Span::default());
    let anchor_aliases = topic.aliases();
    let anchors = Anchors::new(&body, &anchor_aliases);
    let facts = TopicFacts {
        path: topic.path.clone(),
        source: topic.source,
        layer: topic.layer,
        page,
        title,
        nav_title: control.value.nav_title.clone(),
        control: control.value,
        body: nodes,
        outline: std::mem::take(&mut body.outline),
        changed_by: topic.changed_by.clone(),
        journal: topic.journal.clone(),
        replaced: topic.parts.iter().filter_map(|(part, origin)| Some((*part, replaced_by(origin)?))).collect(),
        anchor_aliases,
        unlisted: robots.to_ascii_uppercase().contains("NOINDEX"),
    };
    ReadTopic {
        facts: Arc::new(facts),
        body,
        anchors,
        notes: NavNotes { start, hidden: topic.hidden_in_nav, wish },
        uid: text("uid").map(str::to_owned),
        findings: control.findings,
    }
}

/// The value of a key, and the source that gives it.
pub(super) fn value<'t>(topic: &'t ComposedTopic, key: &str) -> Option<(&'t Value, SourceId)> {
    let (field, origin) = topic.fields.iter().find(|(field, _)| field.key == key)?;
    Some((&field.value, origin.source))
}

/// The path of a source.
pub(super) fn file(sources: &SourceTree, source: SourceId) -> Arc<str> {
    sources.text(source).map_or_else(|| "".into(), |text| text.path.shared())
}
