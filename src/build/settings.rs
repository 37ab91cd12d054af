//! Configuration → the settings of each stage.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::finding::Place;
use crate::overlay::Stack;
use crate::page::PageSettings;
use crate::playbook::{PageFolder, Playbook, Readme, Redirect, ResolveSettings, SitePrefix};
use crate::topic::docset::Docsets;
use crate::topic::{TopicSet, TopicSettings};

pub(super) fn topic_settings(config: &Config, stack: &Stack, docsets: Docsets) -> TopicSettings {
    TopicSettings {
        source_folder: stack.source_folder.clone(),
        overlays_folder: stack.overlays_folder.clone(),
        markdown: config.markdown.clone(),
        docsets,
    }
}

/// What the docsets say of links and pages, with `book.toml` over it.
pub(super) fn resolve_settings(config: &Config, stack: &Stack, docsets: &Docsets, set: &TopicSet) -> ResolveSettings {
    let mut settings = ResolveSettings::for_docsets(docsets);
    settings.source_folder.clone_from(&stack.source_folder);
    if docsets.sets.is_empty() {
        settings.folders = vec![PageFolder { source: stack.source_folder.clone(), site: String::new() }];
        settings.home_folder.clone_from(&stack.source_folder);
        settings.readme = Readme::Index;
    }
    let prefixes = config.links.site_paths.iter().map(|(address, folder)| SitePrefix {
        address: address.clone(),
        site: folder.value.strip_prefix(&stack.source_folder).unwrap_or(&folder.value).trim_matches('/').to_owned(),
    });
    settings.site_paths.extend(prefixes);
    let base = config.links.base_path.iter().map(|base| SitePrefix { address: base.clone(), site: String::new() });
    settings.site_paths.extend(base);
    if let Some(url) = &config.links.site_url {
        settings.own_hosts.extend(host_of(url));
        settings.site_url = Some(url.clone());
    }
    let redirects = config.html.redirect.iter().map(|(from, to)| Redirect {
        from: from.clone(),
        to: to.value.clone(),
        place: to.place.clone().unwrap_or_else(|| Place::new("book.toml", 0..0)),
    });
    settings.redirects.extend(redirects);
    settings.known_topics = set.topics.iter().map(|topic| topic.path.clone()).collect();
    settings
}

pub(super) fn page_settings(playbook: &Playbook) -> PageSettings {
    let pivots = playbook.zone_groups.iter().flat_map(|group| &group.pivots);
    let pivots: BTreeMap<Box<str>, String> =
        pivots.map(|pivot| (pivot.id.as_str().into(), pivot.title.clone())).collect();
    PageSettings { pivots, ..PageSettings::default() }
}

/// The host of an address, lower case.
fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next().map(str::to_lowercase)
}
