//! Folders → [`SourceTree`]: every text decoded, every other file listed with its size.
//!
//! What cannot be read is a finding and the rest is still read; `Err` means that the machine fails (descriptors, memory,
//! a faulty disk). The order of the disk and the number of threads never show.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::DiskError;
use super::clock::now;
use super::error::is_world_failing;
pub use super::known::ReadMemory;
use super::known::Stamp;
use super::root::{Refusal, Root};
use super::tree::EntryKind;
use super::walk::{Walked, walk_sources};
use crate::finding::codes::site::{S001, S002, S003, S004, S005, S006};
use crate::finding::{Checked, Code, Finding, Place, Severity};
use crate::source::{Date, PICTURES, PictureSize, SourcePath, SourceText, SourceTree, decode, picture_size};

/// The largest text that is read, in bytes (demand 5 of the reliability design: a topic of 8 MB).
pub const LARGEST_TEXT: u64 = 8 * 1024 * 1024;

/// What to read below the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadPlan {
    /// Folders to walk, in any order; `None` is the root itself. Each must exist.
    pub folders: Vec<Option<SourcePath>>,
    /// Files wanted besides, such as `book.toml`; one that is not there is passed over.
    pub files: Vec<SourcePath>,
    /// Folders to leave out. An output folder need not be named: its marker tells it.
    pub left_out: Vec<SourcePath>,
    /// A folder in which no link is followed: that of the layers.
    pub unlinked: Option<SourcePath>,
    /// The day for which the playbook is built.
    pub date: Date,
}

/// What a text means to the playbook when it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// A topic, data or settings: without it something is missing.
    Essential,
    /// Styles, scripts, examples: read as text where it is text, else a file like any other.
    Incidental,
}

impl TextKind {
    /// By the ending, in any letter case; `None` for what is no text.
    pub(super) fn of(path: &str) -> Option<Self> {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "yml" | "yaml" | "toml" | "json" | "csv" => Some(Self::Essential),
            // Templates and styles of a theme, and what topics take in as examples.
            "html" | "htm" | "css" | "js" | "mjs" | "txt" | "xml" | "ini" | "cfg" | "conf" | "sh" | "bash" | "zsh"
            | "ps1" | "psm1" | "bat" | "cmd" | "py" | "rb" | "pl" | "lua" | "r" | "rs" | "go" | "c" | "h" | "cc"
            | "cpp" | "hpp" | "cs" | "csproj" | "cshtml" | "razor" | "vb" | "fs" | "java" | "kt" | "scala"
            | "swift" | "ts" | "tsx" | "jsx" | "php" | "sql" | "kql" | "graphql" | "proto" | "tf" | "tfvars"
            | "bicep" | "hcl" | "dockerfile" | "properties" | "gradle" | "http" | "diff" | "patch" | "mmd" | "dot"
            | "j2" | "jinja" | "hbs" | "typ" => Some(Self::Incidental),
            _ => None,
        }
    }
}

/// Bytes in which most pictures tell their size.
const PICTURE_HEAD: u64 = 1024;
/// Bytes that a photograph may need for it, with a small copy of itself and its colours before.
const LONG_PICTURE_HEAD: u64 = 256 * 1024;

/// Reads the sources of a project.
///
/// # Errors
/// When the machine fails; a file that cannot be read is a finding.
pub fn read_sources(root: &Root, plan: &ReadPlan) -> Result<Checked<SourceTree>, DiskError> {
    read_sources_again(root, plan, &mut ReadMemory::default())
}

/// The same, without opening again the files that are known. Texts that are known are the same shared values as before.
///
/// # Errors
/// When the machine fails; a file that cannot be read is a finding.
pub fn read_sources_again(
    root: &Root,
    plan: &ReadPlan,
    memory: &mut ReadMemory,
) -> Result<Checked<SourceTree>, DiskError> {
    let began = now();
    let Checked { value: Walked { mut files, links }, mut findings } = walk_sources(root, plan)?;
    memory.links = links;
    for file in &plan.files {
        match root.open_file(file) {
            Ok(opened) => {
                if let Ok(found) = opened.file.metadata() {
                    files.insert(file.clone(), Stamp::of(&found));
                }
            }
            Err(Refusal::Missing) => {}
            Err(refusal) => findings.push(refused(root, file, refusal)?),
        }
    }
    findings.extend_from_slice(memory.names(&files));
    let is_text =
        |path: &SourcePath, stamp: &Stamp| TextKind::of(path.as_str()).is_some_and(|kind| kind.takes(stamp.size));
    let (texts, mut others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, stamp)| is_text(path, stamp));
    let known = &*memory;
    let read: Vec<_> = texts
        .into_par_iter()
        .map(|(path, stamp)| {
            let text = known.text(&path, &stamp).map_or_else(|| read_one(root, &path), |text| Ok(Ok(text.clone())))?;
            Ok((text, path, stamp))
        })
        .collect::<Result<_, DiskError>>()?;
    let mut texts = Vec::with_capacity(read.len());
    let mut stamps = Vec::with_capacity(read.len());
    for (text, path, stamp) in read {
        match text {
            Ok(text) => {
                texts.push(text);
                stamps.push(stamp);
            }
            Err(finding) => {
                if TextKind::of(path.as_str()) == Some(TextKind::Incidental) && finding.code == &S002 {
                    others.push((path, stamp));
                }
                findings.push(finding);
            }
        }
    }
    let pictures = picture_sizes(root, &others, memory);
    memory.keep(began, stamps.into_iter().zip(texts.iter().cloned()), pictures.iter().cloned());
    let pictures = pictures.into_iter().filter_map(|(path, _, size)| Some((path, size?))).collect();
    let others: BTreeMap<SourcePath, u64> = others.into_iter().map(|(path, stamp)| (path, stamp.size)).collect();
    Ok(Checked::new(SourceTree::new(texts, others, plan.date).with_pictures(pictures), findings))
}

