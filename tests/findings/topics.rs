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
fn a_character_that_was_lost() {
    check(
        "\n        -- index.md\n        # Home\n\n        Ring \u{7} the b\u{fffd}ll.\n",
        &["note[M041] index.md:3:6"],
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
        &["error[O112] index.md:3:1"],
    );
}

#[test]
fn a_topic_that_is_too_large_once_it_is_decoded() {
    // 7 MB as UTF-16, which may be read, are more than 10 MB of text.
    let text = "先联系值班经理，再清点人数。".repeat(250_000);
    check(
        &format!(
            "
        -- index.md
        # Home
        -- long.md in UTF-16
        # Long

        {text}
        "
        ),
        &["loss[M005] long.md:1:1"],
    );
}

#[test]
fn two_topics_whose_pages_some_computers_cannot_tell_apart() {
    check(
        "
        -- index.md
        # Home
        -- Note.markdown
        # Note
        -- note.md
        # Another note
        ",
        &["warning[S021] note.md:1:1"],
    );
}

#[test]
fn choices_for_zones_that_cannot_be_read() {
    check(
        "
        -- docfx.json
        { \"build\": { \"content\": [{ \"files\": [\"**/*.md\"], \"src\": \".\" }] } }
        -- index.md
        # Home
        -- zone-pivot-groups.yml
        groups:
        - id: works
        \tb: [
        ",
        &["error[C021] zone-pivot-groups.yml:3:1"],
    );
}
