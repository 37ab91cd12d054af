//! Heading words → ids.

use std::collections::{BTreeMap, BTreeSet};

use super::HeadingIds;

/// Hands out ids that are unique in one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slugs {
    taken: BTreeSet<String>,
    /// The number to try next for an id that was wanted again: a thousand equal headings cost a thousand tries.
    next: BTreeMap<String, usize>,
}

impl Slugs {
    /// The id for a heading with these words: `-1`, `-2` … follow where it is taken.
    pub(crate) fn id_for(&mut self, words: &str, rule: HeadingIds) -> String {
        let slug = match rule {
            HeadingIds::Learn => learn_slug(words),
            HeadingIds::MdBook => mdbook_slug(words),
        };
        self.unique(slug)
    }

    /// The id for a heading that its author may have given one.
    pub(crate) fn heading_id(&mut self, words: &str, own: Option<String>, rule: HeadingIds) -> String {
        // Learn keeps the id that the words would give; mdBook knows no such thing.
        if let (Some(own), HeadingIds::MdBook) = (&own, rule) {
            return self.unique(own.clone());
        }
        let automatic = self.id_for(words, rule);
        match own {
            // `## <a name="target"></a>target`: both names of one heading, not two headings.
            Some(own) if own == automatic => own,
            Some(own) => self.unique(own),
            None => automatic,
        }
    }

    /// Takes an id that the author set; `-1`, `-2` … follow where it is taken.
    pub(crate) fn unique(&mut self, id: String) -> String {
        if self.taken.insert(id.clone()) {
            return id;
        }
        let number = self.next.entry(id.clone()).or_insert(1);
        loop {
            let next = format!("{id}-{number}");
            *number += 1;
            if self.taken.insert(next.clone()) {
                return next;
            }
        }
    }
}

/// The id of a heading with these words, where no other heading has it.
pub fn heading_id(words: &str, rule: HeadingIds) -> String {
    Slugs::default().id_for(words, rule)
}

/// Learn's rule: letters and digits of any script, `-` and `_` stay, lower-cased; a blank becomes `-`; all else goes.
/// Nothing is collapsed or trimmed: `Wave / Phased` is `wave--phased`.
fn learn_slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(character),
            other if other.is_alphanumeric() => slug.extend(other.to_lowercase()),
            _ => {}
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// mdBook's rule (`id_from_content` of its renderer, 0.5): the words are trimmed and lower-cased, then as Learn's, but
/// any white space becomes `-`. Words without a letter give no id there; `section` here, since an id may not be empty.
fn mdbook_slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for character in words.trim().to_lowercase().chars() {
        match character {
            '-' | '_' => slug.push(character),
            other if other.is_whitespace() => slug.push('-'),
            other if other.is_alphanumeric() => slug.push(other),
            _ => {}
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{HeadingIds, Slugs};

    fn ids(words: &[&str]) -> Vec<String> {
        let mut slugs = Slugs::default();
        words.iter().map(|words| slugs.id_for(words, HeadingIds::Learn)).collect()
    }

    #[test]
    fn learn_keeps_every_dash_and_trims_nothing() {
        assert_eq!(
            ids(&["Wave / Phased", "\u{2713} Share", "v1.2", "Über\u{a0}uns"]),
            ["wave--phased", "-share", "v12", "überuns"]
        );
    }

    #[test]
    fn a_repeat_gets_the_first_free_number() {
        assert_eq!(ids(&["A", "A-1", "A", "A", "!", "?"]), ["a", "a-1", "a-2", "a-3", "section", "section-1"]);
    }
}
