//! `lifeboat build` and `lifeboat check`: the whole way, and what becomes of it.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::baseline::without_accepted;
use super::external::check_external;
use super::open::open_page;
use super::project::{Project, edits_of_base, open_project, read_project};
use super::report::{count_words, plural};
use super::verdict::{Rules, Verdict, judge};
use super::{Exit, Failure, Report};
use crate::build::{BuildOptions, Built, give_site, hash_inputs};
use crate::cli::{BuildArgs, CheckArgs, CheckOnlyArgs};
use crate::config::{Level, Levels};
use crate::edge::clock::{Stopwatch, build_date};
use crate::edge::publish::{Publication, PublishOptions, Published, Stamped, program_id};
use crate::finding::codes::overlay::{O501, O505};
use crate::finding::{Finding, Severity, findings_from_json, findings_to_json, sort_findings};
use crate::site::{Content, TakeFiles};
use crate::source::{SitePath, SourcePath, SourceTree};

/// Builds the site and publishes it, unless a finding forbids it.
pub(super) fn build(
    args: &BuildArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let mut times = Times::start();
    let ready = read(&args.check, Unnamed::AsConfigured, environment, &mut times)?;
    let output = args.dest_dir.as_ref().unwrap_or(&ready.project.build_dir);
    let sources = ready.project.sources_read(&ready.sources);
    let options = PublishOptions { force: args.force, sources, ..PublishOptions::default() };
    // What is found is told even where nothing can be published.
    let publication = Publication::begin(&ready.project.root, output, options);
    let inputs = ready.inputs();
    let stands = inputs.as_deref().zip(publication.as_ref().ok()).and_then(|(inputs, output)| output.stands(inputs));
    let kept = stands.as_ref().and_then(|stands| Some((stands, findings_from_json(&stands.stamped.findings)?)));
    let made = match (kept, &publication) {
        (Some((stands, findings)), _) => {
            times.lap("compare");
            Ok(ready.made(Built { findings, pages: stands.stamped.pages }, Some(stands.published.clone())))
        }
        (None, Ok(publication)) => ready.build(publication, inputs.as_deref(), &mut times),
        (None, Err(_)) => ready.build(&Nobody, None, &mut times),
    };
    let judged = made.and_then(|mut made| {
        made.findings = without_accepted(made.findings, &args.check.baseline, report)?;
        made.report(report);
        let verdict = judge(&made.findings, Rules { strict: args.check.strict, keep_going: args.keep_going });
        if !verdict.publish {
            report.say(why_kept_back(&made.findings, verdict.exit, args));
        }
        Ok((made, verdict))
    });
    let published = match &judged {
        Ok((Made { stands: Some(published), .. }, verdict)) if verdict.publish => Some(published.clone()),
        Ok((made, verdict)) if verdict.publish => {
            let stamped = inputs.zip(made.found.clone());
            let stamped = stamped.map(|(inputs, findings)| Stamped { inputs, pages: made.pages, findings });
            let published = publication?.finish(stamped.as_ref())?;
            times.lap("publish");
            Some(published)
        }
        _ => {
            // What cannot be removed now is removed by the next build.
            let _left_to_the_next = publication.map(Publication::abandon);
            None
        }
    };
    let (made, verdict) = judged?;
    if let Some(published) = &published {
        for path in &published.foreign {
            report.say(&format!("left in place, since Lifeboat did not write it: {}", path.escape_debug()));
        }
    }
    times.tell(report);
    report.close(&closing(&made, published.as_ref(), &times));
    if args.open
        && let Some(published) = &published
    {
        open_page(&published.output.join("index.html"), report);
    }
    Ok(verdict.exit)
}

/// Why nothing was published, and what would change that.
fn why_kept_back(findings: &[Finding], exit: Exit, args: &BuildArgs) -> &'static str {
    let lost = findings.iter().any(|finding| finding.severity == Severity::Loss);
    match exit {
        Exit::Leak => "nothing was published: the site would show what its edition may not show",
        _ if lost && !args.keep_going => {
            "nothing was published, since a part of the playbook would be missing; --keep-going publishes without it"
        }
        _ => "nothing was published, as --strict asks",
    }
}

/// Builds the site in memory and reports what `build` would.
pub(super) fn check(
    args: &CheckOnlyArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let mut times = Times::start();
    let ready = read(&args.check, Unnamed::All, environment, &mut times)?;
    let mut made = ready.build(&Nobody, None, &mut times)?;
    if args.external.external {
        let edition = args.check.edition.as_deref();
        let found = check_external(&args.external, &ready.project.config, &ready.sources, edition)?;
        made.findings.extend(ready.project.config.levels.clone().with(&levels(&args.check)).apply(found));
        sort_findings(&mut made.findings);
        times.lap("external");
    }
    made.findings = without_accepted(made.findings, &args.check.baseline, report)?;
    made.report(report);
    let Verdict { exit, .. } = judge(&made.findings, Rules { strict: args.check.strict, keep_going: false });
    times.tell(report);
    report.close(&closing(&made, None, &times));
    Ok(exit)
}

/// A project with its sources, ready to be built.
struct Ready<'a> {
    args: &'a CheckArgs,
    project: Project,
    sources: SourceTree,
    edition: Option<String>,
    findings: Vec<Finding>,
}

