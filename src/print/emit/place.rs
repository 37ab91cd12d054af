//! Addresses on a topic's page → where they lead on paper.

use std::collections::BTreeMap;

use crate::playbook::{Playbook, TopicId};
use crate::source::SitePath;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// To a topic, perhaps to an id on its page.
    Topic(TopicId, Option<String>),
    /// To a file or page that is no topic.
    File(SitePath),
    /// To the internet.
    Web(String),
    /// To a telephone.
    Telephone(String),
    /// To a mail box.
    Mail(String),
    /// Nowhere on paper.
    Nowhere,
}

/// The topics by their pages.
#[derive(Debug)]
pub(super) struct Leads<'a> {
    topics: BTreeMap<&'a SitePath, TopicId>,
}

impl<'a> Leads<'a> {
    pub(super) fn new(playbook: &'a Playbook) -> Self {
        let topics = playbook.topics.iter().enumerate();
        Self {
            topics: topics.map(|(at, topic)| (&topic.page, TopicId(u32::try_from(at).unwrap_or(u32::MAX)))).collect(),
        }
    }

    /// Where an address on a page leads.
    pub(super) fn lead(&self, page: &SitePath, href: &str) -> Lead {
        if let Some((scheme, rest)) = href.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => Lead::Web(href.to_owned()),
                "tel" | "sms" => Lead::Telephone(decoded(rest)),
                "mailto" => Lead::Mail(decoded(rest.split('?').next().unwrap_or_default())),
                _ => Lead::Nowhere,
            };
        }
        let (address, anchor) = href.split_once('#').map_or((href, None), |(path, id)| (path, Some(decoded(id))));
        let path = decoded(address.split('?').next().unwrap_or_default());
        let found = if path.is_empty() { Some(page.clone()) } else { sibling(page, &path) };
        match found {
            Some(path) => match self.topics.get(&path) {
                Some(topic) => Lead::Topic(*topic, anchor),
                None => Lead::File(path),
            },
            None => Lead::Nowhere,
        }
    }
}

/// The path that a relative address leads to.
pub(super) fn sibling(page: &SitePath, address: &str) -> Option<SitePath> {
    let mut parts: Vec<&str> = page.folder().split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    SitePath::new(&parts.join("/")).ok()
}

/// The picture of a page.
pub(super) fn picture_path(page: &SitePath, source: &str) -> Option<SitePath> {
    sibling(page, &decoded(source))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Percent-decodes what is UTF-8; the rest stays as it is.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(value) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%') {
            out.push(value);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Lead, Leads, decoded};
    use crate::playbook::Playbook;
    use crate::source::SitePath;

    #[test]
    fn addresses_are_told_apart() {
        let playbook = Playbook::default();
        let leads = Leads::new(&playbook);
        let page = SitePath::new("a/b.html").unwrap();
        assert_eq!(leads.lead(&page, "https://x.example/#a"), Lead::Web("https://x.example/#a".into()));
        assert_eq!(leads.lead(&page, "tel:+44%2020"), Lead::Telephone("+44 20".into()));
        assert_eq!(leads.lead(&page, "mailto:a@b.example?subject=x"), Lead::Mail("a@b.example".into()));
        assert_eq!(leads.lead(&page, "../c%20d.pdf"), Lead::File(SitePath::new("c d.pdf").unwrap()));
        assert_eq!(leads.lead(&page, "../../../c"), Lead::Nowhere);
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }
}
