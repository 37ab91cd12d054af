//! A world of texts → its pages, in as many rounds as references to pages need.
//!
//! What `typst::compile` does, with less memory: it keeps the pages of every round until the last, and all results of
//! earlier rounds. Here a round's pages go when the next are there, and with them what no later round asked for
//! (`docs/decisions/0022`); unless the same book will be set again, whose rounds ask the same once more.

use typst::comemo::{Constraint, Track, evict};
use typst::diag::SourceResult;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector};
use typst::utils::Protected;
use typst::{World, ecow::EcoVec};
use typst_layout::PagedDocument;

use super::Memory;
use super::world::BookWorld;

/// After so many rounds the numbers stay as they are.
const MOST_ROUNDS: usize = 5;

/// Pages, and whether each reference names the page that it should.
pub(super) struct Pages {
    pub(super) document: PagedDocument,
    pub(super) settled: bool,
}

/// Lays out the book.
pub(super) fn lay_out(world: &BookWorld<'_>, memory: Memory) -> SourceResult<Pages> {
    let tracked: &dyn World = world;
    let tracked = tracked.track();
    let library = world.library();
    let spans = Traced::default();
    let main = world.source(world.main()).map_err(|_| EcoVec::new())?;
    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let mut sink = Sink::new();
    let content =
        typst_eval::eval(tracked, library, spans.track(), sink.track_mut(), Route::default().track(), &main)?.content();
    let nothing = EmptyIntrospector;
    let mut last: Option<PagedDocument> = None;
    let mut round = 1;
    loop {
        let known: &dyn Introspector = match &last {
            Some(document) => document.introspector().as_ref(),
            None => &nothing,
        };
        let asked = Constraint::new();
        let mut sink = Sink::new();
        let mut engine = Engine {
            library,
            world: tracked,
            introspector: Protected::new(known.track_with(&asked)),
            traced: spans.track(),
            sink: sink.track_mut(),
            route: Route::default(),
        };
        let document = PagedDocument::create(&mut engine, &content, styles)?;
        let now: &dyn Introspector = document.introspector().as_ref();
        let settled = asked.validate(now);
        if settled || round == MOST_ROUNDS {
            let delayed = sink.delayed();
            return if delayed.is_empty() { Ok(Pages { document, settled }) } else { Err(delayed) };
        }
        last = Some(document);
        if memory == Memory::Drop {
            evict(1);
        }
        round += 1;
    }
}
