//! Pictures. One that is not in the site is said in words, never a broken frame.

use super::Renderer;
use super::link::Closing;
use crate::page::address::Scheme;
use crate::page::words::push_inline_words;
use crate::playbook::Target;
use crate::topic::{Block, Document, Inline, LinkId, Picture};

impl<'a> Renderer<'a> {
    /// `![alt](d "title")`
    pub(super) fn image(&mut self, document: &'a Document, id: LinkId, alt: &[Inline]) {
        let mut words = String::new();
        push_inline_words(&mut words, document, alt);
        let title = document.link(id).map_or("", |link| document.str(link.title));
        self.image_at(self.target(document, id), &words, title, &[]);
    }

    /// The picture at a target, with further attributes that are known to be safe.
    pub(super) fn image_at(&mut self, target: Option<&Target>, alt: &str, title: &str, more: &[(&str, &str)]) {
        let source = match target {
            Some(Target::External(address)) => return self.remote_image(address, alt),
            Some(target) => self.address(target),
            None => None,
        };
        let Some(source) = source else { return self.missing_image("Image not found", alt) };
        let size = match target {
            Some(Target::Asset(path)) => self.settings.pictures.get(path),
            _ => None,
        };
        self.push("<img");
        self.attribute("src", &source);
        self.attribute("alt", alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        for (name, value) in more {
            self.attribute(name, value);
        }
        // What the author wrote about either decides both.
        if let Some(size) =
            size.filter(|_| self.paper.is_none() && !more.iter().any(|(name, _)| matches!(*name, "width" | "height")))
        {
            self.attribute("width", &size.width.to_string());
            self.attribute("height", &size.height.to_string());
        }
        // What is printed must not wait for somebody to scroll to it.
        self.push(if self.paper.is_some() { ">" } else { " loading=\"lazy\" decoding=\"async\">" });
    }

    /// A picture of another site cannot be shown without a connection; a link leads to it.
    fn remote_image(&mut self, address: &str, alt: &str) {
        if self.in_link || Scheme::of(address) != Some(Scheme::Web) {
            return self.missing_image("Image not in this copy", alt);
        }
        let target = Target::External(address.into());
        let closing = self.open_target(Some(&target), "", address, "");
        self.push("Image: ");
        self.text(if alt.is_empty() { address } else { alt });
        self.close_link(closing);
    }

    fn missing_image(&mut self, why: &str, alt: &str) {
        let words = if alt.is_empty() { why.to_owned() } else { format!("{why}: {alt}") };
        self.push("<span class=\"missing-image\" role=\"img\"");
        self.attribute("aria-label", &words);
        self.push(">");
        self.text(&words);
        self.push("</span>");
    }

    /// An inline `:::image:::`.
    pub(super) fn picture(&mut self, document: &'a Document, image: LinkId, alt: &str, lightbox: Option<LinkId>) {
        self.linked_picture(document, image, alt, lightbox, None);
    }

    /// A `:::image:::` on lines of its own.
    pub(super) fn picture_block(&mut self, document: &'a Document, picture: &'a Picture) {
        self.push(if picture.border { "<p class=\"picture picture-border\">" } else { "<p class=\"picture\">" });
        self.linked_picture(document, picture.image, document.str(picture.alt), picture.lightbox, picture.link);
        self.push("</p>\n");
        self.long_description(&picture.description);
    }

    fn linked_picture(
        &mut self,
        document: &'a Document,
        image: LinkId,
        alt: &str,
        lightbox: Option<LinkId>,
        link: Option<LinkId>,
    ) {
        let closing = match (link, lightbox) {
            (Some(link), _) => self.open_link(document, link),
            (None, Some(lightbox)) => self.open_lightbox(document, lightbox),
            (None, None) => Closing::Nothing,
        };
        self.image_at(self.target(document, image), alt, "", &[]);
        self.close_link(closing);
    }

    fn open_lightbox(&mut self, document: &'a Document, id: LinkId) -> Closing {
        let address = match self.target(document, id) {
            Some(target) if !self.in_link && self.paper.is_none() => self.address(target),
            _ => None,
        };
        let Some(address) = address else { return Closing::Nothing };
        self.push("<a class=\"lightbox\"");
        self.attribute("href", &address);
        self.push(">");
        self.in_link = true;
        Closing::Link
    }

    fn long_description(&mut self, description: &'a [Block]) {
        if !description.is_empty() {
            let open = if self.paper.is_some() { " open=\"\"" } else { "" };
            self.push(&format!("<details class=\"description\"{open}><summary>Description of the picture</summary>\n"));
            self.children(description);
            self.push("</details>\n");
        }
    }
}
