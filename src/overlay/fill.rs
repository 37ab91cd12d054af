//! Names between double braces → values, in what an edition shows.
//!
//! A value enters as plain text, never as Markdown or HTML. One that the edition may not show is withheld like any
//! other text, and a placeholder stands in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ComposedTopic;
use super::clearance::Clearance;
use crate::data::{DataSets, Datum};
use crate::finding::{Finding, Place, codes::overlay as o};
use crate::source::{Date, SourceId, SourceTree};
use crate::topic::{Block, BlockKind, Document, Documents, Inline, Inlines, Revision, Table, Value, ValueKind};

/// What stands in the place of a value that the edition may not show, where it names nothing itself.
const REDACTED: &str = "[not in this edition]";

/// Topics with their values, and what was made for them.
#[derive(Debug)]
pub(super) struct Filled {
    pub topics: Vec<Arc<ComposedTopic>>,
    /// In the place of those that the blocks of the topics came from.
    pub documents: Vec<Arc<Document>>,
    pub findings: Vec<Finding>,
}

/// What values are taken from, for whom, and where the topics' words stand.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub data: &'a DataSets,
    pub clearance: &'a Clearance,
    pub sources: &'a SourceTree,
    pub documents: &'a Documents,
}

impl Given<'_> {
    /// Fills in topics that have names. No others may have blocks of the same sources.
    pub(super) fn fill(&self, mut topics: Vec<Arc<ComposedTopic>>) -> Filled {
        let Given { data, clearance, sources, documents } = *self;
        let (revised, record, findings) = (BTreeMap::new(), None, Vec::new());
        let mut filling = Filling { data, clearance, sources, documents, revised, record, findings };
        for topic in &mut topics {
            filling.topic(Arc::make_mut(topic));
        }
        let documents = filling.revised.into_values().map(|revision| Arc::new(revision.finish())).collect();
        Filled { topics, documents, findings: filling.findings }
    }

    /// The sources with names in them that blocks of a topic come from; `None` where nothing of the topic has names.
    pub(super) fn named(&self, topic: &ComposedTopic) -> Option<BTreeSet<SourceId>> {
        let mut named: BTreeMap<SourceId, bool> = BTreeMap::new();
        let mut open: Vec<&Block> = topic.body.iter().map(|node| &*node.block).collect();
        while let Some(block) = open.pop() {
            let has_variables = || self.documents.get(block.source).is_some_and(|document| document.has_variables());
            named.entry(block.source).or_insert_with(has_variables);
            open.extend(block.children());
        }
        let named: BTreeSet<SourceId> =
            named.into_iter().filter(|(_, named)| *named).map(|(source, _)| source).collect();
        let in_fields = || topic.fields.iter().any(|(field, _)| has_names(&field.value));
        (!named.is_empty() || in_fields()).then_some(named)
    }
}

fn has_names(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Text(text) => text.contains("{{"),
        ValueKind::Null => false,
        ValueKind::List(items) => items.iter().any(has_names),
        ValueKind::Map(fields) => fields.iter().any(|field| has_names(&field.value)),
    }
}

pub(super) struct Filling<'a> {
    pub(super) data: &'a DataSets,
    clearance: &'a Clearance,
    pub(super) sources: &'a SourceTree,
    documents: &'a Documents,
    revised: BTreeMap<SourceId, Revision>,
    /// The record of the row that is filled in, with its name.
    record: Option<(String, BTreeMap<String, Datum>)>,
    pub(super) findings: Vec<Finding>,
}

