//! A snapshot → its files, each made once and given away; what a file was made from goes with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Snapshot;
use super::files::File;
use super::memory::Memory;
use super::snapshot::Index;
use crate::finding::Finding;
use crate::finding::codes::overlay::O606;
use crate::page::{Page, render_page};
use crate::playbook::TopicId;
use crate::search::Document;
use crate::site::{Content, TakeFiles};
use crate::source::SitePath;
use crate::theme::Frame;
use crate::topic::TopicSet;

/// So many topics are given away between two times of forgetting.
const AT_ONCE: usize = 256;

/// Where the files of a snapshot go.
struct Giving<'t> {
    /// For each file that goes anywhere its place.
    places: HashMap<SitePath, SitePath>,
    taker: &'t dyn TakeFiles,
}

/// The place of a topic, and its page without what names the edition.
type Framed = (usize, Arc<Frame>);

impl Snapshot {
    /// Makes every file and gives it away, to where `place` says; what it was made from goes with it, but for what the next
    /// edition may use again. Findings: all of the edition's.
    pub(super) fn give(
        mut self,
        place: &mut dyn FnMut(&SitePath) -> Option<SitePath>,
        taker: &dyn TakeFiles,
        memory: &mut Memory,
    ) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        self.internet();
        let keys = if memory.shares { memory.frames.keys(&self) } else { Vec::new() };
        let keeps = memory.shares && !memory.is_last;
        let mut frames: Vec<Framed> = Vec::new();
        let bodies = std::mem::take(&mut self.pages).into_iter().map(|page| Mutex::new(Some(page)));
        let bodies: Vec<Mutex<Option<Arc<Page>>>> = bodies.collect();
        let mut placed = |path: &SitePath| Some((path.clone(), place(path)?));
        let mut giving = Giving { places: self.files.keys().filter_map(&mut placed).collect(), taker };
        // Late pages go first; then the index, before the pages whose bodies are there; books last. So none of them stands in
        // memory beside the others.
        let late = memory.renders_late();
        if late {
            let documents = self.give_topics(&giving, &mut findings);
            _ = self.index.set(self.index_of(documents));
        } else {
            self.index();
        }
        let index = self.index.get_mut().map(Index::take_files).unwrap_or_default();
        giving.places.extend(index.iter().filter_map(|(path, _)| placed(path)));
        let shell = self.project.theme.shell(&self.site);
        let a_to_z = memory.shares.then(|| memory.frames.a_to_z(&self, &shell).take(&mut findings));
        let put = |path: &SitePath, content: Content, findings: &mut Vec<Finding>| {
            findings.extend(self.put(&giving, path, content));
        };
        let of_index: Vec<Vec<Finding>> = index
            .into_par_iter()
            .map(|(path, bytes)| {
                let mut findings = Vec::new();
                put(&path, Content::Bytes(bytes), &mut findings);
                findings
            })
            .collect();
        findings.extend(of_index.into_iter().flatten());
        let files = self.files.iter().filter(|(_, file)| !(late && matches!(file, File::Topic(_))));
        let (books, others): (Vec<_>, Vec<_>) = files.partition(|(_, file)| is_book(file));
        for files in [others, books] {
            let made: Vec<(Vec<Finding>, Option<Framed>)> = files
                .into_par_iter()
                .map(|(path, file)| {
                    let mut findings = Vec::new();
                    let filled = |frame: &Frame| Content::Bytes(shell.fill(frame).into_bytes());
                    if let (File::Az, Some(frame)) = (file, &a_to_z) {
                        put(path, filled(frame), &mut findings);
                        return (findings, None);
                    }
                    let File::Topic(at) = file else {
                        if let Some(made) = self.file(&shell, path, file) {
                            let content = made.take(&mut findings);
                            put(path, content, &mut findings);
                        }
                        return (findings, None);
                    };
                    let body = || bodies.get(*at)?.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let known = keys.get(*at).and_then(|key| memory.frames.get(key)).map(Arc::clone);
                    let made = || self.topic_frame(&shell, *at, Arc::unwrap_or_clone(body()?));
                    let frame = known.or_else(|| Some(Arc::new(made()?.take(&mut findings))));
                    if let Some(frame) = &frame {
                        put(path, filled(frame), &mut findings);
                    }
                    (findings, frame.filter(|_| keeps).map(|frame| (*at, frame)))
                })
                .collect();
            for (found, frame) in made {
                findings.extend(found);
                frames.extend(frame);
            }
        }
        for (at, frame) in frames {
            memory.frames.keep(keys.get(at), frame);
        }
        // What leaks is told once, with the first file by its path that it was found in, whatever was given away first.
        let is_leak = |finding: &Finding| finding.code.id == O606.id;
        if findings.iter().any(is_leak) {
            findings.sort_by(|one, other| one.message.cmp(&other.message));
        }
        let mut told = BTreeSet::new();
        findings.retain(|finding| !is_leak(finding) || told.insert(finding.place.clone()));
        findings
    }

    /// Renders the page of each topic and gives it away, and reads what the search knows of it. Where no book will be made
    /// of it, each topic is forgotten then.
    fn give_topics(&mut self, giving: &Giving<'_>, findings: &mut Vec<Finding>) -> Vec<Arc<Document>> {
        let (settings, reading) = (self.page_settings(), self.reading());
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
        let count = self.playbook.topics.len();
        let mut documents = Vec::with_capacity(count);
        for first in (0..count).step_by(AT_ONCE) {
            let topics = first..count.min(first + AT_ONCE);
            let shell = self.project.theme.shell(&self.site);
            let give = |at: usize| {
                let mut findings = Vec::new();
                let id = TopicId(u32::try_from(at).unwrap_or(u32::MAX));
                if let Some(path) = paths.get(&at)
                    && let Some(page) = render_page(&self.playbook, id, &settings)
                    && let Some(frame) = self.topic_frame(&shell, at, page.take(&mut findings))
                {
                    let page = shell.fill(&frame.take(&mut findings));
                    findings.extend(self.put(giving, path, Content::Bytes(page.into_bytes())));
                }
                let topic = self.playbook.topics.get(at);
                (topic.and_then(|topic| reading.read(&self.playbook, topic)), findings)
            };
            let given: Vec<_> = topics.clone().into_par_iter().map(give).collect();
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
