//! Blocks → the hash of what they say (overlay design, 5.11).
//!
//! What a formatter may change leaves the hash as it is: white space, line ends, bullet characters, tight or loose lists,
//! the padding of tables, the order of attributes, comments. One other word, link, kind of list or alert changes it.
//! Names between double braces count as written, never their values.

use std::fmt;

use super::super::words::collapse;
use crate::topic::html::{Piece, decode_entities, scan};
use crate::topic::{AlertKind, Block, BlockKind, Document, Documents, Inline, LinkId, Style, Value, ValueKind};

/// The hash of a text as a layer saw it: BLAKE3 over what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("b3:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl TextHash {
    /// Reads what [`Display`](fmt::Display) writes.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.trim().strip_prefix("b3:").filter(|digits| digits.len() == 64 && digits.is_ascii())?;
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Of blocks that follow each other.
    pub fn of<'b>(blocks: impl IntoIterator<Item = &'b Block>, documents: &Documents) -> Self {
        let mut canon = Canon::new();
        for block in blocks {
            canon.block(block, documents);
        }
        canon.finish()
    }

    /// Of a value of front matter; `None`: there is none.
    pub fn of_value(value: Option<&Value>) -> Self {
        let mut canon = Canon::new();
        match value {
            Some(value) => canon.value(value),
            None => canon.mark(b'0', ""),
        }
        canon.finish()
    }
}

/// Each construct goes in as a letter, the length of what it says, and what it says; so no two texts run together.
struct Canon {
    hasher: blake3::Hasher,
    /// Running text that is not hashed yet, its white space collapsed.
    words: String,
    /// Whether white space stood at the end of what went in before.
    blank: bool,
    /// Whether anything of this line of text went in.
    begun: bool,
}

impl Canon {
    fn new() -> Self {
        let mut hasher = blake3::Hasher::new();
        // A later way to write texts down gets a number of its own.
        hasher.update(b"lifeboat text 1\0");
        Self { hasher, words: String::new(), blank: false, begun: false }
    }

    fn finish(mut self) -> TextHash {
        self.end_words();
        TextHash(*self.hasher.finalize().as_bytes())
    }

