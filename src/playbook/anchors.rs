//! The ids of a page, and what a link's fragment means among them.

use std::collections::BTreeMap;

use super::address::percent_decoded;
use super::body::Body;
use super::nearest::nearest;

/// The ids of a page that links may name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Anchors {
    /// Sorted.
    ids: Vec<Box<str>>,
    /// By [`loose`] form, the first id that has it.
    loose: BTreeMap<String, Box<str>>,
    aliases: BTreeMap<Box<str>, Option<Box<str>>>,
    /// A part of the page is missing, so nothing can be said of ids that it does not have.
    incomplete: bool,
}

/// What a fragment means on a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The top of the page.
    Top,
    /// This id.
    At(Box<str>),
    /// This id, written with other letter case.
    OtherCase(Box<str>),
    /// This id, as the rule of another tool makes it: runs of `-` joined, punctuation dropped.
    OtherRule(Box<str>),
    /// Nothing; with the nearest ids.
    Missing(Vec<String>),
}

impl Anchors {
    pub(super) fn new(body: &Body, aliases: &[(Box<str>, Option<Box<str>>)]) -> Self {
        let ids = body.ids.clone();
        let mut by_loose = BTreeMap::new();
        for id in &ids {
            by_loose.entry(loose(id)).or_insert_with(|| id.clone());
        }
        Self {
            ids: ids.into_iter().collect(),
            loose: by_loose,
            aliases: aliases.iter().cloned().collect(),
            incomplete: body.incomplete,
        }
    }

    /// What follows `#`, as written.
    pub(super) fn find(&self, fragment: &str) -> Anchor {
        // Text fragments (`#:~:text=…`) choose words on the page, not an id.
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        let decoded = percent_decoded(fragment);
        let id: &str = &decoded;
        if id.is_empty() || id == "lightbox" || id.starts_with("tab/") {
            return Anchor::Top;
        }
        if let Some(id) = self.get(id).or_else(|| self.get(fragment)) {
            return Anchor::At(id);
        }
        match self.aliases.get(id) {
            Some(Some(now)) => return Anchor::At(now.clone()),
            Some(None) => return Anchor::Top,
            None => {}
        }
        let lower = id.to_lowercase();
        if lower == "top" {
            return Anchor::Top;
        }
        match self.loose.get(&loose(id)) {
            Some(real) if real.to_lowercase() == lower => Anchor::OtherCase(real.clone()),
            Some(real) => self.get(&lower).map_or_else(|| Anchor::OtherRule(real.clone()), Anchor::OtherCase),
            None if self.incomplete => Anchor::Top,
            None => Anchor::Missing(self.nearest(id)),
        }
    }

    fn get(&self, id: &str) -> Option<Box<str>> {
        let at = self.ids.binary_search_by(|there| (**there).cmp(id)).ok()?;
        self.ids.get(at).cloned()
    }

    fn nearest(&self, id: &str) -> Vec<String> {
        nearest(id, &self.ids).into_iter().map(str::to_owned).collect()
    }
}

/// What all common rules for heading ids agree on: letters and digits, runs of anything else as one `-`.
fn loose(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for character in id.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            out.push(character);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { id.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Anchors, Body};

    #[test]
    fn a_fragment_finds_its_id() {
        let ids = ["wave--phased", "Stand-Down", "überblick", "a b"].map(Box::from);
        let aliases = [("old".into(), Some("a b".into())), ("gone".into(), None)];
        let anchors = Anchors::new(&Body { ids: ids.into(), ..Body::default() }, &aliases);
        for (fragment, expected) in [
            ("wave--phased", Anchor::At("wave--phased".into())),
            ("a%20b", Anchor::At("a b".into())),
            ("%C3%BCberblick", Anchor::At("überblick".into())),
            ("stand-down", Anchor::OtherCase("Stand-Down".into())),
            ("wave-phased", Anchor::OtherRule("wave--phased".into())),
            ("old", Anchor::At("a b".into())),
            ("gone", Anchor::Top),
            ("TOP", Anchor::Top),
            ("lightbox", Anchor::Top),
            ("tab/linux", Anchor::Top),
            (":~:text=x", Anchor::Top),
            ("stand-dwn", Anchor::Missing(vec!["Stand-Down".into()])),
            ("nowhere", Anchor::Missing(vec![])),
        ] {
            assert_eq!(anchors.find(fragment), expected, "{fragment}");
        }
    }
}
