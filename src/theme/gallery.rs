//! Pages with every kind of block and every kind of view: the default theme renders them all without a finding, prints
//! no value that is not there, and no link of its own leads nowhere.

use std::collections::BTreeSet;

use super::{Theme, load_theme, navigation_script};
use crate::finding::Finding;
use crate::page::Html;
use crate::page::view::{
    ActionKind, ActionView, AzEntry, AzGroup, ContentView, ContentsEntry, ContinuityView, ControlView, EditionView,
    FaultView, InternetAddress, InternetGroup, LinkView, OutlineEntry, PageView, Phase, SiteView, Status,
};

#[test]
fn every_kind_of_page_renders_and_no_link_of_the_theme_leads_nowhere() {
    let mut findings = Vec::new();
    let theme = load_theme(Vec::new()).take(&mut findings);
    let files = gallery(&theme, &mut findings);
    assert_eq!(findings, []);
    let planned: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let pages: BTreeSet<String> = pages().into_iter().map(|page| page.path).collect();
    for (path, bytes) in files.iter().filter(|(path, _)| pages.contains(path)) {
        let html = std::str::from_utf8(bytes).unwrap();
        let lost: Vec<String> = addresses(html).filter(|to| !planned.contains(resolve(path, to).as_str())).collect();
        assert_eq!(lost, Vec::<String>::new(), "{path}");
        assert!(!html.contains(">none<"), "{path} prints a value that is not there");
        assert!(!html.contains(" style=") && !html.contains("<style"), "{path} has a style that the policy refuses");
    }
}

#[test]
fn what_names_the_edition_is_printed_as_the_templates_print_it() {
    let theme = load_theme(Vec::new()).value;
    let bare = SiteView { edition: EditionView::default(), key: String::new(), ..site() };
    let notice = Some("EXERCISE & <DRILL> \"1\"".to_owned());
    for site in [site(), SiteView { notice, ..site() }, bare] {
        let shell = theme.shell(&site);
        for page in pages() {
            let at_once = shell.render_page_at_once(&page).value;
            let (page, path) = (shell.render_page(&page).value, page.path);
            assert_eq!(page, at_once, "{path}");
        }
    }
}

/// Addresses of links, pictures, styles and scripts that lead to a file of the site.
fn addresses(html: &str) -> impl Iterator<Item = String> {
    html.split("href=\"").skip(1).chain(html.split("src=\"").skip(1)).filter_map(|rest| {
        let to = rest.split('"').next()?.split('#').next()?;
        (!to.is_empty() && !to.contains(':')).then(|| to.to_owned())
    })
}

fn resolve(page: &str, to: &str) -> String {
    crate::source::SitePath::new(page).unwrap().sibling(to).unwrap().as_str().to_owned()
}

fn gallery(theme: &Theme, findings: &mut Vec<Finding>) -> Vec<(String, Vec<u8>)> {
    let shell_site = site();
    let shell = theme.shell(&shell_site);
    let mut files: Vec<(String, Vec<u8>)> =
        theme.assets().iter().map(|asset| (asset.path.as_str().to_owned(), asset.bytes.clone())).collect();
    for page in pages() {
        let html = shell.render_page(&page).take(findings);
        files.push((page.path, html.into_bytes()));
    }
    let (path, script) = navigation_script(&contents()).unwrap();
    files.push((path.as_str().to_owned(), script.into_bytes()));
    files.push(("respond/plan.svg".to_owned(), include_bytes!("gallery/plan.svg").to_vec()));
    files
}

fn site() -> SiteView {
    let action = |kind, title: &str, path: &str, description: &str| ActionView {
        kind,
        title: title.to_owned(),
        path: path.to_owned(),
        description: (!description.is_empty()).then(|| description.to_owned()),
    };
    let role = |title, path| action(ActionKind::Role, title, path, "");
    SiteView {
        title: "Tallowmere continuity playbook".to_owned(),
        description: Some("What to do when the systems or the sites of Tallowmere are out.".to_owned()),
        language: "en-GB".to_owned(),
        key: "tallowmere".to_owned(),
        edition: EditionView {
            name: Some("All responders".to_owned()),
            code: Some("2026-03".to_owned()),
            produced_on: "2026-11-23".to_owned(),
            valid_until: Some("2027-05-31".to_owned()),
            classification: Some("internal".to_owned()),
            layers: vec!["Tallowmere".to_owned(), "KSB warehouse".to_owned()],
        },
        home: "index.html".to_owned(),
        actions: vec![
            action(
                ActionKind::FirstHour,
                "The first hour",
                "respond/first-hour.html",
                "Something has stopped us from working. Do this, in this order.",
            ),
            action(
                ActionKind::Activation,
                "How an incident is declared",
                "respond/activation-flow.html",
                "Who may declare, by what signs, and who does so when they cannot be reached.",
            ),
            action(ActionKind::Contacts, "Call tree", "communicate/call-tree.html", "Whom to call, in which order."),
            role("Incident commander", "roles/incident-commander.html"),
            role("Scribe", "roles/scribe.html"),
            role("Communications lead", "roles/communications-lead.html"),
            role("Facilities lead", "roles/facilities-lead.html"),
            role("IT recovery lead", "roles/it-recovery-lead.html"),
        ],
        internet: true,
        ..SiteView::default()
    }
}

