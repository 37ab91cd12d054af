//! The folder of ours beside the output: the lock, the site in the making, the site to go back to, and the repair of
//! what a killed builder left.
//!
//! | in `.book.lifeboat` | is |
//! |---|---|
//! | `lock` | locked while somebody publishes; says who |
//! | `new` | a site in the making |
//! | `ready-HASH` | before the exchange the finished new site; after it the old one, until it is called `previous` |
//! | `was` | the old site, where the disk cannot exchange folders and two renames must do |
//! | `previous` | the site to go back to |
//! | `old` | the site before that, about to be removed |
//! | `stamp` | what the published site was made from, and what was found |
//!
//! `HASH` is of the new site's manifest. So after a kill the name tells whether the exchange had happened.
#![expect(clippy::disallowed_methods, reason = "the edge keeps its own folder")]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use super::{PublishError, Target};
use crate::edge::DiskError;
use crate::edge::clock::Stopwatch;
use crate::edge::tree::remove_tree;
use crate::site::{Hash, MANIFEST};

/// Our folder beside an output, locked until this is dropped.
#[derive(Debug)]
pub(in crate::edge) struct Side {
    pub(super) path: PathBuf,
    lock: File,
    /// Whether it was not there before.
    is_new: bool,
}

impl Side {
    /// Makes the folder where it is missing, and locks it.
    pub(in crate::edge) fn lock(target: &Target, patience: Duration) -> Result<Self, PublishError> {
        let path = side_path(target);
        let waited = Stopwatch::start();
        let mut is_new = false;
        loop {
            is_new |= make_side(&path).map_err(|cause| explain(target, cause))?;
            let lock = open_lock(&path.join("lock")).map_err(DiskError::on("open", &path.join("lock")))?;
            match rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive) {
                // Somebody may have removed the folder between our opening and our locking: then the lock is on a file
                // that nobody else will find.
                Ok(()) if is_still_there(&lock, &path.join("lock")) => return Ok(Self { path, lock, is_new }),
                Ok(()) => {}
                Err(Errno::WOULDBLOCK | Errno::INTR) if waited.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(Errno::WOULDBLOCK) => {
                    return Err(PublishError::Busy { output: target.given().to_owned(), holder: holder(lock) });
                }
                Err(errno) => return Err(DiskError::new("lock", path.join("lock"), errno).into()),
            }
        }
    }

    /// Says in the lock file who holds it. On a full disk it stays unsaid; the lock holds all the same.
    pub(super) fn sign(&self) {
        let mut lock = &self.lock;
        let _unsaid = lock
            .rewind()
            .and_then(|()| lock.set_len(0))
            .and_then(|()| lock.write_all(format!("{}\n", std::process::id()).as_bytes()));
    }

    /// The site to go back to.
    pub(super) fn previous(&self) -> PathBuf {
        self.path.join("previous")
    }

    pub(super) fn has_previous(&self) -> bool {
        is_folder(&self.previous())
    }

    /// The site in the making.
    pub(super) fn new_site(&self) -> PathBuf {
        self.path.join("new")
    }

    /// The name of a finished site with this manifest.
    pub(super) fn ready(&self, manifest: Hash) -> PathBuf {
        self.path.join(format!("{READY}{manifest}"))
    }

    /// Removes what a build made that published nothing, and the folder itself where that build made it.
    pub(super) fn abandon(self, target: &Target) -> Result<(), PublishError> {
        self.recover(target)?;
        if self.is_new && !self.has_previous() {
            self.remove()?;
        }
        Ok(())
    }

    /// Repairs what a killed builder left: the output is there again, what was half made is gone.
    pub(in crate::edge) fn recover(&self, target: &Target) -> Result<(), PublishError> {
        let output = target.path();
        let was = self.path.join("was");
        for ready in self.ready_sites()? {
            if !is_there(&output) {
                rename(&ready, &output)?;
            } else if is_unpublished(&ready)? {
                remove_tree(&ready)?;
            } else {
                self.keep_as_previous(&ready)?;
            }
        }
        if is_there(&was) {
            if is_there(&output) {
                self.keep_as_previous(&was)?;
            } else {
                rename(&was, &output)?;
            }
        }
        remove_tree(&self.new_site())?;
        remove_tree(&self.path.join("old"))?;
        Ok(())
    }

    /// Makes a site that was published until now the one to go back to.
    pub(super) fn keep_as_previous(&self, site: &Path) -> Result<(), PublishError> {
        // An empty folder that stood where the site was published is nothing to go back to.
        if fs::remove_dir(site).is_ok() {
            return Ok(());
        }
        let old = self.path.join("old");
        if self.has_previous() {
            remove_tree(&old)?;
            rename(&self.previous(), &old)?;
        }
        rename(site, &self.previous())?;
        // The site is published; what cannot be removed now is removed by the next build.
        let _left_to_the_next = remove_tree(&old);
        Ok(())
    }

    fn ready_sites(&self) -> Result<Vec<PathBuf>, DiskError> {
        let failed = || DiskError::on("read the folder", &self.path);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            if entry.file_name().to_string_lossy().starts_with(READY) {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes the folder and all it holds.
    pub(in crate::edge) fn remove(self) -> Result<(), DiskError> {
        remove_tree(&self.path)
    }
}

const READY: &str = "ready-";

/// Where our folder beside an output is.
pub(in crate::edge) fn side_path(target: &Target) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(&target.name);
    name.push(".lifeboat");
    target.parent.join(name)
}

