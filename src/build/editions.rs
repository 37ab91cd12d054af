//! `[editions]` → the editions to build: for each a name, a folder, a stack of layers, values and a clearance.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::{StackName, default_order, ranks_of};
use crate::config::{Config, Edition, Node, NodeKind};
use crate::finding::{Checked, Finding, Place, codes::overlay as o, nearest};
use crate::overlay::{Clearance, LayerId, Layers};
use crate::page::ChangesTold;
use crate::source::SitePath;

/// One edition to build.
#[derive(Debug, Clone)]
pub struct EditionPlan {
    /// Its name on the command line.
    pub name: String,
    /// What readers see; `None` where there is only one edition and nobody named it.
    pub label: Option<String>,
    /// Its folder below the output folder, where several are built.
    pub folder: String,
    /// Its short code, such as the number on a printed copy.
    pub code: Option<String>,
    /// The day until which it is valid.
    pub valid_until: Option<String>,
    /// Whether a page lists what layers changed, and how much it tells.
    pub changes: Option<ChangesTold>,
    /// What stands above every page.
    pub notice: Option<String>,
    /// Its layers, lowest rank first; several of one rank are peers.
    pub ranks: Vec<Vec<LayerId>>,
    /// What it may show.
    pub clearance: Clearance,
    /// The values of `for-each`, such as `site.id`.
    pub values: BTreeMap<String, String>,
}

/// The records of a data set, each as fields with values, `id` among them.
pub(super) type Records<'a> = &'a dyn Fn(&str) -> Option<Vec<BTreeMap<String, String>>>;

/// The editions that an edition below `[editions]` may become.
const MOST: usize = 2_000;

/// The editions of the project; one where the configuration names none.
pub(super) fn plan_editions(
    config: &Config,
    layers: &Layers,
    overlay_folder: &str,
    records: Records<'_>,
) -> Checked<Vec<EditionPlan>> {
    let mut findings = Vec::new();
    let default_ranks = |findings: &mut Vec<Finding>| default_order(config, layers, overlay_folder, findings);
    if config.editions.is_empty() {
        let only = EditionPlan {
            name: "default".to_owned(),
            label: None,
            folder: String::new(),
            code: None,
            valid_until: None,
            changes: None,
            notice: None,
            ranks: default_ranks(&mut findings),
            clearance: clearance_of(config, "default"),
            values: BTreeMap::new(),
        };
        return Checked::new(vec![only], findings);
    }
    let mut plans: Vec<EditionPlan> = Vec::new();
    for edition in &config.editions {
        for values in combinations(edition, records, &mut findings) {
            let mut filler = Filler { values: &values, place: edition.key.place.as_ref(), findings: &mut findings };
            let name = filler.fill(&edition.name);
            let label = filler.fill(edition.label.as_deref().unwrap_or(&name));
            let folder = edition.out.as_deref().map_or_else(|| name.clone(), |out| filler.fill(out));
            let audience = edition.audience.iter().map(|tag| filler.fill(tag)).collect();
            let ceiling = edition.clearance.as_ref().map(|class| filler.fill(&class.value));
            let mut written_stack = Vec::new();
            for rank in edition.stack.iter().flatten() {
                let names = rank.iter().map(|name| StackName::read(&filler.fill(&name.value), name.place.clone()));
                written_stack.push(names.collect::<Vec<_>>());
            }
            let ranks = match &edition.stack {
                Some(_) => ranks_of(&written_stack, layers, &mut findings),
                None => default_ranks(&mut findings),
            };
            let mut clearance = clearance_of(config, &name);
            clearance.ceiling = ceiling.unwrap_or(clearance.ceiling);
            clearance.audience = audience;
            clearance.redact.clone_from(&edition.redact);
            check_class(&clearance, edition, &mut findings);
            plans.push(EditionPlan {
                label: Some(label),
                folder: check_folder(&folder, &name, edition, &mut findings),
                code: edition.code.clone(),
                valid_until: edition.valid_until.as_ref().map(|day| day.value.clone()),
                changes: edition.changes.as_deref().map(|told| match told {
                    "audit" => ChangesTold::Audit,
                    _ => ChangesTold::Names,
                }),
                notice: edition.notice.clone(),
                ranks,
                clearance,
                values,
                name,
            });
        }
    }
    without_clashes(plans, &mut findings)
}

fn without_clashes(plans: Vec<EditionPlan>, findings: &mut Vec<Finding>) -> Checked<Vec<EditionPlan>> {
    let (mut names, mut folders) = (BTreeSet::new(), BTreeSet::new());
    let mut kept = Vec::with_capacity(plans.len());
    for plan in plans {
        let free = names.insert(plan.name.clone()) && folders.insert(plan.folder.to_lowercase());
        if free {
            kept.push(plan);
        } else {
            let message = format!("two editions have the name or the folder “{}”; the first one stays", plan.name);
            let help = "give `name` or `out` a part that differs, such as `{site.id}`";
            findings.push(Finding::new(&o::O412, message).at(Place::new("book.toml", 0..0)).help(help));
        }
    }
    Checked::new(kept, std::mem::take(findings))
}

