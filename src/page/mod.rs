//! Pages: playbook topics → safe HTML, outline, text for search, and the values that templates may see.
//!
//! The only module that makes HTML. Whatever an author wrote is escaped here or goes through the sanitiser. Never
//! decides where a page lies or what it links to: the playbook has done that.

mod html;
pub mod view;

pub use html::Html;
