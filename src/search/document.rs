//! Turns one page into a [`Document`]: its words with their places, and all else that the index needs of it.
//!
//! A document depends on its page and on the language alone, neither on its number nor on other pages. So documents
//! are read in parallel, and whoever builds again keeps those of unchanged pages. Never looks at another page.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::acronym::{Expansion, find_in_text};
use super::code_point::push_number;
use super::exact::{Named, phrase_hash};
use super::page::SearchPage;
use super::stem::has_elision;
use super::text::write_record;
use super::word::{Apostrophe, WordSink, plain_term, read_words};

/// Places between two aliases, or a heading and its text: no phrase reaches across.
const GAP: u32 = 8;

/// A page, read for the index: what [`super::merge_documents`] takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What the A–Z index lists.
    pub(crate) names: Names,
    /// Name and value of each facet.
    pub(crate) facets: Vec<(String, String)>,
    /// What the page is worth beside others that match as well; `standing` says how it is made up.
    pub(crate) standing: usize,
    /// Words of the title.
    pub(crate) title_words: usize,
    /// Words of headings and text.
    pub(crate) body_words: usize,
    /// Hashes of title, aliases and headings.
    pub(crate) phrases: Vec<(usize, Named)>,
    /// Short forms that the text explains, with the number of the section.
    pub(crate) expansions: Vec<(Expansion, usize)>,
    /// The text of the page as the index shows it.
    pub(crate) record: String,
    /// Its terms in the order in which they are first met.
    pub(crate) terms: TermList,
}

/// The words under which people look a page up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Path from the root of the site.
    pub path: String,
    /// The page's title.
    pub title: String,
    /// Aliases and keywords.
    pub further: Vec<String>,
    /// Headings of level 1 to 3 with their anchors.
    pub headings: Vec<(String, String)>,
    /// The anchor of each section in which a short form is explained, by the section's number.
    pub anchors: Vec<(usize, Option<String>)>,
}

/// The terms of a page, their texts and places joined: a page has hundreds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TermList {
    terms: String,
    places: String,
    ends: Vec<TermEnd>,
    /// Number of a term, a spelling of it that still has its accents, and how often that was met.
    pub(crate) spellings: Vec<(u32, String, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TermEnd {
    terms: u32,
    places: u32,
    fields: u16,
}

/// One term of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term<'d> {
    /// Folded form.
    pub text: &'d str,
    /// Counts by field, packed as `docs/reference/search-index.md` says.
    pub fields: u16,
    /// Its places, in the form of the index.
    pub places: &'d str,
}

