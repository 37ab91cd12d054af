//! The keys of `book.toml` and `layer.toml`: what each takes, its default, what it is for.
//!
//! One table: the check, the reference page and the JSON Schema come out of it.

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// One text or a list of texts.
    Texts,
    /// Yes or no.
    Flag,
    /// A whole number from the first to the second.
    Integer(i64, i64),
    /// A number that is not negative.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A path below the project's folder.
    Path,
    /// One path or a list of paths below the project's folder.
    Paths,
    /// A list of names, or of lists of names: layers, lowest first, an inner list holding peers.
    Stack,
    /// A list of lists of texts.
    Groups,
    /// Anything; the part of the program that it is for reads it.
    Any,
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its path; `*` stands for any key.
    pub path: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What counts where it is not given, as the reference shows it.
    pub default: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
}

const fn set(path: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Setting {
    Setting { path, kind, default, about }
}

const DIRECTIONS: Kind = Kind::Word(&["ltr", "rtl"]);
const LEVELS: Kind = Kind::Word(&["allow", "note", "warn", "deny"]);

/// The keys of `book.toml`. Those of mdBook keep their names, meaning and defaults.
pub const BOOK: &[Setting] = &[
    set("book.title", Kind::Text, "the folder's name", "the playbook's name"),
    set("book.authors", Kind::Texts, "none", "who wrote it, for the pages' `author`"),
    set("book.description", Kind::Text, "none", "what it is about, in a sentence"),
    set("book.src", Kind::Path, "`src` if there is one, else the folder itself", "the folder that holds the topics"),
    set("book.language", Kind::Text, "`en`", "the language tag of the text"),
    set("book.text-direction", DIRECTIONS, "by the language", "the direction in which it is written"),
    set("build.build-dir", Kind::Text, "`book`", "the output folder, from the project's folder"),
    set("build.create-missing", Kind::Flag, "`false`", "accepted; a build never writes into the sources"),
    set(
        "build.edition",
        Kind::Text,
        "all",
        "the edition, or pattern of editions, that a command makes which names none",
    ),
    set("build.extra-watch-dirs", Kind::Texts, "none", "more folders to watch"),
    set("output.html.theme", Kind::Path, "`theme`", "the folder whose files stand in for those of the theme"),
    set(
        "output.html.default-theme",
        Kind::Text,
        "by the reader's system",
        "`light` or `dark`; mdBook's `rust` is light, its `coal`, `navy` and `ayu` are dark",
    ),
    set("output.html.smart-punctuation", Kind::Flag, "`true` with a `SUMMARY.md`", "typographic quotes and dashes"),
    set("output.html.definition-lists", Kind::Flag, "`true` with a `SUMMARY.md`", "definition lists"),
    set("output.html.mathjax-support", Kind::Flag, "`false`", "reads `$x$` as a formula"),
    set("output.html.additional-css", Kind::Paths, "none", "style sheets after the theme's"),
    set("output.html.additional-js", Kind::Paths, "none", "scripts after the theme's"),
    set(
        "output.html.git-repository-url",
        Kind::Text,
        "none",
        "where the sources are kept; a link at the foot of each page",
    ),
    set("output.html.edit-url-template", Kind::Text, "none", "address of the source of a page; `{path}` stands for it"),
    set(
        "output.html.site-url",
        Kind::Text,
        "none",
        "the address under which the site is served; `404.html` counts from it",
    ),
    set("output.html.cname", Kind::Text, "none", "the host name, written to `CNAME`"),
    set("output.html.input-404", Kind::Path, "`404.md`", "the topic that becomes `404.html`"),
    set("output.html.print.enable", Kind::Flag, "`true` up to 2,000 topics", "makes `print.html` and a booklet a role"),
    set(
        "output.html.print.page-break",
        Kind::Flag,
        "`true`",
        "begins each topic on a new sheet, on the print page and in the PDF",
    ),
    set("output.html.search.enable", Kind::Flag, "`true`", "makes the search index"),
    set("output.html.search.chapter.*.enable", Kind::Flag, "`true`", "whether a topic or folder is searched"),
    set("output.html.redirect.*", Kind::Text, "none", "an old address, and where it leads now"),
    set(
        "output.html.code.hidelines.*",
        Kind::Text,
        "none",
        "the mark of lines that a language hides, in a book with a `SUMMARY.md`",
    ),
    set("overlays.dir", Kind::Path, "`overlays` beside the source", "the folder that holds the layers"),
    set("overlays.order", Kind::Stack, "the only layer", "the layers, lowest first; an inner list holds peers"),
    set("clearance.classes", Kind::Texts, "public, internal, confidential, restricted", "the scale, lowest first"),
    set("clearance.default", Kind::Text, "`internal`", "the class of what says nothing, and an edition's ceiling"),
    set("editions.*.for-each", Kind::Any, "none", "makes one edition for each combination of values"),
    set("editions.*.skip", Kind::Any, "none", "combinations to leave out"),
    set("editions.*.name", Kind::Text, "the key", "the edition's name; `{x}` stands for a value of `for-each`"),
    set("editions.*.label", Kind::Text, "the name", "what readers see"),
    set("editions.*.code", Kind::Text, "none", "its number, such as `2026-03`"),
    set("editions.*.valid-until", Kind::Text, "none", "the day until which a copy is meant to be used"),
    set("editions.*.stack", Kind::Stack, "`overlays.order`", "its layers, lowest first"),
    set("editions.*.clearance", Kind::Text, "`clearance.default`", "the highest class it may show"),
    set("editions.*.audience", Kind::Texts, "all", "the audiences it is for"),
    set("editions.*.redact", Kind::Text, "none", "what stands where a field may not be shown"),
    set(
        "editions.*.changes",
        Kind::Word(&["none", "names", "audit"]),
        "`none`",
        "a page of what layers changed; `audit` with earlier words and reasons",
    ),
    set("editions.*.notice", Kind::Text, "`theme.notice`", "a line at the head of every page"),
    set("editions.*.out", Kind::Path, "its name", "its folder below the output folder"),
    set("data.*", Kind::Any, "none", "the schema of a data set"),
    set("links.site-url", Kind::Text, "none", "the address before links such as `/site/path`"),
    set("links.site-paths.*", Kind::Text, "none", "a path of the site, and the folder of the source that holds it"),
    set("links.base-path", Kind::Text, "none", "the site path under which the playbook itself is published"),
    set("review", Kind::Any, "none", "when reviews are due and by whom"),
    set(
        "diagrams.mermaid.command",
        Kind::Texts,
        "none",
        "the program that draws ```` ```mermaid ````, with its arguments",
    ),
    set("diagrams.graphviz.command", Kind::Texts, "none", "the same for `dot` and `graphviz`"),
    set("diagrams.plantuml.command", Kind::Texts, "none", "the same for `plantuml` and `puml`"),
    set("diagrams.d2.command", Kind::Texts, "none", "the same for `d2`"),
    set("diagrams.timeout", Kind::Integer(1, 600), "`30`", "the seconds that one drawing may take"),
    set("search.language", Kind::Text, "`book.language`", "the language whose word forms count as one"),
    set("search.synonyms", Kind::Groups, "none", "groups of words that readers use for the same thing"),
    set("search.exclude", Kind::Texts, "none", "patterns of topics that are not searched"),
    set("search.weights.*", Kind::Number, "by experience", "how much a hit in a field counts"),
    set(
        "pdf.numbers",
        Kind::Texts,
        "the first numbers of the topics",
        "whom to call, on the cover: `Duty manager: +44 1632 960100`",
    ),
    set("theme.notice", Kind::Text, "none", "a line at the head of every page, such as `EXERCISE`"),
    set("theme.highlight", Kind::Flag, "`true`", "marks the words of code, by the language of the block"),
    set("theme.icon", Kind::Path, "the theme's own", "the picture of the browser's tab"),
    set(
        "markdown.heading-ids",
        Kind::Word(&["learn", "mdbook"]),
        "`learn`; `mdbook` with a `SUMMARY.md`",
        "the rule by which headings get their ids",
    ),
    set("markdown.task-lists", Kind::Flag, "`true`", "`- [ ]` is a box to tick"),
    set("markdown.footnotes", Kind::Flag, "`true` with a `SUMMARY.md`", "`[^1]`"),
    set("markdown.smart-punctuation", Kind::Flag, "`output.html.smart-punctuation`", "typographic quotes and dashes"),
    set("markdown.math", Kind::Flag, "`output.html.mathjax-support`", "`$x$` is a formula"),
    set("markdown.heading-attributes", Kind::Flag, "`true` with a `SUMMARY.md`", "`# Heading {#id .class}`"),
    set("markdown.definition-lists", Kind::Flag, "`output.html.definition-lists`", "`term` / `: definition`"),
    set(
        "markdown.moniker",
        Kind::Text,
        "all, labelled",
        "the version whose `::: moniker` ranges are shown; others are left out",
    ),
    set("markdown.monikers", Kind::Texts, "none", "the versions, oldest first, by which ranges such as `>=v2` compare"),
    set("findings.*", LEVELS, "the code's own", "the level of a code of findings"),
];

/// The keys of `layer.toml`.
pub const LAYER: &[Setting] = &[
    set("name", Kind::Text, "the folder's name", "the layer's name; it is the folder's"),
    set("label", Kind::Text, "the name", "what readers see"),
    set("mark", Kind::Text, "the label's first letter", "one or two letters for the print margin"),
    set("classification", Kind::Text, "`clearance.default`", "the lowest class of what the layer adds"),
    set("audience", Kind::Texts, "all", "the audiences that the layer is for"),
    set("trust", Kind::Word(&["content", "full"]), "`content`", "`full` may use raw HTML and change the theme"),
    set("owner", Kind::Text, "none", "who keeps it right"),
];

/// Keys and tables of mdBook that change nothing here, each with a hint. An entry covers what stands below it.
pub const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("book.multilingual", "mdBook itself never used it; remove it"),
    ("output.html.curly-quotes", "it is called `smart-punctuation` now"),
    ("output.html.preferred-dark-theme", "there is one dark look; remove it"),
    ("output.html.no-section-label", "the navigation has no numbers; remove it"),
    ("output.html.fold", "the navigation shows what is around a page, so nothing needs folding; remove it"),
    ("output.html.search.limit-results", "the best ten are shown, and more words or a facet find the rest; remove it"),
    ("output.html.copy-fonts", "the theme brings what it needs; remove it"),
    ("output.html.google-analytics", "a playbook asks nothing of other hosts; remove it"),
    ("output.html.playpen", "a playbook runs no code; remove it"),
    ("output.html.playground", "a playbook runs no code; remove it"),
    ("output.html.livereload-url", "`watch` sets it; remove it"),
    ("output.html.live-reload-endpoint", "`watch` sets it; remove it"),
    ("output.html.git-repository-icon", "the theme brings its own icons; remove it"),
    ("output.html.hash-files", "file names stay as they are; remove it"),
    ("output.html.admonitions", "`> [!NOTE]` is always an alert; remove it"),
    ("output.html.sidebar-header-nav", "each page lists its sections; remove it"),
    ("output.html.search.teaser-word-count", "a hit shows the sentence it stands in; remove it"),
    ("output.html.search.use-boolean-and", "all words count first; remove it"),
    ("output.html.search.boost-title", "weights are in `[search] weights`"),
    ("output.html.search.boost-hierarchy", "weights are in `[search] weights`"),
    ("output.html.search.boost-paragraph", "weights are in `[search] weights`"),
    ("output.html.search.expand", "the last word always finds longer ones; remove it"),
    ("output.html.search.heading-split-level", "every section is found by itself; remove it"),
    ("output.html.search.copy-js", "the search always brings its script; remove it"),
    ("build.use-default-preprocessors", "includes and index files are always read; remove it"),
    ("preprocessor.links", "includes are always read; remove it"),
    ("preprocessor.index", "`README.md` always becomes `index.html`; remove it"),
    ("rust", "a playbook runs no code; remove it"),
];
