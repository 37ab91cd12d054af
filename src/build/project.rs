//! [`SourceTree`] + [`Config`] → [`Project`]: everything that the editions share, read once.

use std::sync::Arc;

use super::data::ProjectData;
use super::edition::Edition;
use super::editions::{EditionPlan, chosen, plan_editions};
use super::memory::Memory;
use super::reviews::read_project_reviews;
use super::{layers, settings, shell};
use crate::config::Config;
use crate::finding::codes::site::S013;
use crate::finding::{Checked, Finding};
use crate::overlay::{Layers, Reviews, Stack};
use crate::source::{SourcePath, SourceText, SourceTree};
use crate::theme::{Theme, load_theme};
use crate::topic::docset::{Docsets, read_docsets};
use crate::topic::{TopicSet, read_topics, read_topics_again};

/// There is no such edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchEdition(String);

impl std::fmt::Display for NoSuchEdition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSuchEdition {}

/// What all editions of a project share: everything that is read once.
#[derive(Debug)]
pub struct Project {
    /// What it was read from.
    pub sources: SourceTree,
    /// Its settings.
    pub config: Config,
    /// The Learn docsets among the sources.
    pub docsets: Docsets,
    /// Every layer that there is, whether an edition has it or not.
    pub layers: Layers,
    /// The folder of the base's topics below the project's root; empty for the root itself.
    pub source_folder: String,
    /// Where the layers are; `None` where there are none.
    pub overlays_folder: Option<String>,
    pub(crate) data: ProjectData,
    /// Every topic and change file, parsed.
    pub set: TopicSet,
    /// Templates, styles and scripts.
    pub theme: Arc<Theme>,
    /// What the owners of the layers last saw of the texts below their instructions.
    pub reviews: Arc<Reviews>,
    /// The editions that the project has.
    plans: Vec<EditionPlan>,
    /// Losses that reading the sources met, which every page must tell.
    pub(crate) losses: usize,
}

impl Project {
    /// Reads the project out of its sources. `losses`: those that reading the sources met.
    pub fn read(sources: &SourceTree, config: &Config, losses: usize) -> Checked<Self> {
        Self::read_again(sources, config, losses, &mut Memory::default())
    }

    /// The same, without reading again what is known.
    pub(super) fn read_again(
        sources: &SourceTree,
        config: &Config,
        losses: usize,
        memory: &mut Memory,
    ) -> Checked<Self> {
        let sources = &memory.share(sources);
        let mut findings = Vec::new();
        let docsets = read_docsets(sources).take(&mut findings);
        let (layers, overlays) = layers::read_project_layers(sources, config).take(&mut findings);
        let data = ProjectData::read(sources, config, &layers, &mut findings);
        let records = |set: &str| data.base_records(set);
        let plans = plan_editions(config, &layers, &overlays, &records).take(&mut findings);
        let source_folder = config.source_folder(sources);
        let overlays_folder = (layers.iter().len() > 1).then_some(overlays);
        let stack = Stack {
            source_folder: source_folder.clone(),
            overlays_folder: overlays_folder.clone(),
            layers: layers.clone(),
            ..Stack::default()
        };
        let mut topic_settings = settings::topic_settings(config, &stack, docsets.clone(), sources);
        topic_settings.markdown.variables = data.in_use;
        memory.enter(config, &topic_settings, &layers);
        let reviews = memory.reviews(read_project_reviews(sources, &layers, &source_folder).take(&mut findings));
        let set = read_topics_again(sources, &topic_settings, &mut memory.topics).take(&mut findings);
        memory.has_read();
        if set.topics.is_empty() {
            findings.push(no_topics(config, &source_folder));
        }
        let theme = theme(sources, config, memory, &mut findings);
        let project = Self {
            sources: sources.clone(),
            config: config.clone(),
            docsets,
            layers,
            source_folder,
            overlays_folder,
            data,
            set,
            theme,
            reviews,
            plans,
            losses,
        };
        Checked::new(project, findings)
    }

    /// The editions of this name, or of a pattern such as `site-*`; `None`: all that there are.
    ///
    /// # Errors
    /// When no edition has the name.
    pub fn editions(&self, pattern: Option<&str>) -> Result<Vec<Edition<'_>>, NoSuchEdition> {
        let plans = chosen(&self.plans, pattern).map_err(NoSuchEdition)?;
        Ok(plans.into_iter().map(|plan| Edition { project: self, plan }).collect())
    }

    /// Whether files of the author's stand in for those of the theme.
    pub fn has_own_theme(&self) -> bool {
        !shell::theme_files(&self.sources, &self.config).is_empty()
    }

    /// Every edition that the project has, in the order of the configuration.
    pub fn plans(&self) -> &[EditionPlan] {
        &self.plans
    }

    /// A text as if it stood in the place of a topic, read with the settings of the project.
    pub fn read_copy(&self, path: &SourcePath, text: &str) -> TopicSet {
        let texts = vec![SourceText { path: path.clone(), text: Arc::from(text) }];
        let sources = SourceTree::new(texts, std::collections::BTreeMap::new(), self.sources.date);
        let stack = Stack { source_folder: self.source_folder.clone(), ..Stack::default() };
        let mut settings = settings::topic_settings(&self.config, &stack, self.docsets.clone(), &self.sources);
        settings.markdown.variables = self.data.in_use;
        read_topics(&sources, &settings).value
    }

    /// The layers of an edition in their ranks.
    pub fn stack(&self, plan: &EditionPlan) -> Stack {
        Stack {
            source_folder: self.source_folder.clone(),
            overlays_folder: self.overlays_folder.clone(),
            layers: self.layers.clone(),
            ranks: plan.ranks.clone(),
            reviews: Some(Arc::clone(&self.reviews)),
        }
    }
}

/// The theme; loaded again only where one of its files is another.
fn theme(sources: &SourceTree, config: &Config, memory: &mut Memory, findings: &mut Vec<Finding>) -> Arc<Theme> {
    let files = shell::theme_files(sources, config);
    if let Some((_, theme, found)) = memory.theme.as_ref().filter(|(known, ..)| *known == files) {
        findings.extend_from_slice(found);
        return Arc::clone(theme);
    }
    let Checked { value, findings: found } = load_theme(files.clone());
    let theme = Arc::new(value);
    findings.extend_from_slice(&found);
    memory.theme = Some((files, Arc::clone(&theme), found));
    theme
}

/// The site would hold nothing to read; an old one had better stay.
fn no_topics(config: &Config, folder: &str) -> Finding {
    let folder = if folder.is_empty() { "the project's folder".to_owned() } else { format!("the folder `{folder}`") };
    let mut finding = Finding::new(&S013, format!("{folder} holds no topics"))
        .label("a topic is a file whose name ends in `.md`")
        .help("`lifeboat init` writes a small project to start from");
    finding.place = config.book.src.as_ref().and_then(|src| src.place.clone());
    finding
}
