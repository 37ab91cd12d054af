//! A file of the new site and what is published now → whether to keep or to write it; the whole → what goes.
//!
//! The bytes on the disk are compared, not only the old manifest: a published file that somebody edited is mended.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::stamp::Mark;
use super::{PublishError, Published, Target};
use crate::edge::DiskError;
use crate::edge::error::is_world_failing;
use crate::edge::marker::{MARKER, marker};
use crate::edge::root::{OpenFile, Refusal, Root};
use crate::edge::tree::{EntryKind, list_tree};
use crate::edge::verify::is_signature;
use crate::site::{Content, Hash, Hasher, MANIFEST, Manifest};
use crate::source::SitePath;

/// What is in the output now.
#[derive(Debug)]
pub(super) struct Old {
    /// The output as a root for reading; `None` where there is no output yet.
    root: Option<Root>,
    /// By path, as bytes: comparing paths part by part is dear where there are ten thousand.
    entries: BTreeMap<OsString, EntryKind>,
    pub(super) manifest: Manifest,
    pub(super) manifest_text: String,
    pub(super) has_marker: bool,
}

/// A file of the new site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filed {
    pub(super) hash: Hash,
    /// Its bytes were those of the hash when this was its mark.
    pub(super) mark: Mark,
    /// Whether it was new or differed, and lies in the site in the making; else it is published already, byte for byte.
    pub(super) is_new: bool,
}

impl Filed {
    pub(super) fn kept(hash: Hash, mark: Mark) -> Self {
        Self { hash, mark, is_new: false }
    }

    pub(super) fn written(hash: Hash, mark: Mark) -> Self {
        Self { hash, mark, is_new: true }
    }
}

/// The files of the new site.
pub(super) type Files = BTreeMap<SitePath, Filed>;

/// What else it takes to turn the published site into the new one.
pub(super) struct Comparison {
    /// What Lifeboat did not write and what stays where it is, folders before what they hold.
    pub(super) foreign: Vec<(PathBuf, EntryKind)>,
    /// How many files of the old site go.
    pub(super) removed: usize,
    /// Whether the output is the new site already.
    pub(super) is_same: bool,
}

impl Comparison {
    /// What publishing these files does.
    pub(super) fn published(&self, files: &Files, target: &Target) -> Published {
        let written = files.values().filter(|file| file.is_new).count();
        Published {
            output: target.path(),
            written,
            unchanged: files.len() - written,
            removed: self.removed,
            foreign: self.foreign.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect(),
        }
    }
}

impl Old {
    /// Lists the output and reads its manifest and marker.
    pub(super) fn look(target: &Target) -> Result<Self, PublishError> {
        let path = target.path();
        let listed = list_tree(&path)?.into_iter();
        let entries = listed.map(|(path, kind)| (path.into_os_string(), kind)).collect();
        let root = if target.is_there() { Some(Root::open(&path)?) } else { None };
        let old =
            Self { root, entries, manifest: Manifest::default(), manifest_text: String::new(), has_marker: false };
        let manifest_text = old.read(MANIFEST)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let (manifest, _) = Manifest::parse(&manifest_text);
        let has_marker = old.read(MARKER)?.is_some_and(|bytes| bytes == marker());
        Ok(Self { manifest, manifest_text, has_marker, ..old })
    }

    /// Whether a file lies in the output itself, not behind a link.
    pub(super) fn has_file(&self, path: &str) -> bool {
        matches!(self.entries.get(OsStr::new(path)), Some(EntryKind::File(_)))
    }

    /// Opens a published file, where one of this size is there.
    fn open(&self, path: &str, size: u64) -> Option<OpenFile> {
        match self.entries.get(OsStr::new(path))? {
            EntryKind::File(found) if size == *found => self.root.as_ref()?.open_beneath(path).ok(),
            _ => None,
        }
    }

    /// The bytes of a file that tells about the others. Were it passed over because the machine fails, the pages of the
    /// old site would be taken for somebody else's files.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let (Some(EntryKind::File(_)), Some(root)) = (self.entries.get(OsStr::new(path)), &self.root) else {
            return Ok(None);
        };
        let read = root.open_beneath(path).and_then(|file| file.read(u64::MAX - 1).map_err(Refusal::Failed));
        match read {
            Err(Refusal::Failed(cause)) if is_world_failing(&cause) => {
                Err(DiskError::new("read", root.path().join(path), cause))
            }
            read => Ok(read.unwrap_or_default()),
        }
    }
}

/// Refuses a name that Lifeboat keeps for itself.
pub(super) fn check_name(path: &SitePath) -> Result<(), PublishError> {
    if [MANIFEST, MARKER].contains(&path.as_str()) || is_signature(path.as_str()) {
        let why = "is a name that Lifeboat keeps for itself; rename the source";
        return Err(PublishError::Plan { path: path.clone(), why });
    }
    Ok(())
}

