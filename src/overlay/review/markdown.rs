//! Blocks → Markdown that says the same: for people who compare texts, and to be edited.
//!
//! What no layer takes apart (pictures, tabs, includes …) stands as its author wrote it; the rest is written anew, a
//! paragraph on a line, so that the text changes only where what it says does.

use std::fmt::Write;
use std::sync::Arc;

use super::super::words::collapse;
use crate::topic::{AlertKind, Align, Block, BlockKind, Document, Documents, Inline, Style, Table};

/// Writes blocks that follow each other, with one empty line between them.
pub(in crate::overlay) fn markdown_of<'b>(
    blocks: impl IntoIterator<Item = &'b Block>,
    documents: &Documents,
) -> String {
    let writer = Writer { documents };
    let mut text = String::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        // Two lists that follow each other are two only where their bullets differ.
        let other = last.is_some_and(|last| matches!(last.kind, BlockKind::List { .. }));
        let written = writer.block(block, other);
        if written.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&written);
        last = Some(block);
    }
    text
}

/// The same of shared blocks.
pub fn blocks_markdown(blocks: &[Arc<Block>], documents: &Documents) -> String {
    markdown_of(blocks.iter().map(|block| &**block), documents)
}

/// Whether a text may lean on definitions elsewhere: `[words][ref]`, `[ref]`.
pub(super) fn leans(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(']') {
        let after = rest.get(at + 1..).unwrap_or_default();
        if !after.starts_with('(') {
            return true;
        }
        rest = after;
    }
    false
}

pub(super) struct Writer<'d> {
    pub(super) documents: &'d Documents,
}

impl Writer<'_> {
    /// A block with the line end after it.
    pub(super) fn block(&self, block: &Block, other_bullet: bool) -> String {
        let Some(document) = self.documents.get(block.source) else { return String::new() };
        let line = |content| Self::line(document.inlines(content), document, false);
        match &block.kind {
            BlockKind::Heading { level, content, .. } => {
                format!("{} {}\n", "#".repeat(usize::from(*level)), line(*content).replace('\n', " "))
            }
            BlockKind::Paragraph(content) | BlockKind::Plain(content) => format!("{}\n", line_start(&line(*content))),
            BlockKind::Rule => "---\n".to_owned(),
            BlockKind::Quote(content) => quoted(&markdown_of(content, self.documents)),
            BlockKind::Alert { kind, content } => {
                quoted(&format!("[!{}]\n{}", alert(*kind), markdown_of(content, self.documents)))
            }
            BlockKind::Div { class, content } => {
                let class = document.str(*class);
                quoted(&format!("[!div class=\"{class}\"]\n{}", markdown_of(content, self.documents)))
            }
            BlockKind::List { start, items } => self.list(*start, items, other_bullet),
            BlockKind::Table(table) => self.table(table, document),
            BlockKind::Code { language, info, text } => {
                let text = document.str(*text);
                let mut fence = "```".to_owned();
                while text.contains(&fence) {
                    fence.push('`');
                }
                let info = collapse(&format!("{language} {}", document.str(*info)));
                format!("{fence}{info}\n{}\n{fence}\n", text.trim_end_matches('\n'))
            }
            BlockKind::Class { class, audience, content } => {
                let audience = audience.map(|tags| format!(" audience=\"{}\"", collapse(document.str(tags))));
                let class = collapse(document.str(*class)) + &audience.unwrap_or_default();
                format!(":::class {class}\n\n{}\n:::class-end\n", markdown_of(content, self.documents))
            }
            BlockKind::Html(html) => format!("{}\n", document.str(*html).trim_end()),
            BlockKind::Row(cells) => self.row(cells),
            BlockKind::Cell(content) | BlockKind::Term(content) => format!("{}\n", line(*content)),
            BlockKind::Item { .. } => self.list(None, std::slice::from_ref(block), false),
            _ => format!("{}\n", as_written(block, document)),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Block], other_bullet: bool) -> String {
        let plain = |item: &Block| {
            let mut children = item.children();
            !matches!(children.next(), Some(Block { kind: BlockKind::Paragraph(_), .. }))
        };
        let tight = items.iter().all(plain);
        let mut text = String::new();
        for (number, item) in (start.unwrap_or(0)..).zip(items) {
            let mark = match (start, other_bullet) {
                (Some(_), false) => format!("{number}. "),
                (Some(_), true) => format!("{number}) "),
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
            };
            let task = match item.kind {
                BlockKind::Item { task: Some(true), .. } => "[x] ",
                BlockKind::Item { task: Some(false), .. } => "[ ] ",
                _ => "",
            };
            let content = if tight {
                let children: Vec<String> = item.children().map(|child| self.block(child, false)).collect();
                children.concat()
            } else {
                markdown_of(item.children(), self.documents)
            };
            if !tight && !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&indented(&mark, &format!("{task}{content}")));
        }
        text
    }

    fn table(&self, table: &Table, document: &Document) -> String {
        let mut text =
            table.marker.map_or_else(String::new, |marker| format!("<!-- {} -->\n", document.str(marker).trim()));
        text.push_str(&self.row(table.head.children()));
        let ruler = table.columns.iter().map(|align| match align {
            Align::Natural => " --- |",
            Align::Left => " :-- |",
            Align::Center => " :-: |",
            Align::Right => " --: |",
        });
        text.push('|');
        text.extend(ruler);
        text.push('\n');
        for row in &table.rows {
            text.push_str(&self.row(row.children()));
        }
        text
    }

    fn row<'b>(&self, cells: impl IntoIterator<Item = &'b Block>) -> String {
        let mut text = "|".to_owned();
        for cell in cells {
            let inlines = cell.inlines().zip(self.documents.get(cell.source));
            let words = inlines.map(|(content, document)| Self::line(document.inlines(content), document, true));
            text.extend([" ", words.unwrap_or_default().trim(), " |"]);
        }
        text.push('\n');
        text
    }

    /// Running text on one line, but for forced line ends.
    fn line(inlines: &[Inline], document: &Document, in_table: bool) -> String {
        let mut line = Line { text: String::new(), open: Vec::new(), closed: false, in_table };
        for inline in inlines {
            line.push(inline, document);
        }
        line.text
    }
}

