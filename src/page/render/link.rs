//! Links: targets of the playbook → addresses, and marks for what leads outside or nowhere.

use super::Renderer;
use crate::page::address::{Scheme, address_of};

use crate::playbook::{Broken, Target};
use crate::topic::{Document, LinkId};

/// What ends a span of running text.
#[derive(Clone, Copy)]
pub(super) enum Closing {
    /// A tag of this name.
    Tag(&'static str),
    /// A link. What leads to the internet is of the class `external`; the style sheet marks it, to be seen and heard.
    Link,
    /// Nothing: the text alone stands there.
    Nothing,
    /// On paper: a link and what follows it.
    PaperLink,
    /// On paper: words and what follows them.
    PaperText,
}

impl<'a> Renderer<'a> {
    /// Begins a link. Its text follows; [`Self::close_link`] ends it.
    pub(super) fn open_link(&mut self, document: &'a Document, id: LinkId) -> Closing {
        let title = document.link(id).map_or("", |link| document.str(link.title));
        let target = self.target(document, id);
        let dest = document.link(id).map_or("", |link| document.str(link.dest));
        self.open_target(target, title, dest, "")
    }

    /// Begins a link to a target; `dest` is what the author wrote, `more` are further attributes as HTML.
    pub(super) fn open_target(&mut self, target: Option<&Target>, title: &str, dest: &str, more: &str) -> Closing {
        if let Some(paper) = self.paper {
            return self.open_on_paper(paper, target, dest);
        }
        if self.in_link || (matches!(target, Some(Target::Text)) && more.is_empty()) {
            return Closing::Nothing;
        }
        let closing = match target {
            Some(Target::External(address)) => match Scheme::of(address) {
                Some(Scheme::Web) => {
                    self.push("<a class=\"external\"");
                    self.attribute("href", address);
                    Closing::Link
                }
                Some(scheme) => {
                    self.push(if scheme == Scheme::Telephone { "<a class=\"tel\"" } else { "<a" });
                    self.attribute("href", address);
                    Closing::Link
                }
                None => return self.open_broken(Some(Broken::Refused), dest, more),
            },
            Some(Target::Text) => {
                self.push("<span");
                self.push(more);
                self.push(">");
                return Closing::Tag("span");
            }
            Some(Target::Broken(why)) => return self.open_broken(Some(*why), dest, more),
            Some(target) => match self.address(target) {
                Some(address) => {
                    self.push("<a");
                    self.attribute("href", &address);
                    Closing::Link
                }
                None => return self.open_broken(None, dest, more),
            },
            None => return self.open_broken(None, dest, more),
        };
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.push(more);
        self.push(">");
        self.in_link = true;
        closing
    }

    /// Ends what [`Self::open_link`] began.
    pub(super) fn close_link(&mut self, closing: Closing) {
        match closing {
            Closing::Tag(name) => {
                self.push("</");
                self.push(name);
                self.push(">");
            }
            Closing::Link => {
                self.push("</a>");
                self.in_link = false;
            }
            Closing::PaperLink => self.close_on_paper("</a>"),
            Closing::PaperText => self.close_on_paper(""),
            Closing::Nothing => {}
        }
    }

    /// A link that leads nowhere is text with a mark. An address of a kind that is never a link is not repeated.
    pub(super) fn open_broken(&mut self, why: Option<Broken>, dest: &str, more: &str) -> Closing {
        let title = match why {
            Some(Broken::Refused) => "This link leads nowhere: its kind is never a link".to_owned(),
            _ => format!("This link leads nowhere: {dest}"),
        };
        self.push("<span class=\"broken-link\"");
        self.attribute("title", &title);
        self.push(more);
        self.push(">");
        Closing::Tag("span")
    }

    /// Where a link of the topic leads.
    pub(super) fn target(&self, document: &Document, id: LinkId) -> Option<&'a Target> {
        self.topic.targets.get(document.source, id)
    }

    /// The address on this page for a target within the site.
    pub(super) fn address(&mut self, target: &Target) -> Option<String> {
        {
            let here = self.paper.map_or(&self.topic.page, |paper| paper.page());
            address_of(self.playbook, &mut self.anchors, here, target)
        }
    }

    /// A video: a link that says what it needs, never a frame of another site.
    pub(super) fn video(&mut self, document: &'a Document, id: LinkId) {
        let link = document.link(id);
        let (title, dest) = link.map_or(("", ""), |link| (document.str(link.title), document.str(link.dest)));
        self.push("<p>");
        match self.target(document, id) {
            Some(Target::External(address))
                if Scheme::of(address) == Some(Scheme::Web) && !self.in_link && self.paper.is_none() =>
            {
                self.push("<a class=\"video external\"");
                self.attribute("href", address);
                self.push(">Video: ");
                self.text(if title.is_empty() { without_scheme(address) } else { title });
                self.push(" (needs a connection)</a>");
            }
            target => {
                let closing = self.open_target(target, "", dest, "");
                self.push("Video: ");
                self.text(if title.is_empty() { dest } else { title });
                self.close_link(closing);
            }
        }
        self.push("</p>\n");
    }

    /// A mark in the place of a file that was to be taken in and is not there.
    pub(super) fn missing_include(&mut self, document: &Document, id: LinkId) {
        self.push("<p class=\"missing-include\">Missing here: ");
        self.text(document.link(id).map_or("", |link| document.str(link.dest)));
        self.push("</p>\n");
    }

    /// The same in a sentence.
    pub(super) fn missing_inline_include(&mut self, document: &Document, id: LinkId) {
        self.push("<span class=\"missing-include\">Missing here: ");
        self.text(document.link(id).map_or("", |link| document.str(link.dest)));
        self.push("</span>");
    }
}

fn without_scheme(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}
