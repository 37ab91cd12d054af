//! The stages in a row: [`SourceTree`] + [`Config`] → [`SitePlan`] with everything that was found.
//!
//! The only place that knows the whole way. Reads nothing and writes nothing: the sources are read before, the plan is
//! published after. `build`, `check` and the preview call the same function; a command that stops half-way opens a
//! [`Project`], takes its [`Edition`]s and asks one for the stage that it needs.

mod data;
mod edition;
mod editions;
mod layers;
mod leaks;
mod project;
mod search;
mod settings;
mod shell;
mod site;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::edition::Edition;
pub use self::editions::EditionPlan;
pub use self::project::{NoSuchEdition, Project};

use crate::config::Config;
use crate::finding::codes::site::S020;
use crate::finding::{Checked, Finding, Place, sort_findings};
use crate::site::SitePlan;
use crate::source::{SitePath, SourceTree};

/// What to build.
#[derive(Debug, Clone, Copy)]
pub struct BuildOptions<'c> {
    /// The configuration, already read, since it says which sources there are.
    pub config: &'c Config,
    /// The edition, or a pattern such as `site-*`; `None`: every edition that there is.
    pub edition: Option<&'c str>,
    /// Losses that reading the sources met, which every page must tell.
    pub losses: usize,
}

/// Builds the site: one edition as it is, several each in a folder of its own.
///
/// # Errors
/// When no edition has the name that is asked for.
pub fn build_site(sources: &SourceTree, options: &BuildOptions<'_>) -> Result<Checked<SitePlan>, NoSuchEdition> {
    let mut findings: Vec<Finding> = Vec::new();
    let project = Project::read(sources, options.config, options.losses).take(&mut findings);
    let editions = project.editions(options.edition)?;
    let several = editions.len() > 1;
    let mut site = SitePlan::default();
    let mut told: BTreeMap<Told, (Finding, Vec<&str>)> = BTreeMap::new();
    for edition in &editions {
        let name = edition.plan.name.as_str();
        let built = edition.plan(&findings);
        for finding in built.findings {
            let key = (finding.place.clone(), finding.code.id, finding.message.clone());
            let (_, names) = told.entry(key).or_insert_with(|| (finding, Vec::new()));
            // Several findings of one edition may say the same.
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        if !several {
            site = built.value;
            continue;
        }
        for (path, content) in built.value.into_files() {
            if let Ok(path) = SitePath::new(&format!("{}/{path}", edition.plan.folder)) {
                // Folders of editions are distinct; one inside of another may still hold a page of that name.
                if let Err(clash) = site.add(path, content) {
                    let message = format!("two editions want the path `{}`; the first one stays", clash.path);
                    findings.push(Finding::new(&S020, message));
                }
            }
        }
    }
    findings.extend(told.into_values().map(|(finding, names)| in_editions(finding, &names, editions.len())));
    sort_findings(&mut findings);
    Ok(Checked::new(site, findings))
}

/// What makes two findings of different editions the same.
type Told = (Option<Place>, &'static str, String);

/// Says in how many editions a finding occurs, where not in all of them.
fn in_editions(mut finding: Finding, names: &[&str], all: usize) -> Finding {
    if names.len() < all {
        let first = names.first().copied().unwrap_or_default();
        let count = format!("in {} of {all} editions, first: {first}", names.len());
        finding.help = Some(finding.help.map_or(count.clone(), |help| format!("{help} ({count})")));
    }
    finding
}
