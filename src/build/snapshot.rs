//! One edition at one moment → every file of its site, each made when it is asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::edition::{Edition, Resolved};
use super::files::{File, booklets, list_files, own_page, prints_book};
use super::leaks::LeakScan;
use super::memory::{Memory, SearchMemory};
use super::shell::{edit_address, site_view};
use super::{EditionPlan, Project, search, settings};
use crate::finding::{Checked, Finding, Place, sort_findings};
use crate::overlay::{Clearance, LayerId, Layers};
use crate::page::view::{PageView, SiteView};
use crate::page::{
    AzTarget, AzTerm, Drawings, Faults, Page, PageSettings, az_page, changes_page, contents_entries, contents_page,
    front_page, internet_page, links_out, not_found_page, render_pages_again, topic_view,
};
use crate::playbook::{Playbook, PlaybookTopic, TopicId};
use crate::print::{Arrangement, PaperMemory, Scope, Selection};
use crate::search::{Document, IndexEntry, SearchIndex};
use crate::site::Content;
use crate::source::{SitePath, SourcePath};
use crate::theme::{Frame, Shell, navigation_script};

/// One edition of a project as it was when its sources were read. Holds everything that its files are made from, and may
/// be shared between threads: a server answers out of it while the next one is made.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) project: Arc<Project>,
    edition: EditionPlan,
    pub(super) playbook: Playbook,
    /// The bodies, in the order of the topics; none where each is rendered when its page is given away.
    pub(super) pages: Vec<Arc<Page>>,
    pub(super) faults: Faults,
    pub(super) site: SiteView,
    drawings: Arc<Drawings>,
    /// What needs the internet, made when its page is asked for.
    internet: OnceLock<Option<PageView>>,
    changes: Option<PageView>,
    pub(super) files: BTreeMap<SitePath, File>,
    /// The search index, made when something of it is asked for.
    pub(super) index: OnceLock<Index>,
    documents: Arc<Mutex<SearchMemory>>,
    pub(super) paper: Arc<PaperMemory>,
    pub(super) scan: Option<LeakScan>,
    pub(super) findings: Vec<Finding>,
    /// The order and the numbers of the book, made when paper is asked for.
    pub(super) arrangement: OnceLock<Checked<Arrangement>>,
}

/// The page for addresses that lead nowhere.
const NOT_FOUND: &str = "404.html";

/// The page of the list from A to Z.
pub(super) const AZ: &str = "az.html";

/// Where the index lies.
const SEARCH: &str = "search/";

/// The search index with its files where they lie in the site.
#[derive(Debug)]
pub(super) struct Index {
    /// Where each file of the index lies, by its number there.
    pub(super) files: BTreeMap<SitePath, usize>,
    pub(super) merged: Arc<SearchIndex>,
}

impl Index {
    fn bytes(&self, path: &SitePath) -> Option<&[u8]> {
        self.merged.files.get(*self.files.get(path)?).map(|(_, bytes)| bytes.as_slice())
    }

    /// The files, taken away; those of an index that another edition may have as well are copied.
    pub(super) fn take_files(&mut self) -> Vec<(SitePath, Vec<u8>)> {
        let files = std::mem::take(&mut self.files).into_iter();
        match Arc::get_mut(&mut self.merged) {
            Some(merged) => {
                let mut bytes = |at| Some(std::mem::take(&mut merged.files.get_mut::<usize>(at)?.1));
                files.filter_map(|(path, at)| Some((path, bytes(at)?))).collect()
            }
            None => files.filter_map(|(path, at)| Some((path, self.merged.files.get(at)?.1.clone()))).collect(),
        }
    }

    /// The list from A to Z.
    pub(super) fn a_to_z(&self) -> &[IndexEntry] {
        &self.merged.a_to_z
    }
}

