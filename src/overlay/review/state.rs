//! What an instruction stands on, compared with what its owner last saw → its state.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::super::LayerId;
use super::super::find::{Finder, NotFound};
use super::super::instruction::{Instruction, Kind, SectionTarget, Target, Verb};
use super::super::tree::{INSIDE, OPENING, PartId, Tree, level_of};
use super::super::words::{collapse, fold};
use super::canon::TextHash;
use super::markdown::markdown_of;
use super::name::Namer;
use super::near::overlap;
use super::pin::{Pinned, Pinner};
use super::record::{ReviewFile, Seen};
use crate::finding::{Span, codes::overlay as o};
use crate::source::SourcePath;
use crate::topic::{Block, BlockKind};

/// From this share of common words on, a text is near enough to be offered (overlay design, 5.11).
const NEAR: f64 = 0.6;

/// The records of all layers, and what a look at them needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews {
    /// The records by layer and topic, the topic at its path among those of the base.
    pub files: BTreeMap<(LayerId, SourcePath), ReviewFile>,
    /// Name and revision of the base, such as `m365-ebcm@2026-03-04`.
    pub below: Option<String>,
    /// Whether the texts are wanted too, not only their hashes.
    pub texts: bool,
}

/// An instruction in one edition, compared with what its owner last saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The layer.
    pub layer: LayerId,
    /// The change file, or the topic that replaces another.
    pub file: SourcePath,
    /// The topic that it changes, at its path among those of the base.
    pub topic: SourcePath,
    /// The name of its record: `replace paragraph: even with this resilience`.
    pub name: String,
    /// As its author wrote it: `Replace paragraph: Even with this resilience…`.
    pub instruction: String,
    /// The target as its author wrote it.
    pub words: String,
    /// Where the instruction stands in its file.
    pub span: Span,
    /// What stands below it.
    pub body: Span,
    /// How it stands.
    pub state: ReviewState,
    /// What was last seen.
    pub seen: Option<Seen>,
    /// What stands there now; `None` where it is gone.
    pub now: Option<Pinned>,
    /// Where the target is gone: what is the same as what was seen, or near to it.
    pub elsewhere: Option<Pinned>,
}

/// How an instruction stands to the text below it (overlay design, 5.11).
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewState {
    /// The text is one that was seen.
    Current,
    /// Nobody looked at it yet.
    Unseen,
    /// The text is another than the one that was seen.
    Changed,
    /// The target is gone; the text that was seen stands elsewhere, under these words.
    Moved(String),
    /// The target is gone; one text is near to what was seen: its words, and how much of it is the same in percent.
    Near(String, u8),
    /// The target is gone and nothing is like it.
    Lost,
    /// The text below says what the layer says.
    Absorbed,
}

impl ReviewState {
    /// The state in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Unseen => "unseen",
            Self::Changed => "changed",
            Self::Moved(_) | Self::Near(..) => "moved",
            Self::Lost => "lost",
            Self::Absorbed => "absorbed",
        }
    }
}

/// The name of the record of an instruction.
pub(in crate::overlay) fn record_name(by: &Instruction) -> String {
    let words = fold(&by.words);
    let words = words.strip_suffix('…').or_else(|| words.strip_suffix("...")).unwrap_or(&words).trim_end();
    let mut name = format!("{}: {words}", by.heading().to_lowercase());
    match &by.within {
        Some(SectionTarget::Path(path)) => _ = write!(name, " (in: {})", path.join(" > ")),
        Some(SectionTarget::Anchor(anchor)) => _ = write!(name, " (in: #{anchor})"),
        None => {}
    }
    if let Some(column) = &by.column {
        _ = write!(name, " (with column: {})", fold(column));
    }
    name
}

/// Looks at the instructions of one topic.
pub(in crate::overlay) struct Observer<'a> {
    pub(in crate::overlay) finder: Finder<'a>,
    pub(in crate::overlay) reviews: &'a Reviews,
    /// The topic's path among those of the base.
    pub(in crate::overlay) topic: &'a SourcePath,
}

