//! `### YamlMime:FAQ`, `Landing`, `Hub` and `Marketing` documents → topics.
//!
//! Such a document is written out as Markdown and read like any other topic, so that its links, alerts and code are
//! what they are elsewhere. Every piece remembers the line it came from; spans and findings lead back there.

mod write;

use std::sync::Arc;

use self::write::Written;
use super::block::{Block, BlockKind};
use super::{Document, Fields, MarkdownOptions, Value, parse_document, parse_fields};
use crate::finding::{Checked, LineIndex, Span};
use crate::source::{SourceId, SourceText};

/// The kinds of document that become a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// Questions and answers in sections.
    Faq,
    /// Cards with links.
    Cards,
}

impl PageKind {
    /// The kind that a file's first line names; `None` for any other YAML file.
    pub(super) fn of(file: &SourceText) -> Option<Self> {
        if !["yml", "yaml"].iter().any(|ending| file.path.ending().eq_ignore_ascii_case(ending)) {
            return None;
        }
        let first = file.text.lines().next()?.trim();
        match first.strip_prefix("###")?.trim().strip_prefix("YamlMime:")?.trim() {
            "FAQ" => Some(Self::Faq),
            "Landing" | "Hub" | "Marketing" => Some(Self::Cards),
            _ => None,
        }
    }
}

/// Reads such a document: its `metadata` as front matter, the rest as body.
pub(super) fn read_yaml_page(
    id: SourceId,
    file: &SourceText,
    kind: PageKind,
    options: &MarkdownOptions,
) -> Checked<(Fields, Document)> {
    let mut findings = Vec::new();
    let whole = Span::new(0, file.text.len());
    let read = parse_fields(&file.text, whole, &file.path.shared()).take(&mut findings);
    let mut fields = Fields { entries: read.get("metadata").map_or(&[][..], |meta| meta.value.fields()).to_vec() };
    if fields.text("title").is_none() {
        fields.entries.extend(read.get("title").cloned());
    }
    let written = write::write_page(&read, kind);
    let text: Arc<str> = written.text.as_str().into();
    let parsed = parse_document(id, &file.path, &text, 0, options);
    let back = Back {
        written: &written,
        file,
        lines: LineIndex::new(&file.text),
        page_lines: LineIndex::new(&text),
        text: &text,
    };
    let mut document = parsed.value;
    for block in &mut document.blocks {
        back.block(Arc::make_mut(block));
    }
    for link in &mut document.links {
        link.span = back.span(link.span);
    }
    for mut finding in parsed.findings {
        if let Some(place) = &mut finding.place {
            place.span = back.span(place.span);
        }
        findings.push(finding);
    }
    Checked::new((fields, document), findings)
}

/// The way from the written page back to the YAML file.
struct Back<'a> {
    written: &'a Written,
    file: &'a SourceText,
    lines: LineIndex,
    page_lines: LineIndex,
    text: &'a str,
}

impl Back<'_> {
    /// The place in the file that a span of the page came from: the same words where they stand there, else the line.
    fn span(&self, span: Span) -> Span {
        let Some(origin) = self.written.origin(span.start as usize) else { return Span::default() };
        let (first, _) = self.page_lines.line_column(self.text, origin.start);
        let (line, _) = self.page_lines.line_column(self.text, span.start as usize);
        let (value_line, _) = self.lines.line_column(&self.file.text, origin.value.start as usize);
        // The text of a block scalar begins on the line below its `|`.
        let block_scalar = matches!(origin.value.of(&self.file.text).as_bytes().first(), Some(b'|' | b'>'));
        let target = value_line + (line - first) + usize::from(block_scalar);
        let words = span.of(self.text).lines().next().unwrap_or_default().trim();
        for number in [target, target.saturating_sub(1), value_line] {
            let Some(start) = self.lines.start(number) else { continue };
            let there = self.lines.line(&self.file.text, number);
            if let Some(at) = there.find(words).filter(|_| !words.is_empty()) {
                return Span::new(start + at, start + at + words.len());
            }
        }
        origin.value
    }

    fn block(&self, block: &mut Block) {
        block.span = self.span(block.span);
        let children: &mut [Block] = match &mut block.kind {
            BlockKind::Quote(content)
            | BlockKind::Alert { content, .. }
            | BlockKind::Div { content, .. }
            | BlockKind::List { items: content, .. }
            | BlockKind::Item { content, .. } => content,
            _ => return,
        };
        for child in children {
            self.block(child);
        }
    }
}

/// The text of a scalar that is not blank.
fn text(value: Option<&Value>) -> Option<(&str, Span)> {
    let value = value?;
    value.text().map(|text| (text.trim(), value.span)).filter(|(text, _)| !text.is_empty())
}
