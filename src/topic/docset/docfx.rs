//! `docfx.json` → content globs, metadata by file, and the path of a file's page.

use globset::GlobSet;

use super::{glob, is_include, is_navigation_file, joined, parse_json};
use crate::finding::{Finding, Place, codes};
use crate::source::{SourcePath, SourceText, SourceTree};
use crate::topic::{Field, Value};

/// What a `docfx.json` says, as far as pages depend on it.
#[derive(Debug, Clone)]
pub struct Docset {
    /// The folder of `docfx.json`; empty at the project's root. `~/` in links means it.
    pub folder: String,
    /// The path that all its addresses begin with on its own web site, such as `/azure/well-architected`; no `/` at its
    /// end. `None` where nothing in the docset tells.
    pub base_path: Option<String>,
    groups: Vec<Group>,
    global: Vec<Field>,
    by_file: Vec<FileMetadata>,
}

/// An entry of `build.content`.
#[derive(Debug, Clone)]
struct Group {
    /// The folder that its globs count from, below the project's root.
    source: String,
    /// The folder that its pages go to.
    site: String,
    files: GlobSet,
    exclude: GlobSet,
}

/// A key of `build.fileMetadata`: values by glob.
#[derive(Debug, Clone)]
struct FileMetadata {
    key: Field,
    values: Vec<(GlobSet, Value)>,
}

impl Docset {
    /// Reads a `docfx.json`; `None` where it is no JSON at all.
    pub(super) fn read(file: &SourceText, sources: &SourceTree, findings: &mut Vec<Finding>) -> Option<Self> {
        let root = parse_json(file, &codes::config::C020, findings)?;
        let build = root.get("build")?;
        let folder = file.path.folder().to_owned();
        let mut globs = Globs { file, findings };
        let groups = build.get("content").map_or(&[][..], Value::items);
        let mut groups: Vec<Group> = groups.iter().filter_map(|group| globs.group(&folder, group)).collect();
        let dest = drop_shared_dest(&mut groups);
        let metadata = |key| build.get(key).map_or(&[][..], Value::fields);
        let by_file = metadata("fileMetadata").iter().map(|key| FileMetadata {
            key: key.clone(),
            values: key
                .value
                .fields()
                .iter()
                .map(|f| (globs.compile([(f.key.as_str(), f.key_span)]), f.value.clone()))
                .collect(),
        });
        let by_file = by_file.collect();
        let mut docset = Self { folder, base_path: None, groups, global: metadata("globalMetadata").to_vec(), by_file };
        docset.base_path = docset.breadcrumb_base(sources).map(|base| format!("{base}{dest}"));
        Some(docset)
    }

    /// Whether the docset makes a page of this file.
    pub fn has_page(&self, path: &SourcePath) -> bool {
        !is_include(path) && !is_navigation_file(path) && self.group(path).is_some()
    }

    /// Where a file of the docset lies on the site, its ending kept: `articles/x.md` → `x.md` where the content's `src`
    /// is `articles`. `None` for a file in none of its folders.
    pub fn site_path(&self, path: &SourcePath) -> Option<String> {
        let group = self.group(path).or_else(|| {
            let holding = self.groups.iter().filter(|group| path.below(&group.source).is_some());
            holding.max_by_key(|group| group.source.len())
        });
        let (source, site) = group.map_or((self.folder.as_str(), ""), |group| (&group.source, &group.site));
        let below = path.below(source)?;
        Some(if site.is_empty() { below.to_owned() } else { format!("{site}/{below}") })
    }

    /// The folders that the docset's pages come from, each with the folder of the site that they go to.
    pub fn folders(&self) -> impl Iterator<Item = (&str, &str)> {
        self.groups.iter().map(|group| (group.source.as_str(), group.site.as_str()))
    }

