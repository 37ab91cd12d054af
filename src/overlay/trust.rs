//! What layers that are trusted for text alone may not bring: raw HTML beyond the tags of running text, fields that steer
//! the program.
//!
//! The sanitiser takes what could act out of every page, whoever wrote it. This tells the owners of a layer, once and at
//! the place, and changes nothing.

use super::{LayerId, Layers};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::SourcePath;
use crate::topic::{Block, BlockKind, Document, Field, Inline, TopicSet};

/// The tags that running text needs: HTML's phrasing elements that neither load nor act, and what folds text away.
const TEXT_TAGS: [&str; 32] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "details", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "time", "u",
    "var",
];

/// Fields that steer the program and not the page.
const RESERVED: [&str; 4] = ["layout", "redirect", "redirect_url", "edition"];

/// Looks through the change files and topics of all layers.
pub fn check_trust(set: &TopicSet, layers: &Layers) -> Vec<Finding> {
    let mut findings = Vec::new();
    let changes = set.changes.iter().map(|(path, (source, fields))| (path, *source, fields));
    let topics = set.topics.iter().map(|topic| (&topic.path, topic.source, &topic.fields));
    for (path, source, fields) in changes.chain(topics) {
        let Some(label) = text_only(path, layers) else { continue };
        let in_set = fields.get("set").map_or(&[][..], |set| set.value.fields());
        let reserved = fields.entries.iter().chain(in_set).filter(|field| RESERVED.contains(&field.key.as_str()));
        findings.extend(reserved.map(|field| refused_field(label, path, field)));
        if let Some(document) = set.documents.get(source) {
            let mut open: Vec<&Block> = document.blocks.iter().rev().map(|block| &**block).collect();
            while let Some(block) = open.pop() {
                findings.extend(refused_tag(block, document, source.0).map(|tag| {
                    let message = format!("{label} is trusted for text only; raw <{tag}> is not allowed");
                    let help = "write it in Markdown, or let the owner say `trust = \"full\"` in `layer.toml`";
                    Finding::new(&o::O605, message).at(Place::new(path.shared(), block.span)).help(help)
                }));
                open.extend(block.children());
            }
        }
    }
    findings
}

/// The label of the layer that a file belongs to, where that is trusted for text only.
fn text_only<'l>(path: &SourcePath, layers: &'l Layers) -> Option<&'l str> {
    let holds =
        |layer: &super::Layer| layer.folder.as_ref().is_some_and(|folder| path.below(folder.as_str()).is_some());
    let (_, layer) = layers.iter().find(|(id, layer)| *id != LayerId::BASE && holds(layer))?;
    (!layer.full_trust).then_some(layer.label.as_str())
}

fn refused_field(label: &str, path: &SourcePath, field: &Field) -> Finding {
    let message = format!("{label} is trusted for text only; the field “{}” is not allowed", field.key);
    Finding::new(&o::O605, message).at(Place::new(path.shared(), field.key_span)).help("take the line out")
}

/// The first tag in a block's own raw HTML that running text does not need. What an include brought is another file's.
fn refused_tag(block: &Block, document: &Document, source: u32) -> Option<String> {
    if block.source.0 != source {
        return None;
    }
    if let BlockKind::Html(html) = block.kind {
        return first_refused(document.str(html));
    }
    let inlines = block.inlines().map_or(&[][..], |content| document.inlines(content));
    inlines.iter().find_map(|inline| match inline {
        Inline::Html(html) => first_refused(document.str(*html)),
        _ => None,
    })
}

fn first_refused(html: &str) -> Option<String> {
    let names = html.split('<').skip(1).map(|tag| {
        let name = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
        name.collect::<String>().to_ascii_lowercase()
    });
    names.into_iter().find(|name| !name.is_empty() && !TEXT_TAGS.contains(&name.as_str()))
}
