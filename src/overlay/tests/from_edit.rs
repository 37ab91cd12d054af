//! Law P20: an edited copy becomes a change file that makes it.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{compose_fixture, sources_of};
use crate::finding::Severity;
use crate::overlay::{Edited, Grain, TextHash, change_file, topic_markdown};
use crate::topic::{MarkdownOptions, TopicSet, TopicSettings, read_topics};

const PAGE: &str = "\
---
title: Top
tags: [a, b]
---
# Top

A first paragraph.

A second paragraph, with *words* and a [link](b.md).

> [!NOTE]
> Careful.

## Calls

- Ring twice
- Wait

### Nights

Ring *three* times.

## Table

| K | V |
|---|---|
| x | 1 |

---

## Office

Same words.

Same words.

### Nights

Nobody is there.
";

fn copy_of(text: &str) -> TopicSet {
    let settings = TopicSettings {
        source_folder: "topics".into(),
        markdown: MarkdownOptions { variables: true, ..MarkdownOptions::default() },
        ..TopicSettings::default()
    };
    read_topics(&sources_of(&format!("-- topics/a.md\n{text}")), &settings).value
}

/// The change file for an edited copy, and whether composing it makes the copy.
fn turn(page: &str, copy: &str, grain: Grain) -> (String, Result<(), String>) {
    let sources = sources_of(&format!("-- topics/a.md\n{page}"));
    let (below, _) = compose_fixture(&sources, &[]);
    let set = copy_of(copy);
    let edited = Edited { topic: &set.topics[0], documents: &set.documents };
    let text = change_file(&below.topics[0], &below.documents, &sources, &edited, ("a.md", grain));
    let again = sources_of(&format!("-- topics/a.md\n{page}\n-- overlays/group/changes/a.md\n{text}"));
    let (composed, findings) = compose_fixture(&again, &[&["group"]]);
    let wrong: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Error)
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect();
    let made = TextHash::of(composed.topics[0].body.iter().map(|node| &*node.block), &composed.documents);
    let wanted = TextHash::of(set.topics[0].document.blocks.iter().map(|block| &**block), &set.documents);
    let fields = set.topics[0].fields.entries.iter().all(|field| {
        let there =
            composed.topics[0].fields.iter().find(|(there, _)| there.key == field.key).map(|(there, _)| &there.value);
        TextHash::of_value(there) == TextHash::of_value(Some(&field.value))
    });
    let result = if !wrong.is_empty() {
        Err(wrong.join("; "))
    } else if made != wanted {
        Err("another text".to_owned())
    } else if !fields {
        Err("other front matter".to_owned())
    } else {
        Ok(())
    };
    (text, result)
}

fn check(copy: &str, expected: Expect) {
    let (text, result) = turn(PAGE, copy, Grain::Parts);
    assert_eq!(result, Ok(()), "{text}");
    expected.assert_eq(&text);
}

