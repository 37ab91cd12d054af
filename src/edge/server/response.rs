//! A [`Response`] → bytes on the wire, with the fields that keep browsers strict.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::edge::clock::http_date;

/// A status of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status(u16, &'static str);

impl Status {
    /// Here it is.
    pub const OK: Self = Self(200, "OK");
    /// The client has it already.
    pub const SAME: Self = Self(304, "Not Modified");
    /// It lies elsewhere.
    pub const MOVED: Self = Self(308, "Permanent Redirect");
    /// That is no request.
    pub const BAD: Self = Self(400, "Bad Request");
    /// Not for you.
    pub const FORBIDDEN: Self = Self(403, "Forbidden");
    /// There is no such thing.
    pub const NOT_FOUND: Self = Self(404, "Not Found");
    /// Only GET and HEAD.
    pub const METHOD: Self = Self(405, "Method Not Allowed");
    /// Too slow.
    pub const TIMEOUT: Self = Self(408, "Request Timeout");
    /// The first line is too long.
    pub const LONG_TARGET: Self = Self(414, "URI Too Long");
    /// Nobody here can do that.
    pub const EXPECTATION: Self = Self(417, "Expectation Failed");
    /// Too many header fields.
    pub const LONG_HEADERS: Self = Self(431, "Request Header Fields Too Large");
    /// Our own fault.
    pub const FAILED: Self = Self(500, "Internal Server Error");
    /// This program cannot do that.
    pub const NOT_BUILT: Self = Self(501, "Not Implemented");
    /// No room.
    pub const BUSY: Self = Self(503, "Service Unavailable");
    /// Not this version of HTTP.
    pub const VERSION: Self = Self(505, "HTTP Version Not Supported");
}

/// The bytes of an answer; shared, for the same page goes to many.
pub type Body = Arc<[u8]>;

/// Scripts and styles of our own, pictures, and nothing else: what every page says of itself, and that nobody may frame
/// it. Sent with everything, so that a picture with a script in it is harmless when it is opened by itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    status: Status,
    media: &'static str,
    body: Body,
    tag: Option<String>,
    location: Option<String>,
    policy: &'static str,
}

impl Response {
    /// These bytes, of this media type.
    pub fn new(status: Status, media: &'static str, body: impl Into<Body>) -> Self {
        Self { status, media, body: body.into(), tag: None, location: None, policy: POLICY }
    }

    /// Says in a word what is wrong.
    pub fn fault(status: Status) -> Self {
        let text = format!("{} {}\n", status.0, status.1);
        Self::new(status, "text/plain; charset=utf-8", text.into_bytes())
    }

    /// It lies at this address now, which must be a path of ours.
    pub fn moved(location: String) -> Self {
        Self { location: Some(location), ..Self::fault(Status::MOVED) }
    }

    /// Takes another policy than that of pages.
    #[must_use]
    pub fn policy(mut self, policy: &'static str) -> Self {
        self.policy = policy;
        self
    }

    /// Gives it a tag, by which the client can ask whether it changed; where it did not, the answer says only that.
    #[must_use]
    pub fn tagged(mut self, tag: &str, known: Option<&str>) -> Self {
        let tag = format!("\"{tag}\"");
        let same = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
        if same && self.status == Status::OK {
            self.status = Status::SAME;
            self.body = Arc::from([]);
        }
        self.tag = Some(tag);
        self
    }

    /// Whether the connection must end after it.
    pub(super) fn ends_connection(&self) -> bool {
        !matches!(self.status.0, 200..400 | 404)
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Everything before the body, and the body too where it is short and wanted.
    pub(super) fn head(&self, head_only: bool, close: bool) -> Vec<u8> {
        let Status(code, reason) = self.status;
        let mut head = format!("HTTP/1.1 {code} {reason}\r\n");
        let mut field = |name: &str, value: &str| _ = write!(head, "{name}: {value}\r\n");
        field("Date", &http_date());
        if self.status != Status::SAME {
            field("Content-Type", self.media);
            field("Content-Length", &self.body.len().to_string());
        }
        if let Some(tag) = &self.tag {
            field("ETag", tag);
        }
        if let Some(location) = &self.location {
            field("Location", location);
        }
        if self.status == Status::METHOD {
            field("Allow", "GET, HEAD");
        }
        if self.status == Status::BUSY {
            field("Retry-After", "1");
        }
        field("Cache-Control", if self.tag.is_some() { "no-cache" } else { "no-store" });
        field("Content-Security-Policy", self.policy);
        field("X-Content-Type-Options", "nosniff");
        field("X-Frame-Options", "DENY");
        field("Referrer-Policy", "no-referrer");
        field("Cross-Origin-Resource-Policy", "same-origin");
        field("Cross-Origin-Opener-Policy", "same-origin");
        field("Connection", if close { "close" } else { "keep-alive" });
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if !head_only && self.body.len() <= 16 * 1024 {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }

    /// The part of the body that [`head`](Self::head) left out.
    pub(super) fn rest(&self, head_only: bool) -> &[u8] {
        if head_only || self.body.len() <= 16 * 1024 { &[] } else { self.body() }
    }
}
