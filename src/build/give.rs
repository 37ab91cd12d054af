//! A snapshot → its files, each made once and given away; what a file was made from goes with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::files::File;
use super::{Snapshot, search};
use crate::finding::Finding;
use crate::finding::codes::overlay::O606;
use crate::page::{Page, PageSettings, render_page};
use crate::playbook::TopicId;
use crate::search::Document;
use crate::site::{Content, TakeFiles};
use crate::source::SitePath;
use crate::theme::Shell;
use crate::topic::TopicSet;

/// So many topics are given away between two times of forgetting.
const AT_ONCE: usize = 256;

/// Where the files of a snapshot go.
struct Giving<'t> {
    /// For each file that goes anywhere its place.
    places: HashMap<SitePath, SitePath>,
    taker: &'t dyn TakeFiles,
}

impl Snapshot {
    /// Makes every file and gives it away, to where `place` says; what it was made from goes with it. Findings: all of the
    /// edition's.
    pub(super) fn give(
        mut self,
        place: &mut dyn FnMut(&SitePath) -> Option<SitePath>,
        taker: &dyn TakeFiles,
    ) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        self.internet();
        let mut placed = |path: &SitePath| Some((path.clone(), place(path)?));
        let mut giving = Giving { places: self.files.keys().filter_map(&mut placed).collect(), taker };
        // Pages go first and books last, with the index in between: so none of them stands in memory beside the others.
        let documents = self.give_topics(&giving, &mut findings);
        let options = search::search_options(&self.project.config);
        let mut index = self.index_of(&documents.iter().map(|document| &**document).collect::<Vec<_>>(), &options);
        drop(documents);
        let files = std::mem::take(&mut index.files);
        giving.places.extend(files.keys().filter_map(placed));
        _ = self.index.set(index);
        let of_index: Vec<Vec<Finding>> =
            files.into_par_iter().map(|(path, bytes)| self.put(&giving, &path, Content::Bytes(bytes))).collect();
        findings.extend(of_index.into_iter().flatten());
        let shell = self.project.theme.shell(&self.site);
        let others = self.files.iter().filter(|(_, file)| !matches!(file, File::Topic(_)));
        let (books, others): (Vec<_>, Vec<_>) = others.partition(|(_, file)| is_book(file));
        for files in [others, books] {
            let made: Vec<Vec<Finding>> = files
                .into_par_iter()
                .map(|(path, file)| {
                    let mut findings = Vec::new();
                    if let Some(made) = self.file(&shell, path, file) {
                        let content = made.take(&mut findings);
                        findings.extend(self.put(&giving, path, content));
                    }
                    findings
                })
                .collect();
            findings.extend(made.into_iter().flatten());
        }
        // What leaks is told once, with the first file that it was found in.
        let mut told = BTreeSet::new();
        findings.retain(|finding| finding.code.id != O606.id || told.insert(finding.place.clone()));
        findings
    }

    /// Gives away the page of each topic, and reads what the search knows of it. Where nobody else holds the project and no
    /// book will be made of it, each topic is forgotten then.
    fn give_topics(&mut self, giving: &Giving<'_>, findings: &mut Vec<Finding>) -> Vec<Arc<Document>> {
        let settings = self.page_settings();
        let renders_late = self.pages.is_empty();
        let reading = search::Reading::new(&self.project.config, &search::search_options(&self.project.config));
        let mut documents =
            if renders_late { Vec::new() } else { search::search_documents(&self.playbook, &reading, &self.documents) };
        let mut bodies: Vec<Option<Arc<Page>>> = std::mem::take(&mut self.pages).into_iter().map(Some).collect();
        bodies.resize(self.playbook.topics.len(), None);
        let topics = self.files.iter().filter_map(|(path, file)| match file {
            File::Topic(at) => Some((*at, path.clone())),
            _ => None,
        });
        let paths: HashMap<usize, SitePath> = topics.collect();
        let makes_book = self.files.values().any(is_book);
        let last = Arc::get_mut(&mut self.project).filter(|_| !makes_book).map(|project| {
            project.set = TopicSet::default();
            self.playbook.last_shown()
        });
        for (number, bodies) in bodies.chunks_mut(AT_ONCE).enumerate() {
            let first = number * AT_ONCE;
            let topics = first..first + bodies.len();
            let shell = self.project.theme.shell(&self.site);
            let give = |(at, body): (usize, &mut Option<Arc<Page>>)| {
                let found = paths.get(&at).map(|path| {
                    let body = body.take().map(Arc::unwrap_or_clone);
                    self.give_topic(giving, (&shell, &settings), (at, path), body)
                });
                let topic = self.playbook.topics.get(at).filter(|_| renders_late);
                let document = topic.and_then(|topic| reading.read(&self.playbook, topic)).map(Arc::new);
                (document, found.unwrap_or_default())
            };
            let given: Vec<_> = topics.clone().into_par_iter().zip(bodies.par_iter_mut()).map(give).collect();
            for (document, found) in given {
                documents.extend(document);
                findings.extend(found);
            }
            if let Some(last) = &last {
                self.playbook.forget(topics, last);
            }
        }
        documents
    }

    fn give_topic(
        &self,
        giving: &Giving<'_>,
        (shell, settings): (&Shell<'_>, &PageSettings),
        (at, path): (usize, &SitePath),
        body: Option<Page>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let render = || {
            let id = TopicId(u32::try_from(at).unwrap_or(u32::MAX));
            render_page(&self.playbook, id, settings).map(|page| page.take(&mut findings))
        };
        if let Some(made) = body.or_else(render).and_then(|body| self.topic_page(shell, at, body)) {
            let content = made.take(&mut findings);
            findings.extend(self.put(giving, path, content));
        }
        findings
    }

    fn put(&self, giving: &Giving<'_>, path: &SitePath, content: Content) -> Vec<Finding> {
        let Some(place) = giving.places.get(path) else { return Vec::new() };
        let scan = self.scan.iter();
        let found = scan.flat_map(|scan| scan.look(path, &content, &self.project.sources)).collect();
        giving.taker.take(place.clone(), content);
        found
    }
}

fn is_book(file: &File) -> bool {
    matches!(file, File::Book | File::Booklet(_) | File::Record)
}
