//! What changed since an earlier edition.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::Fixture;
use crate::print::{PaperMemory, Scope, Since};
use crate::source::Date;
use crate::topic::{Block, BlockKind};

const BEFORE: &str = "-- topics/a.md\n# A\nOne.\n\nTwo.\n\n## S\nThree.\n-- topics/b.md\n# B\nSame\ntext.\n-- topics/c.md\n# C\n-- topics/z.md\n# Z\n";

fn since(before: &str, replace_pages: bool) -> Scope {
    let fixture = Fixture::new(before);
    let record =
        fixture.arrangement(&mut Vec::new()).record(&fixture.playbook, &fixture.site.edition, &PaperMemory::default());
    Scope { since: Some(Since::Edition(Box::new(record))), replace_pages, ..Scope::default() }
}

fn check(before: &str, now: &str, replace_pages: bool, expected: &Expect) {
    let (book, _) = Fixture::new(now).book(&since(before, replace_pages));
    let changes = book.changes.as_ref().unwrap();
    let mut shown = format!("since {}; {} unchanged\n", changes.since, changes.unchanged);
    for sheet in &book.sheets {
        write!(shown, "{} {}", sheet.number, sheet.title).unwrap();
        if let Some(change) = &sheet.change {
            let sections = change.sections.join(", ");
            write!(
                shown,
                ": {:?} was {:?} blocks {:?} parts {} parts 0 less {} [{sections}]",
                change.whole,
                change.was,
                change.bars.blocks,
                change.bars.parts.len(),
                change.less
            )
            .unwrap();
        }
        shown.push('\n');
    }
    for removed in &changes.removed {
        writeln!(shown, "removed {} {}", removed.number, removed.title).unwrap();
    }
    expected.assert_eq(&shown);
}

const NOW: &str = "-- topics/a.md\n# A\nOne.\n\n## S\nThree and a half.\n-- topics/aa.md\n# AA\n-- topics/b.md\n# B\nSame text.\n-- topics/z.md\n# Z\n\nMore.\n";

#[test]
fn new_changed_renumbered_and_removed_sheets_are_told() {
    check(
        BEFORE,
        NOW,
        false,
        &expect![[r#"
            since edition 2026-04, produced on 2026-11-23; 0 unchanged
            1 A: None was None blocks {3} parts 0 parts 0 less true [§1.1 S]
            2 AA: Some("new") was None blocks {} parts 0 parts 0 less false []
            3 B: None was Some("2") blocks {} parts 0 parts 0 less false []
            4 Z: None was None blocks {1} parts 0 parts 0 less false []
            removed 3 C
        "#]],
    );
}

#[test]
fn only_changed_sheets_replace_older_ones() {
    check(
        BEFORE,
        NOW,
        true,
        &expect![[r#"
            since edition 2026-04, produced on 2026-11-23; 0 unchanged
            1 A: None was None blocks {3} parts 0 parts 0 less true [§1.1 S]
            2 AA: Some("new") was None blocks {} parts 0 parts 0 less false []
            3 B: None was Some("2") blocks {} parts 0 parts 0 less false []
            4 Z: None was None blocks {1} parts 0 parts 0 less false []
            removed 3 C
        "#]],
    );
}

#[test]
fn how_a_text_is_written_is_no_change() {
    check(
        BEFORE,
        BEFORE,
        true,
        &expect![[r#"
        since edition 2026-04, produced on 2026-11-23; 4 unchanged
    "#]],
    );
    let rewrapped = BEFORE.replace("Same\ntext.", "Same   text.").replace("One.", "One\\.");
    check(
        BEFORE,
        &rewrapped,
        true,
        &expect![[r#"
        since edition 2026-04, produced on 2026-11-23; 4 unchanged
    "#]],
    );
}

/// The words of what gets a bar: whole blocks, then items and rows.
fn bars(before: &str, now: &str) -> (Vec<String>, Vec<String>) {
    let fixture = Fixture::new(now);
    let (book, _) = fixture.book(&since(before, false));
    let bars = &book.sheets[0].change.as_ref().unwrap().bars;
    let topic = &fixture.playbook.topics[book.sheets[0].topic.0 as usize];
    let mut blocks = Vec::new();
    let mut parts = Vec::new();
    for (at, node) in topic.body.iter().enumerate() {
        blocks.extend(bars.are_at(at).then(|| words(&fixture, &node.block)));
        let mut waiting = vec![&node.block as &Block];
        while let Some(block) = waiting.pop() {
            // A list of one item has its span.
            let is_part = matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row(_));
            let has_bar = is_part && bars.parts.contains(&(block.source, block.span));
            parts.extend(has_bar.then(|| words(&fixture, block)));
            waiting.extend(block.children().collect::<Vec<_>>().into_iter().rev());
        }
    }
    (blocks, parts)
}

fn words(fixture: &Fixture, block: &Block) -> String {
    let document = fixture.playbook.documents.get(block.source).unwrap();
    let own = block.inlines().map(|content| document.plain(content).trim().to_owned());
    let inner = block.children().map(|child| words(fixture, child));
    own.into_iter().chain(inner).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_bar_stands_beside_the_items_and_rows_that_changed_and_not_beside_their_neighbours() {
    let check = |before: &str, now: &str, blocks: &[&str], parts: &[&str]| {
        let topic = |text: &str| format!("-- topics/a.md\n# A\n\nStays.\n\n{text}");
        assert_eq!(bars(&topic(before), &topic(now)), (owned(blocks), owned(parts)), "{now}");
    };
    check("- One\n- Two\n- Three\n", "- One\n- Two and a half\n- Three\n", &[], &["Two and a half"]);
    check("- One\n- Two\n", "- One\n- Two\n- Three\n", &[], &["Three"]);
    let table = "| Who | Number |\n|---|---|\n| Desk | 1 |\n| Gate | 2 |\n";
    check(table, &table.replace("| 2 |", "| 3 |"), &[], &["Gate 3"]);
    // Of an item that changed only within one of its own, that one.
    check("- One\n  - Inner\n- Two\n", "- One\n  - Other\n- Two\n", &[], &["Other"]);
    check("- One\n  - Inner\n- Two\n", "- First\n  - Inner\n- Two\n", &[], &["First Inner"]);
    // What is new as a whole, went or moved has no part of its own to show it at.
    check("Text.\n", "- One\n- Two\n", &["One Two"], &[]);
    check("- One\n- Two\n- Three\n", "- One\n- Three\n", &["One Three"], &[]);
    check("- One\n- Two\n", "- Two\n- One\n", &["Two One"], &[]);
    check("> - One\n> - Two\n", "> - One\n> - Three\n", &["One Three"], &[]);
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|words| (*words).to_owned()).collect()
}

#[test]
fn since_a_day_the_dates_of_topics_count() {
    let now = "-- topics/a.md\n---\nreviewed_on: 2026-11-02\n---\n# A\n-- topics/b.md\n---\nreviewed_on: 2026-11-01\n---\n# B\n";
    let since = Some(Since::Date(Date::parse("2026-11-01").unwrap()));
    let (book, _) = Fixture::new(now).book(&Scope { since, ..Scope::default() });
    let changed: Vec<_> =
        book.sheets.iter().filter(|sheet| sheet.change.is_some()).map(|sheet| &*sheet.title).collect();
    assert_eq!(changed, ["A"]);
    assert!(book.sheets[0].change.as_ref().unwrap().bars.are_at(0));
}