impl Snapshot {
    /// Makes everything that all files of the edition need. `common`: what was found in the sources themselves; pages
    /// tell of it.
    pub(super) fn new(project: &Arc<Project>, plan: &EditionPlan, common: &[Finding], memory: &mut Memory) -> Self {
        let Project { sources, config, .. } = &**project;
        let edition = Edition { project, plan };
        let mut findings = Vec::new();
        let Resolved { playbook, scan, hides } = edition.resolved(memory).take(&mut findings);
        let drawings =
            memory.draw.clone().map(|draw| Drawings::of(&playbook, &config.diagrams, &*draw, &mut memory.drawings));
        let drawings = Arc::new(drawings.unwrap_or_default());
        let page_settings = settings::page_settings(config, sources, &playbook, &drawings, &plan.clearance);
        let late = memory.renders_late();
        let mut again = || render_pages_again(&playbook, &page_settings, &mut memory.pages).take(&mut findings);
        let pages = if late { Vec::new() } else { again() };
        memory.has_rendered();
        sort_findings(&mut findings);
        let shown = |finding: &&Finding| {
            let place = finding.place.as_ref();
            let source = place.and_then(|place| SourcePath::new(&place.file).ok()).and_then(|path| sources.find(&path));
            // Readers are told of faults in what they see, and of nothing else.
            let hidden = place.zip(source).is_some_and(|(place, (source, _))| hides(source, place.span));
            !hidden && !in_hidden_layer(place, &project.layers, &plan.clearance)
        };
        let on_pages: Vec<Finding> = common.iter().chain(&findings).filter(shown).map(for_readers).collect();
        let faults = Faults::new(&on_pages, &page_settings.sources);
        let lost = on_pages.iter().filter(|finding| finding.severity.is_loss()).count();
        let stack = project.stack(plan);
        let home = own_page("index.html");
        let mut site = site_view(config, plan, &playbook, &stack, &home, project.losses + lost);
        let internet = OnceLock::new();
        if late {
            let links = links_out(&playbook);
            _ = internet.set(internet_page(&playbook, links.iter().map(Vec::as_slice), &own_page("internet.html")));
        }
        site.internet = pages.iter().any(|page| !page.internet.is_empty()) || matches!(internet.get(), Some(Some(_)));
        let changes = plan.changes.and_then(|told| changes_page(&playbook, &own_page("changes.html"), told));
        site.changes = changes.is_some();
        site.print = prints_book(project, &playbook);
        let files = list_files(project, &playbook, &site, &drawings).take(&mut findings);
        site.booklets = booklets(&files, &playbook, &home);
        let (index, arrangement) = (OnceLock::new(), OnceLock::new());
        let (project, edition) = (Arc::clone(project), plan.clone());
        let (documents, paper) = (Arc::clone(&memory.search), Arc::clone(&memory.paper));
        Self {
            project,
            edition,
            playbook,
            pages,
            faults,
            site,
            drawings,
            internet,
            changes,
            files,
            index,
            documents,
            paper,
            scan,
            findings,
            arrangement,
        }
    }

    /// The edition.
    pub fn edition(&self) -> &EditionPlan {
        &self.edition
    }

    /// The project that it is an edition of.
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Its topics, with every link resolved.
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// A page for each topic of the playbook, in its order, before the theme puts its frame around it.
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// The settings that topics are rendered with.
    pub fn page_settings(&self) -> PageSettings {
        let Project { sources, config, .. } = &*self.project;
        settings::page_settings(config, sources, &self.playbook, &self.drawings, &self.edition.clearance)
    }

    /// What was drawn of its diagrams.
    pub fn drawings(&self) -> &Drawings {
        &self.drawings
    }

    /// What was found while the edition was made: not what is wrong with the project as a whole, see
    /// [`Made`](super::Made), nor what only shows while a file is made, see [`Self::content`].
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The paths of all files, sorted. Makes the search index, since its files are named after what they hold.
    pub fn paths(&self) -> Vec<&SitePath> {
        let mut paths: Vec<&SitePath> = self.files.keys().chain(self.index().files.keys()).collect();
        paths.sort_unstable();
        paths
    }

    /// The file at a path, made now; `None` where the site has none. Findings: faults of templates, and text of another
    /// edition that must not be shown.
    pub fn content(&self, path: &SitePath) -> Option<Checked<Content>> {
        self.made(&self.project.theme.shell(&self.site), path)
    }

    /// The page of what needs the internet; the bodies of the topics must still be there.
    pub(super) fn internet(&self) -> Option<&PageView> {
        let links = self.pages.iter().map(|page| page.internet.as_slice());
        let make = || internet_page(&self.playbook, links, &own_page("internet.html"));
        self.internet.get_or_init(make).as_ref()
    }

