//! What an instruction of a change file says: a verb, a kind, a target, qualifiers and a body.

use std::sync::Arc;

use super::LayerId;
use crate::finding::Span;
use crate::source::{SourceId, SourcePath};
use crate::topic::Block;

/// One `#` heading of a change file with what stands under it.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    pub(super) verb: Verb,
    pub(super) kind: Kind,
    pub(super) target: Target,
    /// `(in: …)`: the section to look in.
    pub(super) within: Option<SectionTarget>,
    /// `(with column: …)`: a column that the table has, as written.
    pub(super) column: Option<String>,
    /// `(if present)`
    pub(super) if_present: bool,
    /// `(with additions)`
    pub(super) with_additions: bool,
    /// The words after the colon, as written, without the qualifiers.
    pub(super) words: String,
    /// The qualifiers as written, with their brackets.
    pub(super) qualifiers: String,
    /// The line of the heading.
    pub(super) span: Span,
    pub(super) layer: LayerId,
    pub(super) source: SourceId,
    /// The change file.
    pub(super) file: SourcePath,
    pub(super) body: Vec<Arc<Block>>,
}

/// What an instruction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    AddBefore,
    AddAfter,
    AddToStart,
    AddToEnd,
    AddTo,
    Replace,
    ReplaceOpening,
    Rename,
    Remove,
    MergeInto,
    Lock,
    Require,
}

/// What it does it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Section,
    Paragraph,
    Note,
    List,
    Item,
    Table,
    Row,
    Code,
    Image,
}

/// Which one it does it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    ThisTopic,
    Section(SectionTarget),
    /// The first words of a block, folded; `whole`: all of its words.
    Block {
        words: String,
        whole: bool,
    },
}

/// A section by its heading or anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SectionTarget {
    /// Headings from the outside in, folded.
    Path(Vec<String>),
    Anchor(String),
}

/// The longest first, so that `Add to start of` is not read as an unknown `Add to`.
pub(super) const VERBS: &[(&str, Verb)] = &[
    ("replace opening of", Verb::ReplaceOpening),
    ("add to start of", Verb::AddToStart),
    ("add to end of", Verb::AddToEnd),
    ("add before", Verb::AddBefore),
    ("merge into", Verb::MergeInto),
    ("add after", Verb::AddAfter),
    ("replace", Verb::Replace),
    ("require", Verb::Require),
    ("add to", Verb::AddTo),
    ("rename", Verb::Rename),
    ("remove", Verb::Remove),
    ("lock", Verb::Lock),
];

pub(super) const KINDS: &[(&str, Kind)] = &[
    ("section", Kind::Section),
    ("paragraph", Kind::Paragraph),
    ("note", Kind::Note),
    ("list", Kind::List),
    ("item", Kind::Item),
    ("table", Kind::Table),
    ("row", Kind::Row),
    ("code", Kind::Code),
    ("image", Kind::Image),
];

impl Verb {
    /// As authors write it.
    pub(super) fn written(self) -> &'static str {
        VERBS.iter().find(|(_, verb)| *verb == self).map_or("", |(written, _)| written)
    }

    /// Whether it can be done to this kind.
    pub(super) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::AddBefore | Self::AddAfter | Self::Replace | Self::Remove => true,
            Self::AddTo => kind == Kind::List,
            Self::MergeInto => kind == Kind::Table,
            Self::AddToStart | Self::AddToEnd | Self::ReplaceOpening | Self::Rename | Self::Lock | Self::Require => {
                kind == Kind::Section
            }
        }
    }
}

impl Kind {
    /// As authors write it.
    pub(super) fn written(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(written, _)| written)
    }
}

impl Instruction {
    /// Verb and kind as a person writes them: `Add to list`, `Replace`.
    pub(super) fn heading(&self) -> String {
        heading_of(self.verb, self.kind)
    }
}

impl Instruction {
    /// The line of the instruction with another target; `words` are Markdown.
    pub(super) fn line(&self, words: &str) -> String {
        let space = if self.qualifiers.is_empty() { "" } else { " " };
        format!("# {}: {words}{space}{}", self.heading(), self.qualifiers)
    }

    /// The same where the words say by themselves in which section the target stands.
    pub(super) fn line_without_section(&self, words: &str) -> String {
        let mut kept = String::new();
        let known = [
            (self.column.as_deref().map(|column| format!("(with column: {column})")), true),
            (Some("(if present)".to_owned()), self.if_present),
            (Some("(with additions)".to_owned()), self.with_additions),
        ];
        for qualifier in known.into_iter().filter(|(_, said)| *said).filter_map(|(qualifier, _)| qualifier) {
            kept.push(' ');
            kept.push_str(&qualifier);
        }
        format!("# {}: {words}{kept}", self.heading())
    }
}

/// `Add to list`, `Replace`, `Remove row`.
pub(super) fn heading_of(verb: Verb, kind: Kind) -> String {
    let verb = capital(verb.written());
    if kind == Kind::Section { verb } else { format!("{verb} {}", kind.written()) }
}

/// With a capital first letter, as a person writes an instruction.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
