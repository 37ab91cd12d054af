//! A host name and a port → open sockets.
#![expect(clippy::disallowed_methods, reason = "the edge opens the sockets")]

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _};

use crate::edge::error::plain;

/// Ports that are tried after a default one that is busy.
const TRIES: u16 = 100;

/// Which port is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortWish {
    /// This one and no other; 0 lets the system choose.
    Exactly(u16),
    /// This one, or the next one that is free.
    From(u16),
}

/// Open sockets of one port.
#[derive(Debug)]
pub struct Door {
    pub(super) listeners: Vec<TcpListener>,
    /// The port.
    pub port: u16,
    /// Whether others than this machine can reach it.
    pub open: bool,
}

/// No socket could be opened.
#[derive(Debug)]
pub struct PortTaken {
    hostname: String,
    port: u16,
    cause: io::Error,
}

impl fmt::Display for PortTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hostname, port, cause } = self;
        let hostname = hostname.escape_debug();
        match cause.kind() {
            ErrorKind::AddrInUse => {
                write!(f, "port {port} of {hostname} is in use; name another with --port, or leave it out")
            }
            ErrorKind::PermissionDenied => {
                write!(f, "port {port} of {hostname} is not ours to open; try one above 1023")
            }
            ErrorKind::AddrNotAvailable => write!(f, "{hostname} is no address of this machine"),
            _ => write!(f, "cannot listen at {hostname}:{port}: {}", plain(cause)),
        }
    }
}

impl std::error::Error for PortTaken {}

/// Opens the sockets.
///
/// # Errors
/// When the host name is none of this machine's, or no port is to be had.
pub fn listen(hostname: &str, wish: PortWish) -> Result<Door, PortTaken> {
    let failed = |port, cause| PortTaken { hostname: hostname.to_owned(), port, cause };
    match wish {
        PortWish::Exactly(port) => open(hostname, port).map_err(|cause| failed(port, cause)),
        PortWish::From(first) => {
            let mut tried = open(hostname, first);
            for port in (first..=u16::MAX).skip(1).take(usize::from(TRIES)) {
                match &tried {
                    Err(cause) if cause.kind() == ErrorKind::AddrInUse => tried = open(hostname, port),
                    _ => break,
                }
            }
            tried.map_err(|cause| failed(first, cause))
        }
    }
}

/// Connections that may wait until they are taken: as many as may be there (demand 9 of the reliability design).
const QUEUE: i32 = 2_000;

fn open(hostname: &str, port: u16) -> io::Result<Door> {
    let addresses = addresses(hostname)?;
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut port = port;
    for address in &addresses {
        match TcpListener::bind(SocketAddr::new(*address, port)) {
            Ok(listener) => {
                // The system chose; the other addresses shall have the same.
                port = listener.local_addr()?.port();
                // The standard library lets 128 wait; of a crowd that comes at once the system makes the rest wait a second.
                rustix::net::listen(&listener, QUEUE)?;
                listeners.push(listener);
            }
            // A machine without IPv6 has no `::1`. Where somebody else holds it, browsers might show theirs for ours.
            Err(cause) if listeners.is_empty() || cause.kind() == ErrorKind::AddrInUse => return Err(cause),
            Err(_) => {}
        }
    }
    let open = addresses.iter().any(|address| !address.is_loopback());
    Ok(Door { listeners, port, open })
}

/// `localhost` is loopback whatever the machine's tables say.
fn addresses(hostname: &str) -> io::Result<Vec<IpAddr>> {
    if hostname.eq_ignore_ascii_case("localhost") {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let literal = hostname.trim_matches(['[', ']']).parse::<IpAddr>();
    if let Ok(address) = literal {
        return Ok(vec![address]);
    }
    let not_ours = || io::Error::from(ErrorKind::AddrNotAvailable);
    let found = (hostname, 0).to_socket_addrs().map_err(|_| not_ours())?;
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in found {
        if !addresses.contains(&address.ip()) {
            addresses.push(address.ip());
        }
    }
    if addresses.is_empty() { Err(not_ours()) } else { Ok(addresses) }
}

#[cfg(test)]
mod tests {
    use super::{PortWish, listen};

    #[test]
    fn a_busy_port_is_passed_over_unless_it_was_asked_for() {
        let first = listen("127.0.0.1", PortWish::Exactly(0)).unwrap();
        assert!(!first.open);
        let next = listen("127.0.0.1", PortWish::From(first.port)).unwrap();
        assert!(next.port > first.port);
        let refused = listen("127.0.0.1", PortWish::Exactly(first.port)).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!("port {} of 127.0.0.1 is in use; name another with --port, or leave it out", first.port)
        );
    }

    #[test]
    fn an_address_of_another_machine_is_refused() {
        let refused = listen("192.0.2.1", PortWish::Exactly(0)).unwrap_err().to_string();
        assert_eq!(refused, "192.0.2.1 is no address of this machine");
    }
}
