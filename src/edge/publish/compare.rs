//! The plan and what is published now → what to keep, what to write, what goes.
//!
//! The bytes on the disk are compared, not only the old manifest: a published file that somebody edited is mended.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{PublishError, Target};
use crate::edge::DiskError;
use crate::edge::error::is_world_failing;
use crate::edge::marker::{MARKER, marker};
use crate::edge::root::{OpenFile, Refusal, Root};
use crate::edge::tree::{EntryKind, list_tree};
use crate::edge::verify::is_signature;
use crate::site::{Content, Hash, Hasher, MANIFEST, Manifest, SitePlan};
use crate::source::SitePath;

/// What is in the output now.
pub(super) struct Old {
    /// The output as a root for reading; `None` where there is no output yet.
    root: Option<Root>,
    entries: BTreeMap<PathBuf, EntryKind>,
    manifest: Manifest,
    manifest_text: String,
    has_marker: bool,
}

/// What becomes of a file of the plan.
pub(super) enum Fate {
    /// It is published already, byte for byte.
    Keep(Hash),
    /// It is new or differs.
    Write,
}

/// What to do to turn the published site into the planned one.
pub(super) struct Comparison<'p> {
    pub(super) files: Vec<(&'p SitePath, &'p Content, Fate)>,
    /// What Lifeboat did not write and what stays where it is, folders before what they hold.
    pub(super) foreign: Vec<(PathBuf, EntryKind)>,
    /// How many files of the old site go.
    pub(super) removed: usize,
    /// Whether the published marker is as it should be.
    pub(super) has_marker: bool,
    is_same: bool,
}

impl Comparison<'_> {
    /// Whether the output is the planned site already.
    pub(super) fn is_same(&self) -> bool {
        self.is_same
    }

    pub(super) fn unchanged(&self) -> usize {
        self.files.iter().filter(|(_, _, fate)| matches!(fate, Fate::Keep(_))).count()
    }

    pub(super) fn written(&self) -> usize {
        self.files.len() - self.unchanged()
    }
}

impl Old {
    /// Lists the output and reads its manifest and marker.
    pub(super) fn look(target: &Target) -> Result<Self, PublishError> {
        let path = target.path();
        let entries: BTreeMap<_, _> = list_tree(&path)?.into_iter().collect();
        let root = if target.is_there() { Some(Root::open(&path)?) } else { None };
        let old =
            Self { root, entries, manifest: Manifest::default(), manifest_text: String::new(), has_marker: false };
        let manifest_text = old.read(MANIFEST)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let (manifest, _) = Manifest::parse(&manifest_text);
        let has_marker = old.read(MARKER)?.is_some_and(|bytes| bytes == marker());
        Ok(Self { manifest, manifest_text, has_marker, ..old })
    }

    /// Opens a published file, where one of this size is there.
    fn open(&self, path: &str, size: u64) -> Option<OpenFile> {
        match self.entries.get(Path::new(path))? {
            EntryKind::File(found) if size == *found => self.root.as_ref()?.open_beneath(path).ok(),
            _ => None,
        }
    }

    /// The bytes of a file that tells about the others. Were it passed over because the machine fails, the pages of the
    /// old site would be taken for somebody else's files.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let (Some(EntryKind::File(_)), Some(root)) = (self.entries.get(Path::new(path)), &self.root) else {
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

/// Refuses a plan that no folder can hold.
pub(super) fn check_plan(plan: &SitePlan) -> Result<(), PublishError> {
    let refused = |path: &SitePath, why| Err(PublishError::Plan { path: path.clone(), why });
    for (path, _) in plan.files() {
        if [MANIFEST, MARKER].contains(&path.as_str()) || is_signature(path.as_str()) {
            return refused(path, "is a name that Lifeboat keeps for itself; rename the source");
        }
        if folders_of(path.as_str()).filter_map(|folder| SitePath::new(folder).ok()).any(|f| plan.get(&f).is_some()) {
            return refused(path, "stands in a folder whose name another page of the site has; rename one of them");
        }
    }
    Ok(())
}

/// Compares a plan with what is published.
pub(super) fn compare<'p>(
    plan: &'p SitePlan,
    root: &Root,
    old: &Old,
    force: bool,
) -> Result<Comparison<'p>, PublishError> {
    let planned: Vec<_> = plan.files().collect();
    let files = planned
        .into_par_iter()
        .map(|(path, content)| Ok((path, content, compare_file(path, content, root, old)?)))
        .collect::<Result<Vec<_>, PublishError>>()?;
    let removed = removed_files(plan, old);
    let mut foreign = foreign_entries(plan, old);
    let drops_foreign = force && !foreign.is_empty();
    if force {
        foreign.clear();
    }
    let mut comparison = Comparison { files, foreign, removed, has_marker: old.has_marker, is_same: false };
    let kept = comparison.files.iter().filter_map(|(path, _, fate)| match fate {
        Fate::Keep(hash) => Some(((*path).clone(), *hash)),
        Fate::Write => None,
    });
    comparison.is_same = old.root.is_some()
        && removed == 0
        && !drops_foreign
        && comparison.written() == 0
        && old.has_marker
        && old.manifest_text == manifest_of(kept).to_string();
    Ok(comparison)
}

