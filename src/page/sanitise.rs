//! The allow-list: which elements and attributes may stand on a page, and the pass that holds it.
//!
//! Two walls. What an author writes as raw HTML is read tag by tag and written anew from [`ELEMENTS`] alone
//! (`render/raw.rs`); then ammonia parses the whole body as a browser would and takes away whatever is not on the list.
//! The list names what survives, never what is refused, so that an element of tomorrow's HTML is refused today. Neither
//! wall counts on the Content-Security-Policy of the page.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

/// An element that authors may write in raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// As authors write it.
    pub(super) name: &'static str,
    /// As the page has it: landmarks and obsolete elements become their plain equals.
    pub(super) written: &'static str,
    /// Where it may stand.
    pub(super) kind: ElementKind,
}

/// Where an element may stand, and what its tag ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// In running text; nests in any order.
    Phrase,
    /// In running text, without content.
    Void,
    /// Between paragraphs: ends an open one.
    Block,
    /// Only inside one of `parents`, whose end it may lie at; ends the open elements `ends`.
    Part {
        /// Elements of which one must be open.
        parents: &'static [&'static str],
        /// Elements that it ends.
        ends: &'static [&'static str],
    },
}

/// The element of this name, if authors may write it.
pub(super) fn allowed_element(name: &str) -> Option<&'static Element> {
    ELEMENTS.binary_search_by(|element| element.name.cmp(name)).ok().and_then(|at| ELEMENTS.get(at))
}

/// Elements that go together with what stands in them: active content, and elements whose text browsers read by other
/// rules than HTML's, which is what mutation attacks live on.
pub(super) fn goes_with_content(name: &str) -> bool {
    GONE_WITH_CONTENT.contains(&name)
}

/// Takes away everything that is not on the list, and writes the rest as html5ever does.
pub(super) fn sanitise(html: &str) -> String {
    without_leading_lines(SANITISER.clean(html).to_string())
}

/// The same, with comments kept: the marks of blocks are comments, and others do no harm where only marks are looked at.
pub(super) fn sanitise_marked(html: &str) -> String {
    static WITH_COMMENTS: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = sanitiser();
        builder.strip_comments(false);
        builder
    });
    without_leading_lines(WITH_COMMENTS.clean(html).to_string())
}

/// Drops blank lines at the start of `pre` elements: a parser drops the first one each time it reads, so a page with
/// two would show another text than the sanitiser saw.
fn without_leading_lines(html: String) -> String {
    const OPEN: &str = "<pre";
    if !html.contains(OPEN) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find(OPEN) {
        // `>` cannot stand in an attribute: html5ever escapes it.
        let end = rest.get(at..).and_then(|tag| tag.find('>')).map_or(rest.len(), |end| at + end + 1);
        let (tag, after) = rest.split_at(end);
        out.push_str(tag);
        rest = after.trim_start_matches('\n');
    }
    out + rest
}

const CELLS: &[&str] = &["caption", "td", "th"];
const TABLE: &[&str] = &["table"];

use ElementKind::{Block, Part, Phrase, Void};

const fn same(name: &'static str, kind: ElementKind) -> Element {
    Element { name, written: name, kind }
}

const fn instead(name: &'static str, written: &'static str, kind: ElementKind) -> Element {
    Element { name, written, kind }
}

