//! HTML that is safe to put into a page.

use std::fmt;

/// HTML made by this module alone. Its private field is the promise that every text in it was escaped or sanitised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Html(pub(super) String);

impl Html {
    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Text as HTML.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        super::escape::push_text(&mut html, text);
        Self(html)
    }

    /// HTML that a test has written by hand.
    #[cfg(test)]
    pub(crate) fn by_hand(html: &str) -> Self {
        Self(html.to_owned())
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
