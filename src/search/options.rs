//! The `[search]` table of `book.toml`, as used.

/// What the index of an edition is made with.
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
