//! The one list of codes, a file per family. A code is stable and never reused; each has a fixture in the tests.

pub mod config;
pub mod data;
pub mod front_matter;
pub mod link;
pub mod markdown;
pub mod overlay;
pub mod print;
pub mod review;
pub mod site;
pub mod theme;

use super::Severity;

/// The code of the leak scan (overlay design, "Diagnostics"): the finished site shows what its edition may not.
pub const LEAK: &str = "O606";

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// A letter for the family and three digits, such as `L001`.
    pub id: &'static str,
    /// How grave it is unless `book.toml` says otherwise.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What `lifeboat explain` says: what it means, why it matters to a reader, how to mend it. Markdown, plain words.
    pub explain: &'static str,
}

/// All codes, family by family.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        config::ALL,
        front_matter::ALL,
        markdown::ALL,
        link::ALL,
        overlay::ALL,
        data::ALL,
        review::ALL,
        print::ALL,
        site::ALL,
        theme::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The code with this id, in any letter case.
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
}

/// Declares the codes of one family and the list of them.
macro_rules! codes {
    ($($(#[$doc:meta])* $id:ident $severity:ident $title:literal $explain:literal)*) => {
        $($(#[$doc])* #[doc = $title] pub static $id: $crate::finding::Code = $crate::finding::Code {
            id: stringify!($id),
            severity: $crate::finding::Severity::$severity,
            title: $title,
            explain: $explain,
        };)*
        /// Every code of the family.
        pub static ALL: &[&$crate::finding::Code] = &[$(&$id),*];
    };
}
use codes;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_listed_once_and_says_something() {
        let mut seen = BTreeSet::new();
        for code in super::all() {
            assert!(seen.insert(code.id), "{} is listed twice", code.id);
            assert!(code.explain.len() > 40, "{} explains too little", code.id);
            assert!(!code.title.starts_with(char::is_uppercase), "{} starts with a capital", code.id);
        }
    }
}
