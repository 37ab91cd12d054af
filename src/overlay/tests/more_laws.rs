//! More laws of the overlay design, section 7: what a layer may never do, and what is told of every part.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::laws::{PAGE, choice, composed, layer};
use super::{compose_fixture, compose_in_two, shown_topic, sources_of};
use crate::finding::sort_findings;
use crate::overlay::words::plain_words;
use crate::overlay::{Clearance, ComposedTopic, Fact, LayerId, clear, differences, facts};
use crate::topic::Documents;

/// Pieces of Markdown that end, open or name things.
const PIECES: &[&str] = &[
    "```\n",
    "~~~\n",
    "<!--\n",
    "<div>\n",
    "</div>\n",
    "<details>\n",
    "<?x\n",
    "> ",
    "- ",
    "1. ",
    "| a |\n|---|\n",
    ":::class restricted\n",
    ":::class-end\n",
    ":::zone pivot=\"x\"\n",
    "[a]: https://example.org\n",
    "[^1]: note\n",
    "[^1] ",
    "[a] ",
    "***",
    "`",
    "{{x}} ",
    "## Heading\n",
    "### Deeper\n",
    "===\n",
    "---\n",
    "\n",
    "    code\n",
    "text ",
    "\\",
    "&lt;",
    "<script>\n",
    "]]>",
    "<![CDATA[\n",
    "# Remove: Two\n",
    "# \n",
    "\u{202e}",
    "\0",
];

/// Pieces that want out of their folder, their class or their text.
const HOSTILE: &[&str] = &[
    ":::class public\n\n",
    ":::class-end\n\n",
    ":::class nothing\n",
    "[!INCLUDE [x](../../two/changes/a.md)]\n\n",
    "[x](../../../etc/passwd) ",
    "![x](/etc/passwd) ",
    "<iframe src=x>\n",
    "<img src=x onerror=go()> ",
    "[x](javascript:go()) ",
    "# Add to end of: this topic\n",
    "# Replace: Two (with additions)\n",
    "# Add to start of: Nowhere (if present)\n",
    "| K | V |\n|---|---|\n| x | 9 |\n\n",
    "- item\n",
    "::: zone pivot=\"a\"\n",
    "# [Tab](#tab/one)\n",
];

