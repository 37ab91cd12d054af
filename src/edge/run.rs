//! Another program at work, in a folder of its own: it ends in time or is stopped with everything that it started.
#![expect(clippy::disallowed_methods, reason = "the edge starts other programs and makes their folders")]

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::DiskError;
use super::clock::Deadline;

/// How often a run is looked at.
const LOOK: Duration = Duration::from_millis(25);

/// A program at work; nothing of it outlives this.
pub(super) struct Run(Child);

/// How a run was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It ended.
    ByItself(ExitStatus),
    /// Its time was over.
    Late,
    /// It may not go on.
    Stopped,
}

impl Run {
    /// Starts it as the head of a group of processes.
    pub(super) fn start(mut command: Command) -> io::Result<Self> {
        command.process_group(0).spawn().map(Self)
    }

    /// Waits for its end, at most so long, and while it may go on.
    pub(super) fn wait(mut self, time: Duration, may_go_on: impl Fn() -> bool) -> io::Result<Ended> {
        let deadline = Deadline::after(time);
        let mut pause = Duration::from_millis(1);
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(Ended::ByItself(status));
            }
            if deadline.left().is_zero() {
                return Ok(Ended::Late);
            }
            if !may_go_on() {
                return Ok(Ended::Stopped);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LOOK);
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            _ = kill_process_group(group, Signal::KILL);
        }
        _ = self.0.wait();
    }
}

/// Whether a file is a program that may be started.
pub(super) fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| there.is_file() && there.permissions().mode() & 0o111 != 0)
}

/// The last line that says something, cut to what a terminal shows.
pub(super) fn last_line(said: &str) -> String {
    let line = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    line.trim().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// A temporary folder for one run, for the user alone; it goes with this.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes one; `name` says what for.
    pub(super) fn new(name: &str) -> Result<Self, DiskError> {
        let temporary = std::env::temp_dir();
        for number in 0..1000 {
            let folder = temporary.join(format!("lifeboat-{name}-{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => {
                    let own = Self(folder);
                    // What it is made for may be confidential, and a temporary folder is everybody's.
                    fs::set_permissions(&own.0, fs::Permissions::from_mode(0o700))
                        .map_err(DiskError::on("protect", &own.0))?;
                    return Ok(own);
                }
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(DiskError::new("make", folder, cause)),
            }
        }
        Err(DiskError::new("make a folder in", temporary, io::ErrorKind::AlreadyExists))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A process that is just ending may still write; what is left then is removed with the next look.
        for _ in 0..20 {
            if fs::remove_dir_all(&self.0).is_ok() {
                return;
            }
            std::thread::sleep(LOOK);
        }
    }
}
