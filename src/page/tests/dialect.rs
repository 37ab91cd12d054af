//! Microsoft Learn's constructs.

use expect_test::expect;

use super::check;

#[test]
fn alerts_say_their_kind_in_a_word() {
    check(
        "> [!NOTE]\n> Text\n\n> [!CAUTION]\n> - a\n>\n> > [!TIP]\n> > b\n",
        &expect![[r#"
        <aside class="alert alert-note" role="note"><p class="alert-title">Note</p>
        <p>Text</p>
        </aside>
        <aside class="alert alert-caution" role="note"><p class="alert-title">Caution</p>
        <ul>
        <li>a</li>
        </ul>
        <aside class="alert alert-tip" role="note"><p class="alert-title">Tip</p>
        <p>b</p>
        </aside>
        </aside>
    "#]],
    );
}

#[test]
fn all_panels_of_tabs_are_there_with_their_labels() {
    check(
        "# [Windows](#tab/windows)\n\nA\n\n# [Mac & co](#tab/mac+linux/x86)\n\n## H\n\nB\n\n# [Mac](#tab/mac+linux/arm)\n\n---\n\nAfter\n",
        &expect![[r#"
            <div class="tabs" data-tabs="">
            <section class="tab" data-tab="windows"><p class="tab-label" id="tabs-1-windows">Windows</p>
            <p>A</p>
            </section>
            <section class="tab" data-tab="mac+linux" data-condition="x86"><p class="tab-label" id="tabs-1-mac-linux">Mac &amp; co</p>
            <h2 id="h">H</h2>
            <p>B</p>
            </section>
            <section class="tab" data-tab="mac+linux" data-condition="arm"><p class="tab-label" id="tabs-1-mac-linux--1">Mac</p>
            </section>
            </div>
            <p>After</p>
        "#]],
    );
}

#[test]
fn zones_say_whom_they_are_for() {
    check(
        "::: zone pivot=\"phone,post\"\n\nA\n\n::: zone-end\n\n::: zone target=\"docs\"\n\nB\n\n::: zone-end\n\n::: moniker range=\">= 2.0\"\n\nC\n\n::: moniker-end\n",
        &expect![[r#"
            <div class="zone" data-pivot="phone post"><p class="zone-label">Applies to: By phone, post</p>
            <p>A</p>
            </div>
            <p>B</p>
            <div class="moniker" data-moniker="&gt;= 2.0"><p class="zone-label">Applies to: &gt;= 2.0</p>
            <p>C</p>
            </div>
        "#]],
    );
}

#[test]
fn columns_stand_in_reading_order() {
    check(
        ":::row:::\n   :::column span=\"2\":::\n      A\n   :::column-end:::\n   :::column:::\n      B\n   :::column-end:::\n:::row-end:::\n",
        &expect![[r#"
        <div class="row">
        <div class="column" data-span="2">
        <p>A</p>
        </div>
        <div class="column" data-span="1">
        <p>B</p>
        </div>
        </div>
    "#]],
    );
}

#[test]
fn quotes_with_a_class_keep_it_unless_it_hides() {
    check(
        "> [!div class=\"checklist\"]\n> * a\n\n> [!div class=\"nextstepaction visually-hidden\"]\n> [Next](other.md)\n\n> [!div class=\"op_single_selector\"]\n> - [A](other.md)\n",
        &expect![[r#"
        <div class="checklist">
        <ul>
        <li>a</li>
        </ul>
        </div>
        <div class="nextstepaction">
        <p><a href="other.html">Next</a></p>
        </div>
        <nav class="op_single_selector" aria-label="Versions of this page">
        <ul>
        <li><a href="other.html">A</a></li>
        </ul>
        </nav>
    "#]],
    );
}

#[test]
fn pictures_have_their_text_their_frame_and_their_description() {
    check(
        ":::image type=\"content\" source=\"a.png\" alt-text=\"A map\" lightbox=\"big.png\" border=\"true\":::\n\n:::image type=\"complex\" source=\"b.png\" alt-text=\"Flow\":::\n   It flows.\n:::image-end:::\n\nx :::image type=\"icon\" source=\"i.png\"::: y\n\n:::image source=\"gone.gif\" alt-text=\"Gone\":::\n",
        &expect![[r#"
            <p class="picture picture-border"><a class="lightbox" href="big.png"><img src="a.png" alt="A map" loading="lazy" decoding="async"></a></p>
            <p class="picture picture-border"><img src="b.png" alt="Flow" loading="lazy" decoding="async"></p>
            <details class="description"><summary>Description of the picture</summary>
            <p>It flows.</p>
            </details>
            <p>x <img src="i.png" alt="" loading="lazy" decoding="async"> y</p>
            <p class="picture picture-border"><span class="missing-image" role="img" aria-label="Image not found: Gone">Image not found: Gone</span></p>
        "#]],
    );
}

#[test]
fn a_video_is_a_link_that_says_what_it_needs() {
    check(
        "> [!VIDEO https://www.example.com/v?a=1&b=2]\n",
        &expect![[r#"
            <p><a class="video external" href="https://www.example.com/v?a=1&amp;b=2">Video: www.example.com/v?a=1&amp;b=2 (needs a connection)</a></p>
        "#]],
    );
}

#[test]
fn what_could_not_be_taken_in_is_marked() {
    check(
        "[!INCLUDE [x](gone.md)]\n\nin [!INCLUDE [x](gone<.md)] text\n\n:::code source=\"gone.cs\" language=\"csharp\":::\n",
        &expect![[r#"
        <p class="missing-include">Missing here: gone.md</p>
        <p>in <span class="missing-include">Missing here: gone&lt;.md</span> text</p>
        <p class="missing-include">Missing here: gone.cs</p>
    "#]],
    );
}