impl Filling<'_> {
    fn topic(&mut self, topic: &mut ComposedTopic) {
        for (field, origin) in &mut topic.fields {
            let place = self.place(origin.source, field.value.span);
            self.value(&mut field.value, place.as_ref());
        }
        for node in &mut topic.body {
            if self.touches(&node.block) {
                self.block(Arc::make_mut(&mut node.block));
            }
        }
    }

    /// Whether a block, or one in it, is of a document with names in it.
    fn touches(&self, block: &Block) -> bool {
        self.documents.get(block.source).is_some_and(|document| document.has_variables())
            || block.children().any(|child| self.touches(child))
    }

    fn value(&mut self, value: &mut Value, place: Option<&Place>) {
        match &mut value.kind {
            ValueKind::Text(text) if text.contains("{{") => *text = self.filled(text, place),
            ValueKind::Text(_) | ValueKind::Null => {}
            ValueKind::List(items) => items.iter_mut().for_each(|item| self.value(item, place)),
            ValueKind::Map(fields) => fields.iter_mut().for_each(|field| self.value(&mut field.value, place)),
        }
    }

    fn block(&mut self, block: &mut Block) {
        let place = self.place(block.source, block.span);
        if let Some(content) = block.inlines() {
            self.inlines(block.source, content, place.as_ref());
        }
        let source = block.source;
        match &mut block.kind {
            BlockKind::Code { info, text, .. } => {
                let Some(document) = self.documents.get(source) else { return };
                if document.str(*info).split_whitespace().any(|word| word == "vars") {
                    let filled = self.filled(document.str(*text), place.as_ref());
                    *text = self.revision(source).map_or(*text, |revision| revision.text(&filled));
                }
            }
            BlockKind::Table(table) => self.rows(source, table, place.as_ref()),
            _ => {}
        }
        for child in block.children_mut() {
            self.block(child);
        }
    }

    fn inlines(&mut self, source: SourceId, content: Inlines, place: Option<&Place>) {
        let Some(document) = self.documents.get(source) else { return };
        // What a row of a table copied stands in the revision alone.
        let document = self.revised.get(&source).map_or(&**document, Revision::document);
        let mut texts = Vec::new();
        let mut links = Vec::new();
        let mut broken = false;
        for (nth, inline) in document.inlines(content).iter().enumerate() {
            match inline {
                Inline::Variable(name) => texts.push((nth, document.str(*name).to_owned())),
                Inline::LinkOpen(link) | Inline::ImageOpen(link) => {
                    let dest = document.link(*link).map_or("", |link| document.str(link.dest));
                    if dest.contains("{{") {
                        links.push((*link, dest.to_owned()));
                    }
                }
                Inline::Text(text) => {
                    // `[call](tel:{{ x }})`: the blanks made text of the link.
                    let opened = document.str(*text).rsplit_once("](").map(|(_, after)| after);
                    let next = document.inlines(content).get(nth + 1);
                    broken |= opened.is_some_and(|after| !after.contains([' ', ')']))
                        && matches!(next, Some(Inline::Variable(_)));
                }
                _ => {}
            }
        }
        if broken {
            self.tell_broken(place);
        }
        for (nth, name) in texts {
            let words = self.looked_up(&name, place);
            if let Some(revision) = self.revision(source) {
                revision.set_text(content, nth, &words);
            }
        }
        for (link, dest) in links {
            let is_call = dest.starts_with("tel:");
            let mut filled = self.filled(&dest, place);
            if is_call {
                filled = format!("tel:{}", dialled(filled.trim_start_matches("tel:")));
            }
            if let Some(revision) = self.revision(source) {
                revision.set_dest(link, &filled);
            }
        }
    }

    /// A table below `<!-- rows: set where … -->`: its one row, once for each record.
    fn rows(&mut self, source: SourceId, table: &mut Table, place: Option<&Place>) {
        let marker = table.marker.and_then(|marker| Some(self.documents.get(source)?.str(marker)));
        let Some(query) = marker.and_then(|marker| marker.strip_prefix("rows:")).map(str::to_owned) else { return };
        let query = self.filled(&query, place);
        // Without its records the pattern means nothing to a reader.
        let rows = std::mem::take(&mut table.rows);
        let [template] = rows.as_slice() else {
            let message = "below `rows:` stands a table with one row, the pattern of all";
            return self.report(&o::O310, message, place);
        };
        let records = match super::query::read_query(&query).map(|query| query.records(self.data)) {
            Ok(Ok(records)) => records,
            Ok(Err(problem)) | Err(problem) => {
                let marker =
                    table.marker.and_then(|marker| Some(self.documents.get(source)?.str(marker).trim().to_owned()));
                return self.tell_rows(&problem, marker.as_deref(), place);
            }
        };
        for (id, record) in records {
            let mut row = template.clone();
            for cell in row.children_mut() {
                let source = cell.source;
                if let BlockKind::Cell(content) = &mut cell.kind
                    && let Some(revision) = self.revision(source)
                {
                    *content = revision.copy(*content);
                }
            }
            self.record = Some((id, record));
            for cell in row.children_mut() {
                self.block(cell);
            }
            self.record = None;
            table.rows.push(row);
        }
    }

    /// A text with values in the place of names.
    fn filled(&mut self, text: &str, place: Option<&Place>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, behind)) = after.split_once("}}") else { break };
            if let Some(literal) = before.strip_suffix('\\') {
                filled.push_str(literal);
                filled.push_str("{{");
                rest = after;
                continue;
            }
            filled.push_str(before);
            filled.push_str(&self.looked_up(name, place));
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    /// The value of a name, after its filters; empty, with a finding, where there is none.
    fn looked_up(&mut self, written: &str, place: Option<&Place>) -> String {
        let mut parts = written.split('|').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let Some(mut text) = self.text_of(name, written, place) else { return String::new() };
        for filter in parts {
            text = match filter {
                "tel" => dialled(&text),
                "date" => Date::parse(&text).map_or(text, |day| day.to_string()),
                "upper" => text.to_uppercase(),
                other => {
                    self.tell_filter(other, written, place);
                    text
                }
            };
        }
        text
    }

    fn text_of(&mut self, name: &str, written: &str, place: Option<&Place>) -> Option<String> {
        if let Some(value) = self.data.values.get(name) {
            return Some(value.clone());
        }
        let own = self.record.as_ref().and_then(|(id, record)| {
            let field = if name.contains('.') { None } else { Some(record.get(name).cloned()) };
            if name == "id" { Some(Err(id.clone())) } else { field.map(Ok) }
        });
        let datum = match own {
            Some(Err(id)) => return Some(id),
            // A record may leave a field out; the row then has nothing there.
            Some(Ok(None)) if self.is_a_field(name) => return Some(String::new()),
            Some(Ok(datum)) => datum,
            None => self.data.get(name).cloned(),
        };
        let Some(datum) = datum else {
            self.tell_unknown(name, written, place);
            return None;
        };
        if self.clearance.shows_datum(&datum) {
            return Some(datum.text);
        }
        if self.clearance.redact.is_none() {
            let class =
                datum.classification.as_deref().filter(|class| !self.clearance.shows(self.clearance.rank(class)));
            let (whose, fence) = match class {
                Some(class) => (class.to_owned(), class.to_owned()),
                None => (datum.audience.join(", "), format!("audience=\"{}\"", datum.audience.join(", "))),
            };
            let message = format!("an edition for {} shows {name}, which is for {whose}", self.clearance.ceiling);
            let from = self.place_of_datum(&datum);
            let mut finding = Finding::new(&o::O601, message)
                .help("put it into a block of that class, or give the edition a `redact`")
                .try_line(format!(":::class {fence}"));
            finding.place = self.exact(place, &format!("{{{{{written}}}}}")).or_else(|| place.cloned());
            finding.related.extend(from.map(|from| (from, "the value".to_owned())));
            self.findings.push(finding);
        }
        Some(self.clearance.redact.clone().unwrap_or_else(|| REDACTED.to_owned()))
    }

    /// Whether any record has a field of this name.
    fn is_a_field(&self, name: &str) -> bool {
        self.data.names().iter().any(|known| known.rsplit('.').next() == Some(name))
    }

    fn revision(&mut self, source: SourceId) -> Option<&mut Revision> {
        let document = self.documents.get(source)?;
        Some(self.revised.entry(source).or_insert_with(|| document.revise()))
    }

    pub(super) fn place(&self, source: SourceId, span: crate::finding::Span) -> Option<Place> {
        self.sources.text(source).map(|text| Place::new(text.path.shared(), span))
    }
}

/// A number as a telephone dials it.
fn dialled(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_digit() || "+*#,".contains(*letter)).collect()
}
