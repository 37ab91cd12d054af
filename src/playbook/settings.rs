//! What the project's configuration says about links, pages and navigation, as plain values.

use std::collections::BTreeSet;

use crate::finding::Place;
use crate::source::SourcePath;
use crate::topic::docset::{Docsets, ZoneGroup};

/// What [`super::resolve`] must know besides the topics and the sources.
#[derive(Debug, Clone, Default)]
pub struct ResolveSettings {
    /// The folders that topics stand in, each with the folder of the site that its pages go to; the deepest folder above
    /// a file counts. Empty: topics stand at the project's root.
    pub folders: Vec<PageFolder>,
    /// The folder of the base's topics, which the `topics` folder of a layer mirrors; empty for the project's root.
    pub source_folder: String,
    /// The folder that `~/` means, below the project's root; empty for the root itself.
    pub home_folder: String,
    /// Paths of a web site that are this playbook: the path as addresses have it (`/azure/architecture`), and the folder
    /// of the site that it is.
    pub site_paths: Vec<SitePrefix>,
    /// Whether the paths of `site_paths` may be guessed from the docset's own addresses where there are none.
    pub guess_site_paths: bool,
    /// Where a link such as `/x/y` leads that is not the playbook's own: `https://learn.microsoft.com`.
    pub site_url: Option<String>,
    /// Hosts whose addresses are compared with `site_paths`, lower case.
    pub own_hosts: Vec<String>,
    /// The file that describes the navigation, where the configuration names one.
    pub navigation: Option<SourcePath>,
    /// Whether `README.md` is the index of its folder, as in mdBook and on code hosts.
    pub readme: Readme,
    /// Old addresses by the configuration (`[output.html.redirect]`).
    pub redirects: Vec<Redirect>,
    /// Every topic of the project by its path among the topics of the base, those that the edition does not show
    /// included; of a link to one of those readers see only the text.
    pub known_topics: BTreeSet<SourcePath>,
    /// The choices that zones offer.
    pub zone_groups: Vec<ZoneGroup>,
    /// The topic that is shown for addresses that lead nowhere, where there is one.
    pub not_found: Option<SourcePath>,
}

impl ResolveSettings {
    /// What the docsets of a project say of themselves. Nothing for a project that is none.
    pub fn for_docsets(docsets: &Docsets) -> Self {
        let only = if let [only] = docsets.sets.as_slice() { Some(only) } else { None };
        let folders = docsets.sets.iter().flat_map(|set| {
            set.folders().chain(std::iter::once((set.folder.as_str(), ""))).map(|(source, site)| PageFolder {
                source: source.to_owned(),
                // Several docsets keep their folders apart; a single one is the whole site.
                site: if only.is_some() { site.to_owned() } else { joined(&set.folder, site) },
            })
        });
        let site_paths = docsets.sets.iter().filter_map(|set| {
            let site = if only.is_some() { String::new() } else { set.folder.clone() };
            Some(SitePrefix { address: set.base_path.clone()?, site })
        });
        let docset = !docsets.sets.is_empty();
        Self {
            folders: folders.collect(),
            home_folder: docsets.sets.first().map(|set| set.folder.clone()).unwrap_or_default(),
            site_paths: site_paths.collect(),
            guess_site_paths: docset,
            site_url: docset.then(|| "https://learn.microsoft.com".to_owned()),
            own_hosts: if docset { LEARN_HOSTS.map(str::to_owned).to_vec() } else { Vec::new() },
            readme: if docset { Readme::Plain } else { Readme::Index },
            zone_groups: docsets.zone_groups.clone(),
            ..Self::default()
        }
    }
}

/// The hosts that docsets are published on; `docs.microsoft.com` is the older name and forwards to the other.
const LEARN_HOSTS: [&str; 2] = ["learn.microsoft.com", "docs.microsoft.com"];

/// A folder of topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFolder {
    /// The folder below the project's root; empty for the root itself.
    pub source: String,
    /// The folder of the site that its pages go to; empty for the site's root.
    pub site: String,
}

/// A path of a web site that is this playbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePrefix {
    /// The path, with `/` before and none behind; empty for the whole host.
    pub address: String,
    /// The folder of the site that it is.
    pub site: String,
}

/// What page `README.md` becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Readme {
    /// `index.html`, unless the folder has an index of its own.
    #[default]
    Index,
    /// `README.html`.
    Plain,
}

/// An old address and where it leads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old page, as a path of the site (`/old/page.html`).
    pub from: String,
    /// The new one: an address of any kind; a relative path counts from the folder of the old page.
    pub to: String,
    /// Where it is written.
    pub place: Place,
}

/// A path below a folder; either may be empty.
pub(super) fn joined(folder: &str, below: &str) -> String {
    match (folder, below) {
        ("", below) => below.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, below) => format!("{folder}/{below}"),
    }
}
