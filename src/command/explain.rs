//! `lifeboat explain`: what a code means and how to mend it.

use std::fmt::Write;

use super::{Exit, Report};
use crate::cli::{ExplainArgs, Format};
use crate::finding::{Code, Severity, codes};

/// The width of a line on a plain terminal.
const WIDTH: usize = 80;

/// Tells about one code, or lists all.
pub(super) fn explain(args: &ExplainArgs, report: &mut Report<'_>) -> Exit {
    let text = match (args.code, report.format()) {
        (Some(code), Format::Human) => about(code),
        (None, Format::Human) => codes::all().fold(String::new(), |mut list, code| {
            _ = writeln!(list, "{:5} {}", code.id, code.title);
            list
        }),
        (code, _) => {
            let entries: Vec<_> = match code {
                Some(code) => vec![entry(code)],
                None => codes::all().map(entry).collect(),
            };
            format!("{:#}\n", serde_json::Value::Array(entries))
        }
    };
    report.result(&text);
    Exit::Clean
}

fn entry(code: &Code) -> serde_json::Value {
    serde_json::json!({
        "code": code.id,
        "severity": code.severity,
        "title": code.title,
        "explanation": code.explain,
    })
}

fn about(code: &Code) -> String {
    let mut text = format!("{}[{}]: {}\n\n", code.severity.word(), code.id, code.title);
    for paragraph in code.explain.split("\n\n") {
        let mut column = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > WIDTH {
                text.push('\n');
                column = 0;
            }
            if column > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            column += length;
        }
        text.push_str("\n\n");
    }
    let level = match code.severity {
        Severity::Loss => "It stops publication unless the build is told to keep going.",
        Severity::Error => "The site is published with the place marked, and the exit code is 1.",
        Severity::Warning => "The site is published, and the exit code is 0 unless the build is strict.",
        Severity::Note | Severity::Hint => "The site is published, and the exit code is 0.",
    };
    _ = writeln!(text, "{level}");
    if code.severity != Severity::Loss {
        _ = writeln!(
            text,
            "Another level is set in book.toml: [findings] {} = \"allow\", \"note\", \"warn\" or \"deny\".",
            code.id
        );
    }
    text
}
