//! The configuration as the rest of the program uses it: every value there, checked, with its default.

use super::{Diagrams, Levels, MarkdownOptions, MdBookMarkdown, Node};
use crate::finding::Place;
use crate::source::{SourcePath, SourceTree};

/// A value that a finding of a later stage may have to point at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Where it stands in `book.toml`; `None` for defaults and for the environment.
    pub place: Option<Place>,
}

/// The whole of `book.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// `[book]`
    pub book: Book,
    /// `[build]`
    pub build: Build,
    /// `[output.html]`
    pub html: Html,
    /// `[markdown]`, with mdBook's switches of `[output.html]` below it.
    pub markdown: MarkdownOptions,
    /// The same for a project with a `SUMMARY.md`, where mdBook's defaults count.
    pub markdown_of_mdbook: MdBookMarkdown,
    /// `[overlays]`
    pub overlays: Overlays,
    /// `[clearance]`
    pub clearance: Clearance,
    /// `[editions.*]`, sorted by key.
    pub editions: Vec<Edition>,
    /// `[links]`
    pub links: Links,
    /// `[diagrams]`
    pub diagrams: Diagrams,
    /// `[search]`, with mdBook's switches of `[output.html.search]` below it.
    pub search: Search,
    /// `[theme]`
    pub theme: Theme,
    /// `[findings]`
    pub levels: Levels,
    /// `[data.*]` as written: the schemas of the data sets, sorted by name.
    pub data: Vec<(String, Node)>,
    /// `[review]` as written.
    pub review: Option<Node>,
    /// `[pdf]`
    pub pdf: Pdf,
}

/// How the printed book looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pdf {
    /// Whom to call, for the cover, as written: a name, a colon, a number. None: the topics' first.
    pub numbers: Vec<String>,
}

/// What the playbook is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// Its name.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// The folder of the topics below the project's folder, without `/` at its end; `Some("")` is the folder itself.
    pub src: Option<Written<String>>,
    /// Language tag.
    pub language: String,
    /// Direction of the text; `None`: by the language.
    pub text_direction: Option<TextDirection>,
}

/// The direction in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextDirection {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// How a build goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The output folder as written; relative to the project's folder, and it may lie outside.
    pub build_dir: String,
    /// The edition, or pattern of editions, that is built where none is named; `None`: all.
    pub edition: Option<String>,
    /// More folders to watch, as written.
    pub extra_watch_dirs: Vec<String>,
}

/// How the site looks and what it carries along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html {
    /// The folder whose files stand in for those of the theme, below the project's folder.
    pub theme: Option<Written<String>>,
    /// The look for readers who have not chosen; `None`: their system's.
    pub default_theme: Option<Scheme>,
    /// Style sheets after the theme's.
    pub additional_css: Vec<Written<SourcePath>>,
    /// Scripts after the theme's.
    pub additional_js: Vec<Written<SourcePath>>,
    /// Where the sources are kept.
    pub git_repository_url: Option<String>,
    /// Address of the source of a page.
    pub edit_url_template: Option<String>,
    /// The address under which the site is served.
    pub site_url: Option<String>,
    /// The host name for the file `CNAME`.
    pub cname: Option<String>,
    /// The topic that becomes `404.html`, below the source folder.
    pub input_404: Option<SourcePath>,
    /// Whether `print.html` is made; `None`: where the book is not too large for it.
    pub print: Option<bool>,
    /// Whether topics follow each other on a sheet of paper.
    pub print_runs_on: bool,
    /// Old addresses with the new ones, sorted by the old.
    pub redirect: Vec<(String, Written<String>)>,
    /// The mark of hidden lines by language, sorted.
    pub hidelines: Vec<(String, String)>,
}

/// The colours of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark words on a light ground.
    Light,
    /// Light words on a dark ground.
    Dark,
}

impl Scheme {
    /// The scheme that a look of ours or of mdBook's has; `None` for any other word, `auto` among them.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "light" | "rust" => Some(Self::Light),
            "dark" | "coal" | "navy" | "ayu" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// One place in the order of layers: a layer, or several peers.
pub type Rank = Vec<Written<String>>;

/// Which layers there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlays {
    /// The folder of the layers below the project's folder; `None`: `overlays` beside the source.
    pub dir: Option<Written<String>>,
    /// The layers, lowest first; `None` where `book.toml` says nothing.
    pub order: Option<Vec<Rank>>,
}

/// Who may see what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// The scale, lowest first; never empty.
    pub classes: Vec<String>,
    /// The class of what says nothing, and the ceiling of an edition that says nothing; one of `classes`.
    pub default: String,
}

