//! The values that templates may see, and nothing else.
//!
//! Whoever makes a page fills in a [`PageView`]; the theme turns it into the finished HTML. Every value is ready to
//! print: dates are ISO text, durations are written out, addresses are percent-encoded and relative to the page (`href`)
//! or to the site's root (`path`). Templates decide nothing about the playbook. Never holds a path of the author's disk.
//!
//! A template sees `site` (a [`SiteView`], the same on every page) and `page` (a [`PageView`]).

use minijinja::Value;
use serde::{Serialize, Serializer};

use super::Html;
pub use super::index_view::{AzEntry, AzGroup, InternetAddress, InternetGroup};
pub use super::layer_view::{ChangeView, ChangesGroup, LayerView};

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Templates print it unescaped: minijinja keeps the "safe" mark when its own value passes through serde.
        Value::from_safe_string(self.as_str().to_owned()).serialize(serializer)
    }
}

/// What is the same on every page of one edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether the site has one page or index")]
pub struct SiteView {
    /// The playbook's name, from `[book] title`.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// `light` or `dark` for readers who have not chosen; absent: their system's.
    pub scheme: Option<String>,
    /// Address of where the sources are kept.
    pub repository: Option<String>,
    /// Language tag of the `html` element, such as `en`.
    pub language: String,
    /// Direction of the text.
    pub direction: Direction,
    /// Begins the name of everything the browser keeps (ticks, chosen tabs), because all `file://` pages share one
    /// store: a short text that differs between playbooks and editions, such as `tallowmere-responders`.
    pub key: String,
    /// The edition that this copy is.
    pub edition: EditionView,
    /// Path of the first page, `index.html`.
    pub home: String,
    /// What the first hour needs, in order; shown at the top of the first page, and the first two (at most) in every
    /// page's header. Empty where the playbook has no such topics.
    pub actions: Vec<ActionView>,
    /// How many sources could not be taken in; above 0 only in a build that was told to keep going.
    pub losses: usize,
    /// Whether there is a search index.
    pub search: bool,
    /// Whether the edition links to anything on the internet, so that the page that lists it exists.
    pub internet: bool,
    /// Whether there is a page that lists what layers changed (`changes.html`).
    pub changes: bool,
    /// Whether there is a page that holds the whole book for printing (`print.html`).
    pub print: bool,
    /// The booklets for printing, one for each role. Empty where there is no `print.html`.
    pub booklets: Vec<BookletView>,
    /// Paths of the author's own style sheets (`additional-css`), after the theme's.
    pub styles: Vec<String>,
    /// Paths of the author's own scripts (`additional-js`), after the theme's.
    pub scripts: Vec<String>,
    /// Path of a picture for the browser's tab instead of the theme's own.
    pub icon: Option<String>,
    /// A line for the head of every page, such as "EXERCISE – EXERCISE – EXERCISE", from the configuration.
    pub notice: Option<String>,
}

/// What one role needs, for printing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BookletView {
    /// The role's title.
    pub title: String,
    /// Path of its page.
    pub path: String,
}

/// The direction in which a language is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// The edition that a copy is: what tells an old copy from the current one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EditionView {
    /// Its name as readers see it, such as "Tallowmere, all responders"; absent where there is only one.
    pub name: Option<String>,
    /// Its number or code, such as `2026-03`.
    pub code: Option<String>,
    /// The build date.
    pub produced_on: String,
    /// The day until which the copy is meant to be used. A copy never refuses to open after it; it says so.
    pub valid_until: Option<String>,
    /// The highest classification that the edition may show.
    pub classification: Option<String>,
    /// Layers of the edition, lowest first, as readers see them.
    pub layers: Vec<String>,
}

/// Something to do first: a large button.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ActionView {
    /// Which of them it is.
    pub kind: ActionKind,
    /// Title of the topic.
    pub title: String,
    /// Path of its page.
    pub path: String,
    /// When to use it, in a sentence: the topic's description.
    pub description: Option<String>,
}

/// The kinds of action, in the order in which they are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// What to do in the first hour. One topic.
    FirstHour,
    /// Who may declare, and how it is done.
    Activation,
    /// Whom to call.
    Contacts,
    /// What one role does.
    Role,
    /// Anything else that the playbook wants found at once.
    #[default]
    Other,
}

/// One page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// Its path below the site's root, such as `respond/first-hour.html`.
    pub path: String,
    /// What leads from it to the site's root: `""`, `"../"`, `"../../"`. Stands before every `path`.
    pub root: String,
    /// Its title as text, for the browser's tab, lists and search.
    pub title: String,
    /// The heading on the page: the title, with the markup that the author gave it.
    pub heading: Html,
    /// The anchor of the heading, so that links to it arrive.
    pub anchor: Option<String>,
    /// A sentence on what it is about, from the front matter.
    pub description: Option<String>,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// What it shows; also decides the template.
    pub content: ContentView,
    /// From the first page down to the page above this one.
    pub trail: Vec<LinkView>,
    /// The pages beside this one, itself among them (`current`), in the order of the contents.
    pub siblings: Vec<LinkView>,
    /// The pages right below this one.
    pub children: Vec<LinkView>,
    /// The page before it in reading order.
    pub previous: Option<LinkView>,
    /// The page after it in reading order.
    pub next: Option<LinkView>,
    /// Headings of levels 2 and 3, in order.
    pub outline: Vec<OutlineEntry>,
    /// Who answers for the text and how fresh it is; absent where the front matter says nothing of it.
    pub control: Option<ControlView>,
    /// What the topic promises in an outage; absent where the front matter says nothing of it.
    pub continuity: Option<ContinuityView>,
    /// Labels of the layers that added something to this page, lowest first.
    pub layers: Vec<String>,
    /// The same with the letters that mark what they brought.
    pub legend: Vec<LayerView>,
    /// Address at which the source of the page can be edited, on the internet.
    pub edit: Option<String>,
    /// Pages that link to this one.
    pub backlinks: Vec<LinkView>,
    /// What is wrong with the page and can be seen by its readers.
    pub faults: Vec<FaultView>,
}

