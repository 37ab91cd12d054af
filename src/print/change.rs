//! What changed since an earlier edition, or since a day, sheet by sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Changes, RemovedSheet, Sheet, SheetChange};
use super::record::{BlockHash, TopicRecord, block_hashes};
use super::scope::Since;
use crate::page::Bars;
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::Date;
use crate::topic::BlockKind;

/// Marks what changed on the sheets. `of_all`: they are the whole book, so that what the earlier edition had besides them is
/// gone; a booklet speaks of nothing that it never had.
pub(super) fn mark_changes(playbook: &Playbook, since: &Since, sheets: &mut [Sheet], of_all: bool) -> Changes {
    match since {
        Since::Date(day) => since_day(playbook, *day, sheets),
        Since::Edition(record) => {
            let mut earlier: BTreeMap<&str, _> =
                record.topics.iter().map(|topic| (topic.page.as_str(), topic)).collect();
            for sheet in &mut *sheets {
                let Some(topic) = playbook.topics.get(sheet.topic.0 as usize) else { continue };
                sheet.change = match earlier.remove(topic.page.as_str()) {
                    None => Some(whole("new")),
                    Some(before) => compared(playbook, topic, sheet, before),
                };
            }
            let mut removed: Vec<RemovedSheet> = Vec::new();
            if of_all {
                let there: BTreeSet<&str> = playbook.topics.iter().map(|topic| topic.page.as_str()).collect();
                let gone = earlier.values().filter(|topic| !there.contains(topic.page.as_str()));
                removed.extend(
                    gone.map(|topic| RemovedSheet { number: topic.number.clone(), title: topic.title.clone() }),
                );
                removed.sort_by_key(|sheet| number_key(&sheet.number));
            }
            changes(record.words(), removed, sheets)
        }
    }
}

fn changes(since: String, removed: Vec<RemovedSheet>, sheets: &[Sheet]) -> Changes {
    let unchanged = sheets.iter().filter(|sheet| sheet.change.is_none()).count();
    Changes { since, removed, unchanged }
}

fn since_day(playbook: &Playbook, day: Date, sheets: &mut [Sheet]) -> Changes {
    for sheet in &mut *sheets {
        let Some(topic) = playbook.topics.get(sheet.topic.0 as usize) else { continue };
        let control = &topic.control;
        let days = [control.approved_on, control.reviewed_on, control.effective_from, control.learn_date];
        let later = days.into_iter().flatten().any(|there| there > day);
        sheet.change = later.then(|| whole("approved or reviewed since"));
    }
    changes(day.to_string(), Vec::new(), sheets)
}

/// A sheet of which everything counts as changed.
fn whole(why: &'static str) -> SheetChange {
    SheetChange { whole: Some(why), bars: Bars { all: true, ..Bars::default() }, ..SheetChange::default() }
}

/// `None` where a reader would see no difference.
fn compared(playbook: &Playbook, topic: &PlaybookTopic, sheet: &Sheet, before: &TopicRecord) -> Option<SheetChange> {
    let now = block_hashes(playbook, topic);
    let mut left = counted(before.blocks());
    let mut changed = BTreeSet::new();
    for (at, block) in now.iter().enumerate() {
        if !take(&mut left, &block.hash) {
            changed.insert(at);
        }
    }
    let gone: usize = left.values().sum();
    let less = gone > changed.len();
    let was = (before.number != sheet.number).then(|| before.number.clone());
    if changed.is_empty() && !less && was.is_none() && before.title == topic.title {
        return None;
    }
    let sections = sections_of(topic, sheet, &changed);
    Some(SheetChange { whole: None, was, bars: bars_of(&now, changed, before), less, sections })
}

/// Bars along the changed blocks; where only some items or rows of one are new, along those.
fn bars_of(now: &[BlockHash], changed: BTreeSet<usize>, before: &TopicRecord) -> Bars {
    let mut left = counted(before.parts());
    let mut bars = Bars { blocks: changed, ..Bars::default() };
    for (at, block) in now.iter().enumerate() {
        let new = block.parts.iter().filter(|part| !take(&mut left, &part.hash));
        let new: Vec<_> = new.map(|part| (part.source, part.span)).collect();
        if bars.blocks.contains(&at) && !new.is_empty() && new.len() < block.parts.len() {
            bars.blocks.remove(&at);
            bars.parts.extend(new);
        }
    }
    bars
}

/// How often each hash is there.
fn counted<'h>(hashes: impl Iterator<Item = &'h str>) -> BTreeMap<&'h str, usize> {
    let mut counts = BTreeMap::new();
    for hash in hashes {
        *counts.entry(hash).or_default() += 1;
    }
    counts
}

/// Takes one of these out; whether there was one.
fn take(left: &mut BTreeMap<&str, usize>, hash: &str) -> bool {
    left.get_mut(hash).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}

/// The sections that blocks of the body stand in, each once.
fn sections_of(topic: &PlaybookTopic, sheet: &Sheet, blocks: &BTreeSet<usize>) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    let mut here: Option<String> = None;
    for (at, node) in topic.body.iter().enumerate() {
        if let BlockKind::Heading { id, .. } = &node.block.kind {
            here = sheet.section(id).map(|section| match &section.number {
                Some(number) => format!("§{number} {}", section.title),
                None => section.title.clone(),
            });
        }
        if blocks.contains(&at)
            && let Some(here) = &here
            && sections.last() != Some(here)
        {
            sections.push(here.clone());
        }
    }
    sections
}

/// `4.10` after `4.9`.
pub(super) fn number_key(number: &str) -> Vec<u32> {
    number.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}
