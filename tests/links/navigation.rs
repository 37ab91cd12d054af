//! Navigation files of every kind, and what stands in for them.

use std::fmt::Write;

use expect_test::expect;

use super::{Show, check};

#[test]
fn a_toc_is_read_with_all_its_kinds_of_entries() {
    check(
        Show::Navigation,
        "-- toc.yml
items:
- name: Home
  href: index.md
- name: Group
  items:
  - name: Part of one
    href: One.md?tabs=x#part
  - href: one.md
  - name: Folder
    href: sub/
  - name: Elsewhere
    href: https://a.example
- name: Taken in
  href: more/TOC.yml
- name: By uid
  uid: two.uid
- name: Empty group
  items: []
- name: Gone
  href: gone.md
- name: Gone group
  href: gone.md
  items:
  - name: Two
    href: two.md
- just text
-- more/toc.yml
- name: Three
  href: three.md
- name: Back
  href: ../toc.yml
-- index.md
# Home
-- one.md
# One
## Part
-- two.md
---
uid: two.uid
---
# Two
-- more/three.md
# Three
-- sub/index.md
# Sub
-- left.md
# Left out
",
        &expect![[r#"
            Home → index.html
            Group
              Part of one → one.html#part [tabs=x]
              One → one.html
              Folder → sub/index.html
              Elsewhere → outside https://a.example
            Taken in
              Three → more/three.html
            By uid → two.html
            Gone group
              Two → two.html
            More topics
              Left out → left.html
            L023 left.md:1:1 []: a topic in no navigation; no entry leads to this topic; it stands under “More topics”
            L021 more/toc.yml:4:9 [../toc.yml]: navigation files take each other in; this file is already being taken in, so it is left out here
            L004 toc.yml:7:11 [One.md?tabs=x#part]: only the letter case of the path differs; no file has exactly this name; write `one.md`
            L020 toc.yml:20:9 [gone.md]: an entry of the navigation leads nowhere; no topic at `gone.md`; did you mean `one.md`?
            L020 toc.yml:22:9 [gone.md]: an entry of the navigation leads nowhere; no topic at `gone.md`; did you mean `one.md`?
            L022 toc.yml:26:3 [just text]: this is no entry of a navigation; text where `name:` and `href:` are expected
        "#]],
    );
}

#[test]
fn tocs_of_folders_without_one_at_the_root_are_branches() {
    check(
        Show::Navigation,
        "-- arc/toc.yml
- name: Arc documentation
  href: index.yml
- name: Overview
  href: overview.md
-- arc/servers/toc.yml
- name: Servers
  items:
  - name: One server
    href: one.md
-- arc/bread/toc.yml
- name: Azure
  tocHref: /azure
  topicHref: /azure/index
-- linux/TOC.yml
- name: Linux
  href: linux.md
-- arc/index.yml
x: 1
-- arc/overview.md
# O
-- arc/servers/one.md
# One
-- linux/linux.md
# Linux
",
        &expect![[r#"
            Arc documentation
              Overview → arc/overview.html
              Servers
                One server → arc/servers/one.html
            Linux → linux/linux.html
            L013 arc/toc.yml:2:9 [index.yml]: link to a file that is no topic; no page is made of `arc/index.yml`
        "#]],
    );
}

#[test]
fn headings_of_a_toc_in_markdown_are_the_tree() {
    check(
        Show::Navigation,
        "-- TOC.md
# [Home](index.md)
## [One](one.md)
# [Lost](lost.md)
-- index.md
# Home
-- one.md
# One
",
        &expect![[r#"
            Home → index.html
              One → one.html
            L020 TOC.md:3:10 [lost.md]: an entry of the navigation leads nowhere; no topic at `lost.md`
        "#]],
    );
}

#[test]
fn a_summary_of_mdbook_is_read() {
    check(
        Show::Navigation,
        "-- SUMMARY.md
# Summary

[Intro](README.md)

# Part one

- [One](one.md)
  - [Two](./one/two.md)
  - [Draft]()

---

[After](after.md)
-- README.md
# Intro
-- one.md
# One
-- one/two.md
# Two
-- after.md
# After
",
        &expect![[r#"
            Intro → index.html
            Part one
              One → one.html
                Two → one/two.html
                Draft
            After → after.html
        "#]],
    );
}

#[test]
fn mkdocs_names_its_pages_below_docs() {
    check(
        Show::Navigation,
        "-- mkdocs.yml
nav:
- Home: index.md
- one.md
- Group:
  - Two: sub/two.md
-- docs/index.md
# Home
-- docs/one.md
# One
-- docs/sub/two.md
# Two
",
        &expect![[r#"
            Home → index.html
            One → one.html
            Group
              Two → sub/two.html
        "#]],
    );
}

#[test]
fn without_a_file_the_index_and_the_folders_are_the_navigation() {
    check(
        Show::Navigation,
        "-- index.md
# Home
[second](b.md) [first](a.md)
-- a.md
# A
-- b.md
# B
-- roles/index.md
---
weight: 2
---
# Roles
-- roles/scribe.md
# Scribe
-- first-steps/x.md
---
weight: 9
---
# X
-- first-steps/y.md
# Y
",
        &expect![[r#"
            Home → index.html
            B → b.html
            A → a.html
            First steps
              Y → first-steps/y.html
              X → first-steps/x.html
            Roles → roles/index.html
              Scribe → roles/scribe.html
        "#]],
    );
    check(
        Show::Pages,
        "-- deep/folder/a.md
# A
-- deep/folder/b.md
# B
",
        &expect![[r#"
            deep/folder/a.html “A” entry [0], – ← → deep/folder/b.html, outline ["a"], linked from []
            deep/folder/b.html “B” entry [1], deep/folder/a.html ← → –, outline ["b"], linked from []
            home deep/folder/a.html
        "#]],
    );
}

#[test]
fn a_topic_of_a_layer_places_itself() {
    check(
        Show::Navigation,
        "-- content/topics/toc.yml
- name: Home
  href: index.md
- name: Plan
  href: a/plan.md
-- content/topics/index.md
# Home
-- content/topics/a/plan.md
# Plan
-- content/overlays/site/topics/one.md
---
nav: { under: a/plan.md }
---
# One
-- content/overlays/site/topics/two.md
---
nav: { under: a/plan.md, at: start }
---
# Two
-- content/overlays/site/topics/three.md
---
nav: { after: index.md }
---
# Three
-- content/overlays/site/topics/four.md
---
nav: { before: three.md }
---
# Four
-- content/overlays/site/topics/lost.md
---
nav: { after: nowhere.md }
---
# Lost
",
        &expect![[r#"
            Home → index.html
            Four → four.html
            Three → three.html
            Plan → a/plan.html
              Two → two.html
              One → one.html
            More topics
              Lost → lost.html
            L024 content/overlays/site/topics/lost.md:2:6 [{ after: nowhere.md }]: the place in the navigation is unknown; no topic at `nowhere.md`
        "#]],
    );
}

#[test]
fn a_hidden_topic_leaves_no_trace_and_its_children_stay() {
    check(
        Show::Navigation,
        "-- content/topics/toc.yml
- name: Home
  href: index.md
- name: Legal
  href: legal.md
  items:
  - name: Below
    href: below.md
-- content/topics/index.md
# Home
-- content/topics/legal.md
# Legal
-- content/topics/below.md
# Below
-- content/overlays/site/changes/legal.md
---
hide: yes
---
",
        &expect![[r#"
            Home → index.html
            Below → below.html
            O106 content/overlays/site/changes/legal.md:2:1 [hide]: say why the topic is hidden: the note is kept for the audit; say it in the front matter
        "#]],
    );
}

#[test]
fn a_broken_navigation_file_is_a_finding_and_nothing_is_lost() {
    check(
        Show::Navigation,
        "-- toc.yml
- name: [One
-- a.md
# A
",
        &expect![[r#"
            A → a.html
            L022 toc.yml:1:1 [- name: [One]: this is no valid YAML; a `[` or `{` that is not closed as YAML expects; close the bracket, or put the value in quotes
        "#]],
    );
    check(
        Show::Navigation,
        "-- toc.yml
metadata: x
-- a.md
# A
",
        &expect![[r#"
            A → a.html
            L022 toc.yml:1:1 []: this file lists no entries; a navigation file is a list, or has a list under `items`
        "#]],
    );
}

#[test]
fn twenty_one_topics_without_an_entry_are_one_hint() {
    let mut fixture = String::from("-- toc.yml\n- name: Home\n  href: index.md\n-- index.md\n# Home\n");
    for number in 0..21 {
        writeln!(fixture, "-- x{number:02}.md\n# X").unwrap();
    }
    let (playbook, _, findings) = super::playbook_of(&fixture, |_| ());
    let left: Vec<_> = findings.iter().filter(|finding| finding.code.id == "L023").collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].message, "21 topics stand in no navigation");
    assert_eq!(playbook.nav[1].items.len(), 21);
}

#[test]
fn a_chain_of_placements_or_files_has_an_end() {
    let mut fixture = String::from("-- toc.yml\n- name: Home\n  href: x0000.md\n-- x0000.md\n# X\n");
    for number in 1..3000 {
        let above = number - 1;
        writeln!(fixture, "-- x{number:04}.md\n---\nnav: {{ under: x{above:04}.md }}\n---\n# X").unwrap();
    }
    let (playbook, _, _) = super::playbook_of(&fixture, |_| ());
    assert!(
        playbook.topics.iter().all(|topic| !topic.neighbours.entry.is_empty() && topic.neighbours.entry.len() < 40)
    );
    let mut fixture = String::new();
    for number in 0..100 {
        let next = (number + 1) % 100;
        writeln!(fixture, "-- f{number:03}/toc.yml\n- name: N\n  href: ../f{next:03}/toc.yml\n- href: a.md").unwrap();
        writeln!(fixture, "-- f{number:03}/a.md\n# A").unwrap();
    }
    let (playbook, _, findings) = super::playbook_of(&fixture, |_| ());
    assert!(findings.iter().any(|finding| finding.code.id == "L021"));
    assert!(playbook.topics.iter().all(|topic| !topic.neighbours.entry.is_empty()));
}

#[test]
fn a_series_without_an_index_opens_with_the_topic_that_leads_to_the_others() {
    check(
        Show::Navigation,
        "-- a.md
# A
-- b.md
# B
-- overview.md
# Overview
[B](b.md), [A](a.md)
",
        &expect![[r#"
            Overview → overview.html
            B → b.html
            A → a.html
        "#]],
    );
}
