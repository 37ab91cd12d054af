//! Paths that users write: below a root, with `/`, and never out of it.

use std::fmt;
use std::sync::Arc;

/// Why a written path is no path below the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// More `..` than folders to leave.
    LeavesRoot,
    /// Nothing is left of it, or it holds a NUL character.
    Empty,
}

macro_rules! rooted_path {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// A path from its parts as written; `.` and empty parts vanish, `..` goes one folder up.
            ///
            /// # Errors
            /// When it would leave the root, or nothing is left of it.
            pub fn new(written: &str) -> Result<Self, PathError> {
                normalise("", written).map(|path| Self(path.into()))
            }

            /// The path that `written` means in a file of the folder `self` stands in.
            ///
            /// # Errors
            /// When it would leave the root, or nothing is left of it.
            pub fn sibling(&self, written: &str) -> Result<Self, PathError> {
                normalise(self.folder(), written).map(|path| Self(path.into()))
            }

            /// The whole path, parts joined by `/`.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The folder it stands in, without a `/` at its end; empty at the root.
            pub fn folder(&self) -> &str {
                self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
            }

            /// The last part.
            pub fn name(&self) -> &str {
                self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
            }

            /// The name without its last ending; a name such as `.gitignore` is all stem.
            pub fn stem(&self) -> &str {
                let name = self.name();
                match name.rsplit_once('.') {
                    Some((stem, _)) if !stem.is_empty() => stem,
                    _ => name,
                }
            }

            /// The ending after the last dot of the name as written, without the dot; empty where there is none.
            pub fn ending(&self) -> &str {
                match self.name().rsplit_once('.') {
                    Some((stem, ending)) if !stem.is_empty() => ending,
                    _ => "",
                }
            }

            /// What remains below `folder` (no `/` at its end), or `None` where it is not below it.
            pub fn below(&self, folder: &str) -> Option<&str> {
                if folder.is_empty() {
                    return Some(&self.0);
                }
                self.0.strip_prefix(folder)?.strip_prefix('/')
            }

            /// The text as a shared pointer, as places of findings hold it.
            pub fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    };
}

rooted_path! {
    /// A file below the project's root, as the author named it.
    SourcePath
}

rooted_path! {
    /// A file of the site, below the output folder. Not percent-encoded; that is done where a URL is written.
    SitePath
}

impl SitePath {
    /// The relative URL that leads from this page to `to`, percent-encoded, with `#anchor` where one is given.
    ///
    /// A link to the page itself is its own name (or only the anchor), so that it also works from a copied file.
    pub fn url_to(&self, to: &Self, anchor: Option<&str>) -> String {
        let mut url = String::new();
        if self != to || anchor.is_none() {
            let mut here = self.folder().split('/').filter(|part| !part.is_empty()).peekable();
            let mut there = to.as_str().split('/').peekable();
            while let (Some(a), Some(b)) = (here.peek(), there.peek()) {
                if a != b {
                    break;
                }
                here.next();
                there.next();
            }
            here.for_each(|_| url.push_str("../"));
            let mut parts = there.peekable();
            while let Some(part) = parts.next() {
                encode_part(part, &mut url);
                if parts.peek().is_some() {
                    url.push('/');
                }
            }
        }
        if let Some(anchor) = anchor {
            url.push('#');
            encode_part(anchor, &mut url);
        }
        url
    }

    /// `../` as often as it takes to reach the site's root from this page; empty at the root.
    pub fn to_root(&self) -> String {
        "../".repeat(self.as_str().matches('/').count())
    }
}

/// Percent-encodes what RFC 3986 does not allow in a path segment, and `:`, which would read as a scheme.
fn encode_part(part: &str, url: &mut String) {
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b'='
            | b'@' => url.push(char::from(byte)),
            _ => {
                url.push('%');
                for digit in [byte >> 4, byte & 15] {
                    url.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
}

fn normalise(folder: &str, written: &str) -> Result<String, PathError> {
    let from = if written.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(PathError::LeavesRoot)?;
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() || written.contains('\0') {
        return Err(PathError::Empty);
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{PathError, SitePath, SourcePath};

    #[test]
    fn a_path_never_leaves_its_root() {
        let path = SourcePath::new("a/b.md").unwrap();
        assert_eq!(path.sibling("../c.md").unwrap().as_str(), "c.md");
        assert_eq!(path.sibling("../../c.md"), Err(PathError::LeavesRoot));
        assert_eq!(SourcePath::new("./"), Err(PathError::Empty));
    }

    #[test]
    fn a_url_is_relative_and_encoded() {
        let page = SitePath::new("respond/first hour.html").unwrap();
        let other = SitePath::new("roles/Who#1 100%.html").unwrap();
        assert_eq!(page.url_to(&other, None), "../roles/Who%231%20100%25.html");
        assert_eq!(page.url_to(&page, Some("now")), "#now");
        assert_eq!(page.url_to(&page, None), "first%20hour.html");
        assert_eq!(other.to_root(), "../");
    }
}
