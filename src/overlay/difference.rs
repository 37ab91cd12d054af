//! The facts of two editions, or of two stacks of layers → what differs.
//!
//! Blocks are known by the source and place that they come from, so this is a difference of sets and never a guess. Cells
//! are known by row and column, fields by their key, sections by their anchor.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Fact, first_words};
use crate::finding::Span;
use crate::source::SourceId;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What it is: `topic`, `section`, `row`, `cell`, `field`, `value`, `paragraph` …
    pub kind: &'static str,
    /// What to call it.
    pub name: String,
    /// What the left one has; `None`: it is not there.
    pub left: Option<String>,
    /// What the right one has; `None`: it is not there.
    pub right: Option<String>,
}

impl Difference {
    fn left(kind: &'static str, name: &str, text: &str) -> Self {
        Self { kind, name: name.to_owned(), left: Some(text.to_owned()), right: None }
    }

    fn both(kind: &'static str, name: &str, left: &str, right: &str) -> Self {
        Self { kind, name: name.to_owned(), left: Some(left.to_owned()), right: Some(right.to_owned()) }
    }

    fn turned(self) -> Self {
        Self { left: self.right, right: self.left, ..self }
    }
}

/// Where a fact comes from, and how many came from there before: each record of a data set makes a row of one line.
type Id = (SourceId, Span, usize);

/// What differs between two versions of a topic, given the facts of each.
pub fn differences(left: &[Fact], right: &[Fact]) -> Vec<Difference> {
    let (left, right) = (Version::of(left), Version::of(right));
    let mut found = left.fields_unlike(&right);
    for (anchor, section) in &left.sections {
        match right.sections.get(anchor) {
            Some(other) => found.extend(section.unlike(other)),
            None if left.is_outermost_missing(anchor, &right) => {
                found.push(Difference::left("section", section.title, &left.words_under(anchor, &right)));
            }
            None => {}
        }
    }
    for (anchor, section) in right.sections.iter().filter(|(anchor, _)| !left.sections.contains_key(*anchor)) {
        if right.is_outermost_missing(anchor, &left) {
            let words = right.words_under(anchor, &left);
            found.push(Difference::left("section", section.title, &words).turned());
        }
    }
    found
}

/// A topic by sections.
#[derive(Default)]
struct Version<'f> {
    fields: BTreeMap<&'f str, &'f str>,
    /// By anchor; what stands before the first heading has none.
    sections: BTreeMap<&'f str, Section<'f>>,
}

#[derive(Default)]
struct Section<'f> {
    title: &'f str,
    /// The anchor of the section around it.
    around: Option<&'f str>,
    blocks: Vec<(Id, &'f Fact)>,
    tables: Vec<BTreeMap<&'f str, Row<'f>>>,
}

/// A row: its words, and its cells by name.
#[derive(Default)]
struct Row<'f> {
    words: &'f str,
    cells: Vec<(&'f str, &'f str)>,
}

impl<'f> Version<'f> {
    fn of(facts: &'f [Fact]) -> Self {
        let mut version = Self::default();
        let mut seen: BTreeMap<(SourceId, Span), usize> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| !fact.removed) {
            if fact.kind == "field" {
                version.fields.insert(&fact.name, &fact.text);
                continue;
            }
            let mut around = fact.sections.iter().rev().map(|anchor| &**anchor);
            let section = version.sections.entry(around.next().unwrap_or_default()).or_default();
            section.around = around.next();
            match fact.kind {
                "heading" => section.title = &fact.text,
                "table" => section.tables.push(BTreeMap::new()),
                "row" => {
                    let row = Row { words: &fact.text, cells: Vec::new() };
                    section.tables.last_mut().map(|table| table.insert(&fact.name, row));
                }
                "cell" => {
                    let row = fact.name.rsplit_once('/').map_or("", |(row, _)| row);
                    let table = section.tables.last_mut();
                    if let Some(row) = table.and_then(|table| table.get_mut(row)) {
                        row.cells.push((&fact.name, &fact.text));
                    }
                }
                _ => {
                    let Some(first) = fact.history.first() else { continue };
                    let count = seen.entry((first.source, first.span)).or_default();
                    section.blocks.push(((first.source, first.span, *count), fact));
                    *count += 1;
                }
            }
        }
        version
    }

    fn fields_unlike(&self, other: &Self) -> Vec<Difference> {
        let names: BTreeSet<&str> = self.fields.keys().chain(other.fields.keys()).copied().collect();
        let differs = names.into_iter().filter(|name| self.fields.get(name) != other.fields.get(name));
        let text = |version: &Self, name: &str| version.fields.get(name).map(|text| (*text).to_owned());
        differs
            .map(|name| Difference {
                kind: "field",
                name: name.to_owned(),
                left: text(self, name),
                right: text(other, name),
            })
            .collect()
    }

    /// The words of a section that the other version has not, with those of the sections in it that it has not either.
    fn words_under(&self, anchor: &str, other: &Self) -> String {
        let Some(section) = self.sections.get(anchor) else { return String::new() };
        let mut words = vec![section.words()];
        let inside = self
            .sections
            .iter()
            .filter(|(inner, section)| section.around == Some(anchor) && !other.sections.contains_key(*inner));
        for (inner, section) in inside {
            words.push(section.title.to_owned());
            words.push(self.words_under(inner, other));
        }
        words.retain(|words| !words.is_empty());
        words.join(" ")
    }

    /// Whether the section around one that the other version has not is one that it has.
    fn is_outermost_missing(&self, anchor: &str, other: &Self) -> bool {
        let around = self.sections.get(anchor).and_then(|section| section.around);
        around.is_none_or(|around| other.sections.contains_key(around))
    }
}

