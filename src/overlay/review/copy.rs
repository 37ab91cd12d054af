//! A composed topic → Markdown to be edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use super::super::{ComposedTopic, Node};
use super::markdown::{Writer, as_written, leans};
use super::yaml::{flow as yaml_flow, key as yaml_key};
use crate::source::SourceId;
use crate::topic::{Block, BlockKind, Documents};

/// A whole topic with its front matter. What no layer changed stands as its author wrote it.
pub fn topic_markdown(topic: &ComposedTopic, documents: &Documents) -> String {
    let mut text = String::new();
    if !topic.fields.is_empty() {
        text.push_str("---\n");
        for (field, _) in &topic.fields {
            _ = writeln!(text, "{}: {}", yaml_key(&field.key), yaml_flow(&field.value));
        }
        text.push_str("---\n");
    }
    let mut shared: BTreeMap<SourceId, BTreeSet<*const Block>> = BTreeMap::new();
    for node in &topic.body {
        if let Some(document) = documents.get(node.block.source) {
            let own = || document.blocks.iter().map(Arc::as_ptr).collect();
            shared.entry(node.block.source).or_insert_with(own);
        }
    }
    let mut last: Option<&Block> = None;
    for Node { block, .. } in &topic.body {
        let own = shared.get(&block.source).is_some_and(|own| own.contains(&Arc::as_ptr(block)));
        let source = documents.get(block.source).filter(|_| own).map(|document| as_written(block, document));
        let written = source.filter(|text| !leans(text) && !text.is_empty()).map(|text| format!("{text}\n"));
        let other = last.is_some_and(|last| matches!(last.kind, BlockKind::List { .. }));
        let written = written.unwrap_or_else(|| Writer { documents }.block(block, other));
        if !text.is_empty() && !written.is_empty() {
            text.push('\n');
        }
        text.push_str(&written);
        last = Some(block);
    }
    text
}
