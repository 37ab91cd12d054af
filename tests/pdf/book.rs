//! A book of every kind of block: what stands where, and what other programs find in it.

use std::collections::BTreeSet;

use lifeboat::print::{CopyStamp, Layout, Paper, Scope, TextSize};

use super::press::{Fixture, Printed};
use super::reader::Objects;

const BOOK: &str = include_str!("fixtures/book.txt");

fn book() -> Fixture {
    let plan = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='120'><rect width='300' height='120' fill='#ddd' stroke='#000'/></svg>";
    Fixture::new(BOOK).with_file("topics/recover/hall.svg", plan)
}

/// The text of a page with one space between words.
fn squeezed(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number after each of `marks` in a text: `p. 17` → 17, with what stands before the mark.
fn numbers_after(text: &str, mark: &str) -> Vec<(String, usize)> {
    let found = text.match_indices(mark).filter_map(|(at, _)| {
        let digits: String = text[at + mark.len()..].chars().take_while(char::is_ascii_digit).collect();
        Some((text[..at].to_owned(), digits.parse().ok()?))
    });
    found.collect()
}

/// Every "§N … p. P" must name the page on which the heading N stands.
pub(crate) fn check_references(printed: &Printed) -> usize {
    let pages: Vec<String> = printed.page_texts().iter().map(|page| squeezed(page)).collect();
    let mut checked = 0;
    for page in &pages {
        for (before, number) in numbers_after(page, "p. ") {
            let Some((_, section)) = before.rsplit_once('§') else { continue };
            let section = section.trim_end_matches([' ', ',', '(']);
            if section.is_empty() || !section.chars().all(|c| c.is_ascii_digit() || c == '.') {
                continue;
            }
            let target = &pages[number - 1];
            assert!(target.contains(&format!("{section} ")), "§{section} is not on page {number}: {target}");
            checked += 1;
        }
    }
    checked
}

#[test]
fn references_and_contents_name_the_true_pages() {
    let printed = book().print("book");
    assert_eq!(printed.findings(), "");
    assert!(check_references(&printed) >= 6);
    let pages = printed.page_texts();
    let contents = pages.iter().find(|page| page.trim_start().contains("Contents\n")).unwrap();
    let lines: Vec<(String, usize)> = contents
        .lines()
        .filter_map(|line| {
            let (title, rest) = line.split_once(" . . ")?;
            Some((squeezed(title.trim_end_matches(['.', ' '])), rest.split_whitespace().last()?.parse().ok()?))
        })
        .collect();
    assert_eq!(lines.len(), 5, "{contents}");
    for (title, page) in lines {
        assert!(squeezed(&pages[page - 1]).contains(&title), "{title} is not on page {page}");
    }
}

#[test]
fn each_page_says_which_it_is_and_each_sheet_whose() {
    let printed = book().print("pages");
    let pages = printed.page_texts();
    for (at, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(&format!("Page {} of {}", at + 1, printed.pages)), "{page}");
        assert!(page.contains("Produced 2026-11-23") && page.contains("INTERNAL"), "{page}");
    }
    let sheets: Vec<&String> = pages.iter().filter(|page| page.contains("Sheet ")).collect();
    let first_hour: Vec<&&String> = sheets.iter().filter(|page| page.contains("2 First hour")).collect();
    for (at, page) in first_hour.iter().enumerate() {
        assert!(page.contains(&format!("Sheet {} of {}", at + 1, first_hour.len())), "{page}");
    }
}

#[test]
fn outline_destinations_and_metadata_are_there() {
    let printed = book().print("outline");
    let objects = Objects::of(&printed);
    let outline: Vec<String> =
        objects.outline().iter().map(|(depth, title)| format!("{}{title}", "  ".repeat(*depth))).collect();
    let expected = [
        "1 Start here",
        "2 First hour",
        "  2.1 Act",
        "  2.2 Contacts",
        "    2.2.1 Code",
        "3 Servers",
        "A–Z",
        "Document control",
    ];
    assert_eq!(
        outline.iter().map(|line| line.replace("  ", " ").trim_end().to_owned()).collect::<Vec<_>>(),
        expected.map(|line| line.replace("  ", " "))
    );
    let pages: Vec<String> = printed.page_texts().iter().map(|page| squeezed(page)).collect();
    let destinations = objects.destinations();
    for (id, heading) in [("t1", "3 Servers"), ("t2", "2 First hour")] {
        let page =
            destinations.iter().find(|(name, page)| name.starts_with('t') && pages[**page - 1].contains(heading));
        assert!(page.is_some(), "{id}: {destinations:?}");
    }
    let info = printed.ask("pdfinfo", &[], &[]);
    for line in
        ["Continuity playbook", "What to do when the screens are dark.", "Lifeboat", "Tagged:          yes", "A4"]
    {
        assert!(info.contains(line), "{line}: {info}");
    }
    let metadata = printed.ask("pdfinfo", &["-meta"], &[]);
    for mark in ["pdfuaid:part", "pdfaid:part", "pdfaid:conformance"] {
        assert!(metadata.contains(mark), "{mark}: {metadata}");
    }
    assert_eq!(objects.root()["/Lang"], "u:en");
}

