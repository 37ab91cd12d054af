//! One connection: its requests one after the other, until it ends or deserves to.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::Handler;
use super::head::{NoHead, read_head};
use super::host::Hosts;
use super::request::read_request;
use super::response::{Response, Status};
use crate::edge::clock::Deadline;

/// Time for a whole head, from the connection's start or the answer before (demand 9 of the reliability design).
const HEAD_TIME: Duration = Duration::from_secs(10);

/// Time for an answer to get through to a client that takes it slowly.
const ANSWER_TIME: Duration = Duration::from_mins(1);

/// Time in which a client must take something at least.
const STALL_TIME: Duration = Duration::from_secs(10);

/// Time that we go on listening after the last answer, so that the system does not reset the connection under it.
const LINGER_TIME: Duration = Duration::from_millis(1_500);

/// Requests that one connection may bring.
const MOST_REQUESTS: usize = 10_000;

/// Answers the requests of a connection.
pub(super) fn attend(mut stream: TcpStream, hosts: &Hosts, handler: &dyn Handler) {
    _ = stream.set_nodelay(true);
    let mut buffer = Vec::new();
    for _ in 0..MOST_REQUESTS {
        let (request, head_only) = match read_head(&mut stream, &mut buffer, Deadline::after(HEAD_TIME)) {
            Ok(head) => (read_request(&head, hosts), head.starts_with(b"HEAD ")),
            Err(NoHead::Gone) => return,
            Err(NoHead::Fault(status)) => (Err(status), false),
        };
        let (response, keep_alive) = match &request {
            Ok(request) => (answer(handler, request), request.keep_alive),
            Err(status) => (Response::fault(*status), false),
        };
        let close = !keep_alive || response.ends_connection();
        let sent = send(&mut stream, &response, head_only, close);
        if sent.is_err() {
            return;
        }
        if close {
            break;
        }
    }
    linger(&mut stream);
}

/// A fault of ours costs one answer, not the server.
fn answer(handler: &dyn Handler, request: &super::Request) -> Response {
    catch_unwind(AssertUnwindSafe(|| handler.respond(request))).unwrap_or_else(|_| Response::fault(Status::FAILED))
}

fn send(stream: &mut TcpStream, response: &Response, head_only: bool, close: bool) -> io::Result<()> {
    let deadline = Deadline::after(ANSWER_TIME);
    write(stream, &response.head(head_only, close), deadline)?;
    write(stream, response.rest(head_only), deadline)
}

fn write(stream: &mut TcpStream, mut bytes: &[u8], deadline: Deadline) -> io::Result<()> {
    while !bytes.is_empty() {
        let left = deadline.left().min(STALL_TIME);
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        // A large answer goes in pieces, so that the time counts.
        match stream.write(bytes.get(..64 * 1024).unwrap_or(bytes)) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}

/// Takes what the client still sends, for a moment: bytes left unread would make the system throw away our answer.
fn linger(stream: &mut TcpStream) {
    if stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    let deadline = Deadline::after(LINGER_TIME);
    let mut sent = [0; 8 * 1024];
    loop {
        let left = deadline.left();
        if left.is_zero() || stream.set_read_timeout(Some(left.max(Duration::from_millis(1)))).is_err() {
            return;
        }
        match stream.read(&mut sent) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
