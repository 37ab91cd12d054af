//! The whole way from Markdown to the HTML of a page, held against CommonMark's own examples and against hostile input.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect fails there"
)]

mod commonmark;
#[expect(clippy::disallowed_methods, reason = "writes a project for the program to build")]
mod diagrams;
mod growth;
mod normal;
mod pipeline;
#[path = "../program/mod.rs"]
#[expect(clippy::disallowed_methods, reason = "runs the program and reads what it made")]
mod program;
mod safety;
