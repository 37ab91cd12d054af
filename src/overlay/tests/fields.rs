//! Front matter by its leaves: what is set, told of, reviewed and met.

use expect_test::{Expect, expect};

use super::{compose_fixture, shown_findings, sources_of};
use crate::finding::sort_findings;
use crate::overlay::facts;

const PAGE: &str = "\
-- topics/a.md
---
title: A
tags: [one, two]
activation:
  authority: Duty manager
  channel:
    first: telephone
---
# A
";

/// The facts of the fields with their whole way, then the findings.
fn check(layers: &str, ranks: &[&[&str]], expected: Expect) {
    let sources = sources_of(&format!("{PAGE}{layers}"));
    let (composed, mut findings) = compose_fixture(&sources, ranks);
    let mut shown = String::new();
    for fact in facts(&composed.topics[0], &composed.documents).into_iter().filter(|fact| fact.kind == "field") {
        let step = |step: &crate::overlay::Step| {
            format!("{} by {} ({})", step.deed, composed.layers.get(step.layer).unwrap().name, step.text)
        };
        let way = fact.history.iter().map(step).collect::<Vec<_>>().join(", over ");
        shown += &format!("{}{}: {way}\n", fact.name, if fact.removed { " removed" } else { "" });
    }
    sort_findings(&mut findings);
    shown += &shown_findings(&sources, &findings);
    expected.assert_eq(&shown);
}

#[test]
fn a_map_is_set_leaf_by_leaf_and_each_leaf_tells_its_way() {
    check(
        "\
-- overlays/group/changes/a.md
---
set:
  activation:
    authority: Head of site
    deputy: Guard
  activation.channel.first: radio
  contact: { name: Ann, at: { night: 2, day: 1 } }
remove:
  keys: [title]
---
-- overlays/site/changes/a.md
---
set:
  activation: { authority: Porter }
  contact.at.night: 3
remove:
  keys: [activation.deputy]
---
",
        &[&["group"], &["site"]],
        expect![[r#"
            title removed: removed by group (), over written by base (A)
            tags: written by base (one, two)
            activation.authority: set by site (Porter), over set by group (Head of site), over written by base (Duty manager)
            activation.channel.first: set by group (radio), over written by base (telephone)
            activation.deputy removed: removed by site (), over added by group (Guard)
            contact.name: added by group (Ann)
            contact.at.night: set by site (3), over added by group (2)
            contact.at.day: added by group (1)
            O405 overlays/site/changes/a.md:3 site overrides group for “activation.authority”
              overlays/group/changes/a.md:4 overridden here
            O405 overlays/site/changes/a.md:4 site overrides group for “contact.at.night”
              overlays/group/changes/a.md:7 overridden here
        "#]],
    );
}

#[test]
fn what_does_not_fit_a_leaf_is_told_with_the_place_below() {
    check(
        "\
-- overlays/group/changes/a.md
---
set:
  activation: nobody
  title: { long: B }
  activation.channel: { }
  activation.authority: Duty manager
  tags: three
add:
  title: [x]
---
",
        &[&["group"]],
        expect![[r#"
            title: written by base (A)
            tags: written by base (one, two)
            activation.authority: written by base (Duty manager)
            activation.channel.first: written by base (telephone)
            O305 overlays/group/changes/a.md:3 “activation” is a mapping below; `set` cannot make it text
              topics/a.md:4 it is so here
            O305 overlays/group/changes/a.md:4 “title” is text below; `set` cannot make it a map
              topics/a.md:2 it is so here
            O304 overlays/group/changes/a.md:5 “activation.channel” has an empty value | to keep the value below delete the line; to clear it remove the field > remove: { keys: [activation.channel] }
            O406 overlays/group/changes/a.md:6 “activation.authority” is set to what it already is > delete the line
              topics/a.md:5 it is so here
            O305 overlays/group/changes/a.md:7 “tags” is a list below; `set` cannot make it text
              topics/a.md:3 it is so here
            O305 overlays/group/changes/a.md:9 “title” is text; `add` cannot be used
              topics/a.md:2 it is so here
        "#]],
    );
}

#[test]
fn peers_may_set_different_leaves_of_one_map_and_meet_at_one() {
    check(
        "\
-- overlays/east/changes/a.md
---
set:
  activation: { authority: East, deputy: Same }
  title: T
add:
  tags: [east, both]
---
-- overlays/west/changes/a.md
---
set:
  activation: { authority: West, deputy: Same, phone: 1 }
add:
  tags: [west, both]
remove:
  keys: [title]
  tags: [east]
---
",
        &[&["east", "west"]],
        expect![[r#"
            title: written by base (A)
            tags: set by west (one, two, both, west), over set by east (one, two, both), over written by base (one, two)
            activation.authority: written by base (Duty manager)
            activation.channel.first: written by base (telephone)
            activation.deputy: added by east (Same)
            activation.phone: added by west (1)
            O401 overlays/west/changes/a.md:3 two change files of one rank change “activation.authority” in different ways > keep one of them, or move one to a later layer
              overlays/east/changes/a.md:3 the other
            O406 overlays/west/changes/a.md:3 another file of the same rank says this of “activation.deputy” already > delete one of them
              overlays/east/changes/a.md:3 the other
            O401 overlays/west/changes/a.md:7 two change files of one rank change “title” in different ways > keep one of them, or move one to a later layer
              overlays/east/changes/a.md:4 the other
            O401 overlays/west/changes/a.md:8 two change files of one rank change “tags” in different ways > keep one of them, or move one to a later layer
              overlays/east/changes/a.md:6 the other
        "#]],
    );
}
