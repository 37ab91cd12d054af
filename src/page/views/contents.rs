//! The whole navigation: one page and one script an edition, never a part of each page.

use super::places::nav_address;
use super::topic::bare_page;
use crate::page::Html;
use crate::page::anchor::Anchors;
use crate::page::view::{ContentView, ContentsEntry, PageView};
use crate::playbook::{NavNode, Playbook};
use crate::source::SitePath;

/// Every entry in order, flat. Paths count from `from`, a page at the site's root.
pub fn contents_entries(playbook: &Playbook, from: &SitePath) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let mut anchors = Anchors::new(playbook);
    // Levels of the tree that are being written; a walk with a stack, since a hostile tree has no limit in depth.
    let mut levels: Vec<std::slice::Iter<'_, NavNode>> = vec![playbook.nav.iter()];
    while let Some(level) = levels.last_mut() {
        if let Some(node) = level.next() {
            entries.push(ContentsEntry {
                title: node.name.clone(),
                path: node.target.as_ref().and_then(|target| nav_address(playbook, &mut anchors, from, target)),
                opens: !node.items.is_empty(),
                closes: 0,
            });
            if !node.items.is_empty() {
                levels.push(node.items.iter());
            }
        } else {
            levels.pop();
            if let Some(last) = entries.last_mut().filter(|_| !levels.is_empty()) {
                last.closes += 1;
            }
        }
    }
    entries
}

/// The first page of a playbook without an index topic: its title, and everything there is.
pub fn front_page(path: &SitePath, title: &str, entries: Vec<ContentsEntry>) -> PageView {
    PageView { title: title.to_owned(), heading: Html::text(title), ..contents_page(path, entries) }
}

/// The page that shows them.
pub fn contents_page(path: &SitePath, entries: Vec<ContentsEntry>) -> PageView {
    let title = "Contents";
    PageView {
        title: title.to_owned(),
        heading: Html::text(title),
        content: ContentView::Contents { entries },
        ..bare_page(path)
    }
}
