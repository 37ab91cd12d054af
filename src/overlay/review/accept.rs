//! A look at instructions → their records.

use super::canon::TextHash;
use super::record::{ReviewFile, Seen};
use super::{Review, ReviewState};
use crate::source::Date;

/// Who looked, when and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Who looked.
    pub by: Option<String>,
    /// The day.
    pub on: Option<Date>,
    /// Why, where that is said.
    pub reason: Option<String>,
    /// Name and revision of the base.
    pub below: Option<String>,
    /// Whether texts that were seen before stay known, since not every edition was looked at.
    pub keep_others: bool,
}

impl ReviewFile {
    /// Records what stands below one instruction in each of some editions. Whether anything is new in it.
    pub fn accept(&mut self, editions: &[&Review], how: &Acceptance) -> bool {
        let Some(first) = editions.iter().find(|review| review.now.is_some()) else { return false };
        let before = self.seen.get(&first.name);
        let known = |list: fn(&Seen) -> &[TextHash]| -> Vec<TextHash> {
            before.filter(|_| how.keep_others).map_or_else(Vec::new, |seen| list(seen).to_vec())
        };
        let (mut hash, mut inside) = (known(|seen| &seen.hash), known(|seen| &seen.inside));
        for now in editions.iter().filter_map(|review| review.now.as_ref()) {
            hash.push(now.hash);
            inside.extend(now.inside);
        }
        let mut seen = Seen {
            hash,
            inside,
            below: how.below.clone(),
            by: how.by.clone(),
            on: how.on,
            reason: how.reason.clone(),
            text: first.now.as_ref().map_or_else(String::new, |now| now.text.clone()),
            place: None,
        };
        seen.settle();
        if before.is_some_and(|before| {
            let mut before = before.clone();
            before.settle();
            before.hash == seen.hash && before.inside == seen.inside
        }) {
            return false;
        }
        self.seen.insert(first.name.clone(), seen);
        true
    }
}

impl Review {
    /// Whether its owner has something to decide.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, ReviewState::Current)
    }
}
