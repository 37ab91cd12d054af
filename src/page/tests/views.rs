//! What templates see of a page's surroundings, and the pages that no topic becomes.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{playbook, settings};
use crate::page::view::{ContentView, LinkView, PageView};
use crate::page::{
    AzTarget, AzTerm, Faults, actions, az_page, contents_entries, internet_page, links_out, render_pages, topic_view,
};
use crate::playbook::{NavNode, Playbook, Target, TopicId};
use crate::source::SitePath;
use crate::topic::{Control, TopicType};

/// A playbook of a first page, three topics in a group, and one below the second.
fn book() -> Playbook {
    let mut book = playbook(&[
        ("index.md", "# Start\n\n[a](https://example.com) [again](https://example.com)\n"),
        ("respond/first-hour.md", "# First hour\n\n## Minute 1\n\n### Call\n\n#### Deep\n"),
        ("roles/scribe.md", "Text <a href=\"https://example.org/x\">y</a>.\n\n## Log\n"),
        ("roles/writer.md", "# Writer & more\n"),
    ]);
    let topic = |id, name: &str, items| NavNode {
        name: name.to_owned(),
        target: Some(Target::Topic { topic: TopicId(id), anchor: None, select: None }),
        items,
    };
    let group = |name: &str, items| NavNode { name: name.to_owned(), target: None, items };
    let outside = NavNode {
        name: "Outside".into(),
        target: Some(Target::External("https://example.net".into())),
        items: Vec::new(),
    };
    book.nav = std::sync::Arc::new(vec![
        topic(0, "Start", vec![group("Respond", vec![topic(1, "First hour", Vec::new()), outside])]),
        group("Roles", vec![topic(2, "Scribe", vec![topic(3, "Writer", Vec::new())])]),
    ]);
    book.home = Some(TopicId(0));
    for (id, entry) in [(0, vec![0]), (1, vec![0, 0, 0]), (2, vec![1, 0]), (3, vec![1, 0, 0])] {
        book.topics[id].neighbours.entry = entry;
    }
    book.topics[1].neighbours.previous = Some(TopicId(0));
    book.topics[1].neighbours.next = Some(TopicId(2));
    Arc::make_mut(&mut book.topics[2].facts).control =
        Control { kind: Some(TopicType::Role), owner: Some("Her".into()), ..Control::default() };
    book.topics[2].backlinks = vec![TopicId(1)].into();
    book
}

fn views(book: &Playbook) -> Vec<PageView> {
    let settings = settings(&[], book);
    let pages = render_pages(book, &settings).value;
    let faults = Faults::new(&[], &settings.sources);
    (0..).map(TopicId).zip(pages).filter_map(|(id, page)| topic_view(book, id, page, &faults)).collect()
}

fn check(at: usize, expected: &Expect) {
    let view = views(&book()).swap_remove(at);
    let mut shown = format!("{} ({}) #{:?}\n", view.heading, view.path, view.anchor);
    for (name, links) in
        [("trail", &view.trail), ("siblings", &view.siblings), ("children", &view.children), ("back", &view.backlinks)]
    {
        if !links.is_empty() {
            writeln!(shown, "{name}: {}", links.iter().map(show).collect::<Vec<_>>().join(" | ")).unwrap();
        }
    }
    for (name, link) in [("previous", &view.previous), ("next", &view.next)] {
        if let Some(link) = link {
            writeln!(shown, "{name}: {}", show(link)).unwrap();
        }
    }
    for entry in &view.outline {
        writeln!(shown, "outline: {} {} #{}", entry.level, entry.title, entry.anchor).unwrap();
    }
    if let Some(control) = view.control {
        writeln!(shown, "owner: {:?}, kind: {:?}", control.owner, control.topic_type).unwrap();
    }
    expected.assert_eq(&shown);
}

fn show(link: &LinkView) -> String {
    let current = if link.current { "*" } else { "" };
    format!("{current}{} <{}>", link.title, link.href.as_deref().unwrap_or("-"))
}

