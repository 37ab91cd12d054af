//! What links lead to.

use std::collections::BTreeMap;

use super::TopicId;
use crate::source::{SitePath, SourceId};
use crate::topic::LinkId;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A topic of the playbook.
    Topic {
        /// Which one.
        topic: TopicId,
        /// An id on its page.
        anchor: Option<Box<str>>,
        /// Tabs and pivots to choose on arrival, as written: `tabs=windows`.
        select: Option<Box<str>>,
    },
    /// Another page of the site that is no topic, such as the contents page.
    Page {
        /// Which one.
        page: SitePath,
        /// An id on it.
        anchor: Option<Box<str>>,
    },
    /// A file that the site carries.
    Asset(SitePath),
    /// An address outside of the site: needs a connection (or a telephone, or a mail program).
    External(Box<str>),
    /// Nowhere; there is a finding. The reader sees the text, marked.
    Broken(Broken),
    /// Nowhere on purpose: what it led to is not part of this edition. The reader sees the text.
    Text,
}

impl Target {
    /// The topic that it leads to.
    pub fn topic(&self) -> Option<TopicId> {
        match self {
            Self::Topic { topic, .. } => Some(*topic),
            _ => None,
        }
    }
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// There is no such topic or file.
    Missing,
    /// It is of a kind that is never a link, such as `javascript:`.
    Refused,
}

/// The targets of the links of one topic. A topic may hold blocks of several sources; each link is found by its source
/// and number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    by_source: BTreeMap<SourceId, Vec<Option<Target>>>,
}

impl Targets {
    /// Sets the target of a link.
    pub fn set(&mut self, source: SourceId, link: LinkId, target: Target) {
        let targets = self.by_source.entry(source).or_default();
        let at = link.0 as usize;
        if targets.len() <= at {
            targets.resize(at + 1, None);
        }
        if let Some(slot) = targets.get_mut(at) {
            *slot = Some(target);
        }
    }

    /// The target of a link of the topic.
    pub fn get(&self, source: SourceId, link: LinkId) -> Option<&Target> {
        self.by_source.get(&source)?.get(link.0 as usize)?.as_ref()
    }

    /// All targets with the links that lead to them.
    pub fn with_links(&self) -> impl Iterator<Item = (SourceId, LinkId, &Target)> {
        self.by_source.iter().flat_map(|(source, targets)| {
            (0..).map(LinkId).zip(targets).filter_map(|(link, target)| Some((*source, link, target.as_ref()?)))
        })
    }

    /// All targets, by source and number of their links.
    pub fn iter(&self) -> impl Iterator<Item = &Target> {
        self.by_source.values().flatten().flatten()
    }
}
