//! An instruction and its target → the edits that it asks for.
//!
//! Nothing is changed here: whether edits meet, and whether a lock forbids them, is asked before one is carried out.

use std::sync::Arc;

use super::instruction::{Instruction, Kind, Verb};
use super::review::escaped;
use super::table::Grid;
use super::tree::{PartId, Run, Tree, level_of};
use super::{Node, Origin};
use crate::finding::{Code, Finding, Place, Span, codes::markdown, codes::overlay as o};
use crate::source::SourceTree;
use crate::topic::{Block, BlockKind, Documents, HeadingIds, MAX_DEPTH, heading_id};

/// One change to one part of a topic.
#[derive(Debug)]
pub(super) struct Edit {
    /// The number of its instruction in the rank.
    pub(super) by: usize,
    pub(super) target: PartId,
    pub(super) action: Action,
}

/// What an edit does.
#[derive(Debug)]
pub(super) enum Action {
    /// Puts blocks and sections beside or into the target.
    Insert { blocks: Run, sections: Run, nodes: Vec<Node> },
    /// Puts a row with a key that the table does not have at its end.
    AddRow { key: String, node: Node },
    /// Puts blocks in the place of a block.
    Replace(Vec<Node>),
    /// Puts another content, and perhaps another heading, into a section.
    ReplaceSection { heading: Option<Node>, nodes: Vec<Node> },
    /// Puts other blocks into the opening of a section.
    ReplaceOpening(Vec<Node>),
    /// Puts another heading or cell in the place of one.
    Swap(Node),
    /// Takes the target away.
    Remove,
}

impl Action {
    /// Whether it changes what is there, not only adds to it.
    pub(super) fn changes(&self) -> bool {
        !matches!(self, Self::Insert { .. } | Self::AddRow { .. })
    }
}

/// Plans the edits of instructions on a tree that does not change meanwhile.
pub(super) struct Planner<'a> {
    pub(super) tree: &'a Tree,
    pub(super) documents: &'a Documents,
    pub(super) sources: &'a SourceTree,
    pub(super) findings: Vec<Finding>,
}

