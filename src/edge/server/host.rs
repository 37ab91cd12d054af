//! The names by which the preview may be asked for: what keeps other web sites out.
//!
//! A page of another site can make a browser send requests here; after DNS rebinding even under a name of its own
//! (`Host: evil.example`), and then it could read the answers. So a request has to name a host of ours.

use std::net::IpAddr;

/// The hosts that are ours.
#[derive(Debug, Clone)]
pub struct Hosts {
    names: Vec<String>,
    /// Whether any address will do: a literal address is never a name that somebody could bind anew.
    any_address: bool,
    port: u16,
}

impl Hosts {
    /// The names of loopback, and the name asked for on the command line. `open`: the server listens beyond loopback.
    pub fn new(hostname: &str, port: u16, open: bool) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec();
        let hostname = hostname.trim_matches(['[', ']']).to_ascii_lowercase();
        let hostname = if hostname.contains(':') { format!("[{hostname}]") } else { hostname };
        if !names.contains(&hostname) {
            names.push(hostname);
        }
        Self { names, any_address: open, port }
    }

    /// Whether an authority, such as `localhost:3000`, is ours. `None` where it is none at all.
    pub(super) fn judge(&self, authority: &str) -> Option<bool> {
        let (host, port) = split_authority(authority)?;
        let host = host.to_ascii_lowercase();
        let own_port = port.is_none_or(|port| port == self.port);
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        Some(own_port && (self.names.contains(&host) || (self.any_address && address)))
    }

    /// Whether an `Origin` is one of our pages.
    pub(super) fn is_own_origin(&self, origin: &str) -> bool {
        let authority = origin.strip_prefix("http://");
        authority.and_then(|authority| self.judge(authority)) == Some(true)
    }
}

/// Host and port (RFC 9110, 7.2).
fn split_authority(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(literal) => authority.split_at(literal.find(']')? + 2),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = match rest {
        "" | ":" => None,
        rest => {
            let digits = rest.strip_prefix(':')?;
            let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            Some(digits.parse().ok().filter(|_| only_digits)?)
        }
    };
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]:".contains(&byte);
    (!host.is_empty() && host.bytes().all(fit)).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_names_of_our_own_are_ours() {
        let hosts = Hosts::new("localhost", 3000, false);
        for own in ["localhost", "LocalHost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost:"] {
            assert_eq!(hosts.judge(own), Some(true), "{own}");
        }
        for other in ["evil.example", "localhost:3001", "localhost.", "a.localhost", "192.168.0.7:3000", "[::2]"] {
            assert_eq!(hosts.judge(other), Some(false), "{other}");
        }
        for none in ["", ":3000", "a b", "me@localhost", "localhost:+3000", "localhost:99999", "[::1", "a/b", "a\u{e4}"]
        {
            assert_eq!(hosts.judge(none), None, "{none}");
        }
    }

    #[test]
    fn beyond_loopback_any_literal_address_will_do_and_still_no_other_name() {
        let hosts = Hosts::new("0.0.0.0", 3000, true);
        assert_eq!(hosts.judge("192.168.0.7:3000"), Some(true));
        assert_eq!(hosts.judge("[fe80::1]:3000"), Some(true));
        assert_eq!(hosts.judge("evil.example:3000"), Some(false));
    }

    #[test]
    fn an_origin_is_ours_with_its_scheme_alone() {
        let hosts = Hosts::new("localhost", 3000, false);
        assert!(hosts.is_own_origin("http://localhost:3000"));
        for other in ["null", "https://localhost:3000", "http://evil.example", "http://localhost:3000/", ""] {
            assert!(!hosts.is_own_origin(other), "{other}");
        }
    }
}
