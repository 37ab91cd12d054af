//! Findings → text for people, JSON, SARIF and GitHub's annotations.
//!
//! Lines and columns are counted here, from the texts that a look-up hands out; nothing is read from the disk. Whatever
//! an author wrote is escaped before it reaches a terminal.

mod github;
mod human;
mod json;
mod sarif;
mod screen;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Finding, LineIndex, Place, Severity};

pub use github::render_github;
pub use human::{Style, render_human};
pub use json::render_json;
pub use sarif::render_sarif;

/// The sources of a project by path, as far as they are text.
pub struct Texts<'t> {
    look_up: &'t dyn Fn(&str) -> Option<Arc<str>>,
    indexed: BTreeMap<Arc<str>, Option<Indexed>>,
}

/// The lines of texts, counted.
#[derive(Debug, Default)]
pub struct Counted(BTreeMap<Arc<str>, Indexed>);

impl Counted {
    /// Whether all of them are the texts still that `look_up` knows.
    pub fn holds_in(&self, look_up: &dyn Fn(&str) -> Option<Arc<str>>) -> bool {
        self.0.iter().all(|(file, indexed)| look_up(file).is_some_and(|text| Arc::ptr_eq(&text, &indexed.text)))
    }
}

#[derive(Debug)]
struct Indexed {
    text: Arc<str>,
    lines: LineIndex,
    /// An offset and its column. Findings come in the order of the text, so that the next one is counted from here: a
    /// line of megabytes with a finding on every word would be counted from its start each time otherwise.
    counted: (usize, usize),
}

/// A place in lines and columns, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
    end_line: usize,
    /// One past the last character.
    end_column: usize,
}

/// A line with a mark.
struct Excerpt<'i> {
    line: &'i str,
    /// The bytes of the line that are marked.
    marked: std::ops::Range<usize>,
}

impl<'t> Texts<'t> {
    /// The texts that `look_up` knows.
    pub fn new(look_up: &'t dyn Fn(&str) -> Option<Arc<str>>) -> Self {
        Self { look_up, indexed: BTreeMap::new() }
    }

    /// The same, with lines that were counted before in texts that are the same still.
    pub fn again(look_up: &'t dyn Fn(&str) -> Option<Arc<str>>, counted: Counted) -> Self {
        let known = counted.0.into_iter().filter_map(|(file, mut indexed)| {
            indexed.counted = (0, 1);
            look_up(&file).filter(|text| Arc::ptr_eq(text, &indexed.text))?;
            Some((file, Some(indexed)))
        });
        Self { indexed: known.collect(), look_up }
    }

    /// The lines that were counted, for the next time.
    pub fn counted(self) -> Counted {
        Counted(self.indexed.into_iter().filter_map(|(file, indexed)| Some((file, indexed?))).collect())
    }

    fn get(&mut self, file: &Arc<str>) -> Option<&mut Indexed> {
        let indexed = self.indexed.entry(Arc::clone(file)).or_insert_with(|| {
            let text = (self.look_up)(file)?;
            Some(Indexed { lines: LineIndex::new(&text), text, counted: (0, 1) })
        });
        indexed.as_mut()
    }

    fn position(&mut self, place: &Place) -> Option<Position> {
        let indexed = self.get(&place.file)?;
        let (line, column) = indexed.line_column(place.span.start as usize);
        let counted = indexed.counted;
        let (end_line, end_column) = indexed.line_column(place.span.end as usize);
        // The next finding may begin inside this one.
        indexed.counted = counted;
        Some(Position { line, column, end_line, end_column })
    }

    fn excerpt(&mut self, place: &Place) -> Option<Excerpt<'_>> {
        let indexed = self.get(&place.file)?;
        let (number, start) = indexed.lines.line_of(place.span.start as usize);
        let line = indexed.lines.line(&indexed.text, number);
        let from = (place.span.start as usize).saturating_sub(start).min(line.len());
        let until = (place.span.end as usize).saturating_sub(start).clamp(from, line.len());
        let whole = line.is_char_boundary(from) && line.is_char_boundary(until);
        Some(Excerpt { line, marked: if whole { from..until } else { 0..line.len() } })
    }
}

impl Indexed {
    fn line_column(&mut self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let (line, start) = self.lines.line_of(offset);
        let (from, column) = self.counted;
        let (from, column) = if (start..=offset).contains(&from) { (from, column) } else { (start, 1) };
        let column = column + self.text.get(from..offset).map_or(0, |between| between.chars().count());
        self.counted = (offset, column);
        (line, column)
    }
}

/// How many findings of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Losses: a topic is missing or incomplete.
    pub losses: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts findings; hints are not counted.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Loss => counts.losses += 1,
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
                Severity::Hint => {}
            }
        }
        counts
    }
}

impl Severity {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Loss => "loss",
        }
    }
}

#[cfg(test)]
mod tests;