/// A project whose files were given away, with everything that was found.
struct Made<'a> {
    sources: &'a SourceTree,
    pages: usize,
    /// What making the files found, to be kept beside them.
    found: Option<String>,
    /// The published site, where it is this one already and no file was made.
    stands: Option<Published>,
    findings: Vec<Finding>,
}

/// Takes no file: only what is found is wanted.
struct Nobody;

impl TakeFiles for Nobody {
    fn take(&self, _: SitePath, _: Content) {}
}

/// Which editions are made where the command line names none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unnamed {
    /// What `[build] edition` says.
    AsConfigured,
    /// Every one: what is wrong with any of them is worth knowing.
    All,
}

fn read<'a>(
    args: &'a CheckArgs,
    unnamed: Unnamed,
    environment: &[(String, String)],
    times: &mut Times,
) -> Result<Ready<'a>, Failure> {
    let mut findings = Vec::new();
    let date = args.as_of.map_or_else(build_date, Ok)?;
    let project = open_project(&args.dir, environment)?.take(&mut findings);
    let sources = read_project(&project, date)?.take(&mut findings);
    times.lap("read");
    findings.extend(edits_of_base(&project, &sources)?);
    let configured = project.config.build.edition.clone();
    let configured = configured.filter(|_| unnamed == Unnamed::AsConfigured && !args.all_editions);
    let edition = args.edition.clone().or(configured);
    Ok(Ready { args, project, sources, edition, findings })
}

impl Ready<'_> {
    fn options(&self) -> BuildOptions<'_> {
        let losses = self.findings.iter().filter(|finding| finding.severity == Severity::Loss).count();
        BuildOptions { config: &self.project.config, edition: self.edition.as_deref(), losses, draw: None }
    }

    /// A hash of everything that the site depends on, where all of it is known.
    fn inputs(&self) -> Option<String> {
        hash_inputs(&self.sources, &self.options(), &program_id()?)
    }

    fn build(&self, taker: &dyn TakeFiles, inputs: Option<&str>, times: &mut Times) -> Result<Made<'_>, Failure> {
        let draw = self.project.draw();
        let built = give_site(&self.sources, &BuildOptions { draw: Some(&draw), ..self.options() }, taker)?;
        times.lap("build");
        let found = inputs.map(|_| findings_to_json(&built.findings));
        Ok(Made { found, ..self.made(built, None) })
    }

    fn made(&self, built: Built, stands: Option<Published>) -> Made<'_> {
        let mut findings = self.findings.clone();
        findings.extend(built.findings);
        if self.args.strict {
            raise_reviews(&mut findings);
        }
        let mut findings = self.project.config.levels.clone().with(&levels(self.args)).apply(findings);
        sort_findings(&mut findings);
        Made { sources: &self.sources, pages: built.pages, found: None, stands, findings }
    }
}

/// With `--strict`, what its owner has to look at is an error (overlay design, 5.11).
pub(super) fn raise_reviews(findings: &mut [Finding]) {
    for finding in findings {
        let changed = finding.code == &O501 && finding.severity >= Severity::Warning;
        if changed || finding.code == &O505 {
            finding.severity = Severity::Error;
        }
    }
}

/// The levels of the command line; the gravest counts where a code is named twice.
pub(super) fn levels(args: &CheckArgs) -> Levels {
    let mut levels = Levels::default();
    for (codes, level) in [(&args.allow, Level::Allow), (&args.warn, Level::Warn), (&args.deny, Level::Deny)] {
        for code in codes {
            levels.set(code.id, level);
        }
    }
    levels
}

impl Made<'_> {
    fn report(&self, report: &mut Report<'_>) {
        let text_of = |file: &str| -> Option<Arc<str>> {
            let path = SourcePath::new(file).ok()?;
            self.sources.find(&path).map(|(_, text)| Arc::clone(&text.text))
        };
        report.findings(&self.findings, &text_of);
    }
}

/// `12 pages (3 written, 9 unchanged), 2 warnings, 0.84 s: /…/book/index.html`
fn closing(made: &Made<'_>, published: Option<&Published>, times: &Times) -> String {
    let mut line = plural(made.pages, "page");
    if let Some(published) = published {
        _ = write!(line, "; {} written, {} unchanged", plural(published.written, "file"), published.unchanged);
        if published.removed > 0 {
            _ = write!(line, ", {} removed", published.removed);
        }
    }
    let counts = count_words(&made.findings);
    _ = write!(line, "; {}; {:.2} s", if counts.is_empty() { "no findings" } else { &counts }, times.total());
    if let Some(published) = published {
        _ = write!(line, "; {}", shown(&published.output));
    }
    line
}

fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

/// How long each step took.
struct Times {
    watch: Stopwatch,
    laps: Vec<(&'static str, f64)>,
}

impl Times {
    fn start() -> Self {
        Self { watch: Stopwatch::start(), laps: Vec::new() }
    }

    fn total(&self) -> f64 {
        self.watch.elapsed().as_secs_f64()
    }

    fn lap(&mut self, step: &'static str) {
        let before: f64 = self.laps.iter().map(|(_, seconds)| seconds).sum();
        self.laps.push((step, self.total() - before));
    }

    fn tell(&self, report: &mut Report<'_>) {
        if report.timings() {
            let laps: Vec<String> = self.laps.iter().map(|(step, seconds)| format!("{step} {seconds:.3} s")).collect();
            report.say(&format!("{}; processor {:.3} s", laps.join(", "), self.watch.cpu().as_secs_f64()));
        }
    }
}
