//! Which file takes in which.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Checked, Finding, Place, codes::markdown};
use crate::source::{SourceId, SourcePath, SourceText, SourceTree};
use crate::topic::docset::Docsets;
use crate::topic::{Document, LinkId, LinkKind};

/// The targets of includes and code files, by the document and link that name them.
#[derive(Debug, Default)]
pub(super) struct Includes {
    targets: BTreeMap<(SourceId, LinkId), SourceId>,
}

impl Includes {
    /// The file that a link takes in; `None` where it is missing.
    pub(super) fn target(&self, source: SourceId, link: LinkId) -> Option<SourceId> {
        self.targets.get(&(source, link)).copied()
    }

    /// The links of a document that take something in, with the files that they name.
    pub(super) fn of(&self, source: SourceId) -> impl Iterator<Item = (LinkId, SourceId)> {
        let all = (source, LinkId(0))..=(source, LinkId(u32::MAX));
        self.targets.range(all).map(|((_, link), target)| (*link, *target))
    }

    /// The files that others take in as Markdown, each after those that it takes in itself. Where files take each
    /// other in, the link that closes the circle is cut and reported.
    pub(super) fn order(
        &mut self,
        sources: &SourceTree,
        documents: &BTreeMap<SourceId, Arc<Document>>,
    ) -> Checked<Vec<SourceId>> {
        let is_include = |(source, link): &(SourceId, LinkId)| {
            let link = documents.get(source).and_then(|document| document.link(*link));
            link.is_some_and(|link| link.kind == LinkKind::Include)
        };
        let edges: Vec<_> = self.targets.iter().filter(|(edge, _)| is_include(edge)).map(|(e, t)| (*e, *t)).collect();
        let mut from: BTreeMap<SourceId, Vec<(LinkId, SourceId)>> = BTreeMap::new();
        for ((source, link), target) in &edges {
            from.entry(*source).or_default().push((*link, *target));
        }
        let taken_in: BTreeSet<SourceId> = edges.iter().map(|(_, target)| *target).collect();
        let mut walk = Walk { from: &from, done: BTreeSet::new(), order: Vec::new(), cut: Vec::new() };
        // From the topics first, so that a circle is cut where a reader of the topic would meet it again.
        for source in from.keys().filter(|source| !taken_in.contains(source)).chain(&taken_in) {
            walk.visit(*source);
        }
        let (mut order, cut) = (walk.order, walk.cut);
        order.retain(|source| taken_in.contains(source));
        let mut findings = Vec::new();
        for (source, link, chain) in cut {
            self.targets.remove(&(source, link));
            let name = |source: SourceId| sources.text(source).map_or_else(String::new, |text| text.path.to_string());
            let chain = chain.iter().map(|source| name(*source)).collect::<Vec<_>>().join(" → ");
            let span = documents.get(&source).and_then(|document| document.link(link)).map(|link| link.span);
            let message = format!("files take each other in: {chain}");
            let place = Place::new(name(source), span.unwrap_or_default());
            findings.push(Finding::new(&markdown::M002, message).at(place).label("the circle closes here"));
        }
        Checked::new(order, findings)
    }
}

/// A depth-first walk without recursion.
struct Walk<'a> {
    from: &'a BTreeMap<SourceId, Vec<(LinkId, SourceId)>>,
    done: BTreeSet<SourceId>,
    order: Vec<SourceId>,
    cut: Vec<(SourceId, LinkId, Vec<SourceId>)>,
}

impl Walk<'_> {
    fn visit(&mut self, start: SourceId) {
        if self.done.contains(&start) {
            return;
        }
        let mut path: Vec<(SourceId, usize)> = vec![(start, 0)];
        let mut on_path = BTreeSet::from([start]);
        while let Some((source, next)) = path.last_mut() {
            let source = *source;
            let edge = self.from.get(&source).and_then(|edges| edges.get(*next)).copied();
            *next += 1;
            match edge {
                None => {
                    path.pop();
                    on_path.remove(&source);
                    self.done.insert(source);
                    self.order.push(source);
                }
                Some((link, target)) if on_path.contains(&target) => {
                    let circle = path.iter().map(|(source, _)| *source).skip_while(|source| *source != target);
                    self.cut.push((source, link, circle.chain([target]).collect()));
                }
                Some((_, target)) if !self.done.contains(&target) => {
                    path.push((target, 0));
                    on_path.insert(target);
                }
                Some(_) => {}
            }
        }
    }
}

