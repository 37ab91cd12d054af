//! Parts of a topic → the words by which an instruction finds them, and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::change::read_target;
use super::super::find::Finder;
use super::super::instruction::{Instruction, KINDS, Kind, Target, Verb};
use super::super::tree::{PartId, Tree};
use super::super::words::fold;
use super::super::{ComposedTopic, LayerId, Layers};
use super::markdown::{escaped, unescaped};
use crate::finding::Span;
use crate::source::{SourceId, SourceTree};
use crate::topic::Documents;

/// How many words name a block where that is enough.
const FEW: usize = 6;

/// Finds words for the parts of one tree.
pub(in crate::overlay) struct Namer<'a> {
    finder: &'a Finder<'a>,
    /// The folded words of all blocks of a kind, sorted.
    names: BTreeMap<&'static str, Vec<String>>,
}

/// A part of a topic that an instruction can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetName {
    /// `section`, `paragraph`, …
    pub kind: &'static str,
    /// The words that stand after the colon, as Markdown.
    pub words: String,
    /// How many sections and blocks it stands in.
    pub depth: usize,
    /// Where its block, or the heading of the section, stands; `None` for a topic without a title.
    pub place: Option<(SourceId, Span)>,
}

impl<'a> Namer<'a> {
    pub(in crate::overlay) fn new(finder: &'a Finder<'a>) -> Self {
        let mut names: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for part in finder.tree.inside(Tree::ROOT) {
            for (word, _) in KINDS.iter().filter(|(_, kind)| finder.is_kind(part, *kind)) {
                names.entry(word).or_default().push(finder.naming_words(part));
            }
        }
        for names in names.values_mut() {
            names.sort_unstable();
        }
        Self { finder, names }
    }

    /// Every part that an instruction can name, in the order of the text.
    pub(in crate::overlay) fn all(&self) -> Vec<TargetName> {
        let tree = self.finder.tree;
        let place = |part| tree.block(part).map(|block| (block.source, block.span));
        let title = place(Tree::ROOT);
        let mut all = vec![TargetName { kind: "section", words: "this topic".to_owned(), depth: 0, place: title }];
        for part in tree.inside(Tree::ROOT) {
            let Some(kind) = self.kind_of(part) else { continue };
            let depth = tree.around(part).skip(1).count();
            let words = self.words(part, kind);
            all.extend(words.map(|words| TargetName { kind: kind.written(), words, depth, place: place(part) }));
        }
        all
    }

    /// What a part is to an author. The only paragraph of an item is named by its item.
    fn kind_of(&self, part: PartId) -> Option<Kind> {
        let tree = self.finder.tree;
        if tree.part(part).level.is_some() {
            return Some(Kind::Section);
        }
        let kinds =
            [Kind::Image, Kind::Paragraph, Kind::Note, Kind::List, Kind::Item, Kind::Table, Kind::Row, Kind::Code];
        let kind = kinds.into_iter().find(|kind| self.finder.is_kind(part, *kind))?;
        let parent = tree.part(part).parent?;
        let alone =
            kind == Kind::Paragraph && self.finder.is_kind(parent, Kind::Item) && tree.inside(parent).len() == 1;
        (!alone).then_some(kind)
    }

    /// The words for a part, as Markdown; `None` where no words would find it and it alone.
    pub(in crate::overlay) fn words(&self, part: PartId, kind: Kind) -> Option<String> {
        if kind == Kind::Section {
            return self.section(part);
        }
        let written = self.finder.written_words(part);
        let words: Vec<&str> = written.split_whitespace().collect();
        let beginnings = [FEW, 10, 16, 24, 40].into_iter().filter(|few| *few < words.len());
        let begin = |few: usize| format!("{}…", escaped(&words.get(..few).unwrap_or_default().join(" ")));
        for few in beginnings {
            let folded = fold(&words.get(..few).unwrap_or_default().join(" "));
            if self.beginning_with(kind, &folded) == 1 && says(&begin(few), kind, &folded) {
                return Some(begin(few));
            }
        }
        let whole = (!words.is_empty()).then(|| escaped(&words.join(" ")))?;
        let few = if words.len() > FEW { begin(FEW) } else { whole.clone() };
        let sections = self.finder.tree.around(part).skip(1).filter(|id| self.finder.tree.part(*id).level.is_some());
        let sections = sections.filter_map(|id| self.section(id)).collect::<Vec<_>>();
        let within = |words: &str, section: &str| format!("{words} (in: {section})");
        let mut ways = vec![whole.clone()];
        // The end of the words may read as a qualifier.
        ways.extend((1..words.len().min(FEW)).rev().map(&begin));
        for section in &sections {
            ways.push(within(&few, section));
            ways.push(within(&whole, section));
        }
        ways.into_iter().find(|way| self.leads_to(way, kind, part))
    }

    fn section(&self, part: PartId) -> Option<String> {
        let tree = self.finder.tree;
        if part == Tree::ROOT {
            return Some("this topic".to_owned());
        }
        let headings: Vec<String> = tree
            .around(part)
            .filter(|id| tree.part(*id).level.is_some())
            .filter_map(|id| self.finder.written_heading(id))
            .map(|heading| escaped(heading.split_whitespace().collect::<Vec<_>>().join(" ").as_str()))
            .collect();
        let paths = (1..=headings.len()).map(|count| {
            let mut path: Vec<&str> = headings.iter().take(count).map(String::as_str).collect();
            path.reverse();
            path.join(" > ")
        });
        let anchor = self.finder.anchor(part).filter(|anchor| !anchor.is_empty()).map(|anchor| format!("#{anchor}"));
        paths.chain(anchor).find(|way| self.leads_to(way, Kind::Section, part))
    }

    /// How many blocks of a kind begin with these folded words.
    fn beginning_with(&self, kind: Kind, words: &str) -> usize {
        let names = self.names.get(kind.written()).map_or(&[][..], Vec::as_slice);
        let first = names.partition_point(|name| name.as_str() < words);
        names.get(first..).unwrap_or_default().iter().take_while(|name| name.starts_with(words)).take(2).count()
    }

    /// Whether an instruction with these words finds the part.
    fn leads_to(&self, words: &str, kind: Kind, part: PartId) -> bool {
        let by = read_target(&unescaped(words), Verb::Replace, kind, LayerId::BASE);
        by.is_some_and(|by: Instruction| {
            let named = !matches!(by.target, Target::ThisTopic) || part == Tree::ROOT;
            let finder = Finder { quiet: true, ..*self.finder };
            named && finder.find(&by).is_ok_and(|found| found == part)
        })
    }
}

/// Whether an instruction with these words looks for blocks that begin so, and for nothing else.
fn says(words: &str, kind: Kind, folded: &str) -> bool {
    let by = read_target(&unescaped(words), Verb::Replace, kind, LayerId::BASE);
    by.is_some_and(|by| {
        by.within.is_none() && matches!(&by.target, Target::Block { words, whole: false } if words == folded)
    })
}

/// The words for every part of a topic that a further layer could name, in the order of the text.
pub fn target_names(topic: &ComposedTopic, documents: &Documents, sources: &SourceTree) -> Vec<TargetName> {
    let blocks: Vec<_> = topic.body.iter().map(|node| Arc::clone(&node.block)).collect();
    let tree = Tree::new(&blocks, topic.layer);
    let layers = Layers::default();
    let finder = Finder { tree: &tree, documents, layers: &layers, sources, topic: topic.path.name(), quiet: true };
    Namer::new(&finder).all()
}
