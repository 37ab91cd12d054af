//! A running preview, and what can be asked of it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Long enough for any machine; a test that gets what it waits for does not wait it out.
const PATIENCE: Duration = Duration::from_mins(1);

/// A preview of a folder of its own; it ends with this value.
pub(crate) struct Preview {
    program: Child,
    lines: Receiver<String>,
    folder: tempfile::TempDir,
    /// Its port.
    pub(crate) port: u16,
    /// Everything that it said so far.
    pub(crate) said: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status; 0 where there was no answer.
    pub(crate) status: u16,
    /// The header fields, in lower case, a line each.
    pub(crate) head: String,
    /// What follows.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Preview {
    /// Shows a project of these files.
    pub(crate) fn of(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the project");
        let project = folder.path().join("play book #1");
        std::fs::create_dir(&project).expect("the project's folder");
        for (path, text) in files {
            write(&project.join(path), text);
        }
        let mut program = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .arg("watch")
            .arg(&project)
            .args(["--port", "0", "--as-of", "2026-12-01", "--color", "never"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let told = BufReader::new(program.stderr.take().expect("what it says"));
        let (send, lines) = channel();
        thread::spawn(move || told.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut preview = Self { program, lines, folder, port: 0, said: String::new() };
        let line = preview.wait_for("preview at ");
        let (_, rest) = line.rsplit_once(':').expect("a port");
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        preview.port = digits.parse().expect("a port");
        preview
    }

    /// Waits until it says a line with these words.
    pub(crate) fn wait_for(&mut self, words: &str) -> String {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.said.push_str(&line);
                    self.said.push('\n');
                    if line.contains(words) {
                        return line;
                    }
                }
                Err(std::sync::mpsc::RecvTimeoutError::Timeout | std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                    panic!("never said “{words}”:\n{}", self.said)
                }
            }
        }
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.project().join(path), text);
    }

    /// Puts a whole file in the place of one, as careful editors save: no reading meets half of it.
    pub(crate) fn replace(&self, path: &str, text: &str) {
        let file = self.project().join(path);
        let beside = file.with_extension("tmp~");
        write(&beside, text);
        std::fs::rename(beside, file).expect("the new file in its place");
    }

    /// The project's folder.
    pub(crate) fn project(&self) -> std::path::PathBuf {
        self.folder.path().join("play book #1")
    }

    /// Asks for a path as a browser would.
    pub(crate) fn get(&self, path: &str) -> Answer {
        Self::get_at(self.port, path)
    }

    /// The same of the preview at a port, from anywhere.
    pub(crate) fn get_at(port: u16, path: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the preview is there");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time to wait");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
        _ = stream.write_all(request.as_bytes());
        read_answer(stream)
    }

    /// Asks for a path with more header fields.
    pub(crate) fn get_with(&self, path: &str, fields: &str) -> Answer {
        let host = self.port;
        self.send(
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{host}\r\n{fields}\r\nConnection: close\r\n\r\n")
                .as_bytes(),
        )
    }

    /// The token that its pages carry.
    pub(crate) fn token(&self) -> String {
        let page = self.get("/").text();
        let (_, rest) = page.split_once("data-token=\"").expect("pages carry a token");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Sends these bytes and takes all that comes back.
    pub(crate) fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // It may end the connection before it took everything.
        _ = stream.write_all(bytes);
        read_answer(stream)
    }

    /// Sends these bytes and nothing more.
    pub(crate) fn send_and_stop(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        _ = stream.write_all(bytes);
        _ = stream.shutdown(Shutdown::Write);
        read_answer(stream)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview is there");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time to wait");
        stream
    }

    /// Whether the program is still running.
    pub(crate) fn is_running(&mut self) -> bool {
        self.program.try_wait().expect("its state").is_none()
    }

    /// The number of the program.
    pub(crate) fn id(&self) -> u32 {
        self.program.id()
    }

    /// Waits until it ended.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        self.program.wait().expect("it ends")
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        _ = self.program.kill();
        _ = self.program.wait();
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("its folder");
    std::fs::write(path, text).expect("the file");
}

/// Everything until the connection ends, as one answer.
pub(crate) fn read_answer(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { status, head, body: bytes[end..].to_vec() }
}
