//! Where snapshots are made: sources → what is shown, after the start and after every change.
//!
//! Holds what was read and made last. Whatever happens to the sources, what is shown stays until something better is
//! there to be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changes::Changes;
use super::shelf::{Leak, Shelf};
use super::shown::Shown;
use crate::build::{Snapshot, Workshop};
use crate::cli::WatchArgs;
use crate::command::project::{Project, edits_of_base, open_project, read_changed_in, read_project_again};
use crate::command::report::{count_words, plural};
use crate::command::{Failure, Report};
use crate::config::{Level, Levels};
use crate::edge::clock::{Stopwatch, build_date};
use crate::edge::preview::{Channel, Choice, Choices, View};
use crate::edge::read::ReadMemory;
use crate::edge::watch::Batch;
use crate::finding::codes::overlay::O606;
use crate::finding::render::{Counted, Texts, render_json};
use crate::finding::{Checked, Finding, sort_findings};
use crate::source::{SitePath, SourcePath, SourceTree};

/// Views besides the usual one that are kept ready.
const MOST_VIEWS: usize = 4;

/// A project with its sources, as they were read.
pub(super) struct Reading {
    pub(super) project: Project,
    pub(super) tree: SourceTree,
    /// Whether there was a `book.toml`.
    has_book: bool,
    /// What was found in reading the files.
    in_files: Vec<Finding>,
    findings: Vec<Finding>,
}

/// Makes what is shown.
pub(super) struct Desk<'a> {
    args: &'a WatchArgs,
    environment: &'a [(String, String)],
    shelf: Arc<Shelf>,
    news: Arc<Channel>,
    /// What the disk told of the files that were read.
    files: ReadMemory,
    workshops: BTreeMap<View, Workshop>,
    reading: Arc<Reading>,
    shown: Arc<Shown>,
    findings: Vec<Finding>,
    /// Files that are kept back: whatever changes, they are looked through again.
    leaking: BTreeSet<SitePath>,
    /// The lines of the texts that have findings.
    counted: Counted,
    /// Why the sources of this moment are not shown.
    trouble: Option<String>,
}

/// A snapshot and all that was found on the way to it.
struct Made {
    snapshot: Arc<Snapshot>,
    findings: Vec<Finding>,
    /// Those of the files that were looked through which may not be shown.
    leaking: BTreeSet<SitePath>,
}

impl<'a> Desk<'a> {
    /// Reads and makes everything for the first time, and tells what was found.
    pub(super) fn open(
        args: &'a WatchArgs,
        environment: &'a [(String, String)],
        shelf: Arc<Shelf>,
        news: Arc<Channel>,
        report: &mut Report<'_>,
    ) -> Result<Self, Failure> {
        let time = Stopwatch::start();
        let mut files = ReadMemory::default();
        let reading = Arc::new(read(args, environment, None, &mut files)?);
        let mut workshop = Workshop::default().drawing_with(reading.project.draw());
        let made = make(&mut workshop, args, &reading, &View::default(), &BTreeSet::new())?;
        tell(report, &made.findings, &reading.tree);
        let shown = Arc::new(Shown::new(made.snapshot, Arc::clone(&reading), None, &[], shelf.desk()));
        let workshops = BTreeMap::from([(View::default(), workshop)]);
        let (findings, leaking) = (made.findings, made.leaking);
        let pages = plural(shown.snapshot.playbook().topics.len(), "topic");
        let told = line(&pages, &findings, &time);
        let counted = Counted::default();
        let trouble = None;
        let mut desk = Self {
            args,
            environment,
            shelf,
            news,
            files,
            workshops,
            reading,
            shown,
            findings,
            leaking,
            counted,
            trouble,
        };
        desk.shelf.put(&View::default(), &desk.shown, true);
        desk.announce(Vec::new(), None);
        report.close(&told);
        Ok(desk)
    }

    /// The project as it was read last.
    pub(super) fn project(&self) -> &Project {
        &self.reading.project
    }

