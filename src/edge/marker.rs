//! The marker file by which Lifeboat knows an output folder as its own.
#![expect(clippy::disallowed_methods, reason = "the edge looks at the disk")]

use std::fs;
use std::path::Path;

/// The marker's name.
pub(crate) const MARKER: &str = ".lifeboat-site";

/// The newest layout of an output folder that this program understands.
const FORMAT: u64 = 1;

/// Whose a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Lifeboat wrote it.
    Ours,
    /// A later Lifeboat wrote it, in a layout that this one does not know.
    Newer,
    /// No marker: somebody else's.
    Stranger,
}

/// The marker's bytes; the same in every output.
pub(crate) fn marker() -> Vec<u8> {
    format!("{{\"program\":\"lifeboat\",\"format\":{FORMAT}}}\n").into_bytes()
}

/// Reads the marker of a folder. A damaged marker still marks: nobody else makes a file of that name.
pub(crate) fn owner(folder: &Path) -> Owner {
    let path = folder.join(MARKER);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
        return Owner::Stranger;
    }
    let format = fs::read(&path)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .and_then(|marker| marker.get("format")?.as_u64());
    if format.is_some_and(|format| format > FORMAT) { Owner::Newer } else { Owner::Ours }
}
