//! Removes a published site: the files that its manifest lists, and our folder beside it. Never a file that Lifeboat did
//! not write.
#![expect(clippy::disallowed_methods, reason = "the edge removes its own files")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DiskError;
use super::marker::MARKER;
use super::publish::{Output, PublishError, SideFolder};
use super::root::Root;
use super::tree::{EntryKind, list_tree};
use super::verify::is_signature;
use crate::site::{MANIFEST, Manifest};
use crate::source::SourcePath;

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Files of the site that were removed.
    pub removed: usize,
    /// What is left since Lifeboat did not write it; sorted.
    pub kept: Vec<String>,
}

/// Removes an output of ours, with the previous site kept beside it. One that is not there is clean already.
///
/// # Errors
/// When the folder is not ours, holds sources, another builder uses it, or the disk fails.
pub fn clean(output: &Path, root: &Root, sources: &[SourcePath]) -> Result<Cleaned, PublishError> {
    let target = Output::named(output)?;
    let Some(target) = target else { return Ok(Cleaned::default()) };
    target.check_sources(root, &sources.iter().collect::<Vec<_>>())?;
    target.check_owner(false)?;
    if !target.is_there() && !target.has_side() {
        return Ok(Cleaned::default());
    }
    let side = SideFolder::lock(&target, Duration::from_secs(2))?;
    side.recover(&target)?;
    target.check_owner(false)?;
    let cleaned = remove_site(&target.path())?;
    side.remove()?;
    Ok(cleaned)
}

fn remove_site(site: &Path) -> Result<Cleaned, DiskError> {
    let entries = list_tree(site)?;
    let manifest = fs::read_to_string(site.join(MANIFEST)).unwrap_or_default();
    let (manifest, _) = Manifest::parse(&manifest);
    let listed: BTreeSet<&Path> = manifest.files().map(|(path, _)| Path::new(path.as_str())).collect();
    let mut cleaned = Cleaned::default();
    let mut folders: Vec<&PathBuf> = Vec::new();
    for (path, kind) in &entries {
        match kind {
            EntryKind::Folder => folders.push(path),
            EntryKind::File(_) if listed.contains(&**path) && path != Path::new(MARKER) => {
                remove_file(&site.join(path))?;
                cleaned.removed += 1;
            }
            // The manifest and the marker go last: as long as they are there, a killed `clean` can be run again.
            EntryKind::File(_) if path == Path::new(MANIFEST) || path == Path::new(MARKER) => {}
            EntryKind::File(_) if path.to_str().is_some_and(is_signature) => remove_file(&site.join(path))?,
            _ => cleaned.kept.push(path.to_string_lossy().into_owned()),
        }
    }
    // What is left in a folder is not ours; then the folder stays with it.
    let holds_kept = |folder: &Path| cleaned.kept.iter().any(|kept| Path::new(kept).starts_with(folder));
    for folder in folders.into_iter().rev().filter(|folder| !holds_kept(folder)) {
        let path = site.join(folder);
        fs::remove_dir(&path).map_err(DiskError::on("remove", &path))?;
    }
    remove_file(&site.join(MANIFEST))?;
    remove_file(&site.join(MARKER))?;
    if cleaned.kept.is_empty() {
        match fs::remove_dir(site) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(DiskError::new("remove", site, cause));
            }
            _ => {}
        }
    }
    Ok(cleaned)
}

fn remove_file(path: &Path) -> Result<(), DiskError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(DiskError::new("remove", path, cause)),
        _ => Ok(()),
    }
}
