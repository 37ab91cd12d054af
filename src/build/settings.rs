//! Configuration → the settings of each stage.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::finding::Place;
use crate::overlay::{Clearance, Stack};
use crate::page::{Drawings, Highlight, PageSettings, PageSources};
use crate::playbook::{PageFolder, Playbook, Readme, Redirect, ResolveSettings, SitePrefix};
use crate::source::{SourcePath, SourceTree};
use crate::topic::docset::Docsets;
use crate::topic::{TextOnly, TopicSet, TopicSettings};

pub(super) fn topic_settings(config: &Config, stack: &Stack, docsets: Docsets, sources: &SourceTree) -> TopicSettings {
    let folder = &stack.source_folder;
    let summary = if folder.is_empty() { "SUMMARY.md".to_owned() } else { format!("{folder}/SUMMARY.md") };
    let summary = SourcePath::new(&summary).ok().filter(|path| docsets.sets.is_empty() && sources.find(path).is_some());
    let markdown = if summary.is_some() { &config.markdown_of_mdbook.0 } else { &config.markdown };
    TopicSettings {
        source_folder: folder.clone(),
        overlays_folder: stack.overlays_folder.clone(),
        markdown: markdown.clone(),
        docsets,
        summary,
        hidelines: config.html.hidelines.clone(),
        text_only: text_only(stack),
    }
}

/// The folders of layers that are trusted for text alone.
fn text_only(stack: &Stack) -> Vec<TextOnly> {
    let layers = stack.layers.iter().filter(|(_, layer)| !layer.full_trust);
    layers
        .filter_map(|(_, layer)| Some(TextOnly { folder: layer.folder.clone()?, label: layer.label.clone() }))
        .collect()
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
    let not_found = config.html.input_404.as_ref().map_or("404.md", SourcePath::as_str);
    settings.not_found = SourcePath::new(&format!("{}/{not_found}", stack.source_folder)).ok();
    let topics = set.topics.iter().map(|topic| &topic.path).chain(&set.of_other_versions);
    settings.known_topics = topics.map(|path| path_in_base(path, stack)).collect();
    settings
}

/// Where a topic stands among those of the base: a layer's own topic as if its folder `topics` were theirs.
fn path_in_base(path: &SourcePath, stack: &Stack) -> SourcePath {
    let in_layer = stack.overlays_folder.as_deref().and_then(|folder| path.below(folder)?.split_once('/'));
    let below = in_layer.and_then(|(_, rest)| rest.strip_prefix("topics/"));
    let mirrored = below.and_then(|below| SourcePath::new(&format!("{}/{below}", stack.source_folder)).ok());
    mirrored.unwrap_or_else(|| path.clone())
}

pub(super) fn page_settings(
    config: &Config,
    sources: &SourceTree,
    playbook: &Playbook,
    drawings: &Arc<Drawings>,
    clearance: &Clearance,
) -> PageSettings {
    let pivots = playbook.zone_groups.iter().flat_map(|group| &group.pivots);
    let pivots: BTreeMap<Box<str>, String> =
        pivots.map(|pivot| (pivot.id.as_str().into(), pivot.title.clone())).collect();
    let pictures = playbook.assets.iter().filter_map(|(path, file)| Some((path.clone(), sources.picture(file)?)));
    PageSettings {
        sources: PageSources::new(sources, &playbook.layers),
        pivots,
        highlight: if config.theme.plain_code { Highlight::Plain } else { Highlight::Marked },
        pictures: pictures.collect(),
        earlier_words: shows_earlier_words(clearance),
        drawings: Arc::clone(drawings),
    }
}

/// Whether an edition is for readers of its organisation, and not for everybody.
fn shows_earlier_words(clearance: &Clearance) -> bool {
    let lowest = clearance.classes.first().map(|class| clearance.rank(class));
    lowest.is_some_and(|lowest| clearance.rank(&clearance.ceiling) > lowest)
}

/// The host of an address, lower case.
fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next().map(str::to_lowercase)
}
