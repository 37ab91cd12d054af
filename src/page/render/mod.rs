//! The block tree of a topic → the HTML of its body.
//!
//! Writes what html5ever would write, so that the sanitiser, which goes over a body only when an author's raw HTML is in
//! it, changes nothing of ours. Every text is escaped; every address is a [`Target`](crate::playbook::Target) of the
//! playbook. One construct a file.

mod block;
mod code;
mod columns;
mod footnote;
mod image;
mod inline;
mod layer;
mod level;
mod link;
mod list;
mod paper;
mod raw;
mod table;
mod tabs;
mod zone;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use self::footnote::Footnotes;
use self::level::ToldLevels;
use self::paper::AfterLink;
use self::raw::RawTags;
pub(super) use self::raw::embedded_address;
use super::anchor::{Anchors, heading_anchor};
use super::escape::push_attribute;
use super::paper::OnPaper;
use super::sanitise::{sanitise, sanitise_marked};
use super::{Bars, Html, MainHeading, PageSettings};
use crate::finding::{Checked, Finding, Span};
use crate::overlay::LayerId;
use crate::playbook::{Playbook, PlaybookTopic, TopicId};
use crate::source::SourceId;
use crate::topic::{Block, BlockKind, Document};

/// Renders a topic: its main heading, where it has one, and everything else.
pub(super) fn render_topic(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    settings: &PageSettings,
) -> Checked<(Option<MainHeading>, Html)> {
    render(playbook, id, topic, settings, &Purpose::Screen).map(|rendered| (rendered.heading, rendered.body))
}

/// The same with a comment `lb:7` before each block, item and row: the number of its mark. Never for publication.
pub(super) fn render_marked(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    settings: &PageSettings,
) -> (Option<MainHeading>, Html, Vec<Mark>) {
    let rendered = render(playbook, id, topic, settings, &Purpose::Marked).value;
    (rendered.heading, rendered.body, rendered.marks)
}

/// The same as [`render_topic`] with the class `changed` on what gets a bar in the margin.
pub(super) fn render_with_bars(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    settings: &PageSettings,
    bars: &Bars,
) -> (Option<MainHeading>, Html) {
    let rendered = render(playbook, id, topic, settings, &Purpose::Bars(bars)).value;
    (rendered.heading, rendered.body)
}

/// What the HTML is for.
enum Purpose<'a> {
    /// To be read on a screen.
    Screen,
    /// To find the block that each element comes from.
    Marked,
    /// To be printed in this book.
    Paper(&'a dyn OnPaper),
    /// To be set as a PDF, with bars in the margin.
    Bars(&'a Bars),
}

struct Rendered {
    heading: Option<MainHeading>,
    body: Html,
    marks: Vec<Mark>,
}

/// Where a marked block was written.
pub(super) type Mark = (SourceId, Span);

/// The same for paper.
pub(super) fn render_sheet_of(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    settings: &PageSettings,
    paper: &dyn OnPaper,
) -> Checked<(Option<MainHeading>, Html)> {
    render(playbook, id, topic, settings, &Purpose::Paper(paper)).map(|rendered| (rendered.heading, rendered.body))
}

fn render(
    playbook: &Playbook,
    id: TopicId,
    topic: &PlaybookTopic,
    settings: &PageSettings,
    purpose: &Purpose<'_>,
) -> Checked<Rendered> {
    let paper = if let Purpose::Paper(paper) = purpose { Some(*paper) } else { None };
    let main = main_heading(topic);
    let heading = main.and_then(|at| {
        let block = &*topic.body.get(at)?.block;
        let mut renderer = Renderer { paper, ..Renderer::new(playbook, id, topic, settings) };
        let BlockKind::Heading { id, content, .. } = &block.kind else { return None };
        let document = renderer.document(block)?;
        renderer.heading_words(document, *content);
        let html = renderer.finish();
        (!html.as_str().is_empty()).then(|| MainHeading { anchor: heading_anchor(id).into_owned(), html })
    });
    let bars = match purpose {
        Purpose::Paper(paper) => paper.bars(id),
        Purpose::Bars(bars) => Some(*bars),
        Purpose::Screen | Purpose::Marked => None,
    };
    let mut renderer = Renderer { paper, bars, ..Renderer::new(playbook, id, topic, settings) };
    renderer.marks = matches!(purpose, Purpose::Marked).then(Vec::new);
    renderer.aliases(None);
    let main = main.filter(|_| heading.is_some());
    if let Some(heading) = main.and_then(|at| topic.body.get(at))
        && let BlockKind::Heading { id, .. } = &heading.block.kind
    {
        renderer.aliases(Some(id));
    }
    renderer.nodes(topic.body.iter().enumerate().filter(|(at, _)| Some(*at) != main));
    renderer.footnote_section();
    let findings = std::mem::take(&mut renderer.findings);
    let marks = renderer.marks.clone().unwrap_or_default();
    Checked::new(Rendered { heading, body: renderer.finish(), marks }, findings)
}

/// Where the topic's main heading stands: its first heading, if that is of level 1.
pub(super) fn main_heading(topic: &PlaybookTopic) -> Option<usize> {
    let first = |kind: &BlockKind| matches!(kind, BlockKind::Heading { .. } | BlockKind::Tabs(_));
    let at = topic.body.iter().position(|node| first(&node.block.kind))?;
    let kind = &topic.body.get(at)?.block.kind;
    matches!(kind, BlockKind::Heading { level: 1, .. }).then_some(at)
}

/// Writes the HTML of one topic.
struct Renderer<'a> {
    playbook: &'a Playbook,
    id: TopicId,
    topic: &'a PlaybookTopic,
    settings: &'a PageSettings,
    out: String,
    anchors: Anchors<'a>,
    /// Ids that the page has besides those of raw HTML and tabs; made when first asked for.
    ids: Option<BTreeSet<String>>,
    /// Ids that lead to what now has another, `None` the top of the page.
    aliases: BTreeMap<Option<&'a str>, Vec<&'a str>>,
    /// Tags of the author's that are open, and whether the sanitiser must go over the result.
    raw: RawTags,
    /// The layer whose text is being written; the topic's own at the top.
    layer: LayerId,
    /// How often each name of a region was given, since regions of one page must differ in name.
    region_names: BTreeMap<String, usize>,
    /// Groups of tabs so far.
    tab_groups: usize,
    /// Labels of tabs whose first choice of an id was taken.
    label_repeats: usize,
    footnotes: Footnotes<'a>,
    told_levels: ToldLevels,
    /// Whether a link is open: links do not nest.
    in_link: bool,
    /// The block that is being written: what is found in it is found there.
    here: Option<(SourceId, Span)>,
    findings: Vec<Finding>,
    /// The book that it is rendered for; `None` for a screen.
    paper: Option<&'a dyn OnPaper>,
    /// What gets a bar in the margin.
    bars: Option<&'a Bars>,
    /// What follows the words of the open link on paper.
    after_link: AfterLink,
    /// Whether tasks have room for a time beside them.
    in_steps: bool,
    /// The letters of a layer, until the first cell or the words of what it added begin.
    pending_mark: Option<&'a str>,
    /// Whether what that layer brought stands in the place of something else.
    pending_change: bool,
    /// The blocks that have a mark, by number; `None` where none get one.
    marks: Option<Vec<Mark>>,
}

