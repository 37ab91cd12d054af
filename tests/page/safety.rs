//! Laws for any text: nothing an author writes becomes active content, and time grows with length alone.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::normal::{Token, tokens};
use crate::pipeline::body_of;

/// Pieces that parsers of HTML stumble over.
const PIECES: &[&str] = &[
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<mtext>",
    "<mglyph>",
    "<annotation-xml encoding='text/html'>",
    "<foreignObject>",
    "<desc>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<script>alert(1)</script>",
    "<iframe src='https://e.example'>",
    "<iframe srcdoc='<script>x</script>'>",
    "</iframe>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<plaintext>",
    "<xmp>",
    "</xmp>",
    "<noembed>",
    "<noframes>",
    "<select>",
    "<option>",
    "</select>",
    "<form>",
    "</form>",
    "<input name=x>",
    "<button>",
    "<object data=x>",
    "<embed src=x>",
    "<base href='//e.example'>",
    "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=x'>",
    "<a href='javascript:alert(1)'>",
    "<a href=' &#106;avascript:x'>",
    "<a href=x>",
    "</a>",
    "<a name=location>",
    "<p>",
    "</p>",
    "<p id=cookie>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th>",
    "<caption>",
    "<colgroup>",
    "<li>",
    "<ul>",
    "</ul>",
    "<dl>",
    "<dd>",
    "<ruby>",
    "<rt>",
    "<h2>",
    "</h2>",
    "<details>",
    "<summary>",
    "</details>",
    "<pre>",
    "</pre>",
    "<img src=x onerror=alert(1)>",
    "<img src=data:text/html,x>",
    "<img id=x name=y>",
    "<br>",
    "<hr>",
    "</br>",
    "</p>",
    "<b onclick=x style=y>",
    "<x-y>",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<![CDATA[",
    "]]>",
    "<?php",
    "?>",
    "<!DOCTYPE x>",
    "<",
    ">",
    "\"",
    "'",
    "&lt;script&gt;",
    "&",
    "&#0;",
    "&#x80;",
    "\u{0}",
    "\u{a0}",
    "\n",
    "\n\n",
    " ",
    "text",
    "*",
    "**",
    "`",
    "``` \n",
    "[a](javascript:x)",
    "[a](x \"t\")",
    "![a](x)",
    "![<script>](x)",
    "<https://e.example/?<b>>",
    "| a |",
    "\n|---|\n",
    "- ",
    "> ",
    "    ",
    "# ",
    "> [!NOTE]\n",
    "::: zone pivot=\"<b>\"\n",
    "::: zone-end\n",
    "# [x](#tab/<b>)\n",
    "\n---\n",
    ":::image source=\"x\" alt-text=\"<b>\\\"\":::",
    "[!INCLUDE [x](<y>)]",
    "<a title='\"><script>'>",
    "<p title=\"&quot;><img src=x onerror=y>\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
];

/// What may stand on a page, said once more and apart from the program's own list.
static ALLOWED: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = "a abbr aside b bdi bdo blockquote br caption cite code data dd del details dfn div dl dt em figcaption \
        figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nav ol p pre q rp rt ruby s samp section small \
        span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr";
    let attributes = "alt checked class colspan datetime decoding dir height id lang loading open rel reversed role \
        rowspan scope start tabindex title type value width";
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags.split_whitespace().collect())
        .generic_attributes(attributes.split_whitespace().collect())
        .generic_attribute_prefixes(HashSet::from(["aria-", "data-"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("img", HashSet::from(["src"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None);
    builder
});

/// Reads the page as a browser would: what is not allowed would be missing from what comes back.
fn assert_harmless(html: &str) {
    assert_eq!(ALLOWED.clean(html).to_string(), html, "a browser finds something else than what is allowed");
    for token in tokens(html) {
        let Token::Open(name, attributes) = token else { continue };
        for (key, value) in attributes {
            assert!(!key.starts_with("on") && key != "style" && key != "name", "{key} on {name}");
            let address = matches!(key.as_str(), "href" | "src");
            assert!(!address || !value.trim().to_lowercase().starts_with("javascript:"), "{value}");
            assert!(key != "id" || !["cookie", "location", "lb-main"].contains(&value.as_str()), "id {value}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1500), ..ProptestConfig::default() })]

    #[test]
    fn no_mix_of_tags_and_markdown_becomes_active_content(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
        assert_harmless(&body_of(&pieces.concat()).html);
    }

    #[test]
    fn no_text_becomes_active_content(text in "\\PC{0,80}") {
        assert_harmless(&body_of(&text).html);
    }
}
