//! What `book.toml` means, and what is said of its mistakes.

use std::fmt::Write;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Config, HeadingIds, read_config};
use crate::source::{Date, SourcePath, SourceText, SourceTree};

/// Reads a `book.toml` and shows the findings with the marked text.
fn check(toml: &str, expected: &Expect) -> Config {
    check_with(toml, &[], expected)
}

fn check_with(toml: &str, environment: &[(&str, &str)], expected: &Expect) -> Config {
    let file = Arc::from("book.toml");
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let read = read_config(Some((toml, &file)), &environment);
    let mut shown = String::new();
    for finding in &read.findings {
        let marked = finding.place.as_ref().map_or("-", |place| place.span.of(toml));
        let rest = [&finding.label, &finding.help].into_iter().flatten().cloned().collect::<Vec<_>>().join("; ");
        writeln!(shown, "{} {}: {marked:?} {rest}", finding.code.id, finding.message).unwrap();
    }
    expected.assert_eq(&shown);
    read.value
}

#[test]
fn without_a_file_everything_has_its_default() {
    let read = read_config(None, &[]);
    assert_eq!(read.findings, []);
    assert_eq!(read.value, Config::default());
    assert_eq!(read.value.build.build_dir, "book");
}

#[test]
fn a_complete_file_is_read_without_findings() {
    let config = check(
        r#"
        [book]
        title = "T"
        authors = ["A"]
        src = "content/topics"
        language = "de"
        text-direction = "rtl"
        [build]
        build-dir = "../out"
        extra-watch-dirs = ["x"]
        [output.html]
        additional-css = ["a.css"]
        smart-punctuation = true
        definition-lists = true
        [output.html.redirect]
        "/old page.html" = "new.html"
        [output.html.search.chapter]
        "appendix" = { enable = false }
        [overlays]
        order = ["group", ["hr", "it"], "site"]
        [clearance]
        classes = ["public", "responders"]
        default = "responders"
        [editions.site]
        for-each = { site = "data:sites" }
        stack = ["group", "site-{site.id}?"]
        clearance = "{audience}"
        out = "{site.id}/x"
        [data.contacts]
        key = "id"
        [data.contacts.fields]
        phone = { type = "phone" }
        [links]
        site-url = "https://example.org/"
        site-paths = { "/a" = "x", "/a/b" = "y" }
        [search]
        synonyms = [["a", "b"]]
        weights = { title = 3, body = 0.5 }
        [markdown]
        heading-ids = "mdbook"
        definition-lists = false
        [findings]
        F004 = "deny"
        [review]
        anything = 3
        "#,
        &expect![[""]],
    );
    assert_eq!(config.book.src.unwrap().value, "content/topics");
    let order = config.overlays.order.unwrap();
    let names: Vec<Vec<&str>> =
        order.iter().map(|rank| rank.iter().map(|name| name.value.as_str()).collect()).collect();
    assert_eq!(names, [vec!["group"], vec!["hr", "it"], vec!["site"]]);
    assert_eq!(config.clearance.default, "responders");
    assert_eq!(config.editions[0].stack.as_ref().unwrap()[1][0].value, "site-{site.id}?");
    assert_eq!(config.links.site_paths[0].0, "/a/b");
    assert_eq!(config.links.site_url.as_deref(), Some("https://example.org"));
    assert_eq!(config.html.redirect[0].0, "/old page.html");
    assert_eq!(config.search.exclude[0].value, "appendix");
    assert_eq!(config.markdown.heading_ids, HeadingIds::MdBook);
    assert!(config.markdown.smart_punctuation && !config.markdown.definition_lists);
    assert_eq!(config.data[0].0, "contacts");
}