/// Refuses files that no folder can hold together.
pub(super) fn check_folders<'p>(
    paths: impl Iterator<Item = &'p SitePath>,
    is_file: impl Fn(&SitePath) -> bool,
) -> Result<(), PublishError> {
    for path in paths {
        if folders_of(path.as_str()).filter_map(|folder| SitePath::new(folder).ok()).any(|folder| is_file(&folder)) {
            let why = "stands in a folder whose name another page of the site has; rename one of them";
            return Err(PublishError::Plan { path: path.clone(), why });
        }
    }
    Ok(())
}

/// Compares the new site with what is published.
pub(super) fn compare(files: &Files, old: &Old, force: bool) -> Comparison {
    let removed = removed_files(files, old);
    let mut foreign = foreign_entries(files, old);
    let drops_foreign = force && !foreign.is_empty();
    if force {
        foreign.clear();
    }
    let is_same = old.root.is_some()
        && removed == 0
        && !drops_foreign
        && !files.values().any(|file| file.is_new)
        && old.has_marker
        && old.manifest_text == manifest_of(files).to_string();
    Comparison { foreign, removed, is_same }
}

/// The manifest of a site with these files; the marker is listed as well.
pub(super) fn manifest_of(files: &Files) -> Manifest {
    let marker = SitePath::new(MARKER).ok().map(|path| (path, Hash::of(&marker())));
    files.iter().map(|(path, file)| (path.clone(), file.hash)).chain(marker).collect()
}

/// The folders that a path stands in, outermost first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// A file that is published already, byte for byte.
pub(super) fn published_as(
    path: &SitePath,
    content: &Content,
    root: &Root,
    old: &Old,
) -> Result<Option<Filed>, PublishError> {
    let (size, source) = match content {
        Content::Bytes(bytes) => (bytes.len() as u64, None),
        Content::Copy(source) => {
            let refused = |refusal| PublishError::Source { path: source.clone(), refusal };
            let opened = root.open_file(source).map_err(refused)?;
            (opened.size, Some(opened))
        }
    };
    let Some(published) = old.open(path.as_str(), size) else { return Ok(None) };
    let Ok(found) = published.file.metadata() else { return Ok(None) };
    let hash = match (content, source) {
        (Content::Bytes(bytes), _) => {
            let same = published.read(size).ok().flatten().is_some_and(|old| old == *bytes);
            same.then(|| Hash::of(bytes))
        }
        (Content::Copy(_), Some(source)) => hash_if_same(source, published).unwrap_or(None),
        (Content::Copy(_), None) => None,
    };
    Ok(hash.map(|hash| Filed::kept(hash, Mark::of(&found))))
}

/// The hash of two files with the same bytes; piece by piece, for a video may be larger than the memory.
fn hash_if_same(one: OpenFile, other: OpenFile) -> io::Result<Option<Hash>> {
    const PIECE: u64 = 256 * 1024;
    let (mut one, mut other) = (one.file, other.file);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let mut hasher = Hasher::default();
    loop {
        a.clear();
        b.clear();
        one.by_ref().take(PIECE).read_to_end(&mut a)?;
        other.by_ref().take(PIECE).read_to_end(&mut b)?;
        if a != b {
            return Ok(None);
        }
        if a.is_empty() {
            return Ok(Some(hasher.finish()));
        }
        hasher.update(&a);
    }
}

fn removed_files(new: &Files, old: &Old) -> usize {
    let goes = |path: &SitePath| path.as_str() != MARKER && !new.contains_key(path) && old.has_file(path.as_str());
    old.manifest.files().filter(|(path, _)| goes(path)).count()
}

/// What lies in the output that neither the old manifest nor the new site knows. It is carried over, for it is not ours to
/// remove; but where the plan has a file or folder of that name, the plan holds.
fn foreign_entries(new: &Files, old: &Old) -> Vec<(PathBuf, EntryKind)> {
    let mut ours: HashSet<&str> = HashSet::from([MANIFEST, MARKER]);
    for path in new.keys().chain(old.manifest.files().map(|(path, _)| path)) {
        if ours.insert(path.as_str()) {
            ours.extend(folders_of(path.as_str()));
        }
    }
    let is_foreign = |path: &Path, kind: EntryKind| {
        let path = path.to_str();
        let is_ours = path.is_some_and(|path| ours.contains(path));
        match kind {
            EntryKind::Special => false,
            EntryKind::Folder => !is_ours,
            EntryKind::File(_) | EntryKind::Link => !is_ours && !path.is_some_and(is_signature),
        }
    };
    let is_in_the_way = |path: &Path| {
        path.ancestors().skip(1).any(|folder| {
            folder
                .to_str()
                .and_then(|folder| SitePath::new(folder).ok())
                .is_some_and(|folder| new.contains_key(&folder))
        })
    };
    old.entries
        .iter()
        .map(|(path, kind)| (Path::new(path), *kind))
        .filter(|(path, kind)| is_foreign(path, *kind) && !is_in_the_way(path))
        .map(|(path, kind)| (path.to_owned(), kind))
        .collect()
}
