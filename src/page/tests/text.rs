//! The plain text of pages, for search.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::playbook;
use crate::page::page_texts;

fn check(markdown: &str, expected: &Expect) {
    let playbook = playbook(&[("guide/here.md", markdown)]);
    let text = page_texts(&playbook).swap_remove(0);
    let mut shown = format!("[{}] {}\n", text.heading, text.opening);
    for section in text.sections {
        writeln!(shown, "h{} #{} {}: {}", section.level, section.anchor, section.heading, section.text).unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn each_section_has_its_own_text_and_nothing_twice() {
    check(
        "# *Main* title\n\nOpening [link](other.md) ![A map](a.png)\nline.\n\n## One `x`\n\n- a\n- b **c**\n\n| H | I |\n|---|---|\n| 1 | +44 1632 960001 |\n\n```sh\nls\n  -l\n```\n",
        &expect![[r#"
            [Main title] Opening link A map line.
            h2 #one-x One x: a
            b c
            H · I
            1 · +44 1632 960001
            ls
              -l
        "#]],
    );
}

#[test]
fn headings_in_tabs_and_zones_begin_sections() {
    check(
        "# [Windows](#tab/w)\n\n## In tab\n\nA\n\n# [Mac](#tab/m)\n\nB\n\n---\n\n::: zone pivot=\"p\"\n\n## In zone\n\nC\n\n::: zone-end\n",
        &expect![[r#"
            [] Windows
            h2 #in-tab In tab: A
            Mac
            B
            h2 #in-zone In zone: C
        "#]],
    );
}

#[test]
fn raw_html_gives_its_words_alone() {
    check(
        "<!-- no --><p>One<br>two &amp; <b>three</b></p><script>no</script>\n\nx <kbd>Ctrl</kbd><!-- no --> y<br>z\n\n> [!NOTE]\n> Told.\n",
        &expect![[r#"
            [] One two & three
            x Ctrl y z
            Told.
        "#]],
    );
}
