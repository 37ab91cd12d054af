//! What a workshop keeps from one making to the next.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::frames::FrameMemory;
use super::leaks::LeakMemory;
use crate::config::Config;
use crate::finding::Finding;
use crate::overlay::{ClearMemory, ComposeMemory, FillMemory, Layers, Reviews};
use crate::page::{Draw, DrawingMemory, PageMemory};
use crate::playbook::{ResolveMemory, TopicFacts};
use crate::print::PaperMemory;
use crate::search::{Document, MergeMemory, SearchIndex};
use crate::source::{Memo, Same, SourcePath, SourceTree};
use crate::theme::{Theme, ThemeFile};
use crate::topic::{TopicMemory, TopicSettings};

/// Documents of the search index, by the topics that they were read from.
#[derive(Debug, Default)]
pub(super) struct SearchMemory {
    pub(super) documents: Memo<Same<TopicFacts>, Arc<Document>>,
    /// The last index and the documents that it was made of. Kept only where another edition may have the same.
    pub(super) merged: Option<(Vec<Arc<Document>>, Arc<SearchIndex>)>,
    /// What the next index can be made of.
    pub(super) merging: MergeMemory,
    /// Whether another edition will be made.
    pub(super) shares: bool,
    /// Whether an index was made since the last turn: the documents wait for the next reader who searches, however many
    /// edits that takes.
    pub(super) asked: bool,
}

/// What the stages made. Each knows by what its values were made from whether they hold still; what all of them depend
/// on beside that is the age: where it differs, nothing is kept.
#[derive(Debug)]
pub(super) struct Memory {
    age: String,
    /// The texts and other files that there are.
    files: (Vec<SourcePath>, BTreeMap<SourcePath, u64>),
    /// Whether the project will be read again.
    reads_again: bool,
    /// Whether no further edition will be made: what a stage made is forgotten as soon as the next has it.
    pub(super) is_last: bool,
    /// Whether several editions are made one after the other.
    pub(super) shares: bool,
    sources: SourceTree,
    pub(super) topics: TopicMemory,
    pub(super) compose: ComposeMemory,
    pub(super) clear: ClearMemory,
    pub(super) fill: FillMemory,
    pub(super) leaks: LeakMemory,
    pub(super) resolve: ResolveMemory,
    pub(super) pages: PageMemory,
    pub(super) frames: FrameMemory,
    pub(super) drawings: DrawingMemory,
    /// Who draws diagrams; without it their sources are shown.
    pub(super) draw: Option<Arc<dyn Draw>>,
    /// Shared with the snapshots, for their indexes are made when they are asked for.
    pub(super) search: Arc<Mutex<SearchMemory>>,
    /// Shared with the snapshots as well.
    pub(super) paper: Arc<PaperMemory>,
    reviews: Arc<Reviews>,
    pub(super) theme: Option<(Vec<ThemeFile>, Arc<Theme>, Vec<Finding>)>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { reads_again: true, ..Self::of_one_making() }
    }
}

impl Memory {
    /// A memory for the editions of one making, after which nothing is made again.
    pub(super) fn of_one_making() -> Self {
        Self {
            age: String::new(),
            files: <(Vec<SourcePath>, BTreeMap<SourcePath, u64>)>::default(),
            reads_again: false,
            is_last: false,
            shares: false,
            sources: SourceTree::default(),
            topics: TopicMemory::default(),
            compose: ComposeMemory::default(),
            clear: ClearMemory::default(),
            fill: FillMemory::default(),
            leaks: LeakMemory::default(),
            resolve: ResolveMemory::default(),
            pages: PageMemory::default(),
            frames: FrameMemory::default(),
            drawings: DrawingMemory::default(),
            draw: None,
            search: Arc::default(),
            paper: Arc::default(),
            reviews: Arc::default(),
            theme: None,
        }
    }

    /// Whether another edition will be made after this one.
    pub(super) fn has_more(&mut self, more: bool) {
        self.is_last = !more;
        self.paper.keep(more);
        self.search.lock().unwrap_or_else(PoisonError::into_inner).shares = more;
    }

    /// Whether each page can be rendered as late as when it is given away: nobody asks for it twice.
    pub(super) fn renders_late(&self) -> bool {
        !self.reads_again && !self.shares
    }

    /// Forgets what only reading the project again would ask for.
    pub(super) fn has_read(&mut self) {
        if !self.reads_again {
            self.topics = TopicMemory::default();
            self.sources = SourceTree::default();
        }
    }

    /// Forgets what was made on the way to a playbook, where no other edition will ask for it.
    pub(super) fn has_resolved(&mut self) {
        if self.is_last {
            self.compose = ComposeMemory::default();
            self.clear = ClearMemory::default();
            self.fill = FillMemory::default();
            self.leaks = LeakMemory::default();
            self.resolve = ResolveMemory::default();
        }
    }

    /// Forgets the bodies of pages, where no other edition will ask for them.
    pub(super) fn has_rendered(&mut self) {
        if self.is_last {
            self.pages = PageMemory::default();
        }
    }

    /// The sources, with the texts that are known already shared with those of the making before, and with their ids.
    pub(super) fn share(&mut self, sources: &SourceTree) -> SourceTree {
        let shared = sources.clone().sharing(&self.sources);
        if !shared.is_numbered_as(&self.sources) {
            self.age.clear();
        }
        self.sources = shared;
        self.sources.clone()
    }

    /// Forgets everything that was made with other settings or layers, or for another day, and what follows from the list of
    /// files where that is another one.
    pub(super) fn enter(&mut self, config: &Config, topics: &TopicSettings, layers: &Layers) {
        let age = format!("{config:?}{topics:?}{layers:?}{}", self.sources.date);
        if self.age != age {
            let (sources, theme, draw) = (std::mem::take(&mut self.sources), self.theme.take(), self.draw.take());
            let reads_again = self.reads_again;
            *self = Self { age, reads_again, sources, draw, theme, ..Self::default() };
        }
        let paths = || self.sources.texts().map(|(_, text)| &text.path);
        if !paths().eq(&self.files.0) || *self.sources.files() != self.files.1 {
            self.files = (paths().cloned().collect(), self.sources.files().clone());
            self.resolve.forget_files();
        }
    }

    /// What the owners of the layers last saw: the same value as before, where it is equal.
    pub(super) fn reviews(&mut self, reviews: Reviews) -> Arc<Reviews> {
        if *self.reviews != reviews {
            self.reviews = Arc::new(reviews);
        }
        Arc::clone(&self.reviews)
    }

    /// Ends a making: what it did not ask for is forgotten after the next.
    pub(super) fn turn(&mut self) {
        self.topics.turn();
        self.compose.turn();
        self.clear.turn();
        self.fill.turn();
        self.leaks.turn();
        self.resolve.turn();
        self.pages.turn();
        self.frames.turn();
        self.paper.turn();
        self.drawings.turn();
        let mut search = self.search.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut search.asked) {
            search.documents.turn();
            search.merging.turn();
        }
    }
}
