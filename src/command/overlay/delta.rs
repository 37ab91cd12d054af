//! `lifeboat overlay delta`: what layers add, replace, remove, set, lock and require.

use std::collections::BTreeSet;

use serde_json::json;

use super::ask::{Asked, Shown, Which};
use crate::cli::{Format, WhichArgs};
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::overlay::{Delta, deltas};

/// Lists the changes by layer and topic.
pub(super) fn delta(
    args: &WhichArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let shown = Shown::new(&asked, args.clearance.clearance.as_deref())?;
    let which = Which::read(&asked, args)?;
    let mut all: BTreeSet<Delta> = BTreeSet::new();
    for edition in &asked.editions {
        let clearance = shown.of(&edition.plan);
        let found = deltas(&asked.project.set, &asked.project.stack(&edition.plan), &edition.composed);
        all.extend(found.into_iter().filter(|delta| {
            which.has(delta.layer, &delta.topic)
                && clearance.shows_layer(&asked.project.layers, delta.layer)
                && shown.shows_topic(&delta.topic, &clearance)
                && asked
                    .project
                    .sources
                    .find(&delta.file)
                    .is_some_and(|(source, _)| shown.shows_place(source, delta.span, &clearance))
        }));
    }
    if report.format() == Format::Json {
        let list: Vec<_> = all
            .iter()
            .map(|delta| {
                json!({
                    "layer": asked.layer_name(delta.layer),
                    "topic": asked.name(&delta.topic),
                    "change": delta.what.word(),
                    "target": delta.words,
                    "file": delta.file.as_str(),
                    "line": asked.line(&delta.file, delta.span).0,
                })
            })
            .collect();
        report.result(&format!("{:#}\n", json!({ "changes": list })));
        return Ok(Exit::Clean);
    }
    let mut last = None;
    for delta in &all {
        let head = (delta.layer, &delta.topic);
        if last.replace(head) != Some(head) {
            report.result(&format!("{}  {}\n", asked.layer_name(delta.layer), asked.name(&delta.topic)));
        }
        let (line, _) = asked.line(&delta.file, delta.span);
        report.result(&format!("  {:<9} {}  ({}:{line})\n", delta.what.word(), delta.words, delta.file));
    }
    let files: BTreeSet<_> = all.iter().map(|delta| (delta.layer, &delta.topic)).collect();
    report.close(&format!("{} in {}", plural(all.len(), "change"), plural(files.len(), "topic")));
    Ok(Exit::Clean)
}
