//! Running text of a page → pieces of Typst text.

use super::html::{Element, Node};
use super::place::{Lead, picture_path};
use super::sheet::{Here, SheetWriter};
use super::typst::{call, joined, named, optional, string};
use super::{PictureFact, PrintPicture};

impl SheetWriter<'_> {
    /// Running text as one value; white space at its beginning is dropped.
    pub(super) fn running(&mut self, nodes: &[Node], here: Here) -> String {
        self.words.after_space = true;
        let mut pieces = self.inlines(nodes, here);
        trim_end(&mut pieces);
        joined(pieces)
    }

    /// The same within running text.
    fn inside(&mut self, element: &Element, here: Here) -> String {
        joined(self.inlines(&element.children, here))
    }

    pub(super) fn inlines(&mut self, nodes: &[Node], here: Here) -> Vec<String> {
        let mut pieces = Vec::new();
        for node in nodes {
            match node {
                Node::Text(text) => pieces.extend(self.words.pieces(text, here.within)),
                Node::Element(element) => self.inline(element, here, &mut pieces),
            }
        }
        pieces
    }

    fn inline(&mut self, element: &Element, here: Here, pieces: &mut Vec<String>) {
        if is_for_screens(element) {
            return;
        }
        let style = match element.name.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" | "cite" | "dfn" | "var" => "slanted",
            "u" | "ins" => "underlined",
            "s" | "del" => "struck",
            "mark" => "marked",
            "small" => "small",
            "sup" => "raised",
            "sub" => "lowered",
            "kbd" => "key",
            "code" | "samp" => {
                let code = self.words.code(&element.words().replace('\n', " "));
                self.words.after_space = false;
                return pieces.extend((!code.is_empty()).then(|| call("mono", &[string(&breakable(&code))])));
            }
            "br" => {
                self.words.after_space = true;
                return pieces.push(call("newline", &[]));
            }
            "wbr" => return pieces.push(string("\u{200b}")),
            "img" => return pieces.push(self.inline_picture(element)),
            "input" => {
                self.words.after_space = true;
                return pieces.push(call("box-mark", &[element.attribute("checked").is_some().to_string()]));
            }
            "a" => return self.link(element, here, pieces),
            "q" => {
                pieces.extend(self.words.pieces("“", here.within));
                pieces.extend(self.inlines(&element.children, here));
                return pieces.extend(self.words.pieces("”", here.within));
            }
            "rt" => {
                pieces.push(string(" ("));
                pieces.extend(self.inlines(&element.children, here));
                return pieces.push(string(")"));
            }
            "rp" => return,
            _ if element.has_class("missing-image") => {
                self.notes.pictures.push((None, "is not there".to_owned()));
                let words = self.words.plain(&element.words());
                self.words.after_space = false;
                return pieces.push(call("no-picture", &[string(&words), "none".to_owned()]));
            }
            "abbr" => return self.abbreviation(element, here, pieces),
            _ => return pieces.extend(self.inlines(&element.children, here)),
        };
        let content = self.inside(element, here);
        if content != "[]" {
            pieces.push(call(style, &[content]));
        }
    }

    /// What an abbreviation stands for cannot be pointed at on paper: it is printed.
    fn abbreviation(&mut self, element: &Element, here: Here, pieces: &mut Vec<String>) {
        pieces.extend(self.inlines(&element.children, here));
        if let Some(title) = element.attribute("title").filter(|title| !title.trim().is_empty() && !here.heading) {
            pieces.extend(self.words.pieces(&format!(" ({})", title.trim()), here.within));
        }
    }

    fn link(&mut self, element: &Element, here: Here, pieces: &mut Vec<String>) {
        let href = element.attribute("href");
        let Some(href) = href.filter(|_| !here.link) else {
            return pieces.extend(self.inlines(&element.children, here));
        };
        if element.children.iter().any(|child| matches!(child, Node::Element(image) if image.name == "img"))
            || element.has_class("lightbox")
        {
            // A picture that leads somewhere stays a picture.
            return pieces.extend(self.inlines(&element.children, Here { link: true, ..here }));
        }
        let lead = self.leads.lead(&self.topic.page, href);
        let content = self.inside(element, Here { link: true, ..here });
        let words = element.words();
        let words = words.trim_end_matches(" ↗ (needs internet)").trim_end_matches(" ↗").trim();
        match lead {
            Lead::Topic(topic, anchor) => {
                if anchor.as_deref().is_some_and(|anchor| anchor.starts_with("lb-note")) {
                    return pieces.push(content);
                }
                let place = self.book.place(topic, anchor.as_deref());
                let Some(place) = place.filter(|_| !here.heading) else { return pieces.push(content) };
                pieces.push(match place.id {
                    Some(id) => call("xref", &[string(id), string(place.number), content]),
                    None => call("away", &[string(place.number), content]),
                });
            }
            Lead::Web(address) if words == address || words == address.trim_end_matches('/') => {
                pieces.push(call("web", &[string(&address), content]));
            }
            Lead::Web(address) if here.heading => pieces.push(call("web", &[string(&address), content])),
            Lead::Web(address) => {
                let number = self.address(&address);
                pieces.push(call("web", &[string(&address), content, named("note", &number.to_string())]));
            }
            Lead::Telephone(number) => pieces.push(self.telephone(href, &number, words, content)),
            Lead::Mail(address) => {
                let said = words.contains(&address);
                let shown = self.words.plain(&address);
                pieces.push(call("mail", &[string(href), content, optional((!said).then_some(shown.as_str()))]));
            }
            Lead::File(file) => {
                let name = self.words.plain(file.as_str().rsplit('/').next().unwrap_or_default());
                let said = words.contains(&name);
                pieces.push(call("file", &[content, optional((!said && !here.heading).then_some(name.as_str()))]));
            }
            Lead::Nowhere => pieces.push(content),
        }
        self.words.after_space = false;
    }

    /// A number is printed wherever the text does not say it.
    fn telephone(&mut self, href: &str, number: &str, words: &str, content: String) -> String {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let (said, wanted) = (digits(words), digits(number));
        let enough = !said.is_empty() && (said.ends_with(&wanted) || wanted.ends_with(said.trim_start_matches('0')));
        let shown = self.words.plain(number);
        call("phone", &[string(href), content, optional((!enough).then_some(shown.as_str()))])
    }

    /// A picture in running text.
    fn inline_picture(&mut self, element: &Element) -> String {
        self.words.after_space = false;
        self.picture_call("inline-picture", element)
    }

    /// A picture, or what stands in its place.
    pub(super) fn picture_call(&mut self, name: &str, element: &Element) -> String {
        let alt = self.words.plain(element.attribute("alt").unwrap_or_default());
        let path = picture_path(&self.topic.page, element.attribute("src").unwrap_or_default());
        let why = match path.as_ref().and_then(|path| self.pictures.get(path)) {
            Some(PictureFact::Usable(PrintPicture { file, format, width, height })) => {
                return call(
                    name,
                    &[
                        string(file),
                        named("format", &string(format)),
                        named("alt", &string(&alt)),
                        named("width", &format!("{width:.2}pt")),
                        named("height", &format!("{height:.2}pt")),
                    ],
                );
            }
            Some(PictureFact::Unusable(why)) => why.clone(),
            None => "is not there".to_owned(),
        };
        self.notes.pictures.push((path, why.clone()));
        let alt = if alt.is_empty() { "a picture without a description".to_owned() } else { alt };
        call("no-picture", &[string(&alt), string(&why)])
    }
}

/// Takes the space away that a paragraph ends with.
fn trim_end(pieces: &mut Vec<String>) {
    while let Some(last) = pieces.last_mut() {
        if last == "\" \"" {
            pieces.pop();
        } else {
            if last.starts_with('"')
                && let Some(text) = last.strip_suffix(" \"")
            {
                *last = format!("{text}\"");
            }
            return;
        }
    }
}

/// What only a screen shows or a screen reader says.
fn is_for_screens(element: &Element) -> bool {
    element.has_class("visually-hidden")
        || element.has_class("footnote-back")
        || element.attribute("aria-hidden") == Some("true")
}

/// Code in running text with places to break at, after signs that begin a new word.
pub(super) fn breakable(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let (mut since, mut left) = (0, code.chars().count());
    for character in code.chars() {
        out.push(character);
        since += 1;
        left -= 1;
        let natural = "/._-:@&=?#,;+|\\".contains(character) && since > 2;
        if left > 0 && (natural || since >= 32) {
            out.push('\u{200b}');
            since = 0;
        }
    }
    out
}
