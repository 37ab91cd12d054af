//! `lifeboat base update`: rehearses what the vendor's new topics mean to each layer, then takes them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::kept::{keep_copies, keep_dropped, kept_copy};
use super::moved::{Moved, moved_topics};
use super::told::{open_count, tell};
use crate::cli::BaseUpdateArgs;
use crate::command::overlay::ask::{Asked, Shown};
use crate::command::overlay::status::{CODES, is_note};
use crate::command::report::plural;
use crate::command::verdict::{Rules, judge};
use crate::command::{Exit, Failure, Report};
use crate::edge::base::{Listed, OldBase, exchange_base, list_base};
use crate::edge::put::{move_file, put_file};
use crate::edge::read::{ReadPlan, read_sources, read_text};
use crate::edge::root::Root;
use crate::finding::codes::overlay::O110;
use crate::finding::{Finding, Severity, sort_findings};
use crate::overlay::{Acceptance, BASE_FILE, BaseManifest, LayerId, Review, ReviewState, Reviews, read_base};
use crate::source::{SourcePath, SourceText, SourceTree};

/// Takes new topics.
pub(super) fn update(
    args: &BaseUpdateArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked::read(&args.ask, environment, None)?;
    let base = Base::find(&asked)?;
    let from = Root::open(&args.from)?;
    let own = from.path() == base.path;
    if !own && (from.path().starts_with(&base.path) || base.path.starts_with(from.path())) {
        return Err(Failure::new(format!("`{}` and the base lie in each other", args.from.display())));
    }
    let mut manifest = read_new(&from, args, &base)?;
    let edits =
        base.manifest.as_ref().map_or_else(Vec::new, |old| old.edits(&base.listed.files, &asked.project.source_folder));
    let mut after = rehearse(&asked, &from, &[])?;
    let moved = moved_topics(&asked.project, &after.project);
    if args.move_changes && !moved.is_empty() {
        after = rehearse(&asked, &from, &moved)?;
    }
    let findings = what_is_new(&asked, &after, &moved);
    tell(&after, &findings, &moved, args, report);
    let open = open_count(&after);
    let decisions =
        format!("{} {} an owner's decision", plural(open, "instruction"), if open == 1 { "needs" } else { "need" });
    let exit = judge(&findings, Rules { strict: false, keep_going: false }).exit;
    if args.rehearse {
        report.close(&format!("rehearsal only, nothing was written; {decisions}"));
        return Ok(exit);
    }
    if !edits.is_empty() && !args.discard_edits && !own {
        asked.report(&edits, report);
        report.close(&format!(
            "nothing was written: {} by hand would be lost; --discard-edits drops them",
            if edits.len() == 1 { "1 edit".to_owned() } else { format!("{} edits", edits.len()) }
        ));
        return Ok(Exit::Findings);
    }
    let root = &asked.folder.root;
    let dropped = dropped_topics(&asked, &base, &manifest);
    keep_dropped(root, dropped.iter().map(String::as_str), |name| {
        let hash = base.manifest.as_ref().and_then(|old| old.files.get(name));
        let there = Some(base.path.join(name)).filter(|_| base.listed.files.contains_key(name));
        hash.and_then(|hash| kept_copy(root, hash)).or(there)
    })?;
    if own {
        manifest.files = base.listed.files.clone();
        manifest.files.remove(BASE_FILE);
        put_file(root, &base.file, manifest.write().as_bytes())?;
    } else {
        let old = if base.manifest.is_some() || args.discard_edits { OldBase::Drop } else { OldBase::Keep };
        let kept =
            exchange_base(&base.path, from.path(), &manifest.files, (BASE_FILE, manifest.write().as_bytes()), old)?;
        if let Some(kept) = kept {
            report.say(&format!(
                "there was no {BASE_FILE}, so nobody can tell whether the old base was edited; it is kept as {}",
                kept.display()
            ));
        }
    }
    keep_copies(root, &base.path, &manifest.files)?;
    record_before(&asked, &after)?;
    if args.move_changes {
        for one in &moved {
            move_changes(&asked, one, report)?;
        }
    }
    let label = manifest.label().map_or_else(String::new, |label| format!(" {label}"));
    report.close(&format!("the base is now{label}, {}; {decisions}", plural(manifest.files.len(), "file")));
    Ok(exit)
}

/// The topics that are of the old base alone and that a layer changes, by their paths in it.
fn dropped_topics(asked: &Asked, base: &Base, new: &BaseManifest) -> BTreeSet<String> {
    let listed = base.manifest.iter().flat_map(|old| old.files.keys()).chain(base.listed.files.keys());
    let is_changed = |name: &str| {
        asked.project.layers.iter().skip(1).any(|(layer, _)| {
            let file = asked.file_of(layer, "changes", name);
            file.is_ok_and(|file| asked.project.sources.find(&file).is_some())
        })
    };
    listed.filter(|name| !new.files.contains_key(*name) && is_changed(name)).cloned().collect()
}

