//! `book.toml` → [`Config`]: the tree that passed the check, picked into its fields.

use std::sync::Arc;

use super::check::check_tree;
use super::diagrams::read_diagrams;
use super::environment::lay_over;
use super::monikers::read_monikers;
use super::settings::BOOK;
use super::used::{
    Book, Build, Clearance, Config, Edition, Html, Links, Overlays, Pdf, Rank, Scheme, Search, TextDirection, Theme,
    Written,
};
use super::written::{Node, read_toml};
use super::{HeadingIds, Level, Levels, MarkdownOptions, MdBookMarkdown, Monikers};
use crate::finding::codes::config::{C002, C007, C008};
use crate::finding::{Checked, Finding, Severity, codes, nearest};
use crate::source::SourcePath;

/// Reads `book.toml`, where there is one, with the environment laid over it.
pub fn read_config(file: Option<(&str, &Arc<str>)>, environment: &[(String, String)]) -> Checked<Config> {
    let mut findings = Vec::new();
    let mut root = file.map_or_else(Node::empty, |(text, path)| read_toml(text, path).take(&mut findings));
    lay_over(&mut root, environment);
    check_tree(&mut root, BOOK, &mut findings);
    let clearance = clearance(&root, &mut findings);
    let monikers = read_monikers(&root, &mut findings);
    let config = Config {
        book: book(&root),
        build: build(&root),
        html: html(&root),
        markdown: markdown(&root, &monikers, &MarkdownOptions::default()),
        markdown_of_mdbook: MdBookMarkdown(markdown(&root, &monikers, &MdBookMarkdown::default().0)),
        overlays: Overlays { dir: root.folder("overlays.dir"), order: root.at("overlays.order").map(ranks) },
        editions: editions(&root, &clearance, &mut findings),
        clearance,
        links: links(&root),
        diagrams: read_diagrams(&root),
        search: search(&root),
        theme: Theme {
            notice: root.string("theme.notice"),
            icon: root.path("theme.icon"),
            plain_code: root.is_on("theme.highlight") == Some(false),
        },
        levels: levels(&root, &mut findings),
        data: sorted(&root, "data", Node::clone),
        review: root.at("review").cloned(),
        pdf: Pdf { numbers: root.strings("pdf.numbers") },
    };
    Checked::new(config, findings)
}

