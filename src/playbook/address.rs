//! A link's destination as written → what kind of address it is, and its parts. Knows no files.

use std::borrow::Cow;

/// What kind of address a destination is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// Nothing.
    Empty,
    /// Never a link; with the reason.
    Refused(Refusal),
    /// An address outside of the site, as it is to be opened.
    External(String),
    /// A topic by its `uid`, with what follows `#`.
    Uid(String, Option<&'a str>),
    /// A path of the project or of the site.
    Path(LocalPath<'a>),
}

/// Why an address is never a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It begins with a scheme that could act on the reader's machine, or that nobody can open.
    Scheme(String),
    /// It names a drive or a share of some machine.
    Machine,
    /// It is `https://` and no host.
    NoHost,
}

/// A path as written, with `/` for `\`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocalPath<'a> {
    /// From where it counts.
    pub start: PathStart,
    /// The path after `~/` or `/`, not percent-decoded; empty for the page itself.
    pub path: Cow<'a, str>,
    /// What follows `?`.
    pub query: Option<&'a str>,
    /// What follows `#`.
    pub fragment: Option<&'a str>,
    /// Whether it had `\`.
    pub backslashes: bool,
}

/// From where a path counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathStart {
    /// The folder of the file that holds the link.
    Here,
    /// The docset's root: `~/x`.
    Home,
    /// The web site's root: `/x`.
    Site,
}

/// Schemes that lead out of the playbook and act on nothing but the program the reader chose for them: the web, mail,
/// telephone, and the meeting and chat programs that a crisis line may run on. Everything else is refused.
const SCHEMES: &[&str] = &[
    "http",
    "https",
    "mailto",
    "tel",
    "sms",
    "ftp",
    "ftps",
    "sftp",
    "sip",
    "sips",
    "xmpp",
    "irc",
    "ircs",
    "geo",
    "callto",
    "facetime",
    "msteams",
    "skype",
    "slack",
    "webex",
    "zoommtg",
    "ms-settings",
    "vscode",
];

/// Reads a destination as a browser would: blanks and control characters around it, and tabs and line ends in it, count
/// for nothing, so that `java&Tab;script:` is known for what it is.
pub(super) fn parse_address(dest: &str) -> Address<'_> {
    let dest = dest.trim_matches(|character: char| character <= ' ');
    if dest.is_empty() {
        return Address::Empty;
    }
    if let Some(scheme) = scheme(dest) {
        let rest = dest.split_once(':').map_or("", |(_, rest)| rest);
        return match scheme.as_str() {
            "xref" => {
                let (uid, fragment) = split_at(rest, '#');
                Address::Uid(percent_decoded(split_at(uid, '?').0).into_owned(), fragment)
            }
            "http" | "https" if rest.trim_start_matches(['/', '\\']).is_empty() => Address::Refused(Refusal::NoHost),
            known if SCHEMES.contains(&known) => Address::External(opened(dest)),
            drive if drive.len() == 1 => Address::Refused(Refusal::Machine),
            "file" => Address::Refused(Refusal::Machine),
            _ => Address::Refused(Refusal::Scheme(scheme)),
        };
    }
    let mut first = dest.bytes();
    match (first.next(), first.next()) {
        (Some(b'/'), Some(b'/')) => return Address::External(opened(&format!("https:{dest}"))),
        (Some(b'/' | b'\\'), Some(b'/' | b'\\')) => return Address::Refused(Refusal::Machine),
        _ => {}
    }
    Address::Path(local_path(dest))
}

