//! A project as a question about its layers needs it: read, with the records of reviews, every edition composed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::build::{EditionPlan, Project, Told};
use crate::cli::{AskArgs, WhichArgs};
use crate::command::project::{Project as Folder, open_project, read_project};
use crate::command::{Failure, Report};
use crate::edge::clock::build_date;
use crate::finding::{Finding, Span};
use crate::overlay::{Clearance, Composed, ComposedTopic, LayerId, Review, ReviewState, Reviews, compose};
use crate::source::{Date, SourceId, SourcePath, SourceText, SourceTree};
use crate::topic::{Block, BlockKind};

/// A project that was read for a question.
pub(in crate::command) struct Asked {
    pub(in crate::command) folder: Arc<Folder>,
    pub(in crate::command) project: Project,
    pub(in crate::command) editions: Vec<AskedEdition>,
    /// Which editions were asked for.
    pub(in crate::command) pattern: Option<String>,
    /// What was found on the way, sorted.
    pub(in crate::command) findings: Vec<Finding>,
}

/// The topics of an edition as one of its layers sees them.
pub(in crate::command) struct Below {
    pub(in crate::command) composed: Composed,
    pub(in crate::command) plan: EditionPlan,
    pub(in crate::command) findings: Vec<Finding>,
}

/// The topic at a path.
pub(in crate::command) fn topic_of<'c>(composed: &'c Composed, path: &SourcePath) -> Option<&'c ComposedTopic> {
    composed.topics.iter().map(|topic| &**topic).find(|topic| topic.path == *path)
}

/// Which instructions are asked about.
pub(in crate::command) struct Which {
    pub(in crate::command) layer: Option<LayerId>,
    pub(in crate::command) topic: Option<SourcePath>,
}

impl Which {
    /// As the command line names them.
    pub(in crate::command) fn read(asked: &Asked, args: &WhichArgs) -> Result<Self, Failure> {
        let layer = args.layer.as_deref().map(|name| asked.layer(name)).transpose()?;
        let topic = args.topic.as_deref().map(|name| asked.topic(name)).transpose()?;
        Ok(Self { layer, topic })
    }

    /// Whether those of a layer for a topic are.
    pub(in crate::command) fn has(&self, layer: LayerId, topic: &SourcePath) -> bool {
        self.layer.is_none_or(|wanted| layer == wanted) && self.topic.as_ref().is_none_or(|wanted| topic == wanted)
    }
}

/// An edition with every layer laid over its topics.
pub(in crate::command) struct AskedEdition {
    pub(in crate::command) plan: EditionPlan,
    pub(in crate::command) composed: Composed,
}

/// An instruction in the editions that have it.
pub(in crate::command) struct Entry<'a> {
    /// Its review in each, in their order.
    pub(in crate::command) reviews: Vec<&'a Review>,
    /// The editions.
    pub(in crate::command) editions: Vec<&'a str>,
    /// That of them in which it stands worst.
    pub(in crate::command) worst: &'a Review,
}

impl Asked {
    /// Reads a project.
    pub(in crate::command) fn read(
        ask: &AskArgs,
        environment: &[(String, String)],
        date: Option<Date>,
    ) -> Result<Self, Failure> {
        let mut findings = Vec::new();
        let folder = open_project(&ask.dir, environment)?.take(&mut findings);
        let date = date.map_or_else(build_date, Ok)?;
        let sources = read_project(&folder, date)?.take(&mut findings);
        Self::of(Arc::new(folder), &sources, None, ask.edition.as_deref(), findings)
    }

    /// The same of sources that may be others than those on the disk, and of other records than theirs.
    pub(in crate::command) fn of(
        folder: Arc<Folder>,
        sources: &SourceTree,
        reviews: Option<Reviews>,
        pattern: Option<&str>,
        mut findings: Vec<Finding>,
    ) -> Result<Self, Failure> {
        let mut project = Project::read(sources, &folder.config, 0).take(&mut findings);
        let reviews = reviews.unwrap_or_else(|| Reviews::clone(&project.reviews));
        project.reviews = Arc::new(Reviews { texts: true, ..reviews });
        let mut editions = Vec::new();
        let mut told = Told::default();
        for edition in project.editions(pattern)? {
            let composed = edition.composed();
            told.add(edition.plan, composed.findings);
            let composed = composed.value;
            editions.push(AskedEdition { plan: edition.plan.clone(), composed });
        }
        let findings = told.all(findings, &project.layers);
        Ok(Self { folder, project, editions, pattern: pattern.map(str::to_owned), findings })
    }

