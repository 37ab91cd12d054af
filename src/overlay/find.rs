//! Targets of instructions → parts of a topic's tree. Words must match; near matches are only ever suggested.

use super::Layers;
use super::instruction::{Instruction, Kind, SectionTarget, Target};
use super::tree::{PartId, Tree};
use super::words::fold;
use crate::finding::{Code, codes::overlay as o};
use crate::topic::{Block, BlockKind, Documents, Inline};

/// Why a target cannot be used: the code, what to say, what to do.
pub(super) struct NotFound {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Finds parts in the tree as it was before the rank.
pub(super) struct Finder<'a> {
    pub(super) tree: &'a Tree,
    pub(super) documents: &'a Documents,
    pub(super) layers: &'a Layers,
    /// What the topic is called in messages.
    pub(super) topic: &'a str,
}

impl Finder<'_> {
    /// The one part that an instruction means.
    pub(super) fn find(&self, instruction: &Instruction) -> Result<PartId, NotFound> {
        let within = match &instruction.within {
            Some(section) => self.section(section, Tree::ROOT, instruction)?,
            None => Tree::ROOT,
        };
        match &instruction.target {
            Target::ThisTopic => Ok(Tree::ROOT),
            Target::Section(section) => self.section(section, within, instruction),
            Target::Block { words, whole } => self.block(words, *whole, within, instruction),
        }
    }

    fn section(&self, target: &SectionTarget, within: PartId, by: &Instruction) -> Result<PartId, NotFound> {
        match target {
            SectionTarget::Anchor(anchor) => {
                let has_id = |id: &PartId| self.anchor(*id) == Some(anchor.as_str());
                let found: Vec<PartId> = self.sections(within).into_iter().filter(has_id).collect();
                self.only(found, &format!("#{anchor}"), Kind::Section, by)
            }
            SectionTarget::Path(path) => {
                let mut within = vec![within];
                for words in path {
                    let mut next = Vec::new();
                    for section in &within {
                        let same = |id: &PartId| self.heading(*id).is_some_and(|heading| heading == *words);
                        next.extend(self.sections(*section).into_iter().filter(same));
                    }
                    // A heading below two headings of the path would be found twice.
                    next.sort_unstable();
                    next.dedup();
                    within = next;
                }
                self.only(within, &path.join(" > "), Kind::Section, by)
            }
        }
    }

    fn block(&self, words: &str, whole: bool, within: PartId, by: &Instruction) -> Result<PartId, NotFound> {
        let text = |id: PartId| self.tree.part(id).node.as_ref().map(|node| fold(&self.words(&node.block)));
        let candidates = self.tree.inside(within).into_iter().filter(|id| self.is_kind(*id, by.kind));
        let matches: Vec<(PartId, bool)> = candidates
            .filter_map(|id| text(id).filter(|text| text.starts_with(words)).map(|text| (id, text == words)))
            .collect();
        if whole && !matches.is_empty() && !matches.iter().any(|(_, exact)| *exact) {
            return Err(NotFound {
                code: &o::O207,
                message: format!("the beginning “{}” needs … at its end unless it is the whole text", by.words),
                help: Some(format!("“{}…”", by.words)),
            });
        }
        let found = matches.into_iter().filter(|(_, exact)| !whole || *exact).map(|(id, _)| id).collect();
        self.only(found, words, by.kind, by)
    }

    fn only(&self, found: Vec<PartId>, words: &str, kind: Kind, by: &Instruction) -> Result<PartId, NotFound> {
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(self.missing(words, kind, by)),
            several => {
                let parents: Vec<String> = several
                    .iter()
                    .filter_map(|id| self.tree.part(*id).parent.and_then(|parent| self.written_heading(parent)))
                    .map(|parent| format!("“{parent}”"))
                    .collect();
                let anchor = several.first().and_then(|id| self.anchor(*id)).map(|anchor| format!(" or `#{anchor}`"));
                Err(NotFound {
                    code: &o::O202,
                    message: format!("“{}” fits {} places in {}", by.words, several.len(), self.topic),
                    help: Some(format!(
                        "say which: `Section > {}`{} (they stand in {})",
                        by.words,
                        anchor.unwrap_or_default(),
                        parents.join(", ")
                    )),
                })
            }
        }
    }

    fn missing(&self, words: &str, kind: Kind, by: &Instruction) -> NotFound {
        if let Some(removal) = self.removed(words) {
            let layer = self.layers.get(removal).map_or("", |layer| layer.label.as_str());
            return NotFound {
                code: &o::O203,
                message: format!("“{}” was removed by layer {layer}", by.words),
                help: Some("choose what stands around it, or ask the owner of that layer".to_owned()),
            };
        }
        let all = self.tree.inside(Tree::ROOT);
        let names: Vec<String> = match kind {
            Kind::Section => all.into_iter().filter_map(|id| self.written_heading(id)).collect(),
            kind => {
                let blocks = all.into_iter().filter(|id| self.is_kind(*id, kind));
                let first_words = |id| {
                    let words = self.tree.part(id).node.as_ref().map(|node| self.words(&node.block))?;
                    Some(format!("{}…", words.split_whitespace().take(6).collect::<Vec<_>>().join(" ")))
                };
                blocks.filter_map(first_words).collect()
            }
        };
        let mut near: Vec<(usize, &String)> =
            names.iter().map(|name| (strsim::levenshtein(&fold(name), words), name)).collect();
        near.sort();
        let near: Vec<String> = near.iter().take(2).map(|(_, name)| format!("“{name}”")).collect();
        let nearest = if near.is_empty() { String::new() } else { format!("nearest: {}; or ", near.join(", ")) };
        NotFound {
            code: &o::O201,
            message: format!("no {} “{}” in {}", kind.written(), by.words, self.topic),
            help: Some(format!("{nearest}add (if present)")),
        }
    }

    fn removed(&self, words: &str) -> Option<super::LayerId> {
        let mut open = vec![Tree::ROOT];
        while let Some(id) = open.pop() {
            let part = self.tree.part(id);
            if part.removed.is_some() && self.heading(id).is_some_and(|heading| heading == words) {
                return part.removed.map(|removal| removal.layer);
            }
            open.extend(super::tree::RUNS.iter().flat_map(|run| self.tree.run(id, *run)).copied());
        }
        None
    }

    /// The live sections inside a section; for the whole topic its own heading too.
    fn sections(&self, within: PartId) -> Vec<PartId> {
        let own = (within == Tree::ROOT).then_some(Tree::ROOT);
        let inside = self.tree.inside(within).into_iter().filter(|id| self.tree.part(*id).level.is_some());
        own.into_iter().chain(inside).collect()
    }

    fn written_heading(&self, id: PartId) -> Option<String> {
        let node = self.tree.part(id).node.as_ref()?;
        let BlockKind::Heading { content, .. } = node.block.kind else { return None };
        Some(self.documents.get(node.block.source)?.plain(content))
    }

    fn heading(&self, id: PartId) -> Option<String> {
        self.written_heading(id).map(|heading| fold(&heading))
    }

    fn anchor(&self, id: PartId) -> Option<&str> {
        match &self.tree.part(id).node.as_ref()?.block.kind {
            BlockKind::Heading { id, .. } => Some(id),
            _ => None,
        }
    }

    fn is_kind(&self, id: PartId, kind: Kind) -> bool {
        let Some(node) = self.tree.part(id).node.as_ref() else { return false };
        let only_image = |content| {
            let inlines = self.documents.get(node.block.source).map(|document| document.inlines(content));
            matches!(inlines, Some([Inline::ImageOpen(_), .., Inline::ImageClose] | [Inline::Picture { .. }]))
        };
        match (&node.block.kind, kind) {
            (BlockKind::Paragraph(content), Kind::Image) => only_image(*content),
            (BlockKind::Paragraph(_), Kind::Paragraph)
            | (BlockKind::Alert { .. }, Kind::Note)
            | (BlockKind::List { .. }, Kind::List)
            | (BlockKind::Table(_), Kind::Table)
            | (BlockKind::Code { .. } | BlockKind::CodeFile { .. }, Kind::Code)
            | (BlockKind::Picture(_), Kind::Image) => true,
            _ => false,
        }
    }

    /// All words of a block.
    fn words(&self, block: &Block) -> String {
        let Some(document) = self.documents.get(block.source) else { return String::new() };
        let mut words = match &block.kind {
            BlockKind::Paragraph(content)
            | BlockKind::Plain(content)
            | BlockKind::Cell(content)
            | BlockKind::Term(content)
            | BlockKind::Heading { content, .. } => document.plain(*content),
            BlockKind::Code { text, .. } => document.str(*text).to_owned(),
            BlockKind::Picture(picture) => document.str(picture.alt).to_owned(),
            _ => String::new(),
        };
        for child in block.children() {
            words.push(' ');
            words.push_str(&self.words(child));
        }
        words.trim().to_owned()
    }
}
