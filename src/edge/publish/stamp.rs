//! What was published and from what → whether it still stands, so that a build with nothing changed may end early.
//!
//! Beside the output lies `stamp`: the hash of all inputs, what was found, and for each published file its number on the
//! disk, its size and the times of its last writing and last change. The system alone sets the time of the last change, to
//! the present one, with every write, rename or change of mode; so a file that bears the same one holds the same bytes.
//! What does not bear it, for whatever reason, makes the build a whole one, which compares bytes.
#![expect(clippy::disallowed_methods, reason = "the edge looks at what it published")]

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Published;
use super::compare::{Filed, Files, Old, compare};
use super::side::{Side, rename};
use super::target::Target;
use crate::edge::marker::MARKER;
use crate::edge::root::Root;
use crate::site::{Hash, Hasher, MANIFEST};
use crate::source::{SitePath, SourcePath};

/// What a build was made from and what it found, as its caller knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// A hash of everything that the site depends on, but for what copied files hold.
    pub inputs: String,
    /// The pages of the site.
    pub pages: usize,
    /// What was found, in one line or more.
    pub findings: String,
}

/// A site that stands as it would be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// What publishing it again would say.
    pub published: Published,
    /// Its stamp.
    pub stamped: Stamped,
}

/// Which file it is and when it was written last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    device: u64,
    number: u64,
    size: u64,
    written: (i64, i64),
}

impl Mark {
    pub(super) fn of(found: &Metadata) -> Self {
        let written = (found.mtime(), found.mtime_nsec());
        Self { device: found.dev(), number: found.ino(), size: found.len(), written }
    }
}

/// The first line of the stamp; the rest is what was found.
#[derive(Serialize, Deserialize)]
struct Stamp {
    inputs: String,
    manifest: String,
    pages: usize,
    /// Files of the site that are copies, with their sources.
    copied: Vec<(String, String)>,
    /// Every published file with the time of its last change.
    files: Vec<(String, Mark, i64, i64)>,
}

const STAMP: &str = "stamp";

/// The system counts the time of changes in steps of up to ten milliseconds. After two of them whatever changes bears
/// another time than what has changed until now.
const TWO_STEPS: Duration = Duration::from_millis(20);

/// The program that runs now: the same one gives the same answer, another one another.
pub fn program_id() -> Option<String> {
    let found = fs::metadata(std::env::current_exe().ok()?).ok()?;
    Some(format!("{} {:?} {:?}", env!("CARGO_PKG_VERSION"), Mark::of(&found), (found.ctime(), found.ctime_nsec())))
}

/// Keeps what was published. Where that fails, the next build is a whole one.
pub(super) fn write_stamp(
    stamped: &Stamped,
    files: &Files,
    copied: &BTreeMap<SitePath, SourcePath>,
    target: &Target,
    side: &Side,
) -> Option<()> {
    std::thread::sleep(TWO_STEPS);
    let output = target.path();
    let marked = |path: &str, expected: Option<Mark>| {
        let found = fs::symlink_metadata(output.join(path)).ok()?;
        let mark = Mark::of(&found);
        // Somebody wrote to it since it was compared or made.
        let same = expected.is_none_or(|expected| expected == mark);
        same.then(|| (path.to_owned(), mark, found.ctime(), found.ctime_nsec()))
    };
    let files: Vec<(&SitePath, &Filed)> = files.iter().collect();
    let mut all: Vec<_> =
        files.par_iter().map(|(path, file)| marked(path.as_str(), Some(file.mark))).collect::<Option<_>>()?;
    let manifest = fs::read(output.join(MANIFEST)).ok()?;
    for own in [MANIFEST, MARKER] {
        all.push(marked(own, None)?);
    }
    let stamp = Stamp {
        inputs: stamped.inputs.clone(),
        manifest: Hash::of(&manifest).to_string(),
        pages: stamped.pages,
        copied: copied.iter().map(|(path, source)| (path.to_string(), source.to_string())).collect(),
        files: all,
    };
    let mut text = serde_json::to_string(&stamp).ok()?;
    text.push('\n');
    text.push_str(&stamped.findings);
    let new = side.path.join("stamp.new");
    fs::write(&new, text).ok()?;
    rename(&new, &side.path.join(STAMP)).ok()
}

/// The published site, where it was made from these inputs and nobody has touched it since.
pub(super) fn stands(
    inputs: &str,
    root: &Root,
    target: &Target,
    side: &Side,
    old: &Old,
    force: bool,
) -> Option<(Stands, Vec<SourcePath>)> {
    let stamp = side.path.join(STAMP);
    // A pipe of that name would be waited for without end.
    fs::symlink_metadata(&stamp).ok().filter(fs::Metadata::is_file)?;
    let text = fs::read_to_string(stamp).ok()?;
    let (first, findings) = text.split_once('\n')?;
    let stamp: Stamp = serde_json::from_str(first).ok()?;
    if stamp.inputs != inputs || stamp.manifest != Hash::of(old.manifest_text.as_bytes()).to_string() {
        return None;
    }
    // The manifest has every file but itself.
    let own = SitePath::new(MANIFEST).ok()?;
    let mut listed: BTreeMap<&SitePath, Option<Hash>> =
        old.manifest.files().map(|(path, hash)| (path, Some(hash))).collect();
    listed.insert(&own, None);
    let stamped: BTreeMap<SitePath, _> =
        stamp.files.iter().filter_map(|file| Some((SitePath::new(&file.0).ok()?, file))).collect();
    if !stamped.keys().eq(listed.keys().copied()) {
        return None;
    }
    let output = target.path();
    let untouched = stamped.par_iter().all(|(_, (path, mark, seconds, nanos))| {
        // A file behind a link that took the place of its folder bears its marks still, but does not lie in the output.
        old.has_file(path)
            && fs::symlink_metadata(output.join(path)).is_ok_and(|found| {
                Mark::of(&found) == *mark && (found.ctime(), found.ctime_nsec()) == (*seconds, *nanos)
            })
    });
    if !untouched {
        return None;
    }
    let mut sources = Vec::with_capacity(stamp.copied.len());
    for (path, source) in &stamp.copied {
        let (path, source) = (SitePath::new(path).ok()?, SourcePath::new(source).ok()?);
        if hash_of(root, &source)? != (*listed.get(&path)?)? {
            return None;
        }
        sources.push(source);
    }
    let of_site = old.manifest.files().filter(|(path, _)| path.as_str() != MARKER);
    let files: Files = of_site.map(|(path, hash)| (path.clone(), Filed::kept(hash, Mark::default()))).collect();
    let comparison = compare(&files, old, force);
    comparison.is_same.then(|| {
        let published = comparison.published(&files, target);
        let stamped = Stamped { inputs: stamp.inputs, pages: stamp.pages, findings: findings.to_owned() };
        (Stands { published, stamped }, sources)
    })
}

/// The hash of a source that is copied.
fn hash_of(root: &Root, source: &SourcePath) -> Option<Hash> {
    let mut file = root.open_file(source).ok()?.file;
    let mut hasher = Hasher::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = std::io::Read::read(&mut file, &mut piece).ok()?;
        if length == 0 {
            return Some(hasher.finish());
        }
        hasher.update(piece.get(..length)?);
    }
}