    /// Whether what is shown is not what the sources say now.
    pub(super) fn in_trouble(&self) -> bool {
        self.trouble.is_some()
    }

    /// Reads the sources again; where they changed, makes and shows what they say now.
    pub(super) fn renew(&mut self, batch: &Batch, report: &mut Report<'_>) {
        let time = Stopwatch::start();
        if batch.anything {
            self.files.doubt_all();
        }
        self.files.doubt(self.reading.project.root.path(), batch.paths.iter());
        let before = (self.trouble.is_none() && !batch.anything).then(|| (&*self.reading, batch));
        let reading = match read(self.args, self.environment, before, &mut self.files) {
            Ok(reading) => reading,
            Err(failure) => return self.hold_back(failure.to_string(), report),
        };
        if self.reading.has_book && !reading.has_book {
            return self.hold_back("`book.toml` is gone".to_owned(), report);
        }
        let root = reading.project.root.path();
        let changes = Changes::between(&self.reading.tree, &reading.tree, batch, root);
        let asked = self.reading.project.config.build.extra_watch_dirs.iter().map(|folder| root.join(folder));
        let extra = asked.into_iter().any(|folder| batch.paths.iter().any(|path| path.starts_with(&folder)));
        let same = changes.is_empty() && self.reading.findings == reading.findings;
        if same && !extra && self.trouble.is_none() && self.reading.tree.date == reading.tree.date {
            return;
        }
        let reading = Arc::new(reading);
        let workshop = self.workshops.entry(View::default()).or_default();
        let made = match make(workshop, self.args, &reading, &View::default(), &self.leaking) {
            Ok(made) => made,
            Err(failure) => return self.hold_back(failure.to_string(), report),
        };
        self.trouble = None;
        let losses: Vec<&Finding> = made.findings.iter().filter(|finding| finding.severity.is_loss()).collect();
        let desk = self.shelf.desk();
        let shown = Arc::new(Shown::new(made.snapshot, Arc::clone(&reading), Some(&self.shown), &losses, desk));
        let pages = if changes.touch_all_pages(&reading.project) {
            "all pages".to_owned()
        } else {
            plural(shown.snapshot.changed_since(&self.shown.snapshot).len(), "page")
        };
        let what = if extra && changes.is_empty() { "a watched folder changed".to_owned() } else { changes.words() };
        let follow = self.args.follow.then(|| page_of(&shown, &changes)).flatten();
        let present: Vec<&SourcePath> = changes.present().collect();
        let files = shown.snapshot.files_changed_since(&self.shown.snapshot, &present);
        let files = files.into_iter().map(ToString::to_string).collect();
        let told = self.new_ones(&made.findings);
        (self.findings, self.leaking) = (made.findings, made.leaking);
        // Taking a playbook down takes its time; nobody waits for it.
        let before = (std::mem::replace(&mut self.reading, reading), std::mem::replace(&mut self.shown, shown));
        self.shelf.put(&View::default(), &self.shown, true);
        self.announce(files, follow);
        // Said once it is shown: who reads it may look at once.
        tell(report, &told, &self.reading.tree);
        report.close(&line(&format!("{what}; {pages}"), &self.findings, &time));
        drop(before);
    }

    /// What a view shows of the sources as they were read last. A choice that another project at the same address left
    /// behind, or an edition that is gone, is no choice.
    pub(super) fn show(&mut self, view: &View) -> Arc<Shown> {
        let classes = &self.reading.project.config.clearance.classes;
        let is_class = |class: &String| classes.iter().any(|known| known == class);
        let shown = (*view != View::default() && view.clearance.as_ref().is_none_or(is_class))
            .then(|| self.show_chosen(view).ok())
            .flatten();
        shown.unwrap_or_else(|| Arc::clone(&self.shown))
    }

