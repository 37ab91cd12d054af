//! What an edition shows, by class and audience.
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]

use expect_test::{Expect, expect};

use super::{compose_fixture, shown_findings, shown_topic, sources_of};
use crate::finding::sort_findings;
use crate::overlay::{Clearance, clear};

/// Lays the ranks over the topics and shows what is left of them for a class and audiences.
fn check(fixture: &str, ranks: &[&[&str]], ceiling: &str, audience: &[&str], expected: Expect) {
    let sources = sources_of(fixture);
    let (composed, mut findings) = compose_fixture(&sources, ranks);
    let clearance = Clearance {
        ceiling: ceiling.into(),
        audience: audience.iter().map(|tag| (*tag).into()).collect(),
        ..Clearance::default()
    };
    let cleared = clear(composed, &sources, &clearance).take(&mut findings);
    let mut shown = String::new();
    let (topics, documents, layers) = cleared.into_parts();
    let composed = crate::overlay::Composed { topics, documents, layers, ..Default::default() };
    for topic in &composed.topics {
        shown += &shown_topic(&composed, topic);
    }
    sort_findings(&mut findings);
    shown += &shown_findings(&sources, &findings);
    expected.assert_eq(&shown);
}

const PAGES: &str = "\
-- topics/open.md
---
classification: public
---
# Open

For everybody.

:::class confidential

Bridge PIN.

## Secret heading

More.

:::class-end

- item
- other

  :::class restricted
  The safe.
  :::class-end

-- topics/plain.md
# Plain

Says nothing of its class.
-- topics/secret.md
---
classification: restricted
---
# Secret
";

#[test]
fn an_edition_shows_its_class_and_below() {
    check(
        PAGES,
        &[],
        "public",
        &[],
        expect![[r#"
            topics/open.md
              classification: public
              # Open
              For everybody.
              list
                -
                  item
                -
                  other
            O113 topics/open.md:21 blank line missing around “:::class”; read as if it were there > a blank line before and after it
            O113 topics/open.md:23 blank line missing around “:::class-end”; read as if it were there > a blank line before and after it
        "#]],
    );
    check(
        PAGES,
        &[],
        "confidential",
        &[],
        expect![[r#"
            topics/open.md
              classification: public
              # Open
              For everybody.
              class
                Bridge PIN.
                ## Secret heading
                More.
              list
                -
                  item
                -
                  other
            topics/plain.md
              # Plain
              Says nothing of its class.
            O113 topics/open.md:21 blank line missing around “:::class”; read as if it were there > a blank line before and after it
            O113 topics/open.md:23 blank line missing around “:::class-end”; read as if it were there > a blank line before and after it
        "#]],
    );
    check(
        PAGES,
        &[],
        "restricted",
        &[],
        expect![[r#"
            topics/open.md
              classification: public
              # Open
              For everybody.
              class
                Bridge PIN.
                ## Secret heading
                More.
              list
                -
                  item
                -
                  other
                  class
                    The safe.
            topics/plain.md
              # Plain
              Says nothing of its class.
            topics/secret.md
              classification: restricted
              # Secret
            O113 topics/open.md:21 blank line missing around “:::class”; read as if it were there > a blank line before and after it
            O113 topics/open.md:23 blank line missing around “:::class-end”; read as if it were there > a blank line before and after it
        "#]],
    );
}

#[test]
fn what_has_an_unknown_class_is_in_no_edition() {
    check(
        "-- topics/a.md
---
classification: secert
---
# A
-- topics/b.md
# B

:::class confidental

x

:::class-end

:::class

y

:::class-end

:::class restricted

never closed
",
        &[],
        "restricted",
        &[],
        expect![[r#"
            topics/b.md
              # B
              class
                never closed
            O608 topics/a.md:2 class “secert” is not one of public, internal, confidential, restricted; nothing of it is shown | the scale stands in book.toml under `[clearance] classes`
            O608 topics/b.md:3 class “confidental” is not one of public, internal, confidential, restricted; nothing of it is shown > confidential
            O608 topics/b.md:9 class “” is not one of public, internal, confidential, restricted; nothing of it is shown | the scale stands in book.toml under `[clearance] classes`
            O112 topics/b.md:15 “:::class” is never closed; it ends with the block around it | add the line where it shall end, as far indented as this one > :::class-end
        "#]],
    );
}

#[test]
fn what_a_layer_of_a_higher_class_brings_is_left_out_with_its_fields_and_anchors() {
    let fixture = "\
-- topics/a.md
---
title: Base title
classification: public
tags: [one]
---
# A

Base.

## Old name

Under it.

## Numbers

| Who | Phone |
|---|---|
| Desk | 1 |

- first
-- overlays/restricted/changes/a.md
---
set:
  title: Secret title
add:
  tags: [two]
---
# Add to start of: this topic
Secret words.
# Rename: Old name
Secret name
# Merge into table: Numbers
| Who | Phone |
|---|---|
| Desk | 2 |
| Safe | 3 |
# Add to list: Numbers
- second
-- overlays/restricted/topics/own.md
# Own
";
    check(
        fixture,
        &[&["restricted"]],
        "public",
        &[],
        expect![[r#"
        topics/a.md
          title: Base title
          classification: public
          tags: one
          # A
          Base.
          ## Numbers
          table
            | Who | Phone |
            | Desk |  |
          list
            -
              first
    "#]],
    );
    check(
        fixture,
        &[&["restricted"]],
        "restricted",
        &[],
        expect![[r#"
        topics/a.md
          title: Secret title  [restricted]
          classification: public
          tags: one, two
          # A
          Secret words.  [restricted]
          Base.
          ## Secret name  [restricted]
          Under it.
          ## Numbers
          table
            | Who | Phone |
            | Desk | 2[restricted] |
            | Safe | 3 |  [restricted]
          list
            -
              first
            -  [restricted]
              second
          #old-name → #secret-name
        topics/own.md
          # Own  [restricted]
    "#]],
    );
}

#[test]
fn a_class_only_rises() {
    check(
        "-- topics/a.md
---
classification: confidential
---
# A
-- overlays/internal/changes/a.md
---
set:
  classification: public
---
-- overlays/internal/topics/own.md
---
classification: public
---
# Own
",
        &[&["internal"]],
        "internal",
        &[],
        expect![[r#"
            topics/own.md
              classification: public  [internal]
              # Own  [internal]
            O602 overlays/internal/changes/a.md:3 internal lowers the class of this topic from confidential to public; it can only rise | take the line out, or raise it
            O602 overlays/internal/topics/own.md:2 internal lowers the class of this topic from internal to public; it can only rise | take the line out, or raise it
        "#]],
    );
}

#[test]
fn a_topic_for_others_is_left_out() {
    let fixture = "\
-- topics/a.md
---
audience: [it]
---
# It
-- topics/b.md
# All
-- topics/c.md
---
audience: facilities
---
# Facilities
";
    check(
        fixture,
        &[],
        "internal",
        &["IT"],
        expect![[r#"
        topics/a.md
          audience: it
          # It
        topics/b.md
          # All
    "#]],
    );
    check(
        fixture,
        &[],
        "internal",
        &[],
        expect![[r#"
        topics/a.md
          audience: it
          # It
        topics/b.md
          # All
        topics/c.md
          audience: facilities
          # Facilities
    "#]],
    );
}
