//! How instructions stand to what their owners last saw: states, findings, and laws P13 and P14.

use std::sync::Arc;

use expect_test::expect;
use proptest::prelude::*;

use super::{compose_with, shown_findings, sources_of};
use crate::finding::{Finding, Severity, sort_findings};
use crate::overlay::{Acceptance, Composed, Review, ReviewFile, Reviews, TextHash, read_reviews};
use crate::source::{Date, SourceTree};

const PAGE: &str = "\
-- topics/ebcm.md
---
title: EBCM
---
# EBCM

As part of your transformation you use cloud services.

Even with this resilience, service incidents do occur. When they do, be prepared.

## List of topics

- [Legal](legal.md)
- Plan

| Service | RTO |
|---|---|
| Mail | 4h |
| Fax | 1d |

## See also

Read the legal disclaimer first.
";

const GROUP: &str = "\
-- overlays/group/changes/ebcm.md
---
set:
  title: Ours
---
# Add to start of: this topic
Ring first.
# Replace paragraph: Even with this resilience…
Incidents occur.
# Add to list: List of topics
- Phone tree
# Merge into table: List of topics
| Service | RTO |
|---|---|
| Mail | 2h |
# Remove: See also
We have our own.
";

fn compose(sources: &SourceTree, reviews: Reviews) -> (Composed, Vec<Finding>) {
    let (composed, mut findings) = compose_with(sources, &[&["group"], &["site"]], Some(Arc::new(reviews)));
    findings.retain(|finding| finding.code.id.starts_with("O50") || finding.severity >= Severity::Warning);
    sort_findings(&mut findings);
    (composed, findings)
}

/// Looks at every instruction of a fixture.
fn accept(fixture: &str) -> Reviews {
    let sources = sources_of(fixture);
    let (composed, _) = compose(&sources, Reviews { texts: true, ..Reviews::default() });
    let mut reviews = Reviews::default();
    let how = Acceptance { by: Some("a.murphy".into()), on: Date::parse("2026-11-20"), ..Acceptance::default() };
    for review in &composed.reviews {
        let file = reviews.files.entry((review.layer, review.topic.clone())).or_default();
        file.accept(&[review], &how);
    }
    for file in reviews.files.values_mut() {
        *file = again(file);
    }
    reviews
}

/// What is written to the disk and read from it.
fn again(file: &ReviewFile) -> ReviewFile {
    let read = read_reviews(&file.write(), &Arc::from("overlays/group/reviewed/ebcm.toml"));
    assert_eq!(read.findings, []);
    let mut file = read.value;
    file.seen.values_mut().for_each(|seen| seen.place = None);
    file
}

fn states(reviews: &[Review]) -> Vec<String> {
    reviews.iter().map(|review| format!("{} {}", review.state.word(), review.name)).collect()
}

/// The states of the instructions, and the findings, when what was accepted for `before` meets `after`.
fn check(before: &str, after: &str, expected: expect_test::Expect) {
    let reviews = accept(before);
    let sources = sources_of(after);
    let (composed, findings) = compose(&sources, reviews);
    let states: Vec<String> = composed
        .reviews
        .iter()
        .filter(|review| review.state.word() != "current")
        .map(|review| format!("{} {}\n", review.state.word(), review.name))
        .collect();
    expected.assert_eq(&format!("{}{}", states.concat(), shown_findings(&sources, &findings)));
}

