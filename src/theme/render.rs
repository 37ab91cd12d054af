//! [`PageView`] → the finished HTML of a page.

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, context};
use serde::Serialize;

use super::fault::template_fault;
use super::load::Theme;
use crate::finding::{Checked, Severity};
use crate::page::view::{ContentView, PageView, SiteView};

/// A theme with one site's values in it. Shared by all threads that render.
#[derive(Debug)]
pub struct Shell<'theme> {
    theme: &'theme Theme,
    /// Made once: at 10,000 pages the site's own values would otherwise be copied 10,000 times.
    site: Value,
}

impl<'theme> Shell<'theme> {
    pub(super) fn new(theme: &'theme Theme, site: &SiteView) -> Self {
        Self { theme, site: Value::from(Serde(site)) }
    }

    /// Renders one page. Where a template of the author's fails, the page comes out of the built-in ones, with a finding;
    /// the same fault on many pages is the same finding.
    pub fn render_page(&self, page: &PageView) -> Checked<String> {
        let values = context! { site => self.site.clone(), page => Value::from(Serde(page)) };
        self.render(template_of(&page.content), values)
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
