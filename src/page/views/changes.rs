//! What layers did to the topics of an edition → the page "What this edition changes".
//!
//! Made of the cleared journal, so it can tell nothing that the edition may not show. Reasons and earlier words are told
//! where the edition is for the audit.

use super::places::short_title;
use super::topic::bare_page;
use crate::overlay::{Change, Deed, LayerId};
use crate::page::Html;
use crate::page::view::{ChangeView, ChangesGroup, ContentView, LayerView, LinkView, PageView};
use crate::page::words::push_inline_words;
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::SitePath;
use crate::topic::Block;

/// How much the page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangesTold {
    /// What was done, and by whom.
    Names,
    /// Also the earlier words and the reasons.
    Audit,
}

/// The page; `None` where no layer changed anything.
pub fn changes_page(playbook: &Playbook, path: &SitePath, told: ChangesTold) -> Option<PageView> {
    let of_topic = |topic: &PlaybookTopic| {
        let page = LinkView {
            title: short_title(topic).to_owned(),
            href: Some(path.url_to(&topic.page, None)),
            current: false,
        };
        let changes: Vec<ChangeView> =
            topic.journal.iter().filter_map(|change| change_view(playbook, change, told)).collect();
        (!changes.is_empty()).then_some(ChangesGroup { page, changes })
    };
    let mut groups: Vec<ChangesGroup> = playbook.topics.iter().filter_map(of_topic).collect();
    groups.extend(playbook.hidden.iter().map(|hidden| ChangesGroup {
        page: LinkView { title: hidden.title().to_owned(), href: None, current: false },
        changes: vec![ChangeView {
            deed: Deed::Removed.word(),
            what: "The whole page".to_owned(),
            layer: layer_view(playbook, hidden.layer),
            was: Vec::new(),
            reason: hidden.note.clone().filter(|_| told == ChangesTold::Audit),
        }],
    }));
    let title = "What this edition changes";
    (!groups.is_empty()).then(|| PageView {
        title: title.to_owned(),
        heading: Html::text(title),
        content: ContentView::Changes { groups, legend: legend(playbook) },
        ..bare_page(path)
    })
}

/// The layers that changed something in any topic, lowest first.
fn legend(playbook: &Playbook) -> Vec<LayerView> {
    let mut ids: Vec<LayerId> =
        playbook.topics.iter().flat_map(|topic| topic.journal.iter()).map(|it| it.layer).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| layer_view(playbook, id)).collect()
}

/// A layer as readers see it.
pub(super) fn layer_view(playbook: &Playbook, id: LayerId) -> LayerView {
    let layer = playbook.layers.get(id);
    LayerView {
        label: layer.map(|layer| layer.label.clone()).unwrap_or_default(),
        mark: layer.map(|layer| layer.mark.clone()).unwrap_or_default(),
    }
}

fn change_view(playbook: &Playbook, change: &Change, told: ChangesTold) -> Option<ChangeView> {
    // What is locked or asked for is for authors.
    if matches!(change.deed, Deed::Locked | Deed::Required) {
        return None;
    }
    let audit = told == ChangesTold::Audit;
    let words = |blocks: &mut dyn Iterator<Item = &Block>| -> Vec<String> {
        blocks.map(|block| words_of(playbook, block)).filter(|words| !words.is_empty()).collect()
    };
    let reason = words(&mut change.reason.iter().map(|block| &**block)).join(" ");
    let what = match &change.name {
        Some(name) if !change.instruction.ends_with(name.as_str()) => format!("{} ({name})", change.instruction),
        _ => change.instruction.clone(),
    };
    Some(ChangeView {
        deed: change.deed.word(),
        what,
        layer: layer_view(playbook, change.layer),
        was: if audit { words(&mut change.gone.iter().map(|node| &*node.block)) } else { Vec::new() },
        reason: Some(reason).filter(|reason| audit && !reason.is_empty()),
    })
}

fn words_of(playbook: &Playbook, block: &Block) -> String {
    let mut words = String::new();
    push(playbook, block, &mut words);
    words.trim().to_owned()
}

fn push(playbook: &Playbook, block: &Block, words: &mut String) {
    let Some(document) = playbook.documents.get(block.source) else { return };
    if let Some(content) = block.inlines() {
        words.push(' ');
        push_inline_words(words, document, document.inlines(content));
    }
    block.children().for_each(|child| push(playbook, child, words));
}
