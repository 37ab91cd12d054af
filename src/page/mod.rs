//! Pages: playbook topics → safe HTML, outline, text for search, and the values that templates may see.
//!
//! The only module that makes HTML. Whatever an author wrote is escaped here or goes through the sanitiser. Never
//! decides where a page lies or what it links to: the playbook has done that.

mod address;
mod anchor;
mod bars;
mod diagram;
mod escape;
mod highlight;
mod html;
mod index_view;
mod layer_view;
mod pages;
mod paper;
mod render;
mod sanitise;
mod settings;
mod text;
pub mod view;
mod views;
mod words;

pub use bars::Bars;
pub use diagram::{Draw, Drawing, DrawingMemory, Drawings, DrawnPicture, NotDrawn, Sketch};
pub use html::Html;
pub use pages::{
    InternetLink, MainHeading, Page, PageMemory, has_main_heading, links_out, mark_page, page_with_bars, render_page,
    render_pages, render_pages_again,
};
pub use paper::{OnPaper, PaperHeading, PaperTopic, Reference, render_on_paper};
pub use settings::{Highlight, PageSettings, PageSources};
pub use text::{PageText, SectionText, page_text, page_texts};
pub use views::{
    AzTarget, AzTerm, ChangesTold, Faults, actions, az_letter, az_page, changes_page, contents_entries, contents_page,
    first_actions, front_page, internet_page, not_found_page, topic_view,
};

#[cfg(test)]
mod tests;
