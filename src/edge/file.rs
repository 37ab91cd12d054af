//! Files that a command was asked to read or write, outside of the project and its site.
#![expect(clippy::disallowed_methods, reason = "the edge writes")]

use std::fs;
use std::io::Write;
use std::path::Path;

use super::DiskError;

/// Writes a file whole: beside its place first, then in it by one rename, so that nobody ever finds half of one.
///
/// # Errors
/// When the disk fails, or the folder is not there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let name = path.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|cause| {
        _ = fs::remove_file(&beside);
        DiskError::new("write", path, cause)
    })
}

/// The bytes of a file outside of a project; `None` where there is none.
///
/// # Errors
/// When the disk fails.
pub fn read_file(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, DiskError> {
    match fs::metadata(path) {
        Ok(there) if there.is_file() && there.len() <= limit => {}
        _ => return Ok(None),
    }
    fs::read(path).map(Some).map_err(DiskError::on("read", path))
}

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
    /// What it holds; `None` where it is too large.
    pub bytes: Option<Vec<u8>>,
}

/// The files of a folder whose names end in one of `endings` (lower case, without the dot), sorted by name, read
/// where they are not larger than `limit` bytes. Folders within are left out.
///
/// # Errors
/// When the folder is not there, or the disk fails.
pub fn read_files(folder: &Path, endings: &[&str], limit: u64) -> Result<Vec<NamedFile>, DiskError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(DiskError::on("read the folder", folder))? {
        let entry = entry.map_err(DiskError::on("read the folder", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
            names.push(name);
        }
    }
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let bytes = read_file(&folder.join(&name), limit)?;
            Ok(NamedFile { name, bytes })
        })
        .collect()
}

/// Writes files into a folder that is made where it does not exist; their paths have `/` and stay in it.
///
/// # Errors
/// When the disk fails.
pub fn write_files<'f>(folder: &Path, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<(), DiskError> {
    for (path, bytes) in files {
        let path = folder.join(path);
        let above = path.parent().unwrap_or(folder);
        fs::create_dir_all(above).map_err(DiskError::on("make the folder", above))?;
        write_file(&path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{read_file, read_files, write_file, write_files};

    #[test]
    fn files_of_a_kind_are_read_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("b.TTF", "b"), ("a.otf", "aaa"), ("sub/c.ttf", "c"), ("d.txt", "d")];
        write_files(folder.path(), files.iter().map(|(path, text)| (*path, text.as_bytes()))).unwrap();
        let read = read_files(folder.path(), &["ttf", "otf"], 2).unwrap();
        let read: Vec<_> = read.iter().map(|file| (file.name.as_str(), file.bytes.as_deref())).collect();
        assert_eq!(read, [("a.otf", None), ("b.TTF", Some(&b"b"[..]))]);
        assert!(read_files(&folder.path().join("none"), &["ttf"], 2).is_err());
    }

    #[test]
    fn a_file_is_written_over_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.html");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(read_file(&path, 10).unwrap().as_deref(), Some(&b"two"[..]));
        assert_eq!(read_file(&path, 2).unwrap(), None);
        assert_eq!(walkdir::WalkDir::new(folder.path()).min_depth(1).into_iter().count(), 1);
        let nowhere = folder.path().join("no/book.html");
        assert!(write_file(&nowhere, b"x").unwrap_err().to_string().contains("book.html"));
    }
}
