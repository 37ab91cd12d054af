//! Programs of the user's that draw diagrams: the text of a fence in, the bytes of an SVG out.
//!
//! A program is started without a shell, in the project's folder, and ends in time or is stopped with everything that it
//! started. What it made is kept in the user's cache, by the program, its arguments and the text, so that a build draws
//! only what is new.
#![expect(clippy::disallowed_methods, reason = "the edge starts other programs and reads and keeps what they wrote")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::DiskError;
use super::run::{Ended, Run, Scratch, is_program, last_line};
use crate::config::Renderer;
use crate::page::{Draw, NotDrawn, Sketch};

/// The largest drawing in bytes: a page of a hundred of them still opens.
const LARGEST: u64 = 4 * 1024 * 1024;

/// So many drawings are kept; beyond, the oldest go.
const MOST_KEPT: usize = 2_000;

/// Runs the programs that `[diagrams]` names.
#[derive(Debug)]
pub struct Programs {
    root: PathBuf,
    path: Option<OsString>,
    cache: Option<PathBuf>,
}

impl Programs {
    /// Programs for the project in `root`, looked for in the folders of `path`; what they drew is kept in `cache`.
    pub fn new(root: &Path, path: Option<OsString>, cache: Option<PathBuf>) -> Self {
        Self { root: root.to_owned(), path, cache }
    }

    /// The program of a name: a path counts from the project's folder.
    fn find(&self, name: &str) -> Option<PathBuf> {
        if name.contains('/') {
            return Some(self.root.join(name)).filter(|program| is_program(program));
        }
        let folders = self.path.as_deref().map(std::env::split_paths);
        folders.into_iter().flatten().map(|folder| folder.join(name)).find(|program| is_program(program))
    }

    /// Where a drawing is kept: by everything that it is known to depend on.
    fn kept_at(&self, program: &Path, renderer: &Renderer, sketch: &Sketch) -> Option<PathBuf> {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        // Another version of the program, or of a file of settings that it is given, draws anew.
        let arguments = renderer.command.iter().skip(1);
        for file in arguments.clone().map(|name| self.root.join(name)).chain([program.to_owned()]) {
            if let Ok(there) = fs::metadata(&file) {
                add(file.as_os_str().as_encoded_bytes());
                add(format!("{} {} {}", there.len(), there.mtime(), there.mtime_nsec()).as_bytes());
            }
        }
        arguments.for_each(|argument| add(argument.as_bytes()));
        add(sketch.text.as_bytes());
        Some(self.cache.as_ref()?.join(format!("{}.svg", hasher.finalize().to_hex())))
    }

