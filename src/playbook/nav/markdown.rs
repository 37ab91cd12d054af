//! mdBook's `SUMMARY.md` and Learn's `TOC.md` → entries.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::entry::Entry;
use crate::finding::Span;
/// Lists nest at most so deep; what is deeper stands at this depth.
const MAX_DEPTH: usize = 16;

/// Reads a `SUMMARY.md`: links before the lists, lists of chapters, parts by `#` headings, links after the lists. The
/// first heading is the summary's own, unless chapters stand before it. Rules only part the chapters in print.
pub(super) fn parse_summary(text: &str) -> Vec<Entry> {
    let mut summary =
        Summary { text, root: Vec::new(), part: None, open: Vec::new(), words: Words::default(), headed: false };
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        summary.event(event, range.into());
    }
    summary.close_part();
    summary.root
}

/// Reads a `TOC.md`: each heading is an entry, its level the depth.
pub(super) fn parse_toc_markdown(text: &str) -> Vec<Entry> {
    let mut root = Vec::new();
    let mut open: Vec<(HeadingLevel, Entry)> = Vec::new();
    let mut words = Words::default();
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                fold_up(&mut open, &mut root, level);
                words = Words::default();
            }
            Event::End(TagEnd::Heading(level)) => {
                if let Some(entry) = std::mem::take(&mut words).entry() {
                    open.push((level, entry));
                }
            }
            event => words.event(event, range.into(), text),
        }
    }
    fold_up(&mut open, &mut root, HeadingLevel::H1);
    root
}

/// Closes all entries of `level` and deeper.
fn fold_up(open: &mut Vec<(HeadingLevel, Entry)>, root: &mut Vec<Entry>, level: HeadingLevel) {
    while open.last().is_some_and(|(there, _)| *there >= level) {
        if let Some((_, entry)) = open.pop() {
            open.last_mut().map_or(&mut *root, |(_, parent)| &mut parent.items).push(entry);
        }
    }
}

/// The words and the link of an entry that is being read.
#[derive(Default)]
struct Words {
    name: String,
    href: Option<(String, Span)>,
    linked: bool,
    draft: bool,
}

impl Words {
    fn event(&mut self, event: Event<'_>, span: Span, text: &str) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                if !self.linked {
                    self.name.clear();
                }
                self.linked = true;
                self.draft = dest_url.is_empty();
                if !self.draft {
                    self.href = Some((dest_url.to_string(), place_of(&dest_url, span, text)));
                }
            }
            Event::Text(words) | Event::Code(words) => self.name.push_str(&words),
            Event::SoftBreak | Event::HardBreak => self.name.push(' '),
            _ => {}
        }
    }

    fn entry(self) -> Option<Entry> {
        let name = self.name.trim().to_owned();
        if name.is_empty() && self.href.is_none() {
            return None;
        }
        let name = (!name.is_empty()).then_some(name);
        Some(Entry { name, href: self.href, draft: self.draft, ..Entry::default() })
    }
}

/// Where a destination stands in its link; the whole link where it is written otherwise.
fn place_of(dest: &str, link: Span, text: &str) -> Span {
    let written = link.of(text);
    match written.rfind(dest) {
        Some(at) => Span::new(link.start as usize + at, link.start as usize + at + dest.len()),
        None => link,
    }
}

/// Reads the events of a summary.
struct Summary<'t> {
    text: &'t str,
    root: Vec<Entry>,
    part: Option<Entry>,
    /// The items that are open, each with whether its own words are still being read.
    open: Vec<(Entry, bool)>,
    words: Words,
    headed: bool,
}

impl Summary<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) if self.open.is_empty() => self.words = Words::default(),
            Event::End(TagEnd::Heading(_)) if self.open.is_empty() => {
                let words = std::mem::take(&mut self.words);
                let own = !self.headed && self.root.is_empty();
                self.headed = true;
                if !own {
                    self.close_part();
                    self.part = words.entry();
                }
            }
            Event::End(TagEnd::Paragraph) if self.open.is_empty() => {
                let words = std::mem::take(&mut self.words);
                // Plain sentences are remarks; a link outside of a list stands before or after the chapters.
                if words.linked {
                    self.close_part();
                    self.root.extend(words.entry());
                }
            }
            Event::Start(Tag::List(_)) => self.name_item(),
            Event::Start(Tag::Item) => {
                self.words = Words::default();
                self.open.push((Entry::default(), true));
            }
            Event::End(TagEnd::Item) => {
                self.name_item();
                if let Some((mut entry, _)) = self.open.pop() {
                    let deeper =
                        if self.open.len() > MAX_DEPTH { std::mem::take(&mut entry.items) } else { Vec::new() };
                    let parent = self.open.last_mut().map(|(parent, _)| parent).or(self.part.as_mut());
                    let items = parent.map_or(&mut self.root, |parent| &mut parent.items);
                    items.push(entry);
                    items.extend(deeper);
                }
            }
            Event::Start(Tag::Link { .. }) if self.open.is_empty() && self.words.linked => {
                // Links before or after the chapters may follow each other in one paragraph.
                let words = std::mem::take(&mut self.words);
                self.close_part();
                self.root.extend(words.entry());
                self.words.event(event, span, self.text);
            }
            event => self.words.event(event, span, self.text),
        }
    }

    /// The words of the innermost item are complete: a list begins in it, or it ends.
    fn name_item(&mut self) {
        if let Some((entry, reading @ true)) = self.open.last_mut() {
            *reading = false;
            *entry = std::mem::take(&mut self.words).entry().unwrap_or_default();
        }
    }

    fn close_part(&mut self) {
        self.root.extend(self.part.take());
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::{Entry, parse_summary, parse_toc_markdown};

    fn check(entries: &[Entry], expected: &Expect) {
        fn write(entries: &[Entry], depth: usize, out: &mut String) {
            for entry in entries {
                let name = entry.name.as_deref().unwrap_or("?");
                let href = entry.href.as_ref().map_or("", |(href, _)| href);
                let draft = if entry.draft { " (draft)" } else { "" };
                writeln!(out, "{}{name} → {href}{draft}", "  ".repeat(depth)).unwrap();
                write(&entry.items, depth + 1, out);
            }
        }
        let mut out = String::new();
        write(entries, 0, &mut out);
        expected.assert_eq(&out);
    }

    #[test]
    fn a_summary_of_every_form_is_read() {
        let text = "# Summary

[Introduction](README.md)
[Preface](preface.md)

A remark.

- [One `code`](one.md)
  - [One one](one/one.md)
    * [Deep](<one/deep one.md>)
  - [Draft]()
- [Two](two.md)

---

# Second part

1. [Three](three.md)

   1. [Loose](loose.md)

# Empty part

[Afterword](after.md)
";
        check(
            &parse_summary(text),
            &expect![[r#"
                Introduction → README.md
                Preface → preface.md
                One code → one.md
                  One one → one/one.md
                    Deep → one/deep one.md
                  Draft →  (draft)
                Two → two.md
                Second part → 
                  Three → three.md
                    Loose → loose.md
                Empty part → 
                Afterword → after.md
            "#]],
        );
    }

    #[test]
    fn headings_are_the_tree_of_a_toc() {
        check(
            &parse_toc_markdown("# [Overview](a.md)\n## Plain\n### [Deep](b.md?x#y)\n## [Next](c.md)\n# Last\n"),
            &expect![[r"
                Overview → a.md
                  Plain → 
                    Deep → b.md?x#y
                  Next → c.md
                Last → 
            "]],
        );
    }
}
