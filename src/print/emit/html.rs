//! A page's body → a tree of elements and texts.
//!
//! Reads only what the page renderer writes: balanced tags of the sanitiser's list, quoted attributes. So Markdown, the
//! dialect and an author's raw HTML are one kind of thing here, and what the sanitiser refused cannot come back. Other
//! input gives some tree, never a panic.

use crate::topic::html::{Piece, decode_entities, scan};

/// Elements that hold nothing.
const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

/// Elements that stand between paragraphs rather than in one.
#[rustfmt::skip]
const BLOCKS: [&str; 32] = [
    "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "li", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
];

/// Deeper elements lose their tags: what stands in them stays.
const DEEPEST: usize = 200;

/// An element or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Words, references decoded, white space as it is.
    Text(String),
    /// An element with what stands in it.
    Element(Element),
}

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name, lower case.
    pub(super) name: String,
    /// Names and values, references decoded.
    pub(super) attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it has a class.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|there| there == class))
    }

    /// The elements right in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All words in it.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        push_words(&self.children, &mut words);
        words
    }
}

impl Node {
    /// Whether it stands between paragraphs, or holds something that does.
    pub(super) fn is_block(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Element(element) => {
                if element.name == "ruby" {
                    return false;
                }
                BLOCKS.contains(&element.name.as_str()) || element.children.iter().any(Self::is_block)
            }
        }
    }

    /// Whether it is white space alone.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(|c| c.is_ascii_whitespace()))
    }
}

fn push_words(nodes: &[Node], words: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => words.push_str(text),
            Node::Element(element) if element.name == "br" => words.push(' '),
            Node::Element(element) => push_words(&element.children, words),
        }
    }
}

/// Reads a body.
pub(super) fn read_html(html: &str) -> Vec<Node> {
    let mut open = vec![Element::default()];
    let mut written = 0;
    for piece in scan(html) {
        let range = match &piece {
            Piece::Hidden(range) => range.clone(),
            Piece::Tag(tag) => tag.range.clone(),
        };
        push_text(&mut open, html.get(written..range.start).unwrap_or_default());
        written = range.end;
        let Piece::Tag(tag) = piece else { continue };
        if tag.closes {
            close(&mut open, &tag.name);
            continue;
        }
        let attributes = tag
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), decode(html.get(value.clone()).unwrap_or_default())))
            .collect();
        let element = Element { name: tag.name, attributes, children: Vec::new() };
        if VOID.contains(&element.name.as_str()) {
            push(&mut open, Node::Element(element));
        } else if open.len() < DEEPEST {
            open.push(element);
        }
    }
    push_text(&mut open, html.get(written..).unwrap_or_default());
    while open.len() > 1 {
        close_last(&mut open);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if !text.is_empty() {
        push(open, Node::Text(decode(text)));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    if let Some(at) = open.iter().rposition(|element| element.name == name).filter(|at| *at > 0) {
        while open.len() > at {
            close_last(open);
        }
    }
}

fn close_last(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        push(open, Node::Element(element));
    }
}

/// Character references: those that the renderer writes, and those that are left in an author's raw HTML.
fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (name, character) in NAMED {
        if text.contains(name) {
            text = text.replace(name, character);
        }
    }
    decode_entities(&text)
}

/// The references that html5ever writes besides those of [`decode_entities`].
const NAMED: [(&str, &str); 1] = [("&nbsp;", "\u{a0}")];

#[cfg(test)]
mod tests {
    use super::{Element, Node, read_html};

    fn shown(nodes: &[Node]) -> String {
        nodes
            .iter()
            .map(|node| match node {
                Node::Text(text) => format!("{text:?}"),
                Node::Element(Element { name, attributes, children }) => {
                    let attributes: Vec<String> =
                        attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("{name}{}({})", attributes.concat(), shown(children))
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn check(html: &str, expected: &str) {
        assert_eq!(shown(&read_html(html)), expected);
    }

    #[test]
    fn elements_nest_and_references_are_decoded() {
        check("<p>a &lt; b<br>c&nbsp;d</p>", "p(\"a < b\" br() \"c\\u{a0}d\")");
        check("<a href=\"x?a=1&amp;b=2\">t</a>", "a href=x?a=1&b=2(\"t\")");
        check("a &amp;lt; b", "\"a &lt; b\"");
    }

    #[test]
    fn what_is_not_balanced_gives_some_tree() {
        check("<b>x", "b(\"x\")");
        check("</b>x<i><b>y</i>z", "\"x\" i(b(\"y\")) \"z\"");
        let deep = "<b>".repeat(5_000);
        assert_eq!(read_html(&deep).len(), 1);
    }
}
