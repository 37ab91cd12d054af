//! YAML text → [`Value`]s with the byte span of everything, and every scalar as it was written.
//!
//! `3.10` stays `3.10` and `no` stays `no`: a schema types them later. Never recurses, so depth costs no stack, and
//! keeps the limits of the reliability design (demand 5). Knows nothing of front matter: navigation and data files
//! are read with it too.

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use super::fields::{Field, Value, ValueKind};
use crate::finding::{Code, Finding, Place, Span};

/// How deep lists and mappings may nest (reliability design, demand 5).
pub(crate) const MAX_YAML_DEPTH: usize = 32;
/// How many aliases `*name` one text may use (the same demand).
pub(crate) const MAX_ALIASES: usize = 100;
/// How many values all aliases together may repeat (the same demand: 10,000 expansions).
const MAX_EXPANSION: usize = 10_000;

/// What kind of fault a YAML text has; the caller has a code for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// It is no YAML.
    Syntax,
    /// A mapping gives one key twice; the later one counts.
    Duplicate,
    /// A limit is passed.
    Limit,
}

/// A fault of a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlFault {
    pub(crate) kind: FaultKind,
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) help: Option<&'static str>,
    /// Where the first of two equal keys stands.
    pub(crate) first: Option<Span>,
}

impl YamlFault {
    /// The fault as a finding of `file` under `code`.
    pub(crate) fn into_finding(self, code: &'static Code, file: &Arc<str>) -> Finding {
        let mut finding = Finding::new(code, self.message).at(Place::new(Arc::clone(file), self.span));
        finding.label = Some(self.label);
        finding.help = self.help.map(str::to_owned);
        if let Some(first) = self.first {
            finding = finding.related(Place::new(Arc::clone(file), first), "first given here");
        }
        finding
    }
}

/// What was read of a YAML text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Yaml {
    /// The value; `None` where the text holds none, or broke off.
    pub(crate) value: Option<Value>,
    /// The fault that ended the reading.
    pub(crate) broken: Option<YamlFault>,
    /// Faults that did not.
    pub(crate) faults: Vec<YamlFault>,
}

/// Reads the YAML text at `span` of `source`; all spans it returns count from the start of `source`.
pub(crate) fn parse_yaml(source: &str, span: Span) -> Yaml {
    parse_yaml_as(source, span, span.of(source))
}

/// Reads `read_as` in place of the text at `span`; it has the same number of characters, so that places are the same.
pub(crate) fn parse_yaml_as(source: &str, span: Span, read_as: &str) -> Yaml {
    let mut reader = Reader {
        places: Places::new(span.of(source), span.start as usize),
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        aliases: 0,
        expanded: 0,
        faults: Vec::new(),
    };
    let broken = reader.read(Parser::new_from_str(read_as)).err();
    Yaml { value: if broken.is_none() { reader.root } else { None }, broken, faults: reader.faults }
}

/// Turns the parser's character counts into byte offsets of the source.
struct Places<'t> {
    text: &'t str,
    base: usize,
    /// The byte offset of each character; `None` where characters are bytes.
    bytes: Option<Vec<usize>>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Self { text, base, bytes }
    }

    /// Byte offset in the text.
    fn byte(&self, marker: Marker) -> usize {
        let characters = marker.index();
        self.bytes.as_ref().map_or(characters, |bytes| bytes.get(characters).copied().unwrap_or(self.text.len()))
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.byte(start).min(self.text.len());
        let end = self.byte(end).clamp(start, self.text.len());
        // A block scalar's end lies behind its last line end.
        let trimmed = self.text.get(start..end).map_or(end, |slice| start + slice.trim_end().len());
        Span::new(self.base + start, self.base + trimmed)
    }

    /// The text at a span that counts from the source's start.
    fn slice(&self, span: Span) -> &'t str {
        let offset = |at: u32| (at as usize).saturating_sub(self.base);
        self.text.get(offset(span.start)..offset(span.end)).unwrap_or_default()
    }

    /// From a marker to the end of its line; where nothing stands there, the last line above that says something.
    fn rest_of_line(&self, marker: Marker) -> Span {
        let at = self.byte(marker).min(self.text.len());
        let rest = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
        if !rest.is_empty() {
            return Span::new(self.base + at, self.base + at + rest.len());
        }
        let before = self.text.get(..at).unwrap_or_default().trim_end();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let indent = before.get(start..).map_or(0, |line| line.len() - line.trim_start().len());
        Span::new(self.base + start + indent, self.base + before.len())
    }
}

