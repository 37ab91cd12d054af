//! Source text → the text that the CommonMark parser reads.
//!
//! CommonMark knows no containers, so each `:::` construct is put aside and a processing instruction (`<?lb?>`), which
//! every CommonMark parser hands through untouched, stands in its place; a table whose rows are wider than its head gets
//! a wider head; the contents of a `:::column:::` lose their indentation; a line opens no more quotes and lists than can be
//! shown. Where such a place turns out to be code or inside raw HTML, [`Prepared::restore`] gives the author's text back,
//! so that nothing here needs to know what is code.

use std::ops::Range;
use std::sync::Arc;

use super::directive::{Directive, DirectiveName};
use super::{depth, table};
use crate::finding::Span;
use crate::topic::mdbook::Places;

/// Stands for a directive on a line of its own: an HTML block that ends where it begins.
const BLOCK_MARK: &str = "<?lb?>";
/// Stands for a directive in a sentence: an inline tag, which opens no HTML block when text follows.
const INLINE_MARK: &str = "<lb>";

/// A text made ready for the CommonMark parser, and the way back.
pub(super) struct Prepared<'s> {
    source: &'s str,
    /// The source's own text where nothing had to change.
    pub(super) text: Arc<str>,
    /// Where the body begins in it; front matter stands before.
    pub(super) body: usize,
    edits: Vec<Edit>,
    directives: Vec<Directive>,
    /// Where mdBook's includes stand in `source`, which is then not the author's own text.
    included: &'s Places,
}

/// A place where the prepared text differs from the source. Sorted, not overlapping.
#[derive(Debug)]
struct Edit {
    source: Range<usize>,
    prepared: Range<usize>,
    directive: Option<usize>,
}

impl<'s> Prepared<'s> {
    /// Prepares the part of `whole` from `body` on. What stands before is front matter.
    pub(super) fn new(whole: &'s Arc<str>, body: usize, included: &'s Places) -> Self {
        let mut changes = Changes::default();
        let text = whole.get(body..).unwrap_or_default();
        if text.contains(":::") {
            scan_directives(whole, body, &mut changes);
        }
        depth::cap(whole, body, |range| changes.remove(range));
        if text.contains('|') {
            table::widen(whole, body, |at, text| changes.insert(at, text));
        }
        let mut prepared = changes.finish(whole, body, included);
        prepared.directives.iter_mut().for_each(|directive| directive.place(|span| included.span(span)));
        prepared
    }

    /// The offset in the source that belongs to one in the prepared text.
    fn source_offset(&self, prepared: usize) -> usize {
        let after = self.edits.partition_point(|edit| edit.prepared.start <= prepared);
        match after.checked_sub(1).and_then(|at| self.edits.get(at)) {
            None => prepared,
            Some(edit) if prepared < edit.prepared.end => edit.source.start,
            Some(edit) => edit.source.end + (prepared - edit.prepared.end),
        }
    }

    /// The span in the author's text that belongs to a range of the prepared text.
    pub(super) fn source_span(&self, prepared: &Range<usize>) -> Span {
        self.included.span(self.span_before(prepared))
    }

    fn span_before(&self, prepared: &Range<usize>) -> Span {
        let start = self.source_offset(prepared.start);
        let end = match self.edit_at(prepared.end.saturating_sub(1)) {
            Some(edit) if prepared.end == edit.prepared.end && prepared.end > prepared.start => edit.source.end,
            _ => self.source_offset(prepared.end),
        };
        Span::new(start, end.max(start))
    }

    /// The author's own text where a range of the prepared text holds a changed place; `None` where it does not.
    pub(super) fn restore(&self, prepared: &Range<usize>) -> Option<&'s str> {
        let first = self.edits.partition_point(|edit| edit.prepared.end <= prepared.start);
        let edit = self.edits.get(first)?;
        if edit.prepared.start >= prepared.end {
            return None;
        }
        self.source.get(self.span_before(prepared).range())
    }

    /// The directive for which the mark at this range of the prepared text stands.
    pub(super) fn directive_at(&self, prepared: &Range<usize>) -> Option<&Directive> {
        let edit = self.edit_at(prepared.start)?;
        let same = edit.prepared.start == prepared.start && prepared.end >= edit.prepared.end;
        self.directives.get(edit.directive.filter(|_| same)?)
    }

    fn edit_at(&self, prepared: usize) -> Option<&Edit> {
        let after = self.edits.partition_point(|edit| edit.prepared.start <= prepared);
        self.edits.get(after.checked_sub(1)?).filter(|edit| edit.prepared.contains(&prepared))
    }
}

/// Changes to a text, collected in any order.
#[derive(Default)]
struct Changes {
    list: Vec<(Range<usize>, String, Option<usize>)>,
    directives: Vec<Directive>,
}

impl Changes {
    fn insert(&mut self, at: usize, text: String) {
        self.list.push((at..at, text, None));
    }

    fn remove(&mut self, range: Range<usize>) {
        self.list.push((range, String::new(), None));
    }

    /// Takes away the indentation of a line from column `to` up to `from`.
    fn dedent(&mut self, line: usize, to: usize, from: usize) {
        if from > to {
            self.list.push((line + to..line + from, String::new(), None));
        }
    }

    fn mark(&mut self, directive: Directive, mark: &str) {
        self.list.push((directive.span.range(), mark.to_owned(), Some(self.directives.len())));
        self.directives.push(directive);
    }

