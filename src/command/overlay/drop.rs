//! Takes an instruction out of its change file, line by line, so that every other byte stays as its author wrote it.

use super::ask::Asked;
use crate::command::Failure;
use crate::edge::put::put_file;
use crate::overlay::Review;
use crate::topic::BlockKind;

/// The largest change file that is rewritten, in bytes: as large as any topic may be.
const LARGEST: u64 = crate::topic::MAX_TOPIC as u64;

/// Drops an instruction; says what was done.
pub(super) fn drop_instruction(asked: &Asked, review: &Review) -> Result<String, Failure> {
    let file = &review.file;
    let refused = |why: &str| Failure::new(format!("`{file}` is left as it is: {why}"));
    if review.name.starts_with("set: ") || review.name.starts_with("replaces: ") {
        let (line, _) = asked.line(file, review.span);
        return Err(refused(&format!("delete the line {line} of its front matter by hand")));
    }
    let (source, text) = asked.project.sources.find(file).ok_or_else(|| refused("it is not there"))?;
    let document = asked.project.set.documents.get(source).ok_or_else(|| refused("it cannot be read"))?;
    let next = document.blocks.iter().find_map(|block| {
        let is_next = matches!(block.kind, BlockKind::Heading { level: 1, .. }) && block.span.start > review.span.start;
        is_next.then_some(block.span.start as usize)
    });
    let line_of = |at: usize| text.text.get(..at).unwrap_or_default().matches('\n').count();
    let first = line_of(review.span.start as usize);
    let bytes = asked.folder.root.open_file(file).ok().and_then(|opened| opened.read(LARGEST).ok().flatten());
    let written =
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| refused("it is no UTF-8 text"))?;
    // Lines are counted in what was read, where every line end is one: the file must have the same ones.
    let lines: Vec<&str> = written.split_inclusive('\n').collect();
    let same = written.trim_start_matches('\u{feff}').replace("\r\n", "\n") == *text.text;
    if !same {
        return Err(refused("it changed meanwhile, or has unusual line ends"));
    }
    let last = next.map_or(lines.len(), line_of);
    let mut kept: Vec<&str> = lines.get(..first).unwrap_or_default().to_vec();
    kept.extend(lines.get(last..).unwrap_or_default());
    put_file(&asked.folder.root, file, kept.concat().as_bytes())?;
    Ok(format!("{file}: dropped “{}” ({} lines)", review.instruction, last - first))
}