fn pages() -> Vec<PageView> {
    let mut pages = vec![home(), first_hour(), blocks(), out_of_date(), contents_page(), az(), internet(), not_found()];
    for (title, path) in ENTRIES {
        if !pages.iter().any(|page| page.path == *path) {
            pages.push(plain(title, path));
        }
    }
    pages
}

const ENTRIES: &[(&str, &str)] = &[
    ("The first hour", "respond/first-hour.html"),
    ("How an incident is declared", "respond/activation-flow.html"),
    ("Incident log", "respond/incident-log.html"),
    ("Every block", "respond/blocks.html"),
    ("Cloud productivity outage", "respond/cloud.html"),
    ("Ransomware", "respond/ransomware.html"),
    ("A site cannot be entered", "respond/site.html"),
    ("Message templates", "respond/templates.html"),
    ("Incident commander", "roles/incident-commander.html"),
    ("Scribe", "roles/scribe.html"),
    ("Communications lead", "roles/communications-lead.html"),
    ("Facilities lead", "roles/facilities-lead.html"),
    ("IT recovery lead", "roles/it-recovery-lead.html"),
    ("Call tree", "communicate/call-tree.html"),
    ("Out of date", "communicate/out-of-date.html"),
];

fn link(title: &str, href: &str) -> LinkView {
    LinkView { title: title.to_owned(), href: Some(href.to_owned()), current: false }
}

/// A page with its place among the others.
fn plain(title: &str, path: &str) -> PageView {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let beside: Vec<_> = ENTRIES.iter().filter(|(_, other)| other.starts_with(&format!("{folder}/"))).collect();
    let at = beside.iter().position(|(_, other)| *other == path).unwrap_or(0);
    let to = |at: usize| beside.get(at).map(|(title, path)| link(title, path.rsplit('/').next().unwrap()));
    let group = folder.get(..1).map_or(String::new(), |first| first.to_uppercase() + &folder[1..]);
    PageView {
        path: path.to_owned(),
        root: if folder.is_empty() { String::new() } else { "../".to_owned() },
        title: title.to_owned(),
        heading: Html::by_hand(title),
        indexed: true,
        trail: vec![link("Playbook", "../index.html"), LinkView { title: group, href: None, current: false }],
        siblings: beside
            .iter()
            .map(|(title, path)| LinkView {
                current: path.ends_with(&format!("/{name}")),
                ..link(title, path.rsplit('/').next().unwrap())
            })
            .collect(),
        previous: at.checked_sub(1).and_then(to),
        next: to(at + 1),
        content: ContentView::Topic { body: Html::by_hand("<p>One sentence is all there is here.</p>") },
        ..PageView::default()
    }
}

fn outline(body: &str) -> Vec<OutlineEntry> {
    body.split("<h")
        .skip(1)
        .filter_map(|rest| {
            let level = rest.get(..1)?.parse().ok()?;
            let (anchor, rest) = rest.split_once("id=\"")?.1.split_once("\">")?;
            let title = rest.split(" <a").next()?.to_owned();
            Some(OutlineEntry { title, anchor: anchor.to_owned(), level })
        })
        .collect()
}

fn home() -> PageView {
    let body = "<p>This is the copy that works when nothing else does. It needs no network, no sign-on and no server. \
        Read it here, or print it.</p><h2 id=\"how-to-use-it\">How to use it <a class=\"anchor\" href=\"#how-to-use-it\" \
        aria-label=\"Link to this section: How to use it\">#</a></h2><p>In an outage begin with the first hour. On an \
        ordinary day read your role’s page, twice a year, and tell its owner what is wrong in it.</p>";
    PageView {
        trail: Vec::new(),
        siblings: Vec::new(),
        children: vec![link("The first hour", "respond/first-hour.html"), link("Every block", "respond/blocks.html")],
        content: ContentView::Home { body: Html::by_hand(body) },
        description: Some("Start here.".to_owned()),
        ..plain("Tallowmere continuity playbook", "index.html")
    }
}

