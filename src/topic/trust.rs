//! What a layer that is trusted for text alone may not bring: raw HTML beyond the tags of running text, fields that steer
//! the program.
//!
//! It is taken out while the layer's files are read, so that no later stage meets it, and its owner is told at the place.
//! The sanitiser takes what could act out of every page, whoever wrote it; this wall stands before that one.

use std::borrow::Cow;

use super::html::{Piece, scan};
use super::{Field, Fields, ValueKind};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::SourcePath;

/// A folder whose files are trusted for text alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOnly {
    /// The folder of the layer.
    pub folder: SourcePath,
    /// What readers call the layer.
    pub label: String,
}

/// The tags that running text needs: HTML's phrasing elements that neither load nor act, and what folds text away.
const TEXT_TAGS: [&str; 32] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "details", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "time", "u",
    "var",
];

/// Elements whose content is no text for readers: it goes with them.
const WITH_CONTENT: [&str; 20] = [
    "applet", "audio", "canvas", "embed", "frameset", "head", "iframe", "map", "math", "noembed", "noframes",
    "noscript", "object", "script", "select", "style", "svg", "template", "title", "video",
];

/// Fields that steer the program and not the page.
const RESERVED: [&str; 4] = ["layout", "redirect", "redirect_url", "edition"];

/// Whether running text may have the tag.
pub(super) fn is_text_tag(name: &str) -> bool {
    TEXT_TAGS.contains(&name)
}

/// Whether what stands in the element goes with it.
pub(super) fn takes_content(name: &str) -> bool {
    WITH_CONTENT.contains(&name)
}

/// The finding about a tag.
pub(super) fn refused_tag(label: &str, tag: &str) -> Finding {
    Finding::new(&o::O605, format!("{label} is trusted for text only; raw <{tag}> is not allowed and is left out"))
        .help("write it in Markdown, or let the owner say `trust = \"full\"` in `layer.toml`")
}

/// A piece of raw HTML without the tags that running text does not need, and the first of those. Words between them
/// stay; a `<` among them is written out, so that what is left cannot become a tag.
pub(super) fn text_of(html: &str) -> (Cow<'_, str>, Option<String>) {
    let tags = scan(html).into_iter().filter_map(|piece| match piece {
        Piece::Tag(tag) => Some(tag),
        Piece::Hidden(_) => None,
    });
    let tags: Vec<_> = tags.collect();
    let Some(first) = tags.iter().find(|tag| !is_text_tag(&tag.name)).map(|tag| tag.name.clone()) else {
        return (Cow::Borrowed(html), None);
    };
    let mut kept = String::with_capacity(html.len());
    let mut at = 0;
    let mut inside: Option<&str> = None;
    for tag in &tags {
        let words = html.get(at..tag.range.start).unwrap_or_default();
        at = tag.range.end;
        if let Some(name) = inside {
            if tag.closes && tag.name == name {
                inside = None;
            }
            continue;
        }
        kept.push_str(&words.replace('<', "&lt;"));
        // What an address leads to was noted for the piece as it was written.
        if is_text_tag(&tag.name) && tag.name != "a" {
            kept.push_str(html.get(tag.range.clone()).unwrap_or_default());
            continue;
        }
        if !tag.closes && takes_content(&tag.name) {
            inside = Some(&tag.name);
        }
        // Cells and lines that stood apart do not run together.
        if tag.name != "a" && !kept.ends_with(char::is_whitespace) {
            kept.push(' ');
        }
    }
    if inside.is_none() {
        kept.push_str(&html.get(at..).unwrap_or_default().replace('<', "&lt;"));
    }
    (Cow::Owned(kept), Some(first))
}

/// Takes fields that steer the program out of the front matter of a topic or change file.
pub(super) fn drop_reserved(fields: &mut Fields, label: &str, path: &SourcePath, findings: &mut Vec<Finding>) {
    let mut told = |field: &Field| {
        let reserved = RESERVED.contains(&field.key.as_str());
        if reserved {
            let message = format!("{label} is trusted for text only; the field “{}” is not allowed", field.key);
            let finding = Finding::new(&o::O605, message).at(Place::new(path.shared(), field.key_span));
            findings.push(finding.help("take the line out"));
        }
        !reserved
    };
    fields.entries.retain(&mut told);
    let set = fields.entries.iter_mut().find(|field| field.key == "set");
    if let Some(Field { value, .. }) = set
        && let ValueKind::Map(entries) = &mut value.kind
    {
        entries.retain(told);
    }
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn tags_go_and_words_stay() {
        let check = |html: &str, kept: &str| assert_eq!(text_of(html).0, kept, "{html}");
        check("press <kbd>F1</kbd>", "press <kbd>F1</kbd>");
        check("<table><tr><td>one</td><td>two</td></tr></table>", " one two ");
        check("a<script>alert(1)</script>b <sub>2</sub>", "a b <sub>2</sub>");
        check("<iframe src=\"x\">never closed", " ");
        // What is left over is no tag again.
        check("<scr<div>ipt>x</div>", "&lt;scr ipt>x ");
        check("<p onclick=\"a>b\">x</p>", " x ");
    }
}
