//! `lifeboat overlay targets`: every part of a topic that an instruction can name, with the words to use.

use serde_json::json;

use super::ask::{Asked, Shown, topic_of};
use crate::cli::{Format, OverlayTargetsArgs};
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::overlay::target_names;

/// Prints the targets, each moved in by the sections and blocks that it stands in.
pub(super) fn targets(
    args: &OverlayTargetsArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let shown = Shown::new(&asked, args.clearance.clearance.as_deref())?;
    let layer = args.layer.as_deref().map(|name| asked.layer(name)).transpose()?;
    let path = asked.topic(&args.topic)?;
    let below = asked.below(layer)?;
    let topic = topic_of(&below.composed, &path).ok_or_else(|| asked.not_below(&path))?;
    let clearance = shown.of(&below.plan);
    let all = target_names(topic, &below.composed.documents, &asked.project.sources);
    let visible = shown.shows_topic(&path, &clearance);
    let seen = |place: &Option<_>| match place {
        Some((source, span)) => shown.shows_place(*source, *span, &clearance),
        None => true,
    };
    let targets: Vec<_> = all.into_iter().filter(|target| visible && seen(&target.place)).collect();
    if report.format() == Format::Json {
        let list: Vec<_> = targets
            .iter()
            .map(|target| json!({ "kind": target.kind, "words": target.words, "depth": target.depth }))
            .collect();
        report.result(&format!("{:#}\n", json!({ "topic": asked.name(&path), "targets": list })));
        return Ok(Exit::Clean);
    }
    for target in &targets {
        report.result(&format!("{}{}: {}\n", "  ".repeat(target.depth), target.kind, target.words));
    }
    report.close(&format!(
        "{} of {}; write `# Replace`, `# Remove`, `# Add after` … before one, such as `# Add after {}`",
        plural(targets.len(), "target"),
        asked.name(&path),
        targets.get(1).map_or_else(|| "section: …".to_owned(), |target| format!("{}: {}", target.kind, target.words)),
    ));
    Ok(Exit::Clean)
}
