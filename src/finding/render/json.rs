//! Findings as one JSON document.
//!
//! The form is stable: `version` grows when a field changes its meaning or goes; new fields may come without that.
//! It is described in `docs/reference/findings.md`.

use serde::Serialize;

use super::{Counts, Finding, Place, Position, Texts};

/// Grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'f> {
    version: u32,
    findings: Vec<Entry<'f>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Entry<'f> {
    code: &'static str,
    severity: super::Severity,
    title: &'static str,
    message: &'f str,
    #[serde(flatten)]
    place: Option<Where<'f>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'f>>,
    #[serde(rename = "try", skip_serializing_if = "Option::is_none")]
    fix: Option<Try<'f>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    editions: Option<In<'f>>,
}

/// The line that would mend a finding, and the edits that put it where it belongs.
#[derive(Serialize)]
struct Try<'f> {
    line: &'f str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Replacement<'f>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'f> {
    #[serde(flatten)]
    place: Where<'f>,
    new_text: &'f str,
}

/// The editions that have a finding.
#[derive(Serialize)]
struct In<'f> {
    count: usize,
    of: usize,
    names: &'f [String],
}

#[derive(Serialize)]
struct Related<'f> {
    #[serde(flatten)]
    place: Where<'f>,
    note: &'f str,
}

/// The file, and the place in it where the file is a text.
#[derive(Serialize)]
struct Where<'f> {
    file: &'f str,
    #[serde(flatten)]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl From<Position> for Region {
    fn from(at: Position) -> Self {
        Self { line: at.line, column: at.column, end_line: at.end_line, end_column: at.end_column }
    }
}

/// Renders the findings as JSON, with a line end behind it.
pub fn render_json(findings: &[Finding], texts: &mut Texts<'_>) -> String {
    let entries = findings
        .iter()
        .map(|finding| Entry {
            code: finding.code.id,
            severity: finding.severity,
            title: finding.code.title,
            message: &finding.message,
            place: finding.place.as_ref().map(|place| place_of(place, texts)),
            label: finding.label.as_deref(),
            help: finding.help.as_deref(),
            related: finding
                .related
                .iter()
                .map(|(place, note)| Related { place: place_of(place, texts), note })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| Try {
                line: &fix.line,
                edits: fix
                    .edit
                    .iter()
                    .map(|edit| Replacement { place: place_of(&edit.place, texts), new_text: &edit.text })
                    .collect(),
            }),
            editions: finding.editions.as_ref().map(|editions| In {
                count: editions.names.len(),
                of: editions.of,
                names: &editions.names,
            }),
        })
        .collect();
    let document = Document { version: VERSION, findings: entries, counts: Counts::of(findings) };
    // Strings and numbers always serialise.
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

fn place_of<'f>(place: &'f Place, texts: &mut Texts<'_>) -> Where<'f> {
    Where { file: &place.file, region: texts.position(place).map(Region::from) }
}