/// The parts of a path; `#` and `?` may stand in it only percent-encoded.
fn local_path(dest: &str) -> LocalPath<'_> {
    let (path, fragment) = split_at(dest, '#');
    let (path, query) = split_at(path, '?');
    let backslashes = path.contains('\\');
    let path: Cow<str> = if backslashes { path.replace('\\', "/").into() } else { path.into() };
    let (start, skip) = match path.as_bytes() {
        [b'~', b'/', ..] => (PathStart::Home, 2),
        [b'/', ..] => (PathStart::Site, 1),
        _ => (PathStart::Here, 0),
    };
    let path = match path {
        Cow::Borrowed(path) => path.get(skip..).unwrap_or_default().into(),
        Cow::Owned(path) => path.get(skip..).unwrap_or_default().to_owned().into(),
    };
    LocalPath { start, path, query, fragment, backslashes }
}

/// The scheme of an address in lower case, where it has one.
fn scheme(dest: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in dest.chars() {
        match character {
            ':' if !scheme.is_empty() => return Some(scheme),
            // A browser reads past these.
            '\t' | '\n' | '\r' => {}
            'a'..='z' | 'A'..='Z' => scheme.push(character.to_ascii_lowercase()),
            '0'..='9' | '+' | '.' | '-' if !scheme.is_empty() => scheme.push(character),
            _ => return None,
        }
    }
    None
}

/// An outside address without what browsers would drop, and with blanks and quotes encoded.
fn opened(dest: &str) -> String {
    let mut out = String::with_capacity(dest.len());
    for character in dest.chars() {
        match character {
            '\t' | '\n' | '\r' => {}
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            character if character.is_control() => {}
            character => out.push(character),
        }
    }
    out
}

fn split_at(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// `%20` → blank, once. What would be no UTF-8 stays as written.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, digit(after.first()), digit(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{Address, PathStart, Refusal, parse_address, percent_decoded};

    #[test]
    fn what_could_act_is_refused_however_it_is_written() {
        for dest in [
            "javascript:alert(1)",
            " \u{1}JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript\r:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "blob:https://x",
            "ms-msdt:/id",
        ] {
            assert!(matches!(parse_address(dest), Address::Refused(Refusal::Scheme(_))), "{dest:?}");
        }
        for dest in ["file:///etc/passwd", "C:\\x.md", "\\\\host\\share", "/\\host"] {
            assert_eq!(parse_address(dest), Address::Refused(Refusal::Machine), "{dest:?}");
        }
        assert_eq!(parse_address("https://"), Address::Refused(Refusal::NoHost));
    }

    #[test]
    fn outside_addresses_are_kept_and_made_whole() {
        for (dest, expected) in [
            ("HTTPS://a.example/x y", "HTTPS://a.example/x%20y"),
            ("//a.example/x", "https://a.example/x"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("tel:+44 1632", "tel:+44%201632"),
        ] {
            assert_eq!(parse_address(dest), Address::External(expected.into()));
        }
    }

    #[test]
    fn paths_are_split_into_their_parts() {
        for (dest, start, path, query, fragment, backslashes) in [
            ("x.md?a=b#c?d", PathStart::Here, "x.md", Some("a=b"), Some("c?d"), false),
            ("~/x.md", PathStart::Home, "x.md", None, None, false),
            ("~x.md", PathStart::Here, "~x.md", None, None, false),
            ("/a/b", PathStart::Site, "a/b", None, None, false),
            ("..\\a\\b.md#c\\d", PathStart::Here, "../a/b.md", None, Some("c\\d"), true),
            ("#x", PathStart::Here, "", None, Some("x"), false),
            ("a b/c:d.md", PathStart::Here, "a b/c:d.md", None, None, false),
        ] {
            let Address::Path(found) = parse_address(dest) else { panic!("{dest} is no path") };
            assert_eq!(
                (found.start, &*found.path, found.query, found.fragment, found.backslashes),
                (start, path, query, fragment, backslashes)
            );
        }
        assert_eq!(parse_address("xref:a.b%2A?x=y#z"), Address::Uid("a.b*".into(), Some("z")));
        assert_eq!(parse_address(" \t"), Address::Empty);
    }

    #[test]
    fn percent_signs_are_decoded_once() {
        assert_eq!(percent_decoded("a%20b%2520c%zz%e2%82%ac"), "a b%20c%zz€");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
