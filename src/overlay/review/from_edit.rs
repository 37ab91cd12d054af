//! A topic as a layer sees it + an edited copy of it → the change file that makes the one out of the other.
//!
//! Sections are compared by their headings, the blocks of an opening by what they say. What is the same is left alone;
//! what cannot be named by words is replaced together with what stands around it. Whether the file really makes the
//! copy is for the caller to see, by composing it.

use std::fmt::Write;
use std::sync::Arc;

use super::super::find::Finder;
use super::super::instruction::Kind;
use super::super::tree::{PartId, Run, Tree, level_of};
use super::super::words::{collapse, fold};
use super::super::{ComposedTopic, Layers};
use super::canon::TextHash;
use super::markdown::{leans, markdown_of};
use super::name::Namer;
use super::near::overlap;
use super::pieces::{Piece, pieces};
use super::yaml::{flow, key, quoted};
use crate::source::SourceTree;
use crate::topic::{Block, BlockKind, Document, Documents, Field, Topic, ValueKind};

/// From this share of common words on, a section with another heading is taken for the old one, renamed.
const NEAR: f64 = 0.6;

/// What stands below `Remove`, until somebody writes why.
pub(super) const REASON: &str = "Taken out in the edited copy; write here why.";

/// The edited copy.
pub struct Edited<'a> {
    /// The copy, read as a topic.
    pub topic: &'a Topic,
    /// Its own documents.
    pub documents: &'a Documents,
}

/// How much is replaced as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Each item of a list and each row of a table by itself.
    Parts,
    /// Each block by itself.
    Blocks,
    /// The opening of a section, and each section, by itself.
    Sections,
    /// The whole topic.
    Topic,
}

/// Writes the change file. `name`: the topic's path below the source folder.
pub fn change_file(
    below: &ComposedTopic,
    documents: &Documents,
    sources: &SourceTree,
    edited: &Edited<'_>,
    (name, grain): (&str, Grain),
) -> String {
    let blocks: Vec<Arc<Block>> = below.body.iter().map(|node| Arc::clone(&node.block)).collect();
    let tree = Tree::new(&blocks, below.layer);
    let layers = Layers::default();
    let finder = Finder { tree: &tree, documents, layers: &layers, sources, topic: name, quiet: true };
    let mut writer = Writer { finder: &finder, namer: Namer::new(&finder), edited, grain, text: String::new() };
    writer.matter(below, name);
    let new = Section::of(&edited.topic.document);
    if grain == Grain::Topic {
        writer.heading(Tree::ROOT, &new);
        let all = new.all();
        if !all.is_empty() {
            writer.instruction("Replace", "this topic", &all);
        }
    } else {
        writer.section(Tree::ROOT, &new);
    }
    writer.text
}

/// A section of the edited copy.
struct Section {
    heading: Option<Arc<Block>>,
    level: u8,
    opening: Vec<Arc<Block>>,
    inner: Vec<Section>,
}