    /// The same project with these texts at their paths, whatever stands there; `None`: with no file there.
    pub(in crate::command) fn with_texts(&self, changed: &[(&SourcePath, Option<&str>)]) -> Result<Self, Failure> {
        let sources = &self.project.sources;
        let stays = |text: &SourceText| changed.iter().all(|(path, _)| **path != text.path);
        let others = sources.texts().map(|(_, text)| text.clone()).filter(stays);
        let new = |(path, text): &(&SourcePath, Option<&str>)| {
            Some(SourceText { path: (*path).clone(), text: Arc::from((*text)?) })
        };
        let texts = others.chain(changed.iter().filter_map(new)).collect();
        let sources = SourceTree::new(texts, sources.files().clone(), sources.date);
        Self::of(Arc::clone(&self.folder), &sources, None, self.pattern.as_deref(), Vec::new())
    }

    /// Where a layer has its change file for a topic, or would have it.
    pub(in crate::command) fn change_file(&self, layer: LayerId, topic: &SourcePath) -> Result<SourcePath, Failure> {
        self.file_of(layer, "changes", self.name(topic))
    }

    /// A file of a layer, whether it is there or not.
    pub(in crate::command) fn file_of(&self, layer: LayerId, part: &str, name: &str) -> Result<SourcePath, Failure> {
        let folder = self.project.layers.get(layer).and_then(|layer| layer.folder.clone());
        folder
            .and_then(|folder| SourcePath::new(&format!("{folder}/{part}/{name}")).ok())
            .ok_or_else(|| Failure::new("the layer has no folder".to_owned()))
    }

    /// The topics as a layer sees them, without it and those above it; `None`: with all layers.
    pub(in crate::command) fn below(&self, layer: Option<LayerId>) -> Result<Below, Failure> {
        self.compose_to(layer, false)
    }

    /// The same with the layer itself.
    pub(in crate::command) fn upto(&self, layer: Option<LayerId>) -> Result<Below, Failure> {
        self.compose_to(layer, true)
    }

    fn compose_to(&self, layer: Option<LayerId>, with: bool) -> Result<Below, Failure> {
        let has = |edition: &&AskedEdition| {
            layer.is_none_or(|layer| edition.plan.ranks.iter().any(|rank| rank.contains(&layer)))
        };
        let edition = self.editions.iter().find(has).or_else(|| self.editions.first());
        let plan = edition
            .map(|edition| edition.plan.clone())
            .ok_or_else(|| Failure::new("there is no edition".to_owned()))?;
        let mut stack = self.project.stack(&plan);
        if let Some(layer) = layer {
            let at = stack.ranks.iter().position(|rank| rank.contains(&layer));
            stack.ranks.truncate(at.unwrap_or(stack.ranks.len()));
            stack.ranks.extend(with.then(|| vec![layer]));
        }
        let mut findings = Vec::new();
        let composed = compose(&self.project.set, &self.project.sources, &stack).take(&mut findings);
        Ok(Below { composed, plan, findings })
    }

    /// That a layer does not see a topic.
    pub(in crate::command) fn not_below(&self, topic: &SourcePath) -> Failure {
        Failure::new(format!("no layer below has a topic `{}`", self.name(topic)))
    }