fn control() -> ControlView {
    ControlView {
        id: Some("first-hour".to_owned()),
        owner: Some("Head of works services".to_owned()),
        deputy_owner: Some("Works manager".to_owned()),
        approver: Some("Managing director".to_owned()),
        approved_on: Some("2026-10-02".to_owned()),
        status: Some(Status::Approved),
        version: Some("3.2".to_owned()),
        reviewed_on: Some("2026-09-28".to_owned()),
        next_review: Some("2027-03-28".to_owned()),
        last_exercised: Some("2026-06-11".to_owned()),
        classification: Some("internal".to_owned()),
        topic_type: Some("procedure".to_owned()),
        ..ControlView::default()
    }
}

fn first_hour() -> PageView {
    let body = include_str!("gallery/first-hour.html");
    PageView {
        content: ContentView::Topic { body: Html::by_hand(body) },
        outline: outline(body),
        control: Some(control()),
        continuity: Some(ContinuityView { phase: Some(Phase::FirstHour), ..ContinuityView::default() }),
        layers: vec!["Tallowmere".to_owned(), "KSB warehouse".to_owned()],
        backlinks: vec![link("Incident commander", "../roles/incident-commander.html")],
        ..plain("The first hour", "respond/first-hour.html")
    }
}

fn blocks() -> PageView {
    let body = include_str!("gallery/blocks.html");
    PageView {
        content: ContentView::Topic { body: Html::by_hand(body) },
        outline: outline(body),
        children: vec![link("Ransomware", "ransomware.html")],
        continuity: Some(ContinuityView {
            phase: Some(Phase::Recover),
            tier: Some("1".to_owned()),
            rto: Some("4 hours".to_owned()),
            rpo: Some("15 minutes".to_owned()),
            mtpd: Some("1 day".to_owned()),
        }),
        control: Some(control()),
        faults: vec![FaultView {
            code: "L001".to_owned(),
            loss: false,
            message: "link to a topic that does not exist: “link that leads nowhere”".to_owned(),
        }],
        ..plain("Every block", "respond/blocks.html")
    }
}

fn out_of_date() -> PageView {
    PageView {
        control: Some(ControlView {
            status: Some(Status::Draft),
            overdue: true,
            expired: true,
            next_review: Some("2026-02-01".to_owned()),
            expires_on: Some("2026-06-30".to_owned()),
            ..control()
        }),
        faults: vec![FaultView {
            code: "M001".to_owned(),
            loss: true,
            message: "an include is missing: “shared/radio-channels.md”".to_owned(),
        }],
        ..plain("Out of date", "communicate/out-of-date.html")
    }
}

fn contents() -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let mut group = "";
    for (title, path) in ENTRIES {
        let folder = path.split('/').next().unwrap();
        if folder != group {
            if let Some(last) = entries.last_mut() {
                last.closes = 1;
            }
            entries.push(ContentsEntry { title: folder.to_owned(), opens: true, ..ContentsEntry::default() });
            group = folder;
        }
        let path = Some((*path).to_owned());
        entries.push(ContentsEntry { title: (*title).to_owned(), path, ..ContentsEntry::default() });
    }
    entries.last_mut().unwrap().closes = 1;
    entries
}

fn contents_page() -> PageView {
    PageView {
        content: ContentView::Contents { entries: contents() },
        trail: Vec::new(),
        ..plain("Contents", "contents.html")
    }
}

fn az() -> PageView {
    let entry = |term: &str, href: &str, see: Option<&str>| AzEntry {
        term: term.to_owned(),
        href: href.to_owned(),
        see: see.map(str::to_owned),
    };
    let group = |letter: &str, entries| AzGroup {
        letter: letter.to_owned(),
        anchor: format!("az-{}", letter.to_lowercase()),
        entries,
    };
    PageView {
        content: ContentView::Az {
            groups: vec![
                group("C", vec![entry("Call tree", "communicate/call-tree.html", None)]),
                group(
                    "F",
                    vec![
                        entry("Fire", "respond/site.html", Some("A site cannot be entered")),
                        entry("First hour", "respond/first-hour.html", None),
                    ],
                ),
                group("R", vec![entry("Ransomware", "respond/ransomware.html", None)]),
            ],
        },
        trail: Vec::new(),
        ..plain("Index from A to Z", "az.html")
    }
}

fn internet() -> PageView {
    let link_out = InternetAddress {
        text: "Service health".to_owned(),
        href: "https://status.example.org/health?view=all&lang=en".to_owned(),
        pages: vec![link("Cloud productivity outage", "respond/cloud.html")],
        more: 2,
    };
    PageView {
        content: ContentView::Internet {
            groups: vec![InternetGroup { host: "status.example.org".to_owned(), links: vec![link_out] }],
        },
        trail: Vec::new(),
        ..plain("What needs the internet", "internet.html")
    }
}

fn not_found() -> PageView {
    PageView { content: ContentView::NotFound, trail: Vec::new(), indexed: false, ..plain("No such page", "404.html") }
}
