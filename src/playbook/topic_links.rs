//! Every link of a topic's body → its target, with findings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::body::Body;
use super::read_topic::ReadTopic;
use super::report::{WrittenLink, report};
use super::resolver::{Purpose, Resolver, Writing};
use super::settings::joined;
use super::{Target, Targets, TopicFacts, TopicId};
use crate::finding::{Finding, Place};
use crate::overlay::LayerId;
use crate::source::{SitePath, SourceId, SourcePath, SourceTree};
use crate::topic::{Documents, Link, LinkKind};

/// The resolved links of a topic.
#[derive(Debug)]
pub(super) struct Linked {
    pub targets: Arc<Targets>,
    /// The same value in every making in which the page says the same of its links.
    pub known_by: Arc<Targets>,
    pub findings: Vec<Finding>,
    /// The topics that the links lead to, as they were.
    depends: Vec<(TopicId, Arc<ReadTopic>)>,
}

impl Linked {
    /// Whether its links lead to the same topics and files, wherever in the text they stand.
    pub(super) fn reaches_as(&self, other: &Self) -> bool {
        let assets = |linked: &Self| -> BTreeSet<SitePath> {
            let assets = linked.targets.iter().filter_map(|target| match target {
                Target::Asset(path) => Some(path.clone()),
                _ => None,
            });
            assets.collect()
        };
        let topics = |linked: &Self| -> BTreeSet<TopicId> { linked.targets.iter().filter_map(Target::topic).collect() };
        topics(self) == topics(other) && assets(self) == assets(other)
    }

    /// The same, known as an earlier one of the topic is, where its page says the same of its links: topics that came or went
    /// elsewhere change the numbers of the others and nothing more. `here`: the topic itself.
    #[must_use]
    pub(super) fn known_as(self, here: TopicId, before: &Self) -> Self {
        let reached = |linked: &Self, id: TopicId| {
            linked.depends.iter().find(|(to, _)| *to == id).map(|(_, read)| Arc::clone(read))
        };
        let same = |now: &Target, old: &Target| match (now, old) {
            (
                Target::Topic { topic, anchor, select },
                Target::Topic { topic: old_topic, anchor: old_anchor, select: old_select },
            ) => {
                (anchor, select) == (old_anchor, old_select)
                    && match (reached(&self, *topic), reached(before, *old_topic)) {
                        (Some(now), Some(old)) => {
                            Arc::ptr_eq(&now, &old) || (now.facts.page == old.facts.page && now.is_reached_as(&old))
                        }
                        // Neither leads away from the topic.
                        (None, None) => *topic == here,
                        _ => false,
                    }
            }
            (now, old) => now == old,
        };
        let (mut all, mut old) = (self.targets.with_links(), before.targets.with_links());
        let alike = loop {
            match (all.next(), old.next()) {
                (None, None) => break true,
                (Some(one), Some(other)) if (one.0, one.1) == (other.0, other.1) && same(one.2, other.2) => {}
                _ => break false,
            }
        };
        drop((all, old));
        if alike { Self { known_by: Arc::clone(&before.known_by), ..self } } else { self }
    }

    /// Whether the links would be resolved the same among these topics, which are as many and at the same pages.
    pub(super) fn holds_among(&self, reads: &[Arc<ReadTopic>]) -> bool {
        self.depends.iter().all(|(id, before)| {
            let now = reads.get(id.0 as usize);
            now.is_some_and(|now| Arc::ptr_eq(now, before) || now.is_reached_as(before))
        })
    }
}

