//! The text of pages → what the search index is made from.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::memory::SearchMemory;
use crate::config::Config;
use crate::page::{PageText, page_text};
use crate::playbook::{Playbook, PlaybookTopic};
use crate::search::{Document, FieldWeights, SearchIndex, SearchOptions, SearchPage, SearchSection, merge_documents};
use crate::source::Same;
use crate::topic::{Phase, TopicType};

/// Reads for the search what a page says, one topic at a time.
pub(super) struct Reading {
    left_out: Exclusions,
    language: String,
}

impl Reading {
    pub(super) fn new(config: &Config, options: &SearchOptions) -> Self {
        Self { left_out: Exclusions::new(config), language: options.language.clone() }
    }

    fn finds(&self, topic: &PlaybookTopic) -> bool {
        !topic.unlisted && !self.left_out.covers(topic.page.as_str())
    }

    /// What search knows of a topic; `None` for one that it may not find.
    pub(super) fn read(&self, playbook: &Playbook, topic: &PlaybookTopic) -> Option<Arc<Document>> {
        self.finds(topic).then(|| {
            let text = page_text(&playbook.documents, topic);
            Arc::new(Document::read(&search_page(playbook, topic, &text), &self.language))
        })
    }
}

/// What search knows of each page that it may find, in the order of the topics. Topics that were read before are known.
pub(super) fn search_documents(
    playbook: &Playbook,
    reading: &Reading,
    memory: &Mutex<SearchMemory>,
) -> Vec<Arc<Document>> {
    let topics: Vec<&PlaybookTopic> = playbook.topics.iter().filter(|topic| reading.finds(topic)).collect();
    // One index is made at a time; the others would only make the same documents again.
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let known = &memory.documents;
    let read: Vec<Arc<Document>> = topics
        .par_iter()
        .filter_map(|topic| {
            let known = known.get(&Same(Arc::clone(&topic.facts))).map(Arc::clone);
            known.or_else(|| reading.read(playbook, topic))
        })
        .collect();
    for (topic, document) in topics.into_iter().zip(&read) {
        memory.documents.keep(Same(Arc::clone(&topic.facts)), Arc::clone(document));
    }
    memory.asked = true;
    read
}

/// The index of the documents; the last one where that was made of the same.
pub(super) fn merged_index(
    mut documents: Vec<Arc<Document>>,
    options: &SearchOptions,
    memory: &Mutex<SearchMemory>,
) -> Arc<SearchIndex> {
    let memory = || memory.lock().unwrap_or_else(PoisonError::into_inner);
    let is_same = |known: &[Arc<Document>]| {
        known.len() == documents.len() && known.iter().zip(&documents).all(|(known, now)| Arc::ptr_eq(known, now))
    };
    if let Some((known, index)) = &memory().merged
        && is_same(known)
    {
        return Arc::clone(index);
    }
    let mut merging = {
        let mut memory = memory();
        memory.shares.then(|| std::mem::take(&mut memory.merging))
    };
    let index = Arc::new(merge_documents(&mut documents, options, merging.as_mut()));
    let mut memory = memory();
    memory.merging = merging.unwrap_or_default();
    memory.merged = memory.shares.then(|| (documents, Arc::clone(&index)));
    index
}

fn search_page(playbook: &Playbook, topic: &PlaybookTopic, text: &PageText) -> SearchPage {
    let control = &topic.control;
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let (kind, phase) = (word(control.kind.map(TopicType::word)), word(control.phase.map(Phase::word)));
    let overdue = control.next_review.is_some_and(|day| day < playbook.date);
    let status = if overdue { "overdue" } else { control.status.map_or("", |status| status.word()) };
    let opening = SearchSection { text: text.opening.clone(), level: 1, ..SearchSection::default() };
    let sections = text.sections.iter().map(|section| SearchSection {
        anchor: Some(section.anchor.clone()),
        heading: section.heading.clone(),
        level: section.level,
        text: section.text.clone(),
    });
    SearchPage {
        path: topic.page.to_string(),
        title: topic.title.clone(),
        heading: if text.heading == topic.title { String::new() } else { text.heading.clone() },
        description: control.description.clone().unwrap_or_default(),
        aliases: control.aliases.clone(),
        keywords: control.keywords.clone(),
        facets: facets(playbook, topic, &kind, &phase),
        kind,
        phase,
        status: status.to_owned(),
        weight: control.weight.unwrap_or(0),
        sections: std::iter::once(opening).chain(sections).collect(),
    }
}

fn facets(playbook: &Playbook, topic: &PlaybookTopic, kind: &str, phase: &str) -> Vec<(String, String)> {
    let layers = topic.changed_by.iter().chain([&topic.layer]).filter_map(|id| playbook.layers.get(*id));
    let layers = layers.filter(|layer| layer.folder.is_some()).map(|layer| ("layer", layer.label.as_str()));
    let of = |name: &'static str, values: &[String]| -> Vec<(String, String)> {
        values.iter().map(|value| (name.to_owned(), value.clone())).collect()
    };
    let control = &topic.control;
    let mut facets: Vec<(String, String)> = layers
        .chain([("type", kind), ("phase", phase)])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    facets.extend(of("site", &control.sites));
    facets.extend(of("audience", &control.audience));
    facets.extend(of("scenario", &control.scenarios));
    facets
}

pub(super) fn search_options(config: &Config) -> SearchOptions {
    let mut weights = FieldWeights::default();
    for (field, weight) in &config.search.weights {
        #[expect(clippy::cast_possible_truncation, reason = "a weight such as 2.5 needs no more digits")]
        let weight = *weight as f32;
        match field.value.as_str() {
            "title" => weights.title = weight,
            "heading" => weights.heading = weight,
            "aliases" => weights.aliases = weight,
            "description" => weights.description = weight,
            "body" => weights.body = weight,
            _ => {}
        }
    }
    let language = config.search.language.clone().unwrap_or_else(|| config.book.language.clone());
    SearchOptions { language, synonyms: config.search.synonyms.clone(), weights }
}

/// `[search] exclude` and `include`: patterns of pages and topics.
struct Exclusions {
    exclude: globset::GlobSet,
    include: globset::GlobSet,
}

impl Exclusions {
    fn new(config: &Config) -> Self {
        let exclude = config.search.exclude.iter().map(|pattern| pattern.value.as_str());
        let include = config.search.include.iter().map(String::as_str);
        Self { exclude: globs(exclude), include: globs(include) }
    }

    /// Patterns name topics (`a/b.md`) or folders (`a`); a page differs from its topic by its ending.
    fn covers(&self, page: &str) -> bool {
        let topic = page.strip_suffix(".html").map(|stem| format!("{stem}.md")).unwrap_or_default();
        let matches = |set: &globset::GlobSet| set.is_match(page) || set.is_match(&topic);
        matches(&self.exclude) && !matches(&self.include)
    }
}

fn globs<'p>(patterns: impl Iterator<Item = &'p str>) -> globset::GlobSet {
    let mut set = globset::GlobSetBuilder::new();
    for pattern in patterns {
        for form in [pattern.to_owned(), format!("{}/**", pattern.trim_end_matches('/'))] {
            if let Ok(glob) = globset::Glob::new(&form) {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_default()
}
