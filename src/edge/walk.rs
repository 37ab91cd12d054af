//! Folders → the files that may be sources, by path. Reads names and sizes, never a byte of a file.
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk")]

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use rustix::fs::FileType;
use walkdir::{DirEntry, WalkDir};

use super::DiskError;
use super::error::{is_world_failing, plain};
use super::known::{Files, Stamp};
use super::marker::{Owner, owner};
use super::read::{ReadPlan, TextKind};
use super::root::{Refusal, Root, kind_words};
use crate::finding::codes::overlay::O604;
use crate::finding::codes::site::{S001, S003, S005, S006, S007, S010, S011, S012};
use crate::finding::{Checked, Code, Finding, Place, Severity};
use crate::source::SourcePath;

/// More files below one folder are no playbook, but links that multiply or the wrong folder.
const MOST_FILES: usize = 200_000;

/// Finds the files below the plan's folders.
pub(super) fn walk_sources(root: &Root, plan: &ReadPlan) -> Result<Checked<Walked>, DiskError> {
    let mut all = Checked::clean(Walked::default());
    for folder in outermost(&plan.folders) {
        all.value.join(walk_folder(root, plan, folder)?.take(&mut all.findings));
    }
    Ok(all)
}

/// What a walk met.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub files: Files,
    /// Whether a link was among it: then a change of one file can be one of another.
    pub links: bool,
}

impl Walked {
    fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.links |= other.links;
    }
}

/// The folders without those that lie in another of them, so that nothing is walked twice.
fn outermost(folders: &[Option<SourcePath>]) -> Vec<Option<&SourcePath>> {
    if folders.iter().any(Option::is_none) {
        return vec![None];
    }
    let mut sorted: Vec<&SourcePath> = folders.iter().flatten().collect();
    sorted.sort();
    sorted.dedup();
    let lies_in_another = |one: &SourcePath| sorted.iter().any(|other| one.below(other.as_str()).is_some());
    sorted.iter().filter(|folder| !lies_in_another(folder)).copied().map(Some).collect()
}

/// Walks the entries of the folder itself, then each of its folders at the same time.
fn walk_folder(root: &Root, plan: &ReadPlan, folder: Option<&SourcePath>) -> Result<Checked<Walked>, DiskError> {
    let path = folder.map_or_else(|| root.path().to_owned(), |folder| root.path().join(folder.as_str()));
    let mut top = Walk::new(root, plan);
    if let Some((folder, Err(refusal))) = folder.map(|folder| (folder, root.find_folder(folder))) {
        let message = format!("the folder `{folder}` {}", refusal.words());
        let code = match refusal {
            Refusal::Failed(cause) if is_world_failing(&cause) => return Err(DiskError::new("read", path, cause)),
            Refusal::LeavesRoot => &S003,
            Refusal::Missing => &S010,
            Refusal::Circle | Refusal::NotAFile(_) | Refusal::Failed(_) => &S001,
        };
        return Ok(Checked::new(Walked::default(), vec![Finding::new(code, message)]));
    }
    if owner(&path) != Owner::Stranger {
        let name = folder.map_or("the project's folder".to_owned(), |folder| format!("the folder `{folder}`"));
        let message = format!("{name} is marked as an output of Lifeboat, so it is not read as sources");
        return Ok(Checked::new(Walked::default(), vec![Finding::new(&S011, message)]));
    }
    let folders = top.entries(WalkDir::new(&path).max_depth(1))?;
    let below: Vec<_> = folders
        .par_iter()
        .map(|folder| {
            let mut walk = Walk::new(root, plan);
            walk.entries(WalkDir::new(folder.path()))?;
            Ok(walk.found)
        })
        .collect::<Result<_, DiskError>>()?;
    for walked in below {
        top.found.value.join(walked.take(&mut top.found.findings));
    }
    Ok(top.found)
}

struct Walk<'w> {
    root: &'w Root,
    plan: &'w ReadPlan,
    most: usize,
    found: Checked<Walked>,
}

impl<'w> Walk<'w> {
    fn new(root: &'w Root, plan: &'w ReadPlan) -> Self {
        Self { root, plan, most: MOST_FILES, found: Checked::clean(Walked::default()) }
    }

