//! Every output file by path.

use std::collections::BTreeMap;

use super::paths::in_the_way;
use crate::source::{SitePath, SourcePath};

/// What a file of the site holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this source file, read through the confined open when the site is published.
    Copy(SourcePath),
}

/// Two files wanted one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The path that is taken.
    pub path: SitePath,
}

/// The files of a site, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SitePlan {
    files: BTreeMap<SitePath, Content>,
}

impl SitePlan {
    /// Plans a file.
    ///
    /// # Errors
    /// When the path is taken by other content, or a file has the name of one of its folders, or the other way round;
    /// the first one stays.
    pub fn add(&mut self, path: SitePath, content: Content) -> Result<(), Clash> {
        let from = self.files.range(path.clone()..).map(|(other, _)| other);
        if let Some(taken) = in_the_way(&path, |folder| self.files.contains_key(folder), from) {
            return Err(Clash { path: taken });
        }
        match self.files.get(&path) {
            Some(there) if *there == content => Ok(()),
            Some(_) => Err(Clash { path }),
            None => {
                self.files.insert(path, content);
                Ok(())
            }
        }
    }

    /// The file at this path.
    pub fn get(&self, path: &SitePath) -> Option<&Content> {
        self.files.get(path)
    }

    /// Gives the files away, sorted by path.
    pub fn into_files(self) -> impl Iterator<Item = (SitePath, Content)> {
        self.files.into_iter()
    }

    /// All files, sorted by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&SitePath, &Content)> {
        self.files.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, SitePlan};
    use crate::source::SitePath;

    #[test]
    fn no_file_has_the_name_of_a_folder() {
        let mut plan = SitePlan::default();
        let mut add = |path: &str| plan.add(SitePath::new(path).unwrap(), Content::Bytes(Vec::new())).is_ok();
        assert!(add("a.html") && add("a.html-1") && add("b/c/d.html") && add("b/c e.html"));
        assert!(!add("a.html/x.html") && !add("a.html/x/y.html") && !add("b/c") && !add("b"));
    }
}