impl Observer<'_> {
    /// An instruction whose target is there; `None` where it stands on nothing but its own layer.
    pub(in crate::overlay) fn found(&self, by: &Instruction, target: PartId) -> Option<Review> {
        let node = self.finder.tree.part(target).node.as_ref();
        if node.is_some_and(|node| node.origin.layer == by.layer) {
            return None;
        }
        let now = self.pinner(self.reviews.texts).pin(by, target);
        let mut review = self.review(by);
        review.state =
            if self.is_absorbed(by, target) { ReviewState::Absorbed } else { state_of(review.seen.as_ref(), now.hash) };
        review.now = Some(now);
        Some(review)
    }

    /// An instruction whose target is not there. `None` where it says itself that it may be missing, and nothing tells
    /// that it moved.
    pub(in crate::overlay) fn missing(&self, by: &Instruction, problem: &NotFound) -> Option<Review> {
        let mut review = self.review(by);
        let elsewhere = review.seen.as_ref().filter(|_| problem.code == &o::O201);
        let elsewhere = elsewhere.and_then(|seen| self.elsewhere(by, seen));
        review.state = match elsewhere {
            Some((ReviewState::Near(..), _)) | None if by.if_present => return None,
            Some((state, part)) => {
                review.elsewhere = Some(self.pinner(self.reviews.texts).pin(by, part));
                state
            }
            None => ReviewState::Lost,
        };
        Some(review)
    }

    fn pinner(&self, texts: bool) -> Pinner<'_> {
        Pinner { finder: &self.finder, texts }
    }

    fn review(&self, by: &Instruction) -> Review {
        let name = record_name(by);
        let span = |first: &Arc<Block>, last: &Arc<Block>| Span { start: first.span.start, end: last.span.end };
        let body = by.body.first().zip(by.body.last()).map_or(by.span, |(first, last)| span(first, last));
        Review {
            layer: by.layer,
            file: by.file.clone(),
            topic: self.topic.clone(),
            seen: self.reviews.seen(by.layer, self.topic, &name).cloned(),
            name,
            instruction: format!("{}: {}", by.heading(), by.words),
            words: by.words.clone(),
            span: by.span,
            body,
            state: ReviewState::Unseen,
            now: None,
            elsewhere: None,
        }
    }

    /// Whether the text below says what the instruction says.
    fn is_absorbed(&self, by: &Instruction, target: PartId) -> bool {
        let pinner = self.pinner(false);
        let tree = self.finder.tree;
        let body = &by.body;
        match by.verb {
            Verb::Replace if by.kind == Kind::Section => {
                let own = body.first().and_then(|first| level_of(first)) == tree.part(target).level;
                let now = if own { tree.blocks_of(target) } else { tree.blocks_inside(target, &INSIDE) };
                pinner.hash(&now) == pinner.hash(body)
            }
            Verb::Replace => {
                let now = tree.blocks_of(target);
                pinner.hash(&now) == pinner.hash(&parts_of(body, by.kind))
            }
            Verb::ReplaceOpening => pinner.hash(&tree.blocks_inside(target, &OPENING)) == pinner.hash(body),
            Verb::Rename => {
                let inlines = |block: &Block| {
                    let document = self.finder.documents.get(block.source)?;
                    Some(collapse(&document.plain(block.inlines()?)))
                };
                let now = tree.block(target).and_then(|heading| inlines(heading));
                now.is_some() && now == body.first().and_then(|block| inlines(block))
            }
            Verb::AddBefore | Verb::AddAfter => {
                let around = tree.part(target).parent.unwrap_or(Tree::ROOT);
                self.holds_all(around, &parts_of(body, by.kind), by)
            }
            Verb::AddTo => self.holds_all(target, &parts_of(body, Kind::Item), by),
            Verb::AddToStart | Verb::AddToEnd => self.holds_all(target, body, by),
            Verb::Remove | Verb::MergeInto | Verb::Lock | Verb::Require => false,
        }
    }

    /// Whether each of the blocks stands directly in a part already.
    fn holds_all(&self, around: PartId, blocks: &[Arc<Block>], by: &Instruction) -> bool {
        let tree = self.finder.tree;
        let pinner = self.pinner(false);
        if blocks.is_empty() {
            return false;
        }
        let children = tree.inside(around);
        let children = || children.iter().filter(|part| tree.part(**part).parent == Some(around));
        blocks.iter().all(|block| {
            let wanted = std::mem::discriminant(&block.kind);
            // A heading alone says little: what stands under it counts as well.
            if level_of(block).is_some() && by.kind == Kind::Section {
                let section: Vec<Arc<Block>> = section_of(blocks, block);
                let hash = pinner.hash(&section);
                return children().any(|part| {
                    tree.part(*part).level == level_of(block) && pinner.hash(&tree.blocks_of(*part)) == hash
                });
            }
            let in_section =
                blocks.iter().take_while(|other| !Arc::ptr_eq(other, block)).any(|b| level_of(b).is_some());
            let hash = pinner.hash(std::slice::from_ref(block));
            in_section
                || children().any(|part| {
                    tree.block(*part).is_some_and(|there| std::mem::discriminant(&there.kind) == wanted)
                        && pinner.hash(&tree.blocks_of(*part)) == hash
                })
        })
    }

    /// Where the text that was seen, or one that is near to it, stands now.
    fn elsewhere(&self, by: &Instruction, seen: &Seen) -> Option<(ReviewState, PartId)> {
        let by_section = matches!(by.target, Target::Section(_));
        let kind = if by_section { Kind::Section } else { by.kind };
        let tree = self.finder.tree;
        let fits = |id: &PartId| match kind {
            Kind::Section => tree.part(*id).level.is_some(),
            kind => self.finder.is_kind(*id, kind),
        };
        let candidates: Vec<PartId> = tree.inside(Tree::ROOT).into_iter().filter(fits).collect();
        let held = by_section && matches!(by.verb, Verb::AddTo | Verb::MergeInto);
        let exact = self.pinner(false);
        let same = |id: &PartId| {
            let inside = by_section.then(|| exact.inside(*id)).flatten();
            inside.is_some_and(|inside| seen.inside.contains(&inside))
                || (!held && seen.hash.contains(&exact.pin(by, *id).hash))
        };
        let namer = Namer::new(&self.finder);
        let found: Vec<PartId> = candidates.iter().copied().filter(same).collect();
        if let [only] = found.as_slice() {
            return Some((ReviewState::Moved(namer.words(*only, kind)?), *only));
        }
        let texts = self.pinner(true);
        let text = |id: PartId| {
            if held {
                let blocks = tree.blocks_of(id);
                markdown_of(blocks.iter().map(|block| &**block), self.finder.documents)
            } else {
                texts.pin(by, id).text
            }
        };
        let near: Vec<(PartId, f64)> = candidates
            .into_iter()
            .map(|id| (id, overlap(&seen.text, &text(id))))
            .filter(|(_, near)| *near >= NEAR)
            .collect();
        let [(only, near)] = near.as_slice() else { return None };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
        let percent = (near * 100.0).floor() as u8;
        Some((ReviewState::Near(namer.words(*only, kind)?, percent), *only))
    }
}

