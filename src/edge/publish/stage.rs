//! The files of the new site → the finished site beside the output, flushed to the disk.
#![expect(clippy::disallowed_methods, reason = "the edge writes the new site")]

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::io::Errno;

use super::compare::{Comparison, Filed, Files, Old, folders_of, manifest_of};
use super::side::{Side, rename};
use super::stamp::Mark;
use super::{PublishError, Target, swap};
use crate::edge::DiskError;
use crate::edge::marker::{MARKER, marker};
use crate::edge::root::{Refusal, Root};
use crate::edge::tree::EntryKind;
use crate::site::{Hash, Hasher, MANIFEST};
use crate::source::{SitePath, SourcePath};

/// From so many new files and folders on, the whole disk is flushed at once rather than each of them. That flushes what
/// other programs wrote as well, so it pays only where a flush of each would take seconds on a plain disk.
const MANY: usize = 256;

/// Writes a file of the site in the making, whose folder is there.
pub(super) fn write_file(to: &Path, hash: Hash, bytes: &[u8]) -> Result<Filed, PublishError> {
    filed(hash, &write_new(to, bytes)?, to)
}

/// The same with what a source holds.
pub(super) fn copy_file(to: &Path, source: &SourcePath, root: &Root) -> Result<Filed, PublishError> {
    let (hash, file) = copy_source(root, source, to)?;
    filed(hash, &file, to)
}

fn filed(hash: Hash, file: &File, path: &Path) -> Result<Filed, PublishError> {
    let found = file.metadata().map_err(DiskError::on("write", path))?;
    Ok(Filed::written(hash, Mark::of(&found)))
}

/// Gives a file of the site in the making a second name. Where that fails, whoever asks writes the file.
pub(super) fn link(from: &Path, to: &Path) -> bool {
    fs::hard_link(from, to).is_ok()
}

/// Completes the site in the making, of which only what is new was written; answers where it is.
pub(super) fn complete(
    files: &Files,
    comparison: &Comparison,
    old: &Old,
    target: &Target,
    side: &Side,
) -> Result<PathBuf, PublishError> {
    let (published, new) = (target.path(), side.new_site());
    let folders = folders(files, comparison);
    for folder in [Path::new("")].into_iter().chain(folders.iter().map(PathBuf::as_path)) {
        make_folder(&new.join(folder))?;
    }
    let all: Vec<(&SitePath, &Filed)> = files.iter().collect();
    all.par_iter().filter(|(_, file)| !file.is_new).try_for_each(|(path, _)| {
        let path = path.as_str();
        link_or_copy(&published.join(path), &new.join(path))
    })?;
    for (path, kind) in &comparison.foreign {
        carry_over(&published.join(path), &new.join(path), *kind)?;
    }
    let manifest = manifest_of(files).to_string();
    write_new(&new.join(MANIFEST), manifest.as_bytes())?;
    let mut written: Vec<&Path> = vec![Path::new(MANIFEST)];
    if old.has_marker {
        link_or_copy(&published.join(MARKER), &new.join(MARKER))?;
    } else {
        write_new(&new.join(MARKER), &marker())?;
        written.push(Path::new(MARKER));
    }
    keep_mode(&published, &new)?;
    let of_site = files.iter().filter(|(_, file)| file.is_new);
    written.extend(of_site.map(|(path, _)| Path::new(path.as_str())));
    flush_all(&new, &folders, &written)?;
    let ready = side.ready(Hash::of(manifest.as_bytes()));
    rename(&new, &ready)?;
    Ok(ready)
}

/// Makes a folder of the site in the making, unless it is there.
pub(super) fn make_folder(path: &Path) -> Result<(), DiskError> {
    match fs::create_dir(path) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(DiskError::on("make the folder", path)),
    }
}

/// All folders of the new site, outermost first.
fn folders(files: &Files, comparison: &Comparison) -> BTreeSet<PathBuf> {
    let planned: BTreeSet<&str> = files.keys().flat_map(|path| folders_of(path.as_str())).collect();
    let planned = planned.into_iter().map(PathBuf::from);
    let foreign =
        comparison.foreign.iter().filter(|(_, kind)| *kind == EntryKind::Folder).map(|(path, _)| path.clone());
    let holding = comparison.foreign.iter().flat_map(|(path, _)| path.ancestors().skip(1)).map(Path::to_owned);
    planned.chain(foreign).chain(holding).filter(|folder| *folder != Path::new("")).collect()
}

