//! Raw HTML as authors write it: which tags it holds, what they link to, which ids they set.
//!
//! This is no sanitiser: what comes out of here goes through one before it reaches a page. It only finds what must be
//! known of the text: addresses, ids, and tags that are no HTML (`<tenant>`), which are shown as text.

use std::ops::Range;

/// A tag found in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The whole tag, `<` to `>`.
    pub(crate) range: Range<usize>,
    /// The element's name, lower case.
    pub(crate) name: String,
    /// Whether it is a closing tag.
    pub(crate) closes: bool,
    /// Names (lower case) and the places of values, entities not decoded.
    pub(crate) attributes: Vec<(String, Range<usize>)>,
}

/// What stands in a piece of raw HTML, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A tag.
    Tag(Tag),
    /// A comment, a processing instruction, a declaration or CDATA.
    Hidden(Range<usize>),
}

/// Finds the tags and comments of `html`. What is neither is text.
pub(crate) fn scan(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start..).unwrap_or_default();
        let hidden = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open));
        if let Some((open, close)) = hidden {
            let length = rest.get(open.len()..).and_then(|inner| inner.find(close));
            let end = length.map_or(html.len(), |length| start + open.len() + length + close.len());
            pieces.push(Piece::Hidden(start..end));
            at = end;
        } else if let Some(tag) = read_tag(html, start) {
            at = tag.range.end;
            pieces.push(Piece::Tag(tag));
        } else {
            at = start + 1;
        }
    }
    pieces
}

fn read_tag(html: &str, start: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let span = |at: usize, test: fn(u8) -> bool| bytes.iter().skip(at).take_while(|byte| test(**byte)).count();
    let closes = byte(start + 1) == b'/';
    let name_start = start + 1 + usize::from(closes);
    if !byte(name_start).is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start + span(name_start, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'<'));
    let name = html.get(name_start..at)?.to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        at += span(at, |b| b.is_ascii_whitespace() || b == b'/');
        match byte(at) {
            b'>' => return Some(Tag { range: start..at + 1, name, closes, attributes }),
            0 if at >= bytes.len() => return None,
            b'<' => return None,
            _ => {}
        }
        let key = at..at + span(at, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=' | b'<')).max(1);
        at = key.end;
        let gap = span(at, |b| b.is_ascii_whitespace());
        let value = if byte(at + gap) == b'=' {
            at += gap + 1;
            at += span(at, |b| b.is_ascii_whitespace());
            let quote = byte(at);
            if matches!(quote, b'"' | b'\'') {
                let length = bytes.iter().skip(at + 1).position(|byte| *byte == quote)?;
                at += length + 2;
                at - length - 1..at - 1
            } else {
                let length = span(at, |b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'<'));
                at += length;
                at - length..at
            }
        } else {
            at..at
        };
        attributes.push((html.get(key)?.to_ascii_lowercase(), value));
    }
}

/// Whether HTML has an element of this name (WHATWG HTML, the index of elements, and the obsolete ones of its section
/// 16.2, which old topics still use).
pub(crate) fn is_element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt",
    "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label",
    "legend", "li", "link", "listing", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr",
    "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture",
    "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section",
    "select", "selectedcontent", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
];

/// Decodes the character references that occur in addresses: `&amp;`, `&quot;`, `&#39;` and numeric ones.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let decoded = from.find(';').filter(|end| *end <= 10).and_then(|end| {
            let character = match from.get(1..end)? {
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "lt" => '<',
                "gt" => '>',
                name => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((character, end + 1))
        });
        let (character, length) = decoded.unwrap_or(('&', 1));
        out.push(character);
        rest = from.get(length..).unwrap_or_default();
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, Piece, is_element, scan};

    fn check(html: &str) -> Vec<String> {
        scan(html)
            .into_iter()
            .map(|piece| match piece {
                Piece::Hidden(range) => format!("hidden {}", &html[range]),
                Piece::Tag(tag) => {
                    let values = tag.attributes.iter().map(|(name, value)| format!(" {name}={}", &html[value.clone()]));
                    format!("{}{}{}", if tag.closes { "/" } else { "" }, tag.name, values.collect::<String>())
                }
            })
            .collect()
    }

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        assert_eq!(
            check("<a HREF='x y' id=q>t</a> <!-- <b> --> 1 < 2 <br/>"),
            ["a href=x y id=q", "/a", "hidden <!-- <b> -->", "br"]
        );
        assert_eq!(check("<a href=\"open"), Vec::<String>::new());
        assert_eq!(check("<!-- never closed <b>"), ["hidden <!-- never closed <b>"]);
    }

    #[test]
    fn the_list_of_elements_is_sorted() {
        assert!(ELEMENTS.is_sorted());
        assert!(is_element("kbd") && !is_element("tenant"));
    }
}
