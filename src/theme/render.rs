//! [`PageView`] → the finished HTML of a page, by way of a [`Frame`] that editions share.

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, context};
use serde::Serialize;

use super::fault::template_fault;
use super::frame::{EditionWords, Frame, mark};
use super::load::Theme;
use crate::finding::{Checked, Severity};
use crate::page::view::{ContentView, PageView, SiteView};

/// A theme with one site's values in it. Shared by all threads that render.
#[derive(Debug)]
pub struct Shell<'theme> {
    theme: &'theme Theme,
    /// Made once: at 10,000 pages the site's own values would otherwise be copied 10,000 times.
    site: Value,
    /// The same with marks in the place of what names the edition; the very values where a template of the author's may ask
    /// for them.
    marked: Value,
    marked_site: SiteView,
    words: EditionWords,
}

impl<'theme> Shell<'theme> {
    pub(super) fn new(theme: &'theme Theme, site: &SiteView) -> Self {
        let has_own = !theme.sources.is_empty();
        let (marked_site, words) = if has_own { (site.clone(), EditionWords::default()) } else { mark(site) };
        let marked = Value::from(Serde(&marked_site));
        Self { theme, site: Value::from(Serde(site)), marked, marked_site, words }
    }

    /// Whether templates of the author's stand in for some of ours.
    pub fn has_own_templates(&self) -> bool {
        !self.theme.sources.is_empty()
    }

    /// What of the site's values frames are made from: sites for which it is equal share them.
    pub fn shared_site(&self) -> &SiteView {
        &self.marked_site
    }

    /// Renders one page. Where a template of the author's fails, the page comes out of the built-in ones, with a finding;
    /// the same fault on many pages is the same finding.
    pub fn render_page(&self, page: &PageView) -> Checked<String> {
        self.render_frame(page).map(|frame| self.fill(&frame))
    }

    /// The same without a frame on the way.
    #[cfg(test)]
    pub(super) fn render_page_at_once(&self, page: &PageView) -> Checked<String> {
        let values = context! { site => self.site.clone(), page => Value::from(Serde(page)) };
        self.render(template_of(&page.content), values)
    }

    /// The same without what names the edition.
    pub fn render_frame(&self, page: &PageView) -> Checked<Frame> {
        let values = context! { site => self.marked.clone(), page => Value::from(Serde(page)) };
        self.render(template_of(&page.content), values).map(|html| Frame::read(&html))
    }

    /// The page of this site's edition.
    pub fn fill(&self, frame: &Frame) -> String {
        frame.fill(&self.words)
    }

    /// Renders a part of a printed book with one of the templates of `print/`; it sees the values as `book`.
    pub fn render_print<T: Serialize>(&self, template: &str, book: &T) -> Checked<String> {
        self.render(template, context! { site => self.site.clone(), book => Value::from(Serde(book)) })
    }

    fn render(&self, template: &str, values: Value) -> Checked<String> {
        let error = match fill(&self.theme.templates, template, values.clone()) {
            Ok(html) => return Checked::clean(html),
            Err(error) => error,
        };
        let finding = template_fault(&error, &self.theme.sources);
        match fill(&self.theme.builtin, template, values) {
            Ok(html) => Checked::new(html, vec![finding]),
            Err(error) => {
                // Only a fault of ours leads here; nothing of the page is left, so nothing may be published.
                let ours = template_fault(&error, &self.theme.sources).severity(Severity::Loss);
                Checked::new(String::new(), vec![finding, ours])
            }
        }
    }
}

fn fill(templates: &Environment<'static>, name: &str, values: Value) -> Result<String, Error> {
    templates.get_template(name)?.render(values)
}

fn template_of(content: &ContentView) -> &'static str {
    match content {
        ContentView::Topic { .. } => "topic.html",
        ContentView::Home { .. } => "home.html",
        ContentView::Contents { .. } => "contents.html",
        ContentView::Az { .. } => "az.html",
        ContentView::Internet { .. } => "internet.html",
        ContentView::Changes { .. } => "changes.html",
        ContentView::NotFound => "not-found.html",
    }
}