impl Planner<'_> {
    /// The edits of an instruction; none and a finding where its body does not fit.
    pub(super) fn plan(&mut self, by: usize, instruction: &Instruction, target: PartId) -> Vec<Edit> {
        if instruction.verb == Verb::MergeInto {
            return self.merge(by, instruction, target);
        }
        let action = match instruction.verb {
            Verb::AddBefore => self.beside(instruction, target, Run::Before),
            Verb::AddAfter => self.beside(instruction, target, Run::After),
            Verb::AddToStart => self.inside_section(instruction, target, Run::Start, Run::StartSections),
            Verb::AddToEnd => self.inside_section(instruction, target, Run::End, Run::EndSections),
            Verb::AddTo => self.parts_of_body(instruction, target).map(|nodes| Action::Insert {
                blocks: Run::End,
                sections: Run::End,
                nodes,
            }),
            Verb::Replace if instruction.kind == Kind::Section => self.replace_section(instruction, target),
            Verb::Replace => self.blocks_for(instruction, target).map(|nodes| {
                let over = self.origin(target);
                Action::Replace(nodes.into_iter().map(|node| over_node(node, over.as_ref())).collect())
            }),
            Verb::ReplaceOpening => self.fits(instruction, &instruction.body, Some(u8::MAX), false).then(|| {
                let over = self.first_origin(target);
                Action::ReplaceOpening(nodes_of(instruction, &instruction.body, over.as_ref()))
            }),
            Verb::Rename => self.rename(instruction, target),
            Verb::Remove if target == Tree::ROOT => {
                let help = "`hide: yes` and `note:` in the front matter take a whole topic away";
                let finding = Self::refusal(instruction, &o::O204, "a topic cannot be removed from inside").help(help);
                self.findings.push(finding.try_line("hide: yes"));
                None
            }
            Verb::Remove => Some(Action::Remove),
            Verb::MergeInto | Verb::Lock | Verb::Require => None,
        };
        action.map(|action| Edit { by, target, action }).into_iter().collect()
    }

    fn beside(&mut self, instruction: &Instruction, target: PartId, run: Run) -> Option<Action> {
        if target == Tree::ROOT {
            let message = "nothing can stand before or after the topic itself";
            let side = if run == Run::Before { "start" } else { "end" };
            let finding = Self::refusal(instruction, &o::O204, message);
            self.findings.push(finding.try_edit(instruction.span, format!("# Add to {side} of: this topic")));
            return None;
        }
        let nodes = if instruction.kind == Kind::Section {
            let level = self.tree.part(target).level;
            let fits = self.fits(instruction, &instruction.body, level, true);
            fits.then(|| nodes_of(instruction, &instruction.body, None))?
        } else {
            self.blocks_for(instruction, target)?
        };
        Some(Action::Insert { blocks: run, sections: run, nodes })
    }

    fn inside_section(
        &mut self,
        instruction: &Instruction,
        target: PartId,
        blocks: Run,
        sections: Run,
    ) -> Option<Action> {
        let level = self.tree.part(target).level;
        let fits = self.fits(instruction, &instruction.body, level, false);
        let nodes = fits.then(|| nodes_of(instruction, &instruction.body, None))?;
        self.fits_depth(instruction, target).then_some(Action::Insert { blocks, sections, nodes })
    }

    /// The nodes that may stand in the place of a block or beside it: blocks without headings, items, rows.
    fn blocks_for(&mut self, instruction: &Instruction, target: PartId) -> Option<Vec<Node>> {
        match instruction.kind {
            Kind::Item => {
                let list = self.tree.part(target).parent?;
                self.parts_of_body(instruction, list)
            }
            Kind::Row => {
                let table = self.tree.part(target).parent?;
                self.rows_of_body(instruction, table)
            }
            _ => {
                let fits = self.fits(instruction, &instruction.body, None, true);
                (fits && self.fits_depth(instruction, target)).then(|| nodes_of(instruction, &instruction.body, None))
            }
        }
    }

    /// The items of a body that is one list.
    fn parts_of_body(&mut self, instruction: &Instruction, list: PartId) -> Option<Vec<Node>> {
        let [body] = instruction.body.as_slice() else { return self.refuse_body(instruction, "one list") };
        let BlockKind::List { items, .. } = &body.kind else { return self.refuse_body(instruction, "one list") };
        let items: Vec<Arc<Block>> = items.iter().cloned().map(Arc::new).collect();
        self.fits_depth(instruction, list).then(|| nodes_of(instruction, &items, None))
    }

    pub(super) fn refuse_body<T>(&mut self, instruction: &Instruction, wanted: &str) -> Option<T> {
        let message = format!("“{}” takes {wanted} below it and nothing else", instruction.heading());
        self.refuse(instruction, &o::O211, message, &format!("write {wanted}"));
        None
    }

    fn replace_section(&mut self, instruction: &Instruction, target: PartId) -> Option<Action> {
        let level = self.tree.part(target).level;
        let (heading, body) = match instruction.body.split_first() {
            Some((first, rest)) if level_of(first).is_some() && level_of(first) == level => (Some(first), rest),
            _ => (None, instruction.body.as_slice()),
        };
        if !self.fits(instruction, body, level, false) || !self.fits_depth(instruction, target) {
            return None;
        }
        let heading = heading.and_then(|heading| self.over_target(instruction, target, heading));
        let over = self.first_origin(target);
        Some(Action::ReplaceSection { heading, nodes: nodes_of(instruction, body, over.as_ref()) })
    }

    fn rename(&mut self, instruction: &Instruction, target: PartId) -> Option<Action> {
        let content = match instruction.body.as_slice() {
            [only] => match only.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some((only, content)),
                _ => None,
            },
            _ => None,
        };
        let level = self.tree.block(target).and_then(|block| level_of(block));
        let (Some((block, content)), Some(level)) = (content, level) else {
            let finding = Self::refusal(instruction, &o::O105, "“Rename” needs one line: the new heading");
            self.findings.push(finding.try_line("write the new heading on one line, without #"));
            return None;
        };
        let document = self.documents.get(block.source)?;
        let id = heading_id(&document.plain(content), HeadingIds::Learn).into();
        let kind = BlockKind::Heading { level, id, classes: Vec::new(), content };
        let heading = Arc::new(Block { source: block.source, span: block.span, kind });
        self.over_target(instruction, target, &heading).map(Action::Swap)
    }

    /// A block of an instruction that takes the place of the target's own.
    pub(super) fn over_target(&self, instruction: &Instruction, target: PartId, block: &Arc<Block>) -> Option<Node> {
        nodes_of(instruction, std::slice::from_ref(block), self.origin(target).as_ref()).into_iter().next()
    }

    fn origin(&self, target: PartId) -> Option<Arc<Origin>> {
        self.tree.part(target).node.as_ref().map(|node| Arc::new(node.origin.clone()))
    }

    fn first_origin(&self, target: PartId) -> Option<Arc<Origin>> {
        self.tree.inside(target).into_iter().find_map(|part| self.origin(part))
    }

    /// Whether the body fits its place: beside a section it begins with a heading of that level, inside of one all its
    /// headings are deeper, beside a block it has none.
    fn fits(&mut self, instruction: &Instruction, body: &[Arc<Block>], level: Option<u8>, beside: bool) -> bool {
        let least = match (level, beside) {
            (None, _) => u8::MAX,
            (Some(level), true) => level,
            (Some(level), false) => level.max(1).saturating_add(1),
        };
        if let (Some(_), true, Some(first)) = (level, beside, body.first())
            && level_of(first).is_none()
        {
            let message = "text added beside a section would read as part of a section";
            let finding = Self::refusal(instruction, &o::O206, message)
                .help("put it into the section, or begin it with a heading");
            let to_end = Instruction { verb: Verb::AddToEnd, ..instruction.clone() };
            let line = to_end.line(&escaped(&instruction.words));
            self.findings.push(finding.try_edit(instruction.span, line));
            return false;
        }
        let Some((block, found)) =
            body.iter().find_map(|block| level_of(block).filter(|found| *found < least).map(|found| (block, found)))
        else {
            return true;
        };
        let wanted = if least > 6 { "none".to_owned() } else { format!("level {least} or deeper") };
        let message = format!("a heading of level {found} cannot stand here; this place takes {wanted}");
        let words = super::words::plain_words(block, self.documents);
        let text = self.documents.get(block.source).map_or("", |document| block.span.of(document.source_text()));
        let line = Span::new(block.span.start as usize, block.span.start as usize + text.trim_end().len());
        let finding = Finding::new(&o::O205, message)
            .at(Place::new(instruction.file.shared(), block.span))
            .related(Place::new(instruction.file.shared(), instruction.span), "for this instruction");
        self.findings.push(if least > 6 {
            let line = format!("**{}**", escaped(&words));
            finding.help("name the section instead, or write the line in bold").try_line(line)
        } else {
            finding.try_edit(line, format!("{} {}", "#".repeat(usize::from(least)), escaped(&words)))
        });
        false
    }

    /// Whether the body, in its place, nests no deeper than blocks may.
    fn fits_depth(&mut self, instruction: &Instruction, target: PartId) -> bool {
        let around = self.tree.around(target).filter(|part| self.tree.part(*part).level.is_none()).count();
        // Most bodies stand in no block at all.
        let deepest =
            if around == 0 { 0 } else { instruction.body.iter().map(|block| depth(block)).max().unwrap_or(0) };
        if around + deepest <= MAX_DEPTH {
            return true;
        }
        let message = format!("with this, blocks would be nested more than {MAX_DEPTH} levels deep");
        self.refuse(instruction, &markdown::M031, message, "put it further out");
        false
    }

    pub(super) fn refuse(
        &mut self,
        instruction: &Instruction,
        code: &'static Code,
        message: impl Into<String>,
        help: &str,
    ) {
        let finding = Self::refusal(instruction, code, message).help(help);
        self.findings.push(finding);
    }

    fn refusal(instruction: &Instruction, code: &'static Code, message: impl Into<String>) -> Finding {
        Finding::new(code, message).at(Place::new(instruction.file.shared(), instruction.span))
    }

    /// The table that a part is.
    pub(super) fn grid(&self, table: PartId) -> Option<Grid<'_>> {
        Grid::of(self.tree, self.documents, table)
    }
}

fn depth(block: &Block) -> usize {
    1 + block.children().map(depth).max().unwrap_or(0)
}

fn over_node(mut node: Node, over: Option<&Arc<Origin>>) -> Node {
    node.origin.over = over.cloned();
    node
}

/// Blocks of an instruction with their origin.
pub(super) fn nodes_of(instruction: &Instruction, body: &[Arc<Block>], over: Option<&Arc<Origin>>) -> Vec<Node> {
    body.iter()
        .map(|block| Node {
            block: Arc::clone(block),
            origin: Origin {
                instruction: Some(instruction.span),
                over: over.cloned(),
                ..Origin::new(instruction.layer, block.source, block.span)
            },
        })
        .collect()
}
