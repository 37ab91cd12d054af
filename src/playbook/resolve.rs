//! The stage: cleared topics → the playbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::asset::AssetPaths;
use super::files::ProjectFiles;
use super::memory::{Ground, ResolveMemory};
use super::moves::{Move, MoveBy, Moves, page_of};
use super::nav::is_nav_file;
use super::page_path::{name_pages, site_path_of};
use super::read_topic::{ReadTopic, file, read_topic, value};
use super::resolver::Resolver;
use super::settings::SitePrefix;
use super::settled::{Among, settle};
use super::site_paths::guess_site_path;
use super::topic_links::{Linked, resolve_links};
use super::{Neighbours, Playbook, PlaybookTopic, ResolveSettings, TopicFacts, TopicId};
use crate::finding::{Checked, Finding, Place, Span};
use crate::overlay::{Cleared, ComposedTopic, Layers};
use crate::source::{Same, SitePath, SourceId, SourcePath, SourceTree};
use crate::topic::Documents;
use crate::topic::docset::is_navigation_file;

/// Gives every topic its page, every link its target and every topic its place in the navigation.
pub fn resolve(cleared: Cleared, sources: &SourceTree, settings: &ResolveSettings) -> Checked<Playbook> {
    resolve_again(cleared, sources, settings, &mut ResolveMemory::default())
}

/// The same, without reading again the topics and links that are known.
pub fn resolve_again(
    cleared: Cleared,
    sources: &SourceTree,
    settings: &ResolveSettings,
    memory: &mut ResolveMemory,
) -> Checked<Playbook> {
    let mut findings = Vec::new();
    let (toc, hidden) = (cleared.toc().to_vec(), cleared.hidden().to_vec());
    let (composed, documents, layers) = cleared.into_parts();
    let mut moves = Moves::default();
    moves.add_configured(&settings.redirects, &mut findings);
    let composed = take_moved_topics(composed, sources, settings, &mut moves);
    moves.add_docset(sources, &settings.folders, &mut findings);
    let (reads, ground) = read_topics(composed, &documents, &layers, sources, settings, memory, &mut findings);
    let mut topics: Vec<PlaybookTopic> = reads.iter().map(|read| unlinked(&read.facts)).collect();
    let mut uids: BTreeMap<String, TopicId> = BTreeMap::new();
    for (at, read) in reads.iter().enumerate() {
        if let Some(uid) = &read.uid {
            uids.entry(uid.clone()).or_insert(topic_id(at));
        }
        add_old_pages(&read.facts, &mut moves);
    }

    let (files, assets) = (&ground.files, &ground.assets);
    let site_paths = site_paths(settings, files, &moves, &reads, &documents);
    let resolver = Resolver {
        settings,
        site_paths: &site_paths,
        topics: &topics,
        reads: &reads,
        files,
        assets,
        uids: &uids,
        moves: &moves,
        layers: &layers,
    };
    let world = memory.world(&topics, &uids, &moves, &site_paths);
    let (known, last) = (&memory.links, &memory.last);
    let linked: Vec<Arc<Linked>> = reads
        .par_iter()
        .enumerate()
        .map(|(at, read)| {
            let known = known.get(&(world, Same(Arc::clone(read)))).filter(|known| known.holds_among(&reads));
            let resolve = || {
                let linked = resolve_links(&resolver, topic_id(at), read, &documents, sources);
                Arc::new(match last.get(&Same(Arc::clone(read))) {
                    Some(before) => linked.known_as(topic_id(at), before),
                    None => linked,
                })
            };
            known.map_or_else(resolve, Arc::clone)
        })
        .collect();
    for (read, linked) in reads.iter().zip(&linked) {
        memory.links.keep((world, Same(Arc::clone(read))), Arc::clone(linked));
        memory.last.keep(Same(Arc::clone(read)), Arc::clone(linked));
    }
    let nav_files = sources.texts().filter(|(_, text)| is_nav_file(&text.path, settings));
    let nav_files = nav_files.map(|(_, text)| Arc::clone(&text.text)).collect();
    let among = Among { world, toc, nav_files, reads: reads.clone(), linked };
    let settled = settle(among, &resolver, sources, memory);
    findings.extend_from_slice(&settled.findings);
    findings.extend_from_slice(&settled.in_links);
    let places = settled.backlinks.iter().zip(&settled.nav.neighbours);
    for (topic, (linked, (backlinks, neighbours))) in topics.iter_mut().zip(settled.among.linked.iter().zip(places)) {
        topic.targets = Arc::clone(&linked.targets);
        topic.known_by = Arc::clone(&linked.known_by);
        topic.backlinks = Arc::clone(backlinks);
        topic.neighbours = neighbours.clone();
    }
    let playbook = Playbook {
        topics,
        documents,
        hidden,
        layers,
        nav: Arc::clone(&settled.nav.forest),
        assets: Arc::clone(&settled.carried),
        redirects: Arc::clone(&settled.redirects),
        home: settled.nav.home,
        zone_groups: settings.zone_groups.clone(),
        date: sources.date,
    };
    Checked::new(playbook, findings)
}