    /// The topic that a page shows.
    pub fn topic_at(&self, page: &SitePath) -> Option<&PlaybookTopic> {
        match self.files.get(page)? {
            File::Topic(at) => self.playbook.topics.get(*at),
            _ => None,
        }
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let reading = self.reading();
            self.index_of(search::search_documents(&self.playbook, &reading, &self.documents))
        })
    }

    pub(super) fn reading(&self) -> search::Reading {
        let config = &self.project.config;
        search::Reading::new(config, &search::search_options(config))
    }

    /// The index of these documents.
    pub(super) fn index_of(&self, documents: Vec<Arc<Document>>) -> Index {
        let config = &self.project.config;
        let merged = search::merged_index(documents, &search::search_options(config), &self.documents);
        let files = merged.files.iter().enumerate().filter(|_| config.search.enable);
        let placed = files.filter_map(|(at, (path, _))| Some((SitePath::new(&format!("{SEARCH}{path}")).ok()?, at)));
        // Where a file of the author's has the name already, that one stays.
        let files = placed.filter(|(path, _)| !self.files.contains_key(path)).collect();
        Index { files, merged }
    }

    /// Text of another edition that must not be shown, in a file that is made of this one.
    pub fn leaks_in(&self, path: &SitePath, bytes: &[u8]) -> Vec<Finding> {
        let content = Content::Bytes(bytes.to_vec());
        self.scan.iter().flat_map(|scan| scan.look(path, &content, &self.project.sources)).collect()
    }

    fn made(&self, shell: &Shell<'_>, path: &SitePath) -> Option<Checked<Content>> {
        let made = match self.files.get(path) {
            Some(file) => self.file(shell, path, file)?,
            // An address that leads nowhere needs no index to say so.
            None if !path.as_str().starts_with(SEARCH) => return None,
            None => Checked::clean(Content::Bytes(self.index().bytes(path)?.to_vec())),
        };
        let Some(scan) = &self.scan else { return Some(made) };
        let mut findings = Vec::new();
        let content = made.take(&mut findings);
        findings.extend(scan.look(path, &content, &self.project.sources));
        Some(Checked::new(content, findings))
    }

    /// A page of a topic, framed as the theme frames it.
    pub(super) fn framed(&self, at: usize, page: Page) -> Option<String> {
        let view = self.topic_view(at, page)?;
        Some(self.project.theme.shell(&self.site).render_page(&view).value)
    }

    /// A page of a topic without what names its edition.
    pub(super) fn topic_frame(&self, shell: &Shell<'_>, at: usize, page: Page) -> Option<Checked<Frame>> {
        Some(shell.render_frame(&self.topic_view(at, page)?))
    }

    /// The values of the page of the topic at a place.
    fn topic_view(&self, at: usize, page: Page) -> Option<PageView> {
        let topic = self.playbook.topics.get(at)?;
        let id = TopicId(u32::try_from(at).ok()?);
        let edit = edit_address(&self.project.config, topic);
        let view = PageView { edit, ..topic_view(&self.playbook, id, page, &self.faults)? };
        Some(if view.path == NOT_FOUND { self.on_any_path(view) } else { view })
    }

    /// The values of the list from A to Z.
    pub(super) fn a_to_z_view(&self) -> PageView {
        let terms: Vec<AzTerm> = self.index().a_to_z().iter().filter_map(az_term).collect();
        az_page(&own_page(AZ), &terms)
    }

    /// The page that a server shows for any address: its own addresses count from that of the site.
    fn on_any_path(&self, mut view: PageView) -> PageView {
        if let Some(site) = &self.project.config.html.site_url {
            view.root = format!("{}/", site.trim_end_matches('/'));
        }
        view
    }

    pub(super) fn file(&self, shell: &Shell<'_>, path: &SitePath, file: &File) -> Option<Checked<Content>> {
        let view = match file {
            File::Topic(at) => self.topic_view(*at, Page::clone(self.pages.get(*at)?))?,
            File::Internet => self.internet()?.clone(),
            File::Changes => self.changes.clone()?,
            File::Navigation => {
                let (_, script) = navigation_script(&contents_entries(&self.playbook, path))?;
                return Some(text(script));
            }
            File::Stub(page) => return Some(text(page.clone())),
            File::Theme(at) => {
                let asset = self.project.theme.assets().get(*at)?;
                return Some(Checked::clean(Content::Bytes(asset.bytes.clone())));
            }
            File::Book => return Some(self.book_file(shell, &Scope::default(), path)),
            File::Booklet(role) => {
                let scope = Scope { selection: Selection::Role(role.clone()), ..Scope::default() };
                return Some(self.book_file(shell, &scope, path));
            }
            File::Record => return Some(text(self.record().to_json())),
            File::Copy(source) => return Some(Checked::clean(Content::Copy(source.clone()))),
            File::Drawing(bytes) => return Some(Checked::clean(Content::Bytes(bytes.to_vec()))),
            File::Contents => contents_page(path, contents_entries(&self.playbook, path)),
            File::Front => front_page(path, &self.site.title, contents_entries(&self.playbook, path)),
            File::Az => self.a_to_z_view(),
            File::NotFound => self.on_any_path(not_found_page(path)),
            File::HostName(name) => return Some(text(format!("{name}\n"))),
        };
        Some(shell.render_page(&view).map(|html| Content::Bytes(html.into_bytes())))
    }
}

fn text(text: String) -> Checked<Content> {
    Checked::clean(Content::Bytes(text.into_bytes()))
}

fn az_term(entry: &IndexEntry) -> Option<AzTerm> {
    let targets: Option<Vec<AzTarget>> = entry
        .targets
        .iter()
        .map(|target| {
            let page = SitePath::new(&target.path).ok()?;
            Some(AzTarget { page, anchor: target.anchor.clone(), title: target.title.clone() })
        })
        .collect();
    Some(AzTerm { term: entry.term.clone(), see: entry.see.clone(), targets: targets? })
}

/// A finding as a page may tell it: what overlays and data say of each other is for their authors.
fn for_readers(finding: &Finding) -> Finding {
    let inner = finding.code.id.starts_with(['O', 'D']);
    let message = if inner { finding.code.title.to_owned() } else { finding.message.clone() };
    Finding { message, ..finding.clone() }
}

/// Whether a place is in the folder of a layer that the edition does not show.
fn in_hidden_layer(place: Option<&Place>, layers: &Layers, clearance: &Clearance) -> bool {
    let Some(file) = place.and_then(|place| SourcePath::new(&place.file).ok()) else { return false };
    let layer = layers.of_file(&file);
    layer != LayerId::BASE && !clearance.shows_layer(layers, layer)
}
