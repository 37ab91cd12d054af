//! `lifeboat editions`: what each edition is made of, and how much it shows.

use std::fmt::Write;

use serde_json::json;

use super::inspect::{Sources, tell};
use super::report::plural;
use super::{Exit, Failure, Report};
use crate::build::Edition;
use crate::cli::EditionsArgs;

/// One line of the list.
struct Row {
    name: String,
    class: String,
    audience: String,
    layers: String,
    topics: usize,
    changed: usize,
    folder: String,
    json: serde_json::Value,
}

/// Lists the editions.
pub(super) fn editions(
    args: &EditionsArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let sources = Sources::open(&args.dir, environment)?;
    let project = sources.project();
    let editions = project.editions(args.edition.as_deref())?;
    let several = editions.len() > 1;
    let rows: Vec<Row> = editions.iter().map(|edition| row(edition, several)).collect();
    let json = json!({ "editions": rows.iter().map(|row| row.json.clone()).collect::<Vec<_>>() });
    Ok(tell(&json, || table(&rows), report))
}

fn row(edition: &Edition<'_>, several: bool) -> Row {
    let Edition { project, plan } = *edition;
    let cleared = edition.cleared().value;
    let name = |id: &crate::overlay::LayerId| project.layers.get(*id).map_or("", |layer| layer.name.as_str());
    let ranks: Vec<Vec<&str>> = plan.ranks.iter().map(|rank| rank.iter().map(name).collect()).collect();
    let ranks: Vec<Vec<&str>> = ranks.into_iter().filter(|rank| !rank.is_empty()).collect();
    // Peers stand between brackets, as in `book.toml`.
    let shown = ranks.iter().map(|rank| if rank.len() == 1 { rank.concat() } else { format!("[{}]", rank.join(", ")) });
    let layers = shown.collect::<Vec<_>>().join(" < ");
    let topics = cleared.topics().len();
    let changed = cleared.topics().iter().filter(|topic| !topic.changed_by.is_empty()).count();
    let folder = if several { plan.folder.clone() } else { String::new() };
    Row {
        name: plan.name.clone(),
        class: plan.clearance.ceiling.clone(),
        audience: plan.clearance.audience.join(", "),
        topics,
        changed,
        json: json!({
            "name": plan.name,
            "label": plan.label,
            "folder": folder,
            "clearance": plan.clearance.ceiling,
            "audience": plan.clearance.audience,
            "stack": ranks,
            "values": plan.values,
            "topics": topics,
            "changed_topics": changed,
            "hidden_topics": cleared.hidden().len(),
        }),
        layers,
        folder,
    }
}

fn table(rows: &[Row]) -> String {
    let heads = ["edition", "clearance", "audience", "topics", "changed", "folder", "layers"];
    let cells = |row: &Row| {
        let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        [
            row.name.clone(),
            row.class.clone(),
            or(&row.audience, "all"),
            row.topics.to_string(),
            row.changed.to_string(),
            or(&row.folder, "."),
            or(&row.layers, "none"),
        ]
    };
    let lines: Vec<[String; 7]> = std::iter::once(heads.map(str::to_owned)).chain(rows.iter().map(cells)).collect();
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..heads.len()).map(|at| width(at).unwrap_or_default()).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    _ = writeln!(text, "{}", plural(rows.len(), "edition"));
    text
}