/// The same tree with what these files hold now: `None` unless each is a text of it still, and nothing else can have become
/// another one.
///
/// # Errors
/// When the machine fails.
pub fn read_changed(
    root: &Root,
    tree: &SourceTree,
    changed: &BTreeSet<PathBuf>,
    memory: &ReadMemory,
) -> Result<Option<SourceTree>, DiskError> {
    if memory.links || changed.is_empty() {
        return Ok(None);
    }
    let mut texts = Vec::with_capacity(changed.len());
    for file in changed {
        let beneath = file.strip_prefix(root.path()).ok().and_then(Path::to_str);
        let Some(path) = beneath.and_then(|beneath| SourcePath::new(beneath).ok()) else { return Ok(None) };
        let known = tree.find(&path).is_some();
        match root.entry_kind(&path) {
            Some(EntryKind::File(size)) if known && size <= LARGEST_TEXT => match read_one(root, &path)? {
                Ok(text) => texts.push(text),
                Err(_) => return Ok(None),
            },
            // What an editor wrote beside the file is gone again.
            None if !known && !tree.files().contains_key(&path) => {}
            _ => return Ok(None),
        }
    }
    Ok(tree.with_texts(texts))
}

/// The pictures among files with their sizes. One that cannot be read has none: whoever copies it tells why.
fn picture_sizes(
    root: &Root,
    files: &[(SourcePath, Stamp)],
    memory: &ReadMemory,
) -> Vec<(SourcePath, Stamp, Option<PictureSize>)> {
    let is_picture = |path: &SourcePath| PICTURES.iter().any(|ending| path.ending().eq_ignore_ascii_case(ending));
    let size_of = |path: &SourcePath| {
        let read = |most| root.open_file(path).ok().and_then(|file| file.head(most).ok());
        let short = read(PICTURE_HEAD)?;
        picture_size(&short, path.ending()).or_else(|| {
            let more = (short.len() as u64 == PICTURE_HEAD).then(|| read(LONG_PICTURE_HEAD)).flatten()?;
            picture_size(&more, path.ending())
        })
    };
    let pictures = files.par_iter().filter(|(path, _)| is_picture(path));
    let sized = pictures.map(|(path, stamp)| {
        let size = memory.picture(path, stamp).or_else(|| size_of(path));
        (path.clone(), *stamp, size)
    });
    sized.collect()
}

/// Reads one text, such as `book.toml` before it is known what else to read; `None` where there is none.
///
/// # Errors
/// When the machine fails.
pub fn read_text(root: &Root, path: &SourcePath) -> Result<Checked<Option<SourceText>>, DiskError> {
    if matches!(root.open_file(path), Err(Refusal::Missing)) {
        return Ok(Checked::clean(None));
    }
    Ok(match read_one(root, path)? {
        Ok(text) => Checked::clean(Some(text)),
        Err(finding) => Checked::new(None, vec![finding]),
    })
}

impl TextKind {
    /// An example of many megabytes is a download, not a text that a topic takes in.
    fn takes(self, size: u64) -> bool {
        self == Self::Essential || size <= LARGEST_TEXT
    }
}

fn read_one(root: &Root, path: &SourcePath) -> Result<Result<SourceText, Finding>, DiskError> {
    let bytes = match root.open_file(path).and_then(|file| file.read(LARGEST_TEXT).map_err(Refusal::Failed)) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let message = format!("`{}` is larger than 8 MB, so it is not read", path.name());
            return Ok(Err(finding(&S004, path, message)));
        }
        Err(refusal) => return refused(root, path, refusal).map(Err),
    };
    Ok(match decode(&bytes) {
        Ok(text) => Ok(SourceText { path: path.clone(), text: text.into() }),
        Err(bad) => {
            let before = bytes.get(..bad.offset).unwrap_or_default();
            let line = before.split(|byte| *byte == b'\n').count();
            let byte = bytes.get(bad.offset).map_or(String::new(), |byte| format!(" (0x{byte:02X})"));
            let name = path.name();
            let message = format!("`{name}` is no UTF-8 text: line {line}, byte {}{byte}", bad.offset + 1);
            Err(finding(&S002, path, message).help("save it as UTF-8 in the editor"))
        }
    })
}

fn refused(root: &Root, path: &SourcePath, refusal: Refusal) -> Result<Finding, DiskError> {
    let code = match &refusal {
        Refusal::LeavesRoot => &S003,
        Refusal::NotAFile(_) => &S005,
        Refusal::Circle => &S006,
        Refusal::Missing | Refusal::Failed(_) => &S001,
    };
    let found = finding(code, path, format!("`{}` {}", path.name(), refusal.words()));
    match refusal {
        Refusal::Failed(cause) if is_world_failing(&cause) => {
            Err(DiskError::new("read", root.path().join(path.as_str()), cause))
        }
        _ => Ok(found),
    }
}

/// A finding about a whole file. An incidental text that is no text is worth knowing, not a loss.
fn finding(code: &'static Code, path: &SourcePath, message: String) -> Finding {
    let finding = Finding::new(code, message).at(Place::new(path.shared(), 0..0));
    match TextKind::of(path.as_str()) {
        Some(TextKind::Incidental) if code == &S002 => finding.severity(Severity::Note),
        Some(TextKind::Incidental) => finding.severity(Severity::Warning),
        _ => finding,
    }
}