/// Reads the files that `documents` take in, and what those take in, until nothing new is found.
pub(super) fn follow(
    documents: Vec<Arc<Document>>,
    sources: &SourceTree,
    docsets: &Docsets,
    parse: impl Fn(SourceId, &SourceText) -> Checked<Arc<Document>> + Sync,
) -> Checked<(BTreeMap<SourceId, Arc<Document>>, Includes)> {
    let mut findings = Vec::new();
    let mut includes = Includes::default();
    let mut known: BTreeMap<SourceId, Arc<Document>> = BTreeMap::new();
    let mut by_folded: Option<HashMap<String, SourceId>> = None;
    let mut fresh = documents;
    while !fresh.is_empty() {
        let mut wanted: BTreeSet<SourceId> = BTreeSet::new();
        for document in fresh.iter().filter(|document| document.takes_in()) {
            for (id, link) in document.links() {
                if !matches!(link.kind, LinkKind::Include | LinkKind::Code) {
                    continue;
                }
                let Some(host) = sources.text(document.source) else { continue };
                let written = document.str(link.dest);
                let Some(target) = find(written, &host.path, sources, docsets, &mut by_folded) else {
                    let finding = missing(link.kind, written, &host.path, sources, docsets)
                        .at(Place::new(host.path.shared(), link.span))
                        .label("no such file");
                    findings.push(finding);
                    continue;
                };
                includes.targets.insert((document.source, id), target);
                if link.kind == LinkKind::Include {
                    wanted.insert(target);
                }
            }
        }
        known.extend(fresh.into_iter().map(|document| (document.source, document)));
        let new: Vec<_> = wanted.into_iter().filter(|id| !known.contains_key(id)).collect();
        let parsed: Vec<_> =
            new.into_par_iter().filter_map(|id| sources.text(id).map(|text| parse(id, text))).collect();
        fresh = parsed.into_iter().map(|part| part.take(&mut findings)).collect();
    }
    Checked::new((known, includes), findings)
}

/// What to say of a file that is not there. `~/other/…` with no folder `other` in the docset means a repository that
/// Learn's own build puts beside this one: its text was never part of the project, so nothing of the project is lost.
fn missing(kind: LinkKind, written: &str, host: &SourcePath, sources: &SourceTree, docsets: &Docsets) -> Finding {
    let docset = docsets.of(host).map_or("", |docset| docset.folder.as_str());
    let repository = written.strip_prefix("~/").and_then(|rest| rest.split_once('/')).map(|(first, _)| first);
    let elsewhere = repository.filter(|first| {
        let Ok(folder) = SourcePath::new(&format!("{docset}/{first}")) else { return false };
        !sources.has_texts_below(folder.as_str())
    });
    if let Some(repository) = elsewhere {
        let message = format!("“{written}” belongs to another repository, `{repository}`, which is not here");
        return Finding::new(&markdown::M006, message).help(format!("put a copy of `{repository}` beside the topics"));
    }
    let code = if kind == LinkKind::Include { &markdown::M001 } else { &markdown::M004 };
    Finding::new(code, format!("“{written}”, which is taken in here, does not exist"))
}

/// The file that a written path means, counted from the folder of `host`; letter case may differ.
fn find(
    written: &str,
    host: &SourcePath,
    sources: &SourceTree,
    docsets: &Docsets,
    by_folded: &mut Option<HashMap<String, SourceId>>,
) -> Option<SourceId> {
    let written = written.split(['?', '#']).next().unwrap_or_default().replace('\\', "/");
    let path = match written.strip_prefix("~/") {
        Some(rest) => {
            let folder = docsets.of(host).map_or("", |docset| docset.folder.as_str());
            SourcePath::new(&format!("{folder}/{rest}")).ok()?
        }
        None => host.sibling(&written).ok()?,
    };
    if let Some((id, _)) = sources.find(&path) {
        return Some(id);
    }
    let by_folded = by_folded
        .get_or_insert_with(|| sources.texts().map(|(id, text)| (text.path.as_str().to_lowercase(), id)).collect());
    by_folded.get(&path.as_str().to_lowercase()).copied()
}