fn clearance_of(config: &Config, edition: &str) -> Clearance {
    Clearance {
        classes: config.clearance.classes.clone(),
        default: config.clearance.default.clone(),
        ceiling: config.clearance.default.clone(),
        audience: Vec::new(),
        redact: None,
        edition: edition.to_owned(),
    }
}

fn check_class(clearance: &Clearance, edition: &Edition, findings: &mut Vec<Finding>) {
    if clearance.rank(&clearance.ceiling) == crate::overlay::Rank::UNKNOWN {
        let classes = clearance.classes.join(", ");
        let message = format!("class “{}” is not one of {classes}; the edition shows nothing", clearance.ceiling);
        let place = edition.clearance.as_ref().and_then(|class| class.place.clone());
        findings.push(Finding { place, ..Finding::new(&o::O608, message) });
    }
}

/// A folder that stays below the output folder.
fn check_folder(folder: &str, name: &str, edition: &Edition, findings: &mut Vec<Finding>) -> String {
    if let Ok(path) = SitePath::new(folder) {
        return path.to_string();
    }
    let message = format!("“{folder}” is no folder below the output folder");
    let place = edition.key.place.clone();
    findings.push(Finding { place, ..Finding::new(&o::O412, message) });
    name.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '-' }).collect()
}

/// The values of each combination of `for-each`, without those of `skip`.
fn combinations(edition: &Edition, records: Records<'_>, findings: &mut Vec<Finding>) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for entry in edition.for_each.as_ref().map_or(&[][..], Node::entries) {
        let choices = choices(&entry.key, &entry.node, records, findings);
        if all.len().saturating_mul(choices.len()) > MOST {
            let message = format!("`for-each` makes more than {MOST} editions");
            findings.push(Finding { place: entry.place.clone(), ..Finding::new(&o::O412, message) });
            return Vec::new();
        }
        all = all
            .into_iter()
            .flat_map(|values| {
                choices.iter().map(move |choice| {
                    let mut values: BTreeMap<String, String> = values.clone();
                    values.extend(choice.clone());
                    values
                })
            })
            .collect();
    }
    let skipped = edition.skip.as_ref().map_or(&[][..], Node::items);
    all.retain(|values| !skipped.iter().any(|skip| covers(skip, values)));
    all
}

/// `["public", "responders"]`, or `"data:sites"`: each record of the set.
fn choices(key: &str, node: &Node, records: Records<'_>, findings: &mut Vec<Finding>) -> Vec<BTreeMap<String, String>> {
    if let NodeKind::List(items) = &node.kind {
        let texts = items.iter().filter_map(Node::text);
        return texts.map(|text| BTreeMap::from([(key.to_owned(), text.to_owned())])).collect();
    }
    let set = node.text().and_then(|text| text.strip_prefix("data:"));
    let Some(found) = set.and_then(records) else {
        let message = match set {
            Some(set) => format!("there is no data set “{set}”"),
            None => format!("`for-each.{key}` takes a list of texts, or `\"data:set\"`"),
        };
        findings.push(Finding { place: node.place.clone(), ..Finding::new(&o::O412, message) });
        return Vec::new();
    };
    let named = |record: BTreeMap<String, String>| {
        let mut values: BTreeMap<String, String> =
            record.iter().map(|(field, value)| (format!("{key}.{field}"), value.clone())).collect();
        values.extend(record.get("id").map(|id| (key.to_owned(), id.clone())));
        values
    };
    found.into_iter().map(named).collect()
}

/// Whether every value that `skip` names is that of the combination.
fn covers(skip: &Node, values: &BTreeMap<String, String>) -> bool {
    let entries = skip.entries();
    !entries.is_empty() && entries.iter().all(|entry| entry.node.text() == values.get(&entry.key).map(String::as_str))
}

/// Puts values in the place of `{name}`.
struct Filler<'a> {
    values: &'a BTreeMap<String, String>,
    place: Option<&'a Place>,
    findings: &'a mut Vec<Finding>,
}

impl Filler<'_> {
    fn fill(&mut self, pattern: &str) -> String {
        let mut filled = String::with_capacity(pattern.len());
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            if let Some(value) = self.values.get(name) {
                filled.push_str(value);
            } else {
                let near = nearest(name, self.values.keys().map(String::as_str));
                let mut finding = Finding::new(&o::O412, format!("`{{{name}}}` stands for nothing in this edition"));
                finding.place = self.place.cloned();
                finding.help = near.map(|near| format!("did you mean `{{{near}}}`?"));
                self.findings.push(finding);
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// The editions that a pattern such as `site-*` means; all without one.
pub(super) fn chosen<'p>(plans: &'p [EditionPlan], pattern: Option<&str>) -> Result<Vec<&'p EditionPlan>, String> {
    let Some(pattern) = pattern else { return Ok(plans.iter().collect()) };
    let glob =
        globset::Glob::new(pattern).map_err(|_| format!("`{pattern}` is no pattern of names"))?.compile_matcher();
    let chosen: Vec<&EditionPlan> =
        plans.iter().filter(|plan| plan.name == pattern || glob.is_match(&plan.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
        return Err(format!("there is no edition `{}`; there are {}", pattern.escape_debug(), names.join(", ")));
    }
    Ok(chosen)
}
