//! JSON and YAML files → values with their places. JSON is YAML but for two habits, which are blanked out first: tabs and comments.

use crate::finding::{Code, Finding, Span};
use crate::source::SourceText;
use crate::topic::Value;
use crate::topic::yaml::{FaultKind, parse_yaml};

/// Reads a JSON file; faults become findings under `code`. A key given twice is none of the reader's business.
pub(crate) fn parse_json(source: &SourceText, code: &'static Code, findings: &mut Vec<Finding>) -> Option<Value> {
    let text = blank_tabs_and_comments(&source.text);
    let read = parse_yaml(&text, Span::new(0, text.len()));
    let faults = read.faults.into_iter().filter(|fault| fault.kind != FaultKind::Duplicate).chain(read.broken);
    findings.extend(faults.map(|mut fault| {
        if fault.kind == FaultKind::Syntax {
            "this is no valid JSON".clone_into(&mut fault.message);
            "JSON cannot be read from here on".clone_into(&mut fault.label);
            fault.help = None;
        }
        fault.into_finding(code, &source.path.shared())
    }));
    read.value
}

/// Reads a YAML file; faults become findings under `code`.
pub(crate) fn parse_yaml_file(source: &SourceText, code: &'static Code, findings: &mut Vec<Finding>) -> Option<Value> {
    let read = parse_yaml(&source.text, Span::new(0, source.text.len()));
    let faults = read.faults.into_iter().chain(read.broken);
    findings.extend(faults.map(|fault| fault.into_finding(code, &source.path.shared())));
    read.value
}

/// The same text with blanks for tabs and for `//` and `/* */` comments outside of strings; no offset moves.
fn blank_tabs_and_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let (mut in_string, mut comment) = (false, None);
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match (comment, character) {
            (Some('/'), '\n') => comment = None,
            (Some('*'), '*') if next == Some('/') => {
                characters.next();
                comment = None;
                out.push_str("  ");
                continue;
            }
            (None, '/') if !in_string && matches!(next, Some('/' | '*')) => {
                comment = characters.next();
                out.push_str("  ");
                continue;
            }
            (None, '"') => in_string = !in_string,
            (None, '\\') if in_string => {
                out.push(character);
                out.extend(characters.next());
                continue;
            }
            _ => {}
        }
        if (comment.is_some() || character == '\t') && character != '\n' {
            out.extend(std::iter::repeat_n(' ', character.len_utf8()));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::blank_tabs_and_comments;

    #[test]
    fn comments_and_tabs_become_blanks_and_nothing_moves() {
        let text = "{\t\"a//b\": 1, // é\n/* x\n */ \"c\": \"\\\"/*\" }";
        let blank = blank_tabs_and_comments(text);
        assert_eq!(blank, "{ \"a//b\": 1,      \n    \n    \"c\": \"\\\"/*\" }");
        assert_eq!(blank.len(), text.len());
    }
}
