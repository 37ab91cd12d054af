//! The PDF that the embedded engine makes, read back by other programs.
#![expect(clippy::disallowed_methods, reason = "tests write files and ask other programs")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so")]

mod bad_input;
mod book;
mod changes;
mod press;
mod preview;
mod program;
mod reader;
#[path = "../preview/preview.rs"]
#[expect(dead_code, reason = "other tests ask more of a preview")]
mod running;
mod source;
mod stock;
mod tree;
