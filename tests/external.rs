//! `check --external` against a server of the test's own.
#![cfg(feature = "external")]
#![expect(clippy::disallowed_methods, reason = "the test writes a project and serves it")]
#![expect(clippy::unwrap_used, reason = "a test that meets what it does not expect fails there")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// How often each `METHOD /path` was asked for.
type Asked = Arc<Mutex<BTreeMap<String, usize>>>;

/// Serves a few pages that answer in different ways, until the test ends.
fn serve() -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let counts = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let counts = Arc::clone(&counts);
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut first = String::new();
                reader.read_line(&mut first).unwrap();
                let mut line = String::new();
                while reader.read_line(&mut line).unwrap_or(0) > 2 {
                    line.clear();
                }
                let request = first.split(" HTTP").next().unwrap().to_owned();
                let count = {
                    let mut counts = counts.lock().unwrap();
                    let count = counts.entry(request.clone()).or_default();
                    *count += 1;
                    *count
                };
                let answer = match request.as_str() {
                    "HEAD /busy" if count < 3 => "503 Busy",
                    "HEAD /there" | "GET /no-head" | "HEAD /busy" => "200 OK",
                    "HEAD /moved" => "302 Found\r\nLocation: /there",
                    "HEAD /no-head" => "405 Method Not Allowed",
                    "HEAD /slow" => {
                        std::thread::sleep(std::time::Duration::from_secs(3));
                        "200 OK"
                    }
                    _ => "404 Not Found",
                };
                _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            });
        }
    });
    (address, asked)
}

#[test]
fn addresses_are_asked_politely_and_those_that_do_not_answer_are_told() {
    let (server, asked) = serve();
    let folder = tempfile::tempdir().unwrap();
    let paths = ["there", "there#part", "moved", "no-head", "busy", "gone", "slow"];
    let links: Vec<String> = paths.iter().map(|path| format!("[x]({server}/{path})\n\n")).collect();
    let links = links.concat();
    std::fs::write(folder.path().join("index.md"), format!("# Home\n\n{links}[dead](http://127.0.0.1:1/)\n")).unwrap();
    let cache = folder.path().join("asked.json");
    let check = || {
        Command::new(env!("CARGO_BIN_EXE_lifeboat"))
            .args(["check", "--external", "--external-pause", "0.01", "--external-timeout", "1", "--format", "json"])
            .arg("--external-cache")
            .arg(&cache)
            .arg(folder.path())
            .output()
            .unwrap()
    };
    let said = String::from_utf8(check().stdout).unwrap();
    let told = |path: &str| said.contains(&format!("{path}` does not answer"));
    assert!(said.contains("\"L040\""), "{said}");
    assert!(told("/gone") && told("/slow") && told("127.0.0.1:1/"), "{said}");
    assert!(!["/there", "/moved", "/no-head", "/busy"].into_iter().any(told), "{said}");
    let count = |request: &str| asked.lock().unwrap().get(request).copied().unwrap_or_default();
    // `/moved` leads to it as well; the part of a page is no other page.
    assert_eq!(count("HEAD /there"), 2);
    assert_eq!((count("HEAD /busy"), count("GET /no-head"), count("GET /gone"), count("HEAD /gone")), (3, 1, 1, 1));
    // What was there is not asked for again; what was not is.
    check();
    assert_eq!((count("HEAD /there"), count("HEAD /busy"), count("GET /no-head"), count("HEAD /gone")), (2, 3, 1, 2));
}

#[test]
fn without_the_flag_nothing_is_asked() {
    let (server, asked) = serve();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.md"), format!("# Home\n\n[x]({server}/gone)\n")).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_lifeboat")).arg("check").arg(folder.path()).output().unwrap();
    assert!(done.status.success());
    assert!(asked.lock().unwrap().is_empty());
}
