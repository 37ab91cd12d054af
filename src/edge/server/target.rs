//! The target of a request → the path that it names, decoded, and its query.

use super::response::Status;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The host of an absolute target.
    pub(super) authority: Option<String>,
    /// The path without its first `/`, decoded; `None` where it names nothing that a site could hold.
    pub(super) path: Option<String>,
    /// What follows the first `?`, as it came.
    pub(super) query: String,
}

/// Reads the target of a GET or HEAD: `/a%20b.html?x`, or `http://host/a%20b.html?x`.
///
/// # Errors
/// [`Status::BAD`] where it is neither, or its escapes are none.
pub(super) fn read_target(written: &str) -> Result<Target, Status> {
    if !written.bytes().all(|byte| byte.is_ascii_graphic()) || written.contains('#') {
        return Err(Status::BAD);
    }
    let (authority, path) = if let Some(path) = written.strip_prefix('/') {
        (None, path)
    } else {
        let (scheme, rest) = written.split_once("://").ok_or(Status::BAD)?;
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(Status::BAD);
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        (Some(authority.to_owned()), path.strip_prefix('/').unwrap_or(path))
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<String> = path.split('/').map(decode).collect::<Result<_, _>>()?;
    // A name cannot hold a slash, though an escape can; and nothing of a site lies at `..`.
    let last = parts.len() - 1;
    let named = parts
        .iter()
        .enumerate()
        .all(|(at, part)| (!part.is_empty() || at == last) && part != "." && part != ".." && !part.contains('/'));
    Ok(Target { authority, path: named.then(|| parts.join("/")), query: query.to_owned() })
}

/// Decodes percent escapes.
///
/// # Errors
/// [`Status::BAD`] where an escape is cut off or no hexadecimal number, or the result is no UTF-8 or holds NUL.
pub(super) fn decode(written: &str) -> Result<String, Status> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16)).ok_or(Status::BAD);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| Status::BAD)?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(Status::BAD)
}

#[cfg(test)]
mod tests {
    use super::{Status, Target, read_target};

    fn check(written: &str, expected: Result<Option<&str>, Status>) {
        let path = read_target(written).map(|target| target.path);
        assert_eq!(path, expected.map(|path| path.map(str::to_owned)), "{written}");
    }

    #[test]
    fn a_target_is_a_path_of_names() {
        check("/", Ok(Some("")));
        check("/a%20b/%C3%A4.html?x=/..", Ok(Some("a b/ä.html")));
        check("/a/", Ok(Some("a/")));
        check("/a%25b", Ok(Some("a%b")));
        check("/~lifeboat/state", Ok(Some("~lifeboat/state")));
    }

    #[test]
    fn nothing_lies_above_or_between() {
        for none in ["/../etc/passwd", "/a/%2e%2e/b", "/a%2Fb", "//evil.example/x", "/./a", "/a//b", "/.."] {
            check(none, Ok(None));
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for bad in
            ["", "a", "*", "/%", "/%2", "/%zz", "/%+1", "/%00", "/%ff", "/\u{e4}", "/a#b", "https://a/", "ftp://a/"]
        {
            check(bad, Err(Status::BAD));
        }
    }

    #[test]
    fn an_absolute_target_names_its_host() {
        let target = |authority: &str, path: &str, query: &str| Target {
            authority: Some(authority.to_owned()),
            path: Some(path.to_owned()),
            query: query.to_owned(),
        };
        assert_eq!(read_target("http://localhost:3000/a?b"), Ok(target("localhost:3000", "a", "b")));
        assert_eq!(read_target("HTTP://localhost"), Ok(target("localhost", "", "")));
        assert_eq!(read_target("http://localhost?b"), Ok(target("localhost", "", "b")));
        assert_eq!(read_target("http:///a"), Ok(target("", "a", "")));
    }
}
