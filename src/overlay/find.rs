//! Targets of instructions → parts of a topic's tree. Words must match; near matches are only ever suggested.

use super::Layers;
use super::instruction::{Instruction, Kind, SectionTarget, Target, Verb};
use super::review::{Namer, escaped};
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
    /// The line of the instruction as it should be; it takes the place of the one that is there.
    pub(super) line: Option<String>,
    pub(super) related: Vec<(Place, String)>,
}

/// Finds parts in the tree as it was before the rank.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) tree: &'a Tree,
    pub(super) documents: &'a Documents,
    pub(super) layers: &'a Layers,
    pub(super) sources: &'a SourceTree,
    /// What the topic is called in messages.
    pub(super) topic: &'a str,
    /// Whether only the answer counts and nobody reads why there is none: looking for other words takes long.
    pub(super) quiet: bool,
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
                line: None,
                related: Vec::new(),
            }),
            several => {
                let column = if by.kind == Kind::Table { "add `(with column: …)`, or " } else { "" };
                let words = several.first().and_then(|id| self.namer()?.words(*id, by.kind));
                Err(NotFound {
                    code: &o::O209,
                    message: format!("section “{}” has {} {kind}s; name one", by.words, several.len()),
                    help: Some(format!("{column}write its first words")),
                    line: words.map(|words| by.line(&words)),
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
                let way = self.namer().and_then(|namer| several.iter().find_map(|id| namer.words(*id, kind)));
                Err(NotFound {
                    code: &o::O202,
                    message: format!("“{}” fits {} places in {}", by.words, several.len(), self.topic),
                    help: Some(format!("say which; they stand in {}", parents.join(", "))),
                    line: Some(match way {
                        Some(words) => by.line_without_section(&words),
                        None => by.line(&format!("{} (in: section)", escaped(&by.words))),
                    }),
                    related: self.places(several),
                })
            }
        }
    }

    fn missing(&self, words: &str, kind: Kind, by: &Instruction) -> NotFound {
        if let Some((part, layer, place)) = self.removed(words, kind) {
            let (label, owner) = self.layers.get(layer).map_or(("", ""), |layer| (&layer.label, layer.asked()));
            let around = self.tree.around(part).skip(1).find_map(|part| self.written_heading(part));
            let around = around.map_or_else(|| "this topic".to_owned(), |around| format!("“{around}”"));
            return NotFound {
                code: &o::O203,
                message: format!("“{}” was removed by layer {label}", by.words),
                help: Some(format!("target {around}, or ask {owner}")),
                line: None,
                related: place.map(|place| (place, "removed here".to_owned())).into_iter().collect(),
            };
        }
        if kind == Kind::Section && words.ends_with('…') {
            return NotFound {
                code: &o::O201,
                message: format!("no section “{}” in {}; headings are named whole", by.words, self.topic),
                help: Some("for a block say what it is".to_owned()),
                line: Some(Instruction { kind: Kind::Paragraph, ..by.clone() })
                    .filter(|as_block| as_block.verb.takes(as_block.kind))
                    .map(|as_block| as_block.line(&escaped(&by.words))),
                related: Vec::new(),
            };
        }
        let near = if self.quiet || by.if_present { Vec::new() } else { self.nearest(words, kind) };
        let names: Vec<String> = near.iter().take(2).map(|(_, _, name)| format!("“{name}”")).collect();
        let nearest = if names.is_empty() { String::new() } else { format!("nearest: {}; or ", names.join(", ")) };
        let length = words.chars().count();
        // Only what is nearly the same is offered as a line; what else there is, a person has to look at.
        let meant = near.first().filter(|(slips, ..)| *slips <= (length / 3).max(2)).map(|(_, id, _)| *id);
        NotFound {
            code: &o::O201,
            message: format!("no {} “{}” in {}", kind.written(), by.words, self.topic),
            help: Some(format!("{nearest}add (if present)")),
            line: meant
                .and_then(|id| self.namer()?.words(id, kind))
                .map(|words| by.line_without_section(&words))
                .or_else(|| (!by.if_present).then(|| format!("{} (if present)", by.line(&escaped(&by.words))))),
            related: near
                .first()
                .filter(|(_, id, _)| meant == Some(*id))
                .and_then(|(_, id, name)| Some((self.place(*id)?, format!("nearest: “{name}”"))))
                .into_iter()
                .collect(),
        }
    }

    /// What finds words for parts, where somebody reads them.
    fn namer(&self) -> Option<Namer<'_>> {
        (!self.quiet).then(|| Namer::new(self))
    }

    /// The parts of a kind, with their words and how many slips they are away, the nearest first.
    fn nearest(&self, words: &str, kind: Kind) -> Vec<(usize, PartId, String)> {
        let length = words.chars().count();
        let all = self.tree.inside(Tree::ROOT).into_iter();
        let mut near: Vec<(usize, PartId, String)> = all
            .filter_map(|id| {
                let (name, compared) = if kind == Kind::Section {
                    let name = self.written_heading(id)?;
                    (name.clone(), fold(&name))
                } else {
                    // Blocks are named by their beginning.
                    let named = self.is_kind(id, kind).then(|| self.naming_words(id))?;
                    (self.first_words(id)?, named.chars().take(length).collect())
                };
                Some((strsim::levenshtein(&compared, words), id, name))
            })
            .collect();
        near.sort_by_key(|(slips, ..)| *slips);
        near
    }

    /// Who took away what these words name.
    fn removed(&self, words: &str, kind: Kind) -> Option<(PartId, super::LayerId, Option<Place>)> {
        let fits = |id: PartId| match kind {
            Kind::Section => self.heading(id).is_some_and(|heading| heading == words),
            kind => self.is_kind(id, kind) && fold(&self.words(id)).starts_with(words),
        };
        let (part, removal) = self.tree.removed().find(|(id, _)| fits(*id))?;
        let file = self.sources.text(removal.source);
        Some((part, removal.layer, file.map(|file| Place::new(file.path.shared(), removal.span))))
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
