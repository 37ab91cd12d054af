//! mdBook's `{{#include f:1:3}}` and kin: the text of a chapter → the text with what it takes in.
//!
//! mdBook puts these in before Markdown is read, so they may stand anywhere, in code too. The rules are those of its
//! preprocessor `links` (mdBook 0.5). Only projects with a `SUMMARY.md` are read so. Never reads a file: what is taken
//! in is asked of the source tree; a file that is not there stays as it is written, with a finding.

mod directive;
mod hidden;
mod lines;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag};

use self::directive::{Directive, Kind, find_directives};
use self::hidden::hidden_ranges;
use self::lines::chosen_lines;
use crate::finding::{Checked, Finding, Place, Span, codes::markdown};
use crate::source::{SourcePath, SourceText, SourceTree};

/// Files that take in each other go so deep (mdBook's own limit).
const MAX_LEVELS: usize = 10;
/// Files taken in by one chapter (reliability design, demand 5).
const MAX_EXPANSIONS: usize = 10_000;
/// Bytes of a chapter with all that it takes in (reliability design, demand 5).
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A chapter with what it takes in.
#[derive(Debug, Clone, Default)]
pub(super) struct Expanded {
    /// The whole text, front matter as it was.
    pub(super) text: Arc<str>,
    /// Where what was taken in stands.
    pub(super) places: Places,
    /// What `{{#title …}}` says, and where.
    pub(super) title: Option<(String, Span)>,
}

/// Places of a text that were put in, each with the place of the source that it stands for. Sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Vec<(Range<usize>, Range<usize>)>);

impl Places {
    /// None.
    #[cfg(test)]
    pub(super) const NONE: Self = Self(Vec::new());

    /// The span of the source that belongs to a span of the expanded text.
    pub(super) fn span(&self, span: Span) -> Span {
        if self.0.is_empty() {
            return span;
        }
        let (start, end) = (span.start as usize, span.end as usize);
        let from = self.offset(start, |source| source.start);
        let to = if end > start { self.offset(end - 1, |source| source.end - 1) + 1 } else { from };
        Span::new(from, to.max(from))
    }

    fn offset(&self, at: usize, inside: impl Fn(&Range<usize>) -> usize) -> usize {
        let after = self.0.partition_point(|(put_in, _)| put_in.start <= at);
        match after.checked_sub(1).and_then(|last| self.0.get(last)) {
            None => at,
            Some((put_in, source)) if at < put_in.end => inside(source),
            Some((put_in, source)) => source.end + (at - put_in.end),
        }
    }
}

/// Puts in what a chapter's body, from byte `body` on, takes in, and takes out the lines of code that it hides; `None`
/// where there is nothing to do.
pub(super) fn expand(
    file: &SourceText,
    body: usize,
    sources: &SourceTree,
    hidelines: &[(String, String)],
) -> Checked<Option<Expanded>> {
    take_in(file, body, sources).map(|expanded| {
        let text = expanded.as_ref().map_or(&file.text, |expanded| &expanded.text);
        let hidden = hidden_ranges(text, body, hidelines);
        if hidden.is_empty() {
            return expanded;
        }
        let expanded = expanded.unwrap_or_else(|| Expanded { text: Arc::clone(&file.text), ..Expanded::default() });
        Some(expanded.without(&hidden))
    })
}

impl Expanded {
    /// The same without some ranges, which are sorted and apart.
    fn without(self, ranges: &[Range<usize>]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut places: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(self.places.0.len() + ranges.len());
        let mut removed = 0;
        let mut done = 0;
        let mut put_in = self.places.0.iter().peekable();
        // Where a place begins and ends once what is hidden before it, and in it, is gone.
        let gone_before = |at: usize| -> usize {
            ranges.iter().take_while(|range| range.start < at).map(|range| range.end.min(at) - range.start).sum()
        };
        for range in ranges {
            text.push_str(self.text.get(done..range.start).unwrap_or_default());
            done = range.end;
            while let Some((there, source)) = put_in.next_if(|(there, _)| there.start <= range.start) {
                places
                    .push((there.start - gone_before(there.start)..there.end - gone_before(there.end), source.clone()));
            }
            let inside = self.places.0.iter().any(|(there, _)| there.start <= range.start && range.start < there.end);
            if !inside {
                let span = self.places.span(Span::new(range.start, range.end));
                let now = range.start - removed;
                places.push((now..now, span.start as usize..span.end as usize));
            }
            removed += range.end - range.start;
        }
        for (there, source) in put_in {
            places.push((there.start - gone_before(there.start)..there.end - gone_before(there.end), source.clone()));
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        Self { text: text.into(), places: Places(places), title: self.title }
    }
}

/// Puts in what a chapter's body takes in; `None` where that is nothing.
fn take_in(file: &SourceText, body: usize, sources: &SourceTree) -> Checked<Option<Expanded>> {
    let rest = file.text.get(body..).unwrap_or_default();
    if !rest.contains("{{") {
        return Checked::clean(None);
    }
    let mut expansion =
        Expansion { sources, file, expansions: 0, at: Span::default(), title: None, findings: Vec::new() };
    let mut text = file.text.get(..body).unwrap_or_default().to_owned();
    let mut places = Vec::new();
    let mut done = 0;
    for found in find_directives(rest) {
        text.push_str(rest.get(done..found.range.start).unwrap_or_default());
        let source = body + found.range.start..body + found.range.end;
        expansion.at = Span::new(source.start, source.end);
        let start = text.len();
        expansion.put_in(&found, &file.path, &mut Vec::new(), &mut text);
        places.push((start..text.len(), source));
        done = found.range.end;
    }
    text.push_str(rest.get(done..).unwrap_or_default());
    let Expansion { title, findings, .. } = expansion;
    let changed = !places.is_empty();
    let expanded = Expanded { text: text.into(), places: Places(places), title };
    Checked::new(changed.then_some(expanded), findings)
}

struct Expansion<'a> {
    sources: &'a SourceTree,
    file: &'a SourceText,
    expansions: usize,
    /// Where the outermost directive stands.
    at: Span,
    title: Option<(String, Span)>,
    findings: Vec<Finding>,
}

