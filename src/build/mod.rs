//! The stages in a row: [`SourceTree`] + [`Config`] → [`SitePlan`] with everything that was found.
//!
//! The only place that knows the whole way. Reads nothing and writes nothing: the sources are read before, the plan is
//! published after. `build`, `check` and the preview make the same [`Snapshot`]s, see [`Workshop`]; a command that stops half-way opens a
//! [`Project`], takes its [`Edition`]s and asks one for the stage that it needs.

mod blocks;
mod data;
#[cfg(test)]
mod diagram_tests;
mod edition;
mod editions;
mod files;
#[cfg(test)]
mod incremental_tests;
mod layers;
mod leaks;
mod memory;
mod print;
mod project;
mod reviews;
mod search;
mod settings;
mod shell;
mod snapshot;
#[cfg(test)]
mod tests;
mod told;
mod workshop;

use std::sync::Arc;

pub use self::blocks::{PageBlock, PageBlocks};
pub use self::edition::Edition;
pub use self::editions::EditionPlan;
use self::memory::Memory;
pub use self::project::{NoSuchEdition, Project};
pub use self::reviews::record_of;
pub use self::snapshot::Snapshot;
pub use self::told::Told;
pub use self::workshop::{Made, Workshop};

use crate::config::Config;
use crate::finding::codes::site::S020;
use crate::finding::{Checked, Finding, sort_findings};
use crate::page::Draw;
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
    /// Who draws the diagrams that `[diagrams]` names programs for; `None`: their sources are shown.
    pub draw: Option<&'c Arc<dyn Draw>>,
}

/// Builds the site: one edition as it is, several each in a folder of its own.
///
/// # Errors
/// When no edition has the name that is asked for.
pub fn build_site(sources: &SourceTree, options: &BuildOptions<'_>) -> Result<Checked<SitePlan>, NoSuchEdition> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut memory = Memory::default();
    memory.draw = options.draw.cloned();
    let project =
        Arc::new(Project::read_again(sources, options.config, options.losses, &mut memory).take(&mut findings));
    let editions = project.editions(options.edition)?;
    let several = editions.len() > 1;
    let mut site = SitePlan::default();
    let mut told = Told::default();
    for edition in &editions {
        let built = Snapshot::new(&project, edition.plan, &findings, &mut memory).plan();
        told.add(&edition.plan.name, built.findings);
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
    findings.extend(told.all());
    sort_findings(&mut findings);
    Ok(Checked::new(site, findings))
}