#[test]
fn tags_say_what_everything_is() {
    let printed = book().print("tags");
    let objects = Objects::of(&printed);
    let structure = objects.structure();
    let kinds: BTreeSet<&str> = structure.iter().filter_map(|element| element["/S"].as_str()).collect();
    for kind in [
        "/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/TOC", "/TOCI", "/Link",
        "/Figure",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
    let mut level = 0;
    for element in &structure {
        let Some(next) = element["/S"].as_str().and_then(|kind| kind.strip_prefix("/H")?.parse::<u32>().ok()) else {
            continue;
        };
        assert!(next <= level + 1, "from H{level} to H{next}");
        level = next;
    }
    for figure in structure.iter().filter(|element| element["/S"] == "/Figure") {
        assert_eq!(figure["/Alt"], "u:A plan of the hall");
    }
    for head in structure.iter().filter(|element| element["/S"] == "/TH") {
        assert!(head["/A"].to_string().contains("/Scope"), "{head}");
    }
}

#[test]
fn every_font_is_in_the_file() {
    let objects = Objects::of(&book().print("fonts"));
    let fonts: Vec<_> = objects.dictionaries().filter(|object| object["/Type"] == "/FontDescriptor").collect();
    assert!(fonts.len() >= 4);
    for font in fonts {
        let embedded = ["/FontFile", "/FontFile2", "/FontFile3"].iter().any(|key| font.get(key).is_some());
        assert!(embedded, "{font}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let first = book().print("run-1");
    let second = book().print("run-2");
    assert!(first.bytes == second.bytes);
    assert!(first.sources == second.sources);
    first.ask("qpdf", &["--check"], &[]);
}

#[test]
fn large_print_letter_paper_and_both_sides() {
    let mut fixture = book();
    fixture.scope = Scope {
        layout: Layout { paper: Paper::Letter, duplex: true, text: TextSize::Large },
        copy: Some(CopyStamp { number: Some("7".into()), holder: Some("Gatehouse".into()) }),
        ..Scope::default()
    };
    let printed = fixture.print("large");
    assert_eq!(printed.findings(), "");
    assert!(printed.ask("pdfinfo", &[], &[]).contains("612 x 792"));
    let pages = printed.page_texts();
    for heading in ["1 Start here", "2 First hour", "3 Servers"] {
        let page =
            pages.iter().position(|page| squeezed(page).contains(heading) && page.contains("Sheet 1 of")).unwrap() + 1;
        assert_eq!(page % 2, 1, "{heading} begins on page {page}, which is a left one");
    }
    assert!(
        pages[2..]
            .iter()
            .filter(|page| !page.trim().is_empty())
            .all(|page| squeezed(page).contains("Copy no. 7, held by Gatehouse"))
    );
    assert!(check_references(&printed) >= 6);
}

#[test]
fn every_word_of_a_topic_is_on_its_sheets() {
    let printed = book().print("words");
    let all = squeezed(&printed.page_texts().concat());
    for words in [
        "Do not switch the press on before isolation.",
        "⚠ WARNING",
        "IMPORTANT",
        "(+441632960001)",
        "nights, and",
        "Hidden on screens, printed here.",
        "https://standards.example/iso/22301",
        "application-one",
        "Completed",
        "time",
        "initials",
        "↪",
        "The gate code is with security",
        "TM",
    ] {
        assert!(all.replace('\u{200b}', "").contains(words), "{words} is not in {all}");
    }
}

#[test]
fn an_address_is_printed_as_a_code_and_one_that_is_too_long_without() {
    let long = "a".repeat(4000);
    let topics = format!(
        "-- topics/a.md\n---\nqr: https://intranet.example/a.html\n---\n# A\n\nText.\n-- topics/b.md\n---\nqr: https://example.org/{long}\n---\n# B\n\nText.\n"
    );
    let printed = Fixture::new(&topics).print("code");
    let objects = Objects::of(&printed);
    let figures: Vec<_> = objects.structure().into_iter().filter(|element| element["/S"] == "/Figure").collect();
    let texts: Vec<_> = figures.iter().map(|figure| figure["/Alt"].as_str().unwrap()).collect();
    assert_eq!(texts, ["u:QR code of https://intranet.example/a.html"]);
    assert!(printed.findings().contains("P007"), "{}", printed.findings());
}

#[test]
fn topics_follow_each_other_where_the_settings_say_so() {
    let topics =
        "-- topics/a.md\n# A\n\nOf apples.\n-- topics/b.md\n# B\n\nOf beans.\n-- topics/c.md\n# C\n\nOf corn.\n";
    for follow in [false, true] {
        let settings =
            format!("-- book.toml\n[book]\nsrc = \"topics\"\n[output.html.print]\npage-break = {}\n", !follow);
        let printed = Fixture::new(&format!("{settings}{topics}")).print(if follow { "follow" } else { "apart" });
        let pages = printed.page_texts();
        let page_of = |words: &str| pages.iter().position(|page| page.contains(words)).unwrap();
        let begun = [page_of("Of apples."), page_of("Of beans."), page_of("Of corn.")];
        let distance = usize::from(!follow);
        assert_eq!(begun, [0, 1, 2].map(|at| begun[0] + at * distance));
    }
}