/// A second name for a published file. Where the disk or the file's owner does not allow one, a copy with the same time.
fn link_or_copy(from: &Path, to: &Path) -> Result<(), DiskError> {
    let Err(cause) = fs::hard_link(from, to) else { return Ok(()) };
    let copies = matches!(
        Errno::from_io_error(&cause),
        Some(Errno::PERM | Errno::ACCESS | Errno::MLINK | Errno::XDEV | Errno::OPNOTSUPP | Errno::NOSYS)
    );
    if !copies {
        return Err(DiskError::new("link", from, cause));
    }
    let copy = || -> io::Result<()> {
        let mut source = File::open(from)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(to)?;
        io::copy(&mut source, &mut file)?;
        file.set_modified(source.metadata()?.modified()?)?;
        file.sync_all()
    };
    copy().map_err(DiskError::on("copy", from))
}

fn carry_over(from: &Path, to: &Path, kind: EntryKind) -> Result<(), DiskError> {
    match kind {
        EntryKind::File(_) => link_or_copy(from, to),
        EntryKind::Link => {
            let copy = || std::os::unix::fs::symlink(fs::read_link(from)?, to);
            copy().map_err(DiskError::on("copy the link", from))
        }
        EntryKind::Folder => keep_mode(from, to),
        EntryKind::Special => Ok(()),
    }
}

/// A folder that only some may read stays so. Disks without modes refuse to set one, even the one that is there.
fn keep_mode(from: &Path, to: &Path) -> Result<(), DiskError> {
    let (Ok(from), Ok(there)) = (fs::metadata(from), fs::metadata(to)) else { return Ok(()) };
    if from.permissions() == there.permissions() {
        return Ok(());
    }
    fs::set_permissions(to, from.permissions()).map_err(DiskError::on("set the mode of", to))
}

/// Writes a file that must not exist: on a disk where letter case does not count, it may.
fn write_new(path: &Path, bytes: &[u8]) -> Result<File, DiskError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes).map(|()| file)
    };
    write().map_err(DiskError::on("write", path))
}

/// Copies a source, and hashes what is really written: the file may change while it is read.
fn copy_source(root: &Root, source: &SourcePath, to: &Path) -> Result<(Hash, File), PublishError> {
    let refused = |refusal| PublishError::Source { path: source.clone(), refusal };
    let mut from = root.open_file(source).map_err(refused)?.file;
    let failed = || DiskError::on("write", to);
    let mut file = OpenOptions::new().write(true).create_new(true).open(to).map_err(failed())?;
    let mut hasher = Hasher::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = match from.read(&mut piece) {
            Ok(length) => length,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(refused(Refusal::Failed(cause))),
        };
        let bytes = piece.get(..length).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        hasher.update(bytes);
        file.write_all(bytes).map_err(failed())?;
    }
    Ok((hasher.finish(), file))
}

fn flush_all(new: &Path, folders: &BTreeSet<PathBuf>, written: &[&Path]) -> Result<(), DiskError> {
    if written.len() + folders.len() >= MANY && flush_disk(new)? {
        return Ok(());
    }
    written.par_iter().try_for_each(|file| {
        let path = new.join(file);
        File::open(&path).and_then(|file| file.sync_all()).map_err(DiskError::on("flush to the disk", &path))
    })?;
    for folder in folders {
        swap::flush(&new.join(folder))?;
    }
    swap::flush(new)
}

/// Flushes the whole disk that a folder lies on; `false` where the system has no call for that.
#[cfg(target_os = "linux")]
fn flush_disk(folder: &Path) -> Result<bool, DiskError> {
    let opened = File::open(folder).map_err(DiskError::on("open the folder", folder))?;
    rustix::fs::syncfs(&opened).map_err(DiskError::on("flush to the disk", folder))?;
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn flush_disk(_: &Path) -> Result<bool, DiskError> {
    rustix::fs::sync();
    Ok(false)
}
