//! Learn docsets: their folders, addresses and redirections.

use expect_test::expect;

use super::{Show, check};

/// A docset whose content lies in `articles` and whose site path is told by its breadcrumb.
const DOCSET: &str = r#"-- docfx.json
{"build": {"content": [{"files": ["**/*.md"], "src": "articles", "dest": "."}],
 "globalMetadata": {"breadcrumb_path": "/azure/bread/toc.json"}}}
-- articles/bread/toc.yml
- name: Azure
  tocHref: /azure/
-- README.md
# Not a topic
-- articles/servers/overview.md
# Overview
## Part
-- articles/servers/old-but-here.md
# Here
"#;

#[test]
fn site_absolute_links_of_the_docset_are_its_own_topics() {
    check(
        Show::Links,
        &format!(
            "{DOCSET}-- articles/a.md
[a](/azure/servers/overview#part) [b](/Azure/Servers/Overview) [c](/azure/elsewhere/x?y#z) [d](~/articles/servers/overview.md)
[e](https://learn.microsoft.com/en-us/azure/servers/overview) [f](https://learn.microsoft.com/en-us/training/x) [g](/azure/servers/overview.md)
[h](../README.md) [i](includes/x.md) [j](/azure/servers/gone) [k](/servers/)
-- articles/includes/x.md
Part
"
        ),
        &expect![[r#"
            a.html: /azure/servers/overview#part → servers/overview.html#part
            a.html: /Azure/Servers/Overview → servers/overview.html
            a.html: /azure/elsewhere/x?y#z → outside https://learn.microsoft.com/azure/elsewhere/x?y#z
            a.html: ~/articles/servers/overview.md → servers/overview.html
            a.html: https://learn.microsoft.com/en-us/azure/servers/overview → servers/overview.html
            a.html: https://learn.microsoft.com/en-us/training/x → outside https://learn.microsoft.com/en-us/training/x
            a.html: /azure/servers/overview.md → servers/overview.html
            a.html: ../README.md → broken: Missing
            a.html: includes/x.md → broken: Missing
            a.html: /azure/servers/gone → outside https://learn.microsoft.com/azure/servers/gone
            a.html: /servers/ → outside https://learn.microsoft.com/servers/
            L013 articles/a.md:3:5 [../README.md]: link to a file that is no topic; no page is made of `README.md`
            L013 articles/a.md:3:23 [includes/x.md]: link to a file that is no topic; no page is made of `articles/includes/x.md`
        "#]],
    );
}

#[test]
fn redirections_are_followed_through_chains_and_circles_are_found() {
    let redirections = r#"-- .openpublishing.redirection.json
{"redirections": [
 {"source_path": "articles/old.md", "redirect_url": "/azure/middle"},
 {"source_path_from_root": "/articles/middle.md", "redirect_url": "/azure/servers/overview#part"},
 {"source_path": "articles/round.md", "redirect_url": "/azure/about"},
 {"source_path": "articles/about.md", "redirect_url": "/azure/round"},
 {"source_path": "articles/away.md", "redirect_url": "https://a.example/x"},
 {"source_path": "articles/servers/old-but-here.md", "redirect_url": "/azure/servers/overview"}
]}
"#;
    let topic =
        "-- articles/a.md\n[a](old.md) [b](/azure/old) [c](away.md) [d](round.md) [e](servers/old-but-here.md)\n";
    check(
        Show::Links,
        &format!("{DOCSET}{redirections}{topic}"),
        &expect![[r#"
        a.html: old.md → servers/overview.html#part
        a.html: /azure/old → servers/overview.html#part
        a.html: away.md → outside https://a.example/x
        a.html: round.md → broken: Missing
        a.html: servers/old-but-here.md → servers/old-but-here.html
        L030 .openpublishing.redirection.json:4:55 ["/azure/about"]: redirections go round in a circle; this leads back to `round.html`
        L030 .openpublishing.redirection.json:5:55 ["/azure/round"]: redirections go round in a circle; this leads back to `about.html`
        L011 articles/a.md:1:5 [old.md]: the target has moved; a redirection leads to `articles/servers/overview.md`
        L011 articles/a.md:1:17 [/azure/old]: the target has moved; a redirection leads to `articles/servers/overview.md`
        L011 articles/a.md:1:33 [away.md]: the target has moved; a redirection leads to `https://a.example/x`
        L001 articles/a.md:1:46 [round.md]: link to a topic that does not exist; no topic at `articles/round.md`
    "#]],
    );
    check(
        Show::Files,
        &format!("{DOCSET}{redirections}"),
        &expect![[r#"
        middle.html is now servers/overview.html#part
        old.html is now servers/overview.html#part
        L030 .openpublishing.redirection.json:4:55 ["/azure/about"]: redirections go round in a circle; this leads back to `round.html`
        L030 .openpublishing.redirection.json:5:55 ["/azure/round"]: redirections go round in a circle; this leads back to `about.html`
    "#]],
    );
}

#[test]
fn the_site_path_is_guessed_from_redirections_that_agree() {
    check(
        Show::Links,
        r#"-- docfx.json
{"build": {"content": [{"files": ["**/*.md"]}]}}
-- .openpublishing.redirection.json
{"redirections": [
 {"source_path": "x.md", "redirect_url": "/product/a/one"},
 {"source_path": "y.md", "redirect_url": "/product/a/two"},
 {"source_path": "z.md", "redirect_url": "/product/a/one#x"},
 {"source_path": "w.md", "redirect_url": "/elsewhere/two"}
]}
-- a/one.md
[a](/product/a/two) [b](/elsewhere/a/two)
-- a/two.md
# Two
"#,
        &expect![[r#"
            a/one.html: /product/a/two → a/two.html
            a/one.html: /elsewhere/a/two → outside https://learn.microsoft.com/elsewhere/a/two
        "#]],
    );
}

#[test]
fn the_choices_of_zones_reach_the_playbook() {
    let fixture = "-- docfx.json\n{\"build\": {\"content\": [{\"files\": [\"**/*.md\"]}]}}\n-- zone-pivot-groups.yml\ngroups:\n- id: os\n  pivots:\n  - id: linux\n    title: Linux\n-- a.md\n# A\n";
    let (playbook, _, findings) = super::playbook_of(fixture, |_| ());
    assert_eq!(playbook.zone_groups[0].pivots[0].title, "Linux");
    assert_eq!(findings, []);
    let (_, _, findings) = super::playbook_of(&fixture.replace("groups:", "groups: ["), |_| ());
    assert_eq!(findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["C021"]);
}