/// Running text while it is written.
struct Line {
    text: String,
    /// What ends the spans that are open.
    open: Vec<String>,
    /// Whether a style has just ended.
    closed: bool,
    in_table: bool,
}

impl Line {
    fn push(&mut self, inline: &Inline, document: &Document) {
        let closed = std::mem::take(&mut self.closed);
        match *inline {
            Inline::Text(text) => self.words(document.str(text)),
            Inline::SoftBreak => self.text.push(' '),
            Inline::HardBreak => self.text.push_str(if self.in_table { "<br>" } else { "\\\n" }),
            Inline::Code(code) => self.code(document.str(code)),
            Inline::Math(math) => self.text.extend(["$", document.str(math), "$"]),
            Inline::Variable(name) => {
                let name = document.str(name);
                let name = if self.in_table { name.replace('|', "\\|") } else { name.to_owned() };
                self.text.extend(["{{", &name, "}}"]);
            }
            Inline::FootnoteRef(label) => self.text.extend(["[^", document.str(label), "]"]),
            Inline::Open(style) => {
                let mark = match style {
                    // `**a***b*` would be read as something else.
                    Style::Emphasis if closed && self.text.ends_with('*') => "_",
                    Style::Emphasis => "*",
                    Style::Strong if closed && self.text.ends_with('*') => "__",
                    Style::Strong => "**",
                    Style::Strikethrough => "~~",
                    Style::Superscript => "^",
                    Style::Subscript => "~",
                };
                self.open.push(mark.to_owned());
                self.text.push_str(mark);
            }
            Inline::Close(_) => {
                let mark = self.open.pop().unwrap_or_default();
                self.text.push_str(&mark);
                self.closed = true;
            }
            Inline::LinkOpen(link) | Inline::ImageOpen(link) => {
                let (dest, title) =
                    document.link(link).map_or(("", ""), |link| (document.str(link.dest), document.str(link.title)));
                let image = matches!(inline, Inline::ImageOpen(_));
                self.text.push_str(if image { "![" } else { "[" });
                self.open.push(format!("]({}{})", destination(dest), title_of(title)));
            }
            Inline::LinkClose | Inline::ImageClose => {
                let mark = self.open.pop().unwrap_or_default();
                self.text.push_str(&mark);
            }
            Inline::Html(html) => self.text.push_str(document.str(html)),
            Inline::Include(link) => {
                let dest = document.link(link).map_or("", |link| document.str(link.dest));
                _ = write!(self.text, "[!INCLUDE [text]({})]", destination(dest));
            }
            Inline::Picture { image, alt, lightbox } => {
                let path = |link| document.link(link).map_or("", |link| document.str(link.dest));
                _ = write!(self.text, ":::image source=\"{}\" alt-text=\"{}\"", path(image), document.str(alt));
                if let Some(link) = lightbox {
                    _ = write!(self.text, " lightbox=\"{}\"", path(link));
                }
                self.text.push_str(":::");
            }
        }
    }