impl<'a> Renderer<'a> {
    fn new(playbook: &'a Playbook, id: TopicId, topic: &'a PlaybookTopic, settings: &'a PageSettings) -> Self {
        let mut aliases: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (old, now) in &topic.anchor_aliases {
            aliases.entry(now.as_deref()).or_default().push(&**old);
        }
        Self {
            playbook,
            id,
            topic,
            settings,
            out: String::new(),
            anchors: Anchors::new(playbook),
            ids: None,
            aliases,
            raw: RawTags::default(),
            layer: topic.layer,
            region_names: BTreeMap::new(),
            tab_groups: 0,
            label_repeats: 0,
            footnotes: Footnotes::default(),
            told_levels: ToldLevels::default(),
            in_link: false,
            here: None,
            findings: Vec::new(),
            paper: None,
            bars: None,
            after_link: AfterLink::default(),
            in_steps: false,
            pending_mark: None,
            pending_change: false,
            marks: None,
        }
    }

    fn finish(mut self) -> Html {
        self.leave(0);
        let pass = if self.marks.is_some() { sanitise_marked } else { sanitise };
        Html(if self.raw.needs_pass() { pass(&self.out) } else { self.out })
    }

    /// Writes the mark of a block that begins here.
    fn mark(&mut self, block: &Block) {
        if let Some(marks) = &mut self.marks {
            _ = write!(self.out, "<!--lb:{}-->", marks.len());
            marks.push((block.source, block.span));
        }
    }

    /// Whether an item or row gets a bar in the margin.
    fn has_bar(&self, part: &Block) -> bool {
        self.bars.is_some_and(|bars| bars.parts.contains(&(part.source, part.span)))
    }

    /// The document that the block's texts stand in.
    fn document(&self, block: &Block) -> Option<&'a Document> {
        self.playbook.documents.get(block.source).map(|document| &**document)
    }

    /// Adds a finding at the block that is being written, once.
    fn report(&mut self, mut finding: Finding) {
        finding.place = self.here.and_then(|(source, span)| self.settings.sources.place(source, span));
        if self.findings.last() != Some(&finding) {
            self.findings.push(finding);
        }
    }

    /// Appends ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        push_attribute(&mut self.out, name, value);
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// A name for a region that no other region of the page has.
    fn region_name(&mut self, name: String) -> String {
        let count = self.region_names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} ({count})") }
    }

    /// The ids that lead to what now has the id `now` (`None`: the top of the page).
    fn aliases(&mut self, now: Option<&'a str>) {
        let aliases = self.aliases.remove(&now).filter(|_| self.paper.is_none());
        for old in aliases.into_iter().flatten() {
            let id = self.anchors.on_page(self.id, old);
            self.push("<span");
            self.attribute("id", &id);
            self.push("></span>");
        }
    }

    /// Takes an id of the page for something; false where it is taken already.
    fn take_id(&mut self, id: &str) -> bool {
        let (topic, anchors, number) = (self.topic, &mut self.anchors, self.id);
        let ids = self.ids.get_or_insert_with(|| {
            let headings = topic.outline.iter().map(|heading| heading_anchor(&heading.id).into_owned());
            let aliases = topic.anchor_aliases.iter().map(|(old, _)| anchors.on_page(number, old).into_owned());
            headings.chain(aliases).collect()
        });
        ids.insert(id.to_owned())
    }
}
