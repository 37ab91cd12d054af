//! Source tree → [`TopicSet`]: every topic and change file parsed, includes in their places.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::docset::{Docsets, is_include, is_navigation_file};
use super::fields::{Field, Value, ValueKind};
use super::parse::{parse_document, parse_expanded};
use super::trust::{TextOnly, drop_reserved};
use super::yaml_page::{PageKind, read_yaml_page};
use super::{Document, Fields, MarkdownOptions, Topic, TopicSet, assemble, mdbook, read_front_matter};
use crate::finding::{Checked, Finding, Place, codes};
use crate::source::{Memo, Same, SourceId, SourcePath, SourceText, SourceTree};

/// The largest topic in bytes (reliability design, demand 5).
pub const MAX_TOPIC: usize = 8 * 1024 * 1024;

/// Where topics lie and how they are read.
#[derive(Debug, Clone, Default)]
pub struct TopicSettings {
    /// The folder of the base's topics below the project's root; empty for the root itself.
    pub source_folder: String,
    /// The folder of the layers, each a folder in it; `None` for a project without.
    pub overlays_folder: Option<String>,
    /// The extensions of CommonMark that are on.
    pub markdown: MarkdownOptions,
    /// The Learn docsets of the project.
    pub docsets: Docsets,
    /// mdBook's `SUMMARY.md`, where the project has one: then chapters take in files as mdBook does it.
    pub summary: Option<SourcePath>,
    /// The marks of hidden lines of code by language (mdBook's `output.html.code.hidelines`).
    pub hidelines: Vec<(String, String)>,
    /// The folders of layers that are trusted for text alone.
    pub text_only: Vec<TextOnly>,
}

/// What a Markdown file is in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A topic, of the base or of a layer.
    Topic,
    /// A change file of a layer.
    Change,
    /// Only read where another file takes it in.
    Part,
}

impl TopicSettings {
    /// The options for a file: those of the project, and what its layer is trusted for.
    fn options_for(&self, path: &SourcePath) -> Cow<'_, MarkdownOptions> {
        match self.text_only.iter().find(|layer| path.below(layer.folder.as_str()).is_some()) {
            None => Cow::Borrowed(&self.markdown),
            Some(layer) => {
                Cow::Owned(MarkdownOptions { text_only: Some(layer.label.clone()), ..self.markdown.clone() })
            }
        }
    }

    /// What a file is.
    pub fn role(&self, file: &SourceText) -> Role {
        let path = &file.path;
        if !["md", "markdown"].iter().any(|ending| path.ending().eq_ignore_ascii_case(ending)) {
            let is_page = PageKind::of(file).is_some() && self.docsets.of(path).is_some_and(|set| set.has_page(path));
            return if is_page { Role::Topic } else { Role::Part };
        }
        if let Some(below) = self.overlays_folder.as_deref().and_then(|folder| path.below(folder)) {
            let mut parts = below.split('/').skip(1);
            return match parts.next() {
                Some("changes") => Role::Change,
                Some("toc.md") if parts.next().is_none() => Role::Change,
                Some("topics") if !is_include(path) => Role::Topic,
                _ => Role::Part,
            };
        }
        let in_source = path.below(&self.source_folder).is_some();
        let wanted = match self.docsets.of(path) {
            Some(docset) => docset.has_page(path),
            // Beside a docset lie the repository's own papers: README, licences, notes for those who write.
            None => self.docsets.sets.is_empty() && !is_include(path) && !is_navigation_file(path),
        };
        if in_source && wanted { Role::Topic } else { Role::Part }
    }
}

/// What was parsed before, to be used again where a text is the same. Holds only for one set of [`TopicSettings`].
#[derive(Debug, Default)]
pub struct TopicMemory {
    files: Memo<FileKey, ReadFile>,
    assembled: assemble::AssembleMemory,
    topics: Memo<(Same<Fields>, Same<Document>), Arc<Topic>>,
}

/// What a parsed file depends on.
type FileKey = (SourceId, Role, Same<str>);
/// A parsed file.
type ReadFile = Checked<(Arc<Fields>, Arc<Document>)>;

impl TopicMemory {
    /// Begins another reading.
    pub fn turn(&mut self) {
        self.files.turn();
        self.assembled.turn();
        self.topics.turn();
    }
}

/// Parses every topic and change file, and whatever they take in.
pub fn read_topics(sources: &SourceTree, settings: &TopicSettings) -> Checked<TopicSet> {
    read_topics_again(sources, settings, &mut TopicMemory::default())
}

