//! `lifeboat overlay new`: the beginning of a change file, with what can be named and what must be filled.

use std::fmt::Write;

use super::ask::{Asked, topic_of};
use crate::cli::OverlayNewArgs;
use crate::command::{Exit, Failure, Report};
use crate::edge::put::put_new_file;
use crate::overlay::{Change, Deed, LayerId, blocks_markdown, target_names};
use crate::source::SourcePath;

/// Writes the file, or prints it.
pub(super) fn new(
    args: &OverlayNewArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let layer = asked.layer(&args.layer)?;
    let topic = asked.topic(&args.topic)?;
    let text = skeleton(&asked, layer, &topic)?;
    if args.print {
        report.result(&text);
        return Ok(Exit::Clean);
    }
    let path = asked.change_file(layer, &topic)?;
    if asked.project.sources.find(&path).is_some() {
        return Err(Failure::new(format!("`{path}` is there already; `--print` shows what a new one would hold")));
    }
    put_new_file(&asked.folder.root, &path, text.as_bytes())?;
    report.result(&format!("{path}\n"));
    report.close(
        "write an instruction below the comment; lifeboat overlay accept says that the text below was looked at",
    );
    Ok(Exit::Clean)
}

fn skeleton(asked: &Asked, layer: LayerId, topic: &SourcePath) -> Result<String, Failure> {
    let name = asked.name(topic);
    let below = asked.below(Some(layer))?;
    let there = topic_of(&below.composed, topic).ok_or_else(|| asked.not_below(topic))?;
    let mut text = format!("---\nchanges: {}\n---\n\n<!--\n", yaml(name));
    let required: Vec<&Change> = there.journal.iter().filter(|change| change.deed == Deed::Required).collect();
    if !required.is_empty() {
        text.push_str("To be filled:\n\n");
        for required in required {
            let by = asked.project.layers.get(required.layer).map_or("", |layer| layer.label.as_str());
            let words = required.instruction.split_once(": ").map_or("", |(_, words)| words);
            let why = blocks_markdown(&required.reason, &below.composed.documents);
            _ = writeln!(text, "# Replace: {}\n  {by}: {}\n", comment(words), comment(why.trim()));
        }
    }
    text.push_str("Headings of the page, to name in an instruction:\n\n");
    let targets = target_names(there, &below.composed.documents, &asked.project.sources);
    for target in targets.iter().filter(|target| target.kind == "section") {
        _ = writeln!(text, "# Add to end of: {}", comment(&target.words));
    }
    _ = writeln!(text, "\nAll that can be named: lifeboat overlay targets {}\n-->", comment(name));
    Ok(text)
}

/// A path as a value of front matter.
fn yaml(text: &str) -> String {
    let plain = text.chars().all(|character| character.is_alphanumeric() || matches!(character, '/' | '-' | '_' | '.'));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Text that does not end the comment that it stands in.
fn comment(text: &str) -> String {
    text.replace("-->", "->").replace('\n', " ")
}
