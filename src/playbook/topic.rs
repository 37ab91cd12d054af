//! Topics in their final place.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::Targets;
use crate::finding::Span;
use crate::overlay::{Change, HiddenTopic, LayerId, Layers, Node};
use crate::source::{Date, SitePath, SourceId, SourcePath};
use crate::topic::docset::ZoneGroup;
use crate::topic::{Control, Documents};

/// The number of a topic of a [`Playbook`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);

/// The topics of one edition with every link resolved.
#[derive(Debug, Clone, Default)]
pub struct Playbook {
    /// The topics, sorted by path.
    pub topics: Vec<PlaybookTopic>,
    /// Every document that a block of them may come from.
    pub documents: Documents,
    /// The layers of the project.
    pub layers: Layers,
    /// The navigation: a forest whose nodes name topics, outside addresses or only a group.
    pub nav: Arc<Vec<NavNode>>,
    /// Files to carry along: where in the site, and from which source file.
    pub assets: Arc<BTreeMap<SitePath, SourcePath>>,
    /// Old addresses and where they lead now: stub pages.
    pub redirects: Arc<BTreeMap<SitePath, super::Target>>,
    /// The topic that opens the playbook.
    pub home: Option<TopicId>,
    /// The choices that zones offer, with the names that readers see.
    pub zone_groups: Vec<ZoneGroup>,
    /// Topics that a layer took out.
    pub hidden: Vec<HiddenTopic>,
    /// The day for which it is built.
    pub date: Date,
}

/// A topic with its page, its place and its targets. What it says itself is read as if it stood here.
#[derive(Debug, Clone)]
pub struct PlaybookTopic {
    /// What it says itself; shared between editions, and from one edit to the next.
    pub facts: Arc<TopicFacts>,
    /// Where the links of the body lead.
    pub targets: Arc<Targets>,
    /// Where they led first: the same value as long as the page says the same of them, whatever the numbers of the topics.
    pub known_by: Arc<Targets>,
    /// Where it stands in the navigation.
    pub neighbours: Neighbours,
    /// Topics that link here, sorted.
    pub backlinks: Arc<[TopicId]>,
}

impl Deref for PlaybookTopic {
    type Target = TopicFacts;

    fn deref(&self) -> &TopicFacts {
        &self.facts
    }
}

/// What a topic says itself, whatever the other topics are.
#[derive(Debug, Clone)]
pub struct TopicFacts {
    /// Its path among the topics of the base, below the project's root.
    pub path: SourcePath,
    /// The source that holds the topic itself.
    pub source: SourceId,
    /// The layer that brought it.
    pub layer: LayerId,
    /// The page it becomes.
    pub page: SitePath,
    /// The title for windows, search and navigation: `title`, else the first H1, else the file's name.
    pub title: String,
    /// The short title for navigation, where the author gave one.
    pub nav_title: Option<String>,
    /// Identity, control and continuity facts.
    pub control: Control,
    /// The body.
    pub body: Vec<Node>,
    /// The headings of the body in order, those in tabs and zones included.
    pub outline: Vec<Heading>,
    /// The layers that changed something in it, lowest first, without its own.
    pub changed_by: Vec<LayerId>,
    /// What instructions of layers did to it, as far as the edition may tell.
    pub journal: Vec<Change>,
    /// Parts of blocks that stand in the place of others, each with the instruction that put it there.
    pub replaced: BTreeMap<(SourceId, Span), Span>,
    /// Ids that must work on the page though no heading has them now, each with the id to stand at; `None`: the top.
    pub anchor_aliases: Vec<(Box<str>, Option<Box<str>>)>,
    /// Whether search leaves it out (`ROBOTS: NOINDEX`).
    pub unlisted: bool,
}

/// A heading of a topic's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: Box<str>,
    /// Its words without markup.
    pub text: String,
}

/// An entry of the navigation with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NavNode {
    /// What readers see.
    pub name: String,
    /// Where it leads; `None` for a group without a page of its own, and for drafts.
    pub target: Option<super::Target>,
    /// What stands below it.
    pub items: Vec<NavNode>,
}

/// Where a topic stands in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbours {
    /// The path of indices that leads to its entry in [`Playbook::nav`]; empty where no entry names it.
    pub entry: Vec<u32>,
    /// The topic before it in reading order.
    pub previous: Option<TopicId>,
    /// The topic after it in reading order.
    pub next: Option<TopicId>,
}
