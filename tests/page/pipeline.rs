//! Markdown → body HTML through the public stages. Links are resolved by a stand-in that remembers what was written.

use std::sync::Arc;

use lifeboat::overlay::{LayerId, Node, Origin};
use lifeboat::page::{Highlight, PageSettings, render_pages};
use lifeboat::playbook::{Neighbours, Playbook, PlaybookTopic, Target, Targets, TopicFacts};
use lifeboat::source::{SitePath, SourceId, SourcePath};
use lifeboat::topic::{Control, Documents, LinkKind, MarkdownOptions, parse_document};

/// A body, and the destinations that its addresses stand for: the link number `n` leads to `https://to.example/n`, the
/// picture to `picture-n`.
pub(crate) struct Body {
    pub(crate) html: String,
    pub(crate) destinations: Vec<String>,
}

pub(crate) fn body_of(markdown: &str) -> Body {
    let path = SourcePath::new("t.md").unwrap();
    let source = SourceId(0);
    let document = parse_document(source, &path, &Arc::from(markdown), 0, &MarkdownOptions::default()).value;
    let mut targets = Targets::default();
    let mut destinations = Vec::new();
    for (id, link) in document.links() {
        let number = destinations.len();
        let scheme = if link.kind == LinkKind::Email { "mailto:" } else { "" };
        destinations.push(format!("{scheme}{}", document.str(link.dest)));
        let target = match link.kind {
            LinkKind::Image | LinkKind::HtmlImage => {
                Target::Asset(SitePath::new(&format!("picture-{number}")).unwrap())
            }
            // `@word` is a reference only where a topic has that uid.
            LinkKind::Xref => Target::Text,
            _ => Target::External(format!("https://to.example/{number}").into()),
        };
        targets.set(source, id, target);
    }
    let body = document
        .blocks
        .iter()
        .map(|block| Node { block: Arc::clone(block), origin: Origin::new(LayerId::BASE, source, block.span) });
    let topic = PlaybookTopic {
        facts: Arc::new(TopicFacts {
            path,
            source,
            layer: LayerId::BASE,
            page: SitePath::new("t.html").unwrap(),
            title: "T".to_owned(),
            nav_title: None,
            control: Control::default(),
            body: body.collect(),
            outline: Vec::new(),
            changed_by: Vec::new(),
            journal: Vec::new(),
            replaced: std::collections::BTreeMap::new(),
            anchor_aliases: Vec::new(),
            unlisted: false,
        }),
        targets: Arc::new(targets),
        known_by: Arc::default(),
        neighbours: Neighbours::default(),
        backlinks: std::sync::Arc::default(),
    };
    let documents = Documents::new([Arc::new(document)]);
    let playbook = Playbook { topics: vec![topic], documents, ..Playbook::default() };
    // Marked words of code have tests of their own.
    let settings = PageSettings { highlight: Highlight::Plain, ..PageSettings::default() };
    let page = render_pages(&playbook, &settings).value.swap_remove(0);
    let heading = page.heading.map(|heading| format!("<h1>{}</h1>\n", heading.html)).unwrap_or_default();
    Body { html: format!("{heading}{}", page.body), destinations }
}
