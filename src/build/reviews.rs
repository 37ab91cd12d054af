//! `reviewed/` of every layer, and `base.toml` → what the owners of the layers last saw.

use crate::finding::codes::overlay::O509;
use crate::finding::{Checked, Finding, Place};
use crate::overlay::{BASE_FILE, Layers, Reviews, read_base, read_reviews};
use crate::source::{SourcePath, SourceTree};

/// Reads the records of all layers.
pub(super) fn read_project_reviews(sources: &SourceTree, layers: &Layers, source_folder: &str) -> Checked<Reviews> {
    let mut findings = Vec::new();
    let base = SourcePath::new(&format!("{source_folder}/{BASE_FILE}")).ok();
    let base = base.and_then(|path| sources.find(&path));
    let base = base.map(|(_, text)| read_base(&text.text, &text.path.shared()).take(&mut findings));
    let mut reviews = Reviews { below: base.and_then(|base| base.label()), ..Reviews::default() };
    for (id, layer) in layers.iter() {
        let Some(folder) = layer.folder.as_ref().map(|folder| format!("{folder}/reviewed")) else { continue };
        for (_, text) in sources.texts() {
            let Some(below) = text.path.below(&folder).filter(|_| text.path.ending() == "toml") else { continue };
            let mut file = read_reviews(&text.text, &text.path.shared()).take(&mut findings);
            let mirrored = below.strip_suffix(".toml").unwrap_or(below);
            if file.topic.is_empty() {
                file.topic = format!("{mirrored}.md");
            }
            let topic = SourcePath::new(&format!("{source_folder}/{}", file.topic));
            let named = SourcePath::new(&file.topic).is_ok_and(|topic| record_of(&topic) == below);
            match topic {
                Ok(topic) if named => _ = reviews.files.insert((id, topic), file),
                _ => {
                    let message =
                        format!("this record speaks of `{}`, but stands where `{mirrored}` would", file.topic);
                    let finding = Finding::new(&O509, message)
                        .at(Place::new(text.path.shared(), 0..0))
                        .help("move it with its change file, and correct the line `topic`");
                    findings.push(finding);
                }
            }
        }
    }
    Checked::new(reviews, findings)
}

/// The path of the records of a topic below `reviewed/`; the topic's path counts from the source folder.
pub fn record_of(topic: &SourcePath) -> String {
    let folder = topic.folder();
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}{}.toml", topic.stem())
}
