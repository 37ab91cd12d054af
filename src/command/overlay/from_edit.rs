//! `lifeboat overlay from-edit`: an edited copy of a topic → the change file that makes it.

use std::fmt::Write;

use super::ask::{Asked, Below, topic_of};
use crate::cli::OverlayFromEditArgs;
use crate::command::{Exit, Failure, Report};
use crate::edge::put::put_new_file;
use crate::finding::Severity;
use crate::overlay::{Composed, ComposedTopic, Edited, Grain, LayerId, TextHash, change_file, topic_markdown};
use crate::source::SourcePath;

/// Prints the copy to edit, or turns an edited one into a change file.
pub(super) fn from_edit(
    args: &OverlayFromEditArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let layer = asked.layer(&args.layer)?;
    let path = asked.topic(&args.topic)?;
    let Some(edited) = &args.edited else {
        let now = asked.upto(Some(layer))?;
        let topic = topic_of(&now.composed, &path).ok_or_else(|| asked.not_below(&path))?;
        report.result(&topic_markdown(topic, &now.composed.documents));
        report.close("edit a copy of this, then: lifeboat overlay from-edit LAYER TOPIC COPY");
        return Ok(Exit::Clean);
    };
    let text = super::copy::read_copy(edited)?;
    let written = write_change(&asked, layer, &path, &text)?;
    for problem in &written.problems {
        report.say(problem);
    }
    if args.write && written.problems.is_empty() {
        let target = asked.change_file(layer, &path)?;
        put_new_file(&asked.folder.root, &target, written.text.as_bytes())?;
        report.result(&format!("{target}\n"));
    } else {
        report.result(&written.text);
    }
    Ok(if written.problems.is_empty() {
        report.close("composed with this file, the topic reads as the copy does");
        Exit::Clean
    } else {
        report.close("this file does not make all of the copy; see above");
        Exit::Findings
    })
}

/// A change file, and what of the copy it does not make.
struct Written {
    text: String,
    problems: Vec<String>,
}

/// The finest change file that makes the copy.
fn write_change(asked: &Asked, layer: LayerId, path: &SourcePath, copy: &str) -> Result<Written, Failure> {
    let below = asked.below(Some(layer))?;
    let topic = topic_of(&below.composed, path).ok_or_else(|| asked.not_below(path))?;
    let set = asked.project.read_copy(path, copy);
    let edited = set.topics.first().ok_or_else(|| Failure::new("the copy cannot be read as a topic".to_owned()))?;
    let edited = Edited { topic: edited, documents: &set.documents };
    let mut best: Option<Written> = None;
    for grain in [Grain::Parts, Grain::Blocks, Grain::Sections, Grain::Topic] {
        let text =
            change_file(topic, &below.composed.documents, &asked.project.sources, &edited, (asked.name(path), grain));
        let problems = differences(asked, layer, path, &text, &edited)?;
        if problems.is_empty() {
            return Ok(Written { text, problems });
        }
        if best.as_ref().is_none_or(|best| problems.len() < best.problems.len()) {
            best = Some(Written { text, problems });
        }
    }
    best.ok_or_else(|| Failure::new("there is no change".to_owned()))
}

/// What is otherwise than in the copy once the file is composed.
fn differences(
    asked: &Asked,
    layer: LayerId,
    path: &SourcePath,
    change: &str,
    edited: &Edited<'_>,
) -> Result<Vec<String>, Failure> {
    let file = asked.change_file(layer, path)?;
    let again = asked.with_texts(&[(&file, Some(change))])?;
    let Below { composed, findings, .. } = again.upto(Some(layer))?;
    let mut problems: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Error)
        .filter(|finding| finding.place.as_ref().is_some_and(|place| *place.file == *file.as_str()))
        .map(|finding| format!("cannot be said: {} ({})", finding.message, finding.code.id))
        .collect();
    match topic_of(&composed, path) {
        Some(topic) => problems.extend(apart(topic, &composed, edited)),
        None => problems.push("the topic would be hidden".to_owned()),
    }
    Ok(problems)
}

/// Where a composed topic is not as the copy.
fn apart(topic: &ComposedTopic, composed: &Composed, edited: &Edited<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    let now = topic.body.iter().map(|node| &*node.block);
    let wanted = edited.topic.document.blocks.iter().map(|block| &**block);
    if TextHash::of(now.clone(), &composed.documents) != TextHash::of(wanted.clone(), edited.documents) {
        let one = |block| TextHash::of([block], &composed.documents);
        let other = |block| TextHash::of([block], edited.documents);
        let at = now.zip(wanted.clone()).position(|(now, wanted)| one(now) != other(wanted));
        let block = at.and_then(|at| edited.topic.document.blocks.get(at));
        let mut problem = "cannot be said in instructions: the text of the copy".to_owned();
        if let Some(block) = block {
            let text = block.span.of(edited.topic.document.source_text());
            let line = edited.topic.document.source_text().get(..block.span.start as usize).unwrap_or_default();
            let first = text.lines().next().unwrap_or_default();
            _ = write!(problem, " from line {} on: {first}", line.matches('\n').count() + 1);
        }
        problems.push(problem);
    }
    for field in &edited.topic.fields.entries {
        let there = topic.fields.iter().find(|(there, _)| there.key == field.key).map(|(there, _)| &there.value);
        let empty = there.is_none() && field.value.kind == crate::topic::ValueKind::Null;
        if !empty && TextHash::of_value(there) != TextHash::of_value(Some(&field.value)) {
            problems.push(format!("cannot be said in front matter: `{}`", field.key));
        }
    }
    problems
}
