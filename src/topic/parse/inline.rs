//! Running text: the parser's inline events → [`Inline`]s.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Builder;
use super::directive::DirectiveName;
use super::frame::{Child, Frame, FrameKind};
use super::variable::LITERAL_BRACE;
use crate::finding::Span;
use crate::topic::{BlockKind, Inline, Inlines, Link, LinkId, LinkKind, Slice, Style};

impl Builder<'_> {
    /// The inlines of the open paragraph, cell or heading; opens the text of a tight item where none is open.
    fn running_text(&mut self, start: usize) -> Option<&mut Vec<Inline>> {
        if !self.frames.last()?.kind.takes_inlines() {
            self.frames.push(Frame::new(FrameKind::Plain, start));
        }
        self.frames.last_mut().map(|frame| &mut frame.inlines)
    }

    pub(super) fn push_inline(&mut self, inline: Inline, at: usize) {
        let goes = matches!(inline, Inline::Text(_) | Inline::Code(_) | Inline::Html(_));
        if goes && self.left_out.is_some() {
            return;
        }
        if let Some(inlines) = self.running_text(at) {
            inlines.push(inline);
        }
    }

    /// An event that is neither a block nor the start or end of anything.
    pub(super) fn inline_event(&mut self, event: Event<'_>, range: &Range<usize>) {
        if let Some(frame) = self.top()
            && matches!(frame.kind, FrameKind::Code { .. } | FrameKind::Html)
        {
            if let Event::Text(text) = event {
                frame.pieces.push((text.into_string(), range.clone()));
            }
            return;
        }
        let inline = match event {
            Event::Text(text) => match self.prepared.restore(range) {
                Some(own) => Inline::Text(self.document.slice(own, usize::MAX)),
                None if self.options.variables && self.is_escaped(&text, range) => {
                    let literal = text.replacen('{', &LITERAL_BRACE.to_string(), 1);
                    Inline::Text(self.document.slice(&literal, usize::MAX))
                }
                None => Inline::Text(self.slice_of(&text, range)),
            },
            Event::Code(code) => match self.prepared.restore(range) {
                Some(own) => {
                    let own = own.trim_matches('`').trim();
                    Inline::Code(self.document.slice(own, usize::MAX))
                }
                None => Inline::Code(self.slice_of(&code, range)),
            },
            Event::InlineHtml(html) => return self.inline_html(&html, range),
            Event::FootnoteReference(label) => Inline::FootnoteRef(self.slice_of(&label, range)),
            Event::SoftBreak => Inline::SoftBreak,
            Event::HardBreak => Inline::HardBreak,
            Event::InlineMath(math) | Event::DisplayMath(math) => Inline::Math(self.slice_of(&math, range)),
            Event::Start(_) | Event::End(_) | Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => return,
        };
        self.push_inline(inline, range.start);
    }

    /// Whether a text begins with a brace that a backslash stands before; the parser drops the backslash alone.
    fn is_escaped(&self, text: &str, range: &Range<usize>) -> bool {
        let before = range.start.checked_sub(1).and_then(|at| self.prepared.text.as_bytes().get(at));
        text.starts_with('{') && before == Some(&b'\\')
    }

    /// A slice for `piece`, which stands somewhere in `range` of the prepared text unless the parser changed it.
    pub(super) fn slice_of(&mut self, piece: &str, range: &Range<usize>) -> Slice {
        let text: &str = &self.prepared.text;
        // Pieces that the parser did not change are parts of the text that it was given.
        let borrowed = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
        let at = borrowed.filter(|at| at + piece.len() <= text.len()).or_else(|| {
            let within = text.get(range.clone()).unwrap_or_default();
            within.find(piece).map(|at| range.start + at)
        });
        self.document.slice(piece, at.unwrap_or(usize::MAX))
    }

    pub(super) fn open_inline(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let inline = match tag {
            Tag::Emphasis => Inline::Open(Style::Emphasis),
            Tag::Strong => Inline::Open(Style::Strong),
            Tag::Strikethrough => Inline::Open(Style::Strikethrough),
            Tag::Superscript => Inline::Open(Style::Superscript),
            Tag::Subscript => Inline::Open(Style::Subscript),
            Tag::Link { link_type, dest_url, title, .. } => {
                let kind = match link_type {
                    LinkType::Autolink if dest_url.to_ascii_lowercase().starts_with("xref:") => LinkKind::Xref,
                    LinkType::Autolink => LinkKind::Autolink,
                    LinkType::Email => LinkKind::Email,
                    _ => LinkKind::Link,
                };
                Inline::LinkOpen(self.link(kind, dest_url, title, range))
            }
            Tag::Image { dest_url, title, .. } => Inline::ImageOpen(self.link(LinkKind::Image, dest_url, title, range)),
            _ => return,
        };
        self.push_inline(inline, range.start);
    }

    pub(super) fn close_inline(&mut self, tag: TagEnd) {
        let inline = match tag {
            TagEnd::Emphasis => Inline::Close(Style::Emphasis),
            TagEnd::Strong => Inline::Close(Style::Strong),
            TagEnd::Strikethrough => Inline::Close(Style::Strikethrough),
            TagEnd::Superscript => Inline::Close(Style::Superscript),
            TagEnd::Subscript => Inline::Close(Style::Subscript),
            TagEnd::Link => Inline::LinkClose,
            TagEnd::Image => Inline::ImageClose,
            _ => return,
        };
        if let Some(frame) = self.top() {
            frame.inlines.push(inline);
        }
    }

    fn link(&mut self, kind: LinkKind, dest: &str, title: &str, range: &Range<usize>) -> LinkId {
        let place = destination_in(self.prepared.text.get(range.clone()).unwrap_or_default(), dest)
            .map_or_else(|| range.clone(), |found| range.start + found.start..range.start + found.end);
        let span = self.prepared.source_span(&place);
        let dest = self.document.slice(dest, place.start);
        let title = if title.is_empty() { Slice::default() } else { self.slice_of(title, range) };
        self.document.store_link(Link { kind, from: self.document.source, dest, title, span })
    }

    /// A link whose destination stands in the source at `span`.
    pub(super) fn link_at(&mut self, kind: LinkKind, dest: &str, span: Span) -> LinkId {
        let dest = self.document.slice(dest, usize::MAX);
        self.document.store_link(Link { kind, from: self.document.source, dest, title: Slice::default(), span })
    }

    /// A `:::` construct that the parser met in running text. One that is a block ends the paragraph.
    pub(super) fn inline_directive(&mut self, directive: super::directive::Directive, range: &Range<usize>) {
        match directive.name {
            DirectiveName::Image => {
                if let Some(picture) = self.picture(&directive) {
                    let inline = Inline::Picture { image: picture.image, alt: picture.alt, lightbox: picture.lightbox };
                    self.push_inline(inline, range.start);
                }
            }
            DirectiveName::NoLoc => {
                let text = directive.attribute("text").map(|attribute| attribute.value.clone()).unwrap_or_default();
                let slice = self.document.slice(&text, usize::MAX);
                self.push_inline(Inline::Text(slice), range.start);
            }
            _ => {
                let Some(frame) = self.top() else { return };
                let tight = matches!(frame.kind, FrameKind::Plain);
                if !tight && !matches!(frame.kind, FrameKind::Paragraph) {
                    return;
                }
                let before = frame.start..range.start;
                let inlines = std::mem::take(&mut frame.inlines);
                frame.start = range.end;
                let Some(open) = self.frames.pop() else { return };
                self.close_paragraph(inlines, &before, tight);
                self.push_child(Child::Directive(directive));
                self.frames.push(open);
            }
        }
    }

    /// Ends a paragraph: includes that stand alone on a line become blocks, as do the markers of Learn's quotes.
    pub(super) fn close_paragraph(&mut self, inlines: Vec<Inline>, range: &Range<usize>, tight: bool) {
        let inlines = self.read_words(inlines);
        let in_quote = self.frames.last().is_some_and(|frame| matches!(frame.kind, FrameKind::Quote));
        let mut pending: Vec<Inline> = Vec::new();
        let is_break = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
        for (number, text) in inlines.split_inclusive(is_break).enumerate() {
            let bare = match text.split_last() {
                Some((Inline::SoftBreak | Inline::HardBreak, bare)) => bare,
                _ => text,
            };
            let mark = if in_quote { self.quote_marker(bare, range, number) } else { None };
            let alone = self.code_file(bare).or(match bare {
                [Inline::Include(link)] => Some(BlockKind::Include(*link)),
                _ => None,
            });
            if mark.is_none() && alone.is_none() {
                pending.extend_from_slice(text);
                continue;
            }
            self.push_paragraph(std::mem::take(&mut pending), range, tight);
            if let Some(mark) = mark {
                self.push_child(Child::Marker(mark));
            }
            if let Some(kind) = alone {
                self.push_block(kind, range);
            }
        }
        self.push_paragraph(pending, range, tight);
    }

    fn push_paragraph(&mut self, mut inlines: Vec<Inline>, range: &Range<usize>, tight: bool) {
        while matches!(inlines.last(), Some(Inline::SoftBreak | Inline::HardBreak)) {
            inlines.pop();
        }
        if inlines.is_empty() {
            return;
        }
        let content = self.document.store(inlines);
        let kind = if tight { BlockKind::Plain(content) } else { BlockKind::Paragraph(content) };
        self.push_block(kind, range);
    }

    /// Stores the running text of a cell or term.
    pub(super) fn store_inlines(&mut self, inlines: Vec<Inline>) -> Inlines {
        let inlines = self.read_words(inlines);
        self.document.store(inlines)
    }

    pub(super) fn close_heading(
        &mut self,
        level: u8,
        id: Option<String>,
        classes: Vec<Box<str>>,
        inlines: Vec<Inline>,
        range: &Range<usize>,
    ) {
        let mut inlines = self.read_words(inlines);
        let named = self.leading_anchor(&mut inlines);
        let text = self.document.words(&inlines);
        let own = id.or(named);
        if let Some(own) = &own {
            let start = self.span(range).start;
            self.own_ids.insert(start, own.clone());
        }
        let id = self.slugs.heading_id(&text, own, self.options.heading_ids);
        let content = self.document.store(inlines);
        self.push_block(BlockKind::Heading { level, id: id.into(), classes, content }, range);
    }

    pub(super) fn close_code(
        &mut self,
        info: Option<String>,
        pieces: Vec<(String, Range<usize>)>,
        range: &Range<usize>,
    ) {
        let (text, _) = self.join_pieces(pieces);
        let info = info.unwrap_or_default();
        let mut parts = info.splitn(2, [' ', '\t', ',']);
        let language = parts.next().unwrap_or_default().to_lowercase();
        let language = language.strip_suffix("-interactive").unwrap_or(&language);
        let rest = parts.next().unwrap_or_default().trim();
        let info = self.slice_of(rest, range);
        self.push_block(BlockKind::Code { language: language.into(), info, text }, range);
    }

    /// Joins the lines of code or raw HTML: a slice of the text itself where they stand there in one piece. The flag
    /// says whether they do.
    pub(super) fn join_pieces(&mut self, pieces: Vec<(String, Range<usize>)>) -> (Slice, bool) {
        let mut joined = String::new();
        let first = pieces.first().map_or(usize::MAX, |(_, range)| range.start);
        for (text, range) in pieces {
            joined.push_str(self.prepared.restore(&range).unwrap_or(&text));
        }
        let there = self.prepared.text.get(first..).is_some_and(|rest| rest.starts_with(&joined));
        (self.document.slice(&joined, first), there)
    }
}

/// Where a destination stands in the text of its link, if it stands there as it is: the last `](…` of an inline link,
/// or the inside of `<…>`.
fn destination_in(link: &str, dest: &str) -> Option<Range<usize>> {
    if dest.is_empty() {
        return None;
    }
    let at = link.rfind(dest)?;
    let before = link.get(..at)?.trim_end_matches([' ', '\t', '\n']);
    let inline = before.ends_with("](") || before.ends_with("](<") || before.ends_with('<');
    inline.then(|| at..at + dest.len()).or_else(|| {
        // The title or a repeat in the text may hold the destination too.
        let opening = link.find("](")? + 2;
        let at = opening + link.get(opening..)?.find(dest)?;
        Some(at..at + dest.len())
    })
}