#[test]
fn a_misspelled_key_is_named_with_the_nearest_one() {
    check(
        "[book]\ntitel = \"T\"\nlanguag = \"en\"\nfavourite = 1\n[bok]\nx = 1\n[output.html.prnt]\nenable = true\n[editions.a]\nstak = []\n",
        &expect![[r#"
            C002 unknown key `book.titel`: "titel" it changes nothing; did you mean `title`?
            C002 unknown key `book.languag`: "languag" it changes nothing; did you mean `language`?
            C002 unknown key `book.favourite`: "favourite" it changes nothing
            C002 unknown key `bok`: "bok" it changes nothing; did you mean `book`?
            C002 unknown key `output.html.prnt`: "prnt" it changes nothing; did you mean `print`?
            C002 unknown key `editions.a.stak`: "stak" it changes nothing; did you mean `stack`?
        "#]],
    );
}

#[test]
fn keys_and_plugins_of_mdbook_that_change_nothing_are_named_once() {
    check(
        "[book]\nmultilingual = false\n[output.html]\ncurly-quotes = true\n[output.html.playground]\neditable = true\nrunnable = false\n[preprocessor.mermaid]\ncommand = \"mdbook-mermaid\"\n[preprocessor.links]\n[output.linkcheck]\n[rust]\nedition = \"2021\"\n[other-tool]\nx = 1\n",
        &expect![[r#"
            C004 `book.multilingual` changes nothing here: "multilingual" mdBook itself never used it; remove it
            C004 `output.html.curly-quotes` changes nothing here: "curly-quotes" it is called `smart-punctuation` now
            C004 `output.html.playground` changes nothing here: "playground" a playbook runs no code; remove it
            C005 `output.linkcheck` belongs to another program: "linkcheck" nothing here runs it
            C005 `preprocessor.mermaid` belongs to another program: "mermaid" nothing here runs it
            C004 `preprocessor.links` changes nothing here: "links" includes are always read; remove it
            C004 `rust` changes nothing here: "rust" a playbook runs no code; remove it
            C005 `other-tool` belongs to another program: "other-tool" nothing here runs it
        "#]],
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_dropped_with_its_place() {
    let config = check(
        "book = 3\n[build]\nbuild-dir = true\n[output.html]\nprint.enable = \"yes\"\nadditional-css = [1]\n[overlays]\norder = \"group\"\n[search]\nsynonyms = [\"a\"]\nweights = { title = -1 }\n[markdown]\nheading-ids = \"lern\"\n",
        &expect![[r#"
            C003 `book` must be a table: "3" this is a number
            C003 `build.build-dir` must be text: "true" this is `true` or `false`
            C003 `output.html.print.enable` must be `true` or `false`: "\"yes\"" this is text
            C003 `output.html.additional-css` must be a path: "1" this is a number
            C003 `overlays.order` must be a list of names: "\"group\"" this is text
            C003 `search.synonyms` must be a list of lists of words: "\"a\"" this is text
            C003 `search.weights.title` must be a number that is not negative: "-1" this is a number
            C003 `markdown.heading-ids` must be `learn` or `mdbook`: "\"lern\"" none of these words; did you mean `learn`?
        "#]],
    );
    assert_eq!(config, Config::default());
}

#[test]
fn a_path_stays_inside_the_project() {
    check(
        "[book]\nsrc = \"../x\"\n[output.html]\ntheme = \"/etc\"\nadditional-js = [\"a/../../b.js\", \"C:\\\\x.js\"]\n",
        &expect![[r#"
            C006 `book.src` must be a path below the project's folder: "\"../x\"" this leads out of it
            C006 `output.html.theme` must be a path below the project's folder: "\"/etc\"" this leads out of it
            C006 `output.html.additional-js` must be a path below the project's folder: "\"a/../../b.js\"" this leads out of it
        "#]],
    );
    let config = check("[book]\nsrc = \".\"\n[overlays]\ndir = \"a/../layers/\"\n", &expect![[""]]);
    assert_eq!(config.book.src.unwrap().value, "");
    assert_eq!(config.overlays.dir.unwrap().value, "layers");
}

#[test]
fn what_stands_on_whole_lines_of_a_broken_file_is_used() {
    let config = check(
        "[book]\ntitle = \"T\"\nauthors = [\"A\"\nlanguage = \"de\"\n[build]\nbuild-dir = out\ntitle\n",
        &expect![[r#"
            C001 this line is no valid TOML: "l" a list above is not closed, or a comma is missing
        "#]],
    );
    assert_eq!(config.book.title.as_deref(), Some("T"));
    check(
        "[book]\ntitle = \"a\"\ntitle = \"b\"\n",
        &expect![[r#"
        C001 this line is no valid TOML: "title" the key stands twice in its table
    "#]],
    );
    check(
        "[book\n",
        &expect![[r#"
        C001 this line is no valid TOML: "[book" unclosed table, expected `]`
    "#]],
    );
}

#[test]
fn the_environment_lies_over_the_file() {
    let config = check_with(
        "[book]\ntitle = \"T\"\n[output.html.print]\nenable = true\n",
        &[
            ("LIFEBOAT_BOOK__TITLE", "From outside"),
            ("LIFEBOAT_BUILD__BUILD_DIR", "out"),
            ("LIFEBOAT_OUTPUT__HTML__PRINT__ENABLE", "false"),
            ("LIFEBOAT_BOOK__AUTHORS", "[\"A\", \"B\"]"),
            ("LIFEBOAT_LOG", "debug"),
            ("HOME", "/root"),
        ],
        &expect![[""]],
    );
    assert_eq!(config.book.title.as_deref(), Some("From outside"));
    assert_eq!(config.build.build_dir, "out");
    assert_eq!(config.book.authors, ["A", "B"]);
    assert_eq!(config.html.print, Some(false));
    check_with(
        "",
        &[("LIFEBOAT_BOOK__TITEL", "x"), ("LIFEBOAT_BOOK__TITLE", "3")],
        &expect![[r#"
        C002 unknown key `book.titel` (environment variable `LIFEBOAT_BOOK__TITEL`): "-" it changes nothing; did you mean `title`?
        C003 `book.title` must be text (environment variable `LIFEBOAT_BOOK__TITLE`): "-" this is a number
    "#]],
    );
}

#[test]
fn the_level_of_a_leak_cannot_be_lowered() {
    check(
        "[findings]\nO606 = \"allow\"\n",
        &expect![[r#"
            C007 `O606` is a leak, and its level cannot be lowered: "O606" 
        "#]],
    );
}

#[test]
fn an_unknown_version_is_a_finding() {
    let config = check(
        "[markdown]\nmoniker = \"v22\"\nmonikers = [\"v1\", \"v2\"]\n",
        &expect![[r#"
            C010 unknown version `v22`: "\"v22\"" the versions are v1, v2; did you mean `v2`?
        "#]],
    );
    assert_eq!(config.markdown.monikers.order, ["v1", "v2"]);
}

#[test]
fn an_unknown_class_or_code_is_a_finding() {
    let config = check(
        "[clearance]\ndefault = \"intern\"\n[editions.a]\nclearance = \"confidental\"\n[findings]\nX999 = \"deny\"\nM001 = \"allow\"\nL001 = \"silent\"\n",
        &expect![[r#"
            C003 `findings.L001` must be `allow`, `note`, `warn` or `deny`: "\"silent\"" none of these words
            C008 unknown class `intern`: "\"intern\"" the scale is public, internal, confidential, restricted; did you mean `internal`?
            C008 unknown class `confidental`: "\"confidental\"" the scale is public, internal, confidential, restricted; did you mean `confidential`?
            C002 unknown code `X999`: "X999" 
            C007 `M001` is a loss, and its level cannot be lowered: "M001" 
        "#]],
    );
    assert_eq!(config.editions[0].clearance.as_ref().unwrap().value, "public");
}

#[test]
fn the_source_is_src_where_there_is_one() {
    let tree = |paths: &[&str]| {
        let text = |path: &&str| SourceText { path: SourcePath::new(path).unwrap(), text: Arc::from("") };
        SourceTree::new(paths.iter().map(text).collect(), std::collections::BTreeMap::new(), Date::default())
    };
    let config = Config::default();
    assert_eq!(config.source_folder(&tree(&["src/a.md"])), "src");
    assert_eq!(config.source_folder(&tree(&["srcs/a.md"])), "");
    assert_eq!(config.overlay_folder(&tree(&["src/a.md"])), "overlays");
}
