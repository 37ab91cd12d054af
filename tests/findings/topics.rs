//! The Markdown of topics.

use super::check;

#[test]
fn a_picture_without_text() {
    check(
        "
        -- index.md
        # Home

        :::image source=\"works.svg\":::
        -- works.svg
        <svg xmlns=\"http://www.w3.org/2000/svg\"/>
        ",
        &["warning[M013] index.md:3:1"],
    );
}

#[test]
fn raw_html_that_no_page_holds() {
    check(
        "
        -- index.md
        # Home

        <script>alert(1)</script>
        ",
        &["warning[M040] index.md:3:1"],
    );
}

#[test]
fn a_class_that_is_never_closed() {
    check(
        "
        -- index.md
        # Home

        :::class internal

        For us alone.
        ",
        &["warning[O112] index.md:3:1"],
    );
}

#[test]
fn a_topic_that_is_too_large() {
    let text = "Call, count, close the valve. ".repeat(300_000);
    check(
        &format!(
            "
        -- index.md
        # Home
        -- long.md
        # Long

        {text}
        "
        ),
        &["loss[M005] long.md:1:1"],
    );
}

#[test]
fn two_topics_whose_names_some_computers_cannot_tell_apart() {
    check(
        "
        -- index.md
        # Home
        -- a/Calls.md
        # Calls
        -- A/calls.md
        # Calls
        ",
        &["warning[S021] a/Calls.md:1:1"],
    );
}

#[test]
fn choices_for_zones_that_cannot_be_read() {
    check(
        "
        -- index.md
        # Home
        -- zone-pivot-groups.yml
        # YamlMime:ZonePivotGroups
        groups:
        - 7
        ",
        &["warning[C021] zone-pivot-groups.yml:3:3"],
    );
}
