//! Navigation files → the forest: destinations resolved, files that take each other in joined.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, NavFile};
use super::{NavNotes, is_hidden, topic_node, topic_of};
use crate::finding::{Finding, Place, Span, codes::link};
use crate::overlay::LayerId;
use crate::playbook::page_path::folded;
use crate::playbook::report::{WrittenLink, report};
use crate::playbook::resolver::{Purpose, Reached, Remark, Resolver, Writing};
use crate::playbook::{NavNode, Target, TopicId};
use crate::source::SourcePath;
use crate::topic::LinkKind;

/// More entries than any navigation has; files that take in others many times over stop here.
const MAX_ENTRIES: usize = 200_000;
/// Files that take in files: no real navigation goes so deep.
const MAX_DEPTH: usize = 16;

/// Joins the files. The one nearest to the root is the trunk; one that no other takes in becomes a branch of the file
/// nearest above it.
pub(super) fn build_forest(
    resolver: &Resolver<'_>,
    notes: &[NavNotes],
    files: &[NavFile],
    findings: &mut Vec<Finding>,
) -> Vec<NavNode> {
    let by_path = files.iter().enumerate().map(|(at, file)| (folded(file.path.as_str()), at)).collect();
    let mut builder =
        Builder { resolver, notes, files, by_path, taken_in: BTreeSet::new(), open: Vec::new(), count: 0, findings };
    // The nearest to the root first: a file that one of them takes in is no tree of its own.
    let depth = |at: &usize| files.get(*at).map_or(0, |file| file.path.as_str().matches('/').count());
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(depth);
    let mut trees: BTreeMap<usize, Vec<NavNode>> = BTreeMap::new();
    for at in &order {
        if !builder.taken_in.contains(at) {
            let tree = builder.file(*at);
            trees.insert(*at, tree);
        }
    }
    let roots: Vec<usize> = trees.keys().copied().collect();
    order.retain(|at| trees.contains_key(at));
    // The deepest first, so that a branch is whole before it is hung onto another.
    order.reverse();
    let mut forest = Vec::new();
    let mut branches: BTreeMap<usize, NavNode> = BTreeMap::new();
    let mut hung: BTreeMap<usize, Vec<NavNode>> = BTreeMap::new();
    for at in order {
        let Some((file, tree)) = files.get(at).zip(trees.remove(&at)) else { continue };
        let mut below = hung.remove(&at).unwrap_or_default();
        below.reverse();
        let parent = parent_of(files, at, &roots);
        let is_trunk = parent.is_none() && is_only_root(files, at, &roots);
        if is_trunk {
            forest = tree;
            forest.extend(below);
            continue;
        }
        let node = branch(resolver, file, tree, below);
        match parent {
            Some(parent) => hung.entry(parent).or_default().push(node),
            None => {
                branches.insert(at, node);
            }
        }
    }
    forest.extend(branches.into_values());
    forest
}

/// The root nearest above.
fn parent_of(files: &[NavFile], at: usize, roots: &[usize]) -> Option<usize> {
    let path = &files.get(at)?.path;
    let others = roots.iter().filter_map(|other| Some((*other, files.get(*other)?.path.folder())));
    let above = others.filter(|(_, folder)| *folder != path.folder() && path.below(folder).is_some());
    above.max_by_key(|(_, folder)| folder.len()).map(|(other, _)| other)
}

/// Whether every other root stands below this one.
fn is_only_root(files: &[NavFile], at: usize, roots: &[usize]) -> bool {
    let Some(folder) = files.get(at).map(|file| file.path.folder()) else { return false };
    roots
        .iter()
        .filter(|other| **other != at)
        .all(|other| files.get(*other).is_some_and(|file| file.path.below(folder).is_some()))
}

