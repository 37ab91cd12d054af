//! A page of a [`Snapshot`] → its blocks: where each was written, and the instruction by which a layer would change it.
//!
//! For the preview alone. The page comes back with a comment before each block, so that its elements can be told apart;
//! nothing of this is ever in a page that is published.

use std::collections::BTreeMap;

use super::{Edition, Snapshot};
use crate::finding::{Place, Span};
use crate::overlay::{LayerId, Origin, compose, target_names};
use crate::page::mark_page;
use crate::playbook::{PlaybookTopic, TopicId};
use crate::source::{SitePath, SourceId};

/// A page with its blocks.
#[derive(Debug, Clone)]
pub struct PageBlocks {
    /// The page with a comment `lb:7` before each block, by its number in `blocks`.
    pub page: String,
    /// The blocks, items and rows.
    pub blocks: Vec<PageBlock>,
    /// The change file that the instructions go into, below the project's root: that of the highest layer.
    pub change_file: String,
}

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBlock {
    /// The layer that brought it; `base` for the topics themselves.
    pub layer: String,
    /// Where it was written.
    pub place: Place,
    /// What it stands over, latest first: each with its layer.
    pub over: Vec<(String, Place)>,
    /// `# Replace paragraph: Even with this…`; `None` where it is the highest layer's own, which is changed where it was
    /// written, and where no words would name it and it alone.
    pub instruction: Option<String>,
}

impl Snapshot {
    /// The blocks of a page; `None` where it is no topic's.
    pub fn blocks(&self, page: &SitePath) -> Option<PageBlocks> {
        let playbook = self.playbook();
        let at = playbook.topics.iter().position(|topic| topic.page == *page)?;
        let topic = playbook.topics.get(at)?;
        let settings = self.page_settings();
        let (marked, marks) = mark_page(playbook, TopicId(u32::try_from(at).ok()?), &settings)?;
        let instructions = self.instructions(topic);
        let origins: BTreeMap<(SourceId, Span), &Origin> =
            topic.body.iter().map(|node| ((node.block.source, node.block.span), &node.origin)).collect();
        let block = |(source, span): (SourceId, Span)| {
            let layer = settings.sources.layer(source);
            let over = std::iter::successors(
                origins.get(&(source, span)).and_then(|origin| origin.over.as_deref()),
                |origin| origin.over.as_deref(),
            );
            PageBlock {
                layer: self.layer_name(layer),
                place: self.place(source, span),
                over: over
                    .map(|origin| (self.layer_name(origin.layer), self.place(origin.source, origin.span)))
                    .collect(),
                instruction: instructions.get(&(source, span)).cloned(),
            }
        };
        let blocks = marks.into_iter().map(block).collect();
        Some(PageBlocks { page: self.framed(at, marked)?, blocks, change_file: self.change_file(topic) })
    }

    /// An instruction for each block, as the highest layer would write it: it sees the topic without what it says itself.
    fn instructions(&self, topic: &PlaybookTopic) -> BTreeMap<(SourceId, Span), String> {
        let project = self.project();
        let edition = Edition { project, plan: self.edition() };
        let mut stack = project.stack(edition.plan);
        stack.ranks.pop();
        let composed = compose(&project.set, &project.sources, &stack).value;
        let below = composed.topics.iter().find(|below| below.path == topic.path);
        let names = below.map(|below| target_names(below, &composed.documents, &project.sources));
        let written = names.into_iter().flatten().filter_map(|name| {
            let instruction = match name.kind {
                _ if name.words == "this topic" => "# Add to start of: this topic".to_owned(),
                "section" => format!("# Replace: {}", name.words),
                kind => format!("# Replace {kind}: {}", name.words),
            };
            Some((name.place?, instruction))
        });
        written.collect()
    }

    fn change_file(&self, topic: &PlaybookTopic) -> String {
        let project = self.project();
        let highest = self.edition().ranks.last().and_then(|rank| rank.first());
        let folder = highest.and_then(|id| project.layers.get(*id)).and_then(|layer| layer.folder.as_ref());
        let folder = folder
            .map_or_else(|| format!("{}/LAYER", project.config.overlay_folder(&project.sources)), ToString::to_string);
        let below = topic.path.below(&project.source_folder).unwrap_or(topic.path.as_str());
        format!("{folder}/changes/{below}")
    }

