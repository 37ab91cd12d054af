//! Harvests short forms from the text: "Recovery Time Objective (RTO)", "RTO (recovery time objective)", and a glossary's
//! "RTO: recovery time objective".
//!
//! Only a phrase whose initials spell the short form counts; small words may be passed over. Guesses nothing.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::document::SearchPage;

/// What one short form stands for, and where that is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Acronym {
    /// As written, without the plural's `s`: `RTO`.
    pub short: String,
    /// As written most often: `Recovery Time Objective`.
    pub long: String,
    /// Number of the first page that says so, and of the section there.
    pub place: (usize, usize),
}

/// Words that an acronym may leave out.
const SMALL: [&str; 14] = ["of", "and", "the", "for", "to", "in", "a", "an", "on", "at", "by", "with", "de", "&"];
/// A short form is this long.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=7;
/// Meanings kept of one short form; more would pull in unrelated pages.
const MEANINGS: usize = 2;

/// All short forms of `pages`, ordered, each with its one or two usual meanings.
pub(crate) fn harvest_acronyms(pages: &[SearchPage]) -> Vec<Acronym> {
    let found: Vec<Vec<Acronym>> =
        pages.par_iter().enumerate().map(|(number, page)| find_in_page(page, number)).collect();
    // Short form → folded meaning → written meaning → count, first place.
    let mut meanings: BTreeMap<String, BTreeMap<String, Vec<Acronym>>> = BTreeMap::new();
    for acronym in found.into_iter().flatten() {
        let meaning = acronym.long.to_lowercase().replace('-', " ");
        meanings.entry(acronym.short.clone()).or_default().entry(meaning).or_default().push(acronym);
    }
    meanings
        .into_values()
        .flat_map(|of_short| {
            let mut by_use: Vec<Vec<Acronym>> = of_short.into_values().collect();
            by_use.sort_by_key(|uses| std::cmp::Reverse(uses.len()));
            by_use.into_iter().take(MEANINGS).filter_map(|uses| uses.into_iter().next())
        })
        .collect()
}

fn find_in_page(page: &SearchPage, number: usize) -> Vec<Acronym> {
    let sections = page.sections.iter().enumerate();
    sections
        .flat_map(|(section, held)| {
            // A glossary's heading is the short form, and its text begins with the long one.
            let text = format!("{} : {}", held.heading, held.text);
            find_in_text(&text).into_iter().map(move |(short, long)| Acronym { short, long, place: (number, section) })
        })
        .collect()
}

/// Pairs of short and long form.
fn find_in_text(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut pairs = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let inner = word.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner);
        if let Some(short) = inner.and_then(as_short_form) {
            let before = words.get(at.saturating_sub(12)..at).unwrap_or_default();
            pairs.extend(spell_backward(&short, before).map(|long| (short, long)));
        } else if let Some(short) = as_short_form(word.trim_end_matches([':', ','])) {
            let mut after = words.get(at + 1..).unwrap_or_default();
            let marked = after.first().is_some_and(|next| matches!(*next, "-" | "–" | "—" | ":" | "|" | "·" | "="));
            if marked {
                after = after.get(1..).unwrap_or_default();
            }
            let bracketed = after.first().is_some_and(|next| next.starts_with('('));
            // Two letters are spelled by chance too often: "IT is there".
            if bracketed || marked || word.ends_with(':') || short.len() > 2 {
                pairs.extend(spell_forward(&short, after).map(|long| (short, long)));
            }
        }
    }
    pairs
}

/// `RTOs` → `RTO`. At least two capitals, letters and digits only, a capital first.
fn as_short_form(word: &str) -> Option<String> {
    let short = word.strip_suffix('s').filter(|rest| rest.chars().count() > 1).unwrap_or(word);
    let length = short.chars().count();
    let capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
    let plain = short.chars().all(char::is_alphanumeric) && short.chars().next().is_some_and(char::is_uppercase);
    (plain && LENGTH.contains(&length) && capitals >= 2 && capitals * 2 > length).then(|| short.to_string())
}

