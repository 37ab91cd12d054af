//! What was met while a sheet was written → findings, each at its place in the sources.

use std::sync::Arc;

use super::EmitInput;
use super::sheet::SheetWriter;
use crate::finding::codes::print::{P050, P051, P052, P053};
use crate::finding::{Finding, Place, Span};
use crate::playbook::{PlaybookTopic, Target};
use crate::source::{SitePath, SourceId};
use crate::topic::{Block, BlockKind};

/// Finds the places of one topic.
pub(super) struct Reporter<'a> {
    input: &'a EmitInput<'a>,
    topic: &'a PlaybookTopic,
    /// The sources that its blocks come from, its own first.
    from: Vec<SourceId>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(input: &'a EmitInput<'a>, topic: &'a PlaybookTopic) -> Self {
        let mut from = vec![topic.source];
        for node in &topic.body {
            collect_sources(&node.block, &mut from);
        }
        Self { input, topic, from }
    }

    /// Everything that is to be told of a sheet.
    pub(super) fn tell(&self, writer: &SheetWriter<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (path, why) in &writer.notes.pictures {
            // One that is not there was told when its link was resolved.
            let Some(path) = path else { continue };
            let name = path.as_str();
            let finding = Finding::new(&P050, format!("the picture `{name}` {why}"))
                .label("its description stands on paper in its place");
            findings.push(self.at(finding, self.picture(path)));
        }
        for (character, count) in &writer.words.notes.unknown {
            let times = if *count == 1 { String::new() } else { format!(", {count} times in this topic") };
            let code = format!("U+{:04X}", u32::from(*character));
            let finding = Finding::new(&P051, format!("no font has the character {code}{times}"))
                .label(format!("`{code}` stands on paper in its place"))
                .help("a font that has it can be given with `--font-dir`");
            findings.push(self.at(finding, self.character(*character)));
        }
        if writer.notes.flattened {
            let finding = Finding::new(&P052, "lists or quotes are nested more than twelve deep")
                .label("on paper the rest follows at the twelfth level");
            findings.push(self.at(finding, self.deepest()));
        }
        for title in &writer.notes.raised {
            let finding = Finding::new(&P053, format!("the heading \"{title}\" skips a level"))
                .label("on paper it stands one level below the heading above it");
            findings.push(self.at(finding, self.heading(title)));
        }
        findings
    }

    fn at(&self, finding: Finding, place: Option<Place>) -> Finding {
        match place.or_else(|| self.whole(self.topic.source)) {
            Some(place) => finding.at(place),
            None => finding,
        }
    }

    fn place(&self, source: SourceId, span: Span) -> Option<Place> {
        self.input.sources.text(source).map(|text| Place::new(text.path.shared(), span))
    }

    /// The first line of a source.
    fn whole(&self, source: SourceId) -> Option<Place> {
        let text = self.input.sources.text(source)?;
        let end = text.text.find('\n').unwrap_or(text.text.len());
        self.place(source, Span::new(0, end))
    }

    fn picture(&self, path: &SitePath) -> Option<Place> {
        self.from.iter().find_map(|source| {
            let document = self.input.playbook.documents.get(*source)?;
            let leads = |target: Option<&Target>| matches!(target, Some(Target::Asset(there)) if there == path);
            let (_, link) = document.links().find(|(id, _)| leads(self.topic.targets.get(*source, *id)))?;
            self.place(link.from, link.span)
        })
    }

    fn character(&self, character: char) -> Option<Place> {
        self.from.iter().find_map(|source| {
            let text = Arc::clone(&self.input.sources.text(*source)?.text);
            let at = text.find(character)?;
            self.place(*source, Span::new(at, at + character.len_utf8()))
        })
    }

    fn heading(&self, title: &str) -> Option<Place> {
        let words = |block: &Block| {
            let BlockKind::Heading { content, .. } = &block.kind else { return None };
            Some(self.input.playbook.documents.get(block.source)?.plain(*content))
        };
        let mut found = None;
        for node in &self.topic.body {
            visit(&node.block, &mut |block| {
                if found.is_none() && words(block).is_some_and(|words| words.trim() == title) {
                    found = self.place(block.source, block.span);
                }
            });
        }
        found
    }

    fn deepest(&self) -> Option<Place> {
        let mut found: Option<(usize, &Block)> = None;
        for node in &self.topic.body {
            deepest_list(&node.block, 0, &mut found);
        }
        found.and_then(|(_, block)| self.place(block.source, block.span))
    }
}

fn deepest_list<'b>(block: &'b Block, depth: usize, found: &mut Option<(usize, &'b Block)>) {
    let nests = matches!(block.kind, BlockKind::List { .. } | BlockKind::Quote(_));
    if nests && found.is_none_or(|(most, _)| depth > most) {
        *found = Some((depth, block));
    }
    for child in block.children() {
        deepest_list(child, depth + usize::from(nests), found);
    }
}

fn visit<'b>(block: &'b Block, see: &mut impl FnMut(&'b Block)) {
    see(block);
    for child in block.children() {
        visit(child, see);
    }
}

fn collect_sources(block: &Block, from: &mut Vec<SourceId>) {
    if !from.contains(&block.source) {
        from.push(block.source);
    }
    for child in block.children() {
        collect_sources(child, from);
    }
}
