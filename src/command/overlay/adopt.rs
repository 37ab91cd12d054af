//! `lifeboat overlay adopt`: a topic that the vendor dropped becomes a topic of the layer that changes it.
//!
//! The vendor's last text with the layer's instructions carried out is what the layer's topic says; its change file and its record
//! have done their work then and go. Layers above go on to change it as before.

use std::path::Path;

use super::accept::record_path;
use super::ask::{Asked, Below, topic_of};
use super::copy::read_copy;
use crate::cli::OverlayAdoptArgs;
use crate::command::base::kept::dropped_copy;
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::edge::put::{drop_file, put_new_file};
use crate::finding::codes::overlay::O404;
use crate::finding::{Finding, Severity};
use crate::overlay::{LayerId, blocks_markdown, topic_markdown};
use crate::source::SourcePath;

/// Writes the layer's own topic, and takes its change file and record away.
pub(super) fn adopt(
    args: &OverlayAdoptArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let layer = asked.layer(&args.layer)?;
    let topic = changed_topic(&asked, layer, &args.topic)?;
    may_adopt(&asked, layer, &topic)?;
    let text = vendors_text(&asked, layer, &topic, args.from.as_deref())?;
    let with = asked.with_texts(&[(&topic, Some(&text))])?;
    let Below { composed, findings, .. } = with.upto(Some(layer))?;
    let change = asked.change_file(layer, &topic)?;
    let in_the_way: Vec<Finding> = findings
        .into_iter()
        // What is required of later layers is theirs to fill.
        .filter(|finding| finding.severity >= Severity::Error && finding.code.id != O404.id)
        .filter(|finding| finding.place.as_ref().is_some_and(|place| *place.file == *change.as_str()))
        .collect();
    if !in_the_way.is_empty() {
        with.report(&in_the_way, report);
        report.close(&format!("nothing was written: `{change}` does not fit the vendor's last text"));
        return Ok(Exit::Findings);
    }
    let Some(adopted) = topic_of(&composed, &topic) else {
        return Err(Failure::new(format!("`{change}` hides the topic, which is gone anyway: delete the file")));
    };
    let own = asked.file_of(layer, "topics", asked.name(&topic))?;
    let root = &asked.folder.root;
    let text = topic_markdown(adopted, &composed.documents);
    let record = record_path(&asked, layer, &topic);
    let record = record.filter(|record| asked.project.sources.find(record).is_some());
    let mut changed = vec![(&own, Some(&*text)), (&change, None)];
    changed.extend(record.as_ref().map(|record| (record, None)));
    let next = asked.with_texts(&changed)?;
    put_new_file(root, &own, text.as_bytes())?;
    report.result(&format!("{own}\n"));
    drop_file(root, &change)?;
    report.say(&format!("{change}: taken away, its instructions are carried out"));
    if let Some(record) = record {
        drop_file(root, &record)?;
        report.say(&format!("{record}: taken away with it"));
    }
    for change in adopted.journal.iter().filter(|change| change.layer == layer && !change.reason.is_empty()) {
        let why = blocks_markdown(&change.reason, &composed.documents);
        report.say(&format!(
            "not in a topic of one's own: “{}”: {}",
            change.instruction,
            why.trim().replace('\n', " ")
        ));
    }
    // What a layer may not say as its own, such as raw HTML of the vendor's.
    let of_own = |finding: &&Finding| finding.place.as_ref().is_some_and(|place| *place.file == *own.as_str());
    next.report(&next.findings.iter().filter(of_own).cloned().collect::<Vec<_>>(), report);
    let above = others_that_change(&asked, layer, &topic, |other, own| other > own).len();
    let above = match above {
        0 => String::new(),
        layers => format!("; {} above may need another accept", plural(layers, "layer")),
    };
    report.close(&format!("the topic is {}'s own; `nav:` in its front matter gives it a place{above}", args.layer));
    Ok(Exit::Clean)
}

/// The topic that a change file of the layer is about.
fn changed_topic(asked: &Asked, layer: LayerId, name: &str) -> Result<SourcePath, Failure> {
    let folder = &asked.project.source_folder;
    let paths = [format!("{folder}/{name}"), format!("{folder}/{name}.md"), name.to_owned()];
    let has_changes = |topic: &SourcePath| {
        asked.change_file(layer, topic).is_ok_and(|file| asked.project.sources.find(&file).is_some())
    };
    paths.iter().filter_map(|path| SourcePath::new(path).ok()).find(has_changes).ok_or_else(|| {
        let layer = asked.layer_name(layer);
        Failure::new(format!("layer `{layer}` has no change file for `{name}`, so there is nothing to adopt"))
    })
}

/// Refuses where the topic is still there, or where a layer below has to adopt it first.
fn may_adopt(asked: &Asked, layer: LayerId, topic: &SourcePath) -> Result<(), Failure> {
    let name = asked.name(topic);
    if topic_of(&asked.below(Some(layer))?.composed, topic).is_some() {
        return Err(Failure::new(format!(
            "`{name}` is still there below the layer: its change file goes on to change it"
        )));
    }
    match others_that_change(asked, layer, topic, |other, own| other < own).first() {
        None => Ok(()),
        Some(&below) => {
            let (below, layer) = (asked.layer_name(below), asked.layer_name(layer));
            Err(Failure::new(format!(
                "layer `{below}` changes `{name}` too and stands lower: lifeboat overlay adopt {below} {name}; \
                 the changes of `{layer}` then apply to its topic"
            )))
        }
    }
}

/// Other layers with a change file for the topic whose rank is in this relation to the layer's, in some edition.
fn others_that_change(
    asked: &Asked,
    layer: LayerId,
    topic: &SourcePath,
    related: impl Fn(usize, usize) -> bool,
) -> Vec<LayerId> {
    let has_changes =
        |other: LayerId| asked.change_file(other, topic).is_ok_and(|file| asked.project.sources.find(&file).is_some());
    let is_related = |other: LayerId| {
        asked.editions.iter().any(|edition| {
            let rank = |layer| edition.plan.ranks.iter().position(|rank| rank.contains(&layer));
            rank(other).zip(rank(layer)).is_some_and(|(other, own)| related(other, own))
        })
    };
    let layers = asked.project.layers.iter().skip(1).map(|(id, _)| id);
    layers.filter(|other| *other != layer && has_changes(*other) && is_related(*other)).collect()
}

/// The vendor's last text: the file that is named, else the copy that `base update` kept.
fn vendors_text(asked: &Asked, layer: LayerId, topic: &SourcePath, from: Option<&Path>) -> Result<String, Failure> {
    let name = asked.name(topic);
    if let Some(from) = from {
        return read_copy(from);
    }
    dropped_copy(&asked.folder.root, name)?.ok_or_else(|| {
        let layer = asked.layer_name(layer);
        Failure::new(format!(
            "no copy of the vendor's `{name}` was kept; name an older one: lifeboat overlay adopt {layer} {name} --from FILE"
        ))
    })
}