/// The same, without parsing again what is known.
pub fn read_topics_again(
    sources: &SourceTree,
    settings: &TopicSettings,
    memory: &mut TopicMemory,
) -> Checked<TopicSet> {
    let mut findings = Vec::new();
    let summary = settings.summary.as_ref().and_then(|path| sources.find(path)).map(|(_, summary)| summary);
    let parts = summary.map_or_else(BTreeSet::new, |summary| mdbook::parts(sources, summary));
    let role = |text: &SourceText| if parts.contains(&text.path) { Role::Part } else { settings.role(text) };
    let wanted: Vec<_> =
        sources.texts().map(|(id, text)| (id, text, role(text))).filter(|(.., role)| *role != Role::Part).collect();
    let files = &memory.files;
    let read = |id: SourceId, text: &SourceText, role: Role| {
        let key: FileKey = (id, role, Same(Arc::clone(&text.text)));
        // A chapter of mdBook may hold text of other files already when it is parsed.
        let stands_alone = settings.summary.is_none() || !text.text.contains("{{#");
        let read = files.get(&key).filter(|_| stands_alone).cloned();
        let read = read.unwrap_or_else(|| {
            let read = read_file(id, text, sources, settings, role);
            read.map(|(fields, document)| (Arc::new(fields), Arc::new(document)))
        });
        (key, read)
    };
    let parsed: Vec<(FileKey, ReadFile)> = wanted.par_iter().map(|(id, text, role)| read(*id, text, *role)).collect();
    let mut fields: BTreeMap<SourceId, (Role, Arc<Fields>)> = BTreeMap::new();
    let mut documents = Vec::with_capacity(parsed.len());
    for (key, read) in &parsed {
        let (matter, document) = read.clone().take(&mut findings);
        fields.insert(document.source, (key.1, matter));
        documents.push(document);
    }
    // Few files are parts of others, so that nobody waits here.
    let parts = Mutex::new(Vec::new());
    let parse_part = |id: SourceId, text: &SourceText| {
        let (key, part) = read(id, text, Role::Part);
        parts.lock().unwrap_or_else(PoisonError::into_inner).push((key, part.clone()));
        part.map(|(_, document)| document)
    };
    let documents = assemble::assemble(documents, sources, &settings.docsets, parse_part, &mut memory.assembled)
        .take(&mut findings);
    for (key, read) in parsed.into_iter().chain(parts.into_inner().unwrap_or_else(PoisonError::into_inner)) {
        memory.files.keep(key, read);
    }
    let mut set = TopicSet { documents, ..TopicSet::default() };
    for (source, (role, fields)) in fields {
        let (Some(text), Some(document)) = (sources.text(source), set.documents.get(source)) else { continue };
        if role == Role::Change {
            set.changes.insert(text.path.clone(), (source, fields));
            continue;
        }
        let range = fields.text("monikerRange");
        if range.and_then(|range| settings.markdown.monikers.holds(range)) == Some(false) {
            set.of_other_versions.push(text.path.clone());
            continue;
        }
        let key = (Same(Arc::clone(&fields)), Same(Arc::clone(document)));
        let topic = memory.topics.get(&key).cloned().unwrap_or_else(|| {
            Arc::new(Topic { source, path: text.path.clone(), fields, document: Arc::clone(document) })
        });
        set.topics.push(Arc::clone(&topic));
        memory.topics.keep(key, topic);
    }
    Checked::new(set, findings)
}

/// That a text holds the mark of a character that could not be read: the first one, with the number of all.
fn lost_character(file: &SourceText) -> Option<Finding> {
    let mut lost = file.text.match_indices('\u{FFFD}');
    let (first, mark) = lost.next()?;
    let message = match lost.count() {
        0 => "a character was lost here".to_owned(),
        more => format!("a character was lost here, and {more} more further down"),
    };
    let span = first..first + mark.len();
    Some(Finding::new(&codes::markdown::M041, message).at(Place::new(file.path.shared(), span)))
}

fn read_file(
    id: SourceId,
    file: &SourceText,
    sources: &SourceTree,
    settings: &TopicSettings,
    role: Role,
) -> Checked<(Fields, Document)> {
    let mut findings = Vec::new();
    if file.text.len() > MAX_TOPIC {
        let message = format!("the file is larger than {} MB", MAX_TOPIC / 1024 / 1024);
        findings.push(Finding::new(&codes::markdown::M005, message).at(Place::new(file.path.shared(), 0..0)));
        return Checked::new((Fields::default(), Document::empty(id, "".into())), findings);
    }
    let options = &*settings.options_for(&file.path);
    if let Some(kind) = PageKind::of(file).filter(|_| role == Role::Topic) {
        return read_yaml_page(id, file, kind, options);
    }
    findings.extend(lost_character(file));
    let matter = read_front_matter(&file.text, &file.path.shared());
    // What an include says in its front matter is dropped, and so is what is wrong with it.
    let mut ignored = Vec::new();
    let matter = matter.take(if role == Role::Part { &mut ignored } else { &mut findings });
    let mut fields = matter.fields;
    if let Some(label) = options.text_only.as_ref().filter(|_| role != Role::Part) {
        drop_reserved(&mut fields, label, &file.path, &mut findings);
    }
    if role == Role::Topic
        && let Some(docset) = settings.docsets.of(&file.path)
    {
        let set: Vec<_> = docset.metadata(&file.path).into_iter().filter(|f| fields.get(&f.key).is_none()).collect();
        fields.entries.extend(set);
    }
    let body = matter.body_start;
    let expanded = settings
        .summary
        .as_ref()
        .and_then(|_| mdbook::expand(file, body, sources, &settings.hidelines).take(&mut findings));
    let document = match expanded {
        None => parse_document(id, &file.path, &file.text, body, options),
        Some(expanded) => {
            if let Some((title, span)) = expanded.title.clone().filter(|_| fields.get("title").is_none()) {
                let value = Value { span, kind: ValueKind::Text(title) };
                fields.entries.push(Field { key: "title".into(), key_span: span, value });
            }
            parse_expanded(id, &file.path, &file.text, &expanded, body, options)
        }
    };
    Checked::new((fields, document.take(&mut findings)), findings)
}
