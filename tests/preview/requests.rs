//! What the server answers to requests, good and bad.

use std::io::{Read as _, Write as _};

use crate::preview::{Preview, read_answer};

const SITE: [(&str, &str); 3] = [
    ("src/index.md", "# Start\n\n[On](a/b.md)\n"),
    ("src/a/b.md", "# Next\n\nText.\n"),
    ("src/a/index.md", "# Folder\n"),
];

fn preview() -> Preview {
    Preview::of(&SITE, &[])
}

#[test]
fn every_answer_keeps_browsers_strict() {
    let preview = preview();
    for path in ["/", "/a/b.html", "/lifeboat/style/site.css", "/~lifeboat/preview.js", "/no/such/page", "/%zz"] {
        let head = preview.get(path).head;
        for field in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "content-security-policy: default-src 'none'; script-src 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(head.contains(field), "{path}: {field} in\n{head}");
        }
        assert!(!head.contains("access-control-"), "{head}");
    }
}

#[test]
fn each_fault_has_its_status() {
    let preview = preview();
    let long = "a".repeat(9_000);
    let much = "a".repeat(17_000);
    let host = format!("Host: localhost:{}\r\n", preview.port);
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\n{host}\r\n"), 200),
        (format!("GET / HTTP/1.0\r\n{host}\r\n"), 200),
        (format!("GET /a HTTP/1.1\r\n{host}\r\n"), 308),
        (format!("GET http://localhost:{}/a/b.html HTTP/1.1\r\n{host}\r\n", preview.port), 200),
        (format!("GET / HTTP/1.1\r\n{host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), 200),
        ("\u{16}\u{3}\u{1}".to_owned(), 400),
        ("GET /\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\n{host}{host}\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nhello"), 400),
        (format!("GET / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400),
        (format!("GET /%00 HTTP/1.1\r\n{host}\r\n"), 400),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), 403),
        (format!("GET http://evil.example/ HTTP/1.1\r\n{host}\r\n"), 403),
        (format!("GET /../../etc/passwd HTTP/1.1\r\n{host}\r\n"), 404),
        (format!("GET /..%2f..%2fetc/passwd HTTP/1.1\r\n{host}\r\n"), 404),
        (format!("GET //evil.example/ HTTP/1.1\r\n{host}\r\n"), 404),
        (format!("POST / HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nhello"), 405),
        (format!("CONNECT a:1 HTTP/1.1\r\n{host}\r\n"), 405),
        (format!("GET /{long} HTTP/1.1\r\n{host}\r\n"), 414),
        (format!("GET / HTTP/1.1\r\n{host}x: {much}\r\n\r\n"), 431),
        (format!("GET / HTTP/2.0\r\n{host}\r\n"), 505),
    ] {
        let shown: String = request.chars().take(60).collect();
        assert_eq!(preview.send_and_stop(request.as_bytes()).status, status, "{shown:?}");
    }
}

#[test]
fn a_connection_carries_many_requests() {
    let preview = preview();
    let host = format!("Host: localhost:{}", preview.port);
    let one = format!("HEAD /index.html HTTP/1.1\r\n{host}\r\n\r\n");
    let last = format!("GET /a/b.html HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");
    let answer = preview.send((one.repeat(20) + &last).as_bytes());
    let all = answer.head.clone() + &answer.text();
    assert_eq!(all.to_lowercase().matches("http/1.1 200 ok").count(), 21);
    assert!(all.contains("<h1"), "the last answer has its body");
}

#[test]
fn a_client_that_does_not_finish_is_told_so_and_others_are_served() {
    let preview = preview();
    let mut slow = preview.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    let silent = preview.connect();
    assert_eq!(preview.get("/").status, 200);
    assert_eq!(read_answer(slow).status, 408);
    assert_eq!(read_answer(silent).status, 0, "who said nothing is told nothing");
}

#[test]
fn there_is_an_end_to_connections_and_they_come_back() {
    let preview = preview();
    // A busy machine may be so slow that the first ones have outstayed their time before the last one comes: then again.
    let refused = (0..5).any(|_| {
        let connect = |_| std::net::TcpStream::connect(("127.0.0.1", preview.port)).ok();
        let mut crowd: Vec<_> = (0..2_050).map_while(connect).collect();
        for stream in &mut crowd {
            _ = stream.write_all(b"GET");
        }
        crowd.iter_mut().rev().take(50).any(|stream| {
            let mut start = [0; 12];
            // Who is let in gets no answer before the head is there.
            stream.set_read_timeout(Some(std::time::Duration::from_millis(200))).expect("a time that is not 0");
            stream.read_exact(&mut start).is_ok() && &start == b"HTTP/1.1 503"
        })
    });
    assert!(refused, "2,050 connections were all let in");
    let served = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        preview.get("/").status == 200
    });
    assert!(served, "nobody is served any more");
}

#[test]
fn news_are_for_our_own_pages() {
    let preview = preview();
    let token = preview.token();
    let state = format!("/~lifeboat/state?since=0&token={token}");
    assert_eq!(preview.get(&state).status, 200);
    assert_eq!(preview.get_with(&state, &format!("Origin: http://localhost:{}", preview.port)).status, 200);
    for foreign in ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"] {
        assert_eq!(preview.get_with(&state, foreign).status, 403, "{foreign}");
    }
    assert_eq!(preview.get("/~lifeboat/state?since=0").status, 403);
    assert_eq!(preview.get("/~lifeboat/state?since=0&token=00000000000000000000000000000000").status, 403);
    assert_eq!(preview.get("/~lifeboat/blocks?page=index.html").status, 403);
    assert_eq!(preview.get("/~lifeboat/other").status, 404);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_its_own_engine_says_how_to_get_a_pdf() {
    let preview = preview();
    let answer = preview.get("/~lifeboat/book.pdf");
    assert_eq!(answer.status, 501);
    for words in ["was built without its own PDF engine", "lifeboat pdf --engine browser", "print.html"] {
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let state = preview.get(&format!("/~lifeboat/state?since=0&token={}", preview.token())).text();
    assert!(state.contains("\"pdf\":false"), "{state}");
}