/// The base as it is on the disk.
pub(super) struct Base {
    pub(super) path: PathBuf,
    /// Its `base.toml`.
    pub(super) file: SourcePath,
    /// What that says; `None`: there is none.
    pub(super) manifest: Option<BaseManifest>,
    pub(super) listed: Listed,
}

impl Base {
    /// The base of a project; refused where it is not a folder by itself.
    pub(super) fn find(asked: &Asked) -> Result<Self, Failure> {
        let folder = &asked.project.source_folder;
        let refused = |why: &str| Failure::new(format!("the base cannot be exchanged: {why}"));
        let path = SourcePath::new(folder)
            .map_err(|_| refused("the topics lie in the project's own folder; give them a folder, `[book] src`"))?;
        let inside = asked.folder.plan.folders.iter().flatten().any(|other| other.below(path.as_str()).is_some());
        if inside || asked.project.overlays_folder.as_deref().is_some_and(|layers| path.as_str() == layers) {
            return Err(refused("layers, data or the theme lie in its folder; give them folders beside it"));
        }
        let root = &asked.folder.root;
        let real = root.path().join(path.as_str());
        let file = SourcePath::new(&format!("{path}/{BASE_FILE}")).map_err(|_| refused("its folder has no name"))?;
        let text = read_text(root, &file)?;
        if text.value.is_none() && !text.findings.is_empty() {
            return Err(refused(&format!("`{file}` cannot be read as text")));
        }
        let manifest = text.value.map(|text| read_base(&text.text, &file.shared()).value);
        let listed = list_base(&real)?;
        Ok(Self { path: real, file, manifest, listed })
    }
}

/// The manifest of the new base.
fn read_new(from: &Root, args: &BaseUpdateArgs, base: &Base) -> Result<BaseManifest, Failure> {
    let Listed { mut files, refused } = list_base(from.path())?;
    if !refused.is_empty() {
        let list = refused.join(", ");
        return Err(Failure::new(format!("the new topics hold what no base may hold, links or odd names: {list}")));
    }
    let topic = |path: &String| [".md", ".markdown", ".yml"].iter().any(|ending| path.to_lowercase().ends_with(ending));
    if !files.keys().any(topic) {
        return Err(Failure::new(format!("`{}` holds no topics", args.from.display())));
    }
    if let Some(odd) = files.keys().find(|path| SourcePath::new(path).is_ok_and(|read| read.as_str() != **path)) {
        return Err(Failure::new(format!("`{}` is no name for a file of a base", odd.escape_debug())));
    }
    let mut theirs = BaseManifest::default();
    if files.remove(BASE_FILE).is_some()
        && let Ok(path) = SourcePath::new(BASE_FILE)
        && let Some(text) = read_text(from, &path)?.value
    {
        theirs = read_base(&text.text, &path.shared()).value;
        let own = from.path() == base.path;
        let wrong = theirs.edits(&files, "");
        if let Some(first) = wrong.first().filter(|_| !own) {
            return Err(Failure::new(format!(
                "the new topics are not as their own {BASE_FILE} says: {} ({} in all); ask the vendor",
                first.message,
                wrong.len()
            )));
        }
    }
    let old = base.manifest.clone().unwrap_or_default();
    Ok(BaseManifest {
        name: args.name.clone().or(theirs.name).or(old.name),
        // The old label would be a wrong one.
        revision: args.revision.clone().or(theirs.revision),
        licence: args.licence.clone().or(theirs.licence).or(old.licence),
        attribution: args.attribution.clone().or(theirs.attribution).or(old.attribution),
        files,
    })
}

/// The project with the new topics in the place of the base, and with a record for each instruction as it stands now.
fn rehearse(asked: &Asked, from: &Root, moved: &[Moved]) -> Result<Asked, Failure> {
    let folder = &asked.project.source_folder;
    let old = &asked.project.sources;
    let plan = ReadPlan { folders: vec![None], date: old.date, ..ReadPlan::default() };
    let mut findings = Vec::new();
    let new = read_sources(from, &plan)?.take(&mut findings);
    let moved_to = |path: &SourcePath| {
        let place = moved.iter().find_map(|one| one.files.iter().find(|(old, _)| old == path));
        place.map_or_else(|| path.clone(), |(_, to)| to.clone())
    };
    let kept = old.texts().map(|(_, text)| text).filter(|text| text.path.below(folder).is_none());
    let mut texts: Vec<SourceText> = kept
        .map(|text| {
            let path = moved_to(&text.path);
            let text = if path == text.path { Arc::clone(&text.text) } else { moved_text(&text.text, moved).into() };
            SourceText { path, text }
        })
        .collect();
    let placed = |path: &SourcePath| SourcePath::new(&format!("{folder}/{path}")).ok();
    texts.extend(
        new.texts()
            .filter_map(|(_, text)| Some(SourceText { path: placed(&text.path)?, text: Arc::clone(&text.text) })),
    );
    let mut files: BTreeMap<SourcePath, u64> = old
        .files()
        .iter()
        .filter(|(path, _)| path.below(folder).is_none())
        .map(|(path, size)| (path.clone(), *size))
        .collect();
    files.extend(new.files().iter().filter_map(|(path, size)| Some((placed(path)?, *size))));
    let mut reviews = Reviews::clone(&asked.project.reviews);
    let how = Acceptance { below: reviews.below.clone(), ..Acceptance::default() };
    for entry in asked.entries(&Shown::everything(asked), |review| review.seen.is_none()) {
        let file = reviews.files.entry((entry.worst.layer, entry.worst.topic.clone())).or_default();
        file.accept(&entry.reviews, &how);
    }
    let moved_records: Vec<_> = moved
        .iter()
        .filter_map(|one| {
            let key = (one.layer?, one.from.clone());
            Some(((key.0, one.to.clone()), reviews.files.remove(&key)?))
        })
        .collect();
    reviews.files.extend(moved_records);
    Asked::of(
        Arc::clone(&asked.folder),
        &SourceTree::new(texts, files, old.date),
        Some(reviews),
        asked.pattern.as_deref(),
        findings,
    )
}

