//! The preview's HTTP server: connections → [`Request`]s → a handler's [`Response`]s.
//!
//! Speaks HTTP/1.1 over blocking sockets, a thread a connection, and trusts nobody: see the limits in `connection` and
//! the names in `host`. Knows nothing of playbooks, and never touches a file: what a path means is the handler's to
//! say. Why it is our own stands in docs/decisions/0012.

mod connection;
mod head;
mod host;
mod listen;
mod media;
mod request;
mod response;
mod secret;
mod target;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use self::connection::attend;
pub use self::host::Hosts;
pub use self::listen::{Door, PortTaken, PortWish, listen};
pub use self::media::media_type;
pub use self::request::Request;
pub use self::response::{Body, Response, Status};
pub use self::secret::Secret;

/// Decodes percent escapes; `None` where they are none.
pub(super) fn decode(written: &str) -> Option<String> {
    target::decode(written).ok()
}

/// Connections at a time (demand 9 of the reliability design).
const MOST_CONNECTIONS: usize = 2_000;

/// Descriptors that the program needs besides its connections: sources being read, the watcher, the streams.
const OTHER_DESCRIPTORS: u64 = 200;

/// Stack of a connection's thread in bytes. It parses 24 KiB and copies; whoever builds or renders has another thread.
const STACK: usize = 512 * 1024;

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// The answer. Called from many threads at once; may wait.
    fn respond(&self, request: &Request) -> Response;
}

/// Takes connections at every door until the program ends.
pub fn serve(door: Door, hosts: Hosts, handler: &Arc<dyn Handler>) {
    let crowd = Arc::new(Crowd { now: AtomicUsize::new(0), most: room() });
    let hosts = Arc::new(hosts);
    for listener in door.listeners {
        let (crowd, hosts, handler) = (Arc::clone(&crowd), Arc::clone(&hosts), Arc::clone(handler));
        thread::spawn(move || accept(&listener, &crowd, &hosts, &handler));
    }
}

/// How many connections there are, and may be.
struct Crowd {
    now: AtomicUsize,
    most: usize,
}

/// One of the crowd, until it is dropped.
struct Seat(Arc<Crowd>);

impl Crowd {
    fn seat(self: &Arc<Self>) -> Option<Seat> {
        let seat = Seat(Arc::clone(self));
        (self.now.fetch_add(1, Ordering::Relaxed) < self.most).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many connections the system lets us have, once it was asked for as many as it gives.
fn room() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = MOST_CONNECTIONS as u64 + OTHER_DESCRIPTORS;
    let mut there = limit.current.unwrap_or(u64::MAX);
    if there < wanted {
        let raised = limit.maximum.unwrap_or(u64::MAX).min(wanted);
        if setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }).is_ok() {
            there = raised;
        }
    }
    let room = there.saturating_sub(OTHER_DESCRIPTORS).max(there / 2);
    usize::try_from(room).unwrap_or(MOST_CONNECTIONS).min(MOST_CONNECTIONS)
}

fn accept(listener: &TcpListener, crowd: &Arc<Crowd>, hosts: &Arc<Hosts>, handler: &Arc<dyn Handler>) {
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(cause) => {
                // The client has gone already, or descriptors are short: others give theirs back soon.
                if !matches!(cause.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) {
                    thread::sleep(Duration::from_millis(20));
                }
                continue;
            }
        };
        let Some(seat) = crowd.seat() else {
            turn_away(stream);
            continue;
        };
        let door = stream.try_clone();
        let (hosts, handler) = (Arc::clone(hosts), Arc::clone(handler));
        let attended = thread::Builder::new().stack_size(STACK).spawn(move || {
            attend(stream, &hosts, &*handler);
            drop(seat);
        });
        // No thread to be had: as good as no seat.
        if let (Err(_), Ok(door)) = (attended, door) {
            turn_away(door);
        }
    }
}

/// Says that there is no room, without waiting on the client.
fn turn_away(mut stream: TcpStream) {
    if stream.set_nonblocking(true).is_err() {
        return;
    }
    _ = stream.write_all(&Response::fault(Status::BUSY).head(false, true));
    _ = stream.shutdown(std::net::Shutdown::Write);
    // What was sent and not read would make the system reset the connection before the answer arrives.
    let mut sent = [0; 4096];
    while stream.read(&mut sent).is_ok_and(|count| count > 0) {}
}