/// The last words of `before` whose initials are the letters of `short`.
fn spell_backward(short: &str, before: &[&str]) -> Option<String> {
    let mut wanted: Vec<char> = short.to_lowercase().chars().collect();
    let mut long: Vec<&str> = Vec::new();
    for word in before.iter().rev() {
        let last = long.is_empty();
        if ends_sentence(word) && !last {
            return None;
        }
        let mut left = wanted.clone();
        if !take_initials(word, &mut left) {
            if last || !is_small(word) {
                return None;
            }
            left.clone_from(&wanted);
        }
        wanted = left;
        long.push(word);
        if wanted.is_empty() {
            long.reverse();
            return finish(&long);
        }
    }
    None
}

/// Takes the initials of a word, and of its hyphened parts, off the end of `wanted`.
fn take_initials(word: &str, wanted: &mut Vec<char>) -> bool {
    let initials: Vec<char> = initials(word).collect();
    let whole = wanted.ends_with(&initials) && !initials.is_empty();
    if whole {
        wanted.truncate(wanted.len() - initials.len());
        return true;
    }
    let first = initials.first().copied();
    first.is_some() && wanted.last().copied() == first && wanted.pop().is_some()
}

/// The first words of `after` whose initials are the letters of `short`.
fn spell_forward(short: &str, after: &[&str]) -> Option<String> {
    let wanted: Vec<char> = short.to_lowercase().chars().collect();
    let mut wanted = wanted.as_slice();
    let mut long = Vec::new();
    for word in after.iter().take(12) {
        let spelled: Vec<char> = initials(word).collect();
        if let Some(rest) = wanted.strip_prefix(spelled.as_slice()).filter(|_| !spelled.is_empty()) {
            wanted = rest;
        } else if long.is_empty() || !is_small(word) {
            return None;
        }
        long.push(*word);
        if wanted.is_empty() {
            return finish(&long);
        }
        if ends_sentence(word) {
            return None;
        }
    }
    None
}

fn finish(words: &[&str]) -> Option<String> {
    let long = words.join(" ");
    let long = long.trim_matches(|letter: char| !letter.is_alphanumeric());
    (words.len() > 1 && long.len() <= 80).then(|| long.to_string())
}

fn initials(word: &str) -> impl Iterator<Item = char> + '_ {
    let parts = word.split(['-', '/', '‑']).filter_map(|part| part.chars().find(|letter| letter.is_alphanumeric()));
    parts.flat_map(char::to_lowercase)
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&word.to_lowercase().as_str())
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', ';', ':', '!', '?', ',', ')'])
}

#[cfg(test)]
mod tests {
    use super::find_in_text;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = find_in_text(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(short, long)| (short.as_str(), long.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_short_form_is_found_beside_the_words_that_it_stands_for() {
        check("Set the Recovery Time Objective (RTO) first.", &[("RTO", "Recovery Time Objective")]);
        check("recovery point objectives (RPOs), then", &[("RPO", "recovery point objectives")]);
        check("maximum tolerable period of disruption (MTPD)", &[("MTPD", "maximum tolerable period of disruption")]);
        check("point-in-time restore (PITR)", &[("PITR", "point-in-time restore")]);
        check(
            "An MTPD (maximum tolerable period of disruption) is",
            &[("MTPD", "maximum tolerable period of disruption")],
        );
        check("RTO: recovery time objective", &[("RTO", "recovery time objective")]);
        check("RTO Recovery time objective is the", &[("RTO", "Recovery time objective")]);
    }

    #[test]
    fn what_does_not_spell_it_is_left_alone() {
        check("The site (TMW) is closed.", &[]);
        check("It stops. Time Objective (RTO)", &[]);
        check("IT is there", &[]);
        check("(A) and (B)", &[]);
        check("() ( (( )", &[]);
    }
}