/// A list or mapping that is not closed yet.
struct Open {
    start: Marker,
    anchor: usize,
    node: OpenNode,
}

enum OpenNode {
    List(Vec<Value>),
    Map { fields: Vec<Field>, places: BTreeMap<String, usize>, key: Option<(String, Span)> },
}

struct Reader<'t> {
    places: Places<'t>,
    open: Vec<Open>,
    root: Option<Value>,
    anchors: BTreeMap<usize, Value>,
    aliases: usize,
    expanded: usize,
    faults: Vec<YamlFault>,
}

impl Reader<'_> {
    fn read(&mut self, mut parser: Parser<'_, StrInput<'_>>) -> Result<(), YamlFault> {
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.syntax(*error.marker(), error.info()))?;
            match event {
                Event::DocumentStart(_) if self.root.is_some() => {
                    return Err(self.syntax(span.start, "second document"));
                }
                Event::SequenceStart(anchor, _) => {
                    self.open(Open { start: span.start, anchor, node: OpenNode::List(Vec::new()) })?;
                }
                Event::MappingStart(anchor, _) => {
                    let node = OpenNode::Map { fields: Vec::new(), places: BTreeMap::new(), key: None };
                    self.open(Open { start: span.start, anchor, node })?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
                Event::Scalar(text, style, anchor, _) => {
                    let plain_null = matches!(&*text, "~" | "null" | "Null" | "NULL") && style == ScalarStyle::Plain;
                    let null = plain_null || text.is_empty();
                    let kind = if null { ValueKind::Null } else { ValueKind::Text(text.into_owned()) };
                    self.insert(Value { span: self.places.span(span.start, span.end), kind }, anchor);
                }
                Event::Alias(id) => self.repeat(id, span)?,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, open: Open) -> Result<(), YamlFault> {
        if self.open.len() >= MAX_YAML_DEPTH {
            return Err(YamlFault {
                kind: FaultKind::Limit,
                span: self.places.rest_of_line(open.start),
                message: format!("more than {MAX_YAML_DEPTH} lists or mappings inside each other"),
                label: "the reading stopped here".to_owned(),
                help: None,
                first: None,
            });
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, end: Marker) {
        let Some(open) = self.open.pop() else { return };
        let mut span = self.places.span(open.start, end);
        let kind = match open.node {
            OpenNode::List(items) => {
                // A block list's own end lies at the next token, wherever that is.
                span.end = items.last().map_or(span.end, |last| last.span.end.max(span.start));
                ValueKind::List(items)
            }
            OpenNode::Map { fields, .. } => {
                span.end = fields.last().map_or(span.end, |last| last.value.span.end.max(last.key_span.end));
                ValueKind::Map(fields)
            }
        };
        // A flow list or mapping ends with its bracket.
        let closed = self.places.span(open.start, end);
        if self.places.slice(closed).ends_with([']', '}']) {
            span.end = closed.end;
        }
        self.insert(Value { span, kind }, open.anchor);
    }

    fn insert(&mut self, value: Value, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.node) {
            None => self.root = Some(value),
            Some(OpenNode::List(items)) => items.push(value),
            Some(OpenNode::Map { fields, places, key }) => match key.take() {
                None => {
                    let text = match value.kind {
                        ValueKind::Text(text) => text,
                        // A key that is no scalar keeps its written form as its name.
                        _ => self.places.slice(value.span).to_owned(),
                    };
                    *key = Some((text, value.span));
                }
                Some((key, key_span)) => {
                    if let Some(there) = places.get(&key).and_then(|at| fields.get_mut(*at)) {
                        self.faults.push(YamlFault {
                            kind: FaultKind::Duplicate,
                            span: key_span,
                            message: format!("`{key}` is given twice"),
                            label: "this one counts".to_owned(),
                            help: None,
                            first: Some(there.key_span),
                        });
                        *there = Field { key, key_span, value };
                    } else {
                        places.insert(key.clone(), fields.len());
                        fields.push(Field { key, key_span, value });
                    }
                }
            },
        }
    }

    /// Puts in what `*name` stands for, within the limits.
    fn repeat(&mut self, id: usize, span: saphyr_parser::Span) -> Result<(), YamlFault> {
        self.aliases += 1;
        let place = self.places.span(span.start, span.end);
        let Some(mut value) = self.anchors.get(&id).cloned() else {
            return Err(self.syntax(span.start, "unknown anchor"));
        };
        self.expanded += size(&value);
        if self.aliases > MAX_ALIASES
            || self.expanded > MAX_EXPANSION
            || self.open.len() + depth(&value) > MAX_YAML_DEPTH
        {
            return Err(YamlFault {
                kind: FaultKind::Limit,
                span: place,
                message: format!("more than {MAX_ALIASES} aliases, or aliases that repeat too much"),
                label: "the reading stopped here".to_owned(),
                help: Some("write the values out"),
                first: None,
            });
        }
        value.span = place;
        self.insert(value, 0);
        Ok(())
    }

    fn syntax(&self, at: Marker, info: &str) -> YamlFault {
        let (label, help) = plain_words(info);
        let mut span = self.places.rest_of_line(at);
        if info.contains("tab") {
            // The parser points at what stands before the tab.
            let from = self.places.byte(at).min(self.places.text.len());
            let tab = self.places.text.get(from..).and_then(|rest| rest.find('\t'));
            span = tab.map_or(span, |tab| Span::new(self.places.base + from + tab, self.places.base + from + tab + 1));
        }
        YamlFault {
            kind: FaultKind::Syntax,
            span,
            message: "this is no valid YAML".to_owned(),
            label: label.to_owned(),
            help,
            first: None,
        }
    }
}

