//! The headings of a change file → instructions.
//!
//! Reads one change file alone: whether a target exists is asked later. A heading that is no instruction is a finding,
//! and never text of a page.

use std::sync::Arc;

use super::LayerId;
use super::instruction::{Instruction, KINDS, Kind, SectionTarget, Target, VERBS, Verb, heading_of};
use super::review::escaped;
use super::words::fold;
use crate::finding::{Code, Finding, Place, Span, codes::overlay as o, nearest_within};
use crate::source::{SourceId, SourcePath};
use crate::topic::{Block, BlockKind, Document, Inline, Inlines};

/// A change file whose instructions are read: its own path, and the topic that it changes.
pub(super) struct ChangeFile<'a> {
    pub(super) path: &'a SourcePath,
    /// The topic, where it stands among those of the base.
    pub(super) topic: &'a SourcePath,
    pub(super) layer: LayerId,
    pub(super) document: &'a Document,
}

/// Reads the instructions of a change file, in order.
pub(super) fn read_instructions(file: &ChangeFile<'_>, findings: &mut Vec<Finding>) -> Vec<Instruction> {
    let mut reader = Reader { file, findings };
    let mut instructions: Vec<Option<Instruction>> = Vec::new();
    let mut floating = None;
    for block in &file.document.blocks {
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
        let finding = reader.found(&o::O103, "text stands before the first instruction and belongs to nothing", span);
        let line = "# Add to start of: this topic";
        let here = Span { end: span.start, ..span };
        let finding = finding.help("put it under an instruction").try_text(here, format!("{line}\n\n"), line);
        reader.findings.push(finding);
    }
    instructions.into_iter().flatten().filter(|instruction| reader.has_body(instruction)).collect()
}

/// The instruction that these words after the colon make; `None` where they make none.
pub(super) fn read_target(words: &str, verb: Verb, kind: Kind, layer: LayerId) -> Option<Instruction> {
    let nowhere = SourcePath::new("change.md").ok()?;
    let document = Document::empty(SourceId(u32::MAX), "".into());
    let file = ChangeFile { path: &nowhere, topic: &nowhere, layer, document: &document };
    let mut reader = Reader { file: &file, findings: &mut Vec::new() };
    let mut instruction = reader.empty(verb, kind, Span::default());
    let words = reader.qualifiers(words.trim(), &mut instruction).filter(|words| !words.is_empty())?;
    instruction.target = reader.target(&words, &instruction, Inlines::default())?;
    instruction.words = words;
    Some(instruction)
}

