//! Links and pictures by what they lead to.

use expect_test::expect;

use super::check;

#[test]
fn a_link_to_another_topic_is_relative() {
    check(
        "[*a*](other.md#on-call \"Who\") [b](other.md) [c](#here) [d](other.md?tabs=a%20b#on-call)\n",
        &expect![[r##"
            <p><a href="other.html#on-call" title="Who"><em>a</em></a> <a href="other.html">b</a> <a href="#here">c</a> <a href="other.html?tabs=a%20b#on-call">d</a></p>
        "##]],
    );
}

#[test]
fn a_link_outside_is_marked_and_a_number_can_be_called() {
    check(
        "[a](https://example.com/?a=1&b=2) <https://example.com> <a@example.com> [call](tel:+441632960001)\n",
        &expect![[r#"
            <p><a class="external" href="https://example.com/?a=1&amp;b=2">a</a> <a class="external" href="https://example.com">https://example.com</a> <a href="mailto:a@example.com">a@example.com</a> <a class="tel" href="tel:+441632960001">call</a></p>
        "#]],
    );
}

#[test]
fn a_link_that_leads_nowhere_is_its_text() {
    check(
        "[a *b*](gone.md) [c](withheld.md) [d](javascript:alert(1)) [e](data:text/html,x)\n",
        &expect![[r#"
        <p><span class="broken-link" title="This link leads nowhere: gone.md">a <em>b</em></span> c <span class="broken-link" title="This link leads nowhere: its kind is never a link">d</span> <span class="broken-link" title="This link leads nowhere: its kind is never a link">e</span></p>
    "#]],
    );
}

#[test]
fn a_picture_is_described_by_its_text_alone() {
    check(
        "![A *map* of `x` [y](other.md) ![in](b.png)](a.png \"T\")\n",
        &expect![[r#"
        <p><img src="a.png" alt="A map of x y in" title="T" loading="lazy" decoding="async"></p>
    "#]],
    );
}

#[test]
fn a_picture_that_is_not_there_is_said_in_words() {
    check(
        "![Map](gone.gif) [![far](https://example.com/x.png)](other.md) ![far](https://example.com/x.png)\n",
        &expect![[r#"
            <p><span class="missing-image" role="img" aria-label="Image not found: Map">Image not found: Map</span> <a href="other.html"><span class="missing-image" role="img" aria-label="Image not in this copy: far">Image not in this copy: far</span></a> <a class="external" href="https://example.com/x.png">Image: far</a></p>
        "#]],
    );
}

#[test]
fn links_never_nest() {
    check(
        "<a href=\"other.md\">a [b](other.md) c</a>\n\n[a <a href=\"other.md\">b</a> ![i](https://example.com/x.png) c](other.md)\n",
        &expect![[r#"
        <p><a href="other.html">a b c</a></p>
        <p><a href="other.html">a b <span class="missing-image" role="img" aria-label="Image not in this copy: i">Image not in this copy: i</span> c</a></p>
    "#]],
    );
}
