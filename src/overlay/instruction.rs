//! The headings of a change file → instructions.
//!
//! Reads one change file alone: whether a target exists is asked later. A heading that is no instruction is a finding,
//! and never text of a page.

use std::sync::Arc;

use super::LayerId;
use super::words::fold;
use crate::finding::{Code, Finding, Place, Span, codes::overlay as o};
use crate::source::{SourceId, SourcePath};
use crate::topic::{Block, BlockKind, Document};

/// One `#` heading of a change file with what stands under it.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    pub(super) verb: Verb,
    pub(super) kind: Kind,
    pub(super) target: Target,
    /// `(in: …)`: the section to look in.
    pub(super) within: Option<SectionTarget>,
    /// `(if present)`
    pub(super) if_present: bool,
    /// `(with additions)`
    pub(super) with_additions: bool,
    /// The words after the colon, as written.
    pub(super) words: String,
    /// The heading.
    pub(super) span: Span,
    pub(super) layer: LayerId,
    pub(super) source: SourceId,
    pub(super) body: Vec<Arc<Block>>,
}

/// What an instruction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    AddBefore,
    AddAfter,
    AddToStart,
    AddToEnd,
    Replace,
    ReplaceOpening,
    Rename,
    Remove,
}

/// What it does it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Section,
    Paragraph,
    Note,
    List,
    Table,
    Code,
    Image,
}

/// Which one it does it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    ThisTopic,
    Section(SectionTarget),
    /// The first words of a block, folded; `whole`: all of its words.
    Block {
        words: String,
        whole: bool,
    },
}

/// A section by its heading or anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SectionTarget {
    /// Headings from the outside in, folded.
    Path(Vec<String>),
    Anchor(String),
}

/// The longest first, so that `Add to start of` is not read as an unknown `Add`.
const VERBS: &[(&str, Verb)] = &[
    ("replace opening of", Verb::ReplaceOpening),
    ("add to start of", Verb::AddToStart),
    ("add to end of", Verb::AddToEnd),
    ("add before", Verb::AddBefore),
    ("add after", Verb::AddAfter),
    ("replace", Verb::Replace),
    ("rename", Verb::Rename),
    ("remove", Verb::Remove),
];

const KINDS: &[(&str, Kind)] = &[
    ("section", Kind::Section),
    ("paragraph", Kind::Paragraph),
    ("note", Kind::Note),
    ("list", Kind::List),
    ("table", Kind::Table),
    ("code", Kind::Code),
    ("image", Kind::Image),
];

impl Verb {
    /// As authors write it.
    pub(super) fn written(self) -> &'static str {
        VERBS.iter().find(|(_, verb)| *verb == self).map_or("", |(written, _)| written)
    }
}

impl Kind {
    /// As authors write it.
    pub(super) fn written(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(written, _)| written)
    }
}

/// Reads the instructions of a change file, in order.
pub(super) fn read_instructions(
    path: &SourcePath,
    layer: LayerId,
    document: &Document,
    findings: &mut Vec<Finding>,
) -> Vec<Instruction> {
    let mut reader = Reader { path, layer, document, findings };
    let mut instructions: Vec<Option<Instruction>> = Vec::new();
    let mut floating = None;
    for block in &document.blocks {
        if matches!(block.kind, BlockKind::Heading { level: 1, .. }) {
            instructions.push(reader.instruction(block));
        } else if let Some(last) = instructions.last_mut() {
            // Under a heading that is no instruction nothing more needs to be said.
            if let Some(instruction) = last {
                instruction.body.push(Arc::clone(block));
            }
        } else {
            floating.get_or_insert(block.span);
        }
    }
    if let Some(span) = floating {
        reader.report(
            &o::O103,
            "text stands before the first instruction and belongs to nothing",
            span,
            Some("put it under `# Add to start of: this topic`".to_owned()),
        );
    }
    instructions.into_iter().flatten().filter(|instruction| reader.has_body(instruction)).collect()
}

