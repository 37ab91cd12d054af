//! Topics that upstream gave another path: by what they say, else by their headings.

use std::collections::BTreeSet;

use crate::build::{Project, record_of};
use crate::overlay::{LayerId, TextHash};
use crate::source::SourcePath;
use crate::topic::{BlockKind, Topic};

/// From this share of common headings on, a topic is taken for the one that went (overlay design, 5.11).
const NEAR: f64 = 0.6;

/// A topic that moved, and the files of one layer that go along.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    pub(super) layer: Option<LayerId>,
    pub(super) from: SourcePath,
    pub(super) to: SourcePath,
    /// The paths below the source folder.
    pub(super) from_name: String,
    pub(super) to_name: String,
    /// The change file and the record, each with its new path.
    pub(super) files: Vec<(SourcePath, SourcePath)>,
}

/// The topics with change files that went, and came at another path: one entry for each layer.
pub(super) fn moved_topics(before: &Project, after: &Project) -> Vec<Moved> {
    let of_base = |project: &Project| -> Vec<Topic> {
        let base = project.set.topics.iter().filter(|topic| topic.path.below(&project.source_folder).is_some());
        base.map(|topic| Topic::clone(topic)).collect()
    };
    let (old, new) = (of_base(before), of_base(after));
    let is_in = |topics: &[Topic], path: &SourcePath| topics.iter().any(|topic| topic.path == *path);
    let came: Vec<&Topic> = new.iter().filter(|topic| !is_in(&old, &topic.path)).collect();
    let mut moved = Vec::new();
    for gone in old.iter().filter(|topic| !is_in(&new, &topic.path)) {
        let changes = change_files(before, &gone.path);
        if changes.is_empty() {
            continue;
        }
        let Some(there) = same_text(before, gone, after, &came).or_else(|| same_headings(gone, &came)) else {
            continue;
        };
        let name = |path: &SourcePath| path.below(&before.source_folder).unwrap_or(path.as_str()).to_owned();
        for (layer, folder, file) in changes {
            let (from_name, to_name) = (name(&gone.path), name(&there.path));
            let to = |kind: &str, name: &str| SourcePath::new(&format!("{folder}/{kind}/{name}")).ok();
            let record = |name: &str| SourcePath::new(name).ok().map(|name| record_of(&name));
            let mut files = Vec::new();
            files.extend(to("changes", &to_name).map(|to| (file, to)));
            if let (Some(from), Some(to)) = (
                record(&from_name).and_then(|name| to("reviewed", &name)),
                record(&to_name).and_then(|name| to("reviewed", &name)),
            ) && before.sources.find(&from).is_some()
            {
                files.push((from, to));
            }
            let (from, to) = (gone.path.clone(), there.path.clone());
            moved.push(Moved { layer: Some(layer), from, to, from_name, to_name, files });
        }
    }
    moved
}

/// The change files of all layers for a topic.
fn change_files(project: &Project, topic: &SourcePath) -> Vec<(LayerId, SourcePath, SourcePath)> {
    let name = topic.below(&project.source_folder).unwrap_or(topic.as_str());
    let layers = project.layers.iter().filter_map(|(id, layer)| Some((id, layer.folder.clone()?)));
    layers
        .filter_map(|(id, folder)| {
            let file = SourcePath::new(&format!("{folder}/changes/{name}")).ok()?;
            project.set.changes.contains_key(&file).then_some((id, folder, file))
        })
        .collect()
}

fn same_text<'t>(before: &Project, gone: &Topic, after: &Project, came: &[&'t Topic]) -> Option<&'t Topic> {
    let hash = |topic: &Topic, project: &Project| {
        TextHash::of(topic.document.blocks.iter().map(|block| &**block), &project.set.documents)
    };
    let wanted = hash(gone, before);
    let mut same = came.iter().filter(|topic| hash(topic, after) == wanted);
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

fn same_headings<'t>(gone: &Topic, came: &[&'t Topic]) -> Option<&'t Topic> {
    let headings = |topic: &Topic| -> BTreeSet<String> {
        let heading = |kind: &BlockKind| match kind {
            BlockKind::Heading { content, .. } => Some(topic.document.plain(*content).to_lowercase()),
            _ => None,
        };
        topic.document.blocks.iter().filter_map(|block| heading(&block.kind)).collect()
    };
    let wanted = headings(gone);
    #[expect(clippy::cast_precision_loss, reason = "topics have few headings")]
    let share = |topic: &Topic| {
        let there = headings(topic);
        let all = wanted.union(&there).count();
        if all == 0 { 0.0 } else { wanted.intersection(&there).count() as f64 / all as f64 }
    };
    let mut near = came.iter().filter(|topic| share(topic) >= NEAR);
    let first = near.next()?;
    near.next().is_none().then_some(first)
}
