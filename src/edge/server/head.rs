//! Bytes from a client → the head of a request, in time and within bounds.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::time::Duration;

use super::response::Status;
use crate::edge::clock::Deadline;

/// The longest first line, in bytes.
pub(super) const LONGEST_LINE: usize = 8 * 1024;

/// The most that the header fields may take, in bytes (demand 9 of the reliability design).
pub(super) const MOST_HEADERS: usize = 16 * 1024;

/// The longest method; those of HTTP's registry have at most 18 letters.
const LONGEST_METHOD: usize = 32;

/// Why there is no head.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoHead {
    /// The client left, or had nothing to say in time.
    Gone,
    /// What it said so far deserves this answer.
    Fault(Status),
}

/// Reads up to the empty line that ends a head. `buffer` holds what came before and keeps what comes after.
pub(super) fn read_head(stream: &mut TcpStream, buffer: &mut Vec<u8>, deadline: Deadline) -> Result<Vec<u8>, NoHead> {
    let mut chunk = [0; 8 * 1024];
    loop {
        // Some clients send an empty line after a body; RFC 9112, 2.2 asks to pass over it.
        let text = buffer.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(buffer.len());
        buffer.drain(..text);
        if let Some(end) = look(buffer).map_err(NoHead::Fault)? {
            let rest = buffer.split_off(end);
            return Ok(std::mem::replace(buffer, rest));
        }
        let late = if buffer.is_empty() { NoHead::Gone } else { NoHead::Fault(Status::TIMEOUT) };
        let left = deadline.left();
        if left.is_zero() || stream.set_read_timeout(Some(left.max(Duration::from_millis(1)))).is_err() {
            return Err(late);
        }
        match stream.read(&mut chunk) {
            Ok(0) if buffer.is_empty() => return Err(NoHead::Gone),
            // Half a request and no more to come.
            Ok(0) => return Err(NoHead::Fault(Status::BAD)),
            Ok(count) => buffer.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(cause) => match cause.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock | ErrorKind::TimedOut => return Err(late),
                _ => return Err(NoHead::Gone),
            },
        }
    }
}

/// Where the head ends; `None` where more has to come.
///
/// # Errors
/// When nothing that may come would make a head of it.
fn look(bytes: &[u8]) -> Result<Option<usize>, Status> {
    let method = bytes.iter().position(|byte| *byte == b' ').unwrap_or(bytes.len());
    if method > LONGEST_METHOD || !bytes.iter().take(method).all(|byte| is_token(*byte)) {
        return Err(Status::BAD);
    }
    let Some(line) = bytes.iter().position(|byte| *byte == b'\n') else {
        return if bytes.len() > LONGEST_LINE { Err(Status::LONG_TARGET) } else { Ok(None) };
    };
    if line > LONGEST_LINE {
        return Err(Status::LONG_TARGET);
    }
    let fields = bytes.get(line..).unwrap_or_default();
    let ends = |tail: &[u8]| tail.starts_with(b"\n\r\n") || tail.starts_with(b"\n\n");
    let end = (0..fields.len()).find(|at| fields.get(*at..).is_some_and(ends));
    match end {
        Some(at) if at <= MOST_HEADERS => {
            let ending = if fields.get(at + 1) == Some(&b'\r') { 3 } else { 2 };
            Ok(Some(line + at + ending))
        }
        Some(_) => Err(Status::LONG_HEADERS),
        None if fields.len() > MOST_HEADERS => Err(Status::LONG_HEADERS),
        None => Ok(None),
    }
}

/// A character of a method or of the name of a field (RFC 9110, 5.6.2).
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, MOST_HEADERS, look};
    use crate::edge::server::Status;

    #[test]
    fn a_head_ends_at_the_first_empty_line() {
        assert_eq!(look(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nrest"), Ok(Some(27)));
        assert_eq!(look(b"GET / HTTP/1.1\n\n"), Ok(Some(16)));
        assert_eq!(look(b"GET / HTTP/1.1\r\nHost: a\r\n"), Ok(None));
        assert_eq!(look(b""), Ok(None));
    }

    #[test]
    fn what_cannot_become_a_head_is_refused_before_all_of_it_came() {
        assert_eq!(look(b"\x16\x03\x01"), Err(Status::BAD));
        assert_eq!(look(&[b'A'; 100]), Err(Status::BAD));
        let long = [b"GET /".as_slice(), &vec![b'a'; LONGEST_LINE]].concat();
        assert_eq!(look(&long), Err(Status::LONG_TARGET));
        let many = [b"GET / HTTP/1.1\r\nx: ".as_slice(), &vec![b'a'; MOST_HEADERS]].concat();
        assert_eq!(look(&many), Err(Status::LONG_HEADERS));
    }
}
