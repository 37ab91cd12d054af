//! Built-in files and the author's files → [`Theme`].

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Output, State, UndefinedBehavior};

use super::builtin;
use super::fault::template_fault;
use super::render::Shell;
use crate::finding::codes::theme::{T001, T002};
use crate::finding::{Checked, Finding, Place, Span};
use crate::page::view::SiteView;
use crate::source::{SitePath, SourcePath};

/// Where the theme's files stand in the site. One folder of its own, so that they meet no file of the author's.
const FOLDER: &str = "lifeboat";

/// How the printed book looks. It is never part of the site.
const PRINT_THEME: &str = "print/theme.typ";

/// The style sheets of every page, in their order; `print` comes after them.
const SHEETS: [&str; 7] = ["tokens", "frame", "places", "facts", "text", "blocks", "search"];

/// The scripts of every page that run once it is read, in their order.
const SCRIPTS: [&str; 6] = ["page", "tasks", "tables", "tabs", "zones", "contents"];

/// Endings of files that a browser can use from a theme; anything else in the folder is somebody's working copy.
const ASSET_ENDINGS: [&str; 14] =
    ["css", "js", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff2", "woff", "ttf", "txt"];

/// A file of the author's theme folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// Where it stands in the project; findings point at it.
    pub source: SourcePath,
    /// Its path below the theme folder; the same path as a built-in file replaces that.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A file that goes into the site as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeAsset {
    /// Where in the site.
    pub path: SitePath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The theme of a site: templates compiled once, and the files that go with them.
#[derive(Debug)]
pub struct Theme {
    /// The built-in templates under the author's.
    pub(super) templates: Environment<'static>,
    /// The built-in templates alone: they stand in where one of the author's fails.
    pub(super) builtin: Environment<'static>,
    /// The author's templates by name, for the places of findings.
    pub(super) sources: BTreeMap<String, TemplateSource>,
    assets: Vec<ThemeAsset>,
    /// The author's print theme and where it stands.
    print: Option<(SourcePath, String)>,
}

/// The text of one of the author's templates and where it stands.
#[derive(Debug, Clone)]
pub(super) struct TemplateSource {
    pub(super) path: SourcePath,
    pub(super) text: Arc<str>,
}

/// Loads the default theme with the author's files over it. Without any it is the default theme.
pub fn load_theme(files: Vec<ThemeFile>) -> Checked<Theme> {
    let mut findings = Vec::new();
    let mut assets = BTreeMap::new();
    let mut builtin = environment();
    let mut templates = environment();
    for file in builtin::FILES {
        if is_template(file.path) {
            // A test renders every page with these alone; a fault in one cannot reach a reader.
            let _ = builtin.add_template(file.path, file.text);
            let _ = templates.add_template(file.path, file.text);
        } else if file.path != PRINT_THEME
            && let Some(path) = site_path(file.path)
        {
            assets.insert(path, file.text.as_bytes().to_vec());
        }
    }
    for font in builtin::FONTS {
        assets.extend(site_path(font.path).map(|path| (path, font.bytes.to_vec())));
    }
    let mut sources = BTreeMap::new();
    let mut print = None;
    for file in files {
        if file.path == PRINT_THEME {
            match String::from_utf8(file.bytes) {
                Ok(text) => print = Some((file.source, text)),
                Err(error) => findings.push(no_text(&file.path, &file.source, error.utf8_error().valid_up_to())),
            }
        } else if is_template(&file.path) {
            add_template(file, &mut templates, &mut sources, &mut findings);
        } else if let Some(path) = site_path(&file.path).filter(|_| is_asset(&file.path)) {
            assets.insert(path, file.bytes);
        } else {
            findings.push(unused(&file));
        }
    }
    bundle(&mut assets);
    let assets = assets.into_iter().map(|(path, bytes)| ThemeAsset { path, bytes }).collect();
    Checked::new(Theme { templates, builtin, sources, assets, print }, findings)
}

impl Theme {
    /// The frame of every page of a site: what is the same on all of them is made ready once.
    pub fn shell(&self, site: &SiteView) -> Shell<'_> {
        Shell::new(self, site)
    }

    /// How the printed book looks, as Typst text: the built-in one.
    pub fn built_in_print_theme() -> &'static str {
        builtin::FILES.iter().find(|file| file.path == PRINT_THEME).map_or("", |file| file.text)
    }

    /// The author's print theme and where it stands.
    pub fn own_print_theme(&self) -> Option<(&SourcePath, &str)> {
        self.print.as_ref().map(|(path, text)| (path, text.as_str()))
    }

    /// The style sheets, scripts and pictures of the theme, sorted by path.
    pub fn assets(&self) -> &[ThemeAsset] {
        &self.assets
    }
}

