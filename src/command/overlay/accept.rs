//! `lifeboat overlay accept`: puts on record that the text below instructions was looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Asked, Entry, Shown};
use crate::build::record_of;
use crate::cli::{Format, OverlayAcceptArgs, WhoArgs};
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::edge::clock::build_date;
use crate::edge::put::{drop_file, put_file};
use crate::edge::read::read_text;
use crate::overlay::{Acceptance, LayerId, Review, ReviewFile, read_reviews};
use crate::source::SourcePath;
use crate::topic::{HeadingIds, heading_id};

/// Accepts instructions.
pub(in crate::command) fn accept(
    args: &OverlayAcceptArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    if args.topic.is_none() && args.who.reason.is_none() {
        let message = "to accept more than one topic unseen takes a reason: --reason TEXT";
        return Err(Failure::new(message.to_owned()));
    }
    let asked = Asked::read(&args.ask, environment, args.who.as_of)?;
    let layer = args.layer.as_deref().map(|name| asked.layer(name)).transpose()?;
    let named = args.topic.as_deref().map(|topic| Named::read(&asked, topic)).transpose()?;
    let shown = Shown::everything(&asked);
    let entries = asked.entries(&shown, |review| {
        layer.is_none_or(|layer| review.layer == layer) && named.as_ref().is_none_or(|named| named.fits(review))
    });
    if let Some(named) = named.as_ref().filter(|_| entries.is_empty()) {
        return Err(named.nothing(&asked, layer));
    }
    let done = put_on_record(&asked, &entries, &acceptance(&asked, &args.who)?, args.prune)?;
    tell(&done, report);
    Ok(if done.missing.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// A topic, and perhaps one of its instructions: `ebcm.md#see-also`.
pub(in crate::command) struct Named {
    topic: SourcePath,
    target: Option<String>,
}

impl Named {
    pub(in crate::command) fn read(asked: &Asked, written: &str) -> Result<Self, Failure> {
        let (topic, target) = written.split_once('#').map_or((written, None), |(topic, target)| (topic, Some(target)));
        Ok(Self { topic: asked.topic(topic)?, target: target.filter(|target| !target.is_empty()).map(str::to_owned) })
    }

    /// Whether an instruction is meant: by its words, its whole line, or either of them as an anchor.
    pub(in crate::command) fn fits(&self, review: &Review) -> bool {
        if review.topic != self.topic {
            return false;
        }
        let Some(target) = &self.target else { return true };
        let slug = |words: &str| heading_id(words, HeadingIds::Learn);
        let target = target.trim();
        let same =
            |words: &str| words.trim_end_matches(['…', '.']).eq_ignore_ascii_case(target.trim_end_matches(['…', '.']));
        let anchor = slug(target);
        [&review.words, &review.instruction, &review.name].into_iter().any(|words| same(words) || slug(words) == anchor)
            || review.words.strip_prefix('#') == Some(target)
    }

    /// Why there is nothing to do.
    pub(in crate::command) fn nothing(&self, asked: &Asked, layer: Option<LayerId>) -> Failure {
        let topic = asked.name(&self.topic);
        let of = layer.map_or_else(String::new, |layer| format!(" of layer {}", asked.layer_name(layer)));
        let all: BTreeSet<&str> = asked
            .editions
            .iter()
            .flat_map(|edition| &edition.composed.reviews)
            .filter(|review| review.topic == self.topic && layer.is_none_or(|layer| review.layer == layer))
            .map(|review| review.instruction.as_str())
            .collect();
        let list: Vec<String> =
            all.iter().map(|instruction| format!("\n  {topic}#{}", words_of(instruction))).collect();
        Failure::new(match (&self.target, list.is_empty()) {
            (Some(target), false) => {
                format!("no instruction{of} for {topic} is called `{target}`; there are{}", list.concat())
            }
            _ => format!("no instruction{of} changes {topic}"),
        })
    }
}

fn words_of(instruction: &str) -> &str {
    instruction.split_once(": ").map_or(instruction, |(_, words)| words)
}

/// What was put on record.
pub(in crate::command) struct Done {
    /// The files written, each with what it holds anew and what was taken out of it.
    pub(in crate::command) files: Vec<(SourcePath, usize, usize)>,
    /// Instructions that were on record already.
    pub(in crate::command) as_before: usize,
    /// Instructions whose target is not there.
    pub(in crate::command) missing: Vec<String>,
}

/// Who looks, as the command line says it.
pub(in crate::command) fn acceptance(asked: &Asked, who: &WhoArgs) -> Result<Acceptance, Failure> {
    Ok(Acceptance {
        by: who.by.clone().or_else(user_name),
        on: Some(who.as_of.map_or_else(build_date, Ok)?),
        reason: who.reason.clone(),
        below: asked.project.reviews.below.clone(),
        keep_others: asked.pattern.is_some(),
    })
}

/// Puts on record how texts stood that nobody had looked at.
pub(in crate::command) fn record_unreviewed(asked: &Asked, entries: &[Entry<'_>]) -> Result<(), Failure> {
    let how = Acceptance {
        reason: Some("nobody looked at it: so it stood before the base was updated".to_owned()),
        below: asked.project.reviews.below.clone(),
        ..Acceptance::default()
    };
    put_on_record(asked, entries, &how, false).map(drop)
}

/// Writes the records of instructions.
pub(in crate::command) fn put_on_record(
    asked: &Asked,
    entries: &[Entry<'_>],
    how: &Acceptance,
    prune: bool,
) -> Result<Done, Failure> {
    let mut by_file: BTreeMap<(LayerId, &SourcePath), Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        by_file.entry((entry.worst.layer, &entry.worst.topic)).or_default().push(entry);
    }
    let mut done = Done { files: Vec::new(), as_before: 0, missing: Vec::new() };
    for ((layer, topic), entries) in by_file {
        let Some(path) = record_path(asked, layer, topic) else { continue };
        // Read again, so that what somebody else accepted meanwhile stays.
        let there = read_text(&asked.folder.root, &path)?.value;
        let mut file = there.map_or_else(ReviewFile::default, |text| read_reviews(&text.text, &path.shared()).value);
        asked.name(topic).clone_into(&mut file.topic);
        let mut new = 0;
        for entry in &entries {
            if entry.reviews.iter().all(|review| review.now.is_none()) {
                done.missing.push(format!("{}: {}", asked.name(topic), entry.worst.instruction));
            } else if file.accept(&entry.reviews, how) {
                new += 1;
            } else {
                done.as_before += 1;
            }
        }
        let before = file.seen.len();
        if prune {
            let known: BTreeSet<&str> = names_of(asked, layer, topic);
            file.seen.retain(|name, _| known.contains(name.as_str()));
        }
        let gone = before - file.seen.len();
        if file.seen.is_empty() && gone > 0 {
            drop_file(&asked.folder.root, &path)?;
        } else if new + gone > 0 {
            put_file(&asked.folder.root, &path, file.write().as_bytes())?;
        }
        if new + gone > 0 {
            done.files.push((path, new, gone));
        }
    }
    Ok(done)
}

/// The names of all instructions of a layer for a topic, in any edition that there is.
fn names_of<'a>(asked: &'a Asked, layer: LayerId, topic: &SourcePath) -> BTreeSet<&'a str> {
    let reviews = asked.editions.iter().flat_map(|edition| &edition.composed.reviews);
    reviews
        .filter(|review| review.layer == layer && review.topic == *topic)
        .map(|review| review.name.as_str())
        .collect()
}

/// Where the records of a layer for a topic stand.
pub(in crate::command) fn record_path(asked: &Asked, layer: LayerId, topic: &SourcePath) -> Option<SourcePath> {
    let folder = asked.project.layers.get(layer)?.folder.as_ref()?;
    let topic = SourcePath::new(asked.name(topic)).ok()?;
    SourcePath::new(&format!("{folder}/reviewed/{}", record_of(&topic))).ok()
}

/// Says what was put on record.
pub(in crate::command) fn tell(done: &Done, report: &mut Report<'_>) {
    if report.format() == Format::Json {
        let files: Vec<_> = done
            .files
            .iter()
            .map(|(path, new, gone)| serde_json::json!({ "file": path.as_str(), "accepted": new, "pruned": gone }))
            .collect();
        let json = serde_json::json!({ "files": files, "as-before": done.as_before, "without-target": done.missing });
        report.result(&format!("{json:#}\n"));
        return;
    }
    for (path, new, gone) in &done.files {
        let pruned = if *gone > 0 { format!(", {gone} taken out") } else { String::new() };
        report.result(&format!("{path}: {new} accepted{pruned}\n"));
    }
    for missing in &done.missing {
        report.say(&format!("not accepted, for its target is not there: {missing}"));
    }
    let new: usize = done.files.iter().map(|(_, new, _)| new).sum();
    let before = if done.as_before > 0 { format!("; {} on record already", done.as_before) } else { String::new() };
    let next = if done.missing.is_empty() { "" } else { "; lifeboat overlay review" };
    report.close(&format!("{} accepted{before}{next}", plural(new, "instruction")));
}

/// The name of the user, as the system says it.
#[expect(clippy::disallowed_methods, reason = "who reviews is asked of the environment, here alone")]
fn user_name() -> Option<String> {
    let named = |name: &str| std::env::var(name).ok().filter(|name| !name.trim().is_empty());
    named("USER").or_else(|| named("LOGNAME")).or_else(|| named("USERNAME"))
}
