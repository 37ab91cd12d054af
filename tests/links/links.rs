//! Every row of the table of links.

use expect_test::expect;
use lifeboat::playbook::SitePrefix;

use super::{Show, check, check_with};

#[test]
fn relative_links_count_from_the_folder_of_the_file() {
    check(
        Show::Links,
        "-- index.md
# Home
[a](a/one.md) [b](./a/one.md#part) [c](a/../two.md)
-- a/one.md
# One
## Part
[home](../index.md) [self](#part) [top](#top) [also](one.md#PART)
-- two.md
# Two
",
        &expect![[r#"
            a/one.html: ../index.md → index.html
            a/one.html: #part → a/one.html#part
            a/one.html: #top → a/one.html
            a/one.html: one.md#PART → a/one.html#part
            index.html: a/one.md → a/one.html
            index.html: ./a/one.md#part → a/one.html#part
            index.html: a/../two.md → two.html
            L005 a/one.md:3:54 [one.md#PART]: only the letter case of the heading's id differs; no heading has exactly this id; write `#part`
        "#]],
    );
}

#[test]
fn a_missing_topic_is_an_error_with_the_nearest_names() {
    check(
        Show::Links,
        "-- index.md
[a](legal-disclamer.md) [b](b/legal-disclaimer.md) [c](zzz.md) ![d](gone.png) [e](gone.pdf)
-- legal-disclaimer.md
# Legal
",
        &expect![[r#"
            index.html: legal-disclamer.md → broken: Missing
            index.html: b/legal-disclaimer.md → broken: Missing
            index.html: zzz.md → broken: Missing
            index.html: gone.png → broken: Missing
            index.html: gone.pdf → broken: Missing
            L001 index.md:1:5 [legal-disclamer.md]: link to a topic that does not exist; no topic at `legal-disclamer.md`; did you mean `legal-disclaimer.md`?
            L001 index.md:1:29 [b/legal-disclaimer.md]: link to a topic that does not exist; no topic at `b/legal-disclaimer.md`; did you mean `legal-disclaimer.md`?
            L001 index.md:1:56 [zzz.md]: link to a topic that does not exist; no topic at `zzz.md`
            L003 index.md:1:69 [gone.png]: picture that does not exist; no file at `gone.png`
            L003 index.md:1:83 [gone.pdf]: link to a file that does not exist; no file at `gone.pdf`
        "#]],
    );
}

#[test]
fn a_missing_heading_leads_to_the_top_with_the_nearest_ids() {
    check(
        Show::Links,
        "-- index.md
# Wave / Phased
[a](#wave-phasd) [b](#wave-phased) [c](#Wave--Phased) [d](#nothing) [e](#tab/linux) [f](#%77ave--phased)
",
        &expect![[r#"
            index.html: #wave-phasd → index.html
            index.html: #wave-phased → index.html#wave--phased
            index.html: #Wave--Phased → index.html#wave--phased
            index.html: #nothing → index.html
            index.html: #tab/linux → index.html [tabs=linux]
            index.html: #%77ave--phased → index.html#wave--phased
            L002 index.md:2:5 [#wave-phasd]: link to a heading that does not exist; nothing on the page has the id `wave-phasd`; did you mean `#wave--phased`?
            L005 index.md:2:40 [#Wave--Phased]: only the letter case of the heading's id differs; no heading has exactly this id; write `#wave--phased`
            L002 index.md:2:59 [#nothing]: link to a heading that does not exist; nothing on the page has the id `nothing`
        "#]],
    );
}

#[test]
fn slips_in_a_path_are_forgiven_with_a_warning() {
    check(
        Show::Links,
        "-- index.md
[a](Sub/Plan.md) [b](sub\\plan.md) [c](sub/plan) [d](sub/) [e](sub/plan.html) [f](sub/my%20plan.md) [g](<sub/my plan.md>) [h](sub%5Cplan.md)
![i](Media/VENN.png)
-- sub/plan.md
# Plan
-- sub/index.md
# Sub
-- sub/my plan.md
# Mine
-- media/venn.png
",
        &expect![[r#"
            index.html: Sub/Plan.md → sub/plan.html
            index.html: sub\plan.md → sub/plan.html
            index.html: sub/plan → sub/plan.html
            index.html: sub/ → sub/index.html
            index.html: sub/plan.html → sub/plan.html
            index.html: sub/my%20plan.md → sub/my plan.html
            index.html: sub/my plan.md → sub/my plan.html
            index.html: sub%5Cplan.md → sub/plan.html
            index.html: Media/VENN.png → file media/venn.png
            L004 index.md:1:5 [Sub/Plan.md]: only the letter case of the path differs; no file has exactly this name; write `sub/plan.md`
            L006 index.md:1:22 [sub\plan.md]: backslashes in a link; read as `/` here, but not elsewhere; write `/` between folders
            L007 index.md:1:39 [sub/plan]: the link does not name the file; no file has exactly this name; write `sub/plan.md`
            L007 index.md:1:53 [sub/]: the link does not name the file; no file has exactly this name; write `sub/index.md`
            L007 index.md:1:63 [sub/plan.html]: the link does not name the file; no file has exactly this name; write `sub/plan.md`
            L006 index.md:1:126 [sub%5Cplan.md]: backslashes in a link; read as `/` here, but not elsewhere; write `/` between folders
            L004 index.md:2:6 [Media/VENN.png]: only the letter case of the path differs; no file has exactly this name; write `media/venn.png`
        "#]],
    );
}

#[test]
fn names_that_look_like_addresses_are_found_as_files() {
    check(
        Show::Links,
        "-- index.md
[a](C#.md) [b](C%23.md) [c](a%20%2525.md) [d](~/x.md) [e](why?.md)
-- C#.md
# C
-- a %25.md
# Percent
-- ~/x.md
# Tilde
-- why?.md
# Why
",
        &expect![[r#"
            index.html: C#.md → C#.html
            index.html: C%23.md → C#.html
            index.html: a%20%2525.md → a %25.html
            index.html: ~/x.md → ~/x.html
            index.html: why?.md → why-.html
        "#]],
    );
}

#[test]
fn what_could_act_or_leaves_the_project_is_never_a_link() {
    check(
        Show::Links,
        "-- a/index.md
[a](javascript:alert(1)) [b](<java\tscript:x>) [c](data:text/html,x) [d](file:///etc/passwd) [e](C:/x.md) [f](../../x.md) [g]()
[h](tool.exe) [i](page.html) [j](draw.svg) ![k](draw.svg) [l](<\\\\\\\\host\\\\share>) [m](part.yml)

<a href=\"JavaScript:x\">n</a> <img src=\"draw.svg\"> <a href=\"b.md\">o</a>
-- a/b.md
# B
-- a/tool.exe
-- a/page.html
-- a/draw.svg
-- a/part.yml
x: 1
",
        &expect![[r#"
            a/index.html: javascript:alert(1) → broken: Refused
            a/index.html: java	script:x → broken: Refused
            a/index.html: data:text/html,x → broken: Refused
            a/index.html: file:///etc/passwd → broken: Refused
            a/index.html: C:/x.md → broken: Refused
            a/index.html: ../../x.md → broken: Missing
            a/index.html:  → text
            a/index.html: tool.exe → broken: Refused
            a/index.html: page.html → broken: Refused
            a/index.html: draw.svg → broken: Refused
            a/index.html: draw.svg → file a/draw.svg
            a/index.html: \\host\share → broken: Refused
            a/index.html: part.yml → broken: Missing
            a/index.html: JavaScript:x → broken: Refused
            a/index.html: draw.svg → file a/draw.svg
            a/index.html: b.md → a/b.html
            L009 a/index.md:1:5 [javascript:alert(1)]: an address that is never a link; addresses that begin with `javascript:` are refused
            L009 a/index.md:1:31 [java	script:x]: an address that is never a link; addresses that begin with `javascript:` are refused
            L009 a/index.md:1:51 [data:text/html,x]: an address that is never a link; addresses that begin with `data:` are refused
            L009 a/index.md:1:73 [file:///etc/passwd]: an address that is never a link; this exists on one computer alone
            L009 a/index.md:1:97 [C:/x.md]: an address that is never a link; this exists on one computer alone
            L008 a/index.md:1:110 [../../x.md]: link out of the project; this climbs out of the project's folder
            L010 a/index.md:1:122 [[g]()]: a link without a destination; nothing is written between the brackets
            L014 a/index.md:2:5 [tool.exe]: link to a file that the playbook does not carry; files of kind `exe` could act on the reader's computer
            L014 a/index.md:2:19 [page.html]: link to a file that the playbook does not carry; files of kind `html` could act on the reader's computer
            L014 a/index.md:2:34 [draw.svg]: link to a file that the playbook does not carry; files of kind `svg` could act on the reader's computer
            L009 a/index.md:2:59 [[l](<\\\\host\\share>)]: an address that is never a link; this exists on one computer alone
            L013 a/index.md:2:86 [part.yml]: link to a file that is no topic; no page is made of `a/part.yml`
            L009 a/index.md:4:10 [JavaScript:x]: an address that is never a link; addresses that begin with `javascript:` are refused
        "#]],
    );
}

#[test]
fn outside_addresses_stay_as_they_are() {
    check(
        Show::Links,
        "-- index.md
[a](https://a.example/x?y=1#z) <https://b.example> <desk@c.example> [d](tel:+44) [e](//e.example/x) www.f.example
![g](https://g.example/x.png)
",
        &expect![[r#"
            index.html: https://a.example/x?y=1#z → outside https://a.example/x?y=1#z
            index.html: https://b.example → outside https://b.example
            index.html: desk@c.example → outside mailto:desk@c.example
            index.html: tel:+44 → outside tel:+44
            index.html: //e.example/x → outside https://e.example/x
            index.html: https://g.example/x.png → outside https://g.example/x.png
            index.html: http://www.f.example → outside http://www.f.example
            L015 index.md:2:6 [https://g.example/x.png]: a picture from the internet; missing whenever the connection is; save the picture beside the topic
        "#]],
    );
}

#[test]
fn queries_choose_tabs_and_the_rest_of_them_goes() {
    check(
        Show::Links,
        "-- index.md
[a](b.md?tabs=linux&view=x&pivots=cli#part) [b](b.md?toc=x) [c](b.md#tab/windows)
-- b.md
## Part
",
        &expect![[r#"
            index.html: b.md?tabs=linux&view=x&pivots=cli#part → b.html#part [tabs=linux&pivots=cli]
            index.html: b.md?toc=x → b.html
            index.html: b.md#tab/windows → b.html [tabs=windows]
        "#]],
    );
}

#[test]
fn links_of_an_include_count_from_its_own_folder_and_are_reported_once() {
    check(
        Show::Links,
        "-- a/one.md
# Steps
[!INCLUDE [x](../includes/part.md)]
-- b/two.md
# Two
[!INCLUDE [x](../includes/part.md)]
-- includes/part.md
## Steps
[a](near.md) [b](../b/two.md) [c](#steps)
",
        &expect![[r#"
            a/one.html: near.md → broken: Missing
            a/one.html: ../b/two.md → b/two.html
            a/one.html: #steps → a/one.html#steps-1
            b/two.html: near.md → broken: Missing
            b/two.html: ../b/two.md → b/two.html
            b/two.html: #steps → b/two.html#steps
            L001 includes/part.md:2:5 [near.md]: link to a topic that does not exist (in 2 topics); no topic at `includes/near.md`
        "#]],
    );
}

#[test]
fn topics_are_found_by_uid() {
    check(
        Show::Links,
        "-- index.md
<xref:plans.one> [b](xref:plans.one#part) [c](xref:plans.two) ask @plans.one and @nobody.
-- one.md
---
uid: plans.one
---
# One
## Part
",
        &expect![[r#"
            index.html: xref:plans.one → one.html
            index.html: xref:plans.one#part → one.html#part
            index.html: xref:plans.two → text
            index.html: @plans.one → one.html
            index.html: @nobody → text
            L012 index.md:1:47 [xref:plans.two]: nothing has this uid; no topic of the project has the uid `plans.two`
        "#]],
    );
}

#[test]
fn a_link_to_what_the_edition_leaves_out_is_text() {
    check_with(
        Show::Links,
        "-- index.md
[a](secret.md) [b](secret) [c](secret.md#x)
",
        |settings| {
            settings.known_topics.insert(lifeboat::source::SourcePath::new("secret.md").unwrap());
        },
        &expect![[r#"
            index.html: secret.md → text
            index.html: secret → text
            index.html: secret.md#x → text
            O607 index.md:1:5 [secret.md]: link to a topic that this edition does not contain; `secret.md` is left out; shown as plain text
            O607 index.md:1:20 [secret]: link to a topic that this edition does not contain; `secret` is left out; shown as plain text
            O607 index.md:1:32 [secret.md#x]: link to a topic that this edition does not contain; `secret.md` is left out; shown as plain text
        "#]],
    );
}

#[test]
fn a_layer_speaks_from_the_topic_that_it_changes_and_has_its_own_assets() {
    check(
        Show::Links,
        "-- content/topics/a/plan.md
# Plan
## Call
Text
-- content/topics/a/other.md
# Other
[mine](../../overlays/site/assets/door.png)
-- content/overlays/site/changes/a/plan.md
# Add to end of: this topic

[other](other.md) [gone](gone.md) ![door](door.png) ![door](assets/door.png)
-- content/overlays/site/topics/a/tree.md
# Tree
[plan](plan.md#call)
-- content/overlays/site/assets/door.png
",
        &expect![[r#"
            a/other.html: ../../overlays/site/assets/door.png → broken: Refused
            a/plan.html: other.md → a/other.html
            a/plan.html: gone.md → broken: Missing
            a/plan.html: door.png → file media/a3c5cf0d.png
            a/plan.html: assets/door.png → file media/a3c5cf0d.png
            a/tree.html: plan.md#call → a/plan.html#call
            L001 content/overlays/site/changes/a/plan.md:3:26 [gone.md]: link to a topic that does not exist; no topic at `content/topics/a/gone.md`
            O603 content/topics/a/other.md:2:8 [../../overlays/site/assets/door.png]: a path that leads into the folder of another layer; a layer's files are its own; topics and files of others are linked where they stand among the topics
        "#]],
    );
}

#[test]
fn a_page_with_a_missing_part_is_not_blamed_for_missing_ids() {
    check(
        Show::Links,
        "-- index.md
[a](b.md#in-the-part)
-- b.md
# B
[!INCLUDE [x](includes/gone.md)]
",
        &expect![[r#"
            index.html: b.md#in-the-part → b.html
            M001 b.md:2:15 [includes/gone.md]: “includes/gone.md”, which is taken in here, does not exist; no such file
        "#]],
    );
}

#[test]
fn site_paths_are_the_playbooks_own_and_the_rest_is_outside() {
    check_with(
        Show::Links,
        "-- index.md
[a](/docs/x/Plan) [b](/docs/x/plan.md#part) [c](/docs/x) [d](/other/y?z#w) [e](https://site.example/en-us/docs/x/plan) [f](https://site.example/z) ![g](/docs/x/media/a.png)
-- plan.md
## Part
-- media/a.png
",
        |settings| {
            settings.site_paths = vec![SitePrefix { address: "/docs/x".into(), site: String::new() }];
            settings.site_url = Some("https://site.example/".into());
            settings.own_hosts = vec!["site.example".into()];
        },
        &expect![[r#"
            index.html: /docs/x/Plan → plan.html
            index.html: /docs/x/plan.md#part → plan.html#part
            index.html: /docs/x → index.html
            index.html: /other/y?z#w → outside https://site.example/other/y?z#w
            index.html: https://site.example/en-us/docs/x/plan → plan.html
            index.html: https://site.example/z → outside https://site.example/z
            index.html: /docs/x/media/a.png → file media/a.png
        "#]],
    );
}

#[test]
fn a_missing_picture_and_its_large_version_are_one_finding() {
    check(
        Show::Links,
        "-- index.md
[![x](gone.png)](gone.png#lightbox)

:::image type=\"content\" source=\"lost.png\" alt-text=\"x\" lightbox=\"lost.png\":::

:::image type=\"content\" source=\"here.png\" alt-text=\"x\" lightbox=\"large.svg\":::
-- here.png
-- large.svg
",
        &expect![[r#"
            index.html: gone.png#lightbox → broken: Missing
            index.html: gone.png → broken: Missing
            index.html: lost.png → broken: Missing
            index.html: lost.png → broken: Missing
            index.html: here.png → file here.png
            index.html: large.svg → text
            L003 index.md:1:7 [gone.png]: picture that does not exist; no file at `gone.png`
            L003 index.md:3:33 [lost.png]: picture that does not exist; no file at `lost.png`
        "#]],
    );
}
