//! What a view shows → its book as PDF, made when a browser asks for it and kept until something else is shown.
//!
//! One book at a time, by threads of its own: pages are made by others, so nobody waits for a book but who asked for it.
//! What was set last is remembered, so that after an edit only what changed is set again.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::shown::Shown;
use crate::edge::preview::NoPdf;
use crate::edge::server::Body;
use crate::finding::Finding;
use crate::print::Selection;

/// Finished books that are kept.
const MOST_BOOKS: usize = 4;

/// Makes the books of a preview.
#[derive(Default)]
pub(super) struct Press {
    bench: Mutex<Bench>,
}

/// What one book is made with at a time.
#[derive(Default)]
struct Bench {
    #[cfg(feature = "pdf")]
    engine: Option<engine::Engine>,
    finished: Vec<Finished>,
}

/// A book that was made.
struct Finished {
    of: Weak<Shown>,
    selection: Selection,
    body: Body,
}

/// What was told of a book while it was made.
pub(super) struct Printed {
    /// How many pages it has, and how long it took, in words.
    pub(super) words: String,
    /// What was found.
    pub(super) findings: Vec<Finding>,
}

impl Press {
    /// The book of what is shown; `tell` hears of it where it is made now.
    pub(super) fn pdf(
        &self,
        shown: &Arc<Shown>,
        selection: &Selection,
        tell: impl FnOnce(Printed),
    ) -> Result<Body, NoPdf> {
        let mut bench = self.bench.lock().unwrap_or_else(PoisonError::into_inner);
        let there =
            bench.finished.iter().find(|book| book.of.as_ptr() == Arc::as_ptr(shown) && book.selection == *selection);
        if let Some(book) = there {
            return Ok(Arc::clone(&book.body));
        }
        let body = bench.make(shown, selection, tell)?;
        // A book of what is no longer shown will not be asked for again.
        bench.finished.retain(|book| book.of.strong_count() > 0);
        if bench.finished.len() >= MOST_BOOKS {
            bench.finished.remove(0);
        }
        let of = Arc::downgrade(shown);
        bench.finished.push(Finished { of, selection: selection.clone(), body: Arc::clone(&body) });
        Ok(body)
    }
}

#[cfg(not(feature = "pdf"))]
impl Bench {
    #[expect(clippy::unused_self, reason = "with the engine it sets the book")]
    fn make(&mut self, _: &Arc<Shown>, _: &Selection, _: impl FnOnce(Printed)) -> Result<Body, NoPdf> {
        Err(NoPdf::NotBuiltIn)
    }
}

#[cfg(feature = "pdf")]
mod engine {
    //! What the feature `pdf` brings.

    use std::sync::Arc;

    use rayon::{ThreadPool, ThreadPoolBuilder};

    use super::{Bench, Printed};
    use crate::command::print::{Order, Typesetter};
    use crate::command::report::plural;
    use crate::command::watch::shown::Shown;
    use crate::edge::clock::Stopwatch;
    use crate::edge::preview::NoPdf;
    use crate::edge::server::Body;
    use crate::finding::Finding;
    use crate::finding::codes::overlay::O606;
    use crate::print::engine::{Fonts, Memory, STANDARDS};
    use crate::print::{Scope, Selection};

    /// The typesetter, and threads that work for it alone.
    pub(super) struct Engine {
        threads: ThreadPool,
        typesetter: Typesetter,
    }

    impl Engine {
        fn new() -> Result<Self, NoPdf> {
            let threads = ThreadPoolBuilder::new().thread_name(|at| format!("press-{at}")).build();
            let threads = threads.map_err(|cause| NoPdf::Failed(cause.to_string()))?;
            let typesetter = Typesetter::new(Fonts::new(Vec::new()).value, Memory::Keep);
            Ok(Self { threads, typesetter })
        }
    }

    impl Bench {
        pub(super) fn make(
            &mut self,
            shown: &Arc<Shown>,
            selection: &Selection,
            tell: impl FnOnce(Printed),
        ) -> Result<Body, NoPdf> {
            let time = Stopwatch::start();
            let mut findings: Vec<Finding> = Vec::new();
            let engine = match self.engine.take() {
                Some(engine) => engine,
                None => Engine::new()?,
            };
            let Engine { threads, typesetter } = self.engine.insert(engine);
            let scope = Scope { selection: selection.clone(), ..Scope::default() };
            let set = threads.install(|| {
                let book = shown.snapshot.book(&scope).take(&mut findings);
                if book.sheets.is_empty() {
                    return Ok(None);
                }
                let order = Order {
                    root: &shown.reading.project.root,
                    sources: &shown.reading.tree,
                    snapshot: &shown.snapshot,
                    book: &book,
                    standards: &STANDARDS,
                };
                typesetter.set(&order).map(|set| Some(set.take(&mut findings)))
            });
            let set = set.map_err(|failure| NoPdf::Failed(failure.to_string()))?;
            let Some(set) = set else {
                let why = findings.first().map_or("no topic goes on paper", |finding| &finding.message);
                return Err(NoPdf::Nothing(why.to_owned()));
            };
            let leaks = findings.iter().any(|finding| finding.code.id == O606.id);
            let words = format!("{}; {} ms", plural(set.pdf.pages, "page"), time.elapsed().as_millis());
            tell(Printed { words, findings });
            // Not even to the author: the edition may not show it.
            if leaks { Err(NoPdf::KeptBack) } else { Ok(set.pdf.bytes.into()) }
        }
    }
}
