//! Markdown's own constructs, and the extensions that may be turned on.

use expect_test::expect;

use super::check;

#[test]
fn the_first_heading_stands_above_the_body_and_the_others_can_be_linked_to() {
    check(
        "# The *plan* & more\n\nText.\n\n## Who `decides`\n\n# Again\n",
        &expect![[r#"
            [the-plan--more: The <em>plan</em> &amp; more]
            <p>Text.</p>
            <h2 id="who-decides">Who <code>decides</code></h2>
            <h1 id="again">Again</h1>
        "#]],
    );
}

#[test]
fn a_topic_that_begins_with_a_lower_heading_keeps_all_of_them() {
    check(
        "## Lower\n\n# Upper\n",
        &expect![[r#"
            <h2 id="lower">Lower</h2>
            <h1 id="upper">Upper</h1>
        "#]],
    );
}

#[test]
fn tight_and_loose_lists_differ() {
    check(
        "- a\n- b\n  - c\n\n1. x\n2. y\n\n7) p\n\n   q\n8) r\n",
        &expect![[r#"
        <ul>
        <li>a</li>
        <li>b
        <ul>
        <li>c</li>
        </ul>
        </li>
        </ul>
        <ol>
        <li>x</li>
        <li>y</li>
        </ol>
        <ol start="7">
        <li>
        <p>p</p>
        <p>q</p>
        </li>
        <li>
        <p>r</p>
        </li>
        </ol>
    "#]],
    );
}

#[test]
fn line_ends_and_marks_of_running_text() {
    check(
        "one\ntwo  \nthree *four **five*** `a<b>` ~~six~~ \"q\" &copy;&nbsp;x\n",
        &expect![[r#"
        <p>one
        two<br>
        three <em>four <strong>five</strong></em> <code>a&lt;b&gt;</code> <del>six</del> "q" ©&nbsp;x</p>
    "#]],
    );
}

#[test]
fn code_keeps_its_text_and_names_its_language() {
    check(
        "```Rust ignore\nlet a = \"<b>\" & 1;\n\n```\n\n    indented\n",
        &expect![[r#"
            <div class="code"><pre><code class="language-rust"><span class="hl-keyword">let</span> a = <span class="hl-string">"&lt;b&gt;"</span> &amp; <span class="hl-number">1</span>;

            </code></pre></div>
            <div class="code"><pre><code>indented
            </code></pre></div>
        "#]],
    );
}

#[test]
fn tasks_can_be_ticked() {
    check(
        "- [ ] Call *her*\n- [x] Write\n  - more\n- none\n\n1. [ ] loose\n\n   second\n",
        &expect![[r#"
        <ul>
        <li class="task"><label><input type="checkbox"> <span>Call <em>her</em></span></label></li>
        <li class="task"><label><input type="checkbox" checked=""> <span>Write</span></label>
        <ul>
        <li>more</li>
        </ul>
        </li>
        <li>none</li>
        </ul>
        <ol>
        <li class="task"><label><input type="checkbox"> <span>loose</span></label>
        <p>second</p>
        </li>
        </ol>
    "#]],
    );
}

#[test]
fn a_table_shows_every_cell_of_its_widest_row() {
    check(
        "| A | B&C | |\n|:--|:-:|--:|\n| 1 | 2 |\n| 1 | 2 | 3 | 4 |\n\n| A | B&C |\n|---|---|\n",
        &expect![[r#"
        <div class="table-wrap" role="region" aria-label="Table: A, B&amp;C" tabindex="0"><table>
        <thead>
        <tr>
        <th scope="col" class="align-left">A</th>
        <th scope="col" class="align-center">B&amp;C</th>
        <td class="align-right"></td>
        <td></td>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td class="align-left">1</td>
        <td class="align-center">2</td>
        <td class="align-right"></td>
        <td></td>
        </tr>
        <tr>
        <td class="align-left">1</td>
        <td class="align-center">2</td>
        <td class="align-right">3</td>
        <td>4</td>
        </tr>
        </tbody>
        </table></div>
        <div class="table-wrap" role="region" aria-label="Table: A, B&amp;C (2)" tabindex="0"><table>
        <thead>
        <tr>
        <th scope="col">A</th>
        <th scope="col">B&amp;C</th>
        </tr>
        </thead>
        </table></div>
    "#]],
    );
}

#[test]
fn a_table_whose_head_is_empty_has_none() {
    check(
        "| | |\n|---|---|\n| 1 | 2 |\n",
        &expect![[r#"
        <div class="table-wrap" role="region" aria-label="Table" tabindex="0"><table>
        <tbody>
        <tr>
        <td>1</td>
        <td>2</td>
        </tr>
        </tbody>
        </table></div>
    "#]],
    );
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_references() {
    check(
        "a[^two] b[^one] c[^two] d[^none]\n\n[^one]: First[^three]\n[^two]: Second\n[^three]: Third\n[^four]: Lonely\n",
        &expect![[r##"
        <p>a<sup class="footnote-ref"><a href="#lb-note-1" id="lb-noteref-1" aria-label="Note 1">1</a></sup> b<sup class="footnote-ref"><a href="#lb-note-2" id="lb-noteref-2" aria-label="Note 2">2</a></sup> c<sup class="footnote-ref"><a href="#lb-note-1" aria-label="Note 1">1</a></sup> d[^none]</p>
        <div class="footnotes">
        <ol>
        <li id="lb-note-1">
        <p>Second</p>
        <a class="footnote-back" href="#lb-noteref-1" aria-label="Back to the text of note 1">↩</a></li>
        <li id="lb-note-2">
        <p>First<sup class="footnote-ref"><a href="#lb-note-3" id="lb-noteref-3" aria-label="Note 3">3</a></sup></p>
        <a class="footnote-back" href="#lb-noteref-2" aria-label="Back to the text of note 2">↩</a></li>
        <li id="lb-note-3">
        <p>Third</p>
        <a class="footnote-back" href="#lb-noteref-3" aria-label="Back to the text of note 3">↩</a></li>
        <li id="lb-note-4">
        <p>Lonely</p>
        </li>
        </ol>
        </div>
    "##]],
    );
}

#[test]
fn definitions_and_mathematics() {
    check(
        "RTO\n: Time to recover\n: Agreed\n\n$a<b$\n",
        &expect![[r#"
        <dl>
        <dt>RTO</dt>
        <dd>Time to recover</dd>
        <dd>Agreed</dd>
        </dl>
        <p><code class="math">a&lt;b</code></p>
    "#]],
    );
}

#[test]
fn quotes_and_rules() {
    check(
        "> a\n>\n> > b\n\n***\n",
        &expect![[r#"
        <blockquote>
        <p>a</p>
        <blockquote>
        <p>b</p>
        </blockquote>
        </blockquote>
        <hr>
    "#]],
    );
}

#[test]
fn short_rows_of_a_very_wide_table_are_not_filled_up_cell_by_cell() {
    let text = format!("|{}\n|{}\n|b|\n", "a|".repeat(40), "-|".repeat(40));
    let html = super::render(&text).body;
    assert_eq!(html.as_str().matches("<td>").count(), 32, "{html}");
    assert!(html.as_str().ends_with("<td></td>\n<td colspan=\"8\"></td>\n</tr>\n</tbody>\n</table></div>\n"), "{html}");
}

#[test]
fn a_diagram_is_shown_as_its_source_and_says_so() {
    check(
        "```mermaid\ngraph TD; A-->B\n```\n",
        &expect![[r#"
            <div class="code"><p class="diagram-label">Diagram, as its source (Mermaid)</p><pre><code class="language-mermaid">graph TD; A--&gt;B
            </code></pre></div>
        "#]],
    );
}