/// Puts the style sheets and the scripts that every page has into one file each: a page names two files instead of
/// fourteen, and ten thousand pages are 9 MB smaller. A theme that brings such a file itself has its own.
fn bundle(assets: &mut BTreeMap<SitePath, Vec<u8>>) {
    let mut take = |name: &str| site_path(name).and_then(|path| assets.remove(&path)).unwrap_or_default();
    let mut sheet = Vec::new();
    for name in SHEETS {
        sheet.extend(take(&format!("style/{name}.css")));
        sheet.push(b'\n');
    }
    sheet.extend(b"@media print {\n");
    sheet.extend(take("style/print.css"));
    sheet.extend(b"\n}\n");
    let mut script = Vec::new();
    for name in SCRIPTS {
        // A script that fails does not keep the others from running.
        script.extend(b"try {\n");
        script.extend(take(&format!("script/{name}.js")));
        script.extend(b"\n} catch (error) {\n  console.error(error);\n}\n");
    }
    for (name, bytes) in [("style/site.css", sheet), ("script/site.js", script)] {
        if let Some(path) = site_path(name) {
            assets.entry(path).or_insert(bytes);
        }
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(write_value);
    // The place of a fault is worth more than the little that keeping it costs: faults are few.
    environment.set_debug(true);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    environment
}

/// Writes a value into a page. As minijinja does, except that it leaves `/` alone: escaped slashes are safe and make
/// every address unreadable.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    let Some(text) = value.as_str().filter(|_| !value.is_safe()) else {
        return minijinja::escape_formatter(out, state, value);
    };
    Ok(write_escaped(out, text)?)
}

/// Writes text so that it is text in a page, in attributes too.
pub(super) fn write_escaped(out: &mut impl std::fmt::Write, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, special) = rest.split_at(at);
        out.write_str(before)?;
        let mut after = special.chars();
        out.write_str(match after.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = after.as_str();
    }
    out.write_str(rest)
}

fn is_template(path: &str) -> bool {
    ending(path) == "html"
}

