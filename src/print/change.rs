//! What changed since an earlier edition, or since a day, sheet by sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Changes, RemovedSheet, Sheet, SheetChange};
use super::record::block_hashes;
use super::scope::Since;
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
                    None => Some(SheetChange { whole: Some("new"), ..SheetChange::default() }),
                    Some(before) => {
                        let hashes: Vec<&str> = before.hashes().collect();
                        let was = (before.number != sheet.number).then(|| before.number.clone());
                        compared(playbook, topic, sheet, &hashes, was, before.title != topic.title)
                    }
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
        sheet.change =
            later.then(|| SheetChange { whole: Some("approved or reviewed since"), ..SheetChange::default() });
    }
    changes(day.to_string(), Vec::new(), sheets)
}

/// `None` where a reader would see no difference.
fn compared(
    playbook: &Playbook,
    topic: &PlaybookTopic,
    sheet: &Sheet,
    before: &[&str],
    was: Option<String>,
    renamed: bool,
) -> Option<SheetChange> {
    let now = block_hashes(playbook, topic);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for hash in before {
        *left.entry(hash).or_default() += 1;
    }
    let mut blocks = BTreeSet::new();
    for (at, hash) in now.iter().enumerate() {
        match left.get_mut(hash.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => drop(blocks.insert(at)),
        }
    }
    let gone: usize = left.values().sum();
    let less = gone > blocks.len();
    if blocks.is_empty() && !less && was.is_none() && !renamed {
        return None;
    }
    let sections = sections_of(topic, sheet, &blocks);
    Some(SheetChange { whole: None, was, blocks, less, sections })
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
