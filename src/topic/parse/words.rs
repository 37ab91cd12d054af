//! Words of running text that mean something: includes, code files, bare addresses, `@uid`.

use super::Builder;
use crate::finding::Span;
use crate::topic::{BlockKind, Inline, Link, LinkId, LinkKind, Slice};

impl Builder<'_> {
    /// Joins neighbouring texts, then finds what in them has a meaning.
    pub(super) fn read_words(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let joined = self.join_texts(inlines);
        let joined = self.find_variables(joined);
        let with_includes = self.find_bracketed(joined);
        let with_links = self.find_addresses(with_includes);
        self.find_emoji(with_links)
    }

    /// `:name:` where there is an emoji of that name.
    fn find_emoji(&mut self, mut inlines: Vec<Inline>) -> Vec<Inline> {
        for inline in &mut inlines {
            if let Inline::Text(slice) = inline
                && let Some(changed) = with_emoji(self.document.str(*slice))
            {
                *slice = self.document.slice(&changed, usize::MAX);
            }
        }
        inlines
    }

    /// The parser splits text at every character that might have begun something.
    fn join_texts(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
        for inline in inlines {
            if let (Some(Inline::Text(last)), Inline::Text(next)) = (joined.last_mut(), inline) {
                *last = self.document.join(*last, next);
            } else {
                joined.push(inline);
            }
        }
        joined
    }

    /// `[!INCLUDE [t](path)]` and `[!code-x[t](path)]`: the parser sees a link between brackets.
    fn find_bracketed(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut found: Vec<Inline> = Vec::with_capacity(inlines.len());
        let mut rest = inlines.into_iter().peekable();
        while let Some(inline) = rest.next() {
            let (Some(Inline::Text(before)), Inline::LinkOpen(id)) = (found.last().copied(), inline) else {
                found.push(inline);
                continue;
            };
            let Some(opening) = opening_bracket(self.document.str(before)) else {
                found.push(inline);
                continue;
            };
            let link: Vec<Inline> = std::iter::once(inline).chain(take_link(&mut rest)).collect();
            let closes = matches!(rest.peek(), Some(Inline::Text(after)) if self.document.str(*after).starts_with(']'));
            if !closes {
                found.extend(link);
                continue;
            }
            found.pop();
            let (kept, _) = before.split(opening.start);
            if !kept.is_empty() {
                found.push(Inline::Text(kept));
            }
            if let Some(link) = self.document.links.get_mut(id.0 as usize) {
                link.kind = opening.kind;
            }
            if opening.kind == LinkKind::Code {
                let title = self.document.slice(&opening.language, usize::MAX);
                if let Some(link) = self.document.links.get_mut(id.0 as usize) {
                    link.title = title;
                }
            }
            found.push(Inline::Include(id));
            if let Some(Inline::Text(after)) = rest.next() {
                let (_, kept) = after.split(1);
                if !kept.is_empty() {
                    found.push(Inline::Text(kept));
                }
            }
        }
        found
    }

    /// A line that is only `[!code-x[t](path?range=1-5)]`.
    pub(super) fn code_file(&mut self, words: &[Inline]) -> Option<BlockKind> {
        let [Inline::Include(id)] = words else { return None };
        let link = self.document.link(*id).filter(|link| link.kind == LinkKind::Code)?.clone();
        let language = self.document.str(link.title).to_lowercase();
        let written = self.document.str(link.dest).to_owned();
        let (path, query) = written.split_once(['?', '#']).unwrap_or((&written, ""));
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
        };
        let dest = self.document.slice(path, usize::MAX);
        let range = self.document.slice(value("range"), usize::MAX);
        let region = self.document.slice(value("name"), usize::MAX);
        if let Some(link) = self.document.links.get_mut(id.0 as usize) {
            link.dest = dest;
            link.title = Slice::default();
        }
        Some(BlockKind::CodeFile { language: language.into(), link: *id, range, region })
    }

    /// Bare addresses become links, and `@uid` a reference, outside of links.
    fn find_addresses(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut found = Vec::with_capacity(inlines.len());
        let mut in_link = 0_usize;
        for inline in inlines {
            match inline {
                Inline::LinkOpen(_) | Inline::ImageOpen(_) => in_link += 1,
                Inline::LinkClose | Inline::ImageClose => in_link = in_link.saturating_sub(1),
                _ => {}
            }
            match inline {
                Inline::Text(slice) if in_link == 0 => self.link_addresses(slice, &mut found),
                other => found.push(other),
            }
        }
        found
    }

    fn link_addresses(&mut self, mut slice: Slice, found: &mut Vec<Inline>) {
        loop {
            let text = self.document.str(slice);
            let Some((range, kind)) = next_address(text) else { break };
            let (before, from) = slice.split(range.start);
            let (address, after) = from.split(range.len());
            let written = self.document.str(address).to_owned();
            if !before.is_empty() {
                found.push(Inline::Text(before));
            }
            let span = self.span_of(address);
            let dest = if written.starts_with("www.") {
                self.document.slice(&format!("http://{written}"), usize::MAX)
            } else {
                address
            };
            let id: LinkId = self.document.store_link(Link {
                kind,
                from: self.document.source,
                dest,
                title: Slice::default(),
                span,
            });
            found.extend([Inline::LinkOpen(id), Inline::Text(address), Inline::LinkClose]);
            slice = after;
        }
        if !slice.is_empty() {
            found.push(Inline::Text(slice));
        }
    }

    /// Where a slice stands in the source; nowhere (an empty span) for text that the parser changed.
    fn span_of(&self, slice: Slice) -> Span {
        self.document.place(slice).map(|range| self.prepared.source_span(&range)).unwrap_or_default()
    }
}

