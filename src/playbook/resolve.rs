//! The stage: cleared topics → the playbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::anchors::Anchors;
use super::asset::AssetPaths;
use super::body::{Body, read_body};
use super::files::ProjectFiles;
use super::moves::{Move, MoveBy, Moves, page_of};
use super::nav::{NavNotes, NavWish, make_nav};
use super::page_path::{name_pages, site_path_of};
use super::redirects::redirect_pages;
use super::resolver::Resolver;
use super::settings::SitePrefix;
use super::site_paths::guess_site_path;
use super::topic_links::{once_each, resolve_links};
use super::{Neighbours, Playbook, PlaybookTopic, ResolveSettings, Target, Targets, TopicId};
use crate::finding::{Checked, Finding, Place, Span};
use crate::overlay::{Cleared, ComposedTopic};
use crate::source::{SitePath, SourceId, SourcePath, SourceTree};
use crate::topic::docset::is_navigation_file;
use crate::topic::{Documents, Value, read_control};

/// Gives every topic its page, every link its target and every topic its place in the navigation.
pub fn resolve(cleared: Cleared, sources: &SourceTree, settings: &ResolveSettings) -> Checked<Playbook> {
    let mut findings = Vec::new();
    let (toc, hidden) = (cleared.toc().to_vec(), cleared.hidden().to_vec());
    let (composed, documents, layers) = cleared.into_parts();
    let mut moves = Moves::default();
    moves.add_configured(&settings.redirects, &mut findings);
    let composed = take_moved_topics(composed, sources, settings, &mut moves);
    moves.add_docset(sources, &settings.folders, &mut findings);
    let (mut topics, facts) = read_topics(composed, &documents, sources, settings, &mut findings);
    for topic in &topics {
        add_old_pages(topic, &mut moves);
    }

    let anchors: Vec<Anchors> =
        topics.iter().zip(&facts.bodies).map(|(topic, body)| Anchors::new(body, &topic.anchor_aliases)).collect();
    let files = ProjectFiles::new(&topics, sources, &settings.folders, &layers);
    let assets = AssetPaths::new(sources, &settings.folders, &layers);
    let site_paths = site_paths(settings, &files, &moves, &facts.bodies, &documents);
    let resolver = Resolver {
        settings,
        site_paths: &site_paths,
        topics: &topics,
        anchors: &anchors,
        files: &files,
        assets: &assets,
        uids: &facts.uids,
        moves: &moves,
        layers: &layers,
    };
    let linked: Vec<(Targets, Vec<Finding>)> = topics
        .par_iter()
        .zip(&facts.bodies)
        .enumerate()
        .map(|(at, (topic, body))| resolve_links(&resolver, topic_id(at), topic, body, &documents, sources))
        .collect();
    let redirects = redirect_pages(&resolver, &mut findings);
    let nav = make_nav(&resolver, &facts.notes, &facts.bodies, &linked, &toc, sources, &mut findings);
    let carried = carried(linked.iter().flat_map(|(targets, _)| targets.iter()), &assets);
    let backlinks = backlinks(&linked);

    let mut in_links = Vec::new();
    for (topic, ((targets, found), (backlinks, neighbours))) in
        topics.iter_mut().zip(linked.into_iter().zip(backlinks.into_iter().zip(nav.neighbours)))
    {
        in_links.extend(found);
        topic.targets = targets;
        topic.backlinks = backlinks;
        topic.neighbours = neighbours;
    }
    findings.extend(once_each(in_links));
    let playbook = Playbook {
        topics,
        documents,
        hidden,
        layers,
        nav: nav.forest,
        assets: carried,
        redirects,
        home: nav.home,
        zone_groups: settings.zone_groups.clone(),
        date: sources.date,
    };
    Checked::new(playbook, findings)
}

/// What is known of the topics beside what the playbook keeps; one of each for each topic.
#[derive(Default)]
struct Facts {
    bodies: Vec<Body>,
    notes: Vec<NavNotes>,
    uids: BTreeMap<String, TopicId>,
}

fn topic_id(at: usize) -> TopicId {
    TopicId(u32::try_from(at).unwrap_or(u32::MAX))
}

fn value<'t>(topic: &'t ComposedTopic, key: &str) -> Option<(&'t Value, SourceId)> {
    let (field, origin) = topic.fields.iter().find(|(field, _)| field.key == key)?;
    Some((&field.value, origin.source))
}

fn file(sources: &SourceTree, source: SourceId) -> Arc<str> {
    sources.text(source).map_or_else(|| "".into(), |text| text.path.shared())
}

