//! A sheet written more plainly, for when the typesetter refuses it.

use super::html::Node;
use super::sheet::{Here, SheetWriter};
use super::typst::{call, string};

/// How much of a sheet is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Plainness {
    /// Everything.
    #[default]
    Full,
    /// Its words in paragraphs, and its headings; no tables, pictures, frames or links.
    Words,
    /// Its title, and a line that says where to read it.
    Nothing,
}

/// The words of a body: a paragraph for each block that has words of its own.
pub(super) fn words_of(writer: &mut SheetWriter<'_>, nodes: &[Node]) -> Vec<String> {
    let mut blocks = vec![call("set-plainly", &[])];
    push_words(writer, nodes, &mut blocks);
    blocks
}

fn push_words(writer: &mut SheetWriter<'_>, nodes: &[Node], blocks: &mut Vec<String>) {
    let mut run = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => run.push_str(text),
            Node::Element(element) if !node.is_block() => {
                if element.name == "img" {
                    run.push_str(element.attribute("alt").unwrap_or_default());
                }
                run.push_str(&element.words());
            }
            Node::Element(element) if element.has_class("layer-was") => {}
            Node::Element(element) => {
                paragraph(writer, &mut run, blocks);
                let section = element.attribute("id").and_then(|id| writer.sheet.section(id));
                if let Some(section) = section.filter(|_| element.name.starts_with('h') && element.name != "hr")
                    && writer.ids.insert(section.id.clone())
                {
                    let words = writer.running(
                        &[Node::Text(element.words().trim_end_matches('#').to_owned())],
                        Here { heading: true, ..Here::default() },
                    );
                    let number = super::typst::optional(section.number.as_deref());
                    blocks.push(call("inner-heading", &[string(&section.id), number, words]));
                } else {
                    push_words(writer, &element.children, blocks);
                }
            }
        }
    }
    paragraph(writer, &mut run, blocks);
}

fn paragraph(writer: &mut SheetWriter<'_>, run: &mut String, blocks: &mut Vec<String>) {
    let words = std::mem::take(run);
    if !words.trim().is_empty() {
        let content = writer.running(&[Node::Text(words)], Here::default());
        blocks.push(call("para", &[content]));
    }
}