fn is_asset(path: &str) -> bool {
    ASSET_ENDINGS.contains(&ending(path).as_str())
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

fn site_path(path: &str) -> Option<SitePath> {
    SitePath::new(&format!("{FOLDER}/{path}")).ok().filter(|path| path.below(FOLDER).is_some())
}

fn add_template(
    file: ThemeFile,
    templates: &mut Environment<'static>,
    sources: &mut BTreeMap<String, TemplateSource>,
    findings: &mut Vec<Finding>,
) {
    let text = match String::from_utf8(file.bytes) {
        Ok(text) => text,
        Err(error) => {
            findings.push(no_text(&file.path, &file.source, error.utf8_error().valid_up_to()));
            return;
        }
    };
    sources.insert(file.path.clone(), TemplateSource { path: file.source, text: text.as_str().into() });
    if let Err(error) = templates.add_template_owned(file.path, text) {
        findings.push(template_fault(&error, sources));
    }
}

fn no_text(path: &str, source: &SourcePath, at: usize) -> Finding {
    Finding::new(&T001, format!("the template `{path}` is no UTF-8 text"))
        .at(Place::new(source.shared(), Span::new(at, at + 1)))
        .help("save it as UTF-8; until then the built-in template serves")
}

fn unused(file: &ThemeFile) -> Finding {
    let finding = Finding::new(&T002, format!("`{}` is nothing that a theme can hold", file.path))
        .at(Place::new(file.source.shared(), Span::default()));
    if ending(&file.path) == "hbs" {
        return finding.help("mdBook's Handlebars templates have no use here; `topic.html` is the template of a page");
    }
    finding.help("keep working files outside the theme folder")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{ThemeFile, load_theme};
    use crate::page::view::{PageView, SiteView};
    use crate::source::SourcePath;

    fn file(path: &str, bytes: &[u8]) -> ThemeFile {
        let source = SourcePath::new(&format!("theme/{path}")).unwrap();
        ThemeFile { source, path: path.to_owned(), bytes: bytes.to_vec() }
    }

    fn check(files: &[(&str, &str)], expected: &expect_test::Expect) {
        let files = files.iter().map(|(path, text)| file(path, text.as_bytes())).collect();
        let mut findings = Vec::new();
        let theme = load_theme(files).take(&mut findings);
        let site = SiteView { title: "Playbook".into(), ..SiteView::default() };
        let page = PageView { title: "A & B".into(), path: "a/b.html".into(), ..PageView::default() };
        let html = theme.shell(&site).render_page(&page).take(&mut findings);
        let mut shown = if html.len() < 200 { html + "\n" } else { "(the built-in page)\n".to_owned() };
        for finding in findings {
            let place = finding.place.unwrap();
            let label = finding.label.map(|label| format!(" ({label})")).unwrap_or_default();
            let (code, span) = (finding.code.id, place.span.range());
            writeln!(shown, "{code} {}:{span:?} {}{label}", place.file, finding.message).unwrap();
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_template_of_the_author_replaces_the_built_in_one_and_escapes() {
        check(
            &[("topic.html", "{{ page.title }} at {{ page.path }}")],
            &expect_test::expect![[r"
                A &amp; B at a/b.html
            "]],
        );
    }

    #[test]
    fn a_value_that_does_not_exist_is_found_and_the_built_in_page_stands_in() {
        check(
            &[("topic.html", "<p>\n{{ page.tittle }}</p>")],
            &expect_test::expect![[r"
                (the built-in page)
                T001 theme/topic.html:7..18 the template `topic.html` uses a value that does not exist: `page.tittle` is undefined (no such value here)
            "]],
        );
    }

    #[test]
    fn a_fault_in_a_part_points_at_the_part() {
        check(
            &[("parts/footer.html", "é {{ site.name }}")],
            &expect_test::expect![[r"
                (the built-in page)
                T001 theme/parts/footer.html:6..15 the template `parts/footer.html` uses a value that does not exist: `site.name` is undefined (no such value here)
            "]],
        );
    }

    #[test]
    fn a_template_that_cannot_be_read_leaves_the_built_in_one_in_place() {
        check(
            &[("topic.html", "<p>{% if page.title %}</p>")],
            &expect_test::expect![[r"
                (the built-in page)
                T001 theme/topic.html:22..26 the template `topic.html` cannot be read: unexpected end of input, expected end of block
            "]],
        );
    }

    #[test]
    fn a_missing_part_is_named() {
        check(
            &[("topic.html", "{% include 'parts/foter.html' %}")],
            &expect_test::expect![[r"
                (the built-in page)
                T001 theme/topic.html:3..29 the template `topic.html` takes in `parts/foter.html`, which does not exist
            "]],
        );
    }

    #[test]
    fn files_that_are_no_theme_are_told() {
        check(
            &[("index.hbs", "{{#if x}}"), ("style/page.css~", "")],
            &expect_test::expect![[r"
                (the built-in page)
                T002 theme/index.hbs:0..0 `index.hbs` is nothing that a theme can hold
                T002 theme/style/page.css~:0..0 `style/page.css~` is nothing that a theme can hold
            "]],
        );
    }

    #[test]
    fn a_style_sheet_of_the_author_replaces_the_built_in_one() {
        let theme = load_theme(vec![file("style/text.css", b"p{}"), file("fonts/own.woff2", &[0, 159])]).value;
        let bytes = |path: &str| theme.assets().iter().find(|asset| asset.path.as_str() == path).map(|a| &*a.bytes);
        let sheet = String::from_utf8_lossy(bytes("lifeboat/style/site.css").unwrap()).into_owned();
        assert!(
            sheet.contains("\np{}\n") && !sheet.contains(".broken-link") && sheet.contains("@media print"),
            "{sheet}"
        );
        assert_eq!(bytes("lifeboat/fonts/own.woff2"), Some(&[0, 159][..]));
        assert_eq!(bytes("lifeboat/style/text.css"), None);
    }
}
