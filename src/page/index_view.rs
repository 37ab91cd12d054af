//! What templates see of the index from A to Z and of what needs the internet.

use serde::Serialize;

use super::view::LinkView;

/// One letter of the index from A to Z.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AzGroup {
    /// The letter, or `0–9`.
    pub letter: String,
    /// The group's anchor.
    pub anchor: String,
    /// Its entries in order.
    pub entries: Vec<AzEntry>,
}

/// One entry of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AzEntry {
    /// The word to look for.
    pub term: String,
    /// Address of the page or section, relative to the index page.
    pub href: String,
    /// The title that the word leads to ("RTO, see Recovery time objective"); `None` where the word is the title.
    pub see: Option<String>,
}

/// What is linked to on one computer of the internet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InternetGroup {
    /// Its name.
    pub host: String,
    /// The addresses in order, each once.
    pub links: Vec<InternetAddress>,
}

/// An address on the internet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InternetAddress {
    /// The address.
    pub href: String,
    /// The words of the first link to it.
    pub text: String,
    /// The first pages that lead there.
    pub pages: Vec<LinkView>,
    /// How many more do.
    pub more: usize,
}
