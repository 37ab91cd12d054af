//! The vendor's files as they came, kept in `.lifeboat/base` by their hashes, so that an edit by hand can be undone
//! without the vendor's folder. Nothing but `base restore` reads them; they may be thrown away.
#![expect(clippy::disallowed_methods, reason = "this keeps copies of files on the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Failure;
use crate::edge::base::{copy_file, hash_file};
use crate::edge::put::put_file;
use crate::edge::root::Root;
use crate::source::SourcePath;

/// Where the copies are, below the project's folder.
const FOLDER: &str = ".lifeboat/base";

/// Keeps a copy of each file, and of nothing else.
pub(super) fn keep_copies(root: &Root, base: &Path, files: &BTreeMap<String, String>) -> Result<(), Failure> {
    let ignore = SourcePath::new(".lifeboat/.gitignore").map_err(|_| Failure::new("no path".to_owned()))?;
    // The first file makes the folder, and sees that it is no link.
    put_file(root, &ignore, b"*\n")?;
    let note = SourcePath::new(&format!("{FOLDER}/README")).map_err(|_| Failure::new("no path".to_owned()))?;
    put_file(root, &note, b"Copies of the vendor's files, for `lifeboat base restore`. This folder may be removed.\n")?;
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
