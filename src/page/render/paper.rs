//! What differs on paper: references with numbers, addresses in words, boxes to tick with a pen, letters in the margin.

use super::Renderer;
use super::link::Closing;
use crate::page::address::Scheme;
use crate::page::escape::push_text;
use crate::page::paper::OnPaper;
use crate::playbook::{Broken, Target};
use crate::topic::{Block, BlockKind};

/// A line of code that has more letters than this may run over the edge of the paper.
const LONG_LINE: usize = 60;
/// So many signs for lines that go on are written at most; a longer line goes on without.
const MOST_TURNS: usize = 40;
/// A number with so many letters may be cut by the end of a line.
const LONGEST_NUMBER: usize = 24;
/// A table with so many columns stands across the sheet.
const WIDE: usize = 7;

/// What stands after the words of a link.
#[derive(Default)]
pub(super) struct AfterLink {
    html: String,
    /// Where the link's words begin in the output.
    start: usize,
    /// The number or address that the reader must find in them, else it is added.
    needed: Option<String>,
}

impl<'a> Renderer<'a> {
    /// Begins a link on paper.
    pub(super) fn open_on_paper(&mut self, paper: &'a dyn OnPaper, target: Option<&Target>, dest: &str) -> Closing {
        if self.in_link || self.raw.phrases_only() {
            return Closing::Nothing;
        }
        let mut after = AfterLink::default();
        let href = match target {
            Some(Target::External(address)) => {
                match Scheme::of(address) {
                    Some(Scheme::Web) => {
                        if let Some(number) = paper.address_number(self.id, address) {
                            after.html = format!("<sup class=\"address-ref\">{number}</sup>");
                            after.needed = Some(address.to_string());
                        }
                    }
                    Some(_) => after.needed = Some(address.to_string()),
                    None => return self.open_broken(Some(Broken::Refused), dest, ""),
                }
                Some(address.to_string())
            }
            Some(Target::Topic { topic, anchor: None, .. }) if *topic == self.id => return Closing::Nothing,
            Some(Target::Topic { topic, anchor, .. }) => {
                if let Some(place) = paper.reference(*topic, anchor.as_deref()) {
                    after.html = reference(place.number, place.id);
                    place.id.map(|id| format!("#{id}"))
                } else {
                    " <span class=\"ref\">(on screen only)</span>".clone_into(&mut after.html);
                    None
                }
            }
            Some(Target::Asset(file)) => {
                after.html = format!(" <span class=\"ref\">(file {})</span>", crate::page::Html::text(file.name()));
                None
            }
            Some(Target::Page { .. } | Target::Text) => return Closing::Nothing,
            Some(Target::Broken(why)) => return self.open_broken(Some(*why), dest, ""),
            None => return self.open_broken(None, dest, ""),
        };
        let closing = if let Some(href) = href {
            self.push("<a");
            self.attribute("href", &href);
            self.push(">");
            Closing::PaperLink
        } else {
            Closing::PaperText
        };
        after.start = self.out.len();
        self.after_link = after;
        self.in_link = true;
        closing
    }

    /// Ends it.
    pub(super) fn close_on_paper(&mut self, tag: &str) {
        let after = std::mem::take(&mut self.after_link);
        let words = self.out.get(after.start..).unwrap_or_default();
        let told = after.needed.as_deref().map(|needed| says(words, needed));
        self.push(tag);
        match (told, after.needed) {
            // The words are the address: a note would say it again.
            (Some(true), _) => {}
            (Some(false), Some(address)) if after.html.is_empty() => {
                self.push(" <span class=\"ref\">(");
                let address = in_words(&address);
                self.text(&address);
                self.push(")</span>");
            }
            _ => self.push(&after.html),
        }
        self.in_link = false;
    }

    /// A heading with its number.
    pub(super) fn begin_paper_heading(&mut self, paper: &dyn OnPaper, anchor: &str) -> char {
        let place = paper.heading(self.id, anchor);
        let level = place.map_or(1, |place| place.level).saturating_add(2);
        let letter = char::from(b'0' + level.clamp(3, 6));
        self.push("<h");
        self.out.push(letter);
        if let Some(place) = place {
            self.attribute("id", place.id);
        }
        if level > 6 {
            self.attribute("aria-level", &level.to_string());
        }
        self.push(">");
        if let Some(number) = place.and_then(|place| place.number) {
            self.push("<span class=\"number\">");
            self.text(number);
            self.push("</span> ");
        }
        letter
    }

    /// Whether room for a time and initials stands beside the tasks of a list; not beside those of a list in it.
    pub(super) fn begin_steps(&mut self, items: &[Block]) -> bool {
        let Some(paper) = self.paper else { return false };
        let has_tasks = items.iter().any(|item| matches!(item.kind, BlockKind::Item { task: Some(_), .. }));
        let begins = has_tasks && !self.in_steps && paper.has_steps(self.id);
        if begins {
            self.in_steps = true;
            self.push("<div class=\"steps\"><p class=\"steps-head\"><span>Time</span> <span>Initials</span></p>\n");
        }
        begins
    }

    /// Ends it.
    pub(super) fn end_steps(&mut self, began: bool) {
        if began {
            self.push("</div>\n");
            self.in_steps = false;
        }
    }

