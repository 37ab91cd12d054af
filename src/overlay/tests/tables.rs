//! Keyed merges and rows.

use expect_test::{Expect, expect};

use super::{check, check_ranks};

const TABLE: &str = "\
-- topics/page.md
# Page

## Services

| Service | RTO | Owner |
|---|---|---|
| Mail | 8h | Ann |
| Fax | 2d | Bob |
| Chat | 1d | |

## Rooms

<!-- key: Room -->
| Floor | Room | Key |
|---|---|---|
| 1 | A | yes |
| 1 | B | no |
";

fn check_change(change: &str, expected: Expect) {
    check(&format!("{TABLE}-- overlays/group/changes/page.md\n{change}"), expected);
}

#[test]
fn a_merge_keeps_replaces_strikes_empties_and_adds() {
    check_change(
        "\
# Merge into table: Services
| RTO | Service | Owner |
|---|---|---|
| 2h | mail | |
| | ~~Fax~~ | |
| 4h | Radio | Cleo |
| | Chat | (blank) |
",
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 2h[group] | Ann |
                | Chat | 1d |  |
                | Radio | 4h | Cleo |  [group]
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | B | no |
            O406 overlays/group/changes/page.md:7 this sets “” to what it already is > leave the cell empty
              topics/page.md:9 it is so here
        "#]],
    );
}

#[test]
fn the_key_is_the_column_that_the_comment_names() {
    check_change(
        "\
# Merge into table: Rooms
| Room | Key |
|---|---|
| B | yes |
# Add after row: A (with column: Key)
| Floor | Room | Key |
|---|---|---|
| 1 | A2 | no |
",
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 8h | Ann |
                | Fax | 2d | Bob |
                | Chat | 1d |  |
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | A2 | no |  [group]
                | 1 | B | yes[group] |
        "#]],
    );
}

#[test]
fn each_layer_sees_the_rows_of_the_one_below() {
    check(
        &format!(
            "{TABLE}-- overlays/group/changes/page.md
# Merge into table: Services
| Service | RTO |
|---|---|
| Mail | 4h |
| Radio | 1h |
-- overlays/site/changes/page.md
# Merge into table: Services
| Service | RTO | Owner |
|---|---|---|
| Mail | 2h | |
| Radio | | Dan |
"
        ),
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 2h[site] | Ann |
                | Fax | 2d | Bob |
                | Chat | 1d |  |
                | Radio[group] | 1h[group] | Dan[site] |  [group]
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | B | no |
            O405 overlays/site/changes/page.md:4 site overrides group for “Mail, RTO”
              overlays/group/changes/page.md:4 overridden here
            O405 overlays/site/changes/page.md:5 site overrides group for “Radio, Owner”
              overlays/group/changes/page.md:5 overridden here
        "#]],
    );
}

#[test]
fn a_faulty_merge_changes_nothing_and_tells_everything() {
    check_change(
        "\
# Merge into table: Services
| Service | RPO |
|---|---|
| Mail | 2h |
| ~~Telex~~ | |
# Merge into table: Page
| Service |
|---|
| x |
# Merge into table: Rooms
| Floor |
|---|
| 1 |
# Merge into table: Service RTO…
| Service | RTO |
|---|---|
| ~~Faks~~ | |
| Mail | 1h |
| mail | 2h |
# Add after row: Fax
| Service |
|---|
| y |
",
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 8h | Ann |
                | Fax | 2d | Bob |
                | Chat | 1d |  |
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | B | no |
            O301 overlays/group/changes/page.md:2 the table has no column “RPO” (it has Service, RTO, Owner) | did you mean “RTO”? > RTO
              topics/page.md:5 the table
            O209 overlays/group/changes/page.md:6 section “Page” has 2 tables; name one | add `(with column: …)`, or write its first words > # Merge into table: Service RTO Owner Mail 8h Ann…
              topics/page.md:5 one of them
              topics/page.md:14 one of them
            O301 overlays/group/changes/page.md:11 the table has no column “Room”, which names the rows
              topics/page.md:14 the table
            O303 overlays/group/changes/page.md:17 ~~Faks~~ is not in the table | its rows are Mail, Fax, Chat
              topics/page.md:5 the table
            O302 overlays/group/changes/page.md:19 key “mail” occurs twice here; one row of the page takes one row
              overlays/group/changes/page.md:18 the other
            O301 overlays/group/changes/page.md:21 a whole row needs every column; here is no “RTO”, “Owner”
              topics/page.md:5 the table
        "#]],
    );
}

