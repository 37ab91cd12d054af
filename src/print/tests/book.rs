//! Order, numbers, selections and what the cover says.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{Fixture, told};
use crate::page::PageSettings;
use crate::print::{CopyStamp, PaperMemory, Scope, Selection, render_book};
use crate::source::{Date, SitePath};
use crate::theme::load_theme;

const PLAYBOOK: &str = "\
-- topics/toc.yml
- name: Home
  href: index.md
- name: Background
  items:
  - name: Analysis
    href: background/analysis.md
- name: Roles
  items:
  - name: Scribe
    href: roles/scribe.md
  - name: Lead
    href: roles/lead.md
- name: Respond
  items:
  - name: First hour
    href: respond/first-hour.md
  - name: Declaring
    href: respond/declare.md
    items:
    - name: Whom to call
      href: respond/call-tree.md
-- topics/index.md
# Home
See [the analysis](background/analysis.md) and [a note](background/note.md).
-- topics/background/analysis.md
---
phase: prepare
---
# Analysis
## Impact
#### Deep
##### Deeper
###### Deepest
## Sources
-- topics/background/note.md
---
print: never
binder: {tab: Background}
---
# Note
-- topics/roles/scribe.md
---
type: role
print: card
phase: respond
binder: {order: 2}
---
# Scribe
See [impact](../background/analysis.md#impact).
-- topics/roles/lead.md
---
type: role
phase: respond
binder: {order: 1}
---
# Lead
-- topics/respond/first-hour.md
---
type: procedure
phase: first-hour
print: always
roles: [lead]
aliases: [what first]
qr: true
---
# First hour
- [ ] Look at <https://status.example/a>, then [again](https://status.example/a), then [that](https://status.example/b).
-- topics/respond/declare.md
---
type: decision
phase: first-hour
---
# Declaring
-- topics/respond/call-tree.md
---
phase: first-hour
---
# Whom to call
| Who | Number |
| --- | --- |
| Duty manager | [01632 960100](tel:+441632960100), gatehouse [01632 960111](tel:+441632960111) |
| Lead | [call](tel:+447700900102) |
-- overlays/site/topics/site.md
---
title: North
binder: {tab: Sites}
---
# North
-- overlays/site/changes/respond/first-hour.md
---
changes: respond/first-hour.md
---
# Add at end

Ask the gatehouse.
";

fn check(scope: &Scope, expected: &Expect) {
    let fixture = Fixture::new(PLAYBOOK);
    let (book, findings) = fixture.book(scope);
    let mut shown = String::new();
    for part in &book.parts {
        let number = part.number.map(|number| format!("{number} ")).unwrap_or_default();
        writeln!(shown, "{number}{}", part.title).unwrap();
        for sheet in &book.sheets[part.sheets.clone()] {
            let layers: String = sheet.stamp.layers.iter().map(|layer| layer.mark.as_str()).collect();
            writeln!(shown, "  {} {} {} {:?} {layers}", sheet.number, sheet.id, sheet.title, sheet.form).unwrap();
            for section in &sheet.sections {
                let number = section.number.as_deref().unwrap_or("–");
                writeln!(shown, "    {number} {} {}", section.id, section.title).unwrap();
            }
        }
    }
    let cover = &book.cover;
    writeln!(shown, "cover: {:?} until {:?}", cover.subtitle, cover.valid_until).unwrap();
    let starts = cover.start_here.iter().map(|at| book.sheets[*at].number.as_str());
    writeln!(shown, "start: {}", starts.collect::<Vec<_>>().join(", ")).unwrap();
    for number in &cover.numbers {
        writeln!(shown, "call: {} {} {}", number.name, number.number, number.address).unwrap();
    }
    for term in &book.index {
        let targets: Vec<_> = term.targets.iter().map(|target| target.number.as_str()).collect();
        writeln!(shown, "{}: {} {}", term.letter, term.term, targets.join(", ")).unwrap();
    }
    for left in &book.left_out {
        writeln!(shown, "left out: {} {:?}", left.title, left.why).unwrap();
    }
    for told in told(&findings) {
        writeln!(shown, "{told}").unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn the_book_is_ordered_by_phase_and_binder_and_numbered() {
    check(
        &Scope::default(),
        &expect![[r#"
            1 Home
              1.1 t3 Home Text 
            2 Respond
              2.1 t6 First hour Steps N
              2.2 t5 Declaring Steps 
              2.3 t4 Whom to call Text 
            3 Roles
              3.1 t7 Lead Steps 
              3.2 t8 Scribe Card 
            4 Background
              4.1 t1 Analysis Text 
                4.1.1 t1-2 Impact
                4.1.1.1 t1-3 Deep
                4.1.1.1.1 t1-4 Deeper
                – t1-5 Deepest
                4.1.2 t1-6 Sources
            5 Sites
              5.1 t9 North Text N
            cover: None until Some("2027-05-31")
            start: 2.1, 2.2, 2.3
            call: Duty manager 01632 960100 tel:+441632960100
            call: Lead +447700900102 tel:+447700900102
            A: Analysis 4.1
            D: Declaring 2.2
            F: First hour 2.1
            H: Home 1.1
            L: Lead 3.1
            N: North 5.1
            S: Scribe 3.2
            W: Whom to call 2.3
            W: what first 2.1
            left out: Note Never
            P005 “Note” is never printed, and this printed topic refers to it at topics/index.md
        "#]],
    );
}

#[test]
fn a_booklet_keeps_the_numbers_of_the_book() {
    let scope = Scope {
        selection: Selection::Role("Scribe".into()),
        expires: Date::parse("2027-01-31"),
        copy: Some(CopyStamp { number: Some("7".into()), holder: None }),
        ..Scope::default()
    };
    check(
        &scope,
        &expect![[r#"
            2 Respond
              2.1 t6 First hour Steps N
            3 Roles
              3.2 t8 Scribe Card 
            cover: Some("Booklet: Scribe") until Some("2027-01-31")
            start: 3.2, 2.1
            call: Duty manager 01632 960100 tel:+441632960100
            call: Lead +447700900102 tel:+447700900102
            F: First hour 2.1
            S: Scribe 3.2
            W: what first 2.1
            left out: Analysis NotAsked
            left out: Note Never
            left out: Home NotAsked
            left out: Whom to call NotAsked
            left out: Declaring NotAsked
            left out: Lead NotAsked
            left out: North NotAsked
            P005 “Note” is never printed, and this printed topic refers to it at topics/index.md
        "#]],
    );
}

#[test]
fn patterns_choose_pages_files_and_folders() {
    let topics = |patterns: &[&str]| {
        let selection = Selection::Topics(patterns.iter().map(|pattern| (*pattern).to_owned()).collect());
        let (book, findings) = Fixture::new(PLAYBOOK).book(&Scope { selection, ..Scope::default() });
        (book.sheets.iter().map(|sheet| sheet.title.clone()).collect::<Vec<_>>().join(", "), told(&findings).concat())
    };
    let p005 = "P005 “Note” is never printed, and this printed topic refers to it at topics/index.md";
    for pattern in ["roles", "roles/*", "roles/**", "topics/roles/*.md", "roles/*.html"] {
        assert_eq!(topics(&[pattern]), ("Lead, Scribe".into(), p005.into()), "{pattern}");
    }
    let (sheets, findings) = topics(&["respond/first-hour.md", "nothing/*"]);
    assert_eq!(sheets, "First hour");
    assert!(findings.contains("P003 the path of no printed topic matches `nothing/*`"), "{findings}");
}

#[test]
fn an_unknown_role_is_told_with_the_nearest_one() {
    let scope = Scope { selection: Selection::Role("scrbe".into()), ..Scope::default() };
    let (book, findings) = Fixture::new(PLAYBOOK).book(&scope);
    assert!(book.sheets.is_empty());
    assert!(told(&findings).contains(&"P002 no topic is for the role `scrbe` (did you mean `scribe`?)".to_owned()));
}

#[test]
fn references_read_as_on_paper() {
    let fixture = Fixture::new(PLAYBOOK);
    let id = |page: &str| {
        let at = fixture.playbook.topics.iter().position(|topic| topic.page.as_str() == page).unwrap();
        crate::playbook::TopicId(u32::try_from(at).unwrap())
    };
    let (whole, _) = fixture.book(&Scope::default());
    let (booklet, _) = fixture.book(&Scope { selection: Selection::Role("scribe".into()), ..Scope::default() });
    let read = |book: &crate::print::Book, page: &str, anchor: Option<&str>| {
        let place = book.place(id(page), anchor)?;
        Some(format!("{} {}", place.number, place.id.unwrap_or("elsewhere")))
    };
    let analysis = "background/analysis.html";
    assert_eq!(read(&whole, analysis, None).as_deref(), Some("4.1 t1"));
    assert_eq!(read(&whole, analysis, Some("sources")).as_deref(), Some("4.1.2 t1-6"));
    // Too deep for a number of its own: the number above it.
    assert_eq!(read(&whole, analysis, Some("deepest")).as_deref(), Some("4.1.1.1.1 t1-5"));
    assert_eq!(read(&whole, analysis, Some("no-heading")).as_deref(), Some("4.1 t1"));
    assert_eq!(read(&booklet, analysis, Some("sources")).as_deref(), Some("4.1.2 elsewhere"));
    assert_eq!(read(&whole, "background/note.html", None), None);
}

#[test]
fn addresses_are_numbered_once_each_and_codes_lead_to_the_site() {
    let (book, findings) = Fixture::new(PLAYBOOK).book(&Scope::default());
    let sheet = book.sheets.iter().find(|sheet| sheet.title == "First hour").unwrap();
    assert_eq!(sheet.addresses, ["https://status.example/a", "https://status.example/b"]);
    assert_eq!(sheet.address_number("https://status.example/b"), Some(2));
    assert_eq!(sheet.qr.as_deref(), Some("https://intranet.example/bc/respond/first-hour.html"));
    assert!(!findings.iter().any(|finding| finding.code.id == "P008"));
    let mut fixture = Fixture::new(PLAYBOOK);
    fixture.site.notice = Some("EXERCISE".into());
    let mut found = Vec::new();
    let sources = crate::print::BookSources {
        playbook: &fixture.playbook,
        site: &fixture.site,
        index: &[],
        sources: &fixture.sources,
        site_address: None,
        cover_numbers: &[],
        runs_on: false,
        memory: &PaperMemory::default(),
    };
    fixture.arrangement(&mut found).book(&sources, &Scope::default()).take(&mut found);
    assert!(found.iter().any(|finding| finding.code.id == "P008"), "a code without an address");
}

#[test]
fn numbers_of_the_settings_stand_on_the_cover_in_place_of_the_topics() {
    let fixture = Fixture::new(PLAYBOOK);
    let numbers = ["Duty manager: +44 1632 960100", "999", "no number"].map(str::to_owned);
    let mut found = Vec::new();
    let sources = crate::print::BookSources {
        playbook: &fixture.playbook,
        site: &fixture.site,
        index: &[],
        sources: &fixture.sources,
        site_address: None,
        cover_numbers: &numbers,
        runs_on: true,
        memory: &PaperMemory::default(),
    };
    let book = fixture.arrangement(&mut found).book(&sources, &Scope::default()).take(&mut found);
    let shown = book.cover.numbers.iter().map(|shown| (&*shown.name, &*shown.number, &*shown.address));
    let expected = [("Duty manager", "+44 1632 960100", "tel:+441632960100"), ("", "999", "tel:999")];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
    assert!(book.runs_on, "topics follow each other, as the settings say");
    let scope = Scope { replace_pages: true, ..Scope::default() };
    assert!(!fixture.arrangement(&mut found).book(&sources, &scope).take(&mut found).runs_on, "sheets are exchanged");
}

#[test]
fn a_flat_playbook_without_phases_keeps_the_order_of_its_navigation() {
    let fixture = "-- topics/toc.yml\n- name: B\n  href: b.md\n- name: A\n  href: a.md\n-- topics/a.md\n# A\n## S\n-- topics/b.md\n# B\n";
    let (book, _) = Fixture::new(fixture).book(&Scope::default());
    let numbers: Vec<_> = book.sheets.iter().map(|sheet| format!("{} {}", sheet.number, sheet.title)).collect();
    assert_eq!(numbers, ["1 B", "2 A"]);
    assert_eq!(book.sheets[1].sections[0].number.as_deref(), Some("2.1"));
    assert_eq!(book.parts[0].number, None);
}

#[test]
fn faults_of_the_binder_are_told() {
    let fixture = "-- topics/a.md\n---\nbinder: {order: first}\n---\n# A\n-- topics/b.md\n---\nbinder: {order: 1}\n---\n# B\n-- topics/c.md\n---\nbinder: {order: 1}\n---\n# C\n";
    let (_, findings) = Fixture::new(fixture).book(&Scope::default());
    let codes: Vec<_> = findings.iter().map(|finding| finding.code.id).filter(|id| id.starts_with('P')).collect();
    assert_eq!(codes, ["P004", "P006"]);
    let never = "-- topics/a.md\n---\nprint: never\n---\n# A\n";
    let (book, findings) = Fixture::new(never).book(&Scope::default());
    assert!(book.sheets.is_empty());
    assert_eq!(told(&findings), ["P001 no topic of this edition goes on paper"]);
}

#[test]
fn an_address_that_is_too_long_for_a_code_is_told() {
    let topic = format!("-- topics/a.md\n---\nqr: https://example.org/{}\n---\n# A\n", "a".repeat(4000));
    let fixture = Fixture::new(&topic);
    let (book, _) = fixture.book(&Scope::default());
    let theme = load_theme(Vec::new()).value;
    let settings = PageSettings { sources: fixture.sources.clone(), ..PageSettings::default() };
    let page = SitePath::new("print.html").unwrap();
    let made = render_book(
        &fixture.playbook,
        &book,
        &settings,
        &theme.shell(&fixture.site),
        "",
        &page,
        &PaperMemory::default(),
    );
    assert_eq!(told(&made.findings), ["P007 an address of 4020 letters is too long for a code at topics/a.md"]);
}

#[test]
fn a_glossary_is_the_last_part_unless_its_author_says_where_or_the_book_has_but_one() {
    let parts = |fixture: &str| {
        let (book, _) = Fixture::new(fixture).book(&Scope::default());
        let parts = book.parts.iter().map(|part| {
            let titles = book.sheets[part.sheets.clone()].iter().map(|sheet| sheet.title.as_str());
            format!("{}: {}", part.title, titles.collect::<Vec<_>>().join(", "))
        });
        parts.collect::<Vec<_>>()
    };
    let toc = "-- topics/toc.yml\n- name: Words\n  items:\n  - {name: B, href: b.md}\n  - {name: Glossary, href: glossary.md}\n- name: Acting\n  items:\n  - {name: A, href: a.md}\n";
    let topics = "-- topics/a.md\n# A\n-- topics/b.md\n# B\n";
    let glossary = "-- topics/glossary.md\n# What words mean\n";
    assert_eq!(
        parts(&format!("{toc}{topics}{glossary}")),
        ["Words: B", "Acting: A", "What words mean: What words mean"]
    );
    let placed = "-- topics/glossary.md\n---\nbinder: {tab: Acting}\n---\n# What words mean\n";
    assert_eq!(parts(&format!("{toc}{topics}{placed}")), ["Words: B", "Acting: A, What words mean"]);
    let flat = "-- topics/a.md\n# A\n-- topics/glossary.md\n# What words mean\n-- topics/z.md\n# Z\n";
    assert_eq!(parts(flat), ["Start here: A, What words mean, Z"]);
}