    /// The layer of this name.
    pub(in crate::command) fn layer(&self, name: &str) -> Result<LayerId, Failure> {
        let layers = &self.project.layers;
        layers.find(name).filter(|id| *id != LayerId::BASE).ok_or_else(|| {
            let names: Vec<&str> = layers.iter().skip(1).map(|(_, layer)| layer.name.as_str()).collect();
            let near = crate::finding::nearest(name, names.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let there = match names.as_slice() {
                [] => "there are no layers; a layer is a folder below the folder of overlays".to_owned(),
                names => format!("the layers are {}", names.join(", ")),
            };
            Failure::new(format!("there is no layer `{name}`{near} ({there})"))
        })
    }

    /// The topic of this name, at its path among those of the base.
    pub(in crate::command) fn topic(&self, name: &str) -> Result<SourcePath, Failure> {
        let wanted = |name: &str| SourcePath::new(&format!("{}/{name}", self.project.source_folder)).ok();
        let paths = || self.editions.iter().flat_map(|edition| &edition.composed.topics).map(|topic| &topic.path);
        let changed = || self.editions.iter().flat_map(|edition| &edition.composed.reviews).map(|review| &review.topic);
        let known = |path: &SourcePath| paths().any(|there| there == path) || changed().any(|there| there == path);
        // A path from the project's folder, as findings give it, will do as well.
        let ways = [wanted(name), wanted(&format!("{name}.md")), SourcePath::new(name).ok()];
        if let Some(found) = ways.into_iter().flatten().find(known) {
            return Ok(found);
        }
        let names: Vec<&str> = paths().map(|path| self.name(path)).collect();
        let near = crate::finding::nearest(name, names.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(Failure::new(format!("there is no topic `{name}`{near}")))
    }

    /// What a topic is called: its path below the source folder.
    pub(in crate::command) fn name<'p>(&self, topic: &'p SourcePath) -> &'p str {
        topic.below(&self.project.source_folder).unwrap_or(topic.as_str())
    }

    /// What a layer is called.
    pub(in crate::command) fn layer_name(&self, layer: LayerId) -> &str {
        self.project.layers.get(layer).map_or("", |layer| layer.name.as_str())
    }

    /// The instructions of all editions, by layer, file and place; those that the clearance hides left out.
    pub(in crate::command) fn entries(&self, shown: &Shown<'_>, wanted: impl Fn(&Review) -> bool) -> Vec<Entry<'_>> {
        let mut entries: BTreeMap<(LayerId, &SourcePath, Span, &str), Entry<'_>> = BTreeMap::new();
        for edition in &self.editions {
            let clearance = shown.of(&edition.plan);
            for review in edition.composed.reviews.iter().filter(|review| wanted(review)) {
                if !shown.shows(review, &clearance) {
                    continue;
                }
                let key = (review.layer, &review.file, review.span, review.name.as_str());
                let entry = entries.entry(key).or_insert_with(|| Entry {
                    reviews: Vec::new(),
                    editions: Vec::new(),
                    worst: review,
                });
                entry.reviews.push(review);
                entry.editions.push(&edition.plan.name);
                if gravity(&review.state) > gravity(&entry.worst.state) {
                    entry.worst = review;
                }
            }
        }
        entries.into_values().collect()
    }

    /// `line:column` of a place in a source.
    pub(in crate::command) fn line(&self, file: &SourcePath, span: Span) -> (usize, usize) {
        self.project.sources.find(file).map_or((1, 1), |(_, text)| {
            crate::finding::LineIndex::new(&text.text).line_column(&text.text, span.start as usize)
        })
    }

    /// A piece of a source.
    pub(in crate::command) fn text(&self, file: &SourcePath, span: Span) -> &str {
        self.project.sources.find(file).map_or("", |(_, text)| span.of(&text.text))
    }

    /// Reports findings with the lines that they are about.
    pub(in crate::command) fn report(&self, findings: &[Finding], report: &mut Report<'_>) {
        let text_of = |file: &str| {
            let path = SourcePath::new(file).ok()?;
            self.project.sources.find(&path).map(|(_, text)| Arc::clone(&text.text))
        };
        report.findings(findings, &text_of);
    }
}

/// Which state of an instruction asks most of its owner.
fn gravity(state: &ReviewState) -> u8 {
    match state {
        ReviewState::Current => 0,
        ReviewState::Absorbed => 1,
        ReviewState::Unseen => 2,
        ReviewState::Changed => 3,
        ReviewState::Moved(_) | ReviewState::Near(..) => 4,
        ReviewState::Lost => 5,
    }
}

/// What a clearance lets a question show.
pub(in crate::command) struct Shown<'a> {
    asked: &'a Asked,
    /// The class of the command line.
    ceiling: Option<&'a str>,
    /// A question of somebody who writes files of the layer shows all of them.
    everything: bool,
}