struct Reader<'a> {
    file: &'a ChangeFile<'a>,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn found(&self, code: &'static Code, message: impl Into<String>, span: Span) -> Finding {
        Finding::new(code, message).at(Place::new(self.file.path.shared(), span))
    }

    /// The line of a heading, without the line end behind it.
    fn line_of(&self, heading: &Block) -> Span {
        let text = heading.span.of(self.file.document.source_text());
        let before = text.len() - text.trim_start().len();
        let start = heading.span.start as usize + before;
        Span::new(start, start + text.trim().len())
    }

    fn instruction(&mut self, heading: &Block) -> Option<Instruction> {
        let BlockKind::Heading { content, .. } = heading.kind else { return None };
        let written = self.file.document.plain(content);
        let written = written.trim();
        let span = self.line_of(heading);
        if !span.of(self.file.document.source_text()).starts_with('#') {
            let finding = self.found(&o::O104, "a line of === made this a level-1 heading", span);
            self.findings.push(finding.try_edit(span, format!("## {}", escaped(written))));
            return None;
        }
        let Some((head, target)) = written.split_once(':') else {
            self.report_unknown(written, None, span);
            return None;
        };
        let Some((verb, kind)) = verb_and_kind(&fold(head)) else {
            self.report_unknown(head, Some(target), span);
            return None;
        };
        let mut instruction = self.empty(verb, kind, span);
        let words = self.qualifiers(target.trim(), &mut instruction)?;
        if words.is_empty() {
            let line = match kind {
                Kind::Section => instruction.line("this topic"),
                kind => instruction.line(&format!("first words of the {}…", kind.written())),
            };
            let finding = self.found(&o::O102, "this instruction names no target", span);
            // Which words name the block is the author's to say.
            let sure = kind == Kind::Section;
            self.findings.push(if sure { finding.try_edit(span, line) } else { finding.try_line(line) });
            return None;
        }
        instruction.target = self.target(&words, &instruction, content)?;
        instruction.words = words;
        Some(instruction)
    }

    /// An instruction without a target yet.
    fn empty(&self, verb: Verb, kind: Kind, span: Span) -> Instruction {
        Instruction {
            verb,
            kind,
            target: Target::ThisTopic,
            within: None,
            column: None,
            if_present: false,
            with_additions: false,
            words: String::new(),
            qualifiers: String::new(),
            span,
            layer: self.file.layer,
            source: self.file.document.source,
            file: self.file.path.clone(),
            body: Vec::new(),
        }
    }

    /// Takes the qualifiers off the end of the target's words.
    fn qualifiers(&mut self, target: &str, instruction: &mut Instruction) -> Option<String> {
        let mut words = target;
        while let Some(before) = words.strip_suffix(')') {
            let Some((rest, inside)) = open_bracket(before) else { break };
            let folded = fold(inside);
            if folded == "if present" {
                instruction.if_present = true;
            } else if folded == "with additions" {
                instruction.with_additions = true;
            } else if let Some(section) = folded.strip_prefix("in:") {
                instruction.within = Some(section_target(section.trim()));
            } else if let Some(column) = after_prefix(inside, "with column:") {
                instruction.column = Some(column.to_owned());
            } else if folded.contains(':') || is_near_qualifier(&folded) {
                let near = nearest_within(&folded, ["if present", "with additions"], 3).map(str::to_owned);
                let near = near.or_else(|| near_prefix(inside));
                let help = "the qualifiers are (in: section), (with column: name), (if present) and (with additions)";
                let message = format!("qualifier “({inside})” is not known");
                let finding = self.found(&o::O111, message, instruction.span).help(help);
                self.findings.push(match near {
                    Some(near) => {
                        let taken = target.get(words.len()..).unwrap_or_default();
                        let line = instruction.line(&format!("{}({near}){taken}", escaped(rest)));
                        finding.try_edit(instruction.span, line)
                    }
                    None => finding,
                });
                return None;
            } else {
                // A heading may itself end in words between brackets, such as "Recovery time objective (RTO)".
                break;
            }
            words = rest.trim_end();
        }
        target.get(words.len()..).unwrap_or_default().trim().clone_into(&mut instruction.qualifiers);
        Some(words.to_owned())
    }

    fn target(&mut self, words: &str, by: &Instruction, content: Inlines) -> Option<Target> {
        let Instruction { verb, kind, span, .. } = *by;
        if let Some(written) = self.linked(content)
            && let Some((path, anchor)) = written.split_once('#')
        {
            let here = self.file.topic.sibling(path.trim_start_matches("./"));
            if !path.is_empty() && here.as_ref() != Ok(self.file.topic) {
                let message = format!("the link leads to {path}, this file changes {}", self.file.topic.name());
                let finding = self.found(&o::O210, message, span);
                self.findings
                    .push(finding.help("link to a heading of this topic, or move the instruction to that file"));
                return None;
            }
            return Some(Target::Section(SectionTarget::Anchor(anchor.to_owned())));
        }
        let folded = fold(words);
        let start = folded.strip_suffix('…').or_else(|| folded.strip_suffix("..."));
        // A list or table is named by its section, or by its own first words.
        let by_section = kind == Kind::Section || (matches!(verb, Verb::AddTo | Verb::MergeInto) && start.is_none());
        if by_section {
            return Some(match folded.as_str() {
                "this topic" => Target::ThisTopic,
                _ => Target::Section(section_target(words)),
            });
        }
        Some(Target::Block { whole: start.is_none(), words: start.map_or(folded.clone(), |s| s.trim_end().to_owned()) })
    }

    /// `[any text](…#id)`: the destination of the link that is the whole target.
    fn linked(&self, content: Inlines) -> Option<String> {
        let ([Inline::Text(_), Inline::LinkOpen(link), ..] | [Inline::LinkOpen(link), ..]) =
            self.file.document.inlines(content)
        else {
            return None;
        };
        self.file.document.link(*link).map(|link| self.file.document.str(link.dest).to_owned())
    }

    fn report_unknown(&mut self, words: &str, target: Option<&str>, span: Span) {
        let words = words.trim();
        let folded = fold(words);
        let all = VERBS.iter().flat_map(|(_, verb)| {
            let kinds = KINDS.iter().filter(|(_, kind)| verb.takes(*kind));
            kinds.map(|(_, kind)| heading_of(*verb, *kind))
        });
        let nearest = all.map(|heading| (strsim::levenshtein(&heading.to_lowercase(), &folded), heading)).min();
        let message = format!("“{words}” is not an instruction; in a change file every # heading is one");
        let finding = self.found(&o::O101, message, span);
        self.findings.push(match (nearest, target) {
            (Some((distance, heading)), Some(target)) if distance <= 3 => finding
                .help(format!("did you mean “{heading}”?"))
                .try_edit(span, format!("# {heading}: {}", escaped(target.trim()))),
            (Some((distance, heading)), None) if distance <= 3 => {
                finding.help(format!("did you mean “{heading}”?")).try_line(format!("# {heading}: this topic"))
            }
            _ => {
                let written = span.of(self.file.document.source_text()).trim_start_matches('#').trim();
                let line = format!("## {written}");
                finding.help("to add a heading to the page, use two or more `#`").try_edit(span, line)
            }
        });
    }

    /// Whether something stands under an instruction.
    fn has_body(&mut self, instruction: &Instruction) -> bool {
        if !instruction.body.is_empty() {
            return true;
        }
        let reason = matches!(instruction.verb, Verb::Remove | Verb::Lock);
        let (code, message) = match instruction.verb {
            Verb::Remove => (&o::O106, "say why: the text under Remove is the reason kept for the audit".to_owned()),
            Verb::Lock => (&o::O106, "say why: the text under Lock is what others read when they meet it".to_owned()),
            _ => (&o::O105, format!("“{}” needs text below it", instruction.heading())),
        };
        let help = if reason { "write the reason below it" } else { "write its text, or delete the instruction" };
        let finding = self.found(code, message, instruction.span);
        self.findings.push(finding.try_line(help));
        false
    }
}

