//! The live preview as browsers and others meet it: requests over raw sockets, files that change, faults that are mended.
//!
//! Runs the program on a folder of its own and a port that the system chose; knows nothing of the library.
#![expect(clippy::disallowed_methods, reason = "the tests change the files that the preview shows")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test sets up must work")]

mod preview;
mod recovery;
mod requests;
mod served;
