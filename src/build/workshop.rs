//! The engine that keeps what it made: changed sources in, a new [`Snapshot`] out.
//!
//! The only way to a site: `build` starts with an empty workshop, the preview keeps one from edit to edit. What comes out
//! is the same, byte for byte, whatever the workshop kept.
//!
//! ```text
//! let mut workshop = Workshop::default();
//! let made = workshop.make(&sources, &config, losses, Some("site-ksb"))?;   // at the start and after every edit
//! made.findings             // all that was found, sorted; levels of [report] are not applied yet
//! made.editions             // a snapshot for each edition that was asked for
//!   .content(&path)         // a file's bytes, made now: Content::Bytes, or Content::Copy of a source file
//!   .paths()                // every file; makes the search index
//!   .changed_since(&old)    // pages of topics that now show something else
//!   .pages_of(&source)      // where a topic, change file or include is shown: what `--follow` jumps to
//!   .topic_at(&page)        // which topic a page shows
//!   .project().plans()      // the editions that there are, for a choice
//! ```
//!
//! A snapshot is `Send` and `Sync` and changes no more: a server goes on answering out of the old one until the next one
//! stands, and a page that nobody asks for is never made. Configuration is read again by who watches `book.toml`.

use std::sync::Arc;

use super::memory::Memory;
use super::told::Told;
use super::{NoSuchEdition, Project, Snapshot};
use crate::config::Config;
use crate::finding::Finding;
use crate::page::Draw;
use crate::source::SourceTree;

/// Makes snapshots and keeps what the next one can use again.
#[derive(Debug, Default)]
pub struct Workshop {
    memory: Memory,
    /// The highest class to show, whatever the editions say: the preview's choice.
    ceiling: Option<String>,
    /// Whether only the first of the editions that fit is made.
    only_first: bool,
}

/// What a workshop made of some sources.
#[derive(Debug)]
pub struct Made {
    /// The editions that were asked for, in the order of the configuration; never empty.
    pub editions: Vec<Arc<Snapshot>>,
    /// Everything that was found, sorted: in the sources, and in making these editions. A finding that not all of them
    /// have says how many do.
    pub findings: Vec<Finding>,
}

impl Workshop {
    /// A workshop whose editions show what is of this class or below, whatever they say themselves.
    pub fn for_class(class: &str) -> Self {
        Self { ceiling: Some(class.to_owned()), ..Self::default() }
    }

    /// The same workshop, for somebody who looks at one edition: of those that fit a name or pattern it makes the first.
    #[must_use]
    pub fn of_one_edition(self) -> Self {
        Self { only_first: true, ..self }
    }

    /// The same workshop with somebody who draws the diagrams that `[diagrams]` names programs for.
    #[must_use]
    pub fn drawing_with(mut self, draw: Arc<dyn Draw>) -> Self {
        self.memory.draw = Some(draw);
        self
    }

    /// Reads the sources and makes the editions of a name or pattern; `None`: every edition that there is. `losses`:
    /// those that reading the sources met.
    ///
    /// # Errors
    /// When no edition has the name that is asked for.
    pub fn make(
        &mut self,
        sources: &SourceTree,
        config: &Config,
        losses: usize,
        edition: Option<&str>,
    ) -> Result<Made, NoSuchEdition> {
        let mut findings = Vec::new();
        let project = Arc::new(Project::read_again(sources, config, losses, &mut self.memory).take(&mut findings));
        let mut plans: Vec<_> = project.editions(edition)?.into_iter().map(|edition| edition.plan.clone()).collect();
        if self.only_first {
            plans.truncate(1);
        }
        if let Some(class) = &self.ceiling {
            for plan in &mut plans {
                plan.clearance.ceiling.clone_from(class);
            }
        }
        let mut told = Told::default();
        let mut editions = Vec::with_capacity(plans.len());
        for plan in &plans {
            let snapshot = Snapshot::new(&project, plan, &findings, &mut self.memory);
            told.add(plan, snapshot.findings().to_vec());
            editions.push(Arc::new(snapshot));
        }
        self.memory.turn();
        Ok(Made { editions, findings: told.all(findings, &project.layers) })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Snapshot, Workshop};
    use crate::config::Config;
    use crate::site::Content;
    use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

    fn sources(files: &[(&str, &str)]) -> SourceTree {
        let text =
            |(path, text): &(&str, &str)| SourceText { path: SourcePath::new(path).unwrap(), text: (*text).into() };
        SourceTree::new(files.iter().map(text).collect(), BTreeMap::new(), Date::default())
    }

