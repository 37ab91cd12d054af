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
mod frames;
mod give;
#[cfg(test)]
mod incremental_tests;
mod inputs;
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
mod touched;
mod workshop;

use std::sync::{Arc, Mutex, PoisonError};

pub use self::blocks::{PageBlock, PageBlocks};
pub use self::edition::Edition;
pub use self::editions::EditionPlan;
pub use self::inputs::hash_inputs;
use self::memory::Memory;
pub use self::project::{NoSuchEdition, Project};
pub use self::reviews::record_of;
pub use self::snapshot::Snapshot;
pub use self::told::Told;
pub use self::workshop::{Made, Workshop};

use crate::config::Config;
use crate::finding::codes::site::S020;
use crate::finding::{Checked, Finding};
use crate::page::Draw;
use crate::site::{Content, SitePaths, SitePlan, TakeFiles};
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

/// What came of a build whose files were given away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Everything that was found, sorted.
    pub findings: Vec<Finding>,
    /// The pages among the files.
    pub pages: usize,
}

/// Builds the site in memory: one edition as it is, several each in a folder of its own.
///
/// # Errors
/// When no edition has the name that is asked for.
pub fn build_site(sources: &SourceTree, options: &BuildOptions<'_>) -> Result<Checked<SitePlan>, NoSuchEdition> {
    let plan = Planned::default();
    let built = give_site(sources, options, &plan)?;
    Ok(Checked::new(plan.0.into_inner().unwrap_or_else(PoisonError::into_inner), built.findings))
}

/// So many editions ask for what is kept before the next turn. What a site changes its own editions show one after the
/// other, and what it leaves as it is the sites beside it show as well.
const TURN: usize = 2;

/// Builds the site and gives each file away as soon as it is made, an edition after the other. Whoever takes the files may
/// not show them before all is found: a later file, or a later edition, may be what must not be published.
///
/// # Errors
/// When no edition has the name that is asked for; no file was given away then.
pub fn give_site(
    sources: &SourceTree,
    options: &BuildOptions<'_>,
    taker: &dyn TakeFiles,
) -> Result<Built, NoSuchEdition> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut memory = Memory::of_one_making();
    memory.draw = options.draw.cloned();
    let project =
        Arc::new(Project::read_again(sources, options.config, options.losses, &mut memory).take(&mut findings));
    let editions = project.editions(options.edition)?;
    let plans: Vec<EditionPlan> = editions.into_iter().map(|edition| edition.plan.clone()).collect();
    let several = plans.len() > 1;
    memory.shares = several;
    let layers = project.layers.clone();
    let mut project = Some(project);
    let mut site = Placing { several, ..Placing::default() };
    let mut told = Told::default();
    for (at, plan) in plans.iter().enumerate() {
        memory.has_more(at + 1 < plans.len());
        let Some(read) = project.take() else { break };
        let snapshot = Snapshot::new(&read, plan, &findings, &mut memory);
        // The last edition has the project to itself, and forgets of it what no page needs any more.
        project = (!memory.is_last).then_some(read);
        let found = snapshot.give(&mut |path| site.place(path, plan), taker, &mut memory);
        told.add(plan, found);
        if at % TURN == TURN - 1 {
            memory.turn();
        }
    }
    let Placing { pages, findings: clashes, .. } = site;
    findings.extend(clashes);
    Ok(Built { findings: told.all(findings, &layers), pages })
}

/// Where the files of the editions go.
#[derive(Debug, Default)]
struct Placing {
    several: bool,
    paths: SitePaths,
    pages: usize,
    findings: Vec<Finding>,
}

impl Placing {
    /// The place of an edition's file in the site; `None` where another one is there.
    fn place(&mut self, path: &SitePath, edition: &EditionPlan) -> Option<SitePath> {
        let placed =
            if self.several { SitePath::new(&format!("{}/{path}", edition.folder)).ok()? } else { path.clone() };
        if let Err(clash) = self.paths.add(&placed) {
            // Folders of editions are distinct; one inside of another may still hold a page of that name.
            let whose = if self.several { "editions" } else { "files" };
            let message = format!("two {whose} want the path `{}`; the first one stays", clash.path);
            self.findings.push(Finding::new(&S020, message));
            return None;
        }
        self.pages += usize::from(placed.ending() == "html");
        Some(placed)
    }
}

/// A site in memory while it grows.
#[derive(Default)]
struct Planned(Mutex<SitePlan>);

impl TakeFiles for Planned {
    fn take(&self, path: SitePath, content: Content) {
        // Paths come once each and are no folders of each other.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).add(path, content);
    }
}
