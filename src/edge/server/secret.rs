//! A word that only our own pages know.
#![expect(clippy::disallowed_methods, reason = "the edge asks the system for chance")]

use std::fs::File;
use std::io::{self, Read as _};

/// A word that nobody can guess: another site's page may make requests here, but cannot read what our pages hold.
#[derive(Debug, Clone)]
pub struct Secret(String);

impl Secret {
    /// A new one: 128 bits of the system's chance, in hexadecimal digits.
    ///
    /// # Errors
    /// When the system has no `/dev/urandom`.
    pub fn new() -> io::Result<Self> {
        let mut bytes = [0; 16];
        File::open("/dev/urandom")?.read_exact(&mut bytes)?;
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Ok(Self(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()))
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// Whether this is the word; takes as long for a near miss as for any other.
    pub fn is(&self, word: &str) -> bool {
        let differing = self.0.bytes().zip(word.bytes()).fold(0, |all, (ours, theirs)| all | (ours ^ theirs));
        self.0.len() == word.len() && differing == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn no_two_are_the_same_and_nothing_else_is_the_word() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert!(one.is(one.word()) && !one.is(other.word()) && !one.is("") && !one.is(&one.word()[1..]));
    }
}
