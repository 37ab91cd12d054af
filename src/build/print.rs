//! A snapshot → its book, and the book's print page.

use super::{Snapshot, settings};
use crate::finding::{Checked, Finding};
use crate::page::{PageSettings, PageSources};
use crate::print::{Arrangement, Book, BookSources, EditionRecord, PrintPage, Scope, render_book};
use crate::site::Content;
use crate::source::SitePath;
use crate::theme::Shell;

/// The theme's style sheet for books, and what in it stands for the folder of the fonts.
const STYLE: &str = "lifeboat/style/book.css";
const FONTS: &str = "FONTS/";

impl Snapshot {
    /// The book that is asked for. Findings: what is wrong with the order of the whole book, and with what was asked.
    pub fn book(&self, scope: &Scope) -> Checked<Book> {
        let arrangement = self.arrangement();
        let mut findings = arrangement.findings.clone();
        let book = self.book_of(&arrangement.value, scope).take(&mut findings);
        Checked::new(book, findings)
    }

    /// A book's print page as it would lie at `page` of the site: addresses of pictures and fonts count from there.
    pub fn print_page(&self, book: &Book, page: &SitePath) -> Checked<PrintPage> {
        self.render(&self.project.theme.shell(&self.site), book, page)
    }

    /// What the edition keeps of itself, for what later ones change.
    pub fn record(&self) -> EditionRecord {
        self.arrangement().value.record(&self.playbook, &self.site.edition)
    }

    /// The settings that topics are rendered with.
    pub fn page_settings(&self) -> PageSettings {
        let sources = PageSources::new(&self.project.sources, &self.playbook.layers);
        PageSettings { sources, ..settings::page_settings(&self.playbook) }
    }

    /// A book as a file of the site. What is wrong with the order is told with the whole book, once.
    pub(super) fn book_file(&self, shell: &Shell<'_>, scope: &Scope, page: &SitePath) -> Checked<Content> {
        let arrangement = self.arrangement();
        let mut findings: Vec<Finding> = Vec::new();
        if *scope == Scope::default() {
            findings.clone_from(&arrangement.findings);
        }
        let book = self.book_of(&arrangement.value, scope).take(&mut findings);
        let rendered = self.render(shell, &book, page).take(&mut findings);
        Checked::new(Content::Bytes(rendered.html.into_bytes()), findings)
    }

    fn arrangement(&self) -> &Checked<Arrangement> {
        self.arrangement.get_or_init(|| {
            let sources = PageSources::new(&self.project.sources, &self.playbook.layers);
            Arrangement::of(&self.playbook, &sources, &self.site.edition.layers)
        })
    }

    fn book_of(&self, arrangement: &Arrangement, scope: &Scope) -> Checked<Book> {
        let sources = PageSources::new(&self.project.sources, &self.playbook.layers);
        let sources = BookSources {
            playbook: &self.playbook,
            site: &self.site,
            index: &self.index().a_to_z,
            sources: &sources,
            site_address: self.project.config.html.site_url.as_deref(),
        };
        arrangement.book(&sources, scope)
    }

    fn render(&self, shell: &Shell<'_>, book: &Book, page: &SitePath) -> Checked<PrintPage> {
        let assets = self.project.theme.assets();
        let style = assets.iter().find(|asset| asset.path.as_str() == STYLE).map(|asset| &*asset.bytes);
        let fonts = format!("{}lifeboat/fonts/", page.to_root());
        let style = String::from_utf8_lossy(style.unwrap_or_default()).replace(FONTS, &fonts);
        render_book(&self.playbook, book, &self.page_settings(), shell, &style, page)
    }
}
