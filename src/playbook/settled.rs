//! What was made of a whole playbook: navigation, stubs, files to carry, links back. It holds for the next making where the
//! topics that changed say the same to all others.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asset::AssetPaths;
use super::memory::{ResolveMemory, WorldId};
use super::nav::{Nav, linked_topics, make_nav};
use super::read_topic::ReadTopic;
use super::redirects::redirect_pages;
use super::resolver::Resolver;
use super::topic_links::{Linked, once_each};
use super::{Target, TopicId};
use crate::finding::Finding;
use crate::overlay::TocEdit;
use crate::source::{SitePath, SourcePath, SourceTree};

/// What stands in a playbook beside its topics.
#[derive(Debug)]
pub(super) struct Settled {
    pub among: Among,
    pub nav: Arc<Nav>,
    /// Findings of the navigation and of the stubs.
    pub findings: Arc<Vec<Finding>>,
    pub redirects: Arc<BTreeMap<SitePath, Target>>,
    pub carried: Arc<BTreeMap<SitePath, SourcePath>>,
    /// For each topic, the other topics that link to it, sorted.
    pub backlinks: Arc<Vec<Arc<[TopicId]>>>,
    /// Findings of the links, each once.
    pub in_links: Arc<Vec<Finding>>,
}

/// What it was made from.
#[derive(Debug)]
pub(super) struct Among {
    pub world: WorldId,
    pub toc: Vec<TocEdit>,
    /// The files that describe the navigation.
    pub nav_files: Vec<Arc<str>>,
    pub reads: Vec<Arc<ReadTopic>>,
    pub linked: Vec<Arc<Linked>>,
}

/// What of it holds still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
    /// Navigation and stubs.
    pub nav: bool,
    /// Files and links back.
    pub links: bool,
    pub findings: bool,
}

impl Settled {
    /// What of it holds among other topics; `None` where nothing can be said.
    pub(super) fn holding(&self, now: &Among) -> Option<Holding> {
        let before = &self.among;
        if before.world != now.world || before.reads.len() != now.reads.len() {
            return None;
        }
        let same_files = before.nav_files.len() == now.nav_files.len()
            && before.nav_files.iter().zip(&now.nav_files).all(|(before, now)| Arc::ptr_eq(before, now));
        let mut holding = Holding { nav: same_files && before.toc == now.toc, links: true, findings: true };
        let pairs = before.reads.iter().zip(&now.reads).zip(before.linked.iter().zip(&now.linked));
        for (at, ((read, read_now), (linked, linked_now))) in (0..).zip(pairs) {
            if Arc::ptr_eq(read, read_now) && Arc::ptr_eq(linked, linked_now) {
                continue;
            }
            let leads_alike = linked_topics(TopicId(at), &before.reads, &before.linked)
                == linked_topics(TopicId(at), &now.reads, &now.linked);
            holding.nav &= leads_alike && read.is_named_as(read_now);
            holding.links &= leads_alike && linked.reaches_as(linked_now);
            holding.findings &= linked.findings == linked_now.findings;
        }
        Some(holding)
    }

    /// Whether a later one stands in its place.
    pub(super) fn is_followed_by(&self, later: &Self) -> bool {
        self.among.world == later.among.world && self.among.toc == later.among.toc
    }
}

/// Makes what stands in a playbook beside its topics, as far as what is known does not hold still.
pub(super) fn settle(
    among: Among,
    resolver: &Resolver<'_>,
    sources: &SourceTree,
    memory: &mut ResolveMemory,
) -> Arc<Settled> {
    let known = memory.settled.iter().rev().find_map(|known| Some((known, known.holding(&among)?)));
    let (nav, redirects, findings) = if let Some((known, _)) = known.filter(|(_, holding)| holding.nav) {
        (Arc::clone(&known.nav), Arc::clone(&known.redirects), Arc::clone(&known.findings))
    } else {
        let mut findings = Vec::new();
        let redirects = redirect_pages(resolver, &mut findings);
        let nav = make_nav(resolver, &among.reads, &among.linked, &among.toc, sources, &mut findings);
        (Arc::new(nav), Arc::new(redirects), Arc::new(findings))
    };
    let (carried, backlinks) = if let Some((known, _)) = known.filter(|(_, holding)| holding.links) {
        (Arc::clone(&known.carried), Arc::clone(&known.backlinks))
    } else {
        let targets = among.linked.iter().flat_map(|linked| linked.targets.iter());
        (Arc::new(carried(targets, resolver.assets)), Arc::new(backlinks(&among.linked)))
    };
    let in_links = if let Some((known, _)) = known.filter(|(_, holding)| holding.findings) {
        Arc::clone(&known.in_links)
    } else {
        let all = among.linked.iter().flat_map(|linked| linked.findings.iter().cloned());
        Arc::new(once_each(all.collect()))
    };
    let settled = Arc::new(Settled { among, nav, findings, redirects, carried, backlinks, in_links });
    memory.settle(Arc::clone(&settled));
    settled
}

/// The files that links lead to.
fn carried<'t>(targets: impl Iterator<Item = &'t Target>, assets: &AssetPaths) -> BTreeMap<SitePath, SourcePath> {
    let by_site = assets.by_site();
    let paths = targets.filter_map(|target| match target {
        Target::Asset(path) => by_site.get_key_value(path),
        _ => None,
    });
    paths.map(|(path, file)| (path.clone(), file.clone())).collect()
}

/// For each topic, the other topics that link to it, sorted.
fn backlinks(linked: &[Arc<Linked>]) -> Vec<Arc<[TopicId]>> {
    let mut backlinks: Vec<Vec<TopicId>> = vec![Vec::new(); linked.len()];
    for (at, linked) in (0..).zip(linked) {
        let here = TopicId(at);
        for target in linked.targets.iter() {
            let Target::Topic { topic, .. } = target else { continue };
            let Some(links) = backlinks.get_mut(topic.0 as usize).filter(|_| *topic != here) else { continue };
            if links.last() != Some(&here) {
                links.push(here);
            }
        }
    }
    backlinks.into_iter().map(Into::into).collect()
}
