//! What would mend a finding: a line that can be pasted, and where a program may put it.
//!
//! Nothing is ever mended by itself: an editor offers the edit, and a person takes it.

use std::fmt;

use super::{Finding, Place, Span};

/// A line to write, ready to be pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The line as a person reads it, on one line.
    pub line: String,
    /// Where it goes, if a program may put it there.
    pub edit: Option<Edit>,
}

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span puts the text in.
    pub place: Place,
    /// The text that stands there then.
    pub text: String,
}

/// The editions that have a finding, where several were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InEditions {
    /// Their names, in the order of the editions.
    pub names: Vec<String>,
    /// How many editions were looked at.
    pub of: usize,
}

impl fmt::Display for InEditions {
    /// `12 of 80, first cork-public`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.names.len(), self.of)?;
        self.names.first().map_or(Ok(()), |first| write!(f, ", first {first}"))
    }
}

impl Finding {
    /// Offers a line that a person puts where it belongs: a command, or an edit with a choice in it.
    #[must_use]
    pub fn try_line(mut self, line: impl Into<String>) -> Self {
        self.fix = Some(Fix { line: line.into(), edit: None });
        self
    }

    /// Offers a line that takes the place of a span of the finding's own file.
    #[must_use]
    pub fn try_edit(self, span: impl Into<Span>, line: impl Into<String>) -> Self {
        let line = line.into();
        self.try_text(span, line.clone(), line)
    }

    /// Offers a text that takes the place of a span of the finding's own file, and says it on one line.
    #[must_use]
    pub fn try_text(mut self, span: impl Into<Span>, text: impl Into<String>, line: impl Into<String>) -> Self {
        let place = self.place.as_ref().map(|place| Place::new(place.file.clone(), span));
        let edit = place.map(|place| Edit { place, text: text.into() });
        self.fix = Some(Fix { line: line.into(), edit });
        self
    }
}