/// An edition as written: one, or with `for_each` many.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Its key below `[editions]`.
    pub key: Written<String>,
    /// Its name or the pattern of its names.
    pub name: String,
    /// What readers see.
    pub label: Option<String>,
    /// Its number.
    pub code: Option<String>,
    /// The day until which a copy is meant to be used, as written.
    pub valid_until: Option<Written<String>>,
    /// Its layers; `None`: the order of `[overlays]`.
    pub stack: Option<Vec<Rank>>,
    /// The highest class that it may show; `None`: the default.
    pub clearance: Option<Written<String>>,
    /// The audiences that it is for; empty: all.
    pub audience: Vec<String>,
    /// What stands where a field may not be shown.
    pub redact: Option<String>,
    /// How much its page of changes tells: `names` or `audit`; `None`: there is no such page.
    pub changes: Option<String>,
    /// A line at the head of every page.
    pub notice: Option<String>,
    /// Its folder below the output folder.
    pub out: Option<String>,
    /// `for-each` as written.
    pub for_each: Option<Node>,
    /// `skip` as written.
    pub skip: Option<Node>,
}

/// How links out of the project's own files are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The address before links such as `/site/path`, without `/` at its end.
    pub site_url: Option<String>,
    /// Paths of the site with the folders of the source that hold them, the longest path first.
    pub site_paths: Vec<(String, Written<String>)>,
    /// The site path under which the playbook itself is published.
    pub base_path: Option<String>,
}

/// How search is set up.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Whether there is an index.
    pub enable: bool,
    /// The language whose word forms count as one; `None`: the book's.
    pub language: Option<String>,
    /// Groups of words that readers use for the same thing.
    pub synonyms: Vec<Vec<String>>,
    /// Patterns of topics that are not searched; mdBook's `search.chapter` among them.
    pub exclude: Vec<Written<String>>,
    /// Topics and folders that are searched though `exclude` covers them.
    pub include: Vec<String>,
    /// How much a hit in a field counts, sorted by the field's name.
    pub weights: Vec<(Written<String>, f64)>,
}

/// The look, apart from what mdBook has keys for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// A line at the head of every page.
    pub notice: Option<String>,
    /// The picture of the browser's tab.
    pub icon: Option<Written<SourcePath>>,
    /// Whether the words of code stay without marks (`highlight = false`).
    pub plain_code: bool,
}

impl Config {
    /// The folder of the topics, without `/` at its end; empty for the project's folder itself.
    pub fn source_folder(&self, sources: &SourceTree) -> String {
        if let Some(src) = &self.book.src {
            return src.value.clone();
        }
        // A docset names its own folders below the one that holds `docfx.json` or the publishing settings.
        let is_there = |name| SourcePath::new(name).is_ok_and(|path| sources.find(&path).is_some());
        if is_there("docfx.json") || is_there(".openpublishing.publish.config.json") {
            return String::new();
        }
        let has = |folder| sources.texts().any(|(_, text)| text.path.below(folder).is_some());
        // `docs_dir` of MkDocs is `docs` unless it says otherwise (mkdocs.org, "Configuration").
        let mkdocs = is_there("mkdocs.yml").then_some("docs");
        ["src"].into_iter().chain(mkdocs).find(|folder| has(folder)).unwrap_or_default().to_owned()
    }

    /// The folder of the layers, without `/` at its end.
    pub fn overlay_folder(&self, sources: &SourceTree) -> String {
        if let Some(dir) = &self.overlays.dir {
            return dir.value.clone();
        }
        let source = self.source_folder(sources);
        source.rsplit_once('/').map_or_else(|| "overlays".to_owned(), |(above, _)| format!("{above}/overlays"))
    }
}

impl Config {
    /// The folder whose files stand in for those of the theme.
    pub fn theme_folder(&self) -> &str {
        self.html.theme.as_ref().map_or("theme", |theme| theme.value.as_str())
    }

    /// The folder of the base's data: `data` beside the source.
    pub fn data_folder(&self, sources: &SourceTree) -> String {
        let source = self.source_folder(sources);
        source.rsplit_once('/').map_or_else(|| "data".to_owned(), |(above, _)| format!("{above}/data"))
    }
}

impl Default for Book {
    fn default() -> Self {
        Self {
            title: None,
            authors: Vec::new(),
            description: None,
            src: None,
            language: "en".to_owned(),
            text_direction: None,
        }
    }
}

impl Default for Build {
    fn default() -> Self {
        Self { build_dir: "book".to_owned(), edition: None, extra_watch_dirs: Vec::new() }
    }
}

impl Default for Clearance {
    fn default() -> Self {
        let classes = ["public", "internal", "confidential", "restricted"];
        Self { classes: classes.map(str::to_owned).to_vec(), default: "internal".to_owned() }
    }
}

impl Default for Search {
    fn default() -> Self {
        Self {
            enable: true,
            language: None,
            synonyms: Vec::new(),
            exclude: Vec::new(),
            include: Vec::new(),
            weights: Vec::new(),
        }
    }
}