fn topic_id(at: usize) -> TopicId {
    TopicId(u32::try_from(at).unwrap_or(u32::MAX))
}

/// A topic whose links and place are not known yet.
fn unlinked(facts: &Arc<TopicFacts>) -> PlaybookTopic {
    PlaybookTopic {
        facts: Arc::clone(facts),
        targets: Arc::default(),
        known_by: Arc::default(),
        neighbours: Neighbours::default(),
        backlinks: Arc::default(),
    }
}

/// Takes out what is no page: navigation files, and topics that only say where they have moved.
fn take_moved_topics(
    composed: Vec<Arc<ComposedTopic>>,
    sources: &SourceTree,
    settings: &ResolveSettings,
    moves: &mut Moves,
) -> Vec<Arc<ComposedTopic>> {
    let keep = |topic: &ComposedTopic| {
        if is_navigation_file(&topic.path) {
            return false;
        }
        let Some((url, source)) =
            value(topic, "redirect_url").filter(|(url, _)| url.text().is_some_and(|url| !url.is_empty()))
        else {
            return true;
        };
        if let Ok(page) = SitePath::new(&page_of(&site_path_of(&topic.path, &settings.folders))) {
            let to = url.text().unwrap_or_default().trim().to_owned();
            moves.add(Move { page, to, place: Place::new(file(sources, source), url.span), by: MoveBy::Author });
        }
        false
    };
    let mut keep = keep;
    composed.into_iter().filter(|topic| keep(topic)).collect()
}

/// Names the pages and reads every topic.
fn read_topics(
    composed: Vec<Arc<ComposedTopic>>,
    documents: &Documents,
    layers: &Layers,
    sources: &SourceTree,
    settings: &ResolveSettings,
    memory: &mut ResolveMemory,
    findings: &mut Vec<Finding>,
) -> (Vec<Arc<ReadTopic>>, Arc<Ground>) {
    let named: Vec<(SourcePath, SourceId)> = composed.iter().map(|topic| (topic.path.clone(), topic.source)).collect();
    let ground = memory.ground(&named, || lay_ground(named.clone(), layers, sources, settings));
    findings.extend_from_slice(&ground.findings);
    let with_pages: Vec<(Same<ComposedTopic>, SitePath)> = composed
        .into_iter()
        .zip(&ground.pages)
        .filter_map(|(topic, page)| Some((Same(topic), page.clone()?)))
        .collect();
    let known = &memory.topics;
    let read: Vec<Arc<ReadTopic>> = with_pages
        .par_iter()
        .map(|key| {
            let read = || Arc::new(read_topic(&key.0.0, key.1.clone(), documents, sources));
            known.get(key).map_or_else(read, Arc::clone)
        })
        .collect();
    for (key, read) in with_pages.into_iter().zip(&read) {
        findings.extend_from_slice(&read.findings);
        memory.topics.keep(key, Arc::clone(read));
    }
    (read, ground)
}

/// Names the pages, and finds everything else that follows from the paths alone.
fn lay_ground(
    named: Vec<(SourcePath, SourceId)>,
    layers: &Layers,
    sources: &SourceTree,
    settings: &ResolveSettings,
) -> Ground {
    let mut findings = Vec::new();
    let start = |source| Place::new(file(sources, source), Span::default());
    let with_starts: Vec<(&SourcePath, Place)> = named.iter().map(|(path, source)| (path, start(*source))).collect();
    let pages = name_pages(&with_starts, settings, &mut findings);
    let topics = named.iter().zip(&pages).filter_map(|((path, _), page)| Some((path, page.as_ref()?)));
    let files = ProjectFiles::new(topics, sources, &settings.folders, layers);
    let assets = AssetPaths::new(sources, &settings.folders, layers);
    Ground { named, pages, findings, files, assets }
}

/// `redirect_from`: `/x` counts from the site's root, any other path from the topic's page.
fn add_old_pages(topic: &TopicFacts, moves: &mut Moves) {
    for old in &topic.control.redirect_from {
        let page = if old.starts_with('/') { SitePath::new(&page_of(old)) } else { topic.page.sibling(&page_of(old)) };
        if let Ok(page) = page {
            let to = format!("/{}", topic.page);
            moves.add(Move { page, to, place: Place::new(topic.path.shared(), Span::default()), by: MoveBy::Topic });
        }
    }
}

/// What the settings say, else a guess from the docset's redirections, else from its links.
fn site_paths(
    settings: &ResolveSettings,
    files: &ProjectFiles,
    moves: &Moves,
    reads: &[Arc<ReadTopic>],
    documents: &Documents,
) -> Vec<SitePrefix> {
    if !settings.site_paths.is_empty() || !settings.guess_site_paths {
        return settings.site_paths.clone();
    }
    let links = || {
        reads.iter().flat_map(|read| &read.body.links).filter_map(|(source, link)| {
            let document = documents.get(*source)?;
            Some(document.str(document.link(*link)?.dest))
        })
    };
    guess_site_path(moves.destinations(), files).or_else(|| guess_site_path(links(), files)).into_iter().collect()
}
