//! Harvests short forms from the text: "Recovery Time Objective (RTO)", "RTO (recovery time objective)", and a glossary's
//! "RTO: recovery time objective".
//!
//! Only a phrase whose initials spell the short form counts; small words may be passed over. Guesses nothing.

use std::collections::BTreeMap;

use super::document::Document;

/// What one short form stands for, as one place of a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// As written, without the plural's `s`: `RTO`.
    pub short: String,
    /// As written: `Recovery Time Objective`.
    pub long: String,
}

/// A short form of the whole playbook, and where it is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acronym {
    /// The short form, with its usual meaning.
    pub expansion: Expansion,
    /// Number of the first page that says so, and of the section there.
    pub place: (usize, usize),
}

/// Words that an acronym may leave out.
const SMALL: [&str; 14] = ["of", "and", "the", "for", "to", "in", "a", "an", "on", "at", "by", "with", "de", "&"];
/// A short form is this long.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=7;
/// Meanings kept of one short form; more would pull in unrelated pages.
const MEANINGS: usize = 2;

/// All short forms of the documents, ordered, each with its one or two usual meanings.
pub(crate) fn harvest_acronyms(documents: &[&Document]) -> Vec<Acronym> {
    // Short form → folded meaning → how often, and the first place that says so.
    let mut meanings: BTreeMap<&str, BTreeMap<String, (usize, Acronym)>> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        for (expansion, section) in &document.expansions {
            let meaning = expansion.long.to_lowercase().replace('-', " ");
            let first = || (0, Acronym { expansion: expansion.clone(), place: (number, *section) });
            meanings.entry(&expansion.short).or_default().entry(meaning).or_insert_with(first).0 += 1;
        }
    }
    meanings
        .into_values()
        .flat_map(|of_short| {
            let mut by_use: Vec<(usize, Acronym)> = of_short.into_values().collect();
            by_use.sort_by_key(|(uses, _)| std::cmp::Reverse(*uses));
            by_use.into_iter().take(MEANINGS).map(|(_, acronym)| acronym)
        })
        .collect()
}

/// The short forms that a section explains. A glossary's heading is the short form, and its text begins with the long one.
pub(crate) fn find_in_text(heading: &str, text: &str) -> Vec<Expansion> {
    let words: Vec<&str> =
        heading.split_whitespace().chain(std::iter::once(":")).chain(text.split_whitespace()).collect();
    let mut found = Vec::new();
    let mut push = |short: String, long: Option<String>| found.extend(long.map(|long| Expansion { short, long }));
    for (at, word) in words.iter().enumerate() {
        // Most words, at a glance.
        if word.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            continue;
        }
        let inner = word.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner);
        if let Some(short) = inner.and_then(as_short_form) {
            let before = words.get(at.saturating_sub(12)..at).unwrap_or_default();
            let long = spell_backward(&short, before);
            push(short, long);
        } else if let Some(short) = as_short_form(word.trim_end_matches([':', ','])) {
            let mut after = words.get(at + 1..).unwrap_or_default();
            let marked = after.first().is_some_and(|next| matches!(*next, "-" | "–" | "—" | ":" | "|" | "·" | "="));
            if marked {
                after = after.get(1..).unwrap_or_default();
            }
            let bracketed = after.first().is_some_and(|next| next.starts_with('('));
            // Two letters are spelled by chance too often: "IT is there".
            if bracketed || marked || word.ends_with(':') || short.len() > 2 {
                let long = spell_forward(&short, after);
                push(short, long);
            }
        }
    }
    found
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
        let found = find_in_text("", text);
        let found: Vec<(&str, &str)> = found.iter().map(|one| (one.short.as_str(), one.long.as_str())).collect();
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
