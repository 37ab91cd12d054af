//! The instructions of one rank, carried out on a topic's tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::find::{Finder, NotFound};
use super::instruction::{Instruction, Kind, Verb, capital};
use super::tree::{PartId, Removal, Run, Tree, level_of};
use super::{LayerId, Layers, Node, Origin};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::SourcePath;
use crate::topic::{Block, BlockKind, Documents, HeadingIds, heading_id};

/// A topic while layers are laid over it.
pub(super) struct Work<'a> {
    pub(super) tree: Tree,
    /// The topic's name in messages: its path below the source folder.
    pub(super) topic: &'a str,
    pub(super) documents: &'a Documents,
    pub(super) layers: &'a Layers,
    /// Earlier anchors, each with the id that stands now.
    pub(super) aliases: Vec<(Box<str>, Option<Box<str>>)>,
    pub(super) findings: Vec<Finding>,
}

/// An instruction with the file that it stands in.
pub(super) type Placed<'a> = (&'a SourcePath, &'a Instruction);

impl Work<'_> {
    /// Carries out the instructions of a rank, which see the topic as the ranks below left it. Of two that meet neither
    /// is carried out, and both are named.
    pub(super) fn apply_rank(&mut self, instructions: &[Placed<'_>]) {
        let finder = Finder { tree: &self.tree, documents: self.documents, layers: self.layers, topic: self.topic };
        let found: Vec<_> = instructions.iter().map(|placed| (*placed, finder.find(placed.1))).collect();
        let mut targets = Vec::with_capacity(found.len());
        for ((path, instruction), target) in found {
            match target {
                Ok(target) => targets.push((path, instruction, target)),
                Err(problem) => self.report_missing(path, instruction, problem),
            }
        }
        let met = self.conflicts(&targets);
        for (at, (path, instruction, target)) in targets.into_iter().enumerate() {
            if !met.contains_key(&at) {
                self.apply(path, instruction, target);
            }
        }
    }

    fn report_missing(&mut self, path: &SourcePath, instruction: &Instruction, problem: NotFound) {
        let place = Place::new(path.shared(), instruction.span);
        let finding = if instruction.if_present && problem.code == &o::O201 {
            let message = format!("(if present): “{}” is not in {}; nothing done", instruction.words, self.topic);
            Finding::new(&o::O208, message)
        } else {
            let mut finding = Finding::new(problem.code, problem.message);
            finding.help = problem.help;
            finding
        };
        self.findings.push(finding.at(place));
    }

    /// Which instructions meet: one replaces, removes or renames what another changes or adds inside of.
    fn conflicts(&mut self, targets: &[(&SourcePath, &Instruction, PartId)]) -> BTreeMap<usize, usize> {
        let mut changed: BTreeMap<PartId, Vec<usize>> = BTreeMap::new();
        for (at, (_, instruction, target)) in targets.iter().enumerate() {
            if instruction.verb.changes() {
                changed.entry(*target).or_default().push(at);
            }
        }
        let mut met = BTreeMap::new();
        for (at, (path, instruction, target)) in targets.iter().enumerate() {
            let mut here = Some(*target);
            let mut own = true;
            while let Some(part) = here {
                for other in changed.get(&part).into_iter().flatten().copied().filter(|other| *other != at) {
                    let Some((other_path, by, _)) = targets.get(other) else { continue };
                    if meet(instruction, by, own) && met.insert(at, other).is_none() && !met.contains_key(&other) {
                        let message = format!(
                            "two instructions change “{}” in one rank: {} and {}",
                            by.words,
                            capital(by.verb.written()),
                            capital(instruction.verb.written())
                        );
                        let finding = Finding::new(&o::O401, message)
                            .at(Place::new(path.shared(), instruction.span))
                            .related(Place::new(other_path.shared(), by.span), "the other")
                            .help("join them, or move one to a later layer");
                        self.findings.push(finding);
                    }
                    if met.contains_key(&at) {
                        met.insert(other, at);
                    }
                }
                own = false;
                here = self.tree.part(part).parent;
            }
        }
        met
    }

    fn apply(&mut self, path: &SourcePath, instruction: &Instruction, target: PartId) {
        let level = self.tree.part(target).level;
        let is_section = instruction.kind == Kind::Section;
        match instruction.verb {
            Verb::AddBefore | Verb::AddAfter => {
                let run = if instruction.verb == Verb::AddBefore { Run::Before } else { Run::After };
                if target == Tree::ROOT {
                    let help = "`# Add to start of: this topic` or `# Add to end of: this topic`";
                    return self.refuse(
                        path,
                        instruction,
                        &o::O204,
                        "nothing can stand before or after the topic itself",
                        help,
                    );
                }
                if self.fits(path, instruction, is_section.then_some(level).flatten(), true) {
                    let nodes = nodes_of(instruction, &instruction.body, None);
                    self.tree.fill(target, nodes.into_iter(), run, run);
                }
            }
            Verb::AddToStart | Verb::AddToEnd => {
                if !self.fits(path, instruction, level, false) {
                    return;
                }
                let (blocks, sections) = match instruction.verb {
                    Verb::AddToStart => (Run::Start, Run::StartSections),
                    _ => (Run::End, Run::EndSections),
                };
                let nodes = nodes_of(instruction, &instruction.body, None);
                self.tree.fill(target, nodes.into_iter(), blocks, sections);
            }
            Verb::Replace if is_section => self.replace_section(path, instruction, target),
            Verb::Replace => {
                if self.fits(path, instruction, None, true) && self.may_drop(path, instruction, target) {
                    let over = self.tree.part(target).node.as_ref().map(|node| Arc::new(node.origin.clone()));
                    let nodes = nodes_of(instruction, &instruction.body, over);
                    self.remove(instruction, target);
                    self.tree.fill(target, nodes.into_iter(), Run::After, Run::After);
                }
            }
            Verb::ReplaceOpening => {
                if self.fits(path, instruction, Some(u8::MAX), false) && self.may_drop(path, instruction, target) {
                    let over = self.first_inside(target);
                    self.tree.clear(target, true);
                    let nodes = nodes_of(instruction, &instruction.body, over);
                    self.tree.fill(target, nodes.into_iter(), Run::Opening, Run::Opening);
                }
            }
            Verb::Rename => self.rename(path, instruction, target),
            Verb::Remove => {
                if self.may_drop(path, instruction, target) {
                    if target == Tree::ROOT {
                        let help = "`hide: yes` and `note:` in the front matter take a whole topic away";
                        return self.refuse(path, instruction, &o::O204, "a topic cannot be removed from inside", help);
                    }
                    let gone: Vec<_> = [target].into_iter().chain(self.tree.inside(target)).collect();
                    let ids: Vec<Box<str>> = gone.into_iter().filter_map(|id| self.anchor(id)).collect();
                    self.aliases.extend(ids.into_iter().map(|id| (id, None)));
                    self.remove(instruction, target);
                }
            }
        }
    }

    fn replace_section(&mut self, path: &SourcePath, instruction: &Instruction, target: PartId) {
        let level = self.tree.part(target).level;
        let (new_heading, body) = match instruction.body.split_first() {
            Some((first, rest)) if level_of(first).is_some() && level_of(first) == level => (Some(first), rest),
            _ => (None, instruction.body.as_slice()),
        };
        if !self.fits_blocks(path, instruction, body, level, false) || !self.may_drop(path, instruction, target) {
            return;
        }
        let over = self.first_inside(target);
        let dropped: Vec<Box<str>> = self.tree.inside(target).into_iter().filter_map(|id| self.anchor(id)).collect();
        self.tree.clear(target, false);
        if let Some(heading) = new_heading {
            self.change_heading(instruction, target, heading);
        }
        let now = self.anchor(target);
        self.aliases.extend(dropped.into_iter().map(|id| (id, now.clone())));
        let nodes = nodes_of(instruction, body, over);
        self.tree.fill(target, nodes.into_iter(), Run::Opening, Run::Sections);
    }

    fn rename(&mut self, path: &SourcePath, instruction: &Instruction, target: PartId) {
        let content = match instruction.body.as_slice() {
            [only] => match only.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => Some((only, content)),
                _ => None,
            },
            _ => None,
        };
        let level = self.tree.part(target).node.as_ref().and_then(|node| level_of(&node.block));
        let (Some((block, content)), Some(level)) = (content, level) else {
            let help = "write the new heading on one line, without #";
            return self.refuse(path, instruction, &o::O105, "“Rename” needs one line: the new heading", help);
        };
        let Some(document) = self.documents.get(block.source) else { return };
        let id = heading_id(&document.plain(content), HeadingIds::Learn).into();
        let kind = BlockKind::Heading { level, id, classes: Vec::new(), content };
        let heading = Arc::new(Block { source: block.source, span: block.span, kind });
        self.change_heading(instruction, target, &heading);
    }

    /// Puts another heading in the place of a section's; the old anchor goes on working.
    fn change_heading(&mut self, instruction: &Instruction, target: PartId, heading: &Arc<Block>) {
        let old = self.anchor(target);
        let over = self.tree.part(target).node.as_ref().map(|node| Arc::new(node.origin.clone()));
        let node = nodes_of(instruction, std::slice::from_ref(heading), over).into_iter().next();
        if let Some(part) = self.tree.part_mut(target) {
            part.node = node;
        }
        let new = self.anchor(target);
        if old != new {
            self.aliases.extend(old.map(|old| (old, new)));
        }
    }

    fn remove(&mut self, instruction: &Instruction, target: PartId) {
        if let Some(part) = self.tree.part_mut(target) {
            part.removed =
                Some(Removal { layer: instruction.layer, source: instruction.source, span: instruction.span });
        }
    }

    /// Whether an instruction may drop what a section holds: not what another layer added, unless it says so.
    fn may_drop(&mut self, path: &SourcePath, instruction: &Instruction, target: PartId) -> bool {
        let mut added: BTreeMap<LayerId, Vec<String>> = BTreeMap::new();
        let opening_only = instruction.verb == Verb::ReplaceOpening;
        for id in self.tree.inside(target) {
            let part = self.tree.part(id);
            let Some(node) = &part.node else { continue };
            let foreign = node.origin.layer != LayerId::BASE && node.origin.layer != instruction.layer;
            if foreign && (!opening_only || part.level.is_none()) && node.origin.instruction.is_some() {
                let words = match &node.block.kind {
                    BlockKind::Heading { content, .. } => {
                        self.documents.get(node.block.source).map(|document| document.plain(*content))
                    }
                    _ => None,
                };
                added.entry(node.origin.layer).or_default().extend(words);
            }
        }
        if instruction.with_additions || added.is_empty() {
            return true;
        }
        for (layer, titles) in added {
            let label = self.layers.get(layer).map_or("", |layer| layer.label.as_str());
            let titles = if titles.is_empty() { String::new() } else { format!(": {}", titles.join(", ")) };
            let message = format!("this would also drop what {label} added{titles}");
            let help = format!("add `(with additions)` after checking with {label}");
            self.refuse(path, instruction, &o::O403, message, &help);
        }
        false
    }

    /// Whether the body fits its place: beside a section it begins with a heading of that level, inside of one all its
    /// headings are deeper, beside a block it has none.
    fn fits(&mut self, path: &SourcePath, instruction: &Instruction, level: Option<u8>, beside: bool) -> bool {
        self.fits_blocks(path, instruction, &instruction.body, level, beside)
    }

    fn fits_blocks(
        &mut self,
        path: &SourcePath,
        instruction: &Instruction,
        body: &[Arc<Block>],
        level: Option<u8>,
        beside: bool,
    ) -> bool {
        let least = match (level, beside) {
            (None, _) => u8::MAX,
            (Some(level), true) => level,
            (Some(level), false) => level.max(1).saturating_add(1),
        };
        if let (Some(_), true, Some(first)) = (level, beside, body.first())
            && level_of(first).is_none()
        {
            let help = format!("`# Add to end of: {}`, or begin with a heading", instruction.words);
            let message = "text added beside a section would read as part of a section";
            self.refuse(path, instruction, &o::O206, message, &help);
            return false;
        }
        for block in body {
            if let Some(found) = level_of(block).filter(|found| *found < least) {
                let (message, help) = if least > 6 {
                    (format!("a heading of level {found} cannot stand here; this place takes none"), String::new())
                } else {
                    let marks = "#".repeat(usize::from(least));
                    let message = format!(
                        "a heading of level {found} cannot stand here; this place takes level {least} or deeper"
                    );
                    (message, format!("write `{marks}` before it"))
                };
                let mut finding = Finding::new(&o::O205, message).at(Place::new(path.shared(), block.span));
                finding.help = Some(help).filter(|help| !help.is_empty());
                self.findings.push(finding);
                return false;
            }
        }
        true
    }

    fn refuse(
        &mut self,
        path: &SourcePath,
        instruction: &Instruction,
        code: &'static crate::finding::Code,
        message: impl Into<String>,
        help: &str,
    ) {
        let finding = Finding::new(code, message).at(Place::new(path.shared(), instruction.span)).help(help);
        self.findings.push(finding);
    }

    fn anchor(&self, id: PartId) -> Option<Box<str>> {
        match &self.tree.part(id).node.as_ref()?.block.kind {
            BlockKind::Heading { id, .. } => Some(id.clone()),
            _ => None,
        }
    }

    fn first_inside(&self, target: PartId) -> Option<Arc<Origin>> {
        let first = self.tree.inside(target).into_iter().next()?;
        self.tree.part(first).node.as_ref().map(|node| Arc::new(node.origin.clone()))
    }
}