#[test]
fn a_page_knows_its_trail_its_neighbours_and_its_outline() {
    check(
        1,
        &expect![[r#"
        First hour (respond/first-hour.html) #Some("first-hour")
        trail: index <../index.html> | Respond <->
        siblings: *First hour <first-hour.html> | Outside <https://example.net>
        previous: index <../index.html>
        next: scribe <../roles/scribe.html>
        outline: 2 Minute 1 #minute-1
        outline: 3 Call #call
    "#]],
    );
}

#[test]
fn a_page_without_a_main_heading_shows_its_title() {
    check(
        2,
        &expect![[r#"
        scribe (roles/scribe.html) #None
        trail: index <../index.html> | Roles <->
        siblings: *Scribe <scribe.html>
        children: Writer <writer.html>
        back: first-hour <../respond/first-hour.html>
        outline: 2 Log #log
        owner: Some("Her"), kind: Some("role")
    "#]],
    );
}

#[test]
fn the_first_page_stands_above_all_others() {
    check(
        0,
        &expect![[r#"
        Start (index.html) #Some("start")
        siblings: *Start <index.html> | Roles <->
        children: Respond <->
    "#]],
    );
    assert!(matches!(views(&book())[0].content, ContentView::Home { .. }));
}

#[test]
fn a_page_beside_thousands_lists_only_the_nearest() {
    let mut book = book();
    let names = (0..5000).map(|number| NavNode { name: number.to_string(), ..NavNode::default() });
    book.nav = names.collect::<Vec<_>>().into();
    book.topics[3].neighbours.entry = vec![4990];
    let view = views(&book).swap_remove(3);
    assert_eq!(view.siblings.len(), 12);
    assert!(view.siblings.iter().any(|link| link.current && link.title == "4990"));
}

#[test]
fn the_contents_are_flat_and_end_as_many_lists_as_they_begin() {
    let at = SitePath::new("contents.html").unwrap();
    let entries = contents_entries(&book(), &at);
    let mut shown = String::new();
    for entry in &entries {
        let (opens, path) = (if entry.opens { " (" } else { "" }, entry.path.as_deref().unwrap_or("-"));
        writeln!(shown, "{} <{path}>{opens}{}", entry.title, ")".repeat(entry.closes)).unwrap();
    }
    expect![[r#"
        Start <index.html> (
        Respond <-> (
        First hour <respond/first-hour.html>
        Outside <https://example.net>))
        Roles <-> (
        Scribe <roles/scribe.html> (
        Writer <roles/writer.html>))
    "#]]
    .assert_eq(&shown);
}

#[test]
fn each_address_on_the_internet_is_listed_once_with_the_pages_that_lead_there() {
    let book = book();
    let links = links_out(&book);
    let page = internet_page(&book, links.iter().map(Vec::as_slice), &SitePath::new("internet.html").unwrap()).unwrap();
    let ContentView::Internet { groups } = page.content else { panic!("no list") };
    let mut shown = String::new();
    for group in groups {
        writeln!(shown, "{}", group.host).unwrap();
        for link in group.links {
            let pages: Vec<String> = link.pages.iter().map(show).collect();
            writeln!(shown, "  {} <{}> on {} and {}", link.text, link.href, pages.join(", "), link.more).unwrap();
        }
    }
    expect![[r#"
        example.com
          a <https://example.com> on index <index.html> and 0
        example.org
          https://example.org/x <https://example.org/x> on scribe <roles/scribe.html> and 0
    "#]]
    .assert_eq(&shown);
}

#[test]
fn the_index_stands_under_letters_without_accents() {
    let target = |title: &str| AzTarget {
        page: SitePath::new("a/b.html").unwrap(),
        anchor: Some("x y".into()),
        title: title.to_owned(),
    };
    let term = |term: &str, see: Option<&str>, targets| AzTerm { term: term.into(), see: see.map(Into::into), targets };
    let terms = [
        term("24 hours", None, vec![target("Clock")]),
        term("Énergie", None, vec![target("Énergie")]),
        term("email down", Some("Énergie"), Vec::new()),
        term("lost", Some("nowhere"), Vec::new()),
        term("next", None, vec![target("A"), target("Next")]),
    ];
    let page = az_page(&SitePath::new("az.html").unwrap(), &terms);
    let ContentView::Az { groups } = page.content else { panic!("no index") };
    let mut shown = String::new();
    for group in groups {
        writeln!(shown, "{} #{}", group.letter, group.anchor).unwrap();
        for entry in group.entries {
            writeln!(shown, "  {} <{}> see {:?}", entry.term, entry.href, entry.see).unwrap();
        }
    }
    expect![[r#"
        0–9 #letter-digits
          24 hours <a/b.html#x%20y> see Some("Clock")
        E #letter-e
          Énergie <a/b.html#x%20y> see None
          email down <a/b.html#x%20y> see Some("Énergie")
        N #letter-n
          next <a/b.html#x%20y> see Some("A")
          next <a/b.html#x%20y> see Some("Next")
    "#]]
    .assert_eq(&shown);
}

#[test]
fn what_the_first_hour_needs_is_found_by_what_topics_say_of_themselves() {
    let mut shown = String::new();
    for action in actions(&book(), &SitePath::new("index.html").unwrap()) {
        writeln!(shown, "{:?} {} <{}>", action.kind, action.title, action.path).unwrap();
    }
    expect![[r#"
        FirstHour first-hour <respond/first-hour.html>
        Role scribe <roles/scribe.html>
    "#]]
    .assert_eq(&shown);
}
