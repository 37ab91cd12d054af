//! The head of a request → a [`Request`], or the status that it deserves.

use super::head::is_token;
use super::host::Hosts;
use super::response::Status;
use super::target::{decode, read_target};

/// More fields than this are no browser's.
const MOST_FIELDS: usize = 128;

/// A request that may be answered: GET or HEAD, to a host of ours, without a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path without its first `/`, decoded; `None` where it names nothing that a site could hold.
    pub path: Option<String>,
    query: String,
    fields: Vec<(String, String)>,
    /// Whether it comes from a page of ours, as far as the browser says where it comes from.
    pub own_page: bool,
    pub(super) keep_alive: bool,
}

impl Request {
    /// The value of a header field by its name in lower case; of several, the first.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| &**value)
    }

    /// A value of the query, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(own, _)| *own == name).find_map(|(_, value)| decode(&value.replace('+', " ")).ok())
    }

    /// A cookie's value, decoded.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.fields.iter().filter(|(own, _)| own == "cookie").flat_map(|(_, value)| value.split(';'));
        let mut pairs = cookies.filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(own, _)| *own == name).and_then(|(_, value)| decode(value).ok())
    }
}

/// Reads a head, which ends with its empty line.
///
/// # Errors
/// The status that it deserves.
pub(super) fn read_request(head: &[u8], hosts: &Hosts) -> Result<Request, Status> {
    let (line, fields) = split_line(head).ok_or(Status::BAD)?;
    let line = std::str::from_utf8(line).map_err(|_| Status::BAD)?;
    let mut parts = line.split(' ');
    let (Some(method), Some(target), Some(version), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Status::BAD);
    };
    if method.is_empty() || target.is_empty() || !method.bytes().all(is_token) {
        return Err(Status::BAD);
    }
    let persistent = read_version(version)?;
    let fields = read_fields(fields)?;
    let values = |name: &'static str| fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| &**value);
    let mut named = values("host");
    let (Some(host), None) = (named.next(), named.next()) else { return Err(Status::BAD) };
    if !hosts.judge(host).ok_or(Status::BAD)? {
        return Err(Status::FORBIDDEN);
    }
    if !matches!(method, "GET" | "HEAD") {
        return Err(Status::METHOD);
    }
    let target = read_target(target)?;
    if let Some(authority) = &target.authority
        && !hosts.judge(authority).ok_or(Status::BAD)?
    {
        return Err(Status::FORBIDDEN);
    }
    // What a body of GET would mean nobody has defined; read or left unread, it could be taken for the next request.
    if values("transfer-encoding").next().is_some() || values("content-length").any(|length| length != "0") {
        return Err(Status::BAD);
    }
    if values("expect").any(|what| !what.eq_ignore_ascii_case("100-continue")) {
        return Err(Status::EXPECTATION);
    }
    let own_page = values("origin").all(|origin| hosts.is_own_origin(origin))
        && values("sec-fetch-site").all(|site| matches!(site, "same-origin" | "none"));
    let options = || values("connection").flat_map(|value| value.split(',')).map(str::trim);
    let says = |word: &str| options().any(|option| option.eq_ignore_ascii_case(word));
    let keep_alive = if persistent { !says("close") } else { says("keep-alive") };
    Ok(Request { path: target.path, query: target.query, own_page, keep_alive, fields })
}

/// The first line and the fields below it.
fn split_line(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = head.windows(2).position(|pair| pair == b"\r\n")?;
    Some((head.get(..end)?, head.get(end + 2..)?))
}

/// Whether connections of this version stay open unless somebody says otherwise.
fn read_version(written: &str) -> Result<bool, Status> {
    let number = written.strip_prefix("HTTP/").ok_or(Status::BAD)?;
    match number.as_bytes() {
        b"1.0" => Ok(false),
        // A later minor version is answered by the latest that is known (RFC 9110, 2.5).
        [b'1', b'.', b'1'..=b'9'] => Ok(true),
        [b'0'..=b'9', b'.', b'0'..=b'9'] => Err(Status::VERSION),
        _ => Err(Status::BAD),
    }
}

fn read_fields(bytes: &[u8]) -> Result<Vec<(String, String)>, Status> {
    // Lines that end otherwise are read differently by different programs, which is how requests are smuggled.
    let lone = |(at, byte): (usize, &u8)| *byte == b'\n' && (at == 0 || bytes.get(at - 1) != Some(&b'\r'));
    if bytes.iter().enumerate().any(lone) {
        return Err(Status::BAD);
    }
    let mut slots = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let (_, fields) = match httparse::parse_headers(bytes, &mut slots) {
        Ok(httparse::Status::Complete(parsed)) => parsed,
        Err(httparse::Error::TooManyHeaders) => return Err(Status::LONG_HEADERS),
        Ok(httparse::Status::Partial) | Err(_) => return Err(Status::BAD),
    };
    let field = |field: &httparse::Header<'_>| {
        let value: String = field.value.iter().map(|byte| char::from(*byte)).collect();
        (field.name.to_ascii_lowercase(), value.trim().to_owned())
    };
    Ok(fields.iter().map(field).collect())
}

