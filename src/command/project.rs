//! The folder of a project → its configuration and its sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use crate::config::{Config, read_config};
use crate::edge::base::list_base;
use crate::edge::draw::{Programs, cache_folder};
use crate::edge::read::{ReadMemory, ReadPlan, read_changed, read_sources_again, read_text};
use crate::edge::root::Root;
use crate::finding::{Checked, Finding, Severity};
use crate::overlay::{BASE_FILE, read_base};
use crate::page::Draw;
use crate::source::{Date, SourcePath, SourceTree};
use crate::topic::missing_includes;

/// A project with its configuration; its sources are not read yet.
pub(super) struct Project {
    pub(super) root: Root,
    pub(super) config: Config,
    /// Where the output goes unless the command line says otherwise.
    pub(super) build_dir: PathBuf,
    /// What is read of it: an output may be none of these, and hold none.
    pub(super) plan: ReadPlan,
}

/// Opens the project of a folder.
pub(super) fn open_project(dir: &Path, environment: &[(String, String)]) -> Result<Checked<Project>, Failure> {
    let root = Root::open(dir)?;
    let mut findings: Vec<Finding> = Vec::new();
    let book = path("book.toml").map(|book| read_text(&root, &book)).transpose()?;
    let book = book.and_then(|book| book.take(&mut findings));
    let file = book.as_ref().map(|book| (&*book.text, book.path.shared()));
    let config = read_config(file.as_ref().map(|(text, path)| (*text, path)), environment).take(&mut findings);
    let plan = what_to_read(&root, &config);
    let build_dir = root.path().join(&config.build.build_dir);
    Ok(Checked::new(Project { root, config, build_dir, plan }, findings))
}

/// Reads the sources of a project for a day.
pub(super) fn read_project(project: &Project, date: Date) -> Result<Checked<SourceTree>, Failure> {
    read_project_again(project, date, &mut ReadMemory::default())
}

/// The same, without opening again the files that are known.
pub(super) fn read_project_again(
    project: &Project,
    date: Date,
    memory: &mut ReadMemory,
) -> Result<Checked<SourceTree>, Failure> {
    let mut read = read_with_includes(project, date, memory)?;
    for finding in &mut read.findings {
        // A record that cannot be read hides nothing from readers; its instructions count as never reviewed.
        let record = finding.place.as_ref().is_some_and(|place| is_record(project, &place.file));
        if record && finding.severity > Severity::Warning {
            finding.severity = Severity::Warning;
        }
    }
    Ok(read)
}

/// The same where only these files changed; `None` where that cannot be said.
pub(super) fn read_changed_in(
    project: &Project,
    tree: &SourceTree,
    changed: &BTreeSet<PathBuf>,
    memory: &ReadMemory,
) -> Result<Option<SourceTree>, Failure> {
    let read = read_changed(&project.root, tree, changed, memory)?;
    Ok(read.filter(|read| missing_includes(read).is_empty()))
}

/// Rounds in which files from outside of the sources are read: as deep as they may take in each other.
const MOST_ROUNDS: usize = 10;

/// A book may take in files from outside of its sources, and they others; only what it names is read.
fn read_with_includes(project: &Project, date: Date, memory: &mut ReadMemory) -> Result<Checked<SourceTree>, Failure> {
    let mut plan = ReadPlan { date, ..project.plan.clone() };
    let mut read = read_sources_again(&project.root, &plan, memory)?;
    for _ in 0..MOST_ROUNDS {
        let wanted = missing_includes(&read.value);
        let there = wanted.into_iter().filter(|path| !plan.files.contains(path) && project.root.has_file(path));
        let there: Vec<SourcePath> = there.collect();
        if there.is_empty() {
            break;
        }
        plan.files.extend(there);
        read = read_sources_again(&project.root, &plan, memory)?;
    }
    Ok(read)
}

/// What in the base is not as its `base.toml` says; nothing is asked where there is none. A file that came after the
/// sources were read is left to their next reading.
pub(super) fn edits_of_base(project: &Project, sources: &SourceTree) -> Result<Vec<Finding>, Failure> {
    let folder = project.config.source_folder(sources);
    let base = path(&format!("{folder}/{BASE_FILE}")).and_then(|file| sources.find(&file));
    let Some((_, text)) = base.filter(|_| !folder.is_empty()) else { return Ok(Vec::new()) };
    let manifest = read_base(&text.text, &text.path.shared()).value;
    if manifest.files.is_empty() {
        return Ok(Vec::new());
    }
    let mut listed = list_base(&project.root.path().join(&folder))?;
    let was_read = |file: &String| {
        path(&format!("{folder}/{file}"))
            .is_some_and(|file| sources.find(&file).is_some() || sources.files().contains_key(&file))
    };
    listed.files.retain(|file, _| manifest.files.contains_key(file) || was_read(file));
    Ok(manifest.edits(&listed.files, &folder))
}