/// The entry that stands for a whole file: its only one, else one named by the folder's index topic or the folder.
fn branch(resolver: &Resolver<'_>, file: &NavFile, mut tree: Vec<NavNode>, below: Vec<NavNode>) -> NavNode {
    let mut node = match tree.as_mut_slice() {
        [only] if !only.items.is_empty() || below.is_empty() => std::mem::take(only),
        _ => {
            let folder = file.base.folder();
            let index = resolver.files.find(&format!("{folder}/"), LayerId::BASE);
            let index = index.and_then(|found| match found.what {
                crate::playbook::files::What::Topic(topic) => Some(topic_node(resolver, topic)),
                crate::playbook::files::What::File(_) => None,
            });
            let name = || {
                index_name(&file.entries).unwrap_or_else(|| folder_name(folder.rsplit('/').next().unwrap_or_default()))
            };
            let mut node = index.unwrap_or_else(|| NavNode { name: name(), ..NavNode::default() });
            // The file's own entry for that topic would only say it again.
            let own = topic_of(&node);
            tree.retain(|entry| own.is_none() || topic_of(entry) != own || !entry.items.is_empty());
            node.items = tree;
            node
        }
    };
    node.items.extend(below);
    node
}

/// What a file calls its folder's index: `name: Azure Arc documentation`, `href: index.yml`.
fn index_name(entries: &[Entry]) -> Option<String> {
    let is_index = |entry: &&Entry| {
        let href = entry.href.as_ref().map_or("", |(href, _)| href.trim_start_matches("./"));
        matches!(href, "index.yml" | "index.md")
    };
    entries.iter().find(is_index)?.name.clone()
}

/// `azure-arc` → `Azure arc`.
pub(super) fn folder_name(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => words,
    }
}

/// Makes entries out of what is written.
pub(super) struct Builder<'a, 'r> {
    resolver: &'a Resolver<'r>,
    notes: &'a [NavNotes],
    files: &'a [NavFile],
    by_path: BTreeMap<String, usize>,
    taken_in: BTreeSet<usize>,
    /// The files that are being built, outermost first.
    open: Vec<usize>,
    count: usize,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl<'a, 'r> Builder<'a, 'r> {
    /// For the entries that layers bring.
    pub(super) fn of_layers(resolver: &'a Resolver<'r>, notes: &'a [NavNotes], findings: &'a mut Vec<Finding>) -> Self {
        let (by_path, taken_in) = (BTreeMap::new(), BTreeSet::new());
        Self { resolver, notes, files: &[], by_path, taken_in, open: Vec::new(), count: 0, findings }
    }
}

impl Builder<'_, '_> {
    /// The entries that a layer brings. Their destinations count from the folder of topics.
    pub(super) fn of_layer(&mut self, entries: &[Entry], file: &SourcePath, layer: LayerId) -> Vec<NavNode> {
        let folder = &self.resolver.settings.source_folder;
        let base = SourcePath::new(&format!("{folder}/toc.md")).unwrap_or_else(|_| file.clone());
        let file = NavFile { path: file.clone(), base, layer, entries: Vec::new() };
        self.entries(entries, &file, None)
    }

    fn file(&mut self, at: usize) -> Vec<NavNode> {
        let Some(file) = self.files.get(at) else { return Vec::new() };
        self.open.push(at);
        let nodes = self.entries(&file.entries, file, None);
        self.open.pop();
        nodes
    }

    fn entries(&mut self, entries: &[Entry], file: &NavFile, parent: Option<TopicId>) -> Vec<NavNode> {
        entries.iter().flat_map(|entry| self.entry(entry, file, parent)).collect()
    }

    /// An entry, or what stands below it where the entry itself cannot be shown.
    fn entry(&mut self, entry: &Entry, file: &NavFile, parent: Option<TopicId>) -> Vec<NavNode> {
        self.count += 1;
        if self.count > MAX_ENTRIES {
            return Vec::new();
        }
        let target = self.target(entry, file, parent);
        let topic = match &target {
            Ok(Some(Target::Topic { topic, .. })) => Some(*topic),
            _ => None,
        };
        let mut items = self.taken_in(entry, file);
        items.extend(self.entries(&entry.items, file, topic));
        let hidden = topic.is_some_and(|topic| is_hidden(self.notes, topic));
        let target = match target {
            _ if hidden => return items,
            Err(Gone::Hidden) => return items,
            Err(Gone::Broken) if items.is_empty() => return items,
            Err(Gone::Broken) => None,
            // A group whose every entry is hidden says nothing to anybody.
            Ok(None) if items.is_empty() && !entry.draft => return items,
            Ok(target) => target,
        };
        let name = entry.name.clone().or_else(|| topic.map(|topic| topic_node(self.resolver, topic).name));
        let name = name.or_else(|| entry.href.as_ref().map(|(href, _)| href.clone())).unwrap_or_default();
        vec![NavNode { name, target, items }]
    }

