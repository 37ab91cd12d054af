//! What the parser makes of a text, shown as an indented tree.

mod limits;

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};

use crate::config::Monikers;
use crate::source::{LineIndex, SourceId, SourcePath};
use crate::topic::{Block, BlockKind, Document, Inline, Inlines, MarkdownOptions, parse_document};

#[expect(clippy::needless_pass_by_value, reason = "`expect!` makes a value, and every caller hands it over")]
fn check(text: &str, expected: Expect) {
    check_with(&MarkdownOptions::default(), text, &expected);
}

fn check_with(options: &MarkdownOptions, text: &str, expected: &Expect) {
    let text: Arc<str> = text.into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, options);
    let mut shown = String::new();
    for block in &parsed.value.blocks {
        show(&parsed.value, block, 0, &mut shown);
    }
    let lines = LineIndex::new(&text);
    for finding in parsed.findings {
        let at = lines.line_column(&text, finding.place.unwrap().span.start as usize);
        writeln!(shown, "{} {}:{} {}", finding.code.id, at.0, at.1, finding.message).unwrap();
    }
    expected.assert_eq(&shown);
}

fn show(document: &Document, block: &Block, depth: usize, out: &mut String) {
    let words = |inlines: &Inlines| show_inlines(document, *inlines);
    let line = match &block.kind {
        BlockKind::Heading { level, id, content, .. } => format!("h{level} #{id} {}", words(content)),
        BlockKind::Paragraph(content) => format!("p {}", words(content)),
        BlockKind::Plain(content) => format!("plain {}", words(content)),
        BlockKind::Rule => "rule".into(),
        BlockKind::Quote(_) => "quote".into(),
        BlockKind::Alert { kind, .. } => format!("alert {kind:?}"),
        BlockKind::Div { class, .. } => format!("div {}", document.str(*class)),
        BlockKind::List { start, .. } => format!("list {start:?}"),
        BlockKind::Item { task, .. } => format!("item {task:?}"),
        BlockKind::Table(table) => format!("table {}", table.columns.len()),
        BlockKind::Row(_) => "row".into(),
        BlockKind::Cell(content) => format!("cell {}", words(content)),
        BlockKind::Code { language, info, text } => {
            format!("code {language} {} {:?}", document.str(*info), document.str(*text))
        }
        BlockKind::CodeFile { language, link, range, region } => {
            format!("code file {language} {} {} {}", dest(document, *link), document.str(*range), document.str(*region))
        }
        BlockKind::Html(html) => format!("html {:?}", document.str(*html)),
        BlockKind::Include(link) => format!("include {}", dest(document, *link)),
        BlockKind::Picture(picture) => {
            let link = |link: Option<_>| link.map_or("-".into(), |link| dest(document, link));
            let (alt, lightbox) = (document.str(picture.alt), link(picture.lightbox));
            format!(
                "picture {} {alt:?} {lightbox} {} {}",
                dest(document, picture.image),
                link(picture.link),
                picture.border
            )
        }
        BlockKind::Tabs(tabs) => {
            writeln!(out, "{}tabs", "  ".repeat(depth)).unwrap();
            for tab in tabs {
                let (pad, label) = ("  ".repeat(depth + 1), words(&tab.label));
                writeln!(out, "{pad}tab {:?} {:?} {label}", tab.ids, tab.condition).unwrap();
                tab.content.iter().for_each(|block| show(document, block, depth + 2, out));
            }
            return;
        }
        BlockKind::Zone { pivots, .. } => format!("zone {pivots:?}"),
        BlockKind::Moniker { range, .. } => format!("moniker {}", document.str(*range)),
        BlockKind::Class { class, .. } => format!("class {}", document.str(*class)),
        BlockKind::Columns(_) => "columns".into(),
        BlockKind::Column { span, .. } => format!("column {span}"),
        BlockKind::Video(link) => format!("video {}", dest(document, *link)),
        other => format!("{other:?}"),
    };
    writeln!(out, "{}{}", "  ".repeat(depth), line.trim_end()).unwrap();
    block.children().for_each(|child| show(document, child, depth + 1, out));
}

fn dest(document: &Document, link: crate::topic::LinkId) -> String {
    let link = document.link(link).unwrap();
    document.str(link.dest).to_owned()
}

