//! The whole way from Markdown to the HTML of a page, held against CommonMark's own examples and against hostile input.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect fails there"
)]

mod commonmark;
mod growth;
mod normal;
mod pipeline;
mod safety;
