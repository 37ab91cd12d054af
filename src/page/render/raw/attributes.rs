//! Attributes of raw tags.

use std::collections::BTreeSet;

use super::{Closing, Renderer};
use crate::page::escape::push_attribute;
use crate::page::sanitise::Element;
use crate::playbook::Target;
use crate::topic::html::{Tag, decode_entities};
use crate::topic::{Document, LinkId};

impl<'a> Renderer<'a> {
    /// The attributes of a tag that may stay. Addresses are not among them.
    pub(super) fn raw_attributes(&mut self, element: &Element, html: &str, tag: &Tag) {
        let mut classes = String::new();
        let mut seen = BTreeSet::new();
        for (name, value) in &tag.attributes {
            // The first of two attributes of one name counts, as in browsers.
            if !seen.insert(name.as_str()) {
                continue;
            }
            let value = html.get(value.clone()).unwrap_or_default();
            match name.as_str() {
                "class" => {
                    for class in value.split_whitespace().filter(|class| is_plain_class(class)) {
                        push_class(&mut classes, class);
                    }
                }
                "align" => match value.to_ascii_lowercase().as_str() {
                    "left" => push_class(&mut classes, "align-left"),
                    "center" | "middle" => push_class(&mut classes, "align-center"),
                    "right" => push_class(&mut classes, "align-right"),
                    _ => {}
                },
                _ if may_stay(element.written, name, value) => self.raw_value(name, value),
                _ => {}
            }
        }
        if !classes.is_empty() {
            self.attribute("class", &classes);
        }
        // Paper cannot be unfolded.
        if element.written == "details" && self.paper.is_some() && !seen.contains("open") {
            self.attribute("open", "");
        }
        self.raw_id(html, tag);
    }

    /// Begins an `<a href>`: the same as a link in Markdown.
    pub(super) fn raw_link(&mut self, document: &'a Document, html: &str, tag: &Tag, link: Option<LinkId>) -> Closing {
        let target = link.and_then(|link| self.target(document, link));
        let title = value_of(html, tag, "title").map(decode_entities).unwrap_or_default();
        let dest = value_of(html, tag, "href").unwrap_or_default();
        let out = std::mem::take(&mut self.out);
        self.raw_id(html, tag);
        let id = std::mem::replace(&mut self.out, out);
        self.open_target(target, &title, dest, &id)
    }

    /// An `<img>`: the same as a picture in Markdown.
    pub(super) fn raw_image(&mut self, document: &'a Document, html: &str, tag: &Tag, link: Option<LinkId>) {
        let value = |name: &str| value_of(html, tag, name).map(decode_entities);
        let target: Option<&Target> = link.and_then(|link| self.target(document, link));
        let more: Vec<(&str, String)> = ["width", "height"]
            .into_iter()
            .filter_map(|name| Some((name, value(name)?)))
            .filter(|(_, value)| is_number(value))
            .collect();
        let more: Vec<(&str, &str)> = more.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.image_at(target, &value("alt").unwrap_or_default(), &value("title").unwrap_or_default(), &more);
    }

    /// The tag's id, unless the page has it already. The obsolete `name` of a link serves the same purpose.
    fn raw_id(&mut self, html: &str, tag: &Tag) {
        let name = || value_of(html, tag, "name").filter(|_| tag.name == "a");
        let Some(id) = value_of(html, tag, "id").or_else(name).map(decode_entities) else { return };
        if id.trim().is_empty() || self.paper.is_some() {
            return;
        }
        let id = self.anchors.on_page(self.id, &id).into_owned();
        if self.take_id(&id) {
            self.attribute("id", &id);
        }
    }

    /// Writes an attribute whose value may hold character references.
    fn raw_value(&mut self, name: &str, value: &str) {
        if !value.contains('&') {
            return push_attribute(&mut self.out, name, value);
        }
        self.raw.pass = true;
        let value = value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
        for piece in [" ", name, "=\"", &value, "\""] {
            self.push(piece);
        }
    }
}

/// The value of the first attribute of this name, references not decoded.
fn value_of<'h>(html: &'h str, tag: &Tag, name: &str) -> Option<&'h str> {
    let (_, value) = tag.attributes.iter().find(|(key, _)| key == name)?;
    html.get(value.clone())
}

/// Whether an attribute with this value may stand on the element.
fn may_stay(element: &str, name: &str, value: &str) -> bool {
    match (element, name) {
        (_, "title" | "lang")
        | ("time" | "del" | "ins", "datetime")
        | ("data", "value")
        | ("ol", "reversed")
        | ("details", "open") => true,
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto"),
        ("td" | "th", "colspan" | "rowspan") => is_number(value) && value != "0",
        ("th", "scope") => matches!(value, "col" | "row" | "colgroup" | "rowgroup"),
        ("ol", "start") | ("li", "value") => is_number(value.strip_prefix('-').unwrap_or(value)),
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        _ => false,
    }
}

/// At most four digits: a table cell over a million columns costs a browser dearly.
fn is_number(value: &str) -> bool {
    !value.is_empty() && value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a class of the author's may stand on the page: none that hides text from some readers.
pub(in crate::page::render) fn is_plain_class(class: &str) -> bool {
    let plain = class.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    plain && !["visually-hidden", "hidden", "skip"].contains(&class.to_ascii_lowercase().as_str())
}

fn push_class(classes: &mut String, class: &str) {
    if !classes.is_empty() {
        classes.push(' ');
    }
    classes.push_str(class);
}
