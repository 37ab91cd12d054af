//! A cleared topic → its facts: each block, item, row, cell and field with the whole way it came.
//!
//! Made of what an edition may show, so whoever prints facts need not ask about classes again.

use super::fields::{FieldEdits, Matter};
use super::journal::{Change, Deed};
use super::leaf::{is_inside, leaves};
use super::table::heads;
use super::words::plain_words;
use super::{ComposedTopic, LayerId, Node, Origin};
use crate::finding::Span;
use crate::source::SourceId;
use crate::topic::{AlertKind, Block, BlockKind, Documents, Field, Table, Value, ValueKind};

/// One thing of a topic with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is: `heading`, `paragraph`, `cell`, `field` …
    pub kind: &'static str,
    /// What to call it: the key of a field, `Mail/RTO` for a cell, the key of a row, else its first words.
    pub name: String,
    /// All its words, or its value.
    pub text: String,
    /// The anchors of the sections that it stands in, the outermost first.
    pub sections: Vec<Box<str>>,
    /// How many blocks that are facts themselves stand around it.
    pub depth: u8,
    /// Whether it is no longer there.
    pub removed: bool,
    /// Where it came from, the latest step first; never empty.
    pub history: Vec<Step>,
}

/// One step on the way of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done: `added`, `replaced`, `set` …; `written` where it all began.
    pub deed: &'static str,
    /// By whom.
    pub layer: LayerId,
    /// The file.
    pub source: SourceId,
    /// Where in the file.
    pub span: Span,
    /// What stood there after this step.
    pub text: String,
    /// Why it was taken away.
    pub reason: Option<String>,
}

/// What begins a fact.
const WRITTEN: &str = "written";

/// The facts of a topic: fields, what is on the page in reading order, then what is no longer there.
pub fn facts(topic: &ComposedTopic, documents: &Documents) -> Vec<Fact> {
    let mut walk = Walk { topic, documents, facts: fields(topic), open: Vec::new(), depth: 0 };
    for node in &topic.body {
        walk.block(&node.block, &node.origin);
    }
    for change in topic.journal.iter().filter(|change| change.deed == Deed::Removed) {
        walk.removed(change);
    }
    walk.facts
}