/// Makes the folder; false where it was there.
fn make_side(path: &Path) -> io::Result<bool> {
    match fs::create_dir(path) {
        // So that the project's version control passes it over.
        Ok(()) => fs::write(path.join(".gitignore"), "*\n").map(|()| true),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            if !is_folder(path) {
                return Err(Errno::NOTDIR.into());
            }
            Ok(false)
        }
        Err(cause) => Err(cause),
    }
}

/// Without a place beside the output there can be no exchange, and that is the usual reason of these causes.
fn explain(target: &Target, cause: io::Error) -> PublishError {
    let why = match Errno::from_io_error(&cause) {
        Some(Errno::ACCESS | Errno::PERM | Errno::ROFS) => "may not be written to",
        _ => return DiskError::new("make the folder", side_path(target), cause).into(),
    };
    PublishError::refused(
        target.given(),
        format!(
            "the folder that it stands in, `{}`, {why}; a site is built beside the output and then exchanged with it, \
             so choose an output in a folder that may be written to",
            crate::edge::error::shown(&target.parent)
        ),
    )
}

fn open_lock(path: &Path) -> rustix::io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::from_raw_mode(0o644)).map(File::from)
}

fn is_still_there(lock: &File, path: &Path) -> bool {
    let identity = |found: fs::Metadata| (found.dev(), found.ino());
    match (lock.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => identity(ours) == identity(there),
        _ => false,
    }
}

fn holder(lock: File) -> Option<u32> {
    let mut said = String::new();
    lock.take(32).read_to_string(&mut said).ok()?;
    said.trim().parse().ok()
}

/// Whether a finished site still bears the hash of its own manifest: the exchange had not happened.
fn is_unpublished(ready: &Path) -> Result<bool, DiskError> {
    let name = ready.file_name().unwrap_or_default().to_string_lossy();
    match fs::read(ready.join(MANIFEST)) {
        Ok(manifest) => Ok(name.strip_prefix(READY) == Some(&Hash::of(&manifest).to_string())),
        // What stood at the output's place was no site.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(DiskError::new("read", ready.join(MANIFEST), cause)),
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), DiskError> {
    fs::rename(from, to).map_err(DiskError::on("rename", from))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{Hash, MANIFEST, Side, Target};

    /// Makes folders that hold a manifest of one line, repairs, and shows what is where: `name: manifest`.
    fn check(before: &[(&str, &str)], after: &[(&str, &str)]) {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::named(&folder.path().join("book")).unwrap().unwrap();
        let side = Side::lock(&target, Duration::ZERO).unwrap();
        for (name, manifest) in before {
            let found = side.path.join(name);
            fs::create_dir_all(&found).unwrap();
            fs::write(found.join(MANIFEST), manifest).unwrap();
        }
        side.recover(&target).unwrap();
        let mut found = Vec::new();
        for (shown, path) in [("../book", target.path())].into_iter().chain(
            fs::read_dir(&side.path)
                .unwrap()
                .map(|entry| ("", entry.unwrap().path()))
                .filter(|(_, path)| path.is_dir()),
        ) {
            if let Ok(manifest) = fs::read_to_string(path.join(MANIFEST)) {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                found.push((if shown.is_empty() { name } else { shown.to_owned() }, manifest));
            }
        }
        found.sort();
        let after: Vec<_> = after.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        assert_eq!(found, after, "from {before:?}");
    }

    #[test]
    fn whatever_a_killed_builder_left_is_repaired() {
        let ready = format!("ready-{}", Hash::of(b"2"));
        let (book, ready) = ("../book", &*ready);
        // While it was built.
        check(&[(book, "1"), ("new", "2"), ("previous", "0")], &[(book, "1"), ("previous", "0")]);
        // Finished, not exchanged.
        check(&[(book, "1"), (ready, "2"), ("previous", "0")], &[(book, "1"), ("previous", "0")]);
        // Exchanged; the old site bears the new one's name.
        check(&[(book, "2"), (ready, "1"), ("previous", "0")], &[(book, "2"), ("previous", "1")]);
        check(&[(book, "2"), (ready, "1"), ("old", "0")], &[(book, "2"), ("previous", "1")]);
        check(&[(book, "2"), ("previous", "1"), ("old", "0")], &[(book, "2"), ("previous", "1")]);
        // The first site of all.
        check(&[(ready, "2")], &[(book, "2")]);
        // By two renames: after the first, after the second.
        check(&[("was", "1"), (ready, "2"), ("previous", "0")], &[(book, "2"), ("previous", "1")]);
        check(&[(book, "2"), ("was", "1"), ("previous", "0")], &[(book, "2"), ("previous", "1")]);
        // Going back by two renames: after the first, after the second.
        check(&[("was", "1"), ("previous", "0")], &[(book, "1"), ("previous", "0")]);
        check(&[(book, "0"), ("was", "1")], &[(book, "0"), ("previous", "1")]);
    }
}
