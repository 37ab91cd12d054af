//! A book compared with an earlier one: a bar beside each block, item and row that is new or changed.

use lifeboat::print::{Scope, Since};

use super::press::Fixture;

const BEFORE: &str = "-- book.toml
[book]
src = \"topics\"
-- topics/index.md
# Start

Stays as it was.

Says one thing.

## Steps

- Open the valve
- Shut the valve

Then:

- [ ] Ring
- [ ] Write

| Who | Number |
|---|---|
| Desk | 1 |
| Gate | 2 |

> [!NOTE]
> One note.
";

fn since(before: &str, now: &str) -> Fixture {
    let mut fixture = Fixture::new(now);
    let record = Fixture::new(before).record();
    fixture.scope = Scope { since: Some(Since::Edition(Box::new(record))), ..Scope::default() };
    fixture
}

#[test]
fn each_block_item_and_row_that_changed_has_its_bar() {
    let now = BEFORE
        .replace("one thing", "another thing")
        .replace("Shut the valve", "Shut the valve slowly")
        .replace("| 2 |", "| 3 |")
        .replace("[ ] Write", "[ ] Write it down")
        .replace("One note", "Another note")
        .replace("## Steps", "## All steps");
    let printed = since(BEFORE, &now).print("changes");
    assert_eq!(printed.findings(), "");
    let body = printed.sources.iter().find(|(path, _)| path.starts_with("topics/")).unwrap().1;
    for expected in [
        "\npara(\"Stays as it was.\")",
        "changed(heads: false, para(\"Says another thing.\"))",
        "changed(heads: true, heading-at(2, \"t1-2\", \"1.1\", \"All steps\"))",
        "bullets(para(\"Open the valve\"), changed-item(para(\"Shut the valve slowly\")))",
        "ticks(tick(false, none, para(\"Ring\")), tick(false, none, para(\"Write it down\"), changed: true), signed: false)",
        "cell(\"Gate\", whole: true, changed: true), cell(keep(\"3\"))",
        "changed(heads: false, callout(\"note\"",
    ] {
        assert!(body.contains(expected), "{expected}: {body}");
    }
    let pages = printed.page_texts().concat();
    assert!(pages.contains("What this edition changes") && pages.contains("A bar in the margin"), "{pages}");
    printed.ask("qpdf", &["--check"], &[]);
}

#[test]
fn a_book_that_is_as_it_was_has_no_bar() {
    let printed = since(BEFORE, BEFORE).print("no-changes");
    let topics: Vec<_> = printed.sources.iter().filter(|(path, _)| path.starts_with("topics/")).collect();
    assert!(
        topics.len() == 1 && !topics[0].1.contains("changed(") && !topics[0].1.contains("changed: true"),
        "{topics:?}"
    );
}

#[test]
fn a_wide_table_that_is_new_stands_upright_beside_its_bar() {
    let columns = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(9));
    let table = format!("{}{}{}", columns("A head of words"), columns("---"), columns("incomprehensibility"));
    let printed = since(BEFORE, &format!("{BEFORE}\n{table}")).print("wide-change");
    assert_eq!(printed.findings(), "");
    let printed =
        since(&format!("{BEFORE}\n{table}"), &format!("{BEFORE}\n{table}{}", columns("another"))).print("wide-row");
    assert_eq!(printed.findings(), "");
    let body = printed.sources.iter().find(|(path, _)| path.starts_with("topics/")).unwrap().1;
    assert!(body.contains("wide: true") && body.contains("cell(\"another\", whole: true, changed: true)"), "{body}");
}