#[cfg(test)]
mod tests {
    use super::{Hosts, Request, Status, read_request};

    fn read(head: &str) -> Result<Request, Status> {
        let head = head.replace('\n', "\r\n");
        read_request(format!("{head}\r\n\r\n").as_bytes(), &Hosts::new("localhost", 3000, false))
    }

    fn check(head: &str, expected: Result<&str, Status>) {
        let path = read(head).map(|request| request.path.unwrap_or_else(|| "nothing".to_owned()));
        assert_eq!(path, expected.map(str::to_owned), "{head}");
    }

    #[test]
    fn a_request_of_a_browser_is_read() {
        check("GET /a%20b.html HTTP/1.1\nHost: localhost:3000", Ok("a b.html"));
        check("HEAD / HTTP/1.0\nhost:  127.0.0.1:3000 ", Ok(""));
        check("GET http://localhost:3000/a HTTP/1.1\nHost: localhost:3000", Ok("a"));
        check("GET /a HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade", Ok("a"));
        check("GET /a HTTP/1.1\nHost: localhost\nContent-Length: 0", Ok("a"));
    }

    #[test]
    fn each_fault_has_its_status() {
        for (head, status) in [
            ("GET /", Status::BAD),
            ("GET  / HTTP/1.1\nHost: localhost", Status::BAD),
            ("GET / HTTP/1.1 \nHost: localhost", Status::BAD),
            ("G\u{e4}T / HTTP/1.1\nHost: localhost", Status::BAD),
            ("GET / http/1.1\nHost: localhost", Status::BAD),
            ("GET / HTTP/11.1\nHost: localhost", Status::BAD),
            ("GET / HTTP/2.0\nHost: localhost", Status::VERSION),
            ("GET / HTTP/0.9\nHost: localhost", Status::VERSION),
            ("GET / HTTP/1.1", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\nHost: localhost", Status::BAD),
            ("GET / HTTP/1.1\nHost: ", Status::BAD),
            ("GET / HTTP/1.1\nHost: a b", Status::BAD),
            ("GET / HTTP/1.1\nHost: evil.example", Status::FORBIDDEN),
            ("GET http://evil.example/ HTTP/1.1\nHost: localhost", Status::FORBIDDEN),
            ("GET http:///a HTTP/1.1\nHost: localhost", Status::BAD),
            ("get / HTTP/1.1\nHost: localhost", Status::METHOD),
            ("POST / HTTP/1.1\nHost: localhost\nContent-Length: 5", Status::METHOD),
            ("CONNECT localhost:1 HTTP/1.1\nHost: localhost", Status::METHOD),
            ("OPTIONS * HTTP/1.1\nHost: localhost", Status::METHOD),
            ("GET * HTTP/1.1\nHost: localhost", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\nContent-Length: 5", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\nExpect: wonders", Status::EXPECTATION),
            ("GET / HTTP/1.1\nHost: localhost\n folded", Status::BAD),
            ("GET / HTTP/1.1\nHost : localhost", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\nno colon", Status::BAD),
            ("GET / HTTP/1.1\nHost: localhost\na: \u{0}", Status::BAD),
        ] {
            check(head, Err(status));
        }
        let many = "\nx: y".repeat(200);
        check(&format!("GET / HTTP/1.1\nHost: localhost{many}"), Err(Status::LONG_HEADERS));
    }

    #[test]
    fn other_sites_are_told_apart() {
        let own = |field: &str| read(&format!("GET / HTTP/1.1\nHost: localhost:3000\n{field}")).unwrap().own_page;
        assert!(own("Accept: */*") && own("Origin: http://localhost:3000") && own("Sec-Fetch-Site: same-origin"));
        assert!(!own("Origin: http://evil.example") && !own("Origin: null") && !own("Sec-Fetch-Site: cross-site"));
    }

    #[test]
    fn queries_and_cookies_are_decoded() {
        let request = read("GET /?a=b%20c&d=%zz HTTP/1.1\nHost: localhost\nCookie: x=1; y=%C3%A4").unwrap();
        assert_eq!(request.query("a").as_deref(), Some("b c"));
        assert_eq!(request.query("d"), None);
        assert_eq!(request.cookie("y").as_deref(), Some("ä"));
    }

    #[test]
    fn a_connection_stays_open_as_its_version_says() {
        let stays = |head: &str| read(&format!("{head}\nHost: localhost")).unwrap().keep_alive;
        assert!(stays("GET / HTTP/1.1") && stays("GET / HTTP/1.0\nConnection: Keep-Alive"));
        assert!(!stays("GET / HTTP/1.0") && !stays("GET / HTTP/1.1\nConnection: upgrade, close"));
    }
}
