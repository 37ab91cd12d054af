//! Change files and own topics of an edition → what each layer does to each topic, a line for each thing.

use super::super::Stack;
use super::super::change::{ChangeFile, read_instructions};
use super::super::instruction::{Instruction, Verb};
use super::super::leaf::leaves;
use super::super::table::cells_of;
use super::super::words::plain_words;
use super::super::{Composed, LayerId};
use crate::finding::Span;
use crate::source::SourcePath;
use crate::topic::{BlockKind, Documents, Inline, Style, TopicSet};

/// One thing that a layer does to a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    /// The layer.
    pub layer: LayerId,
    /// The topic, at its path among those of the base.
    pub topic: SourcePath,
    /// What it does.
    pub what: What,
    /// The file that says so.
    pub file: SourcePath,
    /// Where.
    pub span: Span,
    /// What it does it to, for people.
    pub words: String,
}

/// What a layer does to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Brings it.
    Added,
    /// Puts something in its place.
    Replaced,
    /// Takes it away.
    Removed,
    /// Gives a field of front matter a value.
    Set,
    /// Keeps later layers from changing it.
    Locked,
    /// Wants later layers to fill it.
    Required,
}

impl What {
    /// In one word, as lists show it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "ADDED",
            Self::Replaced => "REPLACED",
            Self::Removed => "REMOVED",
            Self::Set => "SET",
            Self::Locked => "LOCKED",
            Self::Required => "REQUIRED",
        }
    }
}

/// What the layers of an edition do.
pub fn deltas(set: &TopicSet, stack: &Stack, composed: &Composed) -> Vec<Delta> {
    let mut all = Vec::new();
    for topic in &set.topics {
        let Some((layer, path)) = stack.mirrored(&topic.path, "topics") else { continue };
        let replaces = topic.fields.text("replaces");
        let (what, words) = match replaces {
            Some(_) => (What::Replaced, "the whole topic".to_owned()),
            None => (What::Added, "the topic".to_owned()),
        };
        all.push(Delta { layer, topic: path, what, file: topic.path.clone(), span: Span::default(), words });
    }
    for (path, (source, fields)) in &set.changes {
        let Some((layer, topic)) = stack.mirrored(path, "changes") else { continue };
        let Some(document) = set.documents.get(*source) else { continue };
        let mut push = |what, span, words| {
            all.push(Delta { layer, topic: topic.clone(), what, file: path.clone(), span, words });
        };
        for field in &fields.entries {
            let inner = field.value.fields();
            match field.key.as_str() {
                "set" | "add" => {
                    for (way, leaf) in inner.iter().flat_map(leaves) {
                        push(What::Set, leaf.key_span, format!("field {}", way.join(".")));
                    }
                }
                "remove" => {
                    for gone in inner {
                        let items: Vec<&str> = gone.value.items().iter().filter_map(|item| item.text()).collect();
                        let of = if gone.key == "keys" { String::new() } else { format!(" of {}", gone.key) };
                        push(What::Removed, gone.key_span, format!("field {}{of}", items.join(", ")));
                    }
                }
                "hide" if field.value.text() == Some("nav") => {
                    push(What::Removed, field.key_span, "the entry in the contents".to_owned());
                }
                "hide" if matches!(field.value.text(), Some("yes" | "true")) => {
                    push(What::Removed, field.key_span, "the topic".to_owned());
                }
                "nav" => push(What::Set, field.key_span, "the place in the contents".to_owned()),
                _ => {}
            }
        }
        let file = ChangeFile { path, topic: &topic, layer, document };
        for by in read_instructions(&file, &mut Vec::new()) {
            let what = match by.verb {
                Verb::AddBefore | Verb::AddAfter | Verb::AddToStart | Verb::AddToEnd | Verb::AddTo => What::Added,
                Verb::Replace | Verb::ReplaceOpening | Verb::Rename => What::Replaced,
                Verb::Remove => What::Removed,
                Verb::Lock => What::Locked,
                Verb::Require => What::Required,
                Verb::MergeInto => {
                    for (what, span, words) in rows(&by, composed, &topic) {
                        push(what, span, words);
                    }
                    continue;
                }
            };
            push(what, by.span, said(&by, &set.documents));
        }
    }
    all
}

/// What an instruction does, after its word: `after “List of topics”: Recovery objectives`.
fn said(by: &Instruction, documents: &Documents) -> String {
    let kind = if by.kind == super::super::instruction::Kind::Section { "" } else { by.kind.written() };
    let target = if by.words.eq_ignore_ascii_case("this topic") {
        by.words.to_lowercase()
    } else {
        format!("“{}”", by.words)
    };
    let target = if kind.is_empty() { target } else { format!("{kind} {target}") };
    let first = by.body.first().map(|block| plain_words(block, documents)).unwrap_or_default();
    let first: Vec<&str> = first.split_whitespace().take(8).collect();
    let first = first.join(" ");
    match by.verb {
        Verb::AddBefore => format!("before {target}: {first}"),
        Verb::AddAfter => format!("after {target}: {first}"),
        Verb::AddToStart => format!("at the start of {target}: {first}"),
        Verb::AddToEnd => format!("at the end of {target}: {first}"),
        Verb::AddTo => format!("to {target}: {first}"),
        Verb::ReplaceOpening => format!("the opening of {target}"),
        Verb::Rename => format!("the heading {target}: now “{first}”"),
        _ => target,
    }
}

/// The rows of a merge: new ones are in the composed topic as whole rows, known ones as cells.
fn rows(by: &Instruction, composed: &Composed, topic: &SourcePath) -> Vec<(What, Span, String)> {
    let topic = composed.topics.iter().find(|there| there.path == *topic);
    let mut rows = Vec::new();
    for block in &by.body {
        let BlockKind::Table(table) = &block.kind else { continue };
        for row in &table.rows {
            let Some(key) = cells_of(row).first() else { continue };
            let inlines = key.inlines().zip(composed.documents.get(key.source));
            let struck = inlines.is_some_and(|(content, document)| {
                matches!(document.inlines(content).first(), Some(Inline::Open(Style::Strikethrough)))
            });
            let new = topic.is_some_and(|topic| topic.parts.contains_key(&(row.source, row.span)));
            let what = if struck {
                What::Removed
            } else if new {
                What::Added
            } else {
                What::Replaced
            };
            let words = format!("row “{}” of “{}”", plain_words(key, &composed.documents), by.words);
            rows.push((what, row.span, words));
        }
    }
    rows
}