impl Expansion<'_> {
    /// Appends what stands in the place of a directive of the file `from`. The recursion ends at [`MAX_LEVELS`].
    fn put_in(&mut self, found: &Directive<'_>, from: &SourcePath, chain: &mut Vec<SourcePath>, out: &mut String) {
        let (path, playground) = match &found.kind {
            Kind::Escaped => return out.push_str(found.text.get(1..).unwrap_or_default()),
            Kind::Title(title) => {
                self.title = Some(((*title).to_owned(), self.at));
                return;
            }
            Kind::Include { path, .. } => (*path, None),
            Kind::Playground { path, words } => (*path, Some(words)),
        };
        let taken = from.sibling(path).ok().and_then(|path| self.sources.find(&path)).map(|(_, text)| text);
        let Some(taken) = taken else {
            self.report(&markdown::M001, format!("“{path}”, which is taken in here, does not exist"));
            return out.push_str(found.text);
        };
        if chain.contains(&taken.path) || taken.path == self.file.path {
            let message = format!("files take each other in: {} → {}", from, taken.path);
            self.report(&markdown::M002, message);
            return out.push_str(found.text);
        }
        self.expansions += 1;
        if chain.len() >= MAX_LEVELS || self.expansions > MAX_EXPANSIONS || out.len() + taken.text.len() > MAX_BYTES {
            self.report(&markdown::M003, "the files taken in here are too many, too deep or too large".to_owned());
            return out.push_str(found.text);
        }
        let lines = match &found.kind {
            Kind::Include { part, .. } => {
                let Some(lines) = chosen_lines(&taken.text, part) else {
                    return self.report(&markdown::M004, format!("“{path}” has no lines {part}"));
                };
                lines
            }
            _ => taken.text.to_string(),
        };
        if let Some(words) = playground {
            let comma = if words.is_empty() { "" } else { "," };
            out.push_str("```rust");
            out.push_str(comma);
            out.push_str(&words.join(","));
            out.push('\n');
        }
        chain.push(taken.path.clone());
        let mut done = 0;
        for inner in find_directives(&lines) {
            out.push_str(lines.get(done..inner.range.start).unwrap_or_default());
            done = inner.range.end;
            self.put_in(&inner, &taken.path, chain, out);
        }
        out.push_str(lines.get(done..).unwrap_or_default());
        chain.pop();
        if playground.is_some() {
            out.push_str(if out.ends_with('\n') { "```\n" } else { "\n```\n" });
        }
    }

    fn report(&mut self, code: &'static crate::finding::Code, message: String) {
        // One place that takes in a file with many faults tells each kind of them once.
        let place = Place::new(self.file.path.shared(), self.at);
        if !self.findings.iter().any(|found| found.code == code && found.place.as_ref() == Some(&place)) {
            self.findings.push(Finding::new(code, message).at(place));
        }
    }
}

/// The files that the texts of a book take in and that are not among its sources; none where there is no `SUMMARY.md`.
pub fn missing_includes(sources: &SourceTree) -> BTreeSet<SourcePath> {
    let mut missing = BTreeSet::new();
    if sources.texts().any(|(_, text)| text.path.name() == "SUMMARY.md") {
        for (_, text) in sources.texts().filter(|(_, text)| text.text.contains("{{")) {
            let named = find_directives(&text.text).into_iter().filter_map(|found| match found.kind {
                Kind::Include { path, .. } | Kind::Playground { path, .. } => text.path.sibling(path).ok(),
                Kind::Escaped | Kind::Title(_) => None,
            });
            missing.extend(named.filter(|path| sources.find(path).is_none()));
        }
    }
    missing
}

