//! Diagrams through the whole way, drawn by somebody who counts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use expect_test::expect;

use super::{Made, Workshop};
use crate::config::{Renderer, read_config};
use crate::finding::LineIndex;
use crate::page::{Draw, NotDrawn, Sketch};
use crate::print::Scope;
use crate::site::Content;
use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

const BOOK: &str = "[diagrams.graphviz]\ncommand = \"dot -Tsvg\"\n";

/// Draws the text as a text; notes what it was asked for.
#[derive(Debug, Default)]
struct Pencil {
    asked: Mutex<Vec<String>>,
}

impl Draw for Pencil {
    fn draw(&self, sketch: &Sketch, renderer: &Renderer) -> Result<Vec<u8>, NotDrawn> {
        assert_eq!(renderer.command, ["dot", "-Tsvg"]);
        self.asked.lock().unwrap().push(format!("{}: {}", sketch.table, sketch.text.trim()));
        match sketch.text.trim() {
            "later" => Err(NotDrawn::NotNow("there is no program `dot`".to_owned())),
            "wrong" => Err(NotDrawn::Refused("`dot` failed: syntax error in line 1".to_owned())),
            text => Ok(format!("<?xml?><svg viewBox='0 0 30 20'><text>{text}</text></svg>").into_bytes()),
        }
    }
}

struct Studio {
    pencil: Arc<Pencil>,
    workshop: Workshop,
}

impl Studio {
    fn new() -> Self {
        let pencil = Arc::new(Pencil::default());
        let workshop = Workshop::default().drawing_with(Arc::clone(&pencil) as Arc<dyn Draw>);
        Self { pencil, workshop }
    }

    fn make(&mut self, book: &str, topics: &[(&str, &str)]) -> Made {
        let files = [("book.toml", book)].into_iter().chain(topics.iter().copied());
        let text = |(path, text): (&str, &str)| SourceText { path: SourcePath::new(path).unwrap(), text: text.into() };
        let sources = SourceTree::new(files.map(text).collect(), BTreeMap::new(), Date::default());
        let config = read_config(Some((book, &"book.toml".into())), &[]).value;
        self.workshop.make(&sources, &config, 0, None).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.pencil.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

fn shown(made: &Made, path: &str) -> String {
    let content = made.editions[0].content(&SitePath::new(path).unwrap()).unwrap().value;
    let Content::Bytes(bytes) = content else { panic!("{path} is a copy") };
    String::from_utf8(bytes).unwrap()
}

fn figure(page: &str) -> &str {
    let from = page.find("<figure class=\"diagram\"").expect("a figure");
    let length = page[from..].find("</figure>").expect("its end");
    &page[from..from + length]
}

#[test]
fn a_diagram_is_a_picture_of_the_site_with_its_source_below_it() {
    let mut studio = Studio::new();
    let made =
        studio.make(BOOK, &[("src/guide/a.md", "# A\n\n> - ```dot\n>   a -> b\n>   ```\n"), ("src/index.md", "# I\n")]);
    assert_eq!(made.findings, []);
    let page = shown(&made, "guide/a.html");
    expect![[r#"
        <figure class="diagram"><img src="../lifeboat/diagrams/0dfc5b061c495fe6.svg" alt="Graphviz diagram; its source follows" width="30" height="20" loading="lazy" decoding="async">
        <details class="description"><summary>Source of the diagram (Graphviz)</summary>
        <div class="code"><pre><code class="language-dot">a -&gt; b
        </code></pre></div>
        </details>"#]]
    .assert_eq(figure(&page));
    let address = figure(&page).split('"').nth(3).unwrap().trim_start_matches("../");
    assert_eq!(shown(&made, address), "<svg viewBox='0 0 30 20'><text>a -> b</text></svg>\n");
    let book = made.editions[0].book(&Scope::default()).value;
    let paper = made.editions[0].print_page(&book, &SitePath::new("print.html").unwrap()).value.html;
    assert_eq!(figure(&paper), format!("<figure class=\"diagram\"><img src=\"{address}\" alt=\"Graphviz diagram\">"));
}

#[test]
fn each_text_is_drawn_once_and_the_others_are_shown_as_they_are_written() {
    let mut studio = Studio::new();
    let topic = "# A\n\n```graphviz\na\n```\n\n```DOT\na\n```\n\n```mermaid\nb\n```\n\n```\nc\n```\n";
    let made = studio.make(BOOK, &[("src/a.md", topic), ("src/b.md", "# B\n\n```dot\na\n```\n")]);
    assert_eq!(studio.asked(), ["graphviz: a"]);
    let page = shown(&made, "a.html");
    assert_eq!(page.matches("<figure class=\"diagram\"").count(), 2);
    assert!(page.contains("Diagram, as its source (Mermaid)"));
    assert_eq!(
        made.editions[0]
            .paths()
            .iter()
            .filter(|path| path.ending() == "svg" && path.as_str().contains("diagrams/"))
            .count(),
        1
    );
    studio.make("", &[("src/a.md", topic)]);
    assert_eq!(studio.asked(), [""; 0]);
}

#[test]
fn an_author_who_names_the_diagram_names_the_picture() {
    let book = BOOK.replace("graphviz", "mermaid");
    let made = Studio::new()
        .make(&book, &[("src/a.md", "# A\n\n```mermaid\ngraph TD\n  accTitle: Who calls \"whom\"\n```\n")]);
    assert!(figure(&shown(&made, "a.html")).contains("alt=\"Who calls &quot;whom&quot;\""));
}

#[test]
fn what_is_not_drawn_is_told_at_its_fence_and_shown_as_its_source() {
    let mut studio = Studio::new();
    let topic = "# A\n\n```dot\nwrong\n```\n\n1. x\n\n   ```dot\n   later\n   ```\n";
    let made = studio.make(BOOK, &[("src/a.md", topic)]);
    let lines = LineIndex::new(topic);
    let told = made.findings.iter().map(|finding| {
        let place = finding.place.as_ref().unwrap();
        let (line, _) = lines.line_column(topic, place.span.start as usize);
        format!(
            "{} {}:{line} {}: {}\n",
            finding.code.id,
            place.file,
            finding.message,
            finding.label.as_deref().unwrap_or_default()
        )
    });
    expect![[r#"
        M050 src/a.md:3 this Graphviz diagram could not be drawn: `dot` failed: syntax error in line 1
        M050 src/a.md:9 this Graphviz diagram could not be drawn: there is no program `dot`
    "#]]
    .assert_eq(&told.collect::<String>());
    assert_eq!(shown(&made, "a.html").matches("Diagram, as its source (Graphviz)").count(), 2);
}

#[test]
fn a_workshop_draws_what_is_new_and_what_could_not_be_drawn_for_want_of_a_program() {
    let mut studio = Studio::new();
    let topics = |last: &'static str| {
        [("src/a.md", "# A\n\n```dot\na\n```\n\n```dot\nwrong\n```\n\n```dot\nlater\n```\n"), ("src/b.md", last)]
    };
    studio.make(BOOK, &topics("# B\n"));
    assert_eq!(studio.asked(), ["graphviz: a", "graphviz: later", "graphviz: wrong"]);
    let made = studio.make(BOOK, &topics("# B\n\n```dot\nb\n```\n"));
    assert_eq!(studio.asked(), ["graphviz: b", "graphviz: later"]);
    assert_eq!(made.findings.len(), 2, "{:?}", made.findings);
    assert!(shown(&made, "b.html").contains("<figure class=\"diagram\""));
}
