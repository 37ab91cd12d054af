//! A source, or an earlier snapshot → the pages and files that it touches: what the preview loads again and follows.

use std::collections::HashMap;
use std::sync::Arc;

use super::Snapshot;
use super::files::File;
use crate::page::Page;
use crate::playbook::PlaybookTopic;
use crate::source::{SitePath, SourcePath};

impl Snapshot {
    /// The pages that show text of a source: of a topic its page, of a change file or an include every page that it is in.
    pub fn pages_of(&self, source: &SourcePath) -> Vec<&SitePath> {
        let Some((id, _)) = self.project.sources.find(source) else { return Vec::new() };
        let holds = |topic: &&PlaybookTopic| {
            topic.source == id || topic.body.iter().any(|node| node.block.source == id || node.origin.source == id)
        };
        self.playbook.topics.iter().filter(holds).map(|topic| &topic.page).collect()
    }

    /// Pages of topics that show something else than in an earlier snapshot, new ones included, sorted.
    pub fn changed_since(&self, before: &Self) -> Vec<&SitePath> {
        let same = |(page, topic): (&Arc<Page>, &PlaybookTopic), (old, old_topic): (&Arc<Page>, &PlaybookTopic)| {
            (Arc::ptr_eq(old, page) || old == page)
                && (Arc::ptr_eq(&old_topic.facts, &topic.facts)
                    || (&old_topic.title, &old_topic.control) == (&topic.title, &topic.control))
        };
        let now = self.pages.iter().zip(&self.playbook.topics);
        let mut olds = before.pages.iter().zip(&before.playbook.topics).fuse();
        let mut changed = Vec::new();
        // Most stand where they stood.
        let mut moved = Vec::new();
        for now in now {
            match olds.next().filter(|(old, _)| Arc::ptr_eq(old, now.0) || old.path == now.0.path) {
                Some(old) if same(now, old) => {}
                Some(_) => changed.push(&now.0.path),
                None => moved.push(now),
            }
        }
        if !moved.is_empty() {
            let olds = before.pages.iter().zip(&before.playbook.topics);
            let olds: HashMap<&SitePath, _> = olds.map(|old| (&old.0.path, old)).collect();
            let other = moved.into_iter().filter(|now| olds.get(&now.0.path).is_none_or(|old| !same(*now, *old)));
            changed.extend(other.map(|(page, _)| &page.path));
        }
        changed.sort_unstable();
        changed
    }

    /// Files that are no pages and hold something else than in an earlier snapshot: those of the theme, and copies of
    /// sources that `changed`.
    pub fn files_changed_since<'s>(&'s self, before: &'s Self, changed: &[&SourcePath]) -> Vec<&'s SitePath> {
        let same_theme = Arc::ptr_eq(&self.project.theme, &before.project.theme);
        let bytes = |snapshot: &'s Self, path: &SitePath| {
            let asset = snapshot.project.theme.assets().iter().find(|asset| asset.path == *path);
            asset.map(|asset| &asset.bytes)
        };
        let differs = |path: &SitePath, file: &File| match file {
            File::Theme(_) => !same_theme && bytes(self, path) != bytes(before, path),
            File::Copy(source) => changed.contains(&source),
            _ => false,
        };
        self.files.iter().filter(|(path, file)| differs(path, file)).map(|(path, _)| path).collect()
    }
}
