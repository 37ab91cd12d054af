//! What a topic becomes on paper: the same blocks, with numbers in the place of links.
//!
//! A book says where its places are ([`OnPaper`]); rendering asks it and numbers nothing itself. Ids of the author's own
//! HTML do not come along: a reference to one leads to the topic.

use super::render::render_sheet_of;
use super::{Bars, Html, PageSettings};
use crate::finding::Checked;
use crate::overlay::LayerId;
use crate::playbook::{Playbook, TopicId};
use crate::source::SitePath;

/// What a book says of its places.
pub trait OnPaper: Sync {
    /// Where the rendered book lies: addresses of pictures count from there.
    fn page(&self) -> &SitePath;
    /// What a reference to a topic, or to an id on its page, reads; `None` where the topic is never printed.
    fn reference(&self, topic: TopicId, anchor: Option<&str>) -> Option<Reference<'_>>;
    /// A heading of a topic of the book.
    fn heading(&self, topic: TopicId, anchor: &str) -> Option<PaperHeading<'_>>;
    /// The id of a topic's sheet.
    fn sheet_id(&self, topic: TopicId) -> &str;
    /// The number of the footnote of an address on a topic's sheet.
    fn address_number(&self, topic: TopicId, address: &str) -> Option<usize>;
    /// The letters of a layer.
    fn mark_of(&self, layer: LayerId) -> Option<&str>;
    /// What of a topic gets a bar in the margin, where anything does.
    fn bars(&self, topic: TopicId) -> Option<&Bars>;
    /// Whether tasks of the topic get room for a time and initials.
    fn has_steps(&self, topic: TopicId) -> bool;
}

/// A place in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Its id; `None` where it is in the whole book and not in this one.
    pub id: Option<&'a str>,
    /// Its number.
    pub number: &'a str,
}

/// A heading in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperHeading<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its number, where it has one.
    pub number: Option<&'a str>,
    /// How deep it stands below the topic's title, from 1.
    pub level: u8,
}

/// A topic on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperTopic {
    /// Its title with its markup.
    pub heading: Html,
    /// Everything below it.
    pub body: Html,
}

/// Renders a topic for paper; `None` where the playbook has no such topic.
pub fn render_on_paper(
    playbook: &Playbook,
    id: TopicId,
    settings: &PageSettings,
    paper: &dyn OnPaper,
) -> Option<Checked<PaperTopic>> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let rendered = render_sheet_of(playbook, id, topic, settings, paper);
    Some(rendered.map(|(heading, body)| PaperTopic {
        heading: heading.map_or_else(|| Html::text(&topic.title), |heading| heading.html),
        body,
    }))
}