    fn words(&mut self, words: &str) {
        escape(words, self.in_table, &mut self.text);
    }

    fn code(&mut self, code: &str) {
        let mut ticks = "`".to_owned();
        while code.contains(&ticks) {
            ticks.push('`');
        }
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let code = if self.in_table { code.replace('|', "\\|") } else { code.to_owned() };
        self.text.extend([&ticks, pad, &code, pad, &ticks]);
    }
}

/// Adds words so that Markdown reads them as words.
fn escape(words: &str, in_table: bool, text: &mut String) {
    let mut before = text.chars().last();
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let escapes = match character {
            '\\' | '`' | '*' | '[' | '<' | '~' => true,
            // Within a word an underscore is nothing but itself.
            '_' => !(letter(before) && letter(after)),
            '&' => after.is_some_and(|after| after == '#' || after.is_alphabetic()),
            '{' => after == Some('{'),
            '|' => in_table,
            _ => false,
        };
        if escapes {
            text.push('\\');
        }
        text.push(if character == '\n' { ' ' } else { character });
        before = Some(character);
    }
}

/// Words for the end of a heading.
pub(in crate::overlay) fn escaped(words: &str) -> String {
    let mut text = String::new();
    escape(words, false, &mut text);
    // A `#` at the end of a heading would close it.
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    text
}

/// What Markdown reads of words that [`escaped`] wrote.
pub(super) fn unescaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        text.extend(if escapes { characters.next() } else { Some(character) });
    }
    text
}

fn destination(dest: &str) -> String {
    if dest.is_empty() || dest.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>')) {
        format!("<{}>", dest.replace('<', "\\<").replace('>', "\\>"))
    } else {
        dest.replace('\\', "\\\\")
    }
}

fn title_of(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// A paragraph whose first characters would make it something else.
fn line_start(line: &str) -> String {
    let line = line.trim();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", line.get(..digits).unwrap_or_default());
    }
    let marks = line.starts_with(['#', '>', '+', '-', '=', ':', '|']);
    if marks { format!("\\{line}") } else { line.to_owned() }
}

fn quoted(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") };
    text.lines().map(line).collect()
}

/// The mark of an item before its first line, blanks before the others.
fn indented(mark: &str, text: &str) -> String {
    let blanks = " ".repeat(mark.len());
    let mut written = String::new();
    for (at, line) in text.lines().enumerate() {
        let before = if at == 0 { mark } else { &blanks };
        written.push_str(format!("{before}{line}").trim_end());
        written.push('\n');
    }
    if written.is_empty() { format!("{}\n", mark.trim_end()) } else { written }
}

/// The source of a block, moved to the margin.
pub(super) fn as_written(block: &Block, document: &Document) -> String {
    let text = block.span.of(document.source_text()).trim_end();
    let rest = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let margin = rest.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let mut written = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            written.push('\n');
        }
        written.push_str(if at == 0 { line.trim_start() } else { line.get(margin..).unwrap_or_default() });
    }
    written
}

fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Note => "NOTE",
        AlertKind::Tip => "TIP",
        AlertKind::Important => "IMPORTANT",
        AlertKind::Warning => "WARNING",
        AlertKind::Caution => "CAUTION",
    }
}
