//! Pages of topics without the words that name their edition, kept for the editions that show the same.
//!
//! A frame is known by all that it was made from: the values of the site that frames see, the names and the navigation of
//! all topics, the topic itself with its body and the topics that lead to it, and the faults that its readers are told of.

use std::sync::Arc;

use rayon::prelude::*;

use super::Snapshot;
use crate::finding::Checked;
use crate::page::Page;
use crate::page::view::{FaultView, SiteView};
use crate::playbook::{NavNode, Playbook, PlaybookTopic, TopicFacts, TopicId};
use crate::search::SearchIndex;
use crate::source::{Memo, Same, SitePath};
use crate::theme::{Frame, Shell};

/// Frames by what they were made from. Holds only for one set of settings and layers, and one theme.
#[derive(Debug, Default)]
pub(super) struct FrameMemory {
    sites: Vec<SiteView>,
    /// The last ones, each with its number.
    surroundings: Vec<(usize, Surroundings)>,
    next: usize,
    frames: Memo<FrameKey, Arc<Frame>>,
    /// The last list from A to Z, the number of its site, and its page.
    a_to_z: Option<(usize, Arc<SearchIndex>, Arc<Frame>)>,
}

/// What a frame is made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FrameKey {
    site: usize,
    surroundings: usize,
    page: Same<Page>,
    facts: Same<TopicFacts>,
    backlinks: Arc<[TopicId]>,
    faults: Vec<FaultView>,
}

/// What a page may tell of any other topic, and where each stands.
#[derive(Debug)]
struct Surroundings {
    nav: Arc<Vec<NavNode>>,
    home: Option<TopicId>,
    names: Vec<(SitePath, String, Option<String>)>,
}

/// Surroundings that are kept: editions that name their topics alike follow each other.
const MOST_SURROUNDINGS: usize = 8;

impl FrameMemory {
    /// Begins another edition.
    pub(super) fn turn(&mut self) {
        self.frames.turn();
    }

    pub(super) fn get(&self, key: &FrameKey) -> Option<&Arc<Frame>> {
        self.frames.get(key)
    }

    pub(super) fn keep(&mut self, key: Option<&FrameKey>, frame: Arc<Frame>) {
        if let Some(key) = key {
            self.frames.keep(key.clone(), frame);
        }
    }

    /// The keys of all pages of a snapshot, in the order of its topics.
    pub(super) fn keys(&mut self, snapshot: &Snapshot) -> Vec<FrameKey> {
        let site = self.site(snapshot.project.theme.shell(&snapshot.site).shared_site());
        let surroundings = self.surroundings(&snapshot.playbook);
        let key = |(page, topic): (&Arc<Page>, &PlaybookTopic)| FrameKey {
            site,
            surroundings,
            page: Same(Arc::clone(page)),
            facts: Same(Arc::clone(&topic.facts)),
            backlinks: Arc::clone(&topic.backlinks),
            faults: snapshot.faults.of(topic),
        };
        snapshot.pages.par_iter().zip(&snapshot.playbook.topics).map(key).collect()
    }

    /// The page of a snapshot's list from A to Z; made again only where the list is another one.
    pub(super) fn a_to_z(&mut self, snapshot: &Snapshot, shell: &Shell<'_>) -> Checked<Arc<Frame>> {
        let site = self.site(shell.shared_site());
        let now = &snapshot.index().merged;
        let is_same = |known: &Arc<SearchIndex>| Arc::ptr_eq(known, now) || known.a_to_z == now.a_to_z;
        if let Some((_, known, frame)) = self.a_to_z.as_mut().filter(|(of, known, _)| *of == site && is_same(known)) {
            // The other files of an index are large.
            *known = Arc::clone(now);
            return Checked::clean(Arc::clone(frame));
        }
        let made = shell.render_frame(&snapshot.a_to_z_view()).map(Arc::new);
        self.a_to_z = Some((site, Arc::clone(now), Arc::clone(&made.value)));
        made
    }

    fn site(&mut self, site: &SiteView) -> usize {
        self.sites.iter().position(|known| known == site).unwrap_or_else(|| {
            self.sites.push(site.clone());
            self.sites.len() - 1
        })
    }

    fn surroundings(&mut self, playbook: &Playbook) -> usize {
        if let Some((number, _)) = self.surroundings.iter().rev().find(|(_, known)| known.are_those_of(playbook)) {
            return *number;
        }
        if self.surroundings.len() >= MOST_SURROUNDINGS {
            self.surroundings.remove(0);
        }
        let names = playbook.topics.iter().map(|topic| {
            let TopicFacts { page, title, nav_title, .. } = &*topic.facts;
            (page.clone(), title.clone(), nav_title.clone())
        });
        let found = Surroundings { nav: Arc::clone(&playbook.nav), home: playbook.home, names: names.collect() };
        self.next += 1;
        self.surroundings.push((self.next, found));
        self.next
    }
}

impl Surroundings {
    fn are_those_of(&self, playbook: &Playbook) -> bool {
        let Self { nav, home, names } = self;
        *home == playbook.home
            && names.len() == playbook.topics.len()
            && names.iter().zip(&playbook.topics).all(|((page, title, nav_title), topic)| {
                *page == topic.page && *title == topic.title && *nav_title == topic.nav_title
            })
            && (Arc::ptr_eq(nav, &playbook.nav) || *nav == playbook.nav)
    }
}
