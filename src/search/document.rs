//! What the index is made from, and what comes out: plain text of cleared pages in, files and an A–Z list out.

/// One page as a reader searches it. Text only: no markup ever reaches the index.
#[derive(Debug, Clone, PartialEq)]
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
    /// 1 is usual; 2 doubles the score of the page, 0.5 halves it.
    pub weight: f32,
    /// The page's text by section; the first is what stands before any heading.
    pub sections: Vec<SearchSection>,
}

impl Default for SearchPage {
    fn default() -> Self {
        Self {
            path: String::new(),
            title: String::new(),
            heading: String::new(),
            description: String::new(),
            aliases: Vec::new(),
            keywords: Vec::new(),
            kind: String::new(),
            phase: String::new(),
            status: String::new(),
            facets: Vec::new(),
            weight: 1.0,
            sections: Vec::new(),
        }
    }
}

/// A heading and the text below it, up to the next heading of any level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// The `[search]` table of `book.toml`, as used.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchOptions {
    /// Language tag of the text; its first part chooses the stemmer.
    pub language: String,
    /// Words and phrases that mean the same, each way.
    pub synonyms: Vec<Vec<String>>,
    /// What a word is worth by where it stands.
    pub weights: FieldWeights,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { language: "en".into(), synonyms: Vec::new(), weights: FieldWeights::default() }
    }
}

/// What one occurrence of a word is worth in each field, the body being 1 by habit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldWeights {
    /// In the title.
    pub title: f32,
    /// In a heading.
    pub heading: f32,
    /// In an alias.
    pub aliases: f32,
    /// In the description or the keywords.
    pub description: f32,
    /// In the text.
    pub body: f32,
}

impl Default for FieldWeights {
    /// Tuned; `docs/reference/search-ranking.md` says on what.
    fn default() -> Self {
        Self { title: 5.0, heading: 2.0, aliases: 4.0, description: 1.5, body: 1.0 }
    }
}

/// The index of one edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchIndex {
    /// Path below `search/` and content of each file; every name but that of the entry changes with the content.
    pub files: Vec<(String, Vec<u8>)>,
    /// Entries of the A–Z page, in the order to print.
    pub a_to_z: Vec<IndexEntry>,
    /// Name of the file that tells the client of all others. It stays the same, so that pages need not change with it.
    pub entry: String,
}

/// One line of the A–Z page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexEntry {
    /// The words, as an author wrote them.
    pub term: String,
    /// "RTO, see Recovery time objective": the entry to look at instead.
    pub see: Option<String>,
    /// Where the entry leads; empty if `see` is set.
    pub targets: Vec<IndexTarget>,
}

/// A place that an entry of the A–Z page leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexTarget {
    /// Path of the page from the root of the site.
    pub path: String,
    /// Section of the page.
    pub anchor: Option<String>,
    /// Title of the page, to tell two targets apart.
    pub title: String,
}
