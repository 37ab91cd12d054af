//! Lines of code that a book hides: `# use std::io;` in Rust, and what starts with the mark that `book.toml` or the
//! fence itself names (`[output.html.code.hidelines]`, ```` ```python,hidelines=~ ````). The rules are mdBook 0.5's.
//!
//! mdBook keeps them in the page for a button; a playbook is read and printed, so they are left out.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The places of a text, from byte `body` on, that nobody shall see: whole lines, and one `#` of two.
pub(super) fn hidden_ranges(text: &str, body: usize, marks: &[(String, String)]) -> Vec<Range<usize>> {
    let rest = text.get(body..).unwrap_or_default();
    if !may_hide(rest, marks) {
        return Vec::new();
    }
    let mut ranges = Vec::new();
    let mut mark: Option<String> = None;
    for (event, range) in Parser::new_ext(rest, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => mark = mark_of(&info, marks),
            Event::End(TagEnd::CodeBlock) => mark = None,
            Event::Text(_) => {
                if let Some(mark) = &mark {
                    hide_lines(rest, range, mark, &mut ranges);
                }
            }
            _ => {}
        }
    }
    // Found line by line; a line of two texts is found twice.
    ranges.sort_by_key(|range: &Range<usize>| (range.start, range.end));
    ranges.dedup();
    ranges.into_iter().map(|range| body + range.start..body + range.end).collect()
}

/// Whether it is worth reading: most texts have no such fence.
fn may_hide(text: &str, marks: &[(String, String)]) -> bool {
    text.contains("hidelines=")
        || (text.contains("rust") && text.contains('#'))
        || marks.iter().any(|(language, mark)| text.contains(language.as_str()) && text.contains(mark.as_str()))
}

/// The mark of hidden lines in a fence; that of Rust where nothing else is said is empty.
fn mark_of(info: &str, marks: &[(String, String)]) -> Option<String> {
    let mut words = info.split([',', ' ', '\t']);
    let language = words.next().unwrap_or_default();
    if let Some(mark) = words.find_map(|word| word.strip_prefix("hidelines=")) {
        return Some(mark.to_owned()).filter(|mark| !mark.is_empty());
    }
    let named = marks.iter().find(|(known, _)| known == language).map(|(_, mark)| mark.clone());
    named.filter(|mark| !mark.is_empty()).or_else(|| (language == "rust").then(String::new))
}

fn hide_lines(text: &str, range: Range<usize>, mark: &str, ranges: &mut Vec<Range<usize>>) {
    let mut at = range.start;
    for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
        let code = line.trim_end_matches(['\r', '\n']);
        let words = code.trim_start();
        let hidden = if mark.is_empty() {
            let hash = words.strip_prefix('#');
            if hash.is_some_and(|after| after.starts_with('#')) {
                let doubled = at + (code.len() - words.len());
                ranges.push(doubled..doubled + 1);
            }
            hash.is_some_and(|after| after.is_empty() || after.starts_with(' '))
        } else {
            words.starts_with(mark)
        };
        if hidden {
            // With what stands before it for the list or quote that it is in.
            let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
            let length = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len() - at, |end| end + 1);
            ranges.push(start..at + length);
        }
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::hidden_ranges;

    fn check(text: &str, marks: &[(&str, &str)], expected: &str) {
        let marks: Vec<(String, String)> = marks.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let mut shown = String::new();
        let mut done = 0;
        for range in hidden_ranges(text, 0, &marks) {
            shown.push_str(&text[done..range.start]);
            done = range.end;
        }
        shown.push_str(&text[done..]);
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_of_rust_that_begin_with_a_hash_and_a_blank_are_hidden() {
        check(
            "# Title\n```rust,ignore\n# use a;\n#\n#[test]\nfn b() {\n    # c();\n    ## d\n#e\n}\n```\n```text\n# f\n```\n",
            &[],
            "# Title\n```rust,ignore\n#[test]\nfn b() {\n    # d\n#e\n}\n```\n```text\n# f\n```\n",
        );
        check("> 1. ```rust\n>    # a\n>    b\n>    ```\n", &[], "> 1. ```rust\n>    b\n>    ```\n");
    }

    #[test]
    fn other_languages_hide_what_begins_with_their_mark() {
        check("```python\n~a\n b\n  ~c\n```\n", &[("python", "~")], "```python\n b\n```\n");
        check(
            "```sh,hidelines=!!!\n!!!a\nb\n```\n```sh\n!!!a\n```\n",
            &[],
            "```sh,hidelines=!!!\nb\n```\n```sh\n!!!a\n```\n",
        );
    }
}
