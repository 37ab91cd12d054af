//! The theme: templates, style sheets and scripts, built in and replaceable file by file.
//!
//! Turns the files of the author's theme folder into a [`Theme`], and a [`PageView`](crate::page::view::PageView) into
//! the finished HTML of a page. Knows nothing of Markdown or of the playbook: what a template may see stands in
//! [`crate::page::view`]. Never reads a file itself, and never lets a faulty template of the author's cost a page: the
//! built-in templates stand in, and the fault is a finding with its place.

mod builtin;
mod fault;
mod frame;
mod load;
mod navigation;
mod render;

#[cfg(test)]
mod gallery;

pub use frame::Frame;
pub use load::{Theme, ThemeAsset, ThemeFile, load_theme};
pub use navigation::navigation_script;
pub use render::Shell;
