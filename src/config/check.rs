//! A tree as written → the same tree with every known key usable, and findings for the rest.

use super::environment::variable_of;
use super::settings::{Kind, Setting, WITHOUT_EFFECT};
use super::written::{Entry, Node, NodeKind};
use crate::finding::codes::config::{C002, C003, C004, C005, C006};
use crate::finding::{Code, Finding, nearest_within};
use crate::source::{PathError, SourcePath};

/// Drops what cannot be used and says why, behind what `found` already says.
pub(crate) fn check_tree(root: &mut Node, settings: &[Setting], found: &mut Vec<Finding>) {
    let mut check = Check { settings, findings: Vec::new() };
    check.table(root, &mut Vec::new());
    // What the parser made of a broken line has a wrong kind more often than not; the line is reported already.
    let broken_from = found.iter().filter_map(|finding| finding.place.as_ref()).map(|place| place.span.start).min();
    let consequence = |finding: &Finding| {
        let behind = finding.place.as_ref().zip(broken_from).is_some_and(|(place, from)| place.span.end > from);
        finding.code == &C003 && behind
    };
    found.extend(check.findings.into_iter().filter(|finding| !consequence(finding)));
}

struct Check<'s> {
    settings: &'s [Setting],
    findings: Vec<Finding>,
}

/// What the settings say of a path of keys.
enum Rule {
    Takes(Kind),
    Table,
    WithoutEffect(&'static str),
    OtherProgram,
    Unknown,
}

impl Check<'_> {
    fn table(&mut self, node: &mut Node, path: &mut Vec<String>) {
        let NodeKind::Table(entries) = &mut node.kind else { return };
        entries.retain_mut(|entry| {
            path.push(entry.key.clone());
            let keep = self.entry(entry, path);
            path.pop();
            keep
        });
    }

    /// Whether the entry can be used.
    fn entry(&mut self, entry: &mut Entry, path: &mut Vec<String>) -> bool {
        let written: Vec<&str> = path.iter().map(String::as_str).collect();
        match self.rule(&written) {
            Rule::Takes(kind) => match fault(kind, &entry.node) {
                None => true,
                Some((code, wanted, label, at)) => {
                    let message = format!("`{}` must be {wanted}", written.join("."));
                    let mut finding = finding(code, message, at.place.as_ref(), &written).label(label);
                    if let (Kind::Word(words), Some(text)) = (kind, entry.node.text())
                        && let Some(near) = nearest_within(text, words.iter().copied(), 2)
                    {
                        finding = finding.help(format!("did you mean `{near}`?"));
                    }
                    self.findings.push(finding);
                    false
                }
            },
            Rule::Table if matches!(entry.node.kind, NodeKind::Table(_)) => {
                self.table(&mut entry.node, path);
                true
            }
            Rule::Table => {
                let label = format!("this is {}", entry.node.kind_word());
                let message = format!("`{}` must be a table", written.join("."));
                self.findings.push(finding(&C003, message, entry.node.place.as_ref(), &written).label(label));
                false
            }
            Rule::WithoutEffect(hint) => {
                let message = format!("`{}` changes nothing here", written.join("."));
                self.findings.push(finding(&C004, message, entry.place.as_ref(), &written).help(hint));
                false
            }
            Rule::OtherProgram => {
                let message = format!("`{}` belongs to another program", written.join("."));
                let label = "nothing here runs it";
                self.findings.push(finding(&C005, message, entry.place.as_ref(), &written).label(label));
                false
            }
            Rule::Unknown => {
                let message = format!("unknown key `{}`", written.join("."));
                let mut finding = finding(&C002, message, entry.place.as_ref(), &written).label("it changes nothing");
                if let Some(near) = self.nearest(&written) {
                    finding = finding.help(format!("did you mean `{near}`?"));
                }
                self.findings.push(finding);
                false
            }
        }
    }

    fn rule(&self, path: &[&str]) -> Rule {
        for setting in self.settings {
            match covers(setting.path, path) {
                Cover::Whole => return Rule::Takes(setting.kind),
                Cover::Above => return Rule::Table,
                Cover::No => {}
            }
        }
        let hint = WITHOUT_EFFECT.iter().find(|(known, _)| matches!(covers(known, path), Cover::Whole));
        if let Some((_, hint)) = hint {
            return Rule::WithoutEffect(hint);
        }
        match path {
            // Its tables are looked at one by one: two of mdBook's own are among them.
            ["preprocessor"] => Rule::Table,
            ["preprocessor" | "output", _] => Rule::OtherProgram,
            [table] if self.is_book() && self.nearest(&[table]).is_none() => Rule::OtherProgram,
            _ => Rule::Unknown,
        }
    }

