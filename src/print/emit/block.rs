//! Blocks of a page → Typst text.

use super::PictureFact;
use super::html::{Element, Node};
use super::place::picture_path;
use super::sheet::{Around, DEEPEST, Here, SheetWriter};
use super::typst::{call, named, optional, stacked, string};

impl SheetWriter<'_> {
    /// Blocks and running text in any order: runs of the latter become paragraphs.
    pub(super) fn blocks(&mut self, nodes: &[Node], here: Here) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            if node.is_block() {
                if let Node::Element(element) = node {
                    self.block(element, here, &mut blocks);
                }
                rest = after;
            } else {
                let length = rest.iter().position(Node::is_block).unwrap_or(rest.len());
                let (run, after) = rest.split_at(length);
                blocks.extend(self.paragraph(run, here));
                rest = after;
            }
        }
        blocks
    }

    /// The blocks as one value.
    pub(super) fn content(&mut self, nodes: &[Node], here: Here) -> String {
        stacked(self.blocks(nodes, here))
    }

    fn paragraph(&mut self, nodes: &[Node], here: Here) -> Option<String> {
        if nodes.iter().all(Node::is_blank) {
            return None;
        }
        if let Some(picture) = only_picture(nodes) {
            return Some(self.picture_call("picture", picture));
        }
        let content = self.running(nodes, here);
        (content != "[]").then(|| call("para", &[content]))
    }

    fn block(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        match element.name.as_str() {
            "p" if element.has_class("missing-include") => {
                let words = self.words.plain(&element.words());
                blocks.push(call("missing", &[string(&words)]));
            }
            "p" if element.children.iter().any(Node::is_block) => blocks.extend(self.blocks(&element.children, here)),
            "p" => blocks.extend(self.paragraph(&element.children, here)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => blocks.extend(self.heading(element, here)),
            "hr" => blocks.push(call("rule", &[])),
            "blockquote" => self.nested("quoted", element, here, blocks),
            "aside" => self.callout(element, here, blocks),
            "ul" | "ol" => self.list(element, here, blocks),
            "dl" => self.definitions(element, here, blocks),
            "table" => self.table(element, here, blocks),
            "pre" => blocks.extend(self.code(element)),
            // What no longer counts is for screens: on paper nobody could fold it away.
            "details" if element.has_class("layer-was") => {}
            "details" => self.details(element, here, blocks),
            "figure" if element.has_class("diagram") => self.diagram(element, here, blocks),
            "figure" => self.nested("figure-of", element, here, blocks),
            "figcaption" | "caption" => {
                let content = self.running(&element.children, here);
                blocks.push(call("caption", &[content]));
            }
            "section" if element.has_class("tab") => self.labelled("tab-panel", "tab-label", element, here, blocks),
            "div" if element.has_class("zone") || element.has_class("moniker") => {
                self.labelled("applies", "zone-label", element, here, blocks);
            }
            "div" if element.has_class("changed") => self.changed(element, here, blocks),
            "div" if element.has_class("layer") => self.layer(element, here, blocks),
            "div" if element.has_class("row") => self.columns(element, here, blocks),
            "div" if element.has_class("footnotes") => {
                if let Some(list) = element.elements().find(|child| child.name == "ol") {
                    self.notes_list(list, here, blocks);
                }
            }
            _ => blocks.extend(self.blocks(&element.children, here)),
        }
    }

    /// A frame of one kind, unless there are too many around it already.
    fn nested(&mut self, name: &str, element: &Element, here: Here, blocks: &mut Vec<String>) {
        if here.depth >= DEEPEST {
            self.notes.flattened = true;
            return blocks.extend(self.blocks(&element.children, here));
        }
        let content = self.content(&element.children, here.deeper());
        blocks.push(call(name, &[content]));
    }

    fn heading(&mut self, element: &Element, here: Here) -> Option<String> {
        let content = self.running(&element.children, Here { heading: true, ..here });
        if content == "[]" {
            return None;
        }
        let anchor = element.attribute("id").unwrap_or_default();
        let sheet = self.sheet;
        let section = sheet.section(anchor).filter(|section| !self.ids.contains(&section.id));
        let Some(section) = section else { return Some(call("minor-heading", &[content])) };
        self.ids.insert(section.id.clone());
        let written = element.name.trim_start_matches('h').parse::<u8>().unwrap_or(2);
        let told = section.level + 1;
        if told < written {
            self.notes.raised.push(section.title.clone());
        }
        if here.around == Around::Frame {
            // In a list or frame it has its number and can be referred to, but the outline of the book leaves it out.
            return Some(call("inner-heading", &[string(&section.id), optional(section.number.as_deref()), content]));
        }
        let level = self.level.saturating_add(section.level).min(6);
        Some(call(
            "heading-at",
            &[level.to_string(), string(&section.id), optional(section.number.as_deref()), content],
        ))
    }

    /// What is new or changed. A heading stays one of the book's, and with what follows it.
    fn changed(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let content = self.content(&element.children, here.barred());
        if content == "[]" {
            return;
        }
        let mut within = element.elements();
        let is_heading = |element: &Element| matches!(element.name.as_bytes(), [b'h', b'1'..=b'6']);
        let heads = within.next().is_some_and(is_heading) && within.next().is_none();
        blocks.push(call("changed", &[named("heads", &heads.to_string()), content]));
    }

    fn callout(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let kind = element
            .attribute("class")
            .and_then(|classes| classes.split_whitespace().find_map(|class| class.strip_prefix("alert-")))
            .filter(|kind| kind.chars().all(|c| c.is_ascii_lowercase()))
            .unwrap_or("note")
            .to_owned();
        let (title, rest) = self.label_of("alert-title", element);
        let content = self.content(&rest, here.framed());
        blocks.push(call("callout", &[string(&kind), string(&title), content]));
    }

    /// The words of the paragraph of a class that an element begins with, and what follows.
    fn label_of(&mut self, class: &str, element: &Element) -> (String, Vec<Node>) {
        let is_label = |node: &Node| matches!(node, Node::Element(child) if child.has_class(class));
        let label = element.children.iter().find(|node| is_label(node));
        let words = match label {
            Some(Node::Element(label)) => self.words.plain(&label.words()),
            _ => String::new(),
        };
        (words, element.children.iter().filter(|node| !is_label(node)).cloned().collect())
    }

    fn labelled(&mut self, name: &str, class: &str, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let (label, rest) = self.label_of(class, element);
        let content = self.content(&rest, here.framed());
        blocks.push(call(name, &[string(&label), content]));
    }

    fn layer(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let (label, rest) = self.label_of("layer-label", element);
        let mark = self.mark(element).unwrap_or_default();
        // What a layer says is part of the topic: its headings are headings of the book.
        let content = self.content(&rest, here.barred());
        blocks.push(call("origin", &[string(&mark), string(&label), content]));
    }

    /// The letters of the layer that an element is marked with.
    pub(super) fn mark(&mut self, element: &Element) -> Option<String> {
        let layer = self.playbook.layers.find(element.attribute("data-layer")?)?;
        let mark = self.book.mark_of(layer)?;
        Some(self.words.plain(mark))
    }

    fn details(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let is_summary = |node: &Node| matches!(node, Node::Element(child) if child.name == "summary");
        let summary = element.children.iter().find(|node| is_summary(node));
        let title = match summary {
            Some(Node::Element(summary)) => self.running(&summary.children, Here { heading: true, ..here }),
            _ => string("Details"),
        };
        let rest: Vec<Node> = element.children.iter().filter(|node| !is_summary(node)).cloned().collect();
        let content = self.content(&rest, here.framed());
        blocks.push(call("details", &[title, content]));
    }

    /// A diagram as its picture; where that cannot be printed, as its source.
    fn diagram(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let picture = element.elements().find(|child| child.name == "img");
        let path = picture.and_then(|picture| picture_path(&self.topic.page, picture.attribute("src")?));
        let fact = path.and_then(|path| self.pictures.get(&path));
        match picture {
            Some(picture) if matches!(fact, Some(PictureFact::Usable(_))) => {
                blocks.push(self.picture_call("picture", picture));
            }
            _ => {
                let source = element.elements().find(|child| child.name == "details");
                let code = source.into_iter().flat_map(Element::elements).filter(|child| child.name != "summary");
                code.for_each(|code| self.block(code, here, blocks));
            }
        }
    }

    /// Columns stand one below the other: reading order, whatever the paper.
    fn columns(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let columns: Vec<(String, String)> = element
            .elements()
            .filter(|column| column.has_class("column"))
            .map(|column| {
                let span = column.attribute("data-span").and_then(|span| span.parse::<u8>().ok()).unwrap_or(1);
                let content = self.content(&column.children, here.framed());
                (span.clamp(1, 12).to_string(), content)
            })
            .collect();
        let arguments: Vec<String> = columns.iter().map(|(span, content)| format!("({span}, {content})")).collect();
        blocks.push(call("side-by-side", &arguments));
    }

    fn code(&mut self, element: &Element) -> Option<String> {
        let words = element.words();
        let lines: Vec<String> = words
            .strip_suffix('\n')
            .unwrap_or(&words)
            .split('\n')
            .map(|line| string(&self.words.code(line.trim_end_matches('\r'))))
            .collect();
        if words.trim().is_empty() {
            return None;
        }
        let language = element.elements().find_map(|code| {
            let classes = code.attribute("class")?;
            classes.split_whitespace().find_map(|class| class.strip_prefix("language-")).map(str::to_owned)
        });
        let language = language.map(|language| self.words.plain(&language));
        let mut arguments = lines;
        arguments.push(named("language", &optional(language.as_deref())));
        Some(call("code-block", &arguments))
    }
}

/// The picture that a paragraph is, if it is nothing else.
fn only_picture(nodes: &[Node]) -> Option<&Element> {
    let mut found = nodes.iter().filter(|node| !node.is_blank());
    let Some(Node::Element(element)) = found.next() else { return None };
    if found.next().is_some() {
        return None;
    }
    match element.name.as_str() {
        "img" => Some(element),
        "a" => only_picture(&element.children),
        _ => None,
    }
}
