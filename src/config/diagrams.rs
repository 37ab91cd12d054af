//! `[diagrams]`: the programs that draw what fences describe.

use super::Node;
use super::read::sorted;

/// The programs that draw diagrams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagrams {
    /// Each with its table below `[diagrams]`, sorted by that.
    pub renderers: Vec<(String, Renderer)>,
}

/// A program that draws diagrams of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renderer {
    /// The program and its arguments; never empty.
    pub command: Vec<String>,
    /// The seconds that one drawing may take.
    pub timeout: u64,
}

impl Diagrams {
    /// The program of a table below `[diagrams]`.
    pub fn renderer(&self, table: &str) -> Option<&Renderer> {
        self.renderers.iter().find(|(name, _)| name == table).map(|(_, renderer)| renderer)
    }
}

/// Seconds for one drawing: a browser that a program starts for it is slow to come up.
const DRAWING_TIME: u64 = 30;

/// Picks the tables out of a tree that passed the check.
pub(super) fn read_diagrams(root: &Node) -> Diagrams {
    let timeout = root.at("diagrams.timeout").and_then(Node::integer);
    let timeout = timeout.and_then(|seconds| seconds.try_into().ok()).unwrap_or(DRAWING_TIME);
    let renderer = |table: &Node| {
        // One text is the program with its arguments, parted by blanks; a list says where they part.
        let words = table.strings("command");
        let command = match words.as_slice() {
            [line] => line.split_whitespace().map(str::to_owned).collect(),
            _ => words,
        };
        (!command.is_empty()).then_some(Renderer { command, timeout })
    };
    let tables = sorted(root, "diagrams", renderer);
    Diagrams { renderers: tables.into_iter().filter_map(|(name, renderer)| Some((name, renderer?))).collect() }
}
