//! Everything the playbook links to on the internet: each address once, with the first pages that lead there. By page it
//! would be a list that nobody can open: a large playbook names the same few addresses on every page.

use std::collections::{BTreeMap, BTreeSet};

use super::places::neighbour_of;
use super::topic::bare_page;
use crate::page::Html;
use crate::page::address::Scheme;
use crate::page::pages::InternetLink;
use crate::page::render::embedded_address;
use crate::page::view::{ContentView, InternetAddress, InternetGroup, PageView};
use crate::page::words::push_inline_words;
use crate::playbook::{Playbook, PlaybookTopic, Target};
use crate::source::SitePath;
use crate::topic::html::{Piece, scan};
use crate::topic::{Block, BlockKind, Document, Inline, Inlines, LinkId, Slice};

/// So many pages are named with an address.
const MOST_PAGES: usize = 5;

/// The page that lists the addresses; `None` where there are none. `links` are those of each topic, in their order.
pub fn internet_page<'l>(
    playbook: &Playbook,
    links: impl IntoIterator<Item = &'l [InternetLink]>,
    path: &SitePath,
) -> Option<PageView> {
    // By host and address: the words of the first link, and the topics that lead there.
    let mut hosts: BTreeMap<String, BTreeMap<&str, (&str, Vec<&PlaybookTopic>)>> = BTreeMap::new();
    for (topic, links) in playbook.topics.iter().zip(links) {
        for link in links {
            let of_host = hosts.entry(host_of(&link.href)).or_default();
            let (_, topics) = of_host.entry(&link.href).or_insert((&link.text, Vec::new()));
            if !topics.last().is_some_and(|last| std::ptr::eq(*last, topic)) {
                topics.push(topic);
            }
        }
    }
    let address = |(href, (text, topics)): (&str, (&str, Vec<&PlaybookTopic>))| InternetAddress {
        href: href.to_owned(),
        text: text.to_owned(),
        pages: topics.iter().take(MOST_PAGES).map(|topic| neighbour_of(path, topic)).collect(),
        more: topics.len().saturating_sub(MOST_PAGES),
    };
    let group = |(host, links): (String, BTreeMap<_, _>)| InternetGroup {
        host,
        links: links.into_iter().map(address).collect(),
    };
    let groups: Vec<InternetGroup> = hosts.into_iter().map(group).collect();
    let title = "What needs the internet";
    (!groups.is_empty()).then(|| PageView {
        title: title.to_owned(),
        heading: Html::text(title),
        content: ContentView::Internet { groups },
        ..bare_page(path)
    })
}

/// The name of the computer that an address leads to.
fn host_of(address: &str) -> String {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase()
}

/// The links of a topic that need the internet, each once.
pub(in crate::page) fn internet_links(playbook: &Playbook, topic: &PlaybookTopic) -> Vec<InternetLink> {
    let mut collector = Collector { playbook, topic, seen: BTreeSet::new(), links: Vec::new() };
    topic.body.iter().for_each(|node| collector.block(&node.block));
    collector.links
}

struct Collector<'a> {
    playbook: &'a Playbook,
    topic: &'a PlaybookTopic,
    seen: BTreeSet<(String, String)>,
    links: Vec<InternetLink>,
}

impl Collector<'_> {
    fn block(&mut self, block: &Block) {
        let Some(document) = self.playbook.documents.get(block.source) else { return };
        match &block.kind {
            BlockKind::Heading { content, .. }
            | BlockKind::Paragraph(content)
            | BlockKind::Plain(content)
            | BlockKind::Cell(content)
            | BlockKind::Term(content) => self.inlines(document, *content),
            BlockKind::Video(link) => self.add(document, *link, ""),
            BlockKind::Picture(picture) => {
                let alt = document.str(picture.alt);
                for link in [Some(picture.image), picture.link].into_iter().flatten() {
                    self.add(document, link, alt);
                }
            }
            BlockKind::Html(html) => self.raw(document, *html),
            _ => {}
        }
        block.children().for_each(|child| self.block(child));
    }

    fn inlines(&mut self, document: &Document, range: Inlines) {
        let inlines = document.inlines(range);
        // Links do not nest, and a picture in a link is part of the link.
        let mut open: Option<(usize, LinkId)> = None;
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::LinkOpen(link) => open = Some((at, *link)),
                Inline::ImageOpen(link) if open.is_none() => open = Some((at, *link)),
                Inline::LinkClose | Inline::ImageClose => {
                    if let Some((start, link)) = open.take_if(|(start, _)| closes(inlines.get(*start), *inline)) {
                        let mut words = String::new();
                        push_inline_words(&mut words, document, inlines.get(start..at).unwrap_or_default());
                        self.add(document, link, &words);
                    }
                }
                Inline::Html(tag) => self.raw(document, *tag),
                _ => {}
            }
        }
    }

    /// Raw HTML: its links, and the frames that become links.
    fn raw(&mut self, document: &Document, slice: Slice) {
        for (_, link) in document.raw_links(slice) {
            self.add(document, link, "");
        }
        let html = document.str(slice);
        if html.contains("<iframe") {
            for piece in scan(html) {
                if let Piece::Tag(tag) = piece
                    && let Some(address) = embedded_address(html, &tag)
                {
                    self.add_address(&address, "");
                }
            }
        }
    }

    fn add(&mut self, document: &Document, link: LinkId, words: &str) {
        let Some(Target::External(address)) = self.topic.targets.get(document.source, link) else { return };
        if Scheme::of(address) == Some(Scheme::Web) {
            self.add_address(address, words);
        }
    }

    fn add_address(&mut self, address: &str, words: &str) {
        let words = words.trim();
        let text = if words.is_empty() { address.to_string() } else { words.to_owned() };
        if self.seen.insert((text.clone(), address.to_string())) {
            self.links.push(InternetLink { text, href: address.to_string() });
        }
    }
}

fn closes(open: Option<&Inline>, close: Inline) -> bool {
    matches!(
        (open, close),
        (Some(Inline::LinkOpen(_)), Inline::LinkClose) | (Some(Inline::ImageOpen(_)), Inline::ImageClose)
    )
}
