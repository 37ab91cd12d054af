//! Fences that describe a drawing → the drawings that programs of the user's made of them.
//!
//! Which fences there are is decided here, and what a program may hand back. Running one is the edge's: see [`Draw`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use rayon::prelude::*;
use roxmltree::{Document, Node};

use crate::config::{Diagrams, Renderer};
use crate::playbook::{Playbook, PlaybookTopic};
use crate::source::{Memo, PictureSize, Same, SitePath, picture_size};
use crate::topic::{Block, BlockKind};

/// Languages that describe a drawing, with their tables below `[diagrams]` and their names.
const LANGUAGES: [(&str, &str, &str); 6] = [
    ("mermaid", "mermaid", "Mermaid"),
    ("dot", "graphviz", "Graphviz"),
    ("graphviz", "graphviz", "Graphviz"),
    ("plantuml", "plantuml", "PlantUML"),
    ("puml", "plantuml", "PlantUML"),
    ("d2", "d2", "D2"),
];

/// Where drawings lie in the site.
const FOLDER: &str = "lifeboat/diagrams";

/// The name of the language of a drawing, as people write it; `None` for any other language.
pub(super) fn diagram_name(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, ..)| *known == language).map(|(.., name)| *name)
}

/// The table below `[diagrams]` that says how a language is drawn.
fn table_of(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, ..)| *known == language).map(|(_, table, _)| *table)
}

/// A drawing that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sketch {
    /// The table below `[diagrams]`.
    pub table: &'static str,
    /// What the fence holds.
    pub text: Box<str>,
}

/// Why there is no drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDrawn {
    /// The program is not there, or cannot be started now: worth another try.
    NotNow(String),
    /// It was started, and what it said of this text.
    Refused(String),
}

/// Makes a drawing of a text, by running the program that is configured.
pub trait Draw: Debug + Send + Sync {
    /// What the program makes of the text: the bytes of an SVG, as far as it says so.
    ///
    /// # Errors
    /// When it cannot be started, does not end in time, fails, or makes too much.
    fn draw(&self, sketch: &Sketch, renderer: &Renderer) -> Result<Vec<u8>, NotDrawn>;
}

/// What became of a sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// A picture of the site.
    Picture(DrawnPicture),
    /// None, and why.
    Failed(NotDrawn),
}

/// A drawing that is a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPicture {
    /// Where it lies: its name is a hash of what it holds.
    pub path: SitePath,
    /// The SVG.
    pub bytes: Arc<[u8]>,
    /// How large it wants to be, where it says so.
    pub size: Option<PictureSize>,
}

/// The drawings of one edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawings {
    drawn: BTreeMap<Sketch, Arc<Drawing>>,
}

/// Drawings that were made before, to be used again. Holds only for one configuration.
#[derive(Debug, Default)]
pub struct DrawingMemory {
    drawn: Memo<Sketch, Arc<Drawing>>,
}

impl DrawingMemory {
    /// Begins another making.
    pub fn turn(&mut self) {
        self.drawn.turn();
    }
}

impl Drawings {
    /// Draws what the topics of a playbook want drawn, each text once.
    pub fn of(playbook: &Playbook, config: &Diagrams, draw: &dyn Draw, memory: &mut DrawingMemory) -> Self {
        if config.renderers.is_empty() {
            return Self::default();
        }
        let mut wanted = BTreeSet::new();
        for topic in &playbook.topics {
            each_sketch(playbook, topic, &mut |sketch| {
                wanted.insert(sketch);
            });
        }
        let wanted = wanted.into_iter().filter_map(|sketch| Some((config.renderer(sketch.table)?, sketch)));
        let wanted: Vec<(&Renderer, Sketch)> = wanted.collect();
        let known = &memory.drawn;
        let drawn: BTreeMap<Sketch, Arc<Drawing>> = wanted
            .into_par_iter()
            .map(|(renderer, sketch)| {
                let before =
                    known.get(&sketch).filter(|drawing| !matches!(***drawing, Drawing::Failed(NotDrawn::NotNow(_))));
                let drawing = before.cloned().unwrap_or_else(|| {
                    let made = draw.draw(&sketch, renderer).and_then(picture_of);
                    Arc::new(made.map_or_else(Drawing::Failed, Drawing::Picture))
                });
                (sketch, drawing)
            })
            .collect();
        for (sketch, drawing) in &drawn {
            memory.drawn.keep(sketch.clone(), Arc::clone(drawing));
        }
        Self { drawn }
    }

    /// What became of a fence; `None` where nothing is configured to draw it.
    pub(super) fn get(&self, language: &str, text: &str) -> Option<&Drawing> {
        if self.drawn.is_empty() {
            return None;
        }
        let sketch = Sketch { table: table_of(language)?, text: text.into() };
        self.drawn.get(&sketch).map(|drawing| &**drawing)
    }

    /// The drawings that a topic shows, in order: what its page depends on beside its text.
    pub fn of_topic(&self, playbook: &Playbook, topic: &PlaybookTopic) -> Vec<Same<Drawing>> {
        let mut shown = Vec::new();
        if !self.drawn.is_empty() {
            each_sketch(playbook, topic, &mut |sketch| {
                shown.extend(self.drawn.get(&sketch).map(|drawing| Same(Arc::clone(drawing))));
            });
        }
        shown
    }