/// Sorted by name. After the WHATWG HTML index of elements; what is missing is refused.
static ELEMENTS: &[Element] = &[
    same("a", Phrase),
    same("abbr", Phrase),
    instead("acronym", "abbr", Phrase),
    instead("address", "div", Block),
    instead("article", "div", Block),
    instead("aside", "div", Block),
    same("b", Phrase),
    same("bdi", Phrase),
    same("bdo", Phrase),
    same("blockquote", Block),
    same("br", Void),
    same("caption", Part { parents: TABLE, ends: CELLS }),
    instead("center", "div", Block),
    same("cite", Phrase),
    same("code", Phrase),
    same("data", Phrase),
    same("dd", Part { parents: &["dl"], ends: &["dd", "dt"] }),
    same("del", Phrase),
    same("details", Block),
    same("dfn", Phrase),
    instead("dir", "ul", Block),
    same("div", Block),
    same("dl", Block),
    same("dt", Part { parents: &["dl"], ends: &["dd", "dt"] }),
    same("em", Phrase),
    same("figcaption", Part { parents: &["figure"], ends: &[] }),
    same("figure", Block),
    instead("footer", "div", Block),
    same("h1", Block),
    same("h2", Block),
    same("h3", Block),
    same("h4", Block),
    same("h5", Block),
    same("h6", Block),
    instead("header", "div", Block),
    same("hr", Block),
    same("i", Phrase),
    same("img", Void),
    same("ins", Phrase),
    same("kbd", Phrase),
    same("li", Part { parents: &["ul", "ol"], ends: &["li"] }),
    instead("main", "div", Block),
    same("mark", Phrase),
    instead("menu", "ul", Block),
    instead("nav", "div", Block),
    same("ol", Block),
    same("p", Block),
    same("pre", Block),
    same("q", Phrase),
    same("rp", Part { parents: &["ruby"], ends: &["rp", "rt"] }),
    same("rt", Part { parents: &["ruby"], ends: &["rp", "rt"] }),
    same("ruby", Block),
    same("s", Phrase),
    same("samp", Phrase),
    instead("section", "div", Block),
    same("small", Phrase),
    same("span", Phrase),
    instead("strike", "s", Phrase),
    same("strong", Phrase),
    same("sub", Phrase),
    same("summary", Part { parents: &["details"], ends: &[] }),
    same("sup", Phrase),
    same("table", Block),
    same("tbody", Part { parents: TABLE, ends: &["caption", "tbody", "tfoot", "thead"] }),
    same("td", Part { parents: TABLE, ends: CELLS }),
    same("tfoot", Part { parents: TABLE, ends: &["caption", "tbody", "tfoot", "thead"] }),
    same("th", Part { parents: TABLE, ends: CELLS }),
    same("thead", Part { parents: TABLE, ends: &["caption", "tbody", "tfoot", "thead"] }),
    same("time", Phrase),
    same("tr", Part { parents: TABLE, ends: &["caption", "tr"] }),
    instead("tt", "code", Phrase),
    same("u", Phrase),
    same("ul", Block),
    same("var", Phrase),
    same("wbr", Void),
];

/// Elements that only our own renderer writes.
const OURS: &[&str] = &["aside", "input", "label", "nav", "section"];

const GONE_WITH_CONTENT: &[&str] = &[
    "applet",
    "audio",
    "canvas",
    "datalist",
    "embed",
    "frameset",
    "iframe",
    "listing",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// Attributes by element. `id`, `class`, `title`, `lang`, `dir`, `role`, `tabindex`, `aria-…` and `data-…` may stand
/// anywhere; of these only the first five are ever an author's.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel"]),
    ("data", &["value"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding"]),
    ("input", &["checked"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "type", "reversed"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(sanitiser);

fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.iter().map(|element| element.written).chain(OURS.iter().copied()).collect())
        .clean_content_tags(GONE_WITH_CONTENT.iter().copied().collect())
        .tag_attributes(ATTRIBUTES.iter().map(|(name, list)| (*name, list.iter().copied().collect())).collect())
        .tag_attribute_values(HashMap::from([("input", HashMap::from([("type", HashSet::from(["checkbox"]))]))]))
        .generic_attributes(["id", "class", "title", "lang", "dir", "role", "tabindex"].into_iter().collect())
        .generic_attribute_prefixes(["aria-", "data-"].into_iter().collect())
        .url_schemes(["http", "https", "mailto", "tel", "sms"].into_iter().collect())
        .link_rel(None);
    builder
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, GONE_WITH_CONTENT, allowed_element, sanitise};

    #[test]
    fn the_list_is_sorted_and_refuses_what_it_does_not_name() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        for name in GONE_WITH_CONTENT.iter().chain(&["form", "button", "base", "link", "meta", "frame", "body"]) {
            assert_eq!(allowed_element(name), None);
            assert!(!ELEMENTS.iter().any(|element| element.written == *name));
        }
    }

    #[test]
    fn active_content_never_survives() {
        let html = "<svg><a href=x>y</a></svg><p style=\"x\" onclick=\"y\">a<script>b</script></p>\
            <a href=\"javascript:x\">c</a><input type=\"image\"><img src=\"data:image/png;base64,x\" onerror=\"y\">";
        assert_eq!(sanitise(html), "<p>a</p><a>c</a><input><img>");
    }
}
