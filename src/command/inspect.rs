//! A project that is looked into and not built: its editions, one of them with a clearance, places as `file:line`.

use std::path::Path;

use super::project::{Project as Opened, open_project, read_project};
use super::{Exit, Failure, Report};
use crate::build::{EditionPlan, Project};
use crate::edge::clock::build_date;
use crate::finding::{Finding, LineIndex, Severity, Span, nearest};
use crate::overlay::{Cleared, ComposedTopic, Rank};
use crate::source::{SourceId, SourceTree};

/// The sources of a project, read for looking at them.
pub(super) struct Sources {
    opened: Opened,
    pub(super) tree: SourceTree,
}

impl Sources {
    /// Reads them.
    pub(super) fn open(dir: &Path, environment: &[(String, String)]) -> Result<Self, Failure> {
        let opened = open_project(dir, environment)?.value;
        let tree = read_project(&opened, build_date()?)?.value;
        Ok(Self { opened, tree })
    }

    /// The project that they are. What is wrong with it is for `check` to say.
    pub(super) fn project(&self) -> Project {
        Project::read(&self.tree, &self.opened.config, 0).value
    }

    /// `content/overlays/group/changes/contacts.md:12`
    pub(super) fn place(&self, source: SourceId, span: Span) -> String {
        let Some(text) = self.tree.text(source) else { return String::new() };
        let (line, _) = LineIndex::new(&text.text).line_column(&text.text, span.start as usize);
        format!("{}:{line}", text.path)
    }
}

/// The plan of one edition, shown up to a class.
pub(super) fn edition_plan(
    project: &Project,
    name: Option<&str>,
    clearance: Option<&str>,
) -> Result<EditionPlan, Failure> {
    let editions = project.editions(name.or(project.config.build.edition.as_deref()))?;
    let [first, more @ ..] = editions.as_slice() else { return Err(Failure("there is no edition".to_owned())) };
    if let (Some(name), false) = (name, more.is_empty()) {
        return Err(Failure(format!("`{name}` names {} editions; say which", editions.len())));
    }
    let mut plan = first.plan.clone();
    if let Some(class) = clearance {
        clear_to(&mut plan, class)?;
    }
    Ok(plan)
}

/// Lets a plan show up to a class.
pub(super) fn clear_to(plan: &mut EditionPlan, class: &str) -> Result<(), Failure> {
    if plan.clearance.rank(class) == Rank::UNKNOWN {
        return Err(Failure(format!("class “{class}” is not one of {}", plan.clearance.classes.join(", "))));
    }
    class.clone_into(&mut plan.clearance.ceiling);
    Ok(())
}

/// The name of a topic as people write it: its path below the source folder.
pub(super) fn topic_name<'t>(project: &Project, topic: &'t ComposedTopic) -> &'t str {
    topic.path.below(&project.source_folder).unwrap_or(topic.path.as_str())
}

/// The topic that somebody names by its path, with or without the source folder and the ending.
pub(super) fn find_topic<'c>(
    project: &Project,
    cleared: &'c Cleared,
    written: &str,
) -> Result<&'c ComposedTopic, Failure> {
    let written = written.trim_start_matches("./").replace('\\', "/");
    let is = |topic: &&ComposedTopic| {
        let names = [topic.path.as_str(), topic_name(project, topic)];
        names.iter().any(|name| *name == written || name.strip_suffix(".md") == Some(&written))
    };
    cleared.topics().iter().map(|topic| &**topic).find(is).ok_or_else(|| {
        let hidden = cleared.hidden().iter().find(|hidden| {
            let path = hidden.path();
            path.as_str() == written || path.below(&project.source_folder) == Some(&written)
        });
        if let Some(hidden) = hidden {
            let label = project.layers.get(hidden.layer).map_or("", |layer| layer.label.as_str());
            let note = hidden.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
            return Failure(format!("`{written}` is hidden by {label}{note}"));
        }
        let names = cleared.topics().iter().map(|topic| topic_name(project, topic));
        let near = nearest(&written, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure(format!("the edition has no topic `{written}`{near}"))
    })
}

/// At most so many characters of a text on a line.
const LINE: usize = 72;

/// A text in one short line.
pub(super) fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// What an author's text may not do to a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter }).collect()
}

/// Says that what is shown rests on a project with errors.
pub(super) fn warn_of_errors(findings: &[Finding], report: &mut Report<'_>) {
    let errors = findings.iter().filter(|finding| finding.severity >= Severity::Error).count();
    if errors > 0 {
        report.say(&format!("{}; `lifeboat check` tells them", super::report::plural(errors, "error")));
    }
}

/// Writes a result in the form that was asked for.
pub(super) fn tell(json: &serde_json::Value, text: impl FnOnce() -> String, report: &mut Report<'_>) -> Exit {
    let result = if report.format() == crate::cli::Format::Human { plain(&text()) } else { format!("{json:#}\n") };
    report.result(&result);
    Exit::Clean
}
