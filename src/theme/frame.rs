//! A page without the words that name its edition → the page of one edition.
//!
//! Most pages of two editions differ in those words alone, and every page has them: what lies on the table must say which
//! copy it is. So a page is rendered with a mark in the place of each of the words, and a frame is what the editions share.
//! The built-in templates print these words as they are and ask only whether there are any; a test holds them to it.
//! Templates of the author's may do anything with them: with those a frame is the page of one edition.

use crate::page::view::SiteView;

/// A page that lacks the words that name its edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    html: String,
    /// Where which word stands, in order.
    gaps: Vec<(usize, usize)>,
}

/// The words that name an edition, escaped, each at the number of its mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EditionWords([String; MARKS.len()]);

/// What stands in the place of the words while a page is rendered. No template escapes it, and nobody writes it by chance.
const MARKS: [&str; 6] = [
    "\u{1}edition:0\u{1}",
    "\u{1}edition:1\u{1}",
    "\u{1}edition:2\u{1}",
    "\u{1}edition:3\u{1}",
    "\u{1}edition:4\u{1}",
    "\u{1}edition:5\u{1}",
];

/// The values of a site with marks in the place of what names the edition, and the words that were there.
pub(super) fn mark(site: &SiteView) -> (SiteView, EditionWords) {
    let mut marked = site.clone();
    let mut words = EditionWords::default();
    let edition = &mut marked.edition;
    // No template of ours lists the layers: a page tells its own.
    edition.layers = Vec::new();
    let places = [
        Some(&mut marked.key),
        edition.name.as_mut(),
        edition.code.as_mut(),
        edition.valid_until.as_mut(),
        edition.classification.as_mut(),
        marked.notice.as_mut(),
    ];
    for ((place, mark), word) in places.into_iter().zip(MARKS).zip(&mut words.0) {
        // A text of no letters counts as none, and a mark would be one.
        if let Some(place) = place.filter(|place| !place.is_empty()) {
            *word = escaped(place);
            mark.clone_into(place);
        }
    }
    (marked, words)
}

impl Frame {
    /// Takes the marks out of a page.
    pub(super) fn read(page: &str) -> Self {
        let mut frame = Self { html: String::with_capacity(page.len()), gaps: Vec::new() };
        let mut rest = page;
        while let Some((before, from)) = rest.find('\u{1}').and_then(|at| rest.split_at_checked(at)) {
            frame.html.push_str(before);
            let marked = MARKS.iter().enumerate().find_map(|(word, mark)| Some((word, from.strip_prefix(mark)?)));
            if let Some((word, after)) = marked {
                frame.gaps.push((frame.html.len(), word));
                rest = after;
            } else {
                frame.html.push('\u{1}');
                rest = from.get(1..).unwrap_or_default();
            }
        }
        frame.html.push_str(rest);
        frame.html.shrink_to_fit();
        frame
    }

    /// The page of the edition that these words name.
    pub(super) fn fill(&self, words: &EditionWords) -> String {
        let word = |number: usize| words.0.get(number).map_or("", String::as_str);
        let length: usize = self.gaps.iter().map(|(_, number)| word(*number).len()).sum();
        let mut page = String::with_capacity(self.html.len() + length);
        let mut from = 0;
        for (at, number) in &self.gaps {
            page.push_str(self.html.get(from..*at).unwrap_or_default());
            page.push_str(word(*number));
            from = *at;
        }
        page.push_str(self.html.get(from..).unwrap_or_default());
        page
    }
}

/// As a template prints it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing into a text never fails.
    _ = super::load::write_escaped(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::{EditionWords, Frame, MARKS};

    #[test]
    fn a_frame_has_a_gap_for_each_word_and_keeps_all_else() {
        let page = format!("a{}b\u{1}c{}{}", MARKS[1], MARKS[0], MARKS[1]);
        let mut words = EditionWords::default();
        words.0[1] = "Ä".to_owned();
        assert_eq!(Frame::read(&page).fill(&words), "aÄb\u{1}cÄ");
    }
}