impl TermList {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<Term<'_>> {
        let before = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let (terms, places) = before.map_or((0, 0), |end| (end.terms, end.places));
        let end = self.ends.get(index)?;
        Some(Term {
            text: self.terms.get(terms as usize..end.terms as usize)?,
            fields: end.fields,
            places: self.places.get(places as usize..end.places as usize)?,
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Term<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl Document {
    /// Reads a page whose text is in the language of this tag, which says what an apostrophe does.
    #[must_use]
    pub fn read(page: &SearchPage, language: &str) -> Self {
        let apostrophe = if has_elision(language) { Apostrophe::Splits } else { Apostrophe::Inside };
        let mut reader = PageReader::new(apostrophe);
        let (title_words, body_words) = reader.read_page(page);
        let expansions: Vec<(Expansion, usize)> = page
            .sections
            .iter()
            .enumerate()
            .flat_map(|(number, section)| {
                let found = find_in_text(&section.heading, &section.text);
                found.into_iter().map(move |expansion| (expansion, number))
            })
            .collect();
        let titles = [&page.title, &page.heading].into_iter().map(|text| (text, Named::Title));
        let headings = page.sections.iter().map(|section| (&section.heading, Named::Heading));
        let phrases = titles.chain(page.aliases.iter().map(|text| (text, Named::Alias))).chain(headings);
        Self {
            names: names(page, &expansions),
            facets: page.facets.clone(),
            standing: super::standing::standing(&page.kind, &page.phase, page.weight),
            title_words,
            body_words,
            phrases: phrases.filter_map(|(text, named)| Some((phrase_hash(text, apostrophe)?, named))).collect(),
            expansions,
            record: write_record(page),
            terms: reader.finish(),
        }
    }
}

fn names(page: &SearchPage, expansions: &[(Expansion, usize)]) -> Names {
    let mut sections: Vec<usize> = expansions.iter().map(|(_, section)| *section).collect();
    sections.dedup();
    let headings = page.sections.iter().filter(|section| section.level <= 3);
    Names {
        path: page.path.clone(),
        title: page.title.clone(),
        further: page.aliases.iter().chain(&page.keywords).cloned().collect(),
        headings: headings.filter_map(|section| Some((section.heading.clone(), section.anchor.clone()?))).collect(),
        anchors: sections
            .into_iter()
            .map(|number| (number, page.sections.get(number).and_then(|section| section.anchor.clone())))
            .collect(),
    }
}

/// A field; their order decides which of two at one place counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Body,
    Heading,
    Title,
    Alias,
    Extra,
}

/// Where a term stands: section (0 is the head), place, field.
type Occurrence = (u32, u32, Field);

struct PageReader<'p> {
    apostrophe: Apostrophe,
    /// Number of each term, in the order first met.
    numbers: HashMap<Box<str>, u32, FxBuildHasher>,
    /// Number of the term of each word as it is written, so that a word is folded once a page.
    written: HashMap<&'p str, Option<u32>, FxBuildHasher>,
    terms: TermList,
    occurrences: Vec<(u32, Occurrence)>,
    section: u32,
    place: u32,
    field: Field,
}

impl<'p> PageReader<'p> {
    fn new(apostrophe: Apostrophe) -> Self {
        Self {
            apostrophe,
            numbers: HashMap::default(),
            written: HashMap::default(),
            terms: TermList::default(),
            occurrences: Vec::new(),
            section: 0,
            place: 0,
            field: Field::Title,
        }
    }

    /// Returns the words of the title, and those of headings and text.
    fn read_page(&mut self, page: &'p SearchPage) -> (usize, usize) {
        let title = self.read(&page.title, Field::Title);
        let heading = if page.heading == page.title { "" } else { page.heading.as_str() };
        self.read(heading, Field::Heading);
        for alias in &page.aliases {
            self.read(alias, Field::Alias);
        }
        self.read(&page.description, Field::Extra);
        for keyword in &page.keywords {
            self.read(keyword, Field::Extra);
        }
        let mut body = 0;
        for (section, number) in page.sections.iter().zip(1..) {
            self.section = number;
            self.place = 0;
            if section.heading != page.title && section.heading != heading {
                body += self.read(&section.heading, Field::Heading);
            }
            body += self.read(&section.text, Field::Body);
        }
        (title, body)
    }

    /// Notes the words of one text, moves past them, and returns how many there are.
    fn read(&mut self, text: &'p str, field: Field) -> usize {
        self.field = field;
        let count = read_words(text, self.apostrophe, self);
        if count > 0 {
            self.place += count + GAP - 1;
        }
        count as usize
    }

    fn note(&mut self, term: u32, place: u32) {
        self.occurrences.push((term, (self.section, self.place + place, self.field)));
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(&known) = self.numbers.get(term) {
            return known;
        }
        let new = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.terms.terms.push_str(term);
        let end = u32::try_from(self.terms.terms.len()).unwrap_or(u32::MAX);
        self.terms.ends.push(TermEnd { terms: end, places: 0, fields: 0 });
        self.numbers.insert(term.into(), new);
        new
    }

    fn note_spelling(&mut self, term: u32, spelling: String) {
        let spellings = &mut self.terms.spellings;
        match spellings.iter_mut().find(|known| known.0 == term && known.1 == spelling) {
            Some(known) => known.2 += 1,
            None => spellings.push((term, spelling, 1)),
        }
    }

