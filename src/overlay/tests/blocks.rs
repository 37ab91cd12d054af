//! Items, blocks in blocks, and what stands beside them.

use expect_test::expect;

use super::check;

const PAGE: &str = "\
-- topics/page.md
# Page

Read this first.

- Torch
- Radio
  - Channel 3

    More about the radio.

> [!NOTE]
> Keep the door shut.

## Links

1. [One](one.md)
2. [Two](two.md)

## Systems

# [Mail](#tab/mail)

Ask for the mail.

# [Chat](#tab/chat)

Ask for the chat.

---

## Two lists

- a

<!-- -->

- b
";

fn check_change(change: &str, expected: expect_test::Expect) {
    check(&format!("{PAGE}-- overlays/group/changes/page.md\n{change}"), expected);
}

#[test]
fn items_join_the_list_of_a_section() {
    check_change(
        "# Add to list: Links\n- [Ours](ours.md)\n- [Theirs](theirs.md)\n",
        expect![[r#"
        topics/page.md
          # Page
          Read this first.
          list
            -
              Torch
            -
              Radio
              list
                -
                  Channel 3
                  More about the radio.
          note
            Keep the door shut.
          ## Links
          list
            -
              One
            -
              Two
            -  [group]
              Ours
            -  [group]
              Theirs
          ## Systems
          tabs
            Ask for the mail.
            Ask for the chat.
          ## Two lists
          list
            -
              a
          list
            -
              b
    "#]],
    );
}

#[test]
fn items_are_added_replaced_and_removed() {
    check_change(
        "\
# Add before item: Torch
- Whistle
# Replace item: Radio…
- Satellite telephone
# Remove item: Two
It is gone.
# Add after item: One
- Half
",
        expect![[r#"
            topics/page.md
              # Page
              Read this first.
              list
                -  [group]
                  Whistle
                -
                  Torch
                -  [group]
                  Satellite telephone
              note
                Keep the door shut.
              ## Links
              list
                -
                  One
                -  [group]
                  Half
              ## Systems
              tabs
                Ask for the mail.
                Ask for the chat.
              ## Two lists
              list
                -
                  a
              list
                -
                  b
        "#]],
    );
}

#[test]
fn blocks_in_notes_tabs_and_items_are_targets() {
    check_change(
        "\
# Replace paragraph: Ask for the chat.
Use the radio.
# Add after paragraph: Keep the door shut.
And the window.
# Remove paragraph: More about…
Nobody reads it.
# Replace note: Keep…
Nothing
",
        expect![[r#"
            topics/page.md
              # Page
              Read this first.
              list
                -
                  Torch
                -
                  Radio
                  list
                    -
                      Channel 3
              note
                Keep the door shut.
              ## Links
              list
                -
                  One
                -
                  Two
              ## Systems
              tabs
                Ask for the mail.
                Use the radio.  [group]
              ## Two lists
              list
                -
                  a
              list
                -
                  b
            O401 overlays/group/changes/page.md:7 two instructions change “Keep the door shut.” in one rank: Add after paragraph and Replace note > join them, or move one to a later layer
              overlays/group/changes/page.md:3 the other
        "#]],
    );
}

#[test]
fn a_replaced_block_keeps_what_lower_layers_put_beside_it() {
    check(
        &format!(
            "{PAGE}-- overlays/group/changes/page.md
# Add after paragraph: Read this first.
Group after.
-- overlays/site/changes/page.md
# Replace paragraph: Read this first.
Site instead.
"
        ),
        expect![[r#"
            topics/page.md
              # Page
              Site instead.  [site]
              Group after.  [group]
              list
                -
                  Torch
                -
                  Radio
                  list
                    -
                      Channel 3
                      More about the radio.
              note
                Keep the door shut.
              ## Links
              list
                -
                  One
                -
                  Two
              ## Systems
              tabs
                Ask for the mail.
                Ask for the chat.
              ## Two lists
              list
                -
                  a
              list
                -
                  b
        "#]],
    );
}

#[test]
fn a_body_that_does_not_fit_is_refused() {
    check_change(
        "\
# Add to list: Links
Not a list.
# Add to list: Two lists
- c
# Add to list: Page
- Map
# Add after item: Torch
- a

and text
# Replace paragraph: Read this…
## A heading
# Remove list: Torch Radio (if present)
r
# Replace: Read this first…
x
",
        expect![[r#"
            topics/page.md
              # Page
              Read this first.
              list
                -
                  Torch
                -
                  Radio
                  list
                    -
                      Channel 3
                      More about the radio.
                -  [group]
                  Map
              note
                Keep the door shut.
              ## Links
              list
                -
                  One
                -
                  Two
              ## Systems
              tabs
                Ask for the mail.
                Ask for the chat.
              ## Two lists
              list
                -
                  a
              list
                -
                  b
            O211 overlays/group/changes/page.md:1 “Add to list” takes one list below it and nothing else | write one list
            O209 overlays/group/changes/page.md:3 section “Two lists” has 2 lists; name one | write its first words > # Add to list: a
              topics/page.md:33 one of them
              topics/page.md:37 one of them
            O211 overlays/group/changes/page.md:7 “Add after item” takes one list below it and nothing else | write one list
            O205 overlays/group/changes/page.md:12 a heading of level 2 cannot stand here; this place takes none | name the section instead, or write the line in bold > **A heading**
              overlays/group/changes/page.md:11 for this instruction
            O207 overlays/group/changes/page.md:13 the beginning “Torch Radio” needs … at its end unless it is the whole text > # Remove list: Torch Radio… (if present)
              topics/page.md:5 one of them
            O201 overlays/group/changes/page.md:15 no section “Read this first…” in page.md; headings are named whole | for a block say what it is > # Replace paragraph: Read this first…
        "#]],
    );
}

#[test]
fn targets_may_be_links_to_a_heading_of_the_topic() {
    check_change(
        "\
# Add to start of: [Links](../../../topics/page.md#links)
a
# Add to start of: [Links](page.md#links)
b
# Add to end of: [Links](#links)
c
# Add to end of: [Links](other.md#links)
d
",
        expect![[r#"
            topics/page.md
              # Page
              Read this first.
              list
                -
                  Torch
                -
                  Radio
                  list
                    -
                      Channel 3
                      More about the radio.
              note
                Keep the door shut.
              ## Links
              b  [group]
              list
                -
                  One
                -
                  Two
              c  [group]
              ## Systems
              tabs
                Ask for the mail.
                Ask for the chat.
              ## Two lists
              list
                -
                  a
              list
                -
                  b
            O210 overlays/group/changes/page.md:1 the link leads to ../../../topics/page.md, this file changes page.md | link to a heading of this topic, or move the instruction to that file
            O210 overlays/group/changes/page.md:7 the link leads to other.md, this file changes page.md | link to a heading of this topic, or move the instruction to that file
        "#]],
    );
}
