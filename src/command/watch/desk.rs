//! Where snapshots are made: sources → what is shown, after the start and after every change.
//!
//! Holds what was read and made last. Whatever happens to the sources, what is shown stays until something better is
//! there to be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changes::Changes;
use super::findings::{graded, not_among, tell, text_of};
use super::leaks::Leaks;
use super::press::Printed;
use super::reading::{Reading, read};
use super::shelf::{Leak, Shelf};
use super::shown::Shown;
use crate::build::{Snapshot, Workshop};
use crate::cli::WatchArgs;
use crate::command::print::IS_BUILT_IN;
use crate::command::project::Project;
use crate::command::report::{count_words, plural};
use crate::command::{Failure, Report};
use crate::edge::clock::Stopwatch;
use crate::edge::preview::{Channel, Choice, Choices, Role, View};
use crate::edge::read::ReadMemory;
use crate::edge::watch::Batch;
use crate::finding::codes::overlay::O606;
use crate::finding::render::{Counted, Texts, render_json};
use crate::finding::{Finding, sort_findings};
use crate::print::roles;
use crate::source::{SitePath, SourcePath};

/// Views besides the usual one that are kept ready.
const MOST_VIEWS: usize = 4;

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
    /// What was found in the book that was made last.
    of_book: Vec<Finding>,
    leaks: Leaks,
    /// The lines of the texts that have findings.
    counted: Counted,
    /// The findings that browsers were told last, and as what.
    told: Option<(Vec<Finding>, Arc<str>)>,
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
        let mut workshop = Workshop::default().of_one_edition().drawing_with(reading.project.draw());
        let made = make(&mut workshop, args, &reading, &View::default(), &BTreeSet::new())?;
        tell(report, &made.findings, &reading.tree);
        let shown = Arc::new(Shown::new(made.snapshot, Arc::clone(&reading), View::default(), None, &[], shelf.desk()));
        let workshops = BTreeMap::from([(View::default(), workshop)]);
        let findings = made.findings;
        let mut leaks = Leaks::default();
        leaks.set(&View::default(), made.leaking, &findings);
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
            of_book: Vec::new(),
            leaks,
            counted,
            told: None,
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
        let usual = View::default();
        let workshop = self.workshops.entry(usual.clone()).or_default();
        let mut made = match make(workshop, self.args, &reading, &usual, &self.leaks.files(&usual)) {
            Ok(made) => made,
            Err(failure) => return self.hold_back(failure.to_string(), report),
        };
        self.trouble = None;
        let losses: Vec<&Finding> = made.findings.iter().filter(|finding| finding.severity.is_loss()).collect();
        let desk = self.shelf.desk();
        let shown = Arc::new(Shown::new(made.snapshot, Arc::clone(&reading), usual, Some(&self.shown), &losses, desk));
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
        self.leaks.set(&View::default(), made.leaking, &made.findings);
        self.leaks.tell_in(&mut made.findings);
        let told = self.new_ones(&made.findings);
        self.findings = made.findings;
        // Taking a playbook down takes its time; nobody waits for it.
        let before = (std::mem::replace(&mut self.reading, reading), std::mem::replace(&mut self.shown, shown));
        self.shelf.put(&View::default(), &self.shown, true);
        self.announce(files, follow);
        // Said once it is shown: who reads it may look at once.
        tell(report, &told, &self.reading.tree);
        report.close(&line(&format!("{what}; {pages}"), &self.findings, &time));
        drop(before);
        self.look_again();
    }

    /// Looks through the files again that are kept back of chosen views.
    fn look_again(&mut self) {
        for view in self.leaks.chosen_views() {
            // There may be no such view any more.
            if self.show_chosen(&view).is_err() && self.leaks.set(&view, BTreeSet::new(), &[]) {
                self.tell_leaks();
            }
        }
    }

    /// Tells browsers what is kept back now.
    fn tell_leaks(&mut self) {
        self.leaks.tell_in(&mut self.findings);
        self.announce(Vec::new(), None);
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
        let made_for = || {
            let workshop = view.clearance.as_deref().map_or_else(Workshop::default, Workshop::for_class);
            workshop.of_one_edition().drawing_with(draw)
        };
        let workshop = self.workshops.entry(view.clone()).or_insert_with(made_for);
        let made = make(workshop, self.args, &self.reading, view, &self.leaks.files(view))?;
        let reading = Arc::clone(&self.reading);
        let shown = Arc::new(Shown::new(made.snapshot, reading, view.clone(), None, &[], self.shelf.desk()));
        self.shelf.put(view, &shown, false);
        if self.leaks.set(view, made.leaking, &made.findings) {
            self.tell_leaks();
        }
        Ok(shown)
    }

    /// Tells of a file that a browser asked for and must not get. What was made of sources of before is of no interest.
    pub(super) fn keep_back(&mut self, leak: Leak, report: &mut Report<'_>) {
        if !Arc::ptr_eq(&leak.reading, &self.reading) {
            return;
        }
        let found = graded(leak.findings, &self.reading.project, self.args);
        let told = self.new_ones(&found);
        if !told.is_empty() {
            self.add(&told);
            tell(report, &told, &self.reading.tree);
            report.say(&format!("not shown: `{}`, which holds what its edition may not show", leak.path));
        }
        self.leaks.add(leak.view, leak.path, &found);
    }

    /// Tells of a book that a browser asked for.
    pub(super) fn tell_of_book(&mut self, reading: &Arc<Reading>, printed: Printed, report: &mut Report<'_>) {
        if Arc::ptr_eq(reading, &self.reading) {
            let found = graded(printed.findings, &self.reading.project, self.args);
            let new = self.new_ones(&found);
            if !new.is_empty() {
                self.add(&new);
                // What the book before had as well was told with it.
                tell(report, &not_among(&self.of_book, &new), &self.reading.tree);
            }
            self.of_book = found;
        }
        report.close(&format!("the book as PDF: {}", printed.words));
    }

    /// Adds what was found after everything was made, and shows it.
    fn add(&mut self, found: &[Finding]) {
        self.findings.extend_from_slice(found);
        sort_findings(&mut self.findings);
        self.announce(Vec::new(), None);
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
        not_among(&self.findings, findings)
    }

    /// The findings as JSON, which is another one only where they, or the texts that they speak of, are others.
    fn render_findings(&mut self) -> Arc<str> {
        let tree = &self.reading.tree;
        let look_up = |file: &str| text_of(tree, file);
        if let Some((findings, json)) = &self.told
            && self.counted.holds_in(&look_up)
            && *findings == self.findings
        {
            return Arc::clone(json);
        }
        let mut texts = Texts::again(&look_up, std::mem::take(&mut self.counted));
        let json: Arc<str> = render_json(&self.findings, &mut texts).into();
        self.counted = texts.counted();
        self.told = Some((self.findings.clone(), Arc::clone(&json)));
        json
    }

    fn announce(&mut self, changed: Vec<String>, follow: Option<String>) {
        let findings = self.render_findings();
        let tree = &self.reading.tree;
        let project = self.shown.snapshot.project();
        // The panel takes the first for the usual one.
        let mut plans: Vec<_> = project.plans().iter().collect();
        plans.sort_by_key(|plan| plan.name != self.shown.snapshot.edition().name);
        let editions = plans.into_iter().map(|plan| Choice {
            name: plan.name.clone(),
            label: plan.label.clone().unwrap_or_else(|| plan.name.clone()),
            clearance: plan.clearance.ceiling.clone(),
        });
        let choices = Choices {
            pdf: IS_BUILT_IN,
            roles: roles(self.shown.snapshot.playbook())
                .into_iter()
                .map(|(name, title)| Role { name, title })
                .collect(),
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
    let usual = args.edition.as_ref().or(project.config.build.edition.as_ref());
    let edition = view.edition.as_ref().or(usual).map(String::as_str);
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

/// The page of what was edited last.
fn page_of(shown: &Shown, changes: &Changes) -> Option<String> {
    let mut pages = changes.present().flat_map(|source| shown.snapshot.pages_of(source));
    pages.next().map(ToString::to_string)
}

/// `what; 2 warnings; 12 ms`
fn line(what: &str, findings: &[Finding], time: &Stopwatch) -> String {
    let counts = count_words(findings);
    let counts = if counts.is_empty() { "no findings" } else { &counts };
    format!("{what}; {counts}; {} ms", time.elapsed().as_millis())
}
