//! Blocks.

use super::Renderer;
use crate::page::anchor::heading_anchor;
use crate::page::escape::push_text;
use crate::topic::{AlertKind, Block, BlockKind, Document, Inlines};

impl<'a> Renderer<'a> {
    /// One block. It ends with a line end.
    pub(super) fn block(&mut self, block: &'a Block) {
        let Some(document) = self.document(block) else { return };
        self.here = Some((block.source, block.span));
        // As CommonMark's reference has it: text of a tight item stands right after the tag, all else on its own line.
        if !matches!(block.kind, BlockKind::Plain(_) | BlockKind::Cell(_)) {
            self.line();
        }
        if !matches!(block.kind, BlockKind::Html(_)) {
            self.close_for_block();
            self.mark(block);
        }
        match &block.kind {
            BlockKind::Heading { level, id, classes, content } => {
                self.heading(document, *level, id, classes, *content);
            }
            BlockKind::Paragraph(content) | BlockKind::Term(content) => self.paragraph(document, *content),
            BlockKind::Plain(content) | BlockKind::Cell(content) => self.inlines(document, *content),
            BlockKind::Rule => self.push("<hr>\n"),
            BlockKind::Quote(content) => self.wrapped("<blockquote>\n", content, "</blockquote>\n"),
            BlockKind::Alert { kind, content } => self.alert(*kind, content),
            BlockKind::Div { class, content } => self.div(document.str(*class), content),
            BlockKind::List { start, items } => self.list(*start, items),
            // Rows, items, columns and terms stand in their lists; one that an overlay left alone is still shown.
            BlockKind::Item { content, .. }
            | BlockKind::Row(content)
            | BlockKind::Column { content, .. }
            | BlockKind::Definition(content)
            | BlockKind::Class { content, .. } => self.children(content),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code { language, text, .. } => self.code(language, document.str(*text)),
            BlockKind::CodeFile { link, .. } | BlockKind::Include(link) => self.missing_include(document, *link),
            BlockKind::Html(html) => self.raw_block(document, *html),
            BlockKind::Picture(picture) => self.picture_block(document, picture),
            BlockKind::Tabs(tabs) => self.tabs(tabs),
            BlockKind::Zone { pivots, content } => self.zone(pivots, content),
            BlockKind::Moniker { range, content } => self.moniker(document.str(*range), content),
            BlockKind::Columns(columns) => self.columns(columns),
            BlockKind::Video(link) => self.video(document, *link),
            BlockKind::Footnote { label, content } => {
                self.footnotes.define(block.source, document.str(*label), content);
            }
            BlockKind::Definitions(parts) => self.definitions(parts),
        }
    }

    /// Begins a new line, unless one has just begun.
    pub(super) fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.push("\n");
        }
    }

    /// Escaped text.
    pub(super) fn text(&mut self, text: &str) {
        if self.paper.is_some() {
            return self.paper_text(text);
        }
        push_text(&mut self.out, text);
    }

    /// Blocks between two tags.
    pub(super) fn wrapped(&mut self, open: &str, content: &'a [Block], close: &str) {
        self.push(open);
        self.children(content);
        self.push(close);
    }

    fn paragraph(&mut self, document: &'a Document, content: Inlines) {
        self.push("<p>");
        self.inlines(document, content);
        self.push("</p>\n");
    }

    fn heading(&mut self, document: &'a Document, level: u8, id: &'a str, classes: &[Box<str>], content: Inlines) {
        if let Some(paper) = self.paper {
            let level = self.begin_paper_heading(paper, id);
            self.heading_words(document, content);
            self.push("</h");
            self.out.push(level);
            return self.push(">\n");
        }
        self.aliases(Some(id));
        let told = self.told_levels.next(level);
        let skips = told != level;
        let level = char::from(b'0' + level.clamp(1, 6));
        self.push("<h");
        self.out.push(level);
        self.attribute("id", &heading_anchor(id));
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        if skips {
            self.attribute("aria-level", &told.to_string());
        }
        self.push(">");
        self.heading_words(document, content);
        self.push("</h");
        self.out.push(level);
        self.push(">\n");
    }

    fn alert(&mut self, kind: AlertKind, content: &'a [Block]) {
        let (class, title) = match kind {
            AlertKind::Note => ("note", "Note"),
            AlertKind::Tip => ("tip", "Tip"),
            AlertKind::Important => ("important", "Important"),
            AlertKind::Warning => ("warning", "Warning"),
            AlertKind::Caution => ("caution", "Caution"),
        };
        self.push("<aside class=\"alert alert-");
        self.push(class);
        self.push("\" role=\"note\"><p class=\"alert-title\">");
        self.push(title);
        self.wrapped("</p>\n", content, "</aside>\n");
    }

    fn definitions(&mut self, parts: &'a [Block]) {
        self.push("<dl>\n");
        for part in parts {
            let Some(document) = self.document(part) else { continue };
            match &part.kind {
                BlockKind::Term(content) => {
                    self.push("<dt");
                    let around = self.begin_part(part, "layer-item", "");
                    self.push(">");
                    self.inlines(document, *content);
                    self.push("</dt>\n");
                    self.end_part(around);
                }
                BlockKind::Definition(content) => {
                    self.push("<dd");
                    let around = self.begin_part(part, "layer-item", "");
                    self.push(">");
                    self.children(content);
                    self.push("</dd>\n");
                    self.end_part(around);
                }
                _ => {}
            }
        }
        self.push("</dl>\n");
    }
}