    fn show_chosen(&mut self, view: &View) -> Result<Arc<Shown>, Failure> {
        if self.workshops.len() > MOST_VIEWS && !self.workshops.contains_key(view) {
            self.workshops.retain(|view, _| *view == View::default());
            self.shelf.put(&View::default(), &self.shown, true);
        }
        let draw = self.reading.project.draw();
        let made_for =
            || view.clearance.as_deref().map_or_else(Workshop::default, Workshop::for_class).drawing_with(draw);
        let workshop = self.workshops.entry(view.clone()).or_insert_with(made_for);
        let made = make(workshop, self.args, &self.reading, view, &BTreeSet::new())?;
        let shown = Arc::new(Shown::new(made.snapshot, Arc::clone(&self.reading), None, &[], self.shelf.desk()));
        self.shelf.put(view, &shown, false);
        Ok(shown)
    }

    /// Tells of a file that a browser asked for and must not get. What was made of sources of before is of no interest.
    pub(super) fn keep_back(&mut self, leak: Leak, report: &mut Report<'_>) {
        if !Arc::ptr_eq(&leak.reading, &self.reading) {
            return;
        }
        let told = self.new_ones(&graded(leak.findings, &self.reading.project, self.args));
        if !told.is_empty() {
            self.findings.extend_from_slice(&told);
            sort_findings(&mut self.findings);
            self.announce(Vec::new(), None);
            tell(report, &told, &self.reading.tree);
            report.say(&format!("not shown: `{}`, which holds what its edition may not show", leak.path));
        }
        self.leaking.insert(leak.path);
    }

    /// Leaves up what is shown, and says why.
    fn hold_back(&mut self, why: String, report: &mut Report<'_>) {
        if self.trouble.as_ref() == Some(&why) {
            return;
        }
        report.say(&format!("not shown: {}; the last good version stays", why.escape_debug()));
        self.news.tell(|state| {
            state.held_back = Some(why.clone());
            state.changed = Vec::new();
            state.follow = None;
        });
        self.trouble = Some(why);
    }

    /// What was not found before.
    fn new_ones(&self, findings: &[Finding]) -> Vec<Finding> {
        // A finding further down than before is the same.
        let key = |finding: &Finding| {
            (finding.code.id, finding.place.as_ref().map(|place| Arc::clone(&place.file)), finding.message.clone())
        };
        let known: BTreeSet<_> = self.findings.iter().map(key).collect();
        findings.iter().filter(|finding| !known.contains(&key(finding))).cloned().collect()
    }

    fn announce(&mut self, changed: Vec<String>, follow: Option<String>) {
        let tree = &self.reading.tree;
        let look_up = |file: &str| text_of(tree, file);
        let mut texts = Texts::again(&look_up, std::mem::take(&mut self.counted));
        let json = render_json(&self.findings, &mut texts);
        self.counted = texts.counted();
        let findings = serde_json::from_str(&json).ok();
        let project = self.shown.snapshot.project();
        let editions = project.plans().iter().map(|plan| Choice {
            name: plan.name.clone(),
            label: plan.label.clone().unwrap_or_else(|| plan.name.clone()),
            clearance: plan.clearance.ceiling.clone(),
        });
        let choices = Choices {
            editions: editions.collect(),
            classes: self.reading.project.config.clearance.classes.clone(),
            date: tree.date.to_string(),
        };
        let kept = self.shown.kept.keys().map(ToString::to_string).collect();
        self.news.tell(|state| {
            state.held_back.clone_from(&self.trouble);
            (state.kept, state.changed, state.follow) = (kept, changed, follow);
            (state.findings, state.choices) = (findings, choices);
        });
    }
}

/// Reads the project. `before`: what was read last, and what changed since.
fn read(
    args: &WatchArgs,
    environment: &[(String, String)],
    before: Option<(&Reading, &Batch)>,
    memory: &mut ReadMemory,
) -> Result<Reading, Failure> {
    let mut findings = Vec::new();
    let date = args.as_of.map_or_else(build_date, Ok)?;
    let project = open_project(&args.dir, environment)?.take(&mut findings);
    let alike = before.filter(|(before, _)| before.project.reads_as(&project) && before.tree.date == date);
    let quick = match alike {
        Some((before, batch)) => read_changed_in(&project, &before.tree, &batch.paths, memory)?
            .map(|tree| Checked::new(tree, before.in_files.clone())),
        None => None,
    };
    let read = match quick {
        Some(read) => read,
        None => read_project_again(&project, date, memory)?,
    };
    let Checked { value: tree, findings: in_files } = read;
    findings.extend_from_slice(&in_files);
    findings.extend(edits_of_base(&project, &tree)?);
    let has_book = SourcePath::new("book.toml").is_ok_and(|book| project.root.has_file(&book));
    Ok(Reading { project, tree, has_book, in_files, findings })
}

