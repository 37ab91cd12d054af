//! A [`Document`] with other words in some places, for one edition.
//!
//! Numbers of links and ranges of inlines stay true, so the blocks of the document can be shared; what is new stands
//! behind them.

use super::{Document, Inline, Inlines, LinkId, Slice};

/// A document while its values are filled in.
#[derive(Debug)]
pub struct Revision(Document);

impl Document {
    /// Whether anything in it may be a name between double braces.
    pub fn has_variables(&self) -> bool {
        self.text.contains("{{") || self.extra.contains("{{")
    }

    /// A copy to fill in.
    pub fn revise(&self) -> Revision {
        Revision(self.clone())
    }
}

impl Revision {
    /// The document so far.
    pub fn document(&self) -> &Document {
        &self.0
    }

    /// Puts words in the place of one inline of a range.
    pub fn set_text(&mut self, range: Inlines, nth: usize, words: &str) {
        let slice = self.text(words);
        if let Some(inline) = self.0.inlines.get_mut(range.start as usize + nth) {
            *inline = Inline::Text(slice);
        }
    }

    /// Lets a link lead elsewhere.
    pub fn set_dest(&mut self, link: LinkId, dest: &str) {
        let slice = self.text(dest);
        if let Some(link) = self.0.links.get_mut(link.0 as usize) {
            link.dest = slice;
        }
    }

    /// A copy of a range, whose links are its own.
    pub fn copy(&mut self, range: Inlines) -> Inlines {
        let inlines = self.0.inlines(range).to_vec();
        let copied: Vec<Inline> = inlines
            .into_iter()
            .map(|inline| match inline {
                Inline::LinkOpen(link) => Inline::LinkOpen(self.copy_link(link)),
                Inline::ImageOpen(link) => Inline::ImageOpen(self.copy_link(link)),
                other => other,
            })
            .collect();
        self.0.store(copied)
    }

    /// New words.
    pub fn text(&mut self, words: &str) -> Slice {
        self.0.slice(words, usize::MAX)
    }

    /// The document with its values.
    pub fn finish(self) -> Document {
        self.0
    }

    fn copy_link(&mut self, link: LinkId) -> LinkId {
        match self.0.link(link).cloned() {
            Some(copy) => self.0.store_link(copy),
            None => link,
        }
    }
}