/// A change file whose line `changes:` names the topic's new path.
pub(super) fn moved_text(text: &str, moved: &[Moved]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let matter = lines.first().is_some_and(|line| line.trim_end() == "---");
    for line in lines.iter_mut().skip(1).take_while(|line| line.trim_end() != "---").filter(|_| matter) {
        let Some(value) = line.strip_prefix("changes:") else { continue };
        let ending = value.get(value.trim_end().len()..).unwrap_or_default().to_owned();
        let bare = value.trim().trim_matches(['\'', '"']);
        if let Some(one) = moved.iter().find(|one| one.from_name == bare) {
            *line = format!("changes: {}{ending}", one.to_name);
        }
    }
    lines.concat()
}

/// What the new topics bring that was not said before.
fn what_is_new(before: &Asked, after: &Asked, moved: &[Moved]) -> Vec<Finding> {
    let known: BTreeSet<_> =
        before.findings.iter().map(|finding| (finding.code.id, finding.place.clone(), &finding.message)).collect();
    let mut findings: Vec<Finding> = after
        .findings
        .iter()
        .filter(|finding| CODES.contains(&finding.code.id) || finding.severity >= Severity::Error)
        .filter(|finding| !known.contains(&(finding.code.id, finding.place.clone(), &finding.message)))
        .map(|finding| where_it_moved(finding, moved).unwrap_or_else(|| finding.clone()))
        .collect();
    sort_findings(&mut findings);
    findings
}

/// That a change file has lost its topic, where that stands elsewhere now.
fn where_it_moved(finding: &Finding, moved: &[Moved]) -> Option<Finding> {
    let file = &finding.place.as_ref().filter(|_| finding.code.id == O110.id)?.file;
    let one = moved.iter().find(|one| one.files.iter().any(|(from, _)| *from.as_str() == **file))?;
    let line = format!("--move-changes takes the change file along to {}", one.to_name);
    Some(Finding { help: None, ..finding.clone() }.try_line(line))
}

/// Puts on record how a text stood before the update, where nobody had looked at it and it is another now: so that a
/// review has something to compare with.
fn record_before(before: &Asked, after: &Asked) -> Result<(), Failure> {
    let open: BTreeSet<(LayerId, &SourcePath, &str)> = after
        .editions
        .iter()
        .flat_map(|edition| &edition.composed.reviews)
        .filter(|review| !matches!(review.state, ReviewState::Current | ReviewState::Absorbed) && !is_note(review))
        .map(|review| (review.layer, &review.file, review.name.as_str()))
        .collect();
    let wanted = |review: &Review| review.seen.is_none() && open.contains(&(review.layer, &review.file, &review.name));
    let entries = before.entries(&Shown::everything(before), wanted);
    crate::command::overlay::accept::record_unreviewed(before, &entries)
}

/// Moves the change file and the record of a layer after their topic.
fn move_changes(asked: &Asked, one: &Moved, report: &mut Report<'_>) -> Result<(), Failure> {
    let root = &asked.folder.root;
    for (from, to) in &one.files {
        if asked.project.sources.find(to).is_some() {
            report.say(&format!("{from} stays, for {to} is there already"));
            continue;
        }
        move_file(root, from, to)?;
        report.result(&format!("{from} → {to}\n"));
        let Some(text) = read_text(root, to)?.value else { continue };
        let changed = if to.ending() == "toml" {
            let mut file = crate::overlay::read_reviews(&text.text, &to.shared()).value;
            one.to_name.clone_into(&mut file.topic);
            file.write()
        } else {
            moved_text(&text.text, std::slice::from_ref(one))
        };
        if changed != *text.text {
            put_file(root, to, changed.as_bytes())?;
        }
    }
    Ok(())
}