/// The verb and the kind of an instruction, folded.
fn verb_and_kind(head: &str) -> Option<(Verb, Kind)> {
    VERBS.iter().find_map(|(words, verb)| {
        let rest = head.strip_prefix(words)?;
        let kind = match rest.strip_prefix(' ') {
            Some(kind) => KINDS.iter().find(|(written, _)| *written == kind).map(|(_, kind)| *kind)?,
            None if rest.is_empty() => Kind::Section,
            None => return None,
        };
        verb.takes(kind).then_some((*verb, kind))
    })
}

/// What stands before the bracket that the end of `words` closes, and what stands inside.
fn open_bracket(words: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in words.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' if depth == 0 => return Some((words.get(..at)?, words.get(at + 1..)?)),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What follows a beginning in any letter case.
fn after_prefix<'w>(words: &'w str, prefix: &str) -> Option<&'w str> {
    let (start, rest) = words.trim().split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| rest.trim())
}

/// `(within: Office)` with the word that was meant.
fn near_prefix(words: &str) -> Option<String> {
    let (word, rest) = words.split_once(':')?;
    let near = match fold(word).as_str() {
        "within" | "inside" | "section" | "under" => Some("in"),
        word => nearest_within(word, ["with column", "in"], 2),
    };
    near.map(|near| format!("{near}: {}", rest.trim()))
}

fn is_near_qualifier(words: &str) -> bool {
    nearest_within(words, ["if present", "with additions"], 2).is_some()
}

fn section_target(words: &str) -> SectionTarget {
    match words.trim().strip_prefix('#') {
        Some(anchor) => SectionTarget::Anchor(anchor.to_owned()),
        None => SectionTarget::Path(words.split(" > ").map(fold).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::{open_bracket, verb_and_kind};
    use crate::overlay::instruction::{Kind, Verb};

    #[test]
    fn a_verb_takes_only_the_kinds_that_it_can_be_done_to() {
        assert_eq!(verb_and_kind("add to list"), Some((Verb::AddTo, Kind::List)));
        assert_eq!(verb_and_kind("merge into table"), Some((Verb::MergeInto, Kind::Table)));
        assert_eq!(verb_and_kind("add to start of section"), Some((Verb::AddToStart, Kind::Section)));
        for none in ["add to", "merge into", "add to table", "rename paragraph", "replaceparagraph", "lock row"] {
            assert_eq!(verb_and_kind(none), None, "{none}");
        }
    }

    #[test]
    fn a_qualifier_may_hold_brackets() {
        assert_eq!(open_bracket("RTO (in: Objectives (RTO)"), Some(("RTO ", "in: Objectives (RTO)")));
    }
}