    fn mark(&mut self, letter: u8, says: &str) {
        self.end_words();
        self.hasher.update(&[letter]);
        self.hasher.update(&(says.len() as u64).to_le_bytes());
        self.hasher.update(says.as_bytes());
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.mark(b'w', &words);
        }
    }

    /// Text, where a run of white space counts as one blank, and none at the start and end of a line of text.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.blank = true;
                continue;
            }
            if std::mem::take(&mut self.blank) && self.begun {
                self.words.push(' ');
            }
            self.begun = true;
            self.words.push(character);
        }
    }

    fn begin_line(&mut self) {
        self.blank = false;
        self.begun = false;
    }

    fn block(&mut self, block: &Block, documents: &Documents) {
        let Some(document) = documents.get(block.source) else { return };
        let str = |slice| collapse(document.str(slice));
        match &block.kind {
            BlockKind::Heading { level, .. } => self.mark(b'h', &level.to_string()),
            // The paragraph of a tight list and that of a loose one say the same.
            BlockKind::Paragraph(_) | BlockKind::Plain(_) => self.mark(b'p', ""),
            BlockKind::Rule => self.mark(b'-', ""),
            BlockKind::Quote(_) => self.mark(b'q', ""),
            BlockKind::Alert { kind, .. } => self.mark(b'a', alert(*kind)),
            BlockKind::Div { class, .. } => self.mark(b'd', &str(*class)),
            BlockKind::List { start, .. } => {
                self.mark(b'l', &start.map_or_else(String::new, |start| start.to_string()));
            }
            BlockKind::Item { task, .. } => self.mark(b'i', task.map_or("", |done| if done { "x" } else { "o" })),
            BlockKind::Table(table) => self.mark(b't', &table.marker.map(str).unwrap_or_default()),
            BlockKind::Row(_) => self.mark(b'r', ""),
            BlockKind::Cell(_) => self.mark(b'c', ""),
            BlockKind::Code { language, info, text } => {
                self.mark(b'k', language);
                self.mark(b'k', &str(*info));
                self.mark(b'k', document.str(*text).trim_end());
            }
            BlockKind::CodeFile { language, link, range, region } => {
                self.mark(b'f', language);
                self.link(b'f', *link, document);
                self.mark(b'f', &format!("{}#{}", str(*range), str(*region)));
            }
            BlockKind::Html(html) => {
                let html = canonical_html(document.str(*html));
                if html.is_empty() {
                    return;
                }
                self.mark(b'm', &html);
            }
            BlockKind::Include(link) => self.link(b'n', *link, document),
            BlockKind::Picture(picture) => {
                self.link(b'g', picture.image, document);
                self.mark(b'g', &str(picture.alt));
                for link in [picture.lightbox, picture.link].into_iter().flatten() {
                    self.link(b'g', link, document);
                }
            }
            BlockKind::Tabs(tabs) => {
                self.mark(b'b', "");
                for tab in tabs {
                    let condition = tab.condition.as_deref().unwrap_or_default();
                    self.mark(b'b', &format!("{}/{condition}", tab.ids.join("+")));
                    if let Some(document) = documents.get(tab.source) {
                        self.inlines(document.inlines(tab.label), document);
                    }
                    tab.content.iter().for_each(|block| self.block(block, documents));
                    self.mark(b'.', "");
                }
                return self.mark(b'.', "");
            }
            BlockKind::Zone { pivots, .. } => self.mark(b'z', &pivots.join(",")),
            BlockKind::Moniker { range, .. } => self.mark(b'o', &str(*range)),
            BlockKind::Class { class, .. } => self.mark(b's', &str(*class).to_lowercase()),
            BlockKind::Columns(_) => self.mark(b'C', ""),
            BlockKind::Column { span, .. } => self.mark(b'D', &span.to_string()),
            BlockKind::Video(link) => self.link(b'v', *link, document),
            BlockKind::Footnote { label, .. } => self.mark(b'F', &str(*label)),
            BlockKind::Definitions(_) => self.mark(b'L', ""),
            BlockKind::Term(_) => self.mark(b'T', ""),
            BlockKind::Definition(_) => self.mark(b'E', ""),
        }
        if let Some(content) = block.inlines() {
            self.inlines(document.inlines(content), document);
        }
        block.children().for_each(|child| self.block(child, documents));
        self.mark(b'.', "");
    }

    fn inlines(&mut self, inlines: &[Inline], document: &Document) {
        self.begin_line();
        for inline in inlines {
            match *inline {
                Inline::Text(text) => self.text(document.str(text)),
                Inline::SoftBreak => self.text(" "),
                Inline::HardBreak => {
                    self.mark(b'/', "");
                    self.begin_line();
                }
                Inline::Code(code) => self.piece(b'K', &collapse(document.str(code))),
                Inline::Math(math) => self.piece(b'M', &collapse(document.str(math))),
                Inline::Variable(name) => self.piece(b'V', &collapse(document.str(name))),
                Inline::FootnoteRef(label) => self.piece(b'R', &collapse(document.str(label))),
                Inline::Open(style) => self.piece(b'(', style_name(style)),
                Inline::Close(style) => self.mark(b')', style_name(style)),
                Inline::LinkOpen(link) => self.piece_link(b'A', link, document),
                Inline::ImageOpen(link) => self.piece_link(b'I', link, document),
                Inline::LinkClose | Inline::ImageClose => self.mark(b']', ""),
                Inline::Include(link) => self.piece_link(b'N', link, document),
                Inline::Picture { image, alt, lightbox } => {
                    self.piece_link(b'G', image, document);
                    self.mark(b'G', &collapse(document.str(alt)));
                    if let Some(link) = lightbox {
                        self.link(b'G', link, document);
                    }
                }
                Inline::Html(html) => {
                    let html = canonical_html(document.str(html));
                    if !html.is_empty() {
                        self.piece(b'H', &html);
                    }
                }
            }
        }
    }

    /// Something within a line of text; a blank before it counts.
    fn piece(&mut self, letter: u8, says: &str) {
        if std::mem::take(&mut self.blank) && self.begun {
            self.words.push(' ');
        }
        self.mark(letter, says);
        self.begun |= !matches!(letter, b'(' | b'A');
    }

    fn piece_link(&mut self, letter: u8, link: LinkId, document: &Document) {
        self.piece(letter, "");
        self.link(letter, link, document);
    }

    fn link(&mut self, letter: u8, link: LinkId, document: &Document) {
        let Some(link) = document.link(link) else { return };
        self.mark(letter, document.str(link.dest).trim());
        self.mark(letter, &collapse(document.str(link.title)));
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Null => self.mark(b'0', ""),
            ValueKind::Text(text) => self.mark(b'1', &collapse(text)),
            ValueKind::List(items) => {
                self.mark(b'2', "");
                for item in items {
                    self.value(item);
                }
                self.mark(b'.', "");
            }
            ValueKind::Map(fields) => {
                self.mark(b'3', "");
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by(|a, b| a.key.cmp(&b.key));
                for field in fields {
                    self.mark(b'4', &field.key);
                    self.value(&field.value);
                }
                self.mark(b'.', "");
            }
        }
    }
}

fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Note => "note",
        AlertKind::Tip => "tip",
        AlertKind::Important => "important",
        AlertKind::Warning => "warning",
        AlertKind::Caution => "caution",
    }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
    }
}

/// Raw HTML without comments, its attributes by name, its white space collapsed.
fn canonical_html(html: &str) -> String {
    let mut canonical = String::new();
    let mut at = 0;
    let text = |from: usize, to: usize, canonical: &mut String| {
        let text = collapse(html.get(from..to).unwrap_or_default());
        if !text.is_empty() {
            canonical.push(' ');
            canonical.push_str(&text);
        }
    };
    for piece in scan(html) {
        let range = match &piece {
            Piece::Tag(tag) => tag.range.clone(),
            Piece::Hidden(range) => range.clone(),
        };
        text(at, range.start, &mut canonical);
        at = range.end;
        let Piece::Tag(tag) = piece else { continue };
        let value = |value: std::ops::Range<usize>| collapse(&decode_entities(html.get(value).unwrap_or_default()));
        let mut attributes: Vec<(String, String)> =
            tag.attributes.into_iter().map(|(name, at)| (name, value(at))).collect();
        attributes.sort();
        canonical.push_str(if tag.closes { "</" } else { "<" });
        canonical.push_str(&tag.name);
        for (name, value) in attributes {
            canonical.extend([" ", &name, "=\"", &value.replace('"', "&quot;"), "\""]);
        }
        canonical.push('>');
    }
    text(at, html.len(), &mut canonical);
    canonical
}