/// The manifest of a site with these files; the marker is listed as well.
pub(super) fn manifest_of(files: impl IntoIterator<Item = (SitePath, Hash)>) -> Manifest {
    let marker = SitePath::new(MARKER).ok().map(|path| (path, Hash::of(&marker())));
    files.into_iter().chain(marker).collect()
}

/// The folders that a path stands in, outermost first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

fn compare_file(path: &SitePath, content: &Content, root: &Root, old: &Old) -> Result<Fate, PublishError> {
    let kept = match content {
        Content::Bytes(bytes) => {
            let published = old.open(path.as_str(), bytes.len() as u64);
            let same = published.and_then(|file| file.read(bytes.len() as u64).ok()?).is_some_and(|old| old == *bytes);
            same.then(|| Hash::of(bytes))
        }
        Content::Copy(source) => {
            let refused = |refusal| PublishError::Source { path: source.clone(), refusal };
            let opened = root.open_file(source).map_err(refused)?;
            match old.open(path.as_str(), opened.size) {
                Some(published) => hash_if_same(opened, published).unwrap_or(None),
                None => None,
            }
        }
    };
    Ok(kept.map_or(Fate::Write, Fate::Keep))
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

fn removed_files(plan: &SitePlan, old: &Old) -> usize {
    let is_file = |path: &SitePath| matches!(old.entries.get(Path::new(path.as_str())), Some(EntryKind::File(_)));
    old.manifest
        .files()
        .filter(|(path, _)| path.as_str() != MARKER && plan.get(path).is_none() && is_file(path))
        .count()
}

/// What lies in the output that neither the old manifest nor the plan knows. It is carried over, for it is not ours to
/// remove; but where the plan has a file or folder of that name, the plan holds.
fn foreign_entries(plan: &SitePlan, old: &Old) -> Vec<(PathBuf, EntryKind)> {
    let mut files: BTreeSet<&Path> = BTreeSet::from([Path::new(MANIFEST), Path::new(MARKER)]);
    let mut folders: BTreeSet<&Path> = BTreeSet::new();
    for path in plan.files().map(|(path, _)| path).chain(old.manifest.files().map(|(path, _)| path)) {
        files.insert(Path::new(path.as_str()));
        folders.extend(folders_of(path.as_str()).map(Path::new));
    }
    let is_foreign = |path: &Path, kind: EntryKind| match kind {
        EntryKind::Special => false,
        EntryKind::Folder => !folders.contains(path) && !files.contains(path),
        EntryKind::File(_) | EntryKind::Link => {
            !files.contains(path) && !folders.contains(path) && !path.to_str().is_some_and(is_signature)
        }
    };
    let is_in_the_way = |path: &Path| {
        path.ancestors().skip(1).any(|folder| {
            folder.to_str().and_then(|folder| SitePath::new(folder).ok()).is_some_and(|f| plan.get(&f).is_some())
        })
    };
    old.entries
        .iter()
        .filter(|(path, kind)| is_foreign(path, **kind) && !is_in_the_way(path))
        .map(|(path, kind)| (path.clone(), *kind))
        .collect()
}
