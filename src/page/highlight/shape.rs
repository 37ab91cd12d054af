//! What tells languages apart.

/// How the text of a language is laid out, beyond its comments, texts and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Statements: nothing beyond.
    Plain,
    /// The first word of a command is its name, and `-x` an option.
    Commands,
    /// The same, where only lines behind a prompt are commands and all else is what they said.
    Session,
    /// `"key": value`
    Json,
    /// `key: value`
    Yaml,
    /// `key = value` below `[section]`
    Ini,
    /// The first word of a line says what it does.
    Instructions,
    /// `<tag attribute="value">`
    Tags,
    /// A request or answer: its first line, headers, and JSON behind a blank line.
    Http,
}

/// A text between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// What begins it.
    pub(super) open: &'static str,
    /// What ends it.
    pub(super) close: &'static str,
    /// What takes the meaning from the character behind it; 0: nothing.
    pub(super) escape: u8,
    /// Whether it may go over the end of a line.
    pub(super) lines: bool,
}

/// A language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    /// What it is called in the first line of a fence, lower case, a blank between names.
    pub(super) names: &'static str,
    pub(super) shape: Shape,
    /// What begins a comment up to the end of the line.
    pub(super) line_comments: &'static [&'static str],
    /// What begins and ends a comment.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// The longest opening first.
    pub(super) quotes: &'static [Quote],
    /// What begins the name of a variable.
    pub(super) sigils: &'static [u8],
    /// What may stand in a word besides letters, digits and `_`.
    pub(super) in_words: &'static [u8],
    /// With a blank between them; lower case where letter case does not count.
    pub(super) keywords: &'static str,
    /// Whether the letter case of keywords counts.
    pub(super) cased: bool,
}