    /// A task with a box to tick with a pen.
    pub(super) fn paper_task(&mut self, ticked: bool, content: &'a [Block]) {
        self.push(if ticked { "<span class=\"box box-done\">" } else { "<span class=\"box\">" });
        self.push(if ticked { "☒</span><div class=\"step\">" } else { "☐</span><div class=\"step\">" });
        let in_steps = self.in_steps;
        self.children(content);
        self.push("</div>");
        if in_steps {
            self.push("<span class=\"fill\"></span><span class=\"fill\"></span>");
        }
    }

    /// Code, a line each, with signs where one goes on.
    pub(super) fn paper_code(&mut self, text: &str) {
        self.push("<pre class=\"code\"><code>");
        for line in text.trim_end_matches('\n').split('\n') {
            let turns = line.chars().count() / LONG_LINE;
            if turns == 0 {
                self.push("<span class=\"line\">");
            } else {
                self.push("<span class=\"line\"");
                self.attribute("data-turns", &"↪\n".repeat(turns.min(MOST_TURNS)));
                self.push(">");
            }
            self.text(if line.is_empty() { "\u{200b}" } else { line });
            self.push("</span>");
        }
        self.push("</code></pre>\n");
    }

    /// Text whose dates and numbers with hyphens are never cut by the end of a line.
    pub(super) fn paper_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, number, after)) = next_number(rest) {
            push_text(&mut self.out, before);
            self.push("<span class=\"nb\">");
            push_text(&mut self.out, number);
            self.push("</span>");
            rest = after;
        }
        push_text(&mut self.out, rest);
    }

    /// Begins a table.
    pub(super) fn begin_paper_table(&mut self, columns: usize) {
        self.push(if columns >= WIDE { "<div class=\"wide\"><table>\n" } else { "<div class=\"table\"><table>\n" });
    }

    /// The letters of a layer that added the part which begins here.
    pub(super) fn margin_mark(&mut self) {
        if self.paper.is_none() {
            return self.screen_mark();
        }
        if let Some(mark) = self.pending_mark.take() {
            self.push("<span class=\"mark\">");
            self.text(mark);
            self.push("</span>");
        }
    }
}

/// The first run of letters, digits and hyphens that has a digit on both sides of a hyphen, with what stands around it.
fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let at = text.match_indices('-').map(|(at, _)| at).find(|at| *at > 0 && digit(at - 1) && digit(at + 1))?;
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let start = bytes.get(..at)?.iter().rposition(|byte| !part(byte)).map_or(0, |before| before + 1);
    // Looked at only so far: a text of hyphens must not be read anew for each of them.
    let run = bytes.get(start..)?.iter().take(LONGEST_NUMBER.max(at - start) + 2);
    let length = run.take_while(|byte| part(byte)).count();
    // A run that fills a line may break.
    let end = if length > LONGEST_NUMBER { at + 1 } else { start + length };
    let start = if length > LONGEST_NUMBER { at } else { start };
    Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
}

/// ` (§4.2, p. 17)`; the page comes in once it is known.
fn reference(number: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => {
            format!(" <span class=\"ref\">(§{number}<span class=\"page-number\" data-p=\"{id}\"></span>)</span>")
        }
        None => format!(" <span class=\"ref\">(§{number} of the whole book)</span>"),
    }
}

/// Whether words as HTML say an address already: a number its digits, any other its letters.
fn says(words: &str, address: &str) -> bool {
    let address = in_words(address);
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let is_number = address.bytes().filter(u8::is_ascii_digit).count() >= 3
        && !address.bytes().any(|byte| byte.is_ascii_alphabetic());
    if is_number {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let number = digits(&address);
        // A number is often written without its country: the last seven digits tell it.
        let tail = number.get(number.len().saturating_sub(7)..).unwrap_or_default();
        return digits(words).contains(tail);
    }
    letters(&words.replace("&amp;", "&")).contains(&letters(&address))
}

/// An address as a person reads it: without its scheme, a query of a letter, or escapes.
fn in_words(address: &str) -> String {
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    let rest = if scheme.to_ascii_lowercase().starts_with("http") { rest.trim_start_matches('/') } else { rest };
    let rest = if scheme.eq_ignore_ascii_case("mailto") { rest.split('?').next().unwrap_or(rest) } else { rest };
    rest.trim_end_matches('/').replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::{in_words, next_number, says};

    #[test]
    fn dates_are_found_to_be_kept_whole() {
        assert_eq!(next_number("on 2026-11-02, or"), Some(("on ", "2026-11-02", ", or")));
        assert_eq!(next_number("a-b -1 1- é2-3"), Some(("a-b -1 1- é", "2-3", "")));
        let long = format!("x {}1-2", "9".repeat(40));
        assert_eq!(next_number(&long).map(|(_, number, after)| (number, after)), Some(("-", "2")));
        assert_eq!(next_number("no number"), None);
    }

    #[test]
    fn what_the_words_say_is_not_said_again() {
        for (words, address, told) in [
            ("01632 960100", "tel:+441632960100", true),
            ("call the desk", "tel:+441632960100", false),
            ("write to a@b.example", "mailto:a@b.example?subject=x", true),
            ("write", "mailto:a@b.example", false),
            ("status.example/a", "https://status.example/a", true),
            ("https://status.example/?a=1&amp;b=2", "https://status.example/?a=1&b=2", true),
            ("the status", "https://status.example/a", false),
        ] {
            assert_eq!(says(words, address), told, "{words} {address}");
        }
        assert_eq!(in_words("tel:+44%201632"), "+44 1632");
    }
}