    fn layer_name(&self, layer: LayerId) -> String {
        let layer = Some(layer).filter(|id| *id != LayerId::BASE).and_then(|id| self.project().layers.get(id));
        layer.map_or_else(|| "base".to_owned(), |layer| layer.name.clone())
    }

    fn place(&self, source: SourceId, span: Span) -> Place {
        let text = self.project().sources.text(source);
        text.map_or_else(|| Place::new("", span), |text| Place::new(text.path.shared(), span))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::build::Workshop;
    use crate::config::read_config;
    use crate::finding::Severity;
    use crate::source::{Date, SitePath, SourcePath, SourceText, SourceTree};

    const BOOK: &str = "[book]\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"group\", \"site\"]\n";

    const TOPIC: &str = "# Contacts\n\nAsk the vendor first of all, then wait.\n\n## On call\n\n- Ring *twice*\n- Wait\n\n\
        | Service | RTO |\n|---|---|\n| Mail | 4 h |\n\n## Office\n\nAsk the vendor first of all, then wait.\n\n\
        <div>Raw</div>\n\n> [!NOTE]\n> Careful.\n";

    const GROUP: &str = "# Replace: Office\n\nCall **reception** at the front desk.\n";

    const SITE: &str = "# Add after: On call\n\n## Nights\n\nSleep.\n";

    fn tree(site: &str) -> SourceTree {
        let files = [
            ("book.toml", BOOK),
            ("topics/a.md", TOPIC),
            ("overlays/group/changes/a.md", GROUP),
            ("overlays/site/changes/a.md", site),
        ];
        let text = |(path, text): (&str, &str)| SourceText { path: SourcePath::new(path).unwrap(), text: text.into() };
        SourceTree::new(files.into_iter().map(text).collect(), BTreeMap::new(), Date::default())
    }

    #[test]
    fn each_block_knows_its_place_and_every_instruction_is_accepted() {
        let config = read_config(Some((BOOK, &"book.toml".into())), &[]).value;
        let sources = tree(SITE);
        let made = Workshop::default().make(&sources, &config, 0, None).unwrap();
        let snapshot = made.editions.first().unwrap();
        let page = SitePath::new("a.html").unwrap();
        let found = snapshot.blocks(&page).unwrap();
        assert_eq!(found.change_file, "overlays/site/changes/a.md");
        assert_eq!(found.page.matches("<!--lb:").count(), found.blocks.len());
        let line = |block: &super::PageBlock| {
            let instruction = block.instruction.as_deref().unwrap_or("-");
            format!("{} {} over {}: {instruction}\n", block.layer, block.place.file, block.over.len())
        };
        let shown: Vec<String> = found.blocks.iter().map(line).collect();
        expect_test::expect![[r#"
            base topics/a.md over 0: # Replace paragraph: Ask the vendor first of all,…
            base topics/a.md over 0: # Replace: On call
            base topics/a.md over 0: # Replace list: Ring twice Wait
            base topics/a.md over 0: # Replace item: Ring twice
            base topics/a.md over 0: -
            base topics/a.md over 0: # Replace item: Wait
            base topics/a.md over 0: -
            base topics/a.md over 0: # Replace table: Service RTO Mail 4 h
            base topics/a.md over 0: -
            base topics/a.md over 0: # Replace row: Mail
            site overlays/site/changes/a.md over 0: -
            site overlays/site/changes/a.md over 0: -
            base topics/a.md over 0: # Replace: Office
            group overlays/group/changes/a.md over 1: # Replace paragraph: Call reception at the front desk.
        "#]]
        .assert_eq(&shown.concat());
        let refused = |instruction: &str| -> Vec<&'static str> {
            let sources = tree(&format!("{SITE}\n{instruction}\n\nBecause.\n"));
            let made = Workshop::default().make(&sources, &config, 0, None).unwrap();
            // That nobody has reviewed it yet is a note.
            made.findings.iter().filter(|found| found.severity > Severity::Note).map(|found| found.code.id).collect()
        };
        for instruction in found.blocks.iter().filter_map(|block| block.instruction.as_ref()) {
            let verb = instruction.replacen("Replace", "Remove", 1);
            match refused(&verb).as_slice() {
                [] => {}
                // Another layer's addition would go with it: to be said, and then it is done.
                ["O403"] => assert_eq!(refused(&format!("{verb} (with additions)")), [""; 0], "{verb}"),
                other => panic!("{verb}: {other:?}"),
            }
        }
    }
}
