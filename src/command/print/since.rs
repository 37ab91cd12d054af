//! `--since WHAT` → what a book is compared with.

use std::path::Path;

use crate::build::Snapshot;
use crate::command::Failure;
use crate::command::project::Project;
use crate::edge::file::read_file;
use crate::print::{EditionRecord, Since};
use crate::source::Date;

/// The record's name in a published folder.
const NAME: &str = "edition.json";
/// A record is small: some hundred bytes a topic.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Finds it: a published folder or a record in one, a day, or the code or name of the edition that is published now.
pub(super) fn find_since(written: &str, project: &Project, snapshot: &Snapshot) -> Result<Since, Failure> {
    let path = Path::new(written);
    for file in [path.join(NAME), path.to_owned()] {
        if let Some(bytes) = read_file(&file, LARGEST)? {
            let record = EditionRecord::read(&bytes).ok_or_else(|| {
                Failure(format!("`{}` is no record of an edition that this version reads", file.display()))
            })?;
            return Ok(Since::Edition(Box::new(record)));
        }
    }
    if let Some(day) = Date::parse(written) {
        return Ok(Since::Date(day));
    }
    let published = [project.build_dir.join(&snapshot.edition().folder), project.build_dir.clone()];
    let mut there = Vec::new();
    for folder in published {
        let record = read_file(&folder.join(NAME), LARGEST)?.and_then(|bytes| EditionRecord::read(&bytes));
        let Some(record) = record else { continue };
        let is_it =
            [&record.code, &record.edition].into_iter().flatten().any(|name| name.eq_ignore_ascii_case(written));
        if is_it {
            return Ok(Since::Edition(Box::new(record)));
        }
        there.push(record.words());
    }
    let known = match there.first() {
        Some(words) => format!("; the published copy is of {words}"),
        None => String::new(),
    };
    Err(Failure(format!(
        "no edition `{written}` is at hand{known}; --since takes the folder of a published copy, or a day"
    )))
}
