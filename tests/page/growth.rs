//! Time grows with the length of a text, whatever stands in it.

use std::fmt::Write as _;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::pipeline::body_of;

/// Shapes that have been quadratic somewhere, in some program that reads Markdown or HTML.
const SHAPES: &[(&str, &str, &str, &str)] = &[
    ("open phrases", "", "<b>", ""),
    ("open phrases that differ", "", "<b title=x><i class=y><p>", ""),
    ("open divisions", "", "<div>\n", ""),
    ("open tables", "<table>\n", "<table><tr><td>\n", ""),
    ("open links", "", "<a href=x>", ""),
    ("open links with blocks", "", "<a href=x><p>\n", ""),
    ("open drawings in a line", "x ", "<svg>", ""),
    ("open scripts in a block", "<p>\n", "<script>\n", ""),
    ("frames", "", "<iframe src=https://e.example>", ""),
    ("items that end each other", "<ul>\n", "<li>x\n", ""),
    ("closing tags of nothing", "x ", "</b>", ""),
    ("crossed tags", "x ", "<b><i></b></i>", ""),
    ("attributes", "<p ", "a=b ", ">"),
    ("attributes of one name", "<p ", "id=b ", ">"),
    ("half tags", "<p>\n", "<a x=", ""),
    ("half tags with quotes", "<p>\n", "<a x='<a y=\"", ""),
    ("half tags after names", "<p>\n", "<a ", ""),
    ("declarations", "<p>\n", "<!x <? <![CDATA[ ", ""),
    ("directives in a comment", "<!--\n", "::: zone-end\n", ""),
    ("directives", "", "::: zone pivot=\"a\"\n::: zone-end\n", ""),
    ("open directives", "", "::: zone pivot=\"a\"\n", ""),
    ("alerts", "", "> [!NOTE]\n", ""),
    ("includes", "", "[!INCLUDE [a](b)] ", ""),
    ("inline pictures", "", ":::image source=\"a\" alt-text=\"b\"::: ", ""),
    ("variables", "", "{{a.b}} ", ""),
    ("references", "", "@a <xref:b> ", ""),
    ("unknown tags", "<p>\n", "<x-y>\n", ""),
    ("open comments", "x ", "<!-- ", ""),
    ("ids", "", "<p id=x>\n", ""),
    ("raw links in one block", "<p>\n", "<a href=x>y</a>\n", ""),
    ("emphasis", "", "*a ", ""),
    ("brackets", "", "[a](x ", ""),
    ("pictures in pictures", "", "![", ""),
    ("links", "", "[a](x) ", ""),
    ("equal headings", "", "# a\n", ""),
    ("links to a name that scripts use", "# cookie\n", "# a\n[x](#cookie)\n", ""),
    ("equal tables", "", "|a|\n|-|\n\n", ""),
    ("cells", "|a|\n|-|\n", "|x|<ul><li>y|\n", ""),
    ("quotes", "", "> ", "x"),
    ("an address and closing brackets", "http://a.example/", ")", ""),
    ("quotes and plain lines", "> > > > > > > > > > > > > > > > > > > > > > > > x\n", "y\n", ""),
    ("lists in one line", "", "- ", "x"),
    ("rows of another width", "|a|\n|-|\n", "|b|\n|a|b|c|d|e|f|g|h|\n", ""),
    ("groups of tabs", "", "# [a](#tab/b)\n\n---\n", ""),
    ("references in text", "", "&amp;&nbsp;", ""),
];

#[test]
fn doubling_a_text_at_most_doubles_its_time_and_a_bit() {
    // One thread does all the work, so that its time is all of the time.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(alone.install(slow_shapes), "");
}

/// The shapes whose time grows faster than their length.
fn slow_shapes() -> String {
    let mut slow = String::new();
    for (name, before, repeated, after) in SHAPES {
        let text = |count: usize| format!("{before}{}{after}", repeated.repeat(count));
        let mut count = 20_000 / repeated.len();
        let mut short = best(&text(count));
        // Large enough to be measured.
        while short < Duration::from_millis(20) && count < 1 << 20 {
            count *= 2;
            short = best(&text(count));
        }
        // The rule is 3.2; a busy machine gets some room and three tries, a quadratic shape gives 4 each time.
        let ratio = |short: Duration, long: Duration| long.as_secs_f64() / short.as_secs_f64().max(0.001);
        let mut long = best(&text(count * 2));
        for _ in 0..2 {
            if ratio(short, long) > 3.6 {
                (short, long) = (best(&text(count)), best(&text(count * 2)));
            }
        }
        if ratio(short, long) > 3.6 {
            writeln!(slow, "{name}: {count} take {short:?}, twice as many {long:?}").unwrap();
        }
    }
    slow
}

/// The processor time of the shortest of three runs, which other work on the machine hardly adds to.
fn best(text: &str) -> Duration {
    let run = || {
        let start = clock_gettime(ClockId::ThreadCPUTime);
        std::hint::black_box(body_of(text));
        let end = clock_gettime(ClockId::ThreadCPUTime);
        let nanoseconds = (end.tv_sec - start.tv_sec) * 1_000_000_000 + (end.tv_nsec - start.tv_nsec);
        Duration::from_nanos(nanoseconds.try_into().unwrap_or_default())
    };
    run().min(run()).min(run())
}
