//! Navigation files and redirections.

use super::check;

#[test]
fn an_entry_that_leads_nowhere_and_a_topic_that_no_entry_leads_to() {
    check(
        "
        -- toc.yml
        - name: Home
          href: index.md
        - name: Calls
          href: cals.md
        -- index.md
        # Home
        -- calls.md
        # Calls
        ",
        &["note[L023] calls.md:1:1", "error[L020] toc.yml:4:9"],
    );
}

#[test]
fn files_that_take_each_other_in() {
    check(
        "
        -- toc.yml
        - name: Home
          href: index.md
        - name: Deeper
          href: deeper/toc.yml
        -- deeper/toc.yml
        - name: Up
          href: ../toc.yml
        -- index.md
        # Home
        ",
        &["error[L021] deeper/toc.yml:2:9"],
    );
}

#[test]
fn a_navigation_that_cannot_be_read() {
    check(
        "
        -- toc.yml
        - name: Home
          href: index.md
        - 7
        -- index.md
        # Home
        ",
        &["error[L022] toc.yml:3:3"],
    );
}

#[test]
fn a_place_beside_a_topic_that_is_not_in_the_navigation() {
    check(
        "
        -- index.md
        # Home
        -- calls.md
        ---
        nav: { after: gone.md }
        ---
        # Calls
        ",
        &["warning[L024] calls.md:2:6"],
    );
}

#[test]
fn redirections_in_a_circle_and_to_nowhere() {
    check(
        "
        -- book.toml
        [output.html.redirect]
        \"/a.html\" = \"b.html\"
        \"/b.html\" = \"a.html\"
        \"/c.html\" = \"gone.html\"
        -- index.md
        # Home
        ",
        &["error[L030] book.toml:2:13", "error[L030] book.toml:3:13", "warning[L031] book.toml:4:13"],
    );
}