impl<'a> Shown<'a> {
    /// By the class of the command line, else by the edition's own.
    pub(in crate::command) fn new(asked: &'a Asked, ceiling: Option<&'a str>) -> Result<Self, Failure> {
        if let Some(class) = ceiling {
            let scale = asked.editions.first().map(|edition| &edition.plan.clearance);
            if let Some(scale) = scale.filter(|scale| scale.rank(class) == crate::overlay::Rank::UNKNOWN) {
                let classes = scale.classes.join(", ");
                return Err(Failure::new(format!("there is no class `{class}`; the classes are {classes}")));
            }
        }
        Ok(Self { asked, ceiling, everything: false })
    }

    /// Everything.
    pub(in crate::command) fn everything(asked: &'a Asked) -> Self {
        Self { asked, ceiling: None, everything: true }
    }

    /// What of an edition is shown.
    pub(in crate::command) fn of(&self, plan: &EditionPlan) -> Clearance {
        let ceiling = self.ceiling.map_or_else(|| plan.clearance.ceiling.clone(), str::to_owned);
        Clearance { ceiling, ..plan.clearance.clone() }
    }

    /// Whether an instruction is shown, and the text that it stands on.
    pub(in crate::command) fn shows(&self, review: &Review, clearance: &Clearance) -> bool {
        if self.everything {
            return true;
        }
        let sources = &self.asked.project.sources;
        let at = |file: &SourcePath, span: Span| {
            sources.find(file).is_none_or(|(source, _)| self.shows_place(source, span, clearance))
        };
        let whole = Span { start: review.span.start, end: review.body.end.max(review.span.end) };
        let there = review.now.as_ref().or(review.elsewhere.as_ref());
        let place = there.and_then(|there| there.place.as_ref());
        clearance.shows_layer(&self.asked.project.layers, review.layer)
            && at(&review.file, whole)
            && self.shows_topic(&review.topic, clearance)
            && place.is_none_or(|place| SourcePath::new(&place.file).is_ok_and(|file| at(&file, place.span)))
    }

    /// Whether a topic is shown, by the classes that the base and the layers give it.
    pub(in crate::command) fn shows_topic(&self, path: &SourcePath, clearance: &Clearance) -> bool {
        self.asked.editions.iter().flat_map(|edition| &edition.composed.topics).filter(|topic| topic.path == *path).all(
            |topic| {
                let class = topic.fields.iter().find(|(field, _)| field.key == "classification");
                let rank = class
                    .and_then(|(field, _)| field.value.text())
                    .map_or_else(|| clearance.default_rank(), |class| clearance.rank(class));
                clearance.shows(rank)
            },
        )
    }

    /// Whether a piece of a source is shown: its layer, its topic and the containers in it and around it.
    pub(in crate::command) fn shows_place(&self, source: SourceId, span: Span, clearance: &Clearance) -> bool {
        if self.everything {
            return true;
        }
        let project = &self.asked.project;
        let Some(text) = project.sources.text(source) else { return false };
        let layer = project.layers.of_file(&text.path);
        if layer != LayerId::BASE && !clearance.shows_layer(&project.layers, layer) {
            return false;
        }
        let topic = project.set.topics.iter().find(|topic| topic.source == source);
        let class = topic.and_then(|topic| topic.fields.text("classification"));
        if class.is_some_and(|class| !clearance.shows(clearance.rank(class))) {
            return false;
        }
        let Some(document) = project.set.documents.get(source) else { return true };
        let mut open: Vec<&Block> = document.blocks.iter().map(|block| &**block).collect();
        while let Some(block) = open.pop() {
            if block.source != source || block.span.end <= span.start || span.end <= block.span.start {
                continue;
            }
            if let BlockKind::Class { class, .. } = &block.kind
                && !clearance.shows(clearance.rank(document.str(*class)))
            {
                return false;
            }
            open.extend(block.children());
        }
        true
    }
}