    fn run(&self, program: &Path, renderer: &Renderer, sketch: &Sketch) -> Result<Vec<u8>, NotDrawn> {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let disk = |cause: DiskError| NotDrawn::NotNow(cause.to_string());
        let scratch = Scratch::new("draw").map_err(disk)?;
        let file = |name: &str| scratch.path().join(name);
        let (input, output, shown, said) =
            (file("diagram.txt"), file("diagram.svg"), file("shown.svg"), file("said.txt"));
        fs::write(&input, sketch.text.as_bytes()).map_err(|cause| disk(DiskError::new("write", &input, cause)))?;
        let create = |path: &Path| File::create(path).map_err(|cause| disk(DiskError::new("write", path, cause)));
        let (out, log) = (create(&shown)?, create(&said)?);
        let stdin = File::open(&input).map_err(|cause| disk(DiskError::new("read", &input, cause)))?;
        let mut command = Command::new(program);
        let mut writes_file = false;
        for argument in renderer.command.iter().skip(1) {
            writes_file |= argument.contains("{output}");
            let filled = argument.replace("{input}", &input.to_string_lossy());
            command.arg(filled.replace("{output}", &output.to_string_lossy()));
        }
        command.current_dir(&self.root).stdin(Stdio::from(stdin)).stdout(out).stderr(log);
        let run =
            Run::start(command).map_err(|cause| NotDrawn::NotNow(format!("`{name}` cannot be started: {cause}")))?;
        let made = if writes_file { &output } else { &shown };
        let size = |path: &Path| fs::metadata(path).map_or(0, |there| there.len());
        let small = || [&output, &shown, &said].iter().all(|path| size(path) <= LARGEST);
        let time = Duration::from_secs(renderer.timeout);
        let too_much = || NotDrawn::Refused(format!("`{name}` made more than {} MB", LARGEST / 1_048_576));
        match run.wait(time, small) {
            Ok(Ended::ByItself(status)) if status.success() => {}
            Ok(Ended::ByItself(_)) => {
                let said = last_line(&String::from_utf8_lossy(&read(&said).unwrap_or_default()));
                let said = if said.is_empty() { String::new() } else { format!(": {said}") };
                return Err(NotDrawn::Refused(format!("`{name}` failed{said}")));
            }
            Ok(Ended::Late) => {
                return Err(NotDrawn::Refused(format!("`{name}` did not finish within {} s", time.as_secs())));
            }
            Ok(Ended::Stopped) => return Err(too_much()),
            Err(cause) => return Err(NotDrawn::NotNow(format!("`{name}`: {cause}"))),
        }
        // A pipe in its place would be waited for, and a link may lead to any file.
        let is_file = fs::symlink_metadata(made).is_ok_and(|there| there.is_file());
        if !is_file {
            return Err(NotDrawn::Refused(format!("`{name}` made nothing")));
        }
        if size(made) > LARGEST {
            return Err(too_much());
        }
        match read(made) {
            Ok(bytes) if !bytes.is_empty() => Ok(bytes),
            Ok(_) => Err(NotDrawn::Refused(format!("`{name}` made nothing"))),
            Err(cause) => Err(NotDrawn::NotNow(format!("what `{name}` made cannot be read: {cause}"))),
        }
    }

    /// Keeps a drawing; where that fails it is drawn again the next time.
    fn keep(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let Some(cache) = &self.cache else { return Ok(()) };
        fs::create_dir_all(cache)?;
        fs::set_permissions(cache, fs::Permissions::from_mode(0o700))?;
        let new = path.with_extension(format!("{}.new", std::process::id()));
        fs::write(&new, bytes)?;
        fs::rename(&new, path)?;
        let mut kept: Vec<_> = fs::read_dir(cache)?
            .flatten()
            .filter_map(|entry| Some((entry.metadata().ok()?.mtime(), entry.path())))
            .collect();
        if kept.len() > MOST_KEPT {
            kept.sort();
            // Some more than one, so that not every new drawing looks for the oldest again.
            for (_, old) in kept.iter().take(kept.len() - MOST_KEPT + MOST_KEPT / 10) {
                fs::remove_file(old)?;
            }
        }
        Ok(())
    }
}

impl Draw for Programs {
    fn draw(&self, sketch: &Sketch, renderer: &Renderer) -> Result<Vec<u8>, NotDrawn> {
        let name = renderer.command.first().map_or("", String::as_str);
        let Some(program) = self.find(name) else {
            return Err(NotDrawn::NotNow(format!("there is no program `{name}`")));
        };
        let kept = self.kept_at(&program, renderer, sketch);
        if let Some(bytes) = kept.as_deref().and_then(|kept| read(kept).ok()).filter(|bytes| !bytes.is_empty()) {
            return Ok(bytes);
        }
        let bytes = self.run(&program, renderer, sketch)?;
        if let Some(kept) = kept {
            _ = self.keep(&kept, &bytes);
        }
        Ok(bytes)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ErrorKind> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|cause| cause.kind())?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|cause| cause.kind())?;
    Ok(bytes)
}