struct Walk<'a> {
    topic: &'a ComposedTopic,
    documents: &'a Documents,
    facts: Vec<Fact>,
    /// The open sections: level and anchor.
    open: Vec<(u8, Box<str>)>,
    depth: u8,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block, around: &Origin) {
        let origin = self.origin(block, around);
        let words = plain_words(block, self.documents);
        match &block.kind {
            BlockKind::Heading { level, id, .. } => {
                self.open.retain(|(open, _)| open < level);
                self.open.push((*level, id.clone()));
                self.push("heading", words.clone(), words, &origin);
            }
            BlockKind::Table(table) => self.table(table, &origin),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.block(item, &origin)),
            BlockKind::Item { .. } => self.around("item", own_words(block, self.documents), block, &origin),
            BlockKind::Alert { kind, .. } => self.around(alert_word(*kind), words, block, &origin),
            _ if block.children().next().is_some() => block.children().for_each(|child| self.block(child, &origin)),
            kind => {
                if let Some(kind) = kind_word(kind) {
                    self.push(kind, first_words(&words), words, &origin);
                }
            }
        }
    }

    /// A block that is a fact, with the facts in it.
    fn around(&mut self, kind: &'static str, words: String, block: &Block, origin: &Origin) {
        self.push(kind, first_words(&words), words, origin);
        self.depth = self.depth.saturating_add(1);
        for child in block.children() {
            // The text of a tight item is the item.
            if !(kind == "item" && matches!(child.kind, BlockKind::Plain(_))) {
                self.block(child, origin);
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn table(&mut self, table: &Table, origin: &Origin) {
        let columns = heads(table, self.documents);
        self.push("table", columns.join(", "), columns.join(" | "), origin);
        self.depth = self.depth.saturating_add(1);
        let key = self.key_column(table, origin.source, &columns);
        for row in &table.rows {
            let of_row = self.origin(row, origin);
            let cells: Vec<&Block> = row.children().collect();
            let name = cells.get(key).map(|cell| plain_words(cell, self.documents)).unwrap_or_default();
            let words: Vec<String> = cells.iter().map(|cell| plain_words(cell, self.documents)).collect();
            self.push("row", name.clone(), words.join(" | "), &of_row);
            self.depth = self.depth.saturating_add(1);
            for ((cell, words), column) in cells.iter().zip(words).zip(&columns) {
                let origin = self.origin(cell, &of_row);
                self.push("cell", format!("{name}/{column}"), words, &origin);
            }
            self.depth = self.depth.saturating_sub(1);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn key_column(&self, table: &Table, source: SourceId, columns: &[String]) -> usize {
        let marker = table.marker.and_then(|marker| Some(self.documents.get(source)?.str(marker)));
        let named = marker.and_then(|marker| marker.strip_prefix("key:")).map(super::words::fold);
        named.and_then(|name| columns.iter().position(|column| super::words::fold(column) == name)).unwrap_or(0)
    }

    /// The origin of a block that stands in another: its own where a layer brought it there, else that of the other.
    fn origin(&self, block: &Block, around: &Origin) -> Origin {
        if let Some(origin) = self.topic.parts.get(&(block.source, block.span)) {
            return origin.clone();
        }
        let own = around.source == block.source && around.span == block.span;
        let over = if own { around.over.clone() } else { None };
        Origin { source: block.source, span: block.span, over, ..around.clone() }
    }

    fn push(&mut self, kind: &'static str, name: String, text: String, origin: &Origin) {
        let sections = self.open.iter().map(|(_, anchor)| anchor.clone()).collect();
        let history = self.history(origin, &text);
        self.facts.push(Fact { kind, name, text, sections, depth: self.depth, removed: false, history });
    }

    /// The way of a block. What it stands over is told where the journal may tell it.
    fn history(&self, origin: &Origin, text: &str) -> Vec<Step> {
        let deed = match (origin.instruction, &origin.over) {
            (None, _) => WRITTEN,
            (Some(_), None) => Deed::Added.word(),
            (Some(_), Some(_)) => Deed::Replaced.word(),
        };
        let step = |deed, origin: &Origin, text: &str| Step {
            deed,
            layer: origin.layer,
            source: origin.source,
            span: origin.span,
            text: text.to_owned(),
            reason: None,
        };
        let mut history = vec![step(deed, origin, text)];
        let mut over = origin.over.as_deref();
        while let Some(below) = over {
            let gone = self.topic.journal.iter().flat_map(|change| &change.gone);
            let there = |node: &&Node| (node.origin.source, node.origin.span) == (below.source, below.span);
            if let Some(node) = gone.into_iter().find(there) {
                let deed = if below.instruction.is_some() { Deed::Added.word() } else { WRITTEN };
                history.push(step(deed, below, &plain_words(&node.block, self.documents)));
            }
            over = below.over.as_deref();
        }
        history
    }

    /// What an instruction took away.
    fn removed(&mut self, change: &Change) {
        let reason = change.reason.iter().map(|block| plain_words(block, self.documents)).collect::<Vec<_>>().join(" ");
        for node in &change.gone {
            let words = plain_words(&node.block, self.documents);
            let kind = kind_word(&node.block.kind).unwrap_or("block");
            let mut history = vec![Step {
                deed: Deed::Removed.word(),
                layer: change.layer,
                source: change.source,
                span: change.span,
                text: String::new(),
                reason: (!reason.is_empty()).then(|| reason.clone()),
            }];
            history.extend(self.history(&node.origin, &words));
            let name = match (&node.block.kind, &change.name) {
                (BlockKind::Row(_) | BlockKind::Cell(_), Some(name)) => name.clone(),
                (BlockKind::Heading { .. }, _) => words.clone(),
                _ => first_words(&words),
            };
            let sections = change.sections.clone();
            self.facts.push(Fact { kind, name, text: words, sections, depth: 0, removed: true, history });
        }
    }
}

/// The fields of a topic. What a layer does not change is no step.
fn fields(topic: &ComposedTopic) -> Vec<Fact> {
    let mut matter = topic.base.matter();
    let mut now = named_leaves(&matter);
    let mut ways: Vec<(String, Vec<Step>)> = Vec::new();
    let step = |deed, layer, source, span, text| Step { deed, layer, source, span, text, reason: None };
    for (name, text, span) in &now {
        let first = step(WRITTEN, topic.base.layer, topic.base.source, *span, text.clone());
        ways.push((name.clone(), vec![first]));
    }
    for edits in &topic.field_edits {
        let before = now;
        // What is wrong with them was told when they were composed.
        edits.apply_again(&mut matter);
        now = named_leaves(&matter);
        for (name, text, _) in &now {
            let there = before.iter().find(|(old, ..)| old == name).map(|(_, text, _)| text);
            if there == Some(text) {
                continue;
            }
            let deed = if there.is_some() { "set" } else { Deed::Added.word() };
            let step = step(deed, edits.layer, edits.source, edits.span_of(name), text.clone());
            match ways.iter_mut().find(|(known, _)| known == name) {
                Some((_, steps)) => steps.insert(0, step),
                None => ways.push((name.clone(), vec![step])),
            }
        }
        for (old, ..) in before.iter().filter(|(old, ..)| !now.iter().any(|(name, ..)| name == old)) {
            let step = step(Deed::Removed.word(), edits.layer, edits.source, edits.span_of(old), String::new());
            if let Some((_, steps)) = ways.iter_mut().find(|(name, _)| name == old) {
                steps.insert(0, step);
            }
        }
    }
    let shown: Vec<(Vec<&str>, &Field)> = topic.fields.iter().flat_map(|(field, _)| leaves(field)).collect();
    let fact = |(name, history): (String, Vec<Step>)| {
        let shown = shown.iter().find(|(way, _)| way.join(".") == name);
        let removed = shown.is_none();
        let text = shown.map(|(_, leaf)| told(&leaf.value)).unwrap_or_default();
        Fact { kind: "field", name, text, sections: Vec::new(), depth: 0, removed, history }
    };
    ways.into_iter().map(fact).collect()
}

/// The leaves by their whole names, with their values and where their keys stand.
fn named_leaves(matter: &Matter) -> Vec<(String, String, Span)> {
    let all = matter.fields.iter().flat_map(|(field, _)| leaves(field));
    all.map(|(way, leaf)| (way.join("."), told(&leaf.value), leaf.key_span)).collect()
}

impl FieldEdits {
    /// Where it speaks of a field or a leaf.
    fn span_of(&self, name: &str) -> Span {
        let mut of_name = Vec::new();
        for verb in ["set", "add", "remove", "nav"].into_iter().filter_map(|verb| self.edits.get(verb)) {
            if is_inside(name, &verb.key) {
                of_name.push(verb.key_span);
            }
            let said = verb.value.fields().iter().flat_map(leaves);
            of_name.extend(said.filter(|(way, _)| is_inside(name, &way.join("."))).map(|(_, leaf)| leaf.key_span));
            let keys = verb.value.fields().iter().filter(|field| field.key == "keys");
            let items = keys.flat_map(|field| field.value.items());
            of_name
                .extend(items.filter(|item| item.text().is_some_and(|key| is_inside(name, key))).map(|item| item.span));
        }
        of_name.first().copied().unwrap_or_default()
    }
}

/// A value on one line.
fn told(value: &Value) -> String {
    match &value.kind {
        ValueKind::Null => String::new(),
        ValueKind::Text(text) => text.clone(),
        ValueKind::List(items) => items.iter().map(told).collect::<Vec<_>>().join(", "),
        ValueKind::Map(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", field.key, told(&field.value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

/// The words of an item without those of the lists and blocks in it that are facts themselves.
fn own_words(item: &Block, documents: &Documents) -> String {
    let plain = item.children().filter(|child| matches!(child.kind, BlockKind::Plain(_) | BlockKind::Paragraph(_)));
    plain.map(|child| plain_words(child, documents)).collect::<Vec<_>>().join(" ")
}

/// What a block is called; `None` for what only holds others.
fn kind_word(kind: &BlockKind) -> Option<&'static str> {
    Some(match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph(_) | BlockKind::Plain(_) => "paragraph",
        BlockKind::Rule => "rule",
        BlockKind::Quote(_) => "quote",
        BlockKind::Alert { kind, .. } => alert_word(*kind),
        BlockKind::List { .. } => "list",
        BlockKind::Item { .. } => "item",
        BlockKind::Table(_) => "table",
        BlockKind::Row(_) => "row",
        BlockKind::Cell(_) => "cell",
        BlockKind::Code { .. } | BlockKind::CodeFile { .. } => "code",
        BlockKind::Html(_) => "html",
        BlockKind::Include(_) => "include",
        BlockKind::Picture(_) => "image",
        BlockKind::Video(_) => "video",
        BlockKind::Term(_) => "term",
        _ => return None,
    })
}

fn alert_word(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Note => "note",
        AlertKind::Tip => "tip",
        AlertKind::Important => "important",
        AlertKind::Warning => "warning",
        AlertKind::Caution => "caution",
    }
}

/// The first words of a text, as a target names it.
pub(super) fn first_words(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.by_ref().take(6).collect::<Vec<_>>().join(" ");
    if words.next().is_some() { format!("{first}…") } else { first }
}
