//! `:::` constructs among blocks → blocks that hold what stands between their lines.

use super::Builder;
use super::directive::{Directive, DirectiveName};
use super::frame::Child;
use crate::finding::{Finding, Place, Span, codes::markdown};
use crate::topic::{Block, BlockKind, LinkId, LinkKind, Picture, Slice};

/// `:::` constructs nest at most so deep in one block; real topics nest them three deep.
const MAX_NESTING: usize = 12;

/// A construct whose end has not come yet.
struct Open {
    directive: Directive,
    content: Vec<Block>,
}

impl Builder<'_> {
    /// Blocks and directives → blocks. A construct that is never closed ends with the block that it stands in.
    pub(super) fn fold(&mut self, children: Vec<Child>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::with_capacity(children.len());
        let mut open: Vec<Open> = Vec::new();
        for child in children {
            let block = match child {
                Child::Marker(_) => continue,
                Child::Block(block) => block,
                Child::Directive(directive) => match self.directive(directive, &mut open, &mut blocks) {
                    Some(block) => block,
                    None => continue,
                },
            };
            open.last_mut().map_or(&mut blocks, |open| &mut open.content).push(block);
        }
        while let Some(last) = open.pop() {
            let name = last.directive.name.written();
            if last.directive.name != DirectiveName::Image {
                let class = last.directive.name == DirectiveName::Class;
                let code = if class { &crate::finding::codes::overlay::O112 } else { &markdown::M010 };
                let finding =
                    Finding::new(code, format!("“:::{name}” is never closed; it ends with the block around it"));
                if class {
                    self.report_unclosed_class(finding, &last);
                } else {
                    let help = format!("add a line `:::{name}-end` where it shall end, as far indented as this one");
                    self.report_at(finding.help(help), last.directive.span);
                }
            }
            self.close_directive(last, &mut open, &mut blocks);
        }
        self.fold_tabs(blocks)
    }

    /// Takes up one directive; gives the block that it is, if it is one by itself.
    fn directive(&mut self, directive: Directive, open: &mut Vec<Open>, blocks: &mut Vec<Block>) -> Option<Block> {
        if matches!(directive.name, DirectiveName::Class | DirectiveName::ClassEnd) {
            self.check_blank_lines(&directive);
        }
        let opens = match directive.name {
            DirectiveName::Zone
            | DirectiveName::Moniker
            | DirectiveName::Row
            | DirectiveName::Column
            | DirectiveName::Class => true,
            DirectiveName::Image => {
                directive.attribute("type").is_some_and(|kind| kind.value.eq_ignore_ascii_case("complex"))
            }
            _ => false,
        };
        if opens {
            if open.len() >= MAX_NESTING {
                let message = format!("“:::{}” is nested too deep and is left out", directive.name.written());
                self.report_at(Finding::new(&markdown::M031, message), directive.span);
            } else {
                open.push(Open { directive, content: Vec::new() });
            }
            return None;
        }
        let ended = match directive.name {
            DirectiveName::ZoneEnd => DirectiveName::Zone,
            DirectiveName::MonikerEnd => DirectiveName::Moniker,
            DirectiveName::RowEnd => DirectiveName::Row,
            DirectiveName::ColumnEnd => DirectiveName::Column,
            DirectiveName::ClassEnd => DirectiveName::Class,
            DirectiveName::ImageEnd => DirectiveName::Image,
            DirectiveName::Image => return self.picture_block(&directive, Vec::new()),
            DirectiveName::Code => return self.code_block(&directive),
            DirectiveName::Video => return self.video_block(&directive),
            _ => return None,
        };
        let Some(at) = open.iter().rposition(|open| open.directive.name == ended) else {
            if ended != DirectiveName::Image {
                let name = directive.name.written();
                let finding = Finding::new(&markdown::M011, format!("“:::{name}” closes nothing here"))
                    .help("remove the line, or indent it like the line that opens");
                self.report_at(finding, directive.span);
            }
            return None;
        };
        while open.len() > at {
            let last = open.pop()?;
            if open.len() > at {
                let name = last.directive.name.written();
                let finding =
                    Finding::new(&markdown::M010, format!("“:::{name}” is not closed before what it stands in"))
                        .help(format!("add a line `:::{name}-end` before this one ends"))
                        .related(Place::new(self.path.shared(), directive.span), "what is closed here");
                self.report_at(finding, last.directive.span);
            }
            self.close_directive(last, open, blocks);
        }
        None
    }

    /// A container for a clearance that is never closed: its end can be put behind what stands in it.
    fn report_unclosed_class(&mut self, finding: Finding, open: &Open) {
        let text = self.document.source_text();
        let span = open.directive.span;
        let at_margin =
            text.get(..span.start as usize).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
        let end = open.content.last().map_or(span.end, |last| last.span.end.max(span.end));
        let finding = finding.help("add the line where it shall end, as far indented as this one");
        let finding = finding.at(Place::new(self.path.shared(), span));
        let line = ":::class-end";
        self.findings.push(if at_margin {
            finding.try_text(Span { start: end, end }, format!("\n\n{line}"), line)
        } else {
            finding.try_line(line)
        });
    }

    /// A container for a clearance whose neighbours are not parted from it reads as one sentence with them elsewhere.
    fn check_blank_lines(&mut self, directive: &Directive) {
        let text = self.document.source_text();
        let around = |line: Option<&str>| {
            let line = line.map(|line| line.trim_matches([' ', '\t', '\r', '>']));
            line.is_some_and(|line| !line.is_empty() && !line.starts_with(":::") && line != "---")
        };
        let before = text.get(..directive.span.start as usize).unwrap_or_default().lines();
        // The line of the construct itself is the last, unless it begins at the margin.
        let before = before.rev().nth(usize::from(!before_margin(text, directive.span.start as usize)));
        let after = text.get(directive.span.end as usize..).unwrap_or_default().lines().nth(1);
        if around(before) || around(after) {
            let name = directive.name.written();
            let finding = Finding::new(
                &crate::finding::codes::overlay::O113,
                format!("blank line missing around “:::{name}”; read as if it were there"),
            );
            let at_margin = before_margin(text, directive.span.start as usize);
            let written = directive.span.of(text).to_owned();
            let finding = finding.at(Place::new(self.path.shared(), directive.span));
            let line = "a blank line before and after it";
            self.findings.push(if at_margin {
                let blank = |missing: bool| if missing { "\n" } else { "" };
                let text = format!("{}{written}{}", blank(around(before)), blank(around(after)));
                finding.try_text(directive.span, text, line)
            } else {
                finding.try_line(line)
            });
        }
    }

    fn close_directive(&mut self, closed: Open, open: &mut [Open], blocks: &mut Vec<Block>) {
        let Open { directive, content } = closed;
        let span = content.last().map_or(directive.span, |last| Span {
            start: directive.span.start,
            end: last.span.end.max(directive.span.end),
        });
        let content = if directive.name == DirectiveName::Row { content } else { self.fold_tabs(content) };
        let kind = match directive.name {
            DirectiveName::Zone => zone(&directive, content),
            DirectiveName::Moniker => {
                let written = directive.attribute("range").map_or("", |range| range.value.as_str());
                match self.options.monikers.holds(written) {
                    Some(true) => Some(BlockKind::Zone { pivots: Vec::new(), content }),
                    Some(false) => None,
                    None => Some(BlockKind::Moniker { range: self.value(&directive, "range"), content }),
                }
            }
            DirectiveName::Class => {
                let class = directive.word.as_ref().map(|word| word.0.clone()).unwrap_or_default();
                // What is not understood must not open anything: it is taken for a class that there is not.
                let odd = directive.attributes.iter().find(|attribute| attribute.name != "audience");
                let class = odd.map_or(class, |odd| format!("{}={}", odd.name, odd.value));
                let class = self.document.slice(&class, usize::MAX);
                let audience = directive.attribute("audience").map(|tags| tags.value.clone());
                let audience = audience.map(|tags| self.document.slice(&tags, usize::MAX));
                Some(BlockKind::Class { class, audience, content })
            }
            DirectiveName::Row => Some(BlockKind::Columns(self.columns(content, span))),
            DirectiveName::Column => {
                let span = directive.attribute("span").and_then(|span| span.value.trim().parse().ok()).unwrap_or(1);
                Some(BlockKind::Column { span: u8::clamp(span, 1, 12), content })
            }
            DirectiveName::Image => self.picture_block(&directive, content).map(|block| block.kind),
            _ => None,
        };
        if let Some(kind) = kind {
            let block = Block { source: self.document.source, span, kind };
            open.last_mut().map_or(blocks, |open| &mut open.content).push(block);
        }
    }

    /// What stands in a row but in no column becomes a column of its own: nothing is lost.
    fn columns(&mut self, content: Vec<Block>, span: Span) -> Vec<Block> {
        let mut columns: Vec<Block> = Vec::new();
        let mut loose: Vec<Block> = Vec::new();
        let source = self.document.source;
        let column = |content| Block { source, span, kind: BlockKind::Column { span: 1, content } };
        for block in content {
            if matches!(block.kind, BlockKind::Column { .. }) {
                if !loose.is_empty() {
                    columns.push(column(std::mem::take(&mut loose)));
                }
                columns.push(block);
            } else {
                loose.push(block);
            }
        }
        if !loose.is_empty() {
            columns.push(column(loose));
        }
        columns
    }

    fn picture_block(&mut self, directive: &Directive, description: Vec<Block>) -> Option<Block> {
        let mut picture = self.picture(directive)?;
        picture.description = description;
        Some(Block { source: self.document.source, span: directive.span, kind: BlockKind::Picture(picture) })
    }

    /// A `:::image:::`; `None` and a finding where it names no file.
    pub(super) fn picture(&mut self, directive: &Directive) -> Option<Picture> {
        let image = self.link_of(directive, "source", LinkKind::Image);
        let icon = directive.attribute("type").is_some_and(|kind| kind.value.eq_ignore_ascii_case("icon"));
        let Some(image) = image else {
            let finding = Finding::new(&markdown::M012, "“:::image” names no picture").help("add `source=\"path\"`");
            self.report_at(finding, directive.span);
            return None;
        };
        if !icon && directive.attribute("alt-text").is_none() {
            let finding = Finding::new(&markdown::M013, "the picture has no text for those who cannot see it")
                .help("add `alt-text=\"what it shows\"`, or `type=\"icon\"` if it only decorates");
            self.report_at(finding, directive.span);
        }
        let border = directive.attribute("border").is_none_or(|border| !border.value.eq_ignore_ascii_case("false"));
        Some(Picture {
            image,
            alt: if icon { Slice::default() } else { self.value(directive, "alt-text") },
            lightbox: self.link_of(directive, "lightbox", LinkKind::Lightbox),
            link: self.link_of(directive, "link", LinkKind::Link),
            border,
            description: Vec::new(),
        })
    }

    fn code_block(&mut self, directive: &Directive) -> Option<Block> {
        let Some(link) = self.link_of(directive, "source", LinkKind::Code) else {
            let finding = Finding::new(&markdown::M012, "“:::code” names no file").help("add `source=\"path\"`");
            self.report_at(finding, directive.span);
            return None;
        };
        let language = directive.attribute("language").map(|language| language.value.to_lowercase());
        let language = language.as_deref().unwrap_or_default();
        let kind = BlockKind::CodeFile {
            language: language.strip_suffix("-interactive").unwrap_or(language).into(),
            link,
            range: self.value(directive, "range"),
            region: self.value(directive, "id"),
        };
        Some(Block { source: self.document.source, span: directive.span, kind })
    }

    fn video_block(&mut self, directive: &Directive) -> Option<Block> {
        let link = self.link_of(directive, "source", LinkKind::Video)?;
        Some(Block { source: self.document.source, span: directive.span, kind: BlockKind::Video(link) })
    }

    fn link_of(&mut self, directive: &Directive, attribute: &str, kind: LinkKind) -> Option<LinkId> {
        let attribute = directive.attribute(attribute)?;
        let dest = attribute.value.trim().to_owned();
        Some(self.link_at(kind, &dest, attribute.span))
    }

    fn value(&mut self, directive: &Directive, attribute: &str) -> Slice {
        let value = directive.attribute(attribute).map(|attribute| attribute.value.clone()).unwrap_or_default();
        self.document.slice(&value, usize::MAX)
    }
}

/// `target` names where a zone is shown; only `docs` (and no target at all) means pages for readers.
fn zone(directive: &Directive, content: Vec<Block>) -> Option<BlockKind> {
    if directive.attribute("target").is_some_and(|target| !target.value.trim().eq_ignore_ascii_case("docs")) {
        return None;
    }
    let pivots = directive.attribute("pivot").map(|pivot| pivot.value.as_str()).unwrap_or_default();
    let pivots = pivots.split(',').map(str::trim).filter(|id| !id.is_empty()).map(Box::from).collect();
    Some(BlockKind::Zone { pivots, content })
}

/// Whether a place is the start of a line.
fn before_margin(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with('\n'))
}
