//! HTML in one normal form, so that only differences that a reader could notice remain.

use std::fmt::Write as _;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

/// Reads HTML that is well formed, as CommonMark's examples and our own pages are; anything else stays text.
pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some((token, after)) = tag(rest) {
            tokens.extend(token);
            rest = after;
            continue;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
        push_text(&mut tokens, &decode(&rest[..end]));
        rest = &rest[end..];
    }
    tokens
}

/// One line a tag or text; white space outside of `pre` collapsed and dropped beside blocks.
pub(crate) fn show(tokens: &[Token]) -> String {
    let mut shown = String::new();
    let mut pre = 0_usize;
    let mut texts = String::new();
    let flush = |texts: &mut String, shown: &mut String, pre: usize| {
        let text = if pre > 0 { texts.clone() } else { texts.split_whitespace().collect::<Vec<_>>().join(" ") };
        if !text.is_empty() {
            writeln!(shown, "{text:?}").unwrap();
        }
        texts.clear();
    };
    for token in tokens {
        if let Token::Text(text) = token {
            texts.push_str(text);
            continue;
        }
        flush(&mut texts, &mut shown, pre);
        match token {
            Token::Open(name, attributes) => {
                pre += usize::from(name == "pre");
                let mut attributes = attributes.clone();
                attributes.sort();
                write!(shown, "<{name}").unwrap();
                for (key, value) in attributes {
                    write!(shown, " {key}={value:?}").unwrap();
                }
                shown.push_str(">\n");
            }
            Token::Close(name) => {
                pre -= usize::from(name == "pre").min(pre);
                writeln!(shown, "</{name}>").unwrap();
            }
            Token::Text(_) => {}
        }
    }
    flush(&mut texts, &mut shown, pre);
    shown
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if let Some(Token::Text(before)) = tokens.last_mut() {
        before.push_str(text);
    } else {
        tokens.push(Token::Text(text.to_owned()));
    }
}

/// The tag at the start; comments and the like are `None` inside.
fn tag(html: &str) -> Option<(Option<Token>, &str)> {
    let hidden = [("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
    for (open, close) in hidden {
        if let Some(rest) = html.strip_prefix(open) {
            return rest.find(close).map(|end| (None, &rest[end + close.len()..]));
        }
    }
    let inner = html.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let name = inner[..name_end].to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut rest = &inner[name_end..];
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            let token = if closes { Token::Close(name) } else { Token::Open(name, attributes) };
            return Some((Some(token), after));
        }
        let key_end = rest.find(|c: char| c.is_whitespace() || "=>/\"'<".contains(c)).filter(|end| *end > 0)?;
        let key = rest[..key_end].to_ascii_lowercase();
        rest = rest[key_end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next()?;
            let (from, end) = match quote {
                '"' | '\'' => (&after[1..], after[1..].find(quote)?),
                _ => (after, after.find(|c: char| c.is_whitespace() || c == '>')?),
            };
            value = &from[..end];
            rest = &from[end..];
            rest = rest.strip_prefix(quote).filter(|_| "\"'".contains(quote)).unwrap_or(rest);
        }
        attributes.push((key, decode(value)));
    }
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