    fn target(&mut self, entry: &Entry, file: &NavFile, parent: Option<TopicId>) -> Result<Option<Target>, Gone> {
        if let Some((href, span)) = &entry.href {
            return self.reach(href, *span, file, parent).map(Some);
        }
        match &entry.uid {
            Some((uid, span)) => self.reach(&format!("xref:{uid}"), *span, file, parent).map(Some),
            None => Ok(None),
        }
    }

    fn reach(&mut self, href: &str, span: Span, file: &NavFile, parent: Option<TopicId>) -> Result<Target, Gone> {
        let writing = Writing { base: &file.base, layer: file.layer, topic: parent, purpose: Purpose::Follow };
        let (reached, mut remarks) = self.resolver.reach(href, &writing);
        // A folder is a good destination here.
        remarks.retain(|remark| !matches!(remark, Remark::Ending(_)) || !href.ends_with('/'));
        let place = Place::new(file.path.shared(), span);
        match reached {
            Reached::Hidden(_) => Err(Gone::Hidden),
            Reached::Missing { path, nearest } => {
                let mut finding = Finding::new(&link::L020, "an entry of the navigation leads nowhere")
                    .at(place)
                    .label(format!("no topic at `{path}`"));
                finding.help = crate::playbook::nearest::did_you_mean(&nearest);
                self.findings.push(finding);
                Err(Gone::Broken)
            }
            reached => {
                let written = WrittenLink { kind: LinkKind::Link, dest: href, place };
                match report(&written, reached, remarks, self.findings) {
                    Target::Broken(_) | Target::Text => Err(Gone::Broken),
                    target => Ok(target),
                }
            }
        }
    }

    /// The entries of the file that an entry takes in.
    fn taken_in(&mut self, entry: &Entry, file: &NavFile) -> Vec<NavNode> {
        let folder = entry
            .href
            .as_ref()
            .filter(|(href, _)| href.ends_with('/') && !href.starts_with('/') && !href.contains(':'));
        let (Some((href, span)), is_folder) = (entry.toc.as_ref().or(folder), entry.toc.is_none()) else {
            return Vec::new();
        };
        let path = href.split(['?', '#']).next().unwrap_or_default();
        let wanted = |path: &str| file.base.sibling(path).ok().map(|path| folded(path.as_str()));
        let names: &[&str] = if is_folder { &["toc.yml", "toc.md"] } else { &[""] };
        let found = names.iter().find_map(|name| self.by_path.get(&wanted(&format!("{path}{name}"))?).copied());
        let place = Place::new(file.path.shared(), *span);
        match found {
            Some(at) if self.open.contains(&at) || self.open.len() >= MAX_DEPTH => {
                self.findings.push(
                    Finding::new(&link::L021, "navigation files take each other in")
                        .at(place)
                        .label("this file is already being taken in, so it is left out here"),
                );
                Vec::new()
            }
            Some(at) => {
                self.taken_in.insert(at);
                self.file(at)
            }
            None if is_folder => Vec::new(),
            None => self.missing_file(path, place, file),
        }
    }

    /// A navigation file that is not there. One on another web site is none of ours.
    fn missing_file(&mut self, path: &str, place: Place, file: &NavFile) -> Vec<NavNode> {
        if !path.starts_with('/') && !path.contains("://") {
            let path =
                file.base.sibling(path).map_or_else(|_| path.to_owned(), |path: SourcePath| path.as_str().to_owned());
            self.findings.push(
                Finding::new(&link::L020, "an entry of the navigation leads nowhere")
                    .at(place)
                    .label(format!("no navigation file at `{path}`")),
            );
        }
        Vec::new()
    }
}

/// Why an entry cannot be shown.
enum Gone {
    /// The edition does not contain it; even its name stays unsaid.
    Hidden,
    /// There is a finding.
    Broken,
}
