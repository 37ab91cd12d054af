//! `base.toml` ↔ what the base is, and what its files are, so that an edit by hand can be told.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::quoted;
use crate::config::{Node, read_toml};
use crate::finding::codes::overlay::{O507, O510};
use crate::finding::{Checked, Finding, Place};
use crate::source::SourcePath;

/// What a `base.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseManifest {
    /// The name of the base, such as `m365-ebcm`.
    pub name: Option<String>,
    /// Which state of it this is, such as `2026-03-04`.
    pub revision: Option<String>,
    /// Under which licence it may be used.
    pub licence: Option<String>,
    /// Whom the licence wants named.
    pub attribution: Option<String>,
    /// Its files below its folder, each with its SHA-256 in hexadecimal.
    pub files: BTreeMap<String, String>,
}

/// The name of the file.
pub const BASE_FILE: &str = "base.toml";

/// Reads a `base.toml`.
pub fn read_base(text: &str, file: &Arc<str>) -> Checked<BaseManifest> {
    let mut broken = Vec::new();
    let root = read_toml(text, file).take(&mut broken);
    let help = "lifeboat base update writes it anew";
    let mut findings: Vec<Finding> = broken
        .into_iter()
        .map(|finding| {
            let message = format!("`{BASE_FILE}` cannot be read: {}", finding.message);
            Finding { code: &O510, severity: O510.severity, message, help: Some(help.to_owned()), ..finding }
        })
        .collect();
    let mut report = |message: String, place: Option<Place>| {
        let place = place.or_else(|| Some(Place::new(Arc::clone(file), 0..0)));
        findings.push(Finding { place, ..Finding::new(&O510, message).help(help) });
    };
    let mut text = |key: &str| {
        let node = root.at(key)?;
        let text = node.text().map(str::to_owned);
        if text.is_none() {
            report(format!("`{key}` is no text"), node.place.clone());
        }
        text.filter(|text| !text.trim().is_empty())
    };
    let (name, revision, licence, attribution) =
        (text("name"), text("revision"), text("licence").or_else(|| text("license")), text("attribution"));
    let mut files = BTreeMap::new();
    for entry in root.at("files").map(Node::entries).unwrap_or_default() {
        let hash = entry.node.text().map(str::to_ascii_lowercase).filter(|hash| is_hash(hash));
        let path = SourcePath::new(&entry.key).ok().filter(|path| path.as_str() == entry.key);
        match (path, hash) {
            (Some(_), Some(hash)) => _ = files.insert(entry.key.clone(), hash),
            (None, _) => {
                report(format!("`{}` is no path below the base", entry.key.escape_debug()), entry.place.clone());
            }
            (_, None) => report(format!("`{}` has no SHA-256 of 64 digits", entry.key), entry.node.place.clone()),
        }
    }
    Checked::new(BaseManifest { name, revision, licence, attribution, files }, findings)
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl BaseManifest {
    /// The file as the program writes it.
    pub fn write(&self) -> String {
        let mut text =
            String::from("# Written by `lifeboat base update`; the files below are the vendor's, not to be edited.\n");
        let said = [
            ("name", &self.name),
            ("revision", &self.revision),
            ("licence", &self.licence),
            ("attribution", &self.attribution),
        ];
        for (key, value) in said {
            if let Some(value) = value {
                _ = writeln!(text, "{key} = {}", quoted(value));
            }
        }
        text.push_str("\n[files]\n");
        for (path, hash) in &self.files {
            _ = writeln!(text, "{} = \"{hash}\"", quoted(path));
        }
        text
    }

    /// Name and revision in one word.
    pub fn label(&self) -> Option<String> {
        match (&self.name, &self.revision) {
            (Some(name), Some(revision)) => Some(format!("{name}@{revision}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        }
    }

    /// What is not as the manifest says, given the files that there are. `folder`: the base's, for places.
    pub fn edits(&self, found: &BTreeMap<String, String>, folder: &str) -> Vec<Finding> {
        if self.files.is_empty() {
            return Vec::new();
        }
        let place = |path: &str| {
            let path = SourcePath::new(&format!("{folder}/{path}")).ok()?;
            Some(Place::new(path.shared(), 0..0))
        };
        let edited = self.files.iter().filter_map(|(path, hash)| match found.get(path) {
            Some(there) if there == hash => None,
            Some(_) => Some((path, format!("`{path}` of the base was edited by hand"), Some(EDITED))),
            None => Some((path, format!("`{path}` of the base was taken away by hand"), Some(GONE))),
        });
        let added = found.keys().filter(|path| *path != BASE_FILE && !self.files.contains_key(*path));
        let added = added.map(|path| (path, format!("`{path}` was added to the base by hand"), None));
        edited
            .chain(added)
            .map(|(path, message, help)| {
                let finding = Finding { place: place(path), ..Finding::new(&O507, message) };
                match help {
                    Some(help) => finding.help(help).try_line(format!("lifeboat base restore {path}")),
                    None => finding.try_line(ADDED),
                }
            })
            .collect()
    }
}

const EDITED: &str = "move the edit to a change file of a layer, then put the vendor's file back";
const GONE: &str = "to leave a topic out, write `hide: yes` in a change file; put the vendor's file back";
const ADDED: &str = "move it to the `topics/` of a layer";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{BaseManifest, read_base};

    fn read(text: &str) -> (BaseManifest, Vec<String>) {
        let read = read_base(text, &Arc::from("content/topics/base.toml"));
        (
            read.value,
            read.findings.into_iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect(),
        )
    }

    #[test]
    fn what_is_written_is_read_again() {
        let base = BaseManifest {
            name: Some("m365 \"x\"".into()),
            revision: Some("2026-03".into()),
            licence: None,
            attribution: Some("A\nB".into()),
            files: [("a b/ü.md".into(), "0".repeat(64)), ("TOC.yml".into(), "a".repeat(64))].into(),
        };
        assert_eq!(read(&base.write()), (base, vec![]));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_counts() {
        let good = format!("\"b.md\" = \"{}\"", "f".repeat(64));
        let (base, findings) =
            read(&format!("name = 3\n[files]\n\"../x\" = \"{}\"\n\"a.md\" = \"12\"\n{good}\n", "0".repeat(64)));
        assert_eq!(base.files.keys().collect::<Vec<_>>(), ["b.md"]);
        assert_eq!(
            findings,
            [
                "O510 `name` is no text",
                "O510 `../x` is no path below the base",
                "O510 `a.md` has no SHA-256 of 64 digits"
            ]
        );
        assert_eq!(read("files = [").1.len(), 1);
    }
}
