//! One file that a command was asked to write.
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

#[cfg(test)]
mod tests {
    use super::{read_file, write_file};

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
