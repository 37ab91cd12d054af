//! [`Playbook`] → one [`Page`] a topic.

use rayon::prelude::*;

use super::render::{main_heading, render_marked, render_topic};
use super::{Html, PageSettings};
use crate::finding::{Checked, Span};
use crate::playbook::{Playbook, PlaybookTopic, TopicId};
use crate::source::{SitePath, SourceId};

/// What one topic becomes, before the theme puts its frame around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which topic.
    pub topic: TopicId,
    /// Where it lies in the site.
    pub path: SitePath,
    /// Its first heading, where the topic has one of level 1; it stands above the body.
    pub heading: Option<MainHeading>,
    /// The topic without that heading.
    pub body: Html,
}

/// The heading that a page shows above everything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MainHeading {
    /// Its id on the page.
    pub anchor: String,
    /// Its words with their markup.
    pub html: Html,
}

/// Whether a topic's first heading is of level 1 and stands above everything else on its page.
pub fn has_main_heading(topic: &PlaybookTopic) -> bool {
    main_heading(topic).is_some()
}

/// One page with the comment `lb:7` before each block, item and row of its body, and where each of these was written, by
/// number. For the preview alone; apart from comments and blank lines it is the page that readers get.
pub fn mark_page(playbook: &Playbook, id: TopicId, settings: &PageSettings) -> Option<(Page, Vec<(SourceId, Span)>)> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let (heading, body, marks) = render_marked(playbook, id, topic, settings);
    Some((Page { topic: id, path: topic.page.clone(), heading, body }, marks))
}

/// Renders every topic of a playbook, in the order of its topics.
pub fn render_pages(playbook: &Playbook, settings: &PageSettings) -> Checked<Vec<Page>> {
    let rendered: Vec<Checked<Page>> = playbook
        .topics
        .par_iter()
        .enumerate()
        .map(|(at, topic)| {
            let id = TopicId(u32::try_from(at).unwrap_or(u32::MAX));
            let rendered = render_topic(playbook, id, topic, settings);
            rendered.map(|(heading, body)| Page { topic: id, path: topic.page.clone(), heading, body })
        })
        .collect();
    let mut findings = Vec::new();
    let pages = rendered.into_iter().map(|page| page.take(&mut findings)).collect();
    Checked::new(pages, findings)
}
