//! [`Playbook`] → one [`Page`] a topic.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::diagram::Drawing;
use super::render::{main_heading, render_marked, render_topic, render_with_bars};
use super::views::internet_links;
use super::{Bars, Html, PageSettings};
use crate::finding::{Checked, Span};
use crate::playbook::{Playbook, PlaybookTopic, Targets, TopicFacts, TopicId};
use crate::source::{Memo, PictureSize, Same, SitePath, SourceId};

/// What one topic becomes, before the theme puts its frame around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it lies in the site.
    pub path: SitePath,
    /// Its first heading, where the topic has one of level 1; it stands above the body.
    pub heading: Option<MainHeading>,
    /// The topic without that heading.
    pub body: Html,
    /// Its links that need the internet.
    pub internet: Vec<InternetLink>,
}

/// A link of a page that needs the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternetLink {
    /// Its words.
    pub text: String,
    /// Its address.
    pub href: String,
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

/// One page, for whoever gives it away at once and keeps none. Its links to the internet are told by [`links_out`].
pub fn render_page(playbook: &Playbook, id: TopicId, settings: &PageSettings) -> Option<Checked<Page>> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let rendered = render_topic(playbook, id, topic, settings);
    Some(rendered.map(|(heading, body)| Page { path: topic.page.clone(), heading, body, internet: Vec::new() }))
}

/// The links of each topic that need the internet, in the order of the topics.
pub fn links_out(playbook: &Playbook) -> Vec<Vec<InternetLink>> {
    playbook.topics.par_iter().map(|topic| internet_links(playbook, topic)).collect()
}

/// One page with the comment `lb:7` before each block, item and row of its body, and where each of these was written, by
/// number. For the preview alone; apart from comments and blank lines it is the page that readers get.
pub fn mark_page(playbook: &Playbook, id: TopicId, settings: &PageSettings) -> Option<(Page, Vec<(SourceId, Span)>)> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let (heading, body, marks) = render_marked(playbook, id, topic, settings);
    Some((Page { path: topic.page.clone(), heading, body, internet: Vec::new() }, marks))
}

/// A page with the class `changed` on what gets a bar in the margin: for the PDF, which is made from pages. Never for
/// publication.
pub fn page_with_bars(playbook: &Playbook, id: TopicId, settings: &PageSettings, bars: &Bars) -> Option<Page> {
    let topic = playbook.topics.get(id.0 as usize)?;
    let (heading, body) = render_with_bars(playbook, id, topic, settings, bars);
    Some(Page { path: topic.page.clone(), heading, body, internet: Vec::new() })
}

/// Pages that were rendered before, to be used again. Holds only for one set of settings and layers.
#[derive(Debug, Default)]
pub struct PageMemory {
    pages: Memo<PageKey, Rendered>,
    /// The sizes of pictures that the pages were rendered with.
    pictures: BTreeMap<SitePath, PictureSize>,
}

/// What a body depends on: the topic itself, where its links lead (whatever the numbers of the topics), what was drawn of it, and whether it tells of earlier
/// words.
type PageKey = (Same<TopicFacts>, Same<Targets>, Vec<Same<Drawing>>, bool);
type Rendered = Checked<Arc<Page>>;

impl PageMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.pages.turn();
    }
}

/// Whether something of a topic stands in the place of other words; of any other, editions that tell of those have the same
/// page as editions that do not.
fn has_earlier_words(topic: &PlaybookTopic) -> bool {
    !topic.replaced.is_empty() || topic.body.iter().any(|node| node.origin.over.is_some())
}

/// Renders every topic of a playbook, in the order of its topics.
pub fn render_pages(playbook: &Playbook, settings: &PageSettings) -> Checked<Vec<Page>> {
    let mut memory = PageMemory::default();
    let pages = render_pages_again(playbook, settings, &mut memory);
    drop(memory);
    pages.map(|pages| pages.into_iter().map(Arc::unwrap_or_clone).collect())
}

/// The same, without rendering again the pages that are known.
pub fn render_pages_again(
    playbook: &Playbook,
    settings: &PageSettings,
    memory: &mut PageMemory,
) -> Checked<Vec<Arc<Page>>> {
    if memory.pictures != settings.pictures {
        *memory = PageMemory { pictures: settings.pictures.clone(), ..PageMemory::default() };
    }
    let known = &memory.pages;
    let rendered: Vec<(PageKey, Rendered)> = playbook
        .topics
        .par_iter()
        .enumerate()
        .map(|(at, topic)| {
            let drawings = settings.drawings.of_topic(playbook, topic);
            let earlier_words = settings.earlier_words && has_earlier_words(topic);
            let key = (Same(Arc::clone(&topic.facts)), Same(Arc::clone(&topic.known_by)), drawings, earlier_words);
            let rendered = known.get(&key).cloned().unwrap_or_else(|| {
                let id = TopicId(u32::try_from(at).unwrap_or(u32::MAX));
                render_topic(playbook, id, topic, settings).map(|(heading, body)| {
                    let internet = internet_links(playbook, topic);
                    Arc::new(Page { path: topic.page.clone(), heading, body, internet })
                })
            });
            (key, rendered)
        })
        .collect();
    let mut findings = Vec::new();
    let mut pages = Vec::with_capacity(rendered.len());
    for (key, page) in rendered {
        pages.push(page.clone().take(&mut findings));
        memory.pages.keep(key, page);
    }
    Checked::new(pages, findings)
}
