//! Findings as annotations of GitHub's workflow log (`::error file=…::…`).

use std::fmt::Write;

use super::{Finding, Severity, Texts};

/// Renders one workflow command a finding.
pub fn render_github(findings: &[Finding], texts: &mut Texts<'_>) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Loss | Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note | Severity::Hint => "notice",
        };
        _ = write!(out, "::{command} ");
        if let Some(place) = &finding.place {
            _ = write!(out, "file={},", property(&place.file));
            if let Some(at) = texts.position(place) {
                _ = write!(out, "line={},endLine={},col={},", at.line, at.end_line, at.column);
                // GitHub shows columns only where the mark stays on one line.
                if at.line == at.end_line {
                    _ = write!(out, "endColumn={},", at.end_column);
                }
            }
        }
        let mut text = finding.message.clone();
        for more in [&finding.label, &finding.help].into_iter().flatten() {
            text.push('\n');
            text.push_str(more);
        }
        if let Some(fix) = &finding.fix {
            _ = write!(text, "\ntry: {}", fix.line);
        }
        if let Some(editions) = &finding.editions {
            _ = write!(text, "\neditions: {editions}");
        }
        _ = writeln!(
            out,
            "title={}::{}",
            property(&format!("{}: {}", finding.code.id, finding.code.title)),
            data(&text)
        );
    }
    out
}

/// The escapes of GitHub's own toolkit for a command's text.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property's value.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
