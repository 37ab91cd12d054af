//! Raw HTML in a topic: comments go, tags that are no HTML become text, addresses and ids are noted.

use std::borrow::Cow;
use std::ops::Range;

use super::Builder;
use super::frame::Child;
use crate::finding::{Finding, codes::markdown};
use crate::topic::html::{self, Piece, Tag};
use crate::topic::trust;
use crate::topic::{BlockKind, Inline, Link, LinkKind, RawLink, Slice, TABLE_MARKERS};

/// Whether a comment goes on after a line; `open`: before it.
fn comment_goes_on(open: bool, line: &str) -> bool {
    let (begins, ends) = (line.rfind("<!--"), line.rfind("-->"));
    if begins.is_none() && ends.is_none() { open } else { begins > ends }
}

/// How far back the ids of a heading's first tag are looked for: more than one heading's tags set.
const RECENT_IDS: usize = 16;

impl Builder<'_> {
    /// One inline tag, comment or directive mark.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        if let Some(directive) = self.prepared.directive_at(range).cloned() {
            return self.inline_directive(directive, range);
        }
        match html::scan(html).into_iter().next() {
            Some(Piece::Hidden(_)) => {}
            Some(Piece::Tag(tag)) if self.refuses_inline(&tag, range) => {}
            Some(Piece::Tag(tag)) if html::is_element(&tag.name) => {
                let slice = self.slice_of(html, range);
                self.note_tag(&tag, html, slice, range.start, true);
                self.push_inline(Inline::Html(slice), range.start);
            }
            _ => {
                self.report_unknown_tag(html, range);
                let slice = self.slice_of(html, range);
                self.push_inline(Inline::Text(slice), range.start);
            }
        }
    }

    /// Whether the text's layer may not bring an inline tag. What stands in an element whose content is no text is left out
    /// with it, up to the end of the block at most.
    fn refuses_inline(&mut self, tag: &Tag, range: &Range<usize>) -> bool {
        let Some(label) = &self.options.text_only else { return false };
        if let Some(name) = &self.left_out {
            if tag.closes && tag.name == *name {
                self.left_out = None;
            }
            return true;
        }
        if !html::is_element(&tag.name) || trust::is_text_tag(&tag.name) {
            return false;
        }
        if !tag.closes {
            let finding = trust::refused_tag(label, &tag.name);
            self.left_out = trust::takes_content(&tag.name).then(|| tag.name.clone());
            let span = self.span(range);
            self.report_at(finding, span);
        }
        true
    }

    /// A line of an HTML block; a directive among them ends what came before it.
    pub(super) fn html_line(&mut self, html: &str, range: &Range<usize>) {
        let indent = html.len() - html.trim_start().len();
        let mark = range.start + indent..range.end.max(range.start + indent);
        let directive = self.prepared.directive_at(&mark).cloned();
        let Some(frame) = self.top() else { return };
        let Some(directive) = directive.filter(|_| !frame.in_comment) else {
            frame.in_comment = comment_goes_on(frame.in_comment, html);
            frame.pieces.push((html.to_owned(), range.clone()));
            return;
        };
        let pieces = std::mem::take(&mut frame.pieces);
        let before = std::mem::replace(&mut frame.start, range.end)..range.start;
        let Some(open) = self.frames.pop() else { return };
        self.close_html(pieces, &before);
        self.push_child(Child::Directive(directive));
        self.frames.push(open);
    }

    pub(super) fn close_html(&mut self, pieces: Vec<(String, Range<usize>)>, range: &Range<usize>) {
        let (slice, in_place) = self.join_pieces(pieces);
        let whole = self.document.str(slice).to_owned();
        if whole.trim().is_empty() {
            return;
        }
        let found = html::scan(&whole);
        let clean = self.without_hidden(&whole, &found, range);
        if clean.trim().is_empty() {
            self.note_marker(&whole, range);
            return;
        }
        let clean = match &self.options.text_only {
            None => clean,
            Some(label) => {
                let (kept, refused) = trust::text_of(&clean);
                let kept = kept.into_owned();
                if let Some(tag) = refused {
                    let (finding, span) = (trust::refused_tag(label, &tag), self.span(range));
                    self.report_at(finding, span);
                    Cow::Owned(kept)
                } else {
                    clean
                }
            }
        };
        if clean.trim().is_empty() {
            return;
        }
        let changed = matches!(clean, Cow::Owned(_));
        let slice = if changed { self.document.slice(&clean, usize::MAX) } else { slice };
        for piece in html::scan(&clean) {
            if let Piece::Tag(tag) = piece {
                self.note_tag(&tag, &clean, slice, range.start, in_place && !changed);
            }
        }
        self.push_block(BlockKind::Html(slice), range);
    }

    /// A comment such as `<!-- key: Service -->` speaks of the table below it.
    fn note_marker(&mut self, html: &str, range: &Range<usize>) {
        let inside = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        let words = inside.filter(|words| TABLE_MARKERS.iter().any(|start| words.starts_with(start)));
        if let Some(words) = words {
            let slice = self.slice_of(words, range);
            self.marker = Some((slice, range.clone()));
        }
    }

    /// Takes comments away and turns tags that are no HTML into text.
    fn without_hidden<'h>(&mut self, html: &'h str, found: &[Piece], range: &Range<usize>) -> Cow<'h, str> {
        let mut clean = String::new();
        let mut at = 0;
        // Where to look for the next one: from the block's start each time would be quadratic.
        let mut from = range.start;
        for piece in found {
            let (hidden, text) = match piece {
                Piece::Hidden(hidden) => (hidden, String::new()),
                Piece::Tag(tag) if html::is_element(&tag.name) => continue,
                Piece::Tag(tag) => {
                    let written = html.get(tag.range.clone()).unwrap_or_default();
                    from = self.report_unknown_tag(written, &(from..range.end));
                    (&tag.range, written.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
                }
            };
            clean.push_str(html.get(at..hidden.start).unwrap_or_default());
            clean.push_str(&text);
            at = hidden.end;
        }
        if at == 0 {
            return Cow::Borrowed(html);
        }
        clean.push_str(html.get(at..).unwrap_or_default());
        Cow::Owned(clean)
    }

    /// Gives back where the tag ends.
    fn report_unknown_tag(&mut self, written: &str, range: &Range<usize>) -> usize {
        let within = self.prepared.text.get(range.clone()).unwrap_or_default();
        let place = within.find(written).map_or(range.clone(), |at| range.start + at..range.start + at + written.len());
        let finding = Finding::new(&markdown::M030, format!("“{written}” is no HTML element; shown as text"))
            .help(format!("write it as code, `{written}`, to say that it is meant literally"));
        let span = self.span(&place);
        self.report_at(finding, span);
        if place == *range { range.start } else { place.end }
    }

    /// Notes the ids and addresses of a tag, which stands in `html`, the text of `slice`.
    fn note_tag(&mut self, tag: &Tag, html: &str, slice: Slice, block_start: usize, in_place: bool) {
        if tag.closes {
            return;
        }
        for (name, value) in &tag.attributes {
            let written = html.get(value.clone()).unwrap_or_default();
            let part = slice.split(value.start).1.split(value.len()).0;
            match (tag.name.as_str(), name.as_str()) {
                (_, "id") | ("a", "name") if !written.is_empty() => self.document.raw_ids.push(part),
                ("a" | "area", "href") => self.note_address(LinkKind::HtmlLink, written, part, block_start, in_place),
                ("img", "src") => self.note_address(LinkKind::HtmlImage, written, part, block_start, in_place),
                _ => {}
            }
        }
    }

    fn note_address(&mut self, kind: LinkKind, written: &str, value: Slice, block_start: usize, in_place: bool) {
        let place = self.document.place(value).filter(|_| in_place).unwrap_or(block_start..block_start);
        let span = self.prepared.source_span(&place);
        let decoded = html::decode_entities(written);
        let dest = if decoded == written { value } else { self.document.slice(&decoded, usize::MAX) };
        let link =
            self.document.store_link(Link { kind, from: self.document.source, dest, title: Slice::default(), span });
        self.document.raw_links.push(RawLink { value, link });
    }

    /// A heading that begins with `<a name="x"></a>` or `<a id="x"></a>` takes that id and loses the tag.
    pub(super) fn leading_anchor(&mut self, inlines: &mut Vec<Inline>) -> Option<String> {
        let (Some(Inline::Html(open)), Some(Inline::Html(close))) = (inlines.first(), inlines.get(1)) else {
            return None;
        };
        let html = self.document.str(*open).to_owned();
        let Some(Piece::Tag(tag)) = html::scan(&html).into_iter().next() else { return None };
        let closes = self.document.str(*close).eq_ignore_ascii_case("</a>");
        let id = tag.attributes.iter().find(|(name, _)| name == "name" || name == "id");
        let id = id.and_then(|(_, value)| html.get(value.clone())).filter(|id| !id.is_empty())?;
        if tag.name != "a" || !closes || tag.attributes.iter().any(|(name, _)| name == "href") {
            return None;
        }
        // The tag's own ids are the heading's now; they are among the last that were noted.
        let recent = self.document.raw_ids.len().saturating_sub(RECENT_IDS);
        let noted = self.document.raw_ids.split_off(recent);
        self.document.raw_ids.extend(noted.into_iter().filter(|slice| !slice.within(*open)));
        inlines.drain(..2);
        if let Some(Inline::Text(text)) = inlines.first_mut() {
            let blanks = self.document.str(*text).len() - self.document.str(*text).trim_start().len();
            *text = text.split(blanks).1;
        }
        Some(id.to_owned())
    }
}
