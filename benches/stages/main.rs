//! The time of each stage, and of a whole build in memory, at 100, 1,000 and 10,000 topics: `cargo bench --bench stages`.
//! A word chooses among them: `cargo bench --bench stages -- resolve`, or `-- /1000$`. The stages use all cores; with
//! `RAYON_NUM_THREADS=1` the times are those of one.

mod topics;

use std::cell::OnceCell;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, Throughput, measurement::WallTime};
use lifeboat::build::{BuildOptions, Edition, Project, build_site};
use lifeboat::config::{Config, read_config};
use lifeboat::overlay::{Cleared, compose};
use lifeboat::page::{PageSettings, PageSources, PageText, page_texts, render_pages};
use lifeboat::playbook::{PageFolder, Playbook, PlaybookTopic, Readme, ResolveSettings, resolve};
use lifeboat::search::{SearchOptions, SearchPage, SearchSection, build_index};
use lifeboat::source::{SourcePath, SourceTree};
use lifeboat::topic::{TopicSettings, read_topics};

/// Numbers of topics.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for count in SIZES {
        measure(&mut criterion, count);
    }
    criterion.final_summary();
}

/// Measures every stage at one size. What a stage starts from is made when the stage is asked for, once.
fn measure(criterion: &mut Criterion, count: usize) {
    let bench = Bench { count, sources: OnceCell::new(), project: OnceCell::new(), playbook: OnceCell::new() };
    bench.run(criterion, "parse", |bench, stage| {
        let settings = topic_settings(bench.project());
        stage.iter(|| read_topics(bench.sources(), &settings));
    });
    bench.run(criterion, "compose", |bench, stage| {
        let project = bench.project();
        let stack = project.stack(bench.edition().plan);
        stage.iter(|| compose(&project.set, &project.sources, &stack));
    });
    bench.run(criterion, "resolve", |bench, stage| {
        let project = bench.project();
        let settings = resolve_settings(project);
        let cleared = bench.edition().cleared().value;
        let resolved = |cleared: Cleared| resolve(cleared, &project.sources, &settings);
        stage.iter_batched(|| cleared.clone(), resolved, BatchSize::PerIteration);
    });
    bench.run(criterion, "render", |bench, stage| {
        let playbook = bench.playbook();
        let sources = PageSources::new(&bench.project().sources, &playbook.layers);
        let settings = PageSettings { sources, ..PageSettings::default() };
        stage.iter(|| render_pages(playbook, &settings));
    });
    bench.run(criterion, "index", |bench, stage| {
        let playbook = bench.playbook();
        let options = SearchOptions::default();
        stage.iter(|| {
            let texts = page_texts(playbook);
            let pages: Vec<SearchPage> = playbook.topics.iter().zip(texts).map(search_page).collect();
            build_index(&pages, &options)
        });
    });
    bench.run(criterion, "build", |bench, stage| {
        let config = &bench.project().config;
        let options = BuildOptions { config, edition: None, losses: 0, draw: None };
        stage.iter(|| build_site(bench.sources(), &options));
    });
}

/// A project of so many topics, as far as a stage has asked for it.
struct Bench {
    count: usize,
    sources: OnceCell<SourceTree>,
    project: OnceCell<Project>,
    playbook: OnceCell<Playbook>,
}

impl Bench {
    fn run(&self, criterion: &mut Criterion, stage: &str, measure: impl Fn(&Self, &mut criterion::Bencher<'_>)) {
        let mut group: BenchmarkGroup<'_, WallTime> = criterion.benchmark_group(stage);
        group.throughput(Throughput::Elements(self.count as u64));
        if self.count >= 1_000 {
            group.sampling_mode(SamplingMode::Flat).sample_size(10).warm_up_time(Duration::from_millis(500));
        }
        group.bench_with_input(BenchmarkId::from_parameter(self.count), self, |stage, bench| measure(bench, stage));
        group.finish();
    }

    fn sources(&self) -> &SourceTree {
        self.sources.get_or_init(|| topics::project(self.count))
    }

    fn project(&self) -> &Project {
        self.project.get_or_init(|| {
            let file = Arc::from("book.toml");
            let config: Config = read_config(Some((topics::BOOK, &file)), &[]).value;
            let project = Project::read(self.sources(), &config, 0).value;
            assert_eq!(project.set.topics.len(), self.count, "every topic is one of the project");
            project
        })
    }

    fn edition(&self) -> Edition<'_> {
        let editions = self.project().editions(None).expect("the project has an edition");
        editions.into_iter().next().expect("the project has an edition")
    }

    fn playbook(&self) -> &Playbook {
        self.playbook.get_or_init(|| black_box(self.edition().playbook().value))
    }
}

fn topic_settings(project: &Project) -> TopicSettings {
    TopicSettings {
        source_folder: project.source_folder.clone(),
        overlays_folder: project.overlays_folder.clone(),
        ..TopicSettings::default()
    }
}

/// What a build of the project would resolve with.
fn resolve_settings(project: &Project) -> ResolveSettings {
    let folder = &project.source_folder;
    let known = project.set.topics.iter().map(|topic| topic.path.clone()).collect();
    ResolveSettings {
        source_folder: folder.clone(),
        home_folder: folder.clone(),
        folders: vec![PageFolder { source: folder.clone(), site: String::new() }],
        readme: Readme::Index,
        known_topics: known,
        not_found: SourcePath::new(&format!("{folder}/404.md")).ok(),
        ..ResolveSettings::default()
    }
}

fn search_page((topic, text): (&PlaybookTopic, PageText)) -> SearchPage {
    let opening = SearchSection { text: text.opening, level: 1, ..SearchSection::default() };
    let sections = text.sections.into_iter().map(|section| SearchSection {
        anchor: Some(section.anchor),
        heading: section.heading,
        level: section.level,
        text: section.text,
    });
    SearchPage {
        path: topic.page.to_string(),
        title: topic.title.clone(),
        description: topic.control.description.clone().unwrap_or_default(),
        aliases: topic.control.aliases.clone(),
        keywords: topic.control.keywords.clone(),
        sections: std::iter::once(opening).chain(sections).collect(),
        ..SearchPage::default()
    }
}
