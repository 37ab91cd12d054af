//! Findings ↔ JSON: what a build found, kept for the next one that would find the same.
//!
//! Not the form that others read ([`render`](super::render)): every field comes back as it was.

use serde::{Deserialize, Serialize};

use super::codes::find;
use super::{Edit, Finding, Fix, InEditions, Place, Severity, Span};

#[derive(Serialize, Deserialize)]
struct Kept {
    code: String,
    severity: u8,
    message: String,
    place: Option<KeptPlace>,
    label: Option<String>,
    related: Vec<(KeptPlace, String)>,
    help: Option<String>,
    fix: Option<(String, Option<(KeptPlace, String)>)>,
    editions: Option<(Vec<String>, usize)>,
}

type KeptPlace = (String, u32, u32);

const SEVERITIES: [Severity; 5] = [Severity::Hint, Severity::Note, Severity::Warning, Severity::Error, Severity::Loss];

/// Findings as JSON.
pub fn findings_to_json(findings: &[Finding]) -> String {
    let kept: Vec<Kept> = findings.iter().map(keep).collect();
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The findings again; `None` where the text is none of these, or one has a code that is not known.
pub fn findings_from_json(json: &str) -> Option<Vec<Finding>> {
    let kept: Vec<Kept> = serde_json::from_str(json).ok()?;
    kept.into_iter().map(found).collect()
}

fn keep(finding: &Finding) -> Kept {
    let severity = SEVERITIES.iter().position(|severity| *severity == finding.severity).unwrap_or_default();
    Kept {
        code: finding.code.id.to_owned(),
        severity: u8::try_from(severity).unwrap_or_default(),
        message: finding.message.clone(),
        place: finding.place.as_ref().map(keep_place),
        label: finding.label.clone(),
        related: finding.related.iter().map(|(place, note)| (keep_place(place), note.clone())).collect(),
        help: finding.help.clone(),
        fix: finding.fix.as_ref().map(|fix| {
            let edit = fix.edit.as_ref().map(|edit| (keep_place(&edit.place), edit.text.clone()));
            (fix.line.clone(), edit)
        }),
        editions: finding.editions.as_ref().map(|editions| (editions.names.clone(), editions.of)),
    }
}

fn found(kept: Kept) -> Option<Finding> {
    let edit = |(place, text)| Edit { place: found_place(place), text };
    Some(Finding {
        code: find(&kept.code)?,
        severity: *SEVERITIES.get(usize::from(kept.severity))?,
        message: kept.message,
        place: kept.place.map(found_place),
        label: kept.label,
        related: kept.related.into_iter().map(|(place, note)| (found_place(place), note)).collect(),
        help: kept.help,
        fix: kept.fix.map(|(line, written)| Fix { line, edit: written.map(edit) }),
        editions: kept.editions.map(|(names, of)| InEditions { names, of }),
    })
}

fn keep_place(place: &Place) -> KeptPlace {
    (place.file.to_string(), place.span.start, place.span.end)
}

fn found_place((file, start, end): KeptPlace) -> Place {
    Place { file: file.into(), span: Span { start, end } }
}

#[cfg(test)]
mod tests {
    use super::{findings_from_json, findings_to_json};
    use crate::finding::codes::link::L001;
    use crate::finding::{Edit, Finding, Fix, InEditions, Place, Severity};

    #[test]
    fn every_field_comes_back() {
        let place = |start| Place::new("a/ä \"b\".md", start..start + 4);
        let full = Finding {
            severity: Severity::Loss,
            label: Some("here".into()),
            related: vec![(place(9), "and here".into())],
            help: Some("mend it".into()),
            fix: Some(Fix { line: "# Replace: x".into(), edit: Some(Edit { place: place(1), text: "x\n".into() }) }),
            editions: Some(InEditions { names: vec!["one".into(), "two".into()], of: 3 }),
            ..Finding::new(&L001, "what\nis wrong").at(place(3))
        };
        let findings = vec![Finding::new(&L001, ""), full];
        assert_eq!(findings_from_json(&findings_to_json(&findings)), Some(findings));
    }

    #[test]
    fn what_is_none_is_refused() {
        let json = findings_to_json(&[Finding::new(&L001, "x")]);
        for bad in [&json[1..], &json.replace("L001", "Q999"), &json.replace(":3,", ":9,"), "", "{}"] {
            assert_eq!(findings_from_json(bad), None, "{bad}");
        }
    }
}
