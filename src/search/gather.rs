//! Turns pages into the terms they hold, batch by batch: for each term its postings and its places, in page order.
//!
//! A batch has a fixed number of pages, so that the result does not depend on how many threads there are. A posting says
//! in which fields of a page a term stands; places say where, and are read only for phrases and nearness.

use std::collections::{BTreeMap, HashMap};

use super::code_point::push_number;
use super::document::SearchPage;
use super::word::{Apostrophe, Word, find_words};

/// Pages in a batch: enough that a term is stored once for many pages, few enough to keep all cores busy.
pub(crate) const BATCH: usize = 128;
/// Words between two aliases, or a heading and its text: no phrase reaches across.
const GAP: u32 = 8;

/// What one batch of pages holds.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Terms in byte order.
    pub terms: Vec<BatchTerm>,
    /// Measures of each page.
    pub measures: Vec<PageMeasure>,
}

/// One term in one batch.
#[derive(Debug, Default)]
pub(crate) struct BatchTerm {
    /// Folded form.
    pub term: String,
    /// Lower-case forms with accents, each with the number of times it was met.
    pub spellings: BTreeMap<String, u32>,
    /// Pages in order.
    pub postings: Vec<Posting>,
    /// Places in each of these pages, already in the form of the index.
    pub places: String,
}

/// That a term stands in a page, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posting {
    /// Number of the page.
    pub page: usize,
    /// Counts by field, packed as `docs/reference/search-index.md` says.
    pub fields: usize,
}

/// Lengths that ranking needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageMeasure {
    /// Words of the title.
    pub title: usize,
    /// Words of headings and text.
    pub body: usize,
}

/// A field, with what one occurrence adds to the packed counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Body,
    Heading,
    Title,
    Alias,
    Extra,
}

/// Where a term stands: its number within the batch, section (0 is the head), place.
type Occurrence = (u32, u32, u32, Field);

/// The terms of `pages`, the first of which has the number `first`.
pub(crate) fn gather_terms(pages: &[SearchPage], first: usize, apostrophe: Apostrophe) -> Batch {
    let mut gatherer = Gatherer { apostrophe, ..Gatherer::default() };
    for (offset, page) in pages.iter().enumerate() {
        gatherer.read_page(page, first + offset);
    }
    gatherer.terms.sort_unstable_by(|one, other| one.term.cmp(&other.term));
    Batch { terms: gatherer.terms, measures: gatherer.measures }
}

struct Gatherer {
    apostrophe: Apostrophe,
    numbers: HashMap<String, u32>,
    terms: Vec<BatchTerm>,
    measures: Vec<PageMeasure>,
    occurrences: Vec<Occurrence>,
}

impl Default for Gatherer {
    fn default() -> Self {
        Self {
            apostrophe: Apostrophe::Inside,
            numbers: HashMap::new(),
            terms: Vec::new(),
            measures: Vec::new(),
            occurrences: Vec::new(),
        }
    }
}

impl Gatherer {
    fn read_page(&mut self, page: &SearchPage, number: usize) {
        self.occurrences.clear();
        let mut place = 0;
        let title = self.read(&page.title, Field::Title, 0, &mut place);
        let mut body = 0;
        let heading = if page.heading == page.title { "" } else { page.heading.as_str() };
        self.read(heading, Field::Heading, 0, &mut place);
        for alias in &page.aliases {
            self.read(alias, Field::Alias, 0, &mut place);
        }
        self.read(&page.description, Field::Extra, 0, &mut place);
        for keyword in &page.keywords {
            self.read(keyword, Field::Extra, 0, &mut place);
        }
        for (section, number) in page.sections.iter().zip(1..) {
            let mut place = 0;
            if section.heading != page.title && section.heading != heading {
                body += self.read(&section.heading, Field::Heading, number, &mut place);
            }
            body += self.read(&section.text, Field::Body, number, &mut place);
        }
        self.store(number);
        self.measures.push(PageMeasure { title, body });
    }

