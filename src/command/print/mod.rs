//! `lifeboat print` and `lifeboat pdf`: one edition of a project → its book, and the book → one file.
//!
//! [`Press::open`] does what both need: it reads the project, makes the one edition that is asked for, and arranges the book.
//! What cannot be decided from the flags alone, such as what the book is compared with, is looked up here.

mod embedded;
mod pdf;
mod since;
#[cfg(feature = "pdf")]
mod typesetter;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use embedded::IS_BUILT_IN;
pub(super) use pdf::pdf;
#[cfg(feature = "pdf")]
pub(super) use typesetter::{Order, Typesetter};

use self::since::find_since;
use super::build::levels;
use super::project::{Project, open_project, read_project};
use super::report::{count_words, plural};
use super::verdict::{Rules, judge};
use super::{Exit, Failure, Report};
use crate::build::{Snapshot, Workshop};
use crate::cli::{CheckArgs, PaperSize, PrintArgs, ScopeArgs};
use crate::edge::clock::build_date;
use crate::edge::file::write_file;
use crate::finding::{Finding, Severity, sort_findings};
use crate::print::{Book, CopyStamp, Layout, Paper, Scope, Selection, TextSize, data_address, embed_pictures};
use crate::source::{Date, SitePath, SourcePath, SourceTree};

/// The largest picture that is taken into a page, in bytes.
const LARGEST_PICTURE: u64 = 32 * 1024 * 1024;

/// Writes a book as one HTML file.
pub(super) fn print(
    args: &PrintArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let mut press = Press::open(&args.check, &args.scope, environment)?;
    let page = press.page();
    let (exit, publish) = press.judge(&args.check, report);
    let output = press.output(args.output.as_deref(), &args.scope, "html");
    if publish {
        press.refuse_source(&output)?;
        write_file(&output, page.as_bytes())?;
    }
    report.close(&press.closing(publish.then_some(&output)));
    Ok(exit)
}

/// A book that is about to be printed, with everything that was found on the way to it.
pub(super) struct Press {
    project: Project,
    sources: SourceTree,
    snapshot: Arc<Snapshot>,
    book: Book,
    findings: Vec<Finding>,
}