struct Reader<'a> {
    path: &'a SourcePath,
    layer: LayerId,
    document: &'a Document,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, code: &'static Code, message: impl Into<String>, span: Span, help: Option<String>) {
        let mut finding = Finding::new(code, message).at(Place::new(self.path.shared(), span));
        finding.help = help;
        self.findings.push(finding);
    }

    fn instruction(&mut self, heading: &Block) -> Option<Instruction> {
        let BlockKind::Heading { content, .. } = heading.kind else { return None };
        let written = self.document.plain(content);
        let written = written.trim();
        let source = heading.span.of(self.document.text());
        if !source.trim_start().starts_with('#') {
            let help = format!("write `## {written}`");
            self.report(&o::O104, "a line of === made this a level-1 heading", heading.span, Some(help));
            return None;
        }
        let Some((head, target)) = written.split_once(':') else {
            self.report_unknown(written, heading.span);
            return None;
        };
        let folded = fold(head);
        let known = VERBS.iter().find_map(|(words, verb)| {
            let rest = folded.strip_prefix(words)?.trim_start();
            let kind = if rest.is_empty() { Some(Kind::Section) } else { find_kind(rest) };
            Some((*verb, kind?))
        });
        let Some((verb, kind)) = known else {
            self.report_unknown(head, heading.span);
            return None;
        };
        let mut instruction = Instruction {
            verb,
            kind,
            target: Target::ThisTopic,
            within: None,
            if_present: false,
            with_additions: false,
            words: String::new(),
            span: heading.span,
            layer: self.layer,
            source: self.document.source,
            body: Vec::new(),
        };
        let words = self.qualifiers(target.trim(), &mut instruction)?;
        if words.is_empty() {
            let help = format!("`# {}: this topic`", capital(verb.written()));
            self.report(&o::O102, "this instruction names no target", heading.span, Some(help));
            return None;
        }
        instruction.target = self.target(&words, kind, content)?;
        instruction.words = words;
        Some(instruction)
    }

    /// Takes the qualifiers off the end of the target's words.
    fn qualifiers(&mut self, target: &str, instruction: &mut Instruction) -> Option<String> {
        let mut words = target;
        while let Some(before) = words.strip_suffix(')') {
            let Some((rest, inside)) = before.rsplit_once('(') else { break };
            let folded = fold(inside);
            match folded.as_str() {
                "if present" => instruction.if_present = true,
                "with additions" => instruction.with_additions = true,
                _ => match folded.strip_prefix("in:") {
                    Some(section) => instruction.within = Some(section_target(section.trim())),
                    // A heading may itself end in words between brackets, such as "Recovery time objective (RTO)".
                    None if !folded.contains(':') && !near_qualifier(&folded) => break,
                    None => {
                        let help = "the qualifiers are (in: section), (if present) and (with additions)".to_owned();
                        let message = format!("qualifier “({inside})” is not known");
                        self.report(&o::O111, message, instruction.span, Some(help));
                        return None;
                    }
                },
            }
            words = rest.trim_end();
        }
        Some(words.to_owned())
    }

    fn target(&mut self, words: &str, kind: Kind, content: crate::topic::Inlines) -> Option<Target> {
        use crate::topic::Inline;
        // `[any text](…#id)`: the anchor of the link.
        if let [Inline::Text(_), Inline::LinkOpen(link), ..] | [Inline::LinkOpen(link), ..] =
            self.document.inlines(content)
            && let Some((_, anchor)) = self.document.link(*link).and_then(|l| self.document.str(l.dest).split_once('#'))
        {
            return Some(Target::Section(SectionTarget::Anchor(anchor.to_owned())));
        }
        if kind == Kind::Section {
            return Some(match fold(words).as_str() {
                "this topic" => Target::ThisTopic,
                _ => Target::Section(section_target(words)),
            });
        }
        let folded = fold(words);
        let start = folded.strip_suffix('…').or_else(|| folded.strip_suffix("..."));
        Some(Target::Block { whole: start.is_none(), words: start.map_or(folded.clone(), |s| s.trim_end().to_owned()) })
    }

    fn report_unknown(&mut self, words: &str, span: Span) {
        let words = words.trim();
        let folded = fold(words);
        let nearest = VERBS.iter().map(|(verb, _)| (strsim::levenshtein(verb, &folded), verb)).min();
        let help = match nearest {
            Some((distance, verb)) if distance <= 3 => format!("did you mean “{}”?", capital(verb)),
            _ => "to add a heading to the page, use two or more `#`".to_owned(),
        };
        let message = format!("“{words}” is not an instruction; in a change file every # heading is one");
        self.report(&o::O101, message, span, Some(help));
    }

    /// Whether what stands under an instruction is what it needs.
    fn has_body(&mut self, instruction: &Instruction) -> bool {
        if !instruction.body.is_empty() {
            return true;
        }
        let (code, message) = match instruction.verb {
            Verb::Remove => (&o::O106, "say why: the text under Remove is the reason kept for the audit".to_owned()),
            verb => (&o::O105, format!("“{}” needs text below it", capital(verb.written()))),
        };
        self.report(code, message, instruction.span, None);
        false
    }
}

fn find_kind(words: &str) -> Option<Kind> {
    KINDS.iter().find(|(written, _)| *written == words).map(|(_, kind)| *kind)
}

fn near_qualifier(words: &str) -> bool {
    ["if present", "with additions"].iter().any(|known| strsim::levenshtein(known, words) <= 2)
}

fn section_target(words: &str) -> SectionTarget {
    match words.trim().strip_prefix('#') {
        Some(anchor) => SectionTarget::Anchor(anchor.to_owned()),
        None => SectionTarget::Path(words.split(" > ").map(fold).collect()),
    }
}

/// With a capital first letter, as a person writes an instruction.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
