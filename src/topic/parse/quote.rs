//! Learn's quotes: alerts, divs and videos.

use std::ops::Range;

use super::Builder;
use super::frame::{Child, Marker};
use crate::finding::{Finding, codes::markdown};
use crate::topic::{AlertKind, BlockKind, Inline, LinkKind};

impl Builder<'_> {
    /// The marker on a line of a quote's paragraph, if the line is nothing else. `line` counts the lines before it.
    pub(super) fn quote_marker(&mut self, text: &[Inline], range: &Range<usize>, line: usize) -> Option<Marker> {
        let Some(Inline::Text(first)) = text.first() else { return None };
        if !self.document.str(*first).trim_start().starts_with("[!") {
            return None;
        }
        // With an address in it (a video) the line is more than one inline; smart punctuation changes quotes.
        let start = self.document.place(*first).map_or(range.start, |place| place.start);
        let rest = self.prepared.text.get(start..range.end).unwrap_or_default();
        let written = rest.lines().next().unwrap_or_default().trim();
        let end = written.find(']')?;
        let (inside, after) = (written.get(2..end)?, written.get(end + 1..)?.trim());
        let (word, value) = inside.split_once([' ', '\t']).unwrap_or((inside, ""));
        let here = start..start + written.len();
        match word.to_ascii_lowercase().as_str() {
            "div" => {
                let classes = class_value(value)?;
                Some(Marker::Div(classes.to_owned(), self.span(&here)))
            }
            "video" => Some(Marker::Video(value.trim().to_owned(), self.span(&here))),
            "include" => None,
            _ => {
                let Some(kind) = alert_kind(word) else {
                    if line == 0
                        && after.is_empty()
                        && !word.is_empty()
                        && word.bytes().all(|b| b.is_ascii_alphabetic())
                    {
                        let message = format!("“[!{word}]” is no kind of alert; shown as a plain quote");
                        let finding = Finding::new(&markdown::M021, message)
                            .help("the kinds are NOTE, TIP, IMPORTANT, WARNING and CAUTION");
                        let span = self.span(&here);
                        self.report_at(finding, span);
                    }
                    return None;
                };
                if after.is_empty() && self.document.words(text).trim().len() == end + 1 {
                    return Some(Marker::Alert(kind));
                }
                if line == 0 {
                    let message = format!("text follows “[!{word}]” on its line, so this is a plain quote, no alert");
                    let finding = Finding::new(&markdown::M020, message).help("begin the text on the next line");
                    let span = self.span(&here);
                    self.report_at(finding, span);
                }
                None
            }
        }
    }

    /// A quote's children → a plain quote, alerts, divs. A marker ends what came before it.
    pub(super) fn close_quote(&mut self, children: Vec<Child>, range: &Range<usize>) {
        let mut open: Option<Marker> = None;
        let mut content: Vec<Child> = Vec::new();
        let mut any = false;
        for child in children {
            if let Child::Marker(marker) = child {
                self.push_quote(open.take(), std::mem::take(&mut content), range);
                open = Some(marker);
                any = true;
            } else {
                content.push(child);
            }
        }
        if !any && content.is_empty() {
            self.push_block(BlockKind::Quote(Vec::new()), range);
        }
        self.push_quote(open, content, range);
    }

    fn push_quote(&mut self, marker: Option<Marker>, content: Vec<Child>, range: &Range<usize>) {
        if marker.is_none() && content.is_empty() {
            return;
        }
        let content = self.fold(content);
        let kind = match marker {
            None => BlockKind::Quote(content),
            Some(Marker::Alert(kind)) => BlockKind::Alert { kind, content },
            Some(Marker::Div(classes, _)) => {
                let class = self.document.slice(&classes, usize::MAX);
                BlockKind::Div { class, content }
            }
            Some(Marker::Video(address, span)) => {
                let link = self.link_at(LinkKind::Video, &address, span);
                self.push_block(BlockKind::Video(link), range);
                if content.is_empty() {
                    return;
                }
                BlockKind::Quote(content)
            }
        };
        self.push_block(kind, range);
    }
}

fn alert_kind(word: &str) -> Option<AlertKind> {
    Some(match word.to_ascii_lowercase().as_str() {
        "note" => AlertKind::Note,
        "tip" => AlertKind::Tip,
        "important" => AlertKind::Important,
        "warning" => AlertKind::Warning,
        "caution" => AlertKind::Caution,
        _ => return None,
    })
}

/// The value of `class="…"`.
fn class_value(attributes: &str) -> Option<&str> {
    let from = attributes.find("class")? + "class".len();
    let rest = attributes.get(from..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}
