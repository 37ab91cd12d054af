//! Raw HTML of authors.

use expect_test::expect;

use super::check;

#[test]
fn plain_tags_in_running_text_stay() {
    check(
        "Press <kbd>Ctrl</kbd>, H<sub>2</sub>O<br/>x <SPAN CLASS='a visually-hidden' style='x'>y</span> <a name=\"old\"></a>\n",
        &expect![[r#"
            <p>Press <kbd>Ctrl</kbd>, H<sub>2</sub>O<br>x <span class="a">y</span> <span id="old"></span></p>
        "#]],
    );
}

#[test]
fn a_tag_that_is_never_closed_ends_with_its_paragraph() {
    check(
        "a *b <b>c* d\n\ne </b> f\n",
        &expect![[r#"
        <p>a <em>b <b>c</b></em> d</p>
        <p>e  f</p>
    "#]],
    );
}

#[test]
fn raw_blocks_may_stand_around_markdown() {
    check(
        "<details>\n<summary>More</summary>\n\n* a\n\n</details>\n\n> <div>\n>\n> b\n\nc\n</div>\n",
        &expect![[r#"
        <details>
        <summary>More</summary>
        <ul>
        <li>a</li>
        </ul>
        </details>
        <blockquote>
        <div>
        <p>b</p>
        </div></blockquote>
        <p>c</p>

    "#]],
    );
}

#[test]
fn raw_links_and_pictures_are_resolved_like_any_other() {
    check(
        "<p align=\"center\"><a href=\"other.md#on-call\">a</a> <a href='https://example.com/?a&amp;b'>b</a> <a href=gone.md>c</a>\n<img src=\"a.png\" alt=\"A &amp; B\" width=\"40\" onerror=\"x\"> <img src=\"gone.gif\" alt=\"g\"></p>\n",
        &expect![[r#"
            <p class="align-center"><a href="other.html#on-call">a</a> <a class="external" href="https://example.com/?a&amp;b">b</a> <span class="broken-link" title="This link leads nowhere: gone.md">c</span>
            <img src="a.png" alt="A &amp; B" width="40" loading="lazy" decoding="async"> <span class="missing-image" role="img" aria-label="Image not found: g">Image not found: g</span></p>
        "#]],
    );
}

#[test]
fn a_raw_table_keeps_its_spans() {
    check(
        "<table><tr><th scope=row>a<td colspan=2 style=\"x\">b<tr><td>c</table>\n",
        &expect![[r#"
        <table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr><tr><td>c</td></tr></tbody></table>
    "#]],
    );
}

#[test]
fn landmarks_and_obsolete_tags_become_their_plain_equals() {
    check(
        "<main><center>a</center><font color=red>b</font><li>c</li></main>\n",
        &expect![[r#"
        <div><div>a</div>bc</div>
    "#]],
    );
}

#[test]
fn active_content_goes_with_all_that_stands_in_it() {
    check(
        "a <script>alert(1)</script> b <svg><p>x</p></svg> c\n\n<script>\nalert(2)\n</script>\n\n<style>p{}</style>\n\n<iframe src=\"https://example.com/v\"></iframe>\n\n<form action=x><input name=y><button>go</button></form>\n",
        &expect![[r#"
            <p>a  b  c</p>


            <a class="external" href="https://example.com/v">Embedded page: https://example.com/v</a>
            go
        "#]],
    );
}

#[test]
fn ids_are_unique_and_shadow_nothing() {
    check(
        "## Status\n\n<p id=\"status\">a</p><p id=\"lb-main\">b</p><p id=\"innerHTML\">c</p><p id=\"x\">d</p><p id=\"x\">e</p>\n\n[c](#innerHTML) [m](#lb-main) [x](#x)\n",
        &expect![[r##"
            <h2 id="status">Status</h2>
            <p>a</p><p id="text-lb-main">b</p><p id="text-innerHTML">c</p><p id="x">d</p><p>e</p>
            <p><a href="#text-innerHTML">c</a> <a href="#text-lb-main">m</a> <a href="#x">x</a></p>
        "##]],
    );
}

#[test]
fn comments_and_text_that_is_no_tag() {
    check(
        "a <!-- hidden --> b <tenant> 1 < 2\n\n<p>x < y <z </p>\n\n<!-- gone -->\n",
        &expect![[r#"
        <p>a  b &lt;tenant&gt; 1 &lt; 2</p>
        <p>x &lt; y &lt;z </p>
    "#]],
    );
}
