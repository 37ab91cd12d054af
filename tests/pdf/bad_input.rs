//! Whatever an author wrote, the book comes out, each fault with a finding.

use std::fmt::Write;
use std::path::Path;

use lifeboat::finding::codes::print::{P054, P055, P056, P057, P058, P059};
use lifeboat::print::engine::FontFile;
use lifeboat::theme::Theme;

use super::press::{Fixture, Printed};

/// The words of a page, one space between them.
fn words(printed: &Printed) -> String {
    printed.ask("pdftotext", &["-enc", "UTF-8"], &["-"]).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn topic(markdown: &str) -> Fixture {
    Fixture::new(&format!(
        "-- src/index.md\n# Topic\n\nBefore.\n\n{markdown}\n\nAfter it all.\n-- src/other.md\n# Other\n\nStill here.\n"
    ))
}

/// Prints, and expects both topics whole and these findings.
fn check(name: &str, fixture: &Fixture, findings: &str, found: &[&str]) {
    let printed = fixture.print(name);
    assert_eq!(printed.findings(), findings, "{name}");
    printed.ask("qpdf", &["--check"], &[]);
    let words = words(&printed);
    for wanted in found.iter().chain(&["Before.", "After it all.", "Still here."]) {
        assert!(words.contains(wanted), "{name}: {wanted} is not in {words}");
    }
}

fn has(printed: &Printed, code: &str) -> bool {
    printed.findings.iter().any(|finding| finding.code.id == code)
}

#[test]
fn pictures_that_are_missing_lie_or_are_cut_off_leave_their_words() {
    let fixture =
        topic("![One](one.png)\n\n![Two](two.png)\n\n![Three](three.jpg)\n\n![Four](four.svg)\n\n![Five](five.png)")
            .with_file("src/one.png", b"")
            .with_file("src/two.png", b"\x89PNG\r\n\x1a\n\x00\x00")
            .with_file("src/three.jpg", b"MZ not a picture")
            .with_file(
                "src/four.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/passwd'/></svg>",
            );
    check(
        "pictures",
        &fixture,
        "P050 src/index.md:25..32 the picture `one.png` is empty\n\
         P050 src/index.md:42..49 the picture `two.png` is damaged (unexpected end of file)\n\
         P050 src/index.md:61..70 the picture `three.jpg` is no PNG, JPEG, GIF, WebP or SVG\n\
         P050 src/index.md:81..89 the picture `four.svg` takes in another file, which a drawing on paper cannot",
        &["One", "Two", "Three", "Four", "Five"],
    );
}

#[test]
fn a_picture_of_another_kind_than_its_name_is_printed() {
    let drawing =
        b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'><rect width='90' height='40'/></svg>";
    let fixture = topic("![A plan](plan.png)").with_file("src/plan.png", drawing);
    check("lying", &fixture, "", &[]);
}

#[test]
fn characters_that_no_font_has_stand_as_their_code_points() {
    check(
        "characters",
        &topic(
            "Fire 🔥 here, and `code 🔥`.\n\n| 漢 |\n|---|\n| x |\n\nPrivate \u{f6c5} use, a zero\u{200b}width, a\u{301} mark.",
        ),
        "P051 src/index.md:23..27 no font has the character U+1F525, 2 times in this topic\n\
         P051 src/index.md:54..57 no font has the character U+6F22\n\
         P051 src/index.md:81..84 no font has the character U+F6C5",
        &["U+1F525", "U+6F22", "U+F6C5"],
    );
}

#[test]
fn hebrew_and_arabic_have_shapes_of_their_own() {
    let printed = topic("שלום עולם and العربية words").print("right-to-left");
    assert_eq!(printed.findings(), "");
    assert!(words(&printed).contains("שלום"), "{}", words(&printed));
}

#[test]
fn a_font_of_the_authors_brings_what_the_others_lack() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/fixtures/LifeboatTest-Fire.ttf");
    let bytes = std::fs::read(&file).unwrap();
    let mut fixture = topic("Fire 🔥 here.");
    fixture.fonts =
        vec![FontFile { name: "fire.ttf".into(), bytes }, FontFile { name: "bad.ttf".into(), bytes: vec![0; 64] }];
    let printed = fixture.print("font");
    assert_eq!(printed.findings(), format!("{} bad.ttf:0..0 `bad.ttf` is no font that can be read", P057.id));
    assert!(words(&printed).contains('🔥'), "{}", words(&printed));
}

#[test]
fn a_table_of_five_thousand_rows_has_every_row_and_its_head_on_each_page() {
    let mut table = "| number | word |\n|---|---|\n".to_owned();
    for row in 0..5_000 {
        writeln!(table, "| {row} | row{row}end |").unwrap();
    }
    let printed = topic(&table).print("long-table");
    assert_eq!(printed.findings(), "");
    let pages = printed.page_texts();
    let all = pages.concat();
    assert!((0..5_000).all(|row| all.contains(&format!("row{row}end"))));
    let without_head =
        pages.iter().filter(|page| page.contains("row") && page.contains("end\n") && !page.contains("number")).count();
    assert_eq!(without_head, 0);
}

