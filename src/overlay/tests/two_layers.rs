//! Locks, requirements and overrides.

use expect_test::expect;

use super::{CONTACTS, check, check_ranks};

#[test]
fn a_lock_lets_later_layers_add_and_nothing_else() {
    check(
        &format!(
            "{CONTACTS}-- overlays/group/changes/contacts.md
# Lock: On call
Agreed with the insurer.
# Add to end of: On call
Group's own.
-- overlays/site/changes/contacts.md
# Add to end of: On call
Site adds.
# Add after: On call
## Beside
x
# Replace: On call
y
# Rename: Nights
z
# Remove paragraph: Ask the vendor.
r
# Replace: this topic
everything
"
        ),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              Group's own.  [group]
              Site adds.  [site]
              ### Nights
              Ring twice.
              ## Beside  [site]
              x  [site]
              ## Office
              Call reception.
            O402 overlays/site/changes/contacts.md:6 “On call” is locked by group: Agreed with the insurer. > add beside it, or ask group
              overlays/group/changes/contacts.md:1 locked here
            O402 overlays/site/changes/contacts.md:8 “Nights” is locked by group: Agreed with the insurer. > add beside it, or ask group
              overlays/group/changes/contacts.md:1 locked here
            O402 overlays/site/changes/contacts.md:10 “Ask the vendor.” is locked by group: Agreed with the insurer. > add beside it, or ask group
              overlays/group/changes/contacts.md:1 locked here
            O402 overlays/site/changes/contacts.md:12 “this topic” is locked by group: Agreed with the insurer. > add beside it, or ask group
              overlays/group/changes/contacts.md:1 locked here
        "#]],
    );
}

#[test]
fn a_required_section_must_be_filled_by_a_later_layer() {
    let group = format!(
        "{CONTACTS}-- overlays/group/changes/contacts.md
# Add after: Office
## Assembly point
Named by each site.
# Require: Assembly point
Name the place and its deputy.
"
    );
    check(
        &group,
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              Ring twice.
              ## Office
              Call reception.
              ## Assembly point  [group]
              Named by each site.  [group]
            O404 overlays/group/changes/contacts.md:4 group requires “Assembly point” of contacts.md to be filled; no later layer does | in a later layer: `# Replace: Assembly point` (Name the place and its deputy.) > lifeboat overlay new site contacts.md
        "#]],
    );
    check(
        &format!("{group}-- overlays/site/changes/contacts.md\n# Replace: Assembly point\nCar park C.\n"),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              Ring twice.
              ## Office
              Call reception.
              ## Assembly point  [group]
              Car park C.  [site]
        "#]],
    );
    check(
        &format!("{group}-- overlays/site/changes/contacts.md\n# Remove: Assembly point\nNone here.\n"),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              Ring twice.
              ## Office
              Call reception.
              #assembly-point → #
            O404 overlays/group/changes/contacts.md:4 group requires “Assembly point” of contacts.md to be filled; no later layer does | in a later layer: `# Replace: Assembly point` (Name the place and its deputy.) > lifeboat overlay new site contacts.md
              overlays/site/changes/contacts.md:1 removed here
        "#]],
    );
}

#[test]
fn what_a_later_layer_overrides_is_listed() {
    check(
        &format!(
            "{CONTACTS}-- overlays/group/changes/contacts.md
---
set:
  title: Group contacts
---
# Replace paragraph: Call reception.
Call the desk.
-- overlays/site/changes/contacts.md
---
set:
  title: Site contacts
  tags: [a]
---
# Replace paragraph: Call the desk.
Call the gate.
"
        ),
        expect![[r#"
            topics/contacts.md
              title: Site contacts  [site]
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              Ring twice.
              ## Office
              Call the gate.  [site]
            O405 overlays/site/changes/contacts.md:3 site overrides group for “title”
              overlays/group/changes/contacts.md:3 overridden here
            O406 overlays/site/changes/contacts.md:4 “tags” is set to what it already is > delete the line
              topics/contacts.md:3 it is so here
            O405 overlays/site/changes/contacts.md:6 site overrides group for “Call the desk.”
              overlays/group/changes/contacts.md:6 overridden here
        "#]],
    );
}

#[test]
fn peers_cannot_claim_one_address() {
    check_ranks(
        &format!("{CONTACTS}-- overlays/a/topics/tree.md\n# A\n-- overlays/b/topics/tree.md\n# B\n"),
        &[&["a", "b"]],
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              Ring twice.
              ## Office
              Call reception.
            topics/tree.md
              # A  [a]
            O408 overlays/b/topics/tree.md:1 a and b claim the same address tree.md | give one of them another name, or put one layer above the other
              overlays/a/topics/tree.md:1 the other
        "#]],
    );
}

#[test]
fn a_removed_block_is_told_with_the_place_of_its_removal() {
    check(
        &format!(
            "{CONTACTS}-- overlays/group/changes/contacts.md
# Remove paragraph: Ring twice.
We have a desk.
-- overlays/site/changes/contacts.md
# Replace paragraph: Ring…
Once.
"
        ),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask the vendor.
              ### Nights
              ## Office
              Call reception.
            O203 overlays/site/changes/contacts.md:1 “Ring…” was removed by layer group | target “Nights”, or ask group
              overlays/group/changes/contacts.md:1 removed here
        "#]],
    );
}
