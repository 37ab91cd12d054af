//! Publication and reading, tried on real folders: what is published, what is refused, and what a kill, a full disk or a
//! second builder leaves behind.
#![expect(clippy::disallowed_methods, reason = "the tests look at the disk that the edge wrote")]
#![expect(clippy::unwrap_used, reason = "what a test sets up must work")]

mod changes;
mod faults;
mod kill;
mod project;
mod refusals;
mod sources;
