//! `:::name key="value":::` lines.

use std::ops::Range;

use crate::finding::Span;

/// A `:::` construct as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// Which one.
    pub(super) name: DirectiveName,
    /// Its attributes in the order of the text.
    pub(super) attributes: Vec<Attribute>,
    /// For `:::class x`: the words that are no attribute.
    pub(super) word: Option<(String, Span)>,
    /// Where it stands in the source.
    pub(super) span: Span,
}

/// One `key="value"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Lower-cased.
    pub(super) name: String,
    /// As written between the quotes.
    pub(super) value: String,
    /// Where the value stands in the source.
    pub(super) span: Span,
}

/// The constructs that are known. Any other `:::name` is literal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveName {
    Zone,
    ZoneEnd,
    Moniker,
    MonikerEnd,
    Row,
    RowEnd,
    Column,
    ColumnEnd,
    Class,
    ClassEnd,
    Image,
    ImageEnd,
    Code,
    Video,
    NoLoc,
}

impl DirectiveName {
    fn read(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "zone" => Self::Zone,
            "zone-end" => Self::ZoneEnd,
            "moniker" => Self::Moniker,
            "moniker-end" => Self::MonikerEnd,
            "row" => Self::Row,
            "row-end" => Self::RowEnd,
            "column" => Self::Column,
            "column-end" => Self::ColumnEnd,
            "class" => Self::Class,
            "class-end" => Self::ClassEnd,
            "image" => Self::Image,
            "image-end" => Self::ImageEnd,
            "code" => Self::Code,
            "video" => Self::Video,
            "no-loc" => Self::NoLoc,
            _ => return None,
        })
    }

    /// As authors write it.
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::ZoneEnd => "zone-end",
            Self::Moniker => "moniker",
            Self::MonikerEnd => "moniker-end",
            Self::Row => "row",
            Self::RowEnd => "row-end",
            Self::Column => "column",
            Self::ColumnEnd => "column-end",
            Self::Class => "class",
            Self::ClassEnd => "class-end",
            Self::Image => "image",
            Self::ImageEnd => "image-end",
            Self::Code => "code",
            Self::Video => "video",
            Self::NoLoc => "no-loc",
        }
    }

    /// Those that may stand in a sentence.
    fn may_be_inline(self) -> bool {
        matches!(self, Self::Image | Self::NoLoc)
    }
}

impl Directive {
    /// The value of an attribute that is there and not blank.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name && !attribute.value.trim().is_empty())
    }

    /// Gives all its spans anew.
    pub(super) fn place(&mut self, place: impl Fn(Span) -> Span) {
        let of_values = self.attributes.iter_mut().map(|attribute| &mut attribute.span);
        let of_word = self.word.iter_mut().map(|(_, span)| span);
        of_values.chain(of_word).chain([&mut self.span]).for_each(|span| *span = place(*span));
    }

    /// Reads the directive that begins at `start` of `text` (where `:::` stands); `end` is the end of its line.
    /// Gives it with the offset after it. `None`: no known directive stands here.
    pub(super) fn read(text: &str, start: usize, end: usize) -> Option<(Self, usize)> {
        let line = text.get(start..end)?;
        let mut at = line.strip_prefix(":::").map(|_| 3)?;
        at += blanks(line, at);
        let word_end = at + line.get(at..)?.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        let name = DirectiveName::read(line.get(at..word_end)?)?;
        at = word_end;
        let mut directive = Self { name, attributes: Vec::new(), word: None, span: Span::default() };
        loop {
            at += blanks(line, at);
            let rest = line.get(at..)?;
            if rest.starts_with(":::") {
                at += 3;
                break;
            }
            if rest.is_empty() {
                break;
            }
            let key_end =
                at + rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
            let equals = key_end + blanks(line, key_end);
            if key_end > at && line.get(equals..)?.starts_with('=') {
                let (value, next) = read_value(line, equals + 1 + blanks(line, equals + 1))?;
                directive.attributes.push(Attribute {
                    name: line.get(at..key_end)?.to_ascii_lowercase(),
                    value: line.get(value.clone())?.to_owned(),
                    span: Span::new(start + value.start, start + value.end),
                });
                at = next;
            } else if name.may_be_inline() {
                return None;
            } else {
                let word = rest.split([' ', '\t']).next().unwrap_or(rest);
                let word = word.strip_suffix(":::").unwrap_or(word);
                directive.word.get_or_insert((word.to_owned(), Span::new(start + at, start + at + word.len())));
                at += word.len().max(1);
            }
        }
        directive.span = Span::new(start, start + at);
        Some((directive, start + at))
    }
}

/// The value that begins at `at`: between quotes, or up to the next blank; with the offset after it.
fn read_value(line: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = line.get(at..)?;
    if let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let end = at + 1 + rest.get(1..)?.find(quote)?;
        return Some((at + 1..end, end + 1));
    }
    let value = rest.split([' ', '\t']).next()?;
    let value = value.strip_suffix(":::").unwrap_or(value);
    Some((at..at + value.len(), at + value.len()))
}

fn blanks(line: &str, at: usize) -> usize {
    line.get(at..).map_or(0, |rest| rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
}

#[cfg(test)]
mod tests {
    use super::Directive;

    /// Name, attributes and what follows.
    type Read = (String, Vec<(String, String)>, String);

    fn check(line: &str) -> Option<Read> {
        Directive::read(line, 0, line.len()).map(|(directive, end)| {
            for attribute in &directive.attributes {
                assert_eq!(attribute.span.of(line), attribute.value);
            }
            let attributes = directive.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).collect();
            let word = directive.word.as_ref().map_or(String::new(), |word| format!(" {}", word.0));
            (format!("{}{word}", directive.name.written()), attributes, line[end..].to_owned())
        })
    }

    #[test]
    fn attributes_and_what_follows_are_told_apart() {
        let attribute = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            check(r#":::image type="icon" source="a b.png" border=false::: and text"#),
            Some((
                "image".into(),
                vec![attribute("type", "icon"), attribute("source", "a b.png"), attribute("border", "false")],
                " and text".into()
            ))
        );
        assert_eq!(check("::: zone-end"), Some(("zone-end".into(), vec![], String::new())));
        assert_eq!(check(":::row:::"), Some(("row".into(), vec![], String::new())));
        assert_eq!(check(":::class responders"), Some(("class responders".into(), vec![], String::new())));
        assert_eq!(check(":::mermaid"), None);
        assert_eq!(check(r#":::image source="open"#), None);
    }
}
