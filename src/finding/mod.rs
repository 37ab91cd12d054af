//! Findings: what is wrong, or worth knowing, in what an author wrote.
//!
//! A stage that meets a fault makes a [`Finding`] and goes on; [`Checked`] carries the stage's result beside what was
//! found, so that one bad topic never hides the findings of the others. Never an error of the world: a full disk is a
//! `Result::Err`.

mod baseline;
pub mod codes;
mod fix;
mod kept;
mod lines;
mod nearest;
mod place;
pub mod render;

pub use baseline::{Baseline, Compared};
pub use codes::Code;
pub use fix::{Edit, Fix, InEditions};
pub use kept::{findings_from_json, findings_to_json};
pub use lines::LineIndex;
pub use nearest::{nearest, nearest_within};
pub use place::{Place, Span};

/// How grave a finding is, least first.
///
/// What each means for publication: the table "What stops publication" of the reliability design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A way to make something better; never counted.
    Hint,
    /// Worth knowing; the page is as the author meant it.
    Note,
    /// Probably not what the author meant; published, exit code 0 unless `--strict`.
    Warning,
    /// Wrong and marked on the page; published, exit code 1.
    Error,
    /// A topic is missing or incomplete; nothing is published unless `--keep-going`.
    Loss,
}

impl Severity {
    /// Whether something would be missing.
    pub fn is_loss(self) -> bool {
        self == Self::Loss
    }
}

/// One thing found in what an author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code, which `lifeboat explain` tells more about.
    pub code: &'static Code,
    /// The code's severity, unless the finding or `book.toml` says otherwise.
    pub severity: Severity,
    /// What is wrong, in the author's words: lower case, no full stop.
    pub message: String,
    /// Where it is; `None` only where no file is at fault.
    pub place: Option<Place>,
    /// Why the marked text is wrong; stands beside the marks.
    pub label: Option<String>,
    /// Other places that belong to it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// What to do, as an action that can be taken; only where it is sure.
    pub help: Option<String>,
    /// The line that would mend it.
    pub fix: Option<Fix>,
    /// The editions that have it; `None` where only one was looked at, or it is of no edition.
    pub editions: Option<InEditions>,
}

impl Finding {
    /// A finding with the code's own severity and no place yet.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            place: None,
            label: None,
            related: Vec::new(),
            help: None,
            fix: None,
            editions: None,
        }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says why the marked text is wrong.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, note: impl Into<String>) -> Self {
        self.related.push((place, note.into()));
        self
    }

    /// Gives it another severity than the code's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Sorts by file, place and code, and drops exact repeats, so that a report never depends on the order of the work.
pub fn sort_findings(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding| {
        let place = finding.place.as_ref();
        (place.map(|place| place.file.clone()), place.map(|place| place.span.start), finding.code.id)
    };
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
    findings.dedup();
}

/// The result of a stage beside what was found on the way. The value is always there.
#[derive(Debug, Clone, Default)]
pub struct Checked<T> {
    /// What the stage made.
    pub value: T,
    /// What it found, in no particular order.
    pub findings: Vec<Finding>,
}

impl<T> Checked<T> {
    /// A value with nothing found.
    pub fn clean(value: T) -> Self {
        Self { value, findings: Vec::new() }
    }

    /// A value with findings.
    pub fn new(value: T, findings: Vec<Finding>) -> Self {
        Self { value, findings }
    }

    /// Moves the findings into `all` and hands the value on.
    pub fn take(self, all: &mut Vec<Finding>) -> T {
        all.extend(self.findings);
        self.value
    }

    /// Changes the value and keeps the findings.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: change(self.value), findings: self.findings }
    }
}
