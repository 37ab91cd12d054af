//! A snapshot → its files, each made once and given away; what a file was made from goes with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Snapshot;
use super::files::File;
use crate::finding::Finding;
use crate::finding::codes::overlay::O606;
use crate::page::Page;
use crate::site::{Content, TakeFiles};
use crate::source::SitePath;

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
        let bodies = std::mem::take(&mut self.pages).into_iter().map(|page| Mutex::new(Some(page)));
        let bodies: Vec<Mutex<Option<Arc<Page>>>> = bodies.collect();
        self.index();
        let index = self.index.get_mut().map(|index| std::mem::take(&mut index.files)).unwrap_or_default();
        let mut paths: Vec<&SitePath> = self.files.keys().chain(index.keys()).collect();
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
            let made: Vec<Vec<Finding>> = files
                .into_par_iter()
                .map(|(path, file)| {
                    let mut findings = Vec::new();
                    let made = match file {
                        File::Topic(at) => {
                            let body = bodies
                                .get(*at)
                                .and_then(|body| body.lock().unwrap_or_else(PoisonError::into_inner).take());
                            body.and_then(|body| self.topic_page(&shell, *at, Arc::unwrap_or_clone(body)))
                        }
                        _ => self.file(&shell, path, file),
                    };
                    if let Some(made) = made {
                        let content = made.take(&mut findings);
                        put(path, content, &mut findings);
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
}
