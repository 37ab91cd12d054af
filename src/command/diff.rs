//! `lifeboat diff`: what two editions, or two layers, show differently.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::json;

use super::inspect::{Sources, clear_to, edition_plan, find_topic, short, tell, topic_name};
use super::report::plural;
use super::{Exit, Failure, Report};
use crate::build::{Edition, EditionPlan, Project};
use crate::cli::{DiffArgs, Format};
use crate::data::DataSets;
use crate::finding::nearest;
use crate::overlay::{Cleared, Difference, Fact, LayerId, differences, facts};

/// One of the two that are compared.
struct Side {
    name: String,
    plan: EditionPlan,
    cleared: Cleared,
    data: DataSets,
}

/// A difference with the topics that have it; none for one of the data that no page shows.
type Grouped = BTreeMap<Difference, BTreeSet<String>>;

/// Compares two editions or two layers.
pub(super) fn diff(
    args: &DiffArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let sources = Sources::open(&args.dir, environment)?;
    let project = sources.project();
    let ([left, right], lowered) = sides(args, &project)?;
    if let Some(class) = lowered {
        let message = format!("compared as far as both may show it, {class}; --clearance CLASS compares more");
        report.say(&message);
    }
    let found = compare(&project, &left, &right, args.topic.as_deref())?;
    let entries = found.iter().map(|(difference, topics)| {
        json!({
            "kind": difference.kind,
            "name": difference.name,
            "left": difference.left,
            "right": difference.right,
            "topics": topics,
        })
    });
    let json = json!({ "left": left.name, "right": right.name, "differences": entries.collect::<Vec<_>>() });
    if args.html && report.format() == Format::Human {
        report.result(&page(&left.name, &right.name, &found));
        return Ok(Exit::Clean);
    }
    Ok(tell(&json, || text(&left.name, &right.name, &found, args.topic.is_some()), report))
}

/// The two, and the class that they were lowered to.
fn sides(args: &DiffArgs, project: &Project) -> Result<([Side; 2], Option<String>), Failure> {
    let mut plans = if let [left, right] = args.layers.as_slice() {
        [layer_plan(project, left)?, layer_plan(project, right)?]
    } else if args.layers.is_empty() {
        let plan = |name: &Option<String>| edition_plan(project, name.as_deref(), None);
        [plan(&args.left)?, plan(&args.right)?]
    } else {
        return Err(Failure("two layers are compared: `diff --layer one --layer other`".to_owned()));
    };
    let lowered = match &args.clearance {
        Some(class) => {
            for plan in &mut plans {
                let own = plan.clearance.clone();
                clear_to(plan, class)?;
                // An edition shows no more than it does; what two layers make has no class of its own.
                if args.layers.is_empty() && own.rank(&own.ceiling) < own.rank(class) {
                    plan.clearance.ceiling = own.ceiling;
                }
            }
            None
        }
        None => lower_to_common(&mut plans),
    };
    let sides = plans.map(|plan| {
        let edition = Edition { project, plan: &plan };
        let (cleared, data) = (edition.cleared().value, edition.data().value);
        Side { name: plan.name.clone(), plan, cleared, data }
    });
    Ok((sides, lowered))
}

/// Lowers both editions to what each may show: a difference is read by those of the lower one too. The class, where that
/// leaves something out.
fn lower_to_common(plans: &mut [EditionPlan; 2]) -> Option<String> {
    let [left, right] = plans;
    let (one, other) = (left.clearance.rank(&left.clearance.ceiling), right.clearance.rank(&right.clearance.ceiling));
    if one == other {
        return None;
    }
    let common = if one < other { left.clearance.ceiling.clone() } else { right.clearance.ceiling.clone() };
    left.clearance.ceiling.clone_from(&common);
    right.clearance.ceiling.clone_from(&common);
    Some(common)
}

/// What a layer makes of the layers below it in the default order, without its peers.
fn layer_plan(project: &Project, name: &str) -> Result<EditionPlan, Failure> {
    let Some(id) = project.layers.find(name).filter(|id| *id != LayerId::BASE) else {
        let names = project.layers.iter().skip(1).map(|(_, layer)| layer.name.as_str());
        let near = nearest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure(format!("there is no layer `{name}`{near}")));
    };
    let mut plan = project
        .editions(None)?
        .into_iter()
        .find(|edition| edition.plan.ranks.iter().any(|rank| rank.contains(&id)))
        .map(|edition| edition.plan.clone())
        .ok_or_else(|| Failure(format!("no edition has the layer `{name}`")))?;
    let at = plan.ranks.iter().position(|rank| rank.contains(&id)).unwrap_or_default();
    plan.ranks.truncate(at);
    plan.ranks.push(vec![id]);
    name.clone_into(&mut plan.name);
    plan.clearance.ceiling.clone_from(&plan.clearance.default);
    plan.clearance.audience.clear();
    plan.values.clear();
    Ok(plan)
}