impl Press {
    /// Reads the project and arranges the book.
    fn open(check: &CheckArgs, args: &ScopeArgs, environment: &[(String, String)]) -> Result<Self, Failure> {
        let mut findings = Vec::new();
        let date = check.as_of.map_or_else(build_date, Ok)?;
        let project = open_project(&check.dir, environment)?.take(&mut findings);
        let sources = read_project(&project, date)?.take(&mut findings);
        let losses = findings.iter().filter(|finding| finding.severity == Severity::Loss).count();
        // As `build` does: the edition that is asked for, else the one that the settings name.
        let edition = check.edition.as_deref().or(project.config.build.edition.as_deref());
        let mut workshop = Workshop::default().drawing_with(project.draw());
        let made = workshop.make(&sources, &project.config, losses, edition)?;
        findings.extend(made.findings);
        let snapshot = match made.editions.as_slice() {
            [only] => Arc::clone(only),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.edition().name.as_str()).take(8).collect();
                let message = format!("a book is of one edition; name it with --edition: {}", names.join(", "));
                return Err(Failure(message));
            }
        };
        let mut scope = scope_of(args, date);
        if let Some(since) = &args.since {
            scope.since = Some(find_since(since, &project, &snapshot)?);
        }
        let book = snapshot.book(&scope).take(&mut findings);
        Ok(Self { project, sources, snapshot, book, findings })
    }

    /// The print page with its pictures and fonts in it.
    fn page(&mut self) -> String {
        let place = SitePath::new("print.html").unwrap_or_else(|_| unreachable!("it is a path"));
        let page = self.snapshot.print_page_alone(&self.book, &place).take(&mut self.findings);
        let assets = &self.snapshot.playbook().assets;
        let by_address: std::collections::BTreeMap<String, &SourcePath> =
            assets.iter().map(|(path, source)| (place.url_to(path, None), source)).collect();
        let root = &self.project.root;
        let drawn: std::collections::BTreeMap<String, &[u8]> =
            self.snapshot.drawings().pictures().map(|drawn| (place.url_to(&drawn.path, None), &*drawn.bytes)).collect();
        embed_pictures(&page.html, |address| {
            if let Some(bytes) = drawn.get(address) {
                return Some(data_address("svg", bytes));
            }
            let source = by_address.get(address)?;
            // What cannot be read stays an address; that it cannot was told when the sources were read.
            let bytes = root.open_file(source).ok()?.read(LARGEST_PICTURE).ok()??;
            Some(data_address(source.ending(), &bytes))
        })
    }

    /// Tells what was found; gives back how the command ends, and whether its file may be written.
    fn judge(&mut self, check: &CheckArgs, report: &mut Report<'_>) -> (Exit, bool) {
        let found = std::mem::take(&mut self.findings);
        self.findings = self.project.config.levels.clone().with(&levels(check)).apply(found);
        // Notes on how a text is kept are for `check`; here they would bury what concerns the paper.
        self.findings.retain(|finding| finding.severity >= Severity::Warning || finding.code.id.starts_with('P'));
        sort_findings(&mut self.findings);
        let text_of = |file: &str| -> Option<Arc<str>> {
            let path = SourcePath::new(file).ok()?;
            self.sources.find(&path).map(|(_, text)| Arc::clone(&text.text))
        };
        report.findings(&self.findings, &text_of);
        // A book without a topic is worth more than none: its cover says that it is incomplete.
        let verdict = judge(&self.findings, Rules { strict: check.strict, keep_going: true });
        let nothing = self.book.sheets.is_empty() && !self.book.replaces_pages;
        if !verdict.publish {
            report.say(match verdict.exit {
                Exit::Leak => "nothing was written: the book would show what its edition may not show",
                _ => "nothing was written, as --strict asks",
            });
        } else if nothing {
            report.say("nothing was written: the book would have no sheet");
        }
        (verdict.exit, verdict.publish && !nothing)
    }

    /// The file to write.
    fn output(&self, asked: Option<&Path>, args: &ScopeArgs, ending: &str) -> PathBuf {
        if let Some(asked) = asked {
            return asked.to_owned();
        }
        let edition = self.snapshot.edition();
        let mut name = if edition.label.is_some() { edition.name.clone() } else { "book".to_owned() };
        if let Some(role) = &args.role {
            name = format!("{name}-{role}");
        }
        let plain = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
        let name: String = name.to_lowercase().chars().map(plain).collect();
        PathBuf::from(format!("{}.{ending}", name.trim_matches('.')))
    }

    /// The file may be none that the book is made of.
    fn refuse_source(&self, output: &Path) -> Result<(), Failure> {
        let root = self.project.root.path();
        let clashes = self.sources.texts().any(|(_, text)| root.join(text.path.as_str()) == output)
            || self.sources.files().keys().any(|path| root.join(path.as_str()) == output);
        if clashes {
            return Err(Failure(format!("`{}` is one of the sources; name another file with -o", output.display())));
        }
        Ok(())
    }

    fn closing(&self, output: Option<&PathBuf>) -> String {
        let counts = count_words(&self.findings);
        let counts = if counts.is_empty() { "no findings" } else { &counts };
        let sheets = plural(self.book.sheets.len(), "sheet");
        let output = output.map(|output| format!("; {}", output.display().to_string().escape_debug()));
        format!("{sheets}; {counts}{}", output.unwrap_or_default())
    }
}

/// What the flags ask for, apart from what must be looked up.
fn scope_of(args: &ScopeArgs, date: Date) -> Scope {
    let selection = match (&args.role, args.topic.as_slice()) {
        (Some(role), _) => Selection::Role(role.clone()),
        (None, []) => Selection::WholeBook,
        (None, patterns) => Selection::Topics(patterns.to_vec()),
    };
    Scope {
        selection,
        since: None,
        replace_pages: args.replace_pages,
        layout: Layout {
            paper: match args.paper {
                PaperSize::A4 => Paper::A4,
                PaperSize::Letter => Paper::Letter,
            },
            duplex: args.duplex,
            text: if args.large { TextSize::Large } else { TextSize::Normal },
        },
        copy: (args.copy.is_some() || args.holder.is_some())
            .then(|| CopyStamp { number: args.copy.clone(), holder: args.holder.clone() }),
        expires: args.expires.map(|expiry| expiry.after(date)),
        classification: args.classification.clone(),
        qr: args.qr,
    }
}