    /// Takes in what the walk meets below its start; answers the folders among it.
    fn entries(&mut self, walk: WalkDir) -> Result<Vec<DirEntry>, DiskError> {
        let mut folders = Vec::new();
        let mut entries = walk.min_depth(1).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => {
                    self.found.value.links |= entry.path_is_symlink();
                    entry
                }
                Err(error) => {
                    self.failed(&error)?;
                    continue;
                }
            };
            if self.found.value.files.len() >= self.most {
                let message = format!("more than {} files lie in one folder; the rest is not read", self.most);
                self.report(&S012, entry.path(), message);
                break;
            }
            if !entry.file_type().is_dir() {
                self.file(&entry)?;
            } else if self.enters(&entry) {
                folders.push(entry);
            } else {
                entries.skip_current_dir();
            }
        }
        Ok(folders)
    }

    fn file(&mut self, entry: &DirEntry) -> Result<(), DiskError> {
        let Some(name) = self.wanted_name(entry.path(), Kind::File) else { return Ok(()) };
        if entry.path_is_symlink() && !self.stays_inside(entry.path()) {
            return Ok(());
        }
        if !entry.file_type().is_file() {
            let kind = fs::metadata(entry.path())
                .map_or("a special file", |found| kind_words(FileType::from_raw_mode(raw_mode(&found))));
            self.report(&S005, entry.path(), format!("`{}` is {kind}, not a file", name.name()));
            return Ok(());
        }
        match entry.metadata() {
            Ok(found) => {
                self.found.value.files.insert(name, Stamp::of(&found));
                Ok(())
            }
            Err(error) => self.failed(&error),
        }
    }

    fn enters(&mut self, entry: &DirEntry) -> bool {
        let Some(folder) = self.wanted_name(entry.path(), Kind::Folder) else { return false };
        if entry.path_is_symlink() && !(self.stays_inside(entry.path()) && self.leads_on(entry.path())) {
            return false;
        }
        !self.plan.left_out.contains(&folder) && owner(entry.path()) == Owner::Stranger
    }

    /// The path below the root, unless the name says that it is no source or is no UTF-8.
    fn wanted_name(&mut self, path: &Path, kind: Kind) -> Option<SourcePath> {
        let name = path.file_name()?.to_string_lossy();
        if is_passed_over(&name, kind) {
            return None;
        }
        let beneath = path.strip_prefix(self.root.path()).ok()?;
        if let Some(beneath) = beneath.to_str() {
            return SourcePath::new(beneath).ok();
        }
        let bytes = path.file_name()?.as_encoded_bytes().escape_ascii();
        self.report(&S007, path, format!("the name `{bytes}` is no UTF-8"));
        None
    }

    fn stays_inside(&mut self, link: &Path) -> bool {
        let beneath = link.strip_prefix(self.root.path()).ok().and_then(Path::to_str);
        let beneath = beneath.and_then(|path| SourcePath::new(path).ok());
        let unlinked = self.plan.unlinked.as_ref();
        if let Some((folder, path)) = unlinked.zip(beneath)
            && path.below(folder.as_str()).is_some()
        {
            let message = format!("`{}` is a link; folders of layers may not contain links", path.name());
            self.report(&O604, link, message);
            return false;
        }
        let inside = fs::canonicalize(link).is_ok_and(|real| real.starts_with(self.root.path()));
        if !inside {
            let name = link.file_name().unwrap_or_default().to_string_lossy();
            self.report(&S003, link, format!("`{name}` is a link that leads out of the project"));
        }
        inside
    }

    /// A link to a folder that holds the link leads back. `walkdir` finds that too, but only within its own start.
    fn leads_on(&mut self, link: &Path) -> bool {
        let holder = link.parent().and_then(|folder| fs::canonicalize(folder).ok());
        let back = fs::canonicalize(link).ok().zip(holder).is_some_and(|(real, holder)| holder.starts_with(real));
        if back {
            self.report_circle(link);
        }
        !back
    }

    fn failed(&mut self, error: &walkdir::Error) -> Result<(), DiskError> {
        let path = error.path().unwrap_or(self.root.path());
        let Some(cause) = error.io_error() else {
            self.report_circle(path);
            return Ok(());
        };
        if is_world_failing(cause) {
            let cause = std::io::Error::from_raw_os_error(cause.raw_os_error().unwrap_or_default());
            return Err(DiskError::new("read", path, cause));
        }
        let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        if self.wanted_name(path, Kind::File).is_none() {
            return Ok(());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_link && cause.kind() == std::io::ErrorKind::NotFound {
            self.report(&S001, path, format!("`{name}` is a link to something that does not exist"));
        } else if rustix::io::Errno::from_io_error(cause) == Some(rustix::io::Errno::LOOP) {
            self.report_circle(path);
        } else {
            self.report(&S001, path, format!("`{name}` cannot be read: {}", plain(cause)));
        }
        Ok(())
    }

    fn report_circle(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let message = format!("the link `{name}` leads back into itself");
        self.report(&S006, path, message);
    }

    /// A loss is only a warning where no topic or data can be lost: the ending says that it is a picture or the like.
    fn report(&mut self, code: &'static Code, path: &Path, message: String) {
        let beneath = path.strip_prefix(self.root.path()).unwrap_or(path).to_string_lossy();
        let finding = Finding::new(code, message);
        let has_ending = path.extension().is_some();
        let harmless = code.severity == Severity::Loss
            && has_ending
            && !fs::metadata(path).is_ok_and(|found| found.is_dir())
            && TextKind::of(&beneath) != Some(TextKind::Essential);
        let finding = if harmless { finding.severity(Severity::Warning) } else { finding };
        self.found.findings.push(finding.at(Place::new(&*beneath, 0..0)));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// Whether a name says that it is no source: dot files and folders (but Learn's redirections), what editors leave
/// behind, and `node_modules`. A folder may well be called `~`.
fn is_passed_over(name: &str, kind: Kind) -> bool {
    let learn = kind == Kind::File && name.starts_with(".openpublishing") && ends_with(name, ".json");
    if name.starts_with('.') {
        return !learn;
    }
    match kind {
        Kind::Folder => name == "node_modules",
        Kind::File => {
            (name.len() > 1 && name.ends_with('~'))
                || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
                || ends_with(name, ".swp")
        }
    }
}

fn ends_with(name: &str, ending: &str) -> bool {
    name.len()
        .checked_sub(ending.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

fn raw_mode(found: &fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    found.mode()
}

#[cfg(test)]
mod tests {
    use super::{Checked, ReadPlan, Root, Walk, WalkDir, Walked, fs};

    #[test]
    fn a_walk_that_does_not_end_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.md", "c.md", "d.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let root = Root::open(folder.path()).unwrap();
        let plan = ReadPlan::default();
        let mut walk = Walk { root: &root, plan: &plan, most: 3, found: Checked::clean(Walked::default()) };
        walk.entries(WalkDir::new(root.path())).unwrap();
        assert_eq!(walk.found.value.files.len(), 3);
        let found: Vec<_> = walk.found.findings.iter().map(|found| (found.code.id, &*found.message)).collect();
        assert_eq!(found, [("S012", "more than 3 files lie in one folder; the rest is not read")]);
    }
}
