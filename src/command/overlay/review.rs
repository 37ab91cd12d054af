//! `lifeboat overlay review`: what changed below instructions, as reviewed, as it is now, and ours; and what to do.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};

use serde_json::json;

use super::accept::{Named, acceptance, put_on_record, tell};
use super::ask::{Asked, Entry, Shown};
use super::drop::drop_instruction;
use super::status::{as_json, is_note};
use super::words::{compare, marked};
use crate::cli::{Format, OverlayReviewArgs};
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::finding::{LineIndex, Place};
use crate::overlay::{Pinned, Review, ReviewState};
use crate::source::SourcePath;

/// Shows what needs a look; on a terminal it asks what to do.
pub(super) fn review(
    args: &OverlayReviewArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, args.who.as_of)?;
    let shown = Shown::new(&asked, args.clearance.clearance.as_deref())?;
    let layer = args.layer.as_deref().map(|name| asked.layer(name)).transpose()?;
    let named = args.topic.as_deref().map(|topic| Named::read(&asked, topic)).transpose()?;
    let decides = args.keep || args.drop;
    let entries = asked.entries(&shown, |review| {
        let open = review.is_open() && !is_note(review);
        layer.is_none_or(|layer| review.layer == layer)
            && named.as_ref().map_or(open, |named| named.fits(review) && (open || decides))
    });
    if let Some(named) = named.as_ref().filter(|_| decides && entries.is_empty()) {
        return Err(named.nothing(&asked, layer));
    }
    if args.keep {
        let done = put_on_record(&asked, &entries, &acceptance(&asked, &args.who)?, false)?;
        tell(&done, report);
        return Ok(if done.missing.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    if args.drop {
        for entry in &entries {
            report.result(&format!("{}\n", drop_instruction(&asked, entry.worst)?));
        }
        return Ok(Exit::Clean);
    }
    if report.format() == Format::Json {
        let all: Vec<_> = entries.iter().map(|entry| whole_json(&asked, entry)).collect();
        report.result(&format!("{:#}\n", json!({ "instructions": all })));
        return Ok(exit(&entries));
    }
    let terminal = !args.no_questions
        && report.format() == Format::Human
        && std::io::stdin().is_terminal()
        && std::io::stdout().is_terminal();
    for (at, entry) in entries.iter().enumerate() {
        report.result(&format!("{} of {}  ", at + 1, entries.len()));
        report.result(&sheet(&asked, entry, report.has_color()));
        if terminal && !question(&asked, entry, args, report)? {
            break;
        }
        report.result("\n");
    }
    report.close(&match entries.len() {
        0 => "nothing to look at".to_owned(),
        count => format!("{} to look at", plural(count, "instruction")),
    });
    Ok(exit(&entries))
}

fn exit(entries: &[Entry<'_>]) -> Exit {
    let gone = |entry: &Entry<'_>| {
        matches!(entry.worst.state, ReviewState::Lost | ReviewState::Moved(_) | ReviewState::Near(..))
    };
    if entries.iter().any(gone) { Exit::Findings } else { Exit::Clean }
}

/// Asks what to do with an instruction. Whether to go on.
fn question(
    asked: &Asked,
    entry: &Entry<'_>,
    args: &OverlayReviewArgs,
    report: &mut Report<'_>,
) -> Result<bool, Failure> {
    let there = entry.reviews.iter().any(|review| review.now.is_some());
    let keep = if there { "[k]eep our text, " } else { "" };
    loop {
        let mut out = std::io::stdout();
        _ = write!(out, "  {keep}[e]dit it, [d]rop it, [s]kip, [q]uit? ").and_then(|()| out.flush());
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer).unwrap_or(0) == 0 {
            return Ok(false);
        }
        match answer.trim().to_lowercase().as_str() {
            "k" | "keep" if there => {
                let one =
                    Entry { reviews: entry.reviews.clone(), editions: entry.editions.clone(), worst: entry.worst };
                let done = put_on_record(asked, &[one], &acceptance(asked, &args.who)?, false)?;
                tell(&done, report);
                return Ok(true);
            }
            "e" | "edit" => {
                let (line, _) = asked.line(&entry.worst.file, entry.worst.span);
                super::editor::edit(&asked.folder.root, &entry.worst.file, line, report);
                report.say("  look at it again with `lifeboat overlay review` when it is saved");
                return Ok(true);
            }
            "d" | "drop" => {
                report.result(&format!("  {}\n", drop_instruction(asked, entry.worst)?));
                return Ok(true);
            }
            "s" | "skip" | "" => return Ok(true),
            "q" | "quit" => return Ok(false),
            _ => {}
        }
    }
}

