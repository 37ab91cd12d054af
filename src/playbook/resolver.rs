//! One address as written → what it leads to. Says what is odd about it; makes no findings itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::{Address, LocalPath, PathStart, Refusal, parse_address, percent_decoded};
use super::anchors::Anchor;
use super::asset::{AssetKind, AssetPaths, asset_kind};
use super::files::{Differs, Found, ProjectFiles, What};
use super::moves::Moves;
use super::page_path::folded;
use super::read_topic::ReadTopic;
use super::settings::{SitePrefix, joined};
use super::{PlaybookTopic, ResolveSettings, Target, TopicId};
use crate::overlay::{LayerId, Layers};
use crate::source::{PathError, SourcePath};

/// All that an address can lead to.
pub(super) struct Resolver<'a> {
    pub settings: &'a ResolveSettings,
    pub site_paths: &'a [SitePrefix],
    pub topics: &'a [PlaybookTopic],
    pub reads: &'a [Arc<ReadTopic>],
    pub files: &'a ProjectFiles,
    pub assets: &'a AssetPaths,
    pub uids: &'a BTreeMap<String, TopicId>,
    pub moves: &'a Moves,
    pub layers: &'a Layers,
}

/// Where an address is written.
#[derive(Debug, Clone)]
pub(super) struct Writing<'w> {
    /// The file that its relative path counts from, as if in the base.
    pub base: &'w SourcePath,
    /// The layer that wrote it.
    pub layer: LayerId,
    /// The topic on whose page it stands; `None` for one of the navigation.
    pub topic: Option<TopicId>,
    /// What it is to be used for.
    pub purpose: Purpose,
}

/// What an address is to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A link to follow.
    Follow,
    /// A picture to show.
    Show,
    /// The large version of a picture.
    Enlarge,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reached {
    /// This.
    Target(Target),
    /// A topic that the edition does not contain.
    Hidden(String),
    /// Nothing; with the path looked for and the paths that were probably meant.
    Missing { path: String, nearest: Vec<String> },
    /// A source of the playbook that is no topic of its own.
    NoTopic(String),
    /// A file of a kind that is not carried along.
    NotCarried(String),
    /// Something outside of the project.
    Leaves,
    /// Something in the folder of another layer.
    Foreign,
    /// An address that is never a link.
    Refused(Refusal),
    /// A `uid` that nothing has.
    UnknownUid(String),
    /// Nothing is written.
    Empty,
}

/// What is odd about an address that yet leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remark {
    /// Only the letter case differs from this path.
    Case(String),
    /// The file is this.
    Ending(String),
    /// It has `\`.
    Backslashes,
    /// It is an old address of this.
    Moved(String),
    /// Only the letter case differs from this id.
    AnchorCase(Box<str>),
    /// The page has no such id; with the nearest.
    NoAnchor(String, Vec<String>),
    /// The picture is fetched from another computer.
    Remote,
}