/// The files that chapters take in and that are no chapters of their own: those that the summary does not name.
pub(super) fn parts(sources: &SourceTree, summary: &SourceText) -> BTreeSet<SourcePath> {
    let mut parts: BTreeSet<SourcePath> = BTreeSet::new();
    for (_, text) in sources.texts().filter(|(_, text)| text.text.contains("{{")) {
        for found in find_directives(&text.text) {
            if let Kind::Include { path, .. } | Kind::Playground { path, .. } = found.kind {
                parts.extend(text.path.sibling(path));
            }
        }
    }
    if !parts.is_empty() {
        for event in Parser::new(&summary.text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && let Ok(path) = summary.path.sibling(&dest_url.replace("%20", " "))
            {
                parts.remove(&path);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{SourcePath, SourceText, SourceTree, expand};
    use crate::source::Date;

    /// `-- path` lines begin files; the first is expanded.
    #[expect(clippy::needless_pass_by_value, reason = "`expect!` makes a value, and every caller hands it over")]
    fn check(fixture: &str, expected: Expect) {
        let file = |part: &str| {
            let (path, text) = part.split_once('\n').unwrap();
            SourceText { path: SourcePath::new(path).unwrap(), text: text.into() }
        };
        let texts: Vec<SourceText> = fixture.split("-- ").skip(1).map(file).collect();
        let first = texts[0].clone();
        let expanded = expand(&first, 0, &SourceTree::new(texts, BTreeMap::new(), Date::default()), &[]);
        let mut out = expanded.value.as_ref().map_or("nothing\n".to_owned(), |expanded| expanded.text.to_string());
        for (put_in, source) in expanded.value.iter().flat_map(|expanded| &expanded.places.0) {
            writeln!(out, "{put_in:?} is {:?}", &first.text[source.clone()]).unwrap();
        }
        for finding in expanded.findings {
            let place = finding.place.unwrap();
            writeln!(out, "{} {} at {:?}", finding.code.id, finding.message, place.span.of(&first.text)).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn lines_and_anchors_of_files_are_put_in() {
        check(
            "-- src/a.md\n{{#include b.rs:2:3}}|{{ #include b.rs:4 }}|{{#include b.rs:part}}|{{#include ../c.md}}\n-- src/b.rs\none\ntwo\nthree\n// ANCHOR: part\nfour\n// ANCHOR: in\nfive\n// ANCHOR_END: in\n// ANCHOR_END: part\n-- c.md\n*c* {{#include src/d.md}}\n-- src/d.md\nd\n",
            expect![[r#"
                two
                three|// ANCHOR: part|four
                five|*c* d
                0..9 is "{{#include b.rs:2:3}}"
                10..25 is "{{ #include b.rs:4 }}"
                26..35 is "{{#include b.rs:part}}"
                36..41 is "{{#include ../c.md}}"
            "#]],
        );
    }

    #[test]
    fn playgrounds_titles_and_escapes_are_read() {
        check(
            "-- a.md\n{{#title Other}}\\{{#include x}}\n{{#playground b.rs editable}}{{#other x}} {{#if}}\n-- b.rs\nfn main() {}",
            expect![[r##"
                {{#include x}}
                ```rust,editable
                fn main() {}
                ```
                {{#other x}} {{#if}}
                0..0 is "{{#title Other}}"
                0..14 is "\\{{#include x}}"
                15..49 is "{{#playground b.rs editable}}"
            "##]],
        );
    }

    #[test]
    fn hidden_lines_go_and_places_stay_true() {
        check(
            "-- a.md\n```rust\n# one\ntwo\n```\n{{#include b.md}}\n```rust\n# three\nfour\n```\n-- b.md\n```rust\n# in\nout\n```\n",
            expect![[r##"
                ```rust
                two
                ```
                ```rust
                out
                ```
                ```rust
                four
                ```
                8..8 is "# one\n"
                16..31 is "{{#include b.md}}"
                40..40 is "# three\n"
            "##]],
        );
    }

    #[test]
    fn what_cannot_be_taken_in_stays_and_is_told() {
        check(
            "-- a.md\n{{#include b.md}} {{#include none.md}} {{#include c.rs:x}}\n-- b.md\n{{#include a.md}}\n-- c.rs\nc\n",
            expect![[r#"
                {{#include a.md}} {{#include none.md}} 
                0..17 is "{{#include b.md}}"
                18..38 is "{{#include none.md}}"
                39..39 is "{{#include c.rs:x}}"
                M002 files take each other in: b.md → a.md at "{{#include b.md}}"
                M001 “none.md”, which is taken in here, does not exist at "{{#include none.md}}"
                M004 “c.rs” has no lines `x` at "{{#include c.rs:x}}"
            "#]],
        );
    }
}
