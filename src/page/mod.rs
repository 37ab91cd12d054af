//! Pages: playbook topics → safe HTML, outline, text for search, and the values that templates may see.
//!
//! The only module that makes HTML. Whatever an author wrote is escaped here or goes through the sanitiser. Never
//! decides where a page lies or what it links to: the playbook has done that.

mod address;
mod anchor;
mod escape;
mod html;
mod pages;
mod render;
mod sanitise;
mod settings;
pub mod view;
mod words;

pub use html::Html;
pub use pages::{MainHeading, Page, render_pages};
pub use settings::{PageSettings, PageSources};

#[cfg(test)]
mod tests;
