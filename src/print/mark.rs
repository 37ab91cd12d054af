//! The layers of a project → the letters that stand for them in the margin.

use std::collections::BTreeSet;

use super::book::LayerMark;
use crate::playbook::Playbook;

/// The letters of all layers; lowest first, as `labels` are, and no two the same.
pub(super) fn layer_marks(playbook: &Playbook, labels: &[String]) -> Vec<LayerMark> {
    let mut layers: Vec<_> = playbook.layers.iter().filter(|(_, layer)| layer.folder.is_some()).collect();
    layers.sort_by_key(|(id, layer)| (labels.iter().position(|label| *label == layer.label), *id));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let marks = layers.into_iter().map(|(id, layer)| {
        let mut mark = layer.mark.clone();
        let mut next = 2;
        while !taken.insert(mark.clone()) {
            mark = format!("{}{next}", layer.mark);
            next += 1;
        }
        LayerMark { layer: id, mark, label: layer.label.clone() }
    });
    marks.collect()
}
