//! The laws of the overlay design, section 7, on generated layers.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{compose_fixture, shown_topic, sources_of};
use crate::overlay::{Clearance, clear};

pub(super) const PAGE: &str = "\
-- topics/a.md
---
classification: public
---
# A

Start.

## One

Text one.

| K | V |
|---|---|
| x | 1 |
| y | 2 |

## Two

- a
- b

:::class confidential

Inner text.

:::class-end

### Deep

Text deep.
";

/// Instructions that each fit the page by themselves.
const CHANGES: &[&str] = &[
    "# Add to start of: this topic\nstart NAME\n",
    "# Add to end of: One\nend NAME\n",
    "# Add after: One\n## After NAME\nx\n",
    "# Add before: Two\n## Before NAME\nx\n\n## Before too NAME\ny\n",
    "# Add after paragraph: Text one.\nbeside NAME\n",
    "# Add to list: Two\n- item NAME\n",
    "# Add after row: x\n| K | V |\n|---|---|\n| NAME | 3 |\n",
    "# Merge into table: One\n| K | V |\n|---|---|\n| y | NAME |\n",
    "# Replace paragraph: Start.\ninstead NAME\n",
    "# Replace: Deep\nreplaced NAME\n",
    "# Rename: Two\nRenamed NAME\n",
    "# Remove item: b\nreason NAME\n",
    "# Remove: Deep\nreason NAME\n",
    "# Add after paragraph: Inner text.\ninner NAME\n",
];

pub(super) fn layer(name: &str, chosen: &[usize]) -> String {
    let mut text = format!("-- overlays/{name}/changes/a.md\n");
    for (nth, at) in chosen.iter().enumerate() {
        text += &CHANGES[at % CHANGES.len()].replace("NAME", &format!("{name}{nth}"));
    }
    text
}

pub(super) fn composed(fixture: &str, ranks: &[&[&str]]) -> (String, BTreeSet<&'static str>) {
    let sources = sources_of(fixture);
    let (composed, findings) = compose_fixture(&sources, ranks);
    let shown = composed.topics.iter().map(|topic| shown_topic(&composed, topic)).collect();
    (shown, findings.iter().map(|finding| finding.code.id).collect())
}

/// The places of all blocks that an edition shows.
fn places(fixture: &str, ranks: &[&[&str]], ceiling: &str) -> BTreeSet<(u32, u32)> {
    let sources = sources_of(fixture);
    let (composed, _) = compose_fixture(&sources, ranks);
    let clearance = Clearance { ceiling: ceiling.into(), ..Clearance::default() };
    let cleared = clear(composed, &sources, &clearance).value;
    let mut open: Vec<_> = cleared.topics().iter().flat_map(|topic| &topic.body).map(|node| &*node.block).collect();
    let mut places = BTreeSet::new();
    while let Some(block) = open.pop() {
        // An emptied cell stands for nothing, at the place of its row.
        if block.children().next().is_none() && block.inlines().is_none_or(|content| !content.is_empty()) {
            places.insert((block.source.0, block.span.start));
        }
        open.extend(block.children());
    }
    places
}

pub(super) fn choice() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..CHANGES.len(), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// P1
    #[test]
    fn an_empty_layer_changes_nothing(one in choice()) {
        let with = composed(&format!("{PAGE}{}", layer("one", &one)), &[&["one"]]);
        let empty = composed(&format!("{PAGE}{}-- overlays/two/changes/a.md\n", layer("one", &one)), &[&["one"], &["two"]]);
        prop_assert_eq!(with, empty);
    }

    /// P8: the order in which peers are listed has no meaning.
    #[test]
    fn peers_commute(one in choice(), two in choice()) {
        let fixture = format!("{PAGE}{}{}", layer("one", &one), layer("two", &two));
        prop_assert_eq!(composed(&fixture, &[&["one", "two"]]), composed(&fixture, &[&["two", "one"]]));
    }

    /// P3: instructions that do not meet and do not insert at one place give one result in every order.
    #[test]
    fn instructions_of_a_file_commute(chosen in Just((0..CHANGES.len()).collect::<Vec<_>>()).prop_shuffle()) {
        // Each of them once, without two that meet: 10, 11 and 12 are left to the test of conflicts.
        let apart: Vec<usize> = chosen.into_iter().filter(|at| *at < 9).collect();
        let text = |order: &[usize]| {
            let changes: String = order.iter().map(|at| CHANGES[*at].replace("NAME", &at.to_string())).collect();
            composed(&format!("{PAGE}-- overlays/one/changes/a.md\n{changes}"), &[&["one"]])
        };
        let mut sorted = apart.clone();
        sorted.sort_unstable();
        prop_assert_eq!(text(&apart).0, text(&sorted).0);
    }

    /// P9: what no instruction names is as it was.
    #[test]
    fn what_is_not_named_is_shared_with_its_source(one in choice()) {
        let sources = sources_of(&format!("{PAGE}{}", layer("one", &one)));
        let (composed, _) = compose_fixture(&sources, &[&["one"]]);
        for node in &composed.topics[0].body {
            let own = composed.documents.get(node.block.source).unwrap();
            let untouched = own.blocks.iter().any(|block| std::sync::Arc::ptr_eq(block, &node.block));
            let rebuilt = matches!(
                node.block.kind,
                crate::topic::BlockKind::Table(_) | crate::topic::BlockKind::List { .. } | crate::topic::BlockKind::Class { .. }
            );
            prop_assert!(untouched || rebuilt || node.origin.instruction.is_some(), "{:?}", node.block);
        }
    }

    /// P10: after anything that happens to a heading its anchor leads somewhere.
    #[test]
    fn anchors_survive(one in choice(), two in choice()) {
        let fixture = format!("{PAGE}{}{}", layer("one", &one), layer("two", &two));
        let sources = sources_of(&fixture);
        let (composed, _) = compose_fixture(&sources, &[&["one"], &["two"]]);
        let topic = &composed.topics[0];
        let ids: Vec<&str> = topic.body.iter().filter_map(|node| match &node.block.kind {
            crate::topic::BlockKind::Heading { id, .. } => Some(&**id),
            _ => None,
        }).collect();
        for anchor in ["one", "two", "deep"] {
            let alias = topic.anchor_aliases.iter().find(|alias| &*alias.old == anchor);
            let leads = alias.is_some_and(|alias| alias.now.as_deref().is_none_or(|now| ids.contains(&now)));
            prop_assert!(ids.contains(&anchor) || leads, "{anchor}: {:?} {ids:?}", topic.anchor_aliases);
        }
    }

    /// P15: an edition of a lower class shows a part of what a higher one shows.
    #[test]
    fn a_lower_class_shows_less(one in choice(), two in choice()) {
        let fixture = format!("{PAGE}{}{}", layer("confidential", &one), layer("restricted", &two));
        let ranks: &[&[&str]] = &[&["confidential"], &["restricted"]];
        let [low, middle, high] = ["public", "confidential", "restricted"].map(|class| places(&fixture, ranks, class));
        prop_assert!(low.is_subset(&middle) && middle.is_subset(&high));
    }
}
