//! `reviewed/TOPIC.toml` ↔ what the owner of a layer last saw below the instructions of a change file.
//!
//! Reading is tolerant: what cannot be read is a finding, and the rest counts. Writing is deterministic, one record a
//! paragraph in the order of their names, so that two people who accept different things meet in no line.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::canon::TextHash;
use crate::config::{Node, NodeKind, read_toml};
use crate::finding::codes::overlay::O509;
use crate::finding::{Checked, Finding, Place};
use crate::source::Date;

/// The records of one change file, by instruction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFile {
    /// The topic below the source folder, as the file names it.
    pub topic: String,
    /// The records by the name of their instruction.
    pub seen: BTreeMap<String, Seen>,
}

/// What the owner of a layer last saw below one instruction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The hash of the text, one for each way in which the layers below differ between editions.
    pub hash: Vec<TextHash>,
    /// Of a section: the hash of what stands under its heading, by which it is found when its heading changes.
    pub inside: Vec<TextHash>,
    /// Name and revision of the base.
    pub below: Option<String>,
    /// Who looked at it.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Why it was accepted unseen, or together with others.
    pub reason: Option<String>,
    /// The text, for people.
    pub text: String,
    /// Where the record stands.
    pub place: Option<Place>,
}

/// Reads a file of records.
pub fn read_reviews(text: &str, file: &Arc<str>) -> Checked<ReviewFile> {
    let mut broken = Vec::new();
    let root = read_toml(text, file).take(&mut broken);
    let mut findings: Vec<Finding> = broken
        .into_iter()
        .map(|finding| {
            let message = format!("this record of reviews cannot be read: {}", finding.message);
            Finding { code: &O509, severity: O509.severity, message, help: Some(MEND.to_owned()), ..finding }
        })
        .collect();
    let mut reviews = ReviewFile {
        topic: root.at("topic").and_then(Node::text).unwrap_or_default().to_owned(),
        ..ReviewFile::default()
    };
    let mut report = |message: String, place: Option<Place>| {
        let mut finding = Finding::new(&O509, message).help(MEND);
        finding.place = place.or_else(|| Some(Place::new(Arc::clone(file), 0..0)));
        findings.push(finding);
    };
    let records = match root.at("seen").map(|node| (&node.kind, &node.place)) {
        Some((NodeKind::List(records), _)) => records.as_slice(),
        Some((_, place)) => {
            report("`seen` is no list of records".to_owned(), place.clone());
            &[]
        }
        None => &[],
    };
    for record in records {
        let Some(name) = record.at("instruction").and_then(Node::text) else {
            report("a record names no instruction".to_owned(), record.place.clone());
            continue;
        };
        let hashes = |key: &str| -> Result<Vec<TextHash>, Option<Place>> {
            let Some(node) = record.at(key) else { return Ok(Vec::new()) };
            let nodes = match &node.kind {
                NodeKind::List(nodes) => nodes.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let read = |node: &Node| node.text().and_then(TextHash::parse).ok_or_else(|| node.place.clone());
            nodes.iter().map(read).collect()
        };
        let (hash, inside) = match (hashes("hash"), hashes("inside")) {
            (Ok(hash), Ok(inside)) if !hash.is_empty() => (hash, inside),
            (Err(place), _) | (_, Err(place)) => {
                report(format!("the record of “{name}” holds a hash that is none"), place);
                continue;
            }
            _ => {
                report(format!("the record of “{name}” has no hash"), record.place.clone());
                continue;
            }
        };
        let text = |key: &str| record.at(key).and_then(Node::text).map(str::to_owned);

        let seen = Seen {
            hash,
            inside,
            below: text("below"),
            by: text("by"),
            on: record.at("on").and_then(Node::text).and_then(Date::parse),
            reason: text("reason"),
            text: text("text").unwrap_or_default(),
            place: record.entry("instruction").and_then(|entry| entry.node.place.clone()),
        };
        // Two records of one name come from a merge; a text that either of them knows was seen.
        match reviews.seen.entry(name.to_owned()) {
            std::collections::btree_map::Entry::Vacant(slot) => _ = slot.insert(seen),
            std::collections::btree_map::Entry::Occupied(mut there) => {
                let newer = there.get().on < seen.on;
                let (mut kept, other) = if newer { (seen, there.get().clone()) } else { (there.get().clone(), seen) };
                kept.hash.extend(other.hash);
                kept.inside.extend(other.inside);
                kept.settle();
                there.insert(kept);
            }
        }
    }
    Checked::new(reviews, findings)
}

/// What mends any fault of a file that only the program writes.
const MEND: &str =
    "look at it again with `lifeboat overlay review` and let `lifeboat overlay accept` write the file anew";

impl Seen {
    /// Sorts the hashes and drops repeats.
    pub fn settle(&mut self) {
        for list in [&mut self.hash, &mut self.inside] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

impl ReviewFile {
    /// The file as the program writes it.
    pub fn write(&self) -> String {
        let mut text =
            String::from("# Written by `lifeboat overlay accept`: what was last looked at below this layer.\n");
        _ = writeln!(text, "topic = {}", quoted(&self.topic));
        for (name, seen) in &self.seen {
            _ = writeln!(text, "\n[[seen]]\ninstruction = {}", quoted(name));
            for (key, hashes) in [("hash", &seen.hash), ("inside", &seen.inside)] {
                match hashes.as_slice() {
                    [] => {}
                    [one] => _ = writeln!(text, "{key} = [\"{one}\"]"),
                    several => {
                        // A line for each, so that two editions that change meet in no line.
                        let lines: Vec<String> = several.iter().map(|hash| format!("  \"{hash}\",\n")).collect();
                        _ = writeln!(text, "{key} = [\n{}]", lines.concat());
                    }
                }
            }
            for (key, value) in [("below", &seen.below), ("by", &seen.by)] {
                if let Some(value) = value {
                    _ = writeln!(text, "{key} = {}", quoted(value));
                }
            }
            if let Some(on) = seen.on {
                _ = writeln!(text, "on = {on}");
            }
            if let Some(reason) = &seen.reason {
                _ = writeln!(text, "reason = {}", quoted(reason));
            }
            _ = writeln!(text, "text = {}", long_text(&seen.text));
        }
        text
    }
}

/// A text between quotation marks, as TOML reads it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => _ = write!(quoted, "\\u{:04X}", control as u32),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A text over several lines, literal where TOML allows it.
fn long_text(text: &str) -> String {
    let text = text.trim_end_matches('\n');
    let odd = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    if text.contains("'''") || text.ends_with('\'') || text.contains(odd) {
        return quoted(&format!("{text}\n"));
    }
    format!("'''\n{text}\n'''")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{ReviewFile, Seen, TextHash, read_reviews};
    use crate::source::Date;

    const HASH: &str = "b3:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn read(text: &str) -> (ReviewFile, Vec<String>) {
        let read = read_reviews(text, &Arc::from("overlays/group/reviewed/a.toml"));
        (
            read.value,
            read.findings.into_iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect(),
        )
    }

    #[test]
    fn a_broken_record_hides_no_other() {
        let text = format!(
            "topic = \"a.md\"\n[[seen]]\nhash = [\"{HASH}\"]\n[[seen]]\ninstruction = \"x\"\nhash = [\"b3:12\"]\n\
             [[seen]]\ninstruction = \"y\"\n[[seen]]\ninstruction = \"remove: z\"\nhash = \"{HASH}\"\ncolour = 1\n"
        );
        let (reviews, findings) = read(&text);
        assert_eq!(reviews.seen.keys().collect::<Vec<_>>(), ["remove: z"]);

        assert_eq!(
            findings,
            [
                "O509 a record names no instruction",
                "O509 the record of “x” holds a hash that is none",
                "O509 the record of “y” has no hash",
            ]
        );
    }

    #[test]
    fn what_is_no_toml_is_a_finding() {
        for broken in ["seen = 3", "<<<<<<< ours\n[[seen]]\n", "[[seen]\n", "\u{0}"] {
            let (reviews, findings) = read(broken);
            assert_eq!(reviews.seen.len(), 0);
            assert!(!findings.is_empty() && findings.iter().all(|found| found.starts_with("O509")), "{findings:?}");
        }
    }

    #[test]
    fn two_records_of_one_name_know_what_either_knows() {
        let other = HASH.replace("00", "11");
        let record = |hash: &str, on: &str| {
            format!("[[seen]]\ninstruction = \"x\"\nhash = [\"{hash}\"]\non = {on}\ntext = \"{on}\"\n")
        };
        let (reviews, findings) = read(&format!("{}{}", record(HASH, "2026-01-02"), record(&other, "2026-03-04")));
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!((reviews.seen["x"].hash.len(), reviews.seen["x"].text.as_str()), (2, "2026-03-04"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_written_is_read_again(name in "[^\r]{1,20}", by in "[^\r]{0,9}", text in "[^\r]{0,40}", twice: bool) {
            let hash = TextHash::parse(HASH).unwrap();
            let other = TextHash::parse(&HASH.replace("00", "22")).unwrap();
            let seen = Seen {
                hash: if twice { vec![hash, other] } else { vec![hash] },
                by: Some(by),
                on: Date::parse("2026-11-20"),
                text,
                ..Seen::default()
            };
            let file = ReviewFile { topic: "a.md".into(), seen: [(name.clone(), seen.clone())].into() };
            let (again, findings) = read(&file.write());
            prop_assert_eq!(findings, Vec::<String>::new());
            let found = &again.seen[&name];
            prop_assert_eq!((&found.hash, &found.by, found.on), (&seen.hash, &seen.by, seen.on));
            prop_assert_eq!(found.text.trim_end_matches('\n'), seen.text.trim_end_matches('\n'));
        }
    }
}