#[test]
fn an_unedited_copy_changes_nothing() {
    check(
        PAGE,
        expect![[r#"
        ---
        changes: a.md
        ---
    "#]],
    );
}

#[test]
fn each_edit_is_an_instruction_of_its_own() {
    let copy = PAGE
        .replace("title: Top", "title: Ours\nowner: Office")
        .replace("A second paragraph, with *words*", "Our second paragraph, with **words**")
        .replace("- Wait\n", "- Wait\n- Ring again\n")
        .replace("## Table", "## Radio\n\nChannel 3.\n\n## Table")
        .replace("### Nights\n\nRing *three* times.\n", "### At night\n\nRing *three* times.\n")
        .replace("\n### Nights\n\nNobody is there.\n", "");
    check(
        &copy,
        expect![[r#"
            ---
            changes: a.md
            set:
              title: Ours
              owner: Office
            ---

            # Replace paragraph: A second paragraph, with words and…

            Our second paragraph, with **words** and a [link](b.md).

            # Add to list: Ring twice Wait…

            - Ring again

            # Rename: Calls > Nights

            At night

            # Add after: Calls

            ## Radio

            Channel 3.

            # Remove: Office > Nights

            Taken out in the edited copy; write here why.
        "#]],
    );
}

#[test]
fn items_and_rows_are_named_where_only_they_changed() {
    let page = PAGE.replace("| x | 1 |\n", "| x | 1 |\n| y | 2 |\n| z | *3* |\n");
    let copy = page
        .replace("- Ring twice\n- Wait\n", "- First\n- Ring twice\n- Wait\n  - a step\n- Last\n")
        .replace("| y | 2 |\n| z | *3* |\n", "| z | **3** \\| 4 |\n| new | [b](b.md) |\n");
    let (text, result) = turn(&page, &copy, Grain::Parts);
    assert_eq!(result, Ok(()), "{text}");
    expect![[r#"
        ---
        changes: a.md
        ---

        # Add before item: Ring twice

        - First

        # Replace item: Wait

        - Wait
          - a step
        - Last

        # Merge into table: K V x 1 y 2…

        | K | V |
        |---|---|
        | z | **3** \| 4 |
        | new | [b](b.md) |
        | ~~y~~ |  |
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_copy_to_edit_says_what_the_topic_says() {
    let sources = sources_of(&format!(
        "-- topics/a.md\n{PAGE}-- overlays/group/changes/a.md\n# Add to list: Calls\n- *Ours* [x](y.md)\n# Merge into table: Table\n| K | V |\n|---|---|\n| y | 2 \\| 3 |\n"
    ));
    let (composed, _) = compose_fixture(&sources, &[&["group"]]);
    let text = topic_markdown(&composed.topics[0], &composed.documents);
    let set = copy_of(&text);
    let one = TextHash::of(composed.topics[0].body.iter().map(|node| &*node.block), &composed.documents);
    let other = TextHash::of(set.topics[0].document.blocks.iter().map(|block| &**block), &set.documents);
    assert_eq!(one, other, "{text}");
}

/// Edits of lines of the copy.
fn edit(lines: &mut Vec<String>, kind: usize, at: usize, word: usize) {
    let parts = [
        "New words here.",
        "## Another section\n\nIts text.",
        "- an item",
        "> a quote",
        "### Deeper\n\nWords.",
        "A *new* line with `code`.",
    ];
    // Front matter stays: its edits have a test of their own.
    let body: Vec<usize> = (6..lines.len()).filter(|line| !lines[*line].trim().is_empty()).collect();
    let Some(line) = body.get(at % body.len().max(1)).copied() else { return };
    match kind {
        0 => lines[line].push_str(" more"),
        1 => _ = lines.remove(line),
        2 => lines.insert(line, format!("\n{}\n", parts[word % parts.len()])),
        _ => {
            let text = lines[line].replace("words", "letters").replace("Nights", "Days").replace("Ring", "Call");
            lines[line] = text;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// P20
    #[test]
    fn an_edited_copy_comes_back_as_it_was_edited(edits in prop::collection::vec((0..4_usize, 0..60_usize, 0..6_usize), 1..6)) {
        let mut lines: Vec<String> = PAGE.lines().map(str::to_owned).collect();
        for (kind, at, word) in edits {
            edit(&mut lines, kind, at, word);
        }
        let copy = format!("{}\n", lines.join("\n"));
        let grains = [Grain::Parts, Grain::Blocks, Grain::Sections, Grain::Topic];
        let tried: Vec<_> = grains.into_iter().map(|grain| turn(PAGE, &copy, grain)).collect();
        prop_assert!(tried.iter().any(|(_, result)| result.is_ok()), "{}\n=====\n{:#?}", copy, tried.iter().map(|(text, result)| format!("{result:?}\n{text}")).collect::<Vec<_>>());
    }
}

#[test]
fn a_level_1_heading_in_the_middle_cannot_be_said() {
    let copy = PAGE.replace("## Office", "# Office");
    for grain in [Grain::Blocks, Grain::Sections, Grain::Topic] {
        let (_, result) = turn(PAGE, &copy, grain);
        assert!(result.is_err());
    }
}