impl Section {
    fn of(document: &Document) -> Self {
        let mut blocks = document.blocks.iter().cloned().peekable();
        let heading = blocks.next_if(|block| level_of(block) == Some(1));
        let mut open = vec![Self { heading, level: 0, opening: Vec::new(), inner: Vec::new() }];
        let close = |open: &mut Vec<Self>| {
            if let Some(done) = open.pop()
                && let Some(around) = open.last_mut()
            {
                around.inner.push(done);
            }
        };
        for block in blocks {
            match level_of(&block) {
                Some(level) => {
                    while open.len() > 1 && open.last().is_some_and(|last| last.level >= level) {
                        close(&mut open);
                    }
                    open.push(Self { heading: Some(block), level, opening: Vec::new(), inner: Vec::new() });
                }
                None => {
                    if let Some(last) = open.last_mut() {
                        last.opening.push(block);
                    }
                }
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().unwrap_or(Self { heading: None, level: 0, opening: Vec::new(), inner: Vec::new() })
    }

    /// What stands under the heading.
    fn all(&self) -> Vec<Arc<Block>> {
        let mut all = self.opening.clone();
        for section in &self.inner {
            all.extend(section.whole());
        }
        all
    }

    fn whole(&self) -> Vec<Arc<Block>> {
        self.heading.iter().cloned().chain(self.all()).collect()
    }
}

pub(super) struct Writer<'a> {
    pub(super) finder: &'a Finder<'a>,
    pub(super) namer: Namer<'a>,
    pub(super) edited: &'a Edited<'a>,
    grain: Grain,
    pub(super) text: String,
}

impl Writer<'_> {
    fn matter(&mut self, below: &ComposedTopic, name: &str) {
        let old: Vec<&Field> = below.fields.iter().map(|(field, _)| field).collect();
        let new = &self.edited.topic.fields.entries;
        let plain = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || "/-_.".contains(letter));
        let name = if plain(name) { name.to_owned() } else { quoted(name) };
        _ = writeln!(self.text, "---\nchanges: {name}");
        let differs = |field: &&Field| {
            let there = old.iter().find(|there| there.key == field.key);
            field.value.kind != ValueKind::Null
                && there.is_none_or(|there| {
                    TextHash::of_value(Some(&there.value)) != TextHash::of_value(Some(&field.value))
                })
        };
        let set: Vec<&Field> = new.iter().filter(differs).collect();
        if !set.is_empty() {
            self.text.push_str("set:\n");
            for field in set {
                _ = writeln!(self.text, "  {}: {}", key(&field.key), flow(&field.value));
            }
        }
        let gone: Vec<String> = old
            .iter()
            .filter(|field| !new.iter().any(|there| there.key == field.key && there.value.kind != ValueKind::Null))
            .filter(|field| field.value.kind != ValueKind::Null)
            .map(|field| key(&field.key))
            .collect();
        if !gone.is_empty() {
            _ = writeln!(self.text, "remove:\n  keys: [{}]", gone.join(", "));
        }
        self.text.push_str("---\n");
    }

    fn instruction(&mut self, verb: &str, words: &str, body: &[Arc<Block>]) {
        let body = self.body(body);
        _ = write!(self.text, "\n# {verb}: {words}\n\n{}\n", body.trim_end());
    }

    /// The same with blocks that nobody wrote like this.
    pub(super) fn anew(&mut self, verb: &str, words: &str, body: &[Arc<Block>]) {
        let body = markdown_of(body.iter().map(|block| &**block), self.edited.documents);
        _ = write!(self.text, "\n# {verb}: {words}\n\n{}\n", body.trim_end());
    }

    /// Blocks of the copy as their author wrote them; anew where they lean on something elsewhere in it.
    fn body(&self, blocks: &[Arc<Block>]) -> String {
        let document = &self.edited.topic.document;
        let text = document.source_text();
        let written = blocks
            .first()
            .zip(blocks.last())
            .and_then(|(first, last)| text.get(first.span.start as usize..last.span.end as usize));
        let leans = written.is_none_or(leans);
        match written {
            Some(written) if !leans => written.to_owned(),
            _ => markdown_of(blocks.iter().map(|block| &**block), self.edited.documents),
        }
    }

    fn hash_new(&self, blocks: &[Arc<Block>]) -> TextHash {
        TextHash::of(blocks.iter().map(|block| &**block), self.edited.documents)
    }

    pub(super) fn hash_old(&self, id: PartId) -> TextHash {
        let blocks = self.finder.tree.blocks_of(id);
        TextHash::of(blocks.iter().map(|block| &**block), self.finder.documents)
    }

    fn heading(&mut self, old: PartId, new: &Section) {
        let there = self.finder.tree.block(old).cloned();
        let same = match (&there, &new.heading) {
            (Some(there), Some(new)) => {
                TextHash::of([&**there], self.finder.documents) == self.hash_new(std::slice::from_ref(new))
            }
            (None, None) => true,
            _ => false,
        };
        if let (false, Some(heading)) = (same, &new.heading)
            && let Some(content) = heading.inlines()
            && let Some(words) = self.namer.words(old, Kind::Section)
        {
            let line = Block { kind: BlockKind::Paragraph(content), source: heading.source, span: heading.span };
            let text = markdown_of([&line], self.edited.documents);
            _ = write!(self.text, "\n# Rename: {words}\n\n{}\n", text.trim_end());
        }
    }

    fn section(&mut self, old: PartId, new: &Section) {
        self.heading(old, new);
        let tree = self.finder.tree;
        let before = tree.blocks_inside(old, &[Run::Opening]);
        if TextHash::of(before.iter().map(|block| &**block), self.finder.documents) != self.hash_new(&new.opening) {
            self.opening(old, new);
        }
        self.inner(old, new);
    }

    fn opening(&mut self, section: PartId, new: &Section) {
        let Some(words) = self.namer.words(section, Kind::Section) else { return };
        let old: Vec<PartId> = self.finder.tree.run(section, Run::Opening).to_vec();
        if old.is_empty() {
            return self.instruction("Add to start of", &words, &new.opening);
        }
        let mark = self.text.len();
        if matches!(self.grain, Grain::Parts | Grain::Blocks) && self.blocks(&old, &new.opening) {
            return;
        }
        self.text.truncate(mark);
        if new.opening.is_empty() {
            // An opening cannot be replaced by nothing; its blocks can go one by one.
            if !self.blocks(&old, &[]) {
                self.text.truncate(mark);
            }
            return;
        }
        self.instruction("Replace opening of", &words, &new.opening);
    }

    /// Block by block; whether all that changed can be named.
    fn blocks(&mut self, old: &[PartId], new: &[Arc<Block>]) -> bool {
        let old_hashes: Vec<TextHash> = old.iter().map(|id| self.hash_old(*id)).collect();
        let new_hashes: Vec<TextHash> = new.iter().map(|block| self.hash_new(std::slice::from_ref(block))).collect();
        let mut last_kept: Option<PartId> = None;
        for Piece { gone, came, next } in pieces(&old_hashes, &new_hashes) {
            let gone_ids = old.get(gone.clone()).unwrap_or_default();
            let came_blocks = new.get(came).unwrap_or_default();
            let next_kept = next.and_then(|at| old.get(at).copied());
            match (gone_ids, came_blocks) {
                ([], []) => {}
                ([only], [came]) if self.grain == Grain::Parts && self.parts(*only, came) => {}
                ([], came) => {
                    let beside =
                        last_kept.map(|id| ("Add after", id)).or_else(|| next_kept.map(|id| ("Add before", id)));
                    let Some((verb, id)) = beside else { return false };
                    let Some((kind, words)) = self.named(id) else { return false };
                    self.instruction(&format!("{verb} {kind}"), &words, came);
                }
                ([first, rest @ ..], came) => {
                    let Some((kind, words)) = self.named(*first) else { return false };
                    if came.is_empty() {
                        _ = write!(self.text, "\n# Remove {kind}: {words}\n\n{REASON}\n");
                    } else {
                        self.instruction(&format!("Replace {kind}"), &words, came);
                    }
                    for id in rest {
                        let Some((kind, words)) = self.named(*id) else { return false };
                        _ = write!(self.text, "\n# Remove {kind}: {words}\n\n{REASON}\n");
                    }
                }
            }
            last_kept = next_kept.or(last_kept);
        }
        true
    }

    fn named(&self, id: PartId) -> Option<(&'static str, String)> {
        let kinds = [Kind::Image, Kind::Paragraph, Kind::Note, Kind::List, Kind::Table, Kind::Code];
        let kind = kinds.into_iter().find(|kind| self.finder.is_kind(id, *kind))?;
        Some((kind.written(), self.namer.words(id, kind)?))
    }

    fn inner(&mut self, around: PartId, new: &Section) {
        let old: Vec<PartId> = self.finder.tree.run(around, Run::Sections).to_vec();
        let key = |words: &str, level: u8| TextKey(format!("{level} {}", fold(words)));
        let old_keys: Vec<TextKey> = old
            .iter()
            .map(|id| {
                key(
                    &self.finder.written_heading(*id).unwrap_or_default(),
                    self.finder.tree.part(*id).level.unwrap_or(0),
                )
            })
            .collect();
        let heading = |section: &Section| {
            let content = section.heading.as_ref().and_then(|heading| heading.inlines());
            content.map(|content| self.edited.topic.document.plain(content)).unwrap_or_default()
        };
        let new_keys: Vec<TextKey> =
            new.inner.iter().map(|section| key(&collapse(&heading(section)), section.level)).collect();
        let mut last_kept: Option<PartId> = None;
        for Piece { gone, came, next } in pieces(&old_keys, &new_keys) {
            let gone_ids: Vec<PartId> = old.get(gone).unwrap_or_default().to_vec();
            let came_sections: Vec<&Section> = new.inner.get(came.clone()).unwrap_or_default().iter().collect();
            let next_kept = next.and_then(|at| old.get(at).copied());
            let mut came_left = came_sections.iter().copied().peekable();
            let mut added: Vec<Arc<Block>> = Vec::new();
            let mut anchor = last_kept;
            for id in gone_ids {
                let renamed = came_left.peek().copied().filter(|section| self.is_renamed(id, section));
                if let Some(section) = renamed {
                    came_left.next();
                    self.add_sections(around, anchor, Some(id), &mut added);
                    self.section(id, section);
                    anchor = Some(id);
                } else if let Some(words) = self.namer.words(id, Kind::Section) {
                    _ = write!(self.text, "\n# Remove: {words}\n\n{REASON}\n");
                }
            }
            for section in came_left {
                added.extend(section.whole());
            }
            self.add_sections(around, anchor, next_kept, &mut added);
            if let Some(id) = next_kept
                && let Some(section) = new.inner.get(came.end)
            {
                self.section(id, section);
                last_kept = Some(id);
            } else {
                last_kept = anchor.or(last_kept);
            }
        }
    }

    /// Whether a section of the copy is one of the topic with another heading.
    fn is_renamed(&self, old: PartId, new: &Section) -> bool {
        if self.finder.tree.part(old).level != Some(new.level) {
            return false;
        }
        let blocks = self.finder.tree.blocks_inside(old, &super::super::tree::INSIDE);
        let there = markdown_of(blocks.iter().map(|block| &**block), self.finder.documents);
        let all = new.all();
        let here = markdown_of(all.iter().map(|block| &**block), self.edited.documents);
        !there.trim().is_empty() && overlap(&there, &here) >= NEAR
    }

    /// Sections that came, beside one that is there; in a section without any, at its end.
    fn add_sections(
        &mut self,
        around: PartId,
        after: Option<PartId>,
        before: Option<PartId>,
        added: &mut Vec<Arc<Block>>,
    ) {
        let added = std::mem::take(added);
        let Some(first) = added.first() else { return };
        let level = level_of(first);
        let fits = |id: &PartId| self.finder.tree.part(*id).level == level;
        let beside =
            after.filter(fits).map(|id| ("Add after", id)).or_else(|| before.filter(fits).map(|id| ("Add before", id)));
        let (verb, id) = beside.unwrap_or(("Add to end of", around));
        if let Some(words) = self.namer.words(id, Kind::Section) {
            self.instruction(verb, &words, &added);
        }
    }
}

#[derive(PartialEq, Eq)]
struct TextKey(String);
