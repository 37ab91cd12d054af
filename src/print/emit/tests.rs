//! Topics in, Typst text out.
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]
#![expect(clippy::format_push_string, reason = "what a test shows is short")]

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Coverage, EmitInput, PictureFact, Pictures, Plainness, PrintPicture, TypstSources, emit_book, emit_sheet};
use crate::finding::Finding;
use crate::page::{Page, PageSettings, render_pages};
use crate::print::Scope;
use crate::print::tests::Fixture;
use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

mod hostile;

fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    let usable = PrintPicture { file: "pictures/1.png".into(), format: "png", width: 30.0, height: 15.0 };
    pictures.insert(SitePath::new("a.png").unwrap(), PictureFact::Usable(usable));
    pictures.insert(SitePath::new("b.png").unwrap(), PictureFact::Unusable("is damaged".into()));
    pictures
}

/// Emits a fixture; characters from U+3000 on are in no font.
fn emit(fixture: &str, plainness: Plainness) -> (TypstSources, Vec<Finding>) {
    let made = Fixture::new(&format!("{fixture}\n-- topics/a.png\n\n-- topics/b.png\n"));
    let (book, _) = made.book(&Scope::default());
    let texts = format!("\n{fixture}");
    let texts = texts.split("\n-- ").skip(1).filter_map(|part| part.split_once('\n'));
    let texts = texts.map(|(path, text)| SourceText {
        path: SourcePath::new(path.trim()).unwrap(),
        text: format!("{text}\n").into(),
    });
    let files = ["topics/a.png", "topics/b.png"].map(|path| (SourcePath::new(path).unwrap(), 9));
    let sources = SourceTree::new(texts.collect(), BTreeMap::from(files), Date::parse("2026-11-23").unwrap());
    let settings = PageSettings { sources: made.sources.clone(), ..PageSettings::default() };
    let pages: Vec<Arc<Page>> = render_pages(&made.playbook, &settings).value.into_iter().map(Arc::new).collect();
    let (pictures, coverage) = (pictures(), Coverage::of(0x20..0x3000));
    let input = EmitInput {
        book: &book,
        playbook: &made.playbook,
        pages: &pages,
        pictures: &pictures,
        coverage: &coverage,
        sources: &sources,
    };
    let mut findings = Vec::new();
    let mut emitted = emit_book(&input).take(&mut findings);
    if plainness != Plainness::Full {
        for sheet in &book.sheets {
            let text = emit_sheet(&input, sheet, plainness).unwrap();
            emitted.files.insert(super::sheet_file(sheet), text);
        }
    }
    (emitted, findings)
}

/// The body of the first sheet of a topic written so.
fn body(markdown: &str, plainness: Plainness) -> String {
    let (sources, _) = emit(&format!("-- topics/index.md\n{markdown}"), plainness);
    let text = sources.files.iter().find(|(path, _)| path.starts_with("topics/")).map(|(_, text)| text.clone());
    let text = text.unwrap();
    let (_, body) = text.split_once("\n{\n").unwrap();
    body.strip_suffix("})\n").unwrap().to_owned()
}

fn check(markdown: &str, expected: Expect) {
    expected.assert_eq(&body(markdown, Plainness::Full));
}

fn check_findings(markdown: &str, expected: Expect) {
    let (_, findings) = emit(&format!("-- topics/index.md\n{markdown}"), Plainness::Full);
    let mut shown = String::new();
    for finding in findings {
        let place = finding.place.unwrap();
        shown += &format!("{} {}:{:?} {}\n", finding.code.id, place.file, place.span.range(), finding.message);
    }
    expected.assert_eq(&shown);
}

