//! `MANIFEST.sha256`: the hash of every file of a site, in the form that `sha256sum -c` reads. Pure: text in, text out.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::source::SitePath;

/// The manifest's own name, at the root of the site. It lists every file but itself.
pub const MANIFEST: &str = "MANIFEST.sha256";

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    fn parse(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if hex.len() != 64 {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            let pair = hex.get(2 * at..2 * at + 2).filter(|pair| pair.bytes().all(|c| c.is_ascii_hexdigit()))?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).map_or('0', |digit| char::from(*digit));
        let hex: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        f.write_str(&hex)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Hashes bytes that come piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes taken in.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// The hashes of a site's files, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<SitePath, Hash>,
}

impl Manifest {
    /// Reads the text of a manifest. Beside it the numbers of the lines that are none of a manifest.
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let mut manifest = Self::default();
        let mut bad = Vec::new();
        for (at, line) in text.lines().enumerate() {
            match parse_line(line) {
                Some((path, hash)) => manifest.add(path, hash),
                None => bad.push(at + 1),
            }
        }
        (manifest, bad)
    }

    /// Notes a file.
    pub fn add(&mut self, path: SitePath, hash: Hash) {
        self.files.insert(path, hash);
    }

    /// The hash of the file at this path.
    pub fn get(&self, path: &SitePath) -> Option<Hash> {
        self.files.get(path).copied()
    }

    /// All files, sorted by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&SitePath, Hash)> {
        self.files.iter().map(|(path, hash)| (path, *hash))
    }
}

impl FromIterator<(SitePath, Hash)> for Manifest {
    fn from_iter<I: IntoIterator<Item = (SitePath, Hash)>>(files: I) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

impl fmt::Display for Manifest {
    /// The text of the manifest, a line a file. A name that would break the line is written as `sha256sum` does: the
    /// line begins with a backslash and the name is escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, hash) in &self.files {
            let path = path.as_str();
            if path.contains(['\\', '\n', '\r']) {
                let path = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
                writeln!(f, "\\{hash}  {path}")?;
            } else {
                writeln!(f, "{hash}  {path}")?;
            }
        }
        Ok(())
    }
}

fn parse_line(line: &str) -> Option<(SitePath, Hash)> {
    let (line, escaped) = line.strip_prefix('\\').map_or((line, false), |rest| (rest, true));
    let (hash, rest) = line.split_once(' ')?;
    // After the blank stands another, or `*` for a file read as binary, which means the same here.
    let path = rest.strip_prefix([' ', '*'])?;
    let path = if escaped { unescape(path)? } else { path.to_owned() };
    // A path that is not written as we write it was put there by somebody else.
    let parsed = SitePath::new(&path).ok().filter(|parsed| parsed.as_str() == path)?;
    Some((parsed, Hash::parse(hash)?))
}

fn unescape(path: &str) -> Option<String> {
    let mut text = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{Hash, Manifest, SitePath};

    fn manifest(paths: &[&str]) -> Manifest {
        paths.iter().map(|path| (SitePath::new(path).unwrap(), Hash::of(path.as_bytes()))).collect()
    }

    #[test]
    fn a_manifest_is_what_sha256sum_writes() {
        let abc: Manifest = [(SitePath::new("abc").unwrap(), Hash::of(b"abc"))].into_iter().collect();
        assert_eq!(abc.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc\n");
    }

    #[test]
    fn any_name_survives_writing_and_reading() {
        let paths = ["a b.html", "-x", " y", "*z", "b\\c", "d\ne", "f\rg", "ä#%\"'.html", "\\n"];
        let written = manifest(&paths);
        assert_eq!(Manifest::parse(&written.to_string()), (written, vec![]));
    }

    #[test]
    fn a_line_of_anything_else_is_told_by_its_number() {
        let text = manifest(&["a"]).to_string();
        let bad =
            format!("{text}hello\n{}../b\n{}\n", &text[..66], text.trim_end().to_uppercase().replace("  A", " a"));
        let (read, lines) = Manifest::parse(&bad);
        assert_eq!((read, lines), (manifest(&["a"]), vec![2, 3, 4]));
    }
}