fn show_inlines(document: &Document, inlines: Inlines) -> String {
    let mut out = String::new();
    for inline in document.inlines(inlines) {
        match inline {
            Inline::Text(text) => out.push_str(document.str(*text)),
            Inline::Code(text) => write!(out, "`{}`", document.str(*text)).unwrap(),
            Inline::SoftBreak => out.push('⏎'),
            Inline::HardBreak => out.push('↵'),
            Inline::Open(style) => write!(out, "<{style:?}>").unwrap(),
            Inline::Close(_) => out.push_str("</>"),
            Inline::LinkOpen(link) => write!(out, "[{}: ", dest(document, *link)).unwrap(),
            Inline::LinkClose | Inline::ImageClose => out.push(']'),
            Inline::ImageOpen(link) => write!(out, "![{}: ", dest(document, *link)).unwrap(),
            Inline::Picture { image, alt, .. } => {
                write!(out, "!({} {:?})", dest(document, *image), document.str(*alt)).unwrap();
            }
            Inline::Html(html) => write!(out, "«{}»", document.str(*html)).unwrap(),
            Inline::Include(link) => write!(out, "include({})", dest(document, *link)).unwrap(),
            other => write!(out, "{other:?}").unwrap(),
        }
    }
    out
}

#[test]
fn alerts_begin_and_end_where_learn_says() {
    check(
        "> [!NOTE]\n> One\n> [!tip]\n> Two\nlazy\n\n>[!WARNING]\n>\n> - a\n>\n> > [!CAUTION]\n> > in it\n\n> [!NOTE] same line\n\n> [!Loud]\n> x\n\n- > [!NOTE]\n  > in a list\n",
        expect![[r#"
            alert Note
              p One
            alert Tip
              p Two⏎lazy
            alert Warning
              list None
                item None
                  plain a
              alert Caution
                p in it
            quote
              p [!NOTE] same line
            quote
              p [!Loud]⏎x
            list None
              item None
                alert Note
                  p in a list
            M020 14:3 text follows “[!NOTE]” on its line, so this is a plain quote, no alert
            M021 16:3 “[!Loud]” is no kind of alert; shown as a plain quote
        "#]],
    );
}

#[test]
fn divs_and_videos_are_quotes() {
    check(
        "> [!div class=\"checklist\"]\n> * one\n> * two\n\n> [!VIDEO https://v.example/embed/1]\n",
        expect![[r#"
            div checklist
              list None
                item None
                  plain one
                item None
                  plain two
            video https://v.example/embed/1
        "#]],
    );
}

#[test]
fn includes_are_blocks_when_they_stand_alone() {
    check(
        "[!INCLUDE [a](a.md)]\n\nText [!include[b](b.md)] more.\n\n- [!INCLUDE [c](c.md)]\n- x\n  [!INCLUDE [d](d.md)]\n\n| a |\n|---|\n| [!INCLUDE [e](e.md)] |\n\n`[!INCLUDE [f](f.md)]`\n\n[!code-csharp[x](../a/b.cs?range=1-5&name=r)]\n",
        expect![[r#"
            include a.md
            p Text include(b.md) more.
            list None
              item None
                include c.md
              item None
                plain x
                include d.md
            table 1
              row
                cell a
              row
                cell include(e.md)
            p `[!INCLUDE [f](f.md)]`
            code file csharp ../a/b.cs 1-5 r
        "#]],
    );
}

#[test]
fn tabs_go_to_the_next_thematic_break() {
    check(
        "## [Windows](#tab/windows)\n\na\n\n## [Linux](#tab/Linux+mac/cli)\n\nb\n\n### Sub\n\n---\n\nafter\n\n1. step\n\n   # [A](#tab/a)\n\n   x\n\n   # [B](#tab/b)\n\n   y\n",
        expect![[r#"
            tabs
              tab ["windows"] None Windows
                p a
              tab ["linux", "mac"] Some("cli") Linux
                p b
                h3 #sub Sub
            p after
            list Some(1)
              item None
                p step
                tabs
                  tab ["a"] None A
                    p x
                  tab ["b"] None B
                    p y
        "#]],
    );
}

#[test]
fn zones_hold_what_stands_between_their_lines() {
    check(
        "::: zone pivot=\"a, b\"\nText\n::: zone-end\n\n1. s\n\n   :::zone pivot=\"c\"\n   | a |\n   |---|\n   | 1 |\n   :::zone-end\n\n::: zone target=\"chromeless\"\nhidden\n::: zone-end\n\n```\n::: zone pivot=\"x\"\n```\n\n`::: zone-end`\n\n::: moniker range=\">=2\"\nv\n:::moniker-end\n:::other\n",
        expect![[r#"
            zone ["a", "b"]
              p Text
            list Some(1)
              item None
                p s
                zone ["c"]
                  table 1
                    row
                      cell a
                    row
                      cell 1
            code   "::: zone pivot=\"x\"\n"
            p `::: zone-end`
            moniker >=2
              p v
            p :::other
        "#]],
    );
}

#[test]
fn text_for_other_versions_is_left_out_and_for_the_chosen_one_not_labelled() {
    let order = ["v1", "v2"].map(str::to_owned).to_vec();
    let monikers = Monikers { chosen: Some("v2".to_owned()), order };
    check_with(
        &MarkdownOptions { monikers, ..MarkdownOptions::default() },
        "::: moniker range=\"<v2\"\nold\n::: moniker-end\n\n- a\n\n  ::: moniker range=\">=v2\"\n  new\n  ::: moniker-end\n\n::: moniker range=\">=v9\"\nunknown\n::: moniker-end\n",
        &expect![[r#"
            list None
              item None
                p a
                zone []
                  p new
            moniker >=v9
              p unknown
        "#]],
    );
}

#[test]
fn an_unclosed_zone_ends_with_its_container() {
    check(
        "- ::: zone pivot=\"a\"\n\n  x\n\nafter\n\n::: zone-end\n",
        expect![[r#"
            list None
              item None
                zone ["a"]
                  p x
            p after
            M010 1:3 “:::zone” is never closed; it ends with the block around it
            M011 7:1 “:::zone-end” closes nothing here
        "#]],
    );
}

#[test]
fn rows_and_columns_hold_indented_blocks() {
    check(
        ":::row:::\n   :::column span=\"2\":::\n      ### A\n\n      text\n\n          code\n   :::column-end:::\n   :::column:::\n      b\n   :::column-end:::\n:::row-end:::\n",
        expect![[r#"
            columns
              column 2
                h3 #a A
                p text
                code   "code\n"
              column 1
                p b
        "#]],
    );
}

#[test]
fn pictures_stand_in_blocks_sentences_and_cells() {
    check(
        ":::image type=\"content\" source=\"a_b_c.png\" alt-text=\"A *b*\" lightbox=\"l.png\" border=\"false\":::\n\nSee :::image type=\"icon\" source=\"i.svg\"::: here.\n\n:::image source=\"x.png\" alt-text=\"x\"::: follows\n\n| a |\n|---|\n| :::image source=\"c.png\" alt-text=\"c\"::: |\n\n:::image type=\"complex\" source=\"d.png\" alt-text=\"d\":::\n   Long.\n:::image-end:::\n\n:::image alt-text=\"none\":::\n\n`:::image source=\"k\":::`\n",
        expect![[r#"
            picture a_b_c.png "A *b*" l.png - false
            p See !(i.svg "") here.
            p !(x.png "x") follows
            table 1
              row
                cell a
              row
                cell !(c.png "c")
            picture d.png "d" - - true
              p Long.
            p `:::image source="k":::`
            M012 15:1 “:::image” names no picture
        "#]],
    );
}

#[test]
fn raw_html_keeps_what_is_html() {
    check(
        "a <br> <tenant> <!-- gone --> <a href=\"x.md\">l</a>\n\n<div id=\"q\">\n<!-- no -->\n<DriveLetter> b\n</div>\n\n<!--\n::: zone\n-->\n\n## <a name=\"own\"></a>Head\n\n## Head\n",
        expect![[r#"
            p a «<br>» <tenant>  «<a href="x.md">»l«</a>»
            html "<div id=\"q\">\n\n&lt;DriveLetter&gt; b\n</div>\n"
            h2 #own Head
            h2 #head-1 Head
            M030 1:8 “<tenant>” is no HTML element; shown as text
            M030 5:1 “<DriveLetter>” is no HTML element; shown as text
        "#]],
    );
}

#[test]
fn addresses_become_links() {
    check(
        "Go to https://a.example/b?c=1&d=2. Or [x](https://y.example \"T\") `https://no.example` <xref:a.b> @Some.Uid x@y.example\n",
        expect![[r#"
            p Go to [https://a.example/b?c=1&d=2: https://a.example/b?c=1&d=2]. Or [https://y.example: x] `https://no.example` [xref:a.b: xref:a.b] [@Some.Uid: @Some.Uid] x@y.example
        "#]],
    );
}

#[test]
fn the_widest_row_decides_and_no_cell_is_lost() {
    check(
        "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4\n",
        expect![[r#"
            table 3
              row
                cell a
                cell b
                cell
              row
                cell 1
                cell 2
                cell 3
              row
                cell 4
                cell
                cell
        "#]],
    );
}

#[test]
fn tasks_code_and_nesting() {
    check(
        "- [x] done\n- [ ] open\n\n  more\n\n```PowerShell-Interactive x=1\nGet-It\n```\n\n1. a\n   ```azurecli\n   az\n",
        expect![[r#"
            list None
              item Some(true)
                p done
              item Some(false)
                p open
                p more
            code powershell x=1 "Get-It\n"
            list Some(1)
              item None
                plain a
                code azurecli  "az\n"
        "#]],
    );
}
