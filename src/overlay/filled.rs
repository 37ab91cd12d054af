//! What an edition shows + its data → the same with its values, group by group.
//!
//! Topics that have blocks of the same sources are filled in together, for they share what is revised; nearly all are
//! alone. A group whose topics and data are those of the making before is the one of that making.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::clearance::Clearance;
use super::fill::{Filled, Given};
use super::withheld::Withheld;
use super::{Cleared, Composed, ComposedTopic};
use crate::data::DataSets;
use crate::finding::Checked;
use crate::source::{Memo, Same, SourceId, SourcePath, SourceTree};

/// Topics that were filled in before, to be used again. Holds only for one set of layers.
#[derive(Debug, Default)]
pub struct FillMemory {
    given: Vec<(DataSets, Clearance)>,
    named: Memo<Same<ComposedTopic>, Option<Arc<BTreeSet<SourceId>>>>,
    groups: Memo<(usize, Vec<Same<ComposedTopic>>), Arc<Filled>>,
}

/// Data and clearances that are kept: those of each edition, and some that edits left behind.
const MOST_GIVEN: usize = 1_000;

impl FillMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.named.turn();
        self.groups.turn();
        if self.given.len() > MOST_GIVEN {
            *self = Self::default();
        }
    }

    /// A number for these data and this clearance. The edition's name counts, since findings tell it.
    fn number(&mut self, data: &DataSets, clearance: &Clearance) -> usize {
        let same = |(known, of): &(DataSets, Clearance)| of == clearance && known == data;
        self.given.iter().rposition(same).unwrap_or_else(|| {
            self.given.push((data.clone(), clearance.clone()));
            self.given.len() - 1
        })
    }
}

/// Fills in the values of data sets.
pub fn fill(cleared: Cleared, data: &DataSets, sources: &SourceTree, clearance: &Clearance) -> Checked<Cleared> {
    fill_again(cleared, data, sources, clearance, &mut FillMemory::default())
}

/// The same, without filling in again what is known.
pub fn fill_again(
    cleared: Cleared,
    data: &DataSets,
    sources: &SourceTree,
    clearance: &Clearance,
    memory: &mut FillMemory,
) -> Checked<Cleared> {
    if data.is_empty() {
        return Checked::clean(cleared);
    }
    let (composed, mut withheld) = cleared.split();
    let Composed { mut topics, hidden, toc, documents, layers, .. } = composed;
    let given = Given { data, clearance, sources, documents: &documents };
    let number = memory.number(data, clearance);
    let groups = groups(&topics, &given, memory);
    let known = &memory.groups;
    let filled: Vec<_> = groups
        .into_par_iter()
        .map(|places| {
            let members = places.iter().filter_map(|at| topics.get(*at));
            let key = (number, members.map(|topic| Same(Arc::clone(topic))).collect::<Vec<_>>());
            let fill = || Arc::new(given.fill(key.1.iter().map(|topic| Arc::clone(&topic.0)).collect()));
            let filled = known.get(&key).map_or_else(fill, Arc::clone);
            (places, key, filled)
        })
        .collect();
    let mut findings = Vec::new();
    let mut revised = Vec::new();
    for (places, key, filled) in filled {
        for (at, topic) in places.into_iter().zip(&filled.topics) {
            if let Some(place) = topics.get_mut(at) {
                *place = Arc::clone(topic);
            }
        }
        revised.extend(filled.documents.iter().cloned());
        findings.extend_from_slice(&filled.findings);
        memory.groups.keep(key, filled);
    }
    let documents = documents.with(revised);
    withheld.extend(data.all().filter(|datum| !clearance.shows_datum(datum)).filter_map(|datum| {
        let (source, _) = sources.find(&SourcePath::new(&datum.file).ok()?)?;
        let class = datum.classification.clone().unwrap_or_default();
        Some(Withheld { words: datum.text.clone(), source, span: datum.span, class })
    }));
    Checked::new(
        Cleared::new(Composed { topics, hidden, toc, documents, layers, reviews: Vec::new() }, withheld),
        findings,
    )
}

/// The places of the topics that have names, those together that have blocks of a source in common.
fn groups(topics: &[Arc<ComposedTopic>], given: &Given<'_>, memory: &mut FillMemory) -> Vec<Vec<usize>> {
    let known = &memory.named;
    let named: Vec<Option<Arc<BTreeSet<SourceId>>>> = topics
        .par_iter()
        .map(|topic| {
            let look = || given.named(topic).map(Arc::new);
            known.get(&Same(Arc::clone(topic))).map_or_else(look, Clone::clone)
        })
        .collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_source: BTreeMap<SourceId, usize> = BTreeMap::new();
    for (at, (topic, named)) in topics.iter().zip(named).enumerate() {
        memory.named.keep(Same(Arc::clone(topic)), named.clone());
        let Some(named) = named else { continue };
        let mut joined: BTreeSet<usize> = named.iter().filter_map(|source| of_source.get(source).copied()).collect();
        let group = joined.pop_first().unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        for other in joined {
            let moved = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
            groups.get_mut(group).into_iter().for_each(|group| group.extend(&moved));
            of_source.values_mut().filter(|of| **of == other).for_each(|of| *of = group);
        }
        of_source.extend(named.iter().map(|source| (*source, group)));
        groups.get_mut(group).into_iter().for_each(|group| group.push(at));
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}
