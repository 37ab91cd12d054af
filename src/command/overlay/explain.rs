//! `lifeboat overlay explain`: where each block, cell and field of a topic comes from, and what it stands over.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::build::{Edition, Project};
use crate::cli::OverlayExplainArgs;
use crate::command::inspect::{Sources, edition_plan, find_topic, short, tell, topic_name, warn_of_errors};
use crate::command::{Exit, Failure, Report};
use crate::data::{DataSets, Datum};
use crate::finding::nearest;
use crate::overlay::{ComposedTopic, Fact, LayerId, Step, facts, fold_words};

/// Explains a topic, a part of it, or a value.
pub(super) fn explain(
    args: &OverlayExplainArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let sources = Sources::open(&args.dir, environment)?;
    let project = sources.project();
    let plan = edition_plan(&project, args.edition.as_deref(), args.clearance.as_deref())?;
    let edition = Edition { project: &project, plan: &plan };
    if let Some(name) = &args.var {
        let data = edition.data().value;
        return value_of(&data, name, &plan, &sources, report);
    }
    let cleared = edition.cleared();
    warn_of_errors(&cleared.findings, report);
    let cleared = cleared.value;
    let written = args.topic.as_deref().unwrap_or_default();
    let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
    let topic = find_topic(&project, &cleared, path)?;
    let all = facts(topic, cleared.documents());
    let chosen = choose(args, topic, anchor, &all)?;
    let shown = Shown { project: &project, sources: &sources };
    let json = json!({
        "topic": topic_name(&project, topic),
        "edition": plan.name,
        "clearance": plan.clearance.ceiling,
        "facts": chosen.iter().map(|fact| shown.json(fact)).collect::<Vec<_>>(),
    });
    let whole = args.block.is_none() && args.field.is_none();
    Ok(tell(&json, || shown.text(&chosen, whole), report))
}

/// The facts that were asked for.
fn choose<'f>(
    args: &OverlayExplainArgs,
    topic: &ComposedTopic,
    anchor: Option<&str>,
    all: &'f [Fact],
) -> Result<Vec<&'f Fact>, Failure> {
    let mut chosen: Vec<&Fact> = all.iter().collect();
    if let Some(name) = &args.field {
        // A map is named by its leaves.
        let inside =
            |fact: &str| fact.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        chosen.retain(|fact| fact.kind == "field" && inside(&fact.name));
        if chosen.is_empty() {
            let fields = all.iter().filter(|fact| fact.kind == "field").map(|fact| fact.name.as_str());
            let near = nearest(name, fields).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Failure(format!("the topic has no field `{name}`{near}")));
        }
        return Ok(chosen);
    }
    if let Some(anchor) = anchor {
        // A renamed section goes by its earlier anchors too.
        let aliases = topic.aliases();
        let now = aliases.iter().find(|(old, _)| &**old == anchor).and_then(|(_, now)| now.as_deref());
        let here = |name: &str| name == anchor || Some(name) == now;
        chosen.retain(|fact| fact.sections.iter().any(|section| here(section)));
        if chosen.is_empty() {
            let anchors = all.iter().flat_map(|fact| fact.sections.iter().map(|anchor| &**anchor));
            let near = nearest(anchor, anchors).map_or_else(String::new, |near| format!("; did you mean `#{near}`?"));
            return Err(Failure(format!("the topic has no section `#{anchor}`{near}")));
        }
    }
    if let Some(words) = &args.block {
        let folded = fold_words(words);
        let folded = folded.trim_end_matches(['…', '.']).trim_end();
        chosen.retain(|fact| fact.kind != "field");
        let exact = |fact: &&Fact| fold_words(&fact.text) == folded || fold_words(&fact.name) == folded;
        if chosen.iter().any(exact) {
            chosen.retain(exact);
        } else {
            chosen.retain(|fact| fold_words(&fact.text).contains(folded));
        }
        if chosen.is_empty() {
            return Err(Failure(format!("nothing in the topic has the words “{words}”")));
        }
    }
    Ok(chosen)
}

struct Shown<'a> {
    project: &'a Project,
    sources: &'a Sources,
}

