//! The vendor's files as they came, kept in `.lifeboat/base` by their hashes, so that an edit by hand can be undone
//! without the vendor's folder; and in `.lifeboat/dropped` the last text of topics that the vendor no longer has and a layer
//! changes. Nothing but `base restore` and `overlay adopt` reads them; they may be thrown away.
#![expect(clippy::disallowed_methods, reason = "this keeps copies of files on the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Failure;
use crate::edge::base::{copy_file, hash_file};
use crate::edge::put::put_file;
use crate::edge::read::read_text;
use crate::edge::root::Root;
use crate::source::SourcePath;

/// Where the copies are, below the project's folder.
const FOLDER: &str = ".lifeboat/base";

/// Where the last texts of dropped topics are, by their paths in the base.
const DROPPED: &str = ".lifeboat/dropped";

/// Keeps a copy of each file, and of nothing else.
pub(super) fn keep_copies(root: &Root, base: &Path, files: &BTreeMap<String, String>) -> Result<(), Failure> {
    make_folder(root)?;
    put_file(
        root,
        &path(&format!("{FOLDER}/README"))?,
        b"Copies of the vendor's files, for `lifeboat base restore`. This folder may be removed.\n",
    )?;
    let folder = root.path().join(FOLDER);
    for (path, hash) in files {
        let copy = folder.join(hash);
        if hash_file(&copy).is_ok_and(|there| there == *hash) {
            continue;
        }
        let new = folder.join(format!("{hash}.new"));
        copy_file(&base.join(path), &new)?;
        fs::rename(&new, &copy)?;
    }
    let wanted = |name: &str| name == "README" || files.values().any(|hash| hash == name);
    for entry in fs::read_dir(&folder)?.flatten() {
        let name = entry.file_name();
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && !name.to_str().is_some_and(wanted) {
            _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// The copy of a file with this hash, where there is one and it is whole.
pub(super) fn kept_copy(root: &Root, hash: &str) -> Option<PathBuf> {
    let copy = root.path().join(FOLDER).join(hash);
    hash_file(&copy).is_ok_and(|there| there == hash).then_some(copy)
}

/// Keeps the last text of topics that go, by their paths in the base. `find`: where the text of one lies now.
pub(super) fn keep_dropped<'n>(
    root: &Root,
    names: impl Iterator<Item = &'n str>,
    find: impl Fn(&str) -> Option<PathBuf>,
) -> Result<(), Failure> {
    for name in names {
        let Some(there) = find(name) else { continue };
        make_folder(root)?;
        put_file(root, &path(&format!("{DROPPED}/{name}"))?, &fs::read(there)?)?;
    }
    Ok(())
}

/// The last text of a topic that the vendor dropped, where it was kept.
pub(in crate::command) fn dropped_copy(root: &Root, name: &str) -> Result<Option<String>, Failure> {
    let read = read_text(root, &path(&format!("{DROPPED}/{name}"))?)?;
    Ok(read.value.map(|text| text.text.to_string()))
}

/// The folder, which no version control takes in.
fn make_folder(root: &Root) -> Result<(), Failure> {
    // The first file makes the folder, and sees that it is no link.
    Ok(put_file(root, &path(".lifeboat/.gitignore")?, b"*\n")?)
}

fn path(path: &str) -> Result<SourcePath, Failure> {
    SourcePath::new(path).map_err(|_| Failure::new(format!("`{path}` is no path")))
}