/// What every table is picked with. The check has dropped whatever has the wrong kind.
impl Node {
    fn string(&self, path: &str) -> Option<String> {
        self.at(path)?.text().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    pub(super) fn strings(&self, path: &str) -> Vec<String> {
        self.at(path)
            .map_or_else(Vec::new, |node| node.items().iter().filter_map(Node::text).map(str::to_owned).collect())
    }

    fn written(&self) -> Written<String> {
        Written { value: self.text().unwrap_or_default().to_owned(), place: self.place.clone() }
    }

    fn is_on(&self, path: &str) -> Option<bool> {
        self.at(path).and_then(Node::flag)
    }

    /// A folder below the project's; empty for that folder itself.
    fn folder(&self, path: &str) -> Option<Written<String>> {
        let node = self.at(path)?;
        let written = node.text()?.replace('\\', "/");
        let value = SourcePath::new(&written).map_or_else(|_| String::new(), |path| path.as_str().to_owned());
        Some(Written { value, place: node.place.clone() })
    }

    fn path(&self, path: &str) -> Option<Written<SourcePath>> {
        self.at(path).and_then(Node::as_path)
    }

    fn as_path(&self) -> Option<Written<SourcePath>> {
        let value = SourcePath::new(&self.text()?.replace('\\', "/")).ok()?;
        Some(Written { value, place: self.place.clone() })
    }

    fn paths(&self, path: &str) -> Vec<Written<SourcePath>> {
        self.at(path).map_or_else(Vec::new, |node| node.items().iter().filter_map(Node::as_path).collect())
    }
}

/// The entries of a table with free keys, sorted by key, so that no order of writing reaches an output.
pub(super) fn sorted<T>(root: &Node, path: &str, value: impl Fn(&Node) -> T) -> Vec<(String, T)> {
    let entries = root.at(path).map_or(&[][..], Node::entries);
    let mut pairs: Vec<(String, T)> = entries.iter().map(|entry| (entry.key.clone(), value(&entry.node))).collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

fn book(root: &Node) -> Book {
    Book {
        title: root.string("book.title"),
        authors: root.strings("book.authors"),
        description: root.string("book.description"),
        src: root.folder("book.src"),
        language: root.string("book.language").unwrap_or_else(|| Book::default().language),
        text_direction: root.string("book.text-direction").map(|word| match word.as_str() {
            "rtl" => TextDirection::RightToLeft,
            _ => TextDirection::LeftToRight,
        }),
    }
}

fn build(root: &Node) -> Build {
    Build {
        build_dir: root.string("build.build-dir").unwrap_or_else(|| Build::default().build_dir),
        edition: root.string("build.edition"),
        extra_watch_dirs: root.strings("build.extra-watch-dirs"),
    }
}

fn html(root: &Node) -> Html {
    let Some(html) = root.at("output.html") else { return Html::default() };
    Html {
        theme: html.folder("theme"),
        default_theme: html.string("default-theme").as_deref().and_then(Scheme::named),
        additional_css: html.paths("additional-css"),
        additional_js: html.paths("additional-js"),
        git_repository_url: html.string("git-repository-url"),
        edit_url_template: html.string("edit-url-template"),
        site_url: html.string("site-url"),
        cname: html.string("cname"),
        input_404: html.path("input-404").map(|path| path.value),
        print: html.is_on("print.enable"),
        print_runs_on: html.is_on("print.page-break") == Some(false),
        redirect: sorted(html, "redirect", Node::written),
        hidelines: sorted(html, "code.hidelines", |node| node.text().unwrap_or_default().to_owned()),
    }
}

fn markdown(root: &Node, monikers: &Monikers, default: &MarkdownOptions) -> MarkdownOptions {
    // Where both are given, `[markdown]` counts; mdBook's switches are read so that a book keeps its look.
    let switch = |own: &str, of_mdbook: &str, otherwise| {
        let given = root.is_on(&format!("markdown.{own}")).or_else(|| root.is_on(&format!("output.html.{of_mdbook}")));
        given.unwrap_or(otherwise)
    };
    MarkdownOptions {
        heading_ids: match root.at("markdown.heading-ids").and_then(Node::text) {
            Some("mdbook") => HeadingIds::MdBook,
            Some(_) => HeadingIds::Learn,
            None => default.heading_ids,
        },
        task_lists: root.is_on("markdown.task-lists").unwrap_or(default.task_lists),
        footnotes: root.is_on("markdown.footnotes").unwrap_or(default.footnotes),
        smart_punctuation: switch("smart-punctuation", "smart-punctuation", default.smart_punctuation),
        math: switch("math", "mathjax-support", default.math),
        heading_attributes: root.is_on("markdown.heading-attributes").unwrap_or(default.heading_attributes),
        definition_lists: switch("definition-lists", "definition-lists", default.definition_lists),
        monikers: monikers.clone(),
        variables: false,
        text_only: None,
    }
}

fn ranks(node: &Node) -> Vec<Rank> {
    node.items().iter().map(|rank| rank.items().iter().map(Node::written).collect()).collect()
}

fn clearance(root: &Node, findings: &mut Vec<Finding>) -> Clearance {
    let mut clearance = Clearance::default();
    let classes = root.strings("clearance.classes");
    if !classes.is_empty() {
        clearance.classes = classes;
    }
    let default = root.at("clearance.default").map(Node::written);
    if let Some(default) = default
        && known_class(&default, &clearance.classes, findings)
    {
        clearance.default = default.value;
        return clearance;
    }
    if !clearance.classes.contains(&clearance.default) {
        // The lowest: what says nothing is not more secret than the author's own scale begins, and the ceiling of an
        // edition that says nothing is the most careful one.
        clearance.default = clearance.classes.first().cloned().unwrap_or_default();
    }
    clearance
}

fn known_class(class: &Written<String>, classes: &[String], findings: &mut Vec<Finding>) -> bool {
    let known = classes.contains(&class.value);
    if !known {
        let mut finding = Finding::new(&C008, format!("unknown class `{}`", class.value));
        finding.place.clone_from(&class.place);
        finding = finding.label(format!("the scale is {}", classes.join(", ")));
        if let Some(near) = nearest(&class.value, classes.iter().map(String::as_str)) {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        findings.push(finding);
    }
    known
}

fn editions(root: &Node, clearance: &Clearance, findings: &mut Vec<Finding>) -> Vec<Edition> {
    let entries = root.at("editions").map_or(&[][..], Node::entries);
    let mut editions: Vec<Edition> = entries
        .iter()
        .map(|entry| {
            let table = &entry.node;
            let class = table.at("clearance").map(Node::written);
            // A class with a placeholder such as `{audience}` is known only when the editions are laid out.
            let usable = |class: &Written<String>, findings: &mut Vec<Finding>| {
                class.value.contains('{') || known_class(class, &clearance.classes, findings)
            };
            Edition {
                key: Written { value: entry.key.clone(), place: entry.place.clone() },
                name: table.string("name").unwrap_or_else(|| entry.key.clone()),
                label: table.string("label"),
                code: table.string("code"),
                valid_until: table.at("valid-until").map(Node::written),
                stack: table.at("stack").map(ranks),
                // An unknown class shows no more than the lowest one.
                clearance: class.map(|mut class| {
                    if !usable(&class, findings) {
                        class.value = clearance.classes.first().cloned().unwrap_or_default();
                    }
                    class
                }),
                audience: table.strings("audience"),
                redact: table.string("redact"),
                changes: table.string("changes").filter(|told| told != "none"),
                notice: table.string("notice"),
                out: table.folder("out").map(|out| out.value),
                for_each: table.at("for-each").cloned(),
                skip: table.at("skip").cloned(),
            }
        })
        .collect();
    editions.sort_by(|a, b| a.key.value.cmp(&b.key.value));
    editions
}

fn links(root: &Node) -> Links {
    let mut site_paths = sorted(root, "links.site-paths", Node::written);
    site_paths.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    let without_slash = |url: String| url.trim_end_matches('/').to_owned();
    Links {
        site_url: root.string("links.site-url").map(without_slash),
        site_paths,
        base_path: root.string("links.base-path").map(without_slash),
    }
}

fn search(root: &Node) -> Search {
    let default = Search::default();
    let texts = |node: &Node| node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
    let mut exclude: Vec<Written<String>> =
        root.at("search.exclude").map_or_else(Vec::new, |node| node.items().iter().map(Node::written).collect());
    let mut include = Vec::new();
    for entry in root.at("output.html.search.chapter").map_or(&[][..], Node::entries) {
        match entry.node.is_on("enable") {
            Some(false) => exclude.push(Written { value: entry.key.clone(), place: entry.place.clone() }),
            Some(true) => include.push(entry.key.clone()),
            None => {}
        }
    }
    let mut weights: Vec<(Written<String>, f64)> = root
        .at("search.weights")
        .map_or(&[][..], Node::entries)
        .iter()
        .filter_map(|entry| {
            let name = Written { value: entry.key.clone(), place: entry.place.clone() };
            Some((name, entry.node.number()?))
        })
        .collect();
    weights.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    Search {
        enable: root.is_on("output.html.search.enable").unwrap_or(default.enable),
        language: root.string("search.language"),
        synonyms: root.at("search.synonyms").map_or_else(Vec::new, |node| node.items().iter().map(texts).collect()),
        exclude,
        include,
        weights,
    }
}

fn levels(root: &Node, findings: &mut Vec<Finding>) -> Levels {
    let mut levels = Levels::default();
    for entry in root.at("findings").map_or(&[][..], Node::entries) {
        let Some(level) = entry.node.text().and_then(Level::parse) else { continue };
        let at = |mut finding: Finding| {
            finding.place.clone_from(&entry.place);
            finding
        };
        match codes::find(&entry.key) {
            Some(code) if (code.severity == Severity::Loss || code.id == codes::LEAK) && level != Level::Deny => {
                let what = if code.id == codes::LEAK { "leak" } else { "loss" };
                findings.push(at(Finding::new(
                    &C007,
                    format!("`{}` is a {what}, and its level cannot be lowered", code.id),
                )));
            }
            Some(code) => levels.set(code.id, level),
            None => {
                let mut finding = at(Finding::new(&C002, format!("unknown code `{}`", entry.key)));
                if let Some(near) = nearest(&entry.key, codes::all().map(|code| code.id)) {
                    finding = finding.help(format!("did you mean `{near}`?"));
                }
                findings.push(finding);
            }
        }
    }
    levels
}
