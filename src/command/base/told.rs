//! A base that was rehearsed → what it means to each change file, in lines or JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::moved::Moved;
use crate::cli::{BaseUpdateArgs, Format};
use crate::command::Report;
use crate::command::overlay::ask::{Asked, Entry, Shown};
use crate::command::overlay::status::is_note;
use crate::command::report::plural;
use crate::finding::Finding;
use crate::overlay::{LayerId, Review, ReviewState};
use crate::source::SourcePath;

/// How many instructions of a file stand in which way.
#[derive(Default)]
struct Count {
    all: usize,
    apply: usize,
    changed: usize,
    moved: usize,
    lost: usize,
    absorbed: usize,
}

fn counts<'a>(after: &'a Asked) -> BTreeMap<(LayerId, &'a SourcePath), Count> {
    let shown = Shown::everything(after);
    let mut files: BTreeMap<(LayerId, &SourcePath), Count> = BTreeMap::new();
    for Entry { worst, .. } in after.entries(&shown, |_| true) {
        let worst: &'a Review = worst;
        let count = files.entry((worst.layer, &worst.topic)).or_default();
        count.all += 1;
        match worst.state {
            ReviewState::Changed if !is_note(worst) => count.changed += 1,
            ReviewState::Moved(_) | ReviewState::Near(..) => count.moved += 1,
            ReviewState::Lost => count.lost += 1,
            ReviewState::Absorbed => count.absorbed += 1,
            ReviewState::Current | ReviewState::Unseen | ReviewState::Changed => count.apply += 1,
        }
    }
    files
}

/// How many instructions need somebody who decides.
pub(super) fn open_count(after: &Asked) -> usize {
    counts(after).values().map(|count| count.changed + count.moved + count.lost).sum()
}

/// Tells it, and what was found.
pub(super) fn tell(
    after: &Asked,
    findings: &[Finding],
    moved: &[Moved],
    args: &BaseUpdateArgs,
    report: &mut Report<'_>,
) {
    let files = counts(after);
    if report.format() == Format::Json {
        let list: Vec<_> = files
            .iter()
            .map(|((layer, topic), count)| {
                json!({
                    "layer": after.layer_name(*layer), "topic": after.name(topic), "instructions": count.all,
                    "apply": count.apply, "changed": count.changed, "moved": count.moved, "lost": count.lost,
                    "absorbed": count.absorbed,
                })
            })
            .collect();
        let told: Vec<_> = findings
            .iter()
            .map(|finding| {
                json!({
                    "code": finding.code.id, "severity": finding.severity.word(), "message": finding.message,
                    "file": finding.place.as_ref().map(|place| place.file.to_string()), "help": finding.help,
                    "try": finding.fix.as_ref().map(|fix| &fix.line),
                })
            })
            .collect();
        let new_paths: Vec<_> = new_paths(moved).iter().map(|(from, to)| json!({ "from": from, "to": to })).collect();
        let json = json!({ "files": list, "findings": told, "moved-topics": new_paths, "written": !args.rehearse });
        report.result(&format!("{json:#}\n"));
        return;
    }
    let quiet = |count: &Count| count.apply == count.all;
    let layers = files.keys().map(|(layer, _)| after.layer_name(*layer).chars().count()).max().unwrap_or(0);
    let topics = files.keys().map(|(_, topic)| after.name(topic).chars().count()).max().unwrap_or(0);
    for ((layer, topic), count) in files.iter().filter(|(_, count)| !quiet(count)) {
        let (layer, topic) = (after.layer_name(*layer), after.name(topic));
        report.result(&format!(
            "{layer:layers$}  {topic:topics$}   instructions {}   apply {}   changed {}   moved {}   lost {}   absorbed {}\n",
            count.all, count.apply, count.changed, count.moved, count.lost, count.absorbed
        ));
    }
    let calm = files.values().filter(|count| quiet(count)).count();
    if calm > 0 {
        let apply = if calm == 1 { "applies" } else { "apply" };
        report.result(&format!("{} {apply} as before\n", plural(calm, "change file")));
    }
    after.report(findings, report);
    for (from, to) in new_paths(moved) {
        let how = if args.move_changes {
            "; its change files go along"
        } else {
            "; --move-changes takes its change files along"
        };
        report.say(&format!("upstream moved {from} to {to}{how}"));
    }
}

/// The old and the new path of each topic that moved, once, however many layers change it.
fn new_paths(moved: &[Moved]) -> BTreeSet<(&str, &str)> {
    moved.iter().map(|one| (one.from_name.as_str(), one.to_name.as_str())).collect()
}
