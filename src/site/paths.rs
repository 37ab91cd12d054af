//! The paths of a site's files: no two the same, none a folder of another.

use std::collections::BTreeSet;

use super::Clash;
use crate::source::SitePath;

/// The paths that are taken, sorted.
#[derive(Debug, Clone, Default)]
pub struct SitePaths(BTreeSet<SitePath>);

impl SitePaths {
    /// Takes a path.
    ///
    /// # Errors
    /// When it is taken, or a file has the name of one of its folders, or the other way round; the first one stays.
    pub fn add(&mut self, path: &SitePath) -> Result<(), Clash> {
        if let Some(taken) = in_the_way(path, |folder| self.0.contains(folder), self.0.range(path.clone()..)) {
            return Err(Clash { path: taken });
        }
        if self.0.insert(path.clone()) { Ok(()) } else { Err(Clash { path: path.clone() }) }
    }
}

/// A file whose name is a folder of `path`, or that lies in a folder of that name. `from`: the files from `path` on, sorted.
pub(super) fn in_the_way<'f>(
    path: &SitePath,
    is_file: impl Fn(&SitePath) -> bool,
    from: impl Iterator<Item = &'f SitePath>,
) -> Option<SitePath> {
    let written = path.as_str();
    let mut folders = written.match_indices('/').filter_map(|(at, _)| SitePath::new(written.get(..at)?).ok());
    let inside = |other: &&SitePath| other.below(written).is_some();
    let mut from = from.take_while(|other| other.as_str().starts_with(written));
    folders.find(is_file).or_else(|| from.find(inside).cloned())
}
