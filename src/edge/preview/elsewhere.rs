//! A page of the site's root → the same page as it must be written to be shown at another address.
//!
//! For the one page that is shown at addresses of others: `404.html`. A published site needs its server's help for that;
//! the preview has to help itself.

/// Attributes that hold an address.
const ATTRIBUTES: [&str; 3] = [" href=\"", " src=\"", " data-root=\""];

/// The page with its relative addresses counted from `path`.
pub(super) fn seen_from(page: &[u8], path: &str) -> Vec<u8> {
    let depth = path.matches('/').count();
    let Ok(text) = std::str::from_utf8(page) else { return page.to_vec() };
    if depth == 0 {
        return page.to_vec();
    }
    let up = "../".repeat(depth);
    let mut out = String::with_capacity(text.len() + 1024);
    let mut rest = text;
    while let Some((at, attribute)) = first(rest) {
        let (before, value) = rest.split_at(at + attribute.len());
        out.push_str(before);
        if is_relative(value) {
            out.push_str(&up);
        }
        rest = value;
    }
    out.push_str(rest);
    out.into_bytes()
}

/// The first attribute that holds an address, and where it begins.
fn first(html: &str) -> Option<(usize, &'static str)> {
    ATTRIBUTES.iter().filter_map(|attribute| html.find(attribute).map(|at| (at, *attribute))).min()
}

/// Whether an address counts from its page: neither an anchor, nor from the root, nor with a scheme.
fn is_relative(value: &str) -> bool {
    let address = value.split('"').next().unwrap_or_default();
    let scheme = address.find(':').is_some_and(|colon| !address.get(..colon).unwrap_or_default().contains('/'));
    !address.starts_with(['#', '/']) && !scheme
}

#[cfg(test)]
mod tests {
    use super::seen_from;

    fn check(path: &str, page: &str, expected: &str) {
        assert_eq!(String::from_utf8(seen_from(page.as_bytes(), path)).unwrap(), expected);
    }

    #[test]
    fn addresses_count_from_where_the_page_is_shown() {
        let page =
            r##"<html data-root=""><a href="a.html">a</a><a href="#b">b</a><img src="c.png"><a href="tel:1">d</a>"##;
        check("x.html", page, page);
        let deep = r##"<html data-root="../../"><a href="../../a.html">a</a><a href="#b">b</a><img src="../../c.png"><a href="tel:1">d</a>"##;
        check("x/y/z", page, deep);
    }
}
