//! A project → the folders whose changes matter.

use std::collections::BTreeSet;

use crate::command::project::Project;
use crate::edge::watch::Watched;

/// The folders of the sources with all that is in them, the project's own folder without, and those of
/// `extra-watch-dirs`.
pub(super) fn folders_to_watch(project: &Project) -> Vec<Watched> {
    let root = project.root.path();
    let mut folders = BTreeSet::new();
    let mut add = |below: &str, deep: bool| {
        folders.insert(Watched { folder: if below.is_empty() { root.to_owned() } else { root.join(below) }, deep });
    };
    let whole = project.plan.folders.iter().any(Option::is_none);
    add("", whole);
    if !whole {
        for folder in project.plan.folders.iter().flatten() {
            add(folder.as_str(), true);
        }
        for file in &project.plan.files {
            add(file.folder(), false);
        }
    }
    for folder in &project.config.build.extra_watch_dirs {
        add(folder, true);
    }
    // A folder that lies in one that is watched with all that is in it needs no watch of its own.
    let all: Vec<Watched> = folders.into_iter().collect();
    let covered =
        |one: &Watched| all.iter().any(|other| other.deep && other != one && one.folder.starts_with(&other.folder));
    all.iter().filter(|one| !covered(one)).cloned().collect()
}