/// The text with an emoji for each `:name:` that names one; `None` where none does. The name begins a word, so that
/// `10:00:30` stays a time.
fn with_emoji(text: &str) -> Option<String> {
    let mut changed = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(':')) {
        let start = at + found;
        at = start + 1;
        let rest = text.get(at..).unwrap_or_default();
        let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
        let length = rest.bytes().take_while(in_name).count();
        let apart =
            text.get(..start).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
        let named = rest.get(..length).filter(|_| apart && rest.as_bytes().get(length) == Some(&b':'));
        if let Some(emoji) = named.and_then(emojis::get_by_shortcode) {
            changed.push_str(text.get(done..start).unwrap_or_default());
            changed.push_str(emoji.as_str());
            at += length + 1;
            done = at;
        }
    }
    (done > 0).then(|| changed + text.get(done..).unwrap_or_default())
}

/// The inlines up to and with the end of the link that is open.
fn take_link(rest: &mut impl Iterator<Item = Inline>) -> Vec<Inline> {
    let mut link = Vec::new();
    for inline in rest {
        link.push(inline);
        if inline == Inline::LinkClose {
            break;
        }
    }
    link
}

struct Opening {
    /// Where its bracket stands in the text.
    start: usize,
    kind: LinkKind,
    /// For code: the language after `code-`.
    language: String,
}

/// `[!INCLUDE ` or `[!code-csharp` at the end of a text.
fn opening_bracket(text: &str) -> Option<Opening> {
    let start = text.rfind("[!")?;
    let word = text.get(start + 2..)?.trim_end_matches([' ', '\t']);
    if word.eq_ignore_ascii_case("include") {
        return Some(Opening { start, kind: LinkKind::Include, language: String::new() });
    }
    let head = word.get(..4)?;
    let language = word.get(4..)?.strip_prefix('-').unwrap_or_default();
    let plain = language.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'#'));
    (head.eq_ignore_ascii_case("code") && plain && (word.len() == 4 || !language.is_empty())).then(|| Opening {
        start,
        kind: LinkKind::Code,
        language: language.to_owned(),
    })
}

/// The first bare address or `@uid` of a text. GFM's rules for extended autolinks (section 6.9): it begins at a word,
/// and closing punctuation does not belong to it.
fn next_address(text: &str) -> Option<(std::ops::Range<usize>, LinkKind)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find([':', '@', 'w']) {
        let here = at + found;
        at = here + 1;
        let word_start = |start: usize| {
            text.get(..start)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|before| !before.is_alphanumeric())
        };
        match bytes.get(here) {
            Some(b':') if text.get(at..).is_some_and(|rest| rest.starts_with("//")) => {
                let start = ["https", "http"].into_iter().find_map(|scheme| {
                    let start = here.checked_sub(scheme.len())?;
                    text.get(start..here)?.eq_ignore_ascii_case(scheme).then_some(start)
                });
                if let Some(start) = start.filter(|start| word_start(*start)) {
                    let end = start + address_length(text.get(start..)?);
                    if text.get(here + 3..end).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric())) {
                        return Some((start..end, LinkKind::Autolink));
                    }
                }
            }
            Some(b'w') if text.get(here..).is_some_and(|rest| rest.starts_with("www.")) && word_start(here) => {
                let end = here + address_length(text.get(here..)?);
                if text.get(here + 4..end).is_some_and(|host| host.contains('.')) {
                    return Some((here..end, LinkKind::Autolink));
                }
            }
            Some(b'@') if word_start(here) => {
                let rest = text.get(at..)?;
                let uid = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'*' | b'(' | b')');
                let length = rest.bytes().take_while(|byte| uid(*byte)).count();
                let name = rest.get(..length)?.trim_end_matches(['.', '-', '_', '(', ')', '*']);
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    return Some((here..at + name.len(), LinkKind::Xref));
                }
            }
            _ => {}
        }
    }
    None
}

fn address_length(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    let mut address = text.get(..end).unwrap_or_default();
    // Counted once: an address of closing brackets alone is not read again for each of them.
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    while let Some(last) = address.chars().next_back() {
        let unopened = last == ')' && closed > opened;
        if !(unopened || matches!(last, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ';' | ']' | '}')) {
            break;
        }
        closed -= usize::from(last == ')');
        address = address.strip_suffix(last).unwrap_or_default();
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::{next_address, with_emoji};

    #[test]
    fn only_known_names_are_emoji() {
        let check = |text: &str| with_emoji(text).unwrap_or_default();
        assert_eq!(check("go :rocket: :no_such_name: :+1:"), "go \u{1f680} :no_such_name: \u{1f44d}");
        assert_eq!(check("at 10:100:30, a:rocket: b, ::, :rocket"), "");
    }

    #[test]
    fn an_address_ends_before_closing_punctuation() {
        let check = |text: &str| next_address(text).map(|(range, kind)| (text[range].to_owned(), format!("{kind:?}")));
        let found = |address: &str, kind: &str| Some((address.to_owned(), kind.to_owned()));
        assert_eq!(check("see (https://a.example/x_(y))."), found("https://a.example/x_(y)", "Autolink"));
        assert_eq!(check("at www.a.example, or"), found("www.a.example", "Autolink"));
        assert_eq!(check("a@b.example and xhttps://"), None);
        assert_eq!(check("ask @Some.Type."), found("@Some.Type", "Xref"));
    }
}
