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
use crate::page::Page;
use crate::site::{Content, TakeFiles};
use crate::source::SitePath;
use crate::theme::Frame;

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
        self.index();
        let index = self.index.get_mut().map(Index::take_files).unwrap_or_default();
        let mut paths: Vec<&SitePath> = self.files.keys().chain(index.iter().map(|(path, _)| path)).collect();
        paths.sort_unstable();
        let placed: HashMap<SitePath, SitePath> =
            paths.into_iter().filter_map(|path| Some((path.clone(), place(path)?))).collect();
        let shell = self.project.theme.shell(&self.site);
        let put = |path: &SitePath, content: Content, findings: &mut Vec<Finding>| {
            let Some(placed) = placed.get(path) else { return };
            findings.extend(self.scan.iter().flat_map(|scan| scan.look(path, &content, &self.project.sources)));
            taker.take(placed.clone(), content);
        };
        // The index goes first and books last: so neither stands in memory beside the bodies of all pages.
        let of_index: Vec<Vec<Finding>> = index
            .into_par_iter()
            .map(|(path, bytes)| {
                let mut findings = Vec::new();
                put(&path, Content::Bytes(bytes), &mut findings);
                findings
            })
            .collect();
        findings.extend(of_index.into_iter().flatten());
        let is_book = |file: &File| matches!(file, File::Book | File::Booklet(_) | File::Record);
        let (books, others): (Vec<_>, Vec<_>) = self.files.iter().partition(|(_, file)| is_book(file));
        for files in [others, books] {
            let made: Vec<(Vec<Finding>, Option<Framed>)> = files
                .into_par_iter()
                .map(|(path, file)| {
                    let mut findings = Vec::new();
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
                        put(path, Content::Bytes(shell.fill(frame).into_bytes()), &mut findings);
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
        // What leaks is told once, with the first file that it was found in.
        let mut told = BTreeSet::new();
        findings.retain(|finding| finding.code.id != O606.id || told.insert(finding.place.clone()));
        findings
    }
}
