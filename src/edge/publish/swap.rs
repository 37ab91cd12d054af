//! The moment of publication: a finished site and the published one change places.

use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::side::{Side, rename};
use super::{PublishError, Target};
use crate::edge::DiskError;

/// Puts the finished site in the place of the output; the old site becomes the one to go back to.
pub(super) fn exchange(target: &Target, side: &Side, ready: &Path) -> Result<(), PublishError> {
    let left = put_in_place(target, side, ready, rename_exchanging)?;
    flush(&target.parent)?;
    if let Some(left) = left {
        // The new site is published. Should this fail, the next builder does it.
        let _left_to_the_next = side.keep_as_previous(&left);
    }
    Ok(())
}

/// Exchanges the output and the previous site.
pub(super) fn swap_with_previous(target: &Target, side: &Side) -> Result<(), PublishError> {
    let left = put_in_place(target, side, &side.previous(), rename_exchanging)?;
    flush(&target.parent)?;
    if let Some(left) = left.filter(|left| *left != side.previous()) {
        rename(&left, &side.previous())?;
    }
    flush(&side.path)?;
    Ok(())
}

/// Exchanges two folders by one rename.
type Exchange = fn(&Path, &Path) -> rustix::io::Result<()>;

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn rename_exchanging(one: &Path, other: &Path) -> rustix::io::Result<()> {
    rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn rename_exchanging(_: &Path, _: &Path) -> rustix::io::Result<()> {
    Err(Errno::NOSYS)
}

/// Answers where the old site is now; `None` where there was none.
fn put_in_place(
    target: &Target,
    side: &Side,
    ready: &Path,
    exchange: Exchange,
) -> Result<Option<PathBuf>, PublishError> {
    let output = target.path();
    let failed = |errno: Errno| match errno {
        // The mounts were looked for before. What is left is a folder of a lower layer of a container's disk.
        Errno::XDEV => PublishError::refused(
            target.given(),
            "the disk cannot move it, as with a folder that came with a container image; remove it, or choose another",
        ),
        errno => DiskError::new("exchange", &output, errno).into(),
    };
    match exchange(&output, ready) {
        Ok(()) => Ok(Some(ready.to_owned())),
        Err(Errno::NOENT) => {
            rustix::fs::rename(ready, &output).map_err(failed)?;
            Ok(None)
        }
        // The disk cannot exchange (NFS, some FUSE and FAT drivers). For a moment there is no output at all; a builder
        // that is killed right then leaves it to the next one, which finds both sites whole.
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => {
            let was = side.path.join("was");
            match rustix::fs::rename(&output, &was) {
                Ok(()) => {}
                Err(Errno::NOENT) => {
                    rustix::fs::rename(ready, &output).map_err(failed)?;
                    return Ok(None);
                }
                Err(errno) => return Err(failed(errno)),
            }
            if let Err(errno) = rustix::fs::rename(ready, &output) {
                // Back to the old site: this rename undoes the one that has just succeeded.
                rename(&was, &output)?;
                return Err(failed(errno));
            }
            Ok(Some(was))
        }
        Err(errno) => Err(failed(errno)),
    }
}

/// Makes the renames in a folder outlast a power cut.
pub(in crate::edge) fn flush(folder: &Path) -> Result<(), DiskError> {
    let failed = || DiskError::on("flush to the disk", folder);
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = rustix::fs::open(folder, flags, Mode::empty()).map_err(failed())?;
    match rustix::fs::fsync(&opened) {
        // Some network disks cannot flush a folder.
        Ok(()) | Err(Errno::INVAL | Errno::OPNOTSUPP) => Ok(()),
        Err(errno) => Err(failed()(errno)),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test looks at the disk that the edge wrote")]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use rustix::io::Errno;

    use super::{Side, Target, put_in_place, rename_exchanging};

    /// Puts `ready` in the place of the output and tells what is there, and where the old site is.
    fn check(exchange: super::Exchange, has_old: bool, expected: (&str, Option<&str>)) {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::named(&folder.path().join("book")).unwrap().unwrap();
        let side = Side::lock(&target, Duration::ZERO).unwrap();
        let ready = side.path.join("ready");
        let make = |path: &Path, text| {
            fs::create_dir(path).unwrap();
            fs::write(path.join("a"), text).unwrap();
        };
        make(&ready, "new");
        if has_old {
            make(&target.path(), "old");
        }
        let left = put_in_place(&target, &side, &ready, exchange).unwrap();
        let found = fs::read_to_string(target.path().join("a")).unwrap();
        let left = left.map(|left| fs::read_to_string(left.join("a")).unwrap());
        assert_eq!((&*found, left.as_deref()), expected);
    }

    #[test]
    fn a_disk_that_cannot_exchange_folders_takes_two_renames() {
        check(rename_exchanging, true, ("new", Some("old")));
        check(rename_exchanging, false, ("new", None));
        check(|_, _| Err(Errno::INVAL), true, ("new", Some("old")));
        check(|_, _| Err(Errno::INVAL), false, ("new", None));
    }
}
