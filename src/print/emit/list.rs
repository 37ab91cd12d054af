//! Lists, tasks, definitions and notes → Typst text.

use super::html::{Element, Node};
use super::sheet::{DEEPEST, Here, SheetWriter};
use super::typst::{array, call, named, string};

impl SheetWriter<'_> {
    /// A list. Tasks, and the steps of a sheet that is signed, have a box.
    pub(super) fn list(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        let items: Vec<&Element> = element.elements().collect();
        if here.depth >= DEEPEST {
            self.notes.flattened = true;
            for item in items {
                blocks.extend(self.blocks(&item.children, here));
            }
            return;
        }
        let numbered = element.name == "ol";
        let first = element.attribute("start").and_then(|start| start.parse::<i64>().ok()).unwrap_or(1);
        let signed = self.signs() && here.depth == 0;
        let boxed = items.iter().any(|item| task_of(item).is_some()) || (signed && numbered);
        let inner = here.deeper();
        let mut written = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let (box_state, children) = match task_of(item) {
                Some(ticked) => (if ticked { "true" } else { "false" }, without_box(&item.children)),
                None => (if signed && numbered { "false" } else { "none" }, item.children.clone()),
            };
            let mut content = self.blocks(&children, inner);
            if let Some(mark) = self.mark(item) {
                mark_first(&mut content, &mark);
            }
            let content = super::typst::stacked(content);
            let changed = item.has_class("changed");
            if boxed {
                let number = i64::try_from(at).unwrap_or_default().saturating_add(first);
                let number = if numbered { number.to_string() } else { "none".to_owned() };
                let mut arguments = vec![box_state.to_owned(), number, content];
                arguments.extend(changed.then(|| named("changed", "true")));
                written.push(call("tick", &arguments));
            } else {
                written.push(if changed { call("changed-item", &[content]) } else { content });
            }
        }
        if written.is_empty() {
            return;
        }
        if boxed {
            written.push(named("signed", &signed.to_string()));
            blocks.push(call("ticks", &written));
        } else if numbered {
            written.push(named("start", &first.max(0).to_string()));
            blocks.push(call("steps", &written));
        } else {
            blocks.push(call("bullets", &written));
        }
    }

    /// Terms with what they mean.
    pub(super) fn definitions(&mut self, element: &Element, here: Here, blocks: &mut Vec<String>) {
        if here.depth >= DEEPEST {
            self.notes.flattened = true;
            return blocks.extend(self.blocks(&element.children, here));
        }
        let mut entries: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for part in element.elements() {
            if part.name == "dt" {
                let term = self.running(&part.children, Here { heading: true, ..here });
                match entries.last_mut() {
                    Some((terms, meanings)) if meanings.is_empty() => terms.push(term),
                    _ => entries.push((vec![term], Vec::new())),
                }
            } else {
                let meaning = self.content(&part.children, here.deeper());
                match entries.last_mut() {
                    Some((_, meanings)) => meanings.push(meaning),
                    None => entries.push((Vec::new(), vec![meaning])),
                }
            }
        }
        let entries: Vec<String> =
            entries.iter().map(|(terms, meanings)| format!("({}, {})", array(terms), array(meanings))).collect();
        if !entries.is_empty() {
            blocks.push(call("definitions", &entries));
        }
    }

    /// The author's own footnotes, at the end of the topic as on its page.
    pub(super) fn notes_list(&mut self, list: &Element, here: Here, blocks: &mut Vec<String>) {
        let notes: Vec<String> = list.elements().map(|note| self.content(&note.children, here.deeper())).collect();
        blocks.push(call("notes", &notes));
    }
}

/// Puts the letters of a layer before the words of the first block: into it, where it is a paragraph.
pub(super) fn mark_first(content: &mut Vec<String>, mark: &str) {
    match content.first_mut().and_then(|first| Some((first.strip_prefix("para(")?.to_owned(), first))) {
        Some((rest, first)) => *first = format!("para({}, {rest}", named("mark", &string(mark))),
        None => content.insert(0, call("origin-mark", &[string(mark)])),
    }
}

/// Whether an item is a task, and whether it is ticked.
fn task_of(item: &Element) -> Option<bool> {
    if !item.has_class("task") {
        return None;
    }
    find_box(&item.children).map(|input| input.attribute("checked").is_some())
}

fn find_box(nodes: &[Node]) -> Option<&Element> {
    let first = nodes.iter().find(|node| !node.is_blank())?;
    let Node::Element(element) = first else { return None };
    if element.name == "input" { Some(element) } else { find_box(&element.children) }
}

/// The item's content without its box.
fn without_box(nodes: &[Node]) -> Vec<Node> {
    let mut nodes = nodes.to_vec();
    if let Some(at) = nodes.iter().position(|node| !node.is_blank())
        && let Some(Node::Element(element)) = nodes.get_mut(at)
    {
        if element.name == "input" {
            nodes.remove(at);
        } else {
            element.children = without_box(&element.children);
        }
    }
    nodes
}
