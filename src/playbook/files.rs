//! Which topics and files there are: asked by path, by path in other letter case, and by address on the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::nearest::nearest;
use super::page_path::{folded, site_path_of};
use super::{PageFolder, TopicId};
use crate::overlay::{LayerId, Layers};
use crate::source::{SitePath, SourcePath, SourceTree};

/// Every topic of the edition and every file of the project, by path. Kept from one making to the next, so it owns all
/// that it names.
#[derive(Debug)]
pub(super) struct ProjectFiles {
    topics: BTreeMap<Arc<str>, TopicId>,
    files: BTreeMap<Arc<str>, SourcePath>,
    /// By folded path; of several, a topic before a file, then the first by path.
    folded: BTreeMap<String, Arc<str>>,
    /// By the key of their page, see [`page_key`].
    pages: BTreeMap<String, TopicId>,
    /// Topics by folder, sorted.
    names: BTreeMap<String, Vec<SourcePath>>,
    /// Topics' paths by folded name.
    named: BTreeMap<String, Vec<Arc<str>>>,
    folders: Vec<PageFolder>,
    layers: Layers,
}

/// What was found at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<'s> {
    pub what: What<'s>,
    /// The path as it is.
    pub path: &'s str,
    /// How the written path differs from it.
    pub differs: Option<Differs>,
}

/// A topic, or another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What<'s> {
    Topic(TopicId),
    File(&'s SourcePath),
}

/// How a written path differs from the real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Differs {
    /// Only in letter case or Unicode form.
    Case,
    /// The ending, or the name of the folder's index, is not written.
    Ending,
}

/// What a path without the file's own ending may mean, in this order.
const COMPLETIONS: [&str; 6] = [".md", "/index.md", "/README.md", ".yml", "/index.yml", ".markdown"];

impl ProjectFiles {
    /// `topics`: their paths and pages, in the order of their numbers.
    pub(super) fn new<'t>(
        topics: impl Iterator<Item = (&'t SourcePath, &'t SitePath)>,
        sources: &SourceTree,
        folders: &[PageFolder],
        layers: &Layers,
    ) -> Self {
        let mut files = Self {
            topics: BTreeMap::new(),
            files: BTreeMap::new(),
            folded: BTreeMap::new(),
            pages: BTreeMap::new(),
            names: BTreeMap::new(),
            named: BTreeMap::new(),
            folders: folders.to_vec(),
            layers: layers.clone(),
        };
        for ((source, page), id) in topics.zip(0..).map(|(topic, id)| (topic, TopicId(id))) {
            let path = source.shared();
            files.topics.insert(Arc::clone(&path), id);
            files.folded.entry(folded(&path)).or_insert_with(|| Arc::clone(&path));
            files.pages.entry(page_key(page.as_str())).or_insert(id);
            files.pages.entry(page_key(&site_path_of(source, folders))).or_insert(id);
            match files.names.get_mut(source.folder()) {
                Some(names) => names.push(source.clone()),
                None => _ = files.names.insert(source.folder().to_owned(), vec![source.clone()]),
            }
            files.named.entry(folded(source.name())).or_default().push(path);
        }
        for path in sources.texts().map(|(_, text)| &text.path).chain(sources.files().keys()) {
            files.files.insert(path.shared(), path.clone());
            files.folded.entry(folded(path.as_str())).or_insert_with(|| path.shared());
        }
        files
    }

    /// What a path means in a file of `layer`: the file itself, the one that the path leaves half unsaid, or the one that
    /// differs only in letter case.
    pub(super) fn find(&self, path: &str, layer: LayerId) -> Option<Found<'_>> {
        let path = path.trim_end_matches('/');
        let exact = |path: &str| self.exact(path, layer);
        exact(path).or_else(|| {
            let others = completions(path);
            let ending =
                || others.iter().find_map(|path| exact(path)).map(|f| Found { differs: Some(Differs::Ending), ..f });
            let case = |path: &str, differs| {
                let found = exact(self.folded.get(&folded(path))?)?;
                Some(Found { differs: Some(differs), ..found })
            };
            case(path, Differs::Case)
                .or_else(ending)
                .or_else(|| others.iter().find_map(|path| case(path, Differs::Ending)))
        })
    }

    /// The topic whose page has this address below the site's root, in any letter case, with or without its ending.
    pub(super) fn page(&self, site_path: &str) -> Option<TopicId> {
        self.pages.get(&page_key(site_path)).copied()
    }

    /// The source paths that a path of the site may come from, the deepest folder first.
    pub(super) fn sources_of(&self, site_path: &str) -> Vec<String> {
        let mut found: Vec<&PageFolder> = self.folders.iter().collect();
        found.sort_by_key(|folder| std::cmp::Reverse(folder.site.len()));
        let below = |folder: &PageFolder| match folder.site.as_str() {
            "" => Some(site_path.to_owned()),
            site => folded(site_path)
                .starts_with(&folded(&format!("{site}/")))
                .then(|| site_path[site.len() + 1..].to_owned()),
        };
        let sources =
            found.into_iter().filter_map(|folder| Some(super::settings::joined(&folder.source, &below(folder)?)));
        let mut sources: Vec<String> = sources.collect();
        if self.folders.is_empty() {
            sources.push(site_path.to_owned());
        }
        sources
    }

    /// Paths of topics that were probably meant: of the same name in another folder, else of a like name in the same.
    pub(super) fn nearest(&self, path: &str) -> Vec<&str> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        if let Some(same) = self.named.get(&folded(name)).filter(|same| same.len() <= 3) {
            return same.iter().map(|path| &**path).collect();
        }
        let names: Vec<&str> = self.names.get(folder).into_iter().flatten().map(SourcePath::name).collect();
        let full = |name: &&str| {
            self.topics.get_key_value(super::settings::joined(folder, name).as_str()).map(|(path, _)| &**path)
        };
        nearest(name, &names).iter().filter_map(full).collect()
    }

    /// What stands at exactly this path. What is in a layer's folder is there only for that layer.
    fn exact(&self, path: &str, layer: LayerId) -> Option<Found<'_>> {
        if let Some((path, topic)) = self.topics.get_key_value(path) {
            return Some(Found { what: What::Topic(*topic), path, differs: None });
        }
        let (path, file) = self.files.get_key_value(path)?;
        let holder = self.layers.of_file(file);
        (holder == LayerId::BASE || holder == layer).then_some(Found { what: What::File(file), path, differs: None })
    }
}

/// What tells two addresses of one page apart is taken away: letter case, the ending, `index`.
pub(super) fn page_key(site_path: &str) -> String {
    let key = folded(site_path.trim_matches('/'));
    let endings = [".html", ".htm", ".md", ".yml", ".json"];
    let key = endings.iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(&key);
    match key.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.trim_end_matches('/').to_owned(),
        _ => key.to_owned(),
    }
}

fn completions(path: &str) -> Vec<String> {
    let whole = COMPLETIONS.iter().map(|rest| format!("{path}{rest}").trim_start_matches('/').to_owned());
    let page = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"));
    page.map(|stem| format!("{stem}.md")).into_iter().chain(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::page_key;

    #[test]
    fn one_page_has_one_key() {
        for address in ["a/B", "/a/b.md", "A/b.html", "a/b/", "a/b/index.yml"] {
            assert_eq!(page_key(address), "a/b", "{address}");
        }
        assert_eq!(page_key("index.html"), "");
        assert_eq!(page_key("a/myindex"), "a/myindex");
    }
}
