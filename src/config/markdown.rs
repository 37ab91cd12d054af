//! `[markdown]`: which extensions of the Markdown standard are on, and for which version text is shown.

use super::Monikers;

/// How headings get their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeadingIds {
    /// Microsoft Learn's rule.
    #[default]
    Learn,
    /// mdBook's rule, for books that were written for it.
    MdBook,
}

/// The extensions of the Markdown standard that are on. Pipe tables, `~~strike~~` and bare addresses always are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent switch of `[markdown]` in book.toml")]
pub struct MarkdownOptions {
    /// How headings get their ids.
    pub heading_ids: HeadingIds,
    /// `- [ ]` is a box to tick.
    pub task_lists: bool,
    /// `[^1]`
    pub footnotes: bool,
    /// Straight quotes and dashes become typographic ones.
    pub smart_punctuation: bool,
    /// `$x$`
    pub math: bool,
    /// `# Heading {#id .class}`
    pub heading_attributes: bool,
    /// `term` / `: definition`
    pub definition_lists: bool,
    /// The version whose `::: moniker` ranges are shown.
    pub monikers: Monikers,
    /// `{{set.record.field}}`: not a switch of its own, but whether the project has data.
    pub variables: bool,
    /// The label of the layer that the text is of, where that is trusted for text alone: not a switch either.
    pub text_only: Option<String>,
}

/// The options of a project that is an mdBook; what it does not say is as mdBook 0.5 has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MdBookMarkdown(pub MarkdownOptions);

impl Default for MdBookMarkdown {
    fn default() -> Self {
        Self(MarkdownOptions {
            heading_ids: HeadingIds::MdBook,
            footnotes: true,
            smart_punctuation: true,
            heading_attributes: true,
            definition_lists: true,
            ..MarkdownOptions::default()
        })
    }
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self {
            heading_ids: HeadingIds::Learn,
            task_lists: true,
            footnotes: false,
            smart_punctuation: false,
            math: false,
            heading_attributes: false,
            definition_lists: false,
            monikers: Monikers::default(),
            variables: false,
            text_only: None,
        }
    }
}