impl Shown<'_> {
    fn layer(&self, layer: LayerId) -> &str {
        self.project.layers.get(layer).map_or("", |layer| layer.name.as_str())
    }

    /// `whole`: a cell that came with its row needs no line of its own.
    fn text(&self, facts: &[&Fact], whole: bool) -> String {
        let mut text = String::new();
        let mut row: Option<&Step> = None;
        let outermost = facts.iter().map(|fact| fact.depth).min().unwrap_or_default();
        for fact in facts {
            let first = fact.history.first();
            if fact.kind == "row" {
                row = first;
            }
            let with_row = first.zip(row).is_some_and(|(cell, row)| cell.layer == row.layer);
            if whole && fact.kind == "cell" && fact.history.len() == 1 && with_row {
                continue;
            }
            let indent = "  ".repeat(usize::from(fact.depth - outermost));
            _ = writeln!(text, "{indent}{}", self.line(fact));
        }
        text
    }

    /// `cell Mail/RTO = 2h  site-cork file:13; over group file:26 (4h)`
    fn line(&self, fact: &Fact) -> String {
        let mut line = match fact.kind {
            "field" | "cell" => format!("{} {} = {}  ", fact.kind, fact.name, short(&fact.text)),
            kind if fact.name.is_empty() => format!("{kind}  "),
            kind => format!("{kind} “{}”  ", short(&fact.name)),
        };
        if fact.removed {
            line = match fact.kind {
                "field" => format!("field {}: ", fact.name),
                kind => format!("{kind} “{}”: ", short(&fact.name)),
            };
        }
        for (nth, step) in fact.history.iter().enumerate() {
            let place = format!("{} {}", self.layer(step.layer), self.sources.place(step.source, step.span));
            let removed = step.deed == "removed";
            match nth {
                0 if removed => _ = write!(line, "removed by {place}"),
                0 => line.push_str(&place),
                1 if fact.removed => _ = write!(line, "; was {place}"),
                _ => _ = write!(line, "; over {place}"),
            }
            if let Some(reason) = &step.reason {
                _ = write!(line, ", reason: {}", short(reason));
            }
            if nth > 0 && !removed && !step.text.is_empty() && (nth > 1 || !fact.removed || fact.kind == "field") {
                _ = write!(line, " ({})", short(&step.text));
            }
        }
        line
    }

    fn json(&self, fact: &Fact) -> Value {
        let step = |step: &Step| {
            let place = self.sources.place(step.source, step.span);
            let (file, line) = file_and_line(&place);
            json!({
                "deed": step.deed,
                "layer": self.layer(step.layer),
                "file": file,
                "line": line,
                "text": step.text,
                "reason": step.reason,
            })
        };
        json!({
            "kind": fact.kind,
            "name": fact.name,
            "text": fact.text,
            "section": fact.sections.last(),
            "removed": fact.removed,
            "history": fact.history.iter().map(step).collect::<Vec<_>>(),
        })
    }
}

fn file_and_line(place: &str) -> (&str, Option<usize>) {
    place.rsplit_once(':').map_or((place, None), |(file, line)| (file, line.parse().ok()))
}

/// Explains one value of the data.
fn value_of(
    data: &DataSets,
    name: &str,
    plan: &crate::build::EditionPlan,
    sources: &Sources,
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    if let Some(text) = data.values.get(name) {
        let json = json!({ "name": name, "text": text, "edition": plan.name, "history": [] });
        return Ok(tell(&json, || format!("value {name} = {text}  edition {} book.toml\n", plan.name), report));
    }
    let shows = |datum: &&Datum| plan.clearance.shows_datum(datum);
    let Some(datum) = data.get(name).filter(shows) else {
        let names = data.names();
        let near = nearest(name, names.iter().map(String::as_str));
        let near = near.filter(|near| *near != name && data.get(near).as_ref().is_none_or(shows));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure(format!("edition {} has no value `{name}`{near}", plan.name)));
    };
    let way: Vec<&Datum> = std::iter::successors(Some(datum), |datum| datum.over.as_deref()).collect();
    let place = |datum: &Datum| {
        let found = crate::source::SourcePath::new(&datum.file).ok().and_then(|path| sources.tree.find(&path));
        found.map_or_else(|| datum.file.to_string(), |(source, _)| sources.place(source, datum.span))
    };
    let step = |datum: &&Datum| {
        let place = place(datum);
        let (file, line) = file_and_line(&place);
        json!({ "layer": &*datum.layer, "file": file, "line": line, "text": datum.text })
    };
    let json = json!({
        "name": name,
        "text": datum.text,
        "edition": plan.name,
        "history": way.iter().map(step).collect::<Vec<_>>(),
    });
    let text = || {
        let mut line = format!("value {name} = {}  {} {}", short(&datum.text), datum.layer, place(datum));
        for over in way.iter().skip(1) {
            _ = write!(line, "; over {} {} ({})", over.layer, place(over), short(&over.text));
        }
        line + "\n"
    };
    Ok(tell(&json, text, report))
}