impl Section<'_> {
    fn words(&self) -> String {
        let blocks = self.blocks.iter().filter(|(_, fact)| fact.depth == 0).map(|(_, fact)| fact.text.as_str());
        let rows = self.tables.iter().flat_map(BTreeMap::values).map(|row| row.words);
        blocks.chain(rows).collect::<Vec<_>>().join(" ")
    }

    /// What differs from the same section of the other version.
    fn unlike(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        if self.title != other.title {
            found.push(Difference::both("heading", self.title, self.title, other.title));
        }
        for (table, opposite) in self.tables.iter().zip(&other.tables) {
            rows_unlike(table, opposite, &mut found);
        }
        let count = self.tables.len().min(other.tables.len());
        let extra = |section: &Self| {
            let tables = section.tables.get(count..).unwrap_or_default().iter();
            let words = tables.map(|table| table.values().map(|row| row.words).collect::<Vec<_>>().join(" "));
            words.map(|words| Difference::left("table", &first_words(&words), &words)).collect::<Vec<_>>()
        };
        found.extend(extra(self));
        found.extend(extra(other).into_iter().map(Difference::turned));
        let (own, others) = (self.without(other), other.without(self));
        if own.is_empty() || others.is_empty() {
            let only = |fact: &&Fact| Difference::left(fact.kind, &fact.name, &fact.text);
            found.extend(own.iter().map(only));
            found.extend(others.iter().map(only).map(Difference::turned));
        } else {
            let words = |facts: &[&Fact]| facts.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>().join(" ");
            found.push(Difference::both("section", self.title, &words(&own), &words(&others)));
        }
        let by_id: BTreeMap<Id, &Fact> = other.blocks.iter().copied().collect();
        for (id, fact) in &self.blocks {
            if let Some(there) = by_id.get(id).filter(|there| there.text != fact.text) {
                found.push(Difference::both(fact.kind, &fact.name, &fact.text, &there.text));
            }
        }
        found
    }

    /// The blocks that the other section has not; of a block and those in it only the outermost.
    fn without(&self, other: &Self) -> Vec<&Fact> {
        let there: BTreeSet<Id> = other.blocks.iter().map(|(id, _)| *id).collect();
        let mut missing: Vec<&Fact> = Vec::new();
        let mut inside = None;
        for (id, fact) in &self.blocks {
            if inside.is_some_and(|depth| fact.depth > depth) {
                continue;
            }
            inside = None;
            if !there.contains(id) {
                missing.push(fact);
                inside = Some(fact.depth);
            }
        }
        missing
    }
}

/// Rows that only one table has, and cells that differ in rows of both.
fn rows_unlike(left: &BTreeMap<&str, Row<'_>>, right: &BTreeMap<&str, Row<'_>>, found: &mut Vec<Difference>) {
    for (name, row) in left {
        let Some(other) = right.get(name) else {
            found.push(Difference::left("row", name, row.words));
            continue;
        };
        let cells = row.cells.iter().zip(&other.cells).filter(|((_, one), (_, two))| one != two);
        found.extend(cells.map(|((name, one), (_, two))| Difference::both("cell", name, one, two)));
    }
    let only = right.iter().filter(|(name, _)| !left.contains_key(*name));
    found.extend(only.map(|(name, row)| Difference::left("row", name, row.words).turned()));
}
