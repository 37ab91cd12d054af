//! The words that `overlay targets` offers: each finds its part.

use expect_test::expect;
use proptest::prelude::*;

use super::{compose_fixture, sources_of};
use crate::overlay::{TargetName, target_names};

fn targets(page: &str) -> Vec<TargetName> {
    let sources = sources_of(&format!("-- topics/a.md\n{page}"));
    let (composed, _) = compose_fixture(&sources, &[]);
    target_names(&composed.topics[0], &composed.documents, &sources)
}

#[test]
fn every_part_has_the_fewest_words_that_find_it() {
    let page = "# Top\n\nA first paragraph of more than six words.\n\nA first paragraph of more than seven words.\n\n\
        ## Calls\n\n- Ring *twice*\n- Wait\n\n  and see\n\n### Nights\n\nSame.\n\n## Office\n\n### Nights\n\nSame.\n\n\
        > [!NOTE]\n> Careful.\n\n| Key | V |\n|---|---|\n| x (if present) | 1 |\n\n```sh\nls\n```\n\n![A map](map.png)\n\n## Calls\n";
    let mut shown = String::new();
    for target in targets(page) {
        shown += &format!("{}{}: {}\n", "  ".repeat(target.depth), target.kind, target.words);
    }
    expect![[r#"
        section: this topic
          paragraph: A first paragraph of more than six words.
          paragraph: A first paragraph of more than seven words.
          section: #calls
            list: Ring twice Wait and see
              item: Ring twice
              item: Wait and see
                paragraph: Wait
                paragraph: and see
            section: Calls > Nights
              paragraph: Same. (in: Calls > Nights)
          section: Office
            section: Office > Nights
              paragraph: Same. (in: Office > Nights)
              note: Careful.
                paragraph: Careful.
              table: Key V x (if present) 1
                row: x (if…
              code: ls
              image: A map
          section: #calls-1
    "#]]
    .assert_eq(&shown);
}

/// Words that Markdown, or an instruction, could take for something else.
const WORDS: &[&str] = &[
    "plain words",
    "a * b _c_ `d`",
    "snake_case name",
    "# hash #",
    "1. one",
    "- dash",
    "> more",
    "a > b",
    "(if present)",
    "x (in: One)",
    "&amp; &copy; & c",
    "<b>bold</b> <tenant>",
    "[link](a.md)",
    "\\[no link](a.md)",
    "end…",
    "end...",
    "a: b: c",
    "“quoted” – ‘words’",
    "{{contacts.a.phone}}",
    "\\{{literal",
    "~~gone~~ ~ x",
    "this topic",
    "C#",
    "a|b",
    "| a",
    "*",
    "É é e\u{301}",
    "one two three four five six seven eight",
    "one two three four five six seven nine",
    "#",
    "`#`",
    "\\#id",
    "same",
    "same",
    "***both***",
    "https://example.org/x_y_z",
    "a@b.example",
    "!",
    "[!NOTE]",
    "10) ten",
    "+ plus",
];

fn block(kind: usize, words: &str) -> String {
    match kind {
        0 => format!("## {words}"),
        1 => format!("### {words}"),
        2 => words.to_owned(),
        3 => format!("- {words}\n- other {words}\n\n  {words}"),
        4 => format!("> [!NOTE]\n> {words}"),
        5 => format!("| K | V |\n|---|---|\n| {words} | 1 |"),
        6 => format!("```\n{words}\n```"),
        _ => format!("> {words}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
    #[test]
    fn the_matcher_accepts_every_target(parts in prop::collection::vec((0..8_usize, 0..WORDS.len()), 1..8)) {
        let page: Vec<String> = parts.iter().map(|(kind, words)| block(*kind, WORDS[*words])).collect();
        let page = format!("# Top\n\n{}\n", page.join("\n\n"));
        let found = targets(&page);
        prop_assert!(found.iter().any(|target| target.words == "this topic"));
        for target in found.iter().filter(|target| target.words != "this topic") {
            let change = format!("-- topics/a.md\n{page}-- overlays/group/changes/a.md\n# Remove {}: {}\nwhy\n", target.kind, target.words);
            let sources = sources_of(&change);
            let (composed, findings) = compose_fixture(&sources, &[&["group"]]);
            prop_assert!(findings.iter().all(|finding| !finding.code.id.starts_with('O')), "{}\n{:?}", change, findings);
            prop_assert_eq!(&composed.topics[0].changed_by.len(), &1);
        }
    }
}
