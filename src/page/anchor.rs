//! Ids on the page.
//!
//! An id is a name that scripts see: `<p id="lb-search">` would take the place of the theme's search box, and
//! `<img id="cookie">` may stand in for a property of the document. Such ids get a prefix, and so does every link to
//! them. An id of a heading is prefixed only where it would take the place of one of the theme's own, since readers and
//! other sites link to headings by Learn's rule, and an id on an element that is no form control or frame never hides a
//! property that the browser has (WHATWG HTML, 7.2.2.3, "Named access on the Window object").

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::playbook::{Playbook, TopicId};

/// Stands before ids that would shadow another name.
const PREFIX: &str = "text-";

/// The id on the page for a heading.
pub(super) fn heading_anchor(id: &str) -> Cow<'_, str> {
    if is_theme_name(id) { prefixed(id) } else { Cow::Borrowed(id) }
}

/// The ids on the pages of a playbook for ids that authors give or link to.
pub(super) struct Anchors<'a> {
    playbook: &'a Playbook,
    /// Headings of a topic whose ids scripts might take for something else; found when first asked for.
    headings: BTreeMap<TopicId, BTreeSet<&'a str>>,
}

impl<'a> Anchors<'a> {
    pub(super) fn new(playbook: &'a Playbook) -> Self {
        Self { playbook, headings: BTreeMap::new() }
    }

    /// The id on the page of a topic.
    pub(super) fn on_page<'i>(&mut self, topic: TopicId, id: &'i str) -> Cow<'i, str> {
        let shadows = is_theme_name(id) || (is_dom_name(id) && !self.is_heading(topic, id));
        let spaced = id.contains(char::is_whitespace);
        if !shadows && !spaced {
            return Cow::Borrowed(id);
        }
        // HTML allows no white space in an id; raw HTML of authors has it at times.
        let id = if spaced { Cow::Owned(id.replace(char::is_whitespace, "-")) } else { Cow::Borrowed(id) };
        if shadows { prefixed(&id).into_owned().into() } else { id }
    }

    fn is_heading(&mut self, id: TopicId, name: &str) -> bool {
        let playbook = self.playbook;
        let names = self.headings.entry(id).or_insert_with(|| {
            let outline = playbook.topics.get(id.0 as usize).map_or(&[][..], |topic| &topic.outline);
            outline.iter().map(|heading| &*heading.id).filter(|id| is_dom_name(id)).collect()
        });
        names.contains(name)
    }
}

fn prefixed(id: &str) -> Cow<'_, str> {
    Cow::Owned(format!("{PREFIX}{id}"))
}

/// Ids of the theme and names of its scripts.
fn is_theme_name(id: &str) -> bool {
    id.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("lb-"))
        || id.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("lifeboat") && id.len() > 8 && !id.contains('-'))
}

/// Whether scripts may take it for a property of `window`, `document`, a node or any object: a known short name, or
/// spelled as only such names are (`innerHTML`, `__proto__`).
fn is_dom_name(id: &str) -> bool {
    DOM_NAMES.binary_search(&id).is_ok()
        || id.starts_with("__")
        || (id.starts_with(|first: char| first.is_ascii_lowercase())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && id.bytes().any(|byte| byte.is_ascii_uppercase()))
}

#[rustfmt::skip]
const DOM_NAMES: &[&str] = &[
    "action", "alert", "all", "anchors", "applets", "atob", "attributes", "blur", "body", "btoa", "caches", "children",
    "close", "closed", "confirm", "constructor", "cookie", "crypto", "dir", "doctype", "document", "domain", "elements",
    "embeds", "event", "external", "fetch", "find", "focus", "fonts", "form", "forms", "frames", "head", "hidden",
    "history", "id", "images", "implementation", "length", "links", "location", "method", "name", "navigation",
    "navigator", "open", "opener", "origin", "parent", "performance", "plugins", "print", "process", "prompt",
    "prototype", "referrer", "remove", "reset", "screen", "scripts", "scroll", "self", "slot", "status", "stop",
    "style", "submit", "target", "title", "top", "value", "window", "write", "writeln",
];

#[cfg(test)]
mod tests {
    use super::{DOM_NAMES, is_dom_name, is_theme_name};

    #[test]
    fn names_that_scripts_use_are_known_and_words_are_not() {
        assert!(DOM_NAMES.is_sorted());
        for name in ["cookie", "innerHTML", "__proto__", "getElementById", "constructor"] {
            assert!(is_dom_name(name), "{name}");
        }
        for name in ["who-can-declare", "rto", "SLA", "note1"] {
            assert!(!is_dom_name(name), "{name}");
        }
        assert!(is_theme_name("lb-main") && is_theme_name("lifeboatNavigation"));
        assert!(!is_theme_name("lifeboats-on-board") && !is_theme_name("lifeboat"));
    }
}
