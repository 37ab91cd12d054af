//! A part of a file → its lines.

use super::directive::Part;

const START: &str = "ANCHOR:";
const END: &str = "ANCHOR_END:";

/// The lines of a part, joined; `None` where there is no such anchor.
pub(super) fn chosen_lines(text: &str, part: &Part) -> Option<String> {
    let lines: Vec<&str> = match part {
        Part::Lines(from, to) => text.lines().skip(*from).take(to.saturating_sub(*from)).collect(),
        Part::Anchor(name) => {
            let mut lines = text.lines().skip_while(|line| anchor(line, START) != Some(name));
            lines.next()?;
            lines
                .take_while(|line| anchor(line, END) != Some(name))
                .filter(|line| anchor(line, START).is_none() && anchor(line, END).is_none())
                .collect()
        }
    };
    Some(lines.join("\n"))
}

/// The name of the anchor that begins or ends on a line.
fn anchor<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let rest = line.split_once(mark)?.1.trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}
