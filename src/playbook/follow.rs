//! Old pages → where their redirections lead at last.

use super::Target;
use super::address::{Address, LocalPath, PathStart, parse_address, percent_decoded};
use super::moves::{Move, MoveBy};
use super::page_path::site_path_of;
use super::resolver::{Reached, Remark, Resolver, without_locale};
use crate::source::SourcePath;

/// What one redirection leads to.
enum Step {
    There(Target),
    /// Another old page.
    On(String),
}

/// Where a redirection leads, before it is known whether that is a page.
struct NewPage {
    page: String,
    fragment: Option<String>,
    /// The address on the web site, where it may be another part of it.
    outside: Option<String>,
}

/// How far a chain of redirections is followed before it counts as a circle.
const MAX_MOVES: usize = 32;

impl Resolver<'_> {
    /// The new place of a source file that a redirection has replaced.
    pub(super) fn moved(&self, path: &str, remarks: &mut Vec<Remark>) -> Option<Reached> {
        let path = SourcePath::new(path).ok()?;
        self.moved_page(&site_path_of(&path, &self.settings.folders), remarks)
    }

    pub(super) fn moved_page(&self, page: &str, remarks: &mut Vec<Remark>) -> Option<Reached> {
        self.moves.find(page)?;
        let target = self.follow(page)?;
        remarks.push(Remark::Moved(match &target {
            Target::Topic { topic, .. } => self.topics.get(topic.0 as usize)?.path.as_str().to_owned(),
            Target::External(url) => url.to_string(),
            _ => return None,
        }));
        Some(Reached::Target(target))
    }

    /// Where an old page leads now, through all redirections; `None` where they lead nowhere or in a circle.
    pub(super) fn follow(&self, page: &str) -> Option<Target> {
        let mut page = page.to_owned();
        for _ in 0..MAX_MOVES {
            match self.step(&page)? {
                Step::There(target) => return Some(target),
                Step::On(next) => page = next,
            }
        }
        None
    }

    /// Whether the redirections of an old page never end.
    pub(super) fn is_circle(&self, page: &str) -> bool {
        let mut page = page.to_owned();
        (0..MAX_MOVES).all(|_| match self.step(&page) {
            Some(Step::On(next)) => {
                page = next;
                true
            }
            _ => false,
        })
    }

    /// Follows one redirection.
    fn step(&self, page: &str) -> Option<Step> {
        let moved = self.moves.find(page)?;
        let address = match parse_address(&moved.to) {
            Address::External(url) => match self.own_page(&url) {
                Some(own) => own,
                None => return Some(Step::There(Target::External(url.into()))),
            },
            Address::Path(local) => self.new_page(moved, &local)?,
            _ => return None,
        };
        if let Some(topic) = self.files.page(&address.page) {
            return Some(Step::There(self.topic(topic, address.fragment.as_deref(), None, &mut Vec::new())));
        }
        if self.moves.find(&address.page).is_some() {
            return Some(Step::On(address.page));
        }
        Some(Step::There(Target::External(address.outside?.into())))
    }

    /// The page that a redirection names by a path.
    fn new_page(&self, moved: &Move, local: &LocalPath<'_>) -> Option<NewPage> {
        let fragment = local.fragment.map(str::to_owned);
        let (page, outside) = match (local.start, moved.by) {
            (PathStart::Here, _) => (moved.page.sibling(&percent_decoded(&local.path)).ok()?.as_str().to_owned(), None),
            (PathStart::Site, MoveBy::Docset | MoveBy::Author) => {
                let below = self.below_site(without_locale(&local.path));
                (below.unwrap_or_else(|| local.path.clone().into_owned()), self.outside(local))
            }
            (PathStart::Home, _) | (PathStart::Site, MoveBy::Topic) => (local.path.clone().into_owned(), None),
        };
        Some(NewPage { page, fragment, outside })
    }

    /// The page that an address of the playbook's own web site means.
    fn own_page(&self, url: &str) -> Option<NewPage> {
        let (_, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        self.settings.own_hosts.iter().find(|own| host.eq_ignore_ascii_case(own))?;
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or_default();
        let page = self.below_site(without_locale(path))?;
        Some(NewPage { page, fragment: fragment.map(str::to_owned), outside: Some(url.to_owned()) })
    }
}
