//! Sections and fields.

use expect_test::expect;

use super::{CONTACTS, check};

#[test]
fn replacing_a_section_keeps_its_neighbours() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
---
changes: contacts.md
set:
  title: Our contacts
  owner: Desk
add:
  tags: [b, a]
---
# Replace: On call
Page the duty manager.
"
        ),
        expect![[r"
            topics/contacts.md
              title: Our contacts  [group]
              tags: a, b
              owner: Desk  [group]
              # Contacts
              Intro.
              ## On call
              Page the duty manager.  [group]
              ## Office
              Call reception.
              #nights → #on-call
        "]],
    );
}

#[test]
fn additions_stand_from_broad_to_specific() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
# Add to start of: this topic
Group first.
# Add to end of: this topic
## Group end
x
# Add after: On call
## Group after
g
# Add to end of: On call
Group end of opening.
-- overlays/site/changes/contacts.md
# Add to start of: this topic
Site second.
# Add after: on  CALL
## Site after
s
# Add before: Group after
## Site before
b
# Add to end of: On call
Site end of opening.
"
        ),
        expect![[r"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Group first.  [group]
              Site second.  [site]
              Intro.
              ## On call
              Ask the vendor.
              Group end of opening.  [group]
              Site end of opening.  [site]
              ### Nights
              Ring twice.
              ## Site before  [site]
              b  [site]
              ## Group after  [group]
              g  [group]
              ## Site after  [site]
              s  [site]
              ## Office
              Call reception.
              ## Group end  [group]
              x  [group]
        "]],
    );
}

#[test]
fn removing_keeps_what_others_put_beside_it() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
# Add after: On call
## Beside
g
# Remove: On call
We have a desk (DEC-4).
# Rename: Office
Reception desk
-- overlays/site/changes/contacts.md
# Replace: On call
no
"
        ),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## Beside  [group]
              g  [group]
              ## Reception desk  [group]
              Call reception.
              #on-call → #
              #nights → #
              #office → #reception-desk
            O203 overlays/site/changes/contacts.md:1 “On call” was removed by layer group | target “Contacts”, or ask group
              overlays/group/changes/contacts.md:4 removed here
        "#]],
    );
}

#[test]
fn blocks_are_named_by_their_first_words() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
# Replace paragraph: Ask the…
Ask us.
# Add after paragraph: Call reception.
Then the gate.
# Replace paragraph: Ring
never
"
        ),
        expect![[r#"
            topics/contacts.md
              title: Contacts
              tags: a
              # Contacts
              Intro.
              ## On call
              Ask us.  [group]
              ### Nights
              Ring twice.
              ## Office
              Call reception.
              Then the gate.  [group]
            O207 overlays/group/changes/contacts.md:5 the beginning “Ring” needs … at its end unless it is the whole text > # Replace paragraph: Ring…
              topics/contacts.md:10 one of them
        "#]],
    );
}

#[test]
fn whole_topics_are_added_and_hidden() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/topics/crisis/tree.md
# Tree
-- overlays/group/topics/contacts.md
# Clash
-- overlays/site/changes/crisis/tree.md
---
hide: yes
note: not here
---
-- overlays/site/changes/gone.md
# Replace: x
y
-- overlays/other/topics/never.md
# Never
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
              Ring twice.
              ## Office
              Call reception.
            O109 overlays/group/topics/contacts.md:1 “contacts.md” exists in Base; a whole topic here would hide it | move it to `changes/`, or say in its front matter that it replaces the other > replaces: contacts.md
              topics/contacts.md:1 the topic that it would hide
            O110 overlays/site/changes/gone.md:1 “gone.md” changes a topic that no lower layer has > move it to `topics/` if it is a topic of its own, or correct the path
        "#]],
    );
}

#[test]
fn one_bad_instruction_hides_no_other_finding() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
---
changes: other.md
sett: {{}}
---
floating
# Replce: On call
x
# Replace: On cal
x
# Replace:
x
# Remove: Office
# Add before: this topic
## x
# Add after: On call
plain
# Add to end of: On call
## too high
# Add to end of: Nights (if absent: x)
y
# Remove: Nothing (if present)
r

Stray
===
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
              Ring twice.
              ## Office
              Call reception.
            O107 overlays/group/changes/contacts.md:2 `changes: other.md` does not match this file's place (contacts.md) | move the file or correct the line > changes: contacts.md
            O108 overlays/group/changes/contacts.md:3 “sett” is not a known key here | did you mean “set”? > set
            O103 overlays/group/changes/contacts.md:5 text stands before the first instruction and belongs to nothing | put it under an instruction > # Add to start of: this topic
            O101 overlays/group/changes/contacts.md:6 “Replce” is not an instruction; in a change file every # heading is one | did you mean “Replace”? > # Replace: On call
            O201 overlays/group/changes/contacts.md:8 no section “On cal” in contacts.md | nearest: “On call”, “Office”; or add (if present) > # Replace: On call
              topics/contacts.md:7 nearest: “On call”
            O102 overlays/group/changes/contacts.md:10 this instruction names no target > # Replace: this topic
            O106 overlays/group/changes/contacts.md:12 say why: the text under Remove is the reason kept for the audit > write the reason below it
            O204 overlays/group/changes/contacts.md:13 nothing can stand before or after the topic itself > # Add to start of: this topic
            O206 overlays/group/changes/contacts.md:15 text added beside a section would read as part of a section | put it into the section, or begin it with a heading > # Add to end of: On call
            O205 overlays/group/changes/contacts.md:18 a heading of level 2 cannot stand here; this place takes level 3 or deeper > ### too high
              overlays/group/changes/contacts.md:17 for this instruction
            O111 overlays/group/changes/contacts.md:19 qualifier “(if absent: x)” is not known | the qualifiers are (in: section), (with column: name), (if present) and (with additions)
            O208 overlays/group/changes/contacts.md:21 (if present): “Nothing” is not in contacts.md; nothing done
            O104 overlays/group/changes/contacts.md:24 a line of === made this a level-1 heading > ## Stray
        "#]],
    );
}

#[test]
fn two_instructions_of_one_rank_that_meet_are_both_left_out() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
# Replace: On call
x
# Add to start of: Nights
y
# Add after: On call
## z
-- overlays/site/changes/contacts.md
# Remove: Contacts
r
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
              Ring twice.
              ## z  [group]
              ## Office
              Call reception.
            O401 overlays/group/changes/contacts.md:3 two instructions change “On call” in one rank: Replace and Add to start of > join them, or move one to a later layer
              overlays/group/changes/contacts.md:1 the other
            O204 overlays/site/changes/contacts.md:1 a topic cannot be removed from inside | `hide: yes` and `note:` in the front matter take a whole topic away > hide: yes
        "#]],
    );
}

#[test]
fn additions_of_another_layer_are_not_dropped_unknowingly() {
    check(
        &format!(
            "{CONTACTS}\
-- overlays/group/changes/contacts.md
# Add to end of: On call
### Emergency number
112
# Add to end of: Office
g
-- overlays/site/changes/contacts.md
# Remove: On call
not here
# Replace: Office (with additions)
ours
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
              Ring twice.
              ### Emergency number  [group]
              112  [group]
              ## Office
              ours  [site]
            O403 overlays/site/changes/contacts.md:1 this would also drop 1 addition of group: Emergency number | check with group first > # Remove: On call (with additions)
              overlays/group/changes/contacts.md:2 added here
        "#]],
    );
}