impl Resolver<'_> {
    /// Finds what `dest` leads to.
    pub(super) fn reach(&self, dest: &str, writing: &Writing<'_>) -> (Reached, Vec<Remark>) {
        let mut remarks = Vec::new();
        let reached = match parse_address(dest) {
            Address::Empty => Reached::Empty,
            Address::Refused(refusal) => self.odd_file(dest, writing).unwrap_or(Reached::Refused(refusal)),
            Address::Uid(uid, fragment) => match self.uids.get(&uid) {
                Some(topic) => Reached::Target(self.topic(*topic, fragment, None, &mut remarks)),
                None => Reached::UnknownUid(uid),
            },
            Address::External(url) => self.own_address(&url, &mut remarks).unwrap_or_else(|| {
                if writing.purpose == Purpose::Show {
                    remarks.push(Remark::Remote);
                }
                Reached::Target(Target::External(url.into()))
            }),
            Address::Path(local) => self.local(dest, &local, writing, &mut remarks),
        };
        (reached, remarks)
    }

    fn local(&self, dest: &str, local: &LocalPath<'_>, writing: &Writing<'_>, remarks: &mut Vec<Remark>) -> Reached {
        if let (PathStart::Here, "", Some(topic)) = (local.start, &*local.path, writing.topic) {
            return Reached::Target(self.topic(topic, local.fragment, local.query, remarks));
        }
        if local.backslashes || local.path.to_ascii_lowercase().contains("%5c") {
            remarks.push(Remark::Backslashes);
        }
        if local.start == PathStart::Site
            && let Some(reached) = self.site_path(&local.path, local, remarks)
        {
            return reached;
        }
        // Where it is known which part of the web site this is, any other path is of another part.
        if local.start == PathStart::Site
            && !self.site_paths.is_empty()
            && let Some(url) = self.outside(local)
        {
            if writing.purpose == Purpose::Show {
                remarks.push(Remark::Remote);
            }
            return Reached::Target(Target::External(url.into()));
        }
        let paths = match self.project_paths(local, writing) {
            Ok(paths) => paths,
            Err(PathError::LeavesRoot) => return Reached::Leaves,
            Err(PathError::Empty) => vec![String::new()],
        };
        // A name may hold `#` or `?` unencoded, if there really is such a file.
        let odd = || self.odd_file(dest, writing);
        if let Some(found) = paths.iter().find_map(|path| self.files.find(path, writing.layer)) {
            if let Some(differs) = found.differs {
                let right = self.as_written(found.path, local, writing);
                remarks.push(if differs == Differs::Case { Remark::Case(right) } else { Remark::Ending(right) });
            }
            return self.found(&found, local, writing.purpose, remarks);
        }
        let path = paths.last().cloned().unwrap_or_default();
        odd().or_else(|| self.layer_asset(local, writing)).or_else(|| self.moved(&path, remarks)).unwrap_or_else(|| {
            if local.start == PathStart::Site
                && let Some(url) = self.outside(local)
            {
                return Reached::Target(Target::External(url.into()));
            }
            self.missing(path, local, writing)
        })
    }

    fn missing(&self, path: String, local: &LocalPath<'_>, writing: &Writing<'_>) -> Reached {
        let holder = SourcePath::new(&path).map_or(LayerId::BASE, |path| self.layers.of_file(&path));
        if holder != LayerId::BASE && holder != writing.layer {
            return Reached::Foreign;
        }
        let hidden = |path: &str| SourcePath::new(path).is_ok_and(|path| self.settings.known_topics.contains(&path));
        if hidden(&path) || hidden(&format!("{path}.md")) {
            return Reached::Hidden(path);
        }
        let is_file = |ending| !matches!(asset_kind(ending), AssetKind::Source | AssetKind::Refused);
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let nearest = if is_file(ending) { Vec::new() } else { self.files.nearest(&path) };
        Reached::Missing { nearest: nearest.iter().map(|near| self.as_written(near, local, writing)).collect(), path }
    }

    /// The paths that a written one may mean below the project's root: as written, then decoded.
    fn project_paths(&self, local: &LocalPath<'_>, writing: &Writing<'_>) -> Result<Vec<String>, PathError> {
        let mut decoded = percent_decoded(&local.path);
        if decoded.contains('\\') {
            decoded = decoded.replace('\\', "/").into();
        }
        let written = [Cow::Borrowed(&*local.path), decoded];
        let written = if written[0] == written[1] { &written[..1] } else { &written[..] };
        let mut paths = Vec::new();
        let mut failed = None;
        for path in written {
            let starts: Vec<Cow<str>> = match local.start {
                PathStart::Here => vec![path.clone()],
                // A real folder may be called `~`.
                PathStart::Home => {
                    vec![format!("/{}/{path}", self.settings.home_folder).into(), format!("~/{path}").into()]
                }
                PathStart::Site => {
                    let mut below: Vec<Cow<str>> =
                        self.files.sources_of(path).into_iter().map(|path| format!("/{path}").into()).collect();
                    below.push(format!("/{path}").into());
                    below
                }
            };
            for start in starts {
                match writing.base.sibling(&start) {
                    Ok(path) => paths.push(path.as_str().to_owned()),
                    Err(error) => failed = Some(error),
                }
            }
        }
        match failed {
            Some(error) if paths.is_empty() => Err(error),
            _ => Ok(paths),
        }
    }

    fn found(&self, found: &Found<'_>, local: &LocalPath<'_>, purpose: Purpose, remarks: &mut Vec<Remark>) -> Reached {
        match found.what {
            What::Topic(topic) => Reached::Target(self.topic(topic, local.fragment, local.query, remarks)),
            What::File(file) => match (asset_kind(file.ending()), purpose) {
                (AssetKind::Source, _) => self.moved(file.as_str(), remarks).unwrap_or_else(|| self.no_topic(file)),
                (AssetKind::Drawing, Purpose::Enlarge) => Reached::Target(Target::Text),
                (AssetKind::Refused, _) | (AssetKind::Drawing, Purpose::Follow) => {
                    Reached::NotCarried(file.as_str().to_owned())
                }
                (AssetKind::Picture | AssetKind::Drawing | AssetKind::Download, _) => match self.assets.get(file) {
                    Some(path) => Reached::Target(Target::Asset(path.clone())),
                    None => Reached::NotCarried(file.as_str().to_owned()),
                },
            },
        }
    }

    fn no_topic(&self, file: &SourcePath) -> Reached {
        if self.settings.known_topics.contains(file) {
            Reached::Hidden(file.as_str().to_owned())
        } else {
            Reached::NoTopic(file.as_str().to_owned())
        }
    }

    /// A topic, the id on it, and the tabs and pivots that the query chooses.
    pub(super) fn topic(
        &self,
        topic: TopicId,
        fragment: Option<&str>,
        query: Option<&str>,
        remarks: &mut Vec<Remark>,
    ) -> Target {
        let anchors = self.reads.get(topic.0 as usize).map(|read| &read.anchors);
        let anchor = match (fragment, anchors) {
            (Some(fragment), Some(anchors)) => match anchors.find(fragment) {
                Anchor::Top => None,
                Anchor::At(id) | Anchor::OtherRule(id) => Some(id),
                Anchor::OtherCase(id) => {
                    remarks.push(Remark::AnchorCase(id.clone()));
                    Some(id)
                }
                Anchor::Missing(nearest) => {
                    remarks.push(Remark::NoAnchor(fragment.to_owned(), nearest));
                    None
                }
            },
            _ => None,
        };
        let chosen = |part: &&str| part.starts_with("tabs=") || part.starts_with("pivots=");
        let mut select: Vec<&str> = query.into_iter().flat_map(|query| query.split('&')).filter(chosen).collect();
        let tab = fragment.and_then(|fragment| fragment.strip_prefix("tab/")).map(|tab| format!("tabs={tab}"));
        select.extend(tab.as_deref());
        Target::Topic { topic, anchor, select: (!select.is_empty()).then(|| select.join("&").into()) }
    }

    /// `https://learn.microsoft.com/en-us/azure/x` of this very docset.
    fn own_address(&self, url: &str, remarks: &mut Vec<Remark>) -> Option<Reached> {
        let (_, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let host = host.to_ascii_lowercase();
        if !self.settings.own_hosts.contains(&host) {
            return None;
        }
        match parse_address(path) {
            Address::Path(local) if local.start == PathStart::Site => self.site_path(&local.path, &local, remarks),
            _ => None,
        }
    }

    /// A path of the web site that this playbook also is; `None` where it is another part of that site.
    fn site_path(&self, path: &str, local: &LocalPath<'_>, remarks: &mut Vec<Remark>) -> Option<Reached> {
        let decoded = percent_decoded(path);
        let below = self.below_site(without_locale(&decoded))?;
        if let Some(topic) = self.files.page(&below) {
            return Some(Reached::Target(self.topic(topic, local.fragment, local.query, remarks)));
        }
        let file = self.files.sources_of(&below).iter().find_map(|path| self.files.find(path, LayerId::BASE));
        match file {
            Some(found @ Found { what: What::File(file), .. }) if asset_kind(file.ending()) != AssetKind::Source => {
                Some(self.found(&found, local, Purpose::Follow, remarks))
            }
            _ => self.moved_page(&below, remarks),
        }
    }

    /// What a path of the web site is below the playbook's own root.
    pub(super) fn below_site(&self, path: &str) -> Option<String> {
        let path = format!("/{}", path.trim_matches('/'));
        let lower = folded(&path);
        let fits = |prefix: &&SitePrefix| {
            let rest = lower.strip_prefix(&folded(&prefix.address));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let prefix = self.site_paths.iter().filter(fits).max_by_key(|prefix| prefix.address.len())?;
        // Folding keeps the length of ASCII, which addresses are; of anything else the folded form serves as well.
        let rest = path.get(prefix.address.len()..).unwrap_or(lower.get(prefix.address.len()..)?);
        Some(joined(&prefix.site, rest.trim_start_matches('/')))
    }

    /// The address of another part of the web site.
    pub(super) fn outside(&self, local: &LocalPath<'_>) -> Option<String> {
        let base = self.settings.site_url.as_deref()?.trim_end_matches('/');
        let part = |mark: char, part: Option<&str>| part.map(|part| format!("{mark}{part}")).unwrap_or_default();
        Some(format!(
            "{base}/{}{}{}",
            local.path.replace(' ', "%20"),
            part('?', local.query),
            part('#', local.fragment)
        ))
    }

    /// A file whose name reads like something else: with `#`, `?` or `:` in it.
    fn odd_file(&self, dest: &str, writing: &Writing<'_>) -> Option<Reached> {
        if !dest.contains(['#', '?', ':']) {
            return None;
        }
        let path = writing.base.sibling(dest.trim()).ok()?;
        let found = self.files.find(path.as_str(), writing.layer).filter(|found| found.differs.is_none())?;
        let nothing =
            LocalPath { start: PathStart::Here, path: "".into(), query: None, fragment: None, backslashes: false };
        Some(self.found(&found, &nothing, writing.purpose, &mut Vec::new()))
    }

    /// A file in the `assets` folder of the layer that wrote the link.
    fn layer_asset(&self, local: &LocalPath<'_>, writing: &Writing<'_>) -> Option<Reached> {
        let folder = self.layers.get(writing.layer)?.folder.as_ref()?;
        let path = percent_decoded(&local.path);
        let path = path.trim_start_matches("../").trim_start_matches("./");
        let path = path.strip_prefix("assets/").unwrap_or(path);
        let path = SourcePath::new(&format!("{folder}/assets/{path}")).ok()?;
        path.below(folder.as_str())?;
        let found = self.files.find(path.as_str(), writing.layer)?;
        Some(self.found(&found, local, writing.purpose, &mut Vec::new()))
    }

    /// A path of the project as the author would write it at the link's place.
    fn as_written(&self, path: &str, local: &LocalPath<'_>, writing: &Writing<'_>) -> String {
        match local.start {
            PathStart::Home => SourcePath::new(path)
                .ok()
                .and_then(|p| Some(format!("~/{}", p.below(&self.settings.home_folder)?)))
                .unwrap_or_else(|| path.to_owned()),
            PathStart::Site => format!("/{}", super::page_path::site_path_of_str(path, &self.settings.folders)),
            PathStart::Here => relative(writing.base.folder(), path),
        }
    }
}

/// The path that leads from a folder to a file.
pub(super) fn relative(folder: &str, path: &str) -> String {
    let mut here = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut there = path.split('/').peekable();
    while let (Some(a), Some(b)) = (here.peek(), there.peek()) {
        if a != b {
            break;
        }
        here.next();
        there.next();
    }
    let up = "../".repeat(here.count());
    up + &there.collect::<Vec<_>>().join("/")
}

/// `en-us/azure/x` → `azure/x`.
pub(super) fn without_locale(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    match first.split_once('-') {
        Some((language, country)) if letters(language) && letters(country) => rest,
        _ => path,
    }
}