/// An instruction on a sheet: as reviewed, upstream now, ours.
fn sheet(asked: &Asked, entry: &Entry<'_>, color: bool) -> String {
    let review = entry.worst;
    let (line, _) = asked.line(&review.file, review.span);
    let layer = asked.layer_name(review.layer);
    let topic = asked.name(&review.topic);
    let mut sheet = format!("{layer} · {topic} · {}\n  {}\n", review.instruction, sentence(review));
    if entry.editions.len() < asked.editions.len() {
        let first = entry.editions.first().copied().unwrap_or_default();
        _ = writeln!(sheet, "  in {} of {} editions, first: {first}", entry.editions.len(), asked.editions.len());
    }
    let (was, now) = (was_text(review), now_text(review));
    let (left, right) = compare(&was, &now);
    let (gone, new) = if color {
        (("\u{1b}[31m[-", "-]\u{1b}[0m"), ("\u{1b}[32m{+", "+}\u{1b}[0m"))
    } else {
        (("[-", "-]"), ("{+", "+}"))
    };
    let both = matches!(review.state, ReviewState::Changed | ReviewState::Near(..));
    if review.seen.is_some() {
        let text = if both { marked(&left, gone.0, gone.1) } else { was.clone() };
        _ = write!(sheet, "  {}\n{}", by(review), block(&text));
    }
    if let Some(there) = there(review) {
        let place = there.place.as_ref();
        let place = place.map_or_else(String::new, |place| format!(" ({}:{})", place.file, line_of(asked, place)));
        let text = if both { marked(&right, new.0, new.1) } else { now };
        _ = write!(sheet, "  upstream now{place}\n{}", block(&text));
    }
    _ = write!(sheet, "  ours ({}:{line})\n{}", review.file, block(asked.text(&review.file, review.body)));
    let target = review.words.replace('\'', "'\\''");
    let command = format!("lifeboat overlay review {layer} '{topic}#{target}'");
    match review.state {
        ReviewState::Lost => _ = writeln!(sheet, "  drop ours: {command} --drop"),
        ReviewState::Moved(_) | ReviewState::Near(..) => {}
        _ => _ = write!(sheet, "  keep ours: {command} --keep\n  drop ours: {command} --drop\n"),
    }
    sheet
}

/// What happened, in a sentence.
fn sentence(review: &Review) -> String {
    let verb = review.instruction.split_once(':').map_or("", |(verb, _)| verb);
    match &review.state {
        ReviewState::Current => "as reviewed; nothing changed".to_owned(),
        ReviewState::Unseen => "never reviewed: is our text right, with this below it?".to_owned(),
        ReviewState::Changed if verb.starts_with("Remove") => {
            "upstream changed this, and we take it away: may the new text go as well?".to_owned()
        }
        ReviewState::Changed => "upstream changed this; our text still applies: is it still right?".to_owned(),
        ReviewState::Moved(to) => format!("upstream renamed or moved this. Write: # {verb}: {to}"),
        ReviewState::Near(to, percent) => {
            format!(
                "this is gone; {percent} % like it is what stands at “{to}”. If it is the same, write: # {verb}: {to}"
            )
        }
        ReviewState::Lost => "this is gone upstream, and our text has no place: name another, or drop it".to_owned(),
        ReviewState::Absorbed => "upstream now says what we say: ours can go".to_owned(),
    }
}

/// Who looked, and when; that nobody did.
fn by(review: &Review) -> String {
    let Some(seen) = &review.seen else { return String::new() };
    let below = seen.below.as_ref().map_or_else(String::new, |below| format!(" ({below})"));
    if seen.by.is_none() && seen.on.is_none() {
        return format!("as it stood before the update{below}; nobody had looked at it");
    }
    let by = seen.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    let on = seen.on.map_or_else(String::new, |on| format!(" on {on}"));
    format!("as reviewed{by}{on}{below}")
}

fn was_text(review: &Review) -> String {
    review.seen.as_ref().map_or_else(String::new, |seen| seen.text.trim_end().to_owned())
}

fn now_text(review: &Review) -> String {
    there(review).map_or_else(String::new, |now| now.text.trim_end().to_owned())
}

/// What stands there now, or is taken for it.
fn there(review: &Review) -> Option<&Pinned> {
    review.now.as_ref().or(review.elsewhere.as_ref())
}

/// A text moved in; an empty one is told.
fn block(text: &str) -> String {
    if text.trim().is_empty() {
        return "    (nothing)\n".to_owned();
    }
    let line = |line: &str| if line.trim().is_empty() { "\n".to_owned() } else { format!("    {}\n", plain(line)) };
    text.trim_end().lines().map(line).collect()
}

/// A line that cannot steer the terminal.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let mark = ["\u{1b}[31m[-", "-]\u{1b}[0m", "\u{1b}[32m{+", "+}\u{1b}[0m"]
            .into_iter()
            .find(|mark| rest.starts_with(mark));
        let length = mark.map_or_else(|| character.len_utf8(), str::len);
        match mark {
            Some(mark) => text.push_str(mark),
            None if character.is_control() && character != '\t' => text.extend(character.escape_default()),
            None => text.push(character),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

fn line_of(asked: &Asked, place: &Place) -> usize {
    let text = SourcePath::new(&place.file).ok().and_then(|path| asked.project.sources.find(&path));
    text.map_or(1, |(_, text)| LineIndex::new(&text.text).line_column(&text.text, place.span.start as usize).0)
}

/// An instruction with its three texts.
fn whole_json(asked: &Asked, entry: &Entry<'_>) -> serde_json::Value {
    let review = entry.worst;
    let mut value = as_json(asked, entry);
    if let Some(object) = value.as_object_mut() {
        object.insert("as-reviewed".to_owned(), json!(review.seen.as_ref().map(|_| was_text(review))));
        object.insert("upstream-now".to_owned(), json!(there(review).map(|_| now_text(review))));
        object.insert("ours".to_owned(), json!(asked.text(&review.file, review.body).trim_end()));
    }
    value
}
