//! A file that the command line names, anywhere on the disk → its text.

use std::path::Path;

use crate::command::Failure;
use crate::edge::read::read_text;
use crate::edge::root::Root;
use crate::source::SourcePath;

/// Reads somebody's copy of a topic.
pub(super) fn read_copy(path: &Path) -> Result<String, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let root = Root::open(folder.unwrap_or_else(|| Path::new(".")))?;
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| SourcePath::new(name).ok());
    let name = name.ok_or_else(|| Failure::new(format!("`{}` is no name of a file", path.display())))?;
    let read = read_text(&root, &name)?;
    if let Some(finding) = read.findings.first() {
        return Err(Failure::new(finding.message.clone()));
    }
    let text = read.value.ok_or_else(|| Failure::new(format!("there is no file `{}`", path.display())))?;
    Ok(text.text.to_string())
}