/// Whether a file lies in the `reviewed/` of a layer.
fn is_record(project: &Project, file: &str) -> bool {
    project.plan.folders.iter().flatten().any(|folder| {
        let below = file.strip_prefix(folder.as_str()).and_then(|below| below.strip_prefix('/'));
        below.and_then(|below| below.split('/').nth(1)) == Some("reviewed")
    })
}

/// The folders and files that the configuration names; without it `src`, or the whole folder.
fn what_to_read(root: &Root, config: &Config) -> ReadPlan {
    let has_docset = path("docfx.json").is_some_and(|docfx| root.has_file(&docfx));
    let source = match &config.book.src {
        Some(src) => path(&src.value),
        None if has_docset => None,
        None => path("src").filter(|src| root.has_folder(src)),
    };
    let mut files: Vec<SourcePath> = ["book.toml", "docfx.json"].into_iter().filter_map(path).collect();
    let html = &config.html;
    files.extend(html.additional_css.iter().chain(&html.additional_js).map(|file| file.value.clone()));
    files.extend(config.theme.icon.iter().map(|icon| icon.value.clone()));
    let mut folders = vec![source];
    let overlays =
        config.overlays.dir.as_ref().map_or_else(|| beside(folders.first(), "overlays"), |dir| path(&dir.value));
    let theme = path(config.theme_folder());
    // Any folder may be called `data`; one is read where the configuration speaks of data, or a layer has some.
    let of_layers = overlays.as_ref().is_some_and(|overlays| has_layer_data(root, overlays));
    let data = (of_layers || !config.data.is_empty()).then(|| beside(folders.first(), "data")).flatten();
    let unlinked = overlays.clone();
    for folder in [overlays, theme, data].into_iter().flatten() {
        if root.has_folder(&folder) {
            folders.push(Some(folder));
        }
    }
    // A folder inside another one is read with it.
    if folders.iter().any(Option::is_none) {
        folders = vec![None];
    }
    ReadPlan { folders, files, left_out: Vec::new(), unlinked, date: Date::default() }
}

/// Whether a layer has a folder of data.
fn has_layer_data(root: &Root, overlays: &SourcePath) -> bool {
    let layers = root.names_in(overlays);
    layers.iter().any(|layer| path(&format!("{overlays}/{layer}/data")).is_some_and(|data| root.has_folder(&data)))
}

/// A folder beside the source folder.
fn beside(source: Option<&Option<SourcePath>>, name: &str) -> Option<SourcePath> {
    let above = source.and_then(Option::as_ref).map_or("", SourcePath::folder);
    path(&format!("{above}/{name}"))
}

fn path(written: &str) -> Option<SourcePath> {
    SourcePath::new(written).ok()
}

impl Project {
    /// Whether the same folder and the same files in it are read.
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        self.root.path() == other.root.path() && self.plan == other.plan
    }

    /// The programs of the user's that draw its diagrams.
    pub(super) fn draw(&self) -> Arc<dyn Draw> {
        let variable = std::env::var_os;
        let cache = cache_folder(variable("XDG_CACHE_HOME").as_deref(), variable("HOME").as_deref());
        Arc::new(Programs::new(self.root.path(), variable("PATH"), cache))
    }

    /// The files and folders that the site is made of; an output that is, or holds, one of them is refused.
    pub(super) fn sources(&self) -> Vec<SourcePath> {
        self.plan.folders.iter().flatten().chain(&self.plan.files).cloned().collect()
    }

    /// The same with every topic, contents and data file that was read: where the whole project is the source, no
    /// folder says so. Styles and scripts do not count, for another program's output may hold such.
    pub(super) fn sources_read(&self, tree: &SourceTree) -> Vec<SourcePath> {
        let authored = tree.texts().map(|(_, text)| &text.path).filter(|path| {
            let ending = path.ending().to_ascii_lowercase();
            ["md", "markdown", "yml", "yaml", "toml", "csv"].contains(&&*ending)
        });
        self.sources().into_iter().chain(authored.cloned()).collect()
    }
}