    /// The metadata that a file has without its own front matter: `fileMetadata` over `globalMetadata`. Spans are of
    /// `docfx.json`.
    pub fn metadata(&self, path: &SourcePath) -> Vec<Field> {
        let mut fields = self.global.clone();
        let Some(below) = path.below(&self.folder) else { return fields };
        for metadata in &self.by_file {
            // docfx lets the last glob that matches win.
            let value = metadata.values.iter().rev().find(|(glob, _)| glob.is_match(below)).map(|(_, value)| value);
            if let Some(value) = value {
                fields.retain(|field| field.key != metadata.key.key);
                fields.push(Field { value: value.clone(), ..metadata.key.clone() });
            }
        }
        fields
    }

    /// The first group whose globs take the file in.
    fn group(&self, path: &SourcePath) -> Option<&Group> {
        self.groups.iter().find(|group| {
            let below = path.below(&group.source);
            below.is_some_and(|below| group.files.is_match(below) && !group.exclude.is_match(below))
        })
    }

    /// `breadcrumb_path` is the address of one of the docset's own files, so what stands before that file's path is the
    /// path of the docset.
    fn breadcrumb_base(&self, sources: &SourceTree) -> Option<String> {
        let address = self.global.iter().find(|field| field.key == "breadcrumb_path")?.value.text()?;
        let address = address.split('?').next().unwrap_or_default().trim_end_matches(".json").trim_end_matches(".yml");
        let tocs = sources.texts().filter(|(_, text)| text.path.name().eq_ignore_ascii_case("toc.yml"));
        let paths = tocs.filter_map(|(_, text)| {
            let path = self.site_path(&text.path)?;
            Some(format!("/{}", path.rsplit_once('.')?.0))
        });
        let fits = |path: &String| address.to_lowercase().ends_with(&path.to_lowercase());
        let path = paths.filter(fits).max_by_key(String::len)?;
        let base = address.get(..address.len() - path.len())?;
        base.starts_with('/').then(|| base.trim_end_matches('/').to_owned())
    }
}

/// One `dest` that all content shares only moves the whole site; it belongs to the docset's address.
fn drop_shared_dest(groups: &mut [Group]) -> String {
    let Some(first) = groups.first().map(|group| group.site.clone()) else { return String::new() };
    if first.is_empty() || groups.iter().any(|group| group.site != first) {
        return String::new();
    }
    for group in groups {
        group.site.clear();
    }
    format!("/{first}")
}

/// Compiles the globs of one `docfx.json`.
struct Globs<'s> {
    file: &'s SourceText,
    findings: &'s mut Vec<Finding>,
}

impl Globs<'_> {
    fn group(&mut self, folder: &str, group: &Value) -> Option<Group> {
        let text = |key| group.get(key).and_then(Value::text).unwrap_or_default();
        let Some(source) = joined(folder, text("src")) else {
            let span = group.get("src").map_or(group.span, |value| value.span);
            self.findings.push(
                Finding::new(&codes::config::C022, "a folder of the docset lies outside of the project")
                    .at(Place::new(self.file.path.shared(), span))
                    .label("this leads out of the project; its files are left out"),
            );
            return None;
        };
        let site = joined("", text("dest")).unwrap_or_default();
        let globs = |key| group.get(key).map_or(&[][..], Value::items).iter().filter_map(|g| Some((g.text()?, g.span)));
        Some(Group { source, site, files: self.compile(globs("files")), exclude: self.compile(globs("exclude")) })
    }

    fn compile<'p>(&mut self, globs: impl IntoIterator<Item = (&'p str, crate::finding::Span)>) -> GlobSet {
        let globs: Vec<_> = globs.into_iter().collect();
        let (set, bad) = glob::compile(globs.iter().map(|(glob, _)| *glob));
        for (glob, span) in globs.iter().filter(|(glob, _)| bad.contains(glob)) {
            self.findings.push(
                Finding::new(&codes::config::C022, format!("`{glob}` is no pattern for files"))
                    .at(Place::new(self.file.path.shared(), *span))
                    .label("it matches nothing as it is written"),
            );
        }
        set
    }
}