    fn is_book(&self) -> bool {
        self.settings.iter().any(|setting| setting.path == "book.title")
    }

    /// The known key beside this one that it is probably meant to be.
    fn nearest(&self, path: &[&str]) -> Option<&'static str> {
        let (name, above) = path.split_last()?;
        let beside = self.settings.iter().filter_map(|setting| {
            let mut keys = setting.path.split('.');
            let same = above.iter().all(|key| keys.next().is_some_and(|known| known == "*" || known == *key));
            keys.next().filter(|known| same && *known != "*")
        });
        nearest_within(name, beside, if name.chars().count() <= 4 { 1 } else { 2 })
    }
}

enum Cover {
    /// The pattern is this very path.
    Whole,
    /// The path is a table above it.
    Above,
    No,
}

fn covers(pattern: &str, path: &[&str]) -> Cover {
    let mut keys = pattern.split('.');
    for key in path {
        match keys.next() {
            Some(known) if known == "*" || known == *key => {}
            _ => return Cover::No,
        }
    }
    if keys.next().is_none() { Cover::Whole } else { Cover::Above }
}

/// A finding at a place; without one the value came from the environment.
fn finding(code: &'static Code, message: String, place: Option<&crate::finding::Place>, path: &[&str]) -> Finding {
    match place {
        Some(place) => Finding::new(code, message).at(place.clone()),
        None => Finding::new(code, format!("{message} (environment variable `{}`)", variable_of(path))),
    }
}

/// Code, what is wanted, label, and the part at fault.
type ValueFault<'n> = (&'static Code, String, String, &'n Node);

fn fault(kind: Kind, node: &Node) -> Option<ValueFault<'_>> {
    let wrong = |wanted: &str, at: &'_ Node| -> Option<(&'static Code, String, String)> {
        Some((&C003, wanted.to_owned(), format!("this is {}", at.kind_word())))
    };
    let with = |fault: Option<(&'static Code, String, String)>, at| {
        fault.map(|(code, wanted, label)| (code, wanted, label, at))
    };
    match kind {
        Kind::Any => None,
        Kind::Text if node.text().is_some() => None,
        Kind::Text => with(wrong("text", node), node),
        Kind::Texts => {
            let other = node.items().iter().find(|item| item.text().is_none())?;
            with(wrong("text or a list of texts", other), other)
        }
        Kind::Flag if node.flag().is_some() => None,
        Kind::Flag => with(wrong("`true` or `false`", node), node),
        Kind::Integer(from, to) => match node.integer() {
            Some(number) if (from..=to).contains(&number) => None,
            Some(_) => Some((&C003, format!("a number from {from} to {to}"), "out of this range".to_owned(), node)),
            None => with(wrong("a whole number", node), node),
        },
        Kind::Number => match node.number() {
            Some(number) if number.is_finite() && number >= 0.0 => None,
            _ => with(wrong("a number that is not negative", node), node),
        },
        Kind::Word(words) => match node.text() {
            Some(text) if words.contains(&text) => None,
            Some(_) => Some((&C003, one_of(words), "none of these words".to_owned(), node)),
            None => with(wrong(&one_of(words), node), node),
        },
        Kind::Path | Kind::Paths => {
            let items = if kind == Kind::Path { std::slice::from_ref(node) } else { node.items() };
            items.iter().find_map(|item| match item.text() {
                None => with(wrong("a path", item), item),
                Some(text) if leaves(text) => Some((
                    &C006,
                    "a path below the project's folder".to_owned(),
                    "this leads out of it".to_owned(),
                    item,
                )),
                Some(_) => None,
            })
        }
        Kind::Stack => {
            let NodeKind::List(items) = &node.kind else { return with(wrong("a list of names", node), node) };
            let other = items.iter().flat_map(Node::items).find(|name| name.text().is_none())?;
            with(wrong("a list of names", other), other)
        }
        Kind::Groups => {
            let NodeKind::List(items) = &node.kind else { return with(wrong("a list of lists", node), node) };
            let texts = |group: &Node| matches!(&group.kind, NodeKind::List(words) if words.iter().all(|word| word.text().is_some()));
            let other = items.iter().find(|group| !texts(group))?;
            with(wrong("a list of lists of words", other), other)
        }
    }
}

fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Whether a path leaves the project; an absolute one does too.
fn leaves(written: &str) -> bool {
    let written = written.replace('\\', "/");
    let drive = written.as_bytes().get(1) == Some(&b':');
    written.starts_with('/') || drive || SourcePath::new(&written) == Err(PathError::LeavesRoot)
}
