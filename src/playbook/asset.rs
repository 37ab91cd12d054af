//! Which files the site carries along, and where it puts them.

use std::collections::{BTreeMap, BTreeSet};

use super::PageFolder;
use super::page_path::{OWN_NAMES, folded, short_hash, site_path_of};
use crate::overlay::{LayerId, Layers};
use crate::source::{SitePath, SourcePath, SourceTree};

/// What a file is for the site, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AssetKind {
    /// A picture that can do nothing but be seen.
    Picture,
    /// A drawing that could hold scripts: shown as a picture, where none of them runs, and never opened by itself.
    Drawing,
    /// A file that another program opens.
    Download,
    /// Text that is a source of the playbook (Markdown, YAML), and never leaves as it is.
    Source,
    /// Anything else: it may act on the reader's computer.
    Refused,
}

/// The allow-list. What is not named here is not carried (reliability design, demand 4).
pub(super) fn asset_kind(ending: &str) -> AssetKind {
    match ending.to_ascii_lowercase().as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "apng" | "tif" | "tiff" => {
            AssetKind::Picture
        }
        "svg" => AssetKind::Drawing,
        "pdf" | "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "odg" | "rtf" | "vsdx" | "drawio" | "txt"
        | "csv" | "tsv" | "json" | "xml" | "log" | "ics" | "vcf" | "kml" | "gpx" | "geojson" | "zip" | "7z" | "gz"
        | "tgz" | "tar" | "mp3" | "m4a" | "ogg" | "wav" | "mp4" | "webm" | "vtt" | "epub" => AssetKind::Download,
        "md" | "markdown" | "yml" | "yaml" | "toml" => AssetKind::Source,
        _ => AssetKind::Refused,
    }
}

/// Where each file lies on the site that it may carry. Decided for all files at once, so that it never depends on which
/// link is met first.
#[derive(Debug, Default)]
pub(super) struct AssetPaths {
    by_file: BTreeMap<SourcePath, SitePath>,
    by_site: BTreeMap<SitePath, SourcePath>,
}

impl AssetPaths {
    pub(super) fn new(sources: &SourceTree, folders: &[PageFolder], layers: &Layers) -> Self {
        let mut taken = BTreeSet::new();
        let mut paths = Self::default();
        for file in sources.files().keys().chain(sources.texts().map(|(_, text)| &text.path)) {
            if matches!(asset_kind(file.ending()), AssetKind::Refused | AssetKind::Source) {
                continue;
            }
            let mut path = if layers.of_file(file) == LayerId::BASE {
                in_base(file, folders)
            } else {
                // The folder and name would tell readers which layers there are.
                format!("media/{}.{}", short_hash(file.as_str()), folded(file.ending()))
            };
            if !taken.insert(folded(&path)) {
                path = format!("media/{}-{}", short_hash(file.as_str()), file.name());
                taken.insert(folded(&path));
            }
            if let Ok(path) = SitePath::new(&path) {
                paths.by_site.insert(path.clone(), file.clone());
                paths.by_file.insert(file.clone(), path);
            }
        }
        paths
    }

    /// The source file of each path of the site.
    pub(super) fn by_site(&self) -> &BTreeMap<SitePath, SourcePath> {
        &self.by_site
    }

    pub(super) fn get(&self, file: &SourcePath) -> Option<&SitePath> {
        self.by_file.get(file)
    }
}

/// A file beside the topics keeps its place; one from elsewhere, or in a folder that the site fills itself, goes below
/// `media`.
fn in_base(file: &SourcePath, folders: &[PageFolder]) -> String {
    let inside = folders.is_empty() || folders.iter().any(|folder| file.below(&folder.source).is_some());
    let path = site_path_of(file, folders);
    let own = path.split_once('/').is_some_and(|(first, _)| OWN_NAMES.contains(&folded(first).as_str()));
    // Windows cannot hold these, nor names that end in a blank or a dot; a page may have the name of such a folder.
    let odd = path.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
        || path.contains("./")
        || path.contains(" /")
        || folded(&path).contains(".html/");
    match (inside, own || odd) {
        (true, false) => path,
        (true, true) if !odd => format!("media/{path}"),
        _ if odd => format!("media/{}.{}", short_hash(file.as_str()), folded(file.ending())),
        _ => format!("media/{}-{}", short_hash(file.as_str()), file.name()),
    }
}
