//! `toc.md` of a layer: instructions whose targets are entries of the navigation.
//!
//! Reads the instructions of one file and what they bring; whether an entry is there is asked when the navigation is made.

use super::change::{ChangeFile, read_instructions};
use super::instruction::{Instruction, Kind, SectionTarget, Target, Verb};
use super::withheld::Withheld;
use super::{Clearance, LayerId, Layers};
use crate::finding::{Finding, Place, Span, codes::overlay as o};
use crate::source::{SourcePath, SourceTree};
use crate::topic::{Block, BlockKind, Document, Inline, Inlines};

/// One instruction about the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEdit {
    /// What it does.
    pub deed: TocDeed,
    /// The names of the entries from the outside in, folded; none for the whole contents.
    pub target: Vec<String>,
    /// The target as written.
    pub words: String,
    /// Whether the entry may be missing.
    pub if_present: bool,
    /// The layer.
    pub layer: LayerId,
    /// The file.
    pub file: SourcePath,
    /// The instruction.
    pub span: Span,
    /// What it says before the colon, such as `Add after`.
    pub heading: String,
}

/// What an instruction does to the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TocDeed {
    /// Puts entries before another.
    Before(Vec<TocEntry>),
    /// Puts entries after another.
    After(Vec<TocEntry>),
    /// Puts entries below another, first.
    Start(Vec<TocEntry>),
    /// Puts entries below another, last.
    End(Vec<TocEntry>),
    /// Gives an entry another name.
    Rename(String),
    /// Takes an entry away with all below it; its topic stays.
    Remove,
}

/// An entry that an instruction brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// What readers see.
    pub name: String,
    /// Where it leads, and where that is written.
    pub href: Option<(String, Span)>,
    /// What stands below it.
    pub items: Vec<TocEntry>,
}

/// What an edition may show of the instructions, and the words of those that it may not.
pub(super) fn clear_toc(
    edits: Vec<TocEdit>,
    sources: &SourceTree,
    layers: &Layers,
    clearance: &Clearance,
) -> (Vec<TocEdit>, Vec<Withheld>) {
    let (shown, hidden): (Vec<_>, Vec<_>) =
        edits.into_iter().partition(|edit| clearance.shows_layer(layers, edit.layer));
    let withheld = hidden.iter().flat_map(|edit| {
        let source = sources.find(&edit.file).map(|(source, _)| source);
        let class = clearance.name(clearance.floor(layers, edit.layer)).to_owned();
        let words = edit.deed.words();
        words
            .into_iter()
            .filter_map(move |words| Some(Withheld { words, source: source?, span: edit.span, class: class.clone() }))
    });
    let withheld = withheld.collect();
    (shown, withheld)
}

impl TocDeed {
    /// What it brings, in words.
    fn words(&self) -> Vec<String> {
        let mut open: Vec<&TocEntry> = match self {
            Self::Before(entries) | Self::After(entries) | Self::Start(entries) | Self::End(entries) => {
                entries.iter().collect()
            }
            Self::Rename(name) => return vec![name.clone()],
            Self::Remove => return Vec::new(),
        };
        let mut words = Vec::new();
        while let Some(entry) = open.pop() {
            words.push(entry.name.clone());
            open.extend(&entry.items);
        }
        words
    }
}

/// Reads the instructions of a layer's `toc.md`. `topics`: a file of the folder of topics, from which its links count.
pub(super) fn read_toc(file: &ChangeFile<'_>, findings: &mut Vec<Finding>) -> Vec<TocEdit> {
    let instructions = read_instructions(file, findings);
    instructions.iter().filter_map(|instruction| edit(file, instruction, findings)).collect()
}

fn edit(file: &ChangeFile<'_>, by: &Instruction, findings: &mut Vec<Finding>) -> Option<TocEdit> {
    let mut refuse = |message: String, help: &str| {
        findings.push(Finding::new(&o::O211, message).at(Place::new(file.path.shared(), by.span)).help(help));
    };
    let target = match &by.target {
        _ if by.kind != Kind::Section || by.within.is_some() || by.column.is_some() => None,
        Target::ThisTopic => Some(Vec::new()),
        Target::Section(SectionTarget::Path(path)) => Some(path.clone()),
        Target::Section(SectionTarget::Anchor(_)) | Target::Block { .. } => None,
    };
    let Some(target) = target else {
        refuse(
            format!("“{}” names no entry of the contents", by.words),
            "name an entry by its words, one below another as `Outer > Inner`",
        );
        return None;
    };
    let whole = target.is_empty();
    let deed = match by.verb {
        Verb::AddBefore if !whole => TocDeed::Before(entries(file.document, by, &mut refuse)?),
        Verb::AddAfter if !whole => TocDeed::After(entries(file.document, by, &mut refuse)?),
        Verb::AddToStart => TocDeed::Start(entries(file.document, by, &mut refuse)?),
        Verb::AddToEnd => TocDeed::End(entries(file.document, by, &mut refuse)?),
        Verb::Remove if !whole => TocDeed::Remove,
        Verb::Rename if !whole => match by.body.as_slice() {
            [only] if matches!(only.kind, BlockKind::Paragraph(_)) => {
                TocDeed::Rename(only.inlines().map(|words| file.document.plain(words)).unwrap_or_default())
            }
            _ => {
                refuse("“Rename” takes one line below it: the new name".to_owned(), "write the new name on one line");
                return None;
            }
        },
        _ => {
            refuse(
                format!(
                    "“{}” cannot be done to {}",
                    by.heading(),
                    if whole { "the whole contents" } else { "an entry" }
                ),
                "entries are added before, after, to the start or end of another, renamed and removed",
            );
            return None;
        }
    };
    Some(TocEdit {
        deed,
        target,
        words: by.words.clone(),
        if_present: by.if_present,
        layer: by.layer,
        file: by.file.clone(),
        span: by.span,
        heading: by.heading(),
    })
}

/// The entries of a body that is one list of links.
fn entries(document: &Document, by: &Instruction, refuse: &mut impl FnMut(String, &str)) -> Option<Vec<TocEntry>> {
    let items = match by.body.as_slice() {
        [only] => match &only.kind {
            BlockKind::List { items, .. } => items.iter().map(|item| entry(document, item)).collect(),
            _ => None,
        },
        _ => None,
    };
    if items.is_none() {
        refuse(
            format!("“{}” takes a list of links below it and nothing else", by.heading()),
            "write `- [Name](topic.md)`, with deeper lists for what stands below",
        );
    }
    items
}

/// An item: one link or only a name, and perhaps a list below.
fn entry(document: &Document, item: &Block) -> Option<TocEntry> {
    let BlockKind::Item { content, .. } = &item.kind else { return None };
    let (first, below) = content.split_first()?;
    let words = first.inlines()?;
    let items = match below {
        [] => Vec::new(),
        [only] => match &only.kind {
            BlockKind::List { items, .. } => items.iter().map(|item| entry(document, item)).collect::<Option<_>>()?,
            _ => return None,
        },
        _ => return None,
    };
    let name = document.plain(words).trim().to_owned();
    (!name.is_empty()).then(|| TocEntry { name, href: link(document, words), items })
}

fn link(document: &Document, words: Inlines) -> Option<(String, Span)> {
    let link = document.inlines(words).iter().find_map(|inline| match inline {
        Inline::LinkOpen(link) => document.link(*link),
        _ => None,
    })?;
    Some((document.str(link.dest).to_owned(), link.span))
}
