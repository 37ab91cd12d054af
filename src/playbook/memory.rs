//! What resolving keeps for the next time: topics that were read, and links that were resolved among the same topics.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asset::AssetPaths;
use super::files::ProjectFiles;
use super::moves::Moves;
use super::read_topic::ReadTopic;
use super::settings::SitePrefix;
use super::settled::Settled;
use super::topic_links::Linked;
use super::{PlaybookTopic, TopicId};
use crate::finding::Finding;
use crate::overlay::ComposedTopic;
use crate::source::{Memo, Same, SitePath, SourceId, SourcePath};

/// Topics and links that were resolved before, to be used again. Holds only for one set of settings and layers.
#[derive(Debug, Default)]
pub struct ResolveMemory {
    pub(super) topics: Memo<(Same<ComposedTopic>, SitePath), Arc<ReadTopic>>,
    grounds: Vec<Arc<Ground>>,
    worlds: Vec<(WorldId, World)>,
    next_world: usize,
    pub(super) links: Memo<(WorldId, Same<ReadTopic>), Arc<Linked>>,
    /// The links of a topic as they were resolved last, in whatever world.
    pub(super) last: Memo<Same<ReadTopic>, Arc<Linked>>,
    /// What was made of whole playbooks, the last one at the end.
    pub(super) settled: Vec<Arc<Settled>>,
}

/// The topics of an edition by path, with their pages, and everything that follows from the paths alone.
#[derive(Debug)]
pub(super) struct Ground {
    /// The topics that want pages, sorted by path.
    pub named: Vec<(SourcePath, SourceId)>,
    /// Their pages; `None` where another topic has it.
    pub pages: Vec<Option<SitePath>>,
    /// What is wrong with the names.
    pub findings: Vec<Finding>,
    pub files: ProjectFiles,
    pub assets: AssetPaths,
}

/// The number of a [`World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct WorldId(usize);

/// Everything that an address can mean among the same files, apart from the ids on the pages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct World {
    pub pages: Vec<(SourcePath, SitePath)>,
    pub uids: BTreeMap<String, TopicId>,
    pub moves: Moves,
    pub site_paths: Vec<SitePrefix>,
}

/// Worlds that are kept: one for each edition, and some that edits left behind.
const MOST_WORLDS: usize = 2_000;
/// Grounds that are kept: few editions have topics of their own.
const MOST_GROUNDS: usize = 8;
/// Whole playbooks that are kept.
const MOST_SETTLED: usize = 8;

impl ResolveMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.topics.turn();
        self.links.turn();
        self.last.turn();
        if self.worlds.len() > MOST_WORLDS {
            *self = Self::default();
        }
    }

    /// Forgets what follows from the list of files, for it is another one now.
    pub fn forget_files(&mut self) {
        self.grounds.clear();
        self.worlds.clear();
    }

    /// What follows from the paths of these topics.
    pub(super) fn ground(&mut self, named: &[(SourcePath, SourceId)], make: impl FnOnce() -> Ground) -> Arc<Ground> {
        if let Some(known) = self.grounds.iter().rev().find(|known| known.named == named) {
            return Arc::clone(known);
        }
        let ground = Arc::new(make());
        if self.grounds.len() >= MOST_GROUNDS {
            self.grounds.remove(0);
        }
        self.grounds.push(Arc::clone(&ground));
        ground
    }

    /// Keeps what was made of a whole playbook.
    pub(super) fn settle(&mut self, settled: Arc<Settled>) {
        self.settled.retain(|known| !known.is_followed_by(&settled));
        if self.settled.len() >= MOST_SETTLED {
            self.settled.remove(0);
        }
        self.settled.push(settled);
    }

    /// The number of the world with these topics.
    pub(super) fn world(
        &mut self,
        topics: &[PlaybookTopic],
        uids: &BTreeMap<String, TopicId>,
        moves: &Moves,
        site_paths: &[SitePrefix],
    ) -> WorldId {
        let same = |world: &World| {
            world.uids == *uids
                && world.moves == *moves
                && world.site_paths == site_paths
                && world.pages.len() == topics.len()
                && world
                    .pages
                    .iter()
                    .zip(topics)
                    .all(|((path, page), topic)| *path == topic.path && *page == topic.page)
        };
        // The last ones first: an edit seldom changes the world.
        if let Some((known, _)) = self.worlds.iter().rev().find(|(_, world)| same(world)) {
            return *known;
        }
        let pages = topics.iter().map(|topic| (topic.path.clone(), topic.page.clone())).collect();
        let world = World { pages, uids: uids.clone(), moves: moves.clone(), site_paths: site_paths.to_vec() };
        let id = WorldId(self.next_world);
        self.next_world += 1;
        self.worlds.push((id, world));
        id
    }
}