/// Whether a text is known.
pub(in crate::overlay) fn state_of(seen: Option<&Seen>, hash: TextHash) -> ReviewState {
    match seen {
        None => ReviewState::Unseen,
        Some(seen) if seen.hash.contains(&hash) => ReviewState::Current,
        Some(_) => ReviewState::Changed,
    }
}

/// The items or rows of a body that brings such; else its blocks.
fn parts_of(body: &[Arc<Block>], kind: Kind) -> Vec<Arc<Block>> {
    let parts = match body {
        [only] => match (&only.kind, kind) {
            (BlockKind::List { items, .. }, Kind::Item) => Some(items.as_slice()),
            (BlockKind::Table(table), Kind::Row) => Some(table.rows.as_slice()),
            _ => None,
        },
        _ => None,
    };
    parts.map_or_else(|| body.to_vec(), |parts| parts.iter().cloned().map(Arc::new).collect())
}

/// A heading of a body with what stands under it.
fn section_of(blocks: &[Arc<Block>], heading: &Arc<Block>) -> Vec<Arc<Block>> {
    let level = level_of(heading);
    let from = blocks.iter().skip_while(|block| !Arc::ptr_eq(block, heading));
    let rest = from.clone().skip(1).take_while(|block| level_of(block).is_none_or(|other| Some(other) > level));
    from.take(1).chain(rest).cloned().collect()
}

impl Reviews {
    pub(super) fn seen(&self, layer: LayerId, topic: &SourcePath, name: &str) -> Option<&Seen> {
        self.files.get(&(layer, topic.clone()))?.seen.get(name)
    }
}
