//! `lifeboat watch`: the playbook in the browser, made again as soon as something is saved.
//!
//! Puts the parts together: sources are read and made into snapshots by the [`desk`], changes come from `edge::watch`,
//! `edge::preview` answers browsers. Has no build logic of its own, and writes nothing.

mod changes;
mod desk;
mod findings;
mod folders;
mod leaks;
mod press;
mod reading;
mod shelf;
mod shown;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use self::desk::Desk;
use self::folders::folders_to_watch;
use self::shelf::{Job, Shelf};
use super::open::open_page;
use super::{Exit, Failure, Report};
use crate::cli::WatchArgs;
use crate::edge::preview::{Channel, Preview};
use crate::edge::server::{Handler, Hosts, PortWish, Secret, listen, serve};
use crate::edge::watch::{Batch, Watcher, Way};

/// The port of mdBook's preview, which its users expect.
const PORT: u16 = 3000;

/// How long until sources that could not be read are tried again, though nobody told of a change.
const AGAIN: Duration = Duration::from_secs(2);

/// Shows the playbook until the program is ended.
pub(super) fn watch(
    args: &WatchArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let channel_of_news = Arc::new(Channel::default());
    let (send, jobs) = channel();
    let shelf = Shelf::new(send.clone());
    let door = listen(&args.hostname, args.port.map_or(PortWish::From(PORT), PortWish::Exactly))?;
    let mut desk = Desk::open(args, environment, Arc::clone(&shelf), Arc::clone(&channel_of_news), report)?;
    let changed = move |batch: Batch| _ = send.send(Job::Changed(batch));
    let (mut watcher, way) = Watcher::start(folders_to_watch(desk.project()), args.poll, changed);
    // What changed after it was read and before it was watched.
    desk.renew(&Batch::default(), report);

    let port = door.port;
    let address = format!("http://{}:{port}/", name_in_address(&args.hostname));
    if args.port.is_none() && port != PORT {
        report.say(&format!("port {PORT} is in use, so the preview is at {port}"));
    }
    if door.open {
        report.say("everybody who reaches this machine can read the preview");
    }
    if let Way::Looking(reason) = way {
        report.say(&format!("changes are looked for every second: {reason}"));
    }
    let hosts = Hosts::new(&args.hostname, port, door.open);
    let preview: Arc<dyn Handler> = Arc::new(Preview::new(Secret::new()?, port, channel_of_news, Box::new(shelf)));
    serve(door, hosts, &preview);
    report.say(&format!("preview at {address}  (Ctrl-C ends it)"));
    if args.open {
        open_page(Path::new(&address), report);
    }

    loop {
        let job = if desk.in_trouble() {
            jobs.recv_timeout(AGAIN)
        } else {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let mut batch = Batch::default();
        let mut asked = Vec::new();
        let mut leaks = Vec::new();
        let mut books = Vec::new();
        match job {
            Ok(Job::Changed(first)) => batch = first,
            Ok(Job::Show(view, reply)) => asked.push((view, reply)),
            Ok(Job::Tell(leak)) => leaks.push(leak),
            Ok(Job::Printed(reading, printed)) => books.push((reading, printed)),
            Err(RecvTimeoutError::Timeout) => batch.anything = true,
            Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Clean),
        }
        // All that waits, so that a thousand changes are one.
        for job in jobs.try_iter() {
            match job {
                Job::Changed(more) => batch.join(more),
                Job::Show(view, reply) => asked.push((view, reply)),
                Job::Tell(leak) => leaks.push(leak),
                Job::Printed(reading, printed) => books.push((reading, printed)),
            }
        }
        if !batch.is_empty() {
            let before = folders_to_watch(desk.project());
            desk.renew(&batch, report);
            let folders = folders_to_watch(desk.project());
            // A folder that was made again, or came back after a branch was switched, is a new one to the system.
            let renewed = batch.anything || before.iter().any(|watched| batch.paths.contains(&watched.folder));
            match watcher.follow(folders, renewed) {
                Err(cause) => report.say(&cause.to_string()),
                // What changed before they were watched again.
                Ok(true) => desk.renew(&Batch::default(), report),
                Ok(false) => {}
            }
        }
        for (view, reply) in asked {
            // Who asked may have gone.
            _ = reply.send(desk.show(&view));
        }
        for leak in leaks {
            desk.keep_back(leak, report);
        }
        for (reading, printed) in books {
            desk.tell_of_book(&reading, printed, report);
        }
    }
}

fn name_in_address(hostname: &str) -> String {
    match hostname {
        "0.0.0.0" | "::" | "[::]" => "localhost".to_owned(),
        name if name.contains(':') && !name.starts_with('[') => format!("[{name}]"),
        name => name.to_owned(),
    }
}