fn compare(project: &Project, left: &Side, right: &Side, only: Option<&str>) -> Result<Grouped, Failure> {
    let of = |side: &Side| -> BTreeMap<String, Vec<Fact>> {
        let topics = side.cleared.topics().iter();
        topics.map(|topic| (topic_name(project, topic).to_owned(), facts(topic, side.cleared.documents()))).collect()
    };
    let (mut one, mut other) = (of(left), of(right));
    if let Some(written) = only {
        let name = find_topic(project, &left.cleared, written)
            .or_else(|problem| find_topic(project, &right.cleared, written).map_err(|_| problem))
            .map(|topic| topic_name(project, topic).to_owned())?;
        one.retain(|topic, _| *topic == name);
        other.retain(|topic, _| *topic == name);
    }
    let mut found = Grouped::new();
    let values = unlike_values(left, right);
    for (topic, facts) in &one {
        let Some(others) = other.get(topic) else {
            found.entry(whole_topic(topic, facts, Which::Left)).or_default().insert(topic.clone());
            continue;
        };
        for difference in differences(facts, others) {
            let cause = values.iter().filter(|value| explains(value, &difference)).collect::<Vec<_>>();
            if cause.is_empty() {
                found.entry(difference).or_default().insert(topic.clone());
            }
            for value in cause {
                found.entry(value.clone()).or_default().insert(topic.clone());
            }
        }
    }
    for (topic, facts) in other.iter().filter(|(topic, _)| !one.contains_key(*topic)) {
        found.entry(whole_topic(topic, facts, Which::Right)).or_default().insert(topic.clone());
    }
    if only.is_none() {
        for value in values {
            found.entry(value).or_default();
        }
    }
    Ok(found)
}

#[derive(Clone, Copy)]
enum Which {
    Left,
    Right,
}

fn whole_topic(name: &str, facts: &[Fact], which: Which) -> Difference {
    let titled = |fact: &&Fact| fact.kind == "heading" || (fact.kind == "field" && fact.name == "title");
    let title = facts.iter().find(titled).map_or(name, |fact| fact.text.as_str()).to_owned();
    let (left, right) = match which {
        Which::Left => (Some(title), None),
        Which::Right => (None, Some(title)),
    };
    Difference { kind: "topic", name: name.to_owned(), left, right }
}

/// Values of the data that both show and that differ, or that only one has.
fn unlike_values(left: &Side, right: &Side) -> Vec<Difference> {
    let value = |side: &Side, name: &str| -> Option<String> {
        if let Some(text) = side.data.values.get(name) {
            return Some(text.clone());
        }
        let clearance = &side.plan.clearance;
        side.data.get(name).filter(|datum| clearance.shows_datum(datum)).map(|datum| datum.text.clone())
    };
    let names: BTreeSet<String> = left.data.names().into_iter().chain(right.data.names()).collect();
    let pairs = names.into_iter().map(|name| (value(left, &name), value(right, &name), name));
    pairs
        .filter(|(one, other, _)| one != other)
        .map(|(left, right, name)| Difference { kind: "value", name, left, right })
        .collect()
}

/// Whether a text differs because a value does: with the one value in the place of the other it would not.
fn explains(value: &Difference, difference: &Difference) -> bool {
    let (Some(one), Some(other)) = (&value.left, &value.right) else { return false };
    let (Some(left), Some(right)) = (&difference.left, &difference.right) else { return false };
    !one.is_empty() && left.contains(one.as_str()) && left.replace(one.as_str(), other) == *right
}

/// `cell Mail/RTO: 2h | 4h`, and in how many topics.
fn text(left: &str, right: &str, found: &Grouped, one_topic: bool) -> String {
    let mut text = String::new();
    for (difference, topics) in found {
        let mut line = line(left, right, difference);
        if !one_topic && difference.kind != "topic" {
            let mut names = topics.iter();
            match (names.next(), topics.len()) {
                (None, _) => line.push_str("  (on no page)"),
                (Some(only), 1) => _ = write!(line, "  in {only}"),
                (Some(first), count) => _ = write!(line, "  in {count} topics, first: {first}"),
            }
        }
        _ = writeln!(text, "{line}");
    }
    if found.is_empty() {
        return format!("{left} and {right} do not differ\n");
    }
    _ = writeln!(text, "{}", plural(found.len(), "difference"));
    text
}

fn line(left: &str, right: &str, difference: &Difference) -> String {
    let Difference { kind, name, .. } = difference;
    let name = match *kind {
        "field" | "cell" | "value" | "topic" | "row" | "section" => short(name),
        _ => format!("“{}”", short(name)),
    };
    match (&difference.left, &difference.right) {
        (Some(_), Some(_)) if *kind == "section" => format!("{kind} {name}: differs"),
        (Some(one), Some(other)) => format!("{kind} {name}: {} | {}", short(one), short(other)),
        (Some(text), None) | (None, Some(text)) => {
            let side = if difference.left.is_some() { left } else { right };
            let value = if matches!(*kind, "field" | "value" | "topic") {
                format!(" ({})", short(text))
            } else {
                String::new()
            };
            format!("{kind} {name}: only {side}{value}")
        }
        (None, None) => format!("{kind} {name}"),
    }
}

/// The same as a page that needs nothing beside it.
fn page(left: &str, right: &str, found: &Grouped) -> String {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let (left, right) = (escape(left), escape(right));
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{left} and {right}</title>\n\
         <style>body{{font:1rem/1.5 sans-serif;margin:1rem}}table{{border-collapse:collapse}}\
         th,td{{border:1px solid;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}}</style>\n\
         </head>\n<body>\n<main>\n<h1>{left} and {right}</h1>\n"
    );
    if found.is_empty() {
        html.push_str("<p>They do not differ.</p>\n");
    } else {
        _ = writeln!(
            html,
            "<table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">{left}</th><th scope=\"col\">{right}</th>\
             <th scope=\"col\">Topics</th></tr></thead>\n<tbody>"
        );
        for (difference, topics) in found {
            let cell = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), escape);
            let topics: Vec<String> = topics.iter().map(|topic| escape(topic)).collect();
            _ = writeln!(
                html,
                "<tr><th scope=\"row\">{} {}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                difference.kind,
                escape(&difference.name),
                cell(&difference.left),
                cell(&difference.right),
                topics.join(", ")
            );
        }
        html.push_str("</tbody>\n</table>\n");
    }
    html + "</main>\n</body>\n</html>\n"
}
