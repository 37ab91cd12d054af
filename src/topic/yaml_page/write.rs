//! A FAQ, landing or hub document → Markdown, each piece with the value that it came from.

use super::{PageKind, text};
use crate::finding::Span;
use crate::topic::{Field, Fields, Value, ValueKind};

/// The page as Markdown.
#[derive(Default)]
pub(super) struct Written {
    pub(super) text: String,
    origins: Vec<PieceOrigin>,
}

/// Where a piece of the page came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct PieceOrigin {
    /// Where it begins on the page.
    pub(super) start: usize,
    /// The value in the file.
    pub(super) value: Span,
}

impl Written {
    /// The piece that an offset of the page belongs to.
    pub(super) fn origin(&self, offset: usize) -> Option<PieceOrigin> {
        let after = self.origins.partition_point(|origin| origin.start <= offset);
        self.origins.get(after.saturating_sub(1)).copied()
    }

    fn piece(&mut self, before: &str, text: &str, after: &str, value: Span) {
        self.text.push_str(before);
        self.origins.push(PieceOrigin { start: self.text.len(), value });
        self.text.push_str(text);
        self.text.push_str(after);
    }

    fn heading(&mut self, level: usize, words: &str, value: Span) {
        let marks = format!("{} ", "#".repeat(level.clamp(1, 6)));
        self.piece(&marks, &words.split_whitespace().collect::<Vec<_>>().join(" "), "\n\n", value);
    }

    fn markdown(&mut self, value: Option<&Value>) {
        if let Some((words, span)) = text(value) {
            self.piece("", words, "\n\n", span);
        }
    }
}

/// Writes the page.
pub(super) fn write_page(read: &Fields, kind: PageKind) -> Written {
    let mut page = Written::default();
    let of = |key: &str| read.get(key).map(|field| &field.value);
    if let Some((title, span)) = text(of("title")) {
        page.heading(1, &plain(title), span);
    }
    page.markdown(of("summary"));
    match kind {
        PageKind::Faq => {
            for section in of("sections").map_or(&[][..], Value::items) {
                write_section(section, &mut page);
            }
            page.markdown(of("additionalContent"));
        }
        PageKind::Cards => {
            let known = ["title", "summary", "metadata", "brand", "schema"];
            for field in read.entries.iter().filter(|field| !known.contains(&field.key.as_str())) {
                write_cards(&field.value, 2, &mut page);
            }
        }
    }
    page
}

fn write_section(section: &Value, page: &mut Written) {
    let questions = section.get("questions").map_or(&[][..], Value::items);
    let named = text(section.get("name"));
    if let Some((name, span)) = named {
        page.heading(2, &plain(name), span);
    }
    page.markdown(section.get("summary"));
    for question in questions {
        if let Some((words, span)) = text(question.get("question")) {
            page.heading(if named.is_some() { 3 } else { 2 }, words, span);
        }
        page.markdown(question.get("answer"));
    }
}

/// Cards, and lists of cards, however deep: what has an address is a link, what only has a name a heading.
fn write_cards(value: &Value, level: usize, page: &mut Written) {
    match &value.kind {
        ValueKind::List(items) => {
            let mut in_list = false;
            for item in items {
                let link = link_of(item);
                if in_list && link.is_none() {
                    page.text.push('\n');
                }
                in_list = link.is_some();
                match link {
                    Some(link) => write_link(&link, item, page),
                    None => write_cards(item, level, page),
                }
            }
            if in_list {
                page.text.push('\n');
            }
        }
        ValueKind::Map(fields) => {
            let named = ["title", "name"].iter().find_map(|key| text(value.get(key)));
            if let Some((name, span)) = named {
                page.heading(level, &plain(name), span);
            }
            page.markdown(value.get("summary").or_else(|| value.get("description")));
            let below = level + usize::from(named.is_some());
            fields.iter().filter(|field| holds_more(field)).for_each(|field| write_cards(&field.value, below, page));
            if let Some(link) = link_of(value).filter(|_| named.is_none()) {
                write_link(&link, value, page);
            }
        }
        ValueKind::Null | ValueKind::Text(_) => {}
    }
}

fn holds_more(field: &Field) -> bool {
    matches!(field.value.kind, ValueKind::List(_) | ValueKind::Map(_))
}

/// A card that is one link.
struct CardLink<'v> {
    words: &'v str,
    address: &'v str,
    /// Where the address stands.
    span: Span,
}

/// The link that a card is; `None` for one that holds further links.
fn link_of(card: &Value) -> Option<CardLink<'_>> {
    let (words, _) = ["text", "title", "name"].iter().find_map(|key| text(card.get(key)))?;
    let (address, span) = ["url", "href"].iter().find_map(|key| text(card.get(key)))?;
    (!card.fields().iter().any(holds_more)).then_some(CardLink { words, address, span })
}

fn write_link(link: &CardLink<'_>, card: &Value, page: &mut Written) {
    page.text.push_str("- [");
    page.text.push_str(&plain(link.words));
    page.text.push_str("](<");
    page.piece("", &link.address.replace(['<', '>'], ""), ">)", link.span);
    if let Some((summary, span)) = text(card.get("summary").or_else(|| card.get("description"))) {
        page.piece(": ", &plain(&summary.split_whitespace().collect::<Vec<_>>().join(" ")), "", span);
    }
    page.text.push('\n');
}

/// Text that means itself in Markdown.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&') {
            out.push('\\');
        }
        out.push(if character == '\n' { ' ' } else { character });
    }
    out
}
