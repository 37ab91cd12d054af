//! `lifeboat overlay status`: how each change file stands to the text below it.

use std::collections::BTreeMap;

use serde_json::json;

use super::ask::{Asked, Entry, Shown, Which};
use crate::cli::{Format, OverlayStatusArgs};
use crate::command::build::raise_reviews;
use crate::command::report::plural;
use crate::command::verdict::{Rules, judge};
use crate::command::{Exit, Failure, Report};
use crate::finding::{Finding, Severity};
use crate::overlay::{LayerId, Review, ReviewState, Weight};
use crate::source::SourcePath;

/// The codes that speak of reviews, and of instructions that do not reach their target.
pub(in crate::command) const CODES: [&str; 10] =
    ["O110", "O201", "O202", "O501", "O502", "O503", "O504", "O505", "O506", "O509"];

/// Tells how the instructions stand.
pub(in crate::command) fn status(
    args: &OverlayStatusArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let clearance = args.which.clearance.clearance.as_deref();
    let asked = Asked::read(&args.which.ask, environment, None)?;
    let shown = Shown::new(&asked, clearance)?;
    let which = Which::read(&asked, &args.which)?;
    let entries = asked.entries(&shown, |review| which.has(review.layer, &review.topic));
    let mut findings = told(&asked, &shown, &entries, &which);
    if args.strict {
        raise_reviews(&mut findings);
    }
    match report.format() {
        Format::Human => {
            report.result(&table(&asked, &entries));
            asked.report(&findings, report);
            report.close(&closing(&entries, clearance));
        }
        Format::Json => {
            let all: Vec<_> = entries.iter().map(|entry| as_json(&asked, entry)).collect();
            report.result(&format!("{:#}\n", json!({ "instructions": all })));
        }
        Format::Sarif | Format::Github => asked.report(&findings, report),
    }
    Ok(judge(&findings, Rules { strict: args.strict, keep_going: false }).exit)
}

/// The findings about what is shown.
fn told(asked: &Asked, shown: &Shown<'_>, entries: &[Entry<'_>], which: &Which) -> Vec<Finding> {
    let layers = &asked.project.layers;
    let of_layer = |file: &str| {
        let layer = SourcePath::new(file).map_or(LayerId::BASE, |file| layers.of_file(&file));
        layer != LayerId::BASE
            && which.layer.is_none_or(|wanted| layer == wanted)
            && asked.editions.iter().any(|edition| shown.of(&edition.plan).shows_layer(layers, layer))
    };
    let is_entry = |finding: &Finding| {
        let place = finding.place.as_ref();
        entries
            .iter()
            .flat_map(|entry| &entry.reviews)
            .any(|review| place.is_some_and(|place| *place.file == *review.file.as_str() && place.span == review.span))
    };
    let about = |finding: &&Finding| {
        CODES.contains(&finding.code.id)
            && finding.place.as_ref().is_some_and(|place| of_layer(&place.file))
            && (is_entry(finding) || (which.topic.is_none() && matches!(finding.code.id, "O110" | "O506" | "O509")))
    };
    let mut findings: Vec<Finding> = asked.findings.iter().filter(about).cloned().collect();
    // Editions that say the same say it once.
    findings.dedup_by(|a, b| a.code == b.code && a.place == b.place && a.message == b.message);
    findings
}

/// A line for each change file.
fn table(asked: &Asked, entries: &[Entry<'_>]) -> String {
    let mut files: BTreeMap<(LayerId, &str), Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        files.entry((entry.worst.layer, asked.name(&entry.worst.topic))).or_default().push(entry);
    }
    let width = files.keys().map(|(_, topic)| topic.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    let mut last = None;
    for ((layer, topic), entries) in files {
        if last.replace(layer) != Some(layer) {
            text.extend([asked.layer_name(layer), "\n"]);
        }
        let pad = " ".repeat(width - topic.chars().count());
        text.extend(["  ", topic, &pad, "  ", &plural(entries.len(), "instruction"), ": ", &counts(&entries), "\n"]);
    }
    text
}

/// `4 reviewed, 1 changed`.
fn counts(entries: &[&Entry<'_>]) -> String {
    let count = |wanted: &dyn Fn(&Review) -> bool| entries.iter().filter(|entry| wanted(entry.worst)).count();
    let words: [(usize, &str); 7] = [
        (count(&|review| review.state == ReviewState::Current || is_note(review)), "reviewed"),
        (count(&|review| review.state == ReviewState::Changed && !is_note(review)), "changed upstream"),
        (count(&|review| matches!(review.state, ReviewState::Moved(_) | ReviewState::Near(..))), "moved upstream"),
        (count(&|review| review.state == ReviewState::Lost), "without its target"),
        (count(&|review| review.state == ReviewState::Absorbed), "that upstream says too"),
        (count(&|review| review.state == ReviewState::Unseen), "never reviewed"),
        (0, ""),
    ];
    if let (all, _) = words[0]
        && all == entries.len()
    {
        return "all reviewed".to_owned();
    }
    let words: Vec<String> =
        words.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    words.join(", ")
}

/// Whether only what stands beside our text changed.
pub(in crate::command) fn is_note(review: &Review) -> bool {
    review.state == ReviewState::Changed && review.now.as_ref().is_some_and(|now| now.weight == Weight::Note)
}

fn closing(entries: &[Entry<'_>], clearance: Option<&str>) -> String {
    let open = entries.iter().filter(|entry| entry.worst.is_open() && !is_note(entry.worst)).count();
    let shown = match clearance {
        Some(class) => format!("shown up to class {class}"),
        None => "shown as far as each edition may show it; --clearance CLASS says otherwise".to_owned(),
    };
    match open {
        0 => format!("{}, nothing to look at ({shown})", plural(entries.len(), "instruction")),
        1 => format!("1 of {} needs a look: lifeboat overlay review ({shown})", plural(entries.len(), "instruction")),
        open => {
            format!("{open} of {} need a look: lifeboat overlay review ({shown})", plural(entries.len(), "instruction"))
        }
    }
}

/// An instruction for other programs.
pub(in crate::command) fn as_json(asked: &Asked, entry: &Entry<'_>) -> serde_json::Value {
    let review = entry.worst;
    let (line, column) = asked.line(&review.file, review.span);
    let (to, alike) = match &review.state {
        ReviewState::Moved(to) => (Some(to.as_str()), Some(100)),
        ReviewState::Near(to, percent) => (Some(to.as_str()), Some(*percent)),
        _ => (None, None),
    };
    let seen = review.seen.as_ref();
    json!({
        "layer": asked.layer_name(review.layer),
        "topic": asked.name(&review.topic),
        "instruction": review.instruction,
        "file": review.file.as_str(),
        "line": line,
        "column": column,
        "state": review.state.word(),
        "severity": severity(review).map(Severity::word),
        "moved-to": to,
        "alike": alike,
        "by": seen.and_then(|seen| seen.by.clone()),
        "on": seen.and_then(|seen| seen.on).map(|on| on.to_string()),
        "below": seen.and_then(|seen| seen.below.clone()),
        "editions": entry.editions,
    })
}

/// How grave a state is without `--strict`; `None`: nothing is wrong.
fn severity(review: &Review) -> Option<Severity> {
    match review.state {
        ReviewState::Current => None,
        ReviewState::Absorbed => Some(Severity::Hint),
        ReviewState::Unseen => Some(Severity::Note),
        ReviewState::Changed if is_note(review) => Some(Severity::Note),
        ReviewState::Changed => Some(Severity::Warning),
        ReviewState::Moved(_) | ReviewState::Near(..) | ReviewState::Lost => Some(Severity::Error),
    }
}