/// What a page shows. In a template: `page.content.kind`, then the fields of that kind.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ContentView {
    /// A topic.
    Topic {
        /// The topic without its main heading.
        body: Html,
    },
    /// The first page: the actions of the site, then a topic.
    Home {
        /// The topic without its main heading.
        body: Html,
    },
    /// The whole navigation.
    Contents {
        /// Every entry, in order, flat.
        entries: Vec<ContentsEntry>,
    },
    /// The index from A to Z.
    Az {
        /// One group a letter.
        groups: Vec<AzGroup>,
    },
    /// Everything the playbook links to on the internet.
    Internet {
        /// One group a computer.
        groups: Vec<InternetGroup>,
    },
    /// What layers changed.
    Changes {
        /// One group a topic.
        groups: Vec<ChangesGroup>,
        /// The layers that did.
        legend: Vec<LayerView>,
    },
    /// The page that a server shows for an address that leads nowhere.
    NotFound,
}

impl Default for ContentView {
    fn default() -> Self {
        Self::Topic { body: Html::default() }
    }
}

/// A link within the playbook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// Its text.
    pub title: String,
    /// Its address relative to the page that shows it; `None` for an entry that only groups others.
    pub href: Option<String>,
    /// Whether it leads to the page that shows it.
    pub current: bool,
}

/// A heading in the list "On this page".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineEntry {
    /// Its text.
    pub title: String,
    /// Its anchor, without `#`.
    pub anchor: String,
    /// 2 or 3.
    pub level: u8,
}

/// Who answers for a topic's text and how fresh it is. Dates are ISO.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ControlView {
    /// The topic's id in the register.
    pub id: Option<String>,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// Who does so when the owner cannot.
    pub deputy_owner: Option<String>,
    /// Who approved it.
    pub approver: Option<String>,
    /// When.
    pub approved_on: Option<String>,
    /// Whether the text changed after that.
    pub changed_since_approval: bool,
    /// Where it stands on its way; absent where the front matter does not say.
    pub status: Option<Status>,
    /// Its version, as written.
    pub version: Option<String>,
    /// Last review.
    pub reviewed_on: Option<String>,
    /// When the next is due.
    pub next_review: Option<String>,
    /// Whether that day had passed on the build date.
    pub overdue: bool,
    /// First day on which it holds.
    pub effective_from: Option<String>,
    /// Last day on which it holds.
    pub expires_on: Option<String>,
    /// Whether that day had passed on the build date.
    pub expired: bool,
    /// When it was last exercised.
    pub last_exercised: Option<String>,
    /// Who may see it: `public`, `internal` …
    pub classification: Option<String>,
    /// What kind of topic it is, in words: "procedure", "role" …
    pub topic_type: Option<String>,
}

/// Where a topic stands on its way from draft to archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written; not to be relied on.
    Draft,
    /// Written, waiting for approval.
    InReview,
    /// In force.
    Approved,
    /// No longer in force.
    Retired,
}

/// What a topic promises in an outage. Durations are written out ("4 hours").
#[derive(Debug, Clone, Default, Serialize)]
pub struct ContinuityView {
    /// When in an incident it is used.
    pub phase: Option<Phase>,
    /// How critical the service is, `0` (most) to `4`.
    pub tier: Option<String>,
    /// Recovery time objective.
    pub rto: Option<String>,
    /// Recovery point objective.
    pub rpo: Option<String>,
    /// Maximum tolerable period of disruption.
    pub mtpd: Option<String>,
}

/// The phases of an incident, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Before anything happens.
    Prepare,
    /// The first hour.
    FirstHour,
    /// While it lasts.
    Respond,
    /// Getting things back.
    Recover,
    /// Back to normal.
    Return,
}

/// Something wrong with a page that its readers can see.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FaultView {
    /// The finding's code, such as `L001`.
    pub code: String,
    /// Whether a part of the page is missing, rather than only marked.
    pub loss: bool,
    /// What it is, in words.
    pub message: String,
}

/// An entry of the contents. The tree is flat, because a template that calls itself for each level would have a limit
/// in depth, and a hostile table of contents has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContentsEntry {
    /// Its text.
    pub title: String,
    /// Path of its page, percent-encoded and with the anchor where there is one, or an address of another site; `None`
    /// for an entry that only groups others.
    pub path: Option<String>,
    /// Whether a list of entries below this one begins after it.
    pub opens: bool,
    /// How many lists end after it. Over all entries as many end as begin.
    pub closes: usize,
}