#[test]
fn a_column_says_which_table() {
    check_change(
        "\
# Merge into table: this topic (with column: Floor)
| Room | Floor |
|---|---|
| A | 2 |
# Merge into table: this topic (with column: Owner)
| Service | RTO |
|---|---|
| Mail | 8h |
",
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 8h | Ann |
                | Fax | 2d | Bob |
                | Chat | 1d |  |
              ## Rooms
              table
                | Floor | Room | Key |
                | 2[group] | A | yes |
                | 1 | B | no |
            O406 overlays/group/changes/page.md:8 this sets “8h” to what it already is > leave the cell empty
              topics/page.md:7 it is so here
        "#]],
    );
}

#[test]
fn a_base_table_with_a_key_twice_takes_no_merge() {
    check(
        "-- topics/page.md
# Page

| A | B |
|---|---|
| x | 1 |
| X | 2 |
-- overlays/group/changes/page.md
# Merge into table: Page
| A | B |
|---|---|
| x | 3 |
",
        expect![[r#"
            topics/page.md
              # Page
              table
                | A | B |
                | x | 1 |
                | X | 2 |
            O302 overlays/group/changes/page.md:1 key “X” occurs twice in the table; its rows cannot be told apart > ask upstream for a `<!-- key: column -->` above the table, or replace the whole table
              topics/page.md:5 “X”
              topics/page.md:6 “X”
        "#]],
    );
}

#[test]
fn peers_may_change_different_cells_and_say_the_same_of_one() {
    check_ranks(
        &format!(
            "{TABLE}-- overlays/a/changes/page.md
# Merge into table: Services
| Service | RTO | Owner |
|---|---|---|
| Mail | 4h | |
| Radio | 1h | Eve |
| Fax | 3d | |
-- overlays/b/changes/page.md
# Merge into table: Services
| Service | RTO | Owner |
|---|---|---|
| Mail | 4h | Zoe |
| Radio | 1h | Eve |
"
        ),
        &[&["a", "b"]],
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 4h[a] | Zoe[b] |
                | Fax | 3d[a] | Bob |
                | Chat | 1d |  |
                | Radio | 1h | Eve |  [a]
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | B | no |
            O406 overlays/b/changes/page.md:1 another file of the same rank says this already > delete one of them
        "#]],
    );
}

#[test]
fn peers_that_set_a_cell_to_different_values_meet() {
    check_ranks(
        &format!(
            "{TABLE}-- overlays/a/changes/page.md
# Merge into table: Services
| Service | RTO |
|---|---|
| Mail | 4h |
-- overlays/b/changes/page.md
# Remove row: Mail
Not here.
"
        ),
        &[&["a", "b"]],
        expect![[r#"
            topics/page.md
              # Page
              ## Services
              table
                | Service | RTO | Owner |
                | Mail | 8h | Ann |
                | Fax | 2d | Bob |
                | Chat | 1d |  |
              ## Rooms
              table
                | Floor | Room | Key |
                | 1 | A | yes |
                | 1 | B | no |
            O401 overlays/b/changes/page.md:1 two instructions change “Mail 8h Ann” in one rank: Merge into table and Remove row > join them, or move one to a later layer
              overlays/a/changes/page.md:1 the other
        "#]],
    );
}
