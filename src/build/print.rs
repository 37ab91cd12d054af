//! A snapshot → its book, and the book's print page.

use std::sync::Arc;

use super::Snapshot;
use crate::finding::{Checked, Finding};
use crate::page::{Page, PageSettings, PageSources, page_with_bars};
use crate::print::{Arrangement, Book, BookSources, EditionRecord, PrintPage, Scope, data_address, render_book};
use crate::site::Content;
use crate::source::SitePath;
use crate::theme::Shell;

/// The theme's style sheet for books, and the way from it to the folder of the fonts. A book has the sheet in it, so the
/// way is written anew from where the book lies.
const STYLE: &str = "lifeboat/style/book.css";
const FONTS: &str = "../fonts/";

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

    /// The same with its fonts in it, for a file that is carried alone; text that the edition may not show is found.
    pub fn print_page_alone(&self, book: &Book, page: &SitePath) -> Checked<PrintPage> {
        let assets = self.project.theme.assets();
        let style = self.style().replace(FONTS, "");
        let fonts = assets.iter().filter(|asset| asset.path.ending() == "woff2");
        let style = fonts.fold(style, |style, font| {
            let own = format!("url(\"{}\")", font.path.name());
            style.replace(&own, &format!("url(\"{}\")", data_address("woff2", &font.bytes)))
        });
        let shell = self.project.theme.shell(&self.site);
        let mut findings = Vec::new();
        let page_settings = self.paper_settings();
        let made =
            render_book(&self.playbook, book, &page_settings, &shell, &style, page, &self.paper).take(&mut findings);
        findings.extend(self.leaks_in(page, made.html.as_bytes()));
        Checked::new(made, findings)
    }

    /// A page for each topic, in their order, that a book's PDF is made from: those of sheets on which something changed, with
    /// bars.
    pub fn pages_of_book(&self, book: &Book) -> Vec<Arc<Page>> {
        let mut pages = self.pages.clone();
        let settings = self.page_settings();
        for sheet in &book.sheets {
            let Some(change) = sheet.change.as_ref().filter(|change| !change.bars.is_empty()) else { continue };
            let Some(page) = pages.get_mut(sheet.topic.0 as usize) else { continue };
            if let Some(barred) = page_with_bars(&self.playbook, sheet.topic, &settings, &change.bars) {
                *page = Arc::new(barred);
            }
        }
        pages
    }

    /// Text that the edition may not show, in the topics of a book; of each its page is looked through, which is what a PDF is
    /// made from.
    pub fn leaks_on_paper(&self, book: &Book) -> Vec<Finding> {
        let pages = book.sheets.iter().filter_map(|sheet| self.pages.get(sheet.topic.0 as usize));
        pages.flat_map(|page| self.leaks_in(&page.path, page.body.as_str().as_bytes())).collect()
    }

    /// What the edition keeps of itself, for what later ones change.
    pub fn record(&self) -> EditionRecord {
        self.arrangement().value.record(&self.playbook, &self.site.edition, &self.paper)
    }

    /// The same for paper, where nobody could fold away what no longer counts.
    fn paper_settings(&self) -> PageSettings {
        PageSettings { earlier_words: false, ..self.page_settings() }
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
            index: self.index().a_to_z(),
            sources: &sources,
            site_address: self.project.config.html.site_url.as_deref(),
            cover_numbers: &self.project.config.pdf.numbers,
            runs_on: self.project.config.html.print_runs_on,
            memory: &self.paper,
        };
        arrangement.book(&sources, scope)
    }

    fn style(&self) -> String {
        let assets = self.project.theme.assets();
        let style = assets.iter().find(|asset| asset.path.as_str() == STYLE).map(|asset| &*asset.bytes);
        String::from_utf8_lossy(style.unwrap_or_default()).into_owned()
    }

    fn render(&self, shell: &Shell<'_>, book: &Book, page: &SitePath) -> Checked<PrintPage> {
        let style = self.style().replace(FONTS, &format!("{}lifeboat/fonts/", page.to_root()));
        render_book(&self.playbook, book, &self.paper_settings(), shell, &style, page, &self.paper)
    }
}
