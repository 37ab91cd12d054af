//! A page as its readers search it: plain text by field and section. No markup ever reaches the index.

/// One page of cleared text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SearchPage {
    /// Path from the root of the site, `respond/first-hour.html`.
    pub path: String,
    /// The page's title.
    pub title: String,
    /// The first heading, where it says something else than the title; else empty.
    pub heading: String,
    /// One or two sentences, from front matter.
    pub description: String,
    /// The readers' own words for this topic. An exact match comes first.
    pub aliases: Vec<String>,
    /// Words that the author added for search.
    pub keywords: Vec<String>,
    /// `type` of the topic: procedure, role, analysis … Empty if not given.
    pub kind: String,
    /// Phase of an incident: prepare, first-hour, respond, recover, return. Empty if not given.
    pub phase: String,
    /// draft, in-review, approved, overdue … Shown with the hit. Empty if not given.
    pub status: String,
    /// Name and value of each facet; a name may come several times.
    pub facets: Vec<(String, String)>,
    /// Place among its siblings, 0 if not given: of topics that match about equally, the smaller comes first.
    pub weight: i64,
    /// The page's text by section; the first is what stands before any heading.
    pub sections: Vec<SearchSection>,
}

/// A heading and the text below it, up to the next heading of any level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SearchSection {
    /// Id of the heading on the page; `None` for the opening.
    pub anchor: Option<String>,
    /// The heading's text; empty for the opening.
    pub heading: String,
    /// Level of the heading, 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
}
