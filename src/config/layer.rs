//! `layer.toml` → [`LayerConfig`].

use std::sync::Arc;

use super::check::check_tree;
use super::settings::LAYER;
use super::used::Written;
use super::written::{Node, read_toml};
use crate::finding::codes::config::C003;
use crate::finding::{Checked, Finding};

/// What a `layer.toml` says. What it does not say is absent: the folder's name and the base's defaults stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerConfig {
    /// What readers see.
    pub label: Option<String>,
    /// One or two letters for the print margin.
    pub mark: Option<String>,
    /// The lowest class of what the layer adds, as written; the scale is `book.toml`'s. Where the file says one that
    /// cannot be read, it is [`UNREADABLE_CLASS`], which no scale has: in doubt nothing is shown.
    pub classification: Option<Written<String>>,
    /// The audiences that it is for; empty: all.
    pub audience: Vec<String>,
    /// How far its files are trusted.
    pub trust: Trust,
    /// Who keeps it right.
    pub owner: Option<String>,
}

/// Stands for a class that cannot be told.
pub const UNREADABLE_CLASS: &str = "?";

/// How far a layer's files are trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trust {
    /// Text and pictures.
    #[default]
    Content,
    /// Raw HTML and theme files too.
    Full,
}

/// Reads the `layer.toml` of the layer folder `name`.
pub fn read_layer(text: &str, file: &Arc<str>, name: &str) -> Checked<LayerConfig> {
    let mut findings = Vec::new();
    let mut root = read_toml(text, file).take(&mut findings);
    let broken = !findings.is_empty();
    let class = root.at("classification").cloned();
    check_tree(&mut root, LAYER, &mut findings);
    if let Some(written) = root.at("name").filter(|node| node.text() != Some(name)) {
        let mut finding = Finding::new(&C003, format!("`name` must be the name of the layer's folder, `{name}`"));
        finding.place.clone_from(&written.place);
        findings.push(finding.label("the folder has another name").help(format!("write `name = \"{name}\"`")));
    }
    let string = |path: &str| root.at(path).and_then(Node::text).filter(|text| !text.is_empty()).map(str::to_owned);
    let layer = LayerConfig {
        label: string("label"),
        mark: string("mark"),
        classification: match class {
            Some(node) => {
                let value = node.text().unwrap_or(UNREADABLE_CLASS).to_owned();
                Some(Written { value, place: node.place })
            }
            None => broken.then(|| Written { value: UNREADABLE_CLASS.to_owned(), place: None }),
        },
        audience: root.strings("audience"),
        trust: if string("trust").as_deref() == Some("full") { Trust::Full } else { Trust::Content },
        owner: string("owner"),
    };
    Checked::new(layer, findings)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Trust, UNREADABLE_CLASS, read_layer};

    fn class_of(text: &str) -> (Option<String>, Vec<&'static str>) {
        let read = read_layer(text, &Arc::from("overlays/group/layer.toml"), "group");
        let codes = read.findings.iter().map(|finding| finding.code.id).collect();
        (read.value.classification.map(|class| class.value), codes)
    }

    #[test]
    fn a_layer_says_what_readers_see_and_who_may_see_it() {
        let text = "name = \"group\"\nlabel = \"Group\"\nclassification = \"internal\"\ntrust = \"full\"\n";
        let read = read_layer(text, &Arc::from("overlays/group/layer.toml"), "group");
        assert_eq!(read.findings, []);
        assert_eq!(read.value.label.as_deref(), Some("Group"));
        assert_eq!(read.value.trust, Trust::Full);
    }

    #[test]
    fn a_class_that_cannot_be_told_is_none_of_any_scale() {
        let unreadable = Some(UNREADABLE_CLASS.to_owned());
        assert_eq!(class_of("classification = 3\n"), (unreadable.clone(), vec!["C003"]));
        assert_eq!(class_of("label = \"G\"\nclassification = intern\"\n"), (unreadable, vec!["C001"]));
        assert_eq!(class_of(""), (None, vec![]));
    }

    #[test]
    fn another_name_than_the_folders_is_a_finding() {
        assert_eq!(class_of("name = \"grp\"\n").1, ["C003"]);
        assert_eq!(class_of("lable = \"Group\"\n").1, ["C002"]);
    }
}
