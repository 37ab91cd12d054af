//! Whole sites out of fixtures: what the editions of a project hold, and what they must not.
#![expect(clippy::format_push_string, reason = "what a test shows is short")]
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};

use super::{BuildOptions, build_site};
use crate::config::read_config;
use crate::finding::Finding;
use crate::site::{Content, SitePlan};
use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

fn build(fixture: &str, edition: Option<&str>) -> (SitePlan, Vec<Finding>) {
    let texts: Vec<SourceText> = format!("\n{fixture}")
        .split("\n-- ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap())
        .map(|(path, text)| SourceText { path: SourcePath::new(path).unwrap(), text: format!("{text}\n").into() })
        .collect();
    let sources = SourceTree::new(texts, BTreeMap::new(), Date::parse("2026-11-23").unwrap());
    let file = SourcePath::new("book.toml").unwrap();
    let book = sources.find(&file).unwrap().1;
    let mut findings = Vec::new();
    let config = read_config(Some((&book.text, &file.shared())), &[]).take(&mut findings);
    let options = BuildOptions { config: &config, edition, losses: 0, draw: None };
    let plan = build_site(&sources, &options).unwrap().take(&mut findings);
    (plan, findings)
}

fn bytes(plan: &SitePlan) -> BTreeMap<&SitePath, &[u8]> {
    plan.files().filter_map(|(path, content)| Some((path, bytes_of(content)?))).collect()
}

fn bytes_of(content: &Content) -> Option<&[u8]> {
    match content {
        Content::Bytes(bytes) => Some(bytes),
        Content::Copy(_) => None,
    }
}

const BOOK: &str = "\
-- book.toml
[book]
title = \"Playbook\"
src = \"topics\"
[overlays]
dir = \"overlays\"
order = [\"group\", \"vault\"]
[editions.everyone]
clearance = \"internal\"
[editions.responders]
clearance = \"restricted\"
-- overlays/group/layer.toml
classification = \"internal\"
-- overlays/vault/layer.toml
label = \"Zebrafold vault\"
classification = \"restricted\"
";

/// A project whose withheld texts are the words with a number: each stands in another kind of place.
const SECRETS: &str = "\
-- topics/index.md
---
title: Home
---
# Home

See [the bridge](bridge.md) and [the page](page.md).

## Calls

Ring the desk.

| Who | Number |
|---|---|
| Desk | One |

- Torch

## Door

Open it.
-- topics/bridge.md
---
title: secret1
description: secret2
classification: restricted
aliases: [secret3]
---
# secret4

secret5 [leads](secret6.md)
-- topics/page.md
# Page

:::class restricted

## secret7

secret8 ![secret9](secret9.png) <a id=\"secret10\"></a> <span title=\"secret11\">x</span>

```text
secret12
```

:::class-end

## Visible

Text. <notatag>
-- overlays/vault/changes/index.md
---
set:
  title: secret13
  description: secret14
add:
  keywords: [secret15]
---
# Add to start of: this topic
secret16
# Merge into table: Calls
| Who | Number |
|---|---|
| Desk | secret17 |
| secret18 | secret19 |
# Add to list: Calls
- secret20
# Add after: Calls
## secret21
secret22
# Rename: Door
secret23
# Remove: Nothing here
secret24
# Replace: Nothing secret25
secret26
-- overlays/vault/topics/secret27.md
# secret28
secret29 [x](nowhere-secret30.md)
-- toc-unused.txt
x
";

#[test]
fn words_that_an_edition_withholds_stand_in_none_of_its_bytes() {
    let fixture = format!("{BOOK}{SECRETS}");
    let (plan, _) = build(&fixture, Some("everyone"));
    let mut found = BTreeSet::new();
    for (path, bytes) in bytes(&plan) {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        if text.contains("secret") || text.contains("zebrafold") || path.to_string().contains("secret") {
            found.insert(path.to_string());
        }
    }
    assert_eq!(found, BTreeSet::new());
    let (plan, _) = build(&fixture, Some("responders"));
    let all: String = bytes(&plan).values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for number in [1, 2, 4, 5, 7, 8, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 28, 29] {
        assert!(all.contains(&format!("secret{number}")), "secret{number} is in the edition that may show it");
    }
}

#[test]
fn changing_what_an_edition_withholds_changes_none_of_its_bytes() {
    let before = format!("{BOOK}{SECRETS}");
    let (plan, findings) = build(&before, Some("everyone"));
    let expected = bytes(&plan);
    // Other words, a heading as a visible one, more of everything, and faults of every kind.
    for (old, new) in [
        ("secret5", "entirely different and much longer words\n\n## More\n\n- a\n- b"),
        ("## secret7", "## Visible"),
        ("secret8", "[broken](nowhere.md) <bad-tag> {{x}} [!INCLUDE [x](nope.md)]"),
        ("secret10", "visible"),
        ("secret12", "twelve\nlines\nof\ncode"),
        ("title: secret13", "title: Another"),
        ("secret16", "# Replce: x\ny"),
        ("| Desk | secret17 |", "| Desk | another |"),
        ("## secret21", "## Calls"),
        ("secret20", "twenty\n- twenty-one"),
        ("secret23", "Calls"),
        ("# secret28", "# Home"),
        ("aliases: [secret3]", "aliases: [desk, page]"),
    ] {
        let after = before.replacen(old, new, 1);
        assert_ne!(before, after);
        let (plan, _) = build(&after, Some("everyone"));
        let changed: Vec<String> = bytes(&plan)
            .iter()
            .filter(|(path, bytes)| expected.get(*path) != Some(bytes))
            .map(|(path, _)| path.to_string())
            .collect();
        assert_eq!(changed, Vec::<String>::new(), "{old} → {new}");
        assert_eq!(bytes(&plan).len(), expected.len(), "{old} → {new}");
    }
    assert!(findings.iter().all(|finding| finding.code.id != "O606"), "{findings:?}");
}

/// The files of the pages of each edition, and the findings.
fn check_editions(fixture: &str, edition: Option<&str>, expected: Expect) {
    let (plan, findings) = build(fixture, edition);
    let mut shown = String::new();
    for (path, _) in plan.files().filter(|(path, _)| path.ending() == "html") {
        if !["404.html", "az.html", "contents.html"].iter().any(|own| path.as_str().ends_with(own)) {
            shown += &format!("{path}\n");
        }
    }
    for finding in findings {
        shown += &format!("{} {}", finding.code.id, finding.message);
        shown += &finding.help.map_or(String::new(), |help| format!(" | {help}"));
        shown += &finding.fix.map_or(String::new(), |fix| format!(" > {}", fix.line));
        shown += &finding.editions.map_or("\n".into(), |editions| format!(" ({editions})\n"));
    }
    expected.assert_eq(&shown);
}

#[test]
fn one_edition_lies_in_the_output_folder_and_several_in_folders_of_their_own() {
    let fixture = format!(
        "{BOOK}-- topics/index.md\n# Home\n[x](b.md) [y](nowhere.md)\n-- topics/b.md\n---\nclassification: restricted\n---\n# B\n"
    );
    check_editions(
        &fixture,
        Some("every*"),
        expect![[r#"
            index.html
            print.html
            O607 link to a topic that this edition does not contain
            L001 link to a topic that does not exist
        "#]],
    );
    check_editions(
        &fixture,
        None,
        expect![[r#"
            everyone/index.html
            everyone/print.html
            responders/b.html
            responders/index.html
            responders/print.html
            O607 link to a topic that this edition does not contain (1 of 2, first everyone)
            L001 link to a topic that does not exist (2 of 2, first everyone)
        "#]],
    );
}

#[test]
fn topics_of_other_versions_are_left_out_where_one_is_chosen() {
    let book = |version: &str| {
        format!(
            "-- book.toml\n[book]\nsrc = \"topics\"\n[markdown]\n{version}monikers = [\"v1\", \"v2\"]\n\
             -- topics/index.md\n# Home\n[old](old.md) [new](new.md)\n\
             -- topics/old.md\n---\nmonikerRange: '< v2'\n---\n# Old\n\
             -- topics/new.md\n---\nmonikerRange: v2 || v3\n---\n# New\n"
        )
    };
    check_editions(
        &book("moniker = \"v2\"\n"),
        None,
        expect![[r#"
            index.html
            new.html
            print.html
            O607 link to a topic that this edition does not contain
        "#]],
    );
    check_editions(
        &book(""),
        None,
        expect![[r#"
            index.html
            new.html
            old.html
            print.html
        "#]],
    );
}

#[test]
fn editions_are_laid_out_for_each_combination() {
    check_editions(
        "\
-- book.toml
[book]
src = \"topics\"
[overlays]
dir = \"overlays\"
[editions.site]
for-each = { site = [\"north\", \"south\"], class = [\"public\", \"internal\"] }
skip = [{ site = \"south\", class = \"public\" }]
name = \"{site}-{class}\"
stack = [\"group\", \"site-{site}?\"]
clearance = \"{class}\"
out = \"{site}/{class}\"
-- topics/index.md
---
classification: public
---
# Home
-- overlays/group/layer.toml
classification = \"public\"
-- overlays/site-north/layer.toml
classification = \"public\"
-- overlays/site-north/topics/north.md
# North
",
        None,
        expect![[r#"
            north/internal/index.html
            north/internal/north.html
            north/internal/print.html
            north/public/index.html
            north/public/north.html
            north/public/print.html
            south/internal/index.html
            south/internal/print.html
        "#]],
    );
}

#[test]
fn what_is_wrong_with_editions_is_told() {
    check_editions(
        "\
-- book.toml
[book]
src = \"topics\"
[overlays]
dir = \"overlays\"
[editions.a]
name = \"{sit}\"
for-each = { site = [\"x\", \"y\"], z = \"data:none\" }
[editions.b]
name = \"same\"
stack = [\"nolayer\"]
[editions.c]
name = \"same\"
-- topics/index.md
# Home
-- overlays/group/layer.toml
label = \"Group\"
",
        None,
        expect![[r#"
            index.html
            print.html
            O412 two editions have the name or the folder “same”; the first one stays | give `name` or `out` a part that differs, such as `{site.id}`
            O412 there is no data set “none”
            O410 there is no layer “nolayer”
        "#]],
    );
}

#[test]
fn an_edition_that_there_is_not_is_refused() {
    let sources = SourceTree::default();
    let config = crate::config::Config::default();
    let options = BuildOptions { config: &config, edition: Some("x"), losses: 0, draw: None };
    let refused = build_site(&sources, &options).unwrap_err();
    assert_eq!(refused.to_string(), "there is no edition `x`; there are default");
}

#[test]
fn a_book_of_thousands_of_topics_has_no_print_page_unless_it_is_wanted() {
    use std::fmt::Write as _;
    let topics = (0..2_001).fold(String::new(), |mut topics, number| {
        _ = writeln!(topics, "-- topics/t{number}.md\n# T{number}");
        topics
    });
    let made = |more: &str| {
        let (plan, findings) = build(&format!("-- book.toml\n[book]\nsrc = \"topics\"\n{more}{topics}"), None);
        let page = plan.files().any(|(path, _)| path.as_str() == "print.html");
        (page, findings.iter().any(|finding| finding.code.id == "P009"))
    };
    assert_eq!(made(""), (false, true));
    assert_eq!(made("[output.html.print]\nenable = true\n"), (true, false));
}

/// Pages are given away in parts, and a topic is forgotten with its part: not so what a later page still shows.
#[test]
fn a_topic_that_a_late_page_takes_in_is_not_forgotten_before() {
    let mut fixture = String::from(
        "-- book.toml\n[book]\ntitle = \"Many\"\n[output.html.print]\nenable = false\n\
         -- a.md\n# First\n\nSaid first.\n-- z.md\n# Last\n\n[!INCLUDE [first](a.md)]\n",
    );
    for number in 0..600 {
        fixture.push_str(&format!("-- m{number:03}.md\n# Middle {number}\n\n[First](a.md#first)\n"));
    }
    let (plan, findings) = build(fixture.trim_end(), None);
    let page = |path: &str| String::from_utf8(bytes(&plan)[&SitePath::new(path).unwrap()].to_vec()).unwrap();
    assert!(page("z.html").contains("<p>Said first.</p>"), "{}", page("z.html"));
    assert!(page("m599.html").contains("<a href=\"a.html#first\">First</a>"), "{}", page("m599.html"));
    assert!(page("az.html").contains("Middle 599"));
    assert_eq!(findings, []);
}