    fn shown(snapshot: &Snapshot, page: &str) -> String {
        let made = snapshot.content(&SitePath::new(page).unwrap()).unwrap();
        let Content::Bytes(bytes) = made.value else { panic!("{page} is no page") };
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_snapshot_answers_while_the_next_one_stands() {
        fn shared_between_threads(_: &(impl Send + Sync)) {}
        let mut workshop = Workshop::default();
        let mut make = |files: &[(&str, &str)]| {
            let made = workshop.make(&sources(files), &Config::default(), 0, None).unwrap();
            assert_eq!(made.findings, []);
            made.editions.into_iter().next().unwrap()
        };
        let before = make(&[("src/index.md", "# Home\n"), ("src/a.md", "# A\n\nOld words.\n")]);
        let after = make(&[("src/index.md", "# Home\n"), ("src/a.md", "# A\n\nNew words.\n")]);
        shared_between_threads(&after);
        assert!(shown(&before, "a.html").contains("Old words") && shown(&after, "a.html").contains("New words"));
        let page = SitePath::new("a.html").unwrap();
        assert_eq!(after.changed_since(&before), [&page]);
        let source = SourcePath::new("src/a.md").unwrap();
        assert_eq!(after.pages_of(&source), [&page]);
        assert_eq!(after.topic_at(&page).map(|topic| &topic.path), Some(&source));
        assert_eq!(after.content(&SitePath::new("none.html").unwrap()).map(|made| made.value), None);
    }

    #[test]
    fn pages_stay_as_they_are_when_another_topic_comes_or_goes() {
        let mut workshop = Workshop::default();
        let mut make = |files: &[(&str, &str)]| {
            let made = workshop.make(&sources(files), &Config::default(), 0, None).unwrap();
            made.editions.into_iter().next().unwrap()
        };
        let (index, far) = (("src/index.md", "# Home\n\n[Far](z.md)\n"), ("src/z.md", "# Far\n\n[Home](index.md)\n"));
        let page = |snapshot: &Snapshot, path: &str| {
            Arc::clone(snapshot.pages().iter().find(|page| page.path.as_str() == path).unwrap())
        };
        let first = make(&[index, far]);
        let more = make(&[("src/a.md", "# A\n"), index, ("src/n.md", "# N\n\n[Far](z.md)\n"), far]);
        let back = make(&[index, far]);
        for path in ["index.html", "z.html"] {
            assert!(Arc::ptr_eq(&page(&first, path), &page(&more, path)), "{path}");
            assert!(Arc::ptr_eq(&page(&first, path), &page(&back, path)), "{path}");
        }
        assert!(shown(&more, "n.html").contains("href=\"z.html\""));
        assert_eq!(
            more.changed_since(&first).iter().map(|page| page.as_str()).collect::<Vec<_>>(),
            ["a.html", "n.html"]
        );
    }

    #[test]
    fn an_edit_makes_the_pages_that_show_it_and_no_other() {
        let mut workshop = Workshop::default();
        let mut make = |words: &str| {
            let made = workshop
                .make(
                    &sources(&[
                        ("src/index.md", &format!("# Home\n\n[Far](z.md)\n\n{words}\n")),
                        ("src/a.md", "# A\n\n[!INCLUDE [n](includes/n.md)]\n\n[Home](index.md)\n"),
                        ("src/b.md", "# B\n\n[None](none.md) [A](a.md#a)\n\n[!INCLUDE [n](none.md)]\n"),
                        ("src/c.md", "---\ntitle: C\n---\n\n:::code language=\"sh\" source=\"x.sh\":::\n"),
                        ("src/x.sh", "true\n"),
                        ("src/includes/n.md", "Note [b](../b.md)\n\n[!INCLUDE [m](m.md)]\n"),
                        ("src/includes/m.md", "Other note\n"),
                        ("src/z.md", "# Far\n\n[Home](index.md)\n"),
                    ]),
                    &Config::default(),
                    0,
                    None,
                )
                .unwrap();
            made.editions.into_iter().next().unwrap()
        };
        let mut before = make("One.");
        for words in ["Two.", "Three.", "Four."] {
            let now = make(words);
            let anew: Vec<&str> = (before.pages().iter().zip(now.pages()))
                .filter(|(old, new)| !Arc::ptr_eq(old, new))
                .map(|(_, page)| page.path.as_str())
                .collect();
            assert_eq!(anew, ["index.html"]);
            before = now;
        }
    }
}
