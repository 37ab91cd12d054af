//! Configuration and `layer.toml` files → the layers of the project and the ranks of an edition.

use std::collections::BTreeSet;

use crate::config::{Config, Rank, Trust, Written, read_layer};
use crate::finding::{Checked, Finding, Place, codes::overlay as o, nearest, nearest_within};
use crate::overlay::{Class, Layer, LayerId, Layers};
use crate::source::{SourcePath, SourceTree};

/// The layers of the project and the folder that holds them; without layers the folder is not looked at again.
pub(super) fn read_project_layers(sources: &SourceTree, config: &Config) -> Checked<(Layers, String)> {
    let mut findings = Vec::new();
    let folder = config.overlay_folder(sources);
    let layers = read_layers(sources, &folder, &mut findings);
    check_files(sources, &folder, &mut findings);
    Checked::new((layers, folder), findings)
}

/// The ranks of an edition that names no stack.
pub(super) fn default_order(
    config: &Config,
    layers: &Layers,
    folder: &str,
    findings: &mut Vec<Finding>,
) -> Vec<Vec<LayerId>> {
    let Some(order) = &config.overlays.order else { return default_ranks(layers, folder, findings) };
    let name = |name: &Written<String>| StackName::read(&name.value, name.place.clone());
    let order: Vec<Vec<StackName>> = order.iter().map(|rank: &Rank| rank.iter().map(name).collect()).collect();
    ranks_of(&order, layers, findings)
}

/// A layer's name in a stack.
#[derive(Debug, Clone)]
pub(super) struct StackName {
    name: String,
    /// `?`: the layer may be missing.
    optional: bool,
    place: Option<Place>,
}

impl StackName {
    /// Reads a name such as `site-ksb?`.
    pub(super) fn read(written: &str, place: Option<Place>) -> Self {
        let name = written.strip_suffix('?').unwrap_or(written);
        Self { name: name.to_owned(), optional: name.len() < written.len(), place }
    }
}

/// What a layer's folder may hold, besides `layer.toml`.
const FOLDERS: [&str; 5] = ["changes", "topics", "data", "assets", "reviewed"];

/// Reports the files of layers that nothing would read. What stands in other folders may be taken in by topics.
fn check_files(sources: &SourceTree, folder: &str, findings: &mut Vec<Finding>) {
    let texts = sources.texts().map(|(_, text)| &text.path);
    for path in texts.chain(sources.files().keys()) {
        let Some((layer, file)) = path.below(folder).and_then(|below| below.split_once('/')) else { continue };
        let is_markdown = ["md", "markdown"].iter().any(|ending| path.ending().eq_ignore_ascii_case(ending));
        let help = match file.split_once('/') {
            None if file == "layer.toml" || file == "toc.md" => continue,
            None if is_markdown => "change files stand in `changes/`, whole topics in `topics/`",
            None => "move it to `assets/` or `data/`",
            Some(("changes", _)) if !is_markdown => "`changes/` holds change files; other files stand in `assets/`",
            Some((top, _)) => match nearest_within(top, FOLDERS, 2) {
                Some(near) if near != top => match near {
                    "changes" => "did you mean `changes/`?",
                    "topics" => "did you mean `topics/`?",
                    "data" => "did you mean `data/`?",
                    "assets" => "did you mean `assets/`?",
                    _ => "did you mean `reviewed/`?",
                },
                _ => continue,
            },
        };
        let message = format!("nothing reads `{file}` of layer {layer}");
        findings.push(Finding::new(&o::O114, message).at(Place::new(path.shared(), 0..0)).help(help));
    }
}

/// Every folder below the folder of layers is a layer.
fn read_layers(sources: &SourceTree, folder: &str, findings: &mut Vec<Finding>) -> Layers {
    let below = sources.texts().filter_map(|(_, text)| text.path.below(folder)?.split_once('/'));
    let names: BTreeSet<&str> = below.map(|(name, _)| name).collect();
    let layer = |name: &str| {
        let path = SourcePath::new(&format!("{folder}/{name}")).ok()?;
        let file = SourcePath::new(&format!("{path}/layer.toml")).ok()?;
        let read = sources.find(&file).map(|(_, text)| read_layer(&text.text, &file.shared(), name));
        let config = read.map(|read| read.take(findings)).unwrap_or_default();
        let label = config.label.unwrap_or_else(|| name.to_owned());
        let first_letter = label.chars().next().map(|letter| letter.to_uppercase().collect());
        let mark = config.mark.or(first_letter).unwrap_or_default();
        let classification = config.classification.map(|class| Class { name: class.value, place: class.place });
        Some(Layer {
            name: name.to_owned(),
            label,
            mark,
            folder: Some(path),
            owner: config.owner,
            classification,
            audience: config.audience,
            full_trust: config.trust == Trust::Full,
        })
    };
    Layers::new(names.into_iter().filter_map(layer).collect())
}

/// The layers of each rank.
pub(super) fn ranks_of(order: &[Vec<StackName>], layers: &Layers, findings: &mut Vec<Finding>) -> Vec<Vec<LayerId>> {
    let mut seen = BTreeSet::new();
    let mut ranks = Vec::with_capacity(order.len());
    for rank in order {
        let mut ids = Vec::with_capacity(rank.len());
        for StackName { name, optional, place } in rank {
            let problem = match layers.find(name).filter(|id| *id != LayerId::BASE) {
                Some(id) if seen.insert(id) => {
                    ids.push(id);
                    continue;
                }
                Some(_) => Finding::new(&o::O407, format!("layer “{name}” appears twice in the order")),
                None if *optional => continue,
                None => {
                    let names = layers.iter().skip(1).map(|(_, layer)| layer.name.as_str());
                    let mut finding = Finding::new(&o::O410, format!("there is no layer “{name}”"));
                    finding.help = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
                    finding
                }
            };
            findings.push(Finding { place: place.clone(), ..problem });
        }
        ranks.push(ids);
    }
    ranks
}

/// Without an order a single layer is the order; of several nobody could say which comes first.
fn default_ranks(layers: &Layers, folder: &str, findings: &mut Vec<Finding>) -> Vec<Vec<LayerId>> {
    let ids: Vec<LayerId> = layers.iter().skip(1).map(|(id, _)| id).collect();
    if ids.len() > 1 {
        let names: Vec<String> = layers.iter().skip(1).map(|(_, layer)| format!("\"{}\"", layer.name)).collect();
        let message = format!("`{folder}` holds {} layers, but nothing says their order; none is used", ids.len());
        let finding = Finding::new(&o::O409, message).help("write it in `book.toml` under `[overlays]`, lowest first");
        findings.push(finding.try_line(format!("order = [{}]", names.join(", "))));
        return Vec::new();
    }
    ids.into_iter().map(|id| vec![id]).collect()
}