    fn finish<'s>(mut self, whole: &'s Arc<str>, body: usize, included: &'s Places) -> Prepared<'s> {
        self.list.sort_by_key(|(range, ..)| (range.start, range.end));
        let mut edits = Vec::with_capacity(self.list.len());
        let mut text = String::new();
        let mut at = 0;
        for (range, new, directive) in self.list {
            // A place can be changed once; a table widened inside of a dedented line is the only possible clash.
            let Some(before) = whole.get(at..range.start) else { continue };
            text.push_str(before);
            let start = text.len();
            text.push_str(&new);
            at = range.end;
            edits.push(Edit { source: range, prepared: start..text.len(), directive });
        }
        let text = if edits.is_empty() {
            Arc::clone(whole)
        } else {
            text.push_str(whole.get(at..).unwrap_or_default());
            text.into()
        };
        Prepared { source: whole, text, body, edits, directives: self.directives, included }
    }
}

/// Finds every `:::` construct, and the indentation of columns.
fn scan_directives(whole: &str, body: usize, changes: &mut Changes) {
    let mut rows: Vec<usize> = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut start = body;
    while start < whole.len() {
        let end = whole.get(start..).and_then(|rest| rest.find('\n')).map_or(whole.len(), |length| start + length);
        let line = whole.get(start..end).unwrap_or_default();
        let at = line.find(":::").filter(|at| container_prefix(line) == *at);
        let alone = at.and_then(|at| Some((at, Directive::read(whole, start + at, end)?)));
        let alone = alone.filter(|(_, (_, after))| whole.get(*after..end).is_some_and(|rest| rest.trim().is_empty()));
        if let Some((at, (directive, _))) = alone {
            let base = rows.last().copied().unwrap_or(at);
            match directive.name {
                DirectiveName::Row => rows.push(at),
                DirectiveName::RowEnd => drop(rows.pop()),
                DirectiveName::Column => {
                    changes.dedent(start, base, at);
                    columns.push(Column { base, lines: Vec::new() });
                }
                DirectiveName::ColumnEnd => {
                    changes.dedent(start, base, at);
                    columns.pop().iter().for_each(|column| column.dedent(changes));
                }
                _ => columns.iter_mut().last().into_iter().for_each(|column| column.lines.push((start, at))),
            }
            changes.mark(directive, BLOCK_MARK);
        } else {
            if let Some(column) = columns.last_mut().filter(|_| !line.trim().is_empty()) {
                column.lines.push((start, line.len() - line.trim_start_matches(' ').len()));
            }
            scan_inline(whole, start, end, changes);
        }
        start = end + 1;
    }
}

/// A `:::column:::` whose end is looked for.
struct Column {
    /// The indentation of the `:::row:::` that it stands in.
    base: usize,
    /// The lines in it that are not blank: offset and bytes of indentation.
    lines: Vec<(usize, usize)>,
}

impl Column {
    /// Takes away the indentation that all lines share beyond the row's own.
    fn dedent(&self, changes: &mut Changes) {
        let shared = self.lines.iter().map(|(_, indent)| *indent).min().unwrap_or(0);
        self.lines.iter().for_each(|(start, _)| changes.dedent(*start, self.base, shared));
    }
}

/// Marks the directives that may stand in a sentence, from the first `:::` of a line on.
fn scan_inline(whole: &str, from: usize, end: usize, changes: &mut Changes) {
    let mut at = from;
    while let Some(found) = whole.get(at..end).and_then(|rest| rest.find(":::")) {
        let start = at + found;
        at = start + 3;
        if let Some((directive, after)) = Directive::read(whole, start, end) {
            let closed = whole.get(start..after).is_some_and(|text| text.ends_with(":::"));
            if matches!(directive.name, DirectiveName::Image | DirectiveName::NoLoc) && closed {
                changes.mark(directive, INLINE_MARK);
                at = after;
            }
        }
    }
}

/// How many bytes of a line are indentation, quote marks and list markers.
pub(super) fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut at = 0;
    loop {
        let digits = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        match byte(at) {
            b' ' | b'\t' | b'>' => at += 1,
            b'-' | b'*' | b'+' if matches!(byte(at + 1), b' ' | b'\t') => at += 2,
            b'0'..=b'9' if digits <= 9 && matches!(byte(at + digits), b'.' | b')') && byte(at + digits + 1) == b' ' => {
                at += digits + 2;
            }
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Places, Prepared};

    static NONE: &Places = &Places::NONE;

    #[test]
    fn directives_are_put_aside_and_offsets_lead_back() {
        let source: Arc<str> =
            "---\nt: x\n---\na\n\n::: zone pivot=\"x\"\nb :::image source=\"i\"::: c\n::: zone-end\n".into();
        let prepared = Prepared::new(&source, 13, NONE);
        assert_eq!(&prepared.text[prepared.body..], "a\n\n<?lb?>\nb <lb> c\n<?lb?>\n");
        let at = prepared.text.find("b <lb>").unwrap();
        assert_eq!(&source[prepared.source_span(&(at..at + 8)).range()], "b :::image source=\"i\"::: c");
        assert_eq!(prepared.restore(&(at + 2..at + 6)), Some(":::image source=\"i\":::"));
        assert_eq!(prepared.restore(&(13..15)), None);
        assert!(prepared.directive_at(&(16..22)).is_some());
    }

    #[test]
    fn the_contents_of_a_column_lose_their_indentation() {
        let source: Arc<str> =
            ":::row:::\n   :::column:::\n      ### A\n\n        b\n   :::column-end:::\n:::row-end:::\n".into();
        let prepared = Prepared::new(&source, 0, NONE);
        assert_eq!(&*prepared.text, "<?lb?>\n<?lb?>\n### A\n\n  b\n<?lb?>\n<?lb?>\n");
    }

    #[test]
    fn a_table_gets_as_many_columns_as_its_widest_row() {
        let source: Arc<str> = "a | b\n--|--\n1 | 2 | 3\n".into();
        assert_eq!(&*Prepared::new(&source, 0, NONE).text, "a | b | |\n--|--|---\n1 | 2 | 3\n");
    }
}
