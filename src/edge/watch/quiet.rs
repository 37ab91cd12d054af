//! Single events → batches, each once it has been quiet for a moment.
//!
//! A path that any event named is in a batch, also when the file came and went meanwhile: whoever read the folder between the two
//! has seen it, and must look again (docs/decisions/0025).

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use notify::Event;
use notify::event::EventKind;

use super::noise::is_noise;
use super::{Batch, Told};
use crate::edge::clock::Stopwatch;

/// How long nothing must happen before changes count: editors write in several steps.
const QUIET: Duration = Duration::from_millis(40);

/// How long changes wait at most, where something is written on and on.
const LONGEST: Duration = Duration::from_millis(400);

/// Takes events and tells of them in batches, until it is dropped.
pub(super) fn gather(tell: Told) -> impl Fn(notify::Result<Event>) + Send {
    let (send, events) = channel();
    thread::spawn(move || tell_in_batches(&events, &tell));
    move |event| {
        let batch = batch_of(event);
        if !batch.is_empty() {
            // Nobody listens any more when the program ends.
            _ = send.send(batch);
        }
    }
}

/// What an event may have changed.
fn batch_of(event: notify::Result<Event>) -> Batch {
    match event {
        // Reading the sources is no change of them.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => Batch::default(),
        Ok(event) => {
            let anything = event.need_rescan();
            Batch { paths: event.paths.into_iter().filter(|path| !is_noise(path)).collect(), anything }
        }
        // Something went by unseen.
        Err(_) => Batch { anything: true, ..Batch::default() },
    }
}

fn tell_in_batches(events: &Receiver<Batch>, tell: &Told) {
    while let Ok(mut batch) = events.recv() {
        let waited = Stopwatch::start();
        let ended = loop {
            let left = LONGEST.saturating_sub(waited.elapsed());
            if left.is_zero() {
                break false;
            }
            match events.recv_timeout(left.min(QUIET)) {
                Ok(more) => batch.join(more),
                Err(RecvTimeoutError::Timeout) => break false,
                Err(RecvTimeoutError::Disconnected) => break true,
            }
        };
        tell(batch);
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc::channel;

    use notify::event::{AccessKind, CreateKind, EventKind, RemoveKind};
    use notify::{Error, Event};

    use super::{Batch, gather};

    /// The batches that come of events one right after the other.
    fn batches_of(events: Vec<notify::Result<Event>>) -> Vec<Batch> {
        let (send, batches) = channel();
        let take = gather(Box::new(move |batch| send.send(batch).unwrap()));
        events.into_iter().for_each(&take);
        drop(take);
        batches.iter().collect()
    }

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    fn paths(batches: &[Batch]) -> Vec<&PathBuf> {
        batches.iter().flat_map(|batch| &batch.paths).collect()
    }

    const CREATED: EventKind = EventKind::Create(CreateKind::File);

    #[test]
    fn a_file_that_came_and_went_is_told() {
        let told =
            batches_of(vec![Ok(event(CREATED, "/p/a.md")), Ok(event(EventKind::Remove(RemoveKind::File), "/p/a.md"))]);
        assert_eq!(paths(&told), [&PathBuf::from("/p/a.md")]);
    }

    #[test]
    fn what_happens_at_once_is_one_batch() {
        let told = batches_of((0..1000).map(|number| Ok(event(CREATED, &format!("/p/{number}.md")))).collect());
        assert_eq!(paths(&told).len(), 1000);
        assert!(told.len() < 20, "{} batches", told.len());
    }

    #[test]
    fn reading_and_noise_are_nothing_and_what_was_lost_is_anything() {
        let read = event(EventKind::Access(AccessKind::Read), "/p/a.md");
        assert!(batches_of(vec![Ok(read), Ok(event(CREATED, "/p/.a.md.swp"))]).is_empty());
        let lost = batches_of(vec![Err(Error::generic("lost"))]);
        assert!(lost.iter().all(|batch| batch.anything) && lost.len() == 1);
    }
}
