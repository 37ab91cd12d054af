//! Findings as SARIF 2.1.0 (OASIS standard), for code scanning services.

use serde_json::{Map, Value, json};

use super::{Finding, Place, Position, Severity, Texts};
use crate::finding::{Edit, codes};

/// Renders the findings as one SARIF run, with a line end behind it.
pub fn render_sarif(findings: &[Finding], texts: &mut Texts<'_>) -> String {
    let rules: Vec<Value> = codes::all()
        .map(|code| {
            json!({
                "id": code.id,
                "shortDescription": { "text": code.title },
                "fullDescription": { "text": code.explain },
                "help": { "text": code.explain },
                "defaultConfiguration": { "level": level(code.severity) },
            })
        })
        .collect();
    let index_of = |id: &str| codes::all().position(|code| code.id == id);
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut text = finding.message.clone();
            for more in [&finding.label, &finding.help].into_iter().flatten() {
                text.push_str("; ");
                text.push_str(more);
            }
            let related: Vec<Value> = finding
                .related
                .iter()
                .map(|(place, note)| json!({ "physicalLocation": location(place, texts), "message": { "text": note } }))
                .collect();
            let locations: Vec<Value> =
                finding.place.iter().map(|place| json!({ "physicalLocation": location(place, texts) })).collect();
            let mut properties = Map::from_iter([("severity".to_owned(), json!(finding.severity.word()))]);
            properties.extend(finding.fix.iter().map(|fix| ("try".to_owned(), json!(fix.line))));
            properties.extend(
                finding
                    .editions
                    .iter()
                    .map(|editions| ("editions".to_owned(), json!({ "of": editions.of, "names": editions.names }))),
            );
            let mut result = Map::from_iter([
                ("ruleId".to_owned(), json!(finding.code.id)),
                ("ruleIndex".to_owned(), index_of(finding.code.id).map_or(json!(-1), |at| json!(at))),
                ("level".to_owned(), json!(level(finding.severity))),
                ("message".to_owned(), json!({ "text": text })),
                ("locations".to_owned(), json!(locations)),
                ("relatedLocations".to_owned(), json!(related)),
                ("properties".to_owned(), Value::Object(properties)),
            ]);
            let fixes = finding.fix.as_ref().and_then(|fix| fixes(&fix.line, fix.edit.as_ref()?, texts));
            result.extend(fixes.map(|fixes| ("fixes".to_owned(), fixes)));
            Value::Object(result)
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "lifeboat",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Our columns count characters, which SARIF calls code points.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

/// An edit as SARIF's list of fixes; `None` where the text of its file is not known.
fn fixes(line: &str, edit: &Edit, texts: &mut Texts<'_>) -> Option<Value> {
    let region = region(texts.position(&edit.place)?);
    let replacement = json!({ "deletedRegion": region, "insertedContent": { "text": edit.text } });
    Some(json!([{
        "description": { "text": line },
        "artifactChanges": [{ "artifactLocation": artifact(&edit.place), "replacements": [replacement] }],
    }]))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Loss | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::Hint => "note",
    }
}

fn location(place: &Place, texts: &mut Texts<'_>) -> Value {
    match texts.position(place) {
        None => json!({ "artifactLocation": artifact(place) }),
        Some(at) => json!({ "artifactLocation": artifact(place), "region": region(at) }),
    }
}

fn artifact(place: &Place) -> Value {
    json!({ "uri": relative_uri(&place.file), "uriBaseId": "%SRCROOT%" })
}

fn region(at: Position) -> Value {
    json!({
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    })
}

/// A path as a relative URI reference (RFC 3986): what is no unreserved character of a path is percent-encoded.
fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            _ = std::fmt::Write::write_fmt(&mut uri, format_args!("%{byte:02X}"));
        }
    }
    uri
}
