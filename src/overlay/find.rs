//! Targets of instructions → parts of a topic's tree. Words must match; near matches are only ever suggested.

use super::Layers;
use super::instruction::{Instruction, Kind, SectionTarget, Target, Verb};
use super::tree::{OPENING, PartId, Tree};
use super::words::{fold, plain_words};
use crate::finding::{Code, Place, codes::overlay as o};
use crate::source::SourceTree;
use crate::topic::{BlockKind, Documents};

/// Why a target cannot be used: the code, what to say, what to do, where else to look.
#[derive(Debug)]
pub(super) struct NotFound {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) related: Vec<(Place, String)>,
}

/// Finds parts in the tree as it was before the rank.
pub(super) struct Finder<'a> {
    pub(super) tree: &'a Tree,
    pub(super) documents: &'a Documents,
    pub(super) layers: &'a Layers,
    pub(super) sources: &'a SourceTree,
    /// What the topic is called in messages.
    pub(super) topic: &'a str,
}

impl Finder<'_> {
    /// The one part that an instruction means.
    pub(super) fn find(&self, by: &Instruction) -> Result<PartId, NotFound> {
        let within = match &by.within {
            Some(section) => self.section(section, Tree::ROOT, by)?,
            None => Tree::ROOT,
        };
        let holds = matches!(by.verb, Verb::AddTo | Verb::MergeInto);
        match &by.target {
            Target::ThisTopic if holds => self.held(Tree::ROOT, by),
            Target::ThisTopic => Ok(Tree::ROOT),
            Target::Section(section) if holds => self.held(self.section(section, within, by)?, by),
            Target::Section(section) => self.section(section, within, by),
            Target::Block { words, whole } => self.block(words, *whole, within, by),
        }
    }

    fn section(&self, target: &SectionTarget, within: PartId, by: &Instruction) -> Result<PartId, NotFound> {
        match target {
            SectionTarget::Anchor(anchor) => {
                let has_id = |id: &PartId| self.anchor(*id) == Some(anchor.as_str());
                let found: Vec<PartId> = self.sections(within).into_iter().filter(has_id).collect();
                self.only(&found, &format!("#{anchor}"), Kind::Section, by)
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
                self.only(&within, path.last().map_or("", String::as_str), Kind::Section, by)
            }
        }
    }

    /// The one list or table that a section holds: in its opening, else anywhere in it.
    fn held(&self, section: PartId, by: &Instruction) -> Result<PartId, NotFound> {
        let opening = OPENING.iter().flat_map(|run| self.tree.run(section, *run)).copied();
        let opening: Vec<PartId> = opening
            .filter(|id| self.tree.part(*id).removed.is_none())
            .flat_map(|id| std::iter::once(id).chain(self.tree.inside(id)))
            .collect();
        let wanted = |ids: Vec<PartId>| -> Vec<PartId> {
            let ids =
                ids.into_iter().filter(|id| self.is_kind(*id, by.kind) && self.is_outermost(*id, section, by.kind));
            ids.filter(|id| self.has_column(*id, by)).collect()
        };
        let mut found = wanted(opening);
        if found.is_empty() {
            found = wanted(self.tree.inside(section));
        }
        let kind = by.kind.written();
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(NotFound {
                code: &o::O201,
                message: format!("no {kind} in “{}” in {}", by.words, self.topic),
                help: Some(format!("name a section that holds a {kind}, or the first words of the {kind} and …")),
                related: Vec::new(),
            }),
            several => {
                let first = several.get(1).and_then(|id| self.first_words(*id)).unwrap_or_default();
                let column = if by.kind == Kind::Table { "add `(with column: …)`, or " } else { "" };
                Err(NotFound {
                    code: &o::O209,
                    message: format!("section “{}” has {} {kind}s; name one", by.words, several.len()),
                    help: Some(format!("{column}write its first words: `# {}: {first}`", by.heading())),
                    related: self.places(several),
                })
            }
        }
    }

    /// Whether no other block of the kind is around it in the section: a list in an item belongs to the list around.
    fn is_outermost(&self, id: PartId, section: PartId, kind: Kind) -> bool {
        let around = self.tree.around(id).skip(1).take_while(|part| *part != section);
        !around.into_iter().any(|part| self.is_kind(part, kind))
    }

    pub(super) fn only(&self, found: &[PartId], words: &str, kind: Kind, by: &Instruction) -> Result<PartId, NotFound> {
        match found {
            [only] => Ok(*only),
            [] => Err(self.missing(words, kind, by)),
            several => {
                let mut parents: Vec<String> =
                    several.iter().filter_map(|id| self.section_around(*id)).map(|name| format!("“{name}”")).collect();
                parents.dedup();
                let anchor = several.iter().filter_map(|id| self.anchor(*id)).nth(1);
                let heading = by.heading();
                let way = match anchor {
                    Some(anchor) => format!("`# {heading}: #{anchor}`"),
                    None => format!("`# {heading}: {} (in: section)`", by.words),
                };
                Err(NotFound {
                    code: &o::O202,
                    message: format!("“{}” fits {} places in {}", by.words, several.len(), self.topic),
                    help: Some(format!("say which: {way}; they stand in {}", parents.join(", "))),
                    related: self.places(several),
                })
            }
        }
    }

    fn missing(&self, words: &str, kind: Kind, by: &Instruction) -> NotFound {
        if let Some((layer, place)) = self.removed(words, kind) {
            let layer = self.layers.get(layer).map_or("", |layer| layer.label.as_str());
            return NotFound {
                code: &o::O203,
                message: format!("“{}” was removed by layer {layer}", by.words),
                help: Some("choose what stands around it, or ask the owner of that layer".to_owned()),
                related: place.map(|place| (place, "removed here".to_owned())).into_iter().collect(),
            };
        }
        if kind == Kind::Section && words.ends_with('…') {
            return NotFound {
                code: &o::O201,
                message: format!("no section “{}” in {}; headings are named whole", by.words, self.topic),
                help: Some(format!("for a block say what it is: `# {} paragraph: {}`", by.heading(), by.words)),
                related: Vec::new(),
            };
        }
        let all = self.tree.inside(Tree::ROOT);
        let names: Vec<String> = match kind {
            Kind::Section => all.into_iter().filter_map(|id| self.written_heading(id)).collect(),
            kind => {
                all.into_iter().filter(|id| self.is_kind(*id, kind)).filter_map(|id| self.first_words(id)).collect()
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
            related: Vec::new(),
        }
    }

    /// Who took away what these words name.
    fn removed(&self, words: &str, kind: Kind) -> Option<(super::LayerId, Option<Place>)> {
        let fits = |id: PartId| match kind {
            Kind::Section => self.heading(id).is_some_and(|heading| heading == words),
            kind => self.is_kind(id, kind) && fold(&self.words(id)).starts_with(words),
        };
        let (_, removal) = self.tree.removed().find(|(id, _)| fits(*id))?;
        let file = self.sources.text(removal.source);
        Some((removal.layer, file.map(|file| Place::new(file.path.shared(), removal.span))))
    }

    /// Where parts stand, for a finding.
    pub(super) fn places(&self, ids: &[PartId]) -> Vec<(Place, String)> {
        ids.iter().filter_map(|id| Some((self.place(*id)?, "one of them".to_owned()))).collect()
    }

    /// Where a part stands.
    pub(super) fn place(&self, id: PartId) -> Option<Place> {
        let block = self.tree.block(id)?;
        let file = self.sources.text(block.source)?;
        Some(Place::new(file.path.shared(), block.span))
    }

    /// The live sections inside a section; for the whole topic its own heading too.
    fn sections(&self, within: PartId) -> Vec<PartId> {
        let own = (within == Tree::ROOT).then_some(Tree::ROOT);
        let inside = self.tree.inside(within).into_iter().filter(|id| self.tree.part(*id).level.is_some());
        own.into_iter().chain(inside).collect()
    }

    /// The heading of the section that a part stands in.
    fn section_around(&self, id: PartId) -> Option<String> {
        self.tree.around(id).skip(1).find_map(|part| self.written_heading(part))
    }

    pub(super) fn written_heading(&self, id: PartId) -> Option<String> {
        let block = self.tree.block(id)?;
        let BlockKind::Heading { content, .. } = block.kind else { return None };
        Some(self.documents.get(block.source)?.plain(content))
    }

    fn heading(&self, id: PartId) -> Option<String> {
        self.written_heading(id).map(|heading| fold(&heading))
    }

    pub(super) fn anchor(&self, id: PartId) -> Option<&str> {
        match &self.tree.block(id)?.kind {
            BlockKind::Heading { id, .. } => Some(id),
            _ => None,
        }
    }

    /// All words of a part's block.
    pub(super) fn words(&self, id: PartId) -> String {
        self.tree.block(id).map(|block| plain_words(block, self.documents)).unwrap_or_default()
    }

    /// The first words of a part and …, as a target names it.
    pub(super) fn first_words(&self, id: PartId) -> Option<String> {
        let words = self.words(id);
        let mut words = words.split_whitespace();
        let first = words.by_ref().take(6).collect::<Vec<_>>().join(" ");
        (!first.is_empty()).then(|| if words.next().is_some() { format!("{first}…") } else { first })
    }
}
