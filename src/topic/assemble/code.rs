//! Code that a topic shows from another file.

use std::ops::RangeInclusive;

use super::graph::Includes;
use crate::finding::{Checked, Finding, Place, codes::markdown};
use crate::source::SourceTree;
use crate::topic::{BlockKind, Document, LinkId, Slice};

/// The block for a code file: [`BlockKind::Code`], or the block as it was where the file or its lines are not there.
pub(super) fn code_file(
    host: &mut Document,
    includes: &Includes,
    sources: &SourceTree,
    language: Box<str>,
    link: LinkId,
    range: Slice,
    region: Slice,
) -> Checked<BlockKind> {
    let Some(file) = includes.target(host.source, link).and_then(|target| sources.text(target)) else {
        return Checked::clean(BlockKind::CodeFile { language, link, range, region });
    };
    let lines: Vec<&str> = file.text.lines().collect();
    let (range_written, region_written) = (host.str(range).trim(), host.str(region).trim());
    let chosen = if !range_written.is_empty() {
        lines_of_range(&lines, range_written)
    } else if region_written.is_empty() {
        Some(lines)
    } else {
        lines_of_region(&lines, region_written)
    };
    let Some(chosen) = chosen else {
        let wanted = if range_written.is_empty() { region_written } else { range_written };
        let message = format!("“{}” has no lines “{wanted}”", file.path);
        let place = sources.text(host.source).map(|text| text.path.shared()).unwrap_or_default();
        let span = host.link(link).map(|link| link.span).unwrap_or_default();
        let finding = Finding::new(&markdown::M004, message).at(Place::new(place, span));
        return Checked::new(BlockKind::CodeFile { language, link, range, region }, vec![finding]);
    };
    let language = if language.is_empty() { language_of(file.path.ending()).into() } else { language };
    let text = host.slice(&dedented(&chosen), usize::MAX);
    Checked::clean(BlockKind::Code { language, info: Slice::default(), text })
}

/// `1-5,8,10-`: lines from 1, both ends included.
fn lines_of_range<'t>(lines: &[&'t str], written: &str) -> Option<Vec<&'t str>> {
    let mut chosen = Vec::new();
    for part in written.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let range: RangeInclusive<usize> = match part.split_once('-') {
            None => {
                let line = part.parse().ok()?;
                line..=line
            }
            Some((start, "")) => start.trim().parse().ok()?..=lines.len(),
            Some((start, end)) => start.trim().parse().ok()?..=end.trim().parse().ok()?,
        };
        let first = range.start().checked_sub(1)?;
        chosen.extend(lines.get(first..(*range.end()).min(lines.len()))?);
    }
    (!chosen.is_empty()).then_some(chosen)
}

/// What stands between `<name>` and `</name>` in comments, or `#region name` and `#endregion`.
fn lines_of_region<'t>(lines: &[&'t str], name: &str) -> Option<Vec<&'t str>> {
    let name = name.to_lowercase();
    let (tag, end_tag) = (format!("<{name}>"), format!("</{name}>"));
    let region = |line: &str| {
        let line = line.trim().to_lowercase();
        line.split_once("#region").is_some_and(|(_, rest)| rest.trim() == name)
    };
    let start = lines.iter().position(|line| line.to_lowercase().contains(&tag) || region(line))? + 1;
    let rest = lines.get(start..)?;
    let closes = |line: &str| line.contains(&end_tag) || line.contains("#endregion");
    let length = rest.iter().position(|line| closes(&line.to_lowercase()))?;
    Some(rest.get(..length)?.to_vec())
}

/// The lines without the indentation that all of them share.
fn dedented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut text = String::new();
    for line in lines {
        text.push_str(line.get(shared..).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// The name of a language by the ending of its files, as fences name it.
fn language_of(ending: &str) -> &str {
    match ending {
        "cs" => "csharp",
        "ps1" => "powershell",
        "py" => "python",
        "js" => "javascript",
        "ts" => "typescript",
        "sh" => "bash",
        "yml" => "yaml",
        "md" => "markdown",
        "tf" => "terraform",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{lines_of_range, lines_of_region};

    const LINES: &[&str] = &["a", "// <part>", "b", "c", "// </part>", "#region Two", "d", "#endregion"];

    #[test]
    fn ranges_and_regions_choose_lines() {
        assert_eq!(lines_of_range(LINES, "1,3-4"), Some(vec!["a", "b", "c"]));
        assert_eq!(lines_of_range(LINES, "7-"), Some(vec!["d", "#endregion"]));
        assert_eq!(lines_of_range(LINES, "90-99"), None);
        assert_eq!(lines_of_range(LINES, "x"), None);
        assert_eq!(lines_of_region(LINES, "Part"), Some(vec!["b", "c"]));
        assert_eq!(lines_of_region(LINES, "two"), Some(vec!["d"]));
        assert_eq!(lines_of_region(LINES, "three"), None);
    }
}