#[test]
fn twenty_levels_of_lists_and_a_word_of_ten_thousand_letters() {
    let mut nested = String::new();
    for depth in 0..20 {
        writeln!(nested, "{}- level{depth}x", "  ".repeat(depth)).unwrap();
    }
    let printed = topic(&format!("{nested}\n\n{}\n\n`{}`\n", "w".repeat(10_000), "c".repeat(10_000))).print("deep");
    assert!(has(&printed, "P052") && printed.findings.len() == 1, "{}", printed.findings());
    let text = printed.ask("pdftotext", &["-enc", "UTF-8"], &["-"]);
    assert!((0..20).all(|depth| text.contains(&format!("level{depth}x"))));
    assert_eq!(
        text.matches('w').count() - "words".matches('w').count() * text.matches("words").count(),
        10_000 + count_of_w(&text)
    );
}

/// Letters `w` in the book's own words.
fn count_of_w(text: &str) -> usize {
    let own = text.lines().filter(|line| line.chars().any(|c| c != 'w' && !c.is_whitespace() && c != '\u{200b}'));
    own.map(|line| line.matches('w').count() - line.matches("words").count()).sum()
}

#[test]
fn nesting_of_every_kind_at_once_comes_out() {
    let deep: String = (0..60).map(|_| "> - ").collect();
    let raw = format!("{}x{}", "<table><tr><td>".repeat(30), "</td></tr></table>".repeat(30));
    let printed = topic(&format!("{deep}bottom\n\n{raw}\n\n{}", "<details><blockquote>".repeat(40))).print("nested");
    let all = words(&printed);
    assert!(all.contains("bottom") && all.contains("Still here."), "{all}");
    assert!(!has(&printed, P055.id), "{}", printed.findings());
}

/// The built-in theme with something after it.
fn with_theme(fixture: Fixture, more: &str) -> Fixture {
    let mut fixture = fixture;
    fixture.texts.push(("book.toml".into(), "[output.html]\ntheme = \"theme\"\n".into()));
    fixture.texts.push(("theme/print/theme.typ".into(), format!("{}{more}", Theme::built_in_print_theme())));
    fixture
}

#[test]
fn a_topic_that_the_typesetter_refuses_is_set_without_its_layout() {
    let refuse = "\n#let grid-table(..all) = panic(\"no tables today\")\n";
    let fixture = with_theme(topic("| a | celltext |\n|---|---|\n| b | c |"), refuse);
    let printed = fixture.print("refused");
    assert_eq!(
        printed.findings(),
        format!(
            "{} src/index.md:0..7 \"Topic\" is printed without its layout: panicked with: no tables today",
            P054.id
        )
    );
    let all = words(&printed);
    assert!(all.contains("Words only") && all.contains("celltext") && all.contains("Still here."), "{all}");
}

#[test]
fn a_topic_whose_words_are_refused_keeps_its_title_and_number() {
    let refuse = "\n#let para(body) = if body == \"Before.\" { panic(\"not this\") } else { par[#body] }\n";
    let printed = with_theme(topic(""), refuse).print("refused-words");
    assert!(printed.findings().starts_with(P055.id), "{}", printed.findings());
    let all = words(&printed);
    assert!(all.contains("could not be printed") && all.contains("Still here.") && all.contains("1 Topic"), "{all}");
}

#[test]
fn a_print_theme_with_a_fault_gives_way_to_the_built_in_one() {
    let printed = with_theme(topic(""), "\n#let broken = (\n").print("theme");
    assert!(printed.findings().starts_with(P056.id), "{}", printed.findings());
    let place = printed.findings.iter().find(|finding| finding.code.id == P056.id).unwrap().place.as_ref().unwrap();
    assert_eq!(&*place.file, "theme/print/theme.typ");
    assert!(place.span.start > 10_000, "{place:?}");
    assert!(words(&printed).contains("Before."));
}

#[test]
fn a_book_that_cannot_meet_the_standard_comes_out_and_says_so() {
    let mut fixture = topic("");
    fixture.texts.push(("book.toml".into(), "[book]\ntitle = \"\u{feff}\"\n".into()));
    let printed = fixture.print("standard");
    assert!(printed.findings().starts_with(P058.id), "{}", printed.findings());
    assert!(words(&printed).contains("Before."));
}

#[test]
fn a_theme_whose_page_numbers_never_settle_still_prints_and_says_so() {
    let restless = "\n#let para(body) = context { par[#body]; if page-at(\"last-page\") != 40 { v(1fr); pagebreak(); v(9cm * page-at(\"last-page\")) } }\n";
    let restless = restless.replace("v(9cm * page-at(\"last-page\"))", "for _ in range(if page-at(\"last-page\") == none { 1 } else { page-at(\"last-page\") }) { block(height: 20cm) }");
    let printed = with_theme(topic(""), &restless).print("restless");
    assert!(printed.findings().contains(P059.id), "{}", printed.findings());
    assert!(words(&printed).contains("Before."));
}