/// Makes what a view shows. `leaking`: files that were not shown before, to be looked through at once.
fn make(
    workshop: &mut Workshop,
    args: &WatchArgs,
    reading: &Reading,
    view: &View,
    leaking: &BTreeSet<SitePath>,
) -> Result<Made, Failure> {
    let Reading { project, tree, findings, .. } = reading;
    let losses = findings.iter().filter(|finding| finding.severity.is_loss()).count();
    let mut on_day;
    let tree = match view.as_of {
        Some(date) if date != tree.date => {
            on_day = tree.clone();
            on_day.date = date;
            &on_day
        }
        _ => tree,
    };
    let edition = view.edition.as_deref().or(args.edition.as_deref());
    let made = workshop.make(tree, &project.config, losses, edition)?;
    let snapshot = made.editions.into_iter().next().ok_or_else(|| Failure("there is no edition to show".to_owned()))?;
    // Faults of templates show when a page is made; one of each kind stands for all.
    let own_theme = snapshot.project().has_own_theme();
    let first = snapshot.playbook().topics.first().map(|topic| topic.page.clone()).filter(|_| own_theme);
    let own = ["index.html", "contents.html", "404.html"]
        .into_iter()
        .filter(|_| own_theme)
        .filter_map(|path| SitePath::new(path).ok());
    let probed: BTreeSet<SitePath> = own.chain(first).chain(leaking.iter().cloned()).collect();
    let mut leaking = BTreeSet::new();
    let mut found: Vec<Finding> = findings.iter().cloned().chain(made.findings).collect();
    for path in probed {
        let Some(made) = snapshot.content(&path) else { continue };
        if made.findings.iter().any(|finding| finding.code.id == O606.id) {
            leaking.insert(path);
        }
        found.extend(made.findings);
    }
    Ok(Made { snapshot, findings: graded(found, project, args), leaking })
}

/// Findings with the levels that the project and the command line give them, sorted.
fn graded(found: Vec<Finding>, project: &Project, args: &WatchArgs) -> Vec<Finding> {
    let mut findings = project.config.levels.clone().with(&levels(args)).apply(found);
    sort_findings(&mut findings);
    findings
}

/// The levels of the command line; the gravest counts where a code is named twice.
fn levels(args: &WatchArgs) -> Levels {
    let mut levels = Levels::default();
    for (codes, level) in [(&args.allow, Level::Allow), (&args.warn, Level::Warn), (&args.deny, Level::Deny)] {
        for code in codes {
            levels.set(code.id, level);
        }
    }
    levels
}

/// The page of what was edited last.
fn page_of(shown: &Shown, changes: &Changes) -> Option<String> {
    let mut pages = changes.present().flat_map(|source| shown.snapshot.pages_of(source));
    pages.next().map(ToString::to_string)
}

fn text_of(tree: &SourceTree, file: &str) -> Option<Arc<str>> {
    let path = SourcePath::new(file).ok()?;
    tree.find(&path).map(|(_, text)| Arc::clone(&text.text))
}

fn tell(report: &mut Report<'_>, findings: &[Finding], tree: &SourceTree) {
    if !findings.is_empty() {
        report.findings(findings, &|file| text_of(tree, file));
    }
}

/// `what; 2 warnings; 12 ms`
fn line(what: &str, findings: &[Finding], time: &Stopwatch) -> String {
    let counts = count_words(findings);
    let counts = if counts.is_empty() { "no findings" } else { &counts };
    format!("{what}; {counts}; {} ms", time.elapsed().as_millis())
}
