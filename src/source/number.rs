//! Numbers for paths, which stay with them while others come and go.
//!
//! Numbers are in the order of their paths, with room between two for paths that come. So whatever is kept by number holds when a
//! file is added or removed, and what is listed by number is listed by path. A path that is gone keeps its number: it
//! is never given to another one.

use std::collections::BTreeMap;

use super::SourcePath;

/// The number of a text of a [`SourceTree`](super::SourceTree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// The paths that there are or were, with their numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    by_path: BTreeMap<SourcePath, SourceId>,
    /// How often there was no room, so that all numbers were given anew.
    era: u32,
}

impl Numbers {
    /// Numbers for sorted paths.
    pub(super) fn of(paths: impl ExactSizeIterator<Item = SourcePath>) -> Self {
        let spread = Spread::between(0, u32::MAX, paths.len());
        Self { by_path: paths.zip(spread).collect(), era: 0 }
    }

    /// All numbers, in the order of their paths.
    pub(super) fn all(&self) -> impl Iterator<Item = SourceId> {
        self.by_path.values().copied()
    }

    /// The number of a path.
    pub(super) fn get(&self, path: &SourcePath) -> Option<SourceId> {
        self.by_path.get(path).copied()
    }

    /// The same with numbers for further ones of these sorted paths. Where two have no room between them for all that come,
    /// the numbers of these paths are given anew.
    pub(super) fn with<'p>(&self, paths: impl Iterator<Item = &'p SourcePath> + Clone) -> Self {
        let mut numbers = self.clone();
        let mut new = paths.clone().filter(|path| !self.by_path.contains_key(*path)).peekable();
        while let Some(first) = new.next() {
            let before = self.by_path.range(..first).next_back().map_or(0, |(_, id)| id.0);
            let after = self.by_path.range(first..).next();
            let mut run = vec![first];
            while let Some(next) = new.next_if(|path| after.is_none_or(|(after, _)| *path < after)) {
                run.push(next);
            }
            let mut spread = Spread::between(before, after.map_or(u32::MAX, |(_, id)| id.0), run.len());
            if spread.step == 0 {
                let all: Vec<SourcePath> = paths.cloned().collect();
                return Self { era: self.era + 1, ..Self::of(all.into_iter()) };
            }
            numbers.by_path.extend(run.into_iter().cloned().zip(&mut spread));
        }
        numbers
    }

    /// Whether no path lost its number since.
    pub(super) fn follows(&self, before: &Self) -> bool {
        self.era == before.era
    }
}

/// Numbers between two others, as far apart as may be.
struct Spread {
    at: u32,
    step: u32,
}

impl Spread {
    fn between(before: u32, after: u32, count: usize) -> Self {
        let parts = u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        Self { at: before, step: (after - before) / parts }
    }
}

impl Iterator for Spread {
    type Item = SourceId;

    fn next(&mut self) -> Option<SourceId> {
        self.at = self.at.saturating_add(self.step);
        Some(SourceId(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Numbers, SourcePath};

    fn paths(names: &[&str]) -> Vec<SourcePath> {
        names.iter().map(|name| SourcePath::new(name).unwrap()).collect()
    }

    #[test]
    fn a_path_keeps_its_number_while_others_come_and_go() {
        let first = paths(&["b", "d"]);
        let before = Numbers::of(first.iter().cloned());
        let all = paths(&["a", "b", "c", "c1", "e"]);
        let now = before.with(all.iter());
        assert!(now.follows(&before));
        let ids: Vec<_> = paths(&["a", "b", "c", "c1", "d", "e"]).iter().map(|path| now.get(path).unwrap()).collect();
        assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
        for path in &first {
            assert_eq!(now.get(path), before.get(path));
        }
    }

    #[test]
    fn without_room_all_numbers_are_given_anew() {
        let mut all = paths(&["a", "b"]);
        let first = Numbers::of(all.iter().cloned());
        let mut now = first.clone();
        for count in 1..40 {
            all.insert(1, SourcePath::new(&format!("a{}", "a".repeat(40 - count))).unwrap());
            now = now.with(all.iter());
            let ids: Vec<_> = all.iter().map(|path| now.get(path).unwrap()).collect();
            assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
        }
        assert!(!now.follows(&first));
    }
}