    /// Sorts the occurrences by term, and writes the places and fields of each.
    fn finish(mut self) -> TermList {
        let mut starts = vec![0_usize; self.terms.len() + 1];
        for &(term, _) in &self.occurrences {
            if let Some(start) = starts.get_mut(term as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted = vec![(0, 0, Field::Body); self.occurrences.len()];
        for &(term, occurrence) in &self.occurrences {
            let Some(at) = next.get_mut(term as usize) else { continue };
            if let Some(slot) = sorted.get_mut(*at) {
                *slot = occurrence;
            }
            *at += 1;
        }
        let mut distinct = Vec::new();
        for (end, range) in self.terms.ends.iter_mut().zip(starts.windows(2)) {
            let &[from, to] = range else { continue };
            let Some(of_term) = sorted.get_mut(from..to) else { continue };
            of_term.sort_unstable();
            distinct.clear();
            distinct.extend_from_slice(of_term);
            distinct.dedup_by_key(|&mut (section, place, _)| (section, place));
            end.fields = pack_fields(&distinct);
            push_places(&mut self.terms.places, &distinct);
            end.places = u32::try_from(self.terms.places.len()).unwrap_or(u32::MAX);
        }
        self.terms.terms.shrink_to_fit();
        self.terms.places.shrink_to_fit();
        self.terms.ends.shrink_to_fit();
        self.terms
    }
}

impl<'p> WordSink<'p> for PageReader<'p> {
    fn written(&mut self, written: &'p str, place: u32) -> bool {
        let number = if let Some(&known) = self.written.get(written) {
            known
        } else {
            let found = plain_term(written);
            let number = found.as_ref().map(|(term, _)| self.number(term));
            if let (Some(number), Some((_, Some(accented)))) = (number, found) {
                self.note_spelling(number, accented);
            }
            self.written.insert(written, number);
            number
        };
        if let Some(number) = number {
            self.note(number, place);
        }
        number.is_some()
    }

    fn term(&mut self, term: &str, place: u32, _: bool) {
        let number = self.number(term);
        self.note(number, place);
    }
}

/// Body count to 31, 32 × heading count to 3, then one bit each for title, alias, description or keyword.
fn pack_fields(occurrences: &[Occurrence]) -> u16 {
    let count = |field, most: u16| {
        let mut left = most;
        for occurrence in occurrences {
            if left > 0 && occurrence.2 == field {
                left -= 1;
            }
        }
        most - left
    };
    count(Field::Body, 31)
        + 32 * count(Field::Heading, 3)
        + 128 * count(Field::Title, 1)
        + 256 * count(Field::Alias, 1)
        + 512 * count(Field::Extra, 1)
}

/// For each section: 4 × step to it + 2 if the term stands in its heading (in the head: title or alias) + 1 if a further
/// section follows; then each place: 2 × step to it + 1 if a further place follows.
fn push_places(text: &mut String, occurrences: &[Occurrence]) {
    let mut sections = occurrences.chunk_by(|one, other| one.0 == other.0).peekable();
    let mut previous_section = 0;
    while let Some(of_section) = sections.next() {
        let Some(&(section, ..)) = of_section.first() else { continue };
        let strong = of_section.iter().any(|place| matches!(place.2, Field::Heading | Field::Title | Field::Alias));
        let more = sections.peek().is_some();
        let step = (section - previous_section) as usize;
        push_number(text, 4 * step + 2 * usize::from(strong) + usize::from(more));
        previous_section = section;
        let mut previous_place = 0;
        let mut places = of_section.iter().peekable();
        while let Some(&(_, place, _)) = places.next() {
            push_number(text, 2 * (place - previous_place) as usize + usize::from(places.peek().is_some()));
            previous_place = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::SearchSection;
    use super::*;

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
        let document = Document::read(&page, "en");
        let terms: Vec<_> = document.terms.iter().map(|term| term.text).collect();
        assert_eq!(terms, ["email", "down", "mail", "outage", "is", "fax", "no"]);
        let email = document.terms.get(0).expect("first term");
        assert_eq!(email.fields, 128 + 3);
        let mut places = String::new();
        for number in [3, 0, 4 + 1, 1, 6, 4, 2 * 9] {
            push_number(&mut places, number);
        }
        assert_eq!(email.places, places);
        assert_eq!((document.title_words, document.body_words), (2, 7));
    }

    #[test]
    fn a_document_depends_on_its_page_alone() {
        let page = SearchPage { path: "a.html".into(), title: "Réunion d'équipe".into(), ..SearchPage::default() };
        assert_eq!(Document::read(&page, "fr"), Document::read(&page, "fr-CA"));
        assert_ne!(Document::read(&page, "fr"), Document::read(&page, "en"));
    }
}