/// Takes out what is no page: navigation files, and topics that only say where they have moved.
fn take_moved_topics(
    composed: Vec<ComposedTopic>,
    sources: &SourceTree,
    settings: &ResolveSettings,
    moves: &mut Moves,
) -> Vec<ComposedTopic> {
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

/// Names the pages and reads every body.
fn read_topics(
    composed: Vec<ComposedTopic>,
    documents: &Documents,
    sources: &SourceTree,
    settings: &ResolveSettings,
    findings: &mut Vec<Finding>,
) -> (Vec<PlaybookTopic>, Facts) {
    let named: Vec<(&SourcePath, Place)> =
        composed.iter().map(|topic| (&topic.path, Place::new(file(sources, topic.source), Span::default()))).collect();
    let pages = name_pages(&named, settings, findings);
    let with_pages: Vec<(ComposedTopic, SitePath)> =
        composed.into_iter().zip(pages).filter_map(|(topic, page)| Some((topic, page?))).collect();
    let read: Vec<_> =
        with_pages.into_par_iter().map(|(topic, page)| read_topic(topic, page, documents, sources)).collect();
    let mut facts = Facts::default();
    let mut topics = Vec::with_capacity(read.len());
    for (at, (topic, body, notes, uid, found)) in read.into_iter().enumerate() {
        if let Some(uid) = uid {
            facts.uids.entry(uid).or_insert(topic_id(at));
        }
        facts.bodies.push(body);
        facts.notes.push(notes);
        topics.push(topic);
        findings.extend(found);
    }
    (topics, facts)
}

type Read = (PlaybookTopic, Body, NavNotes, Option<String>, Vec<Finding>);

fn read_topic(mut topic: ComposedTopic, page: SitePath, documents: &Documents, sources: &SourceTree) -> Read {
    let mut body = read_body(&mut topic.body, topic.source, documents);
    let files: Vec<Arc<str>> = topic.fields.iter().map(|(_, origin)| file(sources, origin.source)).collect();
    let control = read_control(topic.fields.iter().map(|(field, _)| field).zip(&files), sources.date);
    let text =
        |key: &str| value(&topic, key).and_then(|(value, _)| value.text()).map(str::trim).filter(|t| !t.is_empty());
    let robots = topic.fields.iter().find(|(field, _)| field.key.eq_ignore_ascii_case("robots"));
    let robots = robots.and_then(|(field, _)| field.value.text()).unwrap_or_default();
    let heading = body.outline.iter().find(|heading| heading.level == 1).map(|heading| heading.text.as_str());
    let title = text("title").or(heading.filter(|title| !title.is_empty())).unwrap_or(topic.path.stem()).to_owned();
    let wish = value(&topic, "nav")
        .and_then(|(value, source)| Some((NavWish::read(value)?, Place::new(file(sources, source), value.span))));
    let start = Place::new(file(sources, topic.source), Span::default());
    let notes = NavNotes { start, hidden: topic.hidden_in_nav, wish };
    let uid = text("uid").map(str::to_owned);
    let unlisted = robots.to_ascii_uppercase().contains("NOINDEX");
    let anchor_aliases = topic.aliases();
    let topic = PlaybookTopic {
        path: topic.path,
        source: topic.source,
        layer: topic.layer,
        page,
        title,
        nav_title: control.value.nav_title.clone(),
        control: control.value,
        body: topic.body,
        outline: std::mem::take(&mut body.outline),
        targets: Targets::default(),
        neighbours: Neighbours::default(),
        backlinks: Vec::new(),
        changed_by: topic.changed_by,
        journal: topic.journal,
        anchor_aliases,
        unlisted,
    };
    (topic, body, notes, uid, control.findings)
}

/// `redirect_from`: `/x` counts from the site's root, any other path from the topic's page.
fn add_old_pages(topic: &PlaybookTopic, moves: &mut Moves) {
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
    files: &ProjectFiles<'_>,
    moves: &Moves,
    bodies: &[Body],
    documents: &Documents,
) -> Vec<SitePrefix> {
    if !settings.site_paths.is_empty() || !settings.guess_site_paths {
        return settings.site_paths.clone();
    }
    let links = || {
        bodies.iter().flat_map(|body| &body.links).filter_map(|(source, link)| {
            let document = documents.get(*source)?;
            Some(document.str(document.link(*link)?.dest))
        })
    };
    guess_site_path(moves.destinations(), files).or_else(|| guess_site_path(links(), files)).into_iter().collect()
}

/// The files that links lead to.
fn carried<'t>(targets: impl Iterator<Item = &'t Target>, assets: &AssetPaths<'_>) -> BTreeMap<SitePath, SourcePath> {
    let by_site = assets.by_site();
    let paths = targets.filter_map(|target| match target {
        Target::Asset(path) => by_site.get_key_value(path),
        _ => None,
    });
    paths.map(|(path, file)| ((*path).clone(), (*file).clone())).collect()
}

/// For each topic, the other topics that link to it, sorted.
fn backlinks(linked: &[(Targets, Vec<Finding>)]) -> Vec<Vec<TopicId>> {
    let mut backlinks: Vec<Vec<TopicId>> = vec![Vec::new(); linked.len()];
    for (at, (targets, _)) in linked.iter().enumerate() {
        let here = topic_id(at);
        for target in targets.iter() {
            let Target::Topic { topic, .. } = target else { continue };
            let Some(links) = backlinks.get_mut(topic.0 as usize).filter(|_| *topic != here) else { continue };
            if links.last() != Some(&here) {
                links.push(here);
            }
        }
    }
    backlinks
}