impl Verb {
    /// Whether it changes what is there, not only adds to it.
    fn changes(self) -> bool {
        matches!(self, Self::Replace | Self::ReplaceOpening | Self::Rename | Self::Remove)
    }
}

/// Whether `one` and `by`, which changes the same part or one around it, cannot both be carried out. `own`: the same.
fn meet(one: &Instruction, by: &Instruction, own: bool) -> bool {
    match by.verb {
        // A new heading leaves what stands under it alone, and beside it too.
        Verb::Rename => own && matches!(one.verb, Verb::Rename | Verb::Replace | Verb::Remove),
        // What is added beside a part keeps its place when that part goes.
        _ if own => !matches!(one.verb, Verb::AddBefore | Verb::AddAfter),
        // Only blocks of the opening go; what stands in sub-sections is not met.
        Verb::ReplaceOpening => one.kind != Kind::Section,
        _ => true,
    }
}

fn nodes_of(instruction: &Instruction, body: &[Arc<Block>], over: Option<Arc<Origin>>) -> Vec<Node> {
    body.iter()
        .map(|block| Node {
            block: Arc::clone(block),
            origin: Origin {
                instruction: Some(instruction.span),
                over: over.clone(),
                ..Origin::new(instruction.layer, block.source, block.span)
            },
        })
        .collect()
}
