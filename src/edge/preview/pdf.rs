//! The book as PDF: what a request asks for, and why there may be none.

use super::super::server::{Request, Status};
use crate::print::Selection;

/// The name below `/~lifeboat/`.
pub(super) const NAME: &str = "book.pdf";

/// A PDF is shown by the browser's own viewer, which brings styles and frames of its own. Nothing else may be asked for.
pub(super) const POLICY: &str = "default-src 'none'; object-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPdf {
    /// The program has no engine of its own.
    NotBuiltIn,
    /// What was asked for has no sheet; why, in words.
    Nothing(String),
    /// It would show what its edition may not.
    KeptBack,
    /// It cannot be made; why, in words.
    Failed(String),
}

impl NoPdf {
    pub(super) fn status(&self) -> Status {
        match self {
            Self::NotBuiltIn => Status::NOT_BUILT,
            Self::Nothing(_) => Status::NOT_FOUND,
            Self::KeptBack => Status::FORBIDDEN,
            Self::Failed(_) => Status::FAILED,
        }
    }

    /// What the reader is told.
    pub(super) fn sentences(&self) -> Vec<String> {
        let sentences: &[&str] = match self {
            Self::NotBuiltIn => &[
                "This program was built without its own PDF engine (cargo build --features pdf).",
                "`lifeboat pdf --engine browser` makes a PDF with a Chromium or Chrome that is installed; print.html prints \
                 from any browser.",
            ],
            Self::Nothing(why) => &["There is no sheet in this book.", why],
            Self::KeptBack => {
                &["The book is not shown: it holds what its edition may not show. The terminal says what and where."]
            }
            Self::Failed(why) => &["The book could not be made.", why],
        };
        sentences.iter().map(|words| (*words).to_owned()).collect()
    }
}

/// What the address asks for, in the words of `lifeboat pdf`: `?role=scribe`, `?topic=respond/*`; without either the whole book.
pub(super) fn selection(request: &Request) -> Selection {
    match (request.query("role"), request.query("topic")) {
        (Some(role), _) => Selection::Role(role),
        (None, Some(pattern)) => Selection::Topics(vec![pattern]),
        (None, None) => Selection::WholeBook,
    }
}