/// How often each word stands on a page: in headings, blocks and rows.
fn said(facts: &[Fact]) -> BTreeMap<String, i64> {
    let mut words: BTreeMap<String, i64> = BTreeMap::new();
    let told = |fact: &&Fact| !fact.removed && (fact.kind == "row" || (fact.depth == 0 && fact.kind != "table"));
    for word in facts.iter().filter(told).flat_map(|fact| fact.text.split_whitespace()).filter(|word| *word != "|") {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// The words of the blocks that a source brought, in order.
fn words_of(topic: &ComposedTopic, documents: &Documents, wanted: impl Fn(LayerId) -> bool) -> Vec<String> {
    let nodes = topic.body.iter().filter(|node| wanted(node.origin.layer));
    nodes.map(|node| plain_words(&node.block, documents)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// P11: however malformed a fragment is, the blocks of other sources are as they were.
    #[test]
    fn a_fragment_reshapes_no_neighbour(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        let bad = format!("-- overlays/one/changes/a.md\n# Add to start of: One\n{}\n", pieces.concat());
        // The garbage may itself be a good instruction to remove; that is then what it does.
        prop_assume!(!bad.contains("# Remove"));
        let other = "-- overlays/two/changes/a.md\n# Add to end of: One\nFrom two.\n";
        let words = |fixture: &str| {
            let (composed, _) = compose_fixture(&sources_of(fixture), &[&["one"], &["two"]]);
            let topic = composed.topics.iter().find(|topic| topic.path.as_str() == "topics/a.md").unwrap();
            let one = composed.layers.find("one").unwrap();
            words_of(topic, &composed.documents, |layer| layer != one)
        };
        prop_assert_eq!(words(&format!("{PAGE}{bad}{other}")), words(&format!("{PAGE}{other}")));
    }

    /// P12: the facts of a topic are its page, and each has a way that begins somewhere.
    #[test]
    fn every_part_has_one_way(one in choice(), two in choice()) {
        let fixture = format!("{PAGE}{}{}", layer("one", &one), layer("two", &two));
        let sources = sources_of(&fixture);
        let (composed, _) = compose_fixture(&sources, &[&["one"], &["two"]]);
        let clearance = Clearance { ceiling: "restricted".into(), ..Clearance::default() };
        let cleared = clear(composed, &sources, &clearance).value;
        let topic = &cleared.topics()[0];
        let facts = facts(topic, cleared.documents());
        // The sum over all parts is the page.
        let leaves = |kind: &str| !matches!(kind, "field" | "table" | "row" | "note" | "tip" | "important");
        let told: Vec<&str> =
            facts.iter().filter(|fact| !fact.removed && leaves(fact.kind)).map(|fact| fact.text.as_str()).collect();
        let mut shown = Vec::new();
        let mut open: Vec<_> = topic.body.iter().rev().map(|node| &*node.block).collect();
        while let Some(block) = open.pop() {
            if let crate::topic::BlockKind::Table(table) = &block.kind {
                open.extend(table.rows.iter().rev());
                continue;
            }
            if block.inlines().is_some() {
                shown.push(plain_words(block, cleared.documents()));
            }
            let children: Vec<_> = block.children().collect();
            open.extend(children.into_iter().rev());
        }
        prop_assert_eq!(told.join("\n"), shown.join("\n"));
        for fact in &facts {
            let first = fact.history.last().unwrap();
            prop_assert!(["written", "added"].contains(&first.deed), "{:?}", fact);
            prop_assert!((first.deed == "written") == (first.layer == LayerId::BASE), "{:?}", fact);
        }
        // P19
        prop_assert_eq!(differences(&facts, &facts), Vec::new());
    }

    /// P19: what differs between two versions, done to the one, makes the other.
    #[test]
    fn a_difference_leads_from_one_version_to_the_other(one in choice(), two in choice()) {
        let fixture = format!("{PAGE}{}{}", layer("one", &one), layer("two", &two));
        let sources = sources_of(&fixture);
        let [left, right] = ["one", "two"].map(|name| {
            let (composed, _) = compose_fixture(&sources, &[&[name]]);
            facts(&composed.topics[0], &composed.documents)
        });
        let mut made = said(&left);
        for difference in differences(&left, &right) {
            let title = if difference.kind == "section" && (difference.left.is_none() || difference.right.is_none()) {
                difference.name.as_str()
            } else {
                ""
            };
            let mut count = |text: &Option<String>, by: i64| {
                let Some(text) = text else { return };
                for word in title.split_whitespace().chain(text.split_whitespace()).filter(|word| *word != "|") {
                    *made.entry(word.to_owned()).or_default() += by;
                }
            };
            count(&difference.left, -1);
            count(&difference.right, 1);
        }
        made.retain(|_, count| *count != 0);
        prop_assert_eq!(made, said(&right), "{:#?}", differences(&left, &right));
        // Seen from the other side it is the same, turned round.
        let mut turned = differences(&right, &left);
        for difference in &mut turned {
            std::mem::swap(&mut difference.left, &mut difference.right);
            if difference.kind == "heading" || difference.kind == "section" {
                difference.name.clear();
            }
        }
        let mut straight = differences(&left, &right);
        for difference in straight.iter_mut().filter(|one| one.kind == "heading" || one.kind == "section") {
            difference.name.clear();
        }
        turned.sort();
        straight.sort();
        prop_assert_eq!(turned, straight);
    }

    /// P5: the layers up to one composed first, and the rest laid over what that made, is the same as all at once.
    #[test]
    fn a_prefix_of_layers_can_be_composed_first(one in choice(), two in choice(), three in choice(), first in 0..4_usize) {
        let fixture = format!("{PAGE}{}{}{}", layer("one", &one), layer("two", &two), layer("three", &three));
        let sources = sources_of(&fixture);
        let ranks: &[&[&str]] = &[&["one"], &["two"], &["three"]];
        let (whole, mut findings) = compose_fixture(&sources, ranks);
        let (parts, mut found) = compose_in_two(&sources, ranks, first);
        prop_assert_eq!(shown_topic(&whole, &whole.topics[0]), shown_topic(&parts, &parts.topics[0]));
        prop_assert_eq!(
            facts(&whole.topics[0], &whole.documents),
            facts(&parts.topics[0], &parts.documents)
        );
        sort_findings(&mut findings);
        sort_findings(&mut found);
        prop_assert_eq!(findings, found);
    }

    /// P11 and P15: whatever a layer of a class brings, however malformed, is in no edition below that class, stays
    /// in its own topic, and leaves no tag that its trust does not cover.
    #[test]
    fn a_malformed_layer_keeps_to_its_class_and_its_topic(
        pieces in prop::collection::vec(prop::sample::select([PIECES, HOSTILE].concat()), 0..14),
        verb in 0..6_usize,
    ) {
        let heads = ["Add to start of: One", "Replace: Deep", "Add after paragraph: Text one.", "Rename: Two",
            "Add to list: Two", "Merge into table: One"];
        let bad = format!(
            "-- overlays/confidential/changes/a.md\n---\nset: {{ classification: public }}\n---\n# {}\n{}\nUnmistakable words.\n",
            heads[verb], pieces.concat()
        );
        let other = "-- topics/b.md\n---\nclassification: public\n---\n# B\n\nOf another topic.\n";
        let ranks: &[&[&str]] = &[&["confidential"]];
        let shown = |fixture: &str, ceiling: &str, topic: &str| {
            let sources = sources_of(fixture);
            let (composed, _) = compose_fixture(&sources, ranks);
            let clearance = Clearance { ceiling: ceiling.into(), ..Clearance::default() };
            let cleared = clear(composed, &sources, &clearance).value;
            let topic = cleared.topics().iter().find(|one| one.path.as_str() == topic).cloned();
            topic.map(|topic| {
                let words = topic.body.iter().map(|node| plain_words(&node.block, cleared.documents()));
                (topic.fields.iter().map(|(field, _)| field.key.clone()).collect::<Vec<_>>(), words.collect::<Vec<_>>())
            })
        };
        let with = format!("{PAGE}{other}{bad}");
        let (_, low) = shown(&with, "public", "topics/a.md").unwrap();
        prop_assert!(!low.concat().contains("Unmistakable"), "{:?}", low);
        // What a lower edition shows was there before the layer came, in the same order; a cell that the layer changed is withheld.
        let (_, before) = shown(&format!("{PAGE}{other}"), "public", "topics/a.md").unwrap();
        let (low, before) = (low.join(" "), before.join(" "));
        let mut left = before.split_whitespace();
        prop_assert!(low.split_whitespace().all(|word| left.any(|there| there == word)), "{:?} {:?}", low, before);
        prop_assert_eq!(shown(&with, "restricted", "topics/b.md"), shown(&format!("{PAGE}{other}"), "restricted", "topics/b.md"));
    }

    /// P7: of layers that set one cell the highest has its way; P6: composing again changes nothing.
    #[test]
    fn the_highest_rank_that_speaks_counts(values in prop::collection::vec("[a-z]{1,6}", 1..4)) {
        let names = ["one", "two", "three"];
        let mut fixture = PAGE.to_owned();
        for (name, value) in names.iter().zip(&values) {
            fixture += &format!(
                "-- overlays/{name}/changes/a.md\n---\nset: {{ title: {value}x }}\n---\n\
                 # Merge into table: One\n| K | V |\n|---|---|\n| x | {value} |\n"
            );
        }
        let ranks: Vec<&[&str]> = names.iter().take(values.len()).map(std::slice::from_ref).collect();
        let (shown, _) = composed(&fixture, &ranks);
        let last = values.last().unwrap();
        prop_assert!(shown.contains(&format!("| x | {last}[")), "{}", shown);
        prop_assert!(shown.contains(&format!("title: {last}x")), "{}", shown);
        prop_assert_eq!(shown, composed(&fixture, &ranks).0);
    }

    /// P21: one bad instruction hides nothing, wherever it stands, and the findings come in one order.
    #[test]
    fn one_bad_instruction_hides_no_other(at in 0..4_usize, chosen in choice()) {
        let bad = ["# Replace: Nowhere\nx\n", "# Remove: One\n", "# Fly to: One\nx\n", "# Add after: One\nplain\n"];
        let codes = ["O201", "O106", "O101", "O206"];
        let good = layer("one", &chosen);
        let mut file = good.clone();
        for (nth, text) in bad.iter().enumerate() {
            file = if nth < at { file + text } else { file.replacen("changes/a.md\n", &format!("changes/a.md\n{text}"), 1) };
        }
        let found = composed(&format!("{PAGE}{file}"), &[&["one"]]);
        for code in codes {
            prop_assert!(found.1.contains(code), "{code}: {:?}", found.1);
        }
        let alone = composed(&format!("{PAGE}{good}"), &[&["one"]]);
        prop_assert!(alone.1.is_subset(&found.1));
    }

    /// P22: the blocks and sections of a body keep their order on every side.
    #[test]
    fn a_body_keeps_its_order(count in 1..5_usize, side in 0..4_usize) {
        let verbs = ["Add to start of", "Add to end of", "Add after paragraph", "Add before paragraph"];
        let target = if side < 2 { "One" } else { "Text one." };
        let body = (0..count).map(|nth| format!("block {nth}")).collect::<Vec<_>>().join("\n\n");
        let fixture = format!("{PAGE}-- overlays/one/changes/a.md\n# {}: {target}\n{body}", verbs[side]);
        let (shown, _) = composed(&fixture, &[&["one"]]);
        let places: Vec<Option<usize>> = (0..count).map(|nth| shown.find(&format!("block {nth}"))).collect();
        prop_assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}", shown);
    }
}

/// P4: what different ranks insert at places of the base stands in the order of ranks, whatever the layers are called.
#[test]
fn insertions_stand_in_the_order_of_ranks() {
    let layer = |name: &str, word: &str| format!("-- overlays/{name}/changes/a.md\n# Add to start of: One\n{word}\n");
    let order = |low: &str, high: &str| {
        let fixture = format!("{PAGE}{}{}", layer(low, "low words"), layer(high, "high words"));
        let (shown, _) = composed(&fixture, &[&[low], &[high]]);
        (shown.find("low words"), shown.find("high words"))
    };
    for (low, high) in [("one", "two"), ("two", "one")] {
        let (first, second) = order(low, high);
        assert!(first.is_some() && first < second);
    }
}

/// P9: an untouched topic shares every block with its source.
#[test]
fn an_untouched_topic_is_shared() {
    let (composed, _) = compose_fixture(&sources_of(&format!("{PAGE}-- topics/b.md\n# B\n\nText.\n")), &[]);
    for topic in &composed.topics {
        let document = composed.documents.get(topic.source).unwrap();
        assert!(topic.body.iter().zip(&document.blocks).all(|(node, block)| Arc::ptr_eq(&node.block, block)));
    }
}

/// The reference names every instruction, kind of target and qualifier that the program reads, and no page is without one.
#[test]
fn the_reference_names_what_there_is() {
    use crate::overlay::instruction::{KINDS, VERBS, heading_of};
    let reference = include_str!("../../../docs/reference/overlays.md");
    let guide = include_str!("../../../docs/guide/overlays.md");
    for (_, verb) in VERBS {
        let kind = KINDS.iter().map(|(_, kind)| *kind).find(|kind| verb.takes(*kind)).unwrap();
        let heading = heading_of(*verb, kind);
        assert!(reference.contains(&format!("`{heading}`")), "{heading}");
    }
    for (kind, _) in KINDS {
        assert!(reference.contains(kind), "{kind}");
    }
    for words in ["(in: ", "(with column: ", "(if present)", "(with additions)", "toc.md", ":::class", "hide: nav"] {
        assert!(reference.contains(words), "{words}");
    }
    assert!(["Add after", "Replace", "Remove", "Merge into table"].iter().all(|verb| guide.contains(verb)));
}
