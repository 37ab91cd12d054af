//! Data files of the project → the data of an edition.

use std::collections::BTreeMap;

use super::editions::EditionPlan;
use crate::config::Config;
use crate::data::{DataFile, DataSets, LayerData, Schema, merge_data, read_data_file, read_schemas};
use crate::finding::Finding;
use crate::overlay::{LayerId, Layers};
use crate::source::SourceTree;

/// Every data file of the project, read once.
#[derive(Debug, Default)]
pub(crate) struct ProjectData {
    files: Vec<(LayerId, DataFile)>,
    schemas: BTreeMap<String, Schema>,
    /// Whether names between double braces mean anything: only where the project has data.
    pub(super) in_use: bool,
}

impl ProjectData {
    /// Reads them. The base's files count where `book.toml` has schemas or a layer has data: any folder may be called
    /// `data`.
    pub(super) fn read(sources: &SourceTree, config: &Config, layers: &Layers, findings: &mut Vec<Finding>) -> Self {
        let base = (LayerId::BASE, config.data_folder(sources));
        let of_layers = layers.iter().filter_map(|(id, layer)| Some((id, format!("{}/data", layer.folder.as_ref()?))));
        let folders: Vec<(LayerId, String)> = std::iter::once(base).chain(of_layers).collect();
        let files = |findings: &mut Vec<Finding>, wanted: &dyn Fn(LayerId) -> bool| -> Vec<(LayerId, DataFile)> {
            let mut files = Vec::new();
            for (_, text) in sources.texts() {
                let folder = folders.iter().find(|(id, folder)| {
                    wanted(*id) && text.path.below(folder).is_some_and(|name| !name.contains('/'))
                });
                if let Some(((id, _), read)) = folder.and_then(|folder| Some((folder, read_data_file(text)?))) {
                    files.push((*id, read.take(findings)));
                }
            }
            files
        };
        let mut all = files(findings, &|id| id != LayerId::BASE);
        let by_editions = config.editions.iter().any(|edition| edition.for_each.is_some());
        let in_use = !config.data.is_empty() || !all.is_empty() || by_editions;
        if !config.data.is_empty() || !all.is_empty() {
            all.extend(files(findings, &|id| id == LayerId::BASE));
        }
        Self { files: all, schemas: read_schemas(&config.data).take(findings), in_use }
    }

    /// The records of a set of the base, for `for-each`.
    pub(super) fn base_records(&self, set: &str) -> Option<Vec<BTreeMap<String, String>>> {
        let data = self.merged(&[], &Layers::default(), &mut Vec::new());
        let record = |(id, record): (&str, &BTreeMap<String, crate::data::Datum>)| {
            let fields = record.iter().map(|(field, datum)| (field.clone(), datum.text.clone()));
            fields.chain([("id".to_owned(), id.to_owned())]).collect()
        };
        data.has_set(set).then(|| data.records(set).into_iter().map(record).collect())
    }

    /// The data of an edition. Layers that it may not show add nothing.
    pub(super) fn of(&self, edition: &EditionPlan, layers: &Layers, findings: &mut Vec<Finding>) -> DataSets {
        let shown = |id: &LayerId| edition.clearance.shows_layer(layers, *id);
        let ranks: Vec<Vec<LayerId>> =
            edition.ranks.iter().map(|rank| rank.iter().copied().filter(shown).collect()).collect();
        let mut data = self.merged(&ranks, layers, findings);
        data.values.clone_from(&edition.values);
        data
    }

    fn merged(&self, ranks: &[Vec<LayerId>], layers: &Layers, findings: &mut Vec<Finding>) -> DataSets {
        let of = |id: LayerId| self.files.iter().filter(move |(layer, _)| *layer == id).map(|(_, file)| file).collect();
        let mut laid = vec![LayerData { rank: 0, name: "base", label: "the base", files: of(LayerId::BASE) }];
        for (rank, ids) in (1..).zip(ranks) {
            laid.extend(ids.iter().map(|id| LayerData {
                rank,
                name: layers.get(*id).map_or("", |layer| layer.name.as_str()),
                label: layers.get(*id).map_or("", |layer| layer.label.as_str()),
                files: of(*id),
            }));
        }
        merge_data(&laid, &self.schemas, findings)
    }
}