/// The folder for what was drawn, out of `XDG_CACHE_HOME` and `HOME` (XDG Base Directory Specification 0.8).
pub fn cache_folder(cache: Option<&OsStr>, home: Option<&OsStr>) -> Option<PathBuf> {
    let absolute = |folder: &OsStr| Some(PathBuf::from(folder)).filter(|folder| folder.is_absolute());
    let caches = cache.and_then(absolute).or_else(|| Some(home.and_then(absolute)?.join(".cache")))?;
    Some(caches.join("lifeboat/diagrams"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::{Programs, cache_folder};
    use crate::config::Renderer;
    use crate::page::{Draw, NotDrawn, Sketch};

    fn script(folder: &Path, text: &str) {
        let path = folder.join("draw");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn draw(programs: &Programs, arguments: &[&str], text: &str) -> Result<String, NotDrawn> {
        let command = ["./draw"].iter().chain(arguments).map(ToString::to_string).collect();
        let sketch = Sketch { table: "graphviz", text: text.into() };
        let made = programs.draw(&sketch, &Renderer { command, timeout: 1 });
        made.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn check(text: &str, arguments: &[&str], expected: Result<&str, NotDrawn>) {
        let folder = tempfile::tempdir().unwrap();
        script(folder.path(), text);
        let programs = Programs::new(folder.path(), None, None);
        assert_eq!(draw(&programs, arguments, "graph {}"), expected.map(str::to_owned));
    }

    #[test]
    fn a_program_reads_and_writes_streams_or_files() {
        check("echo \"<svg>$(cat)</svg>\"", &[], Ok("<svg>graph {}</svg>\n"));
        check("cp \"$2\" \"${3#o=}\"; echo chatter", &["-x", "{input}", "o={output}"], Ok("graph {}"));
    }

    #[test]
    fn what_goes_wrong_is_said() {
        let refused = |why: &str| Err(NotDrawn::Refused(why.to_owned()));
        check("echo first >&2; echo 'line 3: no' >&2; exit 1", &[], refused("`draw` failed: line 3: no"));
        check("exit 1", &[], refused("`draw` failed"));
        check("sleep 60 & wait", &[], refused("`draw` did not finish within 1 s"));
        check("yes", &[], refused("`draw` made more than 4 MB"));
        check("true", &[], refused("`draw` made nothing"));
        check("true", &["{output}"], refused("`draw` made nothing"));
        check("mkfifo \"$1\"", &["{output}"], refused("`draw` made nothing"));
        check("ln -s /etc/hostname \"$1\"", &["{output}"], refused("`draw` made nothing"));
        let folder = tempfile::tempdir().unwrap();
        let programs = Programs::new(folder.path(), None, None);
        assert_eq!(draw(&programs, &[], "x"), Err(NotDrawn::NotNow("there is no program `./draw`".to_owned())));
    }

    #[test]
    fn a_drawing_is_made_once_for_a_program_and_a_text() {
        let folder = tempfile::tempdir().unwrap();
        let count = "echo x >> count; echo \"<svg>$(wc -l < count)</svg>\"";
        script(folder.path(), count);
        let programs = Programs::new(folder.path(), None, Some(folder.path().join("cache/a")));
        let times: Vec<String> =
            ["a", "b", "a"].iter().map(|text| draw(&programs, &[], text).unwrap().trim().to_owned()).collect();
        assert_eq!(times, ["<svg>1</svg>", "<svg>2</svg>", "<svg>1</svg>"]);
        script(folder.path(), &format!("{count} # another version"));
        assert_eq!(draw(&programs, &[], "a").unwrap().trim(), "<svg>3</svg>");
    }

    #[test]
    fn the_cache_lies_where_the_desktop_keeps_such() {
        let folder = |cache: &str, home: &str| {
            cache_folder(Some(cache.as_ref()), Some(home.as_ref())).map(|folder| folder.to_string_lossy().into_owned())
        };
        assert_eq!(folder("/c", "/h"), Some("/c/lifeboat/diagrams".to_owned()));
        assert_eq!(folder("relative", "/h"), Some("/h/.cache/lifeboat/diagrams".to_owned()));
        assert_eq!(folder("", ""), None);
    }
}