#[test]
fn running_text_is_literals_and_styles() {
    check(
        "# T\n\nA *b* **c `d`**  \ne ~~f~~ #x $y$ \\\"q\\\" <kbd>Ctrl</kbd> H<sub>2</sub>O\n",
        expect![[r#"
        para({"A "; slanted("b"); " "; bold({"c "; mono("d")}); newline(); "e "; struck("f"); " #x $y$ \"q\" "; key("Ctrl"); " H"; lowered("2"); "O"})
    "#]],
    );
}

#[test]
fn links_say_where_they_lead() {
    check(
        "# T\n\n[in](#s) [out](https://x.example/a) [again](https://x.example/a) <https://y.example> \
         [call](tel:+441632960001) [write](mailto:a@b.example) [gone](gone.md)\n\n## S\n",
        expect![[r#"
            para({xref("t1-2", "1.1", "in"); " "; web("https://x.example/a", "out", note: 1); " "; web("https://x.example/a", "again", note: 1); " "; web("https://y.example", "https://y.example"); " "; phone("tel:+441632960001", "call", "+441632960001"); " "; mail("mailto:a@b.example", "write", "a@b.example"); " "; "gone"})
            heading-at(2, "t1-2", "1.1", "S")
        "#]],
    );
}

#[test]
fn columns_to_be_filled_in_have_room_for_it() {
    check(
        "# T\n\n| Line | Entry |\n|---|---|\n| Time | |\n| Place | |\n",
        expect![[r#"
            grid-table(columns: (auto, 1fr), (cell("Line"), cell("Entry")), (cell("Time", whole: true), cell([], blank: true), cell("Place", whole: true), cell([], blank: true)))
        "#]],
    );
}

#[test]
fn lists_nest_and_tasks_have_boxes() {
    check(
        "# T\n\n* a\n  1. b\n\n     c\n- [ ] d\n- [x] e\n",
        expect![[r#"
            bullets({
            para("a")
            steps({
            para("b")
            para("c")
            }, start: 1)
            })
            ticks(tick(false, none, para("d")), tick(true, none, para("e")), signed: false)
        "#]],
    );
}

#[test]
fn alerts_quotes_code_and_rules() {
    check(
        "# T\n\n> [!WARNING]\n> w\n\n> q\n\n```sh\na  b\n\tc\n```\n\n---\n",
        expect![[r#"
        callout("warning", "Warning", para("w"))
        quoted(para("q"))
        code-block("a  b", "    c", language: "sh")
        rule()
    "#]],
    );
}

#[test]
fn tables_of_markdown_and_of_raw_html_are_one_kind() {
    check(
        "# T\n\n| a | b |\n|:--|--:|\n| 1 | srv-12 |\n",
        expect![[r#"
            grid-table(columns: (auto, auto), (cell("a", side: left), cell("b", side: right)), (cell(keep("1"), whole: true, side: left), cell(keep("srv-12"), side: right)))
        "#]],
    );
    check(
        "# T\n\n<table><tr><th>a<th>b<tr><td rowspan=9>c<td>d<br>e<tr><td colspan=7><ul><li>f</ul></table>\n",
        expect![[r#"
            grid-table(columns: (auto, auto), (cell("a"), cell("b")), (cell("c", rowspan: 2), cell({"d"; newline(); "e"}), cell(bullets(para("f")))))
        "#]],
    );
}

#[test]
fn pictures_have_their_words_and_those_that_fail_say_why() {
    check(
        "# T\n\n![A plan](a.png)\n\nSee ![icon](a.png) and ![Broken](b.png)\n",
        expect![[r#"
            picture("pictures/1.png", format: "png", alt: "A plan", width: 30.00pt, height: 15.00pt)
            para({"See "; inline-picture("pictures/1.png", format: "png", alt: "icon", width: 30.00pt, height: 15.00pt); " and "; no-picture("Broken", "is damaged")})
        "#]],
    );
    check_findings(
        "# T\n\n![Broken](b.png)\n",
        expect![[r#"
        P050 topics/index.md:15..20 the picture `b.png` is damaged
    "#]],
    );
}

#[test]
fn what_paper_cannot_show_is_told_with_its_place() {
    // P051, P053
    check_findings(
        "# T\n\nFire 🔥 and 🔥\n\n#### Deep\n",
        expect![[r#"
        P051 topics/index.md:10..14 no font has the character U+1F525, 2 times in this topic
        P053 topics/index.md:25..34 the heading "Deep" skips a level
    "#]],
    );
    // P052
    let mut nested = "# T\n\n".to_owned();
    for depth in 0..20 {
        nested += &format!("{}- level {depth}\n", "  ".repeat(depth));
    }
    check_findings(
        &nested,
        expect![[r#"
            P052 topics/index.md:584..594 lists or quotes are nested more than twelve deep
        "#]],
    );
    let text = body(&nested, Plainness::Full);
    assert_eq!(text.matches("bullets(").count(), 12, "{text}");
    assert!((0..20).all(|depth| text.contains(&format!("\"level {depth}\""))), "{text}");
}

#[test]
fn a_long_table_is_split_and_loses_no_row() {
    let mut table = "# T\n\n| n | word |\n|---|---|\n".to_owned();
    for row in 0..5_000 {
        table += &format!("| {row} | w{row}w |\n");
    }
    let text = body(&table, Plainness::Full);
    assert_eq!(text.matches("grid-table(").count(), 42);
    assert!((0..5_000).all(|row| text.contains(&format!("keep(\"w{row}w\")"))));
    assert_eq!(text.matches("\"word\"").count(), 42, "each piece has the head");
}

#[test]
fn a_table_too_wide_for_any_sheet_is_a_list_of_fields() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(14));
    let text = body(&format!("# T\n\n{}{}{}", row("h"), row("---"), row("c")), Plainness::Full);
    assert!(text.starts_with("fields(") && !text.contains("grid-table"), "{text}");
}

#[test]
fn the_plain_forms_keep_words_and_headings() {
    let markdown = "# T\n\n| a | b |\n|---|---|\n| c | d |\n\n## S\n\n> q ![alt](a.png)\n";
    expect![[r#"
        set-plainly()
        para("a")
        para("b")
        para("c")
        para("d")
        inner-heading("t1-2", "1.1", "S")
        para("q alt")
    "#]]
    .assert_eq(&body(markdown, Plainness::Words));
    expect![[r#"
        could-not-set()
    "#]]
    .assert_eq(&body(markdown, Plainness::Nothing));
}

#[test]
fn the_whole_book_is_text_that_reads_well() {
    let (sources, _) = emit("-- topics/index.md\n# Start\n\nGo.\n-- topics/b.md\n# B \"q\"\n", Plainness::Full);
    let mut shown = String::new();
    for (path, text) in &sources.files {
        shown += &format!("-- {path}\n{text}");
    }
    expect![[r#"
        -- book.typ
        #import "/print/theme.typ": *
        #show: book
        #cover(start: (("t2", "1", "Start"),), numbers: (), layers: ("North site",))
        #how-to-use(steps: false, addresses: false, elsewhere: false, legend: ())
        #contents(levels: "1111")
        #include "/topics/t2.typ"
        #include "/topics/t1.typ"
        #index-page((
        ("B",
        (
        ("B \"q\"", none, (("t1", "2", "B \"q\""),)),
        )),
        ("S",
        (
        ("Start", none, (("t2", "1", "Start"),)),
        )),
        ))
        #document-control((
        ("t2", "1", "Start", none, none, none, none, none),
        ("t1", "2", "B \"q\"", none, none, none, none, none),
        ), never: 0, not-asked: 0, not-asked-titles: (), same: 0)
        -- settings.typ
        // What the margin of every sheet says.
        #let settings = (
          title: "Playbook",
          subtitle: none,
          description: none,
          edition: none,
          code: "2026-04",
          produced-on: "2026-11-23",
          valid-until: "2027-05-31",
          classification: "internal",
          copy: none,
          holder: none,
          notice: none,
          date: datetime(year: 2026, month: 11, day: 23),
          language: "en",
          region: none,
          right-to-left: false,
          paper: "a4",
          duplex: false,
          large: false,
          replaces-pages: false,
          runs-on: false,
          losses: 0,
        )
        -- topics/t1.typ
        #import "/print/theme.typ": *
        #topic-page(
        id: "t1",
        number: "2",
        head: "2 B \"q\"",
        title: "B \"q\"",
        level: 1,
        form: "text",
        description: none,
        changed: none,
        qr: none,
        addresses: (),
        stamp: (id: none, version: none, status: none, owner: none, approver: none, approved-on: none, reviewed-on: none, next-review: none, overdue: false, classification: none, layers: ()),
        {
        })
        -- topics/t2.typ
        #import "/print/theme.typ": *
        #topic-page(
        id: "t2",
        number: "1",
        head: "1 Start",
        title: "Start",
        level: 1,
        form: "text",
        description: none,
        changed: none,
        qr: none,
        addresses: (),
        stamp: (id: none, version: none, status: none, owner: none, approver: none, approved-on: none, reviewed-on: none, next-review: none, overdue: false, classification: none, layers: ()),
        {
        para("Go.")
        })
    "#]].assert_eq(&shown);
}
