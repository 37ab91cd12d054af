//! Sources before and now → which of them changed.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use crate::command::project::Project;
use crate::command::report::plural;
use crate::edge::watch::Batch;
use crate::source::{SourcePath, SourceTree};

/// What changed among the sources.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Files that are new.
    pub(super) added: Vec<SourcePath>,
    /// Files that hold something else.
    pub(super) changed: Vec<SourcePath>,
    /// Files that are gone.
    pub(super) removed: Vec<SourcePath>,
}

impl Changes {
    /// Compares two readings. `batch`: of pictures only the disk knows that they changed.
    pub(super) fn between(before: &SourceTree, now: &SourceTree, batch: &Batch, root: &Path) -> Self {
        let mut changes = Self::default();
        let (mut old, mut new) = (entries(before).peekable(), entries(now).peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some((old, _)), Some((new, _))) => old.cmp(new),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let gone = order.is_le().then(|| old.next()).flatten();
            let come = order.is_ge().then(|| new.next()).flatten();
            match (gone, come) {
                (Some((_, before)), Some((path, now))) => {
                    let same = match (before, now) {
                        (Entry::Text(before), Entry::Text(now)) => Arc::ptr_eq(before, now) || before == now,
                        (Entry::File(before), Entry::File(now)) => {
                            before == now && !batch.paths.contains(&root.join(path.as_str()))
                        }
                        _ => false,
                    };
                    changes.changed.extend((!same).then(|| path.clone()));
                }
                (gone, come) => {
                    changes.removed.extend(gone.map(|(path, _)| path.clone()));
                    changes.added.extend(come.map(|(path, _)| path.clone()));
                }
            }
        }
        changes
    }

    /// Whether nothing did.
    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Whether every page may be another one: with other settings, templates or contents.
    pub(super) fn touch_all_pages(&self, project: &Project) -> bool {
        let theme = project.config.html.theme.as_ref().map_or("theme", |theme| theme.value.as_str());
        let of_all = |path: &SourcePath| {
            let is_template = path.ending() == "html" && path.below(theme).is_some();
            let is_contents = ["toc.yml", "SUMMARY.md", "docfx.json"].contains(&path.name());
            path.as_str() == "book.toml" || is_template || is_contents
        };
        self.present().chain(&self.removed).any(of_all)
    }

    /// What is there now and was not so before.
    pub(super) fn present(&self) -> impl Iterator<Item = &SourcePath> {
        self.changed.iter().chain(&self.added)
    }

    /// `content/a.md changed`, `3 files changed, 1 file removed`.
    pub(super) fn words(&self) -> String {
        let parts = [(&self.changed, "changed"), (&self.added, "added"), (&self.removed, "removed")];
        let words: Vec<String> = parts
            .iter()
            .filter_map(|(paths, what)| match paths.as_slice() {
                [] => None,
                [only] => Some(format!("{} {what}", only.as_str().escape_debug())),
                several => Some(format!("{} {what}", plural(several.len(), "file"))),
            })
            .collect();
        if words.is_empty() { "nothing changed".to_owned() } else { words.join(", ") }
    }
}

/// What stands at a path: a text, or another file of so many bytes.
enum Entry<'t> {
    Text(&'t Arc<str>),
    File(u64),
}

/// Every text and file of a tree, by path.
fn entries(tree: &SourceTree) -> impl Iterator<Item = (&SourcePath, Entry<'_>)> {
    let mut texts = tree.texts().map(|(_, text)| (&text.path, Entry::Text(&text.text))).peekable();
    let mut files = tree.files().iter().map(|(path, size)| (path, Entry::File(*size))).peekable();
    std::iter::from_fn(move || {
        let of_text = match (texts.peek(), files.peek()) {
            (Some((text, _)), Some((file, _))) => text <= file,
            (text, _) => text.is_some(),
        };
        if of_text { texts.next() } else { files.next() }
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Changes;
    use crate::edge::watch::Batch;
    use crate::source::{Date, SourcePath, SourceText, SourceTree};

    fn tree(files: &[(&str, &str)]) -> SourceTree {
        let path = |path: &str| SourcePath::new(path).unwrap();
        let (pictures, texts): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.ends_with("png"));
        let texts = texts.iter().map(|(name, text)| SourceText { path: path(name), text: (*text).into() }).collect();
        let pictures = pictures.iter().map(|(name, bytes)| (path(name), bytes.len() as u64)).collect();
        SourceTree::new(texts, pictures, Date::default())
    }

    fn check(before: &[(&str, &str)], now: &[(&str, &str)], touched: &[&str], expected: &str) {
        let batch = Batch { paths: touched.iter().map(|path| Path::new("/p").join(path)).collect(), anything: false };
        let changes = Changes::between(&tree(before), &tree(now), &batch, Path::new("/p"));
        assert_eq!(changes.words(), expected);
        assert_eq!(changes.is_empty(), expected == "nothing changed");
    }

    #[test]
    fn what_changed_is_told_by_name_or_number() {
        let before = [("a.md", "1"), ("b.md", "1"), ("c.png", "1")];
        check(&before, &before, &["a.md"], "nothing changed");
        check(&before, &[("a.md", "2"), ("b.md", "1"), ("c.png", "1")], &[], "a.md changed");
        check(&before, &[("c.png", "12"), ("d.md", "1")], &[], "c.png changed, d.md added, 2 files removed");
        check(&before, &before, &["c.png"], "c.png changed");
    }
}
