//! What is known of the pictures of a book, once each was decoded.

use std::collections::BTreeMap;

use crate::source::SitePath;

/// The pictures of a book by their place in the site.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pictures {
    facts: BTreeMap<SitePath, PictureFact>,
}

/// A picture, or why it cannot be printed.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureFact {
    /// It was decoded.
    Usable(PrintPicture),
    /// It was not: why, in words that follow "the picture".
    Unusable(String),
}

/// A picture that was decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintPicture {
    /// Its name among the sources of the book, such as `pictures/3.png`.
    pub file: String,
    /// What it is, whatever its name says: `png`, `jpg`, `gif`, `webp` or `svg`.
    pub format: &'static str,
    /// Its width in points, a pixel being three quarters of one (CSS 2.2, 4.3.2).
    pub width: f64,
    /// Its height in points.
    pub height: f64,
}

impl Pictures {
    /// Adds what is known of a picture.
    pub fn insert(&mut self, path: SitePath, fact: PictureFact) {
        self.facts.insert(path, fact);
    }

    /// What is known of a picture.
    pub fn get(&self, path: &SitePath) -> Option<&PictureFact> {
        self.facts.get(path)
    }
}
