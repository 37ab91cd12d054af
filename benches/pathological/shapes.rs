//! Processor time of a whole build over the length of one topic, for shapes that are quadratic in some program:
//! `cargo run --release --example pathological [WORDS]` prints how the time of twice the text compares with that of the text, slowest
//! growth first; with words only shapes whose name has one of them. The bound is 3.2 (docs/benchmarks.md).

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use lifeboat::build::{BuildOptions, build_site};
use lifeboat::config::{Config, MarkdownOptions};
use lifeboat::edge::clock::Stopwatch;
use lifeboat::source::{Date, SourcePath, SourceText, SourceTree};

/// Name; what stands before, again and again, and behind. A `\u{1}` counts up, so that no two repetitions are alike.
const SHAPES: &[(&str, &str, &str, &str)] = &[
    ("text", "", "word ", ""),
    ("one long word", "", "x", ""),
    ("one long line of dashes", "a ", "-", " b"),
    ("one long line of digits and hyphens", "", "1-", ""),
    ("paragraphs", "", "word\n\n", ""),
    ("hard breaks", "", "a  \n", ""),
    ("backslashes", "", "\\", ""),
    ("escaped marks", "", "\\*", ""),
    ("no-break spaces", "", "\u{a0}", ""),
    ("zero-width characters", "", "\u{200b}", ""),
    ("combining accents", "a", "\u{301}", ""),
    ("right-to-left marks", "", "\u{202e}a", ""),
    ("ideographs", "", "\u{5b57}", ""),
    ("emoji", "", "\u{1f600}", ""),
    ("emoji names", "", ":smile: ", ""),
    ("colons", "", ":", ""),
    ("open emphasis", "", "*a ", ""),
    ("open strong emphasis", "", "**a ", ""),
    ("open emphasis of two kinds", "", "*a _b ", ""),
    ("closing emphasis", "", "a* ", ""),
    ("emphasis in words", "", "a**b", ""),
    ("runs of stars that grow", "", "*a**b***c", ""),
    ("stars", "", "*", ""),
    ("underscores", "", "_", ""),
    ("tildes", "", "~", ""),
    ("strike", "", "~~a ", ""),
    ("nested emphasis", "", "*a **b ", ""),
    ("backticks", "", "`", ""),
    ("backticks apart", "", "` ", ""),
    ("runs of backticks that grow", "", "`a``b```c````d", ""),
    ("code spans", "", "`a` ", ""),
    ("open brackets", "", "[", ""),
    ("open pictures", "", "![", ""),
    ("closing brackets", "", "]", ""),
    ("nested brackets", "", "[a", "]"),
    ("brackets and a parenthesis", "", "[a](", ""),
    ("open destinations", "", "[a](x ", ""),
    ("open destinations in angles", "", "[a](<b", ""),
    ("open titles", "", "[a](x \"", ""),
    ("parentheses in a destination", "[a](", "(", ""),
    ("links", "", "[a](x) ", ""),
    ("links to sections", "# a\n", "[a](#a) ", ""),
    ("links to sections that are not there", "", "[a](#b\u{1}) ", ""),
    ("links to topics that are not there", "", "[a](b\u{1}.md) ", ""),
    ("links to sites", "", "[a](https://a.example/\u{1}) ", ""),
    ("links with queries", "", "[a](here.md?tabs=a&pivots=b) ", ""),
    ("pictures", "", "![a](b.png) ", ""),
    ("pictures in links", "", "[![a](b.png)](c) ", ""),
    ("link references", "", "[a] ", "\n\n[a]: b\n"),
    ("open references", "", "[a][", ""),
    ("definitions", "", "[a\u{1}]: b\n", ""),
    ("definitions of one name", "", "[a]: b\n", ""),
    ("definitions and their links", "", "[a\u{1}]\n\n[a\u{1}]: b\n\n", ""),
    ("definitions with open titles", "", "[a\u{1}]: b \"\n", ""),
    ("footnotes", "", "[^\u{1}]\n\n[^\u{1}]: x\n\n", ""),
    ("one footnote", "", "[^a] ", "\n\n[^a]: x\n"),
    ("footnotes of nothing", "", "[^\u{1}] ", ""),
    ("footnotes in footnotes", "", "[^\u{1}]: [^\u{1}]\n\n", ""),
    ("addresses", "", "https://a.example/b ", ""),
    ("an address and closing brackets", "https://a.example/", ")", ""),
    ("an address and dots", "https://a.example/", ".", ""),
    ("an address and references", "https://a.example/", "&amp;", ""),
    ("an address and open brackets", "https://a.example/", "(", ""),
    ("beginnings of addresses", "", "http://", ""),
    ("mail addresses", "", "a@b.example ", ""),
    ("at signs", "", "@", ""),
    ("unknown names", "", "@a.b ", ""),
    ("cross references", "", "<xref:a> ", ""),
    ("autolinks", "", "<https://a.example> ", ""),
    ("open angles", "", "<", ""),
    ("open angles and letters", "", "<a ", ""),
    ("closing angles", "", ">a", ""),
    ("references", "", "&amp;&nbsp;", ""),
    ("half references", "", "&", ""),
    ("long references", "&", "a", ";"),
    ("headings", "", "# a\n", ""),
    ("headings that differ", "", "# a\u{1}\n", ""),
    ("headings of growing numbers", "", "# a\n# a-1\n", ""),
    ("empty headings", "", "#\n", ""),
    ("headings of all levels", "", "# a\n## b\n### c\n#### d\n##### e\n###### f\n", ""),
    ("headings with ids", "", "# a {#b}\n", ""),
    ("underlined headings", "", "a\n=\n", ""),
    ("one long heading", "# ", "a ", ""),
    ("marks behind a heading", "# a ", "#", " x"),
    ("rules", "", "---\n", ""),
    ("quotes", "", "> ", "x"),
    ("quotes and plain lines", "> > > > > > > > > > > > > > > > > > > > > > x\n", "y\n", ""),
    ("quotes that begin anew", "", "> a\n\n", ""),
    ("lists in one line", "", "- ", "x"),
    ("numbered lists in one line", "", "1. ", "x"),
    ("lists", "", "- a\n", ""),
    ("lists of many blocks", "- a\n", "\n  b\n", ""),
    ("lists that change their mark", "", "- a\n+ b\n* c\n", ""),
    ("tasks", "", "- [ ] a\n", ""),
    ("a list and blank lines", "- a\n", "\n", "- b\n"),
    ("definition lists", "", "a\n: b\n\n", ""),
    ("tables", "", "|a|\n|-|\n|b|\n\n", ""),
    ("rows", "|a|\n|-|\n", "|b|\n", ""),
    ("columns", "|", "a|", "\n"),
    ("a head and no rows", "|", "a|", "\n|-|\n"),
    ("rows of another width", "|a|\n|-|\n", "|b|\n|a|b|c|d|e|f|g|h|\n", ""),
    ("bars", "", "|", ""),
    ("escaped bars", "|a|\n|-|\n|", "\\|", "|\n"),
    ("rows with code", "|a|\n|-|\n", "|`a|`\n", ""),
    ("fences", "", "```\na\n```\n", ""),
    ("open fences in items", "", "- ```\n", ""),
    ("indented code", "", "    a\n\n", ""),
    ("code of one language", "```json\n", "{\"a\": [1, \"", "\n```\n"),
    ("strings in code", "```powershell\n", "\"$(", "\n```\n"),
    ("comments in code", "```xml\n", "<!-- ", "\n```\n"),
    ("raw phrases", "", "<b>", ""),
    ("raw divisions", "", "<div>\n", ""),
    ("raw tables", "<table>\n", "<table><tr><td>\n", ""),
    ("raw links", "", "<a href=x>", ""),
    ("raw attributes", "<p ", "a=b ", ">"),
    ("raw classes", "<p class='", "a\u{1} ", "'>"),
    ("raw ids", "", "<p id=x\u{1}>\n", ""),
    ("raw comments", "", "<!-- a -->\n", ""),
    ("open comments", "x ", "<!-- ", ""),
    ("processing instructions", "x ", "<? ", ""),
    ("declarations", "x ", "<!A ", ""),
    ("CDATA", "x ", "<![CDATA[ ", ""),
    ("alerts", "", "> [!NOTE]\n> a\n", ""),
    ("alerts in alerts", "", "> > [!TIP]\n", ""),
    ("divs of the dialect", "", "> [!div class=\"a\"]\n> b\n\n", ""),
    ("zones", "", "::: zone pivot=\"a\"\nb\n::: zone-end\n", ""),
    ("open zones", "", "::: zone pivot=\"a\"\n", ""),
    ("moniker ranges", "", "::: moniker range=\"a\"\nb\n::: moniker-end\n", ""),
    ("rows of columns", "", ":::row:::\n:::column:::\na\n:::column-end:::\n:::row-end:::\n", ""),
    ("open rows of columns", "", ":::row:::\n:::column:::\n", ""),
    ("pictures of the dialect", "", ":::image source=\"a.png\" alt-text=\"b\":::\n\n", ""),
    ("open pictures of the dialect", "", ":::image source=\"", ""),
    ("triple colons", "", ":::", ""),
    ("groups of tabs", "", "# [a](#tab/b)\n\nc\n\n---\n", ""),
    ("tabs of one group", "", "# [a](#tab/b\u{1})\n\nc\n\n", ""),
    ("includes", "", "[!INCLUDE [a](b.md)]\n\n", ""),
    ("videos", "", "> [!VIDEO https://a.example/b]\n\n", ""),
    ("variables", "", "{{a.b}} ", ""),
    ("open braces", "", "{{", ""),
    ("formulas", "", "$a$ ", ""),
    ("front matter keys", "---\n", "a\u{1}: b\n", "---\n"),
    ("front matter lists", "---\na:\n", "- b\n", "---\n"),
    ("front matter brackets", "---\na: ", "[", "\n---\n"),
    ("front matter without an end", "---\n", "a: b\n", ""),
    ("front matter text", "---\na: |\n", "  b\n", "---\n"),
    ("front matter quotes", "---\na: \"", "\\\"", "\"\n---\n"),
    ("diagrams", "", "```mermaid\na\n```\n", ""),
];

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let chosen = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let mut measured = Vec::new();
    let empty = best("x\n");
    for (name, before, repeated, after) in SHAPES.iter().filter(|(name, ..)| chosen(name)) {
        let text = |count: usize| {
            let mut text = (*before).to_owned();
            for number in 0..count {
                text.push_str(&repeated.replace('\u{1}', &number.to_string()));
            }
            text + after
        };
        let own = |count: usize| best(&text(count)).saturating_sub(empty);
        let mut count = 2_000 / repeated.len();
        let mut short = own(count);
        // Long enough that the clock tells it from other work, short enough for 8 MB and the patience of who waits.
        while short < Duration::from_millis(60) && count * repeated.len() < 1 << 20 {
            count *= 2;
            short = own(count);
        }
        let ratio = |short: Duration, long: Duration| long.as_secs_f64() / short.as_secs_f64().max(1e-4);
        let mut long = own(2 * count);
        for _ in 0..3 {
            if ratio(short, long) > 2.8 {
                (short, long) = (short.min(own(count)), long.min(own(2 * count)));
            }
        }
        measured.push((ratio(short, long), *name, count * repeated.len(), short));
    }
    measured.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ratio, name, bytes, time) in &measured {
        writeln!(std::io::stdout(), "{ratio:5.2}  {name}: {bytes} bytes take {:.0} ms", time.as_secs_f64() * 1000.0)?;
    }
    let worst = measured.first().map_or(0.0, |(ratio, ..)| *ratio);
    writeln!(std::io::stdout(), "{} shapes, the worst {worst:.2} (bound 3.2)", measured.len())
}

/// The shorter of two builds: other work only adds.
fn best(text: &str) -> Duration {
    let options = MarkdownOptions {
        footnotes: true,
        math: true,
        heading_attributes: true,
        definition_lists: true,
        smart_punctuation: true,
        ..MarkdownOptions::default()
    };
    let config = Config { markdown: options, ..Config::default() };
    let run = || {
        let path = SourcePath::new("here.md").unwrap_or_else(|_| unreachable!("it is a path"));
        let sources = SourceTree::new(vec![SourceText { path, text: text.into() }], BTreeMap::new(), Date::default());
        let watch = Stopwatch::start();
        let options = BuildOptions { config: &config, edition: None, losses: 0, draw: None };
        _ = std::hint::black_box(build_site(&sources, &options));
        watch.cpu()
    };
    run().min(run())
}