/// The values in a value, itself included. Aliases are bounded by [`MAX_YAML_DEPTH`], so the recursion is too.
fn size(value: &Value) -> usize {
    match &value.kind {
        ValueKind::Null | ValueKind::Text(_) => 1,
        ValueKind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        ValueKind::Map(fields) => 1 + fields.iter().map(|field| size(&field.value)).sum::<usize>(),
    }
}

fn depth(value: &Value) -> usize {
    match &value.kind {
        ValueKind::Null | ValueKind::Text(_) => 0,
        ValueKind::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        ValueKind::Map(fields) => 1 + fields.iter().map(|field| depth(&field.value)).max().unwrap_or(0),
    }
}

/// The parser's words for a fault → a label and help for people who do not know YAML's grammar.
fn plain_words(info: &str) -> (&'static str, Option<&'static str>) {
    let quote = Some("put the value in quotes");
    let has = |part: &str| info.contains(part);
    if has("mapping values are not allowed") || has("':' indicator") || has("simple key") {
        ("a second `: ` on the line, or a line without its key", quote)
    } else if has("tab") {
        ("a tab, where YAML takes only blanks", Some("replace the tab with blanks"))
    } else if has("end of stream") || has("document indicator") {
        ("the quotation mark before this is never closed", Some("close the quotation mark"))
    } else if has("quoted scalar") && has("trailing content") {
        ("text after the closing quotation mark", Some("put the whole value between one pair of quotation marks"))
    } else if has("escape") {
        ("a `\\` that stands for nothing", Some("use single quotes, in which `\\` is an ordinary character"))
    } else if has("unknown anchor") {
        ("nothing above is named by `&` so", quote)
    } else if has("flow") || has("bracket") || has("expected node content") {
        ("a `[` or `{` that is not closed as YAML expects", Some("close the bracket, or put the value in quotes"))
    } else if has("unexpected character") || has("cannot start") || has("TAG") || has("tag") || has("directive") {
        ("a value cannot start with this character", quote)
    } else if has("ndentation") || has("indented") || has("expected key") || has("'-' indicator") || has("sequence") {
        ("this line does not fit the indentation of the lines above it", None)
    } else if has("second document") {
        ("a second YAML document begins here", Some("keep one document"))
    } else {
        ("YAML cannot be read from here on", None)
    }
}
