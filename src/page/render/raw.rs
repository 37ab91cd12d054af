//! Raw HTML of authors: each tag is read, and written anew if it is on the list.
//!
//! What comes out nests properly and ends where the Markdown around it ends, so that a tag that is never closed cannot
//! take in the rest of the page, and no input makes a parser's work grow faster than its length. Texts between tags
//! keep their character references; every `<` that begins no tag is escaped.

mod attributes;

pub(super) use self::attributes::is_plain_class;

use std::collections::{BTreeMap, BTreeSet};

use super::Renderer;
use super::link::Closing;
use crate::finding::Finding;
use crate::finding::codes::markdown::M040;
use crate::page::address::Scheme;
use crate::page::sanitise::{Element, ElementKind, allowed_element, goes_with_content};
use crate::playbook::Target;
use crate::topic::html::{Piece, Tag, decode_entities, scan};
use crate::topic::{Document, Inline, Inlines, LinkId, Slice};

/// Raw elements nest at most so deep; a tag beyond it is left out, its text stays. Browsers themselves stop at 512.
const DEEPEST: usize = 64;

/// Elements that hold text alone.
const TEXTS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "p"];

/// What stands in one of these ends nothing outside of it.
const TABLE_PARTS: &[&str] = &["caption", "table", "td", "th"];

/// Tags of the author's that are open.
#[derive(Default)]
pub(super) struct RawTags {
    open: Vec<RawTag>,
    /// How many of them stand outside the element of ours that is being filled.
    floor: usize,
    /// Whether the sanitiser must go over the result. It need not where the only raw tags are phrases in running text:
    /// those are written balanced and with plain attributes, and such elements nest in any order without an implied
    /// end, so that a parser reads them back as they are written.
    pass: bool,
    /// Whether only phrases may stand here: in a heading.
    phrases_only: bool,
    /// Elements that go with their content and are not closed in the running text that is being written.
    never_closed: BTreeSet<String>,
}

/// An open tag, and what ends it.
struct RawTag {
    element: &'static Element,
    closing: Closing,
}

impl RawTags {
    /// Whether the sanitiser must go over the result.
    pub(super) fn needs_pass(&self) -> bool {
        self.pass
    }

    /// Whether only phrases may stand here.
    pub(super) fn phrases_only(&self) -> bool {
        self.phrases_only
    }
}

impl<'a> Renderer<'a> {
    /// Begins a range of running text: what is not closed in it may be closed in the next.
    pub(super) fn forget_unclosed(&mut self) {
        self.raw.never_closed.clear();
    }

    /// The words of a heading: raw blocks in it leave their text alone.
    pub(super) fn heading_words(&mut self, document: &'a Document, words: Inlines) {
        self.raw.phrases_only = true;
        self.inlines(document, words);
        self.raw.phrases_only = false;
    }

