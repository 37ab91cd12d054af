//! Tables that are wider than their head. CommonMark parsers drop the cells that the head has no column for; here the
//! head is widened before they read it, so that no cell is ever lost.

use super::prepare::container_prefix;

/// Looks for tables with rows wider than their head and asks for the text to insert: `insert(offset, text)`.
pub(super) fn widen(whole: &str, body: usize, mut insert: impl FnMut(usize, String)) {
    let mut lines = Vec::new();
    let mut start = body;
    for line in whole.get(body..).unwrap_or_default().split('\n') {
        lines.push((start, line));
        start += line.len() + 1;
    }
    let mut at = 1;
    while let (Some(&(head_start, head)), Some(&(rule_start, rule))) = (lines.get(at - 1), lines.get(at)) {
        at += 1;
        let columns = delimiter_columns(rule);
        if columns == 0 || cells(head) != columns {
            continue;
        }
        let mut widest = columns;
        while let Some(&(_, row)) = lines.get(at) {
            let text = row.get(container_prefix(row)..).unwrap_or_default().trim();
            // A table ends at a blank line, and where another block begins.
            if text.is_empty() || ["# ", "## ", "###", "```", "~~~"].iter().any(|start| text.starts_with(start)) {
                break;
            }
            widest = widest.max(cells(row));
            at += 1;
        }
        let missing = widest - columns;
        if missing > 0 {
            let closed = |line: &str| line.trim_end().ends_with('|') && !line.trim_end().ends_with("\\|");
            let end = |start: usize, line: &str| start + line.trim_end().len();
            let opening = if closed(head) { "" } else { " |" };
            insert(end(head_start, head), format!("{opening}{}", " |".repeat(missing)));
            let added = if closed(rule) { "---|".repeat(missing) } else { "|---".repeat(missing) };
            insert(end(rule_start, rule), added);
        }
        at += 1;
    }
}

/// How many columns a delimiter row such as `|---|:-:|` has; 0 where the line is none.
fn delimiter_columns(line: &str) -> usize {
    let row = line.get(container_prefix_of_rule(line)..).unwrap_or_default().trim();
    if !row.contains('-') || !row.contains('|') {
        return 0;
    }
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let is_rule = |cell: &str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    };
    if inner.split('|').all(is_rule) { inner.split('|').count() } else { 0 }
}

/// Only blanks and quote marks: a `-` begins the rule here, no list.
fn container_prefix_of_rule(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

/// How many cells a row has. A `|` splits cells even in code, unless a backslash stands before it.
fn cells(line: &str) -> usize {
    let row = line.get(container_prefix(line)..).unwrap_or_default().trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bytes = row.as_bytes();
    let splits = |at: usize| bytes.get(at) == Some(&b'|') && (at == 0 || bytes.get(at - 1) != Some(&b'\\'));
    let count = (0..bytes.len()).filter(|at| splits(*at)).count();
    let closed = !bytes.is_empty() && splits(bytes.len() - 1);
    if row.is_empty() { 0 } else { count + usize::from(!closed) }
}