    /// The files of the site, sorted by path; two texts may give the same.
    pub fn pictures(&self) -> impl Iterator<Item = &DrawnPicture> {
        let pictures = self.drawn.values().filter_map(|drawing| match &**drawing {
            Drawing::Picture(picture) => Some((&picture.path, picture)),
            Drawing::Failed(_) => None,
        });
        pictures.collect::<BTreeMap<_, _>>().into_values()
    }
}

fn each_sketch(playbook: &Playbook, topic: &PlaybookTopic, found: &mut impl FnMut(Sketch)) {
    fn look(playbook: &Playbook, block: &Block, found: &mut impl FnMut(Sketch)) {
        if let BlockKind::Code { language, text, .. } = &block.kind
            && let Some(table) = table_of(language)
            && let Some(document) = playbook.documents.get(block.source)
        {
            found(Sketch { table, text: document.str(*text).into() });
        }
        block.children().for_each(|child| look(playbook, child, found));
    }
    topic.body.iter().for_each(|node| look(playbook, &node.block, found));
}

/// What a program made, if it is a drawing that a page may show. As a picture nothing in it runs; a reader who opens the
/// file by itself must be as safe.
fn picture_of(bytes: Vec<u8>) -> Result<DrawnPicture, NotDrawn> {
    let refused = |why: &str| NotDrawn::Refused(why.to_owned());
    let text = String::from_utf8(bytes).map_err(|_| refused("what it made is no text, so no SVG"))?;
    let start = text.find("<svg").ok_or_else(|| refused("what it made is no SVG"))?;
    let (_, svg) = text.split_at(start);
    // Read as a browser reads it: a scanner with a mind of its own sees other tags in odd names, references and comments.
    let read =
        Document::parse(svg).map_err(|error| refused(&format!("what it made is no well-formed SVG: {error}")))?;
    if acts(&read) {
        return Err(refused("what it made could run a script"));
    }
    // What stands before the drawing names the program's version, which would change the file and not the picture.
    let bytes: Arc<[u8]> = svg.trim_end().bytes().chain([b'\n']).collect();
    let hash = blake3::hash(&bytes).to_hex();
    let name = format!("{FOLDER}/{}.svg", hash.get(..16).unwrap_or_default());
    let path = SitePath::new(&name).map_err(|_| refused("it has no name"))?;
    Ok(DrawnPicture { path, size: picture_size(&bytes, "svg"), bytes })
}

/// Elements that act, or show another document that may.
const ACTIVE: [&str; 10] =
    ["applet", "embed", "frame", "handler", "iframe", "listener", "meta", "object", "portal", "script"];

/// Whether a drawing holds something that acts.
fn acts(svg: &Document<'_>) -> bool {
    let elements = svg.descendants().filter(Node::is_element);
    elements.into_iter().any(|element| {
        ACTIVE.contains(&&*element.tag_name().name().to_ascii_lowercase())
            || element.attributes().any(|attribute| {
                // An animation sets what stands between two semicolons.
                attribute.name().to_ascii_lowercase().starts_with("on") || attribute.value().split(';').any(is_active)
            })
    })
}

/// Whether an address acts when it is followed.
fn is_active(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let address = address.to_lowercase();
    let active = ["javascript:", "vbscript:", "data:"].iter().any(|scheme| address.starts_with(scheme));
    active && !address.starts_with("data:image/") && !address.starts_with("data:font/")
}

#[cfg(test)]
mod tests {
    use super::{NotDrawn, picture_of};

    fn check(made: &str, expected: &str) {
        let said = match picture_of(made.as_bytes().to_vec()) {
            Ok(picture) => {
                let size = picture.size.map_or_else(String::new, |size| format!("{}x{} ", size.width, size.height));
                format!("{size}{}", String::from_utf8_lossy(&picture.bytes).trim_end())
            }
            Err(NotDrawn::Refused(why) | NotDrawn::NotNow(why)) => why,
        };
        assert_eq!(said, expected);
    }

    #[test]
    fn a_drawing_is_kept_without_what_stands_before_it() {
        let svg = "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"62pt\" height=\"116pt\" viewBox=\"0 0 62 116\"><a xlink:href=\"https://a.b\"><text>on javascript: x</text></a></svg>";
        check(
            &format!("<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<!-- by a program 2.4 -->\n{svg}\n\n"),
            &format!("62x116 {svg}"),
        );
    }

    #[test]
    fn what_could_act_is_no_drawing() {
        for active in [
            "<script>x</script>",
            "<a xlink:href='java&#115;cript:x'/>",
            "<a href=' java\nscript:x'/>",
            "<g onload='x'/>",
            "<svg:script/>",
            "<_:script>x</_:script>",
            "<a href='&#x0000000000006a;avascript:x'/>",
            "<animate attributeName='href' values='#;javascript:x'/>",
            "<?a <!-- ?><script>x</script><?a --> ?>",
            "<![CDATA[<!--]]><script>x</script><!---->",
            "<style><script>x</script></style>",
            "<animate attributeName='href' values='javascript:x'/>",
            "<foreignObject><iframe src='https://a.b'></iframe></foreignObject>",
            "<a href='data:text/html,x'/>",
        ] {
            let names = "xmlns:svg='s' xmlns:_='s' xmlns:xlink='x'";
            check(&format!("<svg {names}>{active}</svg>"), "what it made could run a script");
        }
        let unknown = "what it made is no well-formed SVG: unknown entity reference 'a' at 1:6";
        check("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", unknown);
        check("error: no", "what it made is no SVG");
    }

    #[test]
    fn a_drawing_may_be_deep() {
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(200_000), "</g>".repeat(200_000));
        check(&deep, &deep);
    }
}