#[test]
fn what_nobody_reviewed_is_told_once_a_file() {
    let sources = sources_of(&format!("{PAGE}{GROUP}"));
    let (composed, findings) = compose(&sources, Reviews { below: Some("m365@2026".into()), ..Reviews::default() });
    assert_eq!(composed.reviews.len(), 6);
    expect![[r#"
        O505 overlays/group/changes/ebcm.md:3 no instruction of this file was reviewed against m365@2026 yet > lifeboat overlay accept group ebcm.md
    "#]]
    .assert_eq(&shown_findings(&sources, &findings));
}

#[test]
fn one_more_instruction_is_told_by_itself() {
    let more = format!("{PAGE}{GROUP}# Rename: List of topics\nTopics\n");
    check(
        &format!("{PAGE}{GROUP}"),
        &more,
        expect![[r#"
            unseen rename: list of topics
            O505 overlays/group/changes/ebcm.md:17 “List of topics” was never reviewed > lifeboat overlay accept group ebcm.md
              topics/ebcm.md:10 as it is now
        "#]],
    );
}

#[test]
fn a_change_of_what_was_replaced_is_for_review_and_one_beside_is_a_note() {
    let after = format!("{PAGE}{GROUP}")
        .replace("- Plan", "- The plan")
        .replace("legal disclaimer first", "safety rules first")
        .replace("do occur. When", "will occur. When")
        .replace("title: EBCM", "title: BCM")
        .replace("| Mail | 4h |", "| Mail | 8h |")
        .replace("| Fax | 1d |", "| Fax | 9d |");
    check(
        &format!("{PAGE}{GROUP}"),
        &after,
        expect![[r#"
            changed replace paragraph: even with this resilience
            changed add to list: list of topics
            changed merge into table: list of topics
            changed remove: see also
            changed set: title
            O501 overlays/group/changes/ebcm.md:3 upstream changed “title” since a.murphy reviewed it on 2026-11-20; our text still applies > lifeboat overlay review group ebcm.md
            O501 overlays/group/changes/ebcm.md:7 upstream changed “Even with this resilience…” since a.murphy reviewed it on 2026-11-20; our text still applies > lifeboat overlay review group ebcm.md
              topics/ebcm.md:8 as it is now
            O501 overlays/group/changes/ebcm.md:9 upstream changed “List of topics” since a.murphy reviewed it on 2026-11-20; our text stands there as before > lifeboat overlay review group ebcm.md
              topics/ebcm.md:12 as it is now
            O501 overlays/group/changes/ebcm.md:11 upstream changed “List of topics” since a.murphy reviewed it on 2026-11-20; our text still applies > lifeboat overlay review group ebcm.md
              topics/ebcm.md:15 as it is now
            O501 overlays/group/changes/ebcm.md:15 upstream changed “See also” since a.murphy reviewed it on 2026-11-20; it is still taken away > lifeboat overlay review group ebcm.md
              topics/ebcm.md:20 as it is now
        "#]],
    );
}

#[test]
fn worked_example_i() {
    let after = format!("{PAGE}{GROUP}")
        .replace(
            "Even with this resilience, service incidents do occur.",
            "Even with that resilience, service incidents still happen.",
        )
        .replace("## See also", "## Related topics");
    check(
        &format!("{PAGE}{GROUP}"),
        &after,
        expect![[r#"
            moved replace paragraph: even with this resilience
            moved remove: see also
            O503 overlays/group/changes/ebcm.md:7 “Even with this resilience…” is gone; closest is “Even with that resilience, service incidents…” (76 % alike) > # Replace paragraph: Even with that resilience, service incidents…
              topics/ebcm.md:8 it is this now
            O502 overlays/group/changes/ebcm.md:15 “See also” is gone; the same text now stands at “Related topics” > # Remove: Related topics
              topics/ebcm.md:20 it is this now
        "#]],
    );
}

#[test]
fn a_target_that_is_like_nothing_is_lost() {
    let after = format!("{PAGE}{GROUP}")
        .replace("Even with this resilience, service incidents do occur. When they do, be prepared.", "x");
    check(
        &format!("{PAGE}{GROUP}"),
        &after,
        expect![[r#"
            lost replace paragraph: even with this resilience
            O201 overlays/group/changes/ebcm.md:7 no paragraph “Even with this resilience…” in ebcm.md | nearest: “Read the legal disclaimer first.”, “Legal”; or add (if present) > # Replace paragraph: Even with this resilience… (if present)
        "#]],
    );
}

#[test]
fn what_upstream_says_too_is_absorbed() {
    let after = format!("{PAGE}{GROUP}# Add after: See also\n## Contact\nRing.\n# Rename: List of topics\nTopics\n")
        .replace("# Replace paragraph: Even with this resilience…", "# Replace paragraph: Incidents…")
        .replace(
            "Even with this resilience, service incidents do occur. When they do, be prepared.",
            "Incidents\noccur.",
        )
        .replace("- Plan\n", "- Plan\n- Phone tree\n")
        .replace("first.\n", "first.\n\n## Contact\n\nRing.\n")
        .replace("## List of topics", "## Topics")
        .replace("List of topics\n", "Topics\n");
    check(
        &after,
        &after,
        expect![[r#"
            absorbed replace paragraph: incidents
            absorbed add to list: topics
            absorbed add after: see also
            absorbed rename: topics
            O504 overlays/group/changes/ebcm.md:11 upstream now says the same as our text for “Incidents…” > delete the instruction
              topics/ebcm.md:8 as it is now
            O504 overlays/group/changes/ebcm.md:13 upstream now says the same as our text for “Topics” > delete the instruction
              topics/ebcm.md:13 as it is now
            O504 overlays/group/changes/ebcm.md:21 upstream now says the same as our text for “See also” > delete the instruction
              topics/ebcm.md:22 as it is now
            O504 overlays/group/changes/ebcm.md:24 upstream now says the same as our text for “Topics” > delete the instruction
              topics/ebcm.md:11 as it is now
        "#]],
    );
}

#[test]
fn a_record_that_no_instruction_needs_is_stale() {
    let reviews = accept(&format!("{PAGE}{GROUP}"));
    let shorter = format!("{PAGE}{}", GROUP.split("# Remove").next().unwrap());
    let sources = sources_of(&shorter);
    let (_, findings) = compose(&sources, reviews.clone());
    let told: Vec<_> = findings.iter().map(|found| format!("{} {}", found.code.id, found.message)).collect();
    assert_eq!(told, ["O506 no instruction “remove: see also” stands there any more"]);
    // Of a file that cannot be read in full nobody knows what it speaks of.
    let broken = sources_of(&shorter.replace("# Add to list:", "# Ad to lis:"));
    let (_, findings) = compose(&broken, reviews);
    assert!(findings.iter().all(|found| found.code.id != "O506"), "{findings:?}");
}

#[test]
fn a_whole_topic_in_the_place_of_another_pins_it() {
    let own = "-- overlays/group/topics/ebcm.md\n---\nreplaces: ebcm.md\n---\n# Ours\n";
    check(
        &format!("{PAGE}{own}"),
        &format!("{PAGE}{own}").replace("Read the", "Read all the"),
        expect![[r#"
            changed replaces: ebcm.md
            O501 overlays/group/topics/ebcm.md:2 upstream changed “ebcm.md” since a.murphy reviewed it on 2026-11-20; our text still applies > lifeboat overlay review group ebcm.md
        "#]],
    );
}

#[test]
fn what_a_lower_layer_says_is_reviewed_like_the_base() {
    let site =
        "-- overlays/site/changes/ebcm.md\n# Replace paragraph: Incidents…\nOurs.\n# Lock: List of topics\nWhy.\n";
    let fixture = format!("{PAGE}{GROUP}{site}");
    check(
        &fixture,
        &fixture.replace("Incidents occur.", "Incidents happen.").replace("- Phone tree", "- Phone list"),
        expect![[r#"
            changed replace paragraph: incidents
            changed lock: list of topics
            O501 overlays/site/changes/ebcm.md:1 upstream changed “Incidents…” since a.murphy reviewed it on 2026-11-20; our text still applies > lifeboat overlay review site ebcm.md
              overlays/group/changes/ebcm.md:8 as it is now
            O501 overlays/site/changes/ebcm.md:3 upstream changed “List of topics” since a.murphy reviewed it on 2026-11-20; our text stands there as before > lifeboat overlay review site ebcm.md
              topics/ebcm.md:10 as it is now
        "#]],
    );
}

#[test]
fn a_target_of_the_layers_own_needs_no_review() {
    let own = "-- overlays/group/changes/ebcm.md\n# Add after: See also\n## Assembly point\nNamed by each site.\n# Require: Assembly point\nName it.\n";
    let (composed, _) = compose(&sources_of(&format!("{PAGE}{own}")), Reviews::default());
    assert_eq!(states(&composed.reviews), ["unseen add after: see also"]);
}

/// Two ways to write the same, and one that says something else.
const WAYS: &[[&str; 3]] = &[
    ["Some words of a line.\n", "Some   words\nof a\nline.\n", "Some other words of a line.\n"],
    ["- a\n- b\n", "*   a\n\n*   b\n", "- a\n- c\n"],
    ["1. a\n2. b\n", "1)  a\n1)  b\n", "- a\n- b\n"],
    ["A *b* **c**.\n", "A _b_\n__c__.\n", "A b **c**.\n"],
    ["See [x](a.md).\n", "See\n[x][ref].\n\n[ref]: a.md\n", "See [x](b.md).\n"],
    ["> [!NOTE]\n> Careful now.\n", ">  [!NOTE]\n>  Careful\n> now.\n", "> [!WARNING]\n> Careful now.\n"],
    ["| A | B |\n|---|---|\n| 1 | 2 |\n", "|A|B|\n| :-- | ----- |\n|   1|2   |\n", "| A | B |\n|---|---|\n| 1 | 3 |\n"],
    ["## Head\n", "Head\n----\n", "### Head\n"],
    ["## Head one\n", "##   Head   one  ##\n", "## Head two\n"],
    ["```sh\nls -l\n```\n", "~~~~sh\nls -l\n~~~~\n", "```sh\nls  -l\n```\n"],
    ["Ring {{a.b.c}} now.\n", "Ring\n{{a.b.c}}\nnow.\n", "Ring {{a.b.d}} now.\n"],
    ["<p class=\"a\" id='b'>x</p>\n", "<p id=\"b\"\n  class=a>x</p>\n", "<p class=\"a\" id='b'>y</p>\n"],
    ["Text.\n", "Text.\n\n<!-- a comment -->\n", "Text!\n"],
    ["- [ ] task\n", "* [ ]   task\n", "- [x] task\n"],
    ["> quote\n", ">quote\n", "quote\n"],
    ["- a\n  - b\n", "- a\n\n  * b\n", "- a\n- b\n"],
    ["![alt](p.png)\n", "![alt](<p.png>)\n", "![other](p.png)\n"],
];

fn hash(body: &[&str]) -> TextHash {
    // Between blocks stands a rule, so that no two of them run together.
    let sources = sources_of(&format!("-- topics/a.md\n{}", body.join("\n---\n\n")));
    let (composed, _) = super::compose_fixture(&sources, &[]);
    TextHash::of(composed.topics[0].body.iter().map(|node| &*node.block), &composed.documents)
}

/// Instructions, each with the words of the page that it pins for review.
const PINS: &[(&str, &[&str])] = &[
    ("# Replace paragraph: Even with…\nours\n", &["do occur"]),
    ("# Replace paragraph: As part…\nours\n", &["cloud services"]),
    ("# Remove: See also\nwhy\n", &["legal disclaimer", "See also"]),
    ("# Merge into table: List of topics\n| Service | RTO |\n|---|---|\n| Mail | 1h |\n", &["4h", "RTO |\n|"]),
    ("# Replace row: Fax\n| Service | RTO |\n|---|---|\n| Fax | 1h |\n", &["1d"]),
    ("# Replace item: Legal\n- ours\n", &["legal.md"]),
    ("# Rename: List of topics\nTopics\n", &[]),
];

/// Edits of the page that leave every target where it is.
const EDITS: &[&str] = &["do occur", "cloud services", "legal disclaimer", "4h", "1d", "legal.md", "- Plan"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// P13
    #[test]
    fn formatting_keeps_the_hash_and_words_change_it(
        chosen in prop::collection::vec((0..WAYS.len(), 0..2_usize), 1..6),
        at in any::<prop::sample::Index>(),
    ) {
        let plain: Vec<&str> = chosen.iter().map(|(way, _)| WAYS[*way][0]).collect();
        let other: Vec<&str> = chosen.iter().map(|(way, form)| WAYS[*way][*form]).collect();
        prop_assert_eq!(hash(&plain), hash(&other), "{:?}", other);
        let mut changed = other;
        let at = at.index(changed.len());
        changed[at] = WAYS[chosen[at].0][2];
        prop_assert_ne!(hash(&plain), hash(&changed), "{:?}", changed);
    }

    /// P14
    #[test]
    fn exactly_the_instructions_that_pin_an_edit_report_it(
        chosen in prop::sample::subsequence((0..PINS.len()).collect::<Vec<_>>(), 1..PINS.len()),
        edit in 0..EDITS.len(),
    ) {
        let file: String = chosen.iter().map(|at| PINS[*at].0).collect();
        let fixture = format!("{PAGE}-- overlays/group/changes/ebcm.md\n{file}");
        let reviews = accept(&fixture);
        let (_, clean) = compose(&sources_of(&fixture), reviews.clone());
        prop_assert!(clean.iter().all(|finding| !finding.code.id.starts_with("O50")), "{:?}", clean);
        let after = sources_of(&fixture.replacen(EDITS[edit], &format!("{}x", EDITS[edit]), 1));
        let (composed, _) = compose(&after, reviews);
        let changed = composed.reviews.iter().filter(|review| review.state.word() == "changed");
        let changed: Vec<usize> = changed.map(|review| {
            chosen.iter().copied().find(|at| PINS[*at].0.to_lowercase().contains(&review.name)).unwrap()
        }).collect();
        let expected: Vec<usize> = chosen.iter().copied().filter(|at| PINS[*at].1.contains(&EDITS[edit])).collect();
        prop_assert_eq!(changed, expected, "{:?}", states(&composed.reviews));
    }
}