    /// Begins an element of ours. Gives back what [`Self::leave`] needs.
    pub(super) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.raw.floor, self.raw.open.len())
    }

    /// Ends an element of ours: raw tags that were opened in it are closed.
    pub(super) fn leave(&mut self, around: usize) {
        self.close_raw_to(self.raw.floor);
        self.raw.floor = around;
    }

    /// Ends what a block of Markdown may not stand in: a raw paragraph or heading, a raw table between its cells.
    pub(super) fn close_for_block(&mut self) {
        if self.raw.open.len() > self.raw.floor {
            if let Some(table) = self.between_cells() {
                self.close_raw_to(table);
            }
            self.end_elements(TEXTS, TABLE_PARTS);
        }
    }

    /// Where the raw table stands among the open tags, if what comes next would stand between its cells. Parsers put
    /// such things before the table, into whatever is open there.
    fn between_cells(&self) -> Option<usize> {
        let open = self.raw.open.get(self.raw.floor..).unwrap_or_default();
        let last = open.iter().rfind(|open| TABLE_PARTS.contains(&open.element.written))?;
        let last = last.element.written;
        if last != "table" {
            return None;
        }
        open.iter().rposition(|open| open.element.written == "table").map(|at| self.raw.floor + at)
    }

    fn close_raw_to(&mut self, length: usize) {
        while self.raw.open.len() > length
            && let Some(tag) = self.raw.open.pop()
        {
            self.close_link(tag.closing);
        }
    }

    /// A block of raw HTML.
    pub(super) fn raw_block(&mut self, document: &'a Document, slice: Slice) {
        self.raw.pass = true;
        let html = document.str(slice);
        let links: BTreeMap<usize, LinkId> = document.raw_links(slice).map(|(at, link)| (at.start, link)).collect();
        let pieces = scan(html);
        let mut never_closed = BTreeSet::new();
        let mut written = 0;
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            let range = match piece {
                Piece::Hidden(range) => range,
                Piece::Tag(tag) => &tag.range,
            };
            self.raw_text(html.get(written..range.start).unwrap_or_default());
            written = range.end;
            let Piece::Tag(tag) = piece else { continue };
            if goes_with_content(&tag.name) {
                self.instead_of(tag, html);
                let rest = pieces.get(at..).unwrap_or_default();
                let end = closing_piece(&tag.name, tag.closes, rest.iter(), &mut never_closed);
                if let Some(end) = end
                    && let Some(Piece::Tag(close)) = rest.get(end)
                {
                    at += end + 1;
                    written = close.range.end;
                }
            } else {
                self.raw_tag(document, html, tag, &links);
            }
        }
        self.raw_text(html.get(written..).unwrap_or_default());
        self.line();
    }

    /// A raw tag in running text. Gives back the inlines that remain: some elements go together with what stands in them.
    pub(super) fn raw_inline(&mut self, document: &'a Document, slice: Slice, rest: &'a [Inline]) -> &'a [Inline] {
        let html = document.str(slice);
        let Some(Piece::Tag(tag)) = scan(html).into_iter().next() else { return rest };
        if !goes_with_content(&tag.name) {
            let links = document.raw_links(slice).map(|(at, link)| (at.start, link)).collect();
            self.raw_tag(document, html, &tag, &links);
            return rest;
        }
        self.instead_of(&tag, html);
        if tag.closes || self.raw.never_closed.contains(&tag.name) {
            return rest;
        }
        let end = rest.iter().position(|inline| match inline {
            Inline::Html(slice) => {
                matches!(scan(document.str(*slice)).first(), Some(Piece::Tag(close)) if close.closes && close.name == tag.name)
            }
            _ => false,
        });
        if end.is_none() {
            self.raw.never_closed.insert(tag.name);
        }
        end.and_then(|end| rest.get(end + 1..)).unwrap_or(rest)
    }

    /// Text between tags: character references stay, nothing in it can become a tag.
    fn raw_text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                character => self.out.push(character),
            }
        }
    }

    fn raw_tag(&mut self, document: &'a Document, html: &str, tag: &Tag, links: &BTreeMap<usize, LinkId>) {
        let Some(element) = allowed_element(&tag.name) else { return };
        if self.raw.phrases_only && !matches!(element.kind, ElementKind::Phrase | ElementKind::Void) {
            return;
        }
        if tag.closes {
            let open = self.raw.open.get(self.raw.floor..).unwrap_or_default();
            if let Some(at) = open.iter().rposition(|open| open.element.name == element.name) {
                self.close_raw_to(self.raw.floor + at);
            }
            return;
        }
        let link = |name: &str| {
            let (_, value) = tag.attributes.iter().find(|(key, _)| key == name)?;
            links.get(&value.start).copied()
        };
        match element.kind {
            ElementKind::Phrase => {}
            ElementKind::Void => {
                if element.name == "img" {
                    self.raw_image(document, html, tag, link("src"));
                } else {
                    self.push("<");
                    self.push(element.written);
                    self.push(">");
                }
                return;
            }
            ElementKind::Block => {
                self.raw.pass = true;
                if self.between_cells().is_some() && element.name != "table" {
                    return;
                }
                self.end_elements(if is_heading(element) { TEXTS } else { &["p"] }, TABLE_PARTS);
                if element.name == "hr" {
                    return self.push("<hr>");
                }
            }
            ElementKind::Part { parents, ends } => {
                self.raw.pass = true;
                let open = self.raw.open.get(self.raw.floor..).unwrap_or_default();
                if !open.iter().any(|open| parents.contains(&open.element.written)) {
                    return;
                }
                self.end_elements(ends, parents);
            }
        }
        if self.raw.open.len() >= DEEPEST {
            return;
        }
        let closing = if element.name != "a" {
            self.open_raw(element.written, element, html, tag)
        } else if tag.attributes.iter().any(|(name, _)| name == "href") {
            if self.in_link {
                return;
            }
            self.raw_link(document, html, tag, link("href"))
        } else {
            // Only a place to link to, often never closed: as a span it may stand around links.
            self.open_raw("span", element, html, tag)
        };
        self.raw.open.push(RawTag { element, closing });
    }

    fn open_raw(&mut self, name: &'static str, element: &Element, html: &str, tag: &Tag) -> Closing {
        self.push("<");
        self.push(name);
        self.raw_attributes(element, html, tag);
        self.push(">");
        Closing::Tag(name)
    }

    /// Closes the innermost open element of `names`, unless one of `barriers` stands before it.
    fn end_elements(&mut self, names: &[&str], barriers: &[&str]) {
        let open = self.raw.open.get(self.raw.floor..).unwrap_or_default();
        let inside = open.iter().rposition(|open| barriers.contains(&open.element.written)).map_or(0, |at| at + 1);
        let first = open.iter().skip(inside).position(|open| names.contains(&open.element.written));
        if let Some(at) = first {
            self.close_raw_to(self.raw.floor + inside + at);
        }
    }

    /// What stands in the place of an element that no page holds: for a frame with a page of another site, a link to it.
    fn instead_of(&mut self, tag: &Tag, html: &str) {
        if tag.closes {
            return;
        }
        let address = embedded_address(html, tag);
        let fate = if address.is_some() { "becomes a link" } else { "is left out with what stands in it" };
        self.report(Finding::new(&M040, format!("`<{}>` {fate}", tag.name)));
        if let Some(address) = address {
            let closing = self.open_target(Some(&Target::External(address.as_str().into())), "", &address, "");
            self.push("Embedded page: ");
            self.text(&address);
            self.close_link(closing);
        }
    }
}

/// The page of another site that a frame would show.
pub(in crate::page) fn embedded_address(html: &str, tag: &Tag) -> Option<String> {
    let (_, value) = tag.attributes.iter().find(|(name, _)| name == "src" && tag.name == "iframe" && !tag.closes)?;
    let address = decode_entities(html.get(value.clone())?.trim());
    let address = address.strip_prefix("//").map(|rest| format!("https://{rest}")).unwrap_or(address);
    (Scheme::of(&address) == Some(Scheme::Web)).then_some(address)
}

fn is_heading(element: &Element) -> bool {
    TEXTS.contains(&element.written) && element.written != "p"
}

/// Where the tag that ends an element stands among the pieces that follow.
fn closing_piece<'p>(
    name: &str,
    closes: bool,
    mut rest: impl Iterator<Item = &'p Piece>,
    never_closed: &mut BTreeSet<String>,
) -> Option<usize> {
    if closes || never_closed.contains(name) {
        return None;
    }
    let end = rest.position(|piece| matches!(piece, Piece::Tag(tag) if tag.closes && tag.name == name));
    if end.is_none() {
        // Looked for once: a thousand tags that are never closed must not cost a thousand searches.
        never_closed.insert(name.to_owned());
    }
    end
}