    /// Notes the words of one text and returns how many there are; `place` moves past them.
    fn read(&mut self, text: &str, field: Field, section: u32, place: &mut u32) -> usize {
        let words = find_words(text, self.apostrophe);
        let mut count = 0;
        let mut end = *place;
        for word in words {
            count += usize::from(!word.joined);
            let at = *place + word.position;
            end = at + GAP;
            let term = self.number(word);
            self.occurrences.push((term, section, at, field));
        }
        *place = end;
        count
    }

    fn number(&mut self, word: Word) -> u32 {
        let spelling = word.accented;
        let number = if let Some(&known) = self.numbers.get(&word.term) {
            known
        } else {
            let new = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
            self.terms.push(BatchTerm { term: word.term.clone(), ..BatchTerm::default() });
            self.numbers.insert(word.term, new);
            new
        };
        if let (Some(spelling), Some(term)) = (spelling, self.terms.get_mut(number as usize)) {
            *term.spellings.entry(spelling).or_default() += 1;
        }
        number
    }

    /// Turns the occurrences of one page into a posting and places for each of its terms.
    fn store(&mut self, page: usize) {
        self.occurrences.sort_unstable();
        self.occurrences.dedup_by_key(|&mut (term, section, place, _)| (term, section, place));
        for of_term in self.occurrences.chunk_by(|one, other| one.0 == other.0) {
            let Some(term) = of_term.first().and_then(|first| self.terms.get_mut(first.0 as usize)) else { continue };
            term.postings.push(Posting { page, fields: pack_fields(of_term) });
            push_places(&mut term.places, of_term);
        }
    }
}

/// Body count to 31, 32 × heading count to 3, then one bit each for title, alias, description or keyword.
fn pack_fields(occurrences: &[Occurrence]) -> usize {
    let count = |field| occurrences.iter().filter(|occurrence| occurrence.3 == field).count();
    count(Field::Body).min(31)
        + 32 * count(Field::Heading).min(3)
        + 128 * count(Field::Title).min(1)
        + 256 * count(Field::Alias).min(1)
        + 512 * count(Field::Extra).min(1)
}

/// For each section: 4 × step to it + 2 if the term stands in its heading (in the head: title or alias) + 1 if a further
/// section follows; then each place: 2 × step to it + 1 if a further place follows.
fn push_places(text: &mut String, occurrences: &[Occurrence]) {
    let mut sections = occurrences.chunk_by(|one, other| one.1 == other.1).peekable();
    let mut previous_section = 0;
    while let Some(of_section) = sections.next() {
        let Some(&(_, section, ..)) = of_section.first() else { continue };
        let strong =
            of_section.iter().any(|occurrence| matches!(occurrence.3, Field::Heading | Field::Title | Field::Alias));
        let more = sections.peek().is_some();
        let step = (section - previous_section) as usize;
        push_number(text, 4 * step + 2 * usize::from(strong) + usize::from(more));
        previous_section = section;
        let mut previous_place = 0;
        let mut places = of_section.iter().peekable();
        while let Some(&(_, _, place, _)) = places.next() {
            push_number(text, 2 * (place - previous_place) as usize + usize::from(places.peek().is_some()));
            previous_place = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::document::SearchSection;

    #[test]
    fn a_term_knows_its_fields_and_its_places() {
        let page = SearchPage {
            title: "Email down".into(),
            aliases: vec!["mail outage".into()],
            sections: vec![
                SearchSection { text: "Email is down. Email!".into(), ..SearchSection::default() },
                SearchSection { heading: "Fax".into(), text: "No email".into(), ..SearchSection::default() },
            ],
            ..SearchPage::default()
        };
        let batch = gather_terms(&[page], 7, Apostrophe::Inside);
        let terms: Vec<_> = batch.terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(terms, ["down", "email", "fax", "is", "mail", "no", "outage"]);
        let email = &batch.terms[1];
        assert_eq!(email.postings, [Posting { page: 7, fields: 128 + 3 }]);
        let mut places = String::new();
        for number in [3, 0, 4 + 1, 1, 6, 4, 2 * 9] {
            push_number(&mut places, number);
        }
        assert_eq!(email.places, places);
        assert_eq!(batch.measures, [PageMeasure { title: 2, body: 7 }]);
    }
}
