//! What changed since an earlier edition.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::Fixture;
use crate::print::{PaperMemory, Scope, Since};
use crate::source::Date;

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
                ": {:?} was {:?} blocks {:?} less {} [{sections}]",
                change.whole, change.was, change.blocks, change.less
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
        1 A: None was None blocks {3} less true [§1.1 S]
        2 AA: Some("new") was None blocks {} less false []
        3 B: None was Some("2") blocks {} less false []
        4 Z: None was None blocks {1} less false []
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
        1 A: None was None blocks {3} less true [§1.1 S]
        2 AA: Some("new") was None blocks {} less false []
        3 B: None was Some("2") blocks {} less false []
        4 Z: None was None blocks {1} less false []
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

#[test]
fn since_a_day_the_dates_of_topics_count() {
    let now = "-- topics/a.md\n---\nreviewed_on: 2026-11-02\n---\n# A\n-- topics/b.md\n---\nreviewed_on: 2026-11-01\n---\n# B\n";
    let since = Some(Since::Date(Date::parse("2026-11-01").unwrap()));
    let (book, _) = Fixture::new(now).book(&Scope { since, ..Scope::default() });
    let changed: Vec<_> =
        book.sheets.iter().filter(|sheet| sheet.change.is_some()).map(|sheet| &*sheet.title).collect();
    assert_eq!(changed, ["A"]);
    assert!(book.sheets[0].is_changed(0));
}
