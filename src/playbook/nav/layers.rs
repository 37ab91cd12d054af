//! What layers change in the navigation (`toc.md`), rank by rank.

use super::build::Builder;
use super::entry::Entry;
use super::topic_of;
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::overlay::{TocDeed, TocEdit, TocEntry, fold_words};
use crate::playbook::{NavNode, TopicId};

/// Carries the instructions out; gives the topics whose entries were taken away.
pub(super) fn apply_layers(
    builder: &mut Builder<'_, '_>,
    edits: &[TocEdit],
    forest: &mut Vec<NavNode>,
) -> Vec<TopicId> {
    let mut removed = Vec::new();
    for edit in edits {
        let nodes = match &edit.deed {
            TocDeed::Before(entries) | TocDeed::After(entries) | TocDeed::Start(entries) | TocDeed::End(entries) => {
                let entries: Vec<Entry> = entries.iter().map(entry).collect();
                builder.of_layer(&entries, &edit.file, edit.layer)
            }
            TocDeed::Rename(_) | TocDeed::Remove => Vec::new(),
        };
        if edit.target.is_empty() {
            match edit.deed {
                TocDeed::Start(_) => drop(forest.splice(0..0, nodes)),
                _ => forest.extend(nodes),
            }
            continue;
        }
        let mut found = Vec::new();
        find(forest, &edit.target, &mut Vec::new(), &mut found);
        let [path] = found.as_slice() else {
            builder.findings.push(not_one(edit, found.len(), forest));
            continue;
        };
        let Some((last, around)) = path.split_last() else { continue };
        let siblings = around.iter().try_fold(&mut *forest, |nodes, at| Some(&mut nodes.get_mut(*at)?.items));
        let Some(siblings) = siblings else { continue };
        let (at, behind) = (*last, *last + 1);
        match &edit.deed {
            TocDeed::Before(_) => drop(siblings.splice(at..at, nodes)),
            TocDeed::After(_) => drop(siblings.splice(behind..behind, nodes)),
            TocDeed::Start(_) => {
                if let Some(node) = siblings.get_mut(at) {
                    node.items.splice(0..0, nodes);
                }
            }
            TocDeed::End(_) => {
                if let Some(node) = siblings.get_mut(at) {
                    node.items.extend(nodes);
                }
            }
            TocDeed::Rename(name) => {
                if let Some(node) = siblings.get_mut(at) {
                    node.name.clone_from(name);
                }
            }
            TocDeed::Remove if at < siblings.len() => topics(&siblings.remove(at), &mut removed),
            TocDeed::Remove => {}
        }
    }
    removed
}

fn entry(written: &TocEntry) -> Entry {
    Entry {
        name: Some(written.name.clone()),
        href: written.href.clone(),
        items: written.items.iter().map(entry).collect(),
        ..Entry::default()
    }
}

/// The places of the entries that end a path of names: each name somewhere below the one before.
fn find(nodes: &[NavNode], path: &[String], here: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    let Some((name, inner)) = path.split_first() else { return };
    for (at, node) in nodes.iter().enumerate() {
        here.push(at);
        let same = fold_words(&node.name) == *name;
        if same && inner.is_empty() {
            found.push(here.clone());
        }
        let path = if same && !inner.is_empty() { inner } else { path };
        find(&node.items, path, here, found);
        here.pop();
    }
}

fn topics(node: &NavNode, removed: &mut Vec<TopicId>) {
    removed.extend(topic_of(node));
    node.items.iter().for_each(|item| topics(item, removed));
}

fn not_one(edit: &TocEdit, count: usize, forest: &[NavNode]) -> Finding {
    let place = Place::new(edit.file.shared(), edit.span);
    if count > 1 {
        let message = format!("“{}” fits {count} entries of the contents", edit.words);
        let help = "say which: `Outer > Inner` with the name of the entry above it";
        return Finding::new(&o::O202, message).at(place).help(help);
    }
    if edit.if_present {
        let message = format!("(if present): “{}” is not in the contents; nothing done", edit.words);
        return Finding::new(&o::O208, message).at(place);
    }
    let mut names = Vec::new();
    all_names(forest, &mut names);
    let wanted = edit.target.last().map_or("", String::as_str);
    let mut near: Vec<(usize, &str)> =
        names.into_iter().map(|name| (strsim::levenshtein(&fold_words(name), wanted), name)).collect();
    near.sort_unstable();
    let line = match near.first() {
        Some((slips, name)) if *slips <= (wanted.chars().count() / 3).max(2) => format!("# {}: {name}", edit.heading),
        _ => format!("# {}: {} (if present)", edit.heading, edit.words),
    };
    let near: Vec<String> = near.iter().take(2).map(|(_, name)| format!("“{name}”")).collect();
    let nearest = if near.is_empty() { String::new() } else { format!("nearest: {}; or ", near.join(", ")) };
    let message = format!("no entry “{}” in the contents", edit.words);
    Finding::new(&o::O201, message).at(place).help(format!("{nearest}add (if present)")).try_edit(edit.span, line)
}

fn all_names<'n>(nodes: &'n [NavNode], names: &mut Vec<&'n str>) {
    for node in nodes {
        names.push(&node.name);
        all_names(&node.items, names);
    }
}