/// Resolves every link that stands in a topic's body.
pub(super) fn resolve_links(
    resolver: &Resolver<'_>,
    id: TopicId,
    read: &ReadTopic,
    documents: &Documents,
    sources: &SourceTree,
) -> Linked {
    let (topic, body) = (&*read.facts, &read.body);
    let mut targets = Targets::default();
    let mut findings = Vec::new();
    let mut of_large_version = Vec::new();
    for (source, number) in &body.links {
        if targets.get(*source, *number).is_some() {
            continue;
        }
        let Some(document) = documents.get(*source) else { continue };
        let Some(link) = document.link(*number) else { continue };
        let dest = document.str(link.dest);
        let Some(text) = sources.text(link.from) else { continue };
        let place = Place::new(text.path.shared(), link.span);
        let before = findings.len();
        let target = resolve_link(resolver, id, topic, body, link, dest, &text.path, place, &mut findings);
        let large = link.kind == LinkKind::Lightbox || dest.ends_with("#lightbox");
        of_large_version.extend(findings.iter().skip(before).map(|_| large));
        targets.set(*source, *number, target);
    }
    // `[![](x.png)](x.png#lightbox)`: one missing file is one finding, that of the picture.
    let picture = |(_, large): &(&Finding, &bool)| !**large;
    let pictures: BTreeSet<(&str, Option<String>)> = findings
        .iter()
        .zip(&of_large_version)
        .filter(picture)
        .map(|(told, _)| (told.code.id, told.label.clone()))
        .collect();
    let again: Vec<bool> = findings
        .iter()
        .zip(&of_large_version)
        .map(|(told, large)| *large && pictures.contains(&(told.code.id, told.label.clone())))
        .collect();
    let kept = findings.into_iter().zip(again).filter(|(_, again)| !again).map(|(told, _)| told);
    let findings = kept.collect();
    let reached: BTreeSet<TopicId> = targets.iter().filter_map(Target::topic).collect();
    let depends = reached.into_iter().filter(|to| *to != id);
    let depends = depends.filter_map(|id| Some((id, Arc::clone(resolver.reads.get(id.0 as usize)?)))).collect();
    let targets = Arc::new(targets);
    Linked { known_by: Arc::clone(&targets), targets, findings, depends }
}

#[expect(clippy::too_many_arguments, reason = "all that one link depends on, each under its own name")]
fn resolve_link(
    resolver: &Resolver<'_>,
    id: TopicId,
    topic: &TopicFacts,
    body: &Body,
    link: &Link,
    dest: &str,
    from: &SourcePath,
    place: Place,
    findings: &mut Vec<Finding>,
) -> Target {
    let (base, layer) = written_in(resolver, topic, link.from, from);
    let purpose = match link.kind {
        LinkKind::Image | LinkKind::HtmlImage => Purpose::Show,
        LinkKind::Lightbox => Purpose::Enlarge,
        _ => Purpose::Follow,
    };
    let writing = Writing { base: &base, layer, topic: Some(id), purpose };
    let moved_id = dest.strip_prefix('#').and_then(|old| body.renamed.get(&(link.from, old.into())));
    let meant = match link.kind {
        LinkKind::Email if !dest.to_ascii_lowercase().starts_with("mailto:") => format!("mailto:{dest}"),
        LinkKind::Xref => dest.strip_prefix('@').map_or_else(|| dest.to_owned(), |uid| format!("xref:{uid}")),
        LinkKind::Video => video_address(dest),
        _ => moved_id.map_or_else(|| dest.to_owned(), |id| format!("#{id}")),
    };
    let (reached, remarks) = resolver.reach(&meant, &writing);
    report(&WrittenLink { kind: link.kind, dest, place }, reached, remarks, findings)
}

/// Learn names its own videos by number alone.
fn video_address(dest: &str) -> String {
    let is_number = dest.len() == 36 && dest.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    if is_number && dest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        format!("https://learn-video.azurefd.net/vod/player?id={dest}")
    } else {
        dest.to_owned()
    }
}

/// The path that a link's relative destination counts from, as if it stood in the base, and the layer that wrote it.
fn written_in(
    resolver: &Resolver<'_>,
    topic: &TopicFacts,
    source: SourceId,
    from: &SourcePath,
) -> (SourcePath, LayerId) {
    if source == topic.source {
        return (topic.path.clone(), topic.layer);
    }
    let layer = resolver.layers.of_file(from);
    let folder = resolver.layers.get(layer).and_then(|layer| layer.folder.as_ref());
    let Some(below) = folder.and_then(|folder| from.below(folder.as_str())) else {
        return (from.clone(), layer);
    };
    let below_topics = below
        .strip_prefix("topics/")
        .and_then(|below| SourcePath::new(&joined(&resolver.settings.source_folder, below)).ok());
    // A change file speaks from the topic that it changes.
    (below_topics.unwrap_or_else(|| topic.path.clone()), layer)
}

/// One finding for each problem, though the file it stands in may be part of many topics.
pub(super) fn once_each(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: BTreeMap<_, (usize, Finding)> = BTreeMap::new();
    for finding in findings {
        let key = (finding.place.clone(), finding.code.id, finding.message.clone(), finding.label.clone());
        seen.entry(key).and_modify(|(count, _)| *count += 1).or_insert((1, finding));
    }
    let counted = seen.into_values().map(|(count, mut finding)| {
        if count > 1 {
            finding.message = format!("{} (in {count} topics)", finding.message);
        }
        finding
    });
    counted.collect()
}
